"""Would a certification still hold in the next application: its figures as they move, put to the rule that asks for it.

The certification that a licence was granted on stays as it was. The test is the condition of the rule in force on the
day asked about; nothing is compared here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from licet.errors import UsageError
from licet.evaluate import Evaluator, ItemFacts, Situation
from licet.facts import FactType, SubjectKind
from licet.quantity import Interval
from licet.register import moving_figures
from licet.rules import book_at
from licet.rules import expression as ex

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from decimal import Decimal

    from licet.evaluate import Step
    from licet.register import Certification, CertificationRule
    from licet.rules import Book, Law, Standing
    from licet.rules.model import Condition
    from licet.truth import Truth


@dataclass(frozen=True, slots=True)
class CertificationForecast:
    """What a condition says of the figures as they stand now.

    Attributes:
        certification: As frozen with the licence.
        valid_at: The day whose law was asked.
        rule: The id of the rule.
        at: The place of the condition.
        question: What it asks, in words.
        figures: Each figure now, by name.
        truth: Whether the condition is met by them; UNKNOWN if a figure is missing.
        margin: By how much the two sides are apart, in the unit of the figures: what may still be added to the smaller
            side, or less than zero if the condition fails. None if it is no single comparison, or a figure is missing.
        missing: The figures that the condition reads and nobody stated.
    """

    certification: Certification
    valid_at: date
    rule: str
    at: str
    question: str
    figures: tuple[tuple[str, Decimal], ...]
    truth: Truth
    margin: Decimal | None
    missing: tuple[str, ...]


def forecast(
    law: Law,
    certification: Certification,
    moved_by: CertificationRule,
    shipped: int,
    *,
    valid_at: date,
    stated: Mapping[str, Decimal] | None = None,
    known_at: date | None = None,
) -> CertificationForecast:
    """Put the figures of a certification, as they stand now, to its rule.

    Args:
        law: The law.
        certification: As frozen with the licence.
        moved_by: Which figure shipments add to (`LegalLimits.certification(certification.id)`).
        shipped: What was shipped since, whole: pieces, or thousandths of TPP, as `moved_by` says.
        valid_at: The day whose law is asked.
        stated: Figures known anew, complete up to now; each takes the place of the one certified.
        known_at: Only law that was public then; None for all that is known.

    Raises:
        UsageError: If no rule in force on the day has the condition, several have it and none is named, a figure is no
            figure of an order that rules read, or one is negative.
    """
    book = book_at(law, valid_at, known_at=known_at)
    standing, condition = _condition(book, certification)
    figures = moving_figures(certification, moved_by, shipped, stated)
    _check_figures(book, figures)
    order = {name: Interval.exactly(figure) for name, figure in figures.items()}
    nothing = ItemFacts("", {})
    step = Evaluator(book, Situation(nothing, None, order={"valid_at": valid_at, **order})).test(condition.met)
    read = dict.fromkeys(name for node in ex.walk(condition.met) for name in ex.names_read(node))
    return CertificationForecast(
        certification=certification,
        valid_at=valid_at,
        rule=standing.rule.id,
        at=condition.at,
        question=condition.question,
        figures=tuple(figures.items()),
        truth=step.truth,
        margin=_margin(step),
        missing=tuple(name for name in read if name not in figures),
    )


def _condition(book: Book, certification: Certification) -> tuple[Standing, Condition]:
    found = [
        (standing, condition)
        for standing in book.standing.values()
        for condition in standing.version.conditions
        if condition.id == certification.id and certification.rule in {"", standing.rule.id}
    ]
    if len(found) == 1:
        return found[0]
    of_rule = f" in {certification.rule}" if certification.rule else ""
    if not found:
        msg = f"no rule in force on {book.valid_at} has the condition {certification.id}{of_rule}"
    else:
        rules = ", ".join(standing.rule.id for standing, _ in found)
        msg = f"several rules have the condition {certification.id}: {rules}; name one as `rule` of the certification"
    raise UsageError(msg)


def _check_figures(book: Book, figures: Mapping[str, Decimal]) -> None:
    readable = {
        fact.name for fact in book.law.schema if fact.type is FactType.NUMBER and fact.subject is SubjectKind.ORDER
    }
    for name, figure in figures.items():
        if name not in readable:
            msg = f"{name[:60]!r} is no figure of an order that rules read"
            raise UsageError(msg)
        if not figure.is_finite() or figure < 0:
            msg = f"{name} is a figure of zero or more, not {figure}"
            raise UsageError(msg)


def _margin(step: Step) -> Decimal | None:
    left, right = step.left, step.right
    if not isinstance(step.what, ex.Compare) or not isinstance(left, Interval) or not isinstance(right, Interval):
        return None
    apart = right - left if step.what.operator in {"<=", "<"} else left - right
    return apart.lo if apart.is_exact and step.what.operator in {"<=", "<", ">=", ">"} else None
