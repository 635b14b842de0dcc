"""What is stated of owners: who holds which share of whom, over which days, and by which source.

A share is a percentage of all shares, an interval where it is not known. A holding whose first or last day is not
certain says on which days it surely stood; on the other days of its period it may have stood.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from licet.period import Period
from licet.problem import Problem
from licet.quantity import UNKNOWN_QUANTITY, Interval, plain

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

DECIMALS = 9
UNITS_PER_PERCENT: int = 10**DECIMALS  # shares are reckoned in whole units, so that a sum is exact and quick
WHOLE = 100 * UNITS_PER_PERCENT  # all shares of a party, in units
_ALWAYS = Period()
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Holding:
    """One statement: `owner` holds `percent` of the shares of `owned` in the period `held`.

    Ids are the caller's; one id stands for one party. `percent` lies in 0 to 100, with no bound where it is not
    stated. `surely_held` are the days on which it stood at least, all of `held` if None; an empty period where no day
    is sure.
    """

    owner: str
    owned: str
    percent: Interval = UNKNOWN_QUANTITY
    held: Period = _ALWAYS
    surely_held: Period | None = None
    source: str = ""
    where: str = ""

    def is_sure(self, day: date) -> bool:
        """Tell whether it surely stood on the day."""
        return self.held.contains(day) and (self.surely_held is None or self.surely_held.contains(day))

    @property
    def stated_in(self) -> str:
        """Where it is stated, for a person to look it up."""
        return " ".join(part for part in (self.source, f"({self.where})" if self.where else "") if part)


@lru_cache(maxsize=65536)
def units(percent: Interval) -> tuple[int, int]:
    """Return the lower and upper end in units; a missing bound is nothing, or everything.

    Raises:
        ValueError: If an end is no share from 0 to 100 with at most nine decimals, or the ends are the wrong way round.
    """
    low = _units(percent.lo if percent.lo is not None else Decimal(0))
    high = _units(percent.hi if percent.hi is not None else _HUNDRED)
    if high < low:
        msg = f"the share goes from {percent.lo} down to {percent.hi}"
        raise ValueError(msg)
    return low, high


def _units(percent: Decimal) -> int:
    if not percent.is_finite() or not 0 <= percent <= _HUNDRED:
        msg = f"{str(percent)[:40]} is not a share from 0 to 100 percent"
        raise ValueError(msg)
    exponent = percent.as_tuple().exponent
    if not isinstance(exponent, int) or exponent < -DECIMALS:
        msg = f"{str(percent)[:40]} has more than {DECIMALS} decimals"
        raise ValueError(msg)
    return int(percent.scaleb(DECIMALS))


def percent_of(share: int) -> str:
    """Return units as a percentage, in figures."""
    return plain(Decimal(share).scaleb(-DECIMALS))


def faults(holding: Holding) -> Iterator[Problem]:
    """Yield what is wrong with one holding by itself."""
    where = holding.where or f"{holding.owner[:80]} in {holding.owned[:80]}"
    if not holding.owner.strip() or not holding.owned.strip():
        yield Problem("missing-value", where, "the owner or the party owned is blank", "name both, or remove the line")
    try:
        units(holding.percent)
    except ValueError as error:
        yield Problem("bad-share", where, str(error), "write the share as the source has it, or leave it blank")
    sure = holding.surely_held
    if sure is not None and not sure.is_empty and not _within(sure, holding.held):
        what = "the days on which it is surely held are not all days on which it is held"
        yield Problem("bad-period", where, what, "mend the days, so that the sure ones lie within the possible ones")


def _within(inner: Period, outer: Period) -> bool:
    starts = outer.start is None or (inner.start is not None and inner.start >= outer.start)
    return starts and (outer.end is None or (inner.end is not None and inner.end <= outer.end))
