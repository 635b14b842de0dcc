"""A column of signs is never milder than what lies in it, and the acts stand under the signs in order."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.report.story_examples import ghost_timeline, hostile_timeline, timeline_example

from licet.report import timeline_text
from licet.report.layout import columns

GUTTER = 14


def lines(timeline: dict[str, Any], width: int = 80) -> list[str]:
    return timeline_text(timeline, width=width, colour=False).splitlines()


def signs(timeline: dict[str, Any], label: str, place: int = 0, width: int = 80) -> str:
    found = [line[GUTTER:] for line in lines(timeline, width) if line[:GUTTER].strip() == label]
    return found[place].ljust(width - GUTTER)


@pytest.mark.parametrize("timeline", [timeline_example(), ghost_timeline(), hostile_timeline()])
@pytest.mark.parametrize("width", [80, 101, 120])
def test_no_line_is_wider_than_the_terminal(timeline: dict[str, Any], width: int) -> None:
    assert max(map(columns, lines(timeline, width))) <= width


def test_the_rows_show_the_keys() -> None:
    export, imports = (signs(timeline_example(), key) for key in ("us:export", "cn:import"))

    assert re.fullmatch(r"\?+=+", export)
    assert re.fullmatch(r"\?+#+", imports)
    assert re.fullmatch(r"\.+#+=+", signs(timeline_example(), "cn:import", 1))


def test_contested_and_scoped_columns_have_signs_of_their_own() -> None:
    contested, scoped = (signs(timeline_example(), label) for label in ("contested", "for some"))
    imports = signs(timeline_example(), "cn:import")

    assert re.fullmatch(r" +~+ +", contested)
    assert {imports[place] for place, sign in enumerate(contested) if sign == "~"} <= {"?", "#"}
    assert scoped.rstrip().endswith("+")


def test_a_column_with_a_change_shows_the_strictest() -> None:
    timeline = timeline_example()
    item = timeline["items"][0]["item"]
    band = {"item": item, "key": "cn:import", "state": "x", "state_words": "", "contested": False, "act": None}
    band["scope_text"] = "any"
    timeline["items"] = timeline["items"][:1]
    timeline["headline"] = [
        {**band, "from": "2025-01-01", "to": "2025-07-02", "effect": "open"},
        {**band, "from": "2025-07-02", "to": "2025-07-03", "effect": "shut"},  # one day in 608
        {**band, "from": "2025-07-03", "to": "2025-09-01", "effect": "approval_needed"},
        {**band, "from": "2025-09-01", "to": "2025-09-02", "effect": "unknown", "contested": True},
        {**band, "from": "2025-09-02", "to": None, "effect": "approval_needed"},
    ]
    timeline["bands"] = []

    assert re.fullmatch(r"\.+#=+\?=+", signs(timeline, "cn:import"))


@given(st.integers(1, 40))
def test_a_short_span_fills_the_columns(days: int) -> None:
    timeline = timeline_example()
    timeline["to"] = f"2025-{1 + (days - 1) // 28:02}-{1 + (days - 1) % 28:02}"
    found = signs(timeline, "cn:import")

    assert found == "?" * (80 - GUTTER)


def test_the_axis_has_marks() -> None:
    text = lines(timeline_example())
    axis = next(number for number, line in enumerate(text) if line.strip().startswith("|--"))
    labels, marks = text[axis - 1], text[axis]

    assert labels.split() == ["2025", "Apr", "Jul", "Oct", "2026", "Apr", "Jul"]
    assert [place for place, sign in enumerate(marks) if sign == "|"] == [
        found.start() for found in re.finditer(r"\S+", labels)
    ]


def test_the_events_stand_under_each_other_where_they_meet() -> None:
    text = lines(timeline_example())
    start = next(number for number, line in enumerate(text) if line.startswith("Events"))

    assert text[start][GUTTER:].split() == ["s", "r", "o", "s", "p", "d"]
    assert [line.split() for line in text[start + 1 : start + 3]] == [["v"], ["m"]]


def test_the_legend_explains_every_sign() -> None:
    text = " ".join(timeline_text(timeline_example(), width=80, colour=False).split())

    assert "Signs . open; = approval needed; # shut; ? unknown ~ contested; + for some only;" in text
    assert "d delivery; m meeting; o order; p production; r result; s statement; v visit" in text


def test_the_acts_are_numbered_in_order_and_what_was_learned_later_stands_apart() -> None:
    text = timeline_text(ghost_timeline(), width=120, colour=False)
    numbers = [int(number) for number in re.findall(r"^ {0,2}(\d+)\. ", text, re.MULTILINE)]
    before, after = text.split("Learned later (not public yet on 2026-01-16)")

    assert numbers == list(range(1, 27))
    assert "Customs tells agents" in before
    assert "A first batch of H200" in after
    assert "2025-04-09, public 2025-04-15; us:export: required (approval needed)" in before
    assert "reported by one outlet only, The Information; on H20; only for buyers ByteDance" in before
    assert "CONTESTED since 2025-08-12: Reuters was told" in before
    assert "unverified, decides nothing" in before
    assert "in 2024, public 2025-03-26" in before
    assert "2025-07-16 to 2025-07-18" in before
    assert "between 2025-08-11 and 2025-08-12" in before


def test_without_a_day_of_knowledge_nothing_is_learned_later() -> None:
    text = timeline_text(timeline_example(), width=80, colour=False)

    assert "Learned later" not in text
    assert "Known at" not in text


def test_an_empty_timeline_has_a_text() -> None:
    empty: dict[str, Any] = {"items": [], "headline": [], "bands": [], "marks": [], "acts": {}, "gaps": [], "stale": []}
    text = timeline_text({**timeline_example(), **empty}, width=80, colour=False)

    assert "2025-01-01 to 2026-08-31" in text


def test_hostile_text_cannot_steer_the_terminal() -> None:
    text = timeline_text(hostile_timeline(), width=80, colour=False)

    assert not {"\x1b", "\u202e"} & set(text)


def test_colour_adds_nothing_but_colour() -> None:
    plain, painted = (timeline_text(ghost_timeline(), width=80, colour=colour) for colour in (False, True))

    assert painted != plain
    assert re.sub(r"\x1b\[[0-9;]*m", "", painted).split() == plain.split()
