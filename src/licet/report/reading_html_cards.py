"""The cards of a page: what is known of one claim, and of one event with its proposed act and its order lines.

A card tells the words as they stand in the document and never turns them into a fact.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from licet.report.layout import clean
from licet.report.reading_html_index import (
    EXCERPT,
    ORDERS,
    QUOTE,
    conflict_words,
    days_text,
    names_text,
    published_text,
    quantity_text,
    short,
    some,
    step_text,
    when_text,
)
from licet.report.words import counted, grade_words, spaced

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from licet.report.reading_html_index import Index

    Data = Mapping[str, Any]

OF_ONE = 60  # order lines shown of one event
BESIDE = 24  # claims shown of one event, or beside each other
_MODALITIES = {
    "done": "said to be done",
    "expected": "only expected",
    "planned": "only planned",
    "conditional": "only on a condition",
    "denied": "denied",
    "opinion": "an opinion",
}
_SAID = {
    "named_body": "a named body",
    "named_person": "a named person",
    "unnamed_person": "people not named",
    "outlet": "another outlet",
    "hearsay": "hearsay, with nobody behind it",
    "none": "the document itself",
}
_STANDINGS = {
    "proposed": "proposed: a person may accept it",
    "recorded": "in the record already",
    "withheld": "not proposed",
    "faulty": "would break the record",
}
_BEARS = {"yes": "", "unknown": "may bear on it: unknown"}


def claim_card(index: Index, claim: Data) -> dict[str, Any]:
    """Return what the card of a claim shows, with the numbers of what it leads to."""
    event = index.events.get(claim["event"])
    return {
        "number": index.claim_number[claim["id"]],
        "id": claim["id"],
        "look": index.look(claim),
        "step": step_text(claim),
        "quote": short(claim["quote"], QUOTE),
        "document": index.document_number[claim["document"]],
        "title": index.name(claim["document"]),
        "event": index.event_number[event["id"]] if event else None,
        "event_title": short(event["title"]) if event else "",
        "facts": list(_claim_facts(claim)),
    }


def _claim_facts(claim: Data) -> Iterator[tuple[str, str]]:
    yield "who", names_text(claim["actors"]) or "not said"
    if claim["targets"]:
        yield "to whom", names_text(claim["targets"])
    if claim["items"]:
        yield "items", names_text(claim["items"])
    yield "how said", _MODALITIES.get(claim["modality"], spaced(claim["modality"]))
    yield "when", when_text(claim["when"])
    yield from (("figure", quantity_text(each)) for each in claim["quantities"])
    yield "says who", attribution_text(claim["attribution"])
    yield "originator", short(claim["originator"]) or "nobody is named"
    if claim["why"]:
        yield "why read so", short(claim["why"], EXCERPT)
    yield "read by", f"{short(claim['reader'])}, characters {claim['start']:,} to {claim['end']:,}"


def attribution_text(said: Data) -> str:
    """Return who says so, through whom, and in which words."""
    kind = _SAID.get(said["kind"], spaced(said["kind"]))
    unnamed = f"{counted(said['unnamed'], 'person').replace('persons', 'people')} not named" if said["unnamed"] else ""
    who = names_text(said["speakers"])
    if who:
        who = ", ".join(
            each for each in (who if said["kind"] == "named_person" else f"{who} ({kind})", unnamed) if each
        )
    elif unnamed and said["kind"] == "unnamed_person":
        who = unnamed
    else:
        who = ", ".join(each for each in (kind, unnamed) if each)
    outlet = f", through {short(spaced(said['outlet']))}" if said["outlet"] else ""
    return f"{who}{outlet}" + (f"; “{short(said['text'])}”" if said["text"] else "")


def beside(index: Index, claims: Iterable[str]) -> list[dict[str, Any]]:
    """Return claims in short, as they stand beside each other: quotation, day, source and figures."""
    return [_beside(index, index.claims[each]) for each in claims]


def _beside(index: Index, claim: Data) -> dict[str, Any]:
    document = index.documents[claim["document"]]
    event = index.event_number.get(claim["event"])
    published = f"published {published_text(document)}" if document["published"] else "no day of publication stated"
    return {
        "number": index.claim_number[claim["id"]],
        "look": index.look(claim),
        "step": step_text(claim),
        "quote": short(claim["quote"], EXCERPT),
        "when": when_text(claim["when"]),
        "figures": [quantity_text(each) for each in claim["quantities"]],
        "source": f"{short(document['publisher']) or 'no publisher named'}, {published}",
        "said": attribution_text(claim["attribution"]),
        "originator": short(claim["originator"]),
        "document": index.document_number[claim["document"]],
        "title": index.name(claim["document"]),
        "event": event,
    }


def event_card(index: Index, event: Data, conflict_number: Mapping[tuple[str, ...], int]) -> dict[str, Any]:
    """Return what the card of an event shows; `conflict_number` numbers the conflicts of the page by their claims."""
    claims, more = some(event["claims"], BESIDE)
    proposal = event["proposal"]
    return {
        "number": index.event_number[event["id"]],
        "id": event["id"],
        "look": index.look(event),
        "key": event["key"] or ("mark" if event["mark"] else "other"),
        "step": step_text(event),
        "title": short(event["title"]),
        "day": days_text(event["first"], event["last"]),
        "foretold": event["foretold"],
        "standing": proposal["standing"] if proposal else "none",
        "standing_words": short_standing(proposal),
        "says": f"{grade_words(event['grade'])}; {counted(len(event['originators']), 'originator')}",
        "facts": list(_event_facts(event)),
        "claims": beside(index, claims),
        "more_claims": more,
        "conflicts": [
            (conflict_number.get(tuple(each["claims"])), conflict_words(each["kind"]), short(each["text"], EXCERPT))
            for each in event["conflicts"]
        ],
        "act": None if proposal is None else _act(event["id"], proposal),
        "orders": _orders(index, event["orders"]) if "orders" in event else None,
    }


def _event_facts(event: Data) -> Iterator[tuple[str, str]]:
    yield "who", names_text(event["actors"]) or "not said"
    if event["targets"]:
        yield "to whom", names_text(event["targets"])
    if event["items"]:
        yield "items", names_text(event["items"])
    yield "when", days_text(event["first"], event["last"]) + ("; only foretold" if event["foretold"] else "")
    yield "known from", grade_words(event["grade"])
    had, more = some(event["originators"], BESIDE)
    yield "originators", "; ".join(map(short, had)) + (f"; and {more} more" if more else "") or "nobody is named"


def short_standing(proposal: Data | None) -> str:
    """Return in a word or two where a proposal stands."""
    if proposal is None:
        return "no act"
    decided = proposal["decided"]
    return spaced(decided["decision"]) if decided else spaced(proposal["standing"])


def _act(event: str, proposal: Data) -> dict[str, Any]:
    already, more = some(proposal["already"], BESIDE)
    return {
        "standing": proposal["standing"],
        "words": _STANDINGS.get(proposal["standing"], spaced(proposal["standing"])),
        "title": short(proposal["title"] or ""),
        "facts": [(label, text) for label, text in _act_facts(proposal, already, more) if text],
        "decide": clean(event) if proposal["standing"] == "proposed" and proposal["decided"] is None else "",
    }


def _act_facts(proposal: Data, already: Iterable[str], more: int) -> Iterator[tuple[str, str]]:
    yield "act", short(proposal["act_id"] or "")
    yield "recorded as", ", ".join(map(short, already)) + (f" and {more} more" if more else "")
    yield "contested", short(proposal["contested"] or "", EXCERPT)
    label = "why not" if proposal["standing"] in {"withheld", "faulty"} else "remarks"
    yield label, short("; ".join(map(clean, proposal["faults"])), QUOTE)
    decided = proposal["decided"]
    if decided is not None:
        yield "decided", f"{spaced(decided['decision'])} by {short(decided['by'])} on {clean(decided['on'])}"
        yield "reason", short(decided["reason"], EXCERPT)


def _orders(index: Index, orders: list[Data]) -> dict[str, Any]:
    shown, more = some(orders, OF_ONE)
    verdicts = Counter(each["verdict"] for each in orders)
    return {
        "lines": [
            {
                "number": number if (number := index.order_number[each["order_id"]]) <= ORDERS else None,
                "order": short(each["order_id"]),
                "item": short(each["item"]),
                "verdict": each["verdict"],
                "bears": _BEARS.get(each["bears"], spaced(each["bears"])),
            }
            for each in shown
        ],
        "more": more,
        "totals": ", ".join(f"{count} {verdict}" for verdict, count in sorted(verdicts.items())),
        "count": len(orders),
    }
