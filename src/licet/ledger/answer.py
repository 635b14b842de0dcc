"""What the register answers. Amounts are whole: pieces, minor units of a currency, thousandths of TPP."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from licet.ledger.operation import EntryKind
    from licet.register import Authorisation, Unit


class State(Enum):
    """Whether an authorisation may be drawn on: only an active one may."""

    PENDING = "pending"  # not valid yet
    ACTIVE = "active"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Posting:
    """What an operation did in one account and unit, and what was left when all entries on file are counted."""

    account: str
    unit: Unit
    reserved: int
    shipped: int
    left: int | None  # None where no limit is stated in the unit
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class Posted:
    """An operation as it stands on file. `repeated`: it stood there before, with the same content."""

    operation_id: str
    kind: EntryKind
    valid_at: date
    recorded_at: datetime
    repeated: bool
    postings: tuple[Posting, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BalanceLine:
    """One unit of one account on a day.

    `left` is what is granted less what is reserved and shipped by that day; `free` is what a draw of that day may take,
    never more than any later day leaves, and 0 unless the account is active. `lapsed` is what expiry or revocation
    took. Without a limit in the unit, `granted`, `left`, `free` and `lapsed` are None.
    """

    unit: Unit
    granted: int | None
    reserved: int
    shipped: int
    left: int | None
    free: int | None
    lapsed: int | None
    tolerance: int = 0
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class Balance:
    """An account on a day, as known at an instant (None: all that is on file)."""

    account: str  # the number of an authorisation, or the name of a ceiling's account
    state: State
    valid_at: date
    known_at: datetime | None
    lines: tuple[BalanceLine, ...]
    valid_to: date | None
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class OnFile:
    """An authorisation with its terms and state as they stand on a day."""

    authorisation: Authorisation
    state: State
    valid_at: date


@dataclass(frozen=True, slots=True)
class Reservation:
    """A reservation as it stands: `units` promised, of which so many shipped and voided; `open_units` are the rest.

    `tolerance_units` were shipped beyond `units`.
    """

    reservation_id: str
    number: str
    order_id: str
    key: str
    item_id: str
    valid_at: date
    recorded_at: datetime
    units: int
    shipped: int
    voided: int
    tolerance_units: int
    precautionary: bool
    author: str

    @property
    def open_units(self) -> int:
        """Units neither shipped nor voided."""
        return self.units - (self.shipped - self.tolerance_units) - self.voided


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the journal: what one operation did to one account.

    `reserved` and `shipped` are changes, `limits` the new limits of a grant or amendment; by unit, whole amounts.
    `content` is what the operation states, as plain data.
    """

    sequence: int
    account: str
    position: int
    operation_id: str
    kind: EntryKind
    valid_at: date
    recorded_at: datetime
    reserved: Mapping[Unit, int]
    shipped: Mapping[Unit, int]
    limits: Mapping[Unit, int]
    order_id: str | None
    author: str
    reason: str
    document: str
    second: str
    content: Mapping[str, Any]
    previous_hash: str
    hash: str


@dataclass(frozen=True, slots=True)
class Fault:
    """What `verify` found wrong: where, what, and what it means."""

    account: str
    position: int | None
    what: str


@dataclass(frozen=True, slots=True)
class Verification:
    """The outcome of a verification: what was read, the head hash, and every fault."""

    accounts: int
    entries: int
    operations: int
    checkpoints: int
    head: str
    faults: tuple[Fault, ...] = ()

    @property
    def sound(self) -> bool:
        """True if nothing is wrong."""
        return not self.faults
