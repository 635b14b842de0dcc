"""Rules lowered to one small form: truths over facts, with names, sets, places and dates worked in.

The constructors simplify as they build, and only in ways that hold in Kleene's logic. Truths are written
0, 1 and 2 (false, unknown, true). Tests of one categorical fact melt into one table from value to truth.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

FALSE, UNKNOWN, TRUE = 0, 1, 2


class Holder(Enum):
    """Whose fact it is; the value is the variable that holds its facts in generated code."""

    ITEM = "item"
    PARTY = "party"
    ORDER = "order"
    CANDIDATE = "candidate"


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact as the case holds it."""

    holder: Holder
    name: str


@dataclass(frozen=True, slots=True)
class Constant:
    """A truth that no fact moves."""

    truth: int


@dataclass(frozen=True, slots=True)
class Table:
    """The truth of a categorical fact: by value, of every other value, and where it is not stated."""

    fact: Fact
    listed: tuple[tuple[str, int], ...]
    other: int
    unstated: int


@dataclass(frozen=True, slots=True)
class Flag:
    """A truth fact."""

    fact: Fact


@dataclass(frozen=True, slots=True)
class IsStated:
    """A fact of any other type is stated: true or unknown, never false."""

    fact: Fact


@dataclass(frozen=True, slots=True)
class DayOrder:
    """A date fact against a day of the law, both as ordinals."""

    operator: str
    fact: Fact
    ordinal: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two figures compared."""

    operator: str
    left: Figure
    right: Figure


@dataclass(frozen=True, slots=True)
class Both:
    """All of the parts."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """Any of the parts."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Opposite:
    """The opposite of the part."""

    part: Node


@dataclass(frozen=True, slots=True)
class Surely:
    """True where the part is true, else false: what a presumption asks of its rebuttal."""

    part: Node


@dataclass(frozen=True, slots=True)
class AnyContents:
    """A test over the integrated circuits the item is or contains."""

    test: Node


@dataclass(frozen=True, slots=True)
class OverParties:
    """A test over the parties whose roles meet the mask."""

    roles: int
    every: bool
    test: Node


@dataclass(frozen=True, slots=True)
class ExactFigure:
    """`digits` / 10^`decimals`."""

    digits: int
    decimals: int


@dataclass(frozen=True, slots=True)
class FactFigure:
    """The interval of a numeric fact, in thousandths."""

    fact: Fact


@dataclass(frozen=True, slots=True)
class UnknownFigure:
    """A figure that nothing gives."""


@dataclass(frozen=True, slots=True)
class DaysFigure:
    """Days from the first date fact to the second."""

    first: Fact
    second: Fact


@dataclass(frozen=True, slots=True)
class Combined:
    """`+`, `-` or `*` of two figures."""

    operator: str
    left: Figure
    right: Figure


Figure = ExactFigure | FactFigure | UnknownFigure | DaysFigure | Combined
Node = (
    Constant
    | Table
    | Flag
    | IsStated
    | DayOrder
    | Comparison
    | Both
    | Either
    | Opposite
    | Surely
    | AnyContents
    | OverParties
)


def all_of(parts: Iterable[Node], *, melt: bool = True) -> Node:
    """Return the conjunction, simplified; `melt` joins tables of one fact."""
    return _joined(parts, Both, neutral=TRUE, decisive=FALSE, pick=min if melt else None)


def any_of(parts: Iterable[Node], *, melt: bool = True) -> Node:
    """Return the disjunction, simplified; `melt` joins tables of one fact."""
    return _joined(parts, Either, neutral=FALSE, decisive=TRUE, pick=max if melt else None)


def opposite(part: Node) -> Node:
    """Return the negation, simplified."""
    if isinstance(part, Constant):
        return Constant(TRUE - part.truth)
    if isinstance(part, Opposite):
        return part.part
    if isinstance(part, Table):
        return _table((part,), lambda truths: TRUE - next(iter(truths)))
    return Opposite(part)


def surely(part: Node) -> Node:
    """Return whether the part is certainly true, simplified."""
    if isinstance(part, Constant):
        return Constant(TRUE if part.truth == TRUE else FALSE)
    return Surely(part)


def _joined(
    parts: Iterable[Node],
    kind: type[Both | Either],
    *,
    neutral: int,
    decisive: int,
    pick: Callable[[Iterable[int]], int] | None,
) -> Node:
    flat: dict[Node, None] = {}
    for part in parts:
        flat.update(dict.fromkeys(part.parts if isinstance(part, kind) else (part,)))
    known = [part.truth for part in flat if isinstance(part, Constant)]
    if decisive in known:
        return Constant(decisive)
    rest: list[Node] = [part for part in flat if not isinstance(part, Constant)]
    if pick is not None:
        rest = _melted(rest, pick)
    if any(part == Constant(decisive) for part in rest):
        return Constant(decisive)
    rest = [part for part in rest if part != Constant(neutral)]
    if UNKNOWN in known:
        rest.append(Constant(UNKNOWN))
    if not rest:
        return Constant(neutral)
    return rest[0] if len(rest) == 1 else kind(tuple(rest))


def _melted(parts: list[Node], pick: Callable[[Iterable[int]], int]) -> list[Node]:
    """Join the tables of one fact into one, which takes the place of the first."""
    by_fact: dict[Fact, list[Table]] = {}
    for part in parts:
        if isinstance(part, Table):
            by_fact.setdefault(part.fact, []).append(part)
    joined: dict[Fact, Node] = {
        fact: _table(tuple(tables), pick) if len(tables) > 1 else tables[0] for fact, tables in by_fact.items()
    }
    found: list[Node] = []
    for part in parts:
        if not isinstance(part, Table):
            found.append(part)
        elif part.fact in joined:
            found.append(joined.pop(part.fact))
    return found


def _table(tables: tuple[Table, ...], pick: Callable[[Iterable[int]], int]) -> Node:
    rows = [dict(table.listed) for table in tables]
    values = sorted({value for row in rows for value in row})
    listed = {
        value: pick([row.get(value, table.other) for row, table in zip(rows, tables, strict=True)]) for value in values
    }
    return table(
        tables[0].fact, listed, pick([table.other for table in tables]), pick([table.unstated for table in tables])
    )


def table(fact: Fact, listed: dict[str, int], other: int, unstated: int) -> Node:
    """Return a table without needless rows; a constant if no value of the fact moves it."""
    needed = tuple((value, truth) for value, truth in sorted(listed.items()) if truth != other)
    if not needed and other == unstated:
        return Constant(other)
    return Table(fact, needed, other, unstated)


def below(node: Node) -> tuple[Node, ...]:
    """Return the nodes directly below one, those inside a quantifier left out: they have a scope of their own."""
    if isinstance(node, Both | Either):
        return node.parts
    if isinstance(node, Opposite | Surely):
        return (node.part,)
    return ()
