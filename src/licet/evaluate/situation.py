"""The facts of one case, as the evaluator reads them.

Absent facts are simply absent. Country facts are stored as stated; the book says what a place counts as.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from licet.truth import Truth

if TYPE_CHECKING:
    from collections.abc import Mapping

    from licet.facts import FactValue, Provenance


@dataclass(frozen=True, slots=True)
class PartyFacts:
    """One party of the order: its id, the roles it holds, and what is known of it."""

    party_id: str
    roles: frozenset[str]
    facts: Mapping[str, FactValue]


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """One item, or one integrated circuit in it: its id and figures."""

    item_id: str
    facts: Mapping[str, FactValue]


@dataclass(frozen=True, slots=True)
class Situation:
    """Everything known of one order line.

    Attributes:
        item: The item on the line.
        contents: The integrated circuits it is or contains; None if its contents are not stated.
        parties: The parties named, each with all its roles.
        parties_complete: TRUE if these are all parties there are.
        order: Facts of the order: destination, movement, exporter, papers ...
        derived: Values given for names that rules would derive (tests and candidates only).
        origins: Where a fact comes from, by (subject id, fact name); the order's id is "order".
    """

    item: ItemFacts
    contents: tuple[ItemFacts, ...] | None
    parties: tuple[PartyFacts, ...] = ()
    parties_complete: Truth = Truth.UNKNOWN
    order: Mapping[str, FactValue] = field(default_factory=dict)
    derived: Mapping[str, FactValue] = field(default_factory=dict)
    origins: Mapping[tuple[str, str], Provenance] = field(default_factory=dict)
