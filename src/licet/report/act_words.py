"""The words dated acts are told in: when, what, who says so, for whom, and what goes with it.

An act is one dated thing that an authority or a party did or said (JSON shape `act`). A day that is not known is
never told as a day, and a contested act never without saying so.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import TYPE_CHECKING, Any

from licet.report.layout import clean
from licet.report.words import effect_words, reported_words, spaced, units

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    Data = Mapping[str, Any]

LETTERS = {
    "visit": "v",
    "meeting": "m",
    "statement": "s",
    "order": "o",
    "delivery": "d",
    "production": "p",
    "result": "r",
    "agreement": "a",
    "duty": "t",
    "bill": "b",
    "enforcement": "e",
    "summons": "c",
    "survey": "q",
    "scheduled": "f",
}
OTHER_LETTER = "x"
_LETTER_WORDS = {"t": "duty (tariff)", "c": "summons (called in)", "q": "survey (questions)", "f": "scheduled (future)"}
COUNTS = {
    "decides": "decides",
    "stands_beside": "stands beside",
    "changes_nothing": "changes nothing",
    "unverified": "unverified, decides nothing",
}
_READ = {"text": "read in full", "summary": "read in summary only"}
_FIGURES = (("exactly", "exactly"), ("at_least", "at least"), ("at_most", "at most"))


def mark_letter(kind: str) -> str:
    """Return the letter a kind of mark is drawn with."""
    return LETTERS.get(kind, OTHER_LETTER)


def letter_words(letter: str) -> str:
    """Return the kind of mark that a letter stands for."""
    kinds = {sign: kind for kind, sign in LETTERS.items()}
    return _LETTER_WORDS.get(letter, kinds.get(letter, "other"))


def happened_text(act: Data) -> str:
    """Return when: a day, a whole month or year, the first and last possible day, or the days a mark took."""
    days = act["happened"]
    first, last = date.fromisoformat(days["from"]), date.fromisoformat(days["to"])
    if first == last:
        return str(first)
    if (first, last) == (date(first.year, 1, 1), date(first.year, 12, 31)):
        return f"in {first.year}"
    if (first, last) == (first.replace(day=1), first.replace(day=monthrange(first.year, first.month)[1])):
        return f"in {first:%Y-%m}"
    return f"{first} to {last}" if act.get("mark") else f"between {first} and {last}"


def when_text(act: Data) -> str:
    """Return all dates of an act: happened, told and public."""
    day = happened_text(act)
    told = f"; the addressee was told on {clean(act['told'])}" if act.get("told") not in {None, day} else ""
    public = "public the same day" if act["public"] == day else f"public on {clean(act['public'])}"
    return f"{day}{told}; {public}"


def state_text(state: Data) -> str:
    """Return a state with what it means: `customs refused: not permitted to enter`."""
    name, said = spaced(state["state"]), clean(state.get("state_words") or "")
    return f"{name}: {said}" if said and said != name else name


def what_text(act: Data) -> str:
    """Return key, state and effect of an act, or which mark it is."""
    if act.get("mark"):
        return spaced(act["mark"])
    return f"{clean(act['key'])}: {spaced(act['state'])} ({effect_words(act['effect'])})"


def reported_text(act: Data) -> str:
    """Return how an act is known: grade and originator."""
    return reported_words(act["grade"], act.get("originator"))


def scope_words(text: str) -> str:
    """Return for whom an act is; empty if for all."""
    return "" if text in {"", "any"} else f"only for {clean(text)}"


def contest_text(act: Data) -> str:
    """Return since when an act is contested, by what and why; empty if it is not."""
    contest = act.get("contested")
    if not contest:
        return ""
    by = f" (by {', '.join(clean(one) for one in contest['by'])})" if contest.get("by") else ""
    return f"since {clean(contest['public'])}{by}: {clean(contest['why'])}"


def quantity_text(quantity: Data) -> str:
    """Return a quantity with its kind, which is never left out: one kind is not another."""
    found = [f"{words} {units(quantity[name])}" for name, words in _FIGURES if quantity.get(name) is not None]
    figures = f"{' and '.join(found)} {clean(quantity.get('unit') or '')}".strip() if found else ""
    said = clean(quantity.get("text") or "")
    told = "; ".join(part for part in (said, figures) if part) or "no figure"
    return f"{spaced(quantity['kind'])}: {told}"


def condition_text(condition: Data) -> str:
    """Return a condition as the question to be answered, then what was reported."""
    places = [
        f"{words} {', '.join(clean(place) for place in condition[name])}"
        for name, words in (("only_in", "only in"), ("not_in", "not in"))
        if condition.get(name)
    ]
    tail = "; ".join([clean(condition["text"]), *places])
    return f"{clean(condition['question'])} ({tail})"


def act_source_text(source: Data) -> str:
    """Return a source: publisher, day, title and address, and how much of it was read."""
    head = [clean(source[name]) for name in ("publisher", "published", "title") if source.get(name)]
    read = _READ.get(source.get("read") or "", spaced(source.get("read") or ""))
    relay = f"through {clean(source['relay'])}" if source.get("relay") else ""
    url = clean(source["url"]) if source.get("url") else ""
    return ", ".join(part for part in (*head, read, relay, url) if part)


def short_sources(act: Data) -> str:
    """Return publishers and days of an act's sources."""
    found = (
        " ".join(clean(one[name]) for name in ("publisher", "published") if one.get(name)) for one in act["sources"]
    )
    return "; ".join(dict.fromkeys(part for part in found if part))


def details(act: Data) -> Iterator[tuple[str, str]]:
    """Yield what goes with an act, each with its label: contest, scope, actors, figures, conditions, sources, note."""
    if act.get("unverified"):
        yield "unverified", "the reference calls it unverified; it is shown and decides nothing"
    if contest := contest_text(act):
        yield "contested", contest
    if scope := scope_words(act["scope_text"]):
        yield "scope", scope
    if act["actors"]:
        yield "actors", ", ".join(clean(actor) for actor in act["actors"])
    yield from (("quantity", quantity_text(one)) for one in act["quantities"])
    yield from (("asks", condition_text(one)) for one in act["requires"])
    yield from (("source", act_source_text(one)) for one in act["sources"])
    if act.get("note"):
        yield "note", clean(act["note"])
