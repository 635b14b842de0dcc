"""What changed in a book since an instant, in the published JSON form (schema changes.schema.json)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from licet.verdict.footer import standard_footer
from licet.verdict.on_file_json import head_of
from licet.version import __version__

if TYPE_CHECKING:
    from licet.verdict.changes import Changes, LineChange

SCHEMA_VERSION = 1


def changes_json(found: Changes) -> dict[str, Any]:
    """Return the changes as plain data."""
    book = found.book
    head = book.law.pack.head
    return {
        "schema_version": SCHEMA_VERSION,
        "title": book.case.title,
        "valid_at": str(book.valid_at),
        "known_at": str(book.ask.known_at) if book.ask.known_at else None,
        "reading": book.ask.reading.value,
        "since": found.since.isoformat(),
        "against": found.against,
        "lines": len(book.lines),
        "unchanged": found.unchanged,
        "changes": [_change(each) for each in found.changed],
        "gone": list(found.gone),
        "head_hash": head_of(book),
        "rules_version": head.version,
        "engine_version": __version__,
        "input_sha256": book.case.input_sha256,
        "footer": standard_footer(str(head.checked_through)),
    }


def _change(change: LineChange) -> dict[str, Any]:
    line, before = change.line, change.before
    order, query = line.order, line.determination.query
    now = {
        "verdict": line.verdict,
        "release_units": line.release_units,
        "hold_units": line.hold_units,
        "undetermined_units": line.undetermined_units,
    }
    then = None if before is None else {"verdict": before.verdict, **before.units}
    come = [block for block in line.blocking if block.cause in change.causes_come]
    return {
        "order_id": order.order_id,
        "item": order.item.item_id,
        "item_name": order.item.model or order.item.item_id,
        "quantity": order.quantity,
        "ship_from": query.text("ship_from"),
        "destination": query.text("destination"),
        "judged_before": None if before is None or before.at is None else before.at.isoformat(),
        "before": then,
        "after": now,
        "causes_come": [{"cause": block.cause, "text": block.text} for block in come],
        "causes_gone": list(change.causes_gone),
        "reasons": list(change.reasons),
    }
