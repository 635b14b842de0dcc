from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from licet.ownership import (
    Basis,
    Holding,
    Method,
    OwnershipGraph,
    OwnershipTest,
    StatedCountry,
    StatedParent,
    UltimateParents,
    contradictions,
    parent_headquarters,
)
from licet.quantity import Interval

MAJORITY = OwnershipTest(Method.CASCADE, Decimal(50), inclusive=False)
ENDS = frozenset({"G", "P", "Q"})  # parties without an owner


def _parents(*stated: str, said: tuple[StatedParent, ...] = (), complete: str = "") -> UltimateParents:
    """Read `G A 60` as: G holds 60 % of A; `G A` as an unknown share."""
    holdings = []
    for line in stated:
        owner, owned, *percent = line.split()
        interval = Interval.exactly(percent[0]) if percent else Interval(None, None)
        holdings.append(Holding(owner, owned, interval, source=f"register {len(holdings) + 1}"))
    graph = OwnershipGraph(holdings, complete=ENDS | set(complete))
    return UltimateParents(graph.on(date(2026, 1, 1)), MAJORITY, said)


def test_a_chain_of_majorities_leads_to_the_ultimate_parent() -> None:
    found = _parents("G A 60", "A B 51", "P B 49").of("B")

    assert (found.parent, found.basis) == ("G", Basis.OWNERS)
    assert list(found.lines({"G": "Group"})) == [
        "B: the ultimate parent is Group (owners)",
        "  B: at least 51 % is held by Group (51 % through A) [register 2]",
        "  A: at least 60 % is held by Group [register 1]",
    ]


def test_half_is_no_majority() -> None:
    found = _parents("G A 50", "P A 50").of("A")

    assert (found.parent, found.surely_under, found.path) == ("A", "A", ())
    assert list(found.lines()) == ["A: it has no parent (owners)"]


def test_what_a_group_holds_is_added_up() -> None:
    found = _parents("G S 100", "G B 30", "S B 30", "P B 40").of("B")

    assert found.parent == "G"
    assert list(found.lines())[1:] == [
        "  B: at least 60 % is held by G (30 % itself, 30 % through S) [register 2; register 3]",
        "  S: at least 100 % is held by G [register 1]",
    ]


def test_owners_that_are_not_stated_leave_it_open() -> None:
    found = _parents("G A 20").of("A")

    assert (found.parent, found.basis, found.anybody) == (None, Basis.NOT_SETTLED, True)
    assert list(found.lines()) == [
        "A: the ultimate parent is not settled: owners of A who are not stated may control it"
    ]
    assert _parents("G A 20").of("elsewhere").parent is None
    assert _parents("G A 20").of("Q").parent == "Q"


def test_a_rest_too_small_to_control_leaves_nothing_open() -> None:
    assert _parents("G A 35", "P A 35", "Q A 20").of("A").parent == "A"


def test_a_share_that_is_not_known_leaves_open_who() -> None:
    found = _parents("G A", "P A 30", complete="A").of("A")

    assert (found.parent, found.possible, found.anybody) == (None, ("G",), False)
    assert found.why == "A may be controlled by G, as their shares turn out"


def test_parties_that_control_each_other_have_no_settled_parent() -> None:
    found = _parents("A B 60", "P B 40", "B A 60", "P A 40").of("A")

    assert (found.parent, found.basis) == (None, Basis.NOT_SETTLED)
    assert "is held by what it controls" in found.why


def test_where_owners_are_silent_the_statement_stands() -> None:
    said = StatedParent("A", "G", source="letter")
    found = _parents("P A 20", "A B 60", said=(said,))

    assert (found.of("A").parent, found.of("A").basis) == ("G", Basis.STATED)
    assert (found.of("B").parent, found.of("B").basis) == ("G", Basis.STATED)
    assert list(contradictions(found.of("B"), {})) == []


def test_a_statement_does_not_overrule_the_owners_and_is_told() -> None:
    said = StatedParent("B", "P", source="letter", where="parties.csv:3")
    found = _parents("G A 60", "A B 60", said=(said,)).of("B")
    (problem,) = contradictions(found, {})

    assert (found.parent, found.basis) == ("G", Basis.OWNERS)
    assert (problem.slug, problem.where) == ("contradicting-parent", "parties.csv:3")
    assert problem.what == (
        "B states the ultimate parent P [letter], but B is under G by its owners [register 2; register 1]"
    )


@pytest.mark.parametrize("owners", [("G A 60", "P A 40"), ("C A 60", "P A 40")], ids=["settled", "open further up"])
def test_no_parent_against_a_majority_is_told(owners: tuple[str, ...]) -> None:
    found = _parents(*owners, said=(StatedParent("A", None, source="form"),)).of("A")
    (problem,) = contradictions(found, {})

    assert problem.what.startswith("A states no parent [form], but A is under ")
    assert found.basis is not Basis.STATED


@pytest.mark.parametrize(("country", "told"), [("CN", 0), ("DE", 1)])
def test_the_headquarters_follow_the_parent_and_a_contradiction_is_told(country: str, told: int) -> None:
    headquarters = {"G": StatedCountry("CN", "annual report")}
    found = _parents("G A 60", "P A 40").of("A")
    derived = parent_headquarters(found, headquarters)
    problems = list(contradictions(found, headquarters, StatedCountry(country, "form", "parties.csv:2")))

    assert (derived.country, derived.through, derived.basis) == ("CN", ("G",), Basis.OWNERS)
    assert len(problems) == told
    assert [each.what for each in problems] == [
        (
            "A states DE for the headquarters of its ultimate parent [form], but the ultimate parent is G by its "
            "owners [register 1], with headquarters in CN [annual report]"
        )
    ][:told]


def test_headquarters_are_settled_where_all_possible_parents_share_a_country() -> None:
    found = _parents("G A", "P A 30", complete="A").of("A")

    one = parent_headquarters(found, {"A": StatedCountry("CN"), "G": StatedCountry("CN")})
    two = parent_headquarters(found, {"A": StatedCountry("CN"), "G": StatedCountry("SG")})
    none = parent_headquarters(found, {"A": StatedCountry("CN")})

    assert (one.country, one.through) == ("CN", ("A", "G"))
    assert (two.country, none.country) == (None, None)


def test_headquarters_that_are_not_stated_are_unknown() -> None:
    derived = parent_headquarters(_parents("G A 60", "P A 40").of("A"), {})

    assert (derived.country, derived.why) == (None, "the headquarters of G are not stated")


def test_a_threshold_of_control_lies_above_half() -> None:
    graph = OwnershipGraph([])

    with pytest.raises(ValueError, match="two could control one party"):
        UltimateParents(graph.on(date(2026, 1, 1)), OwnershipTest(Method.CASCADE, Decimal(50)))


def test_too_many_owners_to_try_are_left_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("licet.ownership.parents.WORK", 1)
    found = _parents("G A", "P A 30", complete="A").of("A")

    assert (found.parent, found.why) == (None, "A has too many parties above it to try each")
