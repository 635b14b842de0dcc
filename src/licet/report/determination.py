"""One determination for a terminal: the answer first, then why, then what is not known.

Unclaimed exceptions are shown as possible routes; they never move the answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from licet.report import words
from licet.report.explanation import tree_lines
from licet.report.layout import bounded, bullets, clean, colour_wanted, labelled, paint, terminal_width, wrap
from licet.report.red_flag_words import red_flag_texts
from licet.report.told_words import told_rows
from licet.verdict.footer import standard_footer

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from licet.report.layout import Line

_STYLES = {"yes": "bold red", "no": "bold green", "unknown": "bold yellow"}
_ROOM = 16


def determination_text(
    determination: Mapping[str, Any], *, width: int | None = None, colour: bool | None = None
) -> str:
    """Return a determination (JSON shape `determination`) as text.

    Args:
        determination: As `determination.schema.json` has it.
        width: Columns, at least 80; None asks the terminal.
        colour: None asks the terminal; `NO_COLOR` is kept to.
    """
    across = terminal_width() if width is None else bounded(width)
    return paint(_lines(determination, across), colour=colour_wanted() if colour is None else colour)


def _lines(determination: Mapping[str, Any], width: int) -> Iterator[Line]:
    yield from _answer(determination, width)
    yield from _question(determination, width)
    for title, texts in sections(determination).items():
        if texts:
            yield []
            yield [(title, "bold")]
            yield from bullets(texts, width)
    if determination.get("explanation"):
        yield []
        yield [("Explanation", "bold")]
        yield from tree_lines(determination["explanation"], width)
    yield []
    yield from ([(text, "dim")] for text in wrap(standard_footer(determination["checked_through"]), width))


def _answer(determination: Mapping[str, Any], width: int) -> Iterator[Line]:
    truth = determination["licence_required"]
    yield from labelled("Licence needed", truth, width, style=_STYLES[truth], room=_ROOM)
    yield from labelled("Class", class_text(determination["classification"]), width, room=_ROOM)
    if determination["review_policy"] or truth != "no":
        yield from labelled("Review policy", policy_text(determination), width, room=_ROOM)
    for name, state in determination["keys"].items():
        yield from labelled(name, words.key_text(state), width, room=_ROOM)


def _question(determination: Mapping[str, Any], width: int) -> Iterator[Line]:
    yield []
    for label, text in question(determination).items():
        yield from labelled(label, text, width, room=_ROOM)


def question(determination: Mapping[str, Any]) -> dict[str, str]:
    """Return what was asked, by label: item, movement, parties, date, reading and law."""
    item = f"{clean(determination['item'])}, {words.counted(determination['quantity'], 'unit')}"
    movement = words.spaced(determination["movement"] or "movement not stated")
    exporter = clean(determination["exporter"] or "not stated")
    known = f", with what was public on {determination['known_at']}" if determination["known_at"] else ""
    versions = f"rules {determination['rules_version']}, engine {determination['engine_version']}"
    return {
        "Item": item,
        "Movement": f"{movement}, {words.route(determination)}; exporter {exporter}",
        "Parties": "; ".join(party_text(party) for party in determination["parties"]) or "none stated",
        "Date": f"as if shipped on {determination['valid_at']}{known}",
        "Reading": words.reading_words(determination["reading"]),
        "Law checked": f"through {determination['checked_through']}; {versions}",
    }


def party_text(party: Mapping[str, Any]) -> str:
    """Return a party: role, name, and its places, each unknown said."""
    name = clean(party.get("name") or party.get("party_id") or "not named")
    seat = clean(party.get("headquarters") or "unknown")
    parent = clean(party.get("ultimate_parent_headquarters") or "unknown")
    return f"{words.spaced(party['role'])} {name} (headquarters {seat}, ultimate parent {parent})"


def class_text(classification: Mapping[str, Any]) -> str:
    """Return the ECCN with its limb, candidates while open, and the maker's own where it differs."""
    eccn, limb = classification["eccn"], classification["limb"]
    text = "open" if eccn is None else clean(eccn)
    text += f", limb {clean(limb)}" if limb else ""
    if classification["candidates"]:
        text += f"; candidates {', '.join(clean(each) for each in classification['candidates'])}"
    asserted = classification["asserted_eccn"]
    if asserted:
        differs = ", which differs" if eccn is not None and asserted != eccn else ""
        text += f"; the maker says {clean(asserted)}{differs}"
    return text


def policy_text(determination: Mapping[str, Any]) -> str:
    """Return the review policy, and the one if its conditions fail."""
    fallback = determination["review_policy_if_conditions_fail"]
    text = words.policy_words(determination["review_policy"])
    return f"{text}; if its conditions fail, {words.policy_words(fallback)}" if fallback else text


def sections(determination: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return the lists of an answer by title, in the order they are read; empty ones too."""
    exceptions = determination["exceptions"]
    return {
        "Because": [words.reason_text(each) for each in determination["because"]],
        "Rests on": [words.remark_text(each) for each in determination["relies_on"]],
        "The other reading differs": other_reading_texts(determination["other_reading"]),
        "Review policies": [review_policy_text(each) for each in determination["review_policies"]],
        "Conditions": [condition_text(each) for each in determination["conditions"]],
        "Exceptions claimed": [exception_text(each) for each in exceptions if each["claimed"]],
        "Possible routes, not claimed": [exception_text(each) for each in exceptions if not each["claimed"]],
        "Missing facts, what settles most first": [words.missing_text(each) for each in determination["missing"]],
        "Red flags": red_flag_texts(determination.get("red_flags", ())),
        "Margins": [words.cited(each["text"], each["citation"]) for each in determination.get("margins", ())],
        "Facts used": [fact_text(each) for each in determination["facts"]],
        "Reported of the keys": [text for _, text in told_rows({"determination": determination})],
        "Sources of the keys' states": source_texts(determination["keys"]),
        "Caveats": [words.remark_text(each) for each in determination["caveats"]],
        "Stale": [words.remark_text(each) for each in determination["stale"]],
        "Not tested": [words.remark_text(each) for each in determination["not_tested"]],
    }


def other_reading_texts(other: Mapping[str, Any]) -> list[str]:
    """Return in what the other reading differs; empty where it does not."""
    return [f"reading {other['reading']}: {words.difference_text(each)}" for each in other["differs_in"]]


def review_policy_text(policy: Mapping[str, Any]) -> str:
    """Return one review policy that bears on the movement."""
    unsure = " may apply" if policy.get("applies") == "unknown" else ""
    limb = f", limb {clean(policy['limb'])}" if policy.get("limb") else ""
    text = f"{words.policy_words(policy['policy'])}{unsure} ({clean(policy['rule'])}{limb})"
    return words.cited(text, policy["citation"])


def condition_text(condition: Mapping[str, Any]) -> str:
    """Return a condition: whether it is met, its question, and what follows if it is not."""
    met = {"yes": "met", "no": "not met", "unknown": "open"}[condition["met"]]
    otherwise = f" (else {words.policy_words(condition['else'])})" if condition.get("else") else ""
    asked = f": {clean(condition['question'])}" if condition["question"] else ""
    return words.cited(f"{met}, {clean(condition['id'])}{asked}{otherwise}", condition["citation"])


def exception_text(exception: Mapping[str, Any]) -> str:
    """Return an exception, whether it is available, why, and what it needs."""
    available = {"yes": "available", "no": "not available", "unknown": "may be available"}[exception["available"]]
    text = f"{clean(exception['name'])}: {available}"
    reasons = "; ".join(words.reason_text(each) for each in exception["because"])
    needs = [words.missing_text(each) for each in exception["missing"]]
    needs += [condition_text(each) for each in exception.get("conditions", ())]
    text += f". {reasons}" if reasons else ""
    return text + (f". Needs: {'; '.join(needs)}" if needs else "")


def fact_text(fact: Mapping[str, Any]) -> str:
    """Return a fact: value, unit, who says so and how well it was read."""
    subject = f"{clean(fact['subject'])} " if fact.get("subject") else ""
    unit = f" {clean(fact['unit'])}" if fact.get("unit") else ""
    pages = str(fact.get("source") or "").split(";")
    source = pages[0] + (f" and {len(pages) - 1} more" if len(pages) > 1 else "")
    origin = [fact.get("asserted_by"), source, fact.get("as_of")]
    origin += [words.grade_words(fact.get("grade")), fact.get("note")]
    said = ", ".join(clean(part) for part in origin if part)
    return f"{subject}{clean(fact['name'])} = {clean(fact['value'])}{unit}" + (f" ({said})" if said else "")


def source_texts(keys: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Return who reported the state of each key."""
    sources = ((name, source) for name, state in keys.items() for source in state["sources"])
    return [f"{clean(name)}: {words.source_text(source)}" for name, source in sources]
