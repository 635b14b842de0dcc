"""The board as a table in a file: CSV and XLSX, one row a line."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

COLUMNS = (
    "order_id", "item", "item_name", "quantity", "ship_from", "destination", "parties", "verdict", "release_units",
    "hold_units", "undetermined_units", "eccn", "licence_required", "review_policy", "why", "would_free_it",
    "authorisations", "statement", "valid_at", "rules_version", "checked_through",
)  # fmt: skip
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def board_csv(check: Mapping[str, Any]) -> str:
    """Return the board as CSV with a header, in UTF-8 letters."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([plain_cell(cell) for cell in row] for row in _rows(check))
    return stream.getvalue()


def board_xlsx(check: Mapping[str, Any]) -> bytes:
    """Return the board as a workbook; every text is stored as text, never as a formula."""
    from openpyxl import Workbook  # noqa: PLC0415  slow to import

    book = Workbook(write_only=True)
    sheet = book.create_sheet("board")
    sheet.append(COLUMNS)
    for row in _rows(check):
        sheet.append([plain_cell(cell) for cell in row])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _rows(check: Mapping[str, Any]) -> Iterator[list[object]]:
    for line in check["lines"]:
        found = line["determination"]
        own = {name: line.get(name) for name in COLUMNS if name in line}
        yield [
            {
                **own,
                "parties": line["parties_shown"],
                "eccn": found["classification"]["eccn"] or "open",
                "licence_required": found["licence_required"],
                "review_policy": found["review_policy"],
                "why": "; ".join(block["text"] for block in line["blocking"]),
                "would_free_it": "; ".join(f"{free['remedy']}: {free['text']}" for free in line["would_free_it"]),
                "authorisations": "; ".join(f"{one['number']} x {one['units']}" for one in line["authorisations"]),
                "valid_at": found["valid_at"],
                "rules_version": found["rules_version"],
                "checked_through": found["checked_through"],
            }.get(column)
            for column in COLUMNS
        ]


def plain_cell(cell: object) -> object:
    """Return a cell that no spreadsheet takes for a formula."""
    if cell is None:
        return ""
    if isinstance(cell, str) and cell.startswith(_FORMULA_STARTS):
        return "'" + cell
    return cell
