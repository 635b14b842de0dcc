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
from licet.rules import expression as ex
from licet.rules import solver
from licet.rules.consistency import tests_of
from licet.rules.counter_example import CounterExample, counter_example
from licet.rules.model import RuleKind
from licet.rules.questions import Question, questions_of
from licet.rules.solver import Outcome
from licet.rules.stretches import Stretch, stretches
from licet.rules.translation import Translation
from licet.rules.unknown_facts import ORDER, UnknownFacts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from licet.rules.book import Book, Standing
    from licet.rules.loader import Law
    from licet.rules.model import Rule
    from licet.rules.solver import Answer, Formula

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


class _Shape:
    """One stretch with one shape of case: what is possible in it."""

    def __init__(self, stretch: Stretch, *, circuits: int, parties: int) -> None:
        self.stretch = stretch
        self.facts = UnknownFacts(stretch, circuits=circuits, parties=parties)
        self.translation = Translation(self.facts)
        self._linked: Formula | None = None

    def ask(self, formula: Formula, seconds: float) -> Answer:
        """Ask whether a case of this shape makes the formula true."""
        if formula is False:
            return solver.ask(formula=False, seconds=seconds)
        parts = [formula]
        names = solver.unknowns(formula)
        scheme = self.translation.scheme.fact
        if f"{ORDER}/{scheme}" in names:
            parts.append(self._classification())
            names |= solver.unknowns(parts[-1])
        parts += self.facts.possible(names)
        figures = [name for name in names if self.facts.is_figure(name)]
        preferred = solver.all_of(solver.is_round(name) for name in figures)
        return solver.ask(solver.all_of(parts), seconds=seconds, preferred=preferred)

    def _classification(self) -> Formula:
        """Return that the classification is one the item's figures give."""
        if self._linked is None:
            scheme = self.translation.scheme.fact
            self._linked = solver.any_of(
                solver.all_of([self.facts.one_of(ORDER, scheme, [value]), possible])
                for value, possible in self.translation.classified()
            )
        return self._linked


def prove(law: Law, *, seconds: float = SECONDS, on_progress: Callable[[str], None] | None = None) -> Proof:
    """Look for faults in a pack over every case there can be.

    Args:
        law: A loaded pack with its schema.
        seconds: The longest time for one question.
        on_progress: Told, in words, which stretch is being asked.
    """
    return _Prover(law, seconds, on_progress or _unheard).run()


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
        self.shown: dict[tuple[str, ...], Finding] = {}

    def run(self) -> Proof:
        all_stretches = stretches(self.law)
        self.proof.stretches = len(all_stretches)
        for number, stretch in enumerate(all_stretches, 1):
            reading = stretch.book.reading.value
            self.on_progress(f"{number} of {len(all_stretches)}: {_days(stretch)}, as {reading}")
            shapes = tuple(_shapes(stretch))
            for standing in stretch.book.standing.values():
                self._ask_version(standing, shapes)
            self._ask_conflicts(stretch, shapes)
            self._ask_policies(stretch, shapes)
        self._conclude()
        self.proof.findings.sort(key=lambda finding: finding.problem.where)
        return self.proof

    def _possible(
        self, shapes: tuple[_Shape, ...], formula: Callable[[Translation], Formula]
    ) -> tuple[Outcome, CounterExample | None]:
        self.proof.questions += 1
        outcome = Outcome.IMPOSSIBLE
        for shape in shapes:
            answer = shape.ask(formula(shape.translation), self.seconds)
            if answer.outcome is Outcome.POSSIBLE:
                return answer.outcome, counter_example(shape.facts, answer.values)
            if answer.outcome is Outcome.UNSETTLED:
                outcome = answer.outcome
        return outcome, None

    # ---- what must be possible on some day

    def _ask_version(self, standing: Standing, shapes: tuple[_Shape, ...]) -> None:
        key = standing.rule.id, standing.version.number
        left: list[Question] = []
        for question in self.pending[key]:
            if question in self.open:  # left open once, it is not asked on other days: that could take very long
                left.append(question)
                continue
            outcome, _ = self._possible(shapes, partial(_asked, question, standing))
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

    def _ask_conflicts(self, stretch: Stretch, shapes: tuple[_Shape, ...]) -> None:
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

    def _ask_policies(self, stretch: Stretch, shapes: tuple[_Shape, ...]) -> None:
        for requirement in stretch.book.of_kind(RuleKind.REQUIREMENT):
            policies = tuple(_policies_for(requirement.rule, stretch.book))
            what = f"{requirement.rule.id} can hold where no review policy for it does"
            mend = "encode the policy, or say in known_findings.yaml why there is none"
            self._must_not(
                _Fault("requirement-without-policy", (requirement,), what, mend),
                shapes,
                partial(_lacks_policy, requirement, policies),
            )

    def _must_not(self, fault: _Fault, shapes: tuple[_Shape, ...], formula: Callable[[Translation], Formula]) -> None:
        key = fault.key
        if key in self.shown:
            return
        outcome, example = self._possible(shapes, formula)
        if outcome is Outcome.POSSIBLE:
            example = self._smallest(shapes[-1], formula) or example
        where = fault.standings[-1].version.where
        if outcome is Outcome.UNSETTLED:
            self._leave_open(where, f"whether {fault.what}")
        if outcome is Outcome.POSSIBLE:
            stretch = shapes[0].stretch
            what = f"{fault.what}, first from {stretch.first} ({stretch.book.reading.value})"
            rules = tuple(standing.rule.id for standing in fault.standings)
            problem = Problem(fault.slug, where, what, fault.mend)
            self.shown[key] = Finding(problem, rules[-1], "", example, rules)
            self.proof.findings.append(self.shown[key])

    def _smallest(self, largest: _Shape, formula: Callable[[Translation], Formula]) -> CounterExample | None:
        """Return the case with the fewest circuits and parties, since a person is to read it."""
        circuits, parties = len(largest.facts.circuits), len(largest.facts.parties)
        for size in range(max(circuits, parties) + 1):
            shape = _Shape(largest.stretch, circuits=min(size, circuits), parties=min(size, parties))
            answer = shape.ask(formula(shape.translation), self.seconds)
            if answer.outcome is Outcome.POSSIBLE:
                return counter_example(shape.facts, answer.values)
        return None


@dataclass(frozen=True, slots=True)
class _Fault:
    """A fault looked for in one stretch: of which versions, in words."""

    slug: str
    standings: tuple[Standing, ...]
    what: str
    mend: str

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


def _shapes(stretch: Stretch) -> Iterator[_Shape]:
    """Yield an item that is an integrated circuit, and one that contains some.

    A case that satisfies a set of tests needs at most one party, and one circuit, to witness each of them;
    more would add nothing.
    """
    nodes = {node for one in stretch.book.standing.values() for test in tests_of(one.version) for node in ex.walk(test)}
    parties = sum(isinstance(node, ex.PartyTest) for node in nodes)
    circuits = sum(isinstance(node, ex.AnyIc) for node in nodes)
    yield _Shape(stretch, circuits=0, parties=parties)
    if circuits:
        yield _Shape(stretch, circuits=circuits, parties=parties)


def _days(stretch: Stretch) -> str:
    return f"{stretch.first} and on" if stretch.last.year == _NO_END else f"{stretch.first} to {stretch.last}"


_NO_END = 9999
