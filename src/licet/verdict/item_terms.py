"""Item expressions of scopes, evaluated for an item: a scope may cover what a condition on its figures describes.

The language is that of the rules, read with facts of items alone; a fact that the catalogue lacks leaves it unknown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from licet.errors import ProblemsFound
from licet.problem import Problem
from licet.register import parse_item_expression
from licet.truth import Truth

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from licet.catalogue import Catalogue, Item
    from licet.register import Authorisation
    from licet.rules import Law
    from licet.rules.expression import Test

Met = tuple[tuple[str, Truth], ...]


class ItemTerms:
    """The item expressions of some authorisations; each is read once, and worked out once for an item and a day."""

    def __init__(self, law: Law, authorisations: Iterable[Authorisation] = ()) -> None:
        """Read every expression.

        Raises:
            ProblemsFound: With each that is not in the language, or reads what is no fact of an item.
        """
        self._law = law
        self._tests: dict[str, Test] = {}
        self._met: dict[tuple[int, date], tuple[Item, Met]] = {}  # the item is kept, so that its id stays its own
        problems: list[Problem] = []
        for one in authorisations:
            text = one.scope.item_expression
            if text is None or text in self._tests:
                continue
            found = _read(text, law, one.where or one.number)
            if isinstance(found, Problem):
                problems.append(found)
            else:
                self._tests[text] = found
        if problems:
            raise ProblemsFound(problems)

    def of(self, item: Item, catalogue: Catalogue, day: date) -> Met:
        """Return what each expression comes to for an item, under the named sets of the day."""
        if not self._tests:
            return ()
        key = id(item), day
        if key not in self._met:
            self._met[key] = item, self._worked_out(item, catalogue, day)
        return self._met[key][1]

    def _worked_out(self, item: Item, catalogue: Catalogue, day: date) -> Met:
        from licet.evaluate import Evaluator  # noqa: PLC0415
        from licet.rules import book_at  # noqa: PLC0415
        from licet.verdict.query import Query, situation_of  # noqa: PLC0415

        situation = situation_of(Query(item=item, catalogue=catalogue, valid_at=day))
        evaluator = Evaluator(book_at(self._law, day), situation)
        return tuple((text, evaluator.test(test).truth) for text, test in self._tests.items())


def item_terms_met(
    law: Law, item: Item, catalogue: Catalogue, authorisations: Iterable[Authorisation], day: date
) -> Met:
    """Return what the item expressions of authorisations come to, for `Draw.met` of a draw that is no line of a case.

    Raises:
        ProblemsFound: With each expression that cannot be read.
    """
    return ItemTerms(law, authorisations).of(item, catalogue, day)


def _read(text: str, law: Law, where: str) -> Test | Problem:
    from licet.rules.parse import ExpressionError  # noqa: PLC0415  sqlglot is slow

    try:
        return parse_item_expression(text, law.schema)
    except ExpressionError as error:
        return Problem(error.slug, where, f"the item expression {text[:80]!r}: {error.what}", error.mend)
