"""A whole book: every line judged, in the order in which lines compete for the same balances."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from licet.errors import ProblemsFound, UsageError
from licet.problem import Problem
from licet.register import Balances, read_authorisations
from licet.rules import Reading
from licet.verdict.determination import Decided, determine
from licet.verdict.judge import LineVerdict, Rules, judge
from licet.verdict.query import Query
from licet.verdict.queue import Queues
from licet.verdict.screening import Screener

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from licet.case import Answer, Case, Order
    from licet.register import Authorisation
    from licet.rules import Law
    from licet.verdict.chronicle import Chronicle
    from licet.verdict.determination import Determination
    from licet.verdict.screening import Screening

NO_PRIORITY = 10**9


@dataclass(frozen=True, slots=True)
class Ask:
    """How a book is to be judged.

    Attributes:
        valid_at: The day every line is judged on; the case's own if None.
        known_at: Only what was public then counts; None for all that is known.
        reading: The law as written, or as enforced.
        at_ship_on: Judge each line on its own ship_on, where it states one.
        assume_unchanged: Data sets whose age is overlooked, by name; printed.
        assign: How one of several fitting authorisations is chosen; None leaves it to a person.
        screening: The party lists that names are looked up on, from `find_screening`; None looks nothing up.
    """

    valid_at: date | None = None
    known_at: date | None = None
    reading: Reading = Reading.ENFORCED
    at_ship_on: bool = False
    assume_unchanged: frozenset[str] = frozenset()
    assign: str | None = None
    screening: Screening | None = None


@dataclass(frozen=True, slots=True)
class OtherDate:
    """The verdict on the other of the two days, where it differs."""

    day: date
    verdict: str
    release_units: int


@dataclass(frozen=True, slots=True)
class CheckedBook:
    """Every line's verdict, in the order of the file, and what was left out; `only` names the lines if not all."""

    case: Case
    law: Law
    ask: Ask
    valid_at: date
    lines: tuple[LineVerdict, ...]
    left_out: tuple[tuple[str, str], ...]
    other_dates: dict[str, OtherDate]
    balances: Balances
    only: tuple[str, ...] = ()
    chronicle: Chronicle | None = None

    @property
    def untested(self) -> dict[str, tuple[str, str, int]]:
        """What no answer tested: id to (text, place, number of lines touched)."""
        counts: Counter[str] = Counter()
        said: dict[str, tuple[str, str]] = {}
        for line in self.lines:
            for remark in line.determination.not_tested:
                counts[remark.id] += 1
                said[remark.id] = (remark.text, remark.at)
        return {name: (*said[name], count) for name, count in counts.items()}


def check(
    case: Case,
    law: Law,
    ask: Ask | None = None,
    *,
    chronicle: Chronicle | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> CheckedBook:
    """Judge every line of a case.

    Args:
        case: From `read_case`.
        law: The law, with the case's own overlay if it has one.
        ask: How to judge; as the case says if None.
        chronicle: The recorded acts; without them a key that acts decide is not modelled.
        progress: Called with (lines done, lines in all).

    Raises:
        UsageError: If neither the case nor `ask` says for which day.
        ProblemsFound: If the authorisations cannot be read.
    """
    wanted = ask or Ask()
    valid_at = wanted.valid_at or case.valid_at
    if valid_at is None:
        msg = "for which day? Give --valid-at YYYY-MM-DD, or `valid_at` in case.toml"
        raise UsageError(msg)
    authorisations = read_authorisations(case.authorisations_path) if case.authorisations_path else ()
    orders, left_out = _in_time(case.orders, valid_at)
    book = _Book(case, law, wanted, valid_at, chronicle)
    on_day = book.judged(orders, authorisations, on_ship_date=False) if wanted.at_ship_on else []
    lines = book.judged(orders, authorisations, on_ship_date=wanted.at_ship_on, progress=progress)
    others = _differing(lines, on_day) if wanted.at_ship_on else {}
    return CheckedBook(
        case, law, wanted, valid_at, tuple(lines), tuple(left_out), others, book.balances, chronicle=chronicle
    )


def _in_time(orders: Sequence[Order], day: date) -> tuple[list[Order], list[tuple[str, str]]]:
    """Leave out what was ordered after the day."""
    late = [order for order in orders if order.ordered_on is not None and order.ordered_on > day]
    kept = [order for order in orders if order.ordered_on is None or order.ordered_on <= day]
    return kept, [(order.order_id, f"ordered on {order.ordered_on}, after {day}") for order in late]


def _differing(lines: Iterable[LineVerdict], on_day: Iterable[LineVerdict]) -> dict[str, OtherDate]:
    found = {}
    for line, other in zip(lines, on_day, strict=True):
        if (line.verdict, line.release_units) != (other.verdict, other.release_units):
            found[line.order.order_id] = OtherDate(
                other.determination.query.valid_at, other.verdict, other.release_units
            )
    return found


class _Book:
    """Judges the lines of one case; a determination asked before is not worked out again."""

    def __init__(self, case: Case, law: Law, ask: Ask, valid_at: date, chronicle: Chronicle | None) -> None:
        self.case, self.law, self.ask, self.valid_at, self.chronicle = case, law, ask, valid_at, chronicle
        self._queues = Queues(case.queue)
        self._answers: dict[str, list[Answer]] = {}
        for answer in case.answers:
            self._answers.setdefault(answer.order_id, []).append(answer)
        self.balances = Balances(())
        self._decided = Decided()
        self._screener = Screener(case, ask.screening, ask.known_at)

    def judged(
        self,
        orders: Sequence[Order],
        authorisations: Sequence[Authorisation],
        *,
        on_ship_date: bool,
        progress: Callable[[int, int], None] | None = None,
    ) -> list[LineVerdict]:
        """Judge the lines by priority, date and id; return them in the order of the file."""
        self.balances = Balances(authorisations, self.case.fx)
        rules = Rules(self.case.require_keys, self.ask.assume_unchanged, self.ask.assign)
        done: dict[str, LineVerdict] = {}
        for number, order in enumerate(sorted(orders, key=_turn), 1):
            day = order.ship_on if on_ship_date and order.ship_on else self.valid_at
            done[order.order_id] = self._judged(order, day, rules)
            if progress is not None:
                progress(number, len(orders))
        return [done[order.order_id] for order in orders]

    def _judged(self, order: Order, day: date, rules: Rules) -> LineVerdict:
        screener = self._screener
        found = screener.sightings(order, day)
        answers = [*self._given("", day), *self._given(order.order_id, day)]
        answer = self.determined(order, day)
        line = judge(order, answer, self.balances, rules, answers, sightings=found)
        waiting = tuple(self._queues.of_line(order, answer, day))
        return replace(line, warnings=(*line.warnings, *screener.unusable(order, day)), queues=waiting)

    def _given(self, order_id: str, day: date) -> Iterator[Answer]:
        """Yield the answers that had been given by the day judged, and were known by then."""
        known_at = self.ask.known_at
        for answer in self._answers.get(order_id, ()):
            if answer.on <= day and (known_at is None or answer.on <= known_at):
                yield answer

    def determined(self, order: Order, day: date) -> Determination:
        """Return what the law requires of the line, with what was looked up on party lists."""
        query = query_of(order, self.case, self.ask, day)
        return self._screener.remarked(order, self._determined(query))

    def _determined(self, query: Query) -> Determination:
        return determine(self.law, query, chronicle=self.chronicle, decided=self._decided)


def determine_line(
    order: Order, case: Case, law: Law, ask: Ask, day: date, *, chronicle: Chronicle | None = None
) -> Determination:
    """Return the determination of one line by itself, as `check` has it."""
    return _Book(case, law, ask, day, chronicle).determined(order, day)


def _turn(order: Order) -> tuple[int, date, str]:
    priority = order.priority if order.priority is not None else NO_PRIORITY
    return priority, order.ordered_on or date.max, order.order_id


def query_of(order: Order, case: Case, ask: Ask, day: date) -> Query:
    """Return the question a line asks of the law."""
    return Query(
        item=order.item,
        catalogue=case.catalogue,
        valid_at=day,
        quantity=order.quantity,
        known_at=ask.known_at,
        reading=ask.reading,
        order_facts=order.stated_facts(),
        parties=order.parties,
        parties_complete=order.parties_complete,
        authority_claimed=order.authority_claimed,
        remarks=(order.item_note,) if order.item_note else (),
    )


def only_lines(book: CheckedBook, order_ids: Sequence[str]) -> CheckedBook:
    """Return the book with these lines alone; their verdicts are those they have among all the others.

    Raises:
        ProblemsFound: If the case has no order of an id.
    """
    problems: list[Problem] = []
    for order_id in order_ids:
        try:
            order_named(book.case, order_id)
        except ProblemsFound as found:
            problems.extend(found.problems)
    if problems:
        raise ProblemsFound(problems)
    wanted = set(order_ids)
    return replace(
        book,
        only=tuple(dict.fromkeys(order_ids)),
        lines=tuple(line for line in book.lines if line.order.order_id in wanted),
        left_out=tuple(each for each in book.left_out if each[0] in wanted),
    )


def order_named(case: Case, order_id: str) -> Order:
    """Return the line with an id.

    Raises:
        ProblemsFound: If there is none.
    """
    found = next((order for order in case.orders if order.order_id == order_id), None)
    if found is None:
        known = ", ".join(order.order_id for order in case.orders[:5])
        raise ProblemsFound(
            [Problem("unknown-order", str(case.folder), f"there is no order {order_id}", f"orders here: {known} ...")]
        )
    return found
