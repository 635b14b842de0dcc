"""Who stated a fact, when, from what, and how well it was read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from licet.quantity import Interval
from licet.truth import Truth

if TYPE_CHECKING:
    from licet.citation import Grade

FactValue = Interval | Truth | str | date | frozenset[str]
"""A figure, a truth, a word or country, a date, or the words that are still possible."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """The origin of one stated fact.

    `source` is a page, a document, a file:line, or "the caller"; `grade` is None where a person asserts it.
    """

    source: str
    grade: Grade | None = None
    asserted_by: str | None = None
    as_of: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Stated:
    """A fact's value with its origin. A fact that nobody stated has no `Stated` at all."""

    value: FactValue
    provenance: Provenance
