"""Blocks against gold: by characters and by runs, so that a reader who cuts a text elsewhere loses nothing by it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.evidence.counts import Count, Read, overlap

from licet.evidence.model import Label

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from tests.evidence.gold import Gold, GoldBlock

    from licet.evidence.model import Span

MOST = 0.9  # of the characters of a run that must have its label


def boilerplate(gold: Gold, read: Read) -> Count:
    """Score what is left out, by character: everything that is not the article's own words."""
    own = _own_places(gold)
    told = _labels(read, len(gold.text))
    places = [at for at, mine in enumerate(own) if mine is not None and not gold.text[at].isspace()]
    expected = [at for at in places if own[at] is False]
    found = [at for at in places if (label := told[at]) is None or not label.is_article]
    hits = len({*expected} & {*found})
    return Count(hits, len(expected), hits, len(found))


def labels(gold: Gold, read: Read) -> Count:
    """Score the label of each run: most of its characters have it."""
    told = _labels(read, len(gold.text))
    right_at = _right_labels(gold)
    hits = sum(_mostly(gold.text, block.span, lambda at, b=block: told[at] in b.labels) for block in gold.blocks)
    right = sum(
        _mostly(gold.text, block.span, lambda at, b=block: b.label in right_at[at]) for block in read.document.blocks
    )
    return Count(hits, len(gold.blocks), right, len(read.document.blocks))


def repeats(gold: Gold, read: Read) -> Count:
    """Score text that stands twice: one of the two must be told to repeat the other, and nothing else."""
    twice = [block for block in gold.blocks if block.repeats is not None and block.is_article]
    pairs = [(block, gold.blocks[block.repeats or 0]) for block in twice]
    blocks = [block for block in read.document.blocks if block.repeats is not None and block.label.is_article]
    told = bytearray(len(gold.text))
    for block in blocks:
        told[block.span.start : block.span.end] = b"\1" * (block.span.end - block.span.start)
    hits = sum(any(_mostly(gold.text, part.span, lambda at: bool(told[at])) for part in pair) for pair in pairs)
    may = [part.span for pair in pairs for part in pair]
    may += [block.span for block in gold.blocks if Label.SUMMARY in block.labels]
    sure = [block for block in blocks if block.label is not Label.SUMMARY]
    right = sum(any(overlap(block.span, span) for span in may) for block in sure)
    return Count(hits, len(pairs), right, len(sure))


def _own_places(gold: Gold) -> list[bool | None]:
    own: list[bool | None] = [None] * len(gold.text)
    for block in gold.blocks:
        own[block.span.start : block.span.end] = [block.is_article] * (block.span.end - block.span.start)
    return own


def _right_labels(gold: Gold) -> list[frozenset[Label]]:
    right: list[frozenset[Label]] = [frozenset()] * len(gold.text)
    for block in gold.blocks:
        right[block.span.start : block.span.end] = [block.labels] * (block.span.end - block.span.start)
    return right


def _labels(read: Read, size: int) -> list[Label | None]:
    told: list[Label | None] = [None] * size
    for block in read.document.blocks:
        told[block.span.start : block.span.end] = [block.label] * (block.span.end - block.span.start)
    return told


def _mostly(text: str, span: Span, holds: Callable[[int], bool]) -> bool:
    places = [at for at in range(span.start, span.end) if not text[at].isspace()]
    return bool(places) and sum(map(holds, places)) >= MOST * len(places)


def wrong_blocks(gold: Gold, read: Read) -> list[tuple[GoldBlock, Collection[str]]]:
    """Return the runs that most of whose characters have another label, with the labels they have."""
    told = _labels(read, len(gold.text))
    return [
        (block, {getattr(told[at], "value", "none") for at in range(block.span.start, block.span.end)})
        for block in gold.blocks
        if not _mostly(gold.text, block.span, lambda at, b=block: told[at] in b.labels)
    ]
