"""The register again, slow and obviously right: a list of accepted operations, replayed whole for every question.

It shares with the register the forms of operations and the model of authorisations, and no code that reckons. Balances
are reckoned day by day over the days of its horizon, costs as fractions. It keeps no chain and no notes.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING, NoReturn

from licet.ledger import Adjust, Amend, Grant, Operation, Reserve, Resume, Revoke, Ship, State, Suspend, Void
from licet.register import Unit
from licet.register.money import decimals_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime

    from licet.register import Authorisation, Ceiling, Draw, Rates, Tolerance

# Every day that an operation may name lies between these two; the turn of a year between them parts two ceilings.
FIRST_DAY = date(2026, 12, 12)
LAST_DAY = date(2027, 1, 20)


class Refused(Exception):
    """The operation is not accepted; `usage` where it asks for something impossible, and no limit is at fault."""

    def __init__(self, why: str, *, usage: bool) -> None:
        """Keep the reason."""
        super().__init__(why)
        self.usage = usage


def refuse(why: str, *, usage: bool = False) -> NoReturn:
    """Refuse the operation."""
    raise Refused(why, usage=usage)


def days_from(first: date) -> Iterator[date]:
    """Yield each day from `first` to the last of the horizon."""
    for distance in range((LAST_DAY - first).days + 1):
        yield first + timedelta(days=distance)


@dataclass(frozen=True)
class Accepted:
    """An operation on file, with the rates it was posted with."""

    operation: Operation
    recorded_at: datetime
    rates: Rates


@dataclass(frozen=True)
class Move:
    """A change of what is reserved and shipped in one account and unit, from a day on."""

    account: str
    unit: Unit
    valid_at: date
    reserved: int = 0
    shipped: int = 0


@dataclass
class Held:
    """A reservation; `costs` is what one unit takes of each limit, exactly."""

    operation: Reserve
    costs: dict[tuple[str, Unit], Fraction]
    shipped: int = 0
    voided: int = 0
    excess: int = 0

    @property
    def open_units(self) -> int:
        return self.operation.units + self.excess - self.shipped - self.voided

    @property
    def committed(self) -> int:
        return self.operation.units + self.excess - self.voided

    def standing(self) -> dict[tuple[str, Unit], tuple[int, int]]:
        """Return what is reserved and shipped by now: the whole rounded up, the shipped part rounded up."""
        return {
            place: (ceil(self.committed * cost) - ceil(self.shipped * cost), ceil(self.shipped * cost))
            for place, cost in self.costs.items()
        }


@dataclass
class World:
    """What is on file after a replay. Lists are in the order of acceptance."""

    terms: dict[str, list[tuple[date, Authorisation]]] = field(default_factory=dict)
    stops: dict[str, list[tuple[date, State]]] = field(default_factory=dict)
    ceilings: dict[str, list[tuple[date, Ceiling]]] = field(default_factory=dict)
    held: dict[str, Held] = field(default_factory=dict)
    moves: list[Move] = field(default_factory=list)
    known: dict[str, Operation] = field(default_factory=dict)

    # Terms and states

    def terms_on(self, number: str, day: date) -> Authorisation | None:
        """Return the terms in force on the day: the latest by day, and by acceptance within a day."""
        return _latest(self.terms.get(number, []), day)

    def stop_on(self, number: str, day: date) -> State | None:
        """Return the latest suspension or end of one; a revocation is final."""
        stops = self.stops.get(number, [])
        if any(state is State.REVOKED and valid_at <= day for valid_at, state in stops):
            return State.REVOKED
        return _latest(stops, day)

    def ceiling_on(self, account: str, day: date) -> Ceiling | None:
        return _latest(self.ceilings.get(account, []), day)

    def layers(self, number: str, day: date) -> list[Authorisation]:
        """Return the terms on the day of the authorisation and those above it; a layer not granted by then ends it."""
        found: list[Authorisation] = []
        above: str | None = number
        while above is not None:
            terms = self.terms_on(above, day)
            if terms is None:
                refuse(f"{above} is not granted on {day}", usage=above not in self.terms)
            found.append(terms)
            above = terms.parent
        return found

    def state(self, account: str, day: date) -> State:
        if account in self.ceilings:
            return State.ACTIVE
        terms = self.terms_on(account, day)
        if terms is None:
            return State.PENDING
        stop = self.stop_on(account, day)
        if stop in {State.REVOKED, State.SUSPENDED}:
            return stop
        return _by_period(terms.valid_from, terms.valid_to, day)

    # Amounts

    def counted(self, layer: Authorisation) -> list[Unit]:
        """Return in which units draws are counted: in pieces always, else where the terms state a limit."""
        return [unit for unit in Unit if unit is Unit.PIECES or layer.limits.amount(unit) is not None]

    def granted(self, account: str, unit: Unit, day: date) -> int | None:
        """Return the limit on the day; None where none is stated."""
        holder = self.ceiling_on(account, day) if account in self.ceilings else self.terms_on(account, day)
        return None if holder is None else holder.limits.amount(unit)

    def tolerance(self, account: str, unit: Unit, day: date) -> int:
        """Return by how much an over-shipment may pass the limit on the day: the largest that the terms state."""
        terms = self.terms_on(account, day)
        limit = self.granted(account, unit, day)
        if terms is None or limit is None:
            return 0
        stated = [
            floor(Fraction(limit * tolerance.per_mille, 1000))
            for tolerance in terms.tolerances
            if tolerance.unit is unit and _by_period(tolerance.valid_from, tolerance.valid_to, day) is State.ACTIVE
        ]
        return max(stated, default=0)

    def used(self, account: str, unit: Unit, day: date) -> tuple[int, int]:
        """Return what is reserved and what is shipped by the day."""
        moves = [m for m in self.moves if m.account == account and m.unit is unit and m.valid_at <= day]
        return sum(m.reserved for m in moves), sum(m.shipped for m in moves)

    def left(self, account: str, unit: Unit, day: date) -> int | None:
        granted = self.granted(account, unit, day)
        return None if granted is None else granted - sum(self.used(account, unit, day))

    def least_left(self, account: str, unit: Unit, first: date) -> int | None:
        """Return the least that any day from the first on leaves; days without a limit in the unit are passed over."""
        by_day = [left for day in days_from(first) if (left := self.left(account, unit, day)) is not None]
        return min(by_day, default=None)


@dataclass(frozen=True)
class Line:
    """One unit of a balance."""

    granted: int
    reserved: int
    shipped: int
    left: int
    free: int
    lapsed: int
    tolerance: int


class Reference:
    """Accepts and refuses operations as the register should."""

    def __init__(self) -> None:
        """Start with nothing on file."""
        self.accepted: list[Accepted] = []
        self._replayed: dict[datetime | None, World] = {}

    def world(self, known_at: datetime | None = None) -> World:
        """Replay what was recorded by then; the answer is kept until more is accepted, and not to be changed."""
        if known_at not in self._replayed:
            world = World()
            for item in self.accepted:
                if known_at is None or item.recorded_at <= known_at:
                    apply(world, item.operation, item.rates)
            self._replayed[known_at] = world
        return self._replayed[known_at]

    def refusals(self, operations: Sequence[Operation], rates: Rates) -> list[Refused | None]:
        """Return for each operation, told in this order, whether it is refused; a refused one changes nothing."""
        world = _copy(self.world())
        found: list[Refused | None] = []
        for operation in operations:
            try:
                accept(world, operation, rates)
            except Refused as refused:
                found.append(refused)
            else:
                found.append(None)
        return found

    def keep(self, operation: Operation, recorded_at: datetime, rates: Rates) -> None:
        """Put an accepted operation on file; one that stands there already changes nothing."""
        if operation.operation_id not in {item.operation.operation_id for item in self.accepted}:
            self.accepted.append(Accepted(operation, recorded_at, rates))
            self._replayed.clear()

    def accounts(self, known_at: datetime | None = None) -> set[str]:
        world = self.world(known_at)
        return set(world.terms) | set(world.ceilings)

    def granted_by(self, account: str, day: date, known_at: datetime | None = None) -> bool:
        """Tell whether anything is granted in the account by the day; of a ceiling, whether terms then carry it."""
        world = self.world(known_at)
        if account in world.ceilings:
            carried = [each for number in world.terms for each in _ceilings_of(world.terms_on(number, day))]
            name = world.ceilings[account][0][1].id
            return any(it.id == name and _by_period(it.valid_from, it.valid_to, day) is State.ACTIVE for it in carried)
        return world.terms_on(account, day) is not None

    def lines(self, account: str, day: date, known_at: datetime | None = None) -> dict[Unit, Line]:
        """Return the balance of each unit that is limited on the day."""
        world = self.world(known_at)
        state = world.state(account, day)
        found: dict[Unit, Line] = {}
        for unit in Unit:
            granted = world.granted(account, unit, day)
            left = world.left(account, unit, day)
            least = world.least_left(account, unit, day)
            if granted is None or left is None or least is None:
                continue
            free = max(0, least) if state is State.ACTIVE else 0
            lapsed = max(0, left) if state in {State.EXPIRED, State.REVOKED} else 0
            tolerance = world.tolerance(account, unit, day)
            found[unit] = Line(granted, *world.used(account, unit, day), left, free, lapsed, tolerance)
        return found

    def state(self, account: str, day: date, known_at: datetime | None = None) -> State:
        return self.world(known_at).state(account, day)


# Acceptance


def accept(world: World, operation: Operation, rates: Rates) -> None:
    """Put the operation into the world, or refuse it and leave the world as it was."""
    known = world.known.get(operation.operation_id)
    if known is not None:
        if known != operation:
            refuse(f"{operation.operation_id} stands with other content")
        return
    trial = _copy(world)
    apply(trial, operation, rates)
    _hold_the_invariant(world, trial, operation)
    apply(world, operation, rates)


def _copy(world: World) -> World:
    return World(
        {number: list(terms) for number, terms in world.terms.items()},
        {number: list(stops) for number, stops in world.stops.items()},
        {account: list(ceilings) for account, ceilings in world.ceilings.items()},
        {name: replace(held) for name, held in world.held.items()},
        list(world.moves),
        dict(world.known),
    )


def _hold_the_invariant(before: World, after: World, operation: Operation) -> None:
    """Refuse what takes from a day that has less than nothing left, or takes back more than was used by some day.

    Only an over-shipment may go below zero, at the limits of authorisations, by the tolerance of its day.
    """
    over = False
    if isinstance(operation, Ship):
        over = operation.units > before.held[operation.reservation_id].open_units
    touched = {move.account for move in after.moves[len(before.moves) :]}
    if isinstance(operation, Amend):
        touched.add(operation.authorisation.number)
    for account in touched:
        for unit in Unit:
            slack = after.tolerance(account, unit, operation.valid_at) if over else 0
            for day in days_from(operation.valid_at):
                left, was = after.left(account, unit, day), before.left(account, unit, day)
                if left is not None and (was is None or left < was) and left < -slack:
                    refuse(f"{account} would have {left} left in {unit.value} on {day}")
                if after.used(account, unit, day)[1] < 0:
                    refuse(f"{account} would have used less than nothing on {day}")


def apply(world: World, operation: Operation, rates: Rates) -> None:
    """Put an operation into the world without asking about limits."""
    _APPLY[type(operation)](world, operation, rates)
    world.known[operation.operation_id] = operation


def _grant(world: World, operation: Grant, _: Rates) -> None:
    terms = operation.authorisation
    if terms.number in world.terms:
        refuse(f"{terms.number} is on file")
    if terms.parent is not None and terms.parent not in world.terms:
        refuse(f"{terms.parent} is not on file", usage=True)
    if operation.valid_at != terms.valid_from:
        refuse("a grant counts from its first day of validity", usage=True)
    world.terms[terms.number] = [(operation.valid_at, terms)]


def _amend(world: World, operation: Amend, _: Rates) -> None:
    terms = operation.authorisation
    if terms.number not in world.terms:
        refuse(f"{terms.number} is not on file", usage=True)
    before = world.terms[terms.number][0][1]
    for name in ("kind", "key", "holder", "parent"):
        if getattr(before, name) != getattr(terms, name):
            refuse(f"an amendment keeps the {name}", usage=True)
    stated = [each for _, each in world.terms[terms.number]]
    if len({_currency(each) for each in [*stated, terms]} - {None}) > 1:
        refuse("an amendment keeps the currency", usage=True)
    if any((before.limits.amount(unit) is None) != (terms.limits.amount(unit) is None) for unit in Unit):
        refuse("an amendment keeps the units that are limited", usage=True)
    if world.terms_on(terms.number, operation.valid_at) is None:
        refuse("nothing to amend on that day")
    world.terms[terms.number].append((operation.valid_at, terms))


def _stop(state: State) -> Callable[[World, Operation, Rates], None]:
    def put(world: World, operation: Suspend | Resume | Revoke, _: Rates) -> None:
        if world.terms_on(operation.number, operation.valid_at) is None:
            refuse(f"{operation.number} is not granted by then", usage=True)
        stands = world.stop_on(operation.number, operation.valid_at) or State.ACTIVE
        if stands is state or stands is State.REVOKED or (stands is State.ACTIVE and state is State.ACTIVE):
            refuse(f"{operation.number} is {stands.value} already", usage=True)
        world.stops.setdefault(operation.number, []).append((operation.valid_at, state))

    return put


def _reserve(world: World, operation: Reserve, rates: Rates) -> None:
    if operation.units < 1:
        refuse("no units", usage=True)
    layers = world.layers(operation.number, operation.valid_at)
    _all_active(world, layers, operation.valid_at)
    costs: dict[tuple[str, Unit], Fraction] = {}
    for layer in layers:
        for unit in world.counted(layer):
            costs[layer.number, unit] = _cost(unit, _currency(layer), operation.draw, rates)
        for ceiling in layer.ceilings:
            if not _counts(ceiling, operation):
                continue
            currency = None if ceiling.limits.value is None else ceiling.limits.value.currency
            for account in _ceiling_accounts(ceiling, operation):
                world.ceilings.setdefault(account, []).append((date.min, ceiling))
                for unit in Unit:
                    if unit is Unit.PIECES or ceiling.limits.amount(unit) is not None:
                        costs[account, unit] = _cost(unit, currency, operation.draw, rates)
    held = Held(operation, costs)
    world.held[operation.operation_id] = held
    _move(world, held, {}, operation.valid_at)


def _ship(world: World, operation: Ship, _: Rates) -> None:
    held = _held(world, operation.reservation_id, operation.valid_at)
    if operation.units < 1:
        refuse("no units", usage=True)
    layers = world.layers(held.operation.number, operation.valid_at)
    _all_active(world, layers, operation.valid_at)
    before = held.standing()
    excess = max(0, operation.units - held.open_units)
    if excess and not _tolerances_on(layers[0], operation.valid_at):
        refuse("more than are open")
    held.shipped += operation.units
    held.excess += excess
    _move(world, held, before, operation.valid_at)


def _void(world: World, operation: Void, _: Rates) -> None:
    held = _held(world, operation.reservation_id, operation.valid_at)
    units = held.open_units if operation.units is None else operation.units
    if operation.units is not None and operation.units < 1:
        refuse("no units", usage=True)
    if units > held.open_units or units < 1:
        refuse("more than are open")
    before = held.standing()
    held.voided += units
    _move(world, held, before, operation.valid_at)


def _adjust(world: World, operation: Adjust, _: Rates) -> None:
    amounts = {Unit.PIECES: operation.pieces, Unit.VALUE: operation.value, Unit.TPP: operation.tpp_thousandths}
    if not any(amounts.values()):
        refuse("nothing to adjust", usage=True)
    layers = world.layers(operation.number, operation.valid_at)
    for layer in layers:
        for unit, amount in amounts.items():
            if unit in world.counted(layer):
                world.moves.append(Move(layer.number, unit, operation.valid_at, shipped=amount))
            elif amount and layer is layers[0]:
                refuse(f"{layer.number} has no limit in {unit.value}", usage=True)


_APPLY = {
    Grant: _grant,
    Amend: _amend,
    Suspend: _stop(State.SUSPENDED),
    Resume: _stop(State.ACTIVE),
    Revoke: _stop(State.REVOKED),
    Reserve: _reserve,
    Ship: _ship,
    Void: _void,
    Adjust: _adjust,
}


# Small steps


def _latest(dated: list[tuple[date, object]], day: date) -> object | None:
    """Return what counts on the day: the latest by day, and by place in the list within a day."""
    found = None
    for valid_at, thing in sorted(dated, key=lambda pair: pair[0]):  # stable
        if valid_at <= day:
            found = thing
    return found


def _by_period(valid_from: date | None, valid_to: date | None, day: date) -> State:
    if valid_from is not None and day < valid_from:
        return State.PENDING
    return State.ACTIVE if valid_to is None or day < valid_to else State.EXPIRED


def _all_active(world: World, layers: Sequence[Authorisation], day: date) -> None:
    for layer in layers:
        if (state := world.state(layer.number, day)) is not State.ACTIVE:
            refuse(f"{layer.number} is {state.value} on {day}")


def _held(world: World, name: str, day: date) -> Held:
    if name not in world.held:
        refuse(f"no reservation {name}", usage=True)
    if day < world.held[name].operation.valid_at:
        refuse("before the reservation")
    return world.held[name]


def _move(world: World, held: Held, before: dict[tuple[str, Unit], tuple[int, int]], day: date) -> None:
    for (account, unit), (reserved, shipped) in held.standing().items():
        was = before.get((account, unit), (0, 0))
        world.moves.append(Move(account, unit, day, reserved - was[0], shipped - was[1]))


def _currency(terms: Authorisation) -> str | None:
    return None if terms.limits.value is None else terms.limits.value.currency


def _tolerances_on(terms: Authorisation, day: date) -> list[Tolerance]:
    return [t for t in terms.tolerances if _by_period(t.valid_from, t.valid_to, day) is State.ACTIVE]


def _ceilings_of(terms: Authorisation | None) -> tuple[Ceiling, ...]:
    return () if terms is None else terms.ceilings


def _counts(ceiling: Ceiling, operation: Reserve) -> bool:
    in_force = _by_period(ceiling.valid_from, ceiling.valid_to, operation.valid_at) is State.ACTIVE
    return in_force and ceiling.key == operation.draw.key


def _ceiling_accounts(ceiling: Ceiling, operation: Reserve) -> list[str]:
    year = [str(operation.valid_at.year)] if ceiling.calendar_year else []
    if ceiling.per is None:
        return ["/".join(["ceiling", ceiling.id, *year])]
    parties = [party for role, party in operation.draw.parties if role is ceiling.per]
    if not parties:
        refuse(f"nobody is stated as {ceiling.per.value}")
    return ["/".join(["ceiling", ceiling.id, party, *year]) for party in dict.fromkeys(parties)]


def _cost(unit: Unit, currency: str | None, draw: Draw, rates: Rates) -> Fraction:
    """Return what one unit of the draw takes of a limit."""
    if unit is Unit.PIECES:
        return Fraction(1)
    if unit is Unit.TPP:
        if draw.tpp_per_unit.hi is None:
            refuse("the TPP has no upper end")
        return Fraction(draw.tpp_per_unit.hi) * 1000
    if draw.unit_value is None or draw.currency is None or currency is None:
        refuse("the value is not stated")
    amount = Fraction(draw.unit_value) * 10 ** decimals_of(currency)
    if draw.currency == currency:
        return amount
    rate = rates.find(draw.currency, currency, valid_at=draw.valid_at)
    if rate is None:
        refuse("no rate")
    return amount * Fraction(rate.value)
