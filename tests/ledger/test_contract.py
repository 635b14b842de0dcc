"""What the register promises, rule by rule, on each store. Random histories are in test_model.py."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
from tests.ledger import books
from tests.ledger.books import FROM, RATES, TO, day

from licet.errors import LicetError, LimitRefused, UsageError
from licet.facts import Role
from licet.ledger import EntryKind, GroupCommit, Register, State, Statement
from licet.quantity import UNKNOWN_QUANTITY, Interval
from licet.register import AuthorisationKind, Limits, Money, Unit

if TYPE_CHECKING:
    from tests.ledger.conftest import Clock

    from licet.ledger import BalanceLine, Operation


def line(
    register: Register,
    account: str = "L-1",
    on: date = FROM,
    unit: Unit = Unit.PIECES,
    **known: Any,  # noqa: ANN401
) -> BalanceLine:
    """Return one unit of a balance."""
    return next(it for it in register.balance(account, valid_at=on, **known).lines if it.unit is unit)


def left(register: Register, account: str = "L-1", on: date = FROM, unit: Unit = Unit.PIECES) -> int | None:
    return line(register, account, on, unit).left


def refused(register: Register, *operations: Operation, says: tuple[str, ...] = ()) -> str:
    """Assert that a limit or a state refuses, that nothing is changed, and what the message says; return it."""
    return _refused(register, operations, says, LimitRefused)


def impossible(register: Register, *operations: Operation, says: tuple[str, ...] = ()) -> str:
    """Assert that the call is at fault."""
    return _refused(register, operations, says, UsageError)


def _refused(
    register: Register, operations: tuple[Operation, ...], says: tuple[str, ...], kind: type[LicetError]
) -> str:
    before = register.head()
    with pytest.raises(kind) as caught:
        register.post(operations, rates=RATES)
    assert type(caught.value) is kind
    assert register.head() == before
    message = str(caught.value)
    for part in says:
        assert part in message, message
    return message


class TestReserveShipVoid:
    def test_a_reservation_holds_what_it_promises_and_a_shipment_moves_it(self, register: Register) -> None:
        kept = books.reserve(40, day(2))
        register.post([books.grant(books.terms()), kept])
        assert (line(register, on=day(2)).reserved, line(register, on=day(2)).shipped, left(register, on=day(2))) == (
            40,
            0,
            60,
        )

        (posted,) = register.post([books.ship(kept.operation_id, 30, day(4))])

        after = line(register, on=day(4))
        assert (after.granted, after.reserved, after.shipped, after.left, after.free) == (100, 10, 30, 60, 60)
        assert line(register, on=day(3)).shipped == 0
        assert [(it.account, it.unit, it.reserved, it.shipped, it.left) for it in posted.postings] == [
            ("L-1", Unit.PIECES, -30, 30, 60)
        ]

    def test_a_void_gives_back_from_its_day_on(self, register: Register) -> None:
        kept = books.reserve(40, day(2))
        register.post([books.grant(books.terms()), kept, books.void(kept.operation_id, 15, day(5))])

        assert (left(register, on=day(4)), left(register, on=day(5))) == (60, 75)
        register.post([books.void(kept.operation_id, None, day(6))])
        assert left(register, on=day(6)) == 100
        (reservation,) = register.reservations()
        assert (reservation.units, reservation.voided, reservation.open_units) == (40, 40, 0)

    def test_more_than_is_left_is_refused_with_limit_unit_and_what_is_left(self, register: Register) -> None:
        register.post([books.grant(books.terms()), books.reserve(90, day(2))])

        refused(register, books.reserve(11, day(2)), says=("L-1", "pieces", "10 pieces left", str(TO)))
        register.post([books.reserve(10, day(2))])
        assert left(register, on=day(2)) == 0

    def test_no_units_and_unknown_names_are_no_draws(self, register: Register) -> None:
        kept = books.reserve(40, day(2))
        register.post([books.grant(books.terms()), kept])

        for operation in (
            books.reserve(0, day(2)),
            books.reserve(-1, day(2)),
            books.ship(kept.operation_id, 0, day(2)),
            books.void(kept.operation_id, 0, day(2)),
            books.void(kept.operation_id, -3, day(2)),
        ):
            impossible(register, operation)
        impossible(register, books.reserve(1, day(2), number="L-9"), says=("L-9",))
        impossible(register, books.ship("o-unknown", 1, day(2)), says=("o-unknown",))
        impossible(register, books.void("o-unknown", 1, day(2)), says=("o-unknown",))
        impossible(register, books.adjust(day(2), "L-9", pieces=1), says=("L-9",))
        impossible(register, books.suspend(day(2), "L-9"), says=("L-9",))
        impossible(register, books.amend(books.terms("L-9"), day(2)), says=("L-9",))

    def test_shipments_and_voids_come_on_or_after_the_day_of_the_reservation(self, register: Register) -> None:
        kept = books.reserve(40, day(5))
        register.post([books.grant(books.terms()), kept])

        for operation in (books.ship(kept.operation_id, 1, day(4)), books.void(kept.operation_id, 1, day(4))):
            with pytest.raises(LicetError, match=str(day(5))):
                register.post([operation])
        register.post([books.ship(kept.operation_id, 1, day(5)), books.void(kept.operation_id, 1, day(5))])

    def test_without_a_tolerance_no_more_is_shipped_or_voided_than_is_open(self, register: Register) -> None:
        kept = books.reserve(40, day(2))
        register.post([books.grant(books.terms()), kept, books.ship(kept.operation_id, 30, day(3))])

        refused(register, books.ship(kept.operation_id, 11, day(3)), says=("10",))
        with pytest.raises(LicetError, match="10"):
            register.post([books.void(kept.operation_id, 11, day(3))])
        register.post([books.ship(kept.operation_id, 10, day(3))])
        with pytest.raises(LicetError):
            register.post([books.void(kept.operation_id, None, day(3))])

    def test_an_order_never_holds_more_units_than_its_line_has(self, register: Register) -> None:
        line_of = {"quantity": 50, "order_id": "o-5"}
        register.post([books.grant(books.terms()), books.grant(books.terms("L-2"))])
        first = books.reserve(30, day(2), drawn=line_of)
        register.post([first])

        refused(register, books.reserve(21, day(2), number="L-2", drawn=line_of), says=("30", "50"))
        impossible(register, books.reserve(51, day(2), drawn=line_of | {"order_id": "o-6"}), says=("50", "51"))
        register.post(
            [books.void(first.operation_id, 1, day(2)), books.reserve(21, day(2), number="L-2", drawn=line_of)]
        )

    def test_a_draw_is_of_the_day_of_its_reservation(self, register: Register) -> None:
        register.post([books.grant(books.terms())])
        impossible(register, replace(books.reserve(1, day(2)), valid_at=day(3)), says=(str(day(2)), str(day(3))))

    def test_a_whole_post_is_accepted_or_none_of_it(self, register: Register) -> None:
        register.post([books.grant(books.terms())])

        message = refused(register, books.reserve(90, day(2)), books.reserve(11, day(2)), books.reserve(20, day(3)))
        assert message.count("pieces") >= 2, "all refusals at once"
        assert left(register, on=day(3)) == 100
        assert not [*register.reservations()]

    def test_each_of_a_post_each_is_accepted_or_refused_by_itself(self, register: Register) -> None:
        first, second, third = books.reserve(90, day(2)), books.reserve(11, day(2)), books.reserve(10, day(3))
        answers = register.post_each(
            [books.grant(books.terms()), first, second, books.ship("none", 1, day(2)), third], rates=RATES
        )

        assert [type(answer).__name__ for answer in answers] == [
            "Posted",
            "Posted",
            "LimitRefused",
            "UsageError",
            "Posted",
        ]
        assert left(register, on=day(3)) == 0
        assert {it.reservation_id for it in register.reservations()} == {first.operation_id, third.operation_id}

    def test_an_empty_post_changes_nothing(self, register: Register) -> None:
        before = register.head()
        assert register.post([]) == ()
        assert register.post_each([]) == ()
        assert register.head() == before


class TestUnitsAndCosts:
    TERMS = books.terms(limits=Limits(pieces=100, value=Money(10_00, "USD"), tpp_thousandths=50_000))

    def test_a_draw_takes_of_every_unit_that_is_limited(self, register: Register) -> None:
        register.post([books.grant(self.TERMS), books.reserve(3, day(2))], rates=RATES)

        assert [left(register, on=day(2), unit=unit) for unit in Unit] == [97, 10_00 - 7_50, 50_000 - 3 * 4_800]

    def test_the_tightest_unit_refuses(self, register: Register) -> None:
        register.post([books.grant(self.TERMS)])

        refused(register, books.reserve(5, day(2)), says=("value", "10.00 USD", "L-1"))
        dear = {"unit_value": Decimal("0.01"), "tpp_per_unit": Interval(Decimal(1), Decimal("10.001"))}
        refused(register, books.reserve(5, day(2), drawn=dear), says=("tpp", "50 TPP", "50.005 TPP"))

    def test_the_latest_rate_dated_on_or_before_the_day_counts(self, register: Register) -> None:
        register.post([books.grant(self.TERMS)])
        euro = {"currency": "EUR", "unit_value": Decimal("1.00"), "tpp_per_unit": Interval.exactly(1)}
        before, after = date(2027, 1, 4), date(2027, 1, 5)

        register.post([books.reserve(1, before, drawn=euro), books.reserve(1, after, drawn=euro)], rates=RATES)

        assert left(register, on=after, unit=Unit.VALUE) == 10_00 - 1_10 - 1_30

    @pytest.mark.parametrize(
        ("drawn", "says"),
        [
            ({"unit_value": None}, "unit_value"),
            ({"currency": None}, "currency"),
            ({"currency": "GBP"}, "GBP"),
            ({"tpp_per_unit": UNKNOWN_QUANTITY}, "TPP"),
            ({"tpp_per_unit": Interval(Decimal(1), None)}, "TPP"),
        ],
    )
    def test_a_cost_that_is_not_known_is_refused(self, register: Register, drawn: dict[str, Any], says: str) -> None:
        register.post([books.grant(self.TERMS)])

        refused(register, books.reserve(1, day(2), drawn=drawn), says=(says,))

    def test_an_unknown_figure_does_not_matter_in_a_unit_without_a_limit(self, register: Register) -> None:
        register.post([books.grant(books.terms())])

        register.post([books.reserve(1, day(2), drawn={"unit_value": None, "tpp_per_unit": UNKNOWN_QUANTITY})])
        assert left(register, on=day(2)) == 99

    def test_the_whole_is_rounded_up_once_and_never_drifts(self, register: Register) -> None:
        third = {"unit_value": Decimal("0.003334")}
        kept = books.reserve(10, day(0), drawn=third)
        register.post([books.grant(books.terms(limits=Limits(value=Money(100, "USD")))), kept])
        cost = Fraction("0.3334")  # of a cent

        for shipped in range(1, 8):
            register.post([books.ship(kept.operation_id, 1, day(shipped))])
            now = line(register, on=day(shipped), unit=Unit.VALUE)
            assert now.shipped == -(-shipped * cost.numerator // cost.denominator)
            assert now.reserved + now.shipped == 4
        register.post([books.void(kept.operation_id, None, day(9))])
        now = line(register, on=day(9), unit=Unit.VALUE)
        assert (now.reserved, now.shipped) == (0, 3)

    def test_the_cost_of_a_reservation_is_frozen(self, register: Register) -> None:
        kept = books.reserve(2, day(0), drawn={"currency": "EUR", "unit_value": Decimal("1.00")})
        register.post([books.grant(self.TERMS), kept], rates=RATES)

        register.post([books.ship(kept.operation_id, 2, date(2027, 1, 6))], rates=RATES)

        assert line(register, on=date(2027, 1, 6), unit=Unit.VALUE).shipped == 2_20


class TestDays:
    def test_a_draw_may_not_take_what_a_later_day_needs(self, register: Register) -> None:
        register.post([books.grant(books.terms()), books.reserve(80, day(10))])

        assert line(register, on=day(2)).left == 100
        assert line(register, on=day(2)).free == register.free("L-1", Unit.PIECES, valid_at=day(2)) == 20
        refused(register, books.reserve(21, day(2)), says=("20 pieces",))
        register.post([books.reserve(20, day(2))])

    def test_a_refusal_says_on_which_later_day_the_balance_breaks(self, register: Register) -> None:
        register.post([books.grant(books.terms()), books.reserve(80, day(10))])

        refused(register, books.reserve(21, day(2)), says=(str(day(10)),))

    def test_a_refusal_says_when_the_limit_frees(self, register: Register) -> None:
        kept = books.reserve(80, day(2))
        register.post([books.grant(books.terms()), kept, books.void(kept.operation_id, 50, day(9))])

        refused(register, books.reserve(40, day(3)), says=(str(day(9)),))
        register.post([books.reserve(40, day(9))])

    def test_a_back_dated_adjustment_is_refused_with_the_first_day_it_breaks(self, register: Register) -> None:
        register.post([books.grant(books.terms()), books.reserve(50, day(8)), books.reserve(30, day(12))])

        refused(register, books.adjust(day(3), pieces=21), says=(str(day(12)),))
        refused(register, books.adjust(day(3), pieces=51), says=(str(day(8)),))
        register.post([books.adjust(day(3), pieces=20)])
        assert left(register, on=day(3)) == 80

    def test_what_was_known_then_does_not_change(self, register: Register, clock: Clock) -> None:
        kept = books.reserve(40, day(2))
        register.post([books.grant(books.terms()), kept])
        then = clock.instant
        clock.move()
        register.post([books.void(kept.operation_id, 40, day(2)), books.reserve(7, day(1))])

        assert line(register, on=day(2)).reserved == 7
        assert line(register, on=day(2), known_at=then).reserved == 40
        (old,) = register.reservations(known_at=then)
        assert (old.reservation_id, old.voided) == (kept.operation_id, 0)
        with pytest.raises(UsageError, match="L-1"):
            register.balance("L-1", valid_at=day(2), known_at=then - timedelta(seconds=1))
        assert not register.authorisations(valid_at=day(2), known_at=then - timedelta(seconds=1))
        assert len([*register.history(known_at=then)]) < len([*register.history()])

    def test_the_clock_set_back_never_puts_an_entry_before_another_of_its_account(
        self, register: Register, clock: Clock
    ) -> None:
        register.post([books.grant(books.terms())])
        first = clock.instant
        clock.move(-3600)
        (posted,) = register.post([books.reserve(1, day(2))])

        assert posted.recorded_at >= first
        recorded = [entry.recorded_at for entry in register.history(account="L-1")]
        assert recorded == sorted(recorded)
        assert register.verify().sound


class TestStates:
    def test_a_grant_is_active_on_the_days_of_its_validity(self, register: Register) -> None:
        register.post([books.grant(books.terms())])

        states = [
            register.balance("L-1", valid_at=on).state
            for on in (FROM - day(1).resolution, FROM, TO - date.resolution, TO)
        ]
        assert states == [State.PENDING, State.ACTIVE, State.ACTIVE, State.EXPIRED]
        refused(register, books.reserve(1, FROM - date.resolution), says=("L-1", "not valid yet"))
        refused(register, books.reserve(1, TO), says=("L-1", str(TO)))
        register.post([books.reserve(1, FROM), books.reserve(1, TO - date.resolution)])
        assert line(register, on=TO).free == 0

    def test_the_expiry_is_booked_with_the_grant(self, register: Register) -> None:
        register.post([books.grant(books.terms()), books.grant(books.terms("L-2", valid_to=None))])

        (booked,) = [entry for entry in register.history() if entry.kind is EntryKind.EXPIRE]
        assert (booked.account, booked.valid_at) == ("L-1", TO)
        assert [(on, balance.account) for on, balance in register.expiring(FROM, TO)] == [(TO, "L-1")]
        assert not [*register.expiring(FROM, TO - date.resolution)]
        assert line(register, on=TO).lapsed == 100

    def test_an_amendment_that_moves_the_end_books_it_anew(self, register: Register) -> None:
        later = TO + timedelta(days=20)
        register.post([books.grant(books.terms()), books.amend(books.terms(valid_to=later), day(5))])

        assert [entry.valid_at for entry in register.history() if entry.kind is EntryKind.EXPIRE] == [TO, later]
        assert [(on, balance.account) for on, balance in register.expiring(FROM, later)] == [(later, "L-1")]
        register.post([books.reserve(1, TO)])

    def test_what_is_suspended_is_not_drawn_or_shipped_until_it_is_resumed(self, register: Register) -> None:
        kept = books.reserve(10, day(2))
        register.post([books.grant(books.terms()), kept, books.suspend(day(5))])

        refused(register, books.reserve(1, day(6)), says=("L-1", "suspended"))
        refused(register, books.ship(kept.operation_id, 1, day(6)), says=("L-1", "suspended"))
        register.post([books.void(kept.operation_id, 1, day(6)), books.adjust(day(6), pieces=1)])
        register.post([books.reserve(1, day(4)), books.resume(day(8)), books.reserve(1, day(8))])
        assert [register.balance("L-1", valid_at=day(n)).state for n in (4, 5, 8)] == [
            State.ACTIVE,
            State.SUSPENDED,
            State.ACTIVE,
        ]
        assert line(register, on=day(6)).free == 0

    def test_what_is_revoked_stays_so(self, register: Register) -> None:
        kept = books.reserve(10, day(2))
        register.post([books.grant(books.terms()), kept, books.revoke(day(5))])

        refused(register, books.reserve(1, day(6)), says=("L-1", "revoked"))
        refused(register, books.ship(kept.operation_id, 1, day(6)), says=("L-1", "revoked"))
        register.post([books.void(kept.operation_id, None, day(6))])
        for operation in (books.resume(day(7)), books.suspend(day(7)), books.revoke(day(7))):
            impossible(register, operation, says=("L-1",))
        assert line(register, on=day(6)).lapsed == 100

    def test_a_revocation_told_late_is_final_all_the_same(self, register: Register) -> None:
        register.post([books.grant(books.terms()), books.suspend(day(3)), books.resume(day(8)), books.revoke(day(5))])

        states = [register.balance("L-1", valid_at=day(n)).state for n in (2, 3, 5, 8, 9)]
        assert states == [State.ACTIVE, State.SUSPENDED, State.REVOKED, State.REVOKED, State.REVOKED]
        refused(register, books.reserve(1, day(9)), says=("L-1", "revoked"))

    def test_a_change_that_changes_nothing_is_no_operation(self, register: Register) -> None:
        register.post([books.grant(books.terms())])

        impossible(register, books.resume(day(5)), says=("L-1",))
        register.post([books.suspend(day(5))])
        impossible(register, books.suspend(day(6)), says=("L-1", "suspended"))

    def test_shipments_inside_a_stop_told_later_are_warnings(self, register: Register) -> None:
        kept = books.reserve(10, day(2))
        register.post([books.grant(books.terms()), kept, books.ship(kept.operation_id, 4, day(6))])

        (posted,) = register.post([books.suspend(day(4))])
        assert len(posted.warnings) == 1
        assert str(day(6)) in posted.warnings[0]
        (posted,) = register.post([books.revoke(day(8))])
        assert posted.warnings == ()

    def test_authorisations_on_file_have_the_terms_and_state_of_the_day(self, register: Register) -> None:
        wider = books.terms(limits=Limits(pieces=200))
        register.post([books.grant(books.terms()), books.amend(wider, day(5)), books.suspend(day(7))])

        assert [
            (it.authorisation.limits.pieces, it.state)
            for n in (4, 5, 7)
            for it in register.authorisations(valid_at=day(n))
        ] == [(100, State.ACTIVE), (200, State.ACTIVE), (200, State.SUSPENDED)]
        assert register.authorisations(valid_at=FROM - date.resolution) == ()
        assert register.authorisations(valid_at=day(4))[0].authorisation == books.terms()


class TestGrantsAndAmendments:
    def test_a_number_is_granted_once(self, register: Register) -> None:
        register.post([books.grant(books.terms())])
        with pytest.raises(LicetError, match="L-1"):
            register.post([books.grant(books.terms(limits=Limits(pieces=5)))])

    def test_a_grant_counts_from_its_first_day(self, register: Register) -> None:
        impossible(register, books.grant(books.terms(), valid_at=day(1)), says=(str(FROM),))

    def test_the_parent_is_on_file_first(self, register: Register) -> None:
        child = books.terms("L-2", parent="L-1")
        impossible(register, books.grant(child), says=("L-1",))
        register.post([books.grant(books.terms()), books.grant(child)])
        assert register.balance("L-2", valid_at=FROM).parent == "L-1"

    @pytest.mark.parametrize("number", ["ceiling/x/a", "order/o-1"])
    def test_a_number_may_not_look_like_another_account(self, register: Register, number: str) -> None:
        with pytest.raises((LicetError, ValueError), match=number):
            register.post([books.grant(books.terms(number))])

    @pytest.mark.parametrize(
        "changes",
        [
            {"kind": AuthorisationKind.AGREEMENT},
            {"key": "cn:import"},
            {"holder": "Other"},
            {"limits": Limits(value=Money(100, "EUR"))},
        ],
    )
    def test_an_amendment_keeps_what_the_authorisation_is(self, register: Register, changes: dict[str, Any]) -> None:
        granted = books.terms(limits=Limits(value=Money(100, "USD")))
        register.post([books.grant(granted)])
        impossible(register, books.amend(replace(granted, **changes), day(3)), says=("L-1",))

    def test_an_amendment_counts_from_its_day_and_the_latest_day_wins(self, register: Register) -> None:
        register.post(
            [
                books.grant(books.terms()),
                books.amend(books.terms(limits=Limits(pieces=300)), day(9)),
                books.amend(books.terms(limits=Limits(pieces=200)), day(4)),
            ]
        )
        assert [line(register, on=day(n)).granted for n in (3, 4, 8, 9)] == [100, 200, 200, 300]
        assert line(register, on=day(4)).free == 200

    def test_a_limit_below_what_is_drawn_later_is_refused_with_the_day(self, register: Register) -> None:
        register.post([books.grant(books.terms()), books.reserve(30, day(4)), books.reserve(40, day(10))])

        refused(register, books.amend(books.terms(limits=Limits(pieces=69)), day(2)), says=("L-1", str(day(10))))
        refused(register, books.amend(books.terms(limits=Limits(pieces=29)), day(2)), says=(str(day(4)),))
        register.post([books.amend(books.terms(limits=Limits(pieces=70)), day(2))])

    def test_a_back_dated_amendment_counts_until_the_next_one(self, register: Register) -> None:
        later = books.amend(books.terms(limits=Limits(pieces=90)), day(8))
        register.post([books.grant(books.terms()), books.reserve(30, day(4)), books.reserve(40, day(10)), later])

        refused(register, books.amend(books.terms(limits=Limits(pieces=29)), day(2)), says=(str(day(4)),))
        register.post([books.amend(books.terms(limits=Limits(pieces=30)), day(2))])
        assert [line(register, on=day(n)).left for n in (1, 2, 4, 8, 10)] == [100, 30, 0, 60, 20]

    def test_an_amendment_does_not_use_the_tolerance(self, register: Register) -> None:
        terms = books.terms(tolerances=(books.tolerance(),))
        register.post([books.grant(terms), books.reserve(100, day(2))])
        refused(register, books.amend(replace(terms, limits=Limits(pieces=95)), day(3)), says=("pieces", str(day(3))))

    def test_an_amendment_may_raise_a_limit_that_was_over_shipped(self, register: Register) -> None:
        terms = books.terms(limits=Limits(pieces=50), tolerances=(books.tolerance(),))
        kept = books.reserve(50, day(2))
        register.post([books.grant(terms), kept, books.ship(kept.operation_id, 55, day(3))])
        register.post([books.amend(replace(terms, limits=Limits(pieces=52)), day(4))])
        assert left(register, on=day(4)) == -3

    def test_an_amendment_adds_and_drops_no_unit(self, register: Register) -> None:
        register.post([books.grant(books.terms())])
        for limits in (Limits(tpp_thousandths=5), Limits(pieces=100, tpp_thousandths=5)):
            impossible(register, books.amend(books.terms(limits=limits), day(2)), says=("L-1", "unit"))

    def test_an_amendment_adds_no_ceiling_that_draws_on_file_would_not_count_in(self, register: Register) -> None:
        register.post([books.grant(books.terms()), books.reserve(50, day(2))])
        impossible(register, books.amend(books.terms(ceilings=(books.ceiling(),)), day(3)), says=("L-1", "ceiling"))

    def test_a_draw_is_held_to_a_lower_limit_of_a_later_day(self, register: Register) -> None:
        register.post([books.grant(books.terms()), books.amend(books.terms(limits=Limits(pieces=50)), day(10))])

        refused(register, books.reserve(51, day(2)), says=(str(day(10)),))
        register.post([books.reserve(50, day(2))])


class TestLayers:
    @pytest.fixture(autouse=True)
    def _grants(self, register: Register) -> None:
        register.post(
            [
                books.grant(books.terms("L-1", limits=Limits(pieces=50))),
                books.grant(books.terms("L-2", parent="L-1", limits=Limits(value=Money(100_00, "USD")))),
                books.grant(books.terms("L-3", parent="L-2", limits=Limits(pieces=30))),
                books.grant(books.terms("L-4", parent="L-1", limits=Limits(pieces=45))),
            ]
        )

    def test_a_draw_takes_of_every_layer(self, register: Register) -> None:
        register.post([books.reserve(20, day(2), number="L-3")])

        assert [left(register, name, day(2)) for name in ("L-1", "L-3", "L-4")] == [30, 10, 45]
        assert left(register, "L-2", day(2), Unit.VALUE) == 50_00

    def test_the_layer_above_refuses_what_its_parts_took_together(self, register: Register) -> None:
        register.post([books.reserve(20, day(2), number="L-3")])

        refused(register, books.reserve(31, day(2), number="L-4"), says=("L-1", "30 pieces"))
        refused(register, books.reserve(45, day(2), number="L-3"), says=("L-1", "L-2", "L-3"))

    @pytest.mark.parametrize("stop", [books.suspend, books.revoke])
    def test_a_layer_that_is_not_active_stops_those_below(self, register: Register, stop: Any) -> None:  # noqa: ANN401
        register.post([stop(day(3), "L-2")])

        refused(register, books.reserve(1, day(4), number="L-3"), says=("L-2",))
        register.post([books.reserve(1, day(4), number="L-4"), books.reserve(1, day(2), number="L-3")])

    def test_an_adjustment_counts_in_each_layer_with_a_limit_in_the_unit(self, register: Register) -> None:
        register.post([books.adjust(day(2), "L-3", pieces=12)])

        assert [line(register, name, day(2)).shipped for name in ("L-1", "L-3", "L-4")] == [12, 12, 0]
        refused(register, books.adjust(day(2), "L-3", pieces=19), says=("L-3",))
        refused(register, books.adjust(day(2), "L-3", pieces=-13), says=("L-3",))
        register.post([books.adjust(day(2), "L-3", pieces=-12)])
        assert line(register, "L-1", day(2)).shipped == 0


class TestCeilings:
    def test_each_party_has_an_account_shared_by_all_that_carry_the_ceiling(self, register: Register) -> None:
        cap = books.ceiling()
        register.post([books.grant(books.terms(ceilings=(cap,))), books.grant(books.terms("L-2", ceilings=(cap,)))])
        register.post([books.reserve(40, day(2)), books.reserve(15, day(2), number="L-2")])

        assert left(register, "ceiling/per-user/buyer-a", day(2)) == 5
        refused(register, books.reserve(6, day(2)), says=("ceiling/per-user/buyer-a", "5 pieces"))
        other = {"parties": ((Role.END_USER, "buyer-b"),)}
        register.post([books.reserve(45, day(2), number="L-2", drawn=other)])
        assert left(register, "ceiling/per-user/buyer-b", day(2)) == 15
        accounts = [balance.account for balance in register.balances(valid_at=day(2))]
        assert accounts == sorted(accounts) == ["L-1", "L-2", "ceiling/per-user/buyer-a", "ceiling/per-user/buyer-b"]

    def test_several_parties_in_the_role_each_take_the_whole(self, register: Register) -> None:
        both = {"parties": ((Role.END_USER, "buyer-a"), (Role.END_USER, "buyer-b"), (Role.END_USER, "buyer-a"))}
        register.post([books.grant(books.terms(ceilings=(books.ceiling(),))), books.reserve(40, day(2), drawn=both)])

        assert [left(register, f"ceiling/per-user/buyer-{name}", day(2)) for name in "ab"] == [20, 20]

    def test_a_party_that_is_not_stated_is_refused(self, register: Register) -> None:
        register.post([books.grant(books.terms(ceilings=(books.ceiling(),)))])

        refused(register, books.reserve(1, day(2), drawn={"parties": ()}), says=("per-user", "end_user"))

    def test_each_calendar_year_has_an_account(self, register: Register) -> None:
        cap = books.ceiling("lpp", calendar_year=True, limits=Limits(tpp_thousandths=48_000))
        register.post([books.grant(books.terms(ceilings=(cap,)))])
        old, new = date(2026, 12, 31), date(2027, 1, 1)
        register.post([books.reserve(10, old), books.reserve(9, new)])

        assert left(register, "ceiling/lpp/buyer-a/2026", new, Unit.TPP) == 0
        assert left(register, "ceiling/lpp/buyer-a/2027", new, Unit.TPP) == 4_800
        refused(register, books.reserve(2, new), says=("ceiling/lpp/buyer-a/2027", "4.8 TPP"))

    def test_a_ceiling_by_year_alone_is_one_account(self, register: Register) -> None:
        cap = books.ceiling("all", per=None, calendar_year=True)
        register.post([books.grant(books.terms(ceilings=(cap,))), books.reserve(10, day(2), drawn={"parties": ()})])

        assert left(register, "ceiling/all/2026", day(2)) == 50

    def test_a_ceiling_that_is_not_in_force_or_of_another_key_does_not_count(self, register: Register) -> None:
        caps = (
            books.ceiling("early", valid_to=day(1)),
            books.ceiling("late", valid_from=day(9)),
            books.ceiling("other", key="cn:import"),
        )
        register.post([books.grant(books.terms(ceilings=caps)), books.reserve(90, day(2))])

        assert [balance.account for balance in register.balances(valid_at=day(2))] == ["L-1"]
        refused(register, books.adjust(day(2), pieces=11))

    def test_the_ceiling_of_a_layer_above_counts_too(self, register: Register) -> None:
        cap = books.ceiling()
        register.post([books.grant(books.terms(ceilings=(cap,))), books.grant(books.terms("L-2", parent="L-1"))])

        refused(register, books.reserve(61, day(2), number="L-2"), says=("ceiling/per-user/buyer-a",))
        register.post([books.reserve(60, day(2), number="L-2")])
        assert left(register, "ceiling/per-user/buyer-a", day(2)) == 0

    def test_use_outside_the_register_counts_in_a_ceiling_too(self, register: Register) -> None:
        register.post([books.grant(books.terms(ceilings=(books.ceiling(),))), books.reserve(1, day(2))])
        account = "ceiling/per-user/buyer-a"
        register.post([books.adjust(day(2), account, pieces=50)])

        assert left(register, account, day(2)) == 9
        refused(register, books.reserve(10, day(3)), says=(account, "9 pieces"))
        refused(register, books.adjust(day(2), account, pieces=10), says=(account,))
        impossible(register, books.adjust(day(2), "ceiling/none/buyer-a", pieces=1), says=("none",))

    def test_what_is_refused_leaves_no_account(self, register: Register) -> None:
        register.post([books.grant(books.terms(ceilings=(books.ceiling(),)))])
        refused_one = books.reserve(61, day(2), drawn={"parties": ((Role.END_USER, "buyer-z"),)})
        answers = register.post_each([refused_one, books.reserve(1, day(2))])

        assert [type(answer).__name__ for answer in answers] == ["LimitRefused", "Posted"]
        accounts = [balance.account for balance in register.balances(valid_at=day(2))]
        assert accounts == ["L-1", "ceiling/per-user/buyer-a"]
        with pytest.raises(UsageError):
            register.balance("ceiling/per-user/buyer-z", valid_at=day(2))

    def test_an_account_never_used_is_unknown(self, register: Register) -> None:
        register.post([books.grant(books.terms(ceilings=(books.ceiling(),)))])
        with pytest.raises(UsageError, match="buyer-z"):
            register.balance("ceiling/per-user/buyer-z", valid_at=day(2))


class TestTolerance:
    TERMS = books.terms(limits=Limits(pieces=50), tolerances=(books.tolerance(),))

    def test_an_over_shipment_may_pass_the_limit_by_the_tolerance(self, register: Register) -> None:
        kept = books.reserve(50, day(2))
        register.post([books.grant(self.TERMS), kept])
        refused(register, books.ship(kept.operation_id, 56, day(3)), says=("L-1", "pieces"))

        register.post([books.ship(kept.operation_id, 55, day(3))])

        after = line(register, on=day(3))
        assert (after.shipped, after.reserved, after.left, after.free, after.tolerance) == (55, 0, -5, 0, 5)
        (reservation,) = register.reservations()
        assert (reservation.tolerance_units, reservation.open_units) == (5, 0)

    def test_a_reservation_never_uses_the_tolerance(self, register: Register) -> None:
        register.post([books.grant(self.TERMS)])
        refused(register, books.reserve(51, day(2)))
        refused(register, books.adjust(day(2), pieces=51))

    def test_the_layer_above_has_its_own_limit_and_tolerance(self, register: Register) -> None:
        kept = books.reserve(50, day(2), number="L-2")
        register.post(
            [
                books.grant(books.terms(limits=Limits(pieces=52))),
                books.grant(replace(self.TERMS, number="L-2", parent="L-1")),
                kept,
            ]
        )

        refused(register, books.ship(kept.operation_id, 53, day(3)), says=("L-1",))
        register.post([books.ship(kept.operation_id, 52, day(3))])
        assert left(register, "L-2", day(3)) == -2
        assert left(register, "L-1", day(3)) == 0

    def test_a_ceiling_has_none(self, register: Register) -> None:
        kept = books.reserve(50, day(2))
        cap = books.ceiling(limits=Limits(pieces=51))
        register.post([books.grant(replace(self.TERMS, ceilings=(cap,))), kept])

        refused(register, books.ship(kept.operation_id, 52, day(3)), says=("ceiling/per-user/buyer-a",))
        register.post([books.ship(kept.operation_id, 51, day(3))])

    def test_a_tolerance_counts_on_its_days_only(self, register: Register) -> None:
        kept = books.reserve(50, day(2))
        terms = replace(self.TERMS, tolerances=(books.tolerance(valid_to=day(5)),))
        register.post([books.grant(terms), kept])

        refused(register, books.ship(kept.operation_id, 51, day(5)))
        register.post([books.ship(kept.operation_id, 51, day(4))])


class TestTellingAgain:
    def test_the_same_id_and_content_is_the_same_operation(self, register: Register, clock: Clock) -> None:
        operations = [books.grant(books.terms()), books.reserve(40, day(2))]
        first = register.post(operations)
        head = register.head()
        clock.move()

        again = register.post(operations)

        assert register.head() == head
        assert [it.repeated for it in first] == [False, False]
        assert [it.repeated for it in again] == [True, True]
        assert [it.recorded_at for it in again] == [it.recorded_at for it in first]
        assert [(it.account, it.unit, it.reserved, it.shipped) for it in again[1].postings] == [
            (it.account, it.unit, it.reserved, it.shipped) for it in first[1].postings
        ]

    def test_it_is_the_same_even_when_the_limit_no_longer_covers_it(self, register: Register) -> None:
        kept = books.reserve(60, day(2))
        register.post([books.grant(books.terms()), kept, books.suspend(day(3))])
        (again,) = register.post([kept])
        assert again.repeated

    def test_twice_in_one_post_counts_once(self, register: Register) -> None:
        kept = books.reserve(60, day(2))
        answers = register.post([books.grant(books.terms()), kept, kept])
        assert [it.repeated for it in answers] == [False, False, True]
        assert left(register, on=day(2)) == 40

    @pytest.mark.parametrize(
        "changes",
        [
            {"units": 41},
            {"number": "L-2"},
            {"precautionary": True},
            {"said": Statement("Someone else", "order", "file 1")},
            {"said": Statement("Example Officer", "order", "file 2")},
        ],
    )
    def test_the_same_id_with_other_content_is_refused(self, register: Register, changes: dict[str, Any]) -> None:
        kept = books.reserve(40, day(2), operation_id="kept")
        register.post([books.grant(books.terms()), books.grant(books.terms("L-2")), kept])

        refused(register, replace(kept, **changes), says=("kept",))

    def test_an_id_belongs_to_one_operation_of_whatever_kind(self, register: Register) -> None:
        kept = books.reserve(40, day(2), operation_id="kept")
        register.post([books.grant(books.terms()), kept])
        refused(register, books.adjust(day(2), pieces=1, operation_id="kept"), says=("kept",))

    def test_dry_run_tells_the_same_and_changes_nothing(self, register: Register, url: str) -> None:
        register.post([books.grant(books.terms())])
        head = register.head()
        kept = books.reserve(40, day(2))

        (told,) = register.post([kept], dry_run=True)

        assert [(it.unit, it.reserved, it.left) for it in told.postings] == [(Unit.PIECES, 40, 60)]
        with pytest.raises(LimitRefused):
            register.post([books.reserve(101, day(2))], dry_run=True)
        with Register.open(url) as other:
            assert other.head() == register.head() == head
            assert not [*other.reservations()]
        (posted,) = register.post([kept])
        assert not posted.repeated
        assert register.verify().sound


class TestHistory:
    def test_entries_come_by_sequence_with_what_was_said(self, register: Register) -> None:
        kept = books.reserve(40, day(2), drawn={"order_id": "o-7"}, said=Statement("A", "r", "d", "B"))
        register.post([books.grant(books.terms()), kept, books.ship(kept.operation_id, 5, day(3))])

        entries = [*register.history()]
        assert [entry.kind for entry in entries] == [
            EntryKind.GRANT,
            EntryKind.EXPIRE,
            EntryKind.RESERVE,
            EntryKind.SHIP,
        ]
        assert [entry.sequence for entry in entries] == sorted(entry.sequence for entry in entries)
        assert [entry.position for entry in entries] == [1, 2, 3, 4]
        reserve = entries[2]
        assert (reserve.author, reserve.reason, reserve.document, reserve.second) == ("A", "r", "d", "B")
        assert (reserve.order_id, reserve.operation_id, reserve.valid_at) == ("o-7", kept.operation_id, day(2))
        assert {unit: amount for unit, amount in reserve.reserved.items() if amount} == {Unit.PIECES: 40}
        assert entries[0].limits == {Unit.PIECES: 100}
        assert [entry.previous_hash for entry in entries[1:]] == [entry.hash for entry in entries[:-1]]
        assert {entry.order_id for entry in register.history(order_id="o-7")} == {"o-7"}
        assert [entry.kind for entry in register.history(order_id="o-7")] == [EntryKind.RESERVE, EntryKind.SHIP]
        assert [*register.history(account="L-1")] == entries
        assert not [*register.history(order_id="o-8")]

    def test_notes_are_kept_beside_the_balances(self, register: Register) -> None:
        kept = books.note(day(2), order_id="o-7", content={"question": "q", "answer": "yes", "list": [1, {"a": "b"}]})
        other = books.note(day(3), order_id="o-8", kind=EntryKind.OVERRIDE, content={})
        register.post([kept, other])

        (entry,) = register.notes(EntryKind.ANSWER)
        assert (entry.order_id, entry.account, entry.kind) == ("o-7", "order/o-7", EntryKind.ANSWER)
        assert [it.order_id for it in register.notes(EntryKind.OVERRIDE, order_id="o-8")] == ["o-8"]
        assert not [*register.notes(EntryKind.ANSWER, order_id="o-8")]
        assert not [*register.balances(valid_at=day(3))]
        assert register.verify().sound

    def test_a_float_is_no_content(self, register: Register) -> None:
        impossible(register, books.note(day(2), content={"share": 0.5}))

    @pytest.mark.parametrize("said", [Statement("", "r"), Statement(" ", "r"), Statement("A", "")])
    def test_an_author_and_a_reason_are_named(self, register: Register, said: Statement) -> None:
        impossible(register, books.note(day(2), said=said))

    def test_reservations_are_found_by_order_and_number(self, register: Register) -> None:
        first, second = (books.reserve(1, day(2), drawn={"order_id": name}) for name in ("o-1", "o-2"))
        third = books.reserve(1, day(2), number="L-2")
        register.post([books.grant(books.terms()), books.grant(books.terms("L-2")), first, second, third])

        def names(**asked: Any) -> list[str]:  # noqa: ANN401
            return [it.reservation_id for it in register.reservations(**asked)]

        assert names() == [first.operation_id, second.operation_id, third.operation_id]
        assert names(order_id="o-1") == [first.operation_id, third.operation_id]
        assert names(number="L-2", order_id="o-1") == [third.operation_id]
        assert names(number="L-1", order_id="o-9") == []

    def test_the_head_covers_every_entry(self, register: Register) -> None:
        heads = [register.head()]
        for operation in (books.grant(books.terms()), books.reserve(1, day(2)), books.note(day(2))):
            register.post([operation])
            heads.append(register.head())

        assert len(set(heads)) == 4
        sequences = [int(head.split(":")[0]) for head in heads]
        assert sequences == sorted(sequences)
        assert all(len(head.split(":")[1]) == 64 for head in heads)
        for head in heads:
            assert register.verify(expect_head=head).sound, "an earlier head stands in the history of a later one"

    def test_long_answers_are_streamed(self, register: Register) -> None:
        count = 2_000
        register.post([books.grant(books.terms(limits=Limits(pieces=count)))])
        register.post([books.reserve(1, day(2), drawn={"order_id": f"o-{n}"}) for n in range(count)])

        entries = register.history()
        assert next(entries).kind is EntryKind.GRANT
        kinds = [next(entries).kind for _ in range(3)]
        register.post([books.note(day(2))])  # a reader half way does not stop a writer
        assert sum(1 for _ in entries) + len(kinds) + 1 in {count + 2, count + 3}


class TestWhatCannotBeKept:
    """Figures and days of another type would be written, and break the journal for good."""

    def test_a_time_is_no_day(self, register: Register) -> None:
        register.post([books.grant(books.terms())])
        moment = datetime(2026, 12, 17, 5, 0, tzinfo=UTC)

        impossible(register, books.adjust(moment, pieces=1))
        impossible(register, books.reserve(1, moment))
        impossible(register, books.suspend(moment))

    @pytest.mark.parametrize("units", [1.5, 1.0, True, Decimal(1), "1", Fraction(3, 2)])
    def test_units_are_whole_numbers(self, register: Register, units: Any) -> None:  # noqa: ANN401
        kept = books.reserve(9, day(2))
        register.post([books.grant(books.terms()), kept])

        impossible(register, books.reserve(units, day(2)))
        impossible(register, books.ship(kept.operation_id, units, day(2)))
        impossible(register, books.void(kept.operation_id, units, day(2)))
        impossible(register, books.adjust(day(2), pieces=units))
        assert register.verify().sound

    def test_more_than_the_register_can_hold_is_refused(self, register: Register) -> None:
        most = 2**63 - 1
        unlimited = books.terms(limits=Limits(tpp_thousandths=1))
        nothing = {"tpp_per_unit": Interval.exactly(0), "quantity": most}
        register.post([books.grant(unlimited), books.reserve(2**62, day(1), drawn=nothing)])

        with pytest.raises(LicetError):
            register.post([books.reserve(2**62, day(1), drawn=nothing | {"order_id": "o-2"})])
        with pytest.raises(LicetError):
            register.post([books.adjust(day(1), pieces=most)])
        with pytest.raises(LicetError):
            register.post([books.adjust(day(1), pieces=most + 1)])
        with pytest.raises(LicetError):
            register.post([books.reserve(2**70, day(1), drawn=nothing | {"quantity": 2**71})])
        assert register.verify().sound

    @pytest.mark.parametrize("text", ["a\0b", "a\ud800"])
    def test_text_is_unicode_without_zero_bytes(self, register: Register, text: str) -> None:
        impossible(register, books.note(day(1), content={"answer": text}))
        impossible(register, books.note(day(1), order_id=text))
        impossible(register, books.note(day(1), operation_id=text))

    @pytest.mark.parametrize(
        "said", [Statement("\ud800", "r"), Statement("A", "\ud800"), Statement("A", "r", "\ud800")]
    )
    def test_what_is_said_is_unicode(self, register: Register, said: Statement) -> None:
        impossible(register, books.note(day(1), said=said))


class TestGroupCommit:
    def test_a_future_that_is_cancelled_stops_nobody_else(self, register: Register) -> None:
        register.post([books.grant(books.terms())])
        with GroupCommit(register) as group:
            futures = [group.submit(books.reserve(1, day(2))) for _ in range(30)]
            cancelled = [future for future in futures if future.cancel()]
            last = group.submit(books.reserve(1, day(2)))
            assert not last.result(timeout=60).repeated
        assert left(register, on=day(2)) == 100 - 31 + len(cancelled)

    def test_after_it_is_closed_nothing_is_taken(self, register: Register) -> None:
        register.post([books.grant(books.terms())])
        group = GroupCommit(register)
        kept = group.submit(books.reserve(1, day(2)))
        group.close()
        group.close()
        assert not kept.result(timeout=0).repeated
        with pytest.raises(UsageError):
            group.submit(books.reserve(1, day(2)))

    def test_the_same_operation_twice_in_a_group_is_one(self, register: Register) -> None:
        kept = books.reserve(1, day(2))
        register.post([books.grant(books.terms())])
        with GroupCommit(register) as group:
            futures = [group.submit(kept) for _ in range(10)]
            assert sum(not future.result(timeout=60).repeated for future in futures) == 1
        assert left(register, on=day(2)) == 99

    def test_each_is_accepted_or_refused_by_itself(self, register: Register) -> None:
        register.post([books.grant(books.terms())])
        group = GroupCommit(register, rates=RATES)
        futures = [group.submit(books.reserve(1, day(2))) for _ in range(105)]
        failures = [future.exception(timeout=60) for future in futures]
        group.close()

        assert sum(failure is None for failure in failures) == 100
        assert {type(failure) for failure in failures if failure is not None} == {LimitRefused}
        assert left(register, on=day(2)) == 0
