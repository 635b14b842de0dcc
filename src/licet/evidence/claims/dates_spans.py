"""Seasons, halves, quarters and ends of years, the 5th, and other spans of days that begin with a word of their own.

| Words | Days |
|---|---|
| this spring, last summer, summer of 2025 | March to May, June to August, September to November, December to February |
| first half of 2025, second half of the year | January to June, July to December |
| Q4 2025 | the calendar quarter |
| end of the year, year end, year-end | its last day, vaguely |
| last night, this morning | the day before; the day of publication |
| the day before yesterday, a fortnight ago | two days before; the week two weeks before |
| recent days, recent weeks | the 7 or 30 days up to publication |
| 2025/07/18 | that day |
| on the 5th | the newest 5th of a month up to publication |

A season that is not over on the day of publication ends on it, unless it is the next.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from licet.evidence.claims import dates_calendar as calendar
from licet.evidence.claims.dates_calendar import UNRESOLVED
from licet.evidence.model import Precision

if TYPE_CHECKING:
    from collections.abc import Sequence

    from licet.evidence.claims.dates_calendar import Bounds

    Read = tuple[int, Bounds, bool] | None

_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
_TURNS = {"this": 0, "last": 1, "next": -1, "previous": 1, "past": 1}
_DAYTIMES = {("last", "night"): 1, ("this", "morning"): 0, ("this", "afternoon"): 0, ("this", "evening"): 0}
_RECENT = {"days": 7, "weeks": 30}
_HALVES = {"first": 0, "second": 6}
_QUARTER = re.compile(r"q[1-4]")
_YEAR = re.compile(r"(?:19|20)\d{2}")
_ENDS = frozenset({"st", "nd", "rd", "th"})
_BEHIND = frozenset(
    {",", ".", ";", ":", ")", "to", "that", "and", "by", "at", "when", "as", "after", "before"}
    | {"it", "he", "she", "they", "the", "its", "while", "with"}
)
_LONGEST_DAY = 2
BEGINNING = frozenset({*_SEASONS, *_TURNS, *_HALVES, "end", "year", "recent", "a"})
"""Words that such a date may begin with; figures and quarters may too."""


def begins(word: str) -> bool:
    """Tell whether such a date may begin with a word that is no figure."""
    return word in BEGINNING or (len(word) == 2 and _QUARTER.fullmatch(word) is not None)  # noqa: PLR2004  "q4"


def span_at(words: Sequence[str], number: int, end: int, base: date | None) -> Read:
    """Return the word after the date that begins at a word, its bounds, and whether it is relative; None if none does.

    Args:
        words: All words of the document, in small letters.
        number: The word.
        end: The word after the last of its sentence.
        base: The day of publication; without it relative dates stay unresolved.
    """
    here = list(words[number : min(end, number + 6)])
    here += [""] * (6 - len(here))
    read = _season(here, base) or _half(here, base) or _year_end(here, base) or _days(here, base)
    read = read or _figures(here, words[number - 2 : number] if number > 1 else [], base)
    return None if read is None else (number + read[0], read[1], read[2])


def _season(words: list[str], base: date | None) -> Read:
    if words[0] in _TURNS and words[1] in _SEASONS:
        return 2, UNRESOLVED if base is None else _turned(_SEASONS[words[1]], _TURNS[words[0]], base), True
    if words[0] in _SEASONS:
        skip = 1 + (words[1] == "of")
        if _YEAR.fullmatch(words[skip]):
            return skip + 1, _months(int(words[skip]), _SEASONS[words[0]], 3), False
    return None


def _turned(month: int, back: int, base: date) -> Bounds:
    """Return the season of the year of `base`, the newest that is over, or the next to begin."""
    years = [base.year + each for each in (-2, -1, 0, 1)]
    spans = [(bounds[0], bounds[1]) for bounds in (_months(year, month, 3) for year in years)]
    known = [(first, last) for first, last in spans if first is not None and last is not None]
    if back > 0:
        found = max((each for each in known if each[1] < base), default=None)
    elif back < 0:
        found = min((each for each in known if each[0] > base), default=None)
    else:
        held = [each for each in known if each[0] <= base <= each[1]]
        found = held[0] if held else next((each for each in known if each[0].year == base.year), None)
    if found is None:
        return UNRESOLVED
    first, last = found
    return first, base if first <= base <= last else last, Precision.VAGUE


def _months(year: int, month: int, count: int) -> Bounds:
    """Return so many months from one of a year."""
    ahead = year * 12 + month - 1 + count - 1
    first, last = calendar.month(year, month)[0], calendar.month(ahead // 12, ahead % 12 + 1)[1]
    return first, last, Precision.VAGUE


def _half(words: list[str], base: date | None) -> Read:
    if words[0] in _HALVES and words[1:3] == ["half", "of"]:
        if _YEAR.fullmatch(words[3]):
            return 4, _months(int(words[3]), 1 + _HALVES[words[0]], 6), False
        if words[3] in {"this", "the", "last", "next"} and words[4] == "year" and words[5] != "before":
            year = None if base is None else base.year - _TURNS.get(words[3], 0)
            return 5, UNRESOLVED if year is None else _months(year, 1 + _HALVES[words[0]], 6), True
    if _QUARTER.fullmatch(words[0]) and _YEAR.fullmatch(words[1]):
        return 2, calendar.quarter(int(words[0][1]), int(words[1])), False
    return None


def _year_end(words: list[str], base: date | None) -> Read:
    length, back = 0, 0
    if words[:2] == ["year", "end"]:
        length = 2
    elif words[:2] == ["end", "of"] and words[2] in {"the", "this", "last", "next"} and words[3] == "year":
        length, back = 4, _TURNS.get(words[2], 0)
    elif words[:2] == ["end", "of"] and _YEAR.fullmatch(words[2]):
        last = date(int(words[2]), 12, 31)
        return 3, (last, last, Precision.VAGUE), False
    if not length:
        return None
    if base is None:
        return length, UNRESOLVED, True
    last = date(base.year - back, 12, 31)
    return length, (last, last, Precision.VAGUE), True


def _days(words: list[str], base: date | None) -> Read:
    if (words[0], words[1]) in _DAYTIMES:
        back = _DAYTIMES[words[0], words[1]]
        return 2, UNRESOLVED if base is None else calendar.ago(base, back, back, "day"), True
    if words[:4] == ["the", "day", "before", "yesterday"]:
        return 4, UNRESOLVED if base is None else calendar.ago(base, 2, 2, "day"), True
    if words[:3] == ["a", "fortnight", "ago"]:
        return 3, UNRESOLVED if base is None else calendar.ago(base, 2, 2, "week"), True
    if words[0] == "recent" and words[1] in _RECENT:
        days = timedelta(days=_RECENT[words[1]])
        return 2, UNRESOLVED if base is None else (base - days, base, Precision.VAGUE), True
    return None


def _figures(words: list[str], before: Sequence[str], base: date | None) -> Read:
    """Read "2025/07/18", and "on the 5th" where nothing is counted behind it."""
    if _YEAR.fullmatch(words[0]) and words[1] == words[3] == "/" and words[2].isdecimal() and words[4].isdecimal():
        parts = [int(each) for each in (words[0], words[2], words[4]) if len(each) <= 4]  # noqa: PLR2004
        return None if len(parts) < 3 else (5, calendar.day(*parts), False)  # noqa: PLR2004
    short = words[0].isascii() and words[0].isdecimal() and len(words[0]) <= _LONGEST_DAY
    if not short or list(before) != ["on", "the"] or words[1] not in _ENDS or not (not words[2] or words[2] in _BEHIND):
        return None
    if base is None:
        return 2, UNRESOLVED, True
    for back in range(3):
        year, month = calendar.months_from(base, -back)
        found = calendar.day(year, month, int(words[0]))
        if found[0] is not None and found[0] <= base:
            return 2, found, True
    return 2, UNRESOLVED, True
