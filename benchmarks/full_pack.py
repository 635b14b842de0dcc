"""Order lines against the whole installed rule pack: catalogue items, each with its figures moved a little."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from random import Random
from typing import TYPE_CHECKING, Any

from licet.batch import bare_case
from licet.catalogue import load_catalogue
from licet.evaluate import ItemFacts, PartyFacts, Situation
from licet.quantity import UNKNOWN_QUANTITY, Interval
from licet.rules import rules_root
from licet.truth import Truth

if TYPE_CHECKING:
    from licet.batch import BareCase
    from licet.catalogue.item import Item
    from licet.facts import FactValue

FIRST, LAST = date(2022, 10, 7).toordinal(), date(2026, 9, 24).toordinal()
PLACES = "CN CN CN HK MO US TW SG AE JP DE IN MY BR KZ SA VN GB KR IL".split()  # noqa: SIM905  read as one line
ROLES = ("purchaser", "intermediate_consignee", "ultimate_consignee", "end_user")
MISSING = 0.1
STEP = Decimal("0.001")


def situations(count: int, seed: int = 20_262) -> list[Situation]:
    """Return order lines with 1 to 5 parties, a tenth of them with a fact missing."""
    random = Random(seed)  # noqa: S311  data, not secrets
    catalogue = load_catalogue(rules_root() / "catalogue")
    items = list(catalogue)
    found = []
    for _ in range(count):
        item = random.choice(items)
        circuits = catalogue.integrated_circuits(item)
        itself = _moved(item, random)
        if circuits is None:
            contents = None
        elif item.kind.is_circuit:
            contents = (itself,)
        else:
            contents = tuple(_moved(circuit, random) for circuit, _ in circuits)
        parties = tuple(_party(number, random) for number in range(random.randint(1, 5)))
        order: dict[str, FactValue] = {
            "destination": random.choice(PLACES),
            "movement": "export",
            "exporter": item.maker,
            "valid_at": date.fromordinal(random.randrange(FIRST, LAST + 1)),
        }
        if random.random() < MISSING:
            order.pop(random.choice(list(order)[:3]))
        found.append(Situation(itself, contents, parties, Truth.TRUE, order))
    return found


def _party(number: int, random: Random) -> PartyFacts:
    seat = random.choice(PLACES)
    facts: dict[str, FactValue] = {"headquarters": seat, "ultimate_parent_headquarters": random.choice((seat, "CN"))}
    return PartyFacts(f"party-{number}", frozenset(random.sample(ROLES, 1 + number % 2)), facts)


def _moved(item: Item, random: Random) -> ItemFacts:
    facts: dict[str, FactValue] = {"item_id": item.item_id}
    for name, fact in item.facts.items():
        value: Any = fact.value
        if value in {UNKNOWN_QUANTITY, Truth.UNKNOWN, ""}:
            continue
        if isinstance(value, Interval) and value.is_exact and value.lo is not None:
            value = Interval.exactly(value.lo + STEP * random.randrange(1000))
        facts[name] = value
    return ItemFacts(item.item_id, facts)


def bare(situation: Situation) -> BareCase:
    """Return a line as generated code reads it."""
    contents = situation.contents
    return bare_case(
        situation.item.facts,
        None if contents is None else [circuit.facts for circuit in contents],
        [(party.roles, party.facts) for party in situation.parties],
        parties_complete=situation.parties_complete,
        order=situation.order,
    )
