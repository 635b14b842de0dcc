"""One generated Python function: lowered truths as pairs of expressions, certainly true and possibly true.

Negation swaps the two. What is used twice gets a variable; a loop over parties or contents is skipped where
what stands beside it settles the matter. Facts are fetched where first needed. Text of a rule enters only
through `repr`, names only if they are identifiers.
"""

from __future__ import annotations

import keyword
from collections import Counter
from typing import TYPE_CHECKING, Protocol

from licet.batch.bare_case import DECIMALS
from licet.batch.lowered import (
    FALSE,
    TRUE,
    UNKNOWN,
    AnyContents,
    Both,
    Combined,
    Comparison,
    Constant,
    DayOrder,
    DaysFigure,
    Either,
    ExactFigure,
    FactFigure,
    Flag,
    Holder,
    IsStated,
    Opposite,
    OverParties,
    Surely,
    Table,
    UnknownFigure,
    below,
)
from licet.batch.lowering import EXPORTER, FOLDED_EXPORTER

if TYPE_CHECKING:
    from collections.abc import Iterable

    from licet.batch.lowered import Fact, Figure, Node

ARGUMENTS = "item, contents, parties, complete, order, candidate"
Pair = tuple[str, str]
_SYMBOLS = {">=": ">=", ">": ">", "<=": "<=", "<": "<", "=": "==", "<>": "!="}
_PREFIXES = {Holder.ITEM: "i_", Holder.PARTY: "p_", Holder.ORDER: "o_"}
_FIGURE_DIGITS, _MOST_DIGITS = 18, 90
_GUARD_LENGTH = 160


class Module(Protocol):
    """What a function is written into: it names other functions, and says whether words may be open."""

    open_words: bool

    def quantifier(self, node: AnyContents | OverParties) -> str:
        """Return the name of the function for a quantifier, writing it first if need be."""


class Function:
    """The body of one function as it is written, line by line."""

    def __init__(self, roots: Iterable[Node], module: Module, indent: int = 1) -> None:
        """Start a body.

        Args:
            roots: Every truth the function will be asked for, to know what is used twice.
            module: What the function is written into.
            indent: How deep the lines stand.
        """
        self.lines: list[str] = []
        self._module = module
        self._indent = "    " * indent
        self._fetched: set[str] = set()
        self._named: dict[Node, Pair] = {}
        self._days: dict[DaysFigure, Pair] = {}
        self._uses = _uses(roots)
        self._made = 0

    def write(self, line: str) -> None:
        """Add a line."""
        self.lines.append(self._indent + line)

    def name(self, node: Node, name: str, guards: tuple[str, ...] = ()) -> Pair:
        """Give a truth the variables `name_lo` and `name_hi`, or constants; returns them."""
        lo, hi = self.pair(node, guards)
        if {lo, hi} <= {"True", "False"}:
            return lo, hi
        self.write(f"{name}_lo = {lo}")
        if lo == hi:
            return f"{name}_lo", f"{name}_lo"
        self.write(f"{name}_hi = {name}_lo or {hi}" if lo != "False" else f"{name}_hi = {hi}")
        return f"{name}_lo", f"{name}_hi"

    def pair(self, node: Node, guards: tuple[str, ...] = ()) -> Pair:
        """Return a truth as two expressions.

        Args:
            node: The truth.
            guards: Expressions without all of which the truth is of no consequence.
        """
        found = self._named.get(node)
        if found is not None:
            return found
        shared = self._uses[node] > 1
        if shared:
            guards = ()
        if isinstance(node, AnyContents | OverParties):
            found = self._named[node] = self._loop(node, guards)
        elif shared and isinstance(node, Both | Either | Surely):
            self._uses[node] = 1
            found = self._named[node] = self.name(node, self._new("n"))
        else:
            found = self._unnamed(node, guards)
        return found

    def _new(self, kind: str) -> str:
        self._made += 1
        return f"{kind}{self._made}"

    def _unnamed(self, node: Node, guards: tuple[str, ...]) -> Pair:
        match node:
            case Both() | Either():
                return self._joined(node, guards)
            case Opposite(part=part):
                lo, hi = self.pair(part, guards)
                return _not(hi), _not(lo)
            case Surely(part=part):
                lo, _ = self.pair(part, guards)
                return lo, lo
            case Comparison():
                return self._comparison(node)
            case Table():
                return self._looked_up(node)
            case Flag(fact=fact):
                variable = self._plain(fact)
                return f"{variable} is True", f"{variable} is not False"
            case IsStated(fact=fact):
                return f"{_checked(fact.name)!r} in {fact.holder.value}", "True"
            case DayOrder(operator=operator, fact=fact, ordinal=ordinal):
                variable, compared = self._plain(fact), f"{_SYMBOLS[operator]} {ordinal}"
                return (
                    f"({variable} is not None and {variable} {compared})",
                    f"({variable} is None or {variable} {compared})",
                )
            case Constant(truth=truth):
                return str(truth == TRUE), str(truth != FALSE)
        raise AssertionError(node)

    def _looked_up(self, node: Table) -> Pair:
        variable = self._plain(node.fact)
        if not self._module.open_words:
            return _in_table(variable, node, TRUE), _in_table(variable, node, UNKNOWN)
        truth = self._new("t")
        self.write(f"{truth} = looked_up({variable}, {dict(node.listed)!r}, {node.other}, {node.unstated})")
        return f"{truth} == 2", f"{truth} > 0"

    def _joined(self, node: Both | Either, guards: tuple[str, ...]) -> Pair:
        both = isinstance(node, Both)
        costly = [part for part in node.parts if self._is_costly(part)]
        pairs = [self.pair(part, guards) for part in node.parts if part not in costly]
        for part in costly:
            beside = tuple(hi if both else _not(lo) for lo, hi in pairs)
            pairs.append(self.pair(part, (*guards, *(guard for guard in beside if len(guard) < _GUARD_LENGTH))))
        return tuple(_join([pair[side] for pair in pairs], both=both) for side in (0, 1))  # type: ignore[return-value]

    def _is_costly(self, node: Node) -> bool:
        if node in self._named:
            return False
        return isinstance(node, AnyContents | OverParties) or any(self._is_costly(part) for part in below(node))

    def _loop(self, node: AnyContents | OverParties, guards: tuple[str, ...]) -> Pair:
        variable = self._new("v")
        call = f"{self._module.quantifier(node)}({ARGUMENTS})"
        needed = " and ".join(dict.fromkeys(guard for guard in guards if guard != "True"))
        self.write(f"{variable} = {call}" + (f" if {needed} else 0" if needed else ""))
        return f"{variable} == 2", f"{variable} > 0"

    # ---- facts

    def _plain(self, fact: Fact) -> str:
        if fact.holder is Holder.CANDIDATE:
            return "candidate"
        if fact.name == FOLDED_EXPORTER:
            return self._folded_exporter()
        variable = _PREFIXES[fact.holder] + _checked(fact.name)
        self._once(variable, f"{variable} = {fact.holder.value}.get({fact.name!r})")
        return variable

    def _folded_exporter(self) -> str:
        variable = "folded_exporter"
        self._once(variable, f"{variable} = order.get({EXPORTER!r})")
        folded = f"{variable}.casefold() if type({variable}) is str else None"
        self._once(f"{variable}()", f"{variable} = {folded}")
        return variable

    def _interval(self, fact: Fact) -> Pair:
        variable = _PREFIXES[fact.holder] + _checked(fact.name)
        lo, hi = f"{variable}_from", f"{variable}_to"
        self._once(lo, f"{lo}, {hi} = {fact.holder.value}.get({fact.name!r}, BOUNDLESS)")
        return lo, hi

    def _once(self, key: str, line: str) -> None:
        if key not in self._fetched:
            self._fetched.add(key)
            self.write(line)

    # ---- figures

    def _comparison(self, node: Comparison) -> Pair:
        left, right = self._figure(node.left), self._figure(node.right)
        decimals = max(left.decimals, right.decimals)
        (a, b), (c, d) = left.at(decimals), right.at(decimals)
        match node.operator:
            case ">=":
                return f"{a} >= {d}", f"{b} >= {c}"
            case ">":
                return f"{a} > {d}", f"{b} > {c}"
            case "<=":
                return f"{b} <= {c}", f"{a} <= {d}"
            case "<":
                return f"{b} < {c}", f"{a} < {d}"
        equal = (f"({a} >= {d} and {c} >= {b})", f"({b} >= {c} and {d} >= {a})")
        return equal if node.operator == "=" else (_not(equal[1]), _not(equal[0]))

    def _figure(self, figure: Figure) -> _Scaled:
        match figure:
            case ExactFigure(digits=digits, decimals=decimals):
                return _Scaled(str(digits), str(digits), decimals, len(str(digits)), exact=digits)
            case FactFigure(fact=fact):
                return _Scaled(*self._interval(fact), DECIMALS, _FIGURE_DIGITS)
            case UnknownFigure():
                return _Scaled("LEAST", "MOST", 0, 0)
            case DaysFigure():
                return _Scaled(*self._days_between(figure), 0, 7, may_be_negative=True)
            case Combined(operator="*", left=left, right=right):
                return self._product(self._figure(left), self._figure(right))
            case Combined(operator=operator, left=left, right=right):
                return _sum(operator, self._figure(left), self._figure(right))
        raise AssertionError(figure)

    def _product(self, left: _Scaled, right: _Scaled) -> _Scaled:
        decimals, digits = left.decimals + right.decimals, left.size + right.size
        a, b, c, d = left.at_least_zero(), left.hi, right.at_least_zero(), right.hi
        if not left.may_be_negative and not right.may_be_negative:
            return _Scaled(f"({a} * {c})", f"({b} * {d})", decimals, digits)
        variable = self._new("product")
        self.write(f"{variable} = ({a} * {c}, {a} * {d}, {b} * {c}, {b} * {d})")
        return _Scaled(f"min({variable})", f"max({variable})", decimals, digits, may_be_negative=True)

    def _days_between(self, figure: DaysFigure) -> Pair:
        if figure not in self._days:
            first, second = self._plain(figure.first), self._plain(figure.second)
            variable = self._new("days")
            stated = f"{first} is not None and {second} is not None"
            self.write(f"{variable}_from, {variable}_to = ({second} - {first},) * 2 if {stated} else BOUNDLESS")
            self._days[figure] = f"{variable}_from", f"{variable}_to"
        return self._days[figure]


class _Scaled:
    """A figure as two integer expressions, to be divided by 10^decimals; `size` is how many digits it may have."""

    __slots__ = ("decimals", "exact", "hi", "lo", "may_be_negative", "size")

    def __init__(
        self, lo: str, hi: str, decimals: int, size: int, *, exact: int | None = None, may_be_negative: bool = False
    ) -> None:
        if size > _MOST_DIGITS:
            msg = f"a figure of the rules may have {size} digits; at most {_MOST_DIGITS} are worked with"
            raise ValueError(msg)
        self.lo, self.hi, self.decimals, self.size = lo, hi, decimals, size
        self.exact, self.may_be_negative = exact, may_be_negative

    def at(self, decimals: int) -> Pair:
        factor = 10 ** (decimals - self.decimals)
        if self.exact is not None:
            return (str(self.exact * factor),) * 2
        return (self.lo, self.hi) if factor == 1 else (f"{self.lo} * {factor}", f"{self.hi} * {factor}")

    def at_least_zero(self) -> str:
        """The lower end for a product: figures are zero or more, so no lower bound counts as zero."""
        return self.lo if self.exact is not None or self.may_be_negative else f"({self.lo} if {self.lo} > 0 else 0)"


def _sum(operator: str, left: _Scaled, right: _Scaled) -> _Scaled:
    decimals = max(left.decimals, right.decimals)
    (a, b), (c, d) = left.at(decimals), right.at(decimals)
    negative = operator == "-" or left.may_be_negative or right.may_be_negative
    size = max(left.size + decimals - left.decimals, right.size + decimals - right.decimals) + 1
    if operator == "-":
        c, d = d, c
    return _Scaled(f"({a} {operator} {c})", f"({b} {operator} {d})", decimals, size, may_be_negative=negative)


def _uses(roots: Iterable[Node]) -> Counter[Node]:
    uses: Counter[Node] = Counter()
    stack = list(roots)
    while stack:
        node = stack.pop()
        uses[node] += 1
        if uses[node] == 1 or isinstance(node, Opposite):  # an opposite has no variable of its own
            stack += below(node)
    return uses


def _not(source: str) -> str:
    return {"True": "False", "False": "True"}.get(source) or (
        source[4:] if source.startswith("not ") else f"not {source}"
    )


def _join(sources: list[str], *, both: bool) -> str:
    neutral, decisive = ("True", "False") if both else ("False", "True")
    rest = [source for source in dict.fromkeys(sources) if source != neutral]
    if decisive in rest:
        return decisive
    if len(rest) < 2:  # noqa: PLR2004  nothing to join
        return rest[0] if rest else neutral
    return "(" + (" and " if both else " or ").join(rest) + ")"


def _in_table(variable: str, table: Table, least: int) -> str:
    """Return the test that the table gives at least this truth."""
    wide = table.other >= least
    values = [repr(value) for value, truth in table.listed if (truth >= least) != wide]
    if (table.unstated >= least) != wide:
        values.append("None")
    if not values:
        return str(wide)
    if values == ["None"]:
        return f"{variable} is {'not ' if wide else ''}None"
    if len(values) == 1:
        return f"{variable} {'!=' if wide else '=='} {values[0]}"
    return f"{variable} {'not in' if wide else 'in'} {{{', '.join(values)}}}"


def _checked(name: str) -> str:
    if not name.isidentifier() or not name.isascii() or keyword.iskeyword(name):
        msg = f"{name!r} cannot name a fact: use lower-case words joined by underscores"
        raise ValueError(msg)
    return name
