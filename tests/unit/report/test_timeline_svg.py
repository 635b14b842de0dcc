"""The drawing is complete in itself, covers nothing with a label, and says in a title what each band is."""

from __future__ import annotations

import re
from itertools import combinations, pairwise
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from tests.unit.report.story_examples import HOSTILE, ghost_timeline, hostile_timeline, timeline_example

from licet.report import timeline_svg
from licet.report.label_placement import Box
from licet.report.layout import clean
from licet.report.timeline_layout import NARROW, WIDE, Layout, fitted, label_boxes, planned, text_width
from licet.report.timeline_rows import ticks
from licet.report.timeline_svg import embedded_svg

SVG = "{http://www.w3.org/2000/svg}"
TIMELINES = {"all": timeline_example, "known then": ghost_timeline, "hostile": hostile_timeline}


@pytest.fixture(params=TIMELINES, ids=str)
def timeline(request: pytest.FixtureRequest) -> dict[str, Any]:
    return TIMELINES[request.param]()


@pytest.fixture(params=[WIDE, NARROW], ids=["wide", "narrow"])
def layout(request: pytest.FixtureRequest, timeline: dict[str, Any]) -> Layout:
    return planned(timeline, request.param)


def groups(text: str) -> list[ET.Element]:
    return [group for group in ET.fromstring(text).iter(f"{SVG}g") if group.get("tabindex") == "0"]  # noqa: S314


def title(group: ET.Element) -> str:
    found = group.find(f"{SVG}title")
    assert found is not None
    return found.text or ""


def test_no_label_covers_another(layout: Layout) -> None:
    covering = [(one, other) for one, other in combinations(label_boxes(layout), 2) if one.overlap(other) > 0]

    assert covering == []


def test_no_label_covers_a_bar_it_is_not_in(layout: Layout) -> None:
    for label in label_boxes(layout):
        for bar in layout.bars:
            inside = bar.box.left <= label.left and label.right <= bar.box.right
            assert inside or label.overlap(bar.box) == 0, (label, bar.band["act"])


def test_no_bar_or_mark_covers_another(layout: Layout) -> None:
    bars = [*(bar.box for bar in layout.bars if not bar.is_headline), *(dot.box for dot in layout.dots)]
    solid = [Box(box.left + 0.1, box.top, box.right - 0.1, box.bottom) for box in bars]

    assert all(one.overlap(other) == 0 for one, other in combinations(solid, 2))


def test_nothing_spills_over_the_edge(layout: Layout) -> None:
    boxes = [*label_boxes(layout), *(bar.box for bar in layout.bars), *(dot.box for dot in layout.dots)]

    assert min(box.left for box in boxes) >= 0
    assert max(box.right for box in boxes) <= layout.width
    assert max(box.bottom for box in boxes) <= layout.height


def test_headline_bands_leave_no_gap() -> None:
    for width in (WIDE, NARROW):
        bars = [bar for bar in planned(timeline_example(), width).bars if bar.is_headline]
        rows = {bar.box.top for bar in bars}
        for row in rows:
            along = [bar.box for bar in bars if bar.box.top == row]
            assert all(abs(one.right - other.left) < 0.01 for one, other in pairwise(along))
            assert all(box.right - box.left >= 3.99 for box in along)


def test_every_band_and_mark_can_be_focused_and_has_a_title(timeline: dict[str, Any]) -> None:
    found = groups(timeline_svg(timeline))
    kinds = [group.get("class", "").split()[-1] for group in found]

    assert kinds.count("tl-headline") == len(timeline["headline"])
    assert kinds.count("tl-bar") == len(timeline["bands"])
    assert kinds.count("tl-mark") == len(timeline["marks"])
    assert all(len(title(group).splitlines()) >= 2 for group in found)
    assert all(group.get("role") == "img" for group in found)


def test_a_title_names_act_state_days_grade_contest_and_sources() -> None:
    batch = [title(group) for group in groups(timeline_svg(timeline_example())) if "first batch" in title(group)]

    expected = (
        "21. A first batch of H200 is reported approved\n"
        "cn:import: approved batch conditional: first batch approved, terms pending (approval needed)\n"
        "from 2026-01-28, with no end known\n"
        "only for buyers ByteDance, Alibaba, Tencent\n"
        "contested\n"
        "reported by unnamed sources, Reuters\n"
        "contested since 2026-01-29 (by statement.huang): Huang, by name, says Beijing is still deciding\n"
        "sources: Reuters 2026-01-28"
    )
    assert batch == [expected]


def test_the_drawing_tells_itself() -> None:
    root = ET.fromstring(timeline_svg(timeline_example()))  # noqa: S314
    named = {element.get("id"): element.text for element in root if element.get("id")}

    title_of, description = (named[name] for name in (root.get("aria-labelledby") or "").split())
    assert title_of == "The keys of these chips over time, 2025-01-01 to 2026-08-31"
    assert (description or "").startswith("For each item and key, a band of its state over time")


def test_what_was_learned_later_is_drawn_empty() -> None:
    ghosts = [group for group in groups(timeline_svg(ghost_timeline())) if "learned later" in title(group)]
    bars = [group for group in ghosts if group.get("class") == "tl-bar"]

    assert len(bars) == 4
    for bar in bars:
        rects = bar.findall(f"{SVG}rect")
        assert [rect.get("fill") for rect in rects] == ["none"]
        assert rects[0].get("stroke-dasharray")


def test_contested_bands_are_hatched_and_no_others() -> None:
    for group in groups(timeline_svg(timeline_example())):
        hatched = any("hatch" in (rect.get("fill") or "") for rect in group.iter(f"{SVG}rect"))
        assert hatched == ("\ncontested\n" in title(group) + "\n")


def test_a_first_day_not_known_fades_in() -> None:
    fading = [bar.band["act"] for bar in planned(timeline_example()).bars if bar.soft > 0]

    assert set(fading) == {"cn.h20.stop", "us.h200.review"}


def test_the_drawing_loads_nothing(timeline: dict[str, Any]) -> None:
    text = timeline_svg(timeline)
    root = ET.fromstring(text)  # noqa: S314
    ids = {element.get("id") for element in root.iter() if element.get("id")}

    for element in root.iter():
        assert element.tag.startswith(SVG)
        assert element.tag.removeprefix(SVG) not in {"script", "image", "use", "a", "foreignObject", "animate", "set"}
        for name, value in element.attrib.items():
            assert name not in {"href", "src", "style"}
            assert not name.startswith("on")
            assert set(re.findall(r"url\(([^)]*)\)", value)) <= {f"#{name}" for name in ids}
    style = root.find(f"{SVG}style")
    assert style is not None
    assert "url(" not in (style.text or "")
    assert "@import" not in (style.text or "")


def test_hostile_text_stays_text() -> None:
    text = timeline_svg(hostile_timeline())
    titles = [title(group) for group in groups(text)]

    assert "<script" not in text
    assert not {"\x1b", "\u202e"} & set(text)
    assert any(clean(HOSTILE) in each for each in titles)


def test_a_page_gets_a_drawing_without_a_style_sheet_and_with_ids_of_its_own() -> None:
    one, other = (embedded_svg(timeline_example(), prefix=prefix) for prefix in ("one", "other"))

    assert "<style" not in one
    assert not set(re.findall(r' id="([^"]*)"', one)) & set(re.findall(r' id="([^"]*)"', other))


def test_both_schemes_colour_every_effect() -> None:
    style = re.findall(r"--tl-([\w-]+):", timeline_svg(timeline_example()).split("</style>")[0])

    assert all(style.count(name) == 2 for name in ("open", "approval", "shut", "unknown", "ink", "paper"))


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return float(0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2])


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("effect", ["open", "approval", "shut", "unknown"])
def test_a_label_can_be_read_on_its_band(scheme: int, effect: str) -> None:
    style = timeline_svg(timeline_example()).split("</style>")[0]
    ground, ink = (re.findall(rf"--tl-{name}: (#\w+);", style)[scheme] for name in (effect, f"on-{effect}"))
    low, high = sorted((_luminance(ground), _luminance(ink)))

    assert (high + 0.05) / (low + 0.05) >= 4.5


def test_an_effect_not_known_here_is_drawn_as_unknown() -> None:
    timeline = timeline_example()
    timeline["headline"][0]["effect"] = "url(http://evil.example/)"

    drawn = groups(timeline_svg(timeline))

    assert any("evil" in title(group) for group in drawn)  # told, as text
    values = [value for group in drawn for element in group.iter() for value in element.attrib.values()]
    assert not [value for value in values if "evil" in value]
    assert "tl-unknown" in values


def test_a_band_of_one_day_is_seen() -> None:
    timeline = timeline_example()
    first, second = timeline["headline"][:2]
    second["from"] = first["to"] = "2025-07-13"
    bars = [bar for bar in planned(timeline).bars if bar.is_headline][:3]

    assert bars[1].box.right - bars[1].box.left >= 3.99
    assert bars[1].box.right == bars[2].box.left


def test_an_empty_timeline_has_a_drawing() -> None:
    empty: dict[str, Any] = {"items": [], "headline": [], "bands": [], "marks": [], "acts": {}}

    assert groups(timeline_svg({**timeline_example(), **empty})) == []


def test_a_text_is_cut_to_its_room() -> None:
    cut = fitted("customs refused, contested", 12, 80)

    assert cut.endswith("…")
    assert text_width(cut, 12) <= 80
    assert fitted("customs refused", 12, 500) == "customs refused"
    assert fitted("customs refused", 12, 4) == ""


@pytest.mark.parametrize(
    ("first", "after", "most", "labels"),
    [
        ("2025-01-01", "2025-05-01", 6, ["2025", "Feb", "Mar", "Apr"]),
        ("2025-02-10", "2026-03-01", 6, ["Apr 2025", "Jul", "Oct", "2026"]),
        ("2022-01-01", "2026-01-01", 4, ["2022", "2023", "2024", "2025"]),
        ("2025-02-10", "2025-02-20", 6, ["2025-02-10"]),
    ],
)
def test_the_axis_is_marked_in_months_quarters_or_years(first: str, after: str, most: int, labels: list[str]) -> None:
    from datetime import date  # noqa: PLC0415

    found = ticks(date.fromisoformat(first), date.fromisoformat(after), most)

    assert [tick.label for tick in found] == labels
