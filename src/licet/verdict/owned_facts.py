"""What the owners stated on one day settle of the parties they own: their listed owners, and where their parents are.

Facts are worked out when they are asked for, party by party. Nothing here stands against what a person stated.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from licet.facts import Provenance, Stated
from licet.ownership import (
    Explainer,
    ListedShares,
    Method,
    OwnershipTest,
    StatedCountry,
    UltimateParents,
    parent_headquarters,
)
from licet.problem import Problem
from licet.quantity import plain
from licet.truth import Truth
from licet.verdict.owned_words import (
    control_pairs,
    inherited_sentence,
    parent_sentence,
    places,
    share_pairs,
    share_sentence,
    unlisted_sentence,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from licet.case import Case, NobodyElse
    from licet.facts import FactValue
    from licet.ownership import Explanation, OwnershipGraph, OwnersOnDay, UltimateParent
    from licet.rules import ListedOwnership

NAME_SHOWN = 80
STEPS_UP, OWNERS_SHOWN, STEPS_SHOWN = 6, 3, 8  # of one note
WORK_IN_ALL = (
    20_000_000  # to settle who may stand above each party; shared out evenly, so that no order of asking counts
)
WORK_OF_ONE = 5_000_000
_WHOLE = 100


class OwnersThen:
    """What is stated of owners on one day, and on every day on which the same is stated.

    `parties` are those of the case that have a line on the day; `short` are those of which nobody else is said to own
    anything, although their owners do not make up the whole: of them anybody may own the rest.
    """

    def __init__(
        self, case: Case, rule: ListedOwnership, graph: OwnershipGraph, day: date, headquarters: Headquarters
    ) -> None:
        """Find who owns whom on the day."""
        self.case, self.rule, self.day, self.headquarters = case, rule, day, headquarters
        self.owners = graph.on(day)
        self.closed = self._closed()
        owned = dict.fromkeys(row.party_id for row in case.owners if row.held.contains(day))
        owned |= dict.fromkeys(self.closed)
        self.parties = tuple(party_id for party_id in owned if party_id in case.parties)
        ever_owned = {row.party_id for row in case.owners} if self.closed else set()
        most = {party_id: self.owners.stated_at_most(party_id) for party_id in self.closed if party_id in ever_owned}
        self.short = tuple(
            _short(self.closed[party_id][0], plain(held)) for party_id, held in most.items() if 0 < held < _WHOLE
        )
        complete = [party_id for party_id in self.closed if most.get(party_id, _WHOLE) == _WHOLE]
        if complete:
            self.owners = graph.completed(complete).on(day)

    def _closed(self) -> dict[str, list[NobodyElse]]:
        found: dict[str, list[NobodyElse]] = {}
        for row in self.case.nobody_else:
            if row.held.contains(self.day):
                found.setdefault(row.party_id, []).append(row)
        return found

    def called(self, node: str) -> str:
        """Return the name of a party or owner, cut if it is long."""
        party = self.case.parties.get(node)
        return (node if party is None else party.name)[:NAME_SHOWN]

    def places_of(self, owned: str, owner: str) -> Iterator[str]:
        """Yield the lines at which a share is stated."""
        return (each.where for each in self.owners.graph.holdings(owned, owner, self.owners.day))

    def closings_of(self, party_id: str) -> Iterator[str]:
        """Yield the lines at which nobody else is said to own anything of a party, if that can be."""
        rows = self.closed.get(party_id, ()) if party_id in self.owners.graph.complete else ()
        return (row.where for row in rows)

    def owners_of(self, party_id: str) -> Iterator[tuple[str, str]]:
        """Yield a party with each of those of its owners that are named in a note."""
        place = self.owners.place.get(party_id)
        edges = () if place is None else self.owners.owners[place][:OWNERS_SHOWN]
        return ((party_id, self.owners.ids[owner]) for owner, *_ in edges)

    @cached_property
    def parents(self) -> UltimateParents:
        """Who stands at the top of whom."""
        control = OwnershipTest(Method.CASCADE, self.rule.control_above, inclusive=False)
        work = min(WORK_OF_ONE, WORK_IN_ALL // max(1, len(self.owners)))
        return UltimateParents(self.owners, control, work=work)

    def parent(self, party_id: str) -> DerivedParent | None:
        """Return where the ultimate parent of a party has its headquarters; None if that is not settled."""
        found = self.parents.of(party_id)
        derived = parent_headquarters(found, self.headquarters)
        if derived.country is None:
            return self._inherited(found)
        note = parent_sentence(found, derived.through, self.called)
        seats = [self.headquarters[each].where for each in derived.through]
        return DerivedParent(found, derived.country, note, self._rests_on(found, seats))

    def _inherited(self, found: UltimateParent) -> DerivedParent | None:
        """Return what is stated of the parent of those that surely control a party, or are controlled with it.

        All under one control have one ultimate parent. Where two of them state different countries, nothing is settled.
        """
        under = dict.fromkeys((found.surely_under, *(step.party_id for step in reversed(found.path))))
        under.pop(found.party_id, None)
        told = {
            each: stated
            for each in under
            if each in self.case.parties
            and (stated := country_of(self.case.parties[each].facts, self.rule.parent_fact)) is not None
        }
        if len({stated.country for stated in told.values()}) != 1:
            return None
        controller, stated = next(iter(told.items()))
        note = inherited_sentence(found, controller, self.called)
        return DerivedParent(found, stated.country, note, self._rests_on(found, [stated.where]), is_inherited=True)

    def _rests_on(self, found: UltimateParent, more: Iterable[str]) -> str:
        return places(control_pairs(found.path), self.places_of, [*more, *self.closings_of(found.surely_under)])


@dataclass(frozen=True, slots=True)
class DerivedParent:
    """Where an ultimate parent has its headquarters, why, and by which lines; `is_inherited`: as its subject states."""

    found: UltimateParent
    country: str
    note: str
    source: str
    is_inherited: bool = False


Headquarters = Mapping[str, StatedCountry]


class DerivedFacts(Mapping[str, Mapping[str, Stated]]):
    """The facts that follow of each party with a stated owner, without those that somebody stated of it."""

    def __init__(self, then: OwnersThen, listed: frozenset[str], possibly: frozenset[str]) -> None:
        """Reckon what the listed own together.

        Args:
            then: What is stated on the day.
            listed: The parties and owners that are listed.
            possibly: Those of which that is not settled.
        """
        rule = then.rule
        test = OwnershipTest(Method(rule.method), rule.threshold, inclusive=rule.inclusive)
        self._then = then
        self._shares = ListedShares(then.owners, test, listed, possibly)
        self._below = _below(then.owners, listed | possibly)
        self._explainer = Explainer(
            self._shares,
            steps_up=STEPS_UP,
            owners_shown=OWNERS_SHOWN,
            steps_shown=STEPS_SHOWN,
        )
        self._parties = dict.fromkeys(then.parties)
        self._found: dict[str, dict[str, Stated]] = {}

    def __getitem__(self, party_id: str) -> Mapping[str, Stated]:
        """Return the derived facts of a party by name; KeyError if it has no stated owner."""
        found = self._found.get(party_id)
        if found is None:
            if party_id not in self._parties:
                raise KeyError(party_id)
            found = self._found[party_id] = {**self._of_shares(party_id), **self._of_parent(party_id)}
        return found

    def __iter__(self) -> Iterator[str]:
        """Go through the parties that have a stated owner."""
        return iter(self._parties)

    def __len__(self) -> int:
        """How many have a stated owner."""
        return len(self._parties)

    def shares(self, party_id: str) -> tuple[Explanation, str]:
        """Return what listed parties own of a party, in figures and in words."""
        found = self._explainer.of(party_id)
        return found, share_sentence(found, self._then.called)

    def _of_shares(self, party_id: str) -> dict[str, Stated]:
        then, stated = self._then, self._then.case.parties[party_id].facts
        names = then.rule.share_fact, then.rule.any_fact
        if all(name in stated for name in names):
            return {}
        if party_id in self._below:
            found, note = self.shares(party_id)
            answer, pairs = found.answer, share_pairs(party_id, found.steps)
        else:
            answer = self._shares.of(party_id)
            note, pairs = unlisted_sentence(answer), then.owners_of(party_id)
        origin = Provenance(places(pairs, then.places_of, then.closings_of(party_id)), note=note)
        values: tuple[FactValue, FactValue] = answer.share.interval(), answer.has_listed_owner
        return {
            name: Stated(value, origin)
            for name, value in zip(names, values, strict=True)
            if name not in stated and value is not Truth.UNKNOWN
        }

    def _of_parent(self, party_id: str) -> dict[str, Stated]:
        name = self._then.rule.parent_fact
        if name in self._then.case.parties[party_id].facts:
            return {}
        parent = self._then.parent(party_id)
        return {} if parent is None else {name: Stated(parent.country, Provenance(parent.source, note=parent.note))}


def _below(owners: OwnersOnDay, listed: Iterable[str]) -> set[str]:
    """Return everybody of whom one of the listed holds a share, through every step."""
    open_ones = [owners.place[each] for each in listed if each in owners.place]
    reached: set[int] = set()
    while open_ones:
        more = [edge[0] for edge in owners.owned[open_ones.pop()] if edge[0] not in reached]
        reached.update(more)
        open_ones += more
    return {owners.ids[place] for place in reached}


def country_of(facts: Mapping[str, Stated], name: str) -> StatedCountry | None:
    """Return the country that a fact states; None if none is stated."""
    stated = facts.get(name)
    if stated is None or not isinstance(stated.value, str):
        return None
    return StatedCountry(stated.value, stated.provenance.source, place_of(stated))


def place_of(stated: Stated) -> str:
    """Return the file and line of a statement; where it is from if it has no line."""
    head, found, where = stated.provenance.note.partition("stated at ")
    return where if found and not head else stated.provenance.source


def _short(row: NobodyElse, held: str) -> Problem:
    what = f"nobody else is said to own any of {row.party_id[:80]}, but its stated owners hold at most {held} % of it"
    mend = "name the other owners, or remove the line; a share that is rounded is an interval such as 33.3-33.4"
    return Problem("less-than-whole", row.where, what, mend)
