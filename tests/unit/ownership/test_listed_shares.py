from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from licet.ownership import Holding, ListedShares, Method, OwnershipGraph, OwnershipTest, Share, explain
from licet.period import Period
from licet.quantity import Interval
from licet.truth import Truth

DAY = date(2026, 1, 1)
HALF = OwnershipTest(Method.CASCADE, Decimal(50))
PARTS = OwnershipTest(Method.PROPORTIONAL, Decimal(50))
ENDS = frozenset({"L", "M", "N", "P", "Q"})  # parties without an owner; L and M are listed


def _shares(test: OwnershipTest, *stated: str, complete: str = "", possibly: str = "") -> ListedShares:
    """Read `L A 60` as: L holds 60 % of A; `L A` as an unknown share."""
    holdings = []
    for line in stated:
        owner, owned, *percent = line.split()
        interval = Interval.exactly(percent[0]) if percent else Interval(None, None)
        holdings.append(Holding(owner, owned, interval, source="register", where=f"line {len(holdings) + 1}"))
    graph = OwnershipGraph(holdings, complete=ENDS | set(complete))
    return ListedShares(graph.on(DAY), test, {"L", "M"}, set(possibly))


def _interval(shares: ListedShares, party: str) -> str:
    return str(shares.of(party).share)


@pytest.mark.parametrize(
    ("percent", "inclusive", "truth"),
    [
        ("50", True, Truth.TRUE),
        ("49.999", True, Truth.FALSE),
        ("50", False, Truth.FALSE),
        ("50.001", False, Truth.TRUE),
    ],
)
def test_at_the_threshold_and_just_under(percent: str, inclusive: bool, truth: Truth) -> None:
    shares = _shares(OwnershipTest(Method.CASCADE, Decimal(50), inclusive=inclusive), f"L A {percent}", complete="A")

    assert shares.of("A").reaches is truth


def test_listed_owners_are_taken_together() -> None:
    found = _shares(HALF, "L A 25", "M A 25", "P A 50").of("A")

    assert (str(found.share), found.reaches, found.has_listed_owner) == ("50 %", Truth.TRUE, Truth.TRUE)


def test_an_owner_that_counts_passes_on_the_whole() -> None:
    shares = _shares(HALF, "L A 50", "P A 50", "A B 50", "P B 50", "B C 50", "P C 50")

    assert [_interval(shares, party) for party in "ABC"] == ["50 %", "50 %", "50 %"]
    assert shares.of("C").reaches is Truth.TRUE


def test_an_owner_that_does_not_count_passes_on_nothing() -> None:
    shares = _shares(HALF, "L A 49", "P A 51", "A B 100")

    assert (_interval(shares, "B"), shares.of("B").reaches) == ("0 %", Truth.FALSE)


def test_in_proportion_every_share_passes_on_its_part() -> None:
    shares = _shares(PARTS, "L A 50", "P A 50", "A B 50", "P B 50", "L C 40", "B C 20", "P C 40")

    assert [_interval(shares, party) for party in "ABC"] == ["50 %", "25 %", "45 %"]


def test_parties_that_own_each_other_do_not_count_for_that() -> None:
    shares = _shares(HALF, "A B 60", "P B 40", "B A 60", "P A 40", complete="AB")

    assert shares.of("A").reaches is shares.of("B").reaches is Truth.FALSE


def test_equations_of_parties_that_own_each_other_are_solved_exactly() -> None:
    shares = _shares(PARTS, "L A 40", "B A 30", "P A 30", "A B 50", "P B 50")

    # a = 0.4 + 0.3 b and b = 0.5 a: a = 0.4 / 0.85
    assert shares.of("A").share == Share(Fraction(4000, 85), Fraction(4000, 85))
    assert _interval(shares, "A") == "47.058 to 47.059 %"


def test_own_shares_are_left_out_in_proportion_and_make_two_bounds_in_the_cascade() -> None:
    stated = ("L A 45", "A A 20", "P A 35")

    assert _interval(_shares(PARTS, *stated), "A") == "56.25 %"
    cascade = _shares(HALF, *stated).of("A")
    assert (str(cascade.share), cascade.reaches) == ("45 to 56.25 %", Truth.UNKNOWN)


@pytest.mark.parametrize("test", [HALF, PARTS], ids=["cascade", "proportional"])
@pytest.mark.parametrize("stated", [("A B 100", "B A 100"), ("A A 100", "A B 100")])
def test_who_is_behind_a_closed_circle_is_unknown(test: OwnershipTest, stated: tuple[str, ...]) -> None:
    shares = _shares(test, *stated, complete="AB")

    assert [_interval(shares, party) for party in "AB"] == ["0 to 100 %", "0 to 100 %"]
    assert shares.of("B").reaches is Truth.UNKNOWN


@pytest.mark.parametrize("test", [HALF, PARTS], ids=["cascade", "proportional"])
def test_what_is_not_stated_may_be_anybodys(test: OwnershipTest) -> None:
    found = _shares(test, "L A 30", "P A 20").of("A")

    assert (str(found.share), str(found.of_stated)) == ("30 to 80 %", "30 %")
    assert (found.reaches, found.of_stated_reaches) == (Truth.UNKNOWN, Truth.FALSE)


def test_a_share_that_is_not_stated_is_what_the_others_leave() -> None:
    found = _shares(HALF, "L A", "P A 60").of("A")

    assert (str(found.share), found.reaches, found.has_listed_owner) == ("0 to 40 %", Truth.FALSE, Truth.TRUE)


@pytest.mark.parametrize("method", Method)
def test_of_a_party_without_stated_owners_nothing_is_known(method: Method) -> None:
    shares = _shares(OwnershipTest(method, Decimal(50)), "L A 10")

    unknown, known = shares.of("elsewhere"), shares.of("Q")
    assert (str(unknown.share), unknown.reaches, unknown.has_listed_owner) == (
        "0 to 100 %",
        Truth.UNKNOWN,
        Truth.UNKNOWN,
    )
    assert (str(known.share), known.reaches, known.has_listed_owner) == ("0 %", Truth.FALSE, Truth.FALSE)


@pytest.mark.parametrize("method", Method)
def test_a_possible_match_counts_for_the_upper_bound_alone(method: Method) -> None:
    found = _shares(OwnershipTest(method, Decimal(50)), "N A 60", "P A 40", possibly="N").of("A")

    assert (str(found.share), found.reaches, found.has_listed_owner) == ("0 to 60 %", Truth.UNKNOWN, Truth.UNKNOWN)


def test_the_day_decides() -> None:
    holding = Holding("L", "A", Interval.exactly(60), Period(date(2025, 1, 1), DAY))
    rest = Holding("P", "A", Interval.exactly(40))
    graph = OwnershipGraph([holding, rest], complete=ENDS | {"A"})

    on = {day: ListedShares(graph.on(day), HALF, {"L"}).of("A").reaches for day in (date(2025, 12, 31), DAY)}

    assert on == {date(2025, 12, 31): Truth.TRUE, DAY: Truth.FALSE}


def test_who_is_behind_a_party_is_told_nearest_first() -> None:
    shares = _shares(HALF, "L A 60", "P A 40", "A B 60", "M B 5", "N B 35", "M C 20", "P C 80", "C B 0", possibly="N")

    assert shares.behind("B") == {"M": Truth.TRUE, "N": Truth.UNKNOWN, "L": Truth.TRUE}
    assert shares.behind("nobody") == {}


@pytest.mark.parametrize("threshold", ["0", "101", "-1", "NaN"])
def test_a_threshold_is_a_share_that_not_everybody_reaches(threshold: str) -> None:
    with pytest.raises(ValueError, match="percent"):
        OwnershipTest(Method.CASCADE, Decimal(threshold))


def test_shares_that_are_not_known_go_first_to_the_owner_that_counts_most() -> None:
    # At most A is held by B wholly, or by C wholly; of these C counts most, which only the equations tell.
    stated = ("L C 40", "A C 20", "P C 40", "L B 10", "A B 20", "P B 70", "B A", "C A", "P A")

    assert _interval(_shares(PARTS, *stated, complete="ABC"), "A") == "0 to 50 %"
    assert _interval(_shares(PARTS, "P A", "L A", complete="A"), "A") == "0 to 100 %"


def test_many_parties_that_own_each_other_have_bounds_that_hold() -> None:
    ring = [f"{i} {(i + 1) % 60} 50" for i in range(60)]
    some = [f"{'L' if i == 0 else 'P'} {i} 50" for i in range(60)]
    found = _shares(PARTS, *ring, *some).of("59").of_stated
    exact = Fraction(1, 2) ** 60 / (1 - Fraction(1, 2) ** 60) * 100

    assert found.lo <= exact <= found.hi
    assert found.hi - found.lo < Fraction(1, 10**6)


def test_an_owner_that_may_hold_is_not_surely_there() -> None:
    holding = Holding("L", "A", Interval.exactly(10), Period(), Period(DAY, DAY))
    graph = OwnershipGraph([holding, Holding("P", "A", Interval.exactly(90))], complete=ENDS | {"A"})

    assert ListedShares(graph.on(DAY), HALF, {"L"}).of("A").has_listed_owner is Truth.UNKNOWN


def test_a_long_chain_is_no_trouble() -> None:
    shares = _shares(
        PARTS,
        "L 0 99.9",
        "P 0 0.1",
        *(f"{i} {i + 1} 99.9" for i in range(5000)),
        *(f"P {i + 1} 0.1" for i in range(5000)),
    )

    found = shares.of("5000").share
    assert found.lo <= Fraction(999, 1000) ** 5001 * 100 <= found.hi
    assert found.hi - found.lo < Fraction(1, 10**6)


def test_the_cascade_in_words() -> None:
    shares = _shares(HALF, "L A 60", "P A 40", "A B 40", "M B 15", "B B 5", "Q B 10", "C B 20")

    assert list(explain(shares, "B").lines({"A": "Alpha Ltd", "B": "Beta"})) == [
        (
            "Beta: listed parties own 55 to 89.474 % of it together, 55 to 57.895 % by the owners stated; it counts "
            "(50 % or more, passed on whole)"
        ),
        "  40 % by Alpha Ltd, counts as listed [register (line 3)]",
        "    60 % by L, listed [register (line 1)]",
        "    40 % by P, does not count as listed [register (line 2)]",
        "  20 % by C, may count as listed: its owners are not stated [register (line 7)]",
        "  15 % by M, listed [register (line 4)]",
        "  10 % by Q, does not count as listed [register (line 6)]",
        "  5 % are its own shares [register (line 5)]",
        "  10 % by owners who are not stated",
    ]


def test_the_look_through_in_words() -> None:
    shares = _shares(PARTS, "L A 60", "P A 40", "A B 50", "A C 50", "B C 50", "P B 50", "C A 0")

    assert list(explain(shares, "C").lines()) == [
        "C: listed parties own 45 % of it together; it does not count (50 % or more, passed on in proportion)",
        "  50 % by A, of which 60 % counts [register (line 4)]",
        "    60 % by L, listed [register (line 1)]",
        "    40 % by P, of which 0 % counts [register (line 2)]",
        "  50 % by B, of which 30 % counts [register (line 5)]",
        "    50 % by A, of which 60 % counts; its owners: see above [register (line 3)]",
        "    50 % by P, of which 0 % counts [register (line 6)]",
    ]


def test_a_party_of_which_nothing_is_stated_in_words() -> None:
    shares = _shares(HALF, "L A 60")

    assert list(explain(shares, "elsewhere").lines()) == [
        (
            "elsewhere: listed parties own 0 to 100 % of it together, 0 % by the owners stated; it may count "
            "(50 % or more, passed on whole)"
        ),
        "  0 to 100 % by owners who are not stated",
    ]
    assert list(explain(shares, "Q").lines()) == [
        "Q: listed parties own 0 % of it together; it does not count (50 % or more, passed on whole)"
    ]


def test_many_owners_and_many_steps_are_cut_and_said_to_be() -> None:
    wide = _shares(HALF, *(f"o{i} A 1" for i in range(30)))
    deep = _shares(HALF, "L 0 60", *(f"{i} {i + 1} 60" for i in range(20)))

    assert "  and 10 owners more" in list(explain(wide, "A").lines())
    (cut,) = [line for line in explain(deep, "20").lines() if "not shown" in line]
    assert cut.strip() == "60 % by 8, counts as listed; further up: not shown [register (line 10)]"
