"""Of several authorisations that fit a line, which comes first; each way says in words why.

- `earliest-expiry`: the one that ends first, so that no balance lapses unused.
- `largest`: the one that covers most units of the line.
- `cheapest`: the one of whose tightest limit the line takes the smallest share. The share is what the whole line would
  take over what is left, as an exact fraction, and the largest over all limits of all layers is the tightest.

Ties go to the earlier expiry, then to the number.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from licet.register import Authorisation, Room

EARLIEST, LARGEST, CHEAPEST = "earliest-expiry", "largest", "cheapest"
_PER_CENT = 100
_TENTHS = 1000


@dataclass(frozen=True, slots=True)
class Usable:
    """An authorisation that fits a line, the units of the line it covers, and the room of each of its limits."""

    authorisation: Authorisation
    units: int
    rooms: tuple[Room, ...]
    quantity: int

    @property
    def expiry(self) -> date:
        """The first day out; the last of all days where it does not end."""
        return self.authorisation.valid_to or date.max

    @property
    def tightest(self) -> tuple[Fraction, Room | None]:
        """The largest share of what a limit has left that the whole line would take, and that limit."""
        shares = [(_share(room, self.quantity), room) for room in self.rooms]
        return max(shares, key=lambda pair: pair[0], default=(Fraction(0), None))

    @property
    def words(self) -> str:
        """What each way of ranking looks at."""
        one = self.authorisation
        ends = f"to {one.valid_to}" if one.valid_to is not None else "without end"
        share, room = self.tightest
        said = f"{self.units:,} left for this line, {ends}"
        if room is None:
            return f"{one.number} ({said})"
        tight = f"the limit in {room.unit.value} of {room.number}"
        return f"{one.number} ({said}, the line takes {_percent(share)} of what is left of {tight})"


def _share(room: Room, quantity: int) -> Fraction:
    """Return what the line takes of what is left; more than all where nothing is, or the cost is not known."""
    if room.cost == 0:
        return Fraction(0)
    if room.cost is None or room.left <= 0:
        return Fraction(quantity + 1)
    return room.cost * quantity / room.left


def _percent(share: Fraction) -> str:
    """Return a share in percent, rounded up to a tenth."""
    tenths = -(-share.numerator * _TENTHS // share.denominator)
    whole, rest = divmod(tenths, _TENTHS // _PER_CENT)
    return f"{whole:,}.{rest} %" if rest else f"{whole:,} %"


def _earliest(one: Usable) -> tuple[int, Fraction]:
    return one.expiry.toordinal(), Fraction(0)


def _largest(one: Usable) -> tuple[int, Fraction]:
    return -one.units, Fraction(0)


def _cheapest(one: Usable) -> tuple[int, Fraction]:
    return 0, one.tightest[0]


RANKINGS: dict[str, Callable[[Usable], tuple[int, Fraction]]] = {
    EARLIEST: _earliest,
    LARGEST: _largest,
    CHEAPEST: _cheapest,
}
_FIRST = {
    EARLIEST: "it expires first",
    LARGEST: "it covers most units of the line",
    CHEAPEST: "the line takes the smallest share of its tightest limit",
}


def ranked(usable: Sequence[Usable], how: str | None) -> list[Usable]:
    """Return them in order, the first being the choice; by expiry if None."""
    first = RANKINGS[how or EARLIEST]
    return sorted(usable, key=lambda one: (first(one), one.expiry, one.authorisation.number))


def firsts(usable: Sequence[Usable]) -> str:
    """Say which of several each way would choose."""
    return "; ".join(f"{how}: {ranked(usable, how)[0].authorisation.number}, {_FIRST[how]}" for how in RANKINGS)
