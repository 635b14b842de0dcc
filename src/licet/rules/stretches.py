"""The stretches of days between which nothing in a pack changes, so that one book a stretch says all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from licet.rules.book import book_at
from licet.rules.model import Reading

if TYPE_CHECKING:
    from collections.abc import Iterator

    from licet.rules.book import Book, Standing
    from licet.rules.loader import Law
    from licet.rules.model import Pack

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days of one unchanging law in one reading: the first day, the last day, and the book of them."""

    first: date
    last: date
    book: Book


def days_of_change(pack: Pack) -> list[date]:
    """Return every day on which anything in the pack begins or ceases to count, in order."""
    found: set[date | None] = {pack.head.checked_from}
    for rule in pack.rules.values():
        for version in rule.versions:
            found |= {version.in_force_from, version.in_force_to, version.comply_from}
            for clause in (*version.stayed, *version.not_enforced):
                found |= {clause.start, clause.end}
            found |= {told.notified_on for told in version.addressees}
    for member in pack.sets:
        found |= {member.start, member.end}
    for place in pack.places:
        found |= {place.start, place.end}
    return sorted(day for day in found if day is not None)


def stretches(law: Law) -> list[Stretch]:
    """Return the stretches of both readings; neighbours with the same law are one.

    Days on which no rule stands are left out, and so is a stretch whose law the other reading has on the same days.
    The last stretch has no end.
    """
    found: list[tuple[Stretch, tuple[object, ...]]] = []
    days = days_of_change(law.pack)
    for reading in (Reading.ENFORCED, Reading.TEXT):
        own: list[tuple[Stretch, tuple[object, ...]]] = []
        for first, following in zip(days, [*days[1:], None], strict=True):
            last = following - _DAY if following else date.max
            book = book_at(law, first, reading=reading)
            content = tuple(_content(book))
            if own and own[-1][1] == content:
                own[-1] = (Stretch(own[-1][0].first, last, own[-1][0].book), content)
            else:
                own.append((Stretch(first, last, book), content))
        found += [pair for pair in own if pair[0].book.standing and not _is_covered(pair, found)]
    return [stretch for stretch, _ in found]


def _is_covered(pair: tuple[Stretch, object], others: list[tuple[Stretch, tuple[object, ...]]]) -> bool:
    stretch, content = pair
    return any(
        content == known and other.first <= stretch.first and stretch.last <= other.last for other, known in others
    )


def _content(book: Book) -> Iterator[object]:
    """Yield what a book says, its days left out."""
    yield tuple(_of_rule(standing) for standing in book.standing.values())
    yield tuple(sorted((name, found.members, found.uncertain) for name, found in book.sets.items()))
    yield tuple(sorted(book.places.items()))


def _of_rule(standing: Standing) -> tuple[object, ...]:
    addressees = None if standing.addressees is None else tuple(told.party for told in standing.addressees)
    clauses = tuple((clause.when, clause.source) for clause in standing.clauses)
    return standing.rule.id, standing.version.number, standing.truth, clauses, addressees
