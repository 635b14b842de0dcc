"""The chart of items against thresholds: TPP across, performance density up, both logarithmic, as one SVG.

No threshold is known here: lines and regions are given as data. An item with a figure unknown has no place on the
chart and is named under it. What to draw is worked out here; `chart_drawing` draws it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from licet.report.label_placement import Box, Plane
from licet.report.layout import clean, wrap

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    Row = dict[str, Any]
    Spots = dict[tuple[float, float], dict[str, set[str]]]

WIDTH, HEIGHT = 760.0, 460.0
FONT_SIZE = 12
NOTE_COLUMNS = 120
LEADER_FROM = 14.0  # pixels between a point and its label from which a thin line joins them
OUTSIDE_BOOK = "not in the book"
THIS_ITEM = "this item"  # of a chart of one item, on which nothing is judged
MOST_LABELS = 60  # more cannot be read, and finding places for them takes long


@dataclass(frozen=True, slots=True)
class Axis:
    """A logarithmic axis: its span, its length in pixels, and whether it runs upwards."""

    low: float
    high: float
    length: float
    upwards: bool

    def pixel(self, value: float) -> float:
        """Return where a figure stands."""
        share = math.log(value / self.low) / math.log(self.high / self.low)
        return self.length * (1 - share if self.upwards else share)

    def value(self, pixel: float) -> float:
        """Return the figure that stands there."""
        share = pixel / self.length
        return self.low * math.exp(math.log(self.high / self.low) * (1 - share if self.upwards else share))

    @property
    def ticks(self) -> list[float]:
        """1, 2 and 5 of each decade within the span; whole decades only where the span is long."""
        first, last = math.floor(math.log10(self.low)), math.ceil(math.log10(self.high))
        steps = (1, 2, 5) if last - first <= 5 else (1,)  # noqa: PLR2004  what fits
        candidates = (float(f"{step}e{decade}") for decade in range(first, last + 1) for step in steps)
        return [tick for tick in candidates if self.low <= tick <= self.high]


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is to be drawn: rows for each layer, the axes, and the notes under the chart."""

    across: Axis
    up: Axis
    points: list[Row]
    point_labels: list[Row]
    leaders: list[Row]
    regions: list[Row]
    segments: list[Row]
    threshold_labels: list[Row]
    notes: list[str]


def threshold_chart(points: Sequence[Mapping[str, Any]], lines: Sequence[Mapping[str, Any]], *, note: str = "") -> str:
    """Return the chart as the text of an SVG document.

    Args:
        points: Items, each with `name`, `tpp` and `performance_density` (decimals as strings; None if unknown), and
            `verdict` (release, hold or undetermined; `this item` where nothing is judged; None for an item that is
            not in the book, which gets no label).
        lines: Thresholds, each with `label`, `citation`, `tpp_from`, `tpp_to`, `density_from`, `density_to`. An end
            that is None runs to the edge. Equal ends on one axis make a line, else it is a region.
        note: What the chart says last, under the thresholds.
    """
    from licet.report.chart_drawing import svg  # noqa: PLC0415

    return svg(drawing(points, lines, note=note))


def drawing(points: Sequence[Mapping[str, Any]], lines: Sequence[Mapping[str, Any]], *, note: str = "") -> Drawing:
    """Work out what `threshold_chart` draws; see there."""
    placed, unplaced = _sorted_points(points)
    across = _axis([point["tpp"] for point in placed] + _ends(lines, "tpp"), WIDTH, upwards=False)
    up = _axis([point["density"] for point in placed] + _ends(lines, "density"), HEIGHT, upwards=True)
    shapes = [_shape(line, across, up) for line in lines]
    plane = Plane(WIDTH, HEIGHT, FONT_SIZE)
    _take(plane, placed, shapes, across, up)
    threshold_labels = _threshold_labels(plane, shapes, across, up)
    spots = _spots(placed)
    point_labels, leaders = _point_labels(plane, dict(list(spots.items())[:MOST_LABELS]), across, up)
    regions = [shape for shape in shapes if shape["region"]]
    segments = [shape for shape in shapes if not shape["region"]]
    notes = _notes(lines, unplaced, max(0, len(spots) - MOST_LABELS))
    notes += wrap(note, NOTE_COLUMNS) if note else []
    return Drawing(across, up, placed, point_labels, leaders, regions, segments, threshold_labels, notes)


def _sorted_points(points: Sequence[Mapping[str, Any]]) -> tuple[list[Row], list[str]]:
    placed: list[Row] = []
    unplaced: list[str] = []
    for point in points:
        tpp, density = (_positive(point.get(name)) for name in ("tpp", "performance_density"))
        name = clean(point["name"])
        if tpp is None or density is None:
            unplaced.append(name)
            continue
        kind = point.get("verdict") or OUTSIDE_BOOK
        said = f"{name}: TPP {point['tpp']}, performance density {point['performance_density']}, {kind}"
        row = {"name": name, "tpp": tpp, "density": density, "kind": kind, "said": said}
        placed.append({**row, "in_book": kind != OUTSIDE_BOOK})
    placed.sort(key=lambda row: row["in_book"])  # the book's items are drawn last, on top
    return placed, unplaced


def _positive(value: object) -> float | None:
    try:
        figure = Decimal(str(value))
    except InvalidOperation:
        return None
    return float(figure) if figure.is_finite() and 0 < figure < Decimal(10) ** 15 else None


def _ends(lines: Sequence[Mapping[str, Any]], axis: str) -> list[float]:
    ends = (_positive(line.get(f"{axis}_{end}")) for line in lines for end in ("from", "to"))
    return [end for end in ends if end is not None]


def _axis(values: Sequence[float], length: float, *, upwards: bool) -> Axis:
    low, high = (min(values), max(values)) if values else (1.0, 100.0)
    return Axis(low / 1.6, high * 1.6, length, upwards)


def _shape(line: Mapping[str, Any], across: Axis, up: Axis) -> Row:
    edges = {"tpp_from": across.low, "tpp_to": across.high, "density_from": up.low, "density_to": up.high}
    ends = {name: _positive(line.get(name)) or edge for name, edge in edges.items()}
    region = ends["tpp_from"] != ends["tpp_to"] and ends["density_from"] != ends["density_to"]
    label = clean(line["label"])
    return {**ends, "label": label, "said": f"{label}: {clean(line['citation'])}", "region": region}


def _box(shape: Mapping[str, Any], across: Axis, up: Axis) -> Box:
    left, right = sorted((across.pixel(shape["tpp_from"]), across.pixel(shape["tpp_to"])))
    top, bottom = sorted((up.pixel(shape["density_from"]), up.pixel(shape["density_to"])))
    return Box(left, top, right, bottom)


def _take(plane: Plane, points: Iterable[Row], shapes: Iterable[Row], across: Axis, up: Axis) -> None:
    for point in points:
        x, y, radius = across.pixel(point["tpp"]), up.pixel(point["density"]), 6.0 if point["in_book"] else 2.5
        plane.take(Box(x - radius, y - radius, x + radius, y + radius))
    for shape in shapes:
        if not shape["region"]:
            box = _box(shape, across, up)
            plane.take(Box(box.left - 1, box.top - 1, box.right + 1, box.bottom + 1))


def _threshold_labels(plane: Plane, shapes: Iterable[Row], across: Axis, up: Axis) -> list[Row]:
    """Return one label for each threshold, off the regions of the others where that can be."""
    boxes: dict[str, list[Box]] = {}
    for shape in shapes:
        boxes.setdefault(shape["label"], []).append(_box(shape, across, up))
    labels: list[Row] = []
    for name, own in boxes.items():
        others = [box for other, theirs in boxes.items() if other != name for box in theirs]
        labels += _label(plane.within([name], own, shun=others), [name], across, up)
    return labels


def _label(box: Box, lines: Sequence[str], across: Axis, up: Axis) -> list[Row]:
    """Return a row for each line of the label, as evenly down the box as they are many."""
    high = (box.bottom - box.top) / len(lines)
    middles = (box.top + high * (number + 0.5) for number in range(len(lines)))
    pairs = zip(lines, middles, strict=True)
    return [{"label": line, "tpp": across.value(box.left), "density": up.value(middle)} for line, middle in pairs]


def _spots(points: Iterable[Row]) -> Spots:
    """Return the names and verdicts of the book's items by where they stand."""
    spots: Spots = {}
    for point in points:
        if point["in_book"]:
            spots.setdefault((point["tpp"], point["density"]), {}).setdefault(point["name"], set()).add(point["kind"])
    return spots


def _point_labels(plane: Plane, spots: Spots, across: Axis, up: Axis) -> tuple[list[Row], list[Row]]:
    """Return a label for each spot of the book's items, and a thin line to it where it stands away from its spot."""
    labels: list[Row] = []
    leaders: list[Row] = []
    for (tpp, density), kinds in spots.items():
        mixed = len(set().union(*kinds.values())) > 1
        lines = [f"{name} ({', '.join(sorted(kind))})" if mixed else name for name, kind in kinds.items()]
        x, y = across.pixel(tpp), up.pixel(density)
        box = plane.beside(lines, x, y)
        labels += _label(box, lines, across, up)
        if box.distance(x, y) > LEADER_FROM:
            to_x, to_y = box.nearest(x, y)
            ends = {"tpp_to": across.value(to_x), "density_to": up.value(to_y)}
            leaders.append({"tpp_from": tpp, "density_from": density, **ends})
    return labels, leaders


def _notes(lines: Sequence[Mapping[str, Any]], unplaced: Sequence[str], unlabelled: int) -> list[str]:
    said = dict.fromkeys(f"{clean(line['label'])}: {clean(line['citation'])}" for line in lines)
    notes = [text for note in said for text in wrap(note, NOTE_COLUMNS)]
    if unlabelled:
        notes.append(f"Without a label, for want of room: {unlabelled} more of the book's items")
    if unplaced:
        notes += wrap(f"Not on the chart, a figure being unknown: {', '.join(dict.fromkeys(unplaced))}", NOTE_COLUMNS)
    return notes
