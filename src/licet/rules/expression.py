"""The expressions a rule is written in, as a tree; no SQL text survives parsing.

The nodes are tagged structs so that a compiled pack can be stored and read back without running code.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterator


class Node(msgspec.Struct, frozen=True, tag=True):
    """Base of every node."""


class Number(Node, frozen=True, tag="n"):
    """A constant of the law, exact."""

    value: Decimal


class Figure(Node, frozen=True, tag="f"):
    """The figure of a numeric fact."""

    name: str


class DaysBetween(Node, frozen=True, tag="d"):
    """Days from the first date fact to the second; negative if the second is earlier."""

    first: str
    second: str


class Arithmetic(Node, frozen=True, tag="a"):
    """`+`, `-` or `*` of two figures."""

    operator: str
    left: Term
    right: Term


class Compare(Node, frozen=True, tag="c"):
    """Two figures compared with `>=`, `>`, `<=`, `<`, `=` or `<>`."""

    operator: str
    left: Term
    right: Term


class DateCompare(Node, frozen=True, tag="dc"):
    """A date fact compared with a date of the law."""

    operator: str
    name: str
    day: date


class Member(Node, frozen=True, tag="m"):
    """A text or country fact is one of the values, or is in the named set."""

    name: str
    values: tuple[str, ...] = ()
    set_name: str = ""


class Holds(Node, frozen=True, tag="h"):
    """A truth fact, or the truth of another rule."""

    name: str


class All(Node, frozen=True, tag="and"):
    """AND."""

    parts: tuple[Test, ...]


class Any(Node, frozen=True, tag="or"):
    """OR."""

    parts: tuple[Test, ...]


class Negation(Node, frozen=True, tag="not"):
    """NOT."""

    part: Test


class PartyTest(Node, frozen=True, tag="p"):
    """A test over the parties that hold one of the roles; `every` is all_parties, else any_party."""

    roles: tuple[str, ...]
    test: Test
    every: bool = False


class AnyIc(Node, frozen=True, tag="ic"):
    """A test over the integrated circuits the item is or contains."""

    test: Test


class Provided(Node, frozen=True, tag="pr"):
    """A paper is provided: the fact is stated, and not stated false."""

    name: str


Term = Number | Figure | DaysBetween | Arithmetic
Test = Compare | DateCompare | Member | Holds | All | Any | Negation | PartyTest | AnyIc | Provided


def children(node: Node) -> tuple[Node, ...]:
    """Return the nodes directly below a node."""
    if isinstance(node, All | Any):
        return node.parts
    if isinstance(node, Negation):
        return (node.part,)
    if isinstance(node, PartyTest | AnyIc):
        return (node.test,)
    if isinstance(node, Compare | Arithmetic):
        return (node.left, node.right)
    return ()


def walk(node: Node) -> Iterator[Node]:
    """Go through a node and all below it, parents first."""
    yield node
    for child in children(node):
        yield from walk(child)


def names_read(node: Node) -> Iterator[str]:
    """Yield every fact or rule name the node itself reads, children left out."""
    if isinstance(node, Figure | Member | Holds | Provided | DateCompare):
        yield node.name
    elif isinstance(node, DaysBetween):
        yield node.first
        yield node.second


_QUANTIFIERS = {False: "any_party", True: "all_parties"}


def shown(node: Node) -> str:
    """Return the node as rule text, fully bracketed where order matters."""
    match node:
        case Number(value=value):
            return format(value, "f")
        case Figure(name=name) | Holds(name=name):
            return name
        case DaysBetween(first=first, second=second):
            return f"days_between({first}, {second})"
        case Arithmetic(operator=operator, left=left, right=right):
            return f"{_factor(left, operator)} {operator} {_factor(right, operator, last=True)}"
        case Compare(operator=operator, left=left, right=right):
            return f"{shown(left)} {operator} {shown(right)}"
        case DateCompare(operator=operator, name=name, day=day):
            return f"{name} {operator} {day}"
        case Member():
            return _member(node)
        case All(parts=parts):
            return " AND ".join(_bracketed(part) for part in parts)
        case Any(parts=parts):
            return " OR ".join(_bracketed(part) for part in parts)
        case Negation(part=Member(name=name, values=(value,), set_name="")):
            return f"{name} <> {value}"
        case Negation(part=part):
            return f"NOT {_bracketed(part)}"
        case PartyTest(roles=roles, test=test, every=every):
            return f"{_QUANTIFIERS[every]}({' or '.join(roles)}: {shown(test)})"
        case AnyIc(test=test):
            return f"any_ic({shown(test)})"
        case Provided(name=name):
            return f"provided({name})"
    raise AssertionError(node)


def _bracketed(node: Node) -> str:
    return f"({shown(node)})" if isinstance(node, All | Any) else shown(node)


def _factor(term: Term, operator: str, *, last: bool = False) -> str:
    """Bracket a part of an arithmetic term where it would be read otherwise."""
    inner = term.operator if isinstance(term, Arithmetic) else ""
    apart = inner in {"+", "-"} and (operator == "*" or last)
    return f"({shown(term)})" if apart or (last and inner == operator == "*") else shown(term)


def _member(node: Member) -> str:
    if node.set_name:
        return f"{node.name} IN {node.set_name}"
    return f"{node.name} = {node.values[0]}" if len(node.values) == 1 else f"{node.name} IN ({', '.join(node.values)})"
