"""The register against the slow reference: the same operations accepted and refused, the same balances at any time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)
from tests.ledger import books
from tests.ledger.conftest import Clock
from tests.ledger.reference import FIRST_DAY, LAST_DAY, Line, Reference

from licet.errors import LicetError, LimitRefused, UsageError
from licet.facts import Role
from licet.ledger import Operation, Posted, Register, Reserve, State
from licet.quantity import UNKNOWN_QUANTITY, Interval
from licet.register import Limits, Money, Rate, Rates, Unit

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from tests.ledger.conftest import Store

    from licet.ledger import Balance
    from licet.register import Authorisation, Ceiling

RATES = Rates(
    [
        Rate("EUR", "USD", date(2026, 12, 14), Decimal("0.9")),
        Rate("EUR", "USD", date(2026, 12, 20), Decimal("1.1")),
        Rate("USD", "EUR", date(2026, 12, 18), Decimal("0.91")),
        Rate("EUR", "USD", date(2027, 1, 2), Decimal("1.37")),
        Rate("USD", "JPY", date(2026, 12, 14), Decimal("155.5")),
    ]
)

# Costs are fractions of a minor unit or a thousandth, and limits are small, so that rounding and refusals are common.
PARENTS = {"L-1": None, "L-2": "L-1", "L-3": "L-2", "M-1": None, "M-2": "M-1", "N-1": None}
CURRENCIES = {"L-1": "USD", "L-2": "USD", "L-3": "EUR", "M-1": "JPY", "M-2": "USD", "N-1": "USD"}
CEILINGS: dict[str, tuple[Ceiling, ...]] = {
    "L-3": (books.ceiling("user", limits=Limits(pieces=25, tpp_thousandths=20)),),
    "M-1": (
        books.ceiling("user", limits=Limits(pieces=25, tpp_thousandths=20)),
        books.ceiling("year", per=None, calendar_year=True, limits=Limits(value=Money(60, "USD"))),
    ),
    "M-2": (
        books.ceiling(
            "both",
            per=Role.ULTIMATE_CONSIGNEE,
            calendar_year=True,
            limits=Limits(pieces=15),
            valid_from=date(2026, 12, 16),
            valid_to=date(2027, 1, 10),
        ),
    ),
}

any_days = st.integers(0, (LAST_DAY - FIRST_DAY).days - 2).map(lambda distance: FIRST_DAY + timedelta(days=distance))
days = st.one_of(st.integers(0, 20).map(books.day), st.integers(0, 20).map(books.day), any_days)
numbers = st.sampled_from([*PARENTS, *PARENTS, *PARENTS, "absent"])
shares = st.sampled_from([0, 50, 100, 250])
units = st.integers(1, 12)
amounts = st.one_of(st.integers(20, 60), st.integers(0, 60))
end_users = st.one_of(
    st.sampled_from(["a", "b"]).map(lambda party: [party]), st.lists(st.sampled_from(["a", "b"]), max_size=3)
)
consignees = st.one_of(st.sampled_from(["c", "d"]).map(lambda party: [party]), st.just([]))
unit_values = st.sampled_from(
    [*map(Decimal, ["0.013", "0.005", "0.0201", "0.013", "0.01", "0.005", "0.011", "0.007", "0"]), None]
)
currencies = st.sampled_from([*["USD"] * 12, *["EUR"] * 3, "JPY", None])
figures = st.sampled_from(
    [
        Interval.exactly(Decimal("0.0007")),
        Interval.exactly(Decimal("0.001")),
        Interval.exactly(Decimal("0.0004")),
        Interval.exactly(Decimal("0.0011")),
        Interval.exactly(Decimal("0.0003")),
        Interval(Decimal(0), Decimal("0.00131")),
        Interval.exactly(0),
        UNKNOWN_QUANTITY,
    ]
)
FIRST_KINDS = ["reserve"] * 12 + ["grant", "adjust", "stop"]
KINDS = ["reserve"] * 6 + ["ship"] * 4 + ["void"] * 2 + ["adjust", "amend", "grant", "stop", "repeat"]


@st.composite
def limits(draw: st.DrawFn, number: str) -> Limits:
    stated = draw(st.sets(st.sampled_from(["pieces", "value", "tpp"]), min_size=1))
    return Limits(
        pieces=draw(amounts) if "pieces" in stated else None,
        value=Money(draw(amounts), CURRENCIES[number]) if "value" in stated else None,
        tpp_thousandths=draw(amounts) if "tpp" in stated else None,
    )


@st.composite
def same_units(draw: st.DrawFn, before: Limits) -> Limits:
    """Return limits in the units of others; an amendment may not add or drop one."""
    return Limits(
        pieces=None if before.pieces is None else draw(amounts),
        value=None if before.value is None else Money(draw(amounts), before.value.currency),
        tpp_thousandths=None if before.tpp_thousandths is None else draw(amounts),
    )


@st.composite
def authorisations(draw: st.DrawFn, number: str) -> Authorisation:
    valid_from = draw(st.sampled_from([books.day(-2), books.day(-2), books.day(-2), books.day(0), books.day(2)]))
    return books.terms(
        number,
        parent=PARENTS[number],
        valid_from=valid_from,
        valid_to=draw(st.sampled_from([None, books.TO, books.TO, books.TO, books.day(18), books.day(25)])),
        limits=draw(limits(number)),
        ceilings=CEILINGS.get(number, ()),
        tolerances=tuple(
            books.tolerance(unit, draw(shares), valid_to=draw(st.sampled_from([None, None, books.day(15)])))
            for unit in draw(st.sets(st.sampled_from(Unit)))
        ),
    )


@st.composite
def reservations(draw: st.DrawFn, number: str) -> Reserve:
    parties = [(Role.END_USER, party) for party in draw(end_users)]
    parties += [(Role.ULTIMATE_CONSIGNEE, party) for party in draw(consignees)]
    drawn = {
        "order_id": draw(st.sampled_from(["o-1", "o-2"])),
        "parties": tuple(parties),
        "unit_value": draw(unit_values),
        "currency": draw(currencies),
        "tpp_per_unit": draw(figures),
    }
    return books.reserve(draw(units), draw(days), number=number, drawn=drawn)


class RegisterMachine(RuleBasedStateMachine):
    """Posts drawn operations to both, and compares what comes back."""

    def __init__(self, store: Store) -> None:
        """Open a new register."""
        super().__init__()
        self.store = store
        self.url = store.new()
        self.clock = Clock()
        self.register = Register.open(self.url, clock=self.clock)
        self.reference = Reference()
        self.tried: list[Operation] = []
        self.instants: list[datetime] = [self.clock.instant]
        self.count = 0

    # What is posted

    def _named(self, operation: Operation) -> Operation:
        self.count += 1
        return books.renamed(operation, f"{type(operation).__name__.lower()}-{self.count}")

    def _drawn(self, data: st.DataObject) -> Operation:
        kind = data.draw(st.sampled_from(KINDS if self.reference.world().held else FIRST_KINDS))
        operation: Operation = getattr(self, f"_{kind}")(data)
        if kind != "repeat":
            operation = self._named(operation)
            self.tried.append(operation)
        return operation

    def _grant(self, data: st.DataObject) -> Operation:
        absent = [number for number in PARENTS if number not in self.reference.world().terms]
        return books.grant(data.draw(authorisations(data.draw(st.sampled_from([*absent, *absent, *PARENTS])))))

    def _amend(self, data: st.DataObject) -> Operation:
        number = data.draw(st.sampled_from([*PARENTS]))
        granted = self.reference.world().terms.get(number)
        terms = data.draw(authorisations(number))
        if granted is not None:
            terms = replace(terms, valid_from=granted[0][1].valid_from)
            if data.draw(st.integers(0, 9)):
                terms = replace(terms, limits=data.draw(same_units(granted[0][1].limits)))
        return books.amend(terms, data.draw(days))

    def _stop(self, data: st.DataObject) -> Operation:
        make = data.draw(st.sampled_from([*[books.suspend, books.resume] * 4, books.revoke]))
        return make(data.draw(days), data.draw(numbers))

    def _adjust(self, data: st.DataObject) -> Operation:
        amounts: dict[str, Any] = data.draw(
            st.dictionaries(
                st.sampled_from(["pieces", "value", "tpp_thousandths"]), st.integers(-15, 15), min_size=1, max_size=2
            )
        )
        return books.adjust(data.draw(days), data.draw(numbers), **amounts)

    def _reserve(self, data: st.DataObject) -> Operation:
        granted = sorted(self.reference.world().terms)
        return data.draw(reservations(data.draw(st.sampled_from([*granted * 6, *PARENTS, "absent"]))))

    def _ship(self, data: st.DataObject) -> Operation:
        name, day = self._reservation(data)
        return books.ship(name, data.draw(units), day)

    def _void(self, data: st.DataObject) -> Operation:
        name, day = self._reservation(data)
        return books.void(name, data.draw(st.one_of(st.none(), units)), day)

    def _reservation(self, data: st.DataObject) -> tuple[str, date]:
        """Return a reservation, mostly one on file, and a day, mostly after it."""
        held = self.reference.world().held
        name = data.draw(st.sampled_from([*list(held) * 9, "absent"]))
        if name in held and data.draw(st.integers(0, 5)):
            later = held[name].operation.valid_at + timedelta(days=data.draw(st.integers(0, 8)))
            return name, min(later, LAST_DAY - timedelta(days=1))
        return name, data.draw(days)

    def _repeat(self, data: st.DataObject) -> Operation:
        if not self.tried:
            return self._named(self._reserve(data))
        operation = data.draw(st.sampled_from(self.tried))
        if data.draw(st.booleans()):
            return operation
        other: Operation = replace(operation, valid_at=operation.valid_at + timedelta(days=1))
        if isinstance(other, Reserve):
            other = replace(other, draw=replace(other.draw, valid_at=other.valid_at))
        return other

    # What is done

    @initialize(data=st.data())
    def grants(self, data: st.DataObject) -> None:
        """Put most numbers on file, so that there is something to draw on."""
        for number in PARENTS:
            if data.draw(st.integers(0, 15)) < 15:
                self._post([self._named(books.grant(data.draw(authorisations(number))))])

    @rule(data=st.data(), count=st.integers(1, 3))
    def one(self, data: st.DataObject, count: int) -> None:
        for _ in range(count):
            self._post([self._drawn(data)])

    @rule(data=st.data(), count=st.integers(2, 4))
    def several(self, data: st.DataObject, count: int) -> None:
        self._post([self._drawn(data) for _ in range(count)])

    @rule(data=st.data(), count=st.integers(1, 5))
    def each(self, data: st.DataObject, count: int) -> None:
        operations = [self._drawn(data) for _ in range(count)]
        expected = self.reference.refusals(operations, RATES)
        answers = self.register.post_each(operations, rates=RATES)
        assert len(answers) == len(operations)
        for operation, answer in zip(operations, answers, strict=True):
            note(f"{operation}: {answer!r}")
            if not isinstance(answer, LicetError):
                self.reference.keep(operation, answer.recorded_at, RATES)
        for operation, refused, answer in zip(operations, expected, answers, strict=True):
            kind = Posted if refused is None else UsageError if refused.usage else LimitRefused
            assert type(answer) is kind, (operation, refused, answer)

    @rule(data=st.data())
    def tell_only(self, data: st.DataObject) -> None:
        operation = self._drawn(data)
        (refused,) = self.reference.refusals([operation], RATES)
        head = self.register.head()
        answer = self._answer([operation], dry_run=True)
        assert isinstance(answer, LicetError) == (refused is not None), (operation, refused, answer)
        assert self.register.head() == head

    @rule(seconds=st.sampled_from([0.001, 1, 3600, -1, -7200]))
    def time_passes(self, seconds: float) -> None:
        self.instants.append(self.clock.move(seconds))

    def _post(self, operations: Sequence[Operation]) -> None:
        expected = self.reference.refusals(operations, RATES)
        for operation, refused in zip(operations, expected, strict=True):
            note(f"{operation}: {refused!r}")
        wrong = [refused for refused in expected if refused is not None]
        answer = self._answer(operations)
        if isinstance(answer, LicetError):
            assert wrong, (operations, answer)
            classes = {UsageError if refused.usage else LimitRefused for refused in wrong}
            assert len(operations) > 1 or type(answer) in classes, (operations, wrong, answer)
            return
        assert not wrong, (operations, wrong)
        for operation, posted in zip(operations, answer, strict=True):
            assert (posted.operation_id, posted.valid_at) == (operation.operation_id, operation.valid_at)
            self.reference.keep(operation, posted.recorded_at, RATES)
            self.instants.append(posted.recorded_at)

    def _answer(self, operations: Sequence[Operation], *, dry_run: bool = False) -> tuple[Posted, ...] | LicetError:
        try:
            return self.register.post(operations, rates=RATES, dry_run=dry_run)
        except LicetError as error:
            note(f"refused: {error!r}")
            return error

    # What is compared

    @precondition(lambda self: self.reference.accepted)
    @rule(data=st.data())
    def balances_are_the_same(self, data: st.DataObject) -> None:
        known_at = data.draw(st.sampled_from([None, *self.instants[-12:]]))
        day = data.draw(any_days)
        self._compare(day, known_at)
        account = data.draw(st.sampled_from(sorted(self.reference.accounts())))
        self._compare_one(account, day, known_at)

    def _compare(self, day: date, known_at: datetime | None) -> None:
        found = {balance.account: balance for balance in self.register.balances(valid_at=day, known_at=known_at)}
        assert set(found) == self.reference.accounts(known_at), (day, known_at)
        passed = any(held.excess for held in self.reference.world(known_at).held.values())
        for account, balance in found.items():
            note(f"{account} on {day} as known at {known_at}: {balance}")
            if not self.reference.granted_by(account, day, known_at):
                assert balance.state is (State.ACTIVE if account.startswith("ceiling/") else State.PENDING)
                assert all(not line.free for line in balance.lines)
                continue
            assert balance.state is self.reference.state(account, day, known_at), balance
            assert lines_of(balance) == self.reference.lines(account, day, known_at)
            assert passed or all(line.left is None or line.left >= 0 for line in balance.lines)

    def _compare_one(self, account: str, day: date, known_at: datetime | None) -> None:
        if account not in self.reference.accounts(known_at):
            with pytest.raises(UsageError):
                self.register.balance(account, valid_at=day, known_at=known_at)
            return
        balance = self.register.balance(account, valid_at=day, known_at=known_at)
        assert balance in [*self.register.balances(valid_at=day, known_at=known_at)]
        for line in balance.lines:
            assert self.register.free(account, line.unit, valid_at=day, known_at=known_at) == line.free

    def teardown(self) -> None:
        try:
            for day in (FIRST_DAY, books.day(5), books.day(20), LAST_DAY):
                self._compare(day, None)
            verification = self.register.verify(expect_head=self.register.head())
            assert verification.sound, verification.faults
            assert verification.operations == len(self.reference.accepted)
            self._reservations_are_the_same()
        finally:
            self.register.close()
            self.store.drop(self.url)

    def _reservations_are_the_same(self) -> None:
        held = self.reference.world().held
        found = {it.reservation_id: (it.open_units, it.shipped, it.voided) for it in self.register.reservations()}
        assert found == {name: (it.open_units, it.shipped, it.voided) for name, it in held.items()}


def lines_of(balance: Balance) -> dict[Unit, Line]:
    """Return the lines of the units that are limited."""
    return {
        line.unit: Line(line.granted, line.reserved, line.shipped, line.left, line.free, line.lapsed, line.tolerance)
        for line in balance.lines
        if line.granted is not None
    }


@pytest.mark.hypothesis
@pytest.mark.parametrize(("name", "share"), [("sqlite_store", Fraction(2)), ("postgres_store", Fraction(1, 3))])
def test_the_register_does_as_the_reference(request: pytest.FixtureRequest, name: str, share: Fraction) -> None:
    """Each example is a history of its own; PostgreSQL is slower, and gets fewer."""
    store: Store = request.getfixturevalue(name)
    run_state_machine_as_test(
        lambda: RegisterMachine(store),
        settings=settings(
            max_examples=int(settings().max_examples * share),
            stateful_step_count=30,
            suppress_health_check=list(HealthCheck),
        ),
    )
