"""Items of the catalogue: what they are, what they contain, and each figure with its origin.

A figure is an interval over its live alternatives; one nobody published is unknown, never zero. The one surprise:
performance is a fact of an integrated circuit only. What a board or server states of itself is kept in `totals`,
where no rule reads it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from licet.quantity import UNKNOWN_QUANTITY, Interval
from licet.truth import Truth

if TYPE_CHECKING:
    from collections.abc import Mapping

    from licet.catalogue.measures import FormatRate
    from licet.citation import Grade


class ItemKind(Enum):
    """What an item is."""

    IC = "ic"
    HBM = "hbm"
    BOARD = "board"
    SERVER = "server"
    SYSTEM = "system"
    OTHER = "other"

    @property
    def is_circuit(self) -> bool:
        """True for what contains itself: an integrated circuit or a memory stack."""
        return self in {ItemKind.IC, ItemKind.HBM}


@dataclass(frozen=True, slots=True)
class Alternative:
    """A rival reading of a figure. A live one widens the figure; a rejected one is kept with the reason."""

    value: Interval
    basis: str
    is_live: bool
    reason: str
    source: str


ItemFactValue = Interval | Truth | str


@dataclass(frozen=True, slots=True)
class ItemFact:
    """One fact of an item: its value, where it was read, how well (None: a person asserts it), and on what basis."""

    value: ItemFactValue
    source: str
    grade: Grade | None = None
    note: str = ""
    alternatives: tuple[Alternative, ...] = ()

    @property
    def is_known(self) -> bool:
        """False if the value says nothing at all."""
        return self.value != UNKNOWN_QUANTITY and self.value is not Truth.UNKNOWN

    @property
    def is_disputed(self) -> bool:
        """True if the figure spans live alternatives."""
        return any(alternative.is_live for alternative in self.alternatives)


@dataclass(frozen=True, slots=True)
class Item:
    """One item.

    `facts` are named as in the schema of facts, and hold unknown ones too, so that an answer can say why they are
    unknown. `contents` is None if nobody stated them, and empty if the item is known to contain none; each is an
    item id with a count. `rates` are the dense peaks that `tpp` is computed from. `details` are texts for display.
    `asserted_eccn` is the maker's own classification, never ours.
    """

    item_id: str
    kind: ItemKind
    model: str
    maker: str
    facts: Mapping[str, ItemFact]
    contents: tuple[tuple[str, int], ...] | None = None
    rates: tuple[FormatRate, ...] = ()
    totals: Mapping[str, ItemFact] = field(default_factory=dict)
    asserted_eccn: str = ""
    announced: str = ""
    note: str = ""
    details: Mapping[str, str] = field(default_factory=dict)
    aliases: tuple[str, ...] = ()
    where: str = field(default="", compare=False)

    @property
    def base_eccn(self) -> str:
        """The entry that describes the item apart from its performance; empty if not stated."""
        fact = self.facts.get("base_eccn")
        return fact.value if fact is not None and isinstance(fact.value, str) else ""

    def figure(self, name: str) -> Interval:
        """Return a numeric fact, unbounded if it is not stated."""
        fact = self.facts.get(name)
        return fact.value if fact is not None and isinstance(fact.value, Interval) else UNKNOWN_QUANTITY

    def truth(self, name: str) -> Truth:
        """Return a fact that holds or not, UNKNOWN if it is not stated."""
        fact = self.facts.get(name)
        return fact.value if fact is not None and isinstance(fact.value, Truth) else Truth.UNKNOWN

    def __str__(self) -> str:
        """Return the name with the id: `H20 SXM 96GB (nvidia-h20-96gb)`."""
        return f"{self.model} ({self.item_id})" if self.model else self.item_id
