"""Everybody in the lines of a case looked up on the lists: parties in every role, owners through every step, exporters.

A day is looked up once. What was judged of a match, and what follows of ownership, is stated of the party as facts.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from licet.errors import ProblemsFound
from licet.facts import Party, Provenance, Stated
from licet.screen import Asked, Judgements, MatchedBy, can_be_looked_up
from licet.truth import Truth
from licet.verdict.determination import LISTS, LISTS_USED, Remark
from licet.verdict.owned import Owned
from licet.verdict.sighted import Match, Part, Sighting

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from licet.case import Case, Order
    from licet.facts import Role
    from licet.rules import PartyLists
    from licet.screen import Hit, ListVersion
    from licet.verdict.determination import Determination
    from licet.verdict.screening import Screening

NOT_LOOKED_UP = "party_lists"
BEYOND = "party_lists_beyond_likeness"


@dataclass(frozen=True, slots=True)
class _Subject:
    """Somebody to look up: under which id, who in words, and what is known of them."""

    subject: str
    who: str
    part: Part
    asked: Asked

    @property
    def is_usable(self) -> bool:
        """Tell whether a name says more than the id."""
        return any(can_be_looked_up(name) and name != self.subject for name in self.asked.names)


class Screener:
    """Looks up everybody in the lines of one case."""

    def __init__(
        self, case: Case, screening: Screening | None, lists: PartyLists, known_at: date | None = None
    ) -> None:
        """Keep what to look up, and on which lists.

        Args:
            case: The lines, their parties, owners and judgements.
            screening: The lists; None looks nobody up.
            lists: What each list requires.
            known_at: Only lists and judgements of this day or before count.

        Raises:
            ProblemsFound: If the shares stated of an owner contradict each other.
        """
        self._case, self._screening, self._rules, self._known_at = case, screening, lists, known_at
        self._judgements = Judgements(case.judgements)
        self._owned = None if lists.ownership is None else Owned(case, lists.ownership)
        self._days: dict[date, _Day] = {}

    def sightings(self, order: Order, day: date) -> tuple[Sighting, ...]:
        """Return everybody of the line who may be a listed party."""
        found = self._on(day).sightings
        return tuple(found[subject] for subject in self._of_line(order, day) if subject in found)

    def parties(self, order: Order, day: date) -> tuple[tuple[Role, Party], ...]:
        """Return the parties of the line with what was judged and what their owners show stated of them."""
        facts = self._on(day).facts
        return tuple((role, facts.get(party.party_id, party)) for role, party in order.parties)

    def unusable(self, order: Order, day: date) -> tuple[Remark, ...]:
        """Return the names of the line that could not be looked up."""
        found = self._on(day).unusable
        return tuple(found[subject] for subject in self._of_line(order, day) if subject in found)

    def check(self, day: date) -> None:
        """Refuse statements that contradict what the owners show on a day.

        Raises:
            ProblemsFound: With every contradiction.
        """
        if self._owned is not None:
            here = self._on(day)
            problems = self._owned.problems(day, here.listed if here.version else None, here.possibly)
            if problems:
                raise ProblemsFound(list(problems))

    def remarked(self, order: Order, answer: Determination) -> Determination:
        """Return the determination with what was looked up, on what, and what was not."""
        if self._screening is None:
            none = Remark(NOT_LOOKED_UP, "No party list was imported: no name was looked up on any list of parties.")
            return replace(answer, not_tested=(*answer.not_tested, none))
        day = answer.query.valid_at
        version = self._on(day).version
        if version is None:
            first = self._screening.version.generated
            text = f"The party lists of {first} were not public on {self._known_at}: no name was looked up."
            return replace(answer, not_tested=(*answer.not_tested, Remark(NOT_LOOKED_UP, text)))
        used = f"Names looked up on the party lists of {version.generated} ({self._screening.origin}), by likeness."
        stale = (Remark(LISTS, _past(version, day), version.title),) if day > version.last_day else ()
        return replace(
            answer,
            not_tested=(*answer.not_tested, *_untested(version, order, day)),
            caveats=(*answer.caveats, *([Remark(LISTS_USED, used, version.title)] if order.parties else [])),
            stale=(*answer.stale, *stale),
        )

    def _of_line(self, order: Order, day: date) -> Iterator[str]:
        """Yield the ids under which everybody of the line is looked up, each once."""
        seen: dict[str, None] = {}
        for _, party in order.parties:
            seen[party.party_id] = None
            seen |= dict.fromkeys(self._on(day).owners_of(party.party_id))
        if order.exporter:
            seen[_exporter(order.exporter)] = None
        yield from seen

    def _on(self, day: date) -> _Day:
        if day not in self._days:
            self._days[day] = _Day(self._case, self._rules, self._owned, day)
            lookup = None if self._screening is None else self._screening.on(day, self._known_at)
            if lookup is not None:
                subjects = self._days[day].subjects()
                hits = lookup.look_up_many([each.asked for each in subjects])
                self._days[day].take(lookup.version, subjects, hits, self._judged(day))
            self._days[day].derive()
        return self._days[day]

    def _judged(self, day: date) -> _Judged:
        return _Judged(self._judgements, self._rules, day, self._known_at)


@dataclass(frozen=True, slots=True)
class _Judged:
    """Judgements as they stand on a day."""

    judgements: Judgements
    rules: PartyLists
    day: date
    known_at: date | None

    def match(self, subject: _Subject, hit: Hit) -> Match:
        standing = self.judgements.of(subject.subject, (hit.asked,), hit.on_list, hit.party, self.day, self.known_at)
        return Match(hit, self.rules.lists.get(hit.on_list.own_code), standing)


class _Day:
    """Everybody of a case on one day."""

    def __init__(self, case: Case, rules: PartyLists, owned: Owned | None, day: date) -> None:
        self._case, self._rules, self._owned, self._day = case, rules, owned, day
        self._owners = None if owned is None else owned.owners(day)
        self._owner_ids: dict[str, tuple[str, ...]] = {}
        self.version: ListVersion | None = None
        self.sightings: dict[str, Sighting] = {}
        self.unusable: dict[str, Remark] = {}
        self.facts: dict[str, Party] = {}
        self.listed: frozenset[str] = frozenset()
        self.possibly: frozenset[str] = frozenset()

    def owners_of(self, party_id: str) -> tuple[str, ...]:
        """Return the ids of everybody above a party."""
        if party_id not in self._owner_ids:
            above = () if self._owners is None else self._owners[party_id]
            self._owner_ids[party_id] = tuple(each.node for each in above)
        return self._owner_ids[party_id]

    def subjects(self) -> list[_Subject]:
        """Return everybody to look up: parties of the lines, those above them, exporters."""
        found = {each: self._of_record(each, f"party {each}", Part.PARTY) for each in self._in_lines()}
        for node in () if self._owned is None else self._owned.nodes(self._day):
            who = f"{node.name}, owner of {node.owner_of}"
            if node.node not in found:
                found[node.node] = (
                    self._of_record(node.node, who, Part.OWNER)
                    if node.record is not None
                    else _Subject(node.node, who, Part.OWNER, Asked((node.name,)))
                )
        for name in dict.fromkeys(order.exporter for order in self._case.orders if order.exporter):
            found[_exporter(name)] = _Subject(_exporter(name), f"exporter {name}", Part.EXPORTER, Asked((name,)))
        return list(found.values())

    def take(
        self, version: ListVersion, subjects: Sequence[_Subject], hits: Sequence[tuple[Hit, ...]], judged: _Judged
    ) -> None:
        """Keep what was found of everybody."""
        self.version = version
        for subject, found in zip(subjects, hits, strict=True):
            if found:
                matches = tuple(judged.match(subject, hit) for hit in found)
                self.sightings[subject.subject] = Sighting(subject.subject, subject.who, subject.part, matches)
            remark = _unusable(subject)
            if remark is not None:
                self.unusable[subject.subject] = remark
        counting = frozenset() if self._rules.ownership is None else self._rules.ownership.lists
        own = {
            subject: [match for match in each.matches if match.hit.on_list.own_code in counting]
            for subject, each in self.sightings.items()
        }
        self.listed = frozenset(subject for subject, found in own.items() if any(match.is_same for match in found))
        self.possibly = frozenset(subject for subject, found in own.items() if any(map(_may_count, found)))

    def derive(self) -> None:
        """State of each party of a line what was judged of it, and what its owners show."""
        shown = {} if self._owned is None else self._owned.facts(self._day, self.listed, self.possibly)
        below, test = self._below(self.listed | self.possibly), self._rules.ownership
        of_listed = set() if test is None else {test.share_fact, test.any_fact}
        for party_id, party in {
            party.party_id: party for order in self._case.orders for _, party in order.parties
        }.items():
            derived = shown.get(party_id, {})
            kept = {name: fact for name, fact in derived.items() if party_id in below or name not in of_listed}
            facts = {**kept, **party.facts, **dict(self._judged(party_id))}
            if facts != party.facts:
                self.facts[party_id] = replace(party, facts=facts)

    def _in_lines(self) -> dict[str, Party]:
        return {party.party_id: party for order in self._case.orders for _, party in order.parties}

    def _below(self, owners: frozenset[str]) -> set[str]:
        """Return everybody in whom one of the owners holds a share, through every step."""
        owned: dict[str, list[str]] = {}
        for row in self._case.owners if owners else ():
            if row.held.contains(self._day):
                owned.setdefault(row.owner, []).append(row.party_id)
        found: set[str] = set()
        open_ones = list(owners)
        while open_ones:
            more = [each for each in owned.get(open_ones.pop(), ()) if each not in found]
            found.update(more)
            open_ones += more
        return found

    def _judged(self, party_id: str) -> Iterator[tuple[str, Stated]]:
        """Yield the facts that a judged match states."""
        sighting = self.sightings.get(party_id)
        for match in () if sighting is None else sighting.matches:
            if match.is_same and match.rule is not None and match.rule.fact and match.standing.judgement is not None:
                judged = match.standing.judgement
                source = f"{match.hit.on_list.name}, {match.vintage}"
                note = f"{match.hit.party.name}: judged the same by {judged.by} on {judged.on}, {judged.reason}"
                yield match.rule.fact, Stated(Truth.TRUE, Provenance(source, asserted_by=judged.by, note=note))

    def _of_record(self, party_id: str, who: str, part: Part) -> _Subject:
        party, record = self._case.parties[party_id], self._case.party_records.get(party_id)
        stated = party.facts.get("country")
        country = stated.value if stated is not None and isinstance(stated.value, str) else None
        local = record.name_local if record is not None else ""
        names = tuple(dict.fromkeys(name for name in (party.name, local) if name))
        more = (record.addresses, record.ids) if record is not None else ((), ())
        return _Subject(party_id, who, part, Asked(names, country, *more))


def _may_count(match: Match) -> bool:
    """Tell whether a match that nobody settled may make an owner count; one by address only does not spread."""
    return not match.is_same and not match.is_cleared and match.hit.by is not MatchedBy.ADDRESS


def _exporter(name: str) -> str:
    return f"exporter:{name}"


def _unusable(subject: _Subject) -> Remark | None:
    """Say whether somebody has a name with nothing to compare, or no name but an id."""
    for name in subject.asked.names:
        if not can_be_looked_up(name):
            text = f"{subject.who}: the name {name[:80]!r} has no letter and was not looked up"
            return Remark("name_not_looked_up", text)
    if subject.part is Part.PARTY and not subject.is_usable:
        text = f"{subject.who}: no name is stated; only the id was looked up"
        return Remark("name_not_stated", text)
    return None


def _past(version: ListVersion, day: date) -> str:
    past = f"{day} is past the {version.staleness_days} days that may hold"
    return f"The party lists were generated on {version.generated}; {past}."


def _untested(version: ListVersion, order: Order, day: date) -> Iterator[Remark]:
    if version.not_yet:
        text = f"No vintage of {', '.join(version.not_yet)} was public: not looked at."
        yield Remark("party_lists_not_yet", text)
    if not order.parties:
        yield Remark(NOT_LOOKED_UP, "No party to the line is stated: no name was looked up on any list of parties.")
        return
    yield Remark(
        BEYOND,
        f"Party lists of {version.generated}: a party listed under a name that is not alike, or owned by a listed one "
        "that nobody stated, is not found.",
        version.title,
    )
    if order.parties_complete is not Truth.TRUE:
        yield Remark("parties_not_stated", "Parties that are not stated were not looked up on any list.")
    if any(day < part.generated for part in version.each_source):
        text = f"The lists are of {version.generated}, after the day judged: a party taken off them since is not found."
        yield Remark("party_lists_as_they_stood", text, version.title)
