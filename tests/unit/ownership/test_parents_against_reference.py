from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import product
from typing import TYPE_CHECKING

from hypothesis import assume, given

from licet.ownership import Basis, Method, OwnershipGraph, OwnershipTest, UltimateParents

from . import reference
from .reference import REST, WHOLE
from .strategies import cases, holdings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .reference import Case, Way

MAJORITY = OwnershipTest(Method.CASCADE, Decimal(50), inclusive=False)


def _outcomes(case: Case) -> Iterator[tuple[Way, bool]]:
    """Yield each way the shares may turn out, whoever holds what is not stated, and how own shares are taken."""
    for way in reference.ways(case):
        room = {x: 0 if x in case.complete else WHOLE - sum(row.values()) for x, row in way.items()}
        holders = [(REST, *case.parties) if room[x] else (None,) for x in case.parties]
        for chosen in product(*holders):
            filled = {x: dict(row) for x, row in way.items()}
            for x, holder in zip(case.parties, chosen, strict=True):
                if holder is not None and holder != x:
                    filled[x][holder] = filled[x].get(holder, 0) + room[x]
            if all(row.get(x, 0) < WHOLE for x, row in filled.items()):  # of a party that is all its own nobody asks
                yield filled, True
                yield filled, False


def _controllers(way: Way, case: Case, *, own_count: bool) -> dict[str, set[str]]:
    above: dict[str, set[str]] = {x: set() for x in (*case.parties, REST)}
    for holder in above:
        held = reference.cascade(way, {holder}, 50, inclusive=False, own_count=own_count)
        for x, share in held.items():
            if share > 50 and x != holder:
                above[x].add(holder)
    return above


@given(cases(most=3))
def test_who_stands_at_the_top_does_so_in_every_way(case: Case) -> None:
    graph = OwnershipGraph(holdings(case), complete=case.complete)
    parents = UltimateParents(graph.on(date(2026, 1, 1), above=case.parties), MAJORITY)
    outcomes = [_controllers(way, case, own_count=own) for way, own in _outcomes(case)]
    assume(outcomes)

    for party in case.parties:
        found = parents.of(party)
        for above in outcomes:
            assert found.surely_under == party or found.surely_under in above[party]
            if found.basis is Basis.OWNERS:
                assert above[found.surely_under] == set()
            for top in above[party] | {party}:
                if not above[top]:
                    assert found.allows(top)
        if found.basis is Basis.NOT_SETTLED:
            assert any(above[found.surely_under] for above in outcomes)
