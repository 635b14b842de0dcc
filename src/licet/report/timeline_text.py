"""The keys of chips over time, for a terminal: a row of signs for each key, a row of events, and the acts by number.

A slice of time that holds a change shows the strictest state in it. Signs say what colour says.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from licet.report import words
from licet.report.act_words import (
    contest_text,
    happened_text,
    letter_words,
    mark_letter,
    quantity_text,
    reported_text,
    scope_words,
    what_text,
)
from licet.report.layout import bounded, bullets, clean, colour_wanted, columns, labelled, pad, paint, terminal_width
from licet.report.layout import wrap as wrapped
from licet.report.status_text import EFFECT_STYLES
from licet.report.timeline_rows import day_after, first_day, overlaps, rows, shown_marks, strictest, ticks, told

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from licet.report.layout import Line
    from licet.report.timeline_rows import Row, Told

    Data = Mapping[str, Any]

SIGNS = {"open": ".", "approval_needed": "=", "shut": "#", "unknown": "?"}
CONTESTED = "~"
SCOPED = "+"
_GUTTER = 14
_TICK_ROOM = 9
_NUMBER_ROOM = 5


def timeline_text(timeline: Data, *, width: int | None = None, colour: bool | None = None) -> str:
    """Return the keys of chips over time (JSON shape `timeline`) as text.

    Args:
        timeline: As `licet timeline` gives it.
        width: Columns, at least 80; None asks the terminal.
        colour: None asks the terminal; `NO_COLOR` is kept to.
    """
    across = terminal_width() if width is None else bounded(width)
    return paint(_lines(timeline, across), colour=colour_wanted() if colour is None else colour)


class _Slices:
    """The columns of the rows, each a slice of the days shown."""

    def __init__(self, timeline: Data, count: int) -> None:
        self.first, self.after, self.count = first_day(timeline), day_after(timeline), count
        self._days = (self.after - self.first).days

    def days(self, column: int) -> tuple[date, date]:
        """Return the first day of a slice and the day after its last; at least one day."""
        start = self._days * column // self.count
        end = max(self._days * (column + 1) // self.count, start + 1)
        return self.first + timedelta(days=start), self.first + timedelta(days=end)

    def column(self, day: date) -> int:
        """Return the slice that holds a day; the nearest for a day outside."""
        offset = (day - self.first).days
        return min(max(((offset + 1) * self.count - 1) // self._days, 0), self.count - 1)


def _lines(timeline: Data, width: int) -> Iterator[Line]:
    slices, acts = _Slices(timeline, width - _GUTTER), told(timeline)
    yield from _head(timeline, width)
    yield []
    yield from _axis(slices)
    item = None
    for row in rows(timeline):
        if row.item != item:
            yield from ([(text, "bold")] for text in wrapped(row.item_name, width))
            item = row.item
        yield from _row(row, slices)
    yield from _events(timeline, slices)
    yield []
    yield from _legend(timeline, width)
    yield from _acts([one for one in acts.values() if one.known], "What happened, in order", width)
    yield from _acts([one for one in acts.values() if not one.known], _later_title(timeline), width)
    yield from _remarks(timeline, width)


def _head(timeline: Data, width: int) -> Iterator[Line]:
    title = f"The keys of these chips over time: {clean(timeline['from'])} to {clean(timeline['to'])}"
    yield from ([(text, "bold")] for text in wrapped(title, width))
    if timeline["known_at"]:
        text = f"{clean(timeline['known_at'])} (only what was public then; the rest is listed apart)"
        yield from labelled("Known at", text, width, room=_GUTTER)
    checked = f"through {clean(timeline['checked_through'])}; acts {clean(timeline['acts_version'])}"
    yield from labelled("Acts checked", checked, width, room=_GUTTER)


def _later_title(timeline: Data) -> str:
    return f"Learned later (not public yet on {clean(timeline['known_at'])})"


def _axis(slices: _Slices) -> Iterator[Line]:
    """Yield the labels of the axis and the ticks under them."""
    labels, marks, free = "", "", 0
    for tick in ticks(slices.first, slices.after, slices.count // _TICK_ROOM):
        at = slices.column(tick.day)
        marks = pad(marks, at) + "|"
        if free <= at <= slices.count - len(tick.label):
            labels = pad(labels, at) + tick.label
            free = at + len(tick.label) + 1
    yield [(" " * _GUTTER + labels, "dim")]
    yield [(" " * _GUTTER + marks.ljust(slices.count, "-").replace(" ", "-"), "dim")]


def _row(row: Row, slices: _Slices) -> Iterator[Line]:
    """Yield the signs of one key, and under them where it is contested and where it is for some only."""
    line: Line = [(_gutter(row.key), "")]
    contested, scoped = "", ""
    for column in range(slices.count):
        days = slices.days(column)
        there = [band for band in row.headline if overlaps(band, *days)]
        worst = strictest(there)
        effect = worst["effect"] if worst else ""
        _append(line, SIGNS.get(effect, "?") if worst else " ", EFFECT_STYLES.get(effect, ""))
        contested += CONTESTED if any(band["contested"] for band in there) else " "
        scoped += SCOPED if worst and scope_words(worst["scope_text"]) else " "
    yield line
    for label, signs in (("contested", contested), ("for some", scoped)):
        if signs.strip():
            yield [(_gutter(label, 4) + signs, "magenta")]


def _gutter(label: str, indent: int = 2) -> str:
    text = " " * indent + clean(label)
    return pad(text if columns(text) < _GUTTER else wrapped(text, _GUTTER - 3)[0] + "~", _GUTTER)


def _append(line: Line, sign: str, style: str) -> None:
    """Add a sign, to the span before if it looks the same."""
    if len(line) > 1 and line[-1][1] == style:
        line[-1] = (line[-1][0] + sign, style)
    else:
        line.append((sign, style))


def _events(timeline: Data, slices: _Slices) -> Iterator[Line]:
    """Yield the known marks as letters, those of one slice under each other."""
    levels: list[dict[int, str]] = []
    for mark in _known_marks(timeline):
        column = slices.column(date.fromisoformat(mark["from"]))
        level = next((level for level in levels if column not in level), None)
        if level is None:
            levels.append(level := {})
        level[column] = mark_letter(mark["kind"])
    for number, level in enumerate(levels):
        text = "".join(level.get(column, " ") for column in range(slices.count))
        yield [(pad("Events" if number == 0 else "", _GUTTER), "bold"), (text, "cyan")]


def _known_marks(timeline: Data) -> list[Data]:
    return [mark for mark in shown_marks(timeline) if mark["known"]]


def _legend(timeline: Data, width: int) -> Iterator[Line]:
    signs = "; ".join(f"{sign} {words.effect_words(effect)}" for effect, sign in SIGNS.items())
    yield from labelled("Signs", signs, width, room=_GUTTER)
    below = f"{CONTESTED} contested; {SCOPED} for some only; a column with a change in it shows the strictest"
    yield from labelled("", below, width, room=_GUTTER)
    letters = sorted({mark_letter(mark["kind"]) for mark in _known_marks(timeline)})
    if letters:
        text = "; ".join(f"{letter} {letter_words(letter)}" for letter in letters)
        yield from labelled("Events", text, width, room=_GUTTER)


def _acts(acts: Iterable[Told], title: str, width: int) -> Iterator[Line]:
    for place, one in enumerate(acts):
        if place == 0:
            yield []
            yield [(title, "bold")]
        yield from _act(one, width)


def _act(one: Told, width: int) -> Iterator[Line]:
    act = one.act
    day = happened_text(act)
    public = "" if act["public"] == day else f", public {clean(act['public'])}"
    told_on = f", told {clean(act['told'])}" if act.get("told") not in {None, day} else ""
    head = f"{day}{told_on}{public}; {what_text(act)}"
    number, *rest = labelled("", head, width, style="bold", room=_NUMBER_ROOM)
    yield [(f"{one.number:>3}. ".rjust(_NUMBER_ROOM), "dim"), *number[2:]]
    yield from rest
    contest = f"CONTESTED {contest_text(act)}" if act["contested"] else ""
    said = [clean(act["title"]), _tail(act), contest]
    for text in filter(None, [*said, *map(quantity_text, act["quantities"])]):
        yield from labelled("", text, width, room=_NUMBER_ROOM)


def _tail(act: Data) -> str:
    classes = ", ".join(clean(each["title"]) for each in act["classes"])
    unverified = "unverified, decides nothing" if act.get("unverified") else ""
    parts = (reported_text(act), f"on {classes}" if classes else "", scope_words(act["scope_text"]), unverified)
    return "; ".join(part for part in parts if part)


def _remarks(timeline: Data, width: int) -> Iterator[Line]:
    gaps = [clean(text) for text in timeline["gaps"]]
    for title, texts in (("Gaps", gaps), ("Stale", [words.remark_text(each) for each in timeline["stale"]])):
        if texts:
            yield []
            yield [(title, "bold")]
            yield from bullets(texts, width)
    yield []
    yield from ([(text, "dim")] for text in wrapped(timeline["footer"], width))
