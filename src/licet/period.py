"""Dates and half-open periods: the first day is in, the last is not.

A date is a civil date at the authority concerned. Nothing here reads a clock.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def read_date(text: str) -> date:
    """Read an ISO 8601 calendar date, and only that.

    Raises:
        ValueError: If it is not written YYYY-MM-DD, or there is no such day.
    """
    stripped = text.strip()
    if not _ISO_DAY.fullmatch(stripped) or not stripped.isascii():
        msg = f"{stripped[:40]!r} is not a date written YYYY-MM-DD"
        raise ValueError(msg)
    try:
        return date.fromisoformat(stripped)
    except ValueError:
        msg = f"there is no day {stripped}"
        raise ValueError(msg) from None


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `start` up to, not including, `end`; `None` is without bound."""

    start: date | None = None
    end: date | None = None

    def __post_init__(self) -> None:
        """Refuse a period that ends before it begins."""
        if self.start is not None and self.end is not None and self.end < self.start:
            msg = f"the period ends on {self.end}, before it starts on {self.start}"
            raise ValueError(msg)

    def contains(self, day: date) -> bool:
        """Tell whether the day lies in the period."""
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)

    def overlaps(self, other: Period) -> bool:
        """Tell whether any day lies in both."""
        return (
            (self.start is None or other.end is None or self.start < other.end)
            and (other.start is None or self.end is None or other.start < self.end)
            and not self.is_empty
            and not other.is_empty
        )

    @property
    def is_empty(self) -> bool:
        """True if it starts and ends on the same day."""
        return self.start is not None and self.start == self.end
