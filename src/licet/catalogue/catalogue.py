"""The catalogue: every item by id, found by the names people use, with what each contains.

A name that means several items, or none, is refused with the nearest candidates; it is never guessed at.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

from licet.catalogue.contents import check_nesting, check_totals, circuits_of, resolve_contents
from licet.catalogue.names import MAX_CANDIDATES, Alias, AliasKind, NameIndex, index_names, name_key
from licet.errors import ProblemsFound
from licet.problem import Problem
from licet.quantity import UNKNOWN_QUANTITY, Interval

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from licet.catalogue.item import Item, ItemFact

_LONGEST_SHOWN = 60


class MatchedBy(Enum):
    """What a text was to the item it resolved to."""

    ID = "id"
    NAME = "name"
    MAIN_VARIANT = "main_variant"
    SOFT = "soft"


@dataclass(frozen=True, slots=True)
class Resolution:
    """The item a text resolved to, how, and the note an answer must carry (empty for none)."""

    item: Item
    matched_by: MatchedBy
    note: str = ""


class Catalogue:
    """Items by id. Made by `load_catalogue`; a case adds its own by `with_items`."""

    def __init__(self, items: Mapping[str, Item], names: NameIndex) -> None:
        """Keep checked items; use `build_catalogue` to check them."""
        self._items = items
        self._names = names
        self._circuits: dict[str, tuple[tuple[str, int], ...] | None] = {}
        self._tpp: dict[str, tuple[Item, Interval]] = {}

    def __iter__(self) -> Iterator[Item]:
        """Go through all items in order of writing."""
        return iter(self._items.values())

    def __len__(self) -> int:
        """Return how many items there are."""
        return len(self._items)

    def __contains__(self, item_id: object) -> bool:
        """Tell whether there is an item of exactly this id."""
        return item_id in self._items

    def __getitem__(self, item_id: str) -> Item:
        """Return the item of exactly this id; KeyError if there is none."""
        return self._items[item_id]

    def resolve(self, text: str, *, where: str = "item") -> Item:
        """Return the item of this id, name or alias.

        Raises:
            ProblemsFound: `ambiguous-item` or `unknown-item`, with at most five candidates.
        """
        return self.look_up(text, where=where).item

    def look_up(self, text: str, *, where: str = "item") -> Resolution:
        """Return the item of this id, name or alias, how it was found, and the note that goes with it.

        Args:
            text: An id, exact name or alias, in any case and spacing.
            where: The place of the text, for the problem.

        Raises:
            ProblemsFound: `ambiguous-item` or `unknown-item`, with at most five candidates.
        """
        found = self.find(text, where)
        if isinstance(found, Problem):
            raise ProblemsFound([found])
        return found

    def find(self, text: str, where: str) -> Resolution | Problem:
        """Return what `look_up` returns, or the problem it would raise; for readers that gather problems."""
        aliases = self._names.by_name(text)
        item_id = self._names.by_id(text)
        if item_id is not None:
            others = sorted({alias.item_id for alias in aliases} - {item_id})
            note = f"read as the id {item_id}; it is also a name of {', '.join(others)}" if others else ""
            return Resolution(self._items[item_id], MatchedBy.ID, note)
        ids = dict.fromkeys(alias.item_id for alias in aliases)
        if not ids:
            return self._unknown(text, where)
        if len(ids) > 1 or any(alias.kind is AliasKind.FAMILY for alias in aliases):
            return self._ambiguous(text, where, tuple(ids))
        return _resolution(self._items[next(iter(ids))], aliases)

    def _unknown(self, text: str, where: str) -> Problem:
        nearest = "; ".join(str(self._items[item_id]) for item_id in self._names.nearest(text))
        what = f"no item is called {text.strip()[:_LONGEST_SHOWN]!r}"
        mend = "write an id or name of the catalogue, or add the item to items.csv of the case"
        return Problem("unknown-item", where, what + (f"; the nearest are {nearest}" if nearest else ""), mend)

    def _ambiguous(self, text: str, where: str, ids: tuple[str, ...]) -> Problem:
        shown = "; ".join(str(self._items[item_id]) for item_id in ids[:MAX_CANDIDATES])
        more = f"; and {len(ids) - MAX_CANDIDATES} more" if len(ids) > MAX_CANDIDATES else ""
        what = f"{text.strip()[:_LONGEST_SHOWN]!r} may mean {shown}{more}"
        return Problem("ambiguous-item", where, what, "write the id of the one that is meant")

    def with_items(self, own: Iterable[Item]) -> Catalogue:
        """Return a catalogue with a case's own items added; their contents may name items as people do.

        Raises:
            ProblemsFound: If an id is taken, or contents are unknown, ambiguous, cyclic or at odds with a total.
        """
        problems: list[Problem] = []
        added: dict[str, Item] = {}
        keys: dict[str, str] = {}
        for item in own:
            key = name_key(item.item_id)
            taken = self._names.by_id(item.item_id) or keys.get(key)
            if taken is not None:
                what = f"the id {item.item_id} is taken by {taken}"
                problems.append(Problem("duplicate-item", item.where, what, "give the item an id of its own"))
            else:
                added[item.item_id] = item
                keys[key] = item.item_id
        catalogue = _built({**self._items, **added}, self._names.joined(index_names(added.values())), added, problems)
        if problems:
            raise ProblemsFound(problems)
        return catalogue

    def with_facts(self, stated: Mapping[str, Mapping[str, ItemFact]]) -> Catalogue:
        """Return a catalogue in which these facts, by item id and name, stand in place of its own.

        The names, contents and figures stay as they were checked.
        """
        changed = {
            item_id: replace(self._items[item_id], facts={**self._items[item_id].facts, **facts})
            for item_id, facts in stated.items()
        }
        return Catalogue({**self._items, **changed}, self._names)

    def integrated_circuits(self, item: Item) -> tuple[tuple[Item, int], ...] | None:
        """Return the integrated circuits and memory stacks an item is or contains, with their counts.

        An integrated circuit contains itself. None: the contents are not stated, or not all of them, so that a
        test over them cannot be settled; an empty answer means that the item is known to contain none.
        """
        circuits = circuits_of(item, self._items, self._circuits)
        return None if circuits is None else tuple((self._items[item_id], count) for item_id, count in circuits)

    def tpp_of_contents(self, item: Item) -> Interval:
        """Return the TPP of an item's integrated circuits, each times its count; unknown if any is.

        An aggregate, as ceilings on shipments count it: no integrated circuit need have this TPP.
        """
        known = self._tpp.get(item.item_id)
        if known is not None and known[0] is item:
            return known[1]
        circuits = self.integrated_circuits(item)
        total = UNKNOWN_QUANTITY if circuits is None else Interval.exactly(0)
        for circuit, count in circuits or ():
            total += circuit.figure("tpp") * Interval.exactly(count)
        self._tpp[item.item_id] = item, total
        return total


def _resolution(item: Item, aliases: tuple[Alias, ...]) -> Resolution:
    alias = min(aliases, key=lambda found: _STRENGTH[found.kind])
    matched_by = {AliasKind.MAIN_VARIANT: MatchedBy.MAIN_VARIANT, AliasKind.SOFT: MatchedBy.SOFT}
    return Resolution(item, matched_by.get(alias.kind, MatchedBy.NAME), alias.note)


_STRENGTH = {AliasKind.EXACT: 0, AliasKind.MAIN_VARIANT: 1, AliasKind.SOFT: 2, AliasKind.FAMILY: 3}


def build_catalogue(
    items: Iterable[Item], aliases: Mapping[str, tuple[Alias, ...]], problems: list[Problem]
) -> Catalogue:
    """Return the catalogue of these items; problems with their contents are added to `problems`."""
    by_id = {item.item_id: item for item in items}
    return _built(by_id, index_names(by_id.values(), aliases), by_id, problems)


def _built(
    items: Mapping[str, Item], names: NameIndex, added: Mapping[str, Item], problems: list[Problem]
) -> Catalogue:
    """Resolve and check what was added, and return the catalogue of all."""
    draft = Catalogue(items, names)

    def find(text: str, where: str) -> Item | Problem:
        found = draft.find(text, where)
        return found if isinstance(found, Problem) else found.item

    before = len(problems)
    resolved = resolve_contents(added.values(), find, problems)
    catalogue = Catalogue({**items, **resolved}, names)
    if len(problems) == before:
        check_nesting(resolved.values(), catalogue._items, problems)  # noqa: SLF001  the same module
    if len(problems) == before:
        check_totals(resolved.values(), catalogue.tpp_of_contents, problems)
    return catalogue
