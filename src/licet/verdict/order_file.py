"""What a register keeps of one order beside the balances: what it holds, how it was judged, what persons decided."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date, datetime

    from licet.case import Answer
    from licet.verdict.overrides import Override


@dataclass(frozen=True, slots=True)
class Held:
    """Units of an order that stand under one number for one item.

    `units` are open or shipped; `ever` counts those given back too.
    """

    order_id: str
    number: str
    key: str
    item_id: str
    units: int
    shipped: int
    open_units: int
    ever: int
    reservations: tuple[tuple[str, int], ...] = ()  # those with open units, and how many; the oldest first


@dataclass(frozen=True, slots=True)
class Judgement:
    """How an order was judged when it was last written down."""

    order_id: str
    content: Mapping[str, Any]
    valid_at: date
    recorded_at: datetime
    author: str
    entry: int

    @property
    def causes(self) -> tuple[str, ...]:
        """What stood against it."""
        return tuple(self.content.get("causes", ()))

    @property
    def facts(self) -> Mapping[str, Any]:
        """The facts it was judged on."""
        facts: Mapping[str, Any] = self.content.get("facts", {})
        return facts

    def units(self, name: str) -> int:
        """Return `release_units`, `hold_units` or `undetermined_units`."""
        return int(self.content.get(name, 0))


@dataclass(frozen=True, slots=True)
class Approval:
    """Two persons approved of a change of facts, by a document."""

    order_id: str
    author: str
    second: str
    reason: str
    document: str
    recorded_at: datetime
    entry: int


@dataclass(frozen=True, slots=True)
class Baseline:
    """The facts an order was held on, and how many units it released then; a change since needs two persons."""

    facts: Mapping[str, Any]
    release_units: int
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class OrderFile:
    """What is on file of one order. Nothing, where no register is asked."""

    held: tuple[Held, ...] = ()
    answers: tuple[Answer, ...] = ()
    overrides: tuple[Override, ...] = ()
    judgement: Judgement | None = None
    baseline: Baseline | None = None
    approval: Approval | None = None  # the last that counts
    not_counted: tuple[str, ...] = ()  # why notes of the order do not count

    def holds(self, key: str, item_id: str) -> dict[str, Held]:
        """Return what is held for a key and an item, by number."""
        return {held.number: held for held in self.held if (held.key, held.item_id) == (key, item_id) and held.units}

    def held_ever(self, number: str, key: str) -> int:
        """Return how many units were ever reserved under a number for a key, those given back among them."""
        return sum(held.ever for held in self.held if (held.number, held.key) == (number, key))


NOTHING_FILED = OrderFile()


@dataclass(frozen=True, slots=True)
class Unusable:
    """An authorisation on file that nothing may be drawn on, and why: `is suspended since 2026-03-01`."""

    number: str
    key: str
    why: str
    source: str


def _usable(_number: str) -> Unusable | None:
    return None


@dataclass(frozen=True, slots=True)
class FactChange:
    """A stated fact of an order that is now stated otherwise; `words` says what changed, from what to what."""

    name: str
    words: str


@dataclass(frozen=True, slots=True)
class Filed:
    """All that the judgement of one line reads of a register."""

    file: OrderFile = NOTHING_FILED
    overrides: tuple[Override, ...] = ()  # those that count on the day
    changes: tuple[FactChange, ...] = ()  # since it was held
    unusable: Callable[[str], Unusable | None] = field(default=_usable)


NOT_FILED = Filed()
