"""One order line in hand: all that its judgement reads, and the questions that it puts to keys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from licet.case import KNOWN_NONE
from licet.truth import Truth, conjunction
from licet.verdict.keys import KeyQuestion, draw_of, on_file
from licet.verdict.order_file import NOT_FILED, Filed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from licet.case import Answer, Order
    from licet.evaluate import Finding
    from licet.register import Authorisation, Balances, Draw
    from licet.verdict.determination import Determination
    from licet.verdict.item_terms import ItemTerms

NO_LICENCE_REQUIRED = "nlr"


@dataclass(frozen=True, slots=True)
class Rules:
    """How a book is judged: the keys that must be open, what is assumed unchanged, how licences are chosen."""

    require_keys: tuple[str, ...] = ()
    assume_unchanged: frozenset[str] = frozenset()
    assign: str | None = None
    item_terms: ItemTerms | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One order line with its determination, the balances it draws on, how to judge, and what is on file of it."""

    order: Order
    answer: Determination
    balances: Balances
    rules: Rules
    answers: Sequence[Answer] = ()
    filed: Filed = NOT_FILED

    def draw(self, key: str) -> Draw:
        """Return what the line would draw on an authorisation of a key."""
        return draw_of(self.order, key, self.answer, self.rules.item_terms)

    def question(self, key: str, required: Truth, *, exception: str | None = None) -> KeyQuestion:
        """Return the question whether authorisations on file open a key."""
        draw = self.draw(key)
        number = self.claimed_number(key)
        return KeyQuestion(
            key,
            required,
            self.order,
            draw,
            self.balances,
            self.answers,
            self.rules.assign,
            number,
            held=self.filed.file.holds(key, draw.item_id),
            exception=exception,
            unusable=None if number is None else self.filed.unusable(number),
        )

    def claimed_exception(self) -> Finding | None:
        """Return the exception that the line claims: by its name, or by the number of a record kept under it."""
        claimed = (self.order.authority_claimed or "").casefold()
        record = self.claimed_record()
        names = {claimed} if record is None else {str(record.exception).casefold()}
        exceptions = self.answer.decision.exceptions
        return next((each for each in exceptions if each.standing.version.outcome["name"].casefold() in names), None)

    def claimed_record(self) -> Authorisation | None:
        """Return the record of an exception whose number the line claims."""
        claimed = self.order.authority_claimed
        one = None if claimed is None else on_file(self.balances, claimed)
        return one if one is not None and one.exception else None

    def exception_met(self, claimed: Finding) -> Truth:
        """Met: available, every condition met, and every requirement that may hold is one it lifts."""
        conditions = self.answer.decision.exception_conditions
        own = [part.met for part in conditions if part.of.rule.id == claimed.standing.rule.id]
        lifted = set(claimed.standing.version.lifts)
        covers = all(finding.standing.rule.id in lifted for finding in self.answer.keys[0].findings)
        return conjunction([claimed.truth, *own, Truth.of(covers)])

    def claimed_number(self, key: str) -> str | None:
        """Return the number the line claims on a key; None if it claims none, or one of another key only."""
        claimed = self.order.authority_claimed
        if claimed is None or claimed == KNOWN_NONE or claimed.casefold() == NO_LICENCE_REQUIRED:
            return None
        if self.claimed_record() is None and self.claimed_exception() is not None:
            return None
        known = self.filed.unusable(claimed) or on_file(self.balances, claimed)
        serves = self.answer.keys[0].key if known is None else known.key
        return claimed if serves == key else None
