"""The words in which names looked up on lists are told, the same in the terminal, in tables and on the page."""

from __future__ import annotations

from math import floor
from typing import TYPE_CHECKING, Any

from licet.report.layout import clean

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

OUTCOMES = {
    "listed": "listed",
    "possible_match": "possible match",
    "cleared": "cleared",
    "not_looked_up": "not looked up",
    "not_alike": "not alike",
}
EXPLAINED = {
    "listed": "a person judged that it is a listed party",
    "possible_match": "a candidate waits for a person's judgement",
    "cleared": "a person judged of every candidate that it is another party",
    "not_looked_up": "no name has a letter to compare",
    "not_alike": "no entry is alike enough",
}
JUDGED = {"same": "the same party", "not_same": "not the same party", "undecided": "undecided"}
STATES = {
    "counts": "counts",
    "not_yet": "not yet",
    "replaced": "judged again",
    "ended": "ended",
    "list_missing": "open again: its list is not there",
    "entry_gone": "open again: the entry is gone",
    "entry_changed": "open again: the entry changed",
}
FOR, AGAINST, NOTED = "for", "against", "noted"
TO_SEE = ("listed", "possible_match", "not_looked_up")


def score_text(score: float) -> str:
    """Return a score with two decimals, cut and not rounded: 0.849 is below a bound of 0.85.

    >>> score_text(0.849), score_text(1.0)
    ('0.84', '1.00')
    """
    return f"{floor(score * 100 + 1e-9) / 100:.2f}"


def likeness_text(candidate: Mapping[str, Any]) -> str:
    """Return how alike a candidate is: its level, and the score of the names unless they are equal."""
    if candidate["level"] == "exact":
        return "exact"
    return f"{candidate['level']} {score_text(candidate['score'])}"


def matched_text(candidate: Mapping[str, Any]) -> str:
    """Return the entry's name, and what of it matched if that is another text."""
    name, matched = clean(candidate["name"]), clean(candidate["matched"])
    return name if matched == name else f"{name} ({candidate['by']} {matched})"


def list_text(candidate: Mapping[str, Any]) -> str:
    """Return the list with what it rests on, its data set and vintage."""
    vintage = f"{candidate['source']} of {candidate['generated']}" if candidate["generated"] else candidate["source"]
    return "; ".join(clean(each) for each in (candidate["list_name"], vintage, candidate["citation"]) if each)


def parted_evidence(candidate: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return each piece of evidence as (for, against or noted; what it says), in that order."""
    found: list[tuple[str, str]] = []
    for text in candidate["evidence"]:
        side, colon, rest = text.partition(": ")
        found.append((side, clean(rest)) if colon and side in {FOR, AGAINST} else (NOTED, clean(text)))
    return sorted(found, key=lambda each: (FOR, AGAINST, NOTED).index(each[0]))


def judgement_text(judgement: Mapping[str, Any]) -> str:
    """Return what was judged, by whom, when, until when, why, and on what."""
    document = f"; {judgement['document']}" if judgement["document"] else "; no document"
    where = f" [{judgement['where']}]" if judgement["where"] else ""
    who = f"{JUDGED[judgement['judged']]}, judged by {judgement['by']} on {judgement['on']}"
    return clean(f"{who}, until {judgement['until']}: {judgement['reason']}{document}{where}")


def head_texts(shown: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return what stands at the head: the lists with their vintages, what is not looked at, and what was asked."""
    lists, asked = shown["lists"], shown["asked"]
    rows = [("Lists", f"{clean(lists['origin'])}: {_counted(lists['parties'])}")]
    rows += [("", source_text(each, asked["as_of"])) for each in lists["sources"]]
    if lists["not_looked_at"]:
        missing = ", ".join(map(clean, lists["not_looked_at"]))
        rows.append(("Not looked at", f"{missing}: no vintage of {asked['as_of']} or before"))
    if asked["only_lists"]:
        rows.append(("Only lists", ", ".join(map(clean, asked["only_lists"]))))
    if asked["least"] != "possible":
        rows.append(("Only", f"candidates that are {asked['least']}{'' if asked['least'] == 'exact' else ' or exact'}"))
    rows.append(("Judgements", _judgements_text(asked)))
    rows += [("Warning", clean(each)) for each in shown.get("warnings", ())]
    return rows


def source_text(source: Mapping[str, Any], day: str | None) -> str:
    """Return a data set with its vintage, and whether that may still stand for the day asked about."""
    hold = f"may hold to {source['last_day']}"
    if source["stale"]:
        hold = f"STALE on {day}: could hold to {source['last_day']}"
    title = clean(source["title"])
    named = f"{clean(source['source'])}, {title}" if source["source"] else title
    return f"{named}: {_counted(source['parties'])}, generated {source['generated']}, {hold}"


def totals_text(totals: Mapping[str, int]) -> str:
    """Return how many names there are of each outcome."""
    counted = ", ".join(f"{totals[word]:,} {OUTCOMES[word]}" for word in OUTCOMES if totals[word])
    return f"{sum(totals.values()):,} looked up: {counted}"


def aliases_text(name: Mapping[str, Any]) -> str:
    """Return what a party is known by beside its name."""
    parts = (
        f"id {name['id']}" if name["id"] else "",
        f"country {name['country']}" if name["country"] else "",
        f"also {_joined(name['aliases'])}" if name["aliases"] else "",
        f"addresses {_joined(name['addresses'])}" if name["addresses"] else "",
        f"numbers {_joined(name['ids'])}" if name["ids"] else "",
    )
    return "; ".join(clean(part) for part in parts if part)


def _joined(texts: Sequence[str]) -> str:
    return " / ".join(texts)


def _judgements_text(asked: Mapping[str, Any]) -> str:
    if asked["judgements"] is None:
        return "none on file"
    day = f"those that count on {asked['judged_on']}"
    if asked["as_of"] is None:
        day += ", the newest day on file (--as-of names another)"
    return f"{asked['judged']:,} in {clean(asked['judgements'])}; {day}"


def _counted(parties: int) -> str:
    return f"{parties:,} {'party' if parties == 1 else 'parties'}"
