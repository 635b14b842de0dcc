"""What a band or a mark says when it is pointed at: act, state, days, grade, contest and sources, a line each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from licet.report.act_words import contest_text, happened_text, reported_text, scope_words, short_sources, state_text
from licet.report.layout import clean
from licet.report.words import effect_words, spaced

if TYPE_CHECKING:
    from collections.abc import Mapping

    from licet.report.timeline_rows import Told

    Data = Mapping[str, Any]


def band_tip(band: Data, one: Told | None) -> str:
    """Return the tip of a band; a band without an act says that there is none."""
    head = f"{one.number}. {clean(one.act['title'])}" if one else "No act is known."
    until = f"until {clean(band['to'])}" if band["to"] else "with no end known"
    state = f"{clean(band['key'])}: {state_text(band)} ({effect_words(band['effect'])})"
    days = f"{_begins(band)}, {until}"
    return "\n".join(part for part in (head, state, days, *_limits(band), *_told(one)) if part)


def mark_tip(mark: Data, one: Told) -> str:
    """Return the tip of a mark."""
    head = f"{one.number}. {clean(mark['title'])}"
    parts = (head, f"{spaced(mark['kind'])}, {happened_text(one.act)}", *_told(one))
    return "\n".join(part for part in parts if part)


def _begins(band: Data) -> str:
    sure = band.get("sure_from") or band["from"]
    first = clean(band["from"])
    return f"from {first}" if sure == band["from"] else f"from some day between {first} and {clean(sure)}"


def _limits(band: Data) -> list[str]:
    """Return for whom a band is, and that it is contested even where no act says why."""
    return [scope_words(band["scope_text"]), "contested" if band["contested"] else ""]


def _told(one: Told | None) -> list[str]:
    if one is None:
        return []
    contest = contest_text(one.act)
    sources = short_sources(one.act)
    return [
        reported_text(one.act),
        f"contested {contest}" if contest else "",
        "unverified, decides nothing" if one.act.get("unverified") else "",
        "" if one.known else f"learned later: public on {clean(one.act['public'])}",
        f"sources: {sources}" if sources else "",
    ]
