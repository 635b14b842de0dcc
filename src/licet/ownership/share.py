"""A share that listed parties hold, as exact bounds in percent."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from licet.quantity import Interval
from licet.truth import Truth

_THOUSANDTHS = 1000  # what an `Interval` may hold


@dataclass(frozen=True, slots=True)
class Share:
    """A share of a party known to lie in [lo, hi], in percent, exactly.

    >>> str(Share(Fraction(100, 3), Fraction(40)))
    '33.333 to 40 %'
    """

    lo: Fraction
    hi: Fraction

    @property
    def is_exact(self) -> bool:
        """True if it holds one figure only."""
        return self.lo == self.hi

    def reaches(self, threshold: Decimal, *, inclusive: bool) -> Truth:
        """Return the truth of share >= threshold in percent, or of share > threshold if not inclusive."""
        line = Fraction(threshold)
        if self.lo > line or (inclusive and self.lo == line):
            return Truth.TRUE
        if self.hi < line or (not inclusive and self.hi == line):
            return Truth.FALSE
        return Truth.UNKNOWN

    def interval(self) -> Interval:
        """Return the same as a figure of the law: ends rounded outwards to thousandths of a percent."""
        low = self.lo.numerator * _THOUSANDTHS // self.lo.denominator
        high = -(-self.hi.numerator * _THOUSANDTHS // self.hi.denominator)
        return Interval(Decimal(low).scaleb(-3), Decimal(high).scaleb(-3))

    def __str__(self) -> str:
        """Return `45 %`, or `33.333 to 40 %` with ends rounded outwards."""
        return f"{self.interval()} %"
