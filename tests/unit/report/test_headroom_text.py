"""Distances to the lines are told with the caution, in a table, a chart and in words."""

from __future__ import annotations

from copy import deepcopy
from functools import cache
from typing import Any

import pytest

from licet.report import headroom_chart, headroom_text
from licet.report.chart_span import near_lines
from licet.report.layout import columns
from licet.report.terminal_chart import MARK, terminal_chart
from licet.verdict import Words, headroom, headroom_json, open_desk

A10, H20, MI308X, BOARD, A100 = "A10", "H20", "MI308X", "nvidia-hgx-b200-x8", "A100"
ITEMS = [A10, H20, MI308X, BOARD, A100]
DAYS = {A100: "2022-12-01"}  # before the law had lines of density
WORDS = {H20: {"destination": "CN", "party_hq": "CN"}}


@cache
def desk() -> Any:  # noqa: ANN401  a desk of the verdict
    return open_desk()


@cache
def _found(item: str) -> dict[str, Any]:
    words = Words(item=item, valid_at=DAYS.get(item, "2026-01-20"), **WORDS.get(item, {}))
    return headroom_json(headroom(desk().law, desk().query(words)))


def found(item: str) -> dict[str, Any]:
    return deepcopy(_found(item))


def text(item: str, width: int = 80) -> str:
    return headroom_text(found(item), width=width, colour=False)


def told(item: str) -> str:
    """Return the text with its wrapping undone."""
    return " ".join(text(item).split())


@pytest.mark.parametrize("item", ITEMS)
@pytest.mark.parametrize("width", [80, 120])
def test_no_line_is_wider_than_the_terminal(item: str, width: int) -> None:
    assert max(columns(line) for line in text(item, width).splitlines()) <= width


@pytest.mark.parametrize("item", ITEMS)
def test_the_caution_is_always_there(item: str) -> None:
    caution = "Caution Headroom under a published line is no assurance: H20 was below every line when it was stopped."

    assert caution in told(item)
    assert told(item).index(caution) < told(item).index("to each line")


@pytest.mark.parametrize(
    ("item", "said"),
    [
        (A10, "1 3.183 3.2 10.88 TPP below 0.5% tpp / applicable_die_area_mm2 3A090.b b.2"),
        (A10, "1 tpp +10.88 to 2010.88 at applicable_die_area_mm2 628.4: ECCN "),
        (A10, "applicable_die_area_mm2 -3.4 to 625 at tpp 2000: ECCN "),
        (A10, "-> 3A090.b"),
        (A10, "337.837 at tpp 2000 (rounded down to the thousandth)"),
        (A10, "tpp -400.001 to 1599.999: alone, no answer changes"),
        (A10, "us.ear.is_informed.2025-04 no -> unknown"),
        (A10, "(reported by the press; binds NVIDIA, AMD, Intel; its terms are unpublished)"),
        (A10, "No exporter is stated: the maker, NVIDIA, is assumed."),
        (A10, "3A090.c c: memory_bandwidth_gb_s > 2 * package_area_mm2; unknown"),
        (A10, "Not tested - "),
        (A10, "Law encoded through 2026-09-24."),
        (H20, "Licence needed yes"),
        (H20, "1 2368 2400 32 TPP below 1.3% tpp 3A090.b b.1"),
        (H20, "licence needed yes -> no"),
        (MI308X, "unknown 4800 unknown tpp"),
        (MI308X, "tpp unknown: nothing can be said"),
        (MI308X, "Without a place on the chart, TPP or density being unknown: Instinct MI308X (China)"),
        (MI308X, "Instinct MI308X (China), tpp: not known, see the caveats"),
        (BOARD, "Distance of 8 x B200 (HGX, per GPU) to each line"),
        (BOARD, "7700 to 8000 6500 1200 to 1500 GB/s above"),
        (BOARD, "applicable_die_area_mm2 1600 (two dies of about 800 mm2): on the same side of every line"),
        (A100, "No chart: no line of this day is one of TPP or density."),
    ],
)
def test_it_says(item: str, said: str) -> None:
    if "7700" in said:  # two cells of the table, each on two lines
        assert "7700 to 6500 1200 to 1500 GB/s" in told(item)
    else:
        assert said in told(item)


def test_parties_are_told_only_where_they_are_given() -> None:
    assert "Parties" not in text(A10)
    assert "end user Party (headquarters CN, ultimate parent CN)" in told(H20)


def test_a_change_of_a_disputed_figure_says_where_it_starts() -> None:
    assert "total_dram_bandwidth_gb_s -1200.001 from 7700 to 6499.999" in told(BOARD)


def test_an_alternative_on_another_side_is_told_with_its_line() -> None:
    assert "tpp 2640 (fp16 or int8 instead of int4): below line 1" in told("nvidia-a30")


def test_an_item_that_nothing_bears_on_is_told_so() -> None:
    document = found(A10)
    document["lines"] = []

    assert "No rule that stands on this day draws a line that bears on this item." in headroom_text(document, width=80)


def test_hostile_names_stay_on_their_line() -> None:
    document = found(A10)
    document["item_name"] = "A10\x1b[31m\nHold"
    for line in document["lines"]:
        line["subject_name"] = "A10\u202e\nA"
        line["limbs"][0]["title"] = "t\x07\n" * 50
    for point in document["chart"]["points"]:
        point["name"] = "名" * 200 + "\x1b"

    shown = headroom_text(document, width=80, colour=False)

    assert all(character.isprintable() or character == "\n" for character in shown)
    assert max(columns(line) for line in shown.splitlines()) <= 80


def test_colour_adds_nothing_but_style() -> None:
    coloured = headroom_text(found(A10), width=80, colour=True)

    assert "\x1b[" in coloured
    assert "\x1b[" not in text(A10)


# ---- the chart in characters


def threshold(label: str, tpp: tuple[str | None, str | None], density: tuple[str | None, str | None]) -> dict[str, Any]:
    ends = {"tpp_from": tpp[0], "tpp_to": tpp[1], "density_from": density[0], "density_to": density[1]}
    return {"label": label, "citation": "a citation", **ends}


LINES = [
    threshold("a.2: density 5.92", ("1600", None), ("5.92", "5.92")),
    threshold("a.2: TPP 1,600", ("1600", "1600"), ("5.92", None)),
    threshold("a.1: TPP 4,800", ("4800", "4800"), (None, None)),
    threshold("b.2: density 3.2", ("1600", None), ("3.2", "3.2")),
    threshold("b.2: TPP 1,600", ("1600", "1600"), ("3.2", None)),
    threshold("b.1: density 1.6", ("2400", "4800"), ("1.6", "1.6")),
    threshold("b.1: TPP 2,400", ("2400", "2400"), ("1.6", None)),
    threshold("ceiling: TPP 21,000", ("21000", "21000"), (None, None)),
]
POINT = {"item": "a10", "name": "A10", "tpp": "2000", "performance_density": "3.183"}
UNKNOWN = {**POINT, "tpp": None}


def chart(**changes: str) -> list[str]:
    return terminal_chart([{**POINT, **changes}], LINES, 80)


def marks(lines: list[str]) -> list[tuple[int, int]]:
    """Return where the items stand: an X that is no letter of a word."""
    return [
        (row, column)
        for row, line in enumerate(lines)
        for column, sign in enumerate(line)
        if sign == MARK and not line[column + 1 : column + 2].isalnum() and not line[column - 1].isalnum()
    ]


def test_the_item_stands_on_its_own_side_of_a_line_however_near() -> None:
    lines = chart()
    ((row, column),) = marks(lines)
    level = next(number for number, line in enumerate(lines) if line.startswith("   3.2 +"))
    upright = lines[-3].index("+", lines[-3].index("+") + 1)  # the axis below: its corner, then the first upright line

    assert row > level, "density 3.183 is under 3.2, and rows run down"
    assert column > upright, "TPP 2,000 is past 1,600"


@pytest.mark.parametrize(("tpp", "side"), [("2399.999", -1), ("2400", 0), ("2400.001", 1)])
def test_an_item_beside_an_upright_line_is_beside_it(tpp: str, side: int) -> None:
    lines = chart(tpp=tpp, performance_density="2.5")
    ((_, column),) = marks(lines)
    at = [number for number, sign in enumerate(lines[-3]) if sign == "+"][2]

    assert column - at == side


def test_the_axes_are_marked_at_the_lines_and_the_item_is_named() -> None:
    lines = chart()

    assert [line[:6].strip() for line in lines if line[:6].strip() and "density," not in line] == ["5.92", "3.2", "1.6"]
    assert lines[-2].split() == ["1,600", "2,400", "4,800", "21,000"]
    assert any(f"A10 {MARK}" in line or f"{MARK} A10" in line for line in lines)
    for label in ("a.2: density 5.92", "b.2: density 3.2", "b.1", "a.1: TPP 4,800", "ceiling: TPP 21,000"):
        assert any(label in line for line in lines)


def test_without_a_place_or_a_line_there_is_no_chart() -> None:
    assert terminal_chart([], LINES, 80) == []
    assert terminal_chart([POINT], [], 80) == []
    assert terminal_chart([UNKNOWN], LINES, 80) == []


def test_many_items_at_one_spot_do_not_widen_the_chart() -> None:
    points = [
        {"name": f"item {number} of a long name", "tpp": "90000", "performance_density": "40"} for number in range(30)
    ]

    lines = terminal_chart(points, LINES, 80)

    assert max(map(len, lines)) <= 80
    assert len(marks(lines)) == 1


def test_a_threshold_far_off_is_named_but_not_drawn() -> None:
    speck = threshold("speck: TPP 8", ("8", "8"), (None, None))

    near, far = near_lines([POINT], [*LINES, speck])

    assert (near, far) == (LINES, [speck])
    assert near_lines([UNKNOWN], [speck]) == ([speck], [])
    assert near_lines([POINT], [speck]) == ([speck], []), "the nearest is drawn however far"
    document = found(A10)
    document["chart"] = {"points": [POINT], "lines": [*LINES, speck]}
    assert "Too far off to draw: speck: TPP 8." in headroom_text(document, width=80)
    assert "Too far off to draw: speck: TPP 8." in headroom_chart(document)


def test_the_svg_names_the_item_and_ends_with_the_caution() -> None:
    drawn = headroom_chart(found(A10))

    assert ">A10<" in drawn
    assert "is no assurance" in drawn
    assert "undetermined" not in drawn, "nothing is judged, so no verdict is in the legend"


def test_the_svg_shows_a_disputed_item_twice_and_says_which_is_which() -> None:
    drawn = headroom_chart(found(BOARD))

    assert ">B200 (HGX, per GPU), lowest figures<" in drawn
    assert ">B200 (HGX, per GPU), highest figures<" in drawn
