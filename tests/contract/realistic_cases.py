"""Cases as a compliance officer has them: catalogue items, usual destinations and buyers, a fact or two missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from licet.catalogue import load_catalogue
from licet.catalogue.item import ItemKind
from licet.evaluate import ItemFacts, PartyFacts, Situation
from licet.quantity import UNKNOWN_QUANTITY, Interval
from licet.rules import rules_root
from licet.truth import Truth

if TYPE_CHECKING:
    from collections.abc import Iterable
    from random import Random

    from licet.catalogue import Catalogue, Item
    from licet.facts import FactValue

DAYS = tuple(
    date.fromisoformat(day)
    for day in (
        "2022-11-15",
        "2023-06-01",
        "2024-06-03",
        "2025-02-01",
        "2025-04-20",
        "2025-08-01",
        "2026-02-01",
        "2026-08-01",
    )
)
DESTINATIONS = ("CN", "HK", "MO", "TW", "SG", "MY", "AE", "SA", "IN", "DE", "JP", "GB", "BR", "KZ", "US")
BUYERS = (
    ("CN", "CN"),
    ("SG", "CN"),
    ("SG", "SG"),
    ("AE", "AE"),
    ("US", "US"),
    ("DE", "DE"),
    ("MO", "MO"),
    ("IN", "US"),
)
ITEM_FACTS = (
    "tpp", "applicable_die_area_mm2", "has_nonplanar_logic", "has_digital_processing_unit", "marketed_for_datacenters",
    "total_dram_bandwidth_gb_s", "io_bandwidth_gb_s", "transfer_rate_2022_gb_s", "processing_performance_2022",
)  # fmt: skip
ORDER_FACTS = ("destination", "movement", "exporter")
PARTY_FACTS = ("headquarters", "ultimate_parent_headquarters")


class RealisticCases:
    """Draws such cases."""

    def __init__(self, random: Random) -> None:
        """Read the catalogue."""
        self.random = random
        self.catalogue: Catalogue = load_catalogue(rules_root() / "catalogue")
        self.items = list(self.catalogue)

    def draw(self) -> tuple[date, Situation, tuple[str, ...]]:
        """Return a day, a case and the facts taken out of it."""
        day, situation = self.whole()
        taken = tuple(
            self.random.sample(
                (*ITEM_FACTS, *ORDER_FACTS, *PARTY_FACTS, "parties_complete"), self.random.choice((1, 2))
            )
        )
        return day, without(situation, taken), taken

    def whole(self) -> tuple[date, Situation]:
        """Return a day and a case with nothing taken out of it."""
        random = self.random
        day, item, destination = random.choice(DAYS), random.choice(self.items), random.choice(DESTINATIONS)
        return day, self._whole(item, destination, day)

    def _whole(self, item: Item, destination: str, day: date) -> Situation:
        random = self.random
        circuits = self.catalogue.integrated_circuits(item)
        contents = None if circuits is None else tuple(_facts(circuit) for circuit, _ in circuits)
        seat, parent = random.choice(BUYERS)
        approved = random.choice((Truth.TRUE, Truth.FALSE)) if seat == "AE" else Truth.FALSE
        facts: dict[str, FactValue] = {
            "headquarters": seat,
            "ultimate_parent_headquarters": parent,
            "uae_approved_advanced_computing": approved,
        }
        buyer = PartyFacts("buyer", frozenset(("ultimate_consignee", "end_user")), facts)
        order: dict[str, FactValue] = {
            "valid_at": day,
            "destination": destination,
            "movement": "export" if destination != "US" else "domestic",
            "exporter": item.maker,
        }
        return Situation(_facts(item), contents, (buyer,), Truth.TRUE, order)


def _facts(item: Item) -> ItemFacts:
    known: dict[str, FactValue] = {
        name: fact.value for name, fact in item.facts.items() if fact.value not in {UNKNOWN_QUANTITY, Truth.UNKNOWN, ""}
    }
    if item.kind is not ItemKind.HBM:  # no memory stack has no figures of one; stated, so that they are not filled in
        known |= {"memory_bandwidth_gb_s": Interval.exactly(0), "package_area_mm2": Interval.exactly(1)}
    return ItemFacts(item.item_id, {"item_id": item.item_id, **known})


def without(situation: Situation, taken: Iterable[str]) -> Situation:
    """Return a case with facts not stated."""

    def left(facts: Iterable[tuple[str, FactValue]]) -> dict[str, FactValue]:
        return {name: value for name, value in facts if name not in taken}

    contents = situation.contents
    return replace(
        situation,
        item=replace(situation.item, facts=left(situation.item.facts.items())),
        contents=None
        if contents is None
        else tuple(replace(part, facts=left(part.facts.items())) for part in contents),
        parties=tuple(replace(party, facts=left(party.facts.items())) for party in situation.parties),
        parties_complete=Truth.UNKNOWN if "parties_complete" in taken else situation.parties_complete,
        order=left(situation.order.items()),
    )
