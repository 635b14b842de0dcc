"""The answers of the register as plain data (schema register.schema.json; docs/json.md explains each).

An amount is a decimal as text, in pieces, whole units of its currency, or TPP. A count of units is a whole number.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from licet.report.register_words import figure

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from licet.ledger import (
        Balance,
        BalanceLine,
        Entry,
        OnFile,
        Posted,
        Posting,
        Reservation,
        Verification,
    )
    from licet.register import Unit

SCHEMA_VERSION = 1


def answer_json(answer: str, **parts: object) -> dict[str, Any]:
    """Return the head of every answer, with its parts."""
    return {"schema_version": SCHEMA_VERSION, "answer": answer, **parts}


def posted_json(posted: Sequence[Posted], *, dry_run: bool, **more: object) -> dict[str, Any]:
    """Return what was written, or with `dry_run` what would be."""
    return answer_json("posted", dry_run=dry_run, posted=[_posted(each) for each in posted], **more)


def _posted(posted: Posted) -> dict[str, Any]:
    return {
        "operation_id": posted.operation_id,
        "kind": posted.kind.value,
        "valid_at": str(posted.valid_at),
        "recorded_at": instant(posted.recorded_at),
        "repeated": posted.repeated,
        "postings": [_posting(each) for each in posted.postings],
        "warnings": list(posted.warnings),
    }


def _posting(posting: Posting) -> dict[str, Any]:
    unit, currency = posting.unit, posting.currency
    return {
        "account": posting.account,
        "unit": unit.value,
        "currency": currency,
        "reserved": figure(unit, posting.reserved, currency),
        "shipped": figure(unit, posting.shipped, currency),
        "left": _known(unit, posting.left, currency),
    }


def balance_json(balance: Balance) -> dict[str, Any]:
    """Return one account on a day."""
    return {
        "account": balance.account,
        "state": balance.state.value,
        "valid_to": text(balance.valid_to),
        "parent": balance.parent,
        "lines": [_line(line) for line in balance.lines],
    }


def _line(line: BalanceLine) -> dict[str, Any]:
    unit, currency = line.unit, line.currency
    return {
        "unit": unit.value,
        "currency": currency,
        "granted": _known(unit, line.granted, currency),
        "reserved": figure(unit, line.reserved, currency),
        "shipped": figure(unit, line.shipped, currency),
        "left": _known(unit, line.left, currency),
        "free": _known(unit, line.free, currency),
        "lapsed": _known(unit, line.lapsed, currency),
        "tolerance": figure(unit, line.tolerance, currency),
    }


def on_file_json(on_file: OnFile, balance: Balance | None) -> dict[str, Any]:
    """Return one authorisation as it stands on a day, in brief, with its balance."""
    held = on_file.authorisation
    return {
        "number": held.number,
        "key": held.key,
        "kind": held.kind.value,
        "holder": held.holder,
        "parent": held.parent,
        "state": on_file.state.value,
        "valid_from": str(held.valid_from),
        "valid_to": text(held.valid_to),
        "lines": [] if balance is None else [_line(line) for line in balance.lines],
    }


def reservation_json(reservation: Reservation) -> dict[str, Any]:
    """Return one reservation as it stands."""
    return {
        "reservation_id": reservation.reservation_id,
        "number": reservation.number,
        "order_id": reservation.order_id,
        "key": reservation.key,
        "item": reservation.item_id,
        "valid_at": str(reservation.valid_at),
        "recorded_at": instant(reservation.recorded_at),
        "units": reservation.units,
        "shipped": reservation.shipped,
        "voided": reservation.voided,
        "open_units": reservation.open_units,
        "tolerance_units": reservation.tolerance_units,
        "precautionary": reservation.precautionary,
        "author": reservation.author,
    }


def entry_json(entry: Entry, currency: str | None) -> dict[str, Any]:
    """Return one entry of the journal.

    Args:
        entry: The entry.
        currency: Of its account; None where nothing is limited in value.
    """
    return {
        "sequence": entry.sequence,
        "account": entry.account,
        "position": entry.position,
        "operation_id": entry.operation_id,
        "kind": entry.kind.value,
        "valid_at": str(entry.valid_at),
        "recorded_at": instant(entry.recorded_at),
        "currency": currency,
        "reserved": amounts(entry.reserved, currency),
        "shipped": amounts(entry.shipped, currency),
        "limits": amounts(entry.limits, currency),
        "order_id": entry.order_id,
        "author": entry.author,
        "reason": entry.reason,
        "document": entry.document,
        "second": entry.second,
        "content": plain(entry.content),
        "previous_hash": entry.previous_hash,
        "hash": entry.hash,
    }


def amounts(by_unit: Mapping[Unit, int], currency: str | None) -> dict[str, str]:
    """Return amounts by unit."""
    return {unit.value: figure(unit, amount, currency) for unit, amount in by_unit.items()}


def plain(value: object) -> Any:  # noqa: ANN401  plain data of any shape
    """Return a copy of plain data that is of dictionaries and lists alone."""
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    return value


def verification_json(found: Verification, expected_head: str | None) -> dict[str, Any]:
    """Return the outcome of a verification, with the head it was asked to find, if any."""
    return answer_json(
        "verification",
        sound=found.sound,
        accounts=found.accounts,
        entries=found.entries,
        operations=found.operations,
        checkpoints=found.checkpoints,
        head=found.head,
        expected_head=expected_head,
        faults=[{"account": each.account, "position": each.position, "what": each.what} for each in found.faults],
    )


def expiring_json(
    first: date, last: date, known_at: datetime | None, found: Iterable[tuple[date, Balance]]
) -> dict[str, Any]:
    """Return what expires in a stretch of days, both ends in."""
    return answer_json(
        "expiring",
        **{"from": str(first)},
        to=str(last),
        known_at=None if known_at is None else instant(known_at),
        expiring=[{"on": str(day), **balance_json(balance)} for day, balance in found],
    )


def instant(at: datetime) -> str:
    """Return an instant in UTC with microseconds: `2026-05-14T09:30:00.000000Z`."""
    from datetime import UTC  # noqa: PLC0415

    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def text(value: object) -> str | None:
    """Return a value as text; None stays."""
    return None if value is None else str(value)


def _known(unit: Unit, amount: int | None, currency: str | None) -> str | None:
    return None if amount is None else figure(unit, amount, currency)
