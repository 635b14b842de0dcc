"""Parties looked up and set against what persons judged: what stands of each, in one word and with every candidate.

A candidate is a possible match and no more. A party is clear only if nothing is alike, or if a person judged of every
candidate that it is another party.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from licet.errors import ProblemsFound
from licet.problem import Problem
from licet.screen.asked_parties import AskedParty, asked_names
from licet.screen.judgements import FILE_NAME, JudgedAs, Judgements, read_judgements
from licet.screen.lookup import Lookup
from licet.screen.match import Level, can_be_looked_up
from licet.screen.stored import read_store

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence
    from datetime import date

    from licet.screen.judgements import Standing
    from licet.screen.listed import ListedParties, ListVersion
    from licet.screen.match import Hit

AT_ONCE = 2_000  # parties looked up before their answers are given out
_ORDER = {level: number for number, level in enumerate(Level)}


class Outcome(Enum):
    """What stands of a party: the first that is true, in this order."""

    LISTED = "listed"  # a person judged that it is a listed party
    POSSIBLE_MATCH = "possible_match"  # a candidate that nobody has judged, or only as undecided
    CLEARED = "cleared"  # a person judged of every candidate that it is another party
    NOT_LOOKED_UP = "not_looked_up"  # no name has a letter to compare
    NOT_ALIKE = "not_alike"  # no entry is alike enough

    @property
    def is_clear(self) -> bool:
        """Whether nothing is left to judge."""
        return self in {Outcome.CLEARED, Outcome.NOT_ALIKE}


@dataclass(frozen=True, slots=True)
class Found:
    """One entry that a party may be, and what stands judged of the two."""

    hit: Hit
    standing: Standing


@dataclass(frozen=True, slots=True)
class Screened:
    """One party with what stands of it; `not_compared` are its names without a letter to compare."""

    party: AskedParty
    outcome: Outcome
    found: tuple[Found, ...] = ()
    not_compared: tuple[str, ...] = ()


def screen_parties(
    parties: Sequence[AskedParty],
    lookup: Lookup,
    judgements: Judgements,
    day: date,
    *,
    least: Level = Level.POSSIBLE,
    progress: Callable[[int, int], None] | None = None,
) -> Iterator[Screened]:
    """Yield what stands of each party, in their order; a few thousand are held at a time.

    Args:
        parties: Whom to look up.
        lookup: The lists.
        judgements: What persons judged.
        day: The day on which judgements are to count.
        least: Candidates less alike than this are left out.
        progress: Told how many are done, and how many there are.
    """
    for first in range(0, len(parties), AT_ONCE):
        part = parties[first : first + AT_ONCE]
        told = None if progress is None else _shifted(progress, first, len(parties))
        for party, hits in zip(part, lookup.look_up_many([each.asked for each in part], progress=told), strict=True):
            yield _screened(party, [hit for hit in hits if _ORDER[hit.level] <= _ORDER[least]], judgements, day)


def _shifted(progress: Callable[[int, int], None], first: int, in_all: int) -> Callable[[int, int], None]:
    return lambda done, _: progress(first + done, in_all)


def _screened(party: AskedParty, hits: Sequence[Hit], judgements: Judgements, day: date) -> Screened:
    found = tuple(Found(hit, standing_of(party, hit, judgements, day)) for hit in hits)
    dumb = tuple(name for name in party.asked.names if not can_be_looked_up(name))
    return Screened(party, _outcome(found, is_dumb=len(dumb) == len(party.asked.names)), found, dumb)


def standing_of(party: AskedParty, hit: Hit, judgements: Judgements, day: date) -> Standing:
    """Return what stands judged of a party and an entry on a day."""
    return judgements.of(party.party_id, (hit.asked,), hit.on_list, hit.party, day)


def _outcome(found: Sequence[Found], *, is_dumb: bool) -> Outcome:
    judged = {each.standing.judgement.judged if each.standing.judgement else None for each in found}
    if JudgedAs.SAME in judged:
        return Outcome.LISTED
    if judged - {JudgedAs.NOT_SAME}:
        return Outcome.POSSIBLE_MATCH
    if is_dumb:
        return Outcome.NOT_LOOKED_UP
    return Outcome.CLEARED if judged else Outcome.NOT_ALIKE


def only_lists(listed: ListedParties, codes: Collection[str]) -> ListedParties:
    """Return the parties of some lists alone; all of them if no code is given.

    Args:
        listed: One version of the lists.
        codes: Of lists, as shown (`us-denied-persons:DPL`), or as their publisher gives them (`DPL`, in every data
            set that has it).

    Raises:
        ProblemsFound: If a code is of no list.
    """
    if not codes:
        return listed
    lists = listed.version.lists
    known = {each.code for each in lists} | {each.own_code for each in lists}
    mend = f"the lists are {', '.join(each.code for each in lists)}"
    problems = [
        Problem("unknown-list", "--list", f"{code[:80]!a} is no code of a list", mend)
        for code in codes
        if code not in known
    ]
    if problems:
        raise ProblemsFound(problems)
    return _only(listed, {each.code for each in lists if each.code in codes or each.own_code in codes})


def same_lists(listed: ListedParties, other: ListedParties) -> ListedParties:
    """Return the parties of those lists alone that the other lists have too, perhaps of another vintage."""
    wanted = {(each.source, each.own_code) for each in other.version.lists}
    return _only(listed, {each.code for each in listed.version.lists if (each.source, each.own_code) in wanted})


def _only(listed: ListedParties, wanted: Collection[str]) -> ListedParties:
    parties = tuple(party for party in listed.parties if party.list_code in wanted)
    return replace(listed, version=_narrowed(listed.version, wanted), parties=parties)


def _narrowed(version: ListVersion, wanted: Collection[str]) -> ListVersion:
    lists = tuple(each for each in version.lists if each.code in wanted)
    parts = tuple(_narrowed(part, wanted) for part in version.parts)
    return msgspec.structs.replace(version, lists=lists, parts=tuple(part for part in parts if part.lists))


def judgements_of(path: Path) -> Judgements:
    """Return the judgements of a file; none if there is no such file.

    Raises:
        ProblemsFound: With every fault of the file.
    """
    return Judgements(read_judgements(path) if path.exists() else ())


def day_on_file(version: ListVersion, judgements: Judgements) -> date:
    """Return the newest day that the lists and the judgements know of, for one who asks of no day."""
    vintages = [part.generated for part in version.each_source]
    return max([*vintages, *(row.on for row in judgements.rows)])


def screen_names(
    parties: Sequence[str | AskedParty],
    lists: Path | str,
    *,
    as_of: date | None = None,
    only: Collection[str] = (),
    least: Level = Level.POSSIBLE,
    judgements: Path | str | None = None,
) -> tuple[Screened, ...]:
    """Return what stands of each party, as `licet screen` answers it.

    Args:
        parties: Names, or parties from `asked_names` or `read_asked`.
        lists: A folder of imported lists.
        as_of: The day asked about: the lists as they stood, the judgements that count. If None the newest lists, and
            the newest day on file for the judgements.
        only: Codes of lists; all of them if none is given.
        least: Candidates less alike than this are left out.
        judgements: The file of judgements; the one beside the lists if None.

    Raises:
        ProblemsFound: If a name, the lists or the judgements cannot be used.
    """
    asked = [party if isinstance(party, AskedParty) else asked_names([party])[0] for party in parties]
    listed = only_lists(read_store(Path(lists)).as_of(as_of), only)
    judged = (
        judgements_of(Path(lists) / FILE_NAME) if judgements is None else Judgements(read_judgements(Path(judgements)))
    )
    day = as_of or day_on_file(listed.version, judged)
    return tuple(screen_parties(asked, Lookup(listed), judged, day, least=least))
