"""One row of a table of items, read cell by cell; every fault becomes a problem with its place.

An empty cell is unknown. A figure is written `1600`, `300 to 350` or `at least 900`, as intervals print.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from licet.catalogue.measures import FormatRate
from licet.citation import Grade
from licet.problem import Problem
from licet.quantity import Interval, read_number
from licet.truth import Truth

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_FIGURE = Decimal(1_000_000_000)  # so that every product of figures fits a column of whole thousandths
MAX_TEXT = 2_000
MAX_BIT_LENGTH = 128
MAX_COUNT = 1_000_000
KNOWN_NONE = "-"

_RANGE = re.compile(r"(\S+)\s+to\s+(\S+)")
_AT_LEAST = re.compile(r"at least\s+(\S+)")
_OTHER_FORMAT = re.compile(r"([a-z][a-z0-9_]{0,30})=([0-9.,]{1,20})@([0-9]{1,3})", re.ASCII)
_CONTENT = re.compile(r"([^:]+)(?::\s*([0-9]{1,7}))?", re.ASCII)
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def read_figure(text: str) -> Interval:
    """Read `1600`, `300 to 350` or `at least 900`.

    Raises:
        ValueError: If it is none of these, or too large.
    """
    stripped = text.strip()
    if match := _RANGE.fullmatch(stripped):
        lo, hi = read_number(match[1]), read_number(match[2])
        if lo > hi:
            msg = f"{stripped[:40]!r} ends below its start"
            raise ValueError(msg)
    elif match := _AT_LEAST.fullmatch(stripped):
        lo, hi = read_number(match[1]), None
    else:
        lo = hi = read_number(stripped)
    if (lo if hi is None else hi) > MAX_FIGURE:
        msg = f"{stripped[:40]!r} is more than {MAX_FIGURE:,}"
        raise ValueError(msg)
    return Interval(lo, hi)


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one row by column, and the faults found in them; a fault met twice is kept once."""

    where: str
    cells: Mapping[str, str]
    problems: list[Problem] = field(default_factory=list)

    def fault(self, slug: str, what: str, mend: str) -> None:
        """Add a problem at this row."""
        problem = Problem(slug, self.where, what, mend)
        if problem not in self.problems:
            self.problems.append(problem)

    def text(self, column: str) -> str:
        """Return a cell as text, empty if the column is absent; a text that cannot be shown is a problem."""
        text = self.cells.get(column, "").strip()
        if len(text) > MAX_TEXT:
            self.fault("text-too-long", f"{column} has {len(text):,} characters", f"keep to {MAX_TEXT:,} at most")
            return ""
        if not text.isprintable() and (match := _CONTROL.search(text)):
            what = f"{column} holds the character U+{ord(match[0]):04X}, which is not text"
            self.fault("control-character", what, "remove the character")
            return ""
        return text

    def figure(self, column: str) -> Interval | None:
        """Return a figure, or None if it is not stated."""
        text = self.cells.get(column, "").strip()
        if not text:
            return None
        if text == KNOWN_NONE:
            mend = "write 0 if there is none, or leave it empty if it is unknown"
            self.fault("bad-figure", f"{column}: a figure is never {KNOWN_NONE}", mend)
            return None
        try:
            return read_figure(text)
        except ValueError as error:
            self.fault("bad-figure", f"{column}: {error}", "write a figure, or leave the cell empty if it is unknown")
            return None

    def truth(self, column: str) -> Truth:
        """Return yes, no or, for an empty cell, unknown."""
        text = self.cells.get(column, "").strip()
        if not text:
            return Truth.UNKNOWN
        try:
            return Truth.from_word(text[:40])
        except ValueError as error:
            self.fault("bad-truth", f"{column}: {error}", "write yes or no, or leave the cell empty")
            return Truth.UNKNOWN

    def grade(self, column: str) -> Grade | None:
        """Return how a value was read; None if that is not stated."""
        text = self.cells.get(column, "").strip()
        if not text:
            return None
        try:
            return Grade(text)
        except ValueError:
            words = ", ".join(grade.value for grade in Grade)
            self.fault("bad-grade", f"{column}: {text[:40]!r} is no grade", f"write one of {words}")
            return None

    def other_formats(self) -> list[FormatRate]:
        """Return the rates written `name=rate@bits; ...`."""
        text = self.text("other_formats")
        if not text:
            return []
        rates: list[FormatRate] = []
        for part in text.split(";"):
            match = _OTHER_FORMAT.fullmatch(part.strip())
            try:
                if match is None or not 0 < int(match[3]) <= MAX_BIT_LENGTH:
                    msg = f"{part.strip()[:40]!r} is not written name=rate@bits"
                    raise ValueError(msg)  # noqa: TRY301  the two ways to fail have one message
                rate = read_figure(match[2])
                rates.append(FormatRate(match[1], rate.lo or Decimal(0), int(match[3])))
            except ValueError as error:
                self.fault("bad-format", f"other_formats: {error}", "write, say, mxfp6=9227.5@6; mx9=1500@9")
        return rates

    def contents(self) -> tuple[tuple[str, int], ...] | None:
        """Return names with counts; None if the contents are not stated, empty if there are none."""
        text = self.text("contains")
        if not text:
            return None
        if text == KNOWN_NONE:
            return ()
        contents: list[tuple[str, int]] = []
        for part in text.split(";"):
            match = _CONTENT.fullmatch(part.strip())
            count = int(match[2] or 1) if match else 0
            if match is None or not 0 < count <= MAX_COUNT:
                mend = f"write item:count with a count from 1 to {MAX_COUNT:,}, several parted by ;"
                self.fault("bad-contents", f"contains: {part.strip()[:80]!r} is not an item with a count", mend)
            else:
                contents.append((match[1].strip(), count))
        return tuple(contents)
