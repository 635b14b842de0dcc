"""The rules of a book as formulas over unknown facts, in Kleene's logic: when each is TRUE, and when not FALSE.

It follows the reference evaluator step by step and shares no code with it; a test runs what the solver finds
through the evaluator.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from licet.facts import FactType, SubjectKind
from licet.rules import expression as ex
from licet.rules import solver
from licet.rules.model import RuleKind, Status
from licet.rules.unknown_facts import EXPORTER, ITEM, ORDER, Kleene, is_in
from licet.truth import Truth

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from licet.rules.book import Book, Standing
    from licet.rules.model import Addressee, Limb, Presumption
    from licet.rules.solver import Formula, Number
    from licet.rules.unknown_facts import UnknownFacts

HOLDS, FAILS, OPEN = Kleene(must=True, may=True), Kleene(must=False, may=False), Kleene(must=False, may=True)


def both(parts: Iterable[Kleene]) -> Kleene:
    """Return AND."""
    known = list(parts)
    must = solver.all_of(part.must for part in known)
    if all(part.must is part.may for part in known):
        return Kleene.settled(must)
    return Kleene(must, solver.all_of(part.may for part in known))


def either(parts: Iterable[Kleene]) -> Kleene:
    """Return OR."""
    known = list(parts)
    must = solver.any_of(part.must for part in known)
    if all(part.must is part.may for part in known):
        return Kleene.settled(must)
    return Kleene(must, solver.any_of(part.may for part in known))


def opposite(part: Kleene) -> Kleene:
    """Return NOT."""
    must = solver.negation(part.may)
    return Kleene.settled(must) if part.must is part.may else Kleene(must, solver.negation(part.must))


class Translation:
    """The rules of one book over one shape of case; each rule once for each circuit it is asked of."""

    def __init__(self, facts: UnknownFacts) -> None:
        """Start on the unknown facts of one shape."""
        self.facts = facts
        self.book: Book = facts.book
        self.scheme = self.book.law.pack.head.classification
        self._item = ITEM
        self._party = ""
        self._rules: dict[tuple[str, str], Kleene] = {}
        self._instead: tuple[Limb | Presumption, Kleene] | None = None

    # ---- rules

    def rule(self, standing: Standing) -> Kleene:
        """Return the truth of a whole rule for the item now in hand."""
        key = (standing.rule.id, self._item)
        found = self._rules.get(key)
        if found is None:
            found = self._rules[key] = self._whole_rule(standing)
        return found

    def _whole_rule(self, standing: Standing) -> Kleene:
        parts = [self.own_words(standing)]
        if standing.addressees is not None:
            parts.append(self._addressed(standing.addressees))
        parts += [opposite(self.test(clause.when)) for clause in standing.clauses if clause.when is not None]
        if standing.truth is not Truth.TRUE:
            parts.append(OPEN)
        parts += [opposite(self.rule(other)) for other in self.book.overriders.get(standing.rule.id, ())]
        return both(parts)

    def own_words(self, standing: Standing, instead: tuple[Limb | Presumption, Kleene] | None = None) -> Kleene:
        """Return the truth of a rule's body with its exceptions and presumptions, and nothing from outside it.

        Args:
            standing: The rule.
            instead: One of its parts, and what to take in its place.
        """
        outer, self._instead = self._instead, instead
        version = standing.version
        parts = [self.limb(version.body)] if version.body is not None else []
        if version.status in {Status.NOT_ENCODED, Status.HUMAN_JUDGEMENT}:
            parts.append(OPEN)
        parts += [opposite(self.limb(limb)) for limb in version.unless]
        found = either([both(parts), *(self._presumed(presumption) for presumption in version.presume)])
        self._instead = outer
        return found

    def limb(self, limb: Limb) -> Kleene:
        """Return the truth of one limb with its own exceptions."""
        if self._instead is not None and self._instead[0] is limb:
            return self._instead[1]
        if limb.test is not None:
            found = self.test(limb.test)
        else:
            found = (both if limb.every else either)(self.limb(part) for part in limb.limbs)
        return both([found, *(opposite(self.limb(exception)) for exception in limb.unless)])

    def _presumed(self, presumption: Presumption) -> Kleene:
        if self._instead is not None and self._instead[0] is presumption:
            return self._instead[1]
        when = self.test(presumption.when)
        if presumption.rebutted_by is None:
            return when
        return both([when, Kleene.settled(solver.negation(self.test(presumption.rebutted_by).must))])

    def _addressed(self, addressees: tuple[Addressee, ...]) -> Kleene:
        bound = {told.party.casefold() for told in addressees}
        return self.facts.word(ORDER, EXPORTER, lambda word: Truth.of(word.casefold() in bound))

    def classified(self) -> Iterator[tuple[str, Formula]]:
        """Yield each value of the classification with the formula of when it can be the value of the item.

        As the decision has it: what is certain alone; else whatever may hold, and the value for none of these.
        """
        rules = [(standing, self._of_item(standing)) for standing in self.book.of_kind(RuleKind.CLASSIFICATION)]
        none_certain = solver.negation(solver.any_of(found.must for _, found in rules))
        for value in self.scheme.values:
            own = [found for standing, found in rules if standing.version.outcome[self.scheme.fact] == value]
            may = solver.all_of([none_certain, solver.any_of(found.may for found in own)])
            by_default = none_certain if value == self.scheme.default else False
            yield value, solver.any_of([*(found.must for found in own), may, by_default])

    def _of_item(self, standing: Standing) -> Kleene:
        outer, self._item = self._item, ITEM
        found = self.rule(standing)
        self._item = outer
        return found

    # ---- truths

    def test(self, node: ex.Test) -> Kleene:
        """Return the truth of an expression."""
        match node:
            case ex.All(parts=parts):
                return both([self.test(part) for part in parts])
            case ex.Any(parts=parts):
                return either([self.test(part) for part in parts])
            case ex.Negation(part=part):
                return opposite(self.test(part))
            case ex.Compare(operator=operator, left=left, right=right):
                return self._compared(operator, self.figure(left), self.figure(right))
            case ex.DateCompare(operator=operator, name=name, day=day):
                return self._compared(operator, self._day(name), solver.constant(day.toordinal()))
            case ex.Member():
                return self.facts.word(self._holder(node.name), node.name, lambda word: is_in(self.book, node, word))
            case ex.Holds(name=name) | ex.Provided(name=name):
                return self._holds(name)
            case ex.PartyTest():
                return self._of_parties(node)
            case ex.AnyIc(test=test):
                return self._of_circuits(test)

    @staticmethod
    def _compared(operator: str, left: Number | None, right: Number | None) -> Kleene:
        if left is None or right is None:
            return OPEN
        return Kleene.settled(solver.compare(operator, left, right))

    def _holds(self, name: str) -> Kleene:
        """Return the truth of a fact or of another rule; a paper that is no truth is taken to be provided."""
        if name in self.book.subjects:
            if self.book.law.schema[name].type is not FactType.BOOLEAN:
                return HOLDS
            return Kleene.settled(self.facts.truth(self._holder(name), name))
        standing = self.book.by_name[name]
        return FAILS if standing is None else self.rule(standing)

    def _of_parties(self, node: ex.PartyTest) -> Kleene:
        outer, found = self._party, []
        for party in self.facts.parties:
            self._party = party
            takes_part = Kleene.settled(solver.any_of(self.facts.role(party, role) for role in node.roles))
            test = self.test(node.test)
            found.append(either([opposite(takes_part), test]) if node.every else both([takes_part, test]))
        self._party = outer
        return both(found) if node.every else either(found)

    def _of_circuits(self, test: ex.Test) -> Kleene:
        outer, found = self._item, []
        for circuit in self.facts.circuits:
            self._item = circuit
            found.append(self.test(test))
        self._item = outer
        return either(found)

    # ---- figures and facts

    def figure(self, term: ex.Term) -> Number | None:
        """Return an arithmetic term; None if nothing in force gives one of its figures."""
        match term:
            case ex.Number(value=value):
                return solver.constant(value)
            case ex.Figure(name=name):
                return self._named_figure(name)
            case ex.DaysBetween(first=first, second=second):
                return solver.as_figure(self._day(second) - self._day(first))
            case ex.Arithmetic(operator=operator):
                left, right = self.figure(term.left), self.figure(term.right)
                return None if left is None or right is None else solver.arithmetic(operator, left, right)

    def _named_figure(self, name: str) -> Number | None:
        if name in self.book.subjects:
            return self.facts.figure(self._holder(name), name)
        standing = self.book.by_name[name]
        if standing is None or standing.version.value is None or standing.clauses:
            return None
        gap = standing.version.status in {Status.NOT_ENCODED, Status.HUMAN_JUDGEMENT}
        return None if gap or standing.truth is not Truth.TRUE else self.figure(standing.version.value)

    def _day(self, name: str) -> Number:
        return self.facts.day(self._holder(name), name)

    def _holder(self, name: str) -> str:
        subject = self.book.subjects.get(name)
        if subject is SubjectKind.ITEM:
            return self._item
        return self._party if subject is SubjectKind.PARTY else ORDER
