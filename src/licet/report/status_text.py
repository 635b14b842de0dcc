"""The state of an item's keys on one day, for a terminal: what holds, who says so, and what stands beside it.

What is contested or unverified says so wherever it is named; an act that ended is shown with what ended it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from licet.report import words
from licet.report.act_words import COUNTS, details, reported_text, state_text, when_text
from licet.report.layout import bounded, bullets, clean, colour_wanted, labelled, paint, terminal_width, wrap

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from licet.report.layout import Line

    Data = Mapping[str, Any]

EFFECT_STYLES = {"open": "green", "approval_needed": "yellow", "shut": "bold red", "unknown": "magenta"}
_ROOM, _INDENT, _ACT_INDENT = 14, 2, 6
_SCOPES = (("buyer", "buyer"), ("use", "use"), ("place", "place of use"))


def status_text(status: Data, *, width: int | None = None, colour: bool | None = None) -> str:
    """Return the state of an item's keys (JSON shape `status`) as text.

    Args:
        status: As `licet status` gives it.
        width: Columns, at least 80; None asks the terminal.
        colour: None asks the terminal; `NO_COLOR` is kept to.
    """
    across = terminal_width() if width is None else bounded(width)
    return paint(_lines(status, across), colour=colour_wanted() if colour is None else colour)


def _lines(status: Data, width: int) -> Iterator[Line]:
    yield from _head(status, width)
    for key in status["keys"]:
        yield []
        yield from _key(key, width)
    yield from _clashes(status, width)
    for title, texts in _remarks(status).items():
        if texts:
            yield []
            yield [(title, "bold")]
            yield from bullets(texts, width)
    yield []
    yield from ([(text, "dim")] for text in wrap(status["footer"], width))


def _head(status: Data, width: int) -> Iterator[Line]:
    name, item = clean(status["item_name"] or status["item"]), clean(status["item"])
    yield from ([(text, "bold")] for text in wrap(name if name == item else f"{name} ({item})", width))
    known = status["known_at"]
    facts = {
        "Day": clean(status["valid_at"]),
        "Known at": f"{clean(known)} (only what was public then)" if known else "everything public by now",
        "Scope": scope_asked(status["scope"]),
        "Acts checked": f"through {clean(status['checked_through'])}; acts {clean(status['acts_version'])}",
    }
    for label, text in facts.items():
        yield from labelled(label, text, width, room=_ROOM)


def scope_asked(scope: Data) -> str:
    """Return the scope that was asked about."""
    parts = [f"{label} {words.spaced(scope[name])}" for name, label in _SCOPES if scope.get(name)]
    return "; ".join(parts) or "any buyer, use and place of use"


def _key(key: Data, width: int) -> Iterator[Line]:
    yield [(clean(key["key"]), "bold")]
    since = f" since {clean(key['since'])}" if key["since"] else ""
    said = words.reported_words(key["grade"], _originator(key)) or "no act is known"
    facts = [("state", state_text(key), "bold"), ("effect", words.effect_words(key["effect"]) + since, _style(key))]
    facts.append(("known from", said, ""))
    if key["contested"]:
        facts.append(("CONTESTED", "others say otherwise, see what stands", "bold magenta"))
    for label, text, style in facts:
        yield from labelled(label, text, width, style=style, indent=_INDENT, room=_ROOM)
    yield from _law(key, width)
    yield from _scopes(key, width)
    yield from _standing(key, width)
    yield from _ended(key, width)


def _style(key: Data) -> str:
    return EFFECT_STYLES.get(key["effect"], "")


def _originator(key: Data) -> str | None:
    """Return who first had the act that the state rests on."""
    acts = (standing["act"] for standing in key["standing"])
    return next((act.get("originator") for act in acts if act["id"] == key["act"]), None)


def law_text(law: Data) -> str:
    """Return what the rules say of the export."""
    licence = {"yes": "licence required", "no": "no licence required"}.get(
        law["licence_required"], "whether a licence is required is unknown"
    )
    eccn = f"ECCN {clean(law['eccn'])}" if law.get("eccn") else ""
    policy = f"review policy {words.policy_words(law['review_policy'])}" if law.get("review_policy") else ""
    because = f"because {'; '.join(clean(text) for text in law['because'])}" if law["because"] else ""
    return "; ".join(part for part in (licence, eccn, policy, because) if part)


def _law(key: Data, width: int) -> Iterator[Line]:
    law = key.get("law")
    if not law:
        return
    yield from labelled("the rules say", law_text(law), width, indent=_INDENT, room=_ROOM)
    if law["mismatch"]:
        yield from labelled("MISMATCH", law["mismatch"], width, style="bold red", indent=_INDENT, room=_ROOM)


def _scopes(key: Data, width: int) -> Iterator[Line]:
    if key["scopes"]:
        yield [("  For some only", "bold")]
    for scope in key["scopes"]:
        text = "; ".join((f"{clean(scope['scope_text'])}: {words.key_text(scope)}", *map(clean, scope["beside"])))
        yield from labelled("-", text, width, indent=4, room=2)


def _standing(key: Data, width: int) -> Iterator[Line]:
    yield [("  What stands", "bold")]
    if not key["standing"]:
        yield from labelled("-", "no act", width, indent=4, room=2)
    for standing in key["standing"]:
        yield from _one_standing(standing, width)


def _one_standing(standing: Data, width: int) -> Iterator[Line]:
    act = standing["act"]
    counts = COUNTS.get(standing["counts"], words.spaced(standing["counts"]))
    contested = " [CONTESTED]" if act.get("contested") else ""
    head = f"{counts}: {clean(act['title'])}{contested}"
    yield from labelled("-", head, width, style="bold" if standing["counts"] == "decides" else "", indent=4, room=2)
    facts = [
        ("state", f"{state_text(act)} ({words.effect_words(standing['effect'])})"),
        ("when", when_text(act)),
        ("known from", reported_text(act)),
        *_doubts(standing),
        *details(act),
        ("act", clean(act["id"])),
    ]
    for label, text in facts:
        yield from labelled(label, text, width, indent=_ACT_INDENT, room=12)


def _doubts(standing: Data) -> Iterator[tuple[str, str]]:
    """Yield why an act counts only perhaps."""
    for name, text in (("applies", "not known whether it applies"), ("began", "not known whether it had begun")):
        if standing[name] == "unknown":
            yield name, text
    yield from (("unknown", clean(why)) for why in standing["why_unknown"])


def _ended(key: Data, width: int) -> Iterator[Line]:
    if key["ended"]:
        yield [("  What was superseded", "bold")]
    for ended in key["ended"]:
        act = ended["act"]
        contested = "; contested" if act.get("contested") else ""
        text = (
            f"{clean(act['title'])} ({words.spaced(act['state'])}, {reported_text(act)}{contested}), "
            f"superseded on {clean(ended['on'])} by {clean(ended['by'])}"
        )
        yield from labelled("-", text, width, indent=4, room=2)


def _clashes(status: Data, width: int) -> Iterator[Line]:
    for clash in status["clashes"]:
        unverified = "" if clash["verified"] else " (unverified)"
        yield []
        title = f"Clash over {words.spaced(clash['dimension'])}{unverified}: both cannot be met"
        yield from ([(text, "bold red")] for text in wrap(title, width))
        yield from bullets((clause_text(clause) for clause in clash["clauses"]), width)


def clause_text(clause: Data) -> str:
    """Return one side of a clash: key, text, what it allows, grade and citation."""
    allowed = f"allows {clean(clause['allowed'])}" if clause.get("allowed") else ""
    unverified = "unverified" if clause.get("unverified") else ""
    tail = "; ".join(part for part in (allowed, words.grade_words(clause.get("grade")), unverified) if part)
    said = f"{clean(clause['key'])}: {clean(clause['text'])}" + (f" ({tail})" if tail else "")
    return words.cited(said, clause.get("citation"))


def _remarks(status: Data) -> dict[str, list[str]]:
    hidden = status["hidden"]
    not_yet = f"{words.counted(hidden, 'act')} had begun by then but {'was' if hidden == 1 else 'were'} not public yet"
    return {
        "Not known then": [not_yet] if hidden else [],
        "Gaps": [clean(text) for text in status["gaps"]],
        "Stale": [words.remark_text(each) for each in status["stale"]],
        "Caveats": [words.remark_text(each) for each in status["caveats"]],
    }
