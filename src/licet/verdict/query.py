"""A question to the law, and the situation it describes."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from licet.evaluate import ItemFacts, PartyFacts, Situation
from licet.facts import Movement, Provenance, Stated, possible_movements
from licet.quantity import UNKNOWN_QUANTITY
from licet.rules import Reading
from licet.truth import Truth

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from licet.catalogue import Catalogue, Item
    from licet.facts import FactValue, Party, Role

ORDER = "order"


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """One movement of one item, to be determined.

    `order_facts` are the facts stated of the order (destination, movement, exporter, papers ...); a fact left
    out is unknown.
    """

    item: Item
    catalogue: Catalogue
    valid_at: date
    quantity: int = 1
    known_at: date | None = None
    reading: Reading = Reading.ENFORCED
    order_facts: Mapping[str, Stated] = field(default_factory=dict)
    parties: tuple[tuple[Role, Party], ...] = ()
    parties_complete: Truth = Truth.UNKNOWN
    authority_claimed: str | None = None
    remarks: tuple[str, ...] = ()

    def text(self, name: str) -> str | None:
        """Return a text or country fact of the order, None if not stated."""
        stated = self.order_facts.get(name)
        return stated.value if stated is not None and isinstance(stated.value, str) else None


def completed(query: Query, home: str) -> Query:
    """Return the query with what follows from it filled in, each with its origin.

    The maker is taken as the exporter where none is stated; a movement that the two places leave no choice
    about, and the home country as the start of an export, follow as well.
    """
    facts = dict(query.order_facts)
    if "exporter" not in facts and query.item.maker:
        facts["exporter"] = Stated(
            query.item.maker, Provenance("assumed", note="no exporter stated: the maker is assumed")
        )
    movement, start = query.text("movement"), query.text("ship_from")
    if movement is None:
        possible = possible_movements(start, query.text("destination"), home)
        words = frozenset(each.value for each in possible)
        if len(words) == 1:
            origin = Provenance("derived", note="the only movement that the two places allow")
            facts["movement"] = Stated(next(iter(words)), origin)
        elif words and len(words) < len(Movement):
            facts["movement"] = Stated(words, Provenance("derived", note="the movements that the places allow"))
    elif start is None and movement in {Movement.EXPORT.value, Movement.DOMESTIC.value}:
        facts["ship_from"] = Stated(home, Provenance("derived", note=f"the movement is {movement}"))
    return replace(query, order_facts=facts)


def situation_of(query: Query) -> Situation:
    """Return the situation the evaluator reads; facts nobody stated are absent from it."""
    origins: dict[tuple[str, str], Provenance] = {}
    item = _item_facts(query.item, origins)
    circuits = query.catalogue.integrated_circuits(query.item)
    contents = None if circuits is None else tuple(_item_facts(part, origins) for part, _ in circuits)
    order: dict[str, FactValue] = {"valid_at": query.valid_at}
    for name, stated in query.order_facts.items():
        order[name] = stated.value
        origins[ORDER, name] = stated.provenance
    return Situation(item, contents, _parties(query, origins), query.parties_complete, order, origins=origins)


def _item_facts(item: Item, origins: dict[tuple[str, str], Provenance]) -> ItemFacts:
    found, sources = _known_facts(_Same(item))
    origins.update(sources)
    return found


class _Same:
    """An item that equals itself alone: two books may give one id to different items."""

    __slots__ = ("item",)

    def __init__(self, item: Item) -> None:
        self.item = item

    def __hash__(self) -> int:
        return id(self.item)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.item is other.item


@lru_cache(maxsize=4096)
def _known_facts(same: _Same) -> tuple[ItemFacts, dict[tuple[str, str], Provenance]]:
    """Return what is known of an item, and where each fact comes from."""
    item = same.item
    facts: dict[str, FactValue] = {"item_id": item.item_id}
    sources: dict[tuple[str, str], Provenance] = {}
    for name, fact in item.facts.items():
        if fact.value == UNKNOWN_QUANTITY or fact.value is Truth.UNKNOWN or fact.value == "":
            continue
        facts[name] = fact.value
        sources[item.item_id, name] = Provenance(fact.source, fact.grade, note=fact.note)
    return ItemFacts(item.item_id, facts), sources


def _parties(query: Query, origins: dict[tuple[str, str], Provenance]) -> tuple[PartyFacts, ...]:
    roles: dict[str, set[str]] = {}
    found: dict[str, Party] = {}
    for role, party in query.parties:
        roles.setdefault(party.party_id, set()).add(role.value)
        found[party.party_id] = party
    for party in found.values():
        origins.update({(party.party_id, name): stated.provenance for name, stated in party.facts.items()})
    return tuple(
        PartyFacts(party_id, frozenset(roles[party_id]), {name: stated.value for name, stated in party.facts.items()})
        for party_id, party in found.items()
    )
