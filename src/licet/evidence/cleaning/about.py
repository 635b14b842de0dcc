"""What a document says of itself: publisher, byline, title, language, dates, and where it has its content from.

What the head of a page states comes before what its text prints, and a difference between the two is told. Nothing is
taken from a clock: a date after the day of fetching is told only if that day is given.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from licet.evidence.cleaning.about_dates import Printed, printed_dates, zone_named
from licet.evidence.cleaning.about_language import language_of
from licet.evidence.cleaning.about_names import publisher_of
from licet.evidence.cleaning.about_publishers import Publisher, day_in_address, publishers
from licet.evidence.cleaning.about_sources import derivations_of, source_cues
from licet.evidence.cleaning.about_wire import wire_day
from licet.evidence.cleaning.blocks import TOO_MANY, blocks_of
from licet.evidence.cleaning.blocks_repeats import OWN_WORDS
from licet.evidence.cleaning.boilerplate import Phrases, phrases, plain_of
from licet.evidence.model import About, Document, Label, Precision, Span, When
from licet.rules.loader import rules_root
from licet.table_source import read_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date, datetime
    from pathlib import Path

    from licet.evidence.model import Block

_DATELINE_TAIL = re.compile(r"[^\n]{0,25}?(?:--|[\u2013\u2014(\uff08]|\s-\s)")
_SET_OFF = re.compile(r"\s[|·•»\u2013\u2014-](?:\s|$)|\s{3,}|\u3000")
_WEEKDAY = re.compile(r"\b(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s{0,2}$", re.IGNORECASE)
_WEEKDAY_BEFORE = 14
_HEAD = 2000
_OPENING = 120
_MOST_BYLINE = 120
_APART = 1  # days that a page and its head may differ, since they count in different zones


@dataclass(frozen=True, slots=True)
class _Dated:
    """A moment found, where from, and whether it is of publication or of a change."""

    printed: Printed
    when: When
    is_change: bool = False
    is_said: bool = False  # that it is the day of publication


def cleaned(document: Document, *, fetched: date | None = None, root: Path | None = None) -> Document:
    """Return the document with its blocks and what it says of itself.

    Args:
        document: A document as read.
        fetched: The day it was fetched, if known; a later date in it is told.
        root: The rule package; the installed one if None.
    """
    blocks = blocks_of(document, root=root)
    if blocks and blocks[-1].why == TOO_MANY:
        document = replace(document, warnings=(*document.warnings, TOO_MANY))
    return replace(document, blocks=blocks, about=about_of(document, blocks, fetched=fetched, root=root))


def about_of(
    document: Document, blocks: Sequence[Block], *, fetched: date | None = None, root: Path | None = None
) -> About:
    """Return what a document says of itself; see `cleaned`."""
    text, layout, table = document.text, document.layout, publishers(root)
    publisher, known = publisher_of(document, blocks, table, phrases(root))
    published, modified, warnings = _dates(document, blocks, phrases(root))
    published, at, zone = _in_zone(published, known)
    derivations = derivations_of(text, blocks, table, source_cues(root), own=publisher, outlets=phrases(root).outlets)
    article = "\n".join(block.span.of(text) for block in blocks if block.label in OWN_WORDS) or text
    if published is None:
        newest = max((one.published for one in derivations if one.published is not None), default=None)
        if newest is not None:
            warnings.append(f"states no date; its newest reference is of {newest}, so it is not older than that")
    warnings += _future(published, modified, fetched)
    return About(
        publisher=publisher,
        byline=_byline(text, blocks, phrases(root))
        or (layout.author if layout is not None and "://" not in layout.author else ""),
        language=language_of(article, root=root) or (layout.language[:2].lower() if layout is not None else ""),
        title=_title(document, blocks),
        published=None if published is None else published.when,
        published_at=at,
        zone=zone,
        modified=None if modified is None else modified.when,
        fetched=fetched,
        derivations=derivations,
        warnings=tuple(warnings),
    )


def _title(document: Document, blocks: Sequence[Block]) -> str:
    text = document.text
    for block in blocks:
        if block.label is Label.TITLE:
            return _bare_title(block.span.of(text))
    for before, block in pairwise(blocks):
        if before.label is block.label is Label.CREDIT and block.repeats is not None and before.repeats is None:
            return before.span.of(text)
    return document.layout.title if document.layout is not None else ""


def _bare_title(text: str) -> str:
    """Return a title without the marks of Markdown or front matter around it."""
    bare = text.strip("#*_ ")
    name, colon, rest = bare.partition(":")
    return rest.strip(" \"'") if colon and name.lower() in {"title", "headline", "subject"} else bare


# ---- byline


@lru_cache(maxsize=4)
def _fused(root: Path | None = None) -> re.Pattern[str]:
    """Return the pattern of a name with "in" run into it and one of the table's places: "Wency Chenin Shanghai"."""
    table = read_table((root or rules_root()) / "evidence" / "places.csv", shown_as="evidence/places.csv")
    places = "|".join(re.escape(row["place"]) for _, row in table.rows)
    return re.compile(rf"(?P<name>\S+(?: \S+){{1,5}}?)in (?P<places>(?:{places})(?:(?:,| and|/) ?(?:{places}))*)")


def _byline(text: str, blocks: Sequence[Block], cues: Phrases) -> str:
    found: dict[str, None] = {}
    for block in blocks:
        if block.label is not Label.BYLINE:
            continue
        for line in block.span.of(text).splitlines():
            words = _without_dates(line)
            fused = _fused().fullmatch(words)
            cue = cues.of_start(plain_of(words))
            short = words.lstrip(" (\uff08*_")
            shorter = (
                short[len(cue.phrase.lstrip("(\uff08")) :] if cue is not None and cue.label is Label.BYLINE else short
            )
            named = f"{fused['name']} in {fused['places']}" if fused else shorter
            if named.strip(" ,;:\uff1a|·()\uff08\uff09*_"):
                found.setdefault(named.strip(" ,;:\uff1a|·()\uff08\uff09*_"))
    return "; ".join(found)[:_MOST_BYLINE]


def _without_dates(line: str) -> str:
    """Return a line up to its first date or separator."""
    first = next(printed_dates(line), None)
    before = line if first is None else line[: first.span.start]
    return _SET_OFF.split(before, maxsplit=1)[0].strip()


# ---- dates


def _dates(
    document: Document, blocks: Sequence[Block], cues: Phrases
) -> tuple[_Dated | None, _Dated | None, list[str]]:
    """Return when it was published and changed, and what is odd.

    The head's word comes first, then what the text says is the day, then the date nearest before the body.
    """
    text, layout = document.text, document.layout
    warnings: list[str] = []
    printed = list(_printed(text, blocks, cues))
    shown = next((one for one in printed if one.is_said and not one.is_change), None)
    shown = shown or next((one for one in printed if not one.is_change), None)
    changed = next((one for one in printed if one.is_change), None)
    stated = _stated(layout.published, "the head of the page") if layout is not None else None
    if stated is not None and shown is not None and abs(stated.printed.first - shown.printed.first) > timedelta(_APART):
        warnings.append(f"its head says it is of {stated.printed.first}, its text {shown.printed.first}")
    modified = (_stated(layout.modified, "the head of the page") if layout is not None else None) or changed
    published = stated or shown or _by_wire(text, blocks, modified, warnings) or _of_issue(text, blocks)
    address = layout.address if layout is not None and layout.address else document.name
    if published is None and "://" in address and (day := day_in_address(address)) is not None:
        when = When(day, day, Precision.DAY, address, None, "the day in its address")
        published = _Dated(Printed(Span(0, 0), day, day, Precision.DAY), when)
    if published is None and modified is not None:
        when = replace(modified.when, resolved_by="the day it was changed, since no other is stated")
        published = replace(modified, when=when)
    if published is not None and published.printed.first != published.printed.last:
        warnings.append(f"the date {published.when.text[:40]!r} can be read in two ways")
    return published, modified, warnings


def _of_issue(text: str, blocks: Sequence[Block]) -> _Dated | None:
    """Return the one day above the text that its weekday stands before, as of an issue or digest."""
    body = next((place for place, block in enumerate(blocks) if block.label is Label.BODY), len(blocks))
    found: dict[date, _Dated] = {}
    for block in blocks[:body]:
        if block.label in (Label.RELATED, Label.REFERENCES, Label.SUMMARY):
            continue
        words = block.span.of(text)[:_HEAD]
        for one in printed_dates(words):
            before = words[max(0, one.span.start - _WEEKDAY_BEFORE) : one.span.start]
            if one.first == one.last and _WEEKDAY.search(before):
                found.setdefault(one.first, _Dated(one, one.when(text, block.span.start)))
    return next(iter(found.values())) if len(found) == 1 else None


def _by_wire(text: str, blocks: Sequence[Block], modified: _Dated | None, warnings: list[str]) -> _Dated | None:
    """Return the day of a dateline without a year, if the document says the year; else a warning is added."""
    changed = None if modified is None else (modified.printed.first, modified.when.text)
    when = wire_day(text, blocks, changed)
    if when is None or when.span is None:
        return None
    if when.first is None or when.last is None:
        warnings.append(f"its dateline {when.text[:40]!r} has no year, and no other date of it says which")
        return None
    return _Dated(Printed(when.span, when.first, when.last, when.precision), when)


def _stated(text: str, where: str) -> _Dated | None:
    first = next(printed_dates(text), None)
    if first is None:
        return None
    return _Dated(first, When(first.first, first.last, first.precision, text, None, where))


def _printed(text: str, blocks: Sequence[Block], cues: Phrases) -> Iterator[_Dated]:
    """Yield the dates that a text prints of itself: above the body, the nearest first; in its first line; below."""
    body = next((place for place, block in enumerate(blocks) if block.label is Label.BODY), len(blocks))
    lines = (Label.DATELINE, Label.BYLINE)
    for block in reversed(blocks[:body]):
        if block.label in (*lines, Label.CREDIT):
            yield from _in_block(text, block, cues)
    if body < len(blocks):
        block = blocks[body]
        opening = block.span.of(text)[:_OPENING]
        for one in printed_dates(opening):
            if one.precision in {Precision.DAY, Precision.INSTANT} and _DATELINE_TAIL.match(opening, one.span.end):
                yield _Dated(one, one.when(text, block.span.start))
            break
    for block in blocks[body:]:
        if block.label in lines and block.repeats is None:
            yield from _in_block(text, block, cues)


def _in_block(text: str, block: Block, cues: Phrases) -> Iterator[_Dated]:
    """Yield the dates of a block of date lines, each with the word before it that says what it is of."""
    words = block.span.of(text)
    after = 0
    for one in printed_dates(words):
        before = plain_of(words[after : one.span.start])
        after = one.span.end
        if cues.weakly(before, Label.DATELINE):
            continue
        is_change = any(phrase in before for phrase in cues.modified)
        start = cues.of_start(f"{before.lstrip(' ,;|')} ")
        is_said = start is not None and start.label is Label.DATELINE
        yield _Dated(one, one.when(text, block.span.start), is_change, is_said)


def _in_zone(published: _Dated | None, known: Publisher | None) -> tuple[_Dated | None, datetime | None, str]:
    """Return the moment of publication with its zone: the one printed, else the one its publisher's pages are in."""
    if published is None:
        return None, None, ""
    at, zone = published.printed.instant, published.printed.zone_name
    if zone or known is None or not known.zone:
        return published, at, zone
    when, place = published.when, zone_named(known.zone)
    if at is None or place is None:
        return published, at, known.zone
    return replace(published, when=_instant(when, known)), at.replace(tzinfo=place), known.zone


def _instant(when: When, known: Publisher) -> When:
    return replace(when, precision=Precision.INSTANT, resolved_by=f"the time zone of {known.name}, {known.zone}")


def _future(published: _Dated | None, modified: _Dated | None, fetched: date | None) -> list[str]:
    if fetched is None:
        return []
    return [
        f"it says it was {word} on {one.printed.first}, after the day it was fetched ({fetched})"
        for word, one in (("published", published), ("changed", modified))
        if one is not None and one.printed.first > fetched
    ]
