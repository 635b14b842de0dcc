"""The events of a reading drawn along a line of days: a lane for each key, one for what moves no key.

Only geometry stands here, in units of about a pixel; the template draws it, each event a link to its card. An event
without a day is not drawn; one far from all others stands at the edge, so that a mistaken year does not squeeze the
rest.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from licet.report.layout import clean
from licet.report.reading_html_index import days_text, short

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from licet.report.reading_html_index import Index

    Data = Mapping[str, Any]

WIDE, NARROW = 860, 358
ROWS = 16  # of one lane; events for which there is no room are counted, not drawn
_ROW, _BAR, _HEAD, _AXIS = 22, 18, 24, 26
_LABEL_ROOM = 78
_TAIL = 9  # the arrow of an event whose first day nothing bounds
_FAR = 3  # events beyond this many times the span of nearly all are drawn at the edge
_STEPS_DAYS = (1, 2, 7, 14)
_STEPS_MONTHS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 6000, 12000, 60000)
_SHORT = 75  # days up to which single days are labelled, not months
_DECEMBER = 12


def drawing(index: Index, events: Sequence[Data], width: int) -> dict[str, Any] | None:
    """Return the drawing of the events that have a day; None if none has one.

    Returns:
        `width`, `height`, `ticks` (x, label), `lanes` (name, y, bars) and the counts `undated` and `crowded`.
    """
    dated = [(*_days(event), event) for event in events if event["first"] or event["last"]]
    if not dated:
        return None
    axis = _Axis([day for first, last, _ in dated for day in (first, last)], width)
    lanes, top, crowded = [], 4, 0
    names = [*index.keys, None]
    for key in names:
        mine = sorted((each for each in dated if each[2]["key"] == key), key=lambda each: each[:2])
        if not mine:
            continue
        bars, rows, left = _packed(index, axis, mine, top + _HEAD)
        height = _HEAD + rows * _ROW + 8
        lanes.append({"name": clean(key) if key else "what moves no key", "y": top, "height": height, "bars": bars})
        top += height + 4
        crowded += left
    return {
        "width": width,
        "height": top + _AXIS,
        "foot": top,
        "ticks": axis.ticks(),
        "lanes": lanes,
        "undated": len(events) - len(dated),
        "crowded": crowded,
        "count": len(dated) - crowded,
        "from": str(axis.first),
        "to": str(axis.last),
    }


def _days(event: Data) -> tuple[date, date]:
    first, last = event["first"] or event["last"], event["last"] or event["first"]
    return date.fromisoformat(first), date.fromisoformat(last)


class _Axis:
    """Days to places from left to right."""

    def __init__(self, days: list[date], width: int) -> None:
        days = sorted(days)
        first, last = days[0], days[-1]
        near, far = days[len(days) // 20], days[-1 - len(days) // 20]
        if (last - first).days > _FAR * (far - near).days + 366:
            first, last = max(first, _shifted(near, -60)), min(last, _shifted(far, 60))
        self.first, self.last = first, last
        self._left, self._right = 16, width - 30

    def x(self, day: date) -> float:
        """Return where a day stands; a day outside the axis stands at its edge."""
        share = (day - self.first).days / max(1, (self.last - self.first).days)
        return round(self._left + min(1.0, max(0.0, share)) * (self._right - self._left), 1)

    def is_outside(self, day: date) -> bool:
        return not self.first <= day <= self.last

    def ticks(self) -> list[tuple[float, str]]:
        """Return places and labels, as many as there is room for."""
        if self.first == self.last:
            return [(self.x(self.first), str(self.first))]
        room = (self._right - self._left) / _LABEL_ROOM
        days = (self.last - self.first).days
        step = next((each for each in _STEPS_DAYS if days / each <= room), None)
        if step is not None and days <= _SHORT:
            found = [self.first + timedelta(days=step * each) for each in range(days // step + 1)]
            return [(self.x(day), str(day)) for day in found]
        months = next(each for each in _STEPS_MONTHS if days / 30.4 / each <= room or each == _STEPS_MONTHS[-1])
        return [
            (self.x(day), str(day.year) if months % _DECEMBER == 0 else f"{day.year:04}-{day.month:02}")
            for day in _month_starts(self.first, self.last, months)
        ]


def _shifted(day: date, days: int) -> date:
    bound = date.min if days < 0 else date.max
    return bound if abs((bound - day).days) < abs(days) else day + timedelta(days=days)


def _month_starts(first: date, last: date, months: int) -> Iterator[date]:
    number = -(-(first.year * 12 + first.month - (first.day == 1)) // months) * months
    while number // 12 <= last.year and (number // 12, number % 12 + 1) <= (last.year, last.month):
        if number >= _DECEMBER:
            yield date(number // 12, number % 12 + 1, 1)
        number += months


def _packed(
    index: Index, axis: _Axis, found: Sequence[tuple[date, date, Data]], top: int
) -> tuple[list[dict[str, Any]], int, int]:
    """Return the bars of a lane, how many rows they take, and how many events had no room."""
    bars: list[dict[str, Any]] = []
    ends: list[float] = []
    crowded = 0
    for first, last, event in found:
        number = index.event_number[event["id"]]
        tail = _TAIL if event["first"] is None or axis.is_outside(first) else 0
        left = axis.x(first) - 9
        size = max(13 + 7 * len(str(number)), axis.x(last) - axis.x(first) + 18)
        row = next((place for place, end in enumerate(ends) if end <= left - tail), len(ends))
        if row == ROWS:
            crowded += 1
            continue
        ends[row:] = [left + size + 3, *ends[row + 1 :]]
        bars.append(
            {
                "number": number,
                "x": round(left, 1),
                "y": top + row * _ROW,
                "width": round(size, 1),
                "height": _BAR,
                "middle": round(left + size / 2, 1),
                "tail": tail,
                "look": index.look(event),
                "foretold": event["foretold"],
                "contested": bool(event["conflicts"]),
                "title": f"{number}. {short(event['title'])}, {days_text(event['first'], event['last'])}",
            }
        )
    return bars, len(ends), crowded
