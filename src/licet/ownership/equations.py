"""Shares in terms of one another, solved exactly: each is a constant and parts of others, none of them negative."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_NONE = Fraction(0)


def solve(parts: Mapping[int, Mapping[int, Fraction]], constants: Mapping[int, Fraction]) -> dict[int, Fraction]:
    """Return v where v[x] = constants[x] + the sum of parts[x][y] * v[y].

    Unknowns are put into the rest one by one, those with the fewest neighbours first. As nothing is negative, nothing
    cancels.

    Args:
        parts: For each unknown its parts of unknowns, itself among them where it is a part of itself.
        constants: For each unknown.

    Raises:
        ZeroDivisionError: If some unknowns are parts of each other alone and wholly, so that they have no one solution.
    """
    rows = {x: dict(row) for x, row in parts.items()}
    known = dict(constants)
    below: defaultdict[int, set[int]] = defaultdict(set)
    for x, row in rows.items():
        for y in row:
            below[y].add(x)
    order: list[int] = []
    open_ones = set(rows)
    while open_ones:
        x = min(open_ones, key=lambda each: (len(rows[each]) * len(below[each]), each))
        open_ones.remove(x)
        order.append(x)
        _settle_itself(x, rows[x], known)
        below[x].discard(x)
        for y in below.pop(x):
            part = rows[y].pop(x)
            known[y] += part * known[x]
            for z, of_x in rows[x].items():
                rows[y][z] = rows[y].get(z, _NONE) + part * of_x
                below[z].add(y)
        for z in rows[x]:
            below[z].discard(x)
    solved: dict[int, Fraction] = {}
    for x in reversed(order):
        solved[x] = known[x] + sum((part * solved[y] for y, part in rows[x].items()), _NONE)
    return solved


def _settle_itself(x: int, row: dict[int, Fraction], known: dict[int, Fraction]) -> None:
    itself = row.pop(x, None)
    if itself is not None:
        rest = 1 / (1 - itself)
        known[x] *= rest
        for y in row:
            row[y] *= rest
