"""The facts of a case nobody has seen yet, as unknowns for the solver: which there are and what each may be.

All are taken to be known, so that only the law itself can leave an answer open. Words that no test of a book tells
apart are one: a country in none of its sets stands for all of that kind.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from licet.catalogue import ItemKind
from licet.facts import FactType, possible_movements
from licet.rules import expression as ex
from licet.rules import solver
from licet.rules.consistency import tests_of
from licet.truth import Truth

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from licet.rules.book import Book
    from licet.rules.solver import Formula, Number
    from licet.rules.stretches import Stretch

ORDER, ITEM = "order", "item"
KIND, MOVEMENT, DESTINATION, SHIP_FROM, EXPORTER, DAY = (
    "item_kind",
    "movement",
    "destination",
    "ship_from",
    "exporter",
    "valid_at",
)
ELSEWHERE = ("ZZ", "XX", "QZ")  # codes ISO 3166-1 leaves to users: a place no rule names
SOMETHING_ELSE = "something else"
_LARGEST = 10**15 * solver.THOUSAND - 1  # what a figure may be: 15 digits and three decimals
_CIRCUITS = frozenset(kind.value for kind in ItemKind if kind.is_circuit)
_MOVES = f"{ORDER}/{MOVEMENT}"
_DATES = (date(1900, 1, 1).toordinal(), date(2199, 12, 31).toordinal())


@dataclass(frozen=True, slots=True)
class Kleene:
    """A truth in two formulas: when it is TRUE, and when it is at least not FALSE; between the two it is UNKNOWN."""

    must: Formula
    may: Formula

    @classmethod
    def settled(cls, formula: Formula) -> Kleene:
        """Return a truth that is never UNKNOWN."""
        return cls(formula, formula)


@dataclass(frozen=True, slots=True)
class Slot:
    """One unknown: a fact of a holder (order, item, ic-1, party-1 ...), or a role of a party; `words` it may be."""

    holder: str
    fact: str
    type: FactType
    words: tuple[str, ...] = ()
    is_role: bool = False


class UnknownFacts:
    """The unknown facts of one shape of case, under the law of one stretch."""

    def __init__(self, stretch: Stretch, *, circuits: int, parties: int) -> None:
        """Set the shape.

        Args:
            stretch: The days and their law.
            circuits: Integrated circuits in the item; 0 for an item that is one itself.
            parties: At most so many parties, all of them known.
        """
        self.stretch = stretch
        self.book = stretch.book
        self.circuits = tuple(f"ic-{number}" for number in range(1, circuits + 1)) or (ITEM,)
        self.parties = tuple(f"party-{number}" for number in range(1, parties + 1))
        self.slots: dict[str, Slot] = {}
        self._words = words_of(self.book)
        self._one_of: dict[tuple[str, frozenset[str]], Formula] = {}
        self._possible: dict[str, tuple[Formula, ...]] = {}

    # ---- facts

    def truth(self, holder: str, fact: str) -> Formula:
        """Return a truth fact."""
        return solver.truth(self._slot(Slot(holder, fact, FactType.BOOLEAN)))

    def role(self, party: str, role: str) -> Formula:
        """Return that a party holds a role."""
        return solver.truth(self._slot(Slot(party, role, FactType.BOOLEAN, is_role=True)))

    def figure(self, holder: str, fact: str) -> Number:
        """Return a figure."""
        return solver.figure(self._slot(Slot(holder, fact, FactType.NUMBER)))

    def day(self, holder: str, fact: str) -> Number:
        """Return a date as the number of its day."""
        return solver.whole(self._slot(Slot(holder, fact, FactType.DATE)))

    def word(self, holder: str, fact: str, judge: Callable[[str], Truth]) -> Kleene:
        """Return the truth of a test of a word, for each word the fact may be.

        The fact is read also where all its words come out the same: a case that leaves it out would be open.
        """
        words = self._words[fact]
        truths = [judge(word) for word in words]
        must = self.one_of(holder, fact, [word for word, found in zip(words, truths, strict=True) if found is _TRUE])
        if Truth.UNKNOWN not in truths:
            return Kleene.settled(must)
        not_false = [word for word, found in zip(words, truths, strict=True) if found is not Truth.FALSE]
        return Kleene(must, self.one_of(holder, fact, not_false))

    def one_of(self, holder: str, fact: str, words: Iterable[str]) -> Formula:
        """Return that a fact is one of the words."""
        known = self._words[fact]
        name = self._slot(Slot(holder, fact, self._type(fact), known))
        key = name, frozenset(words)
        if key not in self._one_of:
            places = sorted(known.index(word) for word in key[1])
            tests = [solver.is_number(name, place) for place in places] or [solver.is_number(name, -1)]
            self._one_of[key] = solver.any_of(tests)
        return self._one_of[key]

    def is_figure(self, name: str) -> bool:
        """Tell whether an unknown is a figure."""
        return self.slots[name].type is FactType.NUMBER

    def _type(self, fact: str) -> FactType:
        return FactType.COUNTRY if fact in self.book.countries else FactType.TEXT

    def _slot(self, slot: Slot) -> str:
        name = f"{slot.holder}/{'as ' if slot.is_role else ''}{slot.fact}"
        self.slots[name] = slot
        return name

    # ---- what holds of every case

    def possible(self, names: Collection[str]) -> Iterator[Formula]:
        """Yield what holds of the unknowns named in any case there can be."""
        for name in names:
            if name not in self._possible:
                self._possible[name] = tuple(self._of_one(name, self.slots[name]))
            yield from self._possible[name]
        if _MOVES in names:
            yield from (self._ends_fit(end) for end in (DESTINATION, SHIP_FROM) if f"{ORDER}/{end}" in names)

    def _of_one(self, name: str, slot: Slot) -> Iterator[Formula]:
        if slot.type is FactType.NUMBER:
            yield solver.between(name, 0, _LARGEST)
        elif slot.type is FactType.DATE:
            yield solver.between(name, *self._span(slot))
        elif slot.words:
            yield solver.between(name, 0, len(slot.words) - 1)
        if slot.fact == KIND:
            yield self._kind_fits(slot)

    def _span(self, slot: Slot) -> tuple[int, int]:
        if slot.fact != DAY:
            return _DATES
        return self.stretch.first.toordinal(), min(self.stretch.last.toordinal(), _DATES[1])

    def _kind_fits(self, slot: Slot) -> Formula:
        """Return that an item is its own content if it is a circuit, and only then; contents are circuits."""
        is_circuit = slot.holder != ITEM or self.circuits == (ITEM,)
        return self.one_of(slot.holder, KIND, [word for word in slot.words if (word in _CIRCUITS) == is_circuit])

    def _ends_fit(self, end: str) -> Formula:
        """Return that the movement is one that its start or its destination allows."""
        home = self.book.law.pack.head.home
        fitting: list[Formula] = []
        for word in self._words[end]:
            start, destination = (None, word) if end == DESTINATION else (word, None)
            movements = {movement.value for movement in possible_movements(start, destination, home)}
            moves = self.one_of(ORDER, MOVEMENT, movements.intersection(self._words[MOVEMENT]))
            fitting.append(solver.all_of([self.one_of(ORDER, end, [word]), moves]))
        return solver.any_of(fitting)


_TRUE = Truth.TRUE


# ---- the words a fact may be


def counted(book: Book, fact: str, word: str) -> str:
    """Return what a place counts as for the key of the book; any other word is itself."""
    return book.places.get(word, word) if fact in book.countries else word


def is_in(book: Book, node: ex.Member, word: str) -> Truth:
    """Return whether a word is among those a test names."""
    word = counted(book, node.name, word)
    if not node.set_name:
        return Truth.of(word in node.values)
    found = book.sets.get(node.set_name)
    return found.contains(word) if found is not None else Truth.FALSE


def words_of(book: Book) -> dict[str, tuple[str, ...]]:
    """Return for each text and country fact the words worth trying: one of each kind that the tests tell apart."""
    asked: dict[str, list[ex.Member]] = defaultdict(list)
    for standing in book.standing.values():
        for node in (node for test in tests_of(standing.version) for node in ex.walk(test)):
            if isinstance(node, ex.Member):
                asked[node.name].append(node)
    scheme = book.law.pack.head.classification
    found: dict[str, tuple[str, ...]] = {scheme.fact: scheme.values}
    of_countries = [node for fact in asked if fact in book.countries for node in asked[fact]]
    countries = _told_apart(book, _countries_in(book, of_countries), of_countries)
    for definition in book.law.schema:
        if definition.type is FactType.COUNTRY:
            found[definition.name] = countries
        elif definition.type is FactType.TEXT:
            nodes = asked.get(definition.name, [])
            words = definition.values or _words_in(book, definition.name, nodes)
            found[definition.name] = tuple(words)
    return found


def _countries_in(book: Book, nodes: Iterable[ex.Member]) -> list[str]:
    words = {book.law.pack.head.home, *book.places, *book.places.values()}
    for node in nodes:
        words |= _named(book, node)
    other = next(code for code in ELSEWHERE if code not in words)
    return [*sorted(words), other]


def _words_in(book: Book, fact: str, nodes: Iterable[ex.Member]) -> list[str]:
    words = set().union(*(_named(book, node) for node in nodes))
    if fact == EXPORTER:
        words |= {told.party for standing in book.standing.values() for told in standing.addressees or ()}
    return [*sorted(words), SOMETHING_ELSE]


def _named(book: Book, node: ex.Member) -> set[str]:
    found = book.sets.get(node.set_name)
    return {*node.values, *(found.members | found.uncertain if found is not None else ())}


def _told_apart(book: Book, words: Iterable[str], nodes: Iterable[ex.Member]) -> tuple[str, ...]:
    """Return one word of each kind; the home country is a kind of its own."""
    tests = tuple(dict.fromkeys((node.values, node.set_name) for node in nodes))
    home = book.law.pack.head.home
    kinds: dict[tuple[object, ...], str] = {}
    for word in words:
        place = book.places.get(word, word)
        judged = tuple(
            book.sets[name].contains(place) if name in book.sets else Truth.of(place in values)
            for values, name in tests
        )
        kinds.setdefault((word == home, *judged), word)
    return tuple(kinds.values())
