"""The items of a case: the catalogue's and its own, found by the names people write, with what is stated of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from licet.catalogue import ItemFact, Resolution, read_items
from licet.errors import ProblemsFound
from licet.problem import Problem
from licet.quantity import Interval
from licet.truth import Truth

if TYPE_CHECKING:
    from collections.abc import Mapping

    from licet.catalogue import Catalogue, Item, ItemFactValue
    from licet.facts import FactValue, Stated
    from licet.table_source import Table


class ItemBook:
    """Finds items by name, each name once."""

    def __init__(self, catalogue: Catalogue, problems: list[Problem]) -> None:
        """Start with the catalogue alone."""
        self.catalogue = catalogue
        self._problems = problems
        self._found: dict[str, Resolution | Problem] = {}
        self._broken: set[str] = set()  # own items with a fault: their names are not held against a line
        self._complete = True

    def add(self, table: Table | None, *, complete: bool) -> None:
        """Add the case's own items."""
        self._complete = complete
        if table is None:
            return
        items, problems = read_items(table.rows)
        self._problems.extend(problem for problem in problems if problem.slug != "unknown-column")
        try:
            self.catalogue = self.catalogue.with_items(items)
        except ProblemsFound as faults:
            self._problems.extend(faults.problems)
        self._broken = {cells["item_id"] for _, cells in table.rows} - {item.item_id for item in self.catalogue}

    def state(self, stated: Mapping[str, Mapping[str, Stated]]) -> None:
        """Put what facts.csv states of items in place of what is not known; a contradiction is a problem."""
        facts: dict[str, dict[str, ItemFact]] = {}
        for item_id, of_item in stated.items():
            item = self.catalogue[item_id]
            for name, statement in of_item.items():
                fact = _item_fact(statement)
                if self._agrees(item, name, fact):
                    facts.setdefault(item_id, {})[name] = fact
        self.catalogue = self.catalogue.with_facts(facts)
        self._found.clear()

    def find(self, text: str, where: str) -> Resolution | None:
        """Return the item of a name; None for a blank, and for a name that is reported as a problem."""
        if not text:
            return None
        found = self._found.get(text)
        if found is None:
            found = self._found[text] = self.catalogue.find(text, where)
        if isinstance(found, Resolution):
            return found
        if self._complete and text not in self._broken:
            self._problems.append(replace(found, where=where))
        return None

    def resolve_id(self, text: str, where: str) -> str | None:
        """Return the id of the item of a name; None if it is reported as a problem."""
        found = self.find(text, where)
        return None if found is None else found.item.item_id

    def _agrees(self, item: Item, name: str, fact: ItemFact) -> bool:
        known = item.facts.get(name)
        if known is None or not known.is_known or known.value == fact.value:
            return True
        what = f"{name} of {item.item_id} is {_word(fact.value)} here, and {_word(known.value)} by {known.source}"
        mend = "find out which holds; a part that differs from the catalogue's is an item of its own in items.csv"
        self._problems.append(Problem("conflicting-facts", fact.note.removeprefix("stated at "), what, mend))
        return False


def _item_fact(statement: Stated) -> ItemFact:
    origin = statement.provenance
    source = f"{origin.source}, stated by {origin.asserted_by} for {origin.as_of}"
    return ItemFact(_value(statement.value), source, None, origin.note)


def _value(value: FactValue) -> ItemFactValue:
    if isinstance(value, frozenset):
        return ", ".join(sorted(value))
    return value if isinstance(value, Interval | Truth | str) else str(value)


def _word(value: ItemFactValue) -> str:
    return value.word if isinstance(value, Truth) else str(value)
