"""What weighing an operation comes to, and the refusals that weighing may end with."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from licet.ledger.account import UNITS
from licet.register import shown_amount

if TYPE_CHECKING:
    from collections.abc import Sequence

    from licet.ledger.account import Account, Change, Left, NewEntry

NO_MORE = "nothing on file frees it"


@dataclass(frozen=True, slots=True)
class Weighed:
    """The entries an accepted operation adds, by account; `found` is what was worked out for it, as plain data."""

    entries: list[tuple[str, NewEntry, Change | None]]
    found: dict[str, Any] = field(default_factory=dict)
    reservation_id: str | None = None
    order_id: str | None = None
    units: int | None = None
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """What an operation would take of one account from a day on, by unit; `slack` is what it may go below zero."""

    account: Account
    day: str
    taken: tuple[int, int, int]
    slack: tuple[int, int, int] = (0, 0, 0)
    currency: str | None = None
    ends: str = ""


def refusals(asked: Asked, found: Sequence[Left]) -> list[str]:
    """Return why the account does not cover what is asked: limit, unit, how much is left, when it frees or breaks."""
    said = []
    for number, unit in enumerate(UNITS):
        take = asked.taken[number]
        if take <= 0:
            continue
        short = [step for step in found if _left(step, number, asked) < take]
        if not short:
            continue
        limit = f"the limit in {unit.value} of {asked.account.name}"
        shown = partial(shown_amount, unit=unit, currency=asked.currency)

        first = found[0]
        if short[0] is first:
            left = max(0, _left(first, number, asked))
            text = f"{limit} has {shown(left)} left on {first.day}, and {shown(take)} are asked"
            said.append(f"{text}; {_frees(asked, found, number)}")
        else:
            left = _left(short[0], number, asked)
            text = f"{limit} would break on {short[0].day}, which has {shown(max(0, left))} left"
            said.append(f"{text}; {shown(take)} are asked from {asked.day} on")
    return said


def _left(step: Left, number: int, asked: Asked) -> int:
    """Return what may be taken; a day without a limit leaves everything."""
    left = step.left[number]
    return _EVERYTHING if left is None else left + asked.slack[number]


_EVERYTHING = 2**127


def _frees(asked: Asked, found: Sequence[Left], number: int) -> str:
    """Say from which later day on enough is left, as the journal stands."""
    free = None
    for step in reversed(found):
        if _left(step, number, asked) < asked.taken[number]:
            break
        free = step.day
    if free is not None and (not asked.ends or free < asked.ends):
        return f"enough is left from {free} on"
    return f"{NO_MORE} before it ends on {asked.ends}" if asked.ends else NO_MORE
