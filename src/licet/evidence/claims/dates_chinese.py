"""Dates in Chinese: 2025年7月18日, 7月18日, 去年4月, 上周五, 本月, 昨日; meanings as in `dates`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from licet.evidence.claims import dates_calendar as calendar
from licet.evidence.claims.dates_calendar import UNRESOLVED
from licet.evidence.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from licet.evidence.claims.dates_calendar import Bounds

_DATE = re.compile(
    r"(?P<year>\d{4}|[去今明]) ?年(?: ?(?P<month>\d{1,2}) ?月(?: ?(?P<day>\d{1,2}) ?[日号])?)?"
    r"|(?P<month2>\d{1,2}) ?月(?: ?(?P<day2>\d{1,2}) ?[日号])?"
    r"|(?P<turn>[上本这下])?个?(?:周|星期)(?P<weekday>[一二三四五六日天])"
    r"|(?P<turn2>[上本这下])个?(?P<unit>[周月])"
    r"|(?P<near>昨[日天]|今[日天]|明[日天]|前天)"
)
_WEEKDAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6}
_YEARS = {"去": 1, "今": 0, "明": -1}
_TURNS = {"上": 1, "本": 0, "这": 0, "下": -1}
_WEEKDAY_TURNS = {"上": "last", "本": "this", "这": "this", "下": "next", None: ""}
_NEAR = {"昨": 1, "今": 0, "明": -1, "前": 2}


def chinese_dates(text: str, start: int, end: int, base: date | None) -> Iterator[tuple[Span, Bounds, bool]]:
    """Yield each date between two offsets: where, the days it bounds, and whether it was reckoned from `base`."""
    for match in _DATE.finditer(text, start, end):
        year = match["year"]
        absolute = year is not None and year.isdecimal()
        if absolute:
            bounds = _on(int(year), match["month"], match["day"])
        else:
            bounds = UNRESOLVED if base is None else _relative(match, base)
        yield Span(match.start(), match.end()), bounds, not absolute


def _on(year: int, month: str | None, day: str | None) -> Bounds:
    if month is None:
        return calendar.year(year)
    return calendar.month(year, int(month)) if day is None else calendar.day(year, int(month), int(day))


def _relative(match: re.Match[str], base: date) -> Bounds:
    if match["year"]:
        return _on(base.year - _YEARS[match["year"]], match["month"], match["day"])
    if match["month2"]:
        month, day = int(match["month2"]), match["day2"]
        past = month < base.month or (month == base.month and (day is None or int(day) <= base.day))
        return _on(base.year - (not past), match["month2"], day)
    if match["weekday"]:
        return calendar.weekday(_WEEKDAYS[match["weekday"]], base, _WEEKDAY_TURNS[match["turn"]])
    if match["near"]:
        back = _NEAR[match["near"][0]]
        return calendar.ago(base, back, back, "day")
    back = _TURNS[match["turn2"]]
    if match["unit"] == "周":
        return calendar.week(base, back)
    first, last, precision = calendar.month(*calendar.months_from(base, -back))
    return first, min(last, base) if back == 0 and last is not None else last, precision
