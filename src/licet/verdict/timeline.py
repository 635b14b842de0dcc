"""Both keys of some items over time, in JSON form: what decided, every act as a band, and the marks beside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from licet.acts import Window, bands, headline, marks, span
from licet.errors import ProblemsFound
from licet.problem import Problem
from licet.verdict.act_json import act_json, scope_text
from licet.verdict.desk import day_said
from licet.verdict.footer import standard_footer
from licet.verdict.status import SCHEMA_VERSION, chronicle_of, named_only, read_item, stale_acts, with_items

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from licet.acts import Band, Story, Stretch
    from licet.catalogue import Item
    from licet.verdict.desk import Desk


def timeline(
    desk: Desk,
    items: Sequence[str],
    *,
    first: str | None = None,
    last: str | None = None,
    known_at: str | None = None,
) -> dict[str, Any]:
    """Return the timeline of items (JSON shape `timeline`).

    Args:
        desk: From `open_desk`.
        items: Names; without any, every family of items that acts name, one item of each.
        first: The first day shown; the day before the first act if None.
        last: The last day shown; the last day that acts were gathered for if None.
        known_at: Acts that became public later are shown as such.

    Raises:
        ProblemsFound: With every fault in the words.
        UsageError: If no acts are recorded.
    """
    problems: list[Problem] = []
    words = {"--from": first, "--to": last, "--known-at": known_at}
    days = [day_said(text, where, problems) for where, text in words.items()]
    found = [item for text in items if (item := read_item(desk, text, problems)) is not None] or _families(desk)
    start, end = _span(desk, found, days[0], days[1], problems)
    if problems:
        raise ProblemsFound(problems)
    return _shown(desk, list({item.item_id: item for item in found}.values()), Window(start, end, days[2]))


def _span(
    desk: Desk, items: Sequence[Item], first: date | None, last: date | None, problems: list[Problem]
) -> tuple[date, date]:
    start, end = span(chronicle_of(desk).story, items, with_items(desk, items))
    start, end = first or min(start, last or start), last or max(end, first or end)
    if end < start:
        problems.append(Problem("backward-days", "--to", f"it ends on {end}, before {start}", "put the earlier first"))
    return start, end


def _families(desk: Desk) -> list[Item]:
    """Return the first item of every family that an act with a state names."""
    story = chronicle_of(desk).story
    named = dict.fromkeys(name for act in story.acts.values() if act.key is not None for name in act.classes)
    found: dict[str, Item] = {}
    for name in named:
        item_class = story.classes[name]
        if item_class.items:
            found.setdefault(item_class.items[0], desk.catalogue[item_class.items[0]])
        elif item_class.not_in_catalogue:
            found.setdefault(name, named_only(item_class))
    return list(found.values())


def _shown(desk: Desk, items: Sequence[Item], window: Window) -> dict[str, Any]:
    story, catalogue = chronicle_of(desk).story, with_items(desk, items)
    found = [band for item in items for band in bands(story, item, catalogue, window)]
    beside = list(marks(story, items, catalogue, window))
    keys = [rule.key for rule in story.keys]
    stretches = [stretch for item in items for key in keys for stretch in headline(story, key, item, catalogue, window)]
    acts = {band.act.id: band.act for band in found} | {act.id: act for act in beside}
    return {
        "schema_version": SCHEMA_VERSION,
        "from": str(window.first),
        "to": str(window.last),
        "known_at": str(window.known_at) if window.known_at else None,
        "items": [{"item": item.item_id, "item_name": item.model or item.item_id} for item in items],
        "headline": [_stretch(stretch, story) for stretch in stretches],
        "bands": [_band(band, story) for band in found],
        "marks": [
            {
                "act": act.id,
                "kind": act.mark.value if act.mark else "",
                "from": str(act.happened.first),
                "to": str(act.happened.last),
                "title": act.title,
                "items": [*act.items, *(item for name in act.classes for item in story.classes[name].items)],
                "known": act.is_public(window.known_at),
            }
            for act in beside
        ],
        "acts": {name: act_json(act, story, window.known_at) for name, act in acts.items()},
        "stale": list(stale_acts(window.first, window.last, story)),
        "gaps": list(story.gaps),
        "checked_through": str(story.checked_through),
        "acts_version": story.version,
        "footer": standard_footer(str(desk.law.pack.head.checked_through)),
    }


def _stretch(stretch: Stretch, story: Story) -> dict[str, Any]:
    state, each = stretch.state, stretch.headline
    return {
        "item": stretch.item.item_id,
        "key": stretch.key,
        "from": str(stretch.start),
        "to": str(stretch.end) if stretch.end else None,
        "state": state or "not_narrated",
        "state_words": story.state(stretch.key, state).words if state else "no act is recorded",
        "effect": stretch.effect.value,
        "contested": each.contested if each else False,
        "act": each.act.id if each else None,
        "scope_text": scope_text(each.act.scope, story) if each else "any",
    }


def _band(band: Band, story: Story) -> dict[str, Any]:
    act = band.act
    assert act.key is not None and act.state is not None  # noqa: S101, PT018  only acts with a state have bands
    state = story.state(act.key, act.state)
    return {
        "item": band.item.item_id,
        "key": act.key,
        "from": str(band.start),
        "sure_from": str(band.sure_start),
        "to": str(band.end) if band.end else None,
        "state": act.state,
        "state_words": state.words,
        "effect": state.effect.value,
        "contested": band.contested,
        "act": act.id,
        "scope_text": scope_text(act.scope, story),
        "known": band.known,
    }
