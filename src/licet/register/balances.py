"""Balances in memory: what is left of each limit, and reservations that can never overdraw one.

A draw must fit every limit of every layer, in every unit at once. Amounts are whole numbers (pieces, minor
units, thousandths of TPP); what a reservation costs is rounded up, so that a limit is never passed by a
fraction. Scopes are not asked here; see `matches`.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING

from licet.errors import LimitRefused, UsageError
from licet.quantity import plain
from licet.register.authorisation import Unit, layers_of
from licet.register.money import Money, Rates, decimals_of
from licet.register.scope import rules_out

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from decimal import Decimal

    from licet.register.authorisation import Authorisation
    from licet.register.draw import Draw
    from licet.register.money import Rate

_THOUSANDTHS = 1000
_ONE = Fraction(1)


@dataclass(frozen=True, slots=True)
class Room:
    """What one limit of one layer still has for a draw.

    Attributes:
        number: The authorisation that states the limit.
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
        if self.unit is Unit.VALUE and self.currency is not None:
            return str(Money(amount, self.currency))
        if self.unit is Unit.TPP:
            whole, rest = divmod(amount, _THOUSANDTHS)
            return f"{whole:,}.{rest:03d}".rstrip("0").rstrip(".") + " TPP" if rest else f"{whole:,} TPP"
        return f"{amount:,} pieces"

    def refusal(self, units: int) -> str:
        """Say why the limit does not cover so many units of the draw, and how much is left."""
        left = f"{self.shown(self.left)} left of {self.shown(self.limit)}"
        stands = f"the limit in {self.unit.value} of {self.number} has {left}"
        if self.cost is None:
            return f"{stands}, and what the draw takes of it is not known: {self.why_no_cost}"
        needed = self.shown(_whole_cost(units, self.cost))
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

    def __init__(self, authorisations: Iterable[Authorisation], rates: Iterable[Rate] = ()) -> None:
        """Start with nothing reserved.

        Raises:
            UsageError: If a number stands twice, a parent is not among them, parents go round or are too many, or two
                rates of one day differ.
        """
        self._by_number: dict[str, Authorisation] = {}
        for authorisation in authorisations:
            if authorisation.number in self._by_number:
                msg = f"authorisation {authorisation.number} stands twice"
                raise UsageError(msg)
            self._by_number[authorisation.number] = authorisation
        self._serving: dict[tuple[str, str | None], list[Authorisation]] = {}
        for authorisation in self._by_number.values():
            items = authorisation.scope.items
            for item_id in (None,) if items.is_any else items.members:
                self._serving.setdefault((authorisation.key, item_id), []).append(authorisation)
        self._layers = {number: layers_of(number, self._by_number) for number in self._by_number}
        self._rates = Rates(rates)
        self._taken: dict[tuple[str, Unit], int] = {}
        self._reservations: dict[str, Reservation] = {}
        self._lock = Lock()

    @property
    def authorisations(self) -> tuple[Authorisation, ...]:
        """All authorisations, in the order given."""
        return tuple(self._by_number.values())

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
        """Return what is left of one limit of one authorisation, whatever its parents have.

        Args:
            number: The authorisation.
            unit: `pieces` in whole pieces, `value` in minor units of its currency, `tpp` in thousandths.

        Returns:
            None if the authorisation states no limit in that unit.

        Raises:
            UsageError: If there is no such number or unit.
        """
        authorisation = self.layers(number)[0]
        try:
            asked = Unit(unit)
        except ValueError:
            msg = f"{unit!r} is none of {', '.join(known.value for known in Unit)}"
            raise UsageError(msg) from None
        limit = authorisation.limits.amount(asked)
        return None if limit is None else limit - self._taken.get((number, asked), 0)

    def room(self, number: str, draw: Draw) -> tuple[Room, ...]:
        """Return what each limit of each layer still has for the draw, nearest layer first.

        Raises:
            UsageError: If there is no such number.
        """
        return tuple(
            self._room(layer, unit, limit, draw)
            for layer in self.layers(number)
            for unit in Unit
            if (limit := layer.limits.amount(unit)) is not None
        )

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
            return self._record(Reservation(name, number, draw, units, tuple(_take(room, units) for room in rooms)))

    def _record(self, reservation: Reservation) -> Reservation:
        for taken in reservation.taken:
            account = taken.number, taken.unit
            self._taken[account] = self._taken.get(account, 0) + taken.amount
        self._reservations[reservation.reservation_id] = reservation
        return reservation

    def _room(self, layer: Authorisation, unit: Unit, limit: int, draw: Draw) -> Room:
        left = limit - self._taken.get((layer.number, unit), 0)
        cost, rate, why = self._cost(layer, unit, draw)
        units = 0 if cost is None else draw.quantity
        if cost:
            units = min(units, left * cost.denominator // cost.numerator)
        currency = None if layer.limits.value is None else layer.limits.value.currency
        return Room(layer.number, unit, limit, left, units, cost, why, rate, currency)

    def _cost(self, layer: Authorisation, unit: Unit, draw: Draw) -> tuple[Fraction | None, Rate | None, str]:
        """Return what one unit of the draw takes of the limit, the rate used, and why it cannot be worked out."""
        if unit is Unit.PIECES:
            return _ONE, None, ""
        if unit is Unit.TPP:
            tpp = draw.tpp_per_unit
            if tpp.hi is None:
                return None, None, f"the TPP of {draw.item_id} is {tpp}, without an upper end"
            return _scaled(tpp.hi, _THOUSANDTHS), None, ""
        assert layer.limits.value is not None  # noqa: S101  a room is asked only where there is a limit
        return self._cost_in(layer.limits.value.currency, draw)

    def _cost_in(self, currency: str, draw: Draw) -> tuple[Fraction | None, Rate | None, str]:
        if draw.unit_value is None or draw.currency is None:
            absent = "unit_value" if draw.unit_value is None else "currency"
            return None, None, f"{absent} of order {draw.order_id} is not stated"
        minor_units = _scaled(draw.unit_value, 10 ** decimals_of(currency))
        if draw.currency == currency:
            return minor_units, None, ""
        rate = self._rates.find(draw.currency, currency, valid_at=draw.valid_at)
        if rate is None:
            why = f"no rate from {draw.currency} into {currency} ({plain(draw.unit_value)} {draw.currency} a unit)"
            return None, None, f"{why} is dated on or before {draw.valid_at}"
        return minor_units * _scaled(rate.value, 1), rate, ""


@lru_cache(maxsize=65_536)
def _scaled(figure: Decimal, factor: int) -> Fraction:
    return Fraction(figure) * factor


def _whole_cost(units: int, cost: Fraction) -> int:
    """Return what the units take, rounded up to a whole amount."""
    return -(-units * cost.numerator // cost.denominator)


def _take(room: Room, units: int) -> Taken:
    assert room.cost is not None  # noqa: S101  a room without a cost covers no unit and was refused
    amount = _whole_cost(units, room.cost)
    return Taken(room.number, room.unit, amount, room.left - amount, room.rate)


def _same_or_refused(made: Reservation, number: str, draw: Draw, units: int) -> Reservation:
    if (made.number, made.draw, made.units) == (number, draw, units):
        return made
    msg = (
        f"reservation {made.reservation_id} already stands for {made.units:,} units of order {made.draw.order_id} "
        f"under {made.number}, with other content"
    )
    raise LimitRefused(msg)
