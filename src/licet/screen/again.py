"""Parties screened again on newer lists: what differs from the lists as they stood on an earlier day, and why.

An entry is known again by its data set, its list and its id. A candidate can come or go although its entry stands as
it stood: how much a word tells depends on how many names of the lists have it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import partial
from typing import TYPE_CHECKING

from licet.screen.judgements import entry_sha256
from licet.screen.listed import QUALIFIED, ListedParty
from licet.screen.screened import screen_parties

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date

    from licet.screen.asked_parties import AskedParty
    from licet.screen.judgements import Judgements
    from licet.screen.listed import ListedParties
    from licet.screen.lookup import Lookup
    from licet.screen.match import Hit, Level
    from licet.screen.screened import Found, Outcome, Screened

Key = tuple[str, str, str]  # data set, the list's own code, the entry's id


class Differs(Enum):
    """How a candidate differs from what it was."""

    NEW = "new"
    GONE = "gone"
    CHANGED = "changed"  # a candidate on both days, whose entry changed
    REOPENED = "reopened"  # the same entry, but a judgement of it counts no more


@dataclass(frozen=True, slots=True)
class Difference:
    """One candidate that differs.

    `hit` is as of the later day, or of the earlier one if it is gone. `fields` are those of the entry that changed;
    `reopened` says which judgement counts no more, empty if none ceased to.
    """

    differs: Differs
    hit: Hit
    why: str
    fields: tuple[str, ...] = ()
    reopened: str = ""


@dataclass(frozen=True, slots=True)
class ScreenedAgain:
    """One party of which something differs; `before` is what stood of it on the earlier day, `after` what stands."""

    party: AskedParty
    before: Outcome
    after: Outcome
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class AsOf:
    """The lists as they stood, ready to be asked, and the day on which judgements are to count."""

    listed: ListedParties
    lookup: Lookup
    day: date


def screen_again(
    parties: Sequence[AskedParty],
    before: AsOf,
    after: AsOf,
    judgements: Judgements,
    *,
    least: Level,
    progress: Callable[[int, int], None] | None = None,
) -> Iterator[ScreenedAgain]:
    """Yield the parties of which something differs, in their order.

    Args:
        parties: Whom to look up.
        before: The lists as they stood on the earlier day.
        after: The lists as they stand; judgements are those of the same file, on the later day.
        judgements: What persons judged.
        least: Candidates less alike than this are left out.
        progress: Told how many are done, and how many there are.
    """
    old, new = _by_key(before.listed), _by_key(after.listed)
    told, told_too = (None, None) if progress is None else _halves(progress)
    then = screen_parties(parties, before.lookup, judgements, before.day, least=least, progress=told)
    now = screen_parties(parties, after.lookup, judgements, after.day, least=least, progress=told_too)
    for one, other in zip(then, now, strict=True):
        differences = tuple(_differences(one, other, old, new))
        if differences or one.outcome is not other.outcome:
            yield ScreenedAgain(other.party, one.outcome, other.outcome, differences)


def _halves(progress: Callable[[int, int], None]) -> tuple[Callable[[int, int], None], Callable[[int, int], None]]:
    """Return what two passes over the same parties are to tell, so that together they are one."""
    done = [0, 0]

    def tell(which: int, so_far: int, in_all: int) -> None:
        done[which] = so_far
        progress(sum(done), 2 * in_all)

    return partial(tell, 0), partial(tell, 1)


def _by_key(listed: ListedParties) -> dict[Key, ListedParty]:
    sources = {each.code: each.source for each in listed.version.lists}
    return {
        (sources[party.list_code], party.list_code.rpartition(QUALIFIED)[2], party.source_id): party
        for party in listed.parties
    }


def _key(hit: Hit) -> Key:
    return hit.on_list.source, hit.on_list.own_code, hit.party.source_id


def _differences(
    then: Screened, now: Screened, old: Mapping[Key, ListedParty], new: Mapping[Key, ListedParty]
) -> Iterator[Difference]:
    before = {_key(each.hit): each for each in then.found}
    after = {_key(each.hit): each for each in now.found}
    for key, found in after.items():
        was = before.get(key)
        reopened = _reopened(was, found)
        if was is None:
            why, fields = _why(key, old, new, is_new=True)
            yield Difference(Differs.NEW, found.hit, why, fields, reopened)
        elif entry_sha256(was.hit.party) != entry_sha256(found.hit.party):
            fields = _fields(was.hit.party, found.hit.party)
            yield Difference(Differs.CHANGED, found.hit, "the entry changed", fields, reopened)
        elif reopened:
            yield Difference(Differs.REOPENED, found.hit, "the entry stands as it stood", (), reopened)
    for key, found in before.items():
        if key not in after:
            why, fields = _why(key, old, new, is_new=False)
            yield Difference(Differs.GONE, found.hit, why, fields)


def _reopened(was: Found | None, found: Found) -> str:
    """Say which judgement ceased to count between the two days; empty if none did."""
    counted = was is not None and was.standing.judgement is not None
    known = "" if was is None else was.standing.reopened
    return found.standing.reopened if counted or found.standing.reopened != known else ""


def _why(
    key: Key, old: Mapping[Key, ListedParty], new: Mapping[Key, ListedParty], *, is_new: bool
) -> tuple[str, tuple[str, ...]]:
    before, after = old.get(key), new.get(key)
    if before is None:
        return "the entry was not on the list then", ()
    if after is None:
        return "the entry is not on the list any more", ()
    fields = _fields(before, after)
    if fields:
        return "the entry changed", fields
    more = "more" if is_new else "less"
    return f"the entry stands as it stood, and is {more} alike now that other names of the lists changed", ()


def _fields(before: ListedParty, after: ListedParty) -> tuple[str, ...]:
    names = (name for name in ListedParty.__struct_fields__ if name != "list_code")
    return tuple(name for name in names if getattr(before, name) != getattr(after, name))
