"""The licence usage record: one row for each draw on each authorisation, in the order recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from licet.ledger import EntryKind
from licet.quantity import plain
from licet.register import Unit
from licet.report.register_journal import csv_stream
from licet.report.register_json import instant
from licet.report.register_words import figure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from licet.ledger import Entry
    from licet.report.register_moves import Move

COLUMNS = (
    "licence_number", "licence_line", "usage_sequence", "movement", "assigned_date", "order_id", "reservation_id",
    "item", "quantity", "unit", "value", "currency", "rate", "rate_date", "control_released", "exporter",
    "ultimate_consignee", "end_user", "expiry",
    *(f"{what}_{unit.value}" for what in ("reserved", "shipped", "balance_after") for unit in Unit),
    "balance_currency", "valid_at", "recorded_at", "reason", "author", "source", "operation_id", "journal_sequence",
)  # fmt: skip


def usage_csv(moves: Iterable[Move], currency_of: Callable[[Entry], str | None]) -> Iterator[str]:
    """Yield the usage record as CSV with a header, a row at a time.

    `control_released` is the key that a shipment was released under. `balance_after` counts every entry recorded
    up to the row. `licence_line` is blank: the register keeps limits, not lines of a licence.
    """
    return csv_stream(COLUMNS, (_row(move, currency_of(move.entry)) for move in moves))


def _row(move: Move, currency: str | None) -> dict[str, object]:
    entry, draw, terms = move.entry, move.draw, move.terms or {}
    quantity = move.units
    if quantity is not None and entry.kind is EntryKind.VOID:
        quantity = -quantity
    end = terms.get("valid_to")
    amounts = {"reserved": entry.reserved, "shipped": entry.shipped, "balance_after": move.left}
    return {
        "licence_number": entry.account,
        "usage_sequence": move.number,
        "movement": entry.kind.value,
        "assigned_date": None if move.made is None else move.made.assigned_on,
        "order_id": entry.order_id,
        "reservation_id": None if move.made is None else move.made.reservation_id,
        "item": draw.get("item_id"),
        "quantity": quantity,
        "unit": None if quantity is None else "units",
        "value": None if move.value is None else plain(move.value),
        "currency": draw.get("currency"),
        "rate": move.rate.get("rate"),
        "rate_date": move.rate.get("on"),
        "control_released": draw.get("key") if entry.kind is EntryKind.SHIP else None,
        "exporter": draw.get("exporter"),
        "ultimate_consignee": move.parties("ultimate_consignee"),
        "end_user": move.parties("end_user"),
        "expiry": "" if end in {None, "-"} else end,
        **{
            f"{what}_{unit.value}": figure(unit, amount, currency)
            for what, by_unit in amounts.items()
            for unit, amount in by_unit.items()
        },
        "balance_currency": currency,
        "valid_at": str(entry.valid_at),
        "recorded_at": instant(entry.recorded_at),
        "reason": entry.reason,
        "author": entry.author,
        "source": entry.document,
        "operation_id": entry.operation_id,
        "journal_sequence": entry.sequence,
    }
