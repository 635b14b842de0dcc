"""Draws of the journal one by one, each with its order line, the terms it stands under, and the balance after it.

Entries are read once, in the order of the journal. Only terms and sums of each account are kept, and the reservations
seen last; one seen long ago is read again.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from licet.ledger import EntryKind
from licet.register import Unit
from licet.report.register_json import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from licet.ledger import Entry

Terms = dict[str, Any]
KEPT = 20_000
THOUSANDTHS = 1000
_DRAWS = frozenset({EntryKind.RESERVE, EntryKind.SHIP, EntryKind.VOID, EntryKind.ADJUST})
_CEILING, _ORDER = "ceiling/", "order/"


@dataclass(frozen=True, slots=True)
class Made:
    """What a reservation states, as far as later entries need it."""

    reservation_id: str
    number: str
    units: int
    assigned_on: str
    draw: Terms
    rates: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Move:
    """One draw on one authorisation.

    Attributes:
        entry: The entry of the journal.
        terms: Of the authorisation, as the journal had them last; None where they are not in what was read.
        number: How many draws the account has had, this one included.
        made: The reservation; None for an adjustment.
        units: Promised, shipped or given back; None for an adjustment.
        left: What is left in each unit that is limited, all entries up to this one counted.
    """

    entry: Entry
    terms: Terms | None
    number: int
    made: Made | None
    units: int | None
    left: Mapping[Unit, int]

    @property
    def value(self) -> Decimal | None:
        """Units times unit value, in the order's currency; None where one is not stated."""
        each = None if self.made is None else self.made.draw.get("unit_value")
        return None if each is None or self.units is None else Decimal(each) * self.units

    @property
    def draw(self) -> Terms:
        """What the order line states; empty for an adjustment."""
        return {} if self.made is None else self.made.draw

    @property
    def rate(self) -> Mapping[str, str]:
        """The rate of exchange that the authorisation's limit took: `rate`, `on`; empty if none was needed."""
        return {} if self.made is None else self.made.rates.get(self.entry.account, {})

    def parties(self, role: str) -> str:
        """Return the parties in a role."""
        return "; ".join(party for held, party in self.draw.get("parties", ()) if held == role)


@dataclass(slots=True)
class _Account:
    terms: Terms | None = None
    since: tuple[str, int] = ("", 0)
    limits: Mapping[Unit, int] = field(default_factory=dict)
    taken: dict[Unit, int] = field(default_factory=dict)
    number: int = 0

    def amend(self, entry: Entry) -> None:
        """Take the terms of a grant or amendment, unless later ones are known."""
        when = str(entry.valid_at), entry.position
        if when >= self.since:
            self.since, self.terms, self.limits = when, plain(entry.content).get("terms"), entry.limits

    def take(self, entry: Entry) -> Mapping[Unit, int]:
        """Count a draw; return what is left."""
        self.number += 1
        for amounts in (entry.reserved, entry.shipped):
            for unit, amount in amounts.items():
                self.taken[unit] = self.taken.get(unit, 0) + amount
        return {unit: limit - self.taken.get(unit, 0) for unit, limit in self.limits.items()}


class Moves:
    """Follows the journal."""

    def __init__(self, entries: Iterable[Entry], of_order: Callable[[str], Iterable[Entry]]) -> None:
        """Take the journal.

        Args:
            entries: By sequence, from the first one on.
            of_order: Returns the entries of an order, for reservations seen too long ago.
        """
        self._entries, self._of_order = entries, of_order
        self._accounts: dict[str, _Account] = {}
        self._made: OrderedDict[str, Made] = OrderedDict()

    def __iter__(self) -> Iterator[Move]:
        """Yield the draws on authorisations; those on ceilings come with them and are left out."""
        for entry in self._entries:
            if entry.account.startswith((_CEILING, _ORDER)):
                continue
            account = self._accounts.setdefault(entry.account, _Account())
            if entry.kind in {EntryKind.GRANT, EntryKind.AMEND}:
                account.amend(entry)
            elif entry.kind in _DRAWS:
                yield self._move(entry, account)

    def _move(self, entry: Entry, account: _Account) -> Move:
        left = account.take(entry)
        if entry.kind is EntryKind.ADJUST:
            return Move(entry, account.terms, account.number, None, None, left)
        made = self._reservation(entry)
        units = _stated(entry, "units")
        return Move(entry, account.terms, account.number, made, None if units is None else int(units), left)

    def _reservation(self, entry: Entry) -> Made | None:
        if entry.kind is EntryKind.RESERVE:
            return self._keep(entry)
        name = str(entry.content["reservation_id"])
        if name in self._made:
            self._made.move_to_end(name)
        else:
            for each in self._of_order(entry.order_id or ""):
                if each.kind is EntryKind.RESERVE and each.operation_id == name:
                    self._keep(each)
        return self._made.get(name)

    def _keep(self, entry: Entry) -> Made:
        content = plain(entry.content)
        made = Made(
            entry.operation_id,
            content["number"],
            content["units"],
            content["valid_at"] if "valid_at" in content else str(entry.valid_at),
            content["draw"],
            _stated(entry, "rates") or {},
        )
        self._made[made.reservation_id] = made
        self._made.move_to_end(made.reservation_id)
        if len(self._made) > KEPT:
            self._made.popitem(last=False)
        return made


def _stated(entry: Entry, name: str) -> Any:  # noqa: ANN401  plain data of any shape
    """Return what an operation states, or else what was found for it."""
    found = entry.content.get(name)
    return found if found is not None else entry.content.get("found", {}).get(name)


def shipped_since(moves: Iterable[Move], unit: Unit) -> tuple[int, list[str]]:
    """Return what was shipped in all, and in words what of it cannot be told.

    Args:
        moves: Draws on one authorisation.
        unit: PIECES for whole units, TPP for thousandths of TPP, each unit counted at the upper end of its TPP.
    """
    total, unknown, adjusted = 0, 0, 0
    for move in moves:
        if move.entry.kind is EntryKind.ADJUST:
            amount = move.entry.shipped.get(unit, 0)
            total += amount
            adjusted += not amount
        elif move.entry.kind is EntryKind.SHIP:
            each = _each(move, unit)
            total += 0 if each is None else each * (move.units or 0)
            unknown += each is None
    notes = [f"{unknown:,} shipments of items without an upper end of their TPP are not counted"] if unknown else []
    if adjusted:
        notes.append(f"{adjusted:,} adjustments state no {unit.value} and are not counted")
    return total, notes


def _each(move: Move, unit: Unit) -> int | None:
    """Return what one unit counts for: one piece, or its TPP in thousandths; None if that is not known."""
    if unit is Unit.PIECES:
        return 1
    high = move.draw.get("tpp_per_unit", {}).get("hi")
    return None if high is None else int(Decimal(high) * THOUSANDTHS)
