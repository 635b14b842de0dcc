"""The words answers are told in, the same in the terminal and on the page.

What a report says stays a report: a state known from sources reads "reported by", never as a fact.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from licet.report.layout import clean

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_GRADES = {
    "primary": "primary source",
    "secondary": "secondary source",
    "press": "reported by the press",
    "memory": "from memory, unverified",
    "official": "stated officially",
    "named": "reported by a named source",
    "unnamed": "reported by unnamed sources",
    "single_report": "reported by one outlet only",
}
_EFFECTS = {
    "open": "open",
    "approval_needed": "approval needed",
    "shut": "shut",
    "unknown": "unknown",
    "not_modelled": "not modelled",
}
_CAUSES = {
    "listed_party": "listed party",
    "listed_party_red_flag": "listed party: open red flag",
    "listed_party_statement": "listed party: statement wanted",
    "possible_match": "possible match with a listed party",
}
_REMEDIES = {
    "obtain": "obtain",
    "file": "file",
    "wait": "wait",
    "reduce": "reduce",
    "substitute_item": "substitute the item",
    "establish_truth": "establish the truth",
    "none": "nothing the applicant can do",
}
_READINGS = {
    "enforced": "enforced (what the authority says it enforces)",
    "text": "text (the law as written)",
}
STYLES = {"release": "bold green", "hold": "bold red", "undetermined": "bold yellow"}


def spaced(word: object) -> str:
    """Return a word of the data as people read it: `case_by_case` is "case by case"."""
    return clean(word).replace("_", " ")


def units(count: int) -> str:
    """Return a count with thousands commas."""
    return f"{count:,}"


def counted(count: int, noun: str) -> str:
    """Return the count with its noun, one or many."""
    return f"{units(count)} {noun if count == 1 else noun + 's'}"


def grade_words(grade: str | None) -> str:
    """Return what a grade means; empty for none."""
    return _GRADES.get(grade or "", spaced(grade or ""))


def reported_words(grade: str | None, originator: str | None) -> str:
    """Return who says so: `reported by unnamed sources, Reuters`; empty where nobody does."""
    return ", ".join(part for part in (grade_words(grade), clean(originator or "")) if part)


def effect_words(effect: str) -> str:
    """Return the effect of a key."""
    return _EFFECTS.get(effect, spaced(effect))


def cause_words(cause: str) -> str:
    """Return a cause of a hold; a screening hit is only ever a possible match."""
    return _CAUSES.get(cause, spaced(cause))


def remedy_words(remedy: str) -> str:
    """Return a remedy."""
    return _REMEDIES.get(remedy, spaced(remedy))


def reading_words(reading: str) -> str:
    """Return a reading with what it means."""
    return _READINGS.get(reading, spaced(reading))


def policy_words(policy: str | None) -> str:
    """Return a review policy, or that there is none."""
    return "none" if policy is None else spaced(policy)


def remark_text(remark: str | Mapping[str, Any]) -> str:
    """Return a remark, which is a sentence or an object with `text` and perhaps `at`."""
    if isinstance(remark, str):
        return clean(remark)
    return cited(str(remark["text"]), remark.get("at"))


def cited(text: object, citation: str | None) -> str:
    """Return the text with its citation in brackets."""
    return f"{clean(text)} [{clean(citation)}]" if citation else clean(text)


def source_text(source: str | Mapping[str, Any]) -> str:
    """Return a source: title, publisher, day and address, as far as known."""
    if isinstance(source, str):
        return clean(source)
    parts = (source["title"], source.get("publisher"), source.get("published"), source.get("url"))
    return ", ".join(clean(part) for part in parts if part)


def difference_text(difference: str | Mapping[str, Any]) -> str:
    """Return in what the other reading differs."""
    if isinstance(difference, str):
        return spaced(difference)
    here, there = (policy_words(difference[side]) for side in ("here", "there"))
    return f"{spaced(difference['name'])}: {here} here, {there} there"


def route(place: Mapping[str, Any]) -> str:
    """Return `US -> CN`; a place not stated is a question mark."""
    return f"{clean(place.get('ship_from') or '?')} -> {clean(place.get('destination') or '?')}"


def reason_text(reason: Mapping[str, Any]) -> str:
    """Return a reason: what, limb, rule and grade, then the citation."""
    what = reason.get("text") or reason.get("title") or reason["rule"]
    limb = f"limb {clean(reason['limb'])}" if reason.get("limb") else ""
    rule = clean(reason["rule"]) if what != reason["rule"] else ""
    unpublished = "its terms are unpublished" if reason.get("terms_unpublished") else ""
    truth = "may apply: unknown" if reason.get("truth") == "unknown" else ""
    tail = ", ".join(part for part in (limb, rule, grade_words(reason.get("grade")), truth, unpublished) if part)
    return cited(f"{clean(what)} ({tail})" if tail else what, reason.get("citation"))


def missing_text(missing: str | Mapping[str, Any]) -> str:
    """Return an absent fact, why it matters and what it settles."""
    if isinstance(missing, str):
        return clean(missing)
    settles = f"settles {clean(missing['settles'])}" if missing.get("settles") else ""
    asked = clean(missing["question"]) if missing.get("question") else ""
    said = "; ".join(part for part in (clean(missing["why"]), settles, asked) if part)
    return f"{clean(missing['fact'])}: {said}" if said else clean(missing["fact"])


def key_text(state: Mapping[str, Any]) -> str:
    """Return the state of a key, its effect, since when, and who says so."""
    since = f" since {clean(state['since'])}" if state.get("since") else ""
    decides = [each for each in state.get("standing", ()) if each["counts"] == "decides"]
    doubt = "may bear on this movement, which is not settled" if _is_open(decides) else ""
    said = [grade_words(state.get("grade")), "contested" if state.get("contested") else "", doubt]
    tail = ", ".join(part for part in said if part)
    name, effect = spaced(state["state"]), effect_words(state["effect"])
    head = (name if name == effect else f"{name} ({effect})") + since
    return f"{head}; {tail}" if tail else head


def _is_open(decides: Sequence[Mapping[str, Any]]) -> bool:
    return any(each.get("applies") == "unknown" for each in decides)


def authorisation_text(authorisation: Mapping[str, Any]) -> str:
    """Return an authorisation with the units drawn from it."""
    assigned = authorisation.get("assigned", True)
    drawn = counted(authorisation["units"], "unit") if assigned else "fits; a person must assign it"
    precaution = ", drawn as a precaution" if authorisation["precautionary"] else ""
    before = authorisation.get("held")
    held = f" (the order holds {units(before)} under it)" if before and assigned else ""
    return f"{spaced(authorisation['kind'])} {clean(authorisation['number'])}: {drawn}{held}{precaution}"


def acts_text(acts: Mapping[str, Any]) -> str:
    """Return through which day acts were gathered, and which keys they decide."""
    return f"through {clean(acts['checked_through'])}; they decide {', '.join(clean(key) for key in acts['keys'])}"


def lists_text(lists: Mapping[str, Any]) -> str:
    """Return on which party lists names were looked up, and how."""
    vintage = f"{clean(lists['title'])}, generated {clean(lists['generated'])}, {units(lists['parties'])} parties"
    return f"{vintage} ({clean(lists['origin'])}); exact names and aliases only"


def block_text(block: Mapping[str, Any]) -> str:
    """Return what stands against a line, with key, cause and citation."""
    key = f"{clean(block['key'])}, " if block.get("key") else ""
    return cited(f"{key}{cause_words(block['cause'])}: {clean(block['text'])}", block.get("citation"))


def remedy_text(remedy: Mapping[str, Any]) -> str:
    """Return what would free a line."""
    text = clean(remedy["text"])
    return f"{remedy_words(remedy['remedy'])}: {text}" if text else remedy_words(remedy["remedy"])
