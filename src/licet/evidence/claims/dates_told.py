"""A date where it stands in a sentence, and which day a sentence tells of."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from licet.evidence.model import Precision

if TYPE_CHECKING:
    from licet.evidence.claims.cues_lexicon import Finds
    from licet.evidence.model import When

_TOLD = ("say", "report_v", "report_n", "statement_n")
_TOLD_REACH = 5


class Dated(NamedTuple):
    """A date where it stands; `lead` is the word before it ("since", "by"), empty if there is none."""

    first: int
    end: int
    when: When
    lead: str


def day_told(dates: list[Dated], finds: Finds) -> When | None:
    """Return the one day on which a sentence tells that something was; None if it has several dates, or of a report."""
    if len(dates) != 1 or dates[0].when.precision is not Precision.DAY:
        return None
    first, orders = dates[0].first, finds.places.get("tell", ())
    for name in _TOLD:
        for place in finds.places.get(name, ()):
            if 0 <= first - place[1] <= _TOLD_REACH and place not in orders:
                return None
    return dates[0].when


def overlaps(one: Dated, others: list[Dated]) -> bool:
    """Tell whether a date shares a word with another."""
    return any(one.first < other.end and other.first < one.end for other in others)
