"""Explaining many parties, and what is shown of each, does not depend on how much there is above them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from time import process_time

import pytest

from licet.ownership import (
    Explainer,
    Holding,
    ListedShares,
    Method,
    OwnershipGraph,
    OwnershipTest,
    StatedCountry,
    UltimateParents,
    Why,
    explain,
    parent_headquarters,
)
from licet.quantity import Interval

DAY = date(2026, 6, 15)
HALF = OwnershipTest(Method.CASCADE, Decimal(50))
CONTROL = OwnershipTest(Method.CASCADE, Decimal(50), inclusive=False)


def graph(*lines: tuple[str, str, str], complete: tuple[str, ...] = ()) -> OwnershipGraph:
    return OwnershipGraph(
        [Holding(owner, owned, Interval.exactly(percent), source=f"{owned} report") for owned, owner, percent in lines],
        complete=complete,
    )


def shares(owners: OwnershipGraph, *listed: str, method: Method = Method.CASCADE) -> ListedShares:
    return ListedShares(owners.on(DAY), OwnershipTest(method, Decimal(50)), listed)


@pytest.mark.parametrize("method", list(Method))
def test_one_explainer_says_of_each_party_what_is_said_of_it_alone(method: Method) -> None:
    lines = [("A", "B", "60"), ("B", "C", "50"), ("B", "A", "10"), ("C", "L", "55"), ("D", "B", "40"), ("D", "L", "1")]
    reckoned = shares(graph(*lines), "L", method=method)
    explainer = Explainer(reckoned)

    for party in ("A", "B", "C", "D", "L", "elsewhere", "A"):
        assert explainer.of(party) == explain(reckoned, party)


def test_less_is_shown_where_less_is_asked_for() -> None:
    lines = [(f"{step}", f"{step + 1}", "60") for step in range(6)] + [("0", f"P{number}", "1") for number in range(9)]
    found = Explainer(shares(graph(*lines), "6"), steps_up=2, owners_shown=3, steps_shown=4).of("0")

    assert ([step.owner for step in found.steps], found.not_shown) == (["1", "P0", "P1", None], 7)
    (above, _) = found.steps[0].above
    assert (above.owner, above.above, above.is_cut) == ("2", (), True)


def test_who_is_held_wholly_by_the_listed_counts_and_is_no_circle() -> None:
    found = explain(shares(graph(("A", "B", "60"), ("B", "L", "100")), "L"), "A")

    assert found.steps[0].why is Why.COUNTS


@pytest.mark.parametrize("method", list(Method))
def test_who_may_be_held_by_what_it_holds_alone_is_a_circle(method: Method) -> None:
    found = explain(shares(graph(("A", "B", "60"), ("B", "C", "100"), ("C", "B", "100")), "L", method=method), "A")

    assert found.steps[0].why is Why.CIRCLE


def test_the_same_holdings_with_other_parties_complete() -> None:
    one = graph(("A", "P", "60"), ("P", "Q", "100"))
    other = one.completed(["A", "Q"])

    assert (one.complete, other.complete) == (frozenset(), frozenset({"A", "Q"}))
    assert (shares(one, "L").of("A").share.hi, shares(other, "L").of("A").share.hi) == (100, 0)
    assert other.holdings("A", "P", DAY) == one.holdings("A", "P", DAY) != ()


@pytest.mark.parametrize(("lines", "held"), [([("A", "P", "33.3"), ("A", "A", "20")], "53.3"), ([], "0")])
def test_what_the_stated_hold_at_most(lines: list[tuple[str, str, str]], held: str) -> None:
    assert graph(*lines).on(DAY).stated_at_most("A") == Decimal(held)


def test_a_step_of_control_through_many_shows_the_greatest() -> None:
    through = [(f"H{number}", "T", "60") for number in range(8)]
    found = UltimateParents(graph(*through, *(("A", f"H{number}", "10") for number in range(8))).on(DAY), CONTROL)
    step = found.of("A").path[0]

    assert (step.percent, len(step.through)) == ("80", 8)
    assert step.words({}).endswith("10 % through H3, 10 % through H4 and 3 more) [A report]")


def test_less_work_leaves_open_who_may_be_above() -> None:
    lines = graph(("A", "P", "50"), ("A", "Q", "40"), ("Q", "P", "10"), complete=("A", "P", "Q")).on(DAY)

    assert UltimateParents(lines, CONTROL).of("A").parent == "A"
    assert UltimateParents(lines, CONTROL, work=1).of("A").why.endswith("has too many parties above it to try each")


def test_who_is_in_a_great_circle_is_told_in_an_instant() -> None:
    many = 20_000
    owners = graph(*((f"{place}", f"{(place + 1) % many}", "100") for place in range(many))).on(DAY)
    parents = UltimateParents(owners, CONTROL)
    at = {f"{place}": StatedCountry("CN") for place in range(many)}
    start = process_time()

    assert {parent_headquarters(parents.of(f"{place}"), at).country for place in range(many)} == {None}
    assert process_time() - start < 20


def test_many_under_one_of_many_owners_are_told_in_an_instant() -> None:
    many = 5000
    lines = [(f"D{number}", "H", "60") for number in range(many)]
    lines += [("H", f"O{number}", "0.01") for number in range(many)]
    explainer = Explainer(shares(graph(*lines), "O7"), owners_shown=3)
    start = process_time()

    assert {explainer.of(f"D{number}").steps[0].owner for number in range(many)} == {"H"}
    assert process_time() - start < 20
