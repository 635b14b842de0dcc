"""Export lines to copy into a filing: one row for each shipment under an authorisation that such filings know.

It is no filing. Codes are data (`register/aes_codes.csv`); what nobody stated stays blank, with a remark.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from licet.ledger import EntryKind
from licet.report.register_journal import csv_stream
from licet.table_source import read_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from licet.report.register_moves import Move

NOTICE = (
    "These are lines to copy, not a filing: nothing was sent to any authority. Fill in what is blank, and have a "
    "named person check every field against the documents."
)
COLUMNS = (
    "order_id", "line", "ship_date", "licence_type_code", "licence_number", "licence_line_value", "value_currency",
    "eccn", "eccn_paragraph", "export_information_code", "itn", "item", "quantity", "unit", "ship_from",
    "destination", "exporter", "ultimate_consignee", "end_user", "journal_sequence", "remarks",
)  # fmt: skip
CODES = "register/aes_codes.csv"
_CODE_COLUMNS = ("key", "kind", "exception", "code", "number_field", "currency", "grade", "source")


@dataclass(frozen=True, slots=True)
class FilingCode:
    """Which code stands for a kind of authorisation, what goes into the number field, and who says so."""

    key: str
    kind: str
    exception: str
    code: str
    number_field: str  # `number` or `exception`
    currency: str
    grade: str
    source: str


def read_codes(root: Path) -> tuple[FilingCode, ...]:
    """Read the codes of the rule package.

    Raises:
        ProblemsFound: If the table cannot be read.
    """
    table = read_table(root / CODES, shown_as=CODES)
    return tuple(FilingCode(*(cells[name] for name in _CODE_COLUMNS)) for _, cells in table.rows)


def aes_csv(
    moves: Iterable[Move],
    codes: Sequence[FilingCode],
    eccn_of: Callable[[str, date], str | None],
) -> Iterator[str]:
    """Yield the lines as CSV with a header, one for each shipment, numbered within its order.

    Args:
        moves: Draws of the journal.
        codes: From `read_codes`; a shipment under a key without codes is left out.
        eccn_of: Returns the entry of the control list for an item on a day, None if that is not settled.
    """
    return csv_stream(COLUMNS, _rows(moves, codes, eccn_of))


def _rows(
    moves: Iterable[Move], codes: Sequence[FilingCode], eccn_of: Callable[[str, date], str | None]
) -> Iterator[dict[str, object]]:
    keys = {code.key for code in codes}
    lines: dict[str, int] = {}
    for move in moves:
        made = move.made
        if move.entry.kind is not EntryKind.SHIP or made is None or made.number != move.entry.account:
            continue
        if made.draw.get("key") in keys:
            order_id = move.entry.order_id or ""
            lines[order_id] = lines.get(order_id, 0) + 1
            yield _row(move, lines[order_id], codes, eccn_of)


def _row(
    move: Move, line: int, codes: Sequence[FilingCode], eccn_of: Callable[[str, date], str | None]
) -> dict[str, object]:
    draw, terms, entry = move.draw, move.terms or {}, move.entry
    remarks: list[str] = []
    code = _code(draw["key"], terms, codes, remarks)
    value = _whole_value(move, code, remarks)
    eccn, _, paragraph = (eccn_of(draw["item_id"], entry.valid_at) or "").partition(".")
    if not eccn:
        remarks.append("the classification of the item is not settled: fill in the ECCN")
    number = terms.get("number", entry.account)
    if code is not None and code.number_field == "exception":
        number = terms.get("exception", "")
    remarks.append("export information code and ITN are not kept in the register")
    return {
        "order_id": entry.order_id,
        "line": line,
        "ship_date": str(entry.valid_at),
        "licence_type_code": "" if code is None else code.code,
        "licence_number": number,
        "licence_line_value": value,
        "value_currency": None if value is None or code is None else code.currency,
        "eccn": eccn,
        "eccn_paragraph": paragraph,
        "item": draw["item_id"],
        "quantity": move.units,
        "unit": "units",
        **{name: draw.get(name) for name in ("ship_from", "destination", "exporter")},
        "ultimate_consignee": move.parties("ultimate_consignee"),
        "end_user": move.parties("end_user"),
        "journal_sequence": entry.sequence,
        "remarks": "; ".join(remarks),
    }


def _code(key: str, terms: dict[str, object], codes: Sequence[FilingCode], remarks: list[str]) -> FilingCode | None:
    kind, exception = terms.get("kind"), terms.get("exception") or ""
    found = next((one for one in codes if (one.key, one.kind, one.exception) == (key, kind, exception)), None)
    if found is None:
        what = f"the exception {exception}" if exception else f"the kind {kind}"
        remarks.append(f"no code is on file for {what}: fill it in")
    elif found.grade == "memory":
        remarks.append(f"the code {found.code} was not read in a source: check it")
    return found


def _whole_value(move: Move, code: FilingCode | None, remarks: list[str]) -> int | None:
    """Return the value in whole units of the currency that the filing asks for, half a unit up."""
    if move.value is None:
        remarks.append("the value is not stated")
        return None
    currency = None if code is None else code.currency
    if move.draw.get("currency") != currency:
        remarks.append(f"the value is stated in {move.draw.get('currency')}: convert it")
        return None
    return int(move.value.quantize(Decimal(1), rounding=ROUND_HALF_UP))
