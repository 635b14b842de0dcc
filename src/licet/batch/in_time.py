"""Books and their code by day: between two days on which nothing changes, the law is one."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date
from typing import TYPE_CHECKING

from licet.batch.python_code import compile_bare
from licet.rules import Reading, book_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from licet.batch.bare_case import BareAnswer, BareCase
    from licet.rules import Law, Version
    from licet.rules.model import Pack


def change_days(pack: Pack) -> tuple[date, ...]:
    """Return every day on which a version, clause, letter, set or place of the pack begins or ends."""
    days = {day for rule in pack.rules.values() for version in rule.versions for day in _days_of(version)}
    days |= {day for row in pack.sets for day in (row.start, row.end)}
    days |= {day for row in pack.places for day in (row.start, row.end)}
    return tuple(sorted(day for day in days if day is not None))


def public_days(pack: Pack) -> tuple[date, ...]:
    """Return every day on which something of the pack became public."""
    days: set[date | None] = {row.public_from for row in pack.sets}
    for rule in pack.rules.values():
        for version in rule.versions:
            days |= {version.public_from, version.end_public_from}
            days |= {clause.public_from for clause in (*version.stayed, *version.not_enforced)}
            days |= {told.public_from for told in version.addressees}
    return tuple(sorted(day for day in days if day is not None))


def _days_of(version: Version) -> Iterator[date | None]:
    yield from (version.in_force_from, version.in_force_to, version.comply_from)
    for clause in (*version.stayed, *version.not_enforced):
        yield from (clause.start, clause.end)
    yield from (told.notified_on for told in version.addressees)


class BareLaw:
    """A law ready for bare answers on any day, in one reading, as known on a day; each stretch compiled once."""

    def __init__(
        self, law: Law, *, known_at: date | None = None, reading: Reading = Reading.ENFORCED, prune: bool = True
    ) -> None:
        """Keep what the answers depend on beside the case and its day."""
        self._law, self._known_at, self._reading, self._prune = law, known_at, reading, prune
        days = change_days(law.pack)
        self._starts = [day.toordinal() for day in days]
        self._days = (date.min, *days)
        self._code: dict[int, Callable[[BareCase], BareAnswer]] = {}

    def on(self, ordinal: int) -> Callable[[BareCase], BareAnswer]:
        """Return the function that answers cases of a day, given as its ordinal."""
        stretch = bisect_right(self._starts, ordinal)
        found = self._code.get(stretch)
        if found is None:
            book = book_at(self._law, self._days[stretch], known_at=self._known_at, reading=self._reading)
            found = self._code[stretch] = compile_bare(book, prune=self._prune)
        return found
