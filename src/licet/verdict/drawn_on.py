"""The balances that the lines of a book draw on: of the case's file, and of a register on each day judged.

Lines judged on several days share what they take. Where the terms on file are the same, days share one `Balances`;
where they differ, each has its own, and what lines took in the others counts as taken.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from licet.errors import UsageError
from licet.register import Balances, Unit
from licet.verdict.keys import on_file

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from licet.case import Case
    from licet.register import Authorisation
    from licet.verdict.on_register import DayOnFile, OnRegister

_CEILING = "ceiling/"


class DrawnOn:
    """The balances of a book, by day; nothing is drawn at first."""

    def __init__(self, case: Case, in_file: Sequence[Authorisation], register: OnRegister | None) -> None:
        """Take the authorisations of the case's file, and a register, if one is asked."""
        self._case, self._in_file, self._register = case, in_file, register
        self._of_day: dict[date, Balances] = {}
        self._made: list[tuple[DayOnFile | None, Balances]] = []

    def on(self, day: date) -> Balances:
        """Return the balances that a line judged on a day draws on."""
        found = self._of_day.get(day)
        if found is None:
            found = self._of_day[day] = self._for_day(day)
        return found

    def _for_day(self, day: date) -> Balances:
        if self._register is None:
            if not self._made:
                self._made.append((None, Balances(self._in_file, self._case.fx)))
            return self._made[0][1]
        terms = self._register.on(day)
        for known, balances in self._made:
            if known is not None and known.is_like(terms):
                return balances
        place = len(self._made)
        balances = Balances((*terms.authorisations, *self._in_file), self._case.fx, partial(self._left, place))
        self._made.append((terms, balances))
        return balances

    def _left(self, place: int, account: str, unit: Unit, day: date, _order_id: str) -> int | None:
        """Return what the register leaves of an account, less what was taken in balances of other terms.

        What the order itself holds is not added: it is counted in units, and needs no room.
        """
        assert self._register is not None  # noqa: S101  asked only where there is a register
        free = self._register.on(day).free.get((account, unit))
        if len(self._made) < 2:  # noqa: PLR2004  there are no others
            return free
        others = [balances for number, (_, balances) in enumerate(self._made) if number != place]
        taken = sum(_taken(balances, account, unit) for balances in others)
        if free is None and place < len(self._made) and taken:
            free = _limit(self._made[place][1], account, unit)
        return None if free is None else free - taken


def _limit(balances: Balances, account: str, unit: Unit) -> int | None:
    if account.startswith(_CEILING):
        untouched = "/".join((*account.split("/", 2)[:2], ""))
        try:
            return balances.left(untouched, unit)
        except UsageError:  # nothing there carries the ceiling
            return None
    one = on_file(balances, account)
    return None if one is None else one.limits.amount(unit)


def _taken(balances: Balances, account: str, unit: Unit) -> int:
    """Return what lines took of an account in some balances."""
    limit = _limit(balances, account, unit)
    left = None if limit is None else balances.left(account, unit)
    return 0 if limit is None or left is None else limit - left
