"""Item expressions of scopes: read here in the language of the rules, evaluated where facts of items are at hand."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from licet.facts import SubjectKind
from licet.rules.parse import Name, Scope, parse_test

if TYPE_CHECKING:
    from licet.facts import FactSchema
    from licet.rules.expression import Test


def parse_item_expression(text: str, schema: FactSchema) -> Test:
    """Read an expression on facts of an item, such as `tpp < 21000 AND maker = 'Example'`.

    Args:
        text: As written in a scope.
        schema: The facts there are; those of items may be read, and of the circuits in it with `any_ic`.

    Raises:
        ExpressionError: If it is not in the language, or reads anything but facts of an item: no named set, since
            a grant does not move when a set of the law does.
    """
    return _parsed(text, tuple((fact.name, Name(fact.type, fact.unit, fact.subject, fact.values)) for fact in schema))


@lru_cache(maxsize=256)
def _parsed(text: str, facts: tuple[tuple[str, Name], ...]) -> Test:
    of_items = {name: meaning for name, meaning in facts if meaning.subject is SubjectKind.ITEM}
    return parse_test(text, Scope(of_items, ()))
