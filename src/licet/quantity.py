"""Exact numbers and intervals.

A figure is a Decimal, since 5.92 must not become 5.9199; a fact is an interval, since some
figures are disputed and some are unknown. All figures are zero or more, with at most three
decimals, so that a column can hold them as whole thousandths.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Context, Decimal

from licet.truth import Truth

_FALSE, _UNKNOWN, _TRUE = Truth.FALSE, Truth.UNKNOWN, Truth.TRUE  # an enum's member is slow to look up
_EXACT = Context(prec=120)  # a product of two figures of the law or of a sheet never needs as many digits
_PLAIN = re.compile(r"(?:\d{1,15}|\d{1,3}(?:,\d{3}){1,4})(?:\.\d{1,3})?")


def read_number(text: str) -> Decimal:
    """Read a figure: digits, thousands commas allowed, at most three decimals.

    Raises:
        ValueError: For a sign, an exponent, NaN, infinity, or too many digits; says which form is read.
    """
    stripped = text.strip()
    if not _PLAIN.fullmatch(stripped) or not stripped.isascii():
        msg = (
            f"{stripped[:40]!r} is not a figure of zero or more, with at most 15 digits and three decimals, "
            "such as 1600 or 1,600.25"
        )
        raise ValueError(msg)
    return Decimal(stripped.replace(",", ""))


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure known to lie in [lo, hi]; `None` is no bound on that side.

    >>> Interval.exactly("4800").at_least(Interval.exactly("4800"))
    <Truth.TRUE: 2>
    """

    lo: Decimal | None
    hi: Decimal | None

    @classmethod
    def exactly(cls, value: Decimal | int | str) -> Interval:
        """Return the interval that holds one figure only."""
        figure = value if isinstance(value, Decimal) else Decimal(value)
        return cls(figure, figure)

    @property
    def is_exact(self) -> bool:
        """True if it holds one figure only."""
        return self.lo is not None and self.lo == self.hi

    def at_least(self, other: Interval) -> Truth:
        """Return the truth of self >= other, whatever figure each turns out to be."""
        if self.lo is not None and other.hi is not None and self.lo >= other.hi:
            return _TRUE
        if self.hi is not None and other.lo is not None and self.hi < other.lo:
            return _FALSE
        return _UNKNOWN

    def above(self, other: Interval) -> Truth:
        """Return the truth of self > other."""
        return ~other.at_least(self)

    def equals(self, other: Interval) -> Truth:
        """Return the truth of self = other."""
        return self.at_least(other) & other.at_least(self)

    def __add__(self, other: Interval) -> Interval:
        """Add end to end; no bound on either side leaves none on the sum."""
        return Interval(_plus(self.lo, other.lo), _plus(self.hi, other.hi))

    def __sub__(self, other: Interval) -> Interval:
        """Subtract the far end from the near end."""
        return Interval(_minus(self.lo, other.hi), _minus(self.hi, other.lo))

    def __mul__(self, other: Interval) -> Interval:
        """Multiply figures of zero or more, exactly; an unknown lower end counts as zero.

        The rule language refuses a difference as a factor, so nothing negative is multiplied.
        """
        zero = Decimal(0)
        low = _EXACT.multiply(self.lo or zero, other.lo or zero)
        if zero in {self.hi, other.hi}:
            return Interval(low, zero)
        high = None if self.hi is None or other.hi is None else _EXACT.multiply(self.hi, other.hi)
        return Interval(low, high)

    def __str__(self) -> str:
        """Return `4800`, `3312 to 5505`, `at least 3312` or `unknown`."""
        if self.is_exact:
            return plain(self.lo)
        if self.lo is None and self.hi is None:
            return "unknown"
        if self.hi is None:
            return f"at least {plain(self.lo)}"
        return f"{plain(self.lo or Decimal(0))} to {plain(self.hi)}"


UNKNOWN_QUANTITY = Interval(None, None)


def _plus(left: Decimal | None, right: Decimal | None) -> Decimal | None:
    return None if left is None or right is None else left + right


def _minus(left: Decimal | None, right: Decimal | None) -> Decimal | None:
    return None if left is None or right is None else left - right


def plain(value: Decimal | None) -> str:
    """Return the figure without exponent or trailing zeros; `` for None."""
    if value is None:
        return ""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
