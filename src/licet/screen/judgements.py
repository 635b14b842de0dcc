"""What persons judged of entries: the same party, not the same, or undecided; in a table beside the lists or the case.

A judgement is about one party under one name and one entry in one state. It counts from its day to the day it ends,
and no more once the entry has changed. Each is a row of its own, and rows are only added: of the rows about a party
and an entry the newest alone is looked at, and what it took the place of does not come back.
"""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass, fields
from datetime import date
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from licet.errors import ProblemsFound, UsageError
from licet.kept_table import added_to, meant, one_at_a_time, put_in_place
from licet.problem import Problem
from licet.screen.listed import QUALIFIED, ListedParty
from licet.screen.names import normal_form
from licet.table_source import MAX_CELL_LENGTH, REFUSED_CHARACTER, read_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from licet.screen.listed import PartyList

FILE_NAME = "judgements.csv"


class JudgedAs(Enum):
    """What a person judged of a party and an entry."""

    SAME = "same"
    NOT_SAME = "not_same"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a person judged of one party under one name and one entry, as it stood that day.

    `source`, `list_code` (the list's own code) and `entry_id` say which entry, `entry_sha256` in which state. `on` is
    the first day it counts, `until` the first day it counts no more; `where` is its place in the file, as file:line.
    """

    party_id: str
    name: str
    source: str
    list_code: str
    entry_id: str
    entry_name: str
    entry_sha256: str
    judged: JudgedAs
    reason: str
    by: str
    on: date
    until: date
    document: str = ""
    where: str = ""


COLUMNS = tuple(field.name for field in fields(Judgement) if field.name != "where")
_MAY_BE_BLANK = ("document",)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_SURROGATE = re.compile("[\ud800-\udfff]")


def entry_sha256(party: ListedParty) -> str:
    """Return the digest of an entry as it stands: of every field it fills; its list by the list's own code.

    A field that the entry leaves empty does not count, so that a field added to the model changes no digest.
    """
    own_code = party.list_code.rpartition(QUALIFIED)[2]
    stated = {"list_code": own_code}
    for name in ListedParty.__struct_fields__:
        value = getattr(party, name)
        if value and name not in stated:
            stated[name] = value
    return hashlib.sha256(msgspec.json.encode(stated, order="sorted")).hexdigest()


# ---- the file


def read_judgements(path: Path) -> tuple[Judgement, ...]:
    """Read the judgements of a file, in its order.

    Args:
        path: CSV with the columns `COLUMNS`, in any order; `document` may be left out. It must be there.

    Raises:
        ProblemsFound: With every fault of the file, each with its line.
    """
    table = read_table(path, shown_as=path.name)
    problems: list[Problem] = []
    known = f"the columns are {', '.join(COLUMNS)}"
    for column in table.columns:
        if column not in COLUMNS:
            what = f"the column {column[:80]!a} is not known here"
            problems.append(Problem("unknown-column", table.header_where, what, known))
    missing = [column for column in COLUMNS if column not in {*table.columns, *_MAY_BE_BLANK}]
    problems += [Problem("missing-column", table.header_where, f"there is no column {each}", known) for each in missing]
    found = [_judgement(row, where, problems) for where, row in table.rows] if not problems else []
    if problems:
        raise ProblemsFound(problems)
    return tuple(each for each in found if each is not None)


def append_judgement(path: Path, judgement: Judgement) -> None:
    """Add a judgement to the file, which is made with its heading if it is not there; all or nothing is written.

    Persons and programs that append at once wait for each other, by a lock on `.judgements.csv.lock` beside the file.
    A text that a spreadsheet would take for a formula is written with an apostrophe before it, and read back without.

    Raises:
        ProblemsFound: If the judgement would not be read back (a blank, a character that is no text), or the file
            has faults.
        UsageError: If the file cannot be written.
    """
    cells = _cells(judgement)
    problems: list[Problem] = []
    for column, cell in cells.items():
        if _SURROGATE.search(cell) or REFUSED_CHARACTER.search(cell) or "\r" in cell or len(cell) >= MAX_CELL_LENGTH:
            what = f"{column}: is no text, or has over {MAX_CELL_LENGTH:,} characters: {cell[:40]!a}"
            problems.append(Problem("bad-value", "the judgement", what, "write it in plain text"))
    if not problems:
        _judgement({column: cell.strip() for column, cell in cells.items()}, "the judgement", problems)
    if problems:
        raise ProblemsFound(problems)
    if path.suffix.casefold() == ".xlsx":
        msg = f"{path} is a workbook: judgements are added to CSV only"
        raise UsageError(msg)
    path = Path(os.path.realpath(path))  # what a link points to is replaced, not the link
    with one_at_a_time(path):
        before = read_judgements(path) if path.exists() else ()
        rows = [tuple(_cells(each).values()) for each in before]
        put_in_place(path, added_to(path, COLUMNS, rows, [tuple(cells.values())]))


def _cells(judgement: Judgement) -> dict[str, str]:
    cells = {}
    for column in COLUMNS:
        value = getattr(judgement, column)
        cells[column] = value.value if isinstance(value, JudgedAs) else str(value)
    return cells


# ---- a row


def _judgement(row: Mapping[str, str], where: str, problems: list[Problem]) -> Judgement | None:
    """Return what a row says; None, with every fault of it kept, if it has one."""
    texts = {column: meant(row.get(column, "")).strip() for column in COLUMNS}
    before = len(problems)

    def fault(slug: str, what: str, mend: str) -> None:
        problems.append(Problem(slug, where, what, mend))

    for column, text in texts.items():
        if not text and column not in _MAY_BE_BLANK:
            fault("missing-value", f"{column} is blank", f"write {column}; a judgement without it does not count")
    judged = next((each for each in JudgedAs if each.value == texts["judged"]), None)
    if texts["judged"] and judged is None:
        mend = f"write one of {', '.join(each.value for each in JudgedAs)}"
        fault("bad-value", f"judged is {texts['judged'][:40]!a}", mend)
    if texts["entry_sha256"] and not _SHA256.fullmatch(texts["entry_sha256"]):
        mend = "copy the digest that `licet screen NAME --json` gives of the entry: 64 digits of 0-9 and a-f"
        fault("bad-value", "entry_sha256 is no digest", mend)
    on, until = _day(texts["on"]), _day(texts["until"])
    for column, day in (("on", on), ("until", until)):
        if texts[column] and day is None:
            fault("bad-date", f"{column} is {texts[column][:40]!a}, which is no day", "write it as 2026-07-31")
    if on is not None and until is not None and until <= on:
        fault("bad-period", f"ends on {until}, not after {on}", "until is the first day it counts no more")
    if len(problems) > before or judged is None or on is None or until is None:
        return None
    plain = {column: texts[column] for column in COLUMNS if column not in {"judged", "on", "until"}}
    return Judgement(**plain, judged=judged, on=on, until=until, where=where)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None


# ---- which counts


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands judged of a party and an entry on a day.

    `judgement` is None if none counts; `reopened` then says why an earlier one counts no more, empty if there is none.
    """

    judgement: Judgement | None
    reopened: str = ""


NOTHING = Standing(None)


class Judgements:
    """The judgements of a file, ready to be asked; they change no more."""

    def __init__(self, rows: Iterable[Judgement]) -> None:
        """Keep the rows, in the order of the file."""
        self.rows = tuple(rows)
        self._about: dict[tuple[str, str, str, str], list[Judgement]] = {}
        for row in self.rows:
            self._about.setdefault((row.party_id, row.source, _own(row.list_code), row.entry_id), []).append(row)

    def of(
        self,
        party_id: str,
        names: Sequence[str],
        on_list: PartyList,
        party: ListedParty,
        day: date,
        known_at: date | None = None,
    ) -> Standing:
        """Return what stands judged of a party and an entry.

        Args:
            party_id: Of the party; in `licet screen` a row without an id has its name here.
            names: Every name the party goes by now.
            on_list: The list of the entry; its source and own code are compared.
            party: The entry as it stands.
            day: The day asked about.
            known_at: What was judged after this day is left out; nothing is if None.
        """
        about = self._about.get((party_id, on_list.source, on_list.own_code, party.source_id), ())
        rows = [row for row in about if row.on <= day and (known_at is None or row.on <= known_at)]
        if not rows:
            return NOTHING
        forms = {_form(name) for name in names}
        named = [row for row in rows if _form(row.name) in forms]
        newest = _newest(named or rows)
        reopened = _reopened(newest, on_list, party, day, is_named=bool(named))
        return Standing(None, reopened) if reopened else Standing(newest)

    def newest_like(self, row: Judgement, day: date) -> Judgement | None:
        """Return the newest judgement of that day or before about the party, the name and the entry of a row."""
        about = self._about.get((row.party_id, row.source, _own(row.list_code), row.entry_id), ())
        rows = [each for each in about if each.on <= day and _form(each.name) == _form(row.name)]
        return _newest(rows) if rows else None


def _newest(rows: Sequence[Judgement]) -> Judgement:
    """Return the row of the newest day; of one day, the later row."""
    return max(enumerate(rows), key=lambda each: (each[1].on, each[0]))[1]


def _reopened(row: Judgement, on_list: PartyList, party: ListedParty, day: date, *, is_named: bool) -> str:
    """Say why a judgement counts no more; empty if it counts."""
    judged = f"judged {row.judged.value} by {row.by} on {row.on}"
    if not is_named:
        return f"{judged}, but of the name {row.name}"
    if day >= row.until:
        return f"{judged}; it ended on {row.until}"
    if row.entry_sha256 != entry_sha256(party):
        vintage = f" ({on_list.source}, vintage {on_list.generated})" if on_list.generated is not None else ""
        return f"{judged}; the entry has changed{vintage}"
    return ""


def _own(list_code: str) -> str:
    return list_code.rpartition(QUALIFIED)[2]


def _form(name: str) -> str:
    return normal_form(name) or " ".join(name.split())
