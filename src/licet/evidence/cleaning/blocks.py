"""A document's text split into blocks, each with its label and why.

In order: what each unit shows by itself, the title, sections under a heading, paragraphs and what stands among them,
what stands before and after, and what stands twice. Each step labels only what has no label yet, except that a copy
takes the label of what it copies. Blocks of the article are one paragraph each; others of one label and reason that
follow one another are joined.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from licet.evidence.cleaning.about_publishers import publishers
from licet.evidence.cleaning.blocks_body import find_title, label_body, label_rest
from licet.evidence.cleaning.blocks_cues import is_above_text, label_alone
from licet.evidence.cleaning.blocks_lines import BLANKS
from licet.evidence.cleaning.blocks_repeats import ARTICLE, WITH_REPEATS, mark_repeats
from licet.evidence.cleaning.blocks_sections import extend_sections
from licet.evidence.cleaning.blocks_units import MOST_UNITS, units_of
from licet.evidence.cleaning.boilerplate import phrases, squeezed
from licet.evidence.model import Block, Label, Span

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from licet.evidence.cleaning.blocks_units import Unit
    from licet.evidence.model import Document

TOO_MANY = f"after {MOST_UNITS:,} lines the rest is not told apart"


def blocks_of(document: Document, *, root: Path | None = None) -> tuple[Block, ...]:
    """Return the blocks of a document in order; between two stand only blanks.

    Args:
        document: A document as read.
        root: The rule package; the installed one if None.
    """
    table = phrases(root)
    units = units_of(document, partial(is_above_text, phrases=table))
    label_alone(units, table)
    title = find_title(units, document.layout, publishers(root).squeezed)
    extend_sections(units, table, title)
    label_body(units)
    label_rest(units, _site_names(units, document) | publishers(root).squeezed)
    mark_repeats(units)
    blocks = _blocks(units)
    end = blocks[-1].span.end if blocks else 0
    if document.text[end:].strip(BLANKS):
        rest = Block(len(blocks), Span(end, len(document.text)), Label.OTHER, TOO_MANY)
        return (*blocks, rest)
    return blocks


def _site_names(units: Sequence[Unit], document: Document) -> frozenset[str]:
    """Return what the page calls its site, without spaces: as stated, and as legal lines and credits spell it."""
    names = {squeezed(document.layout.site)} if document.layout is not None and document.layout.site else set()
    for unit in units:
        if unit.label in (Label.LEGAL, Label.CREDIT):
            for word in unit.text.split():
                parts = (
                    word.strip(".,;:()")
                    .lower()
                    .removeprefix("https://")
                    .removeprefix("http://")
                    .split("/")[0]
                    .split(".")
                )
                if len(parts) > 1 and parts[-1].isalpha():
                    names.add(squeezed(parts[-2]))
    return frozenset(names - {""})


def _blocks(units: Sequence[Unit]) -> tuple[Block, ...]:
    """Join units of one label outside the article, and number the blocks."""
    blocks: list[Block] = []
    of_unit: list[int] = []
    for unit in units:
        label = unit.label or Label.OTHER
        last = blocks[-1] if blocks else None
        joins = last is not None and last.label is label and label not in ARTICLE
        if joins and last is not None and last.repeats is None and (unit.repeats is None or label not in WITH_REPEATS):
            blocks[-1] = replace(last, span=Span(last.span.start, unit.span.end))
        else:
            repeats = unit.repeats if label in WITH_REPEATS else None
            blocks.append(Block(len(blocks), unit.span, label, unit.why, repeats))
        of_unit.append(len(blocks) - 1)
    return tuple(
        block if block.repeats is None else replace(block, repeats=_other(of_unit[block.repeats], block.number))
        for block in blocks
    )


def _other(repeated: int, number: int) -> int | None:
    return None if repeated == number else repeated
