"""A whole book: every line judged, in the order in which lines compete for the same balances."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from licet.errors import ProblemsFound, UsageError
from licet.problem import Problem
from licet.register import read_authorisations
from licet.rules import Reading
from licet.verdict.judging import Judging
from licet.verdict.split_orders import with_split_warnings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

    from licet.case import Case, Order
    from licet.ledger import Register
    from licet.register import Authorisation, Balances
    from licet.rules import Law
    from licet.verdict.chronicle import Chronicle
    from licet.verdict.determination import Determination
    from licet.verdict.judge import LineVerdict
    from licet.verdict.on_register import OnRegister
    from licet.verdict.reserving import Reserved
    from licet.verdict.screening import Screening


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
        register: An open register, whose authorisations, balances and notes count beside the case's; it is only read.
    """

    valid_at: date | None = None
    known_at: date | None = None
    reading: Reading = Reading.ENFORCED
    at_ship_on: bool = False
    assume_unchanged: frozenset[str] = frozenset()
    assign: str | None = None
    screening: Screening | None = None
    register: Register | None = None


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
    on_register: OnRegister | None = None
    reserved: Reserved | None = None

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
        ProblemsFound: If the authorisations cannot be read, or a number stands in the file and in the register.
    """
    wanted = ask or Ask()
    valid_at = wanted.valid_at or case.valid_at
    if valid_at is None:
        msg = "for which day? Give --valid-at YYYY-MM-DD, or `valid_at` in case.toml"
        raise UsageError(msg)
    in_file = read_authorisations(case.authorisations_path, schema=law.schema) if case.authorisations_path else ()
    on_register, in_file = _read_register(case, wanted, valid_at, in_file)
    orders, left_out = _in_time(case.orders, valid_at)
    book = Judging(case, law, wanted, valid_at, chronicle, on_register=on_register, authorisations=in_file)
    on_day = book.judged(orders, on_ship_date=False) if wanted.at_ship_on else []
    lines = book.judged(orders, on_ship_date=wanted.at_ship_on, progress=progress)
    others = _differing(lines, on_day) if wanted.at_ship_on else {}
    return CheckedBook(
        case,
        law,
        wanted,
        valid_at,
        tuple(lines) if on_register is None else with_split_warnings(lines, case, on_register.judged),
        tuple(left_out),
        others,
        book.balances,
        chronicle=chronicle,
        on_register=on_register,
    )


def _read_register(
    case: Case, ask: Ask, valid_at: date, in_file: tuple[Authorisation, ...]
) -> tuple[OnRegister | None, tuple[Authorisation, ...]]:
    """Read the register, if one is asked, and leave the file what it alone has."""
    if ask.register is None:
        return None, in_file
    from licet.verdict.on_register import OnRegister, only_in_file  # noqa: PLC0415  a database is slow to import

    days = [order.ship_on for order in case.orders if order.ship_on] if ask.at_ship_on else []
    found = OnRegister(ask.register, case, ask.known_at, [valid_at, *days])
    return found, only_in_file(case, in_file, found.on(valid_at), ask.register)


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


def determine_line(
    order: Order, case: Case, law: Law, ask: Ask, day: date, *, chronicle: Chronicle | None = None
) -> Determination:
    """Return the determination of one line by itself, as `check` has it."""
    return Judging(case, law, ask, day, chronicle).determined(order, day)


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
