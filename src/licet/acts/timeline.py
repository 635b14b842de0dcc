"""Acts as bands over time: from when to when each stood, which state decided, and the marks beside them.

A band ends where an act that surely had begun, and covers all of its scope, supersedes it. The headline of a key is
what held for everybody; acts for some buyers, uses or places have bands of their own.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from licet.acts.scope import Asked, of_item
from licet.acts.standing import standing
from licet.truth import Truth

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from licet.acts.act import Act, Effect, Story
    from licet.acts.standing import Stands
    from licet.catalogue import Catalogue, Item


@dataclass(frozen=True, slots=True)
class Window:
    """The days shown, both included, and what was public: None is all that is known."""

    first: date
    last: date
    known_at: date | None = None


@dataclass(frozen=True, slots=True)
class Band:
    """How long one act stood for an item: first possible day, day it surely had begun, first day out (None: still).

    `known` is False for an act that was not public on the day asked about.
    """

    item: Item
    act: Act
    start: date
    sure_start: date
    end: date | None
    contested: bool
    known: bool


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days through which one state decided a key for everybody; `end` is the first day out, None past the window."""

    item: Item
    key: str
    start: date
    end: date | None
    state: str | None
    effect: Effect
    headline: Stands | None


def bands(story: Story, item: Item, catalogue: Catalogue, window: Window) -> Iterator[Band]:
    """Yield the bands of an item that touch the window, in order of their first day."""
    acts = [act for act in story.acts.values() if act.key is not None and _reaches(act, item, catalogue, story)]
    for act in acts:
        known = act.is_public(window.known_at)
        known_at = window.known_at if known else None
        end = _end(act, acts, Asked(item, catalogue, window.last, known_at), story)
        if act.happened.first <= window.last and (end is None or end > window.first):
            contested = act.is_contested(known_at)
            yield Band(item, act, act.happened.first, act.happened.last, end, contested, known)


def marks(story: Story, items: Sequence[Item], catalogue: Catalogue, window: Window) -> Iterator[Act]:
    """Yield the marks within the window that concern one of the items, or no item in particular."""
    for act in story.acts.values():
        inside = act.happened.first <= window.last and act.happened.last >= window.first
        general = not (act.items or act.classes)
        wanted = act.mark is not None and inside
        if wanted and (general or any(_reaches(act, item, catalogue, story) for item in items)):
            yield act


def headline(story: Story, key: str, item: Item, catalogue: Catalogue, window: Window) -> Iterator[Stretch]:
    """Yield what decided a key for everybody, through the window without a gap."""
    days = sorted({window.first, *_turns(story, key, item, catalogue, window)})
    before: Stretch | None = None
    for day in days:
        found = standing(story, key, Asked(item, catalogue, day, window.known_at, general=True))
        stretch = Stretch(item, key, day, None, found.state, found.effect, found.headline)
        if before is not None and _same(before, stretch):
            continue
        if before is not None:
            yield replace(before, end=day)
        before = stretch
    if before is not None:
        yield before


def _turns(story: Story, key: str, item: Item, catalogue: Catalogue, window: Window) -> Iterator[date]:
    for act in story.acts.values():
        if act.key == key and _reaches(act, item, catalogue, story):
            yield from (day for day in (act.happened.first, act.happened.last) if window.first < day <= window.last)


def _same(one: Stretch, two: Stretch) -> bool:
    ids = [each.headline.act.id if each.headline else None for each in (one, two)]
    return ids[0] == ids[1] and (one.state, one.effect) == (two.state, two.effect)


def _reaches(act: Act, item: Item, catalogue: Catalogue, story: Story) -> bool:
    return of_item(act, item, catalogue, story).truth is not Truth.FALSE


def _end(act: Act, acts: Sequence[Act], asked: Asked, story: Story) -> date | None:
    """Return the first day on which another act surely ended this one, wholly."""
    ends = [
        other.happened.last
        for other in acts
        if act.id in other.supersedes
        and of_item(other, asked.item, asked.catalogue, story).truth is Truth.TRUE
        and other.is_public(asked.known_at)
        and not other.unverified
        and not other.is_contested(asked.known_at)
        and other.scope.covers(act.scope)
    ]
    return min(ends, default=None)


def span(story: Story, items: Sequence[Item], catalogue: Catalogue) -> tuple[date, date]:
    """Return the first day of any act on the items, and the last day that was checked."""
    days = [
        act.happened.first
        for act in story.acts.values()
        if act.key is not None and any(_reaches(act, item, catalogue, story) for item in items)
    ]
    first = min(days, default=story.checked_from)
    return max(first - timedelta(days=1), story.checked_from), story.checked_through
