"""An act, and what stands on a key, in the published JSON form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from licet.acts.scope import spaced

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from licet.acts import Act, ActScope, KeyStanding, Stands, Story
    from licet.acts.act import ActSource, ReportedQuantity, Requirement
    from licet.verdict.overlap import Clash


def act_json(act: Act, story: Story, known_at: date | None = None) -> dict[str, Any]:
    """Return an act with its sources as plain data; of a public act, only what was public of it on a day."""
    state = story.state(act.key, act.state) if act.key is not None and act.state is not None else None
    told_at = known_at if act.is_public(known_at) else None
    contested = act.contested if act.is_contested(told_at) else None
    return {
        "id": act.id,
        "title": act.title,
        "key": act.key,
        "state": act.state,
        "state_words": state.words if state else None,
        "effect": state.effect.value if state else None,
        "mark": act.mark.value if act.mark else None,
        "happened": {"from": str(act.happened.first), "to": str(act.happened.last)},
        "told": _day(act.told),
        "public": str(act.public),
        "grade": act.grade.value,
        "originator": act.originator,
        "actors": [story.actors[name].name for name in act.actors],
        "items": list(act.items),
        "classes": [{"id": name, "title": story.classes[name].title} for name in act.classes],
        "scope": {
            "buyers": [story.actors[name].name for name in act.scope.buyers],
            "uses": list(act.scope.uses),
            "places": list(act.scope.places),
        },
        "scope_text": scope_text(act.scope, story),
        "contested": {"public": str(contested.public), "by": list(contested.by), "why": contested.why}
        if contested
        else None,
        "supersedes": list(act.supersedes),
        "unverified": act.unverified,
        "requires": [_requirement(each) for each in act.requires],
        "quantities": [_quantity(each) for each in act.quantities],
        "sources": [source_json(each) for each in act.sources if _was_out(each, told_at)],
        "note": act.note,
    }


def _was_out(source: ActSource, known_at: date | None) -> bool:
    return known_at is None or source.published is None or source.published <= known_at


def scope_text(scope: ActScope, story: Story) -> str:
    """Return for whom and for what an act holds, in words."""
    buyers = ", ".join(story.actors[name].name for name in scope.buyers)
    uses = ", ".join(use_words(name) for name in scope.uses)
    parts = (
        f"buyers {buyers}" if buyers else "",
        f"use: {uses}" if uses else "",
        f"place of use {', '.join(scope.places)}" if scope.places else "",
    )
    return "; ".join(part for part in parts if part) or "any"


def use_words(name: str) -> str:
    """Return a use or kind of user, without the word that says which of the two it is."""
    return spaced(name.removeprefix("end_use_").removeprefix("end_user_"))


def source_json(source: ActSource) -> dict[str, Any]:
    """Return a page as plain data."""
    return {
        "title": source.title,
        "publisher": source.publisher,
        "published": _day(source.published),
        "url": source.url or None,
        "read": source.read,
        "relay": source.relay or None,
    }


def _requirement(each: Requirement) -> dict[str, Any]:
    return {
        "id": each.id,
        "text": each.text,
        "question": each.question,
        "only_in": list(each.only_in) or None,
        "not_in": list(each.not_in) or None,
    }


def _quantity(each: ReportedQuantity) -> dict[str, Any]:
    bounds = {name: getattr(each, name) for name in ("exactly", "at_least", "at_most")}
    return {"kind": each.kind.value, "text": each.text, **bounds, "unit": each.unit}


def stands_json(found: KeyStanding, story: Story, known_at: date | None = None) -> list[dict[str, Any]]:
    """Return every act that stands on a key, what decides first, then the latest."""
    return [
        {
            "act": act_json(each.act, story, known_at),
            "applies": each.bears.truth.word,
            "began": each.begun.word,
            "why_unknown": list(each.bears.reasons),
            "contested": each.contested,
            "effect": each.effect.value,
            "counts": found.role_of(each),
        }
        for each in in_order(found)
    ]


def in_order(found: KeyStanding) -> list[Stands]:
    """Return what stands, the act that decides first, then the latest."""
    latest = sorted(found.standing, key=lambda each: (each.act.happened.last, each.act.id), reverse=True)
    return sorted(latest, key=lambda each: each is not found.headline)


def brief_json(found: KeyStanding) -> list[dict[str, Any]]:
    """Return what stands on a key in short: state, day, who says so, and what it does."""
    return [
        {
            "act": each.act.id,
            "title": each.act.title,
            "state": each.act.state,
            "happened": {"from": str(each.act.happened.first), "to": str(each.act.happened.last)},
            "effect": each.effect.value,
            "grade": each.act.grade.value,
            "originator": each.act.originator,
            "public": str(each.act.public),
            "contested": each.contested,
            "applies": each.bears.truth.word,
            "counts": found.role_of(each),
        }
        for each in in_order(found)
    ]


def clashes_json(found: Iterable[Clash]) -> list[dict[str, Any]]:
    """Return clauses that leave nothing together."""
    return [
        {
            "dimension": clash.dimension,
            "on_file": clash.on_file,
            "verified": clash.verified,
            "clauses": [
                {
                    "key": clause.key,
                    "text": clause.text,
                    "citation": clause.citation,
                    "grade": clause.grade,
                    "allowed": clause.allowed,
                    "on_file": clause.on_file,
                    "unverified": clause.unverified,
                }
                for clause in clash.clauses
            ],
        }
        for clash in found
    ]


def _day(day: date | None) -> str | None:
    return str(day) if day else None
