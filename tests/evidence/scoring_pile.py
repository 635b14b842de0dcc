"""A pile of documents against gold: which are one text or one report, which claims are one event, what conflicts."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any, Protocol

from tests.evidence.counts import Count

from licet.acts.act import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from datetime import date

    from licet.evidence.model import Claim, Conflict, Event


class ReadPile(Protocol):
    """What is scored of a pile."""

    @property
    def events(self) -> Sequence[Event]:
        """Return what was done, or is said to be."""

    @property
    def conflicts(self) -> Sequence[Conflict]:
        """Return where claims disagree."""

    @property
    def claims(self) -> Mapping[str, Claim]:
        """Return the claims by id."""


def duplicates(label: dict[str, Any], clusters: Collection[Collection[str]], names: Mapping[str, str]) -> Count:
    """Score pairs of documents that are copies or versions of one; `names` leads from an id to the gold's name."""
    expected = {frozenset(pair) for row in label["duplicates"] for pair in combinations(row["documents"], 2)}
    found = {
        frozenset(pair)
        for cluster in clusters
        for pair in combinations(sorted(names[each] for each in cluster if each in names), 2)
    }
    hits = len(expected & found)
    return Count(hits, len(expected), hits, len(found))


def events(
    label: dict[str, Any], pile: ReadPile, names: Mapping[str, str], classes: Mapping[str, frozenset[str]]
) -> Count:
    """Score events: one holds claims of every document that tells it, on the days meant; precision is not counted."""
    hits = sum(
        any(_is_event(row, event, pile, names, classes) and _holds(row, event, pile, names) for event in pile.events)
        for row in label["events"]
    )
    return Count(hits, len(label["events"]))


def first_reports(
    label: dict[str, Any],
    pile: ReadPile,
    names: Mapping[str, str],
    classes: Mapping[str, frozenset[str]],
    actors: Callable[[str], str] = plain,
) -> Count:
    """Score who had an event first: just those named, however many documents pass it on.

    `actors` leads from a name to the id of who goes by it.
    """
    rows = [row for row in label["events"] if "originators" in row]
    right = found = 0
    for row in rows:
        near = [event for event in pile.events if _is_event(row, event, pile, names, classes)]
        found += bool(near)
        meant = {actors(each) for each in row["originators"]}
        right += any({actors(each) for each in event.originators} == meant for event in near)
    return Count(right, len(rows), right, found)


def conflicts(label: dict[str, Any], pile: ReadPile, names: Mapping[str, str]) -> Count:
    """Score conflicts: the kind, and claims of every document that disagrees; precision is not counted."""
    hits = 0
    for row in label["conflicts"]:
        told = [each for each in pile.conflicts if each.kind.value == row["kind"]]
        hits += any(set(row["documents"]) <= _documents(each.claims, pile, names) for each in told)
    return Count(hits, len(label["conflicts"]))


def _is_event(
    row: dict[str, Any], event: Event, pile: ReadPile, names: Mapping[str, str], classes: Mapping[str, frozenset[str]]
) -> bool:
    mark = None if event.mark is None else event.mark.value
    if (row.get("key"), row.get("state"), row.get("mark")) != (event.key, event.state, mark):
        return False
    items = {each for item in event.items for each in classes.get(item, {item})}
    same = not row.get("items") or bool(items & {*row["items"]})
    acting = not row.get("actors") or {*row["actors"]} <= {*event.actors, *event.targets}
    met = bool(_documents(event.claims, pile, names) & {*row["documents"]})
    return same and acting and met and _may_be(row.get("days"), event.first, event.last)


def _holds(row: dict[str, Any], event: Event, pile: ReadPile, names: Mapping[str, str]) -> bool:
    return {*row["documents"]} <= _documents(event.claims, pile, names)


def _may_be(days: list[date] | None, first: date | None, last: date | None) -> bool:
    """Tell whether an event may have been on the days; one whose last day is open is not dated."""
    if days is None:
        return True
    return last is not None and days[0] <= last and (first is None or first <= days[1])


def _documents(claims: Collection[str], pile: ReadPile, names: Mapping[str, str]) -> set[str]:
    return {names.get(pile.claims[each].document_id, "") for each in claims}
