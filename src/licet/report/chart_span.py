"""Which thresholds a chart of one item shows: those about it, so that one far off does not squeeze the rest."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Row = Mapping[str, Any]

FAR = Decimal(20)  # a threshold this many times over or under the item is left off, unless none is nearer
_AXES = {"tpp": "tpp", "density": "performance_density"}


def near_lines(points: Sequence[Row], lines: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """Return the thresholds to draw, and those too far off.

    Args:
        points: As `threshold_chart` takes them; without one that has a place, every threshold is near.
        lines: As `threshold_chart` takes them. Only a line with equal ends on an axis is far on it.
    """
    placed = [point for point in points if all(_figure(point[name]) for name in _AXES.values())]
    if not placed:
        return list(lines), []
    reach = {axis: _reach(placed, lines, axis) for axis in _AXES}
    near = [line for line in lines if all((_ratio(placed, line, axis) or 0) <= reach[axis] for axis in _AXES)]
    return near, [line for line in lines if line not in near]


def _reach(points: Sequence[Row], lines: Sequence[Row], axis: str) -> Decimal:
    """Return how many times over or under the item a threshold may be: the nearest is always drawn."""
    ratios = [ratio for line in lines if (ratio := _ratio(points, line, axis)) is not None]
    return max(FAR, min(ratios, default=FAR))


def _ratio(points: Sequence[Row], line: Row, axis: str) -> Decimal | None:
    """Return how many times over or under the nearest item the line stands; None if it does not stand on the axis."""
    at, end = (_figure(line[f"{axis}_{side}"]) for side in ("from", "to"))
    if not at or at != end:
        return None
    figures = [figure for point in points if (figure := _figure(point[_AXES[axis]]))]
    return min(max(at / figure, figure / at) for figure in figures)


def _figure(value: object) -> Decimal | None:
    return None if value is None else Decimal(str(value))
