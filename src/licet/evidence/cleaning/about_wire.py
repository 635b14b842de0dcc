"""The day of a report by its dateline where that has no year: "WASHINGTON, Jan 29 (Agency) -".

Only other dates of the same document say which year it is: those of its date lines, or the latest whole date that its
text names if that is near. Where none does, the day stays open.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from licet.evidence.cleaning.about_dates import MONTH, month_number, printed_dates
from licet.evidence.cleaning.blocks_repeats import OWN_WORDS
from licet.evidence.model import Label, Precision, Span, When

if TYPE_CHECKING:
    from collections.abc import Sequence

    from licet.evidence.model import Block

_PLACE = r"[^\W\d_][\w.'\u2019-]{0,25}"
DATELINE = re.compile(
    rf"[\"'“(\[*_]{{0,3}}(?P<place>{_PLACE}(?:[ ,/]{{1,2}}{_PLACE}){{0,5}}?),? "
    rf"(?P<date>(?P<m1>{MONTH})\b\.?[ \u00a0](?P<d1>\d{{1,2}})|(?P<d2>\d{{1,2}})[ \u00a0](?P<m2>{MONTH})\b\.?)"
    r"(?!,?[\s\u00a0]{0,3}\d)(?:\s?[(\uff08][^\n()\uff08\uff09]{1,40}[)\uff09])?\s{0,3}(?:--|[\u2013\u2014-]\s|[:\uff1a]\s)",
    re.IGNORECASE,
)
_PART = re.compile(r"[\w'.\u2019-]+")
_SMALL = frozenset({"de", "of", "the", "la", "al", "and"})
_NEAR = timedelta(days=60)
_OF_ITSELF = (Label.DATELINE, Label.BYLINE, Label.CREDIT)


def wire_day(text: str, blocks: Sequence[Block], changed: tuple[date, str] | None = None) -> When | None:
    """Return the day that the dateline at the head of the body states without a year; None if there is none.

    `changed` is the day on which the document is known to have been changed, and how that is written.
    `first` and `last` are None where no other date of the document says the year; `resolved_by` says which one does.
    """
    body = next((block for block in blocks if block.label is Label.BODY), None)
    found = None if body is None else DATELINE.match(text, body.span.start, body.span.end)
    if found is None or not _names_place(found["place"]) or not (found["m1"] or found["m2"])[0].isupper():
        return None
    month, day = month_number(found["m1"] or found["m2"]), int(found["d1"] or found["d2"])
    span = Span(*found.span("date"))
    words = span.of(text)
    for labels, near in ((_OF_ITSELF, None), (OWN_WORDS, _NEAR)):
        other = _latest(text, blocks, labels) or (None if near else changed)
        here = None if other is None else _nearest(month, day, other[0])
        if other is not None and here is not None and (near is None or abs(here - other[0]) <= near):
            return When(here, here, Precision.DAY, words, span, f"its year by the date {other[1]!r} in the document")
    return When(None, None, Precision.DAY, words, span)


def _names_place(words: str) -> bool:
    return all(word[0].isupper() or word in _SMALL for word in _PART.findall(words))


def _latest(text: str, blocks: Sequence[Block], labels: Sequence[Label]) -> tuple[date, str] | None:
    """Return the latest whole date in blocks of some labels, and its words."""
    dates = [
        (one.first, one.when(text, block.span.start).text)
        for block in blocks
        if block.label in labels
        for one in printed_dates(block.span.of(text))
        if one.first == one.last
    ]
    return max(dates, default=None)


def _nearest(month: int, day: int, other: date) -> date | None:
    """Return the day of the year on which it is nearest to another date; None if there is no such day."""
    days = []
    for year in range(max(other.year - 1, 1), min(other.year + 1, 9999) + 1):
        try:
            days.append(date(year, month, day))
        except ValueError:
            continue  # February 29 of another year
    return min(days, key=lambda one: abs(one - other), default=None)
