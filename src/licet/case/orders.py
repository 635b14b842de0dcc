"""Order lines read from their table. Lines by the hundred thousand share parties, items, days and codes."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from licet.case.cell import CellReader, currency, rank, whole_number
from licet.case.order import KNOWN_NONE, Order
from licet.facts import Movement, possible_movements
from licet.period import read_date
from licet.problem import Problem
from licet.quantity import read_number
from licet.truth import Truth

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from licet.case.countries import Countries
    from licet.case.items import ItemBook
    from licet.case.parties import Cast
    from licet.facts import Stated
    from licet.table_source import Table

_NO_FACTS: Mapping[str, Stated] = MappingProxyType({})
_BLANK = "or leave it blank if it is not known"
_MOVEMENTS = ", ".join(movement.value for movement in Movement)


def read_orders(reader: OrderReader, table: Table) -> tuple[Order, ...]:
    """Read every line that can be read, in the order of the table."""
    lines = (reader.read(where, cells) for where, cells in table.rows)
    return tuple(order for order in lines if order is not None)


class OrderReader:
    """Reads lines one by one; faults are gathered in `problems`."""

    def __init__(
        self,
        *,
        items: ItemBook,
        countries: Countries,
        cast: Cast,
        stated: Mapping[str, Mapping[str, Stated]],
        home: str,
        currency_of_case: str | None,
        problems: list[Problem],
    ) -> None:
        """Keep what a line refers to: items, countries, parties, facts stated of orders, the home country."""
        self._items = items
        self._cast = cast
        self._stated = stated
        self._home = home
        self._currency = currency_of_case
        self._problems = problems
        self._first: dict[str, str] = {}
        self._movements: dict[tuple[Movement | None, str | None, str | None], tuple[Movement | None, str]] = {}
        self._quantities = CellReader(whole_number, "bad-quantity", "write the pieces as a whole number", problems)
        self._values = CellReader(read_number, "bad-number", f"write the price of one piece, {_BLANK}", problems)
        self._currencies = CellReader(currency, "bad-currency", "write three capital letters, such as USD", problems)
        self._kinds = CellReader(Movement, "unknown-movement", f"use one of {_MOVEMENTS}, {_BLANK}", problems)
        self._countries = CellReader(
            countries.read, "unknown-country", f"write the code, such as CN, {_BLANK}", problems
        )
        self._days = CellReader(read_date, "bad-date", f"write the day as YYYY-MM-DD, {_BLANK}", problems)
        self._ranks = CellReader(rank, "bad-priority", "write a whole number, 1 before 2, or leave it blank", problems)
        self._truths = CellReader(Truth.from_word, "bad-value", "write yes or no, or leave it blank", problems)

    def read(self, where: str, cells: Mapping[str, str]) -> Order | None:
        """Read one line; None if it is reported as a problem that leaves no line to speak of."""
        get = cells.get
        order_id = cells["order_id"]
        self._check_id(order_id, where)
        for column in ("item", "quantity"):
            if not cells[column]:
                self._problems.append(Problem("missing-value", where, f"the {column} is blank", f"write the {column}"))
        found = self._items.find(cells["item"], where)
        quantity = self._quantities.read(cells["quantity"], where, "quantity")
        ship_from = self._countries.read(get("ship_from", ""), where, "ship_from")
        destination = self._countries.read(get("destination", ""), where, "destination")
        stated_movement = self._kinds.read(get("movement", ""), where, "movement")
        unit_value, value_currency = self._price(cells, where)
        parties = self._cast.of_order(order_id, where, cells)
        place_of_use = self._countries.read(get("place_of_use", ""), where, "place_of_use")
        parties_complete = self._truths.read(get("parties_complete", ""), where, "parties_complete")
        ordered_on = self._days.read(get("ordered_on", ""), where, "ordered_on")
        ship_on = self._days.read(get("ship_on", ""), where, "ship_on")
        priority = self._ranks.read(get("priority", ""), where, "priority")
        movement = self._movement(stated_movement, ship_from, destination, where)
        if found is None or quantity is None:
            return None
        return Order(
            order_id=order_id,
            item=found.item,
            item_note=found.note,
            quantity=quantity,
            where=where,
            unit_value=unit_value,
            currency=value_currency,
            movement=movement,
            movement_derived=movement is not None and stated_movement is None,
            ship_from=ship_from,
            destination=destination,
            place_of_use=place_of_use,
            end_use=_stated_text(get("end_use", "")),
            exporter=_stated_text(get("exporter", "")),
            parties=parties,
            parties_complete=Truth.UNKNOWN if parties_complete is None else parties_complete,
            authority_claimed=get("authority_claimed") or None,
            ordered_on=ordered_on,
            ship_on=ship_on,
            priority=priority,
            facts=self._stated.get(order_id, _NO_FACTS),
        )

    def _check_id(self, order_id: str, where: str) -> None:
        first = self._first.setdefault(order_id, where)
        if order_id in {"", KNOWN_NONE}:
            self._problems.append(Problem("missing-value", where, "the line has no order_id", "give it one"))
        elif first != where:
            what = f"the order {order_id[:80]} stands twice, first at {first}"
            self._problems.append(Problem("duplicate-order", where, what, "give each line an id of its own"))

    def _price(self, cells: Mapping[str, str], where: str) -> tuple[Decimal | None, str | None]:
        written = cells.get("currency", "")
        value = self._values.read(cells.get("unit_value", ""), where, "unit_value")
        code = self._currencies.read(written, where, "currency") or (None if written else self._currency)
        if value is not None and code is None and not written:
            mend = "write the currency on the line, or for the whole case in case.toml"
            self._problems.append(Problem("missing-currency", where, "the unit_value has no currency", mend))
        return value, code if value is not None or written else None

    def _movement(
        self, stated: Movement | None, ship_from: str | None, destination: str | None, where: str
    ) -> Movement | None:
        """Return the movement stated, or the only one possible; one that contradicts the places is a problem."""
        key = (stated, ship_from, destination)
        found = self._movements.get(key)
        if found is None:
            found = self._movements[key] = _judged(stated, ship_from, destination, self._home)
        movement, fault = found
        if fault:
            mend = "mend the movement, ship_from or destination, or leave blank what is not known"
            self._problems.append(Problem("movement-contradicts-places", where, fault, mend))
        return movement


def _judged(
    stated: Movement | None, ship_from: str | None, destination: str | None, home: str
) -> tuple[Movement | None, str]:
    possible = possible_movements(ship_from, destination, home)
    if stated is None:
        return (next(iter(possible)) if len(possible) == 1 else None), ""
    if stated in possible:
        return stated, ""
    words = " or ".join(sorted(movement.value for movement in possible))
    places = f"{ship_from or 'an unstated place'} to {destination or 'an unstated place'}"
    return stated, f"movement {stated.value} contradicts {places} with home {home}, which allow {words or 'none'}"


def _stated_text(text: str) -> str | None:
    return None if text in {"", KNOWN_NONE} else text
