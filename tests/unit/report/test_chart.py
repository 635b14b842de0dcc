"""The chart places items where their figures are, and says what it cannot place."""

from __future__ import annotations

from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from tests.unit.report.samples import CHART_LINES, CHART_POINTS

from licet.report import threshold_chart
from licet.report.chart import HEIGHT, WIDTH, drawing
from licet.report.label_placement import Box, Plane, label_size

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def chart() -> ET.Element:
    return ET.fromstring(threshold_chart(CHART_POINTS, CHART_LINES))  # noqa: S314  our own drawing


def texts(root: ET.Element) -> list[str]:
    return ["".join(element.itertext()) for element in root.iter(f"{SVG}text")]


def described(root: ET.Element) -> dict[str, ET.Element]:
    return {element.attrib["aria-label"]: element for element in root.iter() if "aria-label" in element.attrib}


def test_the_axes_tell_their_units(chart: ET.Element) -> None:
    assert "Total processing performance (TPP), log scale" in texts(chart)
    assert "Performance density (TPP per mm²), log scale" in texts(chart)


def test_only_the_books_items_are_labelled(chart: ET.Element) -> None:
    assert "L20" in texts(chart)
    assert "Some other chip" not in texts(chart)
    assert any(text.startswith("Some other chip: TPP 800") for text in described(chart))


def test_items_at_one_spot_are_both_named_with_their_verdicts(chart: ET.Element) -> None:
    assert {"H200 SXM 141GB (hold)", "H100 SXM5 80GB (release)"} <= set(texts(chart))


def test_thresholds_are_drawn_named_and_cited(chart: ET.Element) -> None:
    assert {"line one", "region two"} <= set(texts(chart))
    assert any("line one: a citation of line one" in text for text in texts(chart))
    assert "region two: a citation of region two" in described(chart)


def test_what_has_no_place_is_named(chart: ET.Element) -> None:
    assert any("Not on the chart, a figure being unknown: MI308X" in text for text in texts(chart))


def test_colour_is_never_alone(chart: ET.Element) -> None:
    marks = {text.rpartition(", ")[2]: mark for text, mark in described(chart).items() if ": TPP" in text}

    assert len({marks[kind].attrib["fill"] for kind in ("hold", "release")}) == 2
    assert len({marks[kind].attrib["d"] for kind in ("hold", "release")}) == 2


def test_more_tpp_is_further_right_and_denser_is_higher() -> None:
    drawn = drawing(CHART_POINTS, CHART_LINES)
    tpps = [drawn.across.pixel(tpp) for tpp in (800, 1912, 15832)]
    densities = [drawn.up.pixel(density) for density in (2, 3.14, 19.45)]

    assert all(less < more for less, more in pairwise(tpps))
    assert all(less > more for less, more in pairwise(densities))
    assert drawn.across.value(drawn.across.pixel(4800)) == pytest.approx(4800)
    assert 0 < min(tpps) < max(tpps) < WIDTH
    assert 0 < min(densities) < max(densities) < HEIGHT


def test_an_open_end_runs_to_the_edge() -> None:
    drawn = drawing(CHART_POINTS, CHART_LINES)

    (segment,) = drawn.segments
    assert (segment["density_from"], segment["density_to"]) == (drawn.up.low, drawn.up.high)
    assert len(drawn.regions) == 1


@pytest.mark.parametrize("figure", [None, "", "unknown", "0", "-1", "NaN", "1e400", "Infinity", "3312 to 5505"])
def test_a_figure_that_is_none_is_not_placed(figure: str | None) -> None:
    drawn = drawing([{"name": "X", "tpp": figure, "performance_density": "2", "verdict": "hold"}], [])

    assert drawn.points == []
    assert drawn.notes == ["Not on the chart, a figure being unknown: X"]


def test_one_item_with_two_verdicts_tells_both() -> None:
    point = {"name": "X", "tpp": "100", "performance_density": "2"}
    drawn = drawing([{**point, "verdict": "release"}, {**point, "verdict": "hold"}], [])

    assert [label["label"] for label in drawn.point_labels] == ["X (hold, release)"]


def test_a_crowd_is_labelled_as_far_as_there_is_room() -> None:
    points = [
        {"name": f"X{number}", "tpp": str(100 + number), "performance_density": "2", "verdict": "hold"}
        for number in range(500)
    ]
    drawn = drawing(points, [])

    assert len(drawn.points) == 500
    assert len(drawn.point_labels) == 60
    assert drawn.notes == ["Without a label, for want of room: 440 more of the book's items"]


def test_an_empty_chart_can_be_drawn() -> None:
    assert ET.fromstring(threshold_chart([], [])).tag == f"{SVG}svg"  # noqa: S314  our own drawing


def test_the_same_input_gives_the_same_chart() -> None:
    assert threshold_chart(CHART_POINTS, CHART_LINES) == threshold_chart(CHART_POINTS, CHART_LINES)


def test_labels_of_a_crowd_do_not_cover_each_other() -> None:
    plane = Plane(WIDTH, HEIGHT, 12)
    boxes = [plane.beside([f"A long name {number}"], 300 + 11 * number, 200 + 7 * number) for number in range(10)]

    pairs = [(one, other) for place, one in enumerate(boxes) for other in boxes[:place]]
    assert sum(one.overlap(other) for one, other in pairs) == 0
    assert all(box.left >= 0 and box.right <= WIDTH for box in boxes)


def test_a_label_at_the_edge_stays_inside() -> None:
    box = Plane(WIDTH, HEIGHT, 12).beside(["A name at the edge"], WIDTH - 2, 5)

    assert box.right <= WIDTH
    assert box.top >= 0


def test_boxes_that_touch_do_not_overlap() -> None:
    assert Box(0, 0, 10, 10).overlap(Box(10, 0, 20, 10)) == 0
    assert Box(0, 0, 10, 10).overlap(Box(5, 5, 20, 20)) == 25
    assert label_size(["ab", "买方"], 10) == (20.0, 25.0)
