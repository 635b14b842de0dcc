"""The rule that passes on in proportion: of what an owner holds, listed parties have the part they have of the owner.

Parties that own each other, or themselves, give equations, solved exactly up to `EXACT_UP_TO` parties; beyond that,
and where a fraction grows past `LONGEST` bits, a bound is rounded to the safe side. So bounds always hold, and are not
always the closest.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from fractions import Fraction
from operator import mul
from typing import TYPE_CHECKING, Any, TypeAlias

from licet.ownership.components import components
from licet.ownership.equations import solve
from licet.ownership.holding import WHOLE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from licet.ownership.on_day import OwnersOnDay

EXACT_UP_TO = 40  # parties that own each other; the fractions grow with their number
LONGEST = 512  # bits of a denominator
GRID = 10**15  # what bounds are rounded to where they are not exact
CLOSE = GRID // 10**8  # bounds that move less than that are left where they are
ROUNDS = 50  # of improving a choice of shares, before bounds are narrowed step by step instead
VISITS = 20_000_000  # of edges, in narrowing bounds step by step

Part: TypeAlias = Fraction | int
_Row: TypeAlias = tuple[list[tuple[int, int]], int]  # units by owner, and units held by those that count


def least_parts(owners: OwnersOnDay, listed: Iterable[int]) -> list[Part]:
    """Return the part of each party that the listed have at least, from 0 to 1; of a listed party 1."""
    fixed: list[Part | None] = [0] * len(owners)
    reached = set(listed)
    for x in reached:
        fixed[x] = 1
    open_ones = list(reached)
    while open_ones:  # whom no listed party reaches, it has no part of
        for owned, low, _, _ in owners.owned[open_ones.pop()]:
            if low and owned not in reached:
                reached.add(owned)
                fixed[owned] = None
                open_ones.append(owned)
    return _Least(owners, fixed).all()


def most_parts(owners: OwnersOnDay, fixed_places: Iterable[int], *, anybody: bool) -> list[Part]:
    """Return the part of each party that those that may count have at most, from 0 to 1.

    Args:
        owners: Who owns whom.
        fixed_places: Those that may count by themselves, and the circles.
        anybody: Whether shares that are not stated may be held by those that count.
    """
    fixed: list[Part | None] = [None] * len(owners)
    for x in fixed_places:
        fixed[x] = 1
    return _Most(owners, fixed, anybody=anybody).all()


def most_of_row(owners: OwnersOnDay, parts: list[Part], place: int, *, anybody: bool) -> Part:
    """Return the most that those that may count have of a party through its owners, on parts found before."""
    reckoning = _Most(owners, [None] * len(owners), anybody=anybody)
    reckoning.parts = parts
    reckoning.found = parts.__getitem__
    return reckoning.of_row(reckoning.row(place))


class _Parts(ABC):
    """Works down from those above to those below."""

    def __init__(self, owners: OwnersOnDay, fixed: list[Part | None]) -> None:
        self.owners = owners
        self._fixed = fixed
        self.parts: list[Part] = [0 if part is None else part for part in fixed]
        self.found: Callable[[int], Any] = self.parts.__getitem__

    def all(self) -> list[Part]:
        """Return the part of each place."""
        fixed = self._fixed
        above = [
            [edge[0] for edge in edges if fixed[edge[0]] is None] if fixed[place] is None else []
            for place, edges in enumerate(self.owners.owners)
        ]
        for together in components(above):
            place = together[0]
            if fixed[place] is not None:
                continue
            if len(together) == 1 and place not in self.owners.own:
                self.parts[place] = self._trimmed(self.of_row(self.row(place)))
            elif len(together) > EXACT_UP_TO or not self._solved(together):
                self._narrow(together)
        return self.parts

    @abstractmethod
    def row(self, place: int) -> _Row:
        """Return which units of a place count as whose, on the parts found so far."""

    @abstractmethod
    def rounded(self, part: Part) -> int:
        """Return the part on the grid, rounded to the safe side."""

    @abstractmethod
    def start(self) -> int:
        """Return the bound to narrow from, on the grid."""

    @abstractmethod
    def has_choice(self, place: int) -> bool:
        """Tell whether the row of a place depends on the parts found."""

    def of_row(self, row: _Row) -> Part:
        """Return the part that counts of a row, on the parts found so far."""
        edges, counted = row
        parts = self.parts
        rest = Fraction(0)
        for owner, units in edges:
            part = parts[owner]
            if part:
                if part == 1:
                    counted += units
                else:
                    rest += units * part
        return (rest + counted) / WHOLE if rest else Fraction(counted, WHOLE)

    def _trimmed(self, part: Part) -> Part:
        if part.denominator.bit_length() <= LONGEST:
            return part
        return Fraction(self.rounded(part), GRID)

    def _solved(self, together: list[int]) -> bool:
        """Find the parts of parties that own each other; False if no choice of shares was the best in time."""
        rows = {x: self.row(x) for x in together}
        choosing = [x for x in together if self.has_choice(x)]
        for _ in range(ROUNDS):
            self._solve(rows)
            better = False
            for x in choosing:
                row = self.row(x)
                if self.of_row(row) > self.parts[x]:
                    rows[x] = row
                    better = True
            if not better:
                for x in together:
                    self.parts[x] = self._trimmed(self.parts[x])
                return True
        return False

    def _solve(self, rows: dict[int, _Row]) -> None:
        inner: dict[int, dict[int, Fraction]] = {}
        constants: dict[int, Fraction] = {}
        for x, (edges, counted) in rows.items():
            inner[x] = {owner: Fraction(units, WHOLE) for owner, units in edges if owner in rows and units}
            outer = [(owner, units) for owner, units in edges if owner not in rows]
            constants[x] = Fraction(self.of_row((outer, counted)))
        for x, part in solve(inner, constants).items():
            self.parts[x] = part

    def _narrow(self, together: list[int]) -> None:
        """Move bounds on the grid towards the parts, never past them."""
        around = {edge[0] for x in together for edge in self.owners.owners[x]} - set(together)
        on_grid = [0] * len(self.parts)
        for x in around:
            on_grid[x] = self.rounded(self.parts[x])
        for x in together:
            on_grid[x] = self.start()
        self.found = on_grid.__getitem__
        free = {x for x in together if self.has_choice(x)}
        rows = {x: _split(self.row(x)) for x in together}
        edges = sum(len(self.owners.owners[x]) + 1 for x in together)
        for _ in range(max(20, VISITS // edges)):
            moved = 0
            for x in reversed(together):
                holders, units, counted = _split(self.row(x)) if x in free else rows[x]
                now = self._divided(counted * GRID + sum(map(mul, units, map(self.found, holders))))
                moved = max(moved, abs(now - on_grid[x]))
                on_grid[x] = now
            if moved < CLOSE:
                break
        for x in together:
            self.parts[x] = Fraction(on_grid[x], GRID)
        self.found = self.parts.__getitem__

    @abstractmethod
    def _divided(self, total: int) -> int:
        """Return a total on the grid divided by the whole, rounded to the safe side."""


def _split(row: _Row) -> tuple[tuple[int, ...], tuple[int, ...], int]:
    edges, counted = row
    return tuple(edge[0] for edge in edges), tuple(edge[1] for edge in edges), counted


class _Least(_Parts):
    """Every share the least it can be."""

    def row(self, place: int) -> _Row:
        edges = [(owner, low) for owner, low, _, _ in self.owners.owners[place] if low]
        own = self.owners.own.get(place)
        return ([*edges, (place, own[0])] if own and own[0] else edges), 0

    def rounded(self, part: Part) -> int:
        return part.numerator * GRID // part.denominator

    def start(self) -> int:
        return 0

    def has_choice(self, place: int) -> bool:  # noqa: ARG002  the least shares are the least for everybody
        return False

    def _divided(self, total: int) -> int:
        return total // WHOLE


class _Most(_Parts):
    """Shares as great as they can be, those of the owners first of which the most counts."""

    def __init__(self, owners: OwnersOnDay, fixed: list[Part | None], *, anybody: bool) -> None:
        super().__init__(owners, fixed)
        self._anybody = anybody

    def _edges(self, place: int) -> list[tuple[int, int, int]]:
        edges = [(owner, low, high) for owner, low, high, _ in self.owners.owners[place]]
        own = self.owners.own.get(place)
        return [*edges, (place, *own)] if own else edges

    def row(self, place: int) -> _Row:
        edges = self._edges(place)
        room = WHOLE - sum(low for _, low, _ in edges)
        if self._anybody and self.owners.is_open(place):
            return [(owner, low) for owner, low, _ in edges if low], room
        if sum(high - low for _, low, high in edges) <= room:
            return [(owner, high) for owner, _, high in edges], 0
        units: list[tuple[int, int]] = []
        for owner, low, high in sorted(edges, key=lambda edge: self.found(edge[0]), reverse=True):
            more = min(high - low, room)
            room -= more
            units.append((owner, low + more))
        return units, 0

    def rounded(self, part: Part) -> int:
        return -(-part.numerator * GRID // part.denominator)

    def start(self) -> int:
        return GRID

    def has_choice(self, place: int) -> bool:
        if self._anybody and self.owners.is_open(place):
            return False
        return sum(high for _, _, high in self._edges(place)) > WHOLE

    def _divided(self, total: int) -> int:
        return -(-total // WHOLE)
