"""A slow reference: every way in which the shares may turn out is tried, one by one, by the plainest means.

Shares are in steps of ten percent, so that every extreme is among the ways tried. A party is a letter. It shares no
code with what it tests.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

STEP, WHOLE = 10, 100
REST = "?"  # whoever holds what is not stated


class Case(NamedTuple):
    """Stated shares (lowest, highest in percent) by owner and owned; who is complete, listed, possibly listed."""

    stated: Mapping[tuple[str, str], tuple[int, int]]
    parties: str
    complete: frozenset[str]
    listed: frozenset[str]
    possibly: frozenset[str]


Way = dict[str, dict[str, int]]  # owned: owner: percent


def ways(case: Case) -> Iterator[Way]:
    """Yield each way the shares may turn out, of which no party's owners hold more than all."""
    edges = sorted(case.stated)
    for shares in product(*(range(case.stated[edge][0], case.stated[edge][1] + 1, STEP) for edge in edges)):
        way: Way = {party: {} for party in case.parties}
        for (owner, owned), share in zip(edges, shares, strict=True):
            if share:
                way[owned][owner] = share
        if all(sum(row.values()) <= WHOLE for row in way.values()):
            yield way


def with_rest(case: Case, way: Way) -> Way:
    """Return the way with the shares that are not stated as a holder of its own, of those parties that are open."""
    filled = {party: dict(row) for party, row in way.items()}
    for party, row in filled.items():
        if party not in case.complete and sum(row.values()) < WHOLE:
            row[REST] = WHOLE - sum(row.values())
    return filled


def circles(way: Way, listed: frozenset[str]) -> set[str]:
    """Return whom only the listed and each other hold, wholly."""
    inside = set(way) | listed
    while out := {x for x in inside - listed if sum(share for o, share in way[x].items() if o in inside) < WHOLE}:
        inside -= out
    return inside - listed


def cascade(way: Way, seeds: set[str], threshold: int, *, inclusive: bool, own_count: bool) -> dict[str, Fraction]:
    """Return the share that those that count hold of each party."""
    counting = set(seeds)
    while True:
        held = {x: _held(x, row, counting, own_count=own_count) for x, row in way.items()}
        new = {x for x, share in held.items() if share > threshold or (inclusive and share == threshold)} - counting
        if not new:
            return held
        counting |= new


def _held(party: str, row: Mapping[str, int], counting: set[str], *, own_count: bool) -> Fraction:
    total = sum(share for owner, share in row.items() if owner in counting and owner != party)
    of = WHOLE if own_count else WHOLE - row.get(party, 0)
    return Fraction(total * 100, of) if of else Fraction(100)


def parts(way: Way, seeds: set[str]) -> dict[str, Fraction]:
    """Return what the seeds have of each party in proportion, by Gauss's elimination; nothing where it is open."""
    reached = set(seeds)
    while new := {x for x, row in way.items() if x not in reached and reached & set(row)}:
        reached |= new
    unknown = sorted(reached - seeds)
    matrix = [
        [Fraction(int(x == y)) - Fraction(way[x].get(y, 0), WHOLE) for y in unknown]
        + [Fraction(sum(share for owner, share in way[x].items() if owner in seeds), WHOLE)]
        for x in unknown
    ]
    for i in range(len(unknown)):
        pivot = next(row for row in range(i, len(unknown)) if matrix[row][i])
        matrix[i], matrix[pivot] = matrix[pivot], matrix[i]
        matrix[i] = [value / matrix[i][i] for value in matrix[i]]
        for other in range(len(unknown)):
            if other != i:
                times = matrix[other][i]
                matrix[other] = [a - times * b for a, b in zip(matrix[other], matrix[i], strict=True)]
    found = {x: matrix[i][-1] * 100 for i, x in enumerate(unknown)}
    return {x: Fraction(100) if x in seeds else found.get(x, Fraction(0)) for x in way}
