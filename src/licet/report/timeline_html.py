"""The timeline as one page of HTML, and as a section of the report on a book of orders.

Complete in itself, as every page is: addresses of sources are shown as text, never as links. All acts stand in a
table that needs no script; with it, pointing at a band, touching it or coming to it by keyboard shows its act.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from licet.report import words
from licet.report.act_words import (
    contest_text,
    details,
    happened_text,
    reported_text,
    scope_words,
    state_text,
    when_text,
)
from licet.report.layout import clean
from licet.report.page import checked_svg, content_policy, page_environment, page_source
from licet.report.status_text import clause_text
from licet.report.timeline_layout import NARROW, WIDE
from licet.report.timeline_rows import told
from licet.report.timeline_svg import embedded_svg

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from jinja2 import Environment

    from licet.report.timeline_rows import Told

    Data = Mapping[str, Any]

STORY_STYLES = ("timeline_svg.css", "timeline.css")
STORY_SCRIPTS = ("timeline.js",)
_MARK = "mark"


def timeline_html(timeline: Data) -> str:
    """Return the page for a timeline (JSON shape `timeline`).

    Args:
        timeline: As `licet timeline` gives it.
    """
    environment = page_environment()
    style = page_source(environment, "report.css", *STORY_STYLES)
    script = page_source(environment, *STORY_SCRIPTS)
    page = environment.get_template("timeline.html.j2")
    return page.render(
        timeline=timeline,
        policy=content_policy(style, script),
        style=style,
        script=script,
        parts=_parts(timeline),
    )


def timeline_section(timeline: Data) -> str:
    """Return drawing, panel and acts as a piece of HTML; its page carries `STORY_STYLES` and `STORY_SCRIPTS`.

    Args:
        timeline: As `licet timeline` gives it.
    """
    return str(story_section(page_environment(), {"timeline": timeline, "statuses": []}))


def story_section(environment: Environment, story: Data) -> Any:  # noqa: ANN401  markupsafe's Markup, imported lazily
    """Return the section of a report: drawing, the state of each chip on the day, and the acts."""
    from markupsafe import Markup  # noqa: PLC0415

    section = environment.get_template("timeline_section.html.j2")
    statuses = [dict(_status_rows(status)) for status in story["statuses"]]
    text = section.render(
        timeline=story["timeline"],
        parts=_parts(story["timeline"]),
        statuses=list(zip(story["statuses"], statuses, strict=True)),
        days=sorted({_as_of(status) for status in story["statuses"]}),
        clashes=[clause for status in story["statuses"] for clause in _clashes(status)],
    )
    return Markup(text)  # noqa: S704  rendered by an environment that escapes


def _parts(timeline: Data) -> dict[str, Any]:
    acts = list(told(timeline).values())
    keys = dict.fromkeys(one.act["key"] or _MARK for one in acts)
    return {
        "wide": checked_svg(embedded_svg(timeline, width=WIDE, prefix="tl-wide")),
        "narrow": checked_svg(embedded_svg(timeline, width=NARROW, prefix="tl-narrow")),
        "keys": [(key, "events" if key == _MARK else key) for key in keys],
        "acts": [_act(one) for one in acts],
        "later": sum(1 for one in acts if not one.known),
        "remarks": _remarks(timeline),
    }


def _remarks(timeline: Data) -> dict[str, list[str]]:
    stale = [words.remark_text(each) for each in timeline["stale"]]
    found = {"Gaps": [clean(text) for text in timeline["gaps"]], "Stale": stale}
    return {title: texts for title, texts in found.items() if texts}


def _act(one: Told) -> dict[str, Any]:
    act = one.act
    return {
        "number": one.number,
        "known": one.known,
        "key": act["key"] or _MARK,
        "title": act["title"],
        "day": happened_text(act),
        "public": act["public"],
        "state": words.spaced(act["state"] or act["mark"]),
        "effect": words.effect_words(act["effect"]) if act["effect"] else "",
        "look": act["effect"] or _MARK,
        "contest": contest_text(act),
        "scope": scope_words(act["scope_text"]),
        "classes": ", ".join(clean(each["title"]) for each in act["classes"]),
        "unverified": bool(act.get("unverified")),
        "reported": reported_text(act),
        "card": list(_card(one)),
    }


def _card(one: Told) -> Iterator[tuple[str, str]]:
    """Yield all that is known of an act, for the panel and the fold of its row."""
    act = one.act
    if act["key"]:
        yield "key", clean(act["key"])
        yield "state", f"{state_text(act)} ({words.effect_words(act['effect'])})"
    else:
        yield "event", words.spaced(act["mark"])
    yield "when", when_text(act)
    if not one.known:
        yield "known", f"learned later: not public before {clean(act['public'])}"
    yield "known from", reported_text(act)
    yield from details(act)


def _status_rows(status: Data) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield for each key of a status what a row of the table says."""
    for key in status["keys"]:
        origin = (standing["act"] for standing in key["standing"] if standing["act"]["id"] == key["act"])
        mismatch = key["law"]["mismatch"] if key.get("law") else None
        yield (
            clean(key["key"]),
            {
                "state": state_text(key),
                "contested": "contested" if key["contested"] else "",
                "mismatch": clean(mismatch or ""),
                "effect": words.effect_words(key["effect"]),
                "since": clean(key["since"] or ""),
                "reported": next(map(reported_text, origin), words.grade_words(key["grade"])),
            },
        )


def _as_of(status: Data) -> str:
    known = f", with what was public on {clean(status['known_at'])}" if status["known_at"] else ""
    return f"{clean(status['valid_at'])}{known}"


def _clashes(status: Data) -> Sequence[str]:
    name = clean(status["item_name"] or status["item"])
    return [
        f"{name}, {words.spaced(clash['dimension'])}{'' if clash['verified'] else ' (unverified)'}: "
        + " / ".join(clause_text(clause) for clause in clash["clauses"])
        for clash in status["clashes"]
    ]
