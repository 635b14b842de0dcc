"""Questions to the journal: balances on any day as known at any instant, reservations, history."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, case, func, select

from licet.ledger.account import LAST_DAY, UNITS, Standing, lefts, lowest, standing
from licet.ledger.answer import Balance, BalanceLine, Entry, OnFile, Reservation, State
from licet.ledger.canonical import GENESIS, read_canonical
from licet.ledger.clock import instant_of, known_until
from licet.ledger.draws import ceiling_of, slack
from licet.ledger.operation import EntryKind
from licet.ledger.schema import account as accounts
from licet.ledger.schema import entry as entries
from licet.ledger.schema import operation as operations
from licet.ledger.sums import (
    Drawn,
    account_of,
    bounds_of_ceiling,
    changes_of,
    currency_of,
    currency_of_ceiling,
    drawn_of,
    streamed,
)
from licet.register import Unit
from licet.register.ceiling import CEILING_PREFIX

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from sqlalchemy import ColumnElement, FromClause, Row

    from licet.ledger.account import Bounds, Change
    from licet.ledger.store import Store


class Reading:
    """Answers from one store; each answer is of one instant."""

    def __init__(self, store: Store) -> None:
        """Take the store."""
        self._store = store

    def authorisations(self, day: str, known_at: int | None) -> tuple[OnFile, ...]:
        """Return every authorisation granted by a day, with its terms and state then, by number."""
        with self._store.reading() as connection:
            changes = changes_of(connection, known_at, None)
        found = []
        for name in sorted(changes):
            force = standing(changes[name], day)
            if force.terms is not None:
                found.append(OnFile(force.terms, force.state, date.fromisoformat(day)))
        return tuple(found)

    def balances(self, valid_at: date, known_at: datetime | None, name: str | None = None) -> Iterator[Balance]:
        """Yield the balance of one account, or of all, on a day."""
        day, known = valid_at.isoformat(), known_until(known_at)
        with self._store.reading() as connection:
            changes = changes_of(connection, known, None if name is None or name.startswith(CEILING_PREFIX) else name)
            for account, drawn in drawn_of(connection, day, known, name):
                found = _balance(account, drawn, changes, valid_at, known_at)
                if found is not None:
                    yield found

    def expiring(self, first: date, last: date, known_at: datetime | None) -> Iterator[tuple[date, Balance]]:
        """Yield the authorisations that expire in a span of days, earliest first, with their balance the day before."""
        known = known_until(known_at)
        with self._store.reading() as connection:
            changes = changes_of(connection, known, None)
        ends = []
        for name, each in changes.items():
            terms = standing(each, LAST_DAY).terms
            if terms is not None and terms.valid_to is not None and first <= terms.valid_to <= last:
                ends.append((terms.valid_to, name))
        for end, name in sorted(ends):
            for balance in self.balances(end - timedelta(days=1), known_at, name):
                yield end, balance

    def reservations(self, order_id: str | None, number: str | None, known_at: int | None) -> Iterator[Reservation]:
        """Yield reservations as they stand, by instant recorded, then id."""
        made = operations.alias("made")
        later = operations.alias("later")
        joined = and_(later.c.reservation_id == made.c.operation_id, later.c.kind != EntryKind.RESERVE.value)
        wanted: list[ColumnElement[bool]] = [made.c.kind == EntryKind.RESERVE.value]
        if known_at is not None:
            joined = and_(joined, later.c.recorded_at <= known_at)
            wanted.append(made.c.recorded_at <= known_at)
        if order_id is not None:
            wanted.append(made.c.order_id == order_id)
        query = (
            select(made.c.stated, made.c.recorded_at, _units(later, EntryKind.SHIP), _units(later, EntryKind.VOID))
            .select_from(made.outerjoin(later, joined))
            .where(*wanted)
            .group_by(made.c.operation_id, made.c.stated, made.c.recorded_at)
            .order_by(made.c.recorded_at, made.c.operation_id)
        )
        with self._store.reading() as connection:
            for row in streamed(connection, query):
                found = _reservation(row)
                if number is None or found.number == number:
                    yield found

    def history(
        self, account: str | None, order_id: str | None, kind: EntryKind | None, known_at: int | None
    ) -> Iterator[Entry]:
        """Yield entries of the journal as written."""
        wanted: list[ColumnElement[bool]] = []
        if account is not None:
            wanted.append(accounts.c.name == account)
        if order_id is not None:
            wanted.append(operations.c.order_id == order_id)
        if kind is not None:
            wanted.append(entries.c.kind == kind.value)
        if known_at is not None:
            wanted.append(entries.c.recorded_at <= known_at)
        previous = entries.alias("previous")
        query = (
            select(
                entries,
                accounts.c.name,
                operations.c.stated,
                operations.c.found,
                operations.c.order_id,
                previous.c.hash.label("previous_hash"),
            )
            .select_from(
                entries.join(accounts)
                .join(operations, operations.c.operation_id == entries.c.operation_id)
                .outerjoin(
                    previous,
                    and_(
                        previous.c.account_no == entries.c.account_no,
                        previous.c.position == entries.c.position - 1,
                    ),
                )
            )
            .where(*wanted)
            .order_by(entries.c.sequence)
        )
        with self._store.reading() as connection:
            for row in streamed(connection, query):
                yield _entry(row)


def _units(table: FromClause, kind: EntryKind) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((table.c.kind == kind.value, table.c.units), else_=0)), 0)


def _balance(
    named: tuple[str, str | None],
    drawn: Drawn,
    changes: Mapping[str, list[Change]],
    valid_at: date,
    known_at: datetime | None,
) -> Balance | None:
    """Return the balance of an account on a day; None if nothing of it is on file by what was known."""
    (name, parent), day = named, valid_at.isoformat()
    fixed: Bounds | None = None
    if name.startswith(CEILING_PREFIX):
        force = Standing(None, State.ACTIVE)
        if not drawn.known:
            return None
        bounds = fixed = bounds_of_ceiling(changes, ceiling_of(name), valid_at)
        currency = currency_of_ceiling(changes, ceiling_of(name))
    elif name in changes:
        force = standing(changes[name], day)
        bounds, currency = force.bounds, currency_of(changes[name])
    else:
        return None
    account = account_of(name, parent, drawn, changes.get(name, ()))
    least = lowest(lefts(account, day, drawn.later, fixed))
    allowance = slack(force, day)
    lines = tuple(
        _line(number, bounds[number], least[number], drawn, force.state, allowance[number], currency)
        for number, unit in enumerate(UNITS)
        if unit is Unit.PIECES or bounds[number] is not None
    )
    terms = force.terms
    return Balance(name, force.state, valid_at, known_at, lines, None if terms is None else terms.valid_to, parent)


def _line(
    number: int,
    bound: int | None,
    least: int | None,
    drawn: Drawn,
    state: State,
    tolerance: int,
    currency: str | None,
) -> BalanceLine:
    unit, reserved, shipped = UNITS[number], drawn.reserved[number], drawn.shipped[number]
    left = None if bound is None else bound - reserved - shipped
    free = None if left is None or least is None else max(0, least) if state is State.ACTIVE else 0
    gone = state in {State.EXPIRED, State.REVOKED}
    lapsed = None if left is None else max(0, left) if gone else 0
    return BalanceLine(
        unit, bound, reserved, shipped, left, free, lapsed, tolerance, currency if unit is Unit.VALUE else None
    )


def _reservation(row: Row[*tuple[Any, ...]]) -> Reservation:
    said, recorded_at, shipped, voided = read_canonical(row[0]), row[1], int(row[2]), int(row[3])
    draw, units = said["draw"], said["units"]
    return Reservation(
        said["id"],
        said["number"],
        draw["order_id"],
        draw["key"],
        draw["item_id"],
        date.fromisoformat(said["valid_at"]),
        instant_of(recorded_at),
        units,
        shipped,
        voided,
        max(0, shipped + voided - units),
        bool(said.get("precautionary")),
        said["author"],
    )


def _entry(row: Row[*tuple[Any, ...]]) -> Entry:
    said, found = read_canonical(row.stated), read_canonical(row.found)
    found.pop("entries", None)
    limits = {unit: getattr(row, f"limit_{unit.value}") for unit in UNITS}
    return Entry(
        row.sequence,
        row.name,
        row.position,
        row.operation_id,
        EntryKind(row.kind),
        date.fromisoformat(row.valid_at),
        instant_of(row.recorded_at),
        {unit: amount for unit in UNITS if (amount := getattr(row, f"reserved_{unit.value}"))},
        {unit: amount for unit in UNITS if (amount := getattr(row, f"shipped_{unit.value}"))},
        {unit: amount for unit, amount in limits.items() if amount is not None},
        row.order_id,
        said["author"],
        said["reason"],
        said.get("document", ""),
        said.get("second", ""),
        {**said, **({"found": found} if found else {})},
        row.previous_hash or GENESIS,
        row.hash,
    )
