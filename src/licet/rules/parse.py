"""Rule text to an expression tree: sqlglot reads it, a whitelist admits it, types and units are checked.

Everything not listed in docs/rule_language.md is refused, in words that say what to write instead.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from licet.facts import FactType, SubjectKind
from licet.period import read_date
from licet.quantity import read_number
from licet.rules import expression as ex

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from sqlglot import exp

_ROLES = ("purchaser", "intermediate_consignee", "ultimate_consignee", "end_user")
_MIRROR = {">=": "<=", ">": "<", "<=": ">=", "<": ">", "=": "=", "<>": "<>"}
MAX_LENGTH = 2000


class ExpressionError(ValueError):
    """A fault in the text of one expression: slug, what, mend."""

    def __init__(self, slug: str, what: str, mend: str) -> None:
        """Keep the three parts."""
        super().__init__(what)
        self.slug, self.what, self.mend = slug, what, mend


@dataclass(frozen=True, slots=True)
class Name:
    """What a name stands for: its type, its unit, and what it is a fact of (None: a rule gives it).

    `signed` tells that the figure may be negative: a rule works it out with a difference.
    """

    type: FactType
    unit: str = ""
    subject: SubjectKind | None = None
    values: tuple[str, ...] = ()
    signed: bool = False


@dataclass(frozen=True, slots=True)
class Scope:
    """What an expression may read: names, sets, and whether it stands in a condition or inside a quantifier."""

    names: Mapping[str, Name]
    sets: Collection[str]
    in_condition: bool = False
    in_party: bool = False
    in_ic: bool = False


def parse_test(text: str, scope: Scope) -> ex.Test:
    """Read a truth expression.

    Raises:
        ExpressionError: If it is not in the language, or its types or units do not fit.
    """
    return _Reader(scope).test(_tree(text))


def parse_figure(text: str, scope: Scope) -> tuple[ex.Term, str]:
    """Read an arithmetic expression; returns it with its unit ("" for a pure number)."""
    return _Reader(scope).term(_tree(text))


def _tree(text: str) -> exp.Expr:
    import sqlglot  # slow to import, and not needed when the compiled pack is at hand  # noqa: PLC0415
    from sqlglot.errors import SqlglotError  # noqa: PLC0415

    if len(text) > MAX_LENGTH:
        raise ExpressionError(
            "expression-too-long", f"has {len(text)} characters", f"split it into limbs under {MAX_LENGTH}"
        )
    try:
        commented = any(token.comments for token in sqlglot.tokenize(text))
        parsed = sqlglot.parse(text, error_level=sqlglot.ErrorLevel.RAISE)
    except (SqlglotError, RecursionError) as error:
        found = (getattr(error, "errors", None) or [{}])[0]
        place = f" at character {found['col']}" if found.get("col") else ""
        raise ExpressionError(
            "not-an-expression", f"{text!r} cannot be read{place}", "write it as in docs/rule_language.md"
        ) from error
    if commented:
        raise _refused(construct="a comment")
    if len(parsed) != 1 or parsed[0] is None:
        raise ExpressionError("not-an-expression", f"{text!r} is not one expression", "write one expression")
    return parsed[0]


class _Reader:
    """Turns sqlglot's tree into ours, refusing what is not listed."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope

    # ---- truths

    def test(self, node: exp.Expr) -> ex.Test:  # one branch a form of the language
        from sqlglot import exp  # noqa: PLC0415

        if isinstance(node, exp.Paren):
            return self.test(node.this)
        if isinstance(node, exp.And | exp.Or):
            parts = tuple(part for side in (node.left, node.right) for part in self._flat(type(node), side))
            return ex.All(parts) if isinstance(node, exp.And) else ex.Any(parts)
        if isinstance(node, exp.Not):
            return self._negation(node.this)
        if isinstance(node, exp.Column):
            return self._holds(node)
        if isinstance(node, exp.In):
            return self._member(node)
        if isinstance(node, exp.Between):
            if node.args.get("symmetric"):
                raise _refused(construct="BETWEEN SYMMETRIC")
            return self._between(node.this, node.args["low"], node.args["high"])
        operator = _comparisons().get(type(node))
        if operator is not None:
            return self._compare(operator, node.this, node.expression)
        if isinstance(node, exp.Anonymous):
            return self._function(node)
        raise _refused(type(node).__name__)

    def _between(self, figure: exp.Expr, low: exp.Expr, high: exp.Expr) -> ex.All:
        least, most = self._compare(">=", figure, low), self._compare("<=", figure, high)
        bounds = [getattr(part, "right", None) or getattr(part, "day", None) for part in (least, most)]
        first, last = (bound.value if isinstance(bound, ex.Number) else bound for bound in bounds)
        if type(first) is type(last) and isinstance(first, Decimal | date) and first > last:  # type: ignore[operator]
            raise ExpressionError("empty-range", f"no figure lies between {first} and {last}", "write the lower first")
        return ex.All((least, most))

    def _flat(self, kind: type, node: exp.Expr) -> tuple[ex.Test, ...]:
        part = self.test(node)
        if kind.__name__ == "And" and isinstance(part, ex.All):
            return part.parts
        if kind.__name__ == "Or" and isinstance(part, ex.Any):
            return part.parts
        return (part,)

    def _negation(self, node: exp.Expr) -> ex.Test:
        return ex.Negation(self.test(node))

    def _holds(self, column: exp.Column) -> ex.Holds:
        name, meaning = self._name(column)
        if meaning.type is not FactType.BOOLEAN:
            raise ExpressionError(
                "type-mismatch", f"{name} is a {meaning.type.value}, not a truth", "compare it with a value"
            )
        return ex.Holds(name)

    def _member(self, node: exp.In) -> ex.Member:
        from sqlglot import exp  # noqa: PLC0415

        if node.args.get("query") or node.args.get("unnest"):
            raise _refused(construct="a subquery")
        if not isinstance(node.this, exp.Column):
            raise ExpressionError("type-mismatch", "IN needs a fact on its left", "write `fact IN (...)`")
        name, meaning = self._name(node.this)
        field = node.args.get("field")
        if field is not None:
            if not isinstance(field, exp.Column) or field.table:
                raise _refused(construct="anything but the plain name of a set, or a list,")
            set_name = field.name
            if meaning.type not in {FactType.COUNTRY, FactType.TEXT}:
                raise ExpressionError(
                    "type-mismatch", f"{name} is a {meaning.type.value}", "only texts and countries are in sets"
                )
            if set_name not in self.scope.sets:
                raise ExpressionError(
                    "unknown-set", f"there is no set {set_name}", "add it under sets/, or mend the name"
                )
            return ex.Member(name, set_name=set_name)
        if not node.expressions:
            raise _refused(construct="an empty list")
        return ex.Member(name, values=tuple(self._text(name, meaning, value) for value in node.expressions))

    def _text(self, name: str, meaning: Name, value: exp.Expr) -> str:
        from sqlglot import exp  # noqa: PLC0415

        if meaning.type not in {FactType.COUNTRY, FactType.TEXT}:
            raise ExpressionError(
                "type-mismatch", f"{name} is a {meaning.type.value}, not a text", "compare like with like"
            )
        if not isinstance(value, exp.Literal) or not value.is_string:
            raise ExpressionError(
                "type-mismatch", f"{name} is compared with something that is no text", "write the text in quotes: 'CN'"
            )
        text = str(value.this)
        if meaning.values and text not in meaning.values:
            raise ExpressionError(
                "unknown-value", f"{text!r} is no value of {name}", f"use one of {', '.join(meaning.values)}"
            )
        return text

    def _compare(self, operator: str, left: exp.Expr, right: exp.Expr) -> ex.Test:
        from sqlglot import exp  # noqa: PLC0415

        if isinstance(left, exp.Literal) and isinstance(right, exp.Column):
            return self._compare(_MIRROR[operator], right, left)
        if isinstance(left, exp.Column):
            name, meaning = self._name(left)
            if meaning.type in {FactType.COUNTRY, FactType.TEXT}:
                if operator not in {"=", "<>"}:
                    raise ExpressionError(
                        "type-mismatch", f"{name} is a {meaning.type.value} and has no order", "use = or <>"
                    )
                member = ex.Member(name, values=(self._text(name, meaning, right),))
                return member if operator == "=" else ex.Negation(member)
            if meaning.type is FactType.DATE:
                return ex.DateCompare(operator, name, _day(right))
            if meaning.type is FactType.BOOLEAN:
                raise ExpressionError(
                    "type-mismatch", f"{name} is a truth and needs no comparison", f"write `{name}` or `NOT {name}`"
                )
        return self._compare_figures(operator, left, right)

    def _compare_figures(self, operator: str, left: exp.Expr, right: exp.Expr) -> ex.Compare:
        (left_term, left_unit), (right_term, right_unit) = self.term(left), self.term(right)
        free = "*" in {left_unit, right_unit}
        if not free and left_unit != right_unit:
            what = f"compares {left_unit or 'a pure number'} with {right_unit or 'a pure number'}"
            raise ExpressionError("unit-mismatch", what, "compare figures of one unit, or scale by a constant")
        nodes = (*ex.walk(left_term), *ex.walk(right_term))
        if all(isinstance(node, ex.Number | ex.Arithmetic) for node in nodes):
            raise _refused(construct="a comparison that reads no fact")
        return ex.Compare(operator, left_term, right_term)

    # ---- figures; the unit "*" is a constant's, which takes the unit needed

    def term(self, node: exp.Expr) -> tuple[ex.Term, str]:
        from sqlglot import exp  # noqa: PLC0415

        if isinstance(node, exp.Paren):
            return self.term(node.this)
        if isinstance(node, exp.Literal) and not node.is_string:
            return ex.Number(_constant(str(node.this))), "*"
        if isinstance(node, exp.Column):
            name, meaning = self._name(node)
            if meaning.type is not FactType.NUMBER:
                raise ExpressionError(
                    "type-mismatch", f"{name} is a {meaning.type.value}, not a figure", "use a numeric fact"
                )
            return ex.Figure(name), meaning.unit
        if isinstance(node, exp.Add | exp.Sub | exp.Mul):
            return self._arithmetic(node)
        if isinstance(node, exp.Anonymous) and node.name.lower() == "days_between":
            return self._days(node), "days"
        raise _refused("division" if isinstance(node, exp.Div) else type(node).__name__)

    def _arithmetic(self, node: exp.Binary) -> tuple[ex.Term, str]:
        from sqlglot import exp  # noqa: PLC0415

        (left, left_unit), (right, right_unit) = self.term(node.left), self.term(node.right)
        if isinstance(node, exp.Mul) and any(self._may_be_negative(term) for term in (left, right)):
            raise _refused(construct="a difference, or days between two dates, as a factor")
        if isinstance(node, exp.Mul):
            unit = "*" if "*" in {left_unit, right_unit} else f"{left_unit}.{right_unit}"
            return ex.Arithmetic("*", left, right), unit
        if "*" not in {left_unit, right_unit} and left_unit != right_unit:
            raise ExpressionError("unit-mismatch", f"adds {left_unit} and {right_unit}", "add figures of one unit")
        unit = right_unit if left_unit == "*" else left_unit
        return ex.Arithmetic("+" if isinstance(node, exp.Add) else "-", left, right), unit

    def _may_be_negative(self, term: ex.Term) -> bool:
        return any(
            isinstance(node, ex.DaysBetween)
            or (isinstance(node, ex.Arithmetic) and node.operator == "-")
            or (isinstance(node, ex.Figure) and self.scope.names[node.name].signed)
            for node in ex.walk(term)
        )

    def _days(self, node: exp.Anonymous) -> ex.DaysBetween:
        from sqlglot import exp  # noqa: PLC0415

        columns = [argument for argument in node.expressions if isinstance(argument, exp.Column)]
        if len(columns) != 2 or len(node.expressions) != 2:  # noqa: PLR2004  two dates
            raise ExpressionError(
                "type-mismatch", "days_between needs two date facts", "write days_between(first, second)"
            )
        names = []
        for column in columns:
            name, meaning = self._name(column)
            if meaning.type is not FactType.DATE:
                raise ExpressionError(
                    "type-mismatch", f"{name} is a {meaning.type.value}, not a date", "use a date fact"
                )
            names.append(name)
        return ex.DaysBetween(*names)

    # ---- functions

    def _function(self, node: exp.Anonymous) -> ex.Test:
        name = node.name.lower()
        if name in {"any_party", "all_parties"}:
            return self._party_test(node, every=name == "all_parties")
        if name == "any_ic":
            if len(node.expressions) != 1 or self.scope.in_party or self.scope.in_ic:
                raise ExpressionError(
                    "bad-quantifier", "any_ic takes one test and stands outside other quantifiers", "write any_ic(test)"
                )
            return ex.AnyIc(_Reader(self._inside(ic=True)).test(node.expressions[0]))
        if name == "provided":
            return self._provided(node)
        function = f"the function {name}"
        raise _refused(construct=function)

    def _party_test(self, node: exp.Anonymous, *, every: bool) -> ex.PartyTest:
        from sqlglot import exp  # noqa: PLC0415

        arguments = node.expressions
        good = len(arguments) == 2 and isinstance(arguments[0], exp.Literal) and arguments[0].is_string  # noqa: PLR2004  roles, test
        if not good or self.scope.in_party or self.scope.in_ic:
            raise ExpressionError(
                "bad-quantifier", "a party test takes roles and a test", "write any_party('end_user', test)"
            )
        roles = tuple(role.strip() for role in str(arguments[0].this).split(","))
        for role in roles:
            if role not in _ROLES:
                raise ExpressionError("unknown-role", f"{role!r} is no role", f"use {', '.join(_ROLES)}")
        return ex.PartyTest(roles, _Reader(self._inside(party=True)).test(arguments[1]), every)

    def _provided(self, node: exp.Anonymous) -> ex.Provided:
        from sqlglot import exp  # noqa: PLC0415

        if not self.scope.in_condition:
            raise ExpressionError(
                "provided-outside-condition", "provided() stands in a rule's text", "use it in `conditions` only"
            )
        if len(node.expressions) != 1 or not isinstance(node.expressions[0], exp.Column):
            raise ExpressionError("type-mismatch", "provided() takes one fact", "write provided(fact)")
        name, meaning = self._name(node.expressions[0])
        if meaning.subject is None:
            raise ExpressionError("type-mismatch", f"provided() takes a fact; {name} is none", "name the paper")
        return ex.Provided(name)

    def _inside(self, *, party: bool = False, ic: bool = False) -> Scope:
        return Scope(self.scope.names, self.scope.sets, self.scope.in_condition, party, ic)

    def _name(self, column: exp.Column) -> tuple[str, Name]:
        name = column.name
        if column.table:
            raise _refused(construct="a qualified name")
        meaning = self.scope.names.get(name)
        if meaning is None:
            raise ExpressionError(
                "unknown-fact", f"there is no fact or rule name {name}", "add it to facts.yaml, or mend the name"
            )
        if meaning.subject is SubjectKind.PARTY and not self.scope.in_party:
            raise ExpressionError(
                "party-fact-outside-party-test",
                f"{name} is a fact of a party",
                "read it inside any_party or all_parties",
            )
        if meaning.subject is SubjectKind.ITEM and self.scope.in_party:
            raise ExpressionError(
                "item-fact-inside-party-test", f"{name} is a fact of the item", "read it outside the party test"
            )
        return name, meaning


def _comparisons() -> dict[type, str]:
    from sqlglot import exp  # noqa: PLC0415

    return {exp.GTE: ">=", exp.GT: ">", exp.LTE: "<=", exp.LT: "<", exp.EQ: "=", exp.NEQ: "<>"}


def _constant(text: str) -> Decimal:
    try:
        return read_number(text)
    except ValueError as error:
        raise ExpressionError("bad-number", str(error), "write the figure of the law out") from error


def _day(node: exp.Expr) -> date:
    from sqlglot import exp  # noqa: PLC0415

    try:
        return read_date(str(node.this) if isinstance(node, exp.Literal) and node.is_string else "")
    except ValueError as error:
        raise ExpressionError(
            "type-mismatch", f"a date is compared with no date: {error}", "write 'YYYY-MM-DD'"
        ) from error


def _refused(construct: str) -> ExpressionError:
    return ExpressionError(
        "refused-expression", f"{construct} is not in the rule language", "see docs/rule_language.md for what is"
    )
