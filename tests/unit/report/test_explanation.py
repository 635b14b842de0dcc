"""Explanations are indented trees, of any depth."""

from __future__ import annotations

from typing import Any

from tests.unit.report.samples import sample_check

from licet.report import explanation_text
from licet.report.layout import columns


def deep(levels: int) -> dict[str, Any]:
    node: dict[str, Any] = {}
    for level in range(levels, -1, -1):
        children = [node] if node else []
        node = {
            "label": f"n{level}",
            "text": "step",
            "truth": "yes",
            "citation": None,
            "grade": None,
            "value": None,
            "margin": None,
            "children": children,
        }
    return node


def test_children_stand_under_their_parents() -> None:
    tree = sample_check()["lines"][0]["determination"]["explanation"]
    lines = explanation_text(tree, width=120, colour=False).splitlines()

    assert lines[0].startswith("yes       licence_required: a licence is required")
    assert lines[1].startswith("  yes       us.ear.3A090.a: advanced-computing integrated circuits")
    assert lines[2].startswith("    yes       a.1: tpp >= 4800 [15 CFR 774 Supp. 1, 3A090.a.1; primary source]")
    assert lines[3].startswith("      yes       tpp = 15832 TPP (11,032 above 4,800) [secondary source]")
    assert lines[4].startswith("    no        note_2: ")
    assert any(line.startswith("      - marketed_for_datacenters = yes") for line in lines[5:])


def test_one_node_is_a_tree() -> None:
    assert explanation_text(deep(0), width=80, colour=False) == "yes       n0: step\n"


def test_a_very_deep_tree_is_told_whole_and_keeps_its_width() -> None:
    text = explanation_text(deep(5000), width=80, colour=False)

    assert "(depth 5000) n5000: step" in text
    assert max(columns(line) for line in text.splitlines()) <= 80
