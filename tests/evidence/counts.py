"""Counts of what was found and of what is right, and what the chain made of one document.

No part of the reader is imported here but its model.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from licet.acts.act import SourceGrade
    from licet.evidence.model import Claim, Document, Quantity, Span, When

Z = 1.959964


@dataclass(frozen=True)
class Count:
    """`hits` of `expected` labels were found; `right` of what was `found` is in the gold."""

    hits: int = 0
    expected: int = 0
    right: int = 0
    found: int = 0

    def __add__(self, other: Count) -> Count:
        """Return both together."""
        return Count(
            self.hits + other.hits, self.expected + other.expected, self.right + other.right, self.found + other.found
        )

    @property
    def recall(self) -> float:
        """Return the share of the gold that was found; 1 of nothing."""
        return self.hits / self.expected if self.expected else 1.0

    @property
    def precision(self) -> float:
        """Return the share of what was found that is right; 1 of nothing."""
        return self.right / self.found if self.found else 1.0


@dataclass(frozen=True)
class Read:
    """What the chain made of one document.

    `dates` and `quantities` are those beyond the ones of claims, if it tells them; `classes` leads from an item to the
    classes it is in, `originators` from a claim to who had it first,
    `grades` from a claim to the grade of its event, where nothing but this document tells of it.
    """

    document: Document
    claims: tuple[Claim, ...]
    dates: tuple[When, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    classes: Mapping[str, frozenset[str]] | None = None
    originators: Mapping[str, str] | None = None
    grades: Mapping[str, SourceGrade] | None = None

    def items(self, claim: Claim) -> frozenset[str]:
        """Return the items of a claim as classes, where they are in one."""
        known = self.classes or {}
        return frozenset(each for item in claim.items for each in known.get(item, {item}))


def wilson(hits: int, of: int) -> tuple[float, float]:
    """Return the interval of 95 % of a share; from 0 to 1 if nothing was counted."""
    if not of:
        return 0.0, 1.0
    share = hits / of
    middle = share + Z * Z / (2 * of)
    half = Z * sqrt(share * (1 - share) / of + Z * Z / (4 * of * of))
    return max(0.0, (middle - half) / (1 + Z * Z / of)), min(1.0, (middle + half) / (1 + Z * Z / of))


def overlap(one: Span, other: Span) -> bool:
    """Tell whether two stretches share a character."""
    return one.start < other.end and other.start < one.end


def total(counts: Iterable[Count]) -> Count:
    """Return all counts together."""
    return sum(counts, Count())
