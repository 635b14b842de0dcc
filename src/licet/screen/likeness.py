"""Names looked up on the lists by likeness: candidates with their features, score and evidence, never a verdict.

An index of grams gives the names nearest to the query, exactly; each is then scored by stated features
(`scoring`). A candidate also comes by its address or by a registration number alone. Country, address and number
are shown beside the score as evidence for or against, and drop nothing; two good candidates are both shown. The
answer to a name depends on that name and the lists alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING

from licet.screen.candidates import GramIndex
from licet.screen.forms import readings, set_weight
from licet.screen.match import INDIVIDUAL, Level, MatchedBy
from licet.screen.scoring import features, score

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from licet.screen.forms import Reading
    from licet.screen.listed import ListedParty
    from licet.screen.scoring import Feature

STRONG = 0.85
POSSIBLE = 0.7
ADDRESS = 0.6  # the least cosine at which an address alone makes a candidate
NEAR = 60  # names scored for each way to read the query
LIMIT = 10
_COMMON = 0.3  # the least weight that rarity gives
_RARE_IN = 5  # names; a word in as many weighs 1
_NO_SIGN = re.compile(r"[\W_]+")
_LEAST_ID = 4  # letters and digits; a shorter number tells nothing alone


_LEVELS = tuple(Level)
_ORDER = {level: number for number, level in enumerate(_LEVELS)}


@dataclass(frozen=True, slots=True)
class Candidate:
    """One entry that a name may stand for.

    `matched` is the name, alias, address or number as the list writes it; `score` is of the names alone, 0 to 1;
    `level` is strong also where a registration number is equal, and possible where an address is.
    """

    party: ListedParty
    matched: str
    by: MatchedBy
    score: float
    level: Level
    features: tuple[Feature, ...]
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Found:
    """The likest name of a party: what was asked, as read, the number of what is listed, and the score."""

    asked: Reading
    listed: int
    score: float


class LikenessIndex:
    """The parties of some lists, ready to be asked; it changes no more once it is built."""

    def __init__(self, parties: Sequence[ListedParty], *, near: int = NEAR) -> None:
        """Index every reading of every name and alias, and every address and number.

        Args:
            parties: Of any lists, in any order.
            near: How many names to score for each way to read a query, at least 1; fewer are faster and find less.
        """
        self._parties = parties
        self._near = near
        self._places: list[tuple[int, int]] = []  # of each reading: number of the party, of its name (0) or alias
        self._readings: list[Reading] = []
        self._by_initials: dict[str, list[int]] = {}
        for number, party in enumerate(parties):
            individual = party.kind.casefold() == INDIVIDUAL
            for place, name in enumerate((party.name, *party.aliases)):
                for reading in readings(name, is_individual=individual):
                    self._by_initials.setdefault("".join(word[0] for word in reading.words), []).append(
                        len(self._readings)
                    )
                    self._readings.append(reading)
                    self._places.append((number, place))
        self._names = GramIndex(reading.words for reading in self._readings)
        self._weights: dict[str, float] = {}
        self._addresses = [(number, text) for number, party in enumerate(parties) for text in party.addresses]
        self._by_address = GramIndex(_address_words(text) for _, text in self._addresses)
        self._by_id: dict[str, list[tuple[int, str]]] = {}
        for number, party in enumerate(parties):
            for value in party.ids:
                self._by_id.setdefault(_bare(value), []).append((number, value))

    def search(
        self,
        name: str,
        *,
        country: str | None = None,
        addresses: Sequence[str] = (),
        ids: Sequence[str] = (),
        limit: int = LIMIT,
    ) -> tuple[Candidate, ...]:
        """Return the entries that a name may stand for, the likest first; weak ones only if there is room.

        Args:
            name: As it is written, in any script; one without a letter finds only by address or number.
            country: Where the party is, as the lists write it (ISO 3166-1 alpha-2); evidence only.
            addresses: Of the party, as written.
            ids: Registration numbers, compared by letters and digits.
            limit: How many to return. Strong ones beyond it are returned all the same.
        """
        found = self._by_name(name)
        by_id = {number: value for each in ids for number, value in self._with_id(each)}
        by_address = self._near_addresses(addresses)
        ranked = []
        for number in found.keys() | by_id.keys() | by_address.keys():
            value = found[number].score if number in found else 0.0
            level = _level(value, has_id=number in by_id, has_address=number in by_address)
            evidence = (
                *_of_country(country, self._parties[number]),
                *_of_address(addresses, by_address.get(number), self._parties[number]),
                *_of_id(ids, by_id.get(number), self._parties[number]),
            )
            ranked.append((_ORDER[level], -value, _against(evidence), number, evidence))
        ranked.sort(key=lambda each: each[:4])
        strong = sum(each[0] == _ORDER[Level.STRONG] for each in ranked)
        shown = ranked[: max(limit, strong)]
        other = {number: (MatchedBy.ADDRESS, text) for number, (text, _) in by_address.items()}
        other |= {number: (MatchedBy.IDENTIFIER, value) for number, value in by_id.items()}
        return tuple(
            self._candidate(number, found.get(number), _LEVELS[level], evidence, other.get(number))
            for level, _, _, number, evidence in shown
        )

    def search_many(self, names: Iterable[str], *, limit: int = LIMIT) -> Iterator[tuple[Candidate, ...]]:
        """Yield what `search` returns for each name, in their order."""
        for name in names:
            yield self.search(name, limit=limit)

    def _candidate(
        self,
        number: int,
        found: _Found | None,
        level: Level,
        evidence: tuple[str, ...],
        other: tuple[MatchedBy, str] | None,
    ) -> Candidate:
        """Return a candidate with its features; `other` is what it was found by beside its name."""
        party = self._parties[number]
        if found is None or (other is not None and found.score < POSSIBLE):
            by, matched = other or (MatchedBy.NAME, party.name)
        else:
            _, place = self._places[found.listed]
            by = MatchedBy.ALIAS if place else MatchedBy.NAME
            matched = party.aliases[place - 1] if place else party.name
        if found is None:
            return Candidate(party, matched, by, 0.0, level, (), evidence)
        shown = features(found.asked, self._readings[found.listed], self._weigh)
        return Candidate(party, matched, by, found.score, level, shown, evidence)

    def _by_name(self, name: str) -> dict[int, _Found]:
        """Return the likest name of each party near the query."""
        found: dict[int, _Found] = {}
        for asked in readings(name):
            numbers = dict.fromkeys(near.text for near in self._names.nearest(asked.words, self._near))
            if len(asked.words) == 1:
                numbers |= dict.fromkeys(self._by_initials.get(asked.words[0], ())[: self._near])
            for number in numbers:
                value = score(asked, self._readings[number], self._weigh)
                party, _ = self._places[number]
                if value and (party not in found or value > found[party].score):
                    found[party] = _Found(asked, number, value)
        return found

    def _weigh(self, word: str) -> float:
        """Return how much a word tells: by the tables, else by its rarity among the names, from 0.3 to 1."""
        weight = self._weights.get(word)
        if weight is None:
            count = self._names.count(word)
            weight = set_weight(word, is_known=count > 0)
            if weight is None:
                rare = log(max(self._names.size / _RARE_IN, 2.0))
                weight = min(1.0, max(_COMMON, log(max(self._names.size / max(count, 1), 1.0)) / rare))
            if count:  # a word of a query alone is not kept: queries are without end
                self._weights[word] = weight
        return weight

    def _with_id(self, text: str) -> Iterator[tuple[int, str]]:
        bare = _bare(text)
        if len(bare) >= _LEAST_ID:
            yield from self._by_id.get(bare, ())

    def _near_addresses(self, addresses: Sequence[str]) -> dict[int, tuple[str, float]]:
        """Return, for each party with an address near one of these, that address as listed and the cosine."""
        found: dict[int, tuple[str, float]] = {}
        for address in addresses:
            words = _address_words(address)
            for near in self._by_address.nearest(words, self._near):
                cosine = self._by_address.cosine(words, near)
                number, text = self._addresses[near.text]
                if cosine >= ADDRESS and cosine > found.get(number, ("", 0.0))[1]:
                    found[number] = (text, cosine)
        return found


def _level(value: float, *, has_id: bool, has_address: bool) -> Level:
    if value >= STRONG or has_id:
        return Level.STRONG
    return Level.POSSIBLE if value >= POSSIBLE or has_address else Level.WEAK


def _address_words(address: str) -> tuple[str, ...]:
    return tuple(word for reading in readings(address)[:1] for word in reading.words)


def _bare(text: str) -> str:
    return _NO_SIGN.sub("", text).casefold()


def _against(evidence: tuple[str, ...]) -> int:
    return sum(each.startswith("against: ") for each in evidence)


def _of_country(country: str | None, party: ListedParty) -> Iterator[str]:
    listed = ", ".join(party.countries)
    if not party.countries:
        yield "the entry has no country"
    elif country is None:
        yield f"the entry's countries are {listed}; that of the party is not stated"
    elif country in party.countries:
        yield f"for: {country} is a country of the entry"
    else:
        yield f"against: the party's country {country} is not among the entry's ({listed})"


def _of_address(asked: Sequence[str], near: tuple[str, float] | None, party: ListedParty) -> Iterator[str]:
    if near is not None:
        yield f"for: an address of the entry is alike ({near[1]:.2f}): {near[0]}"
    elif asked and party.addresses:
        yield f"against: no address of the entry is alike ({len(party.addresses)} listed)"


def _of_id(asked: Sequence[str], same: str | None, party: ListedParty) -> Iterator[str]:
    if same is not None:
        yield f"for: the number {same} is the entry's"
    elif asked and party.ids:
        yield "against: no number of the entry is among the party's"
