"""What an order holds in a register, compared with what its verdict releases now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from licet.verdict.determination import Remark

if TYPE_CHECKING:
    from collections.abc import Iterator

    from licet.verdict.judge import LineVerdict
    from licet.verdict.order_file import Held

HELD_BEYOND, SHIPPED_BEYOND = "holds_beyond_verdict", "shipped_beyond_verdict"
HELD_UNDER_STOPPED = "holds_under_stopped"


@dataclass(frozen=True, slots=True)
class Beyond:
    """Units that an order holds and its verdict does not release: those still open can be voided."""

    held: Held
    units: int

    @property
    def cure(self) -> str:
        """The commands that give these units back, and no more: the latest reservations go first."""
        commands, rest = [], self.units
        for name, open_units in reversed(self.held.reservations):
            if rest > 0:
                given = min(rest, open_units)
                commands.append(f"licet register void {name} --units {given}")
                rest -= given
        return "; ".join(commands)


def held_beyond(line: LineVerdict) -> Iterator[Beyond]:
    """Yield what an order holds open beyond its verdict, by number."""
    for held in line.filed.file.held:
        units = min(held.open_units, max(0, held.units - _released(line, held)))
        if units:
            yield Beyond(held, units)


def beyond_verdict(line: LineVerdict) -> Iterator[Remark]:
    """Yield what must be said of units that are held or shipped, and not released now."""
    for beyond in held_beyond(line):
        held = beyond.held
        text = f"{beyond.units:,} units are reserved under {held.number} and not released now; void them: {beyond.cure}"
        yield Remark(HELD_BEYOND, text)
    for held in line.filed.file.held:
        released = _released(line, held)
        if held.shipped > released:
            text = f"{held.shipped:,} units shipped under {held.number}; {released:,} would be released now"
            yield Remark(SHIPPED_BEYOND, text)
        unusable = line.filed.unusable(held.number) if held.open_units else None
        if unusable is not None:
            text = f"{held.open_units:,} units are reserved under {held.number}, which {unusable.why}"
            yield Remark(HELD_UNDER_STOPPED, text, unusable.source)


def _released(line: LineVerdict, held: Held) -> int:
    """Return how many units the verdict releases under the number, for the item held."""
    if line.order.item.item_id != held.item_id:
        return 0
    fits = (fit for key, fit in line.fits if key == held.key and fit.assigned)
    drawn = (fit.units for fit in fits if fit.authorisation.number == held.number)
    return min(line.release_units, max(drawn, default=0))
