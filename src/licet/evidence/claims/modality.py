"""How a thing is put: done, expected, planned, conditional, denied, or somebody's opinion.

The words that say so stand near the verb, in its clause. Of several, a denial weighs most, then a condition, then a
plan, an expectation and an opinion.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from licet.evidence.model import Modality, Span

if TYPE_CHECKING:
    from licet.evidence.claims.cues import Vocabulary
    from licet.evidence.claims.cues_patterns import Match
    from licet.evidence.claims.readings import Reading

_SUPPOSING_REACH = 3  # words between "if" and what it supposes
_WEIGHT = (Modality.DENIED, Modality.CONDITIONAL, Modality.PLANNED, Modality.EXPECTED, Modality.OPINION)


def modality_of(reading: Reading, match: Match, vocabulary: Vocabulary, decided: Modality | None) -> Modality:
    """Return how a sentence puts what a pattern found in it.

    Args:
        reading: The sentence.
        match: Where the pattern stands.
        vocabulary: The words of each modality.
        decided: What the pattern itself says; then only a denial weighs more, and of a thing done an "if" before it.
    """
    places = reading.places
    seen = [
        cue.modality
        for name, cue in vocabulary.modalities.items()
        if name in places and (decided is None or cue.modality is Modality.DENIED)
        for first, end in places[name]
        if _bears(reading, match, first, end, reach=cue.reach, before=cue.before)
    ]
    if not seen and decided in {None, Modality.DONE} and _is_supposed(reading, match):
        return Modality.CONDITIONAL
    if not seen:
        return decided or Modality.DONE
    for modality in _WEIGHT:
        if modality in seen:
            return modality
    return decided or Modality.DONE


def _bears(reading: Reading, match: Match, first: int, end: int, *, reach: int, before: bool) -> bool:
    """Tell whether words from `first` to before `end` stand near enough to some part of the match."""
    if any(first < stop and start < end for start, stop in match.parts):
        return False
    if any(dated.first <= first < dated.end for dated in reading.dates):  # "in May"
        return False
    clauses = reading.clauses
    if before:
        return any(
            0 <= start - end <= reach
            and not clauses.between(first, start)
            and start >= clauses.hard_before(start, first)
            for start, _ in match.parts
        )
    return 0 <= first - match.end <= reach and clauses.between(match.end - 1, first) <= 1


def _is_supposed(reading: Reading, match: Match) -> bool:
    """Tell whether "if", "once" or the like opens the clause that a match begins in: "once licences are granted"."""
    return any(
        0 <= match.first - end <= _SUPPOSING_REACH and not reading.clauses.between(end - 1, match.first)
        for _, end in reading.places.get("hypothetical", ())
    )


def conditions_of(reading: Reading, match: Match) -> tuple[Span, ...]:
    """Return the stretches of a sentence that say under what condition: "if ...", "as a condition for ..."."""
    found = reading.found
    spans: list[Span] = []
    for first, end in reading.places.get("condition", ()):
        if any(first < stop and start < end for start, stop in match.parts):
            continue
        stop = reading.clauses.end_after(max(first, end - 1), reading.sentence.end)
        while stop > end and not found.words[stop - 1][0].isalnum():
            stop -= 1
        span = Span(found.starts[first], found.ends[max(stop, end) - 1])
        if not spans or span.start >= spans[-1].end:
            spans.append(span)
    return tuple(spans)
