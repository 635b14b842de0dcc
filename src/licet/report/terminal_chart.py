"""The chart of items against thresholds in plain characters: TPP across, performance density up, both logarithmic.

The axes are marked at the thresholds themselves. An item that stands beside a line is drawn on its own side of it,
however near. An item with a figure unknown has no place, and is named under the chart.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from licet.report.layout import clean, columns

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

GUTTER = 7  # columns for the marks of the axis at the left
ROWS = 19
MARK = "X"
LINES = "-|+"
LONGEST_NAME = 30
ROOM = 1.5  # how far past the outermost figure an axis runs


@dataclass(frozen=True, slots=True)
class Scale:
    """A logarithmic axis over whole cells, from 0 at the low end."""

    low: float
    high: float
    cells: int

    @classmethod
    def over(cls, values: Sequence[float], cells: int) -> Scale:
        """Return an axis with room on both sides of the figures."""
        return cls(min(values) / ROOM, max(values) * ROOM, cells)

    def cell(self, value: float) -> int:
        """Return the cell a figure falls in."""
        share = math.log(value / self.low) / math.log(self.high / self.low)
        return min(max(round(share * (self.cells - 1)), 0), self.cells - 1)


@dataclass(slots=True)
class Sheet:
    """Cells by (column, row), rows from the bottom."""

    wide: int
    high: int
    cells: dict[tuple[int, int], str] = field(default_factory=dict)

    def draw(self, column: int, row: int, sign: str) -> None:
        """Draw one sign; where lines meet there is a `+`."""
        there = self.cells.get((column, row))
        self.cells[column, row] = sign if there in {None, sign} else "+"

    def write(self, text: str, places: Iterable[tuple[int, int]], over: str = "") -> bool:
        """Write a text at the first place where it covers nothing but signs of `over`; tell whether there was one."""
        for column, row in places:
            if self._is_free(column, row, columns(text), over):
                at = column
                for letter in text:
                    self._put(at, row, letter)
                    at += columns(letter)
                return True
        return False

    def _put(self, column: int, row: int, letter: str) -> None:
        """Put one letter: a mark on the letter before it takes no cell, a wide one takes two."""
        wide = columns(letter)
        if wide == 0:
            self.cells[column - 1, row] = self.cells.get((column - 1, row), "") + letter
        else:
            self.cells.update({(column + off, row): letter if off == 0 else "" for off in range(wide)})

    def _is_free(self, column: int, row: int, length: int, over: str) -> bool:
        if not (0 <= row < self.high and column >= 0 and column + length <= self.wide):
            return False
        return all(self.cells.get((at, row), " ") in f" {over}" for at in range(column, column + length))

    def line(self, row: int) -> str:
        """Return one row as text."""
        return "".join(self.cells.get((column, row), " ") for column in range(self.wide)).rstrip()


def terminal_chart(points: Sequence[Mapping[str, Any]], lines: Sequence[Mapping[str, Any]], width: int) -> list[str]:
    """Return the chart as lines of text; none where no item has a place on it, or the law draws no line.

    Args:
        points: Each with `name`, `tpp` and `performance_density`, decimals as strings, None if unknown.
        lines: As `threshold_chart` takes them; only those with equal ends on one axis are drawn.
        width: Columns, at least 80.
    """
    placed = [(clean(point["name"])[:LONGEST_NAME], *at) for point in points if (at := _place(point)) is not None]
    if not placed or not lines:
        return []
    sheet = Sheet(width - GUTTER - 1, ROWS)
    across = Scale.over([tpp for _, tpp, _ in placed] + _ends(lines, "tpp"), sheet.wide)
    up = Scale.over([density for _, _, density in placed] + _ends(lines, "density"), sheet.high)
    for line in lines:
        _draw(sheet, line, across, up)
    spots = [(name, *_beside_lines(tpp, density, lines, across, up)) for name, tpp, density in placed]
    for _, column, row in spots:
        sheet.cells[column, row] = MARK
    for name, column, row in dict.fromkeys(spots):
        _name(sheet, name, column, row)
    for line in lines:
        _label(sheet, line, across, up)
    return [*_framed(sheet, lines, up), *_below(sheet, lines, across)]


def _place(point: Mapping[str, Any]) -> tuple[float, float] | None:
    tpp, density = (_figure(point[name]) for name in ("tpp", "performance_density"))
    return (tpp, density) if tpp and density else None


def _figure(value: object) -> float | None:
    return None if value is None else float(Decimal(str(value)))


def _ends(lines: Sequence[Mapping[str, Any]], axis: str) -> list[float]:
    found = (_figure(line[f"{axis}_{end}"]) for line in lines for end in ("from", "to"))
    return sorted({value for value in found if value})


def _is_level(line: Mapping[str, Any]) -> bool:
    return line["density_from"] is not None and line["density_from"] == line["density_to"]


def _is_upright(line: Mapping[str, Any]) -> bool:
    return line["tpp_from"] is not None and line["tpp_from"] == line["tpp_to"]


def _span(line: Mapping[str, Any], axis: str, scale: Scale) -> tuple[int, int]:
    """Return the first and last cell of a line along an axis; an end that is None runs to the edge."""
    start, end = (_figure(line[f"{axis}_{name}"]) for name in ("from", "to"))
    return scale.cell(start) if start else 0, scale.cell(end) if end else scale.cells - 1


def _draw(sheet: Sheet, line: Mapping[str, Any], across: Scale, up: Scale) -> None:
    (left, right), (bottom, top) = _span(line, "tpp", across), _span(line, "density", up)
    if _is_level(line):
        for column in range(left, right + 1):
            sheet.draw(column, bottom, "-")
    elif _is_upright(line):
        for row in range(bottom, top + 1):
            sheet.draw(left, row, "|")


def _beside_lines(
    tpp: float, density: float, lines: Sequence[Mapping[str, Any]], across: Scale, up: Scale
) -> tuple[int, int]:
    """Return the cell of an item, moved by one where it would cover a line that it is not on."""
    column, row = across.cell(tpp), up.cell(density)
    for line in lines:
        (left, right), (bottom, top) = _span(line, "tpp", across), _span(line, "density", up)
        if _is_level(line) and row == bottom and left <= column <= right:
            row += _step(density, _figure(line["density_from"]))
        elif _is_upright(line) and column == left and bottom <= row <= top:
            column += _step(tpp, _figure(line["tpp_from"]))
    return min(max(column, 0), across.cells - 1), min(max(row, 0), up.cells - 1)


def _step(value: float, line: float | None) -> int:
    return 0 if line is None or value == line else 1 if value > line else -1


def _name(sheet: Sheet, name: str, column: int, row: int) -> None:
    """Write an item's name beside its mark, or under or over it."""
    long = columns(name)
    right, left = (column + 2, row), (column - long - 1, row)
    places = [left, right] if (column + 1, row) in sheet.cells else [right, left]
    for off in (1, 2):
        places += [(at, row + way * off) for way in (-1, 1) for at in (column + 2, column, column - long)]
    if not sheet.write(name, places):
        sheet.write(name, places, over=LINES)


def _label(sheet: Sheet, line: Mapping[str, Any], across: Scale, up: Scale) -> None:
    """Write a line's label along it, whole if there is room, else its first part; the list below has all."""
    (left, right), (bottom, top) = _span(line, "tpp", across), _span(line, "density", up)
    whole = clean(line["label"])
    for text in dict.fromkeys((whole, whole.split(":", maxsplit=1)[0])):
        long = columns(text)
        if _is_level(line):
            places = [(at, bottom + way) for way in (1, -1) for at in (left + 2, *range(left, right - long + 2))]
        else:
            places = [(at, row) for at in (left + 2, left - long - 1) for row in range(top, bottom - 1, -1)]
        if sheet.write(text, places):
            return


def _framed(sheet: Sheet, lines: Sequence[Mapping[str, Any]], up: Scale) -> Iterator[str]:
    """Yield the title of the axis at the left, and the rows from the top with its marks."""
    marks: dict[int, str] = {}
    for line in lines:
        if _is_level(line):
            marks.setdefault(_span(line, "density", up)[0], f"{_figure(line['density_from']):g}")
    yield "density, TPP per mm2 (log scale)"
    for row in range(sheet.high - 1, -1, -1):
        mark = marks.get(row, "")
        yield f"{mark:>{GUTTER - 1}} {'+' if mark else '|'}{sheet.line(row)}"


def _below(sheet: Sheet, lines: Sequence[Mapping[str, Any]], across: Scale) -> Iterator[str]:
    """Yield the axis at the bottom with its marks, and its title."""
    axis, marks = Sheet(sheet.wide, 1), Sheet(sheet.wide, 1)
    for value in sorted({value for line in lines if _is_upright(line) and (value := _figure(line["tpp_from"]))}):
        column, text = across.cell(value), f"{value:,.10g}"
        axis.cells[column, 0] = "+"
        start = min(max(column - len(text) // 2, 0), sheet.wide - len(text))
        if not any((at, 0) in marks.cells for at in range(start - 1, start + len(text) + 1)):
            marks.write(text, [(start, 0)])
    yield " " * GUTTER + "+" + "".join(axis.cells.get((column, 0), "-") for column in range(sheet.wide))
    yield " " * (GUTTER + 1) + marks.line(0)
    yield f"{'TPP (log scale)':>{GUTTER + 1 + sheet.wide}}"
