"""Where the documents of a reading have their words from: copies as trees, versions, and who had what first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from licet.report.reading_html_index import EXCERPT, published_text, short, some
from licet.report.words import spaced

if TYPE_CHECKING:
    from collections.abc import Mapping

    from licet.report.reading_html_index import Index

    Data = Mapping[str, Any]

DEEPEST = 6  # steps a tree is indented by
ORIGINATORS = 200  # shown
_LIKE = {"copy": "copy", "near_copy": "near copy", "excerpt": "excerpt", "rewrite": "rewrite"}


def clusters(index: Index, reading: Data) -> list[dict[str, Any]]:
    """Return each cluster of several documents as the rows of a tree."""
    found = []
    for number, cluster in enumerate(reading["clusters"]):
        if len(cluster["documents"]) > 1:
            row = {"number": number, "originator": short(cluster["originator"]), "rows": _tree(index, cluster)}
            found.append(row)
    return found


def alone(index: Index, reading: Data) -> list[dict[str, Any]]:
    """Return the documents that are like no other."""
    return [
        _document(index, cluster["documents"][0]) | {"originator": short(cluster["originator"])}
        for cluster in reading["clusters"]
        if len(cluster["documents"]) == 1
    ]


def _tree(index: Index, cluster: Data) -> list[dict[str, Any]]:
    """Return the documents in order, each under the one it is likest; one that leads in a circle is a root."""
    parent: dict[str, Data] = {}
    rows: list[dict[str, Any]] = []
    done: set[str] = set()
    for each in cluster["likenesses"]:
        parent.setdefault(each["document"], each)
    under: dict[str, list[str]] = {}
    for document, above in parent.items():
        under.setdefault(above["to"], []).append(document)
    roots = [each for each in cluster["documents"] if each not in parent]
    for root in (*roots, *cluster["documents"]):
        stack = [(root, 0)]
        while stack:
            document, depth = stack.pop()
            if document in done:
                continue
            done.add(document)
            like = parent.get(document) if depth else None
            rows.append(_document(index, document) | {"depth": min(depth, DEEPEST), "like": _like(index, like)})
            stack += [(each, depth + 1) for each in reversed(under.get(document, []))]
    return rows


def _like(index: Index, like: Data | None) -> dict[str, Any] | None:
    if like is None:
        return None
    return {
        "to": index.document_number[like["to"]],
        "kind": _LIKE.get(like["kind"], spaced(like["kind"])),
        "share": f"{100 * like['share']:.0f} %",
        "back": f"{100 * like['back']:.0f} %",
        "why": short(like["why"], EXCERPT),
    }


def _document(index: Index, document: str) -> dict[str, Any]:
    found = index.documents[document]
    return {
        "document": index.document_number[document],
        "title": index.name(document),
        "publisher": short(found["publisher"]) or "no publisher named",
        "day": published_text(found),
    }


def revisions(index: Index, reading: Data) -> list[dict[str, Any]]:
    """Return the versions of one article, with what differs between them."""
    return [
        {
            "originator": short(each["originator"]),
            "documents": [_document(index, document) for document in each["documents"]],
            "differs": [short(text, EXCERPT) for text in each["differs"]],
            "order_known": each["order_known"],
        }
        for each in reading["revisions"]
    ]


def originators(index: Index) -> tuple[list[dict[str, Any]], int]:
    """Return who had claims first, with how many, in how many documents and events; and how many more there are."""
    found: dict[str, dict[str, set[str]]] = {}
    for claim in index.claims.values():
        mine = found.setdefault(claim["originator"], {"claims": set(), "documents": set(), "events": set()})
        mine["claims"].add(claim["id"])
        mine["documents"].add(claim["document"])
        mine["events"] |= {claim["event"]} if claim["event"] else set()
    ranked = sorted(found.items(), key=lambda each: (-len(each[1]["claims"]), each[0]))
    shown, more = some(ranked, ORIGINATORS)
    return [
        {"name": short(name) or "nobody is named"} | {kind: len(ids) for kind, ids in mine.items()}
        for name, mine in shown
    ], more
