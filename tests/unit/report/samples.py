"""The hand-written check that the tests of the report read, and a hostile variant of it."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

HOSTILE = "<script>alert('x')</script>\"><img src=http://evil.example/x onerror=alert(1)>\x1b[31m\u202egnp"


def sample_check() -> dict[str, Any]:
    """Return the check of the sample file, fresh."""
    text = Path(__file__).with_name("sample_check.json").read_text(encoding="utf-8")
    check: dict[str, Any] = json.loads(text)
    return check


def hostile_check() -> dict[str, Any]:
    """Return the check with every free text of it turned hostile."""
    check = deepcopy(sample_check())
    kept = {
        "reading",
        "at",
        "movement",
        "verdict",
        "licence_required",
        "met",
        "available",
        "truth",
        "effect",
        "remedy",
        "key",
        "applies",
        "valid_at",
        "checked_through",
        "policy",
        "review_policy",
        "review_policy_if_conditions_fail",
        "else",
    }
    _spoil(check, kept)
    return check


def _spoil(value: Any, kept: set[str]) -> None:  # noqa: ANN401  any JSON
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    for key, child in list(pairs):
        if isinstance(child, (dict, list)):
            _spoil(child, kept)
        elif isinstance(child, str) and key not in kept:
            value[key] = HOSTILE + child


CHART_POINTS = [
    {"name": "H200 SXM 141GB", "tpp": "15832", "performance_density": "19.45", "verdict": "hold"},
    {"name": "H100 SXM5 80GB", "tpp": "15832", "performance_density": "19.45", "verdict": "release"},
    {"name": "L20", "tpp": "1912", "performance_density": "3.14", "verdict": "release"},
    {"name": "MI308X", "tpp": None, "performance_density": None, "verdict": "undetermined"},
    {"name": "Some other chip", "tpp": "800", "performance_density": "2", "verdict": None},
]
CHART_LINES = [
    {
        "label": "line one",
        "citation": "a citation of line one",
        "tpp_from": "4800",
        "tpp_to": "4800",
        "density_from": None,
        "density_to": None,
    },
    {
        "label": "region two",
        "citation": "a citation of region two",
        "tpp_from": "1600",
        "tpp_to": "4800",
        "density_from": "3.2",
        "density_to": "5.92",
    },
]
