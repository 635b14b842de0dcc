"""Balances in memory: what is left of each limit, and reservations that can never overdraw one.

A draw must fit every limit of every layer and of every ceiling that a layer carries, in every unit at once. Amounts
are whole numbers (pieces, minor units, thousandths of TPP); what a reservation costs is rounded up, so that a limit is
never passed by a fraction. Scopes are not asked here; see `matches`.
"""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

from licet.errors import LimitRefused, UsageError
from licet.register.authorisation import Unit, layers_of
from licet.register.ceiling import CEILING_PREFIX, accounts_of, limits_by_ceiling
from licet.register.costs import cost_of, shown_amount, whole_cost
from licet.register.money import Rates
from licet.register.scope import rules_out
from licet.register.takings import Takings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from fractions import Fraction

    from licet.register.authorisation import Authorisation, Limits
    from licet.register.ceiling import Ceiling
    from licet.register.draw import Draw
    from licet.register.money import Rate
    from licet.register.takings import Opening

UNITS = tuple(Unit)


@dataclass(frozen=True, slots=True)
class Room:
    """What one limit of one layer or ceiling still has for a draw.

    Attributes:
        number: The authorisation that states the limit, or the account of the ceiling: `ceiling/<id>/<account key>`.
        unit: The unit it counts in.
        limit: As granted, in whole pieces, minor units or thousandths.
        left: The same, less all reservations.
        units: How many units of the draw it still covers, at most those of the order line.
        cost: What one unit of the draw takes, exactly; None if that cannot be worked out.
        why_no_cost: Why not.
        rate: The rate used, with its date.
        currency: Of a limit in value.
    """

    number: str
    unit: Unit
    limit: int
    left: int
    units: int
    cost: Fraction | None
    why_no_cost: str = ""
    rate: Rate | None = None
    currency: str | None = None

    def shown(self, amount: int) -> str:
        """Return an amount in the unit of the limit: `75,000 pieces`, `10.00 USD`, `15,832 TPP`."""
        return shown_amount(amount, self.unit, self.currency)

    def refusal(self, units: int) -> str:
        """Say why the limit does not cover so many units of the draw, and how much is left."""
        left = f"{self.shown(self.left)} left of {self.shown(self.limit)}"
        stands = f"the limit in {self.unit.value} of {self.number} has {left}"
        if self.cost is None:
            return f"{stands}, and what the draw takes of it is not known: {self.why_no_cost}"
        needed = self.shown(whole_cost(units, self.cost))
        return f"{stands}; {units:,} units take {needed}, and it covers {self.units:,}"


@dataclass(frozen=True, slots=True)
class Taken:
    """What a reservation took of one limit, and what it left."""

    number: str
    unit: Unit
    amount: int
    left: int
    rate: Rate | None = None


@dataclass(frozen=True, slots=True)
class Reservation:
    """Units of an order line promised under an authorisation. Never changed once made."""

    reservation_id: str
    number: str
    draw: Draw
    units: int
    taken: tuple[Taken, ...]


class Balances:
    """All authorisations of a case, and what has been reserved of them.

    The balance of a limit is the limit less what the reservations took; there is no other way to change one.
    """

    def __init__(
        self, authorisations: Iterable[Authorisation], rates: Iterable[Rate] = (), opening: Opening | None = None
    ) -> None:
        """Start with nothing reserved here.

        Args:
            authorisations: All grants, with the layers above them. Where they state different limits of one ceiling,
                the smallest holds.
            rates: For limits in value.
            opening: What a durable register leaves; without it, or where it knows nothing of an account, a limit
                starts whole.

        Raises:
            UsageError: If a number stands twice, a parent is not among them, parents go round or are too many, one
                ceiling counts in two ways, or two rates of one day differ.
        """
        self._by_number: dict[str, Authorisation] = {}
        for authorisation in authorisations:
            if authorisation.number in self._by_number:
                msg = f"authorisation {authorisation.number} stands twice"
                raise UsageError(msg)
            self._by_number[authorisation.number] = authorisation
        self._serving: dict[tuple[str, str | None], list[Authorisation]] = {}
        for authorisation in self._by_number.values():
            scope = authorisation.scope
            anything = scope.items.is_any or scope.item_expression is not None
            for item_id in (None,) if anything else scope.items.members:
                self._serving.setdefault((authorisation.key, item_id), []).append(authorisation)
        self._layers = {number: layers_of(number, self._by_number) for number in self._by_number}
        self._ceiling_limits = limits_by_ceiling(self._by_number.values())
        self._carried = {
            number: tuple(dict.fromkeys(ceiling for layer in layers for ceiling in layer.ceilings))
            for number, layers in self._layers.items()
        }
        self._rates = Rates(rates)
        self._taken = Takings(opening)
        self._reservations: dict[str, Reservation] = {}
        self._lock = Lock()

    @property
    def authorisations(self) -> tuple[Authorisation, ...]:
        """All authorisations, in the order given."""
        return tuple(self._by_number.values())

    @property
    def item_expressions(self) -> tuple[str, ...]:
        """The item expressions of all scopes, each once; a draw carries what each comes to for its item."""
        stated = (authorisation.scope.item_expression for authorisation in self._by_number.values())
        return tuple(dict.fromkeys(expression for expression in stated if expression is not None))

    def serving(self, draw: Draw) -> Iterator[Authorisation]:
        """Yield the authorisations that are not surely out of the question for a draw; see `rules_out`."""
        for item_id in (draw.item_id, None):
            for authorisation in self._serving.get((draw.key, item_id), ()):
                if not rules_out(authorisation, draw):
                    yield authorisation

    @property
    def reservations(self) -> tuple[Reservation, ...]:
        """All reservations, in the order made."""
        return tuple(self._reservations.values())

    def layers(self, number: str) -> tuple[Authorisation, ...]:
        """Return the authorisation and those above it, nearest first.

        Raises:
            UsageError: If there is no such number.
        """
        try:
            return self._layers[number]
        except KeyError:
            msg = f"authorisation {number} is not on file"
            raise UsageError(msg) from None

    def left(self, number: str, unit: Unit | str) -> int | None:
        """Return what is left of one limit of one authorisation, whatever its parents and a durable register have.

        Args:
            number: The authorisation, or the account of a ceiling that one of them carries.
            unit: `pieces` in whole pieces, `value` in minor units of its currency, `tpp` in thousandths.

        Returns:
            None if no limit is stated in that unit.

        Raises:
            UsageError: If there is no such number or unit.
        """
        of_ceiling = self._ceiling_limits.get(number.split("/", 2)[1]) if number.startswith(CEILING_PREFIX) else None
        limits = of_ceiling or self.layers(number)[0].limits
        try:
            asked = Unit(unit)
        except ValueError:
            msg = f"{unit!r} is none of {', '.join(known.value for known in Unit)}"
            raise UsageError(msg) from None
        limit = limits.amount(asked)
        return None if limit is None else limit - self._taken.of(number, asked)

    def room(self, number: str, draw: Draw) -> tuple[Room, ...]:
        """Return what each limit of each layer still has for the draw, nearest layer first, then the ceilings.

        Raises:
            UsageError: If there is no such number.
        """
        rooms = tuple(
            self._room(layer.number, layer.limits, unit, limit, draw)
            for layer in self.layers(number)
            for unit in UNITS
            if (limit := layer.limits.amount(unit)) is not None
        )
        carried = self._carried[number]
        return (*rooms, *self._under_ceilings(carried, draw)) if carried else rooms

    def _under_ceilings(self, carried: tuple[Ceiling, ...], draw: Draw) -> Iterator[Room]:
        seen: set[str] = set()  # layers may carry one ceiling in two wordings
        for ceiling in carried:
            limits = self._ceiling_limits[ceiling.id]
            found = accounts_of((ceiling,), draw)
            accounts = ({ceiling.account("?")} if isinstance(found, str) else set(found)) - seen
            seen |= accounts
            for account in sorted(accounts):
                for unit in UNITS:
                    limit = limits.amount(unit)
                    if limit is None:
                        continue
                    if isinstance(found, str):
                        yield Room(account, unit, limit, limit, 0, None, why_no_cost=found, currency=limits.currency)
                    else:
                        yield self._room(account, limits, unit, limit, draw)

    def most_units(self, number: str, draw: Draw) -> int:
        """Return the largest number of units of the draw that every limit at every layer still covers.

        It is never more than the quantity of the draw, and 0 where a limit cannot be reckoned (no rate, no
        value, no upper end of the TPP); `room` gives the reason.

        Raises:
            UsageError: If there is no such number.
        """
        return min(room.units for room in self.room(number, draw))

    def reserve(self, number: str, draw: Draw, units: int, *, reservation_id: str | None = None) -> Reservation:
        """Promise units of the draw under an authorisation and all its parents: all of them, or none.

        Args:
            number: The authorisation.
            draw: The order line.
            units: At least one, at most the quantity of the line.
            reservation_id: The caller's own id; by default one for the order under this authorisation. The same
                id with the same content gives the same answer and takes nothing more.

        Raises:
            LimitRefused: If a limit does not cover the units, or the id was used for something else.
            UsageError: If there is no such number, or the line has not so many units.
        """
        name = f"{number}:{draw.order_id}" if reservation_id is None else reservation_id
        if not 1 <= units <= draw.quantity:
            msg = f"order {draw.order_id} has {draw.quantity} units; {units} cannot be reserved"
            raise UsageError(msg)
        with self._lock:
            made = self._reservations.get(name)
            if made is not None:
                return _same_or_refused(made, number, draw, units)
            rooms = self.room(number, draw)
            refusals = [room.refusal(units) for room in rooms if room.units < units]
            if refusals:
                msg = f"order {draw.order_id}, {units:,} units: " + "; ".join(refusals)
                raise LimitRefused(msg)
            reservation = Reservation(name, number, draw, units, tuple(_take(room, units) for room in rooms))
            for taken in reservation.taken:
                self._taken.add(taken.number, taken.unit, taken.amount, draw)
            self._reservations[name] = reservation
            return reservation

    def _room(self, account: str, limits: Limits, unit: Unit, limit: int, draw: Draw) -> Room:
        left = self._taken.left(account, unit, limit, draw)
        cost, rate, why = cost_of(unit, limits.currency, draw, self._rates)
        units = 0 if cost is None else draw.quantity
        if cost:
            units = min(units, left * cost.denominator // cost.numerator)
        return Room(account, unit, limit, left, max(units, 0), cost, why, rate, limits.currency)


def _take(room: Room, units: int) -> Taken:
    assert room.cost is not None  # noqa: S101  a room without a cost covers no unit and was refused
    amount = whole_cost(units, room.cost)
    return Taken(room.number, room.unit, amount, room.left - amount, room.rate)


def _same_or_refused(made: Reservation, number: str, draw: Draw, units: int) -> Reservation:
    if (made.number, made.draw, made.units) == (number, draw, units):
        return made
    msg = (
        f"reservation {made.reservation_id} already stands for {made.units:,} units of order {made.draw.order_id} "
        f"under {made.number}, with other content"
    )
    raise LimitRefused(msg)
