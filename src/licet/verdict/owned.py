"""Who owns the parties of a case, and what follows: what listed parties own of them, and where their parents are.

Derived are facts only of parties that have a line in owners.csv on the day, and only facts that nobody stated: what a
person stated stands, and a contradiction is a problem. Days between which no line begins or ends are one to it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from licet.ownership import Holding, OwnershipGraph, contradictions
from licet.problem import Problem
from licet.quantity import Interval
from licet.truth import Truth
from licet.verdict.owned_facts import DerivedFacts, OwnersThen, country_of, place_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from datetime import date

    from licet.case import Case, Ownership, PartyRecord
    from licet.facts import Stated
    from licet.rules import ListedOwnership

SOURCE_SHOWN = 80
PLACES_KEPT = 500_000  # parties and owners, over all the days kept
DAYS_KEPT = 2  # at least
LISTINGS_KEPT = 4  # of one day
MEND = "mend the owners or the statement, whichever is wrong"


@dataclass(frozen=True, slots=True)
class OwnerNode:
    """One owner above a party, and whom it owns on the shortest way there.

    `node` is a party_id, or the owner's name as first written where the case has no such party; `record` is then None.
    """

    node: str
    owner_of: str
    name: str
    record: PartyRecord | None


class Owned:
    """Who owns the parties of a case, and what follows from it."""

    def __init__(self, case: Case, test: ListedOwnership) -> None:
        """Take in the owners of every day.

        Args:
            case: The parties, what is stated of them, and their owners.
            test: How shares of listed parties are reckoned.

        Raises:
            ProblemsFound: If two statements of one share contradict each other, or the owners of a party surely hold
                more than all of it on some day.
        """
        self._case, self._rule = case, test
        self._graph = OwnershipGraph(_holding(row) for row in case.owners)
        self._rows: dict[str, list[Ownership]] = {}
        for row in case.owners:
            self._rows.setdefault(row.party_id, []).append(row)
        periods = [row.held for row in case.owners] + [row.held for row in case.nobody_else]
        ends = {day for held in periods for day in (held.start, held.end) if day is not None}
        self._changes = sorted(ends)
        self._headquarters = {
            party_id: stated
            for party_id, party in case.parties.items()
            if periods and (stated := country_of(party.facts, test.headquarters_fact)) is not None
        }
        self._then: dict[int, OwnersThen] = {}
        self._facts: dict[int, dict[tuple[frozenset[str], frozenset[str]], DerivedFacts]] = {}

    def owners(self, day: date) -> Mapping[str, tuple[OwnerNode, ...]]:
        """Return for each party every owner above it on a day, through every step, nearest first.

        They are found when a party is asked for; through long chains all together are many. `nodes` has each once.
        """
        return _OwnersAbove(self._case, self._rows, day)

    def nodes(self, day: date) -> tuple[OwnerNode, ...]:
        """Return everybody who owns anything of anybody on a day, each once."""
        found: dict[str, str] = {}
        for row in _standing(self._case.owners, day):
            found.setdefault(row.owner, row.party_id)
        return tuple(_node(self._case, owner, owned) for owner, owned in found.items())

    def facts(
        self, day: date, listed: Collection[str], possibly: Collection[str]
    ) -> Mapping[str, Mapping[str, Stated]]:
        """Return what follows of each party that has a stated owner on a day, by party and fact.

        What somebody stated of a party is not among it. Sets are best given as the same frozensets each time.

        Args:
            day: The day judged.
            listed: The parties and owners that are on the lists that count.
            possibly: Those of which that is not settled.
        """
        return self._derived(day, frozenset(listed), frozenset(possibly))

    def problems(
        self, day: date, listed: Collection[str] | None = None, possibly: Collection[str] = ()
    ) -> tuple[Problem, ...]:
        """Return what contradicts what was stated, on a day.

        Args:
            day: The day judged.
            listed: As in `facts`; what is stated of listed owners is left out if None.
            possibly: As in `facts`.
        """
        then = self._on(self._stretch(day), day)
        found = [*then.short]
        parties = self._case.parties
        for party_id in then.parties:
            if self._rule.parent_fact in parties[party_id].facts:
                found += self._of_parent(then, party_id)
        if listed is not None:
            facts = self._derived(day, frozenset(listed), frozenset(possibly))
            for party_id in then.parties:
                found += self._of_shares(facts, party_id)
        return tuple(found)

    def _derived(self, day: date, listed: frozenset[str], possibly: frozenset[str]) -> DerivedFacts:
        at = self._stretch(day)
        kept = self._facts.setdefault(at, {})
        key = listed, possibly
        if key not in kept:
            then = self._on(at, day)
            if len(kept) >= LISTINGS_KEPT:
                del kept[next(iter(kept))]
            kept[key] = DerivedFacts(then, listed, possibly)
        return kept[key]

    def _stretch(self, day: date) -> int:
        return bisect_right(self._changes, day)

    def _on(self, at: int, day: date) -> OwnersThen:
        if at not in self._then:
            then = OwnersThen(self._case, self._rule, self._graph, day, self._headquarters)
            many = max(DAYS_KEPT, PLACES_KEPT // max(1, len(then.owners)))
            while len(self._then) >= many:
                oldest = next(iter(self._then))
                del self._then[oldest]
                self._facts.pop(oldest, None)
            self._then[at] = then
        return self._then[at]

    def _of_parent(self, then: OwnersThen, party_id: str) -> Iterator[Problem]:
        stated = country_of(self._case.parties[party_id].facts, self._rule.parent_fact)
        yield from contradictions(then.parents.of(party_id), self._headquarters, stated)
        derived = then.parent(party_id)
        if stated is not None and derived is not None and derived.is_inherited and derived.country != stated.country:
            what = (
                f"{party_id[:80]} states {stated.country} for the headquarters of its ultimate parent, "
                f"but {derived.note}: {derived.country} [{derived.source}]"
            )
            yield Problem("contradicting-headquarters", stated.where, what, MEND)

    def _of_shares(self, facts: DerivedFacts, party_id: str) -> Iterator[Problem]:
        stated = self._case.parties[party_id].facts
        share, has = stated.get(self._rule.share_fact), stated.get(self._rule.any_fact)
        if share is None and has is None:
            return
        found, words = facts.shares(party_id)
        derived = found.answer.share.interval()
        if share is not None and isinstance(share.value, Interval) and not _meet(share.value, derived):
            what = f"{party_id[:80]}: {self._rule.share_fact} is stated as {share.value} %, but by its owners {words}"
            yield Problem("contradicting-ownership", place_of(share), what, MEND)
        if has is not None and isinstance(has.value, Truth) and found.answer.has_listed_owner is ~has.value:
            what = f"{party_id[:80]}: {self._rule.any_fact} is stated as {has.value.word}, but by its owners {words}"
            yield Problem("contradicting-ownership", place_of(has), what, MEND)


class _OwnersAbove(Mapping[str, tuple[OwnerNode, ...]]):
    """Every owner above each party of a case, found when asked for."""

    def __init__(self, case: Case, rows: Mapping[str, Iterable[Ownership]], day: date) -> None:
        self._case, self._rows, self._day = case, rows, day

    def __getitem__(self, party_id: str) -> tuple[OwnerNode, ...]:
        """Return the owners above a party; KeyError if the case has no such party."""
        self._case.parties[party_id]
        reached = {party_id: ""}
        open_ones = [party_id]
        for owned in open_ones:
            for row in _standing(self._rows.get(owned, ()), self._day):
                if row.owner not in reached:
                    reached[row.owner] = owned
                    open_ones.append(row.owner)
        del reached[party_id]
        return tuple(_node(self._case, owner, owned) for owner, owned in reached.items())

    def __iter__(self) -> Iterator[str]:
        """Go through the parties of the case."""
        return iter(self._case.parties)

    def __len__(self) -> int:
        """How many parties the case has."""
        return len(self._case.parties)


def _standing(rows: Iterable[Ownership], day: date) -> Iterator[Ownership]:
    """Yield the lines that stand on a day; who holds nothing is no owner."""
    return (row for row in rows if row.held.contains(day) and row.percent.hi != 0)


def _node(case: Case, owner: str, owned: str) -> OwnerNode:
    party = case.parties.get(owner)
    return OwnerNode(owner, owned, owner if party is None else party.name, case.party_records.get(owner))


def _holding(row: Ownership) -> Holding:
    return Holding(row.owner, row.party_id, row.percent, row.held, source=row.source[:SOURCE_SHOWN], where=row.where)


def _meet(one: Interval, other: Interval) -> bool:
    """Tell whether two intervals have a figure in common."""
    return one.at_least(other) is not Truth.FALSE and other.at_least(one) is not Truth.FALSE
