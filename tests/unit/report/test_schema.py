"""The schemas are sound, take the sample, and refuse what is not in the shape."""

from __future__ import annotations

import re
from copy import deepcopy
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator
from tests.unit.report.samples import sample_check

from licet.report import schema

if TYPE_CHECKING:
    from collections.abc import Callable


def faults(name: str, document: object) -> list[str]:
    validator = Draft202012Validator(schema(name), format_checker=Draft202012Validator.FORMAT_CHECKER)
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(document)]


@pytest.mark.parametrize("name", ["determination", "check", "changes", "headroom", "act", "status", "timeline"])
def test_the_schema_is_a_schema(name: str) -> None:
    Draft202012Validator.check_schema(schema(name))


def test_there_is_no_other_schema() -> None:
    with pytest.raises(KeyError):
        schema("../check")


def test_the_sample_is_a_check() -> None:
    assert faults("check", sample_check()) == []


def test_the_units_of_the_sample_add_up() -> None:
    check = sample_check()
    for name in ("release_units", "hold_units", "undetermined_units"):
        assert check["totals"][name] == sum(line[name] for line in check["lines"])
    for line in check["lines"]:
        assert line["quantity"] == line["release_units"] + line["hold_units"] + line["undetermined_units"]


def test_each_determination_of_the_sample_is_one_by_itself() -> None:
    for line in sample_check()["lines"]:
        assert faults("determination", line["determination"]) == []


def test_the_example_of_the_design_is_a_determination() -> None:
    document = deepcopy(sample_check()["lines"][0]["determination"])
    for optional in ("margins", "explanation"):
        del document[optional]

    assert faults("determination", document) == []
    assert set(document) == set(schema("determination")["required"])


def put(*path: Any) -> Callable[[dict[str, Any]], None]:  # noqa: ANN401  keys, positions and a value
    *steps, last, value = path

    def change(document: dict[str, Any]) -> None:
        node: Any = document
        for step in steps:
            node = node[step]
        node[last] = value

    return change


BAD = {
    "a truth of its own": put("lines", 0, "determination", "licence_required", "maybe"),
    "a bare boolean": put("lines", 0, "determination", "licence_required", bool(1)),
    "a number for a decimal": put("lines", 0, "determination", "facts", 0, "value", 15832),
    "an unknown key of the check": put("colour", "red"),
    "an unknown key of a line": put("lines", 0, "colour", "red"),
    "an unknown key of a determination": put("lines", 0, "determination", "colour", "red"),
    "a verdict of its own": put("lines", 0, "verdict", "ship it"),
    "a release without its statement": put("lines", 2, "statement", None),
    "units below zero": put("lines", 0, "hold_units", -1),
    "units as a fraction": put("lines", 0, "hold_units", 0.5),
    "no such day": put("valid_at", "2026-02-30"),
    "a remedy of its own": put("lines", 0, "would_free_it", 0, "remedy", "reroute"),
    "a key that is none": put("lines", 0, "determination", "keys", {"US/export": {}}),
    "a hash that is none": put("input_sha256", "abc"),
    "no footer": put("footer", ""),
    "another version": put("schema_version", 2),
}


@pytest.mark.parametrize("change", BAD.values(), ids=BAD.keys())
def test_the_schema_refuses(change: Callable[[dict[str, Any]], None]) -> None:
    document = sample_check()
    change(document)

    assert faults("check", document)


@pytest.mark.parametrize("key", schema("check")["required"])
def test_each_key_of_a_check_is_needed(key: str) -> None:
    document = sample_check()
    del document[key]

    assert faults("check", document)


def named(node: object) -> set[str]:
    """Return every name of a property in a schema."""
    if isinstance(node, list):
        return set().union(*map(named, node))
    if not isinstance(node, dict):
        return set()
    own = set(node["properties"]) if isinstance(node.get("properties"), dict) else set()
    return own.union(*map(named, node.values()))


@pytest.mark.parametrize("name", ["check", "changes", "headroom", "status", "timeline"])
def test_every_field_is_explained(name: str) -> None:
    page = (Path(__file__).parents[3] / "docs" / "json.md").read_text(encoding="utf-8")
    explained = set(re.findall(r"`([a-z0-9_]+)`", page))

    assert named(schema(name)) - explained == set()
