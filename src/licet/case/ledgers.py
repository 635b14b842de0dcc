"""fx.csv, supply.csv and queue.csv: rates with their day, pieces to come by month, and who waits in line."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from licet.case.case import QueuePlace, Supply
from licet.case.cell import CellReader, currency, exchange_rate, month, permission, stock, whole_number
from licet.period import Period, read_date
from licet.problem import Problem
from licet.register import Rate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from licet.case.items import ItemBook
    from licet.table_source import Table


def read_rates(table: Table, problems: list[Problem]) -> tuple[Rate, ...]:
    """Read fx.csv; one rate a day for each pair."""
    codes = CellReader(currency, "bad-currency", "write three capital letters, such as USD", problems)
    figures = CellReader(exchange_rate, "bad-number", "write the rate with a point, such as 0.1391", problems)
    days = CellReader(read_date, "bad-date", "write the day as YYYY-MM-DD", problems)
    rates: dict[tuple[str, str, date], tuple[str, Rate]] = {}
    for where, cells in table.rows:
        _report_blanks(where, cells, ("currency", "into", "rate", "on"), problems)
        of, into = (codes.read(cells[name], where, name) for name in ("currency", "into"))
        rate, on = figures.read(cells["rate"], where, "rate"), days.read(cells["on"], where, "on")
        if of is None or into is None or rate is None or on is None:
            continue
        first, _ = rates.setdefault((of, into, on), (where, Rate(of, into, on, rate, cells.get("source", ""))))
        if first != where:
            what = f"the rate of {of} in {into} on {on} stands twice, first at {first}"
            problems.append(Problem("duplicate-rate", where, what, "keep one of the two"))
    return tuple(rate for _, rate in rates.values())


def read_supply(table: Table, book: ItemBook, problems: list[Problem]) -> tuple[Supply, ...]:
    """Read supply.csv; one figure a month for each item."""
    months = CellReader(month, "bad-month", "write the month as YYYY-MM", problems)
    counts = CellReader(stock, "bad-quantity", "write the pieces as a whole number", problems)
    supply: dict[tuple[str, date], Supply] = {}
    for where, cells in table.rows:
        _report_blanks(where, cells, ("item", "month", "units"), problems)
        found, start = book.find(cells["item"], where), months.read(cells["month"], where, "month")
        units = counts.read(cells["units"], where, "units")
        if found is None or start is None or units is None:
            continue
        item_id = found.item.item_id
        stated = Supply(item_id, start, units, where)
        first = supply.setdefault((item_id, start), stated)
        if first is not stated:
            what = f"{item_id} in {cells['month']} stands twice, first at {first.where}"
            problems.append(Problem("duplicate-supply", where, what, "add the two figures up, and keep one line"))
    return tuple(supply.values())


def read_queue(
    table: Table, book: ItemBook, known_party: Callable[[str, str], str | None], problems: list[Problem]
) -> tuple[QueuePlace, ...]:
    """Read queue.csv; a buyer waits once for an item on a key at a time."""
    ranks = CellReader(whole_number, "bad-quantity", "write a whole number from 1, or leave it blank", problems)
    days = CellReader(read_date, "bad-date", "write the day as YYYY-MM-DD", problems)
    keys = CellReader(permission, "bad-key", "write a key such as cn:import", problems)
    found: list[QueuePlace] = []
    for where, cells in table.rows:
        _report_blanks(where, cells, ("key", "item", "party_id"), problems)
        key, item = keys.read(cells["key"], where, "key"), book.find(cells["item"], where)
        party_id = known_party(cells["party_id"], where) if cells["party_id"] else None
        place, units = (ranks.read(cells.get(name, ""), where, name) for name in ("place", "units"))
        start, end = (days.read(cells.get(name, ""), where, name) for name in ("from", "to"))
        if start is not None and end is not None and end <= start:
            problems.append(Problem("empty-period", where, f"it waits from {start} to {end}", "end it after it starts"))
        elif key is not None and item is not None and party_id is not None:
            source = cells.get("source", "")
            found.append(QueuePlace(key, item.item.item_id, party_id, place, units, Period(start, end), source, where))
    _report_waits_twice(found, problems)
    return tuple(found)


def _report_waits_twice(found: Sequence[QueuePlace], problems: list[Problem]) -> None:
    """Report a buyer that waits twice in one queue on a day: its waits, in order of time, may not overlap."""
    ordered = sorted(found, key=lambda each: (each.key, each.item_id, each.party_id, each.waits.start or date.min))
    for before, after in pairwise(ordered):
        same = (before.key, before.item_id, before.party_id) == (after.key, after.item_id, after.party_id)
        if same and before.waits.overlaps(after.waits):
            first, second = sorted((before.where, after.where), key=_row_of)
            what = f"{after.party_id} waits for {after.item_id} on {after.key} twice on a day, first at {first}"
            problems.append(Problem("waits-twice", second, what, "end one where the next begins, or keep one"))


def _row_of(where: str) -> tuple[str, int]:
    name, _, row = where.rpartition(":")
    return name, int(row) if row.isdigit() else 0


def _report_blanks(where: str, cells: Mapping[str, str], columns: Iterable[str], problems: list[Problem]) -> None:
    blanks = [column for column in columns if not cells[column]]
    if blanks:
        mend = "fill it in, or remove the line"
        problems.append(Problem("missing-value", where, f"{', '.join(blanks)} is blank", mend))
