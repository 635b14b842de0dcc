"""What was taken of each account here, beside what a durable register leaves of it.

An order may hold reservations in the register already. To the order itself they are free, and what it takes up to them
takes nothing from others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from licet.register.authorisation import Unit
    from licet.register.draw import Draw

    Opening = Callable[[str, Unit, date, str], int | None]
    """What a durable register leaves of an account in a unit, for a draw of a day by an order: (account, unit, day,
    order id). What the order itself holds counts as left; the order id `` holds nothing. None: the register knows no
    such account."""


class Takings:
    """Whole amounts taken by account, unit and order."""

    def __init__(self, opening: Opening | None) -> None:
        """Start with nothing taken."""
        self._opening = opening
        self._all: dict[tuple[str, Unit], int] = {}
        self._beyond: dict[tuple[str, Unit], int] = {}  # what the register does not hold for the taker already
        self._own: dict[tuple[str, Unit, str], int] = {}

    def of(self, account: str, unit: Unit) -> int:
        """Return all that was taken of an account here."""
        return self._all.get((account, unit), 0)

    def left(self, account: str, unit: Unit, limit: int, draw: Draw) -> int:
        """Return what an account has left for a draw; less than nothing if the register has been overdrawn."""
        opened = None
        if self._opening is not None:
            opened = self._opening(account, unit, draw.valid_at, draw.order_id)
        if opened is None:
            return limit - self._all.get((account, unit), 0)
        own = self._own.get((account, unit, draw.order_id), 0)
        own_beyond = max(0, own - self._held(account, unit, draw, opened)) if own else 0
        by_others = self._beyond.get((account, unit), 0) - own_beyond
        return opened - by_others - own

    def add(self, account: str, unit: Unit, amount: int, draw: Draw) -> None:
        """Take an amount for the order of a draw."""
        self._all[account, unit] = self._all.get((account, unit), 0) + amount
        if self._opening is None:
            return
        opened = self._opening(account, unit, draw.valid_at, draw.order_id)
        before = self._own.get((account, unit, draw.order_id), 0)
        self._own[account, unit, draw.order_id] = before + amount
        held = 0 if opened is None else self._held(account, unit, draw, opened)
        more = max(0, before + amount - held) - max(0, before - held)
        self._beyond[account, unit] = self._beyond.get((account, unit), 0) + more

    def _held(self, account: str, unit: Unit, draw: Draw, opened: int) -> int:
        """Return what the register holds for the order of a draw already."""
        assert self._opening is not None  # noqa: S101  asked only where there is a register
        for_others = self._opening(account, unit, draw.valid_at, "")
        return 0 if for_others is None else max(0, opened - for_others)
