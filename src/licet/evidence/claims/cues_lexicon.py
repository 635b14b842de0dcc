"""Every phrase that the reading knows, found in one pass over the words of a sentence.

Phrases are kept as a tree by their words. Each position costs one look-up, and at most the length of the longest
phrase that begins there.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from licet.evidence.claims.sentences import words_of

if TYPE_CHECKING:
    from licet.evidence.claims.sentences import Words


@dataclass(frozen=True, slots=True)
class Name:
    """A name that stands for somebody or something.

    `kind` is that of an actor (authority, firm, person, outlet), or `side`, `place`, `buyers`, `item`, `role`,
    `ignored`; `value` is the id, the side, or the code of the place. `letters` is the name as its table writes it.
    """

    kind: str
    value: str
    letters: str

    def is_written_in(self, found: Words, first: int) -> bool:
        """Tell whether the words at `first` bear the capitals that the name bears ("Oracle" is no oracle)."""
        if self.letters.isupper() and len(self.letters) <= _ACRONYM:
            return found.written(first, first + 1).isupper()
        return not any(found.text[found.starts[first + place]].islower() for place in self.capitals)

    @property
    def capitals(self) -> tuple[int, ...]:
        """Return which of its words bear a capital; "The" at its start does not count."""
        return _capitals(self.letters)


@cache
def _capitals(letters: str) -> tuple[int, ...]:
    words = words_of(letters)
    return tuple(
        number
        for number in range(len(words))
        if words.is_capital(number) and not (number == 0 and words.words[0] == "the" and len(words) > 1)
    )


_ACRONYM = 6


class Found(NamedTuple):
    """A name where it stands: words from `first` to before `end`."""

    first: int
    end: int
    name: Name


class _Node:
    __slots__ = ("after", "classes", "ends", "names", "values")

    def __init__(self) -> None:
        self.after: dict[str, _Node] = {}
        self.ends = False  # whether a phrase ends here
        self.classes: tuple[str, ...] = ()
        self.names: tuple[Name, ...] = ()
        self.values: tuple[tuple[str, str], ...] = ()


Places = dict[str, list[tuple[int, int]]]


@dataclass(slots=True)
class Finds:
    """What stands in a sentence: places of classes in order, names in order, and values by their first word.

    A value is (word after its last, class, value), the longest first.
    """

    places: Places
    names: list[Found]
    values: dict[int, list[tuple[int, str, str]]]


class Lexicon:
    """Classes of words and names by their phrases."""

    def __init__(self) -> None:
        """Start with none."""
        self._root: dict[str, _Node] = {}

    def add_class(self, name: str, phrase: str) -> None:
        """Add a phrase to a class of words."""
        node = self._node(phrase)
        if name not in node.classes:
            node.classes = (*node.classes, name)

    def add_name(self, name: Name, phrase: str) -> None:
        """Add a phrase as a name; the first to take a phrase keeps it, unless the capitals differ."""
        node = self._node(phrase)
        if name not in node.names:
            node.names = (*node.names, name)

    def add_value(self, name: str, phrase: str, value: str) -> None:
        """Add a phrase that stands for a value: ("month", "april", "4")."""
        node = self._node(phrase)
        node.values = (*node.values, (name, value))

    def _node(self, phrase: str) -> _Node:
        words = words_of(phrase).words
        if not words:
            msg = f"the phrase {phrase!r} has no word"
            raise ValueError(msg)
        nodes = self._root
        node = _Node()
        for word in words:
            node = nodes.setdefault(word, _Node())
            nodes = node.after
        node.ends = True
        return node

    def find(self, found: Words, first: int, end: int) -> Finds:
        """Return the places of every class of words, the names and the values between two words.

        Of names the longest counts, and none stands within another; classes may overlap anything.
        """
        places: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
        names: list[Found] = []
        values: dict[int, list[tuple[int, str, str]]] = {}
        words, root = found.words, self._root
        free_from = first
        for number in [number for number in range(first, end) if words[number] in root]:
            node = root[words[number]]
            stop = number + 1
            longest: Found | None = None
            while True:
                if node.ends:
                    place = number, stop
                    for name in node.classes:
                        places[name].append(place)
                    for kind, value in node.values:
                        values.setdefault(number, []).insert(0, (stop, kind, value))
                    if node.names and number >= free_from:
                        fit = next((each for each in node.names if each.is_written_in(found, number)), None)
                        longest = longest if fit is None else Found(number, stop, fit)
                if stop >= end or not node.after:
                    break
                longer = node.after.get(words[stop])
                if longer is None:
                    break
                node, stop = longer, stop + 1
            if longest is not None:
                names.append(longest)
                free_from = longest.end
        places.default_factory = None  # from here on a class that is not there is missing
        return Finds(places, names, values)
