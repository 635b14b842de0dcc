"""fx.csv and supply.csv: exchange rates with their day, and pieces that come to hand by month."""

from __future__ import annotations

from typing import TYPE_CHECKING

from licet.case.case import Supply
from licet.case.cell import CellReader, currency, exchange_rate, month, stock
from licet.period import read_date
from licet.problem import Problem
from licet.register import Rate

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

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


def _report_blanks(where: str, cells: Mapping[str, str], columns: Iterable[str], problems: list[Problem]) -> None:
    blanks = [column for column in columns if not cells[column]]
    if blanks:
        mend = "fill it in, or remove the line"
        problems.append(Problem("missing-value", where, f"{', '.join(blanks)} is blank", mend))
