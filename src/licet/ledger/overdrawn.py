"""Every balance on every day, tested against its limit: what `verify` asks beside the chains."""

from __future__ import annotations

from typing import TYPE_CHECKING

from licet.ledger.account import UNBOUNDED, UNITS, bounds_of, lefts
from licet.ledger.answer import Fault
from licet.ledger.draws import ceiling_of
from licet.ledger.sums import account_of, changes_of, drawn_of
from licet.register.ceiling import CEILING_PREFIX

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from licet.ledger.account import Account, Amounts, Change, Left

_FIRST_DAY = "0001-01-01"


def overdrawn(connection: Connection) -> Iterator[Fault]:
    """Yield each account and unit that stands below its limit on some day, with the first such day.

    A shipping tolerance that any of the terms state is granted on every day; what used it was tested when it shipped.
    """
    changes = changes_of(connection, None, None)
    ceilings = {
        ceiling.id: bounds_of(ceiling.limits)
        for each in changes.values()
        for change in each
        if change.authorisation is not None
        for ceiling in change.authorisation.ceilings
    }
    for (name, parent), drawn in drawn_of(connection, _FIRST_DAY, None, None):
        own = changes.get(name, [])
        account = account_of(name, parent, drawn, own)
        fixed = ceilings.get(ceiling_of(name), UNBOUNDED) if name.startswith(CEILING_PREFIX) else None
        yield from _of_account(account, lefts(account, _FIRST_DAY, drawn.later, fixed), _slack(own))


def _of_account(account: Account, steps: list[Left], slack: Amounts) -> Iterator[Fault]:
    for number, unit in enumerate(UNITS):
        for step in steps:
            left = step.left[number]
            if left is not None and left + slack[number] < 0:
                yield Fault(
                    account.name, None, f"its limit in {unit.value} is overdrawn from {step.day} on, by {-left:,}"
                )
                break


def _slack(changes: list[Change]) -> Amounts:
    first, second, third = (
        max(
            (
                tolerance.amount(change.authorisation.limits.amount(unit) or 0)
                for change in changes
                if change.authorisation is not None
                for tolerance in change.authorisation.tolerances
                if tolerance.unit is unit
            ),
            default=0,
        )
        for unit in UNITS
    )
    return first, second, third
