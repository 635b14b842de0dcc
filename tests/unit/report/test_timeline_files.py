"""The files say of each act what the text says, hold no formula, and are the same whenever they are written."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime
from typing import Any

import icalendar
import pytest
from tests.unit.report.story_examples import ghost_timeline, hostile_timeline, timeline_example

from licet.report import timeline_csv, timeline_icalendar
from licet.report.timeline_files import COLUMNS


def rows(timeline: dict[str, Any]) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(timeline_csv(timeline))))


def events(timeline: dict[str, Any]) -> dict[str, icalendar.Event]:
    calendar = icalendar.Calendar.from_ical(timeline_icalendar(timeline))
    return {str(event["uid"]): event for event in calendar.walk("VEVENT")}


def test_the_csv_has_a_row_for_each_act_and_item() -> None:
    timeline = timeline_example()
    expected = [(each["id"], item) for each in timeline["acts"].values() for item in each["items"]]

    assert sorted((row["act"], row["item"]) for row in rows(timeline)) == sorted(expected)
    assert [row["act"] for row in rows(timeline)].count("cn.h20.state-funded") == 2


def test_an_act_on_no_item_of_the_timeline_keeps_its_row() -> None:
    timeline = timeline_example()
    next(mark for mark in timeline["marks"] if mark["act"] == "visit.huang.july")["items"] = []
    found = [row for row in rows(timeline) if row["act"] == "visit.huang.july"]

    assert [(row["item"], row["mark"], row["key"]) for row in found] == [("", "visit", "")]


def test_the_csv_is_read_back() -> None:
    found = {row["act"]: row for row in rows(ghost_timeline())}
    refused, batch = found["cn.h200.customs-refused"], found["cn.h200.first-batch"]

    assert tuple(refused) == COLUMNS
    assert (refused["state"], refused["effect"], refused["band_to"]) == ("customs_refused", "shut", "2026-08-18")
    assert (refused["known"], batch["known"]) == ("yes", "no")
    assert batch["contested"].startswith("since 2026-01-29")
    assert batch["quantities"] == "approved: more than 400,000 in all; at least 400,000 pieces"
    assert (refused["known_at"], refused["number"]) == ("2026-01-16", "18")


def test_no_cell_is_taken_for_a_formula() -> None:
    cells = [cell for row in csv.reader(io.StringIO(timeline_csv(hostile_timeline()))) for cell in row]

    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert any(cell.startswith("'=1+1") for cell in cells)
    assert not {"\x1b", "\u202e"} & set("".join(cells))


@pytest.mark.parametrize("timeline", [ghost_timeline(), hostile_timeline()], ids=["example", "hostile"])
def test_the_calendar_keeps_to_the_format(timeline: dict[str, Any]) -> None:
    data = timeline_icalendar(timeline).encode()

    assert data.endswith(b"END:VCALENDAR\r\n")
    assert data.count(b"\n") == data.count(b"\r\n") == data.count(b"\r")
    assert max(map(len, data.split(b"\r\n"))) <= 75
    assert len(events(timeline)) == len(timeline["acts"])


def test_events_take_whole_days_and_are_stamped_by_publication() -> None:
    found = events(timeline_example())
    letter, visit = found["us.h20.letter@licet"], found["visit.huang.july@licet"]

    assert (letter["dtstart"].dt, letter["dtend"].dt) == (date(2025, 4, 9), date(2025, 4, 10))
    assert letter["dtstamp"].dt == datetime(2025, 4, 15, tzinfo=UTC)
    assert (visit["dtstart"].dt, visit["dtend"].dt) == (date(2025, 7, 16), date(2025, 7, 19))


def test_an_event_says_what_it_is_not() -> None:
    found = events(ghost_timeline())

    assert str(found["cn.h20.energy@licet"]["summary"]).startswith("[day not known] An energy rule")
    assert str(found["cn.h200.first-batch@licet"]["summary"]).startswith("[contested, learned later] A first")
    assert str(found["cn.h20.ports@licet"]["summary"]).startswith("[unverified] ")
    assert str(found["us.h200.rule@licet"]["summary"]) == "A rule reviews H200 case by case"
    description = str(found["cn.h200.customs-refused@licet"]["description"])
    assert description.splitlines()[:3] == [
        "cn:import: customs refused (shut)",
        "2026-01-14; public the same day",
        "reported by unnamed sources, Reuters",
    ]


def test_hostile_text_is_read_back_as_text() -> None:
    timeline = hostile_timeline()
    timeline["acts"]["us.h20.letter"]["title"] = "a\r\nEND:VEVENT\r\nBEGIN:VEVENT; b, c\\n"
    found = events(timeline)

    assert len(found) == len(timeline["acts"])
    assert str(found["us.h20.letter@licet"]["summary"]) == "a END:VEVENT BEGIN:VEVENT; b, c\\n"


def test_the_same_timeline_gives_the_same_bytes() -> None:
    assert timeline_icalendar(timeline_example()) == timeline_icalendar(timeline_example())
    assert timeline_csv(timeline_example()) == timeline_csv(timeline_example())
