"""What every rendering of a timeline shares: its rows, its acts in order, and the ticks of its axis.

Acts are numbered in the order in which they happened, and every rendering uses the same numbers. An act that was
not yet public on the day asked about is kept apart, never left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from licet.report.layout import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    Data = Mapping[str, Any]

DAY = timedelta(days=1)
_RANKS = {"open": 0, "unknown": 1, "approval_needed": 2, "shut": 4}
_UNKNOWN_CONTESTED = 3
_STEPS = (1, 3, 6, 12, 24, 60, 120, 240)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_YEAR = 12


@dataclass(frozen=True, slots=True)
class Row:
    """One key of one item: its headline without gaps, and the bands of its acts."""

    item: str
    item_name: str
    key: str
    headline: Sequence[Data]
    bands: Sequence[Data]


@dataclass(frozen=True, slots=True)
class Told:
    """An act with its number; `known` is false if it was not public yet on the day asked about."""

    number: int
    act: Data
    known: bool


@dataclass(frozen=True, slots=True)
class Tick:
    """A day on the axis with its label; `major` at the start of a year."""

    day: date
    label: str
    major: bool


def first_day(timeline: Data) -> date:
    """Return the first day shown."""
    return date.fromisoformat(timeline["from"])


def day_after(timeline: Data) -> date:
    """Return the day after the last one shown."""
    return date.fromisoformat(timeline["to"]) + DAY


def rows(timeline: Data) -> list[Row]:
    """Return one row for each item and key, items in the order given, keys in that of the headline."""
    found: dict[tuple[str, str], tuple[list[Data], list[Data]]] = {}
    for place, name in enumerate(("headline", "bands")):
        for band in timeline[name]:
            found.setdefault((band["item"], band["key"]), ([], []))[place].append(band)
    return [
        Row(item["item"], clean(item["item_name"] or item["item"]), key, headline, bands)
        for item in timeline["items"]
        for (owner, key), (headline, bands) in found.items()
        if owner == item["item"]
    ]


def told(timeline: Data) -> dict[str, Told]:
    """Return the acts by id, numbered from 1 in the order in which they happened."""
    later = {one["act"] for name in ("bands", "marks") for one in timeline[name] if not one["known"]}
    known_at = timeline["known_at"]
    acts = sorted(timeline["acts"].values(), key=lambda act: (act["happened"]["from"], act["public"], act["id"]))
    return {
        act["id"]: Told(number, act, act["id"] not in later and (known_at is None or act["public"] <= known_at))
        for number, act in enumerate(acts, 1)
    }


def strictness(band: Data) -> int:
    """Return a rank that is higher the more a band stands in the way."""
    if band["effect"] == "unknown" and band["contested"]:
        return _UNKNOWN_CONTESTED
    return _RANKS.get(band["effect"], 1)


def overlaps(band: Data, first: date, after: date) -> bool:
    """Tell whether a band covers any day from `first` to the day before `after`."""
    ends = band["to"]
    return date.fromisoformat(band["from"]) < after and (ends is None or date.fromisoformat(ends) > first)


def shown_marks(timeline: Data) -> list[Data]:
    """Return the marks of the days shown, in order; the last day of a mark is part of it."""
    first, last = timeline["from"], timeline["to"]
    marks = [mark for mark in timeline["marks"] if mark["from"] <= last and mark["to"] >= first]
    return sorted(marks, key=lambda mark: (mark["from"], mark["act"]))


def strictest(bands: Iterable[Data]) -> Data | None:
    """Return the band that stands most in the way; None of none."""
    return max(bands, key=strictness, default=None)


def ticks(first: date, after: date, most: int) -> list[Tick]:
    """Return ticks at the starts of months, quarters or years, at most so many; of a short span its first day."""
    days = [day for day in _month_starts(first, after) if day >= first]
    for step in _STEPS:
        chosen = [day for day in days if (day.year * _YEAR + day.month - 1) % step == 0]
        if len(chosen) <= max(most, 1):
            break
    else:
        chosen = []
    if not chosen:
        return [Tick(first, str(first), major=True)]
    return [_tick(day, is_first=place == 0) for place, day in enumerate(chosen)]


def _month_starts(first: date, after: date) -> Iterable[date]:
    months = range(first.year * _YEAR + first.month - 1, after.year * _YEAR + after.month)
    found = (date(month // _YEAR, month % _YEAR + 1, 1) for month in months)
    return (day for day in found if day < after)


def _tick(day: date, *, is_first: bool) -> Tick:
    if day.month == 1:
        return Tick(day, str(day.year), major=True)
    name = _MONTHS[day.month - 1]
    return Tick(day, f"{name} {day.year}" if is_first else name, major=False)
