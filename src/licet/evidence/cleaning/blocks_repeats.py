"""Text that stands twice in one document: whole copies, near copies, cut-off leads, and abstracts of what follows.

Two units are near copies only if their figures are the same; a second copy with another figure is no copy.
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from licet.evidence.model import Label

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from licet.evidence.cleaning.blocks_units import Unit

_LEAST_WORDS = 8
_SHINGLE = 3
_NEAR = 0.9
_ABSTRACT = 0.3
_ABSTRACT_PARAGRAPHS = 4
_AFTER_ABSTRACT = 3
_PROBES = 8
# tuples, since looking for a member of an enumeration in a set costs more than comparing it with a few
OWN_WORDS = (Label.TITLE, Label.SUMMARY, Label.BODY)
ARTICLE = (*OWN_WORDS, Label.HEADLINE_IN_BODY)
_COPIES = (*ARTICLE, Label.OTHER, Label.RELATED)
_COMPARED = (*ARTICLE, Label.OTHER, Label.CREDIT)

WITH_REPEATS = (*ARTICLE, Label.CREDIT)


def mark_repeats(units: Sequence[Unit]) -> None:
    """Set `repeats` of every unit that says again what another says, and label leads that repeat the body."""
    _whole(units)
    _near(units)
    _turn_leads(units)
    _cut_off(units)
    _abstract(units)
    _previews(units)


def _whole(units: Sequence[Unit]) -> None:
    first: dict[str, Unit] = {}
    for unit in units:
        key = "".join(unit.words)
        if not key or (unit.label not in ARTICLE and unit.size < _LEAST_WORDS):
            continue
        before = first.setdefault(key, unit)
        if before is not unit:
            _repeat(unit, before)


def _repeat(unit: Unit, before: Unit) -> None:
    unit.repeats = before.number
    if (
        before.label is not None
        and unit.label is not before.label
        and before.label in ARTICLE
        and unit.label in _COPIES
    ):
        unit.set(before.label, "it stands above in the same words")


def _shingles(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    return zip(*(words[start:] for start in range(_SHINGLE)), strict=False)


def _near(units: Sequence[Unit]) -> None:
    """Mark near copies: a unit of which most probes stand in an earlier one is compared with it in full."""
    holders: dict[tuple[str, ...], int] = {}
    for unit in units:
        if unit.size < _LEAST_WORDS or unit.repeats is not None or unit.label not in _COMPARED:
            continue
        own = list(_shingles(unit.words))
        found = Counter(holders[probe] for probe in own[:: max(1, len(own) // _PROBES)] if probe in holders)
        for number, _ in found.most_common(2):
            other = units[number]
            common = len(set(own).intersection(_shingles(other.words)))
            if common >= _NEAR * max(len(own), len(other.words) - _SHINGLE + 1) and _same_figures(unit, other):
                _repeat(unit, other)
                break
        else:
            for shingle in own:
                holders.setdefault(shingle, unit.number)


def _same_figures(unit: Unit, other: Unit) -> bool:
    return [word for word in unit.words if word[0].isdigit()] == [word for word in other.words if word[0].isdigit()]


def _turn_leads(units: Sequence[Unit]) -> None:
    """Where only a first paragraph stands twice, the first is the lead of the page and the second the text."""
    pairs = [unit for unit in units if unit.repeats is not None and unit.label is Label.BODY and unit.is_prose]
    body = [unit for unit in units if unit.label is Label.BODY and unit.repeats is None and unit.is_prose]
    if not 1 <= len(pairs) <= 2 or len(body) <= 2 * len(pairs):  # noqa: PLR2004  an article of some length
        return
    for unit in pairs:
        before = units[unit.repeats or 0]
        if before.label is Label.BODY and not any(before.number < one.number < unit.number for one in body):
            before.set(Label.SUMMARY, "a lead that the text repeats")
            before.repeats, unit.repeats = unit.number, None


def _cut_off(units: Sequence[Unit]) -> None:
    """A paragraph cut off with dots whose words begin another is its lead."""
    whole = {
        tuple(unit.words[:_LEAST_WORDS]): unit for unit in reversed(units) if unit.label is Label.BODY and not unit.cut
    }
    for unit in units:
        if not unit.cut or len(unit.words) < _LEAST_WORDS or unit.label not in _COPIES:
            continue
        other = whole.get(tuple(unit.words[:_LEAST_WORDS]))
        if other is not None and other is not unit and _begins(other.words, unit.words):
            unit.set(Label.SUMMARY, "a lead, cut off, that the text repeats")
            unit.repeats = other.number


def _begins(words: Sequence[str], cut: Sequence[str]) -> bool:
    """Tell whether words begin with others, of which the last may be cut off within."""
    last = len(cut) - 1
    return len(words) > last and words[:last] == cut[:last] and words[last].startswith(cut[last])


def _abstract(units: Sequence[Unit]) -> None:
    """A first paragraph much of which the others say again, in the same runs of words, is an abstract."""
    body = [unit for unit in units if unit.label is Label.BODY and unit.is_prose and unit.repeats is None]
    if len(body) < _ABSTRACT_PARAGRAPHS or any(unit.label is Label.SUMMARY for unit in units[: body[0].number]):
        return
    first, others = body[0], body[1:]
    own = set(_shingles(first.words))
    if first.size < 2 * _LEAST_WORDS or not own:
        return
    said = {shingle for unit in others for shingle in _shingles(unit.words)}
    share = len(own & said) / len(own)
    holders = sum(bool(own.intersection(_shingles(unit.words))) for unit in others)
    if share >= _ABSTRACT and holders >= _AFTER_ABSTRACT - 1:
        first.set(Label.SUMMARY, f"{share:.0%} of its runs of three words stand in the paragraphs after it")


def _previews(units: Sequence[Unit]) -> None:
    """After the text, a headline with a line that has stood before is the preview of a link to the article."""
    last = max((unit.number for unit in units if unit.label is Label.BODY and unit.is_prose), default=len(units))
    for before, unit in pairwise(units):
        if unit.number <= last or unit.repeats is None:
            continue
        first = units[unit.repeats]
        if first.label in (Label.TITLE, Label.SUMMARY) and before.number > last and before.is_title_like:
            before.set(Label.CREDIT, "the headline of a link to the article, below it")
            unit.set(Label.CREDIT, "the preview of a link to the article, below it")
            if before.repeats is None and first.label is Label.TITLE:
                first.set(Label.SUMMARY, "the lead that a link to the article shows under its headline")
