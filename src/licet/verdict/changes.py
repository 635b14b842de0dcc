"""Which lines of a book are judged otherwise than at an instant, and by what.

With a register they are compared with how each was last written down by then; without one the book is judged again with
only what was public on that day. A line is changed if its verdict, its units or what stands against it differ.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from licet.verdict.check import check
from licet.verdict.fact_changes import differences, facts_of, owners_of
from licet.verdict.keys import answers_on

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date, datetime

    from licet.acts import Act
    from licet.rules import Standing
    from licet.verdict.check import CheckedBook
    from licet.verdict.chronicle import Chronicle
    from licet.verdict.judge import LineVerdict
    from licet.verdict.order_file import Judgement

BY_REGISTER, BY_DATE = "register", "known_at"
OTHER_LINES = "nothing of its own: other draws take more or less of the same balance, or data grew old"
UNITS = ("release_units", "hold_units", "undetermined_units")


@dataclass(frozen=True, slots=True)
class Before:
    """How a line was judged before."""

    verdict: str
    units: Mapping[str, int]
    causes: frozenset[str]
    valid_at: date
    facts: Mapping[str, Any]
    versions: Mapping[str, str]
    numbers: tuple[str, ...] = ()
    at: datetime | None = None  # when it was written down


@dataclass(frozen=True, slots=True)
class LineChange:
    """A line that is judged otherwise; `before` is None for one that was not judged then. `reasons` are in words."""

    line: LineVerdict
    before: Before | None
    causes_come: tuple[str, ...]
    causes_gone: tuple[str, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """The lines changed since an instant, those that stayed, and orders judged then that are not in the book now."""

    book: CheckedBook
    since: datetime
    against: str
    changed: tuple[LineChange, ...]
    unchanged: int
    gone: tuple[str, ...]


def changes_since(book: CheckedBook, since: datetime, *, chronicle: Chronicle | None = None) -> Changes:
    """Compare a book with how it was judged by an instant.

    Args:
        book: As judged now.
        since: With a zone.
        chronicle: The recorded acts, to judge again without a register.
    """
    told = _Told(book, since)
    if book.on_register is None:
        then = check(book.case, book.law, replace(book.ask, known_at=since.date()), chronicle=chronicle)
        before = {line.order.order_id: told.of_line(line) for line in then.lines}
    else:
        before = {name: _of_note(note) for name, note in book.on_register.judged_by(since).items()}
    changed = [
        change for line in book.lines if (change := _compared(line, before.get(line.order.order_id), told)) is not None
    ]
    against = BY_DATE if book.on_register is None else BY_REGISTER
    return Changes(book, since, against, tuple(changed), len(book.lines) - len(changed), tuple(told.gone()))


def _of_note(note: Judgement) -> Before:
    content = note.content
    return Before(
        str(content.get("verdict", "")),
        {name: note.units(name) for name in UNITS},
        frozenset(note.causes),
        note.valid_at,
        note.facts,
        {name: str(content.get(name, "")) for name in ("rules_version", "acts_version")},
        tuple(content.get("authorisations", ())),
        note.recorded_at,
    )


def _compared(line: LineVerdict, before: Before | None, told: _Told) -> LineChange | None:
    now = told.of_line(line)
    if before is None:
        return LineChange(line, None, tuple(sorted(now.causes)), (), ("it was not judged then",))
    if (now.verdict, now.units, now.causes) == (before.verdict, before.units, before.causes):
        return None
    reasons = tuple(dict.fromkeys(told.reasons(line, before, now))) or (OTHER_LINES,)
    come, gone = sorted(now.causes - before.causes), sorted(before.causes - now.causes)
    return LineChange(line, before, tuple(come), tuple(gone), reasons)


class _Told:
    """What a book and a register tell of the time since an instant."""

    def __init__(self, book: CheckedBook, since: datetime) -> None:
        self._book, self._since = book, since
        self._owners = owners_of(book.case)
        self._moves: dict[str, tuple[str, ...]] = {}

    def of_line(self, line: LineVerdict) -> Before:
        """Return a line in the form it is compared in."""
        day = line.determination.query.valid_at
        acts = self._book.chronicle.story.version if self._book.chronicle is not None else ""
        return Before(
            line.verdict,
            {name: getattr(line, name) for name in UNITS},
            frozenset(block.cause for block in line.blocking),
            day,
            facts_of(line.order, self._owners, day),
            {"rules_version": self._book.law.pack.head.version, "acts_version": acts},
            tuple(dict.fromkeys(fit.authorisation.number for _, fit in line.fits)),
        )

    def gone(self) -> Iterator[str]:
        """Yield the orders of this book that were judged then and do not stand in it now."""
        if self._book.on_register is None:
            return
        known = {order.order_id for order in self._book.case.orders}
        for name, note in self._book.on_register.judged_by(self._since).items():
            if name not in known and note.content.get("book", self._book.case.title) == self._book.case.title:
                yield name

    def reasons(self, line: LineVerdict, before: Before, now: Before) -> Iterator[str]:
        """Yield what differs, in words: day, facts, acts, rules, authorisations, answers and notes."""
        if before.valid_at != now.valid_at:
            yield f"judged for {before.valid_at} then, for {now.valid_at} now"
        yield from (f"fact: {words}" for words in differences(before.facts, now.facts))
        since = self._since.date()
        for act in _acts(line):
            if act.public > since or (act.contested is not None and act.contested.public > since):
                yield f"act: {act.title} ({act.reported})"
        yield from self._rules(line, before, now, since)
        for number in dict.fromkeys((*before.numbers, *now.numbers, line.order.authority_claimed or "")):
            yield from self._moved(number)
        yield from self._answered(line, since)

    def _rules(self, line: LineVerdict, before: Before, now: Before, since: date) -> Iterator[str]:
        for standing in _rules_of(line):
            version = standing.version
            if version.public_from > since:
                yield f"rule: {standing.rule.title}, public since {version.public_from} ({version.source})"
        for name, label in (("rules_version", "rules"), ("acts_version", "acts")):
            old, new = before.versions.get(name, ""), now.versions.get(name, "")
            if old and old != new:
                yield f"version of the {label}: {old} -> {new}"

    def _moved(self, number: str) -> tuple[str, ...]:
        """Return what was recorded of an authorisation since."""
        found = self._book.on_register
        if found is None or not number:
            return ()
        if number not in self._moves:
            entries = found.moves_of(number, self._since)
            self._moves[number] = tuple(
                f"authorisation: {each.kind.value} of {number} from {each.valid_at}, by {each.author} ({each.reason})"
                for each in entries
            )
        return self._moves[number]

    def _answered(self, line: LineVerdict, since: date) -> Iterator[str]:
        day = line.determination.query.valid_at
        given = [answer for answer in self._book.case.answers if since < answer.on <= day]
        for answer in answers_on(line.order, given).values():
            yield f"answer: {answer.question} is {answer.answer}, by {answer.by} on {answer.on}"
        if self._book.on_register is not None:
            yield from self._book.on_register.noted_since(line.order.order_id, self._since)


def _acts(line: LineVerdict) -> Iterator[Act]:
    for state in line.determination.keys:
        if state.standing is not None:
            yield from (each.act for each in state.standing.standing if each.counts)
            yield from (ended.by for ended in state.standing.ended)


def _rules_of(line: LineVerdict) -> Sequence[Standing]:
    decision = line.determination.decision
    found: Iterable[Any] = (*decision.requirements, *decision.exceptions, *decision.policies)
    return tuple(each.standing for each in found)
