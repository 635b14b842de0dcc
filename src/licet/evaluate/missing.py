"""Which absent facts keep an answer open, the one that settles most first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from licet.facts import Remedy
from licet.quantity import UNKNOWN_QUANTITY, Interval
from licet.rules import expression as ex
from licet.truth import Truth

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from licet.evaluate.decision import Decision
    from licet.evaluate.situation import Situation
    from licet.evaluate.step import Step

PARTIES_COMPLETE = "parties_complete"
CONTENTS = "contents"


@dataclass(frozen=True, slots=True)
class Missing:
    """One absent fact: of which subject, what it would settle, and what cures its absence.

    `alone` lists the answers that wait for nothing else.
    """

    fact: str
    subject: str
    question: str
    remedy: Remedy
    settles: tuple[str, ...]
    alone: tuple[str, ...]
    disputed: str = ""  # the figures it lies between, where it is stated and still open


def missing_facts(decision: Decision) -> tuple[Missing, ...]:
    """Return the absent facts of a decision, those that settle most first."""
    waiting = {
        answer: dict.fromkeys(_open_leaves(steps, decision)) for answer, steps in _open_answers(decision).items()
    }
    found: dict[tuple[str, str], list[str]] = {}
    for answer, leaves in waiting.items():
        for leaf in leaves:
            found.setdefault(leaf, []).append(answer)
    alone = {next(iter(leaves)): [] for leaves in waiting.values() if len(leaves) == 1}  # type: dict[tuple[str, str], list[str]]
    for answer, leaves in waiting.items():
        if len(leaves) == 1:
            alone[next(iter(leaves))].append(answer)
    order = {leaf: place for place, leaf in enumerate(found)}
    ranked = sorted(order, key=lambda leaf: (-2 * _weight(alone.get(leaf, ())) - _weight(found[leaf]), order[leaf]))
    return tuple(_missing(leaf, found[leaf], alone.get(leaf, ()), decision) for leaf in ranked)


_WEIGHTS = {"licence_required": 8, "classification": 4, "review_policy": 2}


def _weight(answers: Iterable[str]) -> int:
    """Weigh answers: whether a licence is required counts most, then the class, then the review."""
    return sum(_WEIGHTS.get(answer, 1) for answer in answers)


def _open_answers(decision: Decision) -> dict[str, list[Step]]:
    answers: dict[str, list[Step]] = {}
    if len(decision.classification.candidates) > 1:
        answers["classification"] = [step for _, step in decision.classification.steps if step.truth is Truth.UNKNOWN]
    if decision.licence_required is Truth.UNKNOWN:
        answers["licence_required"] = [
            finding.step for finding in decision.requirements if finding.truth is Truth.UNKNOWN
        ]
    if not decision.review_policy_settled and decision.licence_required is not Truth.FALSE:
        answers["review_policy"] = [finding.step for finding in decision.policies if finding.truth is Truth.UNKNOWN]
    if decision.classification.value is None:  # what waits for the class waits for what the class waits for
        for answer in ("licence_required", "review_policy"):
            if answer in answers:
                answers[answer] = [*answers[answer], *answers["classification"]]
    for finding in decision.exceptions:
        if finding.truth is Truth.UNKNOWN and decision.licence_required is not Truth.FALSE:
            answers[f"exception {finding.standing.version.outcome['name']}"] = [finding.step]
    return answers


def _open_leaves(steps: Iterable[Step], decision: Decision) -> Iterator[tuple[str, str]]:
    scheme = decision.book.law.pack.head.classification.fact
    for step in steps:
        for leaf in open_leaves(step, decision.situation):
            if leaf[0] != scheme:
                yield leaf
        if any(part.truth is Truth.UNKNOWN and getattr(part.what, "name", "") == scheme for part in step.walk()):
            for _, paragraph in decision.classification.steps:
                yield from open_leaves(paragraph, decision.situation)


def open_leaves(step: Step, situation: Situation) -> Iterator[tuple[str, str]]:
    """Yield (fact, subject) for every absent or disputed fact that keeps a step UNKNOWN."""
    if step.truth is not Truth.UNKNOWN:
        return
    what = step.what
    if isinstance(what, ex.Compare):
        yield from _figures_open(what, step, situation)
    elif isinstance(what, ex.PartyTest) and step.left is not Truth.TRUE and not _open_below(step):
        yield PARTIES_COMPLETE, "order"
    elif isinstance(what, ex.AnyIc) and step.left is None:
        yield CONTENTS, step.subject
    elif isinstance(what, ex.Holds | ex.Member | ex.Provided | ex.DateCompare) and not step.children:
        yield what.name, step.subject
    for child in step.children:
        yield from open_leaves(child, situation)


def _open_below(step: Step) -> bool:
    return any(child.truth is Truth.UNKNOWN for child in step.children)


def _figures_open(what: ex.Compare, step: Step, situation: Situation) -> Iterator[tuple[str, str]]:
    for node in ex.walk(what):
        if isinstance(node, ex.DaysBetween):
            yield from ((name, "order") for name in (node.first, node.second) if name not in situation.order)
        if isinstance(node, ex.Figure):
            subject, value = _figure_of(node.name, step.subject, situation)
            if not (isinstance(value, Interval) and value.is_exact):
                yield node.name, subject


def _figure_of(name: str, item_id: str, situation: Situation) -> tuple[str, object]:
    for item in (situation.item, *(situation.contents or ())):
        if item.item_id == item_id and name in item.facts:
            return item_id, item.facts[name]
    if name in situation.order:
        return "order", situation.order[name]
    return item_id, situation.derived.get(name)


def _missing(leaf: tuple[str, str], answers: list[str], alone: Iterable[str], decision: Decision) -> Missing:
    fact, subject = leaf
    value = _figure_of(fact, subject, decision.situation)[1]
    disputed = str(value) if isinstance(value, Interval) and value != UNKNOWN_QUANTITY else ""
    schema = decision.book.law.schema
    if fact in schema:
        definition = schema[fact]
        question, remedy = definition.question or definition.definition, definition.remedy
    elif fact == PARTIES_COMPLETE:
        question, remedy = "Are these all the parties to the transaction?", Remedy.ESTABLISH_TRUTH
    else:
        question, remedy = "Which integrated circuits does the item contain?", Remedy.OBTAIN
    return Missing(fact, subject, question, remedy, tuple(dict.fromkeys(answers)), tuple(alone), disputed)
