"""Balances under ceilings, and balances that go on from what a durable register leaves."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.register.conftest import AUTHORISATION, DRAW
from tests.unit.register.test_ceiling import PER_BUYER, SOURCE

from licet.errors import LimitRefused, UsageError
from licet.facts import Role
from licet.quantity import Interval
from licet.register import Balances, Ceiling, Limits, Unit

ACCOUNT = "ceiling/per_buyer/buyer-a"


def to(buyer: str, order_id: str = "o-1", quantity: int = 40) -> object:
    return replace(DRAW, order_id=order_id, quantity=quantity, parties=((Role.END_USER, buyer),))


class TestCeilings:
    def test_two_grants_draw_on_one_ceiling(self) -> None:
        balances = Balances([replace(AUTHORISATION, number=number, ceilings=(PER_BUYER,)) for number in ("A", "B")])

        made = balances.reserve("A", to("buyer-a"), 7)

        assert [(taken.number, taken.amount, taken.left) for taken in made.taken] == [("A", 7, 93), (ACCOUNT, 7, 3)]
        assert (balances.most_units("B", to("buyer-a", "o-2")), balances.most_units("B", to("buyer-b", "o-3"))) == (
            3,
            10,
        )
        assert (balances.left(ACCOUNT, "pieces"), balances.left("B", "pieces")) == (3, 100)
        assert balances.left(ACCOUNT, Unit.TPP) is None

    def test_the_refusal_names_the_account(self) -> None:
        balances = Balances([replace(AUTHORISATION, ceilings=(PER_BUYER,))])

        with pytest.raises(LimitRefused, match=rf"the limit in pieces of {ACCOUNT} has 10 pieces left of 10 pieces"):
            balances.reserve("L-1", to("buyer-a"), 11)
        assert balances.reservations == ()
        assert balances.left("L-1", "pieces") == 100

    def test_a_party_not_stated_is_refused_and_told(self) -> None:
        balances = Balances([replace(AUTHORISATION, ceilings=(PER_BUYER,))])

        room = balances.room("L-1", replace(DRAW, parties=()))[-1]

        assert (room.units, room.cost) == (0, None)
        assert room.why_no_cost == "the ceiling per_buyer counts by end_user, and order o-1 states none"

    def test_a_ceiling_that_parent_and_child_carry_counts_once(self) -> None:
        parent = replace(AUTHORISATION, number="P", ceilings=(PER_BUYER,))
        child = replace(AUTHORISATION, number="C", parent="P", ceilings=(PER_BUYER,))

        made = Balances([parent, child]).reserve("C", to("buyer-a"), 4)

        assert [taken.number for taken in made.taken] == ["C", "P", ACCOUNT]

    def test_in_two_wordings_it_still_counts_once_and_the_smaller_limit_holds(self) -> None:
        parent = replace(AUTHORISATION, number="P", ceilings=(replace(PER_BUYER, limits=Limits(pieces=6)),))
        child = replace(AUTHORISATION, number="C", parent="P", ceilings=(PER_BUYER,))

        made = Balances([parent, child]).reserve("C", to("buyer-a"), 4)

        assert [(taken.number, taken.left) for taken in made.taken] == [("C", 96), ("P", 96), (ACCOUNT, 2)]

    def test_a_ceiling_of_the_parent_binds_the_child(self) -> None:
        parent = replace(AUTHORISATION, number="P", ceilings=(PER_BUYER,))
        child = replace(AUTHORISATION, number="C", parent="P")

        assert Balances([parent, child]).most_units("C", to("buyer-a")) == 10

    def test_each_calendar_year_has_its_own_account_in_tpp(self) -> None:
        yearly = Ceiling(
            "year", "us:export", None, calendar_year=True, limits=Limits(tpp_thousandths=5_000), source=SOURCE
        )
        balances = Balances([replace(AUTHORISATION, ceilings=(yearly,))])
        draw = replace(DRAW, tpp_per_unit=Interval.exactly("1.5"), valid_at=date(2026, 12, 31))

        balances.reserve("L-1", draw, 3)

        assert balances.most_units("L-1", replace(draw, order_id="o-2")) == 0
        assert balances.most_units("L-1", replace(draw, order_id="o-3", valid_at=date(2027, 1, 1))) == 3

    def test_an_account_of_no_ceiling_on_file_is_unknown(self) -> None:
        with pytest.raises(UsageError, match="ceiling/other/x is not on file"):
            Balances([AUTHORISATION]).left("ceiling/other/x", "pieces")

    @given(st.lists(st.tuples(st.sampled_from("AB"), st.sampled_from(["x", "y"]), st.integers(1, 9)), max_size=12))
    def test_no_ceiling_is_ever_passed(self, asked: list[tuple[str, str, int]]) -> None:
        balances = Balances([replace(AUTHORISATION, number=number, ceilings=(PER_BUYER,)) for number in "AB"])
        got: Counter[str] = Counter()

        for turn, (number, buyer, units) in enumerate(asked):
            fits = got[buyer] + units <= 10
            try:
                balances.reserve(number, to(buyer, f"o-{turn}"), units)
            except LimitRefused:
                assert not fits
            else:
                assert fits
                got[buyer] += units


class _Durable:
    """A register of one account: what orders hold of it, and what is free beyond."""

    def __init__(self, limit: int, held: dict[str, int]) -> None:
        self.held, self.free = held, limit - sum(held.values())

    def __call__(self, account: str, unit: Unit, day: date, order_id: str) -> int | None:
        assert isinstance(day, date)
        if (account, unit) != ("L-1", Unit.PIECES):
            return None
        return self.free + self.held.get(order_id, 0)


class TestOpening:
    def test_it_goes_on_from_what_the_register_leaves(self) -> None:
        balances = Balances([AUTHORISATION], opening=_Durable(100, {"other": 70}))

        (room,) = balances.room("L-1", DRAW)

        assert (room.limit, room.left, room.units) == (100, 30, 30)

    def test_what_an_order_holds_is_free_to_it_and_taken_from_nobody(self) -> None:
        balances = Balances([AUTHORISATION], opening=_Durable(100, {"o-1": 40, "other": 50}))

        assert balances.most_units("L-1", DRAW) == 40
        balances.reserve("L-1", DRAW, 40)

        assert balances.most_units("L-1", replace(DRAW, order_id="o-2")) == 10
        assert balances.most_units("L-1", replace(DRAW, order_id="other", quantity=90)) == 60
        assert balances.most_units("L-1", DRAW) == 10

    def test_what_it_takes_beyond_is_taken_from_others(self) -> None:
        balances = Balances([AUTHORISATION], opening=_Durable(100, {"o-1": 10, "other": 50}))

        balances.reserve("L-1", DRAW, 25)

        assert balances.most_units("L-1", replace(DRAW, order_id="o-2")) == 25

    def test_an_account_the_register_does_not_know_starts_whole(self) -> None:
        grant = replace(AUTHORISATION, ceilings=(PER_BUYER,))
        balances = Balances([grant], opening=_Durable(100, {}))

        assert [room.left for room in balances.room("L-1", to("buyer-a"))] == [100, 10]  # type: ignore[arg-type]

    def test_a_register_that_is_overdrawn_leaves_nothing(self) -> None:
        balances = Balances([AUTHORISATION], opening=lambda *_asked: -5)

        assert balances.most_units("L-1", DRAW) == 0
        with pytest.raises(LimitRefused, match="-5 pieces left of 100 pieces"):
            balances.reserve("L-1", DRAW, 1)

    @given(
        held=st.dictionaries(st.sampled_from(["a", "b", "c"]), st.integers(0, 30)),
        asked=st.lists(st.tuples(st.sampled_from(["a", "b", "c", "d"]), st.integers(1, 20)), max_size=10),
    )
    def test_what_is_held_and_what_is_taken_never_pass_the_limit(
        self, held: dict[str, int], asked: list[tuple[str, int]]
    ) -> None:
        balances = Balances([AUTHORISATION], opening=_Durable(100, held))
        taken: Counter[str] = Counter()

        def drawn(of: Counter[str]) -> int:
            return sum(max(of[order], held.get(order, 0)) for order in {*of, *held})

        for turn, (order_id, units) in enumerate(asked):
            would = taken + Counter({order_id: units})
            try:
                balances.reserve("L-1", replace(DRAW, order_id=order_id), units, reservation_id=f"r-{turn}")
            except LimitRefused:
                assert drawn(would) > 100
            else:
                assert drawn(would) <= 100
                taken = would
