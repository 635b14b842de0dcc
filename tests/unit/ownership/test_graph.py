from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from licet.errors import ProblemsFound
from licet.ownership import Holding, OwnershipGraph
from licet.ownership.graph import STATEMENTS_OF_ONE_SHARE
from licet.period import Period
from licet.quantity import Interval

DAY, LATER = date(2026, 1, 1), date(2026, 7, 1)


def _held(owner: str, owned: str, low: str, high: str | None = None, **more: object) -> Holding:
    interval = Interval(Decimal(low), Decimal(high if high is not None else low))
    return Holding(owner, owned, interval, **more)  # type: ignore[arg-type]


def _problems(*holdings: Holding) -> list[str]:
    with pytest.raises(ProblemsFound) as caught:
        OwnershipGraph(holdings)
    return [f"{each.slug}: {each.what}" for each in caught.value.problems]


@pytest.mark.parametrize(
    ("holding", "told"),
    [
        (_held("", "b", "10"), "missing-value: the owner or the party owned is blank"),
        (_held("a", " ", "10"), "missing-value: the owner or the party owned is blank"),
        (_held("a", "b", "100.1"), "bad-share: 100.1 is not a share from 0 to 100 percent"),
        (_held("a", "b", "-1"), "bad-share: -1 is not a share from 0 to 100 percent"),
        (_held("a", "b", "NaN"), "bad-share: NaN is not a share from 0 to 100 percent"),
        (_held("a", "b", "0", "Infinity"), "bad-share: Infinity is not a share from 0 to 100 percent"),
        (_held("a", "b", "0.0000000001"), "bad-share: 1E-10 has more than 9 decimals"),
        (_held("a", "b", "60", "40"), "bad-share: the share goes from 60 down to 40"),
        (
            _held("a", "b", "10", held=Period(DAY, LATER), surely_held=Period(DAY, None)),
            "bad-period: the days on which it is surely held are not all days on which it is held",
        ),
    ],
)
def test_a_fault_of_one_holding_is_told(holding: Holding, told: str) -> None:
    assert _problems(holding) == [told]


def test_all_faults_are_told_at_once() -> None:
    assert (
        len(_problems(_held("", "b", "10"), _held("a", "b", "101"), _held("c", "d", "60"), _held("e", "d", "60"))) == 3
    )


def test_owners_of_more_than_all_are_told_with_their_day() -> None:
    problems = _problems(
        _held("a", "x", "60", held=Period(None, LATER)),
        _held("b", "x", "30.5"),
        _held("c", "x", "20", held=Period(DAY, None)),
    )

    assert problems == ["more-than-whole: the owners of x hold 110.5 % of it on 2026-01-01: a 60 %, b 30.5 %, c 20 %"]


def test_a_share_that_is_sold_on_the_day_it_is_bought_counts_once() -> None:
    graph = OwnershipGraph([_held("a", "x", "60", held=Period(None, DAY)), _held("b", "x", "60", held=Period(DAY))])

    assert set(graph.on(DAY).ids) == {"x", "b"}


def test_all_of_a_party_is_not_more_than_all() -> None:
    assert OwnershipGraph([_held("a", "x", "60"), _held("b", "x", "40"), _held("c", "x", "0", "40")])
    assert OwnershipGraph([_held("a", "x", "60"), _held("a", "x", "50", "60"), _held("b", "x", "40")])


def test_days_that_are_not_sure_bring_no_contradiction() -> None:
    sure = Period(LATER, None)

    assert OwnershipGraph([_held("a", "x", "60", held=Period(None, LATER)), _held("b", "x", "60", surely_held=sure)])


def test_two_statements_that_contradict_are_told_with_both_sources() -> None:
    problems = _problems(
        _held("a", "x", "30", source="register of 2025", where="owners.csv:2"),
        _held("a", "x", "40", source="report", where="owners.csv:3", held=Period(DAY)),
    )

    assert problems == [
        (
            "contradicting-shares: a holds 40 % of x on 2026-01-01 by report (owners.csv:3), "
            "but 30 % by register of 2025 (owners.csv:2)"
        )
    ]


def test_two_statements_of_one_share_are_not_added_up() -> None:
    owners = OwnershipGraph([_held("a", "x", "30", "60"), _held("a", "x", "50", "70")]).on(DAY)

    assert owners.owners[owners.place["x"]] == [(owners.place["a"], 50 * 10**9, 60 * 10**9, True)]


def test_the_same_share_stated_too_often_is_refused() -> None:
    (problem,) = _problems(*[_held("a", "x", "30")] * (STATEMENTS_OF_ONE_SHARE + 1))

    assert problem.startswith("too-many-statements: ")


@pytest.mark.parametrize(
    ("day", "known"),
    [
        (date(2025, 12, 31), None),
        (DAY, (0, 30, False)),
        (LATER, (30, 30, True)),
        (date(2026, 9, 1), None),
    ],
)
def test_a_day_that_is_not_sure_makes_a_share_from_nothing_on(day: date, known: tuple[int, int, bool] | None) -> None:
    held, sure = Period(DAY, date(2026, 9, 1)), Period(LATER, date(2026, 9, 1))
    owners = OwnershipGraph([_held("a", "x", "30", held=held, surely_held=sure)]).on(day)
    edges = [(low // 10**9, high // 10**9, is_sure) for _, low, high, is_sure in owners.owners[owners.place["x"]]]

    assert edges == ([] if known is None else [known])


def test_what_others_surely_hold_is_not_to_be_had() -> None:
    owners = OwnershipGraph([_held("a", "x", "70"), Holding("b", "x")]).on(DAY)

    assert (owners.place["b"], 0, 30 * 10**9, True) in owners.owners[owners.place["x"]]
