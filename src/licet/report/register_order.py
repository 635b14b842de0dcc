"""The complete file of one order: its entries, reservations and notes as JSON and CSV, with an index."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from licet.report.layout import clean
from licet.report.register_journal import csv_stream
from licet.report.register_json import answer_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_ENTRY = (
    "sequence", "account", "position", "kind", "valid_at", "recorded_at", "currency", "reserved", "shipped",
    "operation_id", "author", "second", "reason", "document", "previous_hash", "hash",
)  # fmt: skip
_RESERVATION = (
    "reservation_id", "number", "key", "item", "valid_at", "recorded_at", "units", "shipped", "voided", "open_units",
    "tolerance_units", "precautionary", "author",
)  # fmt: skip
_NOTE = ("sequence", "kind", "valid_at", "recorded_at", "author", "second", "reason", "document", "content")
NOTES = ("answer", "judgement", "override", "approval")


def order_files(
    order_id: str,
    entries: Sequence[Mapping[str, Any]],
    reservations: Sequence[Mapping[str, Any]],
    keep: Mapping[str, str | None],
    head: str,
) -> dict[str, bytes]:
    """Return the files of an order by name.

    Args:
        order_id: The order.
        entries: From `entry_json`, by sequence, its notes included.
        reservations: From `reservation_json`.
        keep: `until` (None: not known), and `why`.
        head: The head of the journal.
    """
    notes = [entry for entry in entries if entry["kind"] in NOTES]
    whole = answer_json(
        "order", order_id=order_id, head=head, keep=dict(keep), entries=list(entries), reservations=list(reservations)
    )
    files = {
        "order.json": json.dumps(whole, indent=2, ensure_ascii=False) + "\n",
        "entries.csv": _csv(_ENTRY, entries),
        "reservations.csv": _csv(_RESERVATION, reservations),
        "notes.csv": _csv(_NOTE, notes),
    }
    counts = {
        "order.json": "everything below, as JSON (schema register)",
        "entries.csv": f"the entries of the journal, each with its hash: {len(entries):,}",
        "reservations.csv": f"the reservations as they stand: {len(reservations):,}",
        "notes.csv": f"answers, judgements, overrides and approvals: {len(notes):,}",
    }
    until = keep["until"] or "not known"
    index = [
        f"File of order {clean(order_id)}",
        f"Head of the journal: {head}",
        f"Keep at least until, not including: {until} ({clean(keep['why'])})",
        "",
        *(f"{name}: {what}" for name, what in counts.items()),
        "",
        "Documents are named, with the digest of each that was a file; they are not in this folder.",
        "`licet register verify --expect-head HEAD` shows that the journal still holds these entries.",
    ]
    return {"index.txt": "\n".join(index).encode() + b"\n", **{name: text.encode() for name, text in files.items()}}


def _csv(names: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> str:
    return "".join(csv_stream(names, ({name: _cell(row[name]) for name in names} for row in rows)))


def _cell(value: object) -> object:
    if isinstance(value, dict):
        simple = all(isinstance(each, str | int) for each in value.values())
        if simple:
            return "; ".join(f"{name} {each}" for name, each in value.items())
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    return value
