"""The searches that names.py compares, behind one face: a name and an address to candidates, the likest first."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from licet.screen.likeness import POSSIBLE, STRONG, Level, LikenessIndex
from licet.screen.names import normal_form, other_orders

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from licet.screen.listed import ListedParty

SHOWN = 10


class Answer(NamedTuple):
    """One candidate: every name of its party, its level and its score."""

    names: frozenset[str]
    level: str
    score: float


class Searcher(Protocol):
    """Something that finds listed parties."""

    is_slow: bool

    def search(self, name: str, address: str = "") -> Sequence[Answer]:
        """Return candidates, the likest first."""

    def shown(self, name: str) -> Sequence[object]:
        """Return the first candidates as a person would like to see them."""


class Ours:
    """The search by likeness."""

    is_slow = False

    def __init__(self, parties: Sequence[ListedParty], least: Level = Level.WEAK) -> None:
        """Index the parties."""
        self._index, self._least = LikenessIndex(parties), least

    def search(self, name: str, address: str = "") -> Sequence[Answer]:
        """Return candidates, the likest first."""
        found = self._index.search(name, addresses=[address] if address else [], limit=SHOWN, least=self._least)
        return [Answer(_names(each.party), each.level.value, each.score) for each in found]

    def shown(self, name: str) -> Sequence[object]:
        """Return the first two candidates."""
        found = self._index.search(name, limit=2)
        return [(each.matched, each.score, *[(f.name, f.value, f.words) for f in each.features[:1]]) for each in found]


class Exact:
    """Normal forms that are equal: what the project had before."""

    is_slow = False

    def __init__(self, parties: Sequence[ListedParty]) -> None:
        """Index the parties."""
        self._found: dict[str, list[ListedParty]] = {}
        for party in parties:
            individual = party.kind.casefold() == "individual"
            for name in (party.name, *party.aliases):
                for text in (name, *other_orders(name, is_individual=individual)):
                    self._found.setdefault(normal_form(text), []).append(party)

    def search(self, name: str, address: str = "") -> Sequence[Answer]:
        """Return every equal one."""
        del address
        return [Answer(_names(party), "strong", 1.0) for party in self._found.get(normal_form(name), ())]

    def shown(self, name: str) -> Sequence[object]:
        """Return nothing."""
        del name
        return []


class Rapidfuzz:
    """A pass over every name with one ratio of rapidfuzz on its own normal form, as its manual shows."""

    is_slow = True

    def __init__(self, parties: Sequence[ListedParty], ratio: str = "token_sort_ratio") -> None:
        """Keep every name."""
        from rapidfuzz import fuzz, process, utils  # noqa: PLC0415

        self._extract: Callable[..., list[tuple[str, float, int]]] = process.extract
        self._ratio, self._even = getattr(fuzz, ratio), utils.default_process
        self._of = [(party, name) for party in parties for name in (party.name, *party.aliases)]
        self._texts = [self._even(name) for _, name in self._of]

    def search(self, name: str, address: str = "") -> Sequence[Answer]:
        """Return the likest; strong from 90, possible from 80."""
        del address
        found = self._extract(self._even(name), self._texts, scorer=self._ratio, limit=SHOWN)
        return [
            Answer(_names(self._of[number][0]), _level(score, 90, 80), score) for _, score, number in found if score
        ]

    def shown(self, name: str) -> Sequence[object]:
        """Return the first candidates."""
        return self.search(name)[:2]


class RapidfuzzSet(Rapidfuzz):
    """The same with the ratio that forgives words more or less."""

    def __init__(self, parties: Sequence[ListedParty]) -> None:
        """Keep every name."""
        super().__init__(parties, "token_set_ratio")


class Nomenklatura:
    """The matcher logic-v2 of nomenklatura, over the fifty nearest names by each of two ratios of rapidfuzz.

    Its own index is made for whole data sets, not for one name; what finds its candidates here is more than generous.
    Strong from 0.85, possible from its usual 0.7.
    """

    is_slow = True

    def __init__(self, parties: Sequence[ListedParty], near: int = 50) -> None:
        """Make an entity of every party."""
        from followthemoney import EntityProxy  # noqa: PLC0415
        from nomenklatura.matching import LogicV2  # noqa: PLC0415
        from rapidfuzz import fuzz, process, utils  # noqa: PLC0415

        self._near = near
        self._make: Callable[..., object] = EntityProxy.from_dict
        self._matcher, self._config = LogicV2, LogicV2.default_config()
        self._extract: Callable[..., list[tuple[str, float, int]]] = process.extract
        self._ratios, self._even = (fuzz.token_sort_ratio, fuzz.token_set_ratio), utils.default_process
        self._of = [(number, name) for number, party in enumerate(parties) for name in (party.name, *party.aliases)]
        self._texts = [self._even(name) for _, name in self._of]
        self._parties = parties

    def search(self, name: str, address: str = "") -> Sequence[Answer]:
        """Return the likest by its score."""
        del address
        asked = self._entity(f"asked {name}", "LegalEntity", [name])  # it knows entities again by their id
        numbers: set[int] = set()
        for ratio in self._ratios:
            found = self._extract(self._even(name), self._texts, scorer=ratio, limit=self._near)
            numbers |= {self._of[place][0] for _, _, place in found}
        answers = []
        for number in sorted(numbers):
            party = self._parties[number]
            kind = "Person" if party.kind.casefold() == "individual" else "Organization"
            listed = self._entity(str(number), kind, [party.name, *party.aliases])
            score = self._matcher.compare(asked, listed, self._config).score
            answers.append(Answer(_names(party), _level(score, STRONG, POSSIBLE), score))
        return sorted(answers, key=lambda each: -each.score)[:SHOWN]

    def shown(self, name: str) -> Sequence[object]:
        """Return the first candidates."""
        return self.search(name)[:2]

    def _entity(self, number: str, kind: str, names: list[str]) -> object:
        return self._make({"id": number, "schema": kind, "properties": {"name": names}}, cleaned=False)


def _names(party: ListedParty) -> frozenset[str]:
    return frozenset(map(normal_form, (party.name, *party.aliases)))


def _level(score: float, strong: float, possible: float) -> str:
    return "strong" if score >= strong else "possible" if score >= possible else "weak"


SEARCHERS: dict[str, Callable[[Sequence[ListedParty]], Searcher]] = {
    "ours": Ours,
    "ours_possible": lambda parties: Ours(parties, Level.POSSIBLE),
    "ours_strong": lambda parties: Ours(parties, Level.STRONG),
    "exact": Exact,
    "rapidfuzz": Rapidfuzz,
    "rapidfuzz_set": RapidfuzzSet,
    "nomenklatura": Nomenklatura,
}
