"""A whole decision: classification, requirements, exceptions, review policy, and what is missing.

Where the classification is open, everything after it is worked out for each candidate; what all
candidates agree on is the answer (design, section 4).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from licet.evaluate.evaluator import Evaluator
from licet.evaluate.labels import deciding_label
from licet.rules import RuleKind
from licet.truth import Truth, disjunction

if TYPE_CHECKING:
    from collections.abc import Sequence

    from licet.evaluate.situation import Situation
    from licet.evaluate.step import Step
    from licet.rules import Book, Standing

TRUE, FALSE, UNKNOWN = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN


@dataclass(frozen=True, slots=True)
class Classification:
    """What the item is: `value` and `eccn` are each None while open; then `candidates` holds (value, ECCN) pairs."""

    value: str | None
    eccn: str | None
    limb: str
    candidates: tuple[tuple[str, str], ...]
    steps: tuple[tuple[Standing, Step], ...]
    conflict: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule's result over all candidates: `truth` is UNKNOWN where they differ; `step` explains the first."""

    standing: Standing
    truth: Truth
    step: Step


@dataclass(frozen=True, slots=True)
class ConditionFinding:
    """Whether one condition is met."""

    id: str
    at: str
    question: str
    otherwise: str
    step: Step
    of: Standing

    @property
    def met(self) -> Truth:
        """The truth of the condition."""
        return self.step.truth


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer of one book for one situation; see `licet.evaluate.decide`."""

    book: Book
    situation: Situation
    classification: Classification
    licence_required: Truth
    requirements: tuple[Finding, ...]
    exceptions: tuple[Finding, ...]
    policies: tuple[Finding, ...]
    review_policy: str | None
    review_policy_settled: bool
    conditions: tuple[ConditionFinding, ...]
    exception_conditions: tuple[ConditionFinding, ...]
    not_asked: tuple[str, ...] = ()

    @property
    def policy_if_conditions_fail(self) -> str | None:
        """The strictest policy that a failed condition of the headline leads to."""
        order = self.book.law.pack.head.policies
        named = [condition.otherwise for condition in self.conditions if condition.otherwise]
        return min(named, key=order.index, default=None) if self.review_policy else None


@dataclass(frozen=True, slots=True)
class _Branch:
    """The outcome for one candidate."""

    licence: Truth
    steps: dict[str, Step]
    truths: dict[str, Truth]
    policy: str | None
    settled: bool
    conditions: tuple[ConditionFinding, ...]
    not_asked: frozenset[str] = frozenset()


def decide(book: Book, situation: Situation) -> Decision:
    """Decide one case.

    Args:
        book: The law as of a day, in one reading.
        situation: The facts of the case.

    Returns:
        The decision, with a step for every rule that stands.
    """
    first = Evaluator(book, situation)
    classification = _classify(book, first)
    values = dict.fromkeys(value for value, _ in classification.candidates)
    branches = [_branch_of(book, Evaluator(book, situation, value, first)) for value in values]
    lead = branches[0]
    settled = all(branch.settled and branch.policy == lead.policy for branch in branches)
    policy = lead.policy if settled else None
    not_asked = set().union(first.not_asked, *(branch.not_asked for branch in branches))
    return Decision(
        book=book,
        situation=situation,
        classification=classification,
        licence_required=_agreed([branch.licence for branch in branches]),
        requirements=_findings(book, RuleKind.REQUIREMENT, branches),
        exceptions=_findings(book, RuleKind.EXCEPTION, branches),
        policies=_findings(book, RuleKind.REVIEW_POLICY, branches),
        review_policy=policy,
        review_policy_settled=settled,
        conditions=lead.conditions if settled else (),
        exception_conditions=_exception_conditions(
            book, Evaluator(book, situation, classification.value, first), branches
        ),
        not_asked=tuple(sorted(not_asked)),
    )


def _classify(book: Book, evaluator: Evaluator) -> Classification:
    scheme = book.law.pack.head.classification
    given = evaluator.situation.derived.get(scheme.fact)
    steps = tuple((standing, evaluator.rule(standing)) for standing in book.of_kind(RuleKind.CLASSIFICATION))
    if isinstance(given, str):
        return Classification(given, None, "", ((given, ""),), steps)
    certain = [(standing, step) for standing, step in steps if step.truth is TRUE]
    possible = [standing for standing, step in steps if step.truth is UNKNOWN]
    if len({standing.version.outcome[scheme.fact] for standing, _ in certain}) > 1:
        both = tuple(_pair(standing, scheme.fact) for standing, _ in certain)
        return Classification(None, None, "", both, steps, tuple(standing.rule.id for standing, _ in certain))
    if certain:
        standing, step = certain[0]
        value, eccn = _pair(standing, scheme.fact)
        return Classification(value, eccn, deciding_label(step), ((value, eccn),), steps)
    if not possible:
        return Classification(scheme.default, scheme.default_eccn, "", ((scheme.default, scheme.default_eccn),), steps)
    excluded = any(evaluator.rule(standing).truth is TRUE for standing in book.of_kind(RuleKind.EXCLUSION))
    pairs = (*(_pair(standing, scheme.fact) for standing in possible), (scheme.default, scheme.default_eccn))
    open_ones = tuple(pair for pair in pairs if not excluded or pair[0] != scheme.default) or pairs
    values = {value for value, _ in open_ones}  # where only the paragraph is open, the value is the answer
    return Classification(values.pop() if len(values) == 1 else None, None, "", tuple(dict.fromkeys(open_ones)), steps)


def _pair(standing: Standing, fact: str) -> tuple[str, str]:
    return standing.version.outcome[fact], standing.version.outcome["eccn"]


def _branch_of(book: Book, evaluator: Evaluator) -> _Branch:
    branch = _branch(book, evaluator)
    return replace(branch, not_asked=frozenset(evaluator.not_asked))


def _branch(book: Book, evaluator: Evaluator) -> _Branch:
    steps: dict[str, Step] = {}
    for kind in (RuleKind.REQUIREMENT, RuleKind.EXCEPTION, RuleKind.REVIEW_POLICY):
        for standing in book.of_kind(kind):
            steps[standing.rule.id] = evaluator.rule(standing)
    licence = disjunction([steps[standing.rule.id].truth for standing in book.of_kind(RuleKind.REQUIREMENT)])
    truths = {rule: step.truth for rule, step in steps.items()}
    for standing in book.of_kind(RuleKind.REVIEW_POLICY):
        truths[standing.rule.id] &= _requirements_named(
            standing, steps
        )  # a policy applies to the requirements it names
    if licence is FALSE:
        return _Branch(licence, steps, truths, None, settled=True, conditions=())
    return _with_policy(book, evaluator, _Branch(licence, steps, truths, None, settled=False, conditions=()))


def _with_policy(book: Book, evaluator: Evaluator, branch: _Branch) -> _Branch:
    order = book.law.pack.head.policies
    certain: dict[str, list[ConditionFinding]] = {}
    possible: list[str] = []
    for standing in book.of_kind(RuleKind.REVIEW_POLICY):
        applies = branch.truths[standing.rule.id]
        if applies is FALSE:
            continue
        conditions = [
            ConditionFinding(part.id, part.at, part.question, part.otherwise, evaluator.test(part.met), standing)
            for part in standing.version.conditions
        ]
        failed = [part.otherwise for part in conditions if part.met is FALSE and part.otherwise]
        policy = min([standing.version.outcome["policy"], *failed], key=order.index)
        if applies is TRUE:
            certain.setdefault(policy, []).extend(conditions)
        else:
            possible.append(policy)
    strictest = min(certain, key=order.index, default=None)
    loosest_doubt = min(possible, key=order.index, default=None)
    settled = loosest_doubt is None or (strictest is not None and order.index(strictest) <= order.index(loosest_doubt))
    return replace(
        branch,
        policy=strictest if settled else None,
        settled=settled,
        conditions=tuple(certain.get(strictest or "", ())) if settled else (),
    )


def _requirements_named(standing: Standing, steps: dict[str, Step]) -> Truth:
    named = standing.version.applies_to
    return disjunction([steps[rule].truth for rule in named if rule in steps]) if named else TRUE


def _findings(book: Book, kind: RuleKind, branches: Sequence[_Branch]) -> tuple[Finding, ...]:
    found = []
    for standing in book.of_kind(kind):
        steps = [branch.steps[standing.rule.id] for branch in branches]
        truth = _agreed([branch.truths[standing.rule.id] for branch in branches])
        shown = next((step for step in steps if step.truth is not FALSE), steps[0])
        found.append(Finding(standing, truth, shown))
    return tuple(found)


def _agreed(truths: Sequence[Truth]) -> Truth:
    return truths[0] if len(set(truths)) == 1 else UNKNOWN


def _exception_conditions(
    book: Book, evaluator: Evaluator, branches: Sequence[_Branch]
) -> tuple[ConditionFinding, ...]:
    """Return the conditions of every exception that may be available."""
    return tuple(
        ConditionFinding(part.id, part.at, part.question, part.otherwise, evaluator.test(part.met), standing)
        for standing in book.of_kind(RuleKind.EXCEPTION)
        if any(branch.steps[standing.rule.id].truth is not FALSE for branch in branches)
        for part in standing.version.conditions
    )
