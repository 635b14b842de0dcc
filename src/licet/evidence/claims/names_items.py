"""Items named in a sentence: "H20" and "H20 chips" to a class of items or an item, whatever spaces and hyphens.

A name that may mean several things stays soft: it is seen, and stands for no item ("RTX Pro GPU" is not the
RTX Pro 6000D). A short or plain word ("A2", "Bow") counts only in a document that names its maker.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from licet.catalogue.catalogue import MatchedBy
from licet.catalogue.names import name_key
from licet.evidence.claims.sentences import words_of
from licet.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from licet.acts import Story
    from licet.catalogue import Catalogue
    from licet.catalogue.catalogue import Resolution
    from licet.evidence.claims.sentences import Sentence, Words

_LONGEST = 6  # words of a name
_LETTERS = re.compile(r"[^\W\d_]*")
_TELLING = 3  # letters and digits of a name that needs no maker beside it


class ItemMention(NamedTuple):
    """An item where it stands; `item` is the id of a class or an item, empty for a name that stays soft."""

    first: int
    end: int
    item: str
    text: str


@dataclass(frozen=True, slots=True)
class _Known:
    item: str
    maker: str  # empty if the name counts without it
    small: bool  # written without a capital or digit at its start


class ItemNames:
    """Names of items by their key, and every beginning of a key."""

    def __init__(self) -> None:
        """Start with none."""
        self._names: dict[str, _Known] = {}
        self._begins: set[str] = set()
        self._first_words: set[str] = set()

    def add(self, name: str, item: str, *, maker: str = "") -> None:
        """Add a name; one that is there already stays."""
        key = name_key(name)
        if key and key not in self._names:
            self._names[key] = _Known(item, maker, name[0].islower())
            self._begins.update(key[:size] for size in range(1, len(key) + 1))
            words = words_of(name).words
            begun = ["".join(words[:size]) for size in range(1, len(words) + 1)]
            begun += _LETTERS.findall(key[:_TELLING])[:1]  # "H-20"
            self._first_words.update(begun, [f"{each}s" for each in begun])

    def item(self, name: str) -> str:
        """Return what a name stands for; empty if it stands for nothing."""
        known = self._names.get(name_key(name))
        return "" if known is None else known.item

    def find(self, found: Words, sentence: Sentence, makers: Iterable[str]) -> list[ItemMention]:
        """Return the items named in a sentence, the longest name first at each word.

        Args:
            found: The words.
            sentence: Which of them.
            makers: Keys of the makers that the document names.
        """
        mentions: list[ItemMention] = []
        begins, words = self._first_words, found.words
        free_from = sentence.first
        for number in [number for number in range(sentence.first, sentence.end) if words[number] in begins]:
            mention = self._at(found, number, sentence.end, makers) if number >= free_from else None
            if mention is not None:
                mentions.append(mention)
                free_from = mention.end
        return mentions

    def _at(self, found: Words, first: int, end: int, makers: Iterable[str]) -> ItemMention | None:
        key, number = found.words[first], first + 1
        best: ItemMention | None = None
        while True:
            known = self._names.get(key) or (self._names.get(key[:-1]) if key[-1] == "s" else None)
            written = known is not None and (known.small or not found.text[found.starts[first]].islower())
            if known is not None and written and (not known.maker or known.maker in makers):
                best = ItemMention(first, number, known.item, found.written(first, number))
            if number >= end or number - first >= _LONGEST or not self._continues(found, first, number):
                return best
            longer = key + found.words[number]
            if longer not in self._begins and not (longer[-1] == "s" and longer[:-1] in self._begins):
                return best
            key, number = longer, number + 1

    @staticmethod
    def _continues(found: Words, first: int, number: int) -> bool:
        between = found.text[found.ends[number - 1] : found.starts[number]]
        alone = number == first + 1 and found.ends[first] - found.starts[first] == 1
        return between in {"", "-"} or (between in {" ", "\u00a0", "_"} and not alone)


def item_names(
    story: Story, catalogue: Catalogue, *, aliases: Iterable[str], named: Iterable[tuple[str, str]]
) -> ItemNames:
    """Return every name of the classes of the record and the items of the catalogue.

    Args:
        story: Its classes come first: a name of a class stands for the class.
        catalogue: Its ids and models.
        aliases: Names that the catalogue may know; an ambiguous one stays soft.
        named: Further names, each with its class or item.
    """
    names = ItemNames()
    of_one = {each.items[0]: each.class_id for each in story.classes.values() if len(each.items) == 1}
    for each in story.classes.values():
        if each.items and not each.kinds:
            names.add(each.class_id, each.class_id)
        for name in each.names:
            if any(letter.isdigit() for letter in name) or " " in name:
                names.add(name, each.class_id)
    for name, item in named:
        names.add(name, item)
    for text, found in _resolved(catalogue, aliases):
        soft = isinstance(found, Problem) or found.matched_by is MatchedBy.SOFT
        item = "" if isinstance(found, Problem) or soft else of_one.get(found.item.item_id, found.item.item_id)
        maker = "" if isinstance(found, Problem) else found.item.maker
        key = name_key(text)
        telling = any(letter.isdigit() for letter in key) and len(key) >= _TELLING
        names.add(text, item, maker="" if telling else name_key(maker))
        if maker:
            names.add(f"{maker} {text}", names.item(text))
    return names


def _resolved(catalogue: Catalogue, aliases: Iterable[str]) -> Iterator[tuple[str, Resolution | Problem]]:
    """Yield every name with what the catalogue takes it for; a problem where it may mean several items."""
    models = [name for item in catalogue for name in (item.item_id, item.model) if name]
    for text in dict.fromkeys([*models, *aliases]):
        yield text, catalogue.find(text, "")
