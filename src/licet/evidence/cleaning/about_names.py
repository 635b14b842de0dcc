"""Who publishes a document, by what the page calls itself: its address, its head, its masthead, its imprint.

The outlet that had a report first is not the publisher of a page that repeats it; see `about_sources`.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from licet.evidence.cleaning.about_dates import printed_dates
from licet.evidence.cleaning.about_imprint import Imprint
from licet.evidence.cleaning.blocks_body import site_name
from licet.evidence.cleaning.blocks_repeats import OWN_WORDS
from licet.evidence.cleaning.boilerplate import Phrases, plain_of, squeezed
from licet.evidence.model import Label

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from licet.evidence.cleaning.about_publishers import Publisher, Publishers
    from licet.evidence.model import Block, Document

_COPYRIGHT_NAME = re.compile(
    r"(?:copyright|©|\(c\))[\s©]{0,4}(?:\(c\))?[\s,]{0,3}(?:(?:19|20)\d\d)?(?:\s?[-\u2013]\s?(?:19|20)\d\d)?"
    r"[\s,.]{0,3}(?:by )?([^\n|,;]{2,60})",
    re.IGNORECASE,
)
_YEAR = re.compile(r"[\s,]{0,3}(?:19|20)\d\d\b")
_RIGHTS = re.compile(r"[\s.,]{0,4}(?:(?:all )?rights reserved|版权所有|版權所有).{0,40}$", re.IGNORECASE)
_AFTER_TITLE = re.compile(r"\s{0,3}[|\u2013\u2014\u00b7:-]\s{0,3}([^|\u2013\u2014]{2,40})")
_PARTS = re.compile(r"\s[|·•/\u2013\u2014-]\s|\s{2,}|\t|\u3000")
_NAME_END = re.compile(r"\s[|·•\u2013\u2014-]\s|\sfrom\s|[.,;|\uff0c\u3002\u3000]|\s{2,}|\s(?=\d)")
_TRAIL = re.compile(r"\s(?:>{1,2}|»|\u203a)\s")
_HEAD = 40  # blocks
_MOST_WORDS = 5
_OPENING = 400


def publisher_of(
    document: Document, blocks: Sequence[Block], table: Publishers, cues: Phrases
) -> tuple[str, Publisher | None]:
    """Return the name of the publisher, empty if the page does not say, and its row of the table, if it has one."""
    layout = document.layout
    address = layout.address if layout is not None and layout.address else document.name
    known = table.of_address(address) if "://" in address else None
    if known is not None:
        return known.name, known
    stated = layout.site if layout is not None else ""
    name = stated or _site_in_title(document, blocks) or next(_names(document, blocks, table, cues), "")
    known = table.named(name)
    return (known.name if known is not None else name), known


def _site_in_title(document: Document, blocks: Sequence[Block]) -> str:
    """Return what follows the title of the article in the title that the page states: "Title | Outlet B"."""
    stated = " ".join(document.layout.title.split()) if document.layout is not None else ""
    title = next((" ".join(one.span.of(document.text).split()) for one in blocks if one.label is Label.TITLE), "")
    match = _AFTER_TITLE.fullmatch(stated.removeprefix(title)) if title and stated.startswith(title) else None
    return match.group(1).strip() if match else ""


def _names(document: Document, blocks: Sequence[Block], table: Publishers, cues: Phrases) -> Iterator[str]:
    """Yield what a document calls its publisher, the surest first."""
    text = document.text
    address = document.layout.address if document.layout is not None else ""
    outside = [block for block in blocks if block.label not in OWN_WORDS]
    body = next((place for place, block in enumerate(blocks) if block.label is Label.BODY), len(blocks))
    for block in outside:
        is_bare = block.label is Label.CREDIT and " " not in block.span.of(text).strip()
        if is_bare and (known := table.of_address(block.span.of(text))) is not None:
            yield known.name
    lines = [line.strip() for block in blocks[:_HEAD] for line in block.span.of(text).splitlines() if line.strip()]
    for above, line in pairwise(lines):
        if any(phrase in plain_of(line) for phrase in cues.named_above):
            yield above
    imprint = Imprint(text, blocks, cues)
    yield from imprint.in_fields()
    for block in (*blocks[:body], *(one for one in blocks[body:] if one.label is Label.CREDIT)):
        parts = (part for line in block.span.of(text).splitlines() for part in _PARTS.split(line))
        yield from (part for part in parts if table.named(part) is not None)
    yield from _named_after(text, outside, cues)
    yield from imprint.in_sign_off()
    yield from imprint.of_registrant()
    yield from _in_masthead(text, blocks, cues)
    yield from _by_copyright(text, outside, table)
    yield from _beside_date(text, blocks, body)
    yield from imprint.in_masthead()
    yield from imprint.in_statements()
    yield from imprint.in_bylines()
    for block in outside:
        if block.label is Label.CREDIT and cues.weakly(plain_of(block.span.of(text)), Label.CREDIT):
            yield block.span.of(text)
    yield from imprint.in_dateline()
    if "://" in address:
        yield from imprint.of_host(address)


def _named_after(text: str, outside: Sequence[Block], cues: Phrases) -> Iterator[str]:
    """Yield the words after those that say they name the publisher, at the start of a line of the imprint."""
    for block in outside:
        if block.label in (Label.LEGAL, Label.BYLINE):
            for line in block.span.of(text).splitlines():
                bare = line.strip(" *_#(\uff08")
                phrase = next((one for one in cues.named_after if plain_of(bare).startswith(one)), "")
                if phrase and (name := _NAME_END.split(bare[len(phrase) :].strip(), maxsplit=1)[0]):
                    yield name


def _in_masthead(text: str, blocks: Sequence[Block], cues: Phrases) -> Iterator[str]:
    """Yield the name at the very top: a line of its own, the start of a trail, or what stands again further down."""
    if not blocks or blocks[0].label not in (Label.CREDIT, Label.NAVIGATION, Label.OTHER):
        return
    line = blocks[0].span.of(text).splitlines()[0]
    if cues.of_line(plain_of(line)) is not None or (cues.of_start(plain_of(line)) is not None and ":" in line):
        return
    name = site_name(line)
    if blocks[0].label is Label.CREDIT and name and "." not in name:
        yield _spelled(name, text)
    if _TRAIL.search(line) and " " in name and cues.of_line(plain_of(name)) is None:
        yield name
    below = " ".join(one.span.of(text)[:_OPENING] for one in blocks[1:] if one.label not in OWN_WORDS)
    words = line.split()
    for size in range(min(_MOST_WORDS, len(words)), 1, -1):
        start = " ".join(words[:size]).strip(" |·>-")
        if all(word[:1].isupper() for word in words[:size]) and squeezed(start) in squeezed(below):
            yield start
            return


def _spelled(name: str, text: str) -> str:
    """Return a name that is all in capitals as the text spells it elsewhere."""
    if not name.isupper():
        return name
    return next((one for one in re.findall(re.escape(name), text, re.IGNORECASE) if not one.isupper()), name)


def _by_copyright(text: str, outside: Sequence[Block], table: Publishers) -> Iterator[str]:
    """Yield who claims the copyright, by the name that stands at the head of the page, if it is the same."""
    for block in outside:
        match = _COPYRIGHT_NAME.search(block.span.of(text)) if block.label is Label.LEGAL else None
        name = _YEAR.split(_RIGHTS.sub("", match.group(1)), maxsplit=1)[0].strip(" .") if match else ""
        if not name or not name[0].isalnum():
            continue
        known = table.of_address(name)
        short = squeezed(name.split(".")[0])
        spelled = (one.span.of(text) for one in outside if one.label is Label.CREDIT)
        yield known.name if known is not None else next((one for one in spelled if squeezed(one) == short), name)


def _beside_date(text: str, blocks: Sequence[Block], body: int) -> Iterator[str]:
    """Yield the name set off from the date above the text, if the text opens with it, as announcements of firms do."""
    opening = squeezed(blocks[body].span.of(text)[:_OPENING]) if body < len(blocks) else ""
    for block in blocks[:body]:
        if block.label is Label.DATELINE:
            for part in _PARTS.split(block.span.of(text).splitlines()[0]):
                if " " in part.strip() and not any(printed_dates(part)) and squeezed(part) in opening:
                    yield part.strip(" *_")
