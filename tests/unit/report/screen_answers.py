"""Answers of `licet screen` (JSON shape `screen`), made by hand: what the tests of their board and page share."""

from __future__ import annotations

from typing import Any

HOSTILE = "<script>alert(1)</script>\u202e\u001b[31m"


def head(**changes: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return what stands before the names."""
    source = {
        "source": "us-csl",
        "title": "A fictional list",
        "generated": "2026-06-10",
        "last_day": "2026-06-17",
        "stale": None,
        "parties": 4,
    }
    lists = {
        "origin": "the lists in lists",
        "title": "A fictional list",
        "generated": "2026-06-10",
        "last_day": "2026-06-17",
        "source": "file of a fiction",
        "sha256": "a" * 64,
        "parties": 4,
        "lists": [{"code": "EL", "name": "Entities", "citation": "an instrument", "parties": 4}],
        "sources": [source],
        "not_looked_at": [],
    }
    asked = {
        "as_of": None,
        "judged_on": "2026-06-20",
        "least": "possible",
        "only_lists": [],
        "judgements": None,
        "judged": 0,
    }
    return {"schema_version": 1, "answer": "names", "lists": lists, "asked": asked, "warnings": []} | changes


def foot(**counts: int) -> dict[str, Any]:
    """Return what stands after them."""
    words = ("listed", "possible_match", "cleared", "not_looked_up", "not_alike")
    return {"totals": {word: counts.get(word, 0) for word in words}, "not_tested": "who owns the party"}


def candidate(**changes: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return a candidate."""
    return {
        "list": "EL",
        "list_name": "Entities of a Fiction",
        "citation": "an instrument",
        "effect": "a licence is required",
        "source": "us-csl",
        "generated": "2026-06-10",
        "entry_id": "17",
        "entry_sha256": "b" * 64,
        "name": "Grey Heron Trading",
        "matched": "Grey Heron Trading",
        "by": "name",
        "level": "strong",
        "score": 0.8999,
        "features": [{"name": "agreement", "value": 0.8999, "words": "gray differs by one letter from grey"}],
        "evidence": [
            "against: the party's country DE is not among the entry's (AE)",
            "for: the number 7 is the entry's",
        ],
        "aliases": [f"Heron {number}" for number in range(20)],
        "countries": ["AE"],
        "addresses": ["Street 1"],
        "ids": ["7"],
        "kind": None,
        "licence_requirement": "For all items",
        "licence_policy": None,
        "programmes": None,
        "notice": "99 FR 1",
        "judgement": None,
        "reopened": None,
    } | changes


def judgement(**changes: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return a judgement as a candidate shows it."""
    return {
        "judged": "not_same",
        "by": "A. Officer",
        "on": "2026-06-12",
        "until": "2027-06-12",
        "reason": "another firm",
        "document": None,
        "where": "judgements.csv:2",
    } | changes


def name(text: str, outcome: str, *candidates: dict[str, Any], **changes: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return a name with what stands of it."""
    return {
        "name": text,
        "id": None,
        "aliases": [],
        "country": None,
        "addresses": [],
        "ids": [],
        "where": None,
        "outcome": outcome,
        "not_compared": [],
        "candidates": list(candidates),
    } | changes
