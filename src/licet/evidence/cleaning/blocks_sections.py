"""Sections that a heading opens: what stands under "Further reading" is related, until something else stands there.

A section ends where sentences begin. Only once most of the sentences of a text are over can a section take in sentences
too, such as comments below an article.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from licet.evidence.cleaning.blocks_cues import is_links, is_numbered
from licet.evidence.model import Label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from licet.evidence.cleaning.blocks_units import Unit
    from licet.evidence.cleaning.boilerplate import Phrases

_MOSTLY = 0.6  # of the sentences
_LINKED = 0.6  # of the characters
_MENU_WORDS = 6
_BUTTON_WORDS = 4
_FORM_WORDS = 12
_HEADLINE_WORDS = 30
_REFERENCE_WORDS = 40


def extend_sections(units: Sequence[Unit], phrases: Phrases, title: Unit | None) -> None:
    """Give the label of each opening line to the units that belong under it."""
    over = _over(units)
    opener: Unit | None = None
    taken = 0
    for place, unit in enumerate(units):
        if unit.opens:
            opener, taken = unit, 0
            continue
        if opener is None:
            continue
        if unit is title or not _fits(units, place, opener, taken, phrases, is_over=place >= over):
            opener = None
            continue
        taken += 1
        if unit.label is None or (opener.label is Label.RELATED and unit.label is Label.DATELINE):
            unit.set(opener.label or Label.OTHER, f"under {opener.text[:40]!r}")
        if opener.opens == "line":
            opener = None


def _over(units: Sequence[Unit]) -> int:
    """Return the place after which little is left of the sentences that bear no label."""
    everything = sum(len(unit.text) for unit in units if unit.label is None and unit.is_prose)
    seen = 0
    for place, unit in enumerate(units):
        if unit.label is None and unit.is_prose:
            seen += len(unit.text)
            if seen >= _MOSTLY * everything:
                return place + 1
    return len(units)


def _fits(units: Sequence[Unit], place: int, opener: Unit, taken: int, phrases: Phrases, *, is_over: bool) -> bool:
    unit, label = units[place], opener.label
    if unit.label is not None and unit.label is not label:
        passing = {Label.DATELINE, Label.REACTIONS, Label.OTHER, Label.NAVIGATION}
        return label in (Label.RELATED, Label.REACTIONS, Label.NAVIGATION) and unit.label in passing
    if opener.opens == "all" and is_over:
        return True
    if label is Label.SUMMARY:
        return _fits_summary(units, place, taken)
    if label is Label.RELATED:
        return _fits_related(units, place, is_over=is_over)
    if label is Label.NAVIGATION:
        entry = unit.bullet and unit.calls and unit.size <= _FORM_WORDS
        return (unit.size <= _MENU_WORDS and not unit.ends) or entry or is_links(unit.text)
    if label is Label.NEWSLETTER:
        return not unit.is_prose and unit.size <= _FORM_WORDS
    if label is Label.LEGAL:
        return is_over or taken == 0 or phrases.weakly(unit.plain, Label.LEGAL) > 0
    if label is Label.REACTIONS:
        return unit.size <= _BUTTON_WORDS and not unit.ends
    if label is Label.REFERENCES:
        linked = is_numbered(unit.text) or "://" in unit.text or unit.bullet
        return linked or (unit.size <= _REFERENCE_WORDS and not unit.is_prose)
    if label is Label.BYLINE:
        return is_over and taken == 0
    return False


def _fits_summary(units: Sequence[Unit], place: int, taken: int) -> bool:
    """Key points are a list; without one, the summary is the next paragraph."""
    return (units[place].bullet and (taken == 0 or units[place - 1].bullet)) or (taken == 0 and units[place].is_prose)


def _fits_related(units: Sequence[Unit], place: int, *, is_over: bool) -> bool:
    unit = units[place]
    sentence = unit.ends and not unit.calls and not unit.bullet and unit.size >= _BUTTON_WORDS
    if unit.linked >= _LINKED or not (unit.is_prose or sentence):
        return unit.size <= _HEADLINE_WORDS
    asks = unit.text.rstrip().endswith(("?", "\uff1f")) and unit.sentences == 1
    if (asks or unit.bullet) and unit.size <= _HEADLINE_WORDS:
        return True
    follows_headline = not units[place - 1].is_prose
    before_prose = place + 1 < len(units) and units[place + 1].is_prose and units[place + 1].label is None
    return is_over and follows_headline and not before_prose and not unit.bullet
