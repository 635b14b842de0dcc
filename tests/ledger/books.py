"""Builders of authorisations and operations, with everything filled in that a test does not speak of."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from licet.citation import Citation, Grade
from licet.facts import Role
from licet.ledger import (
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
    Statement,
    Suspend,
    Void,
)
from licet.quantity import Interval
from licet.register import (
    ANYTHING,
    Authorisation,
    AuthorisationKind,
    Ceiling,
    Draw,
    Limits,
    Rate,
    Rates,
    Scope,
    Tolerance,
    Unit,
)
from licet.truth import Truth

FROM = date(2026, 12, 15)  # the first day of the tests' grants
TO = date(2027, 1, 15)  # their first day out
SAID = Statement(author="Example Officer", reason="order", document="file 1")
SOURCE = Citation("Example notice", "p. 1", Grade.PRESS)
RATES = Rates(
    [Rate("EUR", "USD", date(2026, 12, 1), Decimal("1.1")), Rate("EUR", "USD", date(2027, 1, 5), Decimal("1.3"))]
)

_ids = count(1)


def new_id() -> str:
    """Return an id that no other operation has."""
    return f"op-{next(_ids)}"


def day(distance: int) -> date:
    """Return the day so many days after the first of the grants."""
    return FROM + timedelta(days=distance)


def terms(number: str = "L-1", **changes: Any) -> Authorisation:  # noqa: ANN401  any field
    """Return an authorisation: 100 pieces from `FROM` to `TO`, unless told otherwise."""
    fields: dict[str, Any] = {
        "number": number,
        "key": "us:export",
        "kind": AuthorisationKind.LICENCE,
        "authority": "Example Authority",
        "holder": "Maker",
        "valid_from": FROM,
        "valid_to": TO,
        "scope": Scope(items=ANYTHING, parties=((Role.END_USER, ANYTHING),)),
        "limits": Limits(pieces=100),
        "source": SOURCE,
        **changes,
    }
    return Authorisation(**fields)


def ceiling(name: str = "per-user", **changes: Any) -> Ceiling:  # noqa: ANN401  any field
    """Return a ceiling of 60 pieces for each end user."""
    fields: dict[str, Any] = {
        "key": "us:export",
        "per": Role.END_USER,
        "calendar_year": False,
        "limits": Limits(pieces=60),
        "source": SOURCE,
        **changes,
    }
    return Ceiling(id=name, **fields)


def tolerance(unit: Unit = Unit.PIECES, per_mille: int = 100, **changes: Any) -> Tolerance:  # noqa: ANN401  any field
    """Return a shipping tolerance of a tenth of the limit in pieces."""
    fields: dict[str, Any] = {"valid_from": None, "valid_to": None, "source": SOURCE, **changes}
    return Tolerance(id=f"over-{unit.value}", unit=unit, per_mille=per_mille, **fields)


def draw(valid_at: date, **changes: Any) -> Draw:  # noqa: ANN401  any field
    """Return an order line of up to a million units: 2.50 USD and a TPP of 4.8 each, for Buyer A."""
    fields: dict[str, Any] = {
        "order_id": "o-1",
        "key": "us:export",
        "item_id": "chip-a",
        "quantity": 1_000_000,
        "unit_value": Decimal("2.50"),
        "currency": "USD",
        "tpp_per_unit": Interval.exactly(Decimal("4.8")),
        "exporter": "Maker",
        "parties": ((Role.END_USER, "buyer-a"),),
        "parties_complete": Truth.TRUE,
        **changes,
    }
    return Draw(valid_at=valid_at, **fields)


def grant(authorisation: Authorisation, **stated: Any) -> Grant:  # noqa: ANN401  any field
    return Grant(authorisation=authorisation, **_stated({"valid_at": authorisation.valid_from, **stated}))


def amend(authorisation: Authorisation, on: date, **stated: Any) -> Amend:  # noqa: ANN401  any field
    return Amend(authorisation=authorisation, **_stated({"valid_at": on, **stated}))


def reserve(
    units: int,
    on: date,
    *,
    number: str = "L-1",
    drawn: dict[str, Any] | None = None,
    **stated: Any,  # noqa: ANN401  any field
) -> Reserve:
    return Reserve(number=number, draw=draw(on, **(drawn or {})), units=units, **_stated({"valid_at": on, **stated}))


def ship(reservation_id: str, units: int, on: date, **stated: Any) -> Ship:  # noqa: ANN401  any field
    return Ship(reservation_id=reservation_id, units=units, **_stated({"valid_at": on, **stated}))


def void(reservation_id: str, units: int | None, on: date, **stated: Any) -> Void:  # noqa: ANN401  any field
    return Void(reservation_id=reservation_id, units=units, **_stated({"valid_at": on, **stated}))


def suspend(on: date, number: str = "L-1", **stated: Any) -> Suspend:  # noqa: ANN401  any field
    return Suspend(number=number, **_stated({"valid_at": on, **stated}))


def resume(on: date, number: str = "L-1", **stated: Any) -> Resume:  # noqa: ANN401  any field
    return Resume(number=number, **_stated({"valid_at": on, **stated}))


def revoke(on: date, number: str = "L-1", **stated: Any) -> Revoke:  # noqa: ANN401  any field
    return Revoke(number=number, **_stated({"valid_at": on, **stated}))


def adjust(on: date, number: str = "L-1", **stated: Any) -> Adjust:  # noqa: ANN401  any field
    return Adjust(number=number, **_stated({"valid_at": on, **stated}))


def note(on: date, *, order_id: str = "o-1", kind: EntryKind = EntryKind.ANSWER, **stated: Any) -> Note:  # noqa: ANN401  any field
    return Note(order_id=order_id, kind=kind, **_stated({"valid_at": on, **stated}))


def renamed(operation: Operation, operation_id: str) -> Operation:
    """Return the same operation under another id."""
    return replace(operation, operation_id=operation_id)


def _stated(stated: dict[str, Any]) -> dict[str, Any]:
    return {"operation_id": new_id(), "said": SAID, **stated}
