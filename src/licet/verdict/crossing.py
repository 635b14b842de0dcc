"""How far figures are from a line, and the smallest change of one of them that crosses it.

Exact: a comparison is solved for one figure with fractions. A figure is a whole number of thousandths, so a change
ends on the first thousandth past the line; a thousandth less does not cross.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING

from licet.quantity import UNKNOWN_QUANTITY
from licet.rules import expression as ex

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from licet.quantity import Interval
    from licet.rules import Book

    Figures = Mapping[str, Decimal]

THOUSAND = 1000

# What a comparison is of the gap between its sides, left less right.
_HOLDS: dict[str, Callable[[Fraction], bool]] = {
    ">=": lambda gap: gap >= 0,
    ">": lambda gap: gap > 0,
    "<=": lambda gap: gap <= 0,
    "<": lambda gap: gap < 0,
    "=": lambda gap: gap == 0,
    "<>": lambda gap: gap != 0,
}
# Comparisons that turn at the same figure: `tpp >= 4800` and `tpp < 4800` are one line of the law.
TURNS = {">=": "reach", "<": "reach", ">": "pass", "<=": "pass", "=": "equal", "<>": "equal"}


_TURNED_ROUND = {">=": "<=", ">": "<", "<=": ">=", "<": ">", "=": "=", "<>": "<>"}


@dataclass(frozen=True, slots=True)
class Crossing:
    """The first thousandth of a figure at which a comparison turns; `root` is where its sides are equal."""

    to: Decimal
    root: Fraction

    @property
    def rounded(self) -> str:
        """`up` or `down` from the line to that thousandth; empty if it lies on the line."""
        beyond = Fraction(self.to) - self.root
        return "" if beyond == 0 else "up" if beyond > 0 else "down"

    @property
    def next_to_line(self) -> bool:
        """True if the line is a whole thousandth, so that the change ends on it or on the next one."""
        return (self.root * THOUSAND).denominator == 1


def spelled_out(term: ex.Term, book: Book) -> ex.Term:
    """Return the term with every figure that a rule defines replaced by its definition."""
    if isinstance(term, ex.Arithmetic):
        return ex.Arithmetic(term.operator, spelled_out(term.left, book), spelled_out(term.right, book))
    standing = book.by_name.get(term.name) if isinstance(term, ex.Figure) else None
    return spelled_out(standing.figure, book) if standing and standing.figure is not None else term


def figure_first(compare: ex.Compare) -> ex.Compare:
    """Return the comparison with the figure it is about on the left: `4800 <= tpp` is `tpp >= 4800`."""
    about_right = isinstance(compare.right, ex.Figure) and not isinstance(compare.left, ex.Figure)
    if about_right or not figures_of(compare.left):
        return ex.Compare(_TURNED_ROUND[compare.operator], compare.right, compare.left)
    return compare


def figures_of(node: ex.Node) -> tuple[str, ...]:
    """Return the names of the figures below a node, each once."""
    return tuple(dict.fromkeys(part.name for part in ex.walk(node) if isinstance(part, ex.Figure)))


def holds(compare: ex.Compare, at: Figures) -> bool:
    """Tell whether a comparison holds at these figures."""
    return _HOLDS[compare.operator](gap(compare, at))


def gap(compare: ex.Compare, at: Figures) -> Fraction:
    """Return left less right at these figures."""
    return value_at(compare.left, at) - value_at(compare.right, at)


def value_at(term: ex.Term, at: Figures) -> Fraction:
    """Return a term of figures and constants at these figures."""
    match term:
        case ex.Number(value=value):
            return Fraction(value)
        case ex.Figure(name=name):
            return Fraction(at[name])
        case ex.Arithmetic(operator=operator):
            left, right = value_at(term.left, at), value_at(term.right, at)
            return left + right if operator == "+" else left - right if operator == "-" else left * right
    raise AssertionError(term)


def _linear(term: ex.Term, fact: str, at: Figures) -> tuple[Fraction, Fraction] | None:
    """Return (constant, slope) of a term in one fact, the others at their figures; None if it is no straight line."""
    if term == ex.Figure(fact):
        return Fraction(0), Fraction(1)
    if not isinstance(term, ex.Arithmetic):
        return value_at(term, at), Fraction(0)
    left, right = _linear(term.left, fact, at), _linear(term.right, fact, at)
    if left is None or right is None:
        return None
    if term.operator == "*":
        bent = left[1] and right[1]
        return None if bent else (left[0] * right[0], left[0] * right[1] + left[1] * right[0])
    sign = 1 if term.operator == "+" else -1
    return left[0] + sign * right[0], left[1] + sign * right[1]


def nearest_corner(compare: ex.Compare, figures: Mapping[str, Interval]) -> dict[str, Decimal] | None:
    """Return the ends of the intervals at which the sides are nearest to each other; None if an end is wanting."""
    names = figures_of(compare)
    ends = [_ends(figures.get(name, UNKNOWN_QUANTITY)) for name in names]
    corners = (dict(zip(names, corner, strict=True)) for corner in product(*ends))
    return min(corners, key=lambda at: abs(gap(compare, at)), default=None)


def _ends(value: Interval) -> list[Decimal]:
    return [end for end in dict.fromkeys((value.lo, value.hi)) if end is not None]


def crossing(compare: ex.Compare, fact: str, at: Figures) -> Crossing | None:
    """Return the nearest figure of one fact at which a comparison turns, the others as they are.

    None if no figure of zero or more does, or the comparison is no straight line in the fact.
    """
    straight = _linear(ex.Arithmetic("-", compare.left, compare.right), fact, at)
    if straight is None or straight[1] == 0:
        return None
    root = -straight[0] / straight[1]
    near = range(math.floor(root * THOUSAND) - 1, math.ceil(root * THOUSAND) + 2)
    now = holds(compare, at)
    turned = [
        figure
        for figure in (Decimal(thousandths) / THOUSAND for thousandths in near if thousandths >= 0)
        if holds(compare, {**at, fact: figure}) is not now
    ]
    to = min(turned, key=lambda figure: abs(figure - at[fact]), default=None)
    return None if to is None else Crossing(to, root)
