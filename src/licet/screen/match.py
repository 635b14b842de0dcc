"""Names looked up on the lists: equal in normal form to a name or an alias, found in an index, never by a scan.

A hit is a possible match and no more: who it is, a person judges. Countries are shown beside it as evidence for or
against, and drop nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from licet.screen.names import normal_form, other_orders, spelled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from licet.screen.listed import ListedParties, ListedParty, ListVersion, PartyList
    from licet.screen.scoring import Feature

INDIVIDUAL = "individual"


class MatchedBy(Enum):
    """What of the entry a name equals."""

    NAME = "name"
    ALIAS = "alias"
    ADDRESS = "address"
    IDENTIFIER = "identifier"


class Level(Enum):
    """How alike: exact is equal in normal form; the bounds of the others stand in docs/benchmarks-screening.md."""

    EXACT = "exact"
    STRONG = "strong"
    POSSIBLE = "possible"
    WEAK = "weak"


@dataclass(frozen=True, slots=True)
class Hit:
    """One entry that a name may stand for.

    `matched` is the name, alias, address or number as the list writes it; `score` is of the names alone, 0 to 1, with
    its `features`; `evidence` says what else speaks for or against. `asked` is the name of the party that found it, of
    several the likest.
    """

    party: ListedParty
    on_list: PartyList
    matched: str
    by: MatchedBy
    evidence: tuple[str, ...] = ()
    level: Level = Level.EXACT
    score: float = 1.0
    features: tuple[Feature, ...] = ()
    asked: str = ""


class ListIndex:
    """One version of the lists, ready to be asked."""

    def __init__(self, listed: ListedParties) -> None:
        """Index every name and alias by its normal form."""
        self.version: ListVersion = listed.version
        self._lists = {each.code: each for each in listed.version.lists}
        self._parties = listed.parties
        self._found: dict[str, list[tuple[int, str, MatchedBy]]] = {}
        for number, party in enumerate(listed.parties):
            for text, written, by in _readings(party):
                key = normal_form(text)
                if key:
                    self._found.setdefault(key, []).append((number, written, by))

    def look_up(self, name: str, country: str | None = None) -> tuple[Hit, ...]:
        """Return every entry whose name or an alias equals the name in normal form, one hit for each entry.

        Args:
            name: As it is written; a name without a letter or digit finds nothing (`can_be_looked_up`).
            country: Where the party is, if stated; evidence only.
        """
        hits: dict[int, Hit] = {}
        for number, written, by in self._found.get(normal_form(name), ()):
            if number not in hits:  # names are indexed before aliases
                party = self._parties[number]
                evidence = tuple(_evidence(name, written, country, party))
                hits[number] = Hit(party, self._lists[party.list_code], written, by, evidence)
        return tuple(hits.values())


def can_be_looked_up(name: str) -> bool:
    """Tell whether a name has anything to compare."""
    return bool(normal_form(name))


def _readings(party: ListedParty) -> Iterator[tuple[str, str, MatchedBy]]:
    individual = party.kind.casefold() == INDIVIDUAL
    for by, names in ((MatchedBy.NAME, (party.name,)), (MatchedBy.ALIAS, party.aliases)):
        for written in names:
            for text in (written, *other_orders(written, is_individual=individual)):
                yield text, written, by


def _evidence(name: str, written: str, country: str | None, party: ListedParty) -> Iterator[str]:
    if spelled(name) != spelled(written):
        yield "the two are not written alike: legal form, order or initials differ"
    listed = ", ".join(party.countries)
    if not party.countries:
        yield "the entry has no country"
    elif country is None:
        yield f"the entry's countries are {listed}; that of the party is not stated"
    elif country in party.countries:
        yield f"{country} is a country of the entry"
    else:
        yield f"the party's country {country} is not among the entry's ({listed})"
