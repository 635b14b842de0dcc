"""What was read as a table: one row for each claim, with its words and where they stand."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from licet.report.files import plain_cell

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

COLUMNS = (
    "claim", "document", "publisher", "published", "start", "end", "quote", "actors", "targets", "key", "state", "mark",
    "items", "first", "last", "precision", "quantities", "attribution", "speakers", "outlet", "originator", "modality",
    "reader", "event", "act", "standing",
)  # fmt: skip


def reading_csv(reading: Mapping[str, Any]) -> str:
    """Return the claims as CSV with a header (JSON shape `reading`)."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in _rows(reading):
        writer.writerow([plain_cell(row[column]) for column in COLUMNS])
    return stream.getvalue()


def _rows(reading: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    documents = {each["id"]: each for each in reading["documents"]}
    events = {each["id"]: each for each in reading["events"]}
    for claim in reading["claims"]:
        document, event = documents[claim["document"]], events.get(claim["event"])
        proposal = event["proposal"] if event is not None else None
        when, said, published = claim["when"] or {}, claim["attribution"], document["published"] or {}
        yield {
            "claim": claim["id"],
            "document": document["name"],
            "publisher": document["publisher"],
            "published": published.get("first") or "",
            "start": claim["start"],
            "end": claim["end"],
            "quote": claim["quote"],
            "actors": _names(claim["actors"]),
            "targets": _names(claim["targets"]),
            "key": claim["key"] or "",
            "state": claim["state"] or "",
            "mark": claim["mark"] or "",
            "items": _names(claim["items"]),
            "first": when.get("first") or "",
            "last": when.get("last") or "",
            "precision": when.get("precision") or "",
            "quantities": "; ".join(f"{each['text']} ({each['kind'] or 'no kind'})" for each in claim["quantities"]),
            "attribution": said["kind"],
            "speakers": _names(said["speakers"]),
            "outlet": said["outlet"],
            "originator": claim["originator"],
            "modality": claim["modality"],
            "reader": claim["reader"],
            "event": claim["event"] or "",
            "act": (proposal["act_id"] or "; ".join(proposal["already"])) if proposal else "",
            "standing": proposal["standing"] if proposal else "",
        }


def _names(found: list[dict[str, str]]) -> str:
    return "; ".join(each["name"] for each in found)
