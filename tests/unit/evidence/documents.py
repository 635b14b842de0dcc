"""Documents for tests: texts read as files are, with their blocks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from licet.evidence.cleaning.about import cleaned
from licet.evidence.intake.paths import Source, document_of, read_paths

if TYPE_CHECKING:
    from datetime import date

    from licet.evidence.model import Block, Document
    from licet.problem import Problem

REAL = sorted((Path(__file__).parents[4] / "shared" / "documents").glob("*.txt"))

LEAD = "Regulators have cleared a first batch of H200 chips for Buyer A, two people with knowledge of the plan said."
SECOND = "The approvals cover about 40,000 chips, and other firms were told to wait for a later round."
THIRD = "The ministry did not respond to a request for comment, and Maker A declined to say anything."
BODY = f"{LEAD}\n{SECOND}\n{THIRD}"


def clean(text: str, ending: str = ".txt", *, name: str = "a", fetched: date | None = None) -> Document:
    """Return a text as a cleaned document."""
    problems: list[Problem] = []
    document = document_of(Source(f"{name}{ending}", text.encode(), ending), problems)
    assert document is not None, problems
    return cleaned(document, fetched=fetched)


def real(number: int) -> Document:
    """Return one of the five real documents."""
    (document,) = read_paths([REAL[number]])
    return cleaned(document)


def labels(document: Document) -> list[str]:
    """Return the labels of the blocks in order."""
    return [block.label.value for block in document.blocks]


def block(document: Document, words: str) -> Block:
    """Return the one block that holds the words, the first if it stands several times."""
    start = document.text.index(words)
    return next(one for one in document.blocks if one.span.start <= start < one.span.end)


def label(document: Document, words: str) -> str:
    """Return the label of the block that holds the words."""
    return block(document, words).label.value
