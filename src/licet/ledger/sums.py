"""What the journal adds up to: the terms of accounts by day, and what was drawn in them by day."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, and_, func, select

from licet.ledger.account import UNITS, Account, Draws, standing
from licet.ledger.canonical import GENESIS
from licet.ledger.journal import change_of
from licet.ledger.operation import CHANGING, DRAWING
from licet.ledger.schema import account as accounts
from licet.ledger.schema import entry as entries
from licet.ledger.schema import operation as operations
from licet.register.authorisation import ORDER_PREFIX

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from sqlalchemy import ColumnElement, Connection, Row

    from licet.ledger.account import Amounts, Bounds, Change

_AT_ONCE = 1_000
_DRAWS = tuple(kind.value for kind in DRAWING)
_TERMS = tuple(kind.value for kind in CHANGING)
_SUMS = tuple(f"{word}_{unit.value}" for word in ("reserved", "shipped") for unit in UNITS)


@dataclass(slots=True)
class Drawn:
    """What was drawn in one account: by a day, and on each later one."""

    reserved: list[int] = field(default_factory=lambda: [0, 0, 0])
    shipped: list[int] = field(default_factory=lambda: [0, 0, 0])
    later: list[Draws] = field(default_factory=list)
    known: bool = False  # whether there is any entry


def streamed(connection: Connection, query: Select[*tuple[Any, ...]]) -> Iterator[Row[*tuple[Any, ...]]]:
    """Yield what a question finds, some rows at a time."""
    yield from connection.execution_options(stream_results=True, yield_per=_AT_ONCE).execute(query)


def changes_of(connection: Connection, known_at: int | None, name: str | None) -> dict[str, list[Change]]:
    """Return every change of terms and state, by account."""
    query = (
        select(accounts.c.name, entries.c.valid_at, entries.c.position, entries.c.kind, operations.c.stated)
        .select_from(entries.join(accounts).join(operations, operations.c.operation_id == entries.c.operation_id))
        .where(entries.c.kind.in_(_TERMS))
        .order_by(accounts.c.name, entries.c.position)
    )
    if known_at is not None:
        query = query.where(entries.c.recorded_at <= known_at)
    if name is not None:
        query = query.where(accounts.c.name == name)
    found: dict[str, list[Change]] = defaultdict(list)
    for row in streamed(connection, query):
        found[row[0]].append(change_of(*row[1:]))
    return found


def drawn_of(
    connection: Connection, day: str, known_at: int | None, name: str | None
) -> Iterator[tuple[tuple[str, str | None], Drawn]]:
    """Yield each account (name, parent) with what was drawn, by name."""
    joined: ColumnElement[bool] = and_(entries.c.account_no == accounts.c.account_no, entries.c.kind.in_(_DRAWS))
    if known_at is not None:
        joined = and_(joined, entries.c.recorded_at <= known_at)
    sums = [func.sum(entries.c[column]) for column in _SUMS]
    query = (
        select(accounts.c.name, accounts.c.parent, entries.c.valid_at, *sums)
        .select_from(accounts.outerjoin(entries, joined))
        .where(accounts.c.name.not_like(f"{ORDER_PREFIX}%"))
        .group_by(accounts.c.name, accounts.c.parent, entries.c.valid_at)
        .order_by(accounts.c.name, entries.c.valid_at)
    )
    if name is not None:
        query = query.where(accounts.c.name == name)
    for account, rows in groupby(streamed(connection, query), key=lambda row: (row[0], row[1])):
        drawn = Drawn()
        for row in rows:
            if row[2] is None:
                continue
            drawn.known = True
            reserved, shipped = [int(amount) for amount in row[3:6]], [int(amount) for amount in row[6:9]]
            if row[2] <= day:
                drawn.reserved = [have + new for have, new in zip(drawn.reserved, reserved, strict=True)]
                drawn.shipped = [have + new for have, new in zip(drawn.shipped, shipped, strict=True)]
            else:
                taken = [one + two for one, two in zip(reserved, shipped, strict=True)]
                drawn.later.append(Draws(row[2], _three(taken), _three(shipped)))
        yield account, drawn


def _three(amounts: Iterable[int]) -> Amounts:
    first, second, third = amounts
    return first, second, third


def account_of(name: str, parent: str | None, drawn: Drawn, changes: Iterable[Change]) -> Account:
    """Return an account with all that is drawn in it, whatever the day."""
    totals = [
        tuple(sum(each) for each in zip(base, *(part(draws) for draws in drawn.later), strict=True))
        for base, part in (
            (drawn.reserved, lambda draws: [one - two for one, two in zip(draws.taken, draws.shipped, strict=True)]),
            (drawn.shipped, lambda draws: draws.shipped),
        )
    ]
    return Account(0, name, parent, 0, GENESIS, 0, 0, "", _three(totals[0]), _three(totals[1]), list(changes))


def currency_of(changes: Iterable[Change]) -> str | None:
    """Return the currency of the limits in value; None without one."""
    return next((change.authorisation.limits.currency for change in changes if change.authorisation is not None), None)


def currency_of_ceiling(changes: Mapping[str, list[Change]], ceiling_id: str) -> str | None:
    """Return the currency of the limits of a ceiling; None without one."""
    return next(
        (
            ceiling.limits.currency
            for each in changes.values()
            for change in each
            if change.authorisation is not None
            for ceiling in change.authorisation.ceilings
            if ceiling.id == ceiling_id
        ),
        None,
    )


def bounds_of_ceiling(changes: Mapping[str, list[Change]], ceiling_id: str, valid_at: date) -> Bounds:
    """Return the smallest limits that terms in force on the day state for a ceiling that is in force then."""
    least: list[int | None] = [None, None, None]
    for each in changes.values():
        terms = standing(each, valid_at.isoformat()).terms
        for ceiling in terms.ceilings if terms is not None else ():
            if ceiling.id == ceiling_id and ceiling.validity.contains(valid_at):
                for number, unit in enumerate(UNITS):
                    limit, have = ceiling.limits.amount(unit), least[number]
                    least[number] = limit if have is None else have if limit is None else min(have, limit)
    return least[0], least[1], least[2]
