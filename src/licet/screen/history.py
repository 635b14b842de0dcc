"""Lists kept over time: every vintage imported can be asked again, and two of them compared.

A data set (`SourceHistory`) has its vintages, oldest first, and its entries with the first and the last vintage in
which each stood as it stands. An entry that changed has a row for each state; one that is gone keeps its row. Data
sets are kept side by side, each replaced by its own newer vintages. What an entry says of its own start and end is
not looked at here: a list as it stood on a day is what its publisher gave out last before that day.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import msgspec

from licet.errors import ProblemsFound
from licet.problem import Problem
from licet.screen.listed import QUALIFIED, ListedParties, ListedParty, ListVersion, StatedOwner

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_IMPORT = "`licet screen import FILE`"


class SeenParty(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """An entry in one state, and the first and the last vintage (both in) that have it so."""

    party: ListedParty
    first_seen: date
    last_seen: date


class SourceHistory(msgspec.Struct, frozen=True):
    """One data set: its vintages, oldest first, its entries in every state, the owners its newest vintage states."""

    source: str
    versions: tuple[ListVersion, ...]
    entries: tuple[SeenParty, ...]
    owners: tuple[StatedOwner, ...] = ()

    @property
    def newest(self) -> ListVersion:
        """Its newest vintage."""
        return self.versions[-1]

    def version_on(self, day: date) -> ListVersion | None:
        """Return the newest vintage of that day or before; None if there is none."""
        return next((each for each in reversed(self.versions) if each.generated <= day), None)

    def parties_of(self, version: ListVersion) -> tuple[ListedParty, ...]:
        """Return the entries of one vintage."""
        day = version.generated
        return tuple(each.party for each in self.entries if each.first_seen <= day <= each.last_seen)


@dataclass(frozen=True, slots=True)
class Change:
    """An entry that differs between two vintages: `before` or `after` is None if it was added or removed.

    `differs_in` names the fields that differ, of an entry that stands in both.
    """

    before: ListedParty | None
    after: ListedParty | None
    differs_in: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Changes:
    """What differs between two vintages of one data set; `before` is None if none is old enough to compare."""

    source: str
    before: ListVersion | None
    after: ListVersion
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class ListStore:
    """All lists of one folder: the data sets side by side, by their keys."""

    sources: tuple[SourceHistory, ...] = ()

    def source(self, key: str) -> SourceHistory | None:
        """Return a data set; None if it is not kept."""
        return next((each for each in self.sources if each.source == key), None)

    def with_import(self, listed: ListedParties, *, replace: bool = False) -> ListStore:
        """Return the store with a vintage taken in; the same vintage again takes the place of the one before.

        Args:
            listed: What was read from a file.
            replace: Forget the data set's earlier vintages.

        Raises:
            ProblemsFound: If the data set has a newer vintage, or one read from another form, or two entries of a
                list have one id.
        """
        key = listed.version.source
        _check_keys(listed)
        old = None if replace else self.source(key)
        if old is not None:
            _check_follows(old, listed.version)
        new = _begun(listed) if old is None else _continued(old, listed)
        others = [each for each in self.sources if each.source != key]
        return ListStore(tuple(sorted([*others, new], key=lambda each: each.source)))

    def as_of(self, day: date | None = None, *, else_first_of: date | None = None) -> ListedParties:
        """Return the lists as they stood on a day, those of all data sets as one; the newest if no day is given.

        Args:
            day: The day asked for.
            else_first_of: Of a data set without a vintage so old, its first one is taken if it is of this day or
                before; left out if None.

        Raises:
            ProblemsFound: If no data set has a vintage to take.
        """
        found: list[tuple[SourceHistory, ListVersion]] = []
        not_yet: list[str] = []
        for each in self.sources:
            version = each.newest if day is None else each.version_on(day)
            if version is None and else_first_of is not None and each.versions[0].generated <= else_first_of:
                version = each.versions[0]
            if version is None:
                not_yet.append(each.source)
            else:
                found.append((each, version))
        if not found:
            first = min((each.versions[0].generated for each in self.sources), default=None)
            what = "there are no lists" if first is None else f"the oldest vintage is of {first}, after {day}"
            raise ProblemsFound([Problem("missing-lists", "lists", what, f"import an older file: {_IMPORT}")])
        return _together(found, tuple(not_yet))

    def changes(self, since: date, until: date | None = None) -> tuple[Changes, ...]:
        """Return what differs, data set by data set, between the lists as they stood on two days.

        Args:
            since: The first day.
            until: The second; the newest vintages if None.
        """
        return tuple(
            _compared(each, each.version_on(since), after)
            for each in self.sources
            if (after := each.newest if until is None else each.version_on(until)) is not None
        )

    def seen(self, source: str, list_code: str, source_id: str) -> tuple[date, date] | None:
        """Return the first and the last vintage that have an entry in any state; None if none has."""
        kept = self.source(source)
        key = (list_code, source_id)
        rows = [each for each in kept.entries if _key(each.party) == key] if kept is not None else []
        if not rows:
            return None
        return min(row.first_seen for row in rows), max(row.last_seen for row in rows)


def check_counts(kept: SourceHistory) -> str:
    """Return what is wrong with the vintages of a data set, empty if each holds as many entries as it says."""
    days = [version.generated for version in kept.versions]
    if not days or sorted(set(days)) != days or kept.source != kept.newest.source:
        return "its vintages are not in order"
    place = {day: number for number, day in enumerate(days)}
    begun: list[Counter[str]] = [Counter() for _ in days]
    for row in kept.entries:
        if row.first_seen not in place or row.last_seen not in place or row.first_seen > row.last_seen:
            return "an entry has days that no vintage has"
        begun[place[row.first_seen]][row.party.list_code] += 1
        if place[row.last_seen] + 1 < len(days):
            begun[place[row.last_seen] + 1][row.party.list_code] -= 1
    counts: Counter[str] = Counter()
    for version, more in zip(kept.versions, begun, strict=True):
        counts.update(more)
        if +counts != +Counter({each.code: each.parties for each in version.lists}):
            return "does not hold as many parties as it says"
    return ""


def _key(party: ListedParty) -> tuple[str, str]:
    return party.list_code, party.source_id


def _check_keys(listed: ListedParties) -> None:
    twice = [key for key, count in Counter(map(_key, listed.parties)).items() if count > 1]
    if twice:
        code, source_id = twice[0]
        what = f"{len(twice)} ids stand twice on a list; {source_id[:40]!a} of {code[:40]!a} is the first"
        raise ProblemsFound([Problem("stated-twice", listed.version.source, what, "give each entry its own id")])


def _check_follows(old: SourceHistory, new: ListVersion) -> None:
    newest = old.newest
    again = f"to forget the vintages of {old.source} kept so far, add `--replace`; to keep both, add `--source NAME`"
    if new.generated < newest.generated:
        what = f"is of {new.generated}; a vintage of {newest.generated} is kept already"
        raise ProblemsFound([Problem("older-vintage", old.source, what, f"import vintages oldest first; {again}")])
    if new.form != newest.form:
        what = f"was read from the form {newest.form} before, now from {new.form}; their entries cannot be compared"
        raise ProblemsFound([Problem("other-form", old.source, what, again)])


def _begun(listed: ListedParties) -> SourceHistory:
    day = listed.version.generated
    rows = tuple(SeenParty(party, day, day) for party in listed.parties)
    return SourceHistory(listed.version.source, (listed.version,), rows, listed.owners)


def _continued(old: SourceHistory, listed: ListedParties) -> SourceHistory:
    day = listed.version.generated
    versions = old.versions
    entries: Iterable[SeenParty] = old.entries
    if old.newest.generated == day:  # the day's vintage again: as if it had not been taken in yet
        versions = versions[:-1]
        if not versions:
            return _begun(listed)
        entries = _before(entries, versions[-1].generated)
    last = versions[-1].generated
    parties = {_key(party): party for party in listed.parties}
    rows: list[SeenParty] = []
    for row in entries:
        if row.last_seen == last and parties.get(_key(row.party)) == row.party:
            rows.append(SeenParty(parties.pop(_key(row.party)), row.first_seen, day))
        else:
            rows.append(row)
    rows += [SeenParty(party, day, day) for party in parties.values()]
    return SourceHistory(old.source, (*versions, listed.version), tuple(rows), listed.owners)


def _before(entries: Iterable[SeenParty], last: date) -> Iterable[SeenParty]:
    """Yield the rows as they were when the vintage `last` was the newest."""
    for row in entries:
        if row.first_seen <= last:
            yield row if row.last_seen <= last else SeenParty(row.party, row.first_seen, last)


def _together(found: list[tuple[SourceHistory, ListVersion]], not_yet: tuple[str, ...]) -> ListedParties:
    """Return the vintages of several data sets as one; where two give a list one code, the later names its source."""
    if len(found) == 1:
        kept, version = found[0]
        version = msgspec.structs.replace(version, not_yet=not_yet) if not_yet else version
        return ListedParties(version, kept.parties_of(version), _owners(kept, version))
    taken: set[str] = set()
    parties: list[ListedParty] = []
    owners: list[StatedOwner] = []
    parts: list[ListVersion] = []
    for kept, version in found:
        codes = {
            each.code: f"{kept.source}{QUALIFIED}{each.code}" if each.code in taken else each.code
            for each in version.lists
        }
        lists = tuple(msgspec.structs.replace(each, code=codes[each.code]) for each in version.lists)
        taken.update(codes.values())
        parts.append(msgspec.structs.replace(version, lists=lists))
        parties += _recoded(kept.parties_of(version), codes)
        owners += _owners(kept, version)
    oldest = min(parts, key=lambda each: each.generated)
    last_day = min(each.last_day for each in parts)
    whole = ListVersion(
        title="; ".join(each.title for each in parts),
        generated=oldest.generated,
        generated_at=oldest.generated_at,
        retrieved_at="",
        source_url="; ".join(each.source_url for each in parts),
        sha256=hashlib.sha256("".join(each.sha256 for each in parts).encode()).hexdigest(),
        lists=tuple(each for part in parts for each in part.lists),
        staleness_days=(last_day - oldest.generated).days,
        parts=tuple(parts),
        not_yet=not_yet,
    )
    return ListedParties(whole, tuple(parties), tuple(owners))


def _recoded(parties: tuple[ListedParty, ...], codes: Mapping[str, str]) -> Iterable[ListedParty]:
    for party in parties:
        code = codes[party.list_code]
        yield party if code == party.list_code else msgspec.structs.replace(party, list_code=code)


def _owners(kept: SourceHistory, version: ListVersion) -> tuple[StatedOwner, ...]:
    return kept.owners if version.generated == kept.newest.generated else ()


def _compared(kept: SourceHistory, before: ListVersion | None, after: ListVersion) -> Changes:
    if before is None or before.generated >= after.generated:
        return Changes(kept.source, before, after, ())
    old = {_key(party): party for party in kept.parties_of(before)}
    new = {_key(party): party for party in kept.parties_of(after)}
    found = [Change(None, new[key]) for key in new.keys() - old.keys()]
    found += [Change(old[key], None) for key in old.keys() - new.keys()]
    for key in old.keys() & new.keys():
        if old[key] != new[key]:
            fields = ListedParty.__struct_fields__
            differs = tuple(name for name in fields if getattr(old[key], name) != getattr(new[key], name))
            found.append(Change(old[key], new[key], differs))
    found.sort(key=_order)
    return Changes(kept.source, before, after, tuple(found))


def _order(change: Change) -> tuple[str, str, str]:
    party = change.after or change.before
    return (party.list_code, party.name, party.source_id) if party is not None else ("", "", "")
