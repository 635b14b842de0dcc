"""What an operation states, as plain data: kept word for word, compared when the same id comes again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from licet.errors import UsageError
from licet.ledger.operation import (
    Adjust,
    Amend,
    EntryKind,
    Grant,
    Note,
    Operation,
    Reserve,
    Resume,
    Revoke,
    Ship,
    Suspend,
    Void,
)
from licet.register import draw_terms, terms_of

MAX_ID = 300
LARGEST = 2**63 - 1

_KINDS: dict[type[Operation], EntryKind] = {
    Grant: EntryKind.GRANT,
    Amend: EntryKind.AMEND,
    Suspend: EntryKind.SUSPEND,
    Resume: EntryKind.RESUME,
    Revoke: EntryKind.REVOKE,
    Reserve: EntryKind.RESERVE,
    Ship: EntryKind.SHIP,
    Void: EntryKind.VOID,
    Adjust: EntryKind.ADJUST,
}
_NOTES = (EntryKind.ANSWER, EntryKind.JUDGEMENT, EntryKind.OVERRIDE, EntryKind.APPROVAL)


def kind_of(operation: Operation) -> EntryKind:
    """Return what entries of an operation are.

    Raises:
        UsageError: If it is none that the register knows.
    """
    if isinstance(operation, Note):
        if operation.kind not in _NOTES:
            msg = f"a note is one of {', '.join(kind.value for kind in _NOTES)}, not {operation.kind.value}"
            raise UsageError(msg)
        return operation.kind
    try:
        return _KINDS[type(operation)]
    except KeyError:
        msg = f"{type(operation).__name__} is no operation of the register"
        raise UsageError(msg) from None


def stated(operation: Operation) -> dict[str, Any]:
    """Return what an operation states, as plain data.

    Raises:
        UsageError: If its id, author or reason is missing, or a text or figure cannot be kept.
    """
    said = operation.said
    _check_types(operation)
    head = {
        "id": operation.operation_id,
        "kind": kind_of(operation).value,
        "valid_at": operation.valid_at.isoformat(),
        "author": said.author,
        "reason": said.reason,
    }
    for name in ("id", "author", "reason"):
        if not head[name].strip():
            msg = f"an operation names its {name}; this one ({operation.operation_id[:60]!r}) has none"
            raise UsageError(msg)
    if len(operation.operation_id) > MAX_ID:
        msg = f"an id has at most {MAX_ID} characters; this one has {len(operation.operation_id):,}"
        raise UsageError(msg)
    if said.document:
        head["document"] = said.document
    if said.second:
        head["second"] = said.second
    whole = {**head, **_own(operation)}
    for name in ("id", "number", "reservation_id", "order_id"):
        if fault := _fault_of(str(whole.get(name, ""))):
            msg = f"operation {operation.operation_id[:60]!a}: in its {name}, {fault}"
            raise UsageError(msg)
    return whole


def _check_types(operation: Operation) -> None:
    """Refuse what Python takes for a day or a whole number and is none: an instant, a truth, a float."""
    days = [operation.valid_at, *([operation.draw.valid_at] if isinstance(operation, Reserve) else [])]
    if any(type(day) is not date for day in days):
        msg = f"operation {operation.operation_id[:60]!a}: valid_at is a day, such as 2026-06-15"
        raise UsageError(msg)
    for name in ("units", "pieces", "value", "tpp_thousandths"):
        figure = getattr(operation, name, 0)
        if figure is not None and (type(figure) is not int or abs(figure) > LARGEST):
            msg = f"operation {operation.operation_id[:60]!a}: {name} is a whole number of 64 bits at most"
            raise UsageError(msg)


def _own(operation: Operation) -> Mapping[str, Any]:
    match operation:
        case Grant() | Amend():
            return {"number": operation.authorisation.number, "terms": terms_of(operation.authorisation)}
        case Suspend() | Resume() | Revoke():
            return {"number": operation.number}
        case Reserve():
            return {
                "number": operation.number,
                "units": operation.units,
                "draw": draw_terms(operation.draw),
                **({"precautionary": True} if operation.precautionary else {}),
            }
        case Ship():
            return {"reservation_id": operation.reservation_id, "units": operation.units}
        case Void():
            asked = {} if operation.units is None else {"units": operation.units}
            return {"reservation_id": operation.reservation_id, **asked}
        case Adjust():
            amounts = {"pieces": operation.pieces, "value": operation.value, "tpp": operation.tpp_thousandths}
            return {"number": operation.number, **{unit: amount for unit, amount in amounts.items() if amount}}
        case Note():
            _check(operation.content, operation.operation_id)
            return {"order_id": operation.order_id, "content": dict(operation.content)}
    return {}


def _check(value: object, operation_id: str) -> None:
    """Refuse what the register cannot keep exactly: a float, a figure past 64 bits, text that is no Unicode."""
    match value:
        case bool() | None:
            return
        case str():
            fault = _fault_of(value)
        case int():
            fault = "a whole number is past 64 bits" if abs(value) > LARGEST else ""
        case Mapping():
            for name, part in value.items():
                _check(name, operation_id)
                _check(part, operation_id)
            return
        case list() | tuple():
            for part in value:
                _check(part, operation_id)
            return
        case _:
            fault = f"{type(value).__name__} is not kept; use texts and whole numbers"
    if fault:
        msg = f"operation {operation_id[:60]!r}: {fault}"
        raise UsageError(msg)


def _fault_of(text: str) -> str:
    if "\0" in text:
        return "a text holds a zero byte"
    try:
        text.encode()
    except UnicodeEncodeError:
        return "a text is not Unicode"
    return ""
