"""The names of items: ids, model names and aliases, found whatever the case, spaces and hyphens.

An alias says what it is: an exact name, the name people use for the main variant of a part, a soft equation by
press, or the name of a family. A family never resolves: it lists its members.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from licet.catalogue.item import Item

MAX_CANDIDATES = 5
_LONGEST_COMPARED = 80
_MOST_COMPARED = 2_000  # a pair of letters that more names have tells nothing
_LEAST_LIKENESS = 0.5
_IGNORED = re.compile(r"[\s_-]+")


class AliasKind(Enum):
    """How a name stands to the item it resolves to."""

    EXACT = "exact"
    MAIN_VARIANT = "main_variant"
    SOFT = "soft"
    FAMILY = "family"


@dataclass(frozen=True, slots=True)
class Alias:
    """A name of an item. `note` goes with every answer that used the name; `where` is file:line."""

    text: str
    item_id: str
    kind: AliasKind
    source: str = ""
    note: str = ""
    where: str = field(default="", compare=False)


def name_key(text: str) -> str:
    """Return the form names are compared in.

    >>> name_key("RTX PRO 6000D") == name_key("rtx-pro6000d")
    True
    """
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text)
    return _IGNORED.sub("", plain).casefold()


class NameIndex:
    """Every name, by its key. Ids come before names, so that an id can never be taken away by an alias."""

    def __init__(self, ids: dict[str, str], names: dict[str, tuple[Alias, ...]]) -> None:
        """Keep the keys; use `index_names` to make one."""
        self._ids = ids
        self._names = names
        self._bearers: dict[str, list[str]] | None = None  # names by pair of letters, made when a name is wrong

    def by_id(self, text: str) -> str | None:
        """Return the item whose id the text is."""
        return self._ids.get(name_key(text))

    def by_name(self, text: str) -> tuple[Alias, ...]:
        """Return every alias that the text is."""
        return self._names.get(name_key(text), ())

    def joined(self, other: NameIndex) -> NameIndex:
        """Return an index of both; one name of two items becomes ambiguous."""
        names = dict(self._names)
        for key, aliases in other._names.items():
            names[key] = (*names.get(key, ()), *aliases)
        return NameIndex({**self._ids, **other._ids}, names)

    def nearest(self, text: str) -> tuple[str, ...]:
        """Return the ids of at most five items whose names are nearest to the text, the nearest first.

        Names are alike by the pairs of letters they share (Dice's coefficient); one that holds all pairs of the
        text comes before the rest.
        """
        pairs = _pairs(name_key(text[:_LONGEST_COMPARED]))
        if self._bearers is None:
            self._bearers = _bearers_of_pairs({**self._ids, **self._names}.keys())
        shared = Counter(
            key for pair in pairs if len(bearers := self._bearers.get(pair, ())) <= _MOST_COMPARED for key in bearers
        )
        ranked: list[tuple[bool, float, str]] = []
        for key, count in shared.items():
            holds_all, likeness = count == len(pairs), 2 * count / (len(pairs) + max(len(key) - 1, 1))
            if holds_all or likeness >= _LEAST_LIKENESS:
                ranked.append((not holds_all, -likeness, key))
        near = [key for _, _, key in sorted(ranked)] or self._alike(text)
        found = dict.fromkeys(item_id for key in near for item_id in self._items_of(key))
        return tuple(found)[:MAX_CANDIDATES]

    def _alike(self, text: str) -> list[str]:
        """Return the names nearest letter by letter: a slip in a short name leaves too few pairs to go by."""
        from difflib import get_close_matches  # noqa: PLC0415  for a name that is not found only

        if len(self._names) > _MOST_COMPARED:
            return []
        return get_close_matches(name_key(text[:_LONGEST_COMPARED]), {**self._ids, **self._names}, n=MAX_CANDIDATES)

    def _items_of(self, key: str) -> Iterator[str]:
        if key in self._ids:
            yield self._ids[key]
        yield from (alias.item_id for alias in self._names.get(key, ()))


def _pairs(key: str) -> set[str]:
    return {key[start : start + 2] for start in range(max(len(key) - 1, 1))} if key else set()


def _bearers_of_pairs(keys: Iterable[str]) -> dict[str, list[str]]:
    bearers: dict[str, list[str]] = {}
    for key in keys:
        for pair in _pairs(key):
            bearers.setdefault(pair, []).append(key)
    return bearers


def index_names(items: Iterable[Item], aliases: Mapping[str, tuple[Alias, ...]] | None = None) -> NameIndex:
    """Return the index of the items' ids, models and aliases, each name also with the maker before it."""
    ids: dict[str, str] = {}
    names: dict[str, tuple[Alias, ...]] = {}
    with_maker: list[tuple[str, Alias]] = []
    for item in items:
        ids[name_key(item.item_id)] = item.item_id
        own = (aliases or {}).get(item.item_id, ())
        if item.model:
            own = (Alias(item.model, item.item_id, AliasKind.EXACT, "name"), *own)
        maker = name_key(item.maker)
        for alias in own:
            key = name_key(alias.text)
            names[key] = (*names.get(key, ()), alias)
            if maker and not key.startswith(maker):
                with_maker.append((maker + key, alias))
    stated = set(names)
    for key, alias in with_maker:
        if key not in stated:
            names[key] = (*names.get(key, ()), alias)
    return NameIndex(ids, names)
