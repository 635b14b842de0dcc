"""One account as a transaction holds it: its head, its sums, its terms by day, and what is left from a day on.

Amounts come in threes, in the order of `UNITS`. Days are ISO text, which sorts as days do.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from licet.ledger.answer import State
from licet.ledger.operation import EntryKind
from licet.register import Unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from licet.register import Authorisation, Limits

UNITS = (Unit.PIECES, Unit.VALUE, Unit.TPP)
Amounts = tuple[int, int, int]
Bounds = tuple[int | None, int | None, int | None]
NOTHING: Amounts = (0, 0, 0)
UNBOUNDED: Bounds = (None, None, None)
LAST_DAY = "9999-12-31"

TERMS = (EntryKind.GRANT, EntryKind.AMEND)
_STOPS = {EntryKind.SUSPEND: State.SUSPENDED, EntryKind.RESUME: State.ACTIVE, EntryKind.REVOKE: State.REVOKED}


def bounds_of(limits: Limits) -> Bounds:
    """Return limits by unit."""
    return limits.pieces, limits.amount(Unit.VALUE), limits.tpp_thousandths


def plus(one: Amounts, other: Amounts) -> Amounts:
    """Return two amounts together, unit by unit."""
    return one[0] + other[0], one[1] + other[1], one[2] + other[2]


def minus(one: Amounts, other: Amounts) -> Amounts:
    """Return one amount less another, unit by unit."""
    return one[0] - other[0], one[1] - other[1], one[2] - other[2]


@dataclass(frozen=True, slots=True)
class Change:
    """An entry that changes terms or state; `authorisation` is there for a grant or an amendment."""

    valid_at: str
    position: int
    kind: EntryKind
    authorisation: Authorisation | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """What is in force in an account on a day: the terms (None: not granted yet) and the state."""

    terms: Authorisation | None
    state: State

    @property
    def bounds(self) -> Bounds:
        """The limits in force; 0 before the grant, so that nothing can be drawn."""
        return (0, 0, 0) if self.terms is None else bounds_of(self.terms.limits)


def standing(changes: Iterable[Change], day: str) -> Standing:
    """Return the terms and the state in force on a day: the latest by day, then by place; a revocation is final."""
    terms: Change | None = None
    stop: Change | None = None
    for change in changes:
        if change.valid_at > day:
            continue
        order = (change.valid_at, change.position)
        if change.kind in TERMS:
            if terms is None or order > (terms.valid_at, terms.position):
                terms = change
        elif (
            stop is None
            or (stop.kind is not EntryKind.REVOKE and order > (stop.valid_at, stop.position))
            or change.kind is EntryKind.REVOKE
        ):
            stop = change
    if terms is None or terms.authorisation is None:
        return Standing(None, State.PENDING)
    return Standing(terms.authorisation, _state(terms.authorisation, stop, day))


def _state(terms: Authorisation, stop: Change | None, day: str) -> State:
    if stop is not None and (stopped := _STOPS[stop.kind]) is not State.ACTIVE:
        return stopped
    if day < terms.valid_from.isoformat():
        return State.PENDING
    if terms.valid_to is not None and day >= terms.valid_to.isoformat():
        return State.EXPIRED
    return State.ACTIVE


@dataclass(slots=True)
class NewEntry:
    """An entry to be written; its hash is reckoned when it is."""

    operation_id: str
    kind: EntryKind
    valid_at: str
    reserved: Amounts = NOTHING
    shipped: Amounts = NOTHING
    bounds: Bounds = UNBOUNDED
    active_from: str | None = None
    active_to: str | None = None
    position: int = 0

    @property
    def drawn(self) -> Amounts:
        """What it takes of what is left."""
        return plus(self.reserved, self.shipped)


@dataclass(slots=True)
class Account:
    """An account within one transaction: as read, and with what the transaction adds."""

    account_no: int
    name: str
    parent: str | None
    position: int
    hash: str
    recorded_at: int
    terms_position: int
    last_valid_at: str
    reserved: Amounts
    shipped: Amounts
    changes: list[Change] = field(default_factory=list)
    fresh: list[NewEntry] = field(default_factory=list)
    kept: dict[str, Standing] = field(default_factory=dict)
    ceiling: Limits | None = None  # of a ceiling's account, as the draw at hand has it

    def standing(self, day: str) -> Standing:
        """Return what is in force on a day."""
        found = self.kept.get(day)
        if found is None:
            found = self.kept[day] = standing(self.changes, day)
        return found

    @property
    def drawn(self) -> Amounts:
        """All that is taken, whatever the day."""
        return plus(self.reserved, self.shipped)

    @property
    def latest_terms(self) -> Authorisation | None:
        """The terms in force after all changes on file."""
        return self.standing(LAST_DAY).terms

    def add(self, entry: NewEntry, change: Change | None = None) -> None:
        """Take a new entry into the sums; its position is given here."""
        self.position += 1
        entry.position = self.position
        self.reserved, self.shipped = plus(self.reserved, entry.reserved), plus(self.shipped, entry.shipped)
        if (entry.reserved != NOTHING or entry.shipped != NOTHING) and entry.valid_at > self.last_valid_at:
            self.last_valid_at = entry.valid_at
        self.fresh.append(entry)
        if change is not None:
            self.changes.append(Change(change.valid_at, self.position, change.kind, change.authorisation))
            self.terms_position = self.position
            self.kept.clear()


@dataclass(frozen=True, slots=True)
class Draws:
    """What was taken in an account on one day, in sum."""

    valid_at: str
    taken: Amounts
    shipped: Amounts


@dataclass(frozen=True, slots=True)
class Left:
    """What is left in an account from a day on, until the next such day; None where no limit is stated."""

    day: str
    left: Bounds
    shipped: Amounts


def lefts(account: Account, day: str, later: Sequence[Draws], fixed: Bounds | None = None) -> list[Left]:
    """Return what is left on a day and from each later day on which that changes.

    Args:
        account: With its changes.
        day: The first day asked about.
        later: What was taken on each later day.
        fixed: The limits, if they are not the account's own (a ceiling's come with the draw).
    """
    if not later and fixed is None and not _turns(account, day, fixed):
        return [Left(day, _less(account.standing(day).bounds, account.drawn), account.shipped)]
    steps = sorted({draws.valid_at for draws in later} | _turns(account, day, fixed))
    by_day = {draws.valid_at: draws for draws in later}
    drawn, shipped = list(account.drawn), list(account.shipped)
    for draws in later:
        for number in range(3):
            drawn[number] -= draws.taken[number]
            shipped[number] -= draws.shipped[number]
    found = []
    for step in (day, *steps):
        here = by_day.get(step)
        for number in range(3):
            drawn[number] += here.taken[number] if here else 0
            shipped[number] += here.shipped[number] if here else 0
        bounds = account.standing(step).bounds if fixed is None else fixed
        found.append(Left(step, _less(bounds, drawn), (shipped[0], shipped[1], shipped[2])))
    return found


def _turns(account: Account, day: str, fixed: Bounds | None) -> set[str]:
    """Return the later days on which other terms come into force."""
    if fixed is not None:
        return set()
    return {change.valid_at for change in account.changes if change.kind in TERMS and change.valid_at > day}


def _less(bounds: Bounds, drawn: Sequence[int]) -> Bounds:
    first, second, third = (
        None if bound is None else bound - taken for bound, taken in zip(bounds, drawn, strict=True)
    )
    return first, second, third


def lowest(found: Sequence[Left]) -> Bounds:
    """Return the least that is left on any of the days."""
    if len(found) == 1:
        return found[0].left
    first, second, third = (_least([step.left[number] for step in found]) for number in range(3))
    return first, second, third


def _least(left: Sequence[int | None]) -> int | None:
    """Return the least; where some day states no limit, the least of the others."""
    return min((amount for amount in left if amount is not None), default=None)
