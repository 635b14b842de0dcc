from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.ownership import ListedShares, Method, OwnershipGraph, OwnershipTest, Share

from . import reference
from .reference import REST
from .strategies import cases, holdings

if TYPE_CHECKING:
    from .reference import Case

DAY = date(2026, 1, 1)
CLOSE = Fraction(1, 1000)  # percent


def _shares(case: Case, test: OwnershipTest) -> ListedShares:
    owners = OwnershipGraph(holdings(case), complete=case.complete).on(DAY)
    return ListedShares(owners, test, case.listed, case.possibly)


def _by_cascade(case: Case, test: OwnershipTest, *, anybody: bool) -> dict[str, Share]:
    low = dict.fromkeys(case.parties, Fraction(100))
    high = dict.fromkeys(case.parties, Fraction(0))
    how = {"threshold": int(test.threshold), "inclusive": test.inclusive}
    for way in reference.ways(case):
        least = reference.cascade(way, set(case.listed), **how, own_count=True)
        filled = reference.with_rest(case, way) if anybody else way
        maybe = case.listed | case.possibly | {REST}
        seeds = set(maybe) | reference.circles(filled, maybe)
        most = reference.cascade(filled, seeds, **how, own_count=False)
        low = {x: min(low[x], least[x]) for x in case.parties}
        high = {x: max(high[x], most[x]) for x in case.parties}
    return {x: Share(low[x], high[x]) for x in case.parties}


def _in_proportion(case: Case, *, anybody: bool) -> dict[str, Share]:
    low = dict.fromkeys(case.parties, Fraction(100))
    high = dict.fromkeys(case.parties, Fraction(0))
    for way in reference.ways(case):
        least = reference.parts(way, set(case.listed))
        filled = reference.with_rest(case, way) if anybody else way
        maybe = case.listed | case.possibly | {REST}
        most = reference.parts(filled, set(maybe) | reference.circles(filled, maybe))
        low = {x: min(low[x], least[x]) for x in case.parties}
        high = {x: max(high[x], most[x]) for x in case.parties}
    return {x: Share(low[x], high[x]) for x in case.parties}


@given(cases(), st.sampled_from([10, 30, 50, 100]), st.booleans())
def test_the_cascade_is_what_every_way_gives(case: Case, threshold: int, inclusive: bool) -> None:
    test = OwnershipTest(Method.CASCADE, Decimal(threshold), inclusive=inclusive)
    shares = _shares(case, test)
    every, stated = _by_cascade(case, test, anybody=True), _by_cascade(case, test, anybody=False)

    for party in shares.owners.ids:
        found = shares.of(party)
        assert (found.share, found.of_stated) == (every[party], stated[party])


@given(cases())
def test_the_look_through_is_what_every_way_gives(case: Case) -> None:
    shares = _shares(case, OwnershipTest(Method.PROPORTIONAL, Decimal(50)))
    every, stated = _in_proportion(case, anybody=True), _in_proportion(case, anybody=False)

    for party in set(shares.owners.ids) - case.listed - case.possibly:
        found = shares.of(party)
        assert (found.share, found.of_stated) == (every[party], stated[party])


@pytest.mark.parametrize("name", ["EXACT_UP_TO", "LONGEST", "ROUNDS"])
@given(case=cases())
def test_bounds_that_are_rounded_still_hold_and_are_close(name: str, case: Case) -> None:
    test = OwnershipTest(Method.PROPORTIONAL, Decimal(50))
    exact = _shares(case, test)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(f"licet.ownership.look_through.{name}", 0)
        rounded = _shares(case, test)

    for party in set(exact.owners.ids) - case.listed - case.possibly:
        closest, found = exact.of(party).of_stated, rounded.of(party).of_stated
        assert found.lo <= closest.lo <= closest.hi <= found.hi
        assert closest.lo - found.lo < CLOSE
        assert found.hi - closest.hi < CLOSE


@given(cases(), st.sampled_from(Method))
def test_the_part_above_a_party_answers_for_it_as_the_whole_does(case: Case, method: Method) -> None:
    graph = OwnershipGraph(holdings(case), complete=case.complete)
    test = OwnershipTest(method, Decimal(50))
    whole = ListedShares(graph.on(DAY), test, case.listed, case.possibly)

    for party in whole.owners.ids:
        alone = ListedShares(graph.on(DAY, above=[party]), test, case.listed, case.possibly)
        assert (alone.of(party), alone.behind(party)) == (whole.of(party), whole.behind(party))


@given(cases(), st.sampled_from(Method))
def test_more_that_may_be_listed_never_lowers_an_upper_bound(case: Case, method: Method) -> None:
    test = OwnershipTest(method, Decimal(50))
    fewer = _shares(case._replace(possibly=frozenset()), test)
    more = _shares(case, test)

    for party in set(more.owners.ids) - case.possibly:
        assert fewer.of(party).share.lo == more.of(party).share.lo
        assert fewer.of(party).share.hi <= more.of(party).share.hi
