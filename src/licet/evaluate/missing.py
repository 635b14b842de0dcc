"""Which absent facts keep an answer open, the one that settles most first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from licet.facts import Remedy, SubjectKind
from licet.quantity import UNKNOWN_QUANTITY, Interval
from licet.rules import expression as ex
from licet.truth import Truth

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from licet.evaluate.decision import Decision
    from licet.evaluate.situation import Situation
    from licet.evaluate.step import Step
    from licet.rules import Book

PARTIES_COMPLETE = "parties_complete"
CONTENTS = "contents"


@dataclass(frozen=True, slots=True)
class Missing:
    """One absent fact: of which subject, what it would settle, and what cures its absence.

    `alone` lists the answers that wait for nothing else. Where a stated fact settles nothing because it is not
    known whether a set holds it, `fact` is the set and `member` the word stated.
    """

    fact: str
    subject: str
    question: str
    remedy: Remedy
    settles: tuple[str, ...]
    alone: tuple[str, ...]
    disputed: str = ""  # the figures it lies between, where it is stated and still open
    member: str = ""


class Leaf(NamedTuple):
    """One thing that is not known: a fact of a subject, or whether a set holds a word."""

    fact: str
    subject: str
    member: str = ""


def missing_facts(decision: Decision) -> tuple[Missing, ...]:
    """Return the absent facts of a decision, those that settle most first."""
    waiting = {
        answer: dict.fromkeys(_open_leaves(steps, decision)) for answer, steps in _open_answers(decision).items()
    }
    found: dict[Leaf, list[str]] = {}
    for answer, leaves in waiting.items():
        for leaf in leaves:
            found.setdefault(leaf, []).append(answer)
    alone: dict[Leaf, list[str]] = {next(iter(leaves)): [] for leaves in waiting.values() if len(leaves) == 1}
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
        for answer in _waiting_for_class(decision) & answers.keys():
            answers[answer] = [*answers[answer], *answers["classification"]]
    for finding in decision.exceptions:
        if finding.truth is Truth.UNKNOWN and decision.licence_required is not Truth.FALSE:
            answers[f"exception {finding.standing.version.outcome['name']}"] = [finding.step]
    return answers


def _waiting_for_class(decision: Decision) -> set[str]:
    """Return the answers that the class can move: a requirement still open reads it, or a policy that may apply."""
    after = decision.book.after_classification
    open_ones = {found.standing.rule.id for found in decision.requirements if found.truth is Truth.UNKNOWN}
    policies = [found.standing for found in decision.policies if found.truth is not Truth.FALSE]
    reviewed = {rule for standing in policies for rule in (standing.rule.id, *standing.version.applies_to)}
    if open_ones & after:
        return {"licence_required", "review_policy"}
    return {"review_policy"} if reviewed & after else set()


def _open_leaves(steps: Iterable[Step], decision: Decision) -> Iterator[Leaf]:
    book, situation = decision.book, decision.situation
    scheme = book.law.pack.head.classification.fact
    for step in steps:
        for leaf in open_leaves(step, situation, book):
            if leaf.fact != scheme:
                yield leaf
        if any(part.truth is Truth.UNKNOWN and getattr(part.what, "name", "") == scheme for part in step.walk()):
            for _, paragraph in decision.classification.steps:
                yield from open_leaves(paragraph, situation, book)


def open_leaves(step: Step, situation: Situation, book: Book) -> Iterator[Leaf]:
    """Yield everything absent, disputed or undecided that keeps a step UNKNOWN."""
    if step.truth is not Truth.UNKNOWN:
        return
    what = step.what
    if isinstance(what, ex.Compare):
        for term in (what.left, what.right):
            yield from _figures_open(term, step.subject, situation, book)
    elif isinstance(what, ex.PartyTest) and step.left is not Truth.TRUE and not _open_below(step):
        yield Leaf(PARTIES_COMPLETE, "order")
    elif isinstance(what, ex.AnyIc) and step.left is None:
        yield Leaf(CONTENTS, step.subject)
    elif isinstance(what, ex.Member) and isinstance(step.left, str):
        yield Leaf(what.set_name, step.subject, str(step.right))
    elif isinstance(what, ex.Holds | ex.Member | ex.Provided | ex.DateCompare) and not step.children:
        yield Leaf(what.name, step.subject)
    for child in step.children:
        yield from open_leaves(child, situation, book)


def _open_below(step: Step) -> bool:
    return any(child.truth is Truth.UNKNOWN for child in step.children)


def _figures_open(term: ex.Term, subject: str, situation: Situation, book: Book) -> Iterator[Leaf]:
    """Yield the facts of a term that are no exact figure; a figure that a rule defines stands for what it reads."""
    for node in ex.walk(term):
        for name in ex.names_read(node):
            holder = _holder_of(name, subject, situation, book)
            if holder is None:
                standing = book.by_name[name]
                if standing is not None and standing.figure is not None:
                    yield from _figures_open(standing.figure, subject, situation, book)
                continue
            value = _stated(name, holder, situation)
            if value is None or (isinstance(value, Interval) and not value.is_exact):
                yield Leaf(name, holder)


def _holder_of(name: str, subject: str, situation: Situation, book: Book) -> str | None:
    """Return the id of what a fact is a fact of, where a comparison reads it; None if a rule works it out."""
    if name in situation.derived:
        return "order"
    kind = book.subjects.get(name)
    if kind is SubjectKind.ITEM and any(subject == party.party_id for party in situation.parties):
        return situation.item.item_id
    return "order" if kind is SubjectKind.ORDER else None if kind is None else subject


def _stated(name: str, holder: str, situation: Situation) -> object:
    if name in situation.derived:
        return situation.derived[name]
    if holder == "order":
        return situation.order.get(name)
    for item in (situation.item, *(situation.contents or ())):
        if item.item_id == holder:
            return item.facts.get(name)
    return next((party.facts.get(name) for party in situation.parties if party.party_id == holder), None)


def _missing(leaf: Leaf, answers: list[str], alone: Iterable[str], decision: Decision) -> Missing:
    fact, subject, member = leaf
    value = _stated(fact, subject, decision.situation)
    disputed = str(value) if isinstance(value, Interval) and value != UNKNOWN_QUANTITY else ""
    schema = decision.book.law.schema
    if member:
        question = f"Is {member} in {fact} on that day? The sources of the set do not tell."
        remedy = Remedy.ESTABLISH_TRUTH
    elif fact in schema:
        definition = schema[fact]
        question, remedy = definition.question or definition.definition, definition.remedy
    elif fact == PARTIES_COMPLETE:
        question, remedy = "Are these all the parties to the transaction?", Remedy.ESTABLISH_TRUTH
    elif fact == CONTENTS:
        question, remedy = "Which integrated circuits does the item contain?", Remedy.OBTAIN
    else:
        question, remedy = "", Remedy.ESTABLISH_TRUTH
    return Missing(fact, subject, question, remedy, tuple(dict.fromkeys(answers)), tuple(alone), disputed, member)
