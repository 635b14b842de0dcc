"""Reader of the scope of an authorisation.

A key holds a list or the word `any`; `items` may hold a condition on facts of the item, with a list or without. A key
that is absent is blank and covers nothing. Intermediate consignees must be named: `any` is refused for them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from licet.facts import Movement, Role
from licet.register.authorisation import ANYTHING, NOTHING, Coverage, Scope
from licet.register.fields import read_text, read_value
from licet.register.item_expression import parse_item_expression
from licet.rules.parse import ExpressionError
from licet.yaml_source import Mapping, Sequence, Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from licet.facts import FactSchema
    from licet.register.fields import Fields

_ANY = "any"
_COUNTRY_LETTERS = 2
_KEYS = ("items", "movements", "ship_from", "destinations", "places_of_use", "end_uses", "parties")


def read_scope(entry: Fields, schema: Callable[[], FactSchema]) -> Scope:
    """Read the key `scope` of an authorisation; absent, it covers nothing.

    Args:
        entry: The authorisation.
        schema: Gives the facts that an item expression may read; asked only where one is written.
    """
    fields = entry.mapping("scope", keys=_KEYS)
    if fields is None:
        return Scope()
    items, item_expression = _items(fields, schema)
    return Scope(
        items=items,
        item_expression=item_expression,
        movements=read_coverage(fields, "movements", _movement),
        ship_from=read_coverage(fields, "ship_from", read_country),
        destinations=read_coverage(fields, "destinations", read_country),
        places_of_use=read_coverage(fields, "places_of_use", read_country),
        end_uses=read_coverage(fields, "end_uses", as_written),
        parties=_parties(fields),
    )


def _items(scope: Fields, schema: Callable[[], FactSchema]) -> tuple[Coverage, str | None]:
    if not isinstance(scope.node("items"), Mapping):
        return read_coverage(scope, "items", as_written), None
    fields = scope.mapping("items", keys=("where", "listed"))
    if fields is None:
        return NOTHING, None
    fields.require("where")
    items = read_coverage(fields, "listed", as_written)
    if items.is_any:
        fault, mend = "any item is listed beside a condition", "write items: any, or a condition"
        fields.report("any-in-list", fields.where_of("listed"), fault, mend)
        return NOTHING, None
    text = fields.text("where")
    if text is not None:
        try:
            parse_item_expression(text, schema())
        except ExpressionError as error:
            fields.report(error.slug, fields.where_of("where"), f"where: {error.what}", error.mend)
            text = None
    return items, text


def _parties(scope: Fields) -> tuple[tuple[Role, Coverage], ...]:
    fields = scope.mapping("parties", keys=[role.value for role in Role])
    if fields is None:
        return ()
    parties = tuple((role, read_coverage(fields, role.value, as_written)) for role in Role if role.value in fields)
    for role, coverage in parties:
        if role is Role.INTERMEDIATE_CONSIGNEE and coverage.is_any:
            fields.report(
                "unnamed-intermediary",
                fields.where_of(role.value),
                "intermediate consignees must be named",
                "list their party ids, or leave the key out if there are none",
            )
    return parties


def read_coverage(fields: Fields, key: str, read: Callable[[str], str]) -> Coverage:
    """Read a list of members, or `any`; absent, it covers nothing."""
    node = fields.node(key)
    if node is None:
        return NOTHING
    if isinstance(node, Text) and node.text.strip() == _ANY:
        return ANYTHING
    if not isinstance(node, Sequence):
        mend = "write a list such as [a, b], or any"
        fields.report("not-a-list", fields.where_of(key), f"{key} is neither a list nor any", mend)
    elif not node.items:
        fields.report("empty-list", node.where, f"{key} is an empty list", "list what is covered, or leave the key out")
    else:
        return _members(fields, key, node, read)
    return NOTHING


def _members(fields: Fields, key: str, node: Sequence, read: Callable[[str], str]) -> Coverage:
    members: set[str] = set()
    for item in node.items:
        text = read_text(item, f"a member of {key}", fields.problems)
        if text is None:
            continue
        if text == _ANY:
            mend = f"write {key}: any, or list members only"
            fields.report("any-in-list", item.where, f"any stands in the list of {key}", mend)
            continue

        def report(what: str, where: str = item.where) -> None:
            fields.report("bad-member", where, f"{key}: {what}", "mend this member of the list")

        member = read_value(text, read, report)
        if member in members:
            fields.report("duplicate-member", item.where, f"{member} stands twice in {key}", "keep one of them")
        elif member is not None:
            members.add(member)
    return Coverage(frozenset(members))


def as_written(text: str) -> str:
    """Take a member as it is written."""
    return text


def _movement(text: str) -> str:
    words = [movement.value for movement in Movement]
    if text not in words:
        msg = f"{text[:40]!r} is none of {', '.join(words)}"
        raise ValueError(msg)
    return text


def read_country(text: str) -> str:
    """Read a country code.

    Raises:
        ValueError: If it is none.
    """
    code = text.upper()
    if len(code) != _COUNTRY_LETTERS or not code.isascii() or not code.isalpha():
        msg = f"{text[:40]!r} is not an ISO 3166-1 alpha-2 country code such as CN"
        raise ValueError(msg)
    return code
