"""The acts of a timeline as files for other programs: CSV for a spreadsheet, iCalendar for a calendar.

Neither reads the clock: the same timeline gives the same bytes. A contested, unverified or later learned act says so
in its first words, since a calendar shows little more.
"""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any

from licet.report.act_words import (
    act_source_text,
    condition_text,
    contest_text,
    details,
    quantity_text,
    reported_text,
    what_text,
    when_text,
)
from licet.report.files import plain_cell
from licet.report.layout import clean
from licet.report.timeline_rows import DAY, told

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from icalendar import Event

    from licet.report.timeline_rows import Told

    Data = Mapping[str, Any]

COLUMNS = (
    "number", "act", "item", "item_name", "title", "key", "state", "state_words", "effect", "mark", "happened_from",
    "happened_to", "told", "public", "known", "band_to", "grade", "originator", "actors", "classes", "scope",
    "contested", "supersedes", "unverified", "quantities", "requires", "sources", "note", "known_at", "acts_version",
    "checked_through",
)  # fmt: skip
_PRODUCT = "-//Licet//acts//EN"


def timeline_csv(timeline: Data) -> str:
    """Return the acts as CSV with a header: one row for each act and item of the timeline, one for an act without.

    Args:
        timeline: As `licet timeline` gives it (JSON shape `timeline`).
    """
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in _rows(timeline):
        writer.writerow([plain_cell(_cell(row[column])) for column in COLUMNS])
    return stream.getvalue()


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return clean(value) if isinstance(value, str) else value


def _rows(timeline: Data) -> Iterator[dict[str, object]]:
    names = {item["item"]: item["item_name"] for item in timeline["items"]}
    ends = {(band["act"], band["item"]): band["to"] for band in timeline["bands"]}
    shared = {name: timeline[name] for name in ("known_at", "acts_version", "checked_through")}
    for one in told(timeline).values():
        act = {**_columns(one), **shared}
        reached = {band["item"] for band in timeline["bands"] if band["act"] == one.act["id"]}
        reached |= {item for mark in timeline["marks"] if mark["act"] == one.act["id"] for item in mark["items"]}
        for item in [item for item in names if item in reached] or [None]:
            end = ends.get((one.act["id"], item))
            yield {**act, "item": item, "item_name": names.get(item) if item else None, "band_to": end}


def _columns(one: Told) -> dict[str, object]:
    act = one.act
    same = ("title", "key", "state", "state_words", "effect", "mark", "told", "public", "grade", "originator", "note")
    return {
        **{name: act[name] for name in same},
        "number": one.number,
        "act": act["id"],
        "happened_from": act["happened"]["from"],
        "happened_to": act["happened"]["to"],
        "known": one.known,
        "actors": "; ".join(act["actors"]),
        "classes": "; ".join(each["title"] for each in act["classes"]),
        "scope": act["scope_text"],
        "contested": contest_text(act),
        "supersedes": "; ".join(act["supersedes"]),
        "unverified": bool(act.get("unverified")),
        "quantities": "; ".join(map(quantity_text, act["quantities"])),
        "requires": "; ".join(map(condition_text, act["requires"])),
        "sources": "; ".join(map(act_source_text, act["sources"])),
    }


def timeline_icalendar(timeline: Data) -> str:
    """Return the acts as a calendar (RFC 5545): one event of whole days for each, dated by when it happened.

    An act whose day is not known lasts from its first to its last possible day, and says so. Its stamp is the day it
    became public.

    Args:
        timeline: As `licet timeline` gives it (JSON shape `timeline`).
    """
    from icalendar import Calendar  # noqa: PLC0415  slow to import

    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    for one in told(timeline).values():
        calendar.add_component(_event(one, timeline))
    return str(calendar.to_ical(), "utf-8")


def _event(one: Told, timeline: Data) -> Event:
    from icalendar import Event  # noqa: PLC0415  slow to import

    act, event = one.act, Event()
    public = datetime.combine(date.fromisoformat(act["public"]), time.min, UTC)
    event.add("uid", f"{clean(act['id'])}@licet")
    event.add("dtstamp", public)
    event.add("dtstart", date.fromisoformat(act["happened"]["from"]))
    event.add("dtend", date.fromisoformat(act["happened"]["to"]) + DAY)
    event.add("summary", _summary(one))
    event.add("description", "\n".join(_description(one, timeline)))
    event.add("categories", [clean(act["key"] or act["mark"])])
    event.add("transp", "TRANSPARENT")
    return event


def _summary(one: Told) -> str:
    act = one.act
    spread = act["happened"]["from"] != act["happened"]["to"] and not act["mark"]
    flags = {
        "contested": act["contested"],
        "unverified": act.get("unverified"),
        "learned later": not one.known,
        "day not known": spread,
    }
    said = ", ".join(name for name, holds in flags.items() if holds)
    return f"[{said}] {clean(act['title'])}" if said else clean(act["title"])


def _description(one: Told, timeline: Data) -> Iterator[str]:
    act = one.act
    yield what_text(act)
    yield when_text(act)
    yield reported_text(act)
    yield from (f"{label}: {text}" for label, text in details(act))
    yield clean(timeline["footer"])
