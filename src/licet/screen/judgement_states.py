"""What became of each judgement on a day: whether it still counts, and if not, why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from licet.screen.judgements import Judgements, entry_sha256
from licet.screen.listed import QUALIFIED

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from licet.screen.judgements import Judgement
    from licet.screen.listed import ListedParties, ListedParty, PartyList


class JudgementState(Enum):
    """The state of a judgement on a day: the first that is true, in this order."""

    NOT_YET = "not_yet"  # it is of a later day
    REPLACED = "replaced"  # the same party and entry were judged again
    ENDED = "ended"
    LIST_MISSING = "list_missing"  # no list of that data set and code is imported, or it is of a later day
    ENTRY_GONE = "entry_gone"
    ENTRY_CHANGED = "entry_changed"
    COUNTS = "counts"


@dataclass(frozen=True, slots=True)
class Stated:
    """A judgement with its state, and the entry as it stands; None where it is not there."""

    judgement: Judgement
    state: JudgementState
    entry: ListedParty | None = None


def judgement_states(judgements: Judgements, listed: ListedParties, day: date) -> tuple[Stated, ...]:
    """Return the state of each judgement, in the order of the file.

    Args:
        judgements: Of one file.
        listed: The lists as they stood on the day.
        day: The day asked about.
    """
    lists = {(each.source, each.own_code): each for each in listed.version.lists}
    wanted = {(row.source, _own(row.list_code), row.entry_id) for row in judgements.rows}
    entries = dict(_entries(listed, wanted))
    return tuple(_stated(row, judgements, lists, entries, day) for row in judgements.rows)


def _entries(
    listed: ListedParties, wanted: set[tuple[str, str, str]]
) -> Iterable[tuple[tuple[str, str, str], ListedParty]]:
    sources = {each.code: each.source for each in listed.version.lists}
    for party in listed.parties:
        key = (sources[party.list_code], _own(party.list_code), party.source_id)
        if key in wanted:
            yield key, party


def _stated(
    row: Judgement,
    judgements: Judgements,
    lists: dict[tuple[str, str], PartyList],
    entries: dict[tuple[str, str, str], ListedParty],
    day: date,
) -> Stated:
    own = _own(row.list_code)
    entry = entries.get((row.source, own, row.entry_id))
    if row.on > day:
        return Stated(row, JudgementState.NOT_YET, entry)
    if judgements.newest_like(row, day) is not row:
        return Stated(row, JudgementState.REPLACED, entry)
    if day >= row.until:
        return Stated(row, JudgementState.ENDED, entry)
    if (row.source, own) not in lists:
        return Stated(row, JudgementState.LIST_MISSING)
    if entry is None:
        return Stated(row, JudgementState.ENTRY_GONE)
    changed = entry_sha256(entry) != row.entry_sha256
    return Stated(row, JudgementState.ENTRY_CHANGED if changed else JudgementState.COUNTS, entry)


def _own(list_code: str) -> str:
    return list_code.rpartition(QUALIFIED)[2]
