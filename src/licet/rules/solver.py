"""Questions put to z3, the solver that looks for facts that make a formula true, or proves that there are none.

The only module that imports it. A truth that is settled while the formula is built is a plain `bool`, so that
most of a rule falls away before the solver sees it. Figures are whole thousandths, which is what a fact can be.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, TypeAlias

import z3  # type: ignore[import-untyped]  # carries no types

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from decimal import Decimal

Formula: TypeAlias = "bool | z3.BoolRef"
Number: TypeAlias = "z3.ArithRef"
Unknown: TypeAlias = "z3.ExprRef"
THOUSAND = 1000
_COMPARE: dict[str, Callable[[Number, Number], Formula]] = {
    ">=": lambda left, right: left >= right,
    ">": lambda left, right: left > right,
    "<=": lambda left, right: left <= right,
    "<": lambda left, right: left < right,
    "=": lambda left, right: left == right,
    "<>": lambda left, right: left != right,
}


class Outcome(Enum):
    """What the solver says of a formula: some facts make it true, none do, or it gave up."""

    POSSIBLE = "possible"
    IMPOSSIBLE = "impossible"
    UNSETTLED = "unsettled"


@dataclass(frozen=True, slots=True)
class Answer:
    """The outcome and, where it is POSSIBLE, the value of each unknown the question names; a truth is a `bool`."""

    outcome: Outcome
    values: Mapping[str, int]


def truth(name: str) -> Formula:
    """Return an unknown truth."""
    return z3.Bool(name)


def whole(name: str) -> Number:
    """Return an unknown whole number."""
    return z3.Int(name)


def figure(name: str) -> Number:
    """Return an unknown figure; its value in an answer is in thousandths."""
    return z3.ToReal(z3.Int(name)) / THOUSAND


def constant(value: Decimal | int) -> Number:
    """Return a known figure, exact."""
    return z3.RealVal(str(value))


def as_figure(number: Number) -> Number:
    """Return a whole number as a figure."""
    return z3.ToReal(number)


def between(name: str, low: int, high: int) -> Formula:
    """Return that an unknown whole number lies between two, both included."""
    return z3.And(z3.Int(name) >= low, z3.Int(name) <= high)


def is_number(name: str, value: int) -> Formula:
    """Return that an unknown whole number is this one."""
    return z3.Int(name) == value


def is_round(name: str) -> Formula:
    """Return that an unknown figure has no decimals."""
    return z3.Int(name) % THOUSAND == 0


def compare(operator: str, left: Number, right: Number) -> Formula:
    """Return a comparison in the words of the rule language."""
    return _COMPARE[operator](left, right)


def arithmetic(operator: str, left: Number, right: Number) -> Number:
    """Return a sum, a difference or a product."""
    return left + right if operator == "+" else left - right if operator == "-" else left * right


def all_of(parts: Iterable[Formula]) -> Formula:
    """Return that all hold."""
    open_parts = [part for part in parts if part is not True]
    if any(part is False for part in open_parts):
        return False
    return z3.And(open_parts) if len(open_parts) > 1 else open_parts[0] if open_parts else True


def any_of(parts: Iterable[Formula]) -> Formula:
    """Return that at least one holds."""
    open_parts = [part for part in parts if part is not False]
    if any(part is True for part in open_parts):
        return True
    return z3.Or(open_parts) if len(open_parts) > 1 else open_parts[0] if open_parts else False


def negation(part: Formula) -> Formula:
    """Return that it does not hold."""
    return (not part) if isinstance(part, bool) else z3.Not(part)


def differ(left: Formula, right: Formula) -> Formula:
    """Return that exactly one of two holds."""
    if isinstance(left, bool):
        return negation(right) if left else right
    if isinstance(right, bool):
        return negation(left) if right else left
    return False if left.eq(right) else z3.Xor(left, right)


class Unknowns:
    """The unknowns that formulas read; what was gone through once is kept, since formulas share most of their parts."""

    def __init__(self) -> None:
        """Start with nothing gone through."""
        self._found: dict[int, tuple[Unknown, frozenset[str]]] = {}
        self._by_name: dict[str, Unknown] = {}

    def of(self, formula: Formula) -> frozenset[str]:
        """Return the names of the unknowns a formula reads."""
        if isinstance(formula, bool):
            return frozenset()
        known = self._found.get(formula.get_id())
        if known is None:
            children = formula.children()
            names = frozenset().union(*(self.of(child) for child in children))
            if not children and formula.decl().kind() == z3.Z3_OP_UNINTERPRETED:
                names = frozenset({formula.decl().name()})
                self._by_name[formula.decl().name()] = formula
            known = self._found[formula.get_id()] = (formula, names)  # kept, so that its id is not given again
        return known[1]

    def values(self, names: Iterable[str], model: z3.ModelRef) -> dict[str, int]:
        """Return what a model of the solver gives the unknowns."""
        return {name: _value(model, self._by_name[name]) for name in names}


def ask(formula: Formula, unknowns: Unknowns, *, seconds: float, preferred: Formula | None = None) -> Answer:
    """Ask whether any facts make a formula true.

    Args:
        formula: What is asked.
        unknowns: Those gone through so far.
        seconds: The longest time the solver may take; past it the answer is UNSETTLED.
        preferred: Tried together with the formula for the values given, and left out if the two exclude each other;
            None if no values are wanted.
    """
    if isinstance(formula, bool):
        return Answer(Outcome.POSSIBLE if formula else Outcome.IMPOSSIBLE, {})
    solver = z3.SimpleSolver()  # no preprocessing: nearly a hundred times as fast on these formulas
    solver.set("timeout", max(1, int(seconds * THOUSAND)))
    solver.add(formula)
    outcome = solver.check()
    if outcome != z3.sat:
        return Answer(Outcome.IMPOSSIBLE if outcome == z3.unsat else Outcome.UNSETTLED, {})
    if preferred is None:
        return Answer(Outcome.POSSIBLE, {})
    model = solver.model()
    if preferred is not True and solver.check(preferred) == z3.sat:
        model = solver.model()
    return Answer(Outcome.POSSIBLE, unknowns.values(unknowns.of(formula), model))


def _value(model: z3.ModelRef, unknown: Unknown) -> int:
    value = model.eval(unknown, model_completion=True)
    return int(value.as_long()) if z3.is_int(unknown) else bool(z3.is_true(value))
