"""A pile of documents as read, as one page of HTML: the texts marked up, the events, the conflicts, the sources.

Complete in itself, as every page is. Without its script it is a long document in which everything is reached by links
within the page; with it, one document is shown at a time, and what a passage was read as stands beside it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from licet.report.layout import clean
from licet.report.page import content_policy, page_environment, page_source
from licet.report.reading_html_cards import BESIDE, beside, claim_card, event_card
from licet.report.reading_html_drawing import NARROW, WIDE, drawing
from licet.report.reading_html_index import (
    EXCERPT,
    ORDERS,
    Index,
    conflict_words,
    published_text,
    short,
    some,
    when_text,
)
from licet.report.reading_html_sources import alone, clusters, originators, revisions
from licet.report.reading_html_text import runs
from licet.report.words import spaced, units

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    Data = Mapping[str, Any]

IN_FULL = 12_000_000  # characters of text
SENTENCES = 40  # of the summary, before the rest is folded
NOTICES = 10  # problems, and warnings, before the rest is folded
_TOTALS = ("documents", "claims", "events", "conflicts", "originators")
_ORDER_EVENTS = 12  # events named of one order line


def reading_html(reading: Data, *, in_full: int = IN_FULL) -> str:
    """Return the page for a reading (JSON shape `reading`).

    Args:
        reading: As `licet read` gives it.
        in_full: Characters of text to be shown in full; of documents beyond, only the blocks with claims are.
    """
    environment = page_environment()
    style = page_source(environment, "report.css", "reading.css")
    script = page_source(environment, "reading.js")
    index = Index(reading)
    numbers = {tuple(each["claims"]): number for number, each in enumerate(reading["conflicts"], 1)}
    had, more_had = originators(index)
    return environment.get_template("reading.html.j2").render(
        policy=content_policy(style, script),
        style=style,
        script=script,
        title=short(reading["title"]) or "What these documents say",
        reading=reading,
        totals=[(name, units(reading["totals"][name])) for name in _TOTALS],
        summary=_summary(index, reading),
        sentences=SENTENCES,
        notices=NOTICES,
        problems=list(_problems(reading)),
        warnings=list(_warnings(index)),
        legend=index.legend(),
        keys=[(clean(key), clean(key)) for key in index.keys] + [("mark", "no key")],
        documents=list(_documents(index, reading, in_full)),
        drawings=[
            (name, drawing(index, reading["events"], width)) for name, width in (("wide", WIDE), ("narrow", NARROW))
        ],
        events=[event_card(index, event, numbers) for event in index.events.values()],
        conflicts=[_conflict(index, each, number) for number, each in enumerate(reading["conflicts"], 1)],
        alike=[_conflict(index, each, number) for number, each in enumerate(reading["alike"], 1)],
        orders=_orders(index),
        clusters=clusters(index, reading),
        alone=alone(index, reading),
        revisions=revisions(index, reading),
        originators=had,
        more_originators=more_had,
    )


def _summary(index: Index, reading: Data) -> list[dict[str, Any]]:
    found = []
    for each in reading["summary"]:
        claims, more = some(each["claims"], BESIDE)
        numbers = sorted(index.claim_number[claim] for claim in claims)
        found.append({"text": short(each["text"], EXCERPT), "claims": numbers, "more": more})
    return found


def _problems(reading: Data) -> Iterator[dict[str, Any]]:
    for each in reading["problems"]:
        yield {"document": None} | {name: short(each[name], EXCERPT) for name in ("where", "what", "mend")}


def _warnings(index: Index) -> Iterator[dict[str, Any]]:
    for document in index.documents.values():
        for warning in document["warnings"]:
            number = index.document_number[document["id"]]
            yield {"document": number, "title": index.name(document["id"]), "text": short(warning, EXCERPT)}


def _documents(index: Index, reading: Data, room: int) -> Iterator[dict[str, Any]]:
    for document in index.documents.values():
        room -= len(document["text"])
        cluster = reading["clusters"][document["cluster"]]
        title, publisher = index.name(document["id"]), short(document["publisher"]) or "no publisher named"
        yield {
            "number": index.document_number[document["id"]],
            "title": title,
            "publisher": publisher,
            "day": published_text(document),
            "cluster": document["cluster"] if len(cluster["documents"]) > 1 else None,
            "cluster_size": len(cluster["documents"]),
            "text": f"{title} {publisher} {short(document['name'])}".casefold(),
            "language": document["language"] if document["language"].replace("-", "").isalnum() else "",
            "facts": [(label, text) for label, text in _about(document) if text],
            "derivations": [_derivation(each) for each in document["derivations"]],
            "warnings": [short(each, EXCERPT) for each in document["warnings"]],
            "originator": short(cluster["originator"]),
            "runs": runs(index, document, only_read=room < 0),
            "brief": room < 0,
            "claims": [claim_card(index, claim) for claim in index.claims_of[document["id"]]],
        }


def _about(document: Data) -> Iterator[tuple[str, str]]:
    yield "Publisher", short(document["publisher"])
    yield "Byline", short(document["byline"])
    yield "Published", when_text(document["published"]) if document["published"] else "no day stated"
    yield "Modified", when_text(document["modified"]) if document["modified"] else ""
    yield "Fetched", document["fetched"] or ""
    yield "Time zone", short(document["zone"])
    yield "Language", short(document["language"])
    yield "Found at", short(document["name"], EXCERPT)
    yield "Read as", f"{short(document['media_type'])}, {short(document['encoding']) or 'encoding not stated'}"
    yield "SHA-256", document["id"]


def _derivation(each: Data) -> str:
    parts = (each["publisher"], spaced(each["kind"]), each["published"], each["text"])
    address = each["url"] if each["url"] not in each["text"] else ""
    return ", ".join(short(part) for part in (*parts, address) if part)


def _conflict(index: Index, conflict: Data, number: int) -> dict[str, Any]:
    claims, more = some(conflict["claims"], BESIDE)
    return {
        "number": number,
        "kind": conflict_words(conflict.get("kind", "")),
        "text": short(conflict["text"], EXCERPT),
        "claims": beside(index, claims),
        "more": more,
    }


def _orders(index: Index) -> dict[str, Any] | None:
    """Return the order lines that events bear on, each with those events; None without a case."""
    if not any("orders" in event for event in index.events.values()):
        return None
    found: dict[str, dict[str, Any]] = {}
    for event in index.events.values():
        for each in event.get("orders", ()):
            named = {"order": short(each["order_id"]), "item": short(each["item"]), "verdict": each["verdict"]}
            blank = {"number": index.order_number[each["order_id"]], **named, "yes": [], "unknown": []}
            line = found.setdefault(each["order_id"], blank)
            line[each["bears"]].append((index.event_number[event["id"]], short(event["title"])))
    shown, more = some(list(found.values()), ORDERS)
    return {"lines": [line | _bearing(line) for line in shown], "more": more}


def _bearing(line: Data) -> dict[str, Any]:
    """Return the events that bear on a line, and those of which it is unknown, no more than have room."""
    told = ((each, words) for each, words in (("yes", "bear on it"), ("unknown", "may bear on it")) if line[each])
    return {"bearing": [(words, *some(line[each], _ORDER_EVENTS)) for each, words in told]}
