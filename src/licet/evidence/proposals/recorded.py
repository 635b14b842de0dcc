"""Which acts of the story an event is already recorded as."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from licet.evidence.pile.events_nodes import REACH, atoms_of, buyers_of, involved

if TYPE_CHECKING:
    from collections.abc import Sequence

    from licet.acts import Act, Story
    from licet.evidence.model import Claim, Event
    from licet.evidence.pile.strength import Strength


def recorded_as(event: Event, claims: Sequence[Claim], story: Story, tables: Strength) -> tuple[str, ...]:
    """Return the ids of the acts of the same key and state, or mark, items, people and days.

    Args:
        event: What was read.
        claims: Its claims.
        story: The acts recorded.
        tables: Say how far apart days may lie.
    """
    same = tables.same(event.mark)
    apart = timedelta(same.days_apart)
    first, last = _bounds(event)
    if not same.by_items and last == date.max:
        return ()  # people do many such things, and nothing says when this one was
    found = []
    for act in story.acts.values():
        is_same = (act.key, act.state, act.mark) == (event.key, event.state, event.mark)
        is_then = act.happened.first <= _later(last, apart) and _later(act.happened.last, apart) >= first
        if is_same and is_then and _is_of(act, event, claims, story, tables):
            found.append(act.id)
    people = {each for claim in claims for each in involved(claim, story, same)}
    is_vague = not same.by_items and len(people) < same.together
    return () if is_vague and len(found) > 1 else tuple(found)


def _later(day: date, by: timedelta) -> date:
    return day + by if date.max - day >= by else date.max


def _bounds(event: Event) -> tuple[date, date]:
    """Return the days of an event; told without a day, it may be anything of the month before the text."""
    last = event.last or event.first or date.max
    if event.first is not None:
        return event.first, last
    return (last - timedelta(REACH) if last != date.max and last.year > 1 else date.min), last


def _is_of(act: Act, event: Event, claims: Sequence[Claim], story: Story, tables: Strength) -> bool:
    """Tell whether an act is of the items, or the people, of an event."""
    atoms = atoms_of(event.items, story)
    same = tables.same(event.mark)
    if same.by_items:
        buyers = {each for claim in claims for each in buyers_of(claim, atoms, story)}
        is_for_others = buyers and act.scope.buyers and not buyers & set(act.scope.buyers)
        return bool(atoms & atoms_of((*act.items, *act.classes), story)) and not is_for_others
    people = {each for claim in claims for each in involved(claim, story, same)}
    theirs = set(act.actors)
    return bool(people & theirs) and (people <= theirs or len(people & theirs) >= same.together)
