"""The day on which a rule takes effect, given to what the sentences around it say the rule does.

"Applications will be reviewed case by case. The rule is effective January 15, 2026." says when the first is so. Only
steps without a day of their own, said to be done in the document's own voice or a body's, take it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from licet.evidence.model import AttributionKind, Modality, Precision

if TYPE_CHECKING:
    from collections.abc import Sequence

    from licet.evidence.claims.readings import Reading
    from licet.evidence.model import Claim, When

_REACH = 3  # sentences
_RULE_REACH = 5  # words between the rule and "effective"
_DATE_REACH = 3
_VOICES = (AttributionKind.NONE, AttributionKind.NAMED_BODY)


def effective_day(reading: Reading) -> When | None:
    """Return the one day on which a sentence says that a rule takes effect; None if it says none, or several."""
    places = reading.places
    days = {
        dated.when.first: dated.when
        for first, end in places.get("takes_effect", ())
        if any(0 <= first - stop <= _RULE_REACH for _, stop in places.get("rule_w", ()))
        for dated in reading.dates
        if 0 <= dated.first - end <= _DATE_REACH and dated.when.precision is Precision.DAY and dated.when.first
    }
    return next(iter(days.values())) if len(days) == 1 else None


def with_effective_days(claims: Sequence[tuple[Reading, list[Claim]]]) -> list[Claim]:
    """Return the claims of all sentences, in order, those without a day with that of a rule told beside them."""
    days = [(reading.number, day) for reading, _ in claims if (day := effective_day(reading)) is not None]
    found: list[Claim] = []
    for reading, own in claims:
        near = [(abs(number - reading.number), day) for number, day in days]
        nearest = min(near, key=lambda each: each[0], default=None)
        if nearest is None or nearest[0] > _REACH:
            found += own
            continue
        found += [_dated(claim, nearest[1]) if _takes(claim) else claim for claim in own]
    return found


def _takes(claim: Claim) -> bool:
    return (
        claim.key is not None
        and claim.when is None
        and claim.modality is Modality.DONE
        and claim.attribution.kind in _VOICES
    )


def _dated(claim: Claim, day: When) -> Claim:
    why = "the day on which the rule takes effect"
    by = "; ".join(part for part in (why, day.resolved_by) if part)
    return replace(claim, when=replace(day, resolved_by=by))
