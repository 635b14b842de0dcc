"""Reserve, ship, void, adjust: what each takes of every layer, ceiling and unit, and when it is refused."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from licet.errors import LimitRefused, UsageError
from licet.ledger.account import NOTHING, UNITS, Bounds, NewEntry, Standing, bounds_of, lefts, minus, plus
from licet.ledger.answer import State
from licet.ledger.held import Costs, Held, amounts, written_costs
from licet.ledger.operation import EntryKind
from licet.ledger.stated import LARGEST
from licet.ledger.weighed import Asked, Weighed, refusals
from licet.register import Unit, accounts_of, cost_of, whole_cost
from licet.register.ceiling import CEILING_PREFIX

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from fractions import Fraction

    from licet.ledger.account import Account, Amounts
    from licet.ledger.operation import Reserve, Ship, Void
    from licet.ledger.writer import Writer
    from licet.register import Limits


@dataclass(frozen=True, slots=True)
class Layer:
    """An account that a draw touches, with the limits that bind there; a ceiling's come with the authorisation."""

    account: Account
    limits: Limits
    force: Standing | None  # None for a ceiling

    @property
    def bounds(self) -> Bounds | None:
        """The limits, if they are not the account's own."""
        return None if self.force else bounds_of(self.limits)

    @property
    def ends(self) -> str:
        """The first day on which it is no longer valid; empty where it has no end."""
        terms = None if self.force is None else self.force.terms
        return "" if terms is None or terms.valid_to is None else terms.valid_to.isoformat()


def reserve(writer: Writer, operation: Reserve) -> Weighed:
    """Weigh a reservation: every layer active, every limit wide enough from its day on, in every unit.

    Raises:
        LimitRefused: With every reason.
        UsageError: If the number is not on file, or the units are none of the order's.
    """
    draw, units, day = operation.draw, operation.units, operation.valid_at.isoformat()
    if draw.valid_at != operation.valid_at:
        msg = f"the draw of order {draw.order_id} is of {draw.valid_at}, its reservation of {operation.valid_at}"
        raise UsageError(msg)
    if not 1 <= units <= draw.quantity:
        msg = f"order {draw.order_id} has {draw.quantity:,} units; {units:,} cannot be reserved"
        raise UsageError(msg)
    chain = chain_in_force(writer, operation.number, day)
    refused = [*_of_order(writer, operation), *inactive(chain, day)]
    layers = [*layers_of(chain), *_ceilings(writer, chain, operation, refused)]
    costs, rates = _costs(writer, operation, layers, refused)
    if not refused:
        refused = [
            reason
            for layer in layers
            for reason in short(writer, layer, day, amounts(units, costs[layer.account.name]))
        ]
    if refused:
        msg = f"order {draw.order_id}, {units:,} units under {operation.number}: {'; '.join(refused)}"
        raise LimitRefused(msg)
    held = Held(operation.operation_id, operation.number, draw.order_id, draw.key, day, units, costs)
    writer.hold(held)
    entries = [
        entry_of(layer.account, operation.operation_id, EntryKind.RESERVE, day, held.holds(layer.account.name)[0])
        for layer in layers
    ]
    return Weighed(
        [(name, entry, None) for name, entry in entries],
        {"costs": written_costs(costs), **({"rates": rates} if rates else {})},
        order_id=draw.order_id,
        units=units,
    )


def entry_of(
    account: Account, operation_id: str, kind: EntryKind, day: str, reserved: Amounts, shipped: Amounts = NOTHING
) -> tuple[str, NewEntry]:
    """Return an entry with the name of its account."""
    return account.name, NewEntry(operation_id, kind, day, reserved=reserved, shipped=shipped)


def chain_in_force(writer: Writer, number: str, day: str) -> list[tuple[Account, Standing]]:
    """Return the authorisation and its layers, nearest first, as they stand on a day.

    Raises:
        UsageError: If the number is not on file.
    """
    chain: list[tuple[Account, Standing]] = []
    name: str | None = number
    while name is not None:
        account = writer.accounts.get(name)
        if account is None or not account.changes:
            msg = f"authorisation {name} is not on file; `licet register show` lists those that are"
            raise UsageError(msg)
        chain.append((account, account.standing(day)))
        name = account.parent
    return chain


def inactive(chain: Sequence[tuple[Account, Standing]], day: str) -> list[str]:
    """Say which layers cannot be drawn on that day, and why."""
    words = {
        State.PENDING: "is not valid yet",
        State.SUSPENDED: "is suspended",
        State.REVOKED: "is revoked",
        State.EXPIRED: "has expired",
    }
    return [
        f"{account.name} {words[force.state]} on {day}{_span(force)}"
        for account, force in chain
        if force.state is not State.ACTIVE
    ]


def _span(force: Standing) -> str:
    if force.terms is None:
        return ""
    end = "" if force.terms.valid_to is None else f" until {force.terms.valid_to}"
    return f" (valid from {force.terms.valid_from}{end})"


def _of_order(writer: Writer, operation: Reserve) -> list[str]:
    """Refuse units that the order already holds under the same key."""
    draw = operation.draw
    have = sum(held.committed for held in writer.held_by(draw.order_id) if held.key == draw.key)
    if have + operation.units <= draw.quantity:
        return []
    return [f"the order holds {have:,} of its {draw.quantity:,} units under {draw.key} already"]


def layers_of(chain: Sequence[tuple[Account, Standing]]) -> list[Layer]:
    """Return the layers that are granted, with the limits in force."""
    return [Layer(account, force.terms.limits, force) for account, force in chain if force.terms is not None]


def _ceilings(
    writer: Writer, chain: Sequence[tuple[Account, Standing]], operation: Reserve, refused: list[str]
) -> list[Layer]:
    found: dict[str, Layer] = {}
    for _, force in chain:
        named = accounts_of(force.terms.ceilings, operation.draw) if force.terms is not None else {}
        if isinstance(named, str):
            refused.append(named)
            continue
        for name, ceiling in named.items():
            account = writer.accounts[name]
            account.ceiling = ceiling.limits
            found.setdefault(name, Layer(account, ceiling.limits, None))
    return list(found.values())


def _costs(
    writer: Writer, operation: Reserve, layers: Sequence[Layer], refused: list[str]
) -> tuple[dict[str, Costs], dict[str, Any]]:
    """Return what one unit takes of each account, and the rates used; a cost that is not known is a refusal."""
    costs: dict[str, Costs] = {}
    rates: dict[str, Any] = {}
    for layer in layers:
        name, limits = layer.account.name, layer.limits
        found: list[Fraction | None] = []
        for unit in UNITS:
            if unit is not Unit.PIECES and limits.amount(unit) is None:
                found.append(None)
                continue
            cost, rate, why = cost_of(unit, limits.currency, operation.draw, writer.rates)
            if cost is None:
                refused.append(f"what the draw takes of the limit in {unit.value} of {name} is not known: {why}")
            elif whole_cost(operation.units, cost) > LARGEST:
                refused.append(f"the draw takes more in {unit.value} of {name} than a register can hold")
            if rate is not None:
                rates[name] = {"rate": str(rate), "on": rate.on.isoformat()}
            found.append(cost)
        first, second, third = found
        costs[name] = first, second, third
    return costs, rates


def short(writer: Writer, layer: Layer, day: str, taken: Amounts, slack: Amounts = NOTHING) -> list[str]:
    """Say which limits of a layer do not cover what is taken, on its day or any later one."""
    account = layer.account
    sums = (*account.reserved, *account.shipped)
    if max(sums) + max(taken) > LARGEST:
        return [f"{account.name} would hold more than a register can"]
    asked = Asked(account, day, taken, slack, layer.limits.currency, layer.ends)
    return refusals(asked, lefts(account, day, writer.journal.later(account, day), layer.bounds))


def ship(writer: Writer, operation: Ship) -> Weighed:
    """Weigh a shipment: every layer active on its day, and no more than is open, except within a tolerance.

    Raises:
        LimitRefused: With every reason.
        UsageError: If there is no such reservation, or not one unit is named.
    """
    day, held = operation.valid_at.isoformat(), _held(writer, operation.reservation_id, operation.valid_at.isoformat())
    if operation.units < 1:
        msg = f"reservation {held.reservation_id}: at least one unit ships, not {operation.units:,}"
        raise UsageError(msg)
    chain = chain_in_force(writer, held.number, day)
    refused = inactive(chain, day)
    still = held.open_units
    before = {name: held.holds(name) for name in held.costs}
    held.shipped += operation.units
    after = {name: held.holds(name) for name in held.costs}
    if operation.units > still:
        more = {name: minus(plus(*after[name]), plus(*before[name])) for name in held.costs}
        refused += _beyond(writer, chain, day, more, still)
    if refused:
        held.shipped -= operation.units
        msg = f"reservation {held.reservation_id}, {operation.units:,} units: {'; '.join(refused)}"
        raise LimitRefused(msg)
    return _moved(writer, operation.operation_id, EntryKind.SHIP, day, held, before, operation.units)


def _beyond(
    writer: Writer, chain: Sequence[tuple[Account, Standing]], day: str, more: Mapping[str, Amounts], still: int
) -> list[str]:
    """Refuse what ships beyond the open units, unless the terms state a tolerance and the limits stand within it."""
    own = chain[0][1].terms
    if own is None or not any(tolerance.validity.contains(date.fromisoformat(day)) for tolerance in own.tolerances):
        return [f"{still:,} units are open, and {chain[0][0].name} states no shipping tolerance for {day}"]
    found = []
    forces = {account.name: force for account, force in chain}
    for name, taken in more.items():
        force = forces.get(name)
        account = writer.accounts[name]
        if force is not None and force.terms is not None:
            layer = Layer(account, force.terms.limits, force)
            found += short(writer, layer, day, taken, slack(force, day))
        else:
            limits = _ceiling_limits(chain, name)
            if limits is not None:
                found += short(writer, Layer(account, limits, None), day, taken)
    return found


def slack(force: Standing, day: str) -> Amounts:
    """Return by how much shipments of a day may pass each limit."""
    found = [0, 0, 0]
    if force.terms is not None:
        for tolerance in force.terms.tolerances:
            limit = force.terms.limits.amount(tolerance.unit)
            if limit is not None and tolerance.validity.contains(date.fromisoformat(day)):
                number = UNITS.index(tolerance.unit)
                found[number] = max(found[number], tolerance.amount(limit))
    return found[0], found[1], found[2]


def _ceiling_limits(chain: Sequence[tuple[Account, Standing]], name: str) -> Limits | None:
    for _, force in chain:
        for ceiling in force.terms.ceilings if force.terms is not None else ():
            if ceiling.id == ceiling_of(name):
                return ceiling.limits
    return None


def ceiling_of(name: str) -> str:
    """Return the id of the ceiling that an account belongs to."""
    return name.removeprefix(CEILING_PREFIX).partition("/")[0]


def void(writer: Writer, operation: Void) -> Weighed:
    """Weigh the giving back of units; it is allowed in any state.

    Raises:
        LimitRefused: If not so many units are open.
        UsageError: If there is no such reservation, or not one unit is named.
    """
    day, held = operation.valid_at.isoformat(), _held(writer, operation.reservation_id, operation.valid_at.isoformat())
    units = held.open_units if operation.units is None else operation.units
    if units < 1 and operation.units is not None:
        msg = f"reservation {held.reservation_id}: at least one unit is voided, not {units:,}"
        raise UsageError(msg)
    if units > held.open_units or units < 1:
        asked = "nothing is left to void" if units < 1 else f"{units:,} cannot be voided"
        msg = f"reservation {held.reservation_id}: {held.open_units:,} units are open; {asked}"
        raise LimitRefused(msg)
    before = {name: held.holds(name) for name in held.costs}
    held.voided += units
    return _moved(writer, operation.operation_id, EntryKind.VOID, day, held, before, units)


def _moved(
    writer: Writer,
    operation_id: str,
    kind: EntryKind,
    day: str,
    held: Held,
    before: Mapping[str, tuple[Amounts, Amounts]],
    units: int,
) -> Weighed:
    """Return the entries that take the accounts from what a reservation held before to what it holds now."""
    entries: list[tuple[str, NewEntry, None]] = []
    for name in held.costs:
        reserved, shipped = held.holds(name)
        was_reserved, was_shipped = before[name]
        name_, entry = entry_of(
            writer.accounts[name],
            operation_id,
            kind,
            day,
            minus(reserved, was_reserved),
            minus(shipped, was_shipped),
        )
        entries.append((name_, entry, None))
    return Weighed(list(entries), {"units": units}, held.reservation_id, held.order_id, units)


def _held(writer: Writer, reservation_id: str, day: str) -> Held:
    held = writer.held(reservation_id)
    if held is None:
        msg = f"there is no reservation {reservation_id[:80]!r}; `licet register history --order ID` lists an order's"
        raise UsageError(msg)
    if day < held.valid_at:
        msg = f"reservation {reservation_id} is of {held.valid_at}; nothing happens to it on {day}, before that"
        raise LimitRefused(msg)
    return held
