"""Tables read from CSV and XLSX as text with places: every cell stays the text it was.

Nothing is typed here; the schema of the file types each cell (`NA` is Namibia, not a gap). A cell that cannot
be trusted (a formula, a control character) is refused, and every fault of the file is gathered. A row with a
fault is left out, and the table is then not `complete`.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
import stat
from dataclasses import dataclass, field
from datetime import datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Protocol

from licet.errors import ProblemsFound
from licet.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path

    class _Cell(Protocol):
        value: object
        data_type: str
        coordinate: str

    class _Sheet(Protocol):
        def reset_dimensions(self) -> None: ...
        def iter_rows(self) -> Iterable[tuple[_Cell, ...]]: ...


MAX_BYTES = 200_000_000
MAX_COLUMNS = 256
MAX_CELLS = 20_000_000
MAX_CELL_LENGTH = 32_767  # what a spreadsheet cell can hold
MAX_UNPACKED_BYTES = 1_000_000_000
MAX_PACKING_RATIO = 200
_SMALL_MEMBER = 1_000_000  # a small archive member may be packed as tightly as it likes

REFUSED_CHARACTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Table:
    """A header and its rows, each with its place (file:line, or file:sheet!row) and its cells by column."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, dict[str, str]], ...]
    header_where: str = ""
    encoding: str = "utf-8"
    sha256: str = ""
    complete: bool = True  # False if rows were left out because of a fault


@dataclass(frozen=True, slots=True)
class Workbook:
    """The tables of the sheets asked for, and the names of all its sheets."""

    tables: dict[str, Table]
    sheets: tuple[str, ...]
    sha256: str


@dataclass(slots=True)
class _Faults:
    """Where the faults of one file are gathered."""

    name: str
    problems: list[Problem] = field(default_factory=list)

    def add(self, slug: str, where: str, what: str, mend: str) -> None:
        self.problems.append(Problem(slug, where, what, mend))


def read_table(path: Path, *, sheet: str | None = None, shown_as: str | None = None) -> Table:
    """Read one table from a CSV file or from one sheet of an XLSX file.

    Args:
        path: `.xlsx` is read as a workbook, anything else as CSV: UTF-8 with or without mark, or GB18030.
        sheet: The sheet of a workbook; its first one if not given.
        shown_as: The name used in places; the path itself if not given.

    Raises:
        ProblemsFound: With every fault in the file.
    """
    problems: list[Problem] = []
    table = scan_table(path, problems, sheet=sheet, shown_as=shown_as)
    if problems or table is None:
        raise ProblemsFound(problems)
    return table


def scan_table(
    path: Path, problems: list[Problem], *, sheet: str | None = None, shown_as: str | None = None
) -> Table | None:
    """Read what can be read, and add every fault to `problems`; None if there is no table at all."""
    name = shown_as or str(path)
    if path.suffix.casefold() == ".xlsx":
        book = scan_workbook(path, problems, sheets=None if sheet is None else {sheet}, shown_as=name)
        if book is None:
            return None
        if sheet is not None and sheet not in book.sheets:
            named = ", ".join(book.sheets)
            problems.append(
                Problem("missing-sheet", name, f"there is no sheet {sheet} among {named}", f"name it {sheet}")
            )
        return next(iter(book.tables.values()), None)
    faults = _Faults(name)
    data = _read_bytes(path, faults)
    table = None if data is None else _csv_table(data, faults)
    problems.extend(faults.problems)
    return table


def scan_workbook(
    path: Path, problems: list[Problem], *, sheets: Collection[str] | None, shown_as: str | None = None
) -> Workbook | None:
    """Read the named sheets of an XLSX file (its first one for None); every fault is added to `problems`."""
    faults = _Faults(shown_as or str(path))
    data = _read_bytes(path, faults)
    book = None if data is None or not _is_safe_archive(data, faults) else _workbook(data, sheets, faults)
    problems.extend(faults.problems)
    return book


def _read_bytes(path: Path, faults: _Faults) -> bytes | None:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            faults.add("not-a-file", faults.name, "is not a plain file", "give a CSV or XLSX file")
            return None
        if status.st_size <= MAX_BYTES:
            with path.open("rb") as stream:
                data = stream.read(MAX_BYTES + 1)
            if len(data) <= MAX_BYTES:
                return data
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        faults.add("unreadable-file", faults.name, f"cannot be read: {reason}", "check the path and its rights")
        return None
    faults.add(
        "file-too-large",
        faults.name,
        f"the file has {status.st_size:,} bytes, more than {MAX_BYTES:,}",
        f"split it into files of at most {MAX_BYTES // 1_000_000} MB",
    )
    return None


# ---- CSV


def _csv_table(data: bytes, faults: _Faults) -> Table | None:
    decoded = _decoded(data, faults)
    if decoded is None:
        return None
    text, encoding = decoded
    match = REFUSED_CHARACTER.search(text)
    if match is not None:
        line = text.count("\n", 0, match.start()) + 1
        faults.add(
            "control-character",
            f"{faults.name}:{line}",
            f"holds the character U+{ord(match.group()):04X}, which is not text",
            "save the table as plain UTF-8 CSV, and remove the character",
        )
        return None
    records = _csv_records(text, faults)
    table = _table(records, faults, encoding=encoding, sha256=hashlib.sha256(data).hexdigest())
    if table is not None and len(table.columns) == 1:
        _check_separator(table, faults)
    return table


def _decoded(data: bytes, faults: _Faults) -> tuple[str, str] | None:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        faults.add("not-utf-8", faults.name, "is UTF-16", "save it as UTF-8 CSV")
        return None
    try:
        return data.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError as error:
        first_fault = error.start
    try:
        return data.decode("gb18030"), "gb18030"
    except UnicodeDecodeError:
        line = data.count(b"\n", 0, first_fault) + 1
        faults.add(
            "unknown-encoding",
            f"{faults.name}:{line}",
            f"is neither UTF-8 (see byte {first_fault}) nor GB18030",
            "save it as UTF-8 CSV",
        )
        return None


def _csv_records(text: str, faults: _Faults) -> Iterator[tuple[str, list[str]]]:
    """Yield each record with its place; stop at a fault of quoting, since what follows cannot be trusted."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    while True:
        line = reader.line_num + 1
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            where = f"{faults.name}:{line}"
            if "field larger than" in str(error):
                faults.add("cell-too-long", where, f"a cell: {error}", "shorten it; look for a quote left open")
            else:
                faults.add("bad-quoting", where, f"is not CSV: {error}", 'close the quote; write "" for a quote inside')
            return
        yield f"{faults.name}:{line}", record


def _check_separator(table: Table, faults: _Faults) -> None:
    for separator, word in ((";", "semicolons"), ("\t", "tabs"), ("|", "bars")):
        if separator in table.columns[0]:
            faults.add("wrong-separator", table.header_where, f"is separated by {word}", "save it with commas")


# ---- rows, of either kind


def _table(
    records: Iterable[tuple[str, list[str]]], faults: _Faults, *, encoding: str, sha256: str, short_rows: bool = False
) -> Table | None:
    records = iter(records)
    header = next(records, None)
    if header is None:
        if not faults.problems:
            faults.add("empty-file", faults.name, "the table is empty", "write a header line with the column names")
        return None
    columns = _columns(*header, faults)
    if columns is None:
        return None
    rows: list[tuple[str, dict[str, str]]] = []
    before, seen = len(faults.problems), 0
    for where, record in records:
        if not any(record):
            continue
        seen += 1
        if seen * len(columns) > MAX_CELLS:
            faults.add("too-many-rows", where, f"the table has over {MAX_CELLS:,} cells", "split it into several files")
            break
        if _fits(record, len(header[1]), len(columns), where, faults, short_rows=short_rows):
            rows.append((where, dict(zip(columns, map(str.strip, record), strict=False))))
    return Table(faults.name, columns, tuple(rows), header[0], encoding, sha256, len(faults.problems) == before)


def _columns(where: str, header: list[str], faults: _Faults) -> tuple[str, ...] | None:
    columns = [heading.strip() for heading in header]
    while columns and not columns[-1]:
        columns.pop()
    before = len(faults.problems)
    if len(columns) > MAX_COLUMNS:
        faults.add(
            "too-many-columns", where, f"the header has {len(columns)} columns", f"keep to {MAX_COLUMNS} at most"
        )
        return None
    if not columns:
        faults.add("missing-header", where, "the header line is blank", "write the column names on the first line")
    for position, heading in enumerate(columns):
        if not heading:
            faults.add("unnamed-column", where, f"column {position + 1} has no name", "name it or remove it")
        elif columns.index(heading) < position:
            faults.add("duplicate-column", where, f"the column {heading[:80]} stands twice", "keep one of them")
    return tuple(columns) if len(faults.problems) == before else None


def _fits(record: list[str], width: int, named: int, where: str, faults: _Faults, *, short_rows: bool) -> bool:
    """Tell whether a record fits a header of `width` cells, of which the first `named` have a name."""
    if len(record) > width or any(map(str.strip, record[named:])):
        mend = 'remove the surplus cells, or quote a cell that holds a comma: "1,000"'
        faults.add("row-too-long", where, f"has {len(record)} cells, the header {named}", mend)
        return False
    if len(record) < named and not short_rows:
        mend = "write the missing commas; a line cut short is not guessed at"
        faults.add("row-too-short", where, f"has {len(record)} cells, the header {named}", mend)
        return False
    if max(map(len, record)) > MAX_CELL_LENGTH:
        faults.add("cell-too-long", where, f"a cell has over {MAX_CELL_LENGTH:,} characters", "shorten it")
        return False
    if short_rows:
        record.extend([""] * (named - len(record)))
    return True


# ---- XLSX


def _is_safe_archive(data: bytes, faults: _Faults) -> bool:
    import zipfile  # noqa: PLC0415  needed for workbooks only

    if data.startswith(b"\xd0\xcf\x11\xe0"):
        mend = "save it as .xlsx without a password"
        faults.add("not-xlsx", faults.name, "is an old .xls or a locked workbook", mend)
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        faults.add("not-xlsx", faults.name, "is not an XLSX workbook", "save it as .xlsx, or as UTF-8 CSV")
        return False
    unpacked = sum(member.file_size for member in members)
    tight = any(member.file_size > max(_SMALL_MEMBER, MAX_PACKING_RATIO * member.compress_size) for member in members)
    if unpacked > MAX_UNPACKED_BYTES or tight:
        mend = "save the table as UTF-8 CSV, or split the workbook"
        faults.add("archive-bomb", faults.name, f"unpacks to {unpacked:,} bytes, out of proportion", mend)
        return False
    return True


def _workbook(data: bytes, sheets: Collection[str] | None, faults: _Faults) -> Workbook | None:
    import openpyxl  # noqa: PLC0415  slow to import

    digest = hashlib.sha256(data).hexdigest()
    tables: dict[str, Table] = {}
    try:
        book: Any = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
        if not book.sheetnames:
            faults.add("not-xlsx", faults.name, "has no sheet", "save it anew as .xlsx, or as UTF-8 CSV")
        names = book.sheetnames[:1] if sheets is None else [name for name in book.sheetnames if name in sheets]
        for name in names:
            of_sheet = _Faults(f"{faults.name}:{name}", faults.problems)
            records = _sheet_records(book[name], of_sheet)
            table = _table(records, of_sheet, encoding="xlsx", sha256=digest, short_rows=True)
            if table is not None:
                tables[name] = table
        return Workbook(tables, tuple(book.sheetnames), digest)
    except Exception as error:  # noqa: BLE001  openpyxl raises whatever a malformed part leads to
        what = f"cannot be read as a workbook: {type(error).__name__}"
        faults.add("not-xlsx", faults.name, what, "save it anew as .xlsx, or as UTF-8 CSV")
        return None


def _sheet_records(sheet: _Sheet, faults: _Faults) -> Iterator[tuple[str, list[str]]]:
    """Yield each row that holds something; a row with a fault is left out, and a header with one ends the sheet."""
    has_header = False
    seen = 0
    sheet.reset_dimensions()  # the stated dimensions may be wrong
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        seen += len(cells)
        if seen > MAX_CELLS:
            mend = "split it, or delete the blank rows and columns around the table"
            faults.add("too-many-rows", f"{faults.name}!{number}", f"the sheet has over {MAX_CELLS:,} cells", mend)
            return
        before = len(faults.problems)
        record = ["" if cell.value is None else _cell_text(cell, faults) for cell in cells]
        while record and not record[-1]:
            record.pop()
        if len(faults.problems) == before:
            if record:
                has_header = True
                yield f"{faults.name}!{number}", record
        elif not has_header:
            return


def _cell_text(cell: _Cell, faults: _Faults) -> str:
    value, kind = cell.value, cell.data_type
    where = "" if kind not in {"f", "e"} else f"{faults.name}!{cell.coordinate}"
    if kind == "f":
        faults.add("formula", where, "holds a formula", "paste its value (Paste Special, Values)")
        return ""
    if kind == "e":
        faults.add("cell-error", where, f"holds the error {str(value)[:20]}", "mend the cell, or clear it")
        return ""
    text = _written(value)
    if REFUSED_CHARACTER.search(text):
        where = f"{faults.name}!{cell.coordinate}"
        faults.add("control-character", where, "holds a character that is not text", "remove the character")
    return text


def _written(value: object) -> str:
    """Return a cell's value as text: dates as ISO, numbers to the 15 digits a spreadsheet shows."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return format(Decimal(format(value, ".15g")), "f")
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    return str(value)
