from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from licet.errors import LimitRefused, UsageError
from licet.quantity import UNKNOWN_QUANTITY, Interval
from licet.register import Balances, Limits, Money, Rate, Unit
from licet.register.money import decimals_of

if TYPE_CHECKING:
    from tests.unit.register.conftest import MakeAuthorisation, MakeDraw

    from licet.register import Authorisation, Draw, Reservation

DAY = date(2026, 6, 1)
EUR_USD = Rate("EUR", "USD", date(2026, 5, 29), Decimal("1.1"), "example")


class TestPieces:
    def test_a_reservation_takes_what_it_promises(
        self, make_authorisation: MakeAuthorisation, make_draw: MakeDraw
    ) -> None:
        balances = Balances([make_authorisation(limits=Limits(pieces=100))])

        made = balances.reserve("L-1", make_draw(quantity=40), 30)

        assert balances.left("L-1", "pieces") == balances.left("L-1", Unit.PIECES) == 70
        assert [(taken.number, taken.unit, taken.amount, taken.left) for taken in made.taken] == [
            ("L-1", Unit.PIECES, 30, 70)
        ]
        assert balances.reservations == (made,)

    def test_most_units_is_never_more_than_the_line_or_the_limit(
        self, make_authorisation: MakeAuthorisation, make_draw: MakeDraw
    ) -> None:
        balances = Balances([make_authorisation(limits=Limits(pieces=100))])

        assert balances.most_units("L-1", make_draw(quantity=40)) == 40
        assert balances.most_units("L-1", make_draw(quantity=140)) == 100
        assert balances.most_units("L-1", make_draw(quantity=0)) == 0

    def test_a_refusal_names_limit_unit_and_what_is_left_and_takes_nothing(
        self, make_authorisation: MakeAuthorisation, make_draw: MakeDraw
    ) -> None:
        balances = Balances([make_authorisation(limits=Limits(pieces=75_000))])
        balances.reserve("L-1", make_draw(order_id="o-0", quantity=74_990), 74_990)

        with pytest.raises(LimitRefused) as caught:
            balances.reserve("L-1", make_draw(), 11)

        assert str(caught.value) == (
            "order o-1, 11 units: the limit in pieces of L-1 has 10 pieces left of 75,000 pieces; "
            "11 units take 11 pieces, and it covers 10"
        )
        assert balances.left("L-1", "pieces") == 10
        assert len(balances.reservations) == 1
        assert balances.reserve("L-1", make_draw(), 10).taken[0].left == 0

    @pytest.mark.parametrize("units", [0, -1, 41])
    def test_units_that_the_line_has_not_cannot_be_reserved(
        self, make_authorisation: MakeAuthorisation, make_draw: MakeDraw, units: int
    ) -> None:
        with pytest.raises(UsageError, match="has 40 units"):
            Balances([make_authorisation()]).reserve("L-1", make_draw(quantity=40), units)


class TestValue:
    def test_the_same_currency_needs_no_rate(self, make_authorisation: MakeAuthorisation, make_draw: MakeDraw) -> None:
        balances = Balances([make_authorisation(limits=Limits(value=Money(10_000_000, "USD")))])  # 100,000.00

        assert balances.most_units("L-1", make_draw(unit_value=Decimal("25000.01"))) == 3
        assert balances.most_units("L-1", make_draw(unit_value=Decimal(25000))) == 4
        balances.reserve("L-1", make_draw(unit_value=Decimal("25000.01")), 3)
        assert balances.left("L-1", "value") == 2_499_997

    def test_another_currency_takes_the_rate_and_keeps_it(
        self, make_authorisation: MakeAuthorisation, make_draw: MakeDraw
    ) -> None:
        balances = Balances([make_authorisation(limits=Limits(value=Money(10_000_000, "USD")))], [EUR_USD])
        draw = make_draw(unit_value=Decimal(30000), currency="EUR")  # 33,000.00 USD

        assert balances.most_units("L-1", draw) == 3
        (taken,) = balances.reserve("L-1", draw, 3).taken
        assert (taken.amount, taken.left, taken.rate) == (9_900_000, 100_000, EUR_USD)

    def test_a_fraction_of_a_minor_unit_is_rounded_up(
        self, make_authorisation: MakeAuthorisation, make_draw: MakeDraw
    ) -> None:
        rate = Rate("EUR", "JPY", DAY, Decimal("0.4"))
        balances = Balances([make_authorisation(limits=Limits(value=Money(10, "JPY")))], [rate])
        draw = make_draw(unit_value=Decimal(1), currency="EUR")

        assert balances.most_units("L-1", draw) == 25
        assert balances.reserve("L-1", draw, 1).taken[0].amount == 1

    @pytest.mark.parametrize(
        ("changes", "reason"),
        [
            ({"currency": "GBP"}, "no rate from GBP into USD .* is dated on or before 2026-06-01"),
            ({"currency": "EUR", "valid_at": date(2026, 5, 28)}, "is dated on or before 2026-05-28"),
            ({"unit_value": None}, "unit_value of order o-1 is not stated"),
            ({"currency": None}, "currency of order o-1 is not stated"),
        ],
    )
    def test_a_value_that_cannot_be_reckoned_is_refused_with_the_reason(
        self, make_authorisation: MakeAuthorisation, make_draw: MakeDraw, changes: dict[str, object], reason: str
    ) -> None:
        balances = Balances([make_authorisation(limits=Limits(value=Money(10_000_000, "USD")))], [EUR_USD])
        draw = make_draw(**changes)

        assert balances.most_units("L-1", draw) == 0
        with pytest.raises(LimitRefused, match=reason):
            balances.reserve("L-1", draw, 1)
        assert balances.left("L-1", "value") == 10_000_000

    def test_large_figures_stay_exact(self, make_authorisation: MakeAuthorisation, make_draw: MakeDraw) -> None:
        limit = Money.exactly(Decimal("99999999999999.99"), "USD")
        balances = Balances([make_authorisation(limits=Limits(value=limit))])
        draw = make_draw(unit_value=Decimal("0.01"), quantity=10**18)

        assert balances.most_units("L-1", draw) == 9_999_999_999_999_999
        balances.reserve("L-1", draw, 9_999_999_999_999_998)
        assert balances.left("L-1", "value") == 1


class TestTpp:
    @pytest.mark.parametrize(
        ("tpp", "units"),
        [
            (Interval.exactly("15832"), 6),
            (Interval.exactly("15832.001"), 6),
            (Interval.exactly("16000.001"), 6),
            (Interval(Decimal(1), Decimal(20000)), 5),  # the upper end
            (Interval(Decimal(15832), None), 0),
            (UNKNOWN_QUANTITY, 0),
            (Interval.exactly(0), 40),
        ],
    )
    def test_the_upper_end_counts_and_without_one_nothing_fits(
        self, make_authorisation: MakeAuthorisation, make_draw: MakeDraw, tpp: Interval, units: int
    ) -> None:
        balances = Balances([make_authorisation(limits=Limits(tpp_thousandths=100_000_000))])

        assert balances.most_units("L-1", make_draw(tpp_per_unit=tpp)) == units

    def test_the_refusal_says_that_the_tpp_is_open(
        self, make_authorisation: MakeAuthorisation, make_draw: MakeDraw
    ) -> None:
        balances = Balances([make_authorisation(limits=Limits(tpp_thousandths=1_500))])

        with pytest.raises(
            LimitRefused, match=r"has 1\.5 TPP left of 1\.5 TPP.*the TPP of chip-a is unknown, without an upper end"
        ):
            balances.reserve("L-1", make_draw(tpp_per_unit=UNKNOWN_QUANTITY), 1)

    def test_the_limit_is_met_exactly(self, make_authorisation: MakeAuthorisation, make_draw: MakeDraw) -> None:
        balances = Balances([make_authorisation(limits=Limits(tpp_thousandths=1_187_400_000_000))])
        draw = make_draw(quantity=100_000, tpp_per_unit=Interval.exactly(15832))

        assert balances.most_units("L-1", draw) == 75_000  # 75,000 x 15,832 = 1,187,400,000
        balances.reserve("L-1", draw, 75_000)
        assert balances.left("L-1", "tpp") == 0


class TestLayersAndUnits:
    def test_a_draw_takes_from_every_layer(self, make_authorisation: MakeAuthorisation, make_draw: MakeDraw) -> None:
        balances = Balances(
            [
                make_authorisation(number="agency", limits=Limits(pieces=50)),
                make_authorisation(number="a", parent="agency", limits=Limits(pieces=40)),
                make_authorisation(number="b", parent="agency", limits=Limits(pieces=40)),
            ]
        )

        balances.reserve("a", make_draw(order_id="o-1"), 35)

        assert [balances.left(number, "pieces") for number in ("agency", "a", "b")] == [15, 5, 40]
        assert balances.most_units("b", make_draw(order_id="o-2")) == 15
        with pytest.raises(LimitRefused, match="the limit in pieces of agency has 15 pieces left of 50 pieces"):
            balances.reserve("b", make_draw(order_id="o-2"), 16)
        assert [layer.number for layer in balances.layers("b")] == ["b", "agency"]

    def test_every_limit_that_refuses_is_named(
        self, make_authorisation: MakeAuthorisation, make_draw: MakeDraw
    ) -> None:
        limits = Limits(pieces=5, value=Money(10_000_000, "USD"), tpp_thousandths=10**12)
        balances = Balances([make_authorisation(limits=limits)])

        with pytest.raises(LimitRefused) as caught:
            balances.reserve("L-1", make_draw(unit_value=Decimal(30000)), 6)

        assert "the limit in pieces of L-1 has 5 pieces left" in str(caught.value)
        assert (
            "the limit in value of L-1 has 100,000.00 USD left of 100,000.00 USD; 6 units take 180,000.00 USD"
            in str(caught.value)
        )
        assert "tpp" not in str(caught.value)
        assert [room.units for room in balances.room("L-1", make_draw(unit_value=Decimal(30000)))] == [5, 3, 40]

    def test_a_unit_without_a_limit_has_no_balance(self, make_authorisation: MakeAuthorisation) -> None:
        assert Balances([make_authorisation()]).left("L-1", "tpp") is None


class TestIds:
    def test_the_same_again_gives_the_same_answer_even_when_nothing_is_left(
        self, make_authorisation: MakeAuthorisation, make_draw: MakeDraw
    ) -> None:
        balances = Balances([make_authorisation(limits=Limits(pieces=40))])
        made = balances.reserve("L-1", make_draw(), 40)

        assert balances.reserve("L-1", make_draw(), 40) is made
        assert balances.left("L-1", "pieces") == 0

    @pytest.mark.parametrize("changes", [{"item_id": "chip-b"}, {"destination": "SG"}, {"quantity": 41}])
    def test_other_content_under_the_same_id_is_refused(
        self, make_authorisation: MakeAuthorisation, make_draw: MakeDraw, changes: dict[str, object]
    ) -> None:
        balances = Balances([make_authorisation()])
        balances.reserve("L-1", make_draw(), 10)

        with pytest.raises(LimitRefused, match="L-1:o-1 already stands for 10 units of order o-1 under L-1"):
            balances.reserve("L-1", make_draw(**changes), 10)
        with pytest.raises(LimitRefused, match="with other content"):
            balances.reserve("L-1", make_draw(), 11)
        assert balances.left("L-1", "pieces") == 90

    def test_an_id_of_the_callers_own_splits_a_line(
        self, make_authorisation: MakeAuthorisation, make_draw: MakeDraw
    ) -> None:
        balances = Balances([make_authorisation()])
        balances.reserve("L-1", make_draw(), 10, reservation_id="first")
        balances.reserve("L-1", make_draw(), 5, reservation_id="second")

        assert balances.left("L-1", "pieces") == 85


@pytest.mark.parametrize(
    ("numbers", "message"),
    [
        ([("a", None), ("a", None)], "authorisation a stands twice"),
        ([("a", "b")], "authorisation b is not on file"),
        ([("a", "b"), ("b", "a")], "is a part of itself"),
    ],
)
def test_authorisations_that_do_not_go_together_are_refused(
    make_authorisation: MakeAuthorisation, numbers: list[tuple[str, str | None]], message: str
) -> None:
    with pytest.raises(UsageError, match=message):
        Balances([make_authorisation(number=number, parent=parent) for number, parent in numbers])


def test_what_is_not_on_file_is_refused(make_authorisation: MakeAuthorisation, make_draw: MakeDraw) -> None:
    balances = Balances([make_authorisation()])

    with pytest.raises(UsageError, match="L-2 is not on file"):
        balances.left("L-2", "pieces")
    with pytest.raises(UsageError, match="L-2 is not on file"):
        balances.reserve("L-2", make_draw(), 1)
    with pytest.raises(UsageError, match="'kilos' is none of pieces, value, tpp"):
        balances.left("L-1", "kilos")


@pytest.mark.parametrize(
    "changes",
    [
        {"quantity": -1},
        {"unit_value": Decimal("NaN")},
        {"unit_value": Decimal(-1)},
        {"tpp_per_unit": Interval.exactly("Infinity")},
    ],
)
def test_a_draw_with_figures_that_are_none_is_refused(make_draw: MakeDraw, changes: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="finite and zero or more"):
        make_draw(**changes)


def test_writers_at_once_never_overdraw(make_authorisation: MakeAuthorisation, make_draw: MakeDraw) -> None:
    balances = Balances(
        [
            make_authorisation(number="top", limits=Limits(pieces=500)),
            make_authorisation(parent="top", limits=Limits(pieces=450)),
        ]
    )

    def write(writer: int) -> int:
        granted = 0
        for turn in range(50):
            try:
                granted += balances.reserve("L-1", make_draw(order_id=f"{writer}-{turn}"), 3).units
            except LimitRefused:
                continue
        return granted

    with ThreadPoolExecutor(8) as pool:
        granted = sum(pool.map(write, range(8)))

    assert granted == 450
    assert (balances.left("L-1", "pieces"), balances.left("top", "pieces")) == (0, 50)


NUMBERS = ("agency", "exporter", "distributor", "other")
PARENTS = {"exporter": "agency", "distributor": "exporter", "other": "agency"}
AMOUNTS = st.integers(0, 60)
LIMITS = st.builds(
    Limits,
    pieces=AMOUNTS,
    value=st.none() | st.builds(Money, st.integers(0, 5_000), st.sampled_from(["USD", "JPY"])),
    tpp_thousandths=st.none() | st.integers(0, 5_000),
)
RATES = [
    Rate("USD", "JPY", date(2026, 1, 1), Decimal("149.37")),
    Rate("JPY", "USD", date(2026, 1, 1), Decimal("0.0067")),
    Rate("JPY", "USD", date(2026, 6, 1), Decimal("0.0071")),
]
FIGURES = st.integers(0, 3_000).map(lambda thousandths: Decimal(thousandths) / 1000)


@st.composite
def requests(draw: st.DrawFn) -> tuple[str, dict[str, object], int]:
    """Return an authorisation, the fields of a draw, and units; orders repeat, so retries happen."""
    quantity = draw(st.integers(1, 30))
    fields = {
        "order_id": f"o-{draw(st.integers(1, 25))}",
        "quantity": quantity,
        "unit_value": draw(st.none() | FIGURES),
        "currency": draw(st.sampled_from(["USD", "JPY", "EUR"])),
        "tpp_per_unit": draw(
            st.one_of(
                FIGURES.map(Interval.exactly), FIGURES.map(lambda hi: Interval(None, hi)), st.just(UNKNOWN_QUANTITY)
            )
        ),
        "valid_at": draw(st.sampled_from([date(2025, 12, 31), date(2026, 5, 31), date(2026, 6, 1)])),
    }
    return draw(st.sampled_from(NUMBERS)), fields, draw(st.integers(1, quantity))


def slow_cost(authorisation: Authorisation, unit: Unit, draw: Draw, units: int) -> int | None:
    """Return what the units take of a limit, worked out from the words of the design; None: cannot be known."""
    if unit is Unit.PIECES:
        return units
    if unit is Unit.TPP:
        cost = None if draw.tpp_per_unit.hi is None else units * Fraction(draw.tpp_per_unit.hi) * 1000
    else:
        assert authorisation.limits.value is not None
        into = authorisation.limits.value.currency
        dated = sorted((rate.on, rate.value) for rate in RATES if (rate.currency, rate.into) == (draw.currency, into))
        known = [value for on, value in dated if on <= draw.valid_at]
        rate = Decimal(1) if draw.currency == into else known[-1] if known else None
        if draw.unit_value is None or rate is None:
            return None
        cost = units * Fraction(draw.unit_value) * Fraction(rate) * 10 ** decimals_of(into)
    return None if cost is None else -(-cost.numerator // cost.denominator)


def slow_fits(balances: Balances, number: str, draw: Draw, units: int) -> bool:
    """Tell whether every layer's limit, less what the journal took, covers the units."""
    taken: Counter[tuple[str, Unit]] = Counter()
    for reservation in balances.reservations:
        for entry in reservation.taken:
            taken[entry.number, entry.unit] += entry.amount
    for layer in balances.layers(number):
        for unit in Unit:
            limit = layer.limits.amount(unit)
            cost = None if limit is None else slow_cost(layer, unit, draw, units)
            if limit is not None and (cost is None or taken[layer.number, unit] + cost > limit):
                return False
    return True


def check_journal(balances: Balances) -> None:
    """Check that no balance is below zero, and that what was taken and what is left make the limit."""
    taken: Counter[tuple[str, Unit]] = Counter()
    for reservation in balances.reservations:
        below = [layer.number for layer in balances.layers(reservation.number)]
        assert {entry.number for entry in reservation.taken} == set(below)
        for entry in reservation.taken:
            taken[entry.number, entry.unit] += entry.amount
    for authorisation in balances.authorisations:
        for unit in Unit:
            limit, left = authorisation.limits.amount(unit), balances.left(authorisation.number, unit)
            assert (limit is None) is (left is None)
            if limit is not None and left is not None:
                assert left >= 0
                assert left + taken[authorisation.number, unit] == limit


@settings(max_examples=200, deadline=None)
@given(limits=st.tuples(*[LIMITS] * 4), asked=st.lists(requests(), max_size=25))
def test_nothing_is_ever_overdrawn_and_nothing_needlessly_refused(
    make_authorisation: MakeAuthorisation,
    make_draw: MakeDraw,
    limits: tuple[Limits, ...],
    asked: list[tuple[str, dict[str, object], int]],
) -> None:
    """Random draws in random order, against a slow reference that adds up the journal."""
    grants = [
        make_authorisation(number=number, parent=PARENTS.get(number), limits=granted)
        for number, granted in zip(NUMBERS, limits, strict=True)
    ]
    balances = Balances(grants, RATES)
    answers: dict[str, tuple[Reservation, tuple[str, Draw, int]]] = {}
    for number, fields, units in asked:
        draw = make_draw(**fields)
        content, name = (number, draw, units), f"{number}:{draw.order_id}"
        fits, most = slow_fits(balances, number, draw, units), balances.most_units(number, draw)
        assert slow_fits(balances, number, draw, most) or most == 0
        assert most == draw.quantity or not slow_fits(balances, number, draw, most + 1)
        before = len(balances.reservations)
        try:
            made = balances.reserve(number, draw, units)
        except LimitRefused:
            assert answers[name][1] != content if name in answers else not fits
            assert len(balances.reservations) == before
        else:
            assert made is answers.get(name, (made,))[0]
            assert answers.setdefault(name, (made, content))[1] == content
            assert fits or len(balances.reservations) == before
        check_journal(balances)
