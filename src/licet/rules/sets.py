"""Dated sets member by member, and places a key treats as another; read from CSV, asked as of a day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from licet.citation import Citation, Grade
from licet.errors import ProblemsFound
from licet.period import Period, read_date
from licet.rules.model import PlaceRow, SetRow
from licet.table_source import read_table
from licet.truth import Truth

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from licet.rules.fields import Faults

_SET_COLUMNS = {"set", "member", "from", "to", "public_from", "state", "grade", "doc", "at", "note"}
_PLACE_COLUMNS = {"place", "treated_as", "from", "to", "grade", "doc", "at"}


def read_sets(files: Sequence[tuple[str, Path]], instruments: Collection[str] | None, faults: Faults) -> list[SetRow]:
    """Read every set file; see docs/rule_language.md for the columns.

    Args:
        files: Names and paths.
        instruments: The keys a row may cite; None if they are not known.
        faults: Receives every fault.
    """
    rows: list[SetRow] = []
    told: list[_Told] = []
    for where, row in _rows(files, _SET_COLUMNS, faults):
        reader = _RowReader(where, row, instruments, faults)
        start, end = reader.period()
        if row["state"] not in {"in", "unknown"}:
            faults.add("unknown-value", where, f"state {row['state']!r} is not known", "use in or unknown")
        set_name, member = reader.filled("set"), reader.filled("member")
        source, public = reader.source(), reader.day("public_from")
        rows.append(SetRow(set_name, member, row["state"] == "in", source, start, end, public, row["note"]))
        told.append(_Told((set_name, member), where, Period(start, end)))
    for later in _overlapping(told):
        set_name, member = later.key
        what = f"{member} has rows that overlap in {set_name}"
        faults.add("overlapping-members", later.where, what, "end one where the next begins")
    return rows


def read_places(
    files: Sequence[tuple[str, Path]], instruments: Collection[str] | None, faults: Faults
) -> list[PlaceRow]:
    """Read places.csv; see `read_sets`."""
    rows: list[PlaceRow] = []
    told: list[_Told] = []
    for where, row in _rows(files, _PLACE_COLUMNS, faults):
        reader = _RowReader(where, row, instruments, faults)
        start, end = reader.period()
        place, treated_as = reader.filled("place"), reader.filled("treated_as")
        rows.append(PlaceRow(place, treated_as, reader.source(), start, end))
        told.append(_Told((place,), where, Period(start, end)))
    for later in _overlapping(told):
        what = f"{later.key[0]} counts as two places on one day"
        faults.add("overlapping-places", later.where, what, "end one where the next begins")
    return rows


def _rows(files: Sequence[tuple[str, Path]], columns: set[str], faults: Faults) -> Iterator[tuple[str, dict[str, str]]]:
    for name, path in files:
        try:
            table = read_table(path, shown_as=name)
        except ProblemsFound as found:
            faults.problems.extend(found.problems)
            continue
        for column in sorted(columns ^ set(table.columns)):
            mend = "add the column" if column in columns else f"known columns: {', '.join(sorted(columns))}"
            what = f"the column {column} is {'missing' if column in columns else 'not known'}"
            faults.add("wrong-columns", table.header_where, what, mend)
        if columns <= set(table.columns):
            yield from table.rows


@dataclass(frozen=True, slots=True)
class _RowReader:
    """Reads the cells of one row, every fault gathered."""

    where: str
    row: dict[str, str]
    instruments: Collection[str] | None
    faults: Faults

    def filled(self, column: str) -> str:
        """Return a cell that may not be blank."""
        if not self.row[column]:
            self.faults.add("blank-cell", self.where, f"the row names no {column}", f"fill in {column}")
        return self.row[column]

    def day(self, column: str) -> date | None:
        """Return the date in a cell, None if blank."""
        text = self.row[column]
        try:
            return read_date(text) if text else None
        except ValueError as error:
            self.faults.add("bad-date", self.where, f"{column}: {error}", "write a day that exists as YYYY-MM-DD")
            return None

    def period(self) -> tuple[date | None, date | None]:
        """Return the first day in and the first day out; a period without a day is reported, and read as empty."""
        start, end = self.day("from"), self.day("to")
        if start is not None and end is not None and end <= start:
            what = "the row ends on or before it starts"
            self.faults.add("empty-period", self.where, what, "`to` is the first day out")
            return start, start
        return start, end

    def source(self) -> Citation:
        """Return the citation."""
        doc, named = self.row["doc"], self.row["grade"]
        try:
            grade = Grade(named)
        except ValueError:
            mend = "use primary, secondary, press or memory"
            self.faults.add("unknown-value", self.where, f"grade {named!r} is not known", mend)
            grade = Grade.MEMORY
        if not doc:
            self.faults.add("uncited-value", self.where, "the row has no source", "fill in doc and at")
        elif self.instruments is not None and doc not in self.instruments:
            mend = "list it, with title and url"
            self.faults.add("unknown-source", self.where, f"{doc} is not listed in sources.yaml", mend)
        return Citation(doc, self.row["at"], grade)


@dataclass(frozen=True, slots=True)
class _Told:
    """Of what a row speaks, where it stands, and of which days."""

    key: tuple[str, ...]
    where: str
    period: Period


def _overlapping(told: Iterable[_Told]) -> Iterator[_Told]:
    """Yield each row that speaks of a day of which an earlier row speaks; a blank cell is reported elsewhere."""
    by_key: dict[tuple[str, ...], list[_Told]] = {}
    for later in told:
        earlier = by_key.setdefault(later.key, [])
        if all(later.key) and any(one.period.overlaps(later.period) for one in earlier):
            yield later
        earlier.append(later)


@dataclass(frozen=True, slots=True)
class SetOnDate:
    """One set on one day: who is in, and of whom that is not known."""

    members: frozenset[str]
    uncertain: frozenset[str]

    def contains(self, member: str) -> Truth:
        """Return whether the member is in."""
        if member in self.members:
            return Truth.TRUE
        return Truth.UNKNOWN if member in self.uncertain else Truth.FALSE


def sets_on(rows: Iterable[SetRow], day: date, known_at: date | None) -> dict[str, SetOnDate]:
    """Return every set as it stood on a day; with `known_at`, as the public then knew it."""
    members: dict[str, set[str]] = {}
    uncertain: dict[str, set[str]] = {}
    ordered = list(rows)
    for row in _as_known(ordered, known_at) if known_at else ordered:
        members.setdefault(row.set_name, set())
        uncertain.setdefault(row.set_name, set())
        if Period(row.start, row.end).contains(day):
            (members if row.certain else uncertain)[row.set_name].add(row.member)
    return {name: SetOnDate(frozenset(members[name]), frozenset(uncertain[name] - members[name])) for name in members}


def _as_known(rows: Sequence[SetRow], known_at: date) -> Iterator[SetRow]:
    """Leave out rows not yet public, and reopen the ends that they set."""
    import msgspec  # noqa: PLC0415  only for questions about past knowledge

    hidden = {(row.member, row.start) for row in rows if row.public_from and row.public_from > known_at}
    for row in rows:
        if row.public_from and row.public_from > known_at:
            continue
        reopened = row.end is not None and (row.member, row.end) in hidden
        yield msgspec.structs.replace(row, end=None) if reopened else row
