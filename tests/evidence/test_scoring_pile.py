"""The scoring of piles: what is right counts, and each fault costs what it should."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from tests.evidence.counts import Count
from tests.evidence.scoring_pile import conflicts, duplicates, events, first_reports

from licet.acts.act import SourceGrade
from licet.evidence.model import Claim, Conflict, ConflictKind, Event, Span

if TYPE_CHECKING:
    from collections.abc import Mapping

NAMES = {"id-a": "a", "id-b": "b", "id-c": "c"}
CLASSES = {"nvidia-h20-96gb": frozenset({"h20"})}
LABEL: dict[str, Any] = {
    "duplicates": [{"documents": ["a", "b", "c"]}],
    "events": [
        {
            "key": "us:export",
            "state": "assured",
            "items": ["h20"],
            "days": [date(2025, 7, 14), date(2025, 7, 15)],
            "documents": ["a", "b"],
            "originators": ["nvidia"],
        }
    ],
    "conflicts": [{"kind": "state", "documents": ["a", "b"]}],
}


@dataclass(frozen=True)
class FewEvents:
    events: tuple[Event, ...]
    conflicts: tuple[Conflict, ...]
    claims: Mapping[str, Claim]


@pytest.fixture
def right() -> FewEvents:
    claims = {each: Claim(each, f"id-{each[0]}", 0, Span(0, 1), "x") for each in ("a1", "b1", "c1")}
    event = Event(
        event_id="e",
        key="us:export",
        state="assured",
        mark=None,
        items=("nvidia-h20-96gb",),
        actors=("us-commerce",),
        targets=("nvidia",),
        first=date(2025, 7, 14),
        last=date(2025, 7, 14),
        claims=("a1", "b1"),
        originators=("Nvidia",),
        grade=SourceGrade.NAMED,
    )
    return FewEvents((event,), (Conflict(ConflictKind.STATE, ("a1", "b1"), "one says more"),), claims)


def changed(pile: FewEvents, **parts: object) -> FewEvents:
    return replace(pile, events=tuple(replace(event, **parts) for event in pile.events))  # type: ignore[arg-type]


def test_a_pile_that_is_right_gets_every_mark(right: FewEvents) -> None:
    assert events(LABEL, right, NAMES, CLASSES) == Count(1, 1)
    assert first_reports(LABEL, right, NAMES, CLASSES) == Count(1, 1, 1, 1)
    assert conflicts(LABEL, right, NAMES) == Count(1, 1)


@pytest.mark.parametrize(
    "parts",
    [
        {"claims": ("a1",)},
        {"state": "applied"},
        {"key": "cn:import"},
        {"items": ("nvidia-h200-nvl-141gb",)},
        {"first": date(2025, 7, 16), "last": date(2025, 7, 16)},
        {"first": None, "last": None},
    ],
    ids=["a document is missing", "another state", "the other key", "another item", "another day", "no day"],
)
def test_an_event_that_is_not_the_one_labelled_is_missed(right: FewEvents, parts: dict[str, object]) -> None:
    assert events(LABEL, changed(right, **parts), NAMES, CLASSES).hits == 0


def test_an_event_whose_first_day_is_open_may_have_been_then(right: FewEvents) -> None:
    assert events(LABEL, changed(right, first=None), NAMES, CLASSES).hits == 1


def test_a_relay_among_the_originators_is_wrong(right: FewEvents) -> None:
    count = first_reports(LABEL, changed(right, originators=("Nvidia", "Relay A")), NAMES, CLASSES)

    assert count == Count(0, 1, 0, 1)


def test_a_conflict_of_another_kind_or_of_fewer_documents_is_missed(right: FewEvents) -> None:
    other = replace(right, conflicts=(replace(right.conflicts[0], kind=ConflictKind.DATE),))
    fewer = replace(right, conflicts=(replace(right.conflicts[0], claims=("a1",)),))

    assert (conflicts(LABEL, other, NAMES).hits, conflicts(LABEL, fewer, NAMES).hits) == (0, 0)


def test_pairs_are_counted_by_clusters() -> None:
    assert duplicates(LABEL, [("id-a", "id-b", "id-c")], NAMES) == Count(3, 3, 3, 3)
    assert duplicates(LABEL, [("id-a", "id-b"), ("id-c",)], NAMES) == Count(1, 3, 1, 1)
    assert duplicates({"duplicates": []}, [("id-a", "id-b")], NAMES) == Count(0, 0, 0, 1)
