"""Cells read into values, each distinct text once, with faults gathered at every place they stand.

A blank cell is None: not stated. `-` is refused where "known to be none" has no meaning.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Generic, TypeVar

from licet.period import read_date
from licet.problem import Problem
from licet.quantity import read_number
from licet.register import Money

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

T = TypeVar("T")

MAX_QUANTITY = 10**9
_PERMISSION = re.compile(r"[a-z]{2}:(?:export|import)")
_MONTH = re.compile(r"\d{4}-\d{2}")
_RATE = re.compile(r"\d{1,9}(?:\.\d{1,12})?")
_WHOLE = re.compile(r"\d{1,9}")
MAX_HINTS = 200


class CellReader(Generic[T]):
    """Reads the cells of one kind; a text seen before is not read again."""

    def __init__(self, parse: Callable[[str], T], slug: str, mend: str, problems: list[Problem]) -> None:
        """Keep how to read a text, and what to say where it cannot be read."""
        self._parse = parse
        self._slug = slug
        self._mend = mend
        self._problems = problems
        self._values: dict[str, T] = {}
        self._faults: dict[str, str] = {}

    def read(self, text: str, where: str, column: str) -> T | None:
        """Return the value; None for a blank cell, and for one that is reported as a problem."""
        if not text:
            return None
        value = self._values.get(text)
        if value is not None:
            return value
        fault = self._faults.get(text)
        if fault is None:
            try:
                value = self._values[text] = self._parse(text)
            except ValueError as error:
                fault = self._faults[text] = str(error)
            else:
                return value
        self._problems.append(Problem(self._slug, where, f"{column}: {fault}", self._mend))
        return None


def whole_number(text: str) -> int:
    """Read a count of pieces: a whole number from 1 to 10^9, thousands commas allowed."""
    figure = read_number(text)
    if figure != figure.to_integral_value() or not 1 <= figure <= MAX_QUANTITY:
        msg = f"{text[:40]!r} is not a whole number from 1 to {MAX_QUANTITY:,}"
        raise ValueError(msg)
    return int(figure)


def stock(text: str) -> int:
    """Read a count that may be zero."""
    return 0 if text == "0" else whole_number(text)


def rank(text: str) -> int:
    """Read a priority: a whole number of zero or more."""
    if not _WHOLE.fullmatch(text) or not text.isascii():
        msg = f"{text[:40]!r} is not a whole number"
        raise ValueError(msg)
    return int(text)


def currency(text: str) -> str:
    """Read a currency code of ISO 4217."""
    return Money(0, text).currency


def exchange_rate(text: str) -> Decimal:
    """Read a rate above zero, with at most twelve decimals."""
    if not _RATE.fullmatch(text) or not text.isascii() or not Decimal(text):
        msg = f"{text[:40]!r} is not a rate above zero such as 0.1391"
        raise ValueError(msg)
    return Decimal(text)


def permission(text: str) -> str:
    """Read a key: a country in small letters with export or import."""
    if not _PERMISSION.fullmatch(text):
        msg = f"{text[:40]!r} is not a country in small letters with export or import"
        raise ValueError(msg)
    return text


def month(text: str) -> date:
    """Read a month written YYYY-MM as its first day."""
    if not _MONTH.fullmatch(text):
        msg = f"{text[:40]!r} is not a month written YYYY-MM"
        raise ValueError(msg)
    return read_date(f"{text}-01")


class NearestNames:
    """Names near to one that is not known; stops looking after `MAX_HINTS`, since each look is slow."""

    def __init__(self, names: Iterable[str]) -> None:
        """Keep the known names."""
        self._names = list(names)
        self._looks = 0

    def hint(self, text: str) -> str:
        """Return `; near to it: a, b`, or nothing."""
        from difflib import get_close_matches  # noqa: PLC0415  needed for faults only

        self._looks += 1
        if self._looks > MAX_HINTS:
            return ""
        near = get_close_matches(text[:80], self._names, n=3)
        return f"; near to it: {', '.join(near)}" if near else ""
