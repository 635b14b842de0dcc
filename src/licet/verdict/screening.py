"""The parties of a line against the imported lists: a possible match stops it until a person has judged.

Looked up are the name and the local name of every party in every role, and of their owners in owners.csv on the
day, through every step. A stop is lifted by a named person who judged that the two are not the same, on a document,
or by a licence of the line's own key that names the party in each of its roles. Nothing else lifts it.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from licet.screen import FOLDER, LISTS_FILE, ListIndex, can_be_looked_up, data_folder, read_lists
from licet.truth import Truth
from licet.verdict.determination import LISTS, LISTS_USED, Remark

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date
    from pathlib import Path

    from licet.case import Case, Order, Ownership
    from licet.facts import Party
    from licet.screen import Hit, ListVersion
    from licet.verdict.determination import Determination

NOT_LOOKED_UP = "party_lists"
BEYOND_EXACT = "party_lists_beyond_exact_names"


@dataclass(frozen=True, slots=True)
class Screening:
    """The lists a book is looked up on, and in words whose they are."""

    index: ListIndex
    origin: str

    @property
    def version(self) -> ListVersion:
        """Of when the lists are."""
        return self.index.version


def find_screening(
    case_folder: Path, *, chosen: Path | None = None, environment: Mapping[str, str] | None = None
) -> Screening | None:
    """Return the lists to use: the chosen folder's, else the case's own, else those in the user's data folder.

    Args:
        case_folder: Its own lists stand in `lists` below it.
        chosen: A folder of imported lists.
        environment: Says where the data folder is; that of the process if None.

    Raises:
        ProblemsFound: If the lists cannot be read, or a folder that should hold some holds none.
    """
    if chosen is not None:
        return Screening(ListIndex(read_lists(chosen)), f"the lists in {chosen}")
    own = case_folder / FOLDER
    if own.is_dir():
        return Screening(ListIndex(read_lists(own)), "the lists of the case")
    users = data_folder(os.environ if environment is None else environment)
    if users is not None and (users / LISTS_FILE).exists():
        return Screening(ListIndex(read_lists(users)), "the lists in the user's data folder")
    return None


@dataclass(frozen=True, slots=True)
class Sighting:
    """One name of a line with what it may stand for.

    `subject` is what a question about it is asked under; `licensed_as` is the party that a licence would have to
    name, None for an owner, whom no licence names in a role.
    """

    subject: str
    who: str
    licensed_as: str | None
    hits: tuple[Hit, ...]
    generated: date

    @property
    def vintage(self) -> str:
        """Of when the lists are, in words."""
        return f"vintage {self.generated}"


@dataclass(frozen=True, slots=True)
class _Name:
    subject: str
    who: str
    licensed_as: str | None
    text: str
    country: str | None


class Screener:
    """Looks up the parties of the lines of one case; a party looked up before is not looked up again."""

    def __init__(self, case: Case, screening: Screening | None, known_at: date | None) -> None:
        """Keep what to look up, and on which lists; lists that were not public on `known_at` are not used."""
        self._case = case
        self._screening = screening
        self._owners: dict[str, list[Ownership]] = {}
        for share in case.owners:
            self._owners.setdefault(share.party_id, []).append(share)
        self._too_new = screening is not None and known_at is not None and known_at < screening.version.generated
        self._known_at = known_at
        self._seen: dict[tuple[str, date], tuple[Sighting, ...]] = {}
        self._unusable: dict[tuple[str, date], tuple[Remark, ...]] = {}

    def sightings(self, order: Order, day: date) -> tuple[Sighting, ...]:
        """Return the names of the line that may stand for a listed party."""
        if self._screening is None or self._too_new:
            return ()
        parties = {party.party_id: party for _, party in order.parties}
        return tuple(sighting for party in parties.values() for sighting in self._of_party(party, day))

    def unusable(self, order: Order, day: date) -> tuple[Remark, ...]:
        """Return the names of the line that could not be looked up."""
        if self._screening is None or self._too_new:
            return ()
        self.sightings(order, day)
        found = {party.party_id: self._unusable[party.party_id, day] for _, party in order.parties}
        return tuple(remark for remarks in found.values() for remark in remarks)

    def remarked(self, order: Order, answer: Determination) -> Determination:
        """Return the determination with what was looked up, on what, and what was not."""
        if self._screening is None:
            none = Remark(NOT_LOOKED_UP, "No party list was imported: no name was looked up on any list of parties.")
            return replace(answer, not_tested=(*answer.not_tested, none))
        version, day = self._screening.version, answer.query.valid_at
        if self._too_new:
            text = f"The party lists of {version.generated} were not public on {self._known_at}: no name was looked up."
            return replace(answer, not_tested=(*answer.not_tested, Remark(NOT_LOOKED_UP, text)))
        used = f"Names looked up on the party lists of {version.generated} ({self._screening.origin}), exact and alias."
        stale = (Remark(LISTS, _past(version, day), version.title),) if day > version.last_day else ()
        return replace(
            answer,
            not_tested=(*answer.not_tested, *_untested(version, order, day)),
            caveats=(*answer.caveats, *([Remark(LISTS_USED, used, version.title)] if order.parties else [])),
            stale=(*answer.stale, *stale),
        )

    def _of_party(self, party: Party, day: date) -> tuple[Sighting, ...]:
        found = self._seen.get((party.party_id, day))
        if found is None and self._screening is not None:
            names = tuple(self._names(party, day))
            looked_up = [
                Sighting(name.subject, name.who, name.licensed_as, hits, self._screening.version.generated)
                for name in names
                if (hits := self._screening.index.look_up(name.text, name.country))
            ]
            found = self._seen[party.party_id, day] = tuple(looked_up)
            self._unusable[party.party_id, day] = tuple(_unusable(names))
        return found or ()

    def _names(self, party: Party, day: date) -> Iterator[_Name]:
        yield from self._of_record(party.party_id, f"party {party.party_id}", party.party_id)
        reached = {party.party_id}
        open_ones = [party.party_id]
        while open_ones:
            owned = open_ones.pop()
            for share in self._owners.get(owned, ()):
                if share.owner in reached or not share.held.contains(day):
                    continue
                reached.add(share.owner)
                who = f"{share.owner}, owner of {owned}"
                if share.owner in self._case.parties:
                    open_ones.append(share.owner)
                    yield from self._of_record(share.owner, who, None)
                else:
                    yield _Name(f"{owned}:{share.owner}", who, None, share.owner, None)

    def _of_record(self, party_id: str, who: str, licensed_as: str | None) -> Iterator[_Name]:
        party, record = self._case.parties[party_id], self._case.party_records.get(party_id)
        stated = party.facts.get("country")
        country = stated.value if stated is not None and isinstance(stated.value, str) else None
        local = record.name_local if record is not None else ""
        for text in dict.fromkeys(text for text in (party.name, local) if text):
            yield _Name(party_id, who, licensed_as, text, country)


def _unusable(names: tuple[_Name, ...]) -> Iterator[Remark]:
    """Say which parties have a name with nothing to compare, or no name but their id."""
    usable = {name.subject for name in names if can_be_looked_up(name.text) and name.text != name.subject}
    for name in names:
        if not can_be_looked_up(name.text):
            text = f"{name.who}: the name {name.text[:80]!r} has no letter and was not looked up"
            yield Remark("name_not_looked_up", text)
        elif name.subject not in usable and name.text == name.subject:
            text = f"{name.who}: no name is stated; only the id was looked up"
            yield Remark("name_not_stated", text)


def _past(version: ListVersion, day: date) -> str:
    past = f"{day} is past the {version.staleness_days} days that may hold"
    return f"The party lists were generated on {version.generated}; {past}."


def _untested(version: ListVersion, order: Order, day: date) -> Iterator[Remark]:
    if not order.parties:
        yield Remark(NOT_LOOKED_UP, "No party to the line is stated: no name was looked up on any list of parties.")
        return
    yield Remark(
        BEYOND_EXACT,
        f"Party lists of {version.generated}, exact and alias names only; fuzzy names, addresses and ownership are "
        "not tested.",
        version.title,
    )
    if order.parties_complete is not Truth.TRUE:
        yield Remark("parties_not_stated", "Parties that are not stated were not looked up on any list.")
    if day < version.generated:
        text = f"The lists are of {version.generated}, after the day judged: a party taken off them since is not found."
        yield Remark("party_lists_as_they_stood", text, version.title)
