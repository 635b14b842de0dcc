"""The days that the words of a date bound, reckoned from a day of publication.

Weeks run from Monday to Sunday. Nothing here reads words; see `licet.evidence.claims.dates`.
"""

from __future__ import annotations

from datetime import date, timedelta

from licet.evidence.model import Precision

Bounds = tuple[date | None, date | None, Precision]

UNRESOLVED: Bounds = (None, None, Precision.VAGUE)
_MONTHS = 12
_DECEMBER = 12
_SATURDAY = 5
FIRST_YEAR, LAST_YEAR = 1990, 2100
"""Years that a figure of four digits is taken for."""


def day(year: int, month: int, number: int) -> Bounds:
    """Return a day; unresolved if there is none such."""
    try:
        found = date(year, month, number)
    except ValueError:
        return UNRESOLVED
    return found, found, Precision.DAY


def month(year: int, number: int, part: str = "") -> Bounds:
    """Return a month, or its early (to the 10th), middle (11th to 20th) or late part."""
    if not (1 <= number <= _MONTHS and 1 <= year < date.max.year):
        return UNRESOLVED
    first = date(year, number, 1)
    last = date(year + number // _DECEMBER, number % _DECEMBER + 1, 1) - timedelta(days=1)
    if part:
        first, last = _part(first, last, part)
    return first, last, Precision.VAGUE if part else Precision.MONTH


def _part(first: date, last: date, part: str) -> tuple[date, date]:
    thirds = {
        "early": (first, first.replace(day=10)),
        "mid": (first.replace(day=11), first.replace(day=20)),
        "late": (first.replace(day=21), last),
    }
    return thirds[part]


def year(number: int, part: str = "") -> Bounds:
    """Return a year, or its early, middle or late third."""
    if not 1 <= number < date.max.year:
        return UNRESOLVED
    ends = {"": (1, 12), "early": (1, 4), "mid": (5, 8), "late": (9, 12)}[part]
    first, last = month(number, ends[0])[0], month(number, ends[1])[1]
    return first, last, Precision.VAGUE if part else Precision.YEAR


def quarter(number: int, of_year: int) -> Bounds:
    """Return a calendar quarter, 1 to 4; unresolved for another."""
    if not 1 <= number <= 4:  # noqa: PLR2004  a year has four
        return UNRESOLVED
    return month(of_year, 3 * number - 2)[0], month(of_year, 3 * number)[1], Precision.QUARTER


def weekday(number: int, base: date, turn: str = "") -> Bounds:
    """Return a weekday, 0 for Monday, as a text published on `base` means it.

    Args:
        number: The weekday.
        base: The day of publication.
        turn: "" is the newest such day up to `base` itself; `last` the newest before `base`; `next` the one in the
            calendar week after; `coming` the first such day after `base`; `this` the one in its week.
    """
    monday = base - timedelta(days=base.weekday())
    found = {
        "": base - timedelta(days=(base.weekday() - number) % 7),
        "last": base - timedelta(days=(base.weekday() - number - 1) % 7 + 1),
        "next": monday + timedelta(days=number + 7),
        "this": monday + timedelta(days=number),
        "coming": base + timedelta(days=(number - base.weekday() - 1) % 7 + 1),
    }[turn]
    return found, found, Precision.DAY


def week(base: date, back: int, part: str = "") -> Bounds:
    """Return the week `back` weeks before that of `base` (0 for its own, -1 for the next).

    Of its own week, only the days up to `base` are meant: what is told has happened. `part` is as in `month`.
    """
    monday = base - timedelta(days=base.weekday() + 7 * back)
    first, last = monday, monday + timedelta(days=6)
    if part == "early":
        last = monday + timedelta(days=2)
    elif part == "mid":
        first, last = monday + timedelta(days=1), monday + timedelta(days=3)
    elif part == "late":
        first = monday + timedelta(days=3)
    return first, min(last, base) if back == 0 else last, Precision.WEEK


def weekend(base: date) -> Bounds:
    """Return the newest Saturday and Sunday that have begun by `base`."""
    saturday = base - timedelta(days=(base.weekday() - _SATURDAY) % 7)
    return saturday, min(saturday + timedelta(days=1), base), Precision.VAGUE


def months_from(base: date, months: int) -> tuple[int, int]:
    """Return the year and month that lie some months after (or, if negative, before) that of `base`."""
    number = base.year * _MONTHS + base.month - 1 + months
    return number // _MONTHS, number % _MONTHS + 1


def newest_month(number: int, base: date) -> int:
    """Return the year of the newest such month that has begun by `base`."""
    return base.year if number <= base.month else base.year - 1


def ago(base: date, low: int, high: int, unit: str) -> Bounds:
    """Return the days that lie `low` to `high` units before `base`; negative figures lie after it.

    Days are exact; weeks, months and years are as wide as their unit, so that "two weeks ago" is a week.
    """
    try:
        if unit == "day":
            first, last = base - timedelta(days=high), base - timedelta(days=low)
            return first, last, Precision.DAY if low == high else Precision.VAGUE
        if unit == "week":
            return week(base, high)[0], week(base, low)[1], Precision.WEEK if low == high else Precision.VAGUE
        scale = {"month": 1, "quarter": 3, "year": _MONTHS}[unit]
        start, end = month(*months_from(base, -high * scale))[0], month(*months_from(base, -low * scale))[1]
    except (OverflowError, ValueError):
        return UNRESOLVED
    return start, end, Precision.MONTH if low == high and unit == "month" else Precision.VAGUE


def clipped(bounds: Bounds, base: date, back: int, *, later: bool) -> Bounds:
    """Return the part of a current span up to `base`, or from it on if it is later."""
    first, last, precision = bounds
    if back != 0 or first is None or last is None:
        return bounds
    return (max(first, base), last, precision) if later else (first, min(last, base), precision)
