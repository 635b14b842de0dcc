"""Dates as a page prints them of itself: "9:00pm, 18 Jul 2025", "2026-01-28T14:05:00+08:00", "2026年1月28日".

Whole dates only, and a month with its year; dates told from others ("last Friday") are read elsewhere. A date whose day
and month cannot be told apart (03/04/2026) spans both readings.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import TYPE_CHECKING

from licet.evidence.model import Precision, Span, When
from licet.rules.loader import rules_root
from licet.table_source import read_table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_NUMBERS = {name[:3]: number for number, name in enumerate(_MONTHS, start=1)}
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_GAP = r"[\s\u00a0]{0,3}"
_HAN_FIGURES = "〇零一二三四五六七八九十"
_DATE = re.compile(
    rf"(?<![^\W_])(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?{_GAP}(?:of{_GAP})?[-.]?(?P<m1>{MONTH})\b\.?[-,]?{_GAP}(?P<y1>(?:19|20)\d\d)(?![^\W_])"
    rf"|(?<![^\W_])(?P<m2>{MONTH})\b\.?{_GAP}(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\b,?{_GAP}(?P<y2>(?:19|20)\d\d)(?![^\W_])"
    rf"|(?<![^\W_])(?P<y3>(?:19|20)\d\d)(?P<s3>[-/.])(?P<m3>\d{{1,2}})(?P=s3)(?P<d3>\d{{1,2}})(?![\d])"
    rf"|(?<!\d)(?P<y4>(?:19|20)\d\d){_GAP}年{_GAP}(?P<m4>\d{{1,2}}){_GAP}月{_GAP}(?P<d4>\d{{1,2}}){_GAP}[日号]"
    rf"|(?<![^\W_])(?P<a5>\d{{1,2}})(?P<s5>[/.])(?P<b5>\d{{1,2}})(?P=s5)(?P<y5>20\d\d)(?![^\W_])"
    rf"|(?<![^\W_])(?P<m6>{MONTH})\b\.?,?{_GAP}(?P<y6>(?:19|20)\d\d)(?![^\W_])"
    rf"|(?<!\d)(?P<y7>(?:19|20)\d\d){_GAP}年{_GAP}(?P<m7>\d{{1,2}}){_GAP}月"
    rf"|(?P<y8>二[{_HAN_FIGURES}]{{3}})年(?P<m8>[{_HAN_FIGURES}]{{1,3}})月(?P<d8>[{_HAN_FIGURES}]{{1,3}})[日号]",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    rf"(?<![\d:.$€£¥])(?P<hour>[01]?\d|2[0-3])(?:[:h.](?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d)(?:\.\d{{1,9}})?)?)?"
    rf"{_GAP}(?P<half>[ap]\.?m\b\.?)?",
    re.IGNORECASE,
)
_OFFSET = re.compile(
    rf"{_GAP}\(?(?:gmt|utc)?{_GAP}(?P<sign>[+\-\u2212])(?P<hours>[01]?\d):?(?P<minutes>[0-5]\d)?(?![\d-])",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"[\s\u00a0]{0,4}(?:T|,|-|\||at|·|•)?[\s\u00a0]{0,4}", re.IGNORECASE)
_NEAR = 40
_NOON = 12


@dataclass(frozen=True, slots=True)
class Printed:
    """A date found: where it stands with its time, its days, and its clock time and zone if they are printed."""

    span: Span
    first: date
    last: date
    precision: Precision
    at: time | None = None
    zone: tzinfo | None = None
    zone_name: str = ""

    def when(self, text: str, offset: int = 0) -> When:
        """Return it as a `When` of the text in which it was found from `offset` on."""
        span = Span(self.span.start + offset, self.span.end + offset)
        return When(self.first, self.last, self.precision, span.of(text), span)

    @property
    def instant(self) -> datetime | None:
        """The moment, with its zone if one is printed; None if no time is."""
        return None if self.at is None or self.first != self.last else datetime.combine(self.first, self.at, self.zone)


@lru_cache(maxsize=4)
def _zones(root: Path | None = None) -> dict[str, str]:
    path = (root or rules_root()) / "evidence" / "zones.csv"
    return {row["written"]: row["zone"] for _, row in read_table(path, shown_as="evidence/zones.csv").rows}


@lru_cache(maxsize=4)
def _zone_pattern() -> re.Pattern[str]:
    names = "|".join(re.escape(name) for name in sorted(_zones(), key=len, reverse=True))
    return re.compile(rf"{_GAP}\(?(?P<name>{names})(?![a-z0-9])", re.IGNORECASE)


def zone_named(name: str) -> tzinfo | None:
    """Return the time zone of an IANA name; None if there is none."""
    from zoneinfo import ZoneInfo  # noqa: PLC0415  slow to import

    try:
        return ZoneInfo(name) if name else None
    except (OSError, ValueError, KeyError):  # ZoneInfoNotFoundError is a KeyError
        return None


def printed_dates(text: str) -> Iterator[Printed]:
    """Yield the dates of a text in order, each with the clock time beside it; days that do not exist are left out."""
    for match in _DATE.finditer(text):
        days = _days(match)
        if days is None:
            continue
        first, last, precision = days
        span, at, zone, zone_name = _clock_beside(text, Span(*match.span()))
        if precision is not Precision.DAY or first != last:
            yield Printed(Span(*match.span()), first, last, precision)
        else:
            precision = Precision.INSTANT if at is not None and zone is not None else Precision.DAY
            yield Printed(span, first, last, precision, at, zone, zone_name)


def _days(match: re.Match[str]) -> tuple[date, date, Precision] | None:
    part = match.groupdict()
    try:
        for number in ("1", "2", "3", "4"):
            if part[f"y{number}"]:
                day = date(int(part[f"y{number}"]), month_number(part[f"m{number}"]), int(part[f"d{number}"]))
                return day, day, Precision.DAY
        if part["y5"]:
            return _either(int(part["y5"]), int(part["a5"]), int(part["b5"]), dotted=part["s5"] == ".")
        if part["y8"]:
            day = date(_han_year(part["y8"]), _han_number(part["m8"]), _han_number(part["d8"]))
            return day, day, Precision.DAY
        number = "6" if part["y6"] else "7"
        return _wholemonth_number(int(part[f"y{number}"]), month_number(part[f"m{number}"]))
    except ValueError:
        return None


def _han_year(text: str) -> int:
    """Return the year written as one Chinese figure after another."""
    return int("".join(map(str, map(_han_figure, text))))


def _han_figure(text: str) -> int:
    return max(_HAN_FIGURES.index(text) - 1, 0)  # of the two signs for nothing each is 0


def _han_number(text: str) -> int:
    """Return a number below a hundred in Chinese figures."""
    tens, ten, ones = text.rpartition(_HAN_FIGURES[-1])
    if len(tens) > 1 or len(ones) > 1:
        msg = f"no number: {text!a}"
        raise ValueError(msg)
    return (_han_figure(tens) if tens else len(ten)) * 10 + (_han_figure(ones) if ones else 0)


def month_number(text: str) -> int:
    """Return the number of a month from its figure, or from its name or the beginning of that."""
    return int(text) if text.isdigit() else _NUMBERS[text[:3].lower()]


def _either(year: int, one: int, other: int, *, dotted: bool) -> tuple[date, date, Precision]:
    """Read 28/01/2026: the day first where dots stand or one figure can be no month, else both readings."""
    if dotted or one > _NOON:
        day = date(year, other, one)
        return day, day, Precision.DAY
    if other > _NOON or one == other:
        day = date(year, one, other)
        return day, day, Precision.DAY
    first, last = sorted((date(year, one, other), date(year, other, one)))
    return first, last, Precision.VAGUE


def _wholemonth_number(year: int, month: int) -> tuple[date, date, Precision]:
    first = date(year, month, 1)
    following = date(year + month // 12, month % 12 + 1, 1)
    return first, following - timedelta(days=1), Precision.MONTH


def _clock_beside(text: str, span: Span) -> tuple[Span, time | None, tzinfo | None, str]:
    """Return the span widened to the clock time that stands beside a date, the time, and its zone."""
    after = _BETWEEN.match(text, span.end)
    start = after.end() if after else span.end
    clock = _CLOCK.match(text, start)
    if clock is not None and (clock["minute"] or clock["half"]) and (at := _time(clock)) is not None:
        end, zone, name = _zone_after(text, clock.end())
        return Span(span.start, len(text[:end].rstrip()) if text[end - 1].isspace() else end), at, zone, name
    near = max(0, span.start - _NEAR)
    line = max(text.rfind("\n", near, span.start) + 1, near)
    for clock in _CLOCK.finditer(text, line, span.start):
        if (clock["minute"] or clock["half"]) and (at := _time(clock)) is not None:
            end, zone, name = _zone_after(text, clock.end())
            between = text[end : span.start]
            if len(between.split()) <= 2 and not any(character.isdigit() for character in between):  # noqa: PLR2004
                return Span(clock.start(), span.end), at, zone, name
    return span, None, None, ""


def _time(clock: re.Match[str]) -> time | None:
    hour, minute = int(clock["hour"]), int(clock["minute"] or 0)
    half = (clock["half"] or "").lower()
    if half:
        if not 1 <= hour <= _NOON:
            return None
        hour = hour % _NOON + (_NOON if half.startswith("p") else 0)
    return time(hour, minute, int(clock["second"] or 0))


def _zone_after(text: str, start: int) -> tuple[int, tzinfo | None, str]:
    offset = _OFFSET.match(text, start)
    if offset is not None:
        minutes = int(offset["hours"]) * 60 + int(offset["minutes"] or 0)
        shift = timedelta(minutes=minutes if offset["sign"] == "+" else -minutes)
        name = f"UTC{'+' if offset['sign'] == '+' else '-'}{minutes // 60:02d}:{minutes % 60:02d}"
        return offset.end(), timezone(shift) if shift else UTC, name
    named = _zone_pattern().match(text, start)
    if named is not None:
        zone = _zones()[" ".join(named["name"].lower().split())]
        return named.end(), zone_named(zone), zone
    return start, None, ""
