"""The Denied Persons List as its publisher offers it: text with tabs between twelve columns (`denied-persons`).

The file gives no ids: an entry is known by its name, and entries of one name by the order of their content. It has
one line for each address of a party, and each stays an entry of its own. It does not say of when it is.
"""

from __future__ import annotations

import csv
import hashlib
import io
from typing import TYPE_CHECKING

from licet.errors import ProblemsFound
from licet.screen.entries import CHANGED, EntryReader, counted, one_line, with_ids
from licet.screen.json_file import AGAIN, Faults, read_bytes
from licet.screen.listed import ListedParties, ListedParty, ListVersion
from licet.screen.vintage import chosen_vintage

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

FORM = "denied-persons"
SOURCE = "us-denied-persons"
CODE, TITLE = "DPL", "Denied Persons List"
COLUMNS = (
    "Name", "Street_Address", "City", "State", "Country", "Postal_Code", "Effective_Date", "Expiration_Date",
    "Standard_Order", "Last_Update", "Action", "FR_Citation",
)  # fmt: skip
_DETAILS = ("Standard_Order", "Last_Update", "Action")
_DAY = "%m/%d/%Y"


def read_denied_persons(path: Path, *, source: str = SOURCE, vintage: date | None = None) -> ListedParties:
    """Read the list.

    Args:
        path: The file.
        source: The key of the data set, among those kept side by side.
        vintage: The day it was generated; the file does not say.

    Raises:
        ProblemsFound: With every fault of the file.
    """
    faults = Faults(path.name)
    data = read_bytes(path, faults)
    generated = chosen_vintage(vintage, None, faults)
    rows = [] if data is None else _rows(data, faults)
    parties = with_ids(_party(EntryReader(row, f"line {line}", faults)) for line, row in rows)
    if not rows and not len(faults):
        faults.add("miscounted-lists", "", "holds no entry", CHANGED)
    if len(faults) or generated is None or data is None:
        raise ProblemsFound(faults.problems)
    version = ListVersion(
        title=TITLE,
        generated=generated,
        generated_at=str(generated),
        retrieved_at="",
        source_url=f"the file {path.name}",
        sha256=hashlib.sha256(data).hexdigest(),
        lists=counted(parties, {CODE: TITLE}, source=source, generated=generated),
        source=source,
        form=FORM,
    )
    return ListedParties(version, parties)


def _rows(data: bytes, faults: Faults) -> list[tuple[int, dict[str, str]]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        faults.add("not-utf-8", "", f"is not UTF-8 at byte {error.start:,}", AGAIN)
        return []
    rows: list[tuple[int, dict[str, str]]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter="\t", strict=True)
    try:
        header = [name.strip() for name in next(reader, [])]
        if sorted(header) != sorted(COLUMNS):
            differ = ", ".join(sorted(set(header) ^ set(COLUMNS)))[:200] or "a column stands twice"
            faults.add("changed-shape", "line 1", f"its columns are others: {differ}", CHANGED)
            return []
        for cells in reader:
            if not any(map(str.strip, cells)):
                continue
            if len(cells) != len(header):
                what = f"has {len(cells)} cells, the header {len(header)}"
                faults.add("changed-shape", f"line {reader.line_num}", what, CHANGED)
            else:
                rows.append((reader.line_num, dict(zip(header, cells, strict=True))))
    except csv.Error as error:
        faults.add("bad-quoting", f"line {reader.line_num}", str(error), AGAIN)
    return rows


def _party(reader: EntryReader) -> ListedParty:
    address = (reader.text(part) for part in ("Street_Address", "City", "State", "Postal_Code", "Country"))
    line, country = one_line(address), reader.text("Country")
    return ListedParty(
        list_code=CODE,
        name=" ".join(reader.name("Name").split()),
        countries=(country,) if country else (),
        notice=" ".join(reader.text("FR_Citation").split()),
        addresses=(line,) if line else (),
        starts=reader.day("Effective_Date", _DAY),
        ends=reader.day("Expiration_Date", _DAY),
        details=tuple((field, value) for field in _DETAILS if (value := reader.text(field))),
    )
