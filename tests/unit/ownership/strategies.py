"""Small graphs of owners, drawn at random."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import strategies as st

from licet.ownership import Holding
from licet.quantity import Interval

from .reference import STEP, WHOLE, Case

PARTIES = "ABCDE"
UNCERTAIN = 3  # shares of a case that are intervals, at most: the reference tries each figure of each


@st.composite
def cases(draw: st.DrawFn, most: int = len(PARTIES)) -> Case:
    """Draw a case of so many parties at most; in it no party's owners surely hold more than all of it."""
    size = draw(st.integers(2, most))
    parties = PARTIES[:size]
    stated: dict[tuple[str, str], tuple[int, int]] = {}
    room = dict.fromkeys(parties, WHOLE)
    uncertain = 0
    edges = draw(st.lists(st.tuples(st.sampled_from(parties), st.sampled_from(parties)), max_size=9, unique=True))
    for owner, owned in edges:
        low = draw(st.one_of(st.just(0), st.integers(0, room[owned] // STEP))) * STEP
        high = low
        if uncertain < UNCERTAIN and draw(st.booleans()):
            high = draw(st.one_of(st.just(WHOLE // STEP), st.integers(low // STEP, WHOLE // STEP))) * STEP
            uncertain += high > low
        room[owned] -= low
        stated[owner, owned] = (low, high)
    some = st.frozensets(st.sampled_from(parties))
    listed, possibly = draw(some), draw(some)
    return Case(stated, parties, draw(some), listed, possibly - listed)


def holdings(case: Case) -> list[Holding]:
    """Return the shares of a case as they are stated."""
    return [
        Holding(owner, owned, Interval(Decimal(low), Decimal(high)), source=f"{owner}{owned}")
        for (owner, owned), (low, high) in case.stated.items()
    ]
