"""A small list in the condensed JSON form: what the tests of the lists have in common. Its parties are invented."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

from licet.screen import ListIndex, read_screening_list
from licet.screen.read_condensed import FIELDS

REAL = Path(__file__).parents[3] / ".." / "shared" / "data" / "screening-list.json"
ENTITIES, DENIED = "Entities of the Test (EL)", "Denied of the Test (DPL)"
_DOCUMENT: dict[str, Any] = {
    "$comment": "written by a test",
    "citation": "List of the Test",
    "source": {"url": "file of the test", "api": "none", "requiresApiKey": False},
    "sourceGeneratedAt": "2026-06-10T13:15:00.015113+00:00",
    "retrievedAt": "2026-06-10T14:14:59.252Z",
    "entryCount": 4,
    "countsBySource": {ENTITIES: 3, DENIED: 1},
    "listAuthority": {
        ENTITIES: {"code": "EL", "citation": "an instrument", "effect": "a licence is required"},
        DENIED: {"code": "DPL", "citation": "another instrument", "effect": "denied"},
    },
    "fieldKey": FIELDS,
    "tables": {
        "sources": [ENTITIES, DENIED],
        "licenceRequirements": ["For all items"],
        "licencePolicies": ["Presumption of denial"],
        "programmes": ["A-PROGRAMME"],
        "urls": ["page of the test"],
    },
    "entries": [
        {
            "n": "Moonshade Semiconductor Co., Ltd.",
            "a": ["Moonshade Chips", "月影半导体有限公司"],
            "s": 0,
            "c": ["CN", "HK"],
            "lr": 0,
            "lp": 0,
            "fr": "99 FR 1",
            "u": 0,
        },
        {"n": "Grey Heron Trading (GHT)", "s": 0, "t": "Entity", "e": "17", "c": ["AE"], "u": 0},
        {"n": "MOONSHADE SEMICONDUCTOR LLC", "s": 0, "u": 0},
        {"n": "HERON, Jane Q.", "s": 1, "t": "Individual", "pg": 0, "u": 0},
    ],
}


def document() -> dict[str, Any]:
    """Return a list that reads well, to change."""
    return copy.deepcopy(_DOCUMENT)


def written(folder: Path, content: object = None) -> Path:
    """Write a list, or bytes in its place, to a file."""
    path = folder / "list.json"
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        path.write_text(json.dumps(document() if content is None else content), encoding="utf-8")
    return path


def index(folder: Path) -> ListIndex:
    """Return the small list, ready to be asked."""
    return ListIndex(read_screening_list(written(folder)))
