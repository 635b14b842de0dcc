"""The reference evaluator: one case against one book, leaving a step at every part.

Kleene's logic throughout; an absent fact is UNKNOWN. Everything is evaluated, never cut short, so that
the explanation is whole. This is the meaning of a rule; other engines must agree with it.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar

from licet.evaluate.step import Step
from licet.facts import SubjectKind
from licet.quantity import UNKNOWN_QUANTITY, Interval
from licet.rules import expression as ex
from licet.rules.model import Status
from licet.truth import Truth, conjunction, disjunction

if TYPE_CHECKING:
    from collections.abc import Callable

    from licet.evaluate.situation import ItemFacts, PartyFacts, Situation
    from licet.facts import FactValue
    from licet.rules import Book, Standing
    from licet.rules.model import Limb, Presumption

_DATE_ORDER: dict[str, Callable[[date, date], bool]] = {
    ">=": date.__ge__,
    ">": date.__gt__,
    "<=": date.__le__,
    "<": date.__lt__,
    "=": date.__eq__,
    "<>": date.__ne__,
}
TRUE, FALSE, UNKNOWN = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN
_GAPS = (Status.NOT_ENCODED, Status.HUMAN_JUDGEMENT)


class Evaluator:
    """Evaluates the rules of one book for one situation; each rule once for each integrated circuit it is asked of."""

    def __init__(
        self, book: Book, situation: Situation, classification: str | None = None, before: Evaluator | None = None
    ) -> None:
        """Start on a case.

        Args:
            book: The law as of a day.
            situation: The case.
            classification: The candidate taken as the item's classification; None before it is worked out.
            before: The evaluator that worked out the classification; what does not depend on it is taken over.
        """
        self.book = book
        self.situation = situation
        self.classification = classification
        self.scheme = book.law.pack.head.classification.fact
        self._item: ItemFacts = situation.item
        self._party: PartyFacts | None = None
        self._rules: dict[tuple[str, str], Step] = {}
        self.not_asked: set[str] = set()
        if before is not None:
            self._rules = before.before_classification()
            self.not_asked |= before.not_asked

    # ---- rules

    def before_classification(self) -> dict[tuple[str, str], Step]:
        """Return the steps worked out so far of rules that do not wait for the classification."""
        after = self.book.after_classification
        return {key: step for key, step in self._rules.items() if key[0] not in after}

    def rule(self, standing: Standing) -> Step:
        """Return the step of a whole rule for the item now in hand."""
        key = (standing.rule.id, self._item.item_id)
        found = self._rules.get(key)
        if found is None:
            found = self._rules[key] = self._whole_rule(standing)
            if standing.version.asks and not self._is_stated(standing.version.asks):
                found = self._rules[key] = self._aside(standing, found)
        return found

    def _aside(self, standing: Standing, worked_out: Step) -> Step:
        """Let a rule whose question nobody answered stand aside; keep the question if the answer could count."""
        if worked_out.truth is not FALSE:
            self.not_asked.add(standing.version.asks)
        return Step(standing, FALSE, note="not asked")

    def _is_stated(self, name: str) -> bool:
        """Tell whether a fact is stated: of the item in hand, of the order, or of any party."""
        subject, situation = self.book.subjects[name], self.situation
        holders = [situation.order]
        if subject is SubjectKind.ITEM:
            holders = [self._item.facts]
        elif subject is SubjectKind.PARTY:
            holders = [party.facts for party in situation.parties]
        return any(facts.get(name) not in {None, UNKNOWN} for facts in holders)

    def _whole_rule(self, standing: Standing) -> Step:
        version = standing.version
        needed = self.book.class_limbs.get(standing.rule.id)
        if needed is not None and self.classification is not None and self.classification not in needed.values:
            member = Step(needed.test, FALSE, (), self.classification, None, self._item.item_id)
            return Step(standing, FALSE, (Step(needed.limb, FALSE, (member,)),))  # nothing else of it matters
        children: list[Step] = []
        truth = TRUE
        if version.body is not None:
            children.append(self._limb(version.body))
            truth = children[0].truth
        if version.status in _GAPS:
            truth &= UNKNOWN
            children.append(Step(version, UNKNOWN, note="gap"))
        for limb in version.unless:
            truth = self._minus(truth, self._limb(limb), "unless", children)
        for presumption in version.presume:
            truth |= self._presumed(presumption, children)
        if standing.addressees is not None:
            truth &= self._addressed(standing, children)
        for clause in standing.clauses:
            if clause.when is not None:
                truth = self._minus(truth, self.test(clause.when), "not_enforced", children, clause)
        if standing.truth is not TRUE:
            truth &= standing.truth
            children.append(Step(standing, standing.truth, note="stayed"))
        for overrider in self.book.overriders.get(standing.rule.id, ()):
            truth = self._minus(truth, self.rule(overrider), "override", children)
        return Step(standing, truth, tuple(children))

    @staticmethod
    def _minus(truth: Truth, taken: Step, note: str, children: list[Step], what: object = None) -> Truth:
        below = (taken,) if what is not None else taken.children
        children.append(Step(what or taken.what, taken.truth, below, note=note))
        return truth & ~taken.truth

    def _presumed(self, presumption: Presumption, children: list[Step]) -> Truth:
        when = self.test(presumption.when)
        rebutted_by = presumption.rebutted_by
        rebuttal = self.test(rebutted_by) if rebutted_by is not None else None
        rebutted = rebuttal is not None and rebuttal.truth is TRUE
        truth = when.truth & Truth.of(not rebutted)
        children.append(Step(presumption, truth, (when, rebuttal) if rebuttal else (when,), note="presumption"))
        return truth

    def _addressed(self, standing: Standing, children: list[Step]) -> Truth:
        exporter = self.situation.order.get("exporter")
        addressees = standing.addressees or ()
        if not addressees:
            truth = FALSE
        elif not isinstance(exporter, str):
            truth = UNKNOWN
        else:
            truth = Truth.of(any(told.party.casefold() == exporter.casefold() for told in addressees))
        leaf = Step(ex.Holds("exporter"), truth, left=exporter, subject="order")
        children.append(Step(standing.version, truth, (leaf,), note="addressee"))
        return truth

    def _limb(self, limb: Limb) -> Step:
        if limb.test is not None:
            below: tuple[Step, ...] = (self.test(limb.test),)
            truth = below[0].truth
        else:
            below = tuple(self._limb(part) for part in limb.limbs)
            truths = [step.truth for step in below]
            truth = conjunction(truths) if limb.every else disjunction(truths)
        if limb.unless:
            children = list(below)
            for exception in limb.unless:
                truth = self._minus(truth, self._limb(exception), "unless", children)
            below = tuple(children)
        return Step(limb, truth, below)

    # ---- truths

    def test(self, node: ex.Test) -> Step:
        """Return the step of an expression."""
        return self._tests[type(node)](self, node)

    def _all(self, node: ex.All) -> Step:
        below = tuple([self._tests[type(part)](self, part) for part in node.parts])
        return Step(node, conjunction([step.truth for step in below]), below)

    def _any(self, node: ex.Any) -> Step:
        below = tuple([self._tests[type(part)](self, part) for part in node.parts])
        return Step(node, disjunction([step.truth for step in below]), below)

    def _negation(self, node: ex.Negation) -> Step:
        below = self._tests[type(node.part)](self, node.part)
        return Step(node, ~below.truth, (below,))

    def _compare(self, node: ex.Compare) -> Step:
        left, right = self.figure(node.left), self.figure(node.right)
        subject = self._item.item_id if self._party is None else self._compared_of(node, self._party)
        return Step(node, _COMPARE[node.operator](left, right), (), left, right, subject)

    def _compared_of(self, node: ex.Compare, party: PartyFacts) -> str:
        """Return whose figures a comparison within a party test reads: the party's, or still the item's."""
        names = (name for part in ex.walk(node) for name in ex.names_read(part))
        of_party = any(self.book.subjects.get(name) is SubjectKind.PARTY for name in names)
        return party.party_id if of_party else self._item.item_id

    def _date_compare(self, node: ex.DateCompare) -> Step:
        value, subject = self._fact(node.name)
        truth = Truth.of(_DATE_ORDER[node.operator](value, node.day)) if isinstance(value, date) else UNKNOWN
        return Step(node, truth, (), value, node.day, subject)

    def _member(self, node: ex.Member) -> Step:
        value, subject = self._fact(node.name)
        if isinstance(value, str):
            counted = self._counted(node.name, value)
            return Step(node, self._is_in(node, counted), (), value, counted, subject)
        if isinstance(value, frozenset) and value:  # still open, but not everything is possible
            truths = {self._is_in(node, self._counted(node.name, one)) for one in value}
            return Step(node, truths.pop() if len(truths) == 1 else UNKNOWN, (), value, None, subject)
        return Step(node, UNKNOWN, (), None, None, subject)

    def _counted(self, name: str, value: str) -> str:
        """Return what a place counts as for this key; any other word is itself."""
        return self.book.places.get(value, value) if name in self.book.countries else value

    def _is_in(self, node: ex.Member, value: str) -> Truth:
        if not node.set_name:
            return Truth.of(value in node.values)
        found = self.book.sets.get(node.set_name)
        return found.contains(value) if found is not None else FALSE

    def _holds(self, node: ex.Holds) -> Step:
        name = node.name
        if name in self.situation.derived or name in self.book.subjects:
            value, subject = self._fact(name)
            return Step(node, value if isinstance(value, Truth) else UNKNOWN, (), value, None, subject)
        standing = self.book.by_name[name]
        if standing is None:
            return Step(node, FALSE, note="no version stands")
        below = self.rule(standing)
        return Step(node, below.truth, (below,))

    def _party_test(self, node: ex.PartyTest) -> Step:
        outer, below = self._party, []
        for party in self.situation.parties:
            if party.roles.isdisjoint(node.roles):
                continue
            self._party = party
            below.append(self.test(node.test))
        self._party = outer
        complete = self.situation.parties_complete
        truths = [step.truth for step in below]
        if node.every:
            truth = conjunction([*truths, TRUE if complete is TRUE else UNKNOWN])
        else:
            truth = disjunction([*truths, FALSE if complete is TRUE else UNKNOWN])
        return Step(node, truth, tuple(below), complete, None, "order")

    def _any_ic(self, node: ex.AnyIc) -> Step:
        contents = self.situation.contents
        if contents is None:
            return Step(node, UNKNOWN, (), None, None, self._item.item_id)
        outer, below = self._item, []
        for item in contents:
            self._item = item
            below.append(self.test(node.test))
        self._item = outer
        return Step(node, disjunction([step.truth for step in below]), tuple(below), TRUE, None, outer.item_id)

    def _provided(self, node: ex.Provided) -> Step:
        value, subject = self._fact(node.name)
        truth = UNKNOWN if value is None else value if isinstance(value, Truth) else TRUE
        return Step(node, truth, (), value, None, subject)

    _tests: ClassVar[dict[type, Callable[..., Step]]] = {
        ex.All: _all,
        ex.Any: _any,
        ex.Negation: _negation,
        ex.Compare: _compare,
        ex.DateCompare: _date_compare,
        ex.Member: _member,
        ex.Holds: _holds,
        ex.PartyTest: _party_test,
        ex.AnyIc: _any_ic,
        ex.Provided: _provided,
    }

    # ---- figures and facts

    def figure(self, term: ex.Term) -> Interval:
        """Return the interval of an arithmetic term."""
        if isinstance(term, ex.Figure):
            return self._named_figure(term.name)
        if isinstance(term, ex.Number):
            return Interval(term.value, term.value)
        if isinstance(term, ex.Arithmetic):
            left, right = self.figure(term.left), self.figure(term.right)
            return left + right if term.operator == "+" else left - right if term.operator == "-" else left * right
        first, second = self._fact(term.first)[0], self._fact(term.second)[0]
        if isinstance(first, date) and isinstance(second, date):
            return Interval.exactly(Decimal((second - first).days))
        return UNKNOWN_QUANTITY

    def _named_figure(self, name: str) -> Interval:
        if name in self.book.subjects or name in self.situation.derived:
            value = self._fact(name)[0]
            return value if isinstance(value, Interval) else UNKNOWN_QUANTITY
        standing = self.book.by_name[name]
        term = None if standing is None else standing.figure
        return UNKNOWN_QUANTITY if term is None else self.figure(term)

    def _fact(self, name: str) -> tuple[FactValue | None, str]:
        """Return a fact's value, None if not stated, and the id of what it is a fact of."""
        situation = self.situation
        if name in situation.derived:
            return situation.derived[name], "order"
        if name == self.scheme:
            return self.classification, self._item.item_id
        subject = self.book.subjects[name]
        if subject is SubjectKind.ITEM:
            return self._item.facts.get(name), self._item.item_id
        if subject is SubjectKind.PARTY and self._party is not None:
            return self._party.facts.get(name), self._party.party_id
        return situation.order.get(name), "order"


_COMPARE: dict[str, Callable[[Interval, Interval], Truth]] = {
    ">=": lambda left, right: left.at_least(right),
    ">": lambda left, right: left.above(right),
    "<=": lambda left, right: right.at_least(left),
    "<": lambda left, right: right.above(left),
    "=": lambda left, right: left.equals(right),
    "<>": lambda left, right: ~left.equals(right),
}
