"""A book to lowered truths: the meaning of each rule as docs/rule_language.md states it, before any code is written."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from licet.batch.bare_case import role_bits
from licet.batch.lowered import (
    FALSE,
    TRUE,
    UNKNOWN,
    AnyContents,
    Combined,
    Comparison,
    Constant,
    DayOrder,
    DaysFigure,
    ExactFigure,
    Fact,
    FactFigure,
    Flag,
    Holder,
    IsStated,
    OverParties,
    UnknownFigure,
    all_of,
    any_of,
    opposite,
    surely,
    table,
)
from licet.facts import FactType, Role, SubjectKind
from licet.rules import Status
from licet.rules import expression as ex
from licet.truth import Truth

if TYPE_CHECKING:
    from decimal import Decimal

    from licet.batch.lowered import Figure, Node
    from licet.rules import Book, Standing
    from licet.rules.model import Limb

_HOLDERS = {SubjectKind.ITEM: Holder.ITEM, SubjectKind.PARTY: Holder.PARTY, SubjectKind.ORDER: Holder.ORDER}
_TRUTHS = {Truth.FALSE: FALSE, Truth.UNKNOWN: UNKNOWN, Truth.TRUE: TRUE}
ALL_ROLES = role_bits(role.value for role in Role)
EXPORTER = "exporter"
FOLDED_EXPORTER = "exporter.casefold()"


class Lowering:
    """Lowers the rules of one book."""

    def __init__(
        self, book: Book, *, given: frozenset[str] = frozenset(), candidate: str | None = None, open_words: bool = False
    ) -> None:
        """Prepare.

        Args:
            book: The law as of a day.
            given: Names that rules would derive but the case states, among the facts of the order.
            candidate: The class taken for the item's; None before it is worked out, "" to read it when the code runs.
            open_words: Whether a fact may be a set of words still possible; then each test of it stands alone.
        """
        self._book = book
        self._given = given
        self._candidate = candidate
        self._scheme = book.law.pack.head.classification.fact
        self._rules: dict[str, Node] = {}
        self.all_of = partial(all_of, melt=not open_words)
        self.any_of = partial(any_of, melt=not open_words)

    # ---- rules

    def rule(self, standing: Standing) -> Node:
        """Return the truth of a whole rule."""
        found = self._rules.get(standing.rule.id)
        if found is None:
            found = self._whole(standing)
            if standing.version.asks:
                found = self.all_of([surely(self._stated(standing.version.asks)), found])
            self._rules[standing.rule.id] = found
        return found

    def _stated(self, name: str) -> Node:
        fact = self._fact(name)
        return OverParties(ALL_ROLES, False, IsStated(fact)) if fact.holder is Holder.PARTY else IsStated(fact)  # noqa: FBT003  a field of the node

    def _whole(self, standing: Standing) -> Node:
        version = standing.version
        truth: Node = Constant(TRUE) if version.body is None else self._limb(version.body)
        if version.status in {Status.NOT_ENCODED, Status.HUMAN_JUDGEMENT}:
            truth = self.all_of([truth, Constant(UNKNOWN)])
        truth = self.all_of([truth, *(opposite(self._limb(limb)) for limb in version.unless)])
        for presumption in version.presume:
            rebutted = (
                Constant(FALSE) if presumption.rebutted_by is None else surely(self.test(presumption.rebutted_by))
            )
            truth = self.any_of([truth, self.all_of([self.test(presumption.when), opposite(rebutted)])])
        if standing.addressees is not None:
            truth = self.all_of([truth, self._addressed({told.party.casefold() for told in standing.addressees})])
        not_enforced = [opposite(self.test(clause.when)) for clause in standing.clauses if clause.when is not None]
        overridden = [opposite(self.rule(overrider)) for overrider in self._book.overriders.get(standing.rule.id, ())]
        return self.all_of([truth, *not_enforced, Constant(_TRUTHS[standing.truth]), *overridden])

    @staticmethod
    def _addressed(parties: set[str]) -> Node:
        if not parties:
            return Constant(FALSE)
        return table(Fact(Holder.ORDER, FOLDED_EXPORTER), dict.fromkeys(parties, TRUE), FALSE, UNKNOWN)

    def _limb(self, limb: Limb) -> Node:
        if limb.test is not None:
            truth = self.test(limb.test)
        else:
            truth = (self.all_of if limb.every else self.any_of)([self._limb(part) for part in limb.limbs])
        return self.all_of([truth, *(opposite(self._limb(exception)) for exception in limb.unless)])

    # ---- truths

    def test(self, node: ex.Test) -> Node:
        """Return the truth of an expression."""
        match node:
            case ex.All(parts=parts):
                return self.all_of([self.test(part) for part in parts])
            case ex.Any(parts=parts):
                return self.any_of([self.test(part) for part in parts])
            case ex.Negation(part=part):
                return opposite(self.test(part))
            case ex.Compare(operator=operator, left=left, right=right):
                return Comparison(operator, self._figure(left), self._figure(right))
            case ex.DateCompare(operator=operator, name=name, day=day):
                return DayOrder(operator, self._fact(name), day.toordinal())
            case ex.Member():
                return self._member(node)
            case ex.Holds(name=name):
                return self._holds(name)
            case ex.PartyTest(roles=roles, test=test, every=every):
                return OverParties(role_bits(roles), every, self.test(test))
            case ex.AnyIc(test=test):
                return AnyContents(self.test(test))
            case ex.Provided(name=name):
                return self._provided(name)
        raise AssertionError(node)

    def _member(self, node: ex.Member) -> Node:
        if node.name == self._scheme and node.name not in self._given and self._candidate is None:
            return Constant(UNKNOWN)
        listed = self._listed(node)
        if node.name in self._book.countries:
            places = self._book.places
            listed = {place: listed.get(places.get(place, place), FALSE) for place in {*listed, *places}}
        if node.name == self._scheme and node.name not in self._given and self._candidate:
            return Constant(listed.get(self._candidate, FALSE))
        return table(self._fact(node.name), listed, FALSE, UNKNOWN)

    def _listed(self, node: ex.Member) -> dict[str, int]:
        if not node.set_name:
            return dict.fromkeys(node.values, TRUE)
        found = self._book.sets.get(node.set_name)
        if found is None:
            return {}
        return dict.fromkeys(found.uncertain, UNKNOWN) | dict.fromkeys(found.members, TRUE)

    def _holds(self, name: str) -> Node:
        if name in self._given or name in self._book.subjects:
            return Flag(self._fact(name))
        standing = self._book.by_name[name]
        return Constant(FALSE) if standing is None else self.rule(standing)

    def _provided(self, name: str) -> Node:
        fact, schema = self._fact(name), self._book.law.schema
        return Flag(fact) if name in schema and schema[name].type is FactType.BOOLEAN else IsStated(fact)

    def _fact(self, name: str) -> Fact:
        if name in self._given:
            return Fact(Holder.ORDER, name)
        if name == self._scheme:
            return Fact(Holder.CANDIDATE, name)
        return Fact(_HOLDERS[self._book.subjects[name]], name)

    # ---- figures

    def _figure(self, term: ex.Term) -> Figure:
        match term:
            case ex.Number(value=value):
                return _exact(value)
            case ex.DaysBetween(first=first, second=second):
                return DaysFigure(self._fact(first), self._fact(second))
            case ex.Arithmetic(operator=operator, left=left, right=right):
                return Combined(operator, self._figure(left), self._figure(right))
            case ex.Figure(name=name):
                return self._named_figure(name)

    def _named_figure(self, name: str) -> Figure:
        if name in self._given or name in self._book.subjects:
            return FactFigure(self._fact(name))
        standing = self._book.by_name[name]
        if standing is None or standing.version.value is None:
            return UnknownFigure()
        open_ = standing.version.status in {Status.NOT_ENCODED, Status.HUMAN_JUDGEMENT} or standing.clauses
        return UnknownFigure() if open_ or standing.truth is not Truth.TRUE else self._figure(standing.version.value)


def _exact(value: Decimal) -> ExactFigure:
    _, digits, exponent = value.normalize().as_tuple()
    whole = int("".join(map(str, digits)))
    if not isinstance(exponent, int):
        msg = f"{value} is no figure"
        raise TypeError(msg)
    return ExactFigure(whole * 10 ** max(exponent, 0), max(-exponent, 0))
