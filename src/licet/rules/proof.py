"""Faults of a pack that no list of cases can rule out, looked for by a solver over every case there can be.

Each stretch of days on which the law does not change is asked once, in both readings, as all is known now. A finding
is a fault with its place and, where it is a contradiction or a gap, a case that shows it. What the solver leaves open
in the time it has is said as such and never counts as proved.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from itertools import combinations
from typing import TYPE_CHECKING

from licet.problem import Problem
from licet.rules import solver
from licet.rules.counter_example import CounterExample, counter_example
from licet.rules.model import RuleKind
from licet.rules.questions import Question, questions_of
from licet.rules.shapes import Shape, Shapes
from licet.rules.solver import Outcome
from licet.rules.stretches import Stretch, stretches

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator
    from datetime import date

    from licet.rules.book import Book, Standing
    from licet.rules.cone import Cone
    from licet.rules.loader import Law
    from licet.rules.model import Rule
    from licet.rules.solver import Formula
    from licet.rules.translation import Translation

SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault: its problem, the rule and limb it is of, and the case that shows it with the rules it is to run on."""

    problem: Problem
    rule: str
    limb: str
    example: CounterExample | None = None
    rules: tuple[str, ...] = ()

    def tables(self) -> tuple[str, ...]:
        """Return the case as one table for each rule; every row passes, and that all do is the fault."""
        if self.example is None:
            return ()
        return tuple(self.example.table(rule, f"{self.problem.slug}: {rule} holds") for rule in self.rules)


@dataclass(slots=True)
class Proof:
    """What was found, what stayed open, and how much was asked."""

    findings: list[Finding] = field(default_factory=list)
    unsettled: list[Problem] = field(default_factory=list)
    questions: int = 0
    stretches: int = 0


def prove(
    law: Law, *, seconds: float = SECONDS, on_progress: Callable[[str], None] | None = None, at: date | None = None
) -> Proof:
    """Look for faults in a pack over every case there can be.

    Args:
        law: A loaded pack with its schema.
        seconds: The longest time for one question.
        on_progress: Told, in words, which stretch is being asked.
        at: Ask only whether the law of this day contradicts itself or lacks a policy; None for every day, and for
            limbs and rules that no day needs.
    """
    return _Prover(law, seconds, on_progress or _unheard).run(at)


def _unheard(_: str) -> None:
    """Tell nobody."""


class _Prover:
    """Asks stretch by stretch; a question that was answered yes is not asked again."""

    def __init__(self, law: Law, seconds: float, on_progress: Callable[[str], None]) -> None:
        self.law = law
        self.seconds = seconds
        self.on_progress = on_progress
        self.proof = Proof()
        self.pending = {
            (rule.id, version.number): list(questions_of(rule, version))
            for rule in law.pack.rules.values()
            for version in rule.versions
        }
        self.open: set[Question] = set()
        self.shown: set[tuple[str, ...]] = set()
        self.asked: set[tuple[Hashable, Hashable]] = set()

    def run(self, at: date | None) -> Proof:
        all_stretches = [one for one in stretches(self.law) if at is None or one.first <= at <= one.last]
        self.proof.stretches = len(all_stretches)
        for number, stretch in enumerate(all_stretches, 1):
            reading = stretch.book.reading.value
            self.on_progress(f"{number} of {len(all_stretches)}: {_days(stretch)}, as {reading}")
            shapes = Shapes(stretch)
            for standing in stretch.book.standing.values() if at is None else ():
                self._ask_version(standing, shapes)
            self._ask_conflicts(stretch, shapes)
            self._ask_policies(stretch, shapes)
        if at is None:
            self._conclude()
        self.proof.findings.sort(key=lambda finding: finding.problem.where)
        return self.proof

    def _ask(
        self, formula: Callable[[Translation], Formula], shapes: Iterable[Shape], *, values: bool = False
    ) -> tuple[Outcome, CounterExample | None]:
        """Ask shape by shape until one answers; only if all say no is it impossible."""
        self.proof.questions += 1
        for shape in shapes:
            answer = shape.ask(formula(shape.translation), self.seconds, values=values)
            if answer.outcome is Outcome.POSSIBLE:
                return answer.outcome, counter_example(shape.facts, answer.values) if values else None
            if answer.outcome is Outcome.UNSETTLED:
                return answer.outcome, None
        return Outcome.IMPOSSIBLE, None

    def _is_new(self, question: Hashable, cone: Cone) -> bool:
        """Tell whether a question was not asked yet of this cone, and note that it is now."""
        key = question, cone.content
        if key in self.asked:
            return False
        self.asked.add(key)
        return True

    # ---- what must be possible on some day

    def _ask_version(self, standing: Standing, shapes: Shapes) -> None:
        key = standing.rule.id, standing.version.number
        if not self.pending[key] or not self._is_new(key, cone := shapes.cone([standing])):
            return
        left: list[Question] = []
        for question in self.pending[key]:
            if question in self.open:  # left open once, it is not asked on other days: that could take very long
                left.append(question)
                continue
            outcome, _ = self._ask(partial(_asked, question, standing), shapes.growing(cone))
            if outcome is not Outcome.POSSIBLE:
                left.append(question)
            if outcome is Outcome.UNSETTLED:
                self.open.add(question)
        self.pending[key] = left

    def _conclude(self) -> None:
        for left in self.pending.values():
            faults = set(left)
            for question in left:
                if faults.isdisjoint(question.within):
                    self._report(question)

    def _report(self, question: Question) -> None:
        if question in self.open:
            self._leave_open(question.where, f"whether {question.what}")
            return
        problem = Problem(question.slug, question.where, question.what, question.mend)
        self.proof.findings.append(Finding(problem, question.rule.id, question.limb))

    def _leave_open(self, where: str, what: str) -> None:
        said = f"the solver did not settle in {self.seconds:g} s {what}"
        mend = "give it more time with --seconds, or split the rule"
        problem = Problem("unsettled-question", where, said, mend)
        if problem not in self.proof.unsettled:
            self.proof.unsettled.append(problem)

    # ---- what must be impossible on every day

    def _ask_conflicts(self, stretch: Stretch, shapes: Shapes) -> None:
        fact = self.law.pack.head.classification.fact
        for first, second in combinations(stretch.book.of_kind(RuleKind.CLASSIFICATION), 2):
            values = first.version.outcome[fact], second.version.outcome[fact]
            if values[0] != values[1]:
                what = f"{first.rule.id} and {second.rule.id} both hold, and give {fact} {values[0]} and {values[1]}"
                mend = "keep them apart, with `unless` in the one that yields; classification is unique"
                self._must_not(
                    _Fault("conflicting-classifications", (first, second), what, mend),
                    shapes,
                    partial(_both_hold, (first, second)),
                )

    def _ask_policies(self, stretch: Stretch, shapes: Shapes) -> None:
        for requirement in stretch.book.of_kind(RuleKind.REQUIREMENT):
            policies = tuple(_policies_for(requirement.rule, stretch.book))
            what = f"{requirement.rule.id} can hold where no review policy for it does"
            mend = "encode the policy, or say in known_findings.yaml why there is none"
            self._must_not(
                _Fault("requirement-without-policy", (requirement,), what, mend, policies),
                shapes,
                partial(_lacks_policy, requirement, policies),
            )

    def _must_not(self, fault: _Fault, shapes: Shapes, formula: Callable[[Translation], Formula]) -> None:
        cone = shapes.cone(fault.roots)
        if fault.key in self.shown or not self._is_new(fault.key, cone):
            return
        outcome, example = self._ask(formula, shapes.largest(cone), values=True)
        where, rules = fault.standings[-1].version.where, tuple(one.rule.id for one in fault.standings)
        if outcome is Outcome.UNSETTLED:
            self._leave_open(where, f"whether {fault.what}")
        if outcome is Outcome.POSSIBLE:
            _, small = self._ask(formula, shapes.by_size(cone), values=True)
            first, reading = shapes.stretch.first, shapes.stretch.book.reading.value
            problem = Problem(fault.slug, where, f"{fault.what}, first from {first} ({reading})", fault.mend)
            self.shown.add(fault.key)
            self.proof.findings.append(Finding(problem, rules[-1], "", small or example, rules))


@dataclass(frozen=True, slots=True)
class _Fault:
    """A fault looked for in one stretch: of which versions, in words."""

    slug: str
    standings: tuple[Standing, ...]
    what: str
    mend: str
    others: tuple[Standing, ...] = ()

    @property
    def roots(self) -> tuple[Standing, ...]:
        """The rules the question reads."""
        return *self.standings, *self.others

    @property
    def key(self) -> tuple[str, ...]:
        """The same fault of the same versions on other days is one fault."""
        return (self.slug, *(standing.version.where for standing in self.standings))


def _asked(question: Question, standing: Standing, translation: Translation) -> Formula:
    return question.formula(translation, standing)


def _both_hold(pair: tuple[Standing, ...], translation: Translation) -> Formula:
    return solver.all_of(translation.rule(one).must for one in pair)


def _lacks_policy(requirement: Standing, policies: tuple[Standing, ...], translation: Translation) -> Formula:
    none_may = (solver.negation(translation.rule(policy).may) for policy in policies)
    return solver.all_of([translation.rule(requirement).must, *none_may])


def _policies_for(rule: Rule, book: Book) -> Iterator[Standing]:
    for standing in book.of_kind(RuleKind.REVIEW_POLICY):
        if not standing.version.applies_to or rule.id in standing.version.applies_to:
            yield standing


def _days(stretch: Stretch) -> str:
    return f"{stretch.first} and on" if stretch.last.year == _NO_END else f"{stretch.first} to {stretch.last}"


_NO_END = 9999
