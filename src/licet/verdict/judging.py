"""The lines of one case judged in their turn; a determination asked before is not worked out again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from licet.verdict.determination import Decided, Remark, determine
from licet.verdict.drawn_on import DrawnOn
from licet.verdict.fact_changes import changes_between, facts_of, owners_of
from licet.verdict.holdings import beyond_verdict
from licet.verdict.item_terms import ItemTerms
from licet.verdict.judge import judge
from licet.verdict.line import Rules
from licet.verdict.order_file import NOT_FILED, Filed
from licet.verdict.query import Query
from licet.verdict.queue import Queues
from licet.verdict.red_flags import RedFlags
from licet.verdict.screener import Screener

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from licet.case import Answer, Case, Order
    from licet.register import Authorisation, Balances
    from licet.rules import Law
    from licet.verdict.check import Ask
    from licet.verdict.chronicle import Chronicle
    from licet.verdict.determination import Determination
    from licet.verdict.judge import LineVerdict
    from licet.verdict.on_register import OnRegister

NO_PRIORITY = 10**9


class Judging:
    """Judges the lines of one case."""

    def __init__(
        self,
        case: Case,
        law: Law,
        ask: Ask,
        valid_at: date,
        chronicle: Chronicle | None,
        *,
        on_register: OnRegister | None = None,
        authorisations: Sequence[Authorisation] = (),
    ) -> None:
        """Take a case and what it is judged by.

        Args:
            case: The lines.
            law: The law.
            ask: How to judge.
            valid_at: The day of the book.
            chronicle: The recorded acts.
            on_register: What a register has, if one is asked.
            authorisations: Those of the case's file.
        """
        self.case, self.law, self.ask, self.valid_at, self.chronicle = case, law, ask, valid_at, chronicle
        self._on_register = on_register
        self._authorisations = authorisations
        self._queues = Queues(case.queue)
        self._answers: dict[str, list[Answer]] = {}
        for answer in case.answers:
            self._answers.setdefault(answer.order_id, []).append(answer)
        self._drawn_on = DrawnOn(case, authorisations, on_register)
        self._terms: dict[int, ItemTerms] = {}
        self._decided = Decided()
        self._screener = Screener(case, ask.screening, law.pack.party_lists, ask.known_at)
        self._owners = owners_of(case)
        self._red_flags = RedFlags(law)

    @property
    def balances(self) -> Balances:
        """The balances on the day of the book."""
        return self._drawn_on.on(self.valid_at)

    def judged(
        self,
        orders: Sequence[Order],
        *,
        on_ship_date: bool,
        progress: Callable[[int, int], None] | None = None,
    ) -> list[LineVerdict]:
        """Judge the lines by priority, date and id, with nothing drawn at first; return them in the file's order.

        Raises:
            ProblemsFound: If what is stated of a party contradicts what its owners show on its day.
        """
        self._drawn_on = DrawnOn(self.case, self._authorisations, self._on_register)
        done: dict[str, LineVerdict] = {}
        days = {order.order_id: self._day(order, on_ship_date=on_ship_date) for order in orders}
        for day in sorted(set(days.values())):
            self._screener.check(day)
        for number, order in enumerate(sorted(orders, key=_turn), 1):
            day = days[order.order_id]
            done[order.order_id] = self._judged(order, day)
            if progress is not None:
                progress(number, len(orders))
        return [done[order.order_id] for order in orders]

    def _day(self, order: Order, *, on_ship_date: bool) -> date:
        return order.ship_on if on_ship_date and order.ship_on else self.valid_at

    def _judged(self, order: Order, day: date) -> LineVerdict:
        screener = self._screener
        balances, filed = self._drawn_on.on(day), self.filed(order, day)
        found = screener.sightings(order, day)
        answers, remarks = self._said(order, day, filed)
        answer = self.determined(order, day, answers)
        line = judge(order, answer, balances, self._rules(balances), answers, sightings=found, filed=filed)
        waiting = tuple(self._queues.of_line(order, answer, day))
        unasked = self._red_flags.unasked(answer.red_flags, answers)
        remarks = [*remarks, *unasked, *_filed_badly(filed), *beyond_verdict(line)]
        return replace(line, warnings=(*line.warnings, *screener.unusable(order, day), *remarks), queues=waiting)

    def _rules(self, balances: Balances) -> Rules:
        terms = self._terms.get(id(balances))
        if terms is None:
            terms = self._terms[id(balances)] = ItemTerms(self.law, balances.authorisations)
        return Rules(self.case.require_keys, self.ask.assume_unchanged, self.ask.assign, terms)

    def filed(self, order: Order, day: date) -> Filed:
        """Return what the register keeps of an order, as it bears on a day."""
        if self._on_register is None:
            return NOT_FILED
        file = self._on_register.file(order.order_id)
        changes = changes_between(file.baseline.facts, self.facts(order, day)) if file.baseline else ()
        overrides = tuple(each for each in file.overrides if each.counts_on(day))
        return Filed(file, overrides, changes, partial(self._on_register.unusable, day=day))

    def facts(self, order: Order, day: date) -> dict[str, object]:
        """Return the stated facts of a line; see `facts_of`."""
        return facts_of(order, self._owners, day)

    def _said(self, order: Order, day: date, filed: Filed) -> tuple[list[Answer], list[Remark]]:
        """Return the answers that bear on a line, those of the register last, and where the two differ."""
        own = [*self._given(self._answers.get("", ()), day), *self._given(self._answers.get(order.order_id, ()), day)]
        if self._on_register is None:
            return own, []
        of_all = self._on_register.file("").answers
        kept = [*self._given(of_all, day), *self._given(filed.file.answers, day)]
        later = {(answer.question, answer.order_id): answer for answer in kept}
        remarks = [
            Remark(
                "answer_replaced",
                f"{answer.question}: {answer.where} says {answer.answer} (by {answer.by} on {answer.on}), "
                f"{other.where} says {other.answer} (by {other.by} on {other.on}); the register counts",
            )
            for answer in own
            if (other := later.get((answer.question, answer.order_id))) and other.answer != answer.answer
        ]
        own = [answer for answer in own if (answer.question, answer.order_id) not in later]
        return [*own, *kept], remarks

    def _given(self, answers: Sequence[Answer], day: date) -> Iterator[Answer]:
        """Yield the answers that had been given by the day judged, and were known by then."""
        known_at = self.ask.known_at
        for answer in answers:
            if answer.on <= day and (known_at is None or answer.on <= known_at):
                yield answer

    def determined(self, order: Order, day: date, answers: Sequence[Answer] | None = None) -> Determination:
        """Return what the law requires of the line, with what was looked up on party lists and its red flags.

        Args:
            order: The line.
            day: The day it is judged on.
            answers: What persons had answered by then; gathered here if None.
        """
        query = replace(query_of(order, self.case, self.ask, day), parties=self._screener.parties(order, day))
        found = determine(self.law, query, chronicle=self.chronicle, decided=self._decided)
        said = self._said(order, day, self.filed(order, day))[0] if answers is None else answers
        flags = self._red_flags.of_line(found, said)
        return replace(self._screener.remarked(order, found), red_flags=flags)


def _filed_badly(filed: Filed) -> Iterator[Remark]:
    for why in filed.file.not_counted:
        yield Remark("note_not_counted", why)


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
