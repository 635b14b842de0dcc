"""What may be written to the register. Each operation is one change, named by its author, and never changed again.

`operation_id` is the client's own: the same id with the same content is the same operation, told again; with other
content it is refused. `valid_at` is the day from which the change counts; when it was recorded is the register's.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from licet.register import Authorisation, Draw


class EntryKind(Enum):
    """What an entry of the journal does. The first ten change balances; the rest are kept beside them."""

    GRANT = "grant"
    AMEND = "amend"
    SUSPEND = "suspend"
    RESUME = "resume"
    REVOKE = "revoke"
    EXPIRE = "expire"
    RESERVE = "reserve"
    SHIP = "ship"
    VOID = "void"
    ADJUST = "adjust"
    ANSWER = "answer"
    JUDGEMENT = "judgement"
    OVERRIDE = "override"
    APPROVAL = "approval"


CHANGING = (EntryKind.GRANT, EntryKind.AMEND, EntryKind.SUSPEND, EntryKind.RESUME, EntryKind.REVOKE)  # terms or state
DRAWING = (EntryKind.RESERVE, EntryKind.SHIP, EntryKind.VOID, EntryKind.ADJUST)  # of balances


@dataclass(frozen=True, slots=True)
class Statement:
    """Who says so, why, and by which document. `second` is the second named person, where one is needed."""

    author: str
    reason: str
    document: str = ""
    second: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """What every operation states."""

    operation_id: str
    valid_at: date
    said: Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant(Operation):
    """An authorisation comes on file with these terms; its expiry is booked with it."""

    authorisation: Authorisation


@dataclass(frozen=True, slots=True, kw_only=True)
class Amend(Operation):
    """From `valid_at` on the authorisation of the same number has these terms, complete."""

    authorisation: Authorisation


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspend(Operation):
    """From `valid_at` on nothing is drawn or shipped under the number, until it is resumed."""

    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Resume(Operation):
    """A suspension ends on `valid_at`."""

    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Revoke(Operation):
    """From `valid_at` on the authorisation is gone; what was reserved under it can only be voided."""

    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reserve(Operation):
    """Units of an order line are promised under a number, all its layers and ceilings. Its id names the reservation.

    `valid_at` is the day of the draw.
    """

    number: str
    draw: Draw
    units: int
    precautionary: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Ship(Operation):
    """Units of a reservation left. More than are open only within a shipping tolerance that the terms state."""

    reservation_id: str
    units: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Void(Operation):
    """Units of a reservation are given back; all that are open if None."""

    reservation_id: str
    units: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjust(Operation):
    """A correction of what was used, in whole pieces, minor units and thousandths of TPP; less if negative.

    It counts in the authorisation and in every layer above it that states a limit in the unit.
    """

    number: str
    pieces: int = 0
    value: int = 0
    tpp_thousandths: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Note(Operation):
    """What is kept in an order's file beside the balances: an answer, a judgement, an override, an approval.

    `content` is plain data: texts, whole numbers, lists and mappings of them; never a float.
    """

    kind: EntryKind
    order_id: str
    content: Mapping[str, Any] = field(default_factory=dict)
