"""Dated sets member by member, and places a key treats as another; read from CSV, asked as of a day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from licet.citation import Grade
from licet.errors import ProblemsFound
from licet.period import Period, read_date
from licet.rules.model import PlaceRow, SetRow, Source
from licet.table_source import read_table
from licet.truth import Truth

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from licet.rules.fields import Faults

_SET_COLUMNS = {"set", "member", "from", "to", "public_from", "state", "grade", "doc", "at", "note"}
_PLACE_COLUMNS = {"place", "treated_as", "from", "to", "grade", "doc", "at"}


def read_sets(files: Sequence[tuple[str, Path]], faults: Faults) -> list[SetRow]:
    """Read every set file; see docs/rule_language.md for the columns."""
    rows = []
    for where, row in _rows(files, _SET_COLUMNS, faults):
        start, end = _day(row, "from", where, faults), _day(row, "to", where, faults)
        if row.get("state") not in {"in", "unknown"}:
            faults.add("unknown-value", where, f"state {row.get('state')!r} is not known", "use in or unknown")
        source = _source(row, where, faults)
        public = _day(row, "public_from", where, faults)
        certain = row.get("state") == "in"
        rows.append(SetRow(row["set"], row["member"], certain, source, start, end, public, row.get("note", "")))
    _check_overlaps(rows, faults)
    return rows


def read_places(files: Sequence[tuple[str, Path]], faults: Faults) -> list[PlaceRow]:
    """Read places.csv."""
    return [
        PlaceRow(
            row["place"],
            row["treated_as"],
            _source(row, where, faults),
            _day(row, "from", where, faults),
            _day(row, "to", where, faults),
        )
        for where, row in _rows(files, _PLACE_COLUMNS, faults)
    ]


def _rows(files: Sequence[tuple[str, Path]], columns: set[str], faults: Faults) -> Iterator[tuple[str, dict[str, str]]]:
    for name, path in files:
        try:
            table = read_table(path, shown_as=name)
        except ProblemsFound as found:
            faults.problems.extend(found.problems)
            continue
        for column in columns ^ set(table.columns):
            mend = "add the column" if column in columns else f"known columns: {', '.join(sorted(columns))}"
            faults.add(
                "wrong-columns", name, f"the column {column} is {'missing' if column in columns else 'not known'}", mend
            )
        if columns <= set(table.columns):
            yield from table.rows


def _day(row: dict[str, str], column: str, where: str, faults: Faults) -> date | None:
    text = row.get(column, "").strip()
    if not text:
        return None
    try:
        return read_date(text)
    except ValueError as error:
        faults.add("bad-date", where, f"{column}: {error}", "write a day that exists as YYYY-MM-DD")
        return None


def _source(row: dict[str, str], where: str, faults: Faults) -> Source:
    try:
        grade = Grade(row.get("grade", ""))
    except ValueError:
        faults.add(
            "unknown-value",
            where,
            f"grade {row.get('grade')!r} is not known",
            "use primary, secondary, press or memory",
        )
        grade = Grade.MEMORY
    if not row.get("doc"):
        faults.add("uncited-value", where, "the row has no source", "fill in doc and at")
    return Source(row.get("doc", ""), row.get("at", ""), grade)


def _check_overlaps(rows: Sequence[SetRow], faults: Faults) -> None:
    by_member: dict[tuple[str, str], list[SetRow]] = {}
    for row in rows:
        by_member.setdefault((row.set_name, row.member), []).append(row)
    for (set_name, member), found in by_member.items():
        periods = [Period(row.start, row.end) for row in found]
        clash = any(a.overlaps(b) for i, a in enumerate(periods) for b in periods[i + 1 :])
        if clash:
            faults.add(
                "overlapping-members",
                f"sets/{set_name}",
                f"{member} has rows that overlap in {set_name}",
                "end one where the next begins",
            )


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
