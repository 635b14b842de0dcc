"""What a check writes to a register: units released and not held yet, and how each line was judged; all or nothing.

The register has the last word. Where it moved since it was read and refuses, the book is judged again; a reservation is
named after what the order held before, so that the same units are never reserved twice.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from licet.errors import LimitRefused, ProblemsFound, UsageError
from licet.ledger import EntryKind, Note, Reserve, Statement
from licet.problem import Problem
from licet.register import Rates
from licet.verdict.check import check
from licet.verdict.fact_changes import facts_of, owners_of
from licet.verdict.holdings import held_beyond
from licet.verdict.item_terms import ItemTerms
from licet.verdict.keys import draw_of, on_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from licet.case import Case
    from licet.ledger import Operation
    from licet.rules import Law
    from licet.verdict.check import Ask, CheckedBook
    from licet.verdict.chronicle import Chronicle
    from licet.verdict.holdings import Beyond
    from licet.verdict.judge import LineVerdict
    from licet.verdict.keys import Fit
    from licet.verdict.on_register import OnRegister

MOST_ATTEMPTS = 5
REASON = "check"


@dataclass(frozen=True, slots=True)
class Taken:
    """Units of an order that stand under a number: reserved now, or found as they were."""

    order_id: str
    number: str
    key: str
    units: int
    reservation_id: str = ""


@dataclass(frozen=True, slots=True)
class Reserved:
    """What a check wrote: reservations made and found, what orders hold beyond their verdict, judgements noted.

    `short` was released and not reserved: the order holds too much under other numbers, which is to be voided first.
    """

    author: str
    document: str
    made: tuple[Taken, ...]
    found: tuple[Taken, ...]
    beyond: tuple[Beyond, ...]
    short: tuple[Taken, ...]
    noted: int
    attempts: int
    head: str


def check_and_reserve(
    case: Case,
    law: Law,
    ask: Ask,
    *,
    author: str,
    document: str = "",
    chronicle: Chronicle | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> CheckedBook:
    """Judge every line and reserve what is released in the register, in one transaction.

    Args:
        case: From `read_case`.
        law: The law.
        ask: How to judge; names the register, and no past state of it.
        author: Who has it reserved.
        document: By which document.
        chronicle: The recorded acts.
        progress: Called with (lines done, lines in all).

    Raises:
        UsageError: If no register or no author is named, or `ask` names a past state.
        ProblemsFound: If a line is released under an authorisation that is only in the case's file.
        LimitRefused: If the register refuses, although nothing moved or after five readings.
    """
    _check_asked(ask, author)
    said = Statement(author, REASON, document)
    attempt = 1
    while True:
        book = check(case, law, ask, chronicle=chronicle, progress=progress)
        register = _register_of(book)
        operations = [*_reservations(book, said), *_notes(book, said)]
        try:
            posted = register.register.post(operations, rates=Rates(case.fx)) if operations else ()
        except LimitRefused as refused:
            if attempt == MOST_ATTEMPTS or not register.is_moved:
                msg = f"nothing was reserved, after {attempt} readings of the register: {refused}"
                raise LimitRefused(msg) from refused
            attempt += 1
            continue
        made = [each for each in operations if isinstance(each, Reserve)]
        return replace(
            book,
            reserved=Reserved(
                author,
                document,
                tuple(_made(each) for each in made),
                tuple(_found(book)),
                tuple(beyond for line in book.lines for beyond in held_beyond(line)),
                tuple(_short(book)),
                len(posted) - len(made),
                attempt,
                register.register.head(),
            ),
        )


def _check_asked(ask: Ask, author: str) -> None:
    if ask.register is None:
        msg = "reserve where? Name the register with --register URL"
        raise UsageError(msg)
    if not author.strip():
        msg = "who reserves? Name the person with --by"
        raise UsageError(msg)
    if ask.known_at is not None:
        msg = "nothing is reserved on what was known in the past: leave out --known-at, or --reserve"
        raise UsageError(msg)


def _register_of(book: CheckedBook) -> OnRegister:
    assert book.on_register is not None  # noqa: S101  `_check_asked` made sure of it
    return book.on_register


def _drawn(book: CheckedBook) -> Iterator[tuple[LineVerdict, str, Fit, int]]:
    """Yield each draw of a released line: key, authorisation, and the units drawn in all."""
    for line in book.lines:
        for key, fit in line.fits:
            units = min(line.release_units, fit.units)
            if fit.assigned and units:
                yield line, key, fit, units


def _reservations(book: CheckedBook, said: Statement) -> Iterator[Operation]:
    """Yield what is to be reserved.

    Raises:
        ProblemsFound: If an authorisation is not in the register.
    """
    register, problems = _register_of(book), {}
    for line, key, fit, units in _drawn(book):
        number, more = fit.authorisation.number, min(units - fit.held, _may_hold(line, key))
        if more <= 0:
            continue
        terms = ItemTerms(book.law, book.balances.layers(number) if on_file(book.balances, number) else ())
        draw = draw_of(line.order, key, line.determination, terms)
        if number not in register.on(draw.valid_at).on_file:
            mend = "bring it over with `licet register import`, and remove it from the file"
            what = f"{number} is not in the register, so nothing can be reserved under it"
            problems[number] = Problem("authorisation-not-in-register", fit.authorisation.where, what, mend)
            continue
        held = line.filed.file.held_ever(number, key)
        yield Reserve(
            operation_id=f"check/{line.order.order_id}/{number}/{key}/{held}+{more}",
            valid_at=draw.valid_at,
            said=said,
            number=number,
            draw=draw,
            units=more,
            precautionary=fit.precautionary,
        )
    if problems:
        raise ProblemsFound(problems.values())


def _notes(book: CheckedBook, said: Statement) -> Iterator[Operation]:
    """Yield how each line was judged, where that is not on file yet."""
    register, owners = _register_of(book), owners_of(book.case)
    for line in book.lines:
        day = line.determination.query.valid_at
        content = judgement_content(book, line, facts_of(line.order, owners, day))
        last = register.judged.get(line.order.order_id)
        if last is not None and _compared(last.content) == _compared(content):
            continue
        after = 0 if last is None else last.entry
        digest = sha256(repr(content).encode()).hexdigest()[:16]
        yield Note(
            operation_id=f"check/{line.order.order_id}/judgement/{after}+{digest}",
            valid_at=day,
            said=said,
            kind=EntryKind.JUDGEMENT,
            order_id=line.order.order_id,
            content=content,
        )


def judgement_content(book: CheckedBook, line: LineVerdict, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the judgement of a line as it is written down: plain data, without a float."""
    numbers = sorted({fit.authorisation.number for _, fit in line.fits if fit.assigned})
    acts = book.chronicle.story.version if book.chronicle is not None else ""
    return {
        "book": book.case.title,
        "item": line.order.item.item_id,
        "verdict": line.verdict,
        "release_units": line.release_units,
        "hold_units": line.hold_units,
        "undetermined_units": line.undetermined_units,
        "causes": sorted({block.cause for block in line.blocking}),
        "authorisations": numbers,
        "facts": dict(facts),
        "rules_version": book.law.pack.head.version,
        "acts_version": acts,
    }


def _compared(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return what makes a judgement another one; a new version of the law that changes nothing does not."""
    return {name: value for name, value in content.items() if name not in {"rules_version", "acts_version"}}


def _may_hold(line: LineVerdict, key: str) -> int:
    """Return how many units more the order may hold under a key, whatever the number."""
    return line.order.quantity - sum(held.units for held in line.filed.file.held if held.key == key)


def _short(book: CheckedBook) -> Iterator[Taken]:
    for line, key, fit, units in _drawn(book):
        short = units - fit.held - max(0, _may_hold(line, key))
        if short > 0:
            yield Taken(line.order.order_id, fit.authorisation.number, key, short)


def _made(operation: Reserve) -> Taken:
    draw = operation.draw
    return Taken(draw.order_id, operation.number, draw.key, operation.units, operation.operation_id)


def _found(book: CheckedBook) -> Iterator[Taken]:
    for line, key, fit, units in _drawn(book):
        if min(fit.held, units):
            yield Taken(line.order.order_id, fit.authorisation.number, key, min(fit.held, units))
