"""The files of a case folder: each table from CSV or from `case.xlsx`, under the user's own headings.

Every file read counts into one digest; every file not read is named in a warning.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

from licet.case.columns import LAYOUTS
from licet.case.settings import FILE_NAME, MAX_BYTES, Settings, read_settings
from licet.problem import Problem
from licet.table_source import Workbook, scan_table, scan_workbook

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from licet.case.columns import TableLayout
    from licet.table_source import Table

WORKBOOK = "case.xlsx"
AUTHORISATIONS = "authorisations.yaml"
LAW = "law"
ACTS = "acts"
DOCUMENTS = "documents"
_TABLES = tuple(layout.name for layout in LAYOUTS)
CASES = "cases"  # the case tables of the rules in `law`
LISTS = "lists"  # imported party lists
JUDGEMENTS = "judgements.csv"  # what persons judged of parties and entries of lists
_OTHERS = {
    FILE_NAME,
    WORKBOOK,
    AUTHORISATIONS,
    LAW,
    ACTS,
    CASES,
    LISTS,
    JUDGEMENTS,
    DOCUMENTS,
    *(f"{name}.csv" for name in _TABLES),
}
_MAX_LAW_BYTES = 4_000_000


class Sources:
    """Opens the files of one folder, gathering faults and warnings."""

    def __init__(self, folder: Path, problems: list[Problem], warnings: list[Problem]) -> None:
        """Open the folder and read its settings and its workbook, if it has one."""
        self._folder = folder
        self._problems = problems
        self._warnings = warnings
        self._digests: dict[str, str] = {}
        self._used_headings: set[str] = set()
        self.unusable: set[str] = set()  # tables not read, or not whole: an id not found there may yet be in it
        self.settings = self._read_settings()
        self._workbook = self._open_workbook()
        self._warn_of_unread_files()

    def table(self, layout: TableLayout) -> Table | None:
        """Return a table under our column names; None if the case has none, or if it cannot be used."""
        before = len(self._problems)
        table = self._raw_table(layout.name)
        if table is None:
            if len(self._problems) > before:
                self.unusable.add(layout.name)
            return None
        table = self._renamed(table, layout)
        missing = [column for column in layout.required if column not in table.columns]
        for column in missing:
            mend = f'add the column {column}, or name yours under [columns] in {FILE_NAME}: "your heading" = "{column}"'
            self._problems.append(Problem("missing-column", table.header_where, f"there is no column {column}", mend))
        for column in table.columns:
            if column not in layout.columns:
                known = [name for name, meaning in layout.columns.items() if meaning]
                mend = f"use one of {', '.join(known)}, or remove the column"
                what = f"the column {column[:80]} is not read"
                self._warnings.append(Problem("unknown-column", table.header_where, what, mend))
        if len(self._problems) > before or not table.complete:
            self.unusable.add(layout.name)
        return None if missing else table

    def _raw_table(self, name: str) -> Table | None:
        """Return a table as it stands in the folder or the workbook."""
        path = self._folder / f"{name}.csv"
        in_workbook = None if self._workbook is None else self._workbook.tables.get(name)
        if not path.exists():
            return in_workbook
        if in_workbook is not None:
            what = f"{name} stands in {path.name} and as a sheet of {WORKBOOK}"
            self._problems.append(Problem("stated-twice", path.name, what, "keep one of them"))
        table = scan_table(path, self._problems, shown_as=path.name)
        if table is not None:
            self._digests[path.name] = table.sha256
            self._warn_of_encoding(table)
        return table

    def optional_path(self, name: str) -> Path | None:
        """Return the path of a file or folder if the case has it, and count its content into the digest."""
        path = self._folder / name
        if path.is_dir():
            for part in sorted(part for part in path.rglob("*") if part.is_file()):
                self._count(part)
            return path
        if not path.exists():
            return None
        self._count(path)
        return path

    def count_document(self, name: str, where: str) -> None:
        """Count a document of the case into the digest; warn if it is named and not there.

        Args:
            name: As a table names it; one that does not start with `documents/` is kept elsewhere.
            where: Where it is named.
        """
        path = self._folder / name
        if not name.startswith(f"{DOCUMENTS}/") or name in self._digests:
            return
        if ".." in path.parts or not path.is_file():
            mend = f"put it there, or name it without {DOCUMENTS}/ if it is kept elsewhere"
            self._warnings.append(Problem("missing-document", where, f"there is no {name[:120]}", mend))
            return
        try:
            with path.open("rb") as stream:
                self._digests[name] = hashlib.file_digest(stream, "sha256").hexdigest()
        except OSError as error:
            self._warnings.append(
                Problem("unreadable-file", name, f"cannot be read: {error.strerror}", "check its rights")
            )

    def sha256(self) -> str:
        """Return the digest over every file read, by name."""
        whole = hashlib.sha256()
        for name, digest in sorted(self._digests.items()):
            whole.update(f"{name}\0{digest}\n".encode())
        return whole.hexdigest()

    def warn_of_unused_headings(self) -> None:
        """Warn of a heading in `case.toml` that no table has."""
        for of_table in self.settings.headings.values():
            for heading in of_table.keys() - self._used_headings:
                what = f"no table has the heading {heading[:80]!r}"
                self._warnings.append(Problem("unused-heading", FILE_NAME, what, "remove it from [columns]"))

    def _read_settings(self) -> Settings:
        path = self._folder / FILE_NAME
        data = self._bytes_of(path, MAX_BYTES)
        return Settings() if data is None else read_settings(data, self._problems)

    def _bytes_of(self, path: Path, limit: int) -> bytes | None:
        name = path.relative_to(self._folder).as_posix()
        try:
            size = path.stat().st_size
            if size <= limit and path.is_file():
                data = path.read_bytes()
                self._digests[name] = hashlib.sha256(data).hexdigest()
                return data
        except OSError as error:
            what = f"cannot be read: {error.strerror}"
            self._problems.append(Problem("unreadable-file", name, what, "write the file; `licet init` shows how"))
            return None
        if size > limit:
            what, mend = f"the file has {size:,} bytes, more than {limit:,}", f"keep it under {limit:,} bytes"
            self._problems.append(Problem("file-too-large", name, what, mend))
        else:
            self._problems.append(Problem("not-a-file", name, "is not a plain file", "write a plain file"))
        return None

    def _count(self, path: Path) -> None:
        self._bytes_of(path, _MAX_LAW_BYTES)

    def _open_workbook(self) -> Workbook | None:
        path = self._folder / WORKBOOK
        if not path.exists():
            return None
        book = scan_workbook(path, self._problems, sheets=_TABLES, shown_as=WORKBOOK)
        if book is None:
            self.unusable.update(_TABLES)
            return None
        self.unusable.update(name for name in book.sheets if name in _TABLES and name not in book.tables)
        self._digests[WORKBOOK] = book.sha256
        for sheet in book.sheets:
            if sheet not in _TABLES:
                mend = f"name it one of {', '.join(_TABLES)}, or remove it"
                self._warnings.append(Problem("unread-sheet", WORKBOOK, f"the sheet {sheet[:80]} is not read", mend))
        return book

    def _renamed(self, table: Table, layout: TableLayout) -> Table:
        headings = self._headings_of(table, layout)
        if not headings:
            return table
        columns = tuple(headings.get(column, column) for column in table.columns)
        twice = {column for column in columns if columns.count(column) > 1}
        for column in sorted(twice):
            what = f"two headings stand for the column {column}"
            mend = f"keep one of them under [columns] in {FILE_NAME}"
            self._problems.append(Problem("duplicate-column", table.header_where, what, mend))
        if twice:
            return table
        rows = tuple((where, dict(zip(columns, cells.values(), strict=True))) for where, cells in table.rows)
        return replace(table, columns=columns, rows=rows)

    def _headings_of(self, table: Table, layout: TableLayout) -> Mapping[str, str]:
        everywhere = self.settings.headings.get("", {})
        here = self.settings.headings.get(layout.name, {})
        asked = {own: ours for own, ours in everywhere.items() if ours in layout.columns} | dict(here)
        found = {own: ours for own, ours in asked.items() if own in table.columns}
        self._used_headings.update(found)
        return found

    def _warn_of_encoding(self, table: Table) -> None:
        if table.encoding == "gb18030":
            what = "is not UTF-8 and was read as GB18030"
            self._warnings.append(Problem("read-as-gb18030", table.name, what, "check the names, or save it as UTF-8"))

    def _warn_of_unread_files(self) -> None:
        for path in sorted(self._folder.iterdir()):
            name = path.name
            if name in _OTHERS or name.startswith((".", "README", "~$")):
                continue
            mend = f"move it, or name it one of {', '.join(sorted(_OTHERS))}"
            self._warnings.append(Problem("unread-file", name, "is not a file of a case and is not read", mend))
