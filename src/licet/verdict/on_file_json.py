"""What a register adds to a checked book in the published JSON form (schema check.schema.json)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from licet.case import Answer
    from licet.verdict.check import CheckedBook
    from licet.verdict.holdings import Beyond
    from licet.verdict.judge import LineVerdict
    from licet.verdict.order_file import Approval, Held
    from licet.verdict.overrides import Override
    from licet.verdict.reserving import Taken


def head_of(book: CheckedBook) -> str | None:
    """Return where the register stood: after what the check wrote, if it wrote anything."""
    if book.reserved is not None:
        return book.reserved.head
    return None if book.on_register is None else book.on_register.head


def register_json(book: CheckedBook) -> dict[str, Any] | None:
    """Return which register was read, and what the check wrote to it; None without a register."""
    found, wrote = book.on_register, book.reserved
    if found is None:
        return None
    shown = {
        "url": found.register.url,
        "known_at": None if found.known_at is None else found.known_at.isoformat(),
        "authorisations": len(found.on(book.valid_at).on_file),
        "not_usable": len({**found.on(book.valid_at).stopped, **found.on(book.valid_at).apart}),
    }
    if wrote is None:
        return shown
    return shown | {
        "reserved": {
            "by": wrote.author,
            "document": wrote.document,
            "made": [_taken(each) for each in wrote.made],
            "found": [_taken(each) for each in wrote.found],
            "not_reserved": [_taken(each) for each in wrote.short],
            "beyond": [_beyond(each) for each in wrote.beyond],
            "judgements_noted": wrote.noted,
            "readings": wrote.attempts,
        }
    }


def _taken(taken: Taken) -> dict[str, Any]:
    shown = {"order_id": taken.order_id, "number": taken.number, "key": taken.key, "units": taken.units}
    return shown | ({"reservation_id": taken.reservation_id} if taken.reservation_id else {})


def _beyond(beyond: Beyond) -> dict[str, Any]:
    held = beyond.held
    return {
        "order_id": held.order_id,
        "number": held.number,
        "key": held.key,
        "units": beyond.units,
        "reservations": [name for name, _ in held.reservations],
        "cure": beyond.cure,
    }


def on_file_json(line: LineVerdict) -> dict[str, Any] | None:
    """Return what the register keeps of an order, as far as it bears on the line; None where there is nothing."""
    file = line.filed.file
    used = {lift.override.entry: lift.block.text for lift in line.lifted}
    shown: dict[str, Any] = {
        "holds": [_held(each) for each in file.held if each.units],
        "answers": [_answer(each) for each in file.answers],
        "overrides": [_override(each, used.get(each.entry)) for each in file.overrides],
        "approval": None if file.approval is None else _approval(file.approval),
        "changes": [change.words for change in line.filed.changes],
    }
    return shown if any(shown.values()) else None


def _held(held: Held) -> dict[str, Any]:
    return {
        "number": held.number,
        "key": held.key,
        "item": held.item_id,
        "units": held.units,
        "shipped": held.shipped,
        "open": held.open_units,
        "reservations": [name for name, _ in held.reservations],
    }


def _answer(answer: Answer) -> dict[str, Any]:
    return {
        "question": answer.question,
        "answer": answer.answer,
        "by": answer.by,
        "on": str(answer.on),
        "document": answer.document,
        "where": answer.where,
    }


def _override(override: Override, lifted: str | None) -> dict[str, Any]:
    return {
        "cause": override.cause,
        "by": override.author,
        "second": override.second,
        "reason": override.reason,
        "document": override.document,
        "valid_from": str(override.valid_from),
        "until": None if override.until is None else str(override.until),
        "entry": override.entry,
        "lifted": lifted,
    }


def _approval(approval: Approval) -> dict[str, Any]:
    return {
        "by": approval.author,
        "second": approval.second,
        "reason": approval.reason,
        "document": approval.document,
        "recorded_at": approval.recorded_at.isoformat(),
        "entry": approval.entry,
    }
