"""The labelled questions are well formed: ids, items, dates and answers that the schema knows."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import pytest
from tests.labelled.questions import QUESTION_FILES, plain, rows_of

from licet.yaml_source import read_yaml

HERE = Path(__file__).parent
CATALOGUE = HERE.parents[1] / "src" / "licet_rules" / "catalogue"
FACTS = HERE.parents[1] / "src" / "licet_rules" / "facts.yaml"
COUNTRIES = HERE.parents[1] / "src" / "licet_rules" / "countries.csv"

ANSWERS = {"yes", "no", "unknown"}
READINGS = {"enforced", "text"}
MOVEMENTS = {"export", "reexport", "export_from_abroad", "transfer", "domestic"}
ROLES = {"purchaser", "intermediate_consignee", "ultimate_consignee", "end_user"}
POLICIES = {"policy_of_denial", "presumption_of_denial", "case_by_case", "presumption_of_approval", "null"}
KINDS_OF_PARAGRAPH = {"destination", "headquarters", "worldwide", "letter", "anti_terrorism"}
CLASSES = {"a", "b", "c", "none", "unknown"}
PARAGRAPHS = {
    "3A090": "a",
    "4A090": "a",
    "3A090.a": "a",
    "3A090.b": "b",
    "3A090.c": "c",
    "4A090.a": "a",
    "4A090.b": "b",
    "3A991.p": "none",
    "4A994.l": "none",
    "none": "none",
    "null": "unknown",
}
REQUIRED = {
    "id",
    "movement",
    "ship_from",
    "destination",
    "parties",
    "parties_complete",
    "exporter",
    "valid_at",
    "expect",
    "because",
    "source",
}
OPTIONAL = {"item", "figures", "known_at", "facts", "doubt", "statement"}
EXPECTED = {"eccn", "advanced_computing", "licence_required", "required_by", "exceptions", "review_policy"}
SMALLEST_SET = 320
LARGEST_SHARE_OF_DOUBT = Decimal("0.05")


def column(path: Path, name: str) -> set[str]:
    """Read one column of a CSV file."""
    with path.open(encoding="utf-8", newline="") as source:
        return {row[name] for row in csv.DictReader(source)}


def header(path: Path) -> set[str]:
    """Read the column names of a CSV file."""
    with path.open(encoding="utf-8", newline="") as source:
        return set(next(csv.reader(source)))


ROWS = [(path.name, row) for path in QUESTION_FILES for row in rows_of(path)]
EACH_ROW = pytest.mark.parametrize("row", [row for _, row in ROWS], ids=[row["id"] for _, row in ROWS])
ITEMS = column(CATALOGUE / "items.csv", "item_id") | column(CATALOGUE / "assemblies.csv", "item_id")
PLACES = column(COUNTRIES, "code")
FACT_NAMES = set(plain(read_yaml(FACTS))["facts"])
FIGURES = header(CATALOGUE / "items.csv") | FACT_NAMES | {"contents"}


def test_the_set_is_large_enough() -> None:
    """Too few questions prove little."""
    assert len(ROWS) >= SMALLEST_SET


def test_ids_are_unique() -> None:
    """An id names one question in all files."""
    ids = [row["id"] for _, row in ROWS]
    assert len(ids) == len(set(ids))


def test_doubts_are_few() -> None:
    """A set of doubts would settle nothing."""
    doubts = [row["id"] for _, row in ROWS if "doubt" in row]
    assert len(doubts) <= LARGEST_SHARE_OF_DOUBT * len(ROWS)


def test_readme_counts_every_file() -> None:
    """The counts in the README are those of the files."""
    readme = (HERE / "README.md").read_text(encoding="utf-8")
    for path in QUESTION_FILES:
        assert f"| `{path.name}` | {len(rows_of(path))} |" in readme


@EACH_ROW
def test_keys(row: dict[str, Any]) -> None:
    """Nothing is missing, nothing is unknown to the schema, and the item is named or described once."""
    assert set(row) >= REQUIRED
    assert set(row) <= REQUIRED | OPTIONAL
    assert ("item" in row) != ("figures" in row)
    assert set(row["expect"]) <= EXPECTED
    assert row["because"].strip()
    assert row["source"].strip()


@EACH_ROW
def test_item_exists(row: dict[str, Any]) -> None:
    """An item is in the catalogue; a constructed one has figures under known names."""
    if "item" in row:
        assert row["item"] in ITEMS
        return
    for figures in [row["figures"], *row["figures"].get("contents", [])]:
        assert figures["kind"] in {"ic", "hbm", "board", "server", "system"}
        assert set(figures) <= FIGURES
        for value in figures.values():
            assert_ordered(value)


def assert_ordered(value: object) -> None:
    """A range of figures has its low end first, and both ends are numbers of nought or more."""
    if not isinstance(value, list) or not value or isinstance(value[0], dict):
        return
    try:
        low, high = (Decimal(end) for end in value)
    except InvalidOperation:
        pytest.fail(f"not a number: {value}")
    assert 0 <= low <= high


@EACH_ROW
def test_places_and_movement(row: dict[str, Any]) -> None:
    """Places are codes of the project's list, and the movement fits where the item leaves and arrives."""
    leaves, arrives = row["ship_from"], row["destination"]
    assert {leaves, arrives} <= PLACES
    fits = {
        "export": leaves == "US" != arrives,
        "reexport": "US" not in {leaves, arrives} and leaves != arrives,
        "export_from_abroad": "US" not in {leaves, arrives} and leaves != arrives,
        "transfer": leaves == arrives != "US",
        "domestic": leaves == arrives == "US",
    }
    assert row["movement"] in MOVEMENTS
    assert fits[row["movement"]]


@EACH_ROW
def test_parties(row: dict[str, Any]) -> None:
    """Parties have known roles and places; `-` says that there is no parent."""
    assert row["parties_complete"] in {"true", "false"}
    assert row["exporter"].strip()
    for party in row["parties"]:
        assert party["role"] in ROLES
        places = {party[name] for name in ("headquarters", "country") if name in party}
        assert places <= PLACES
        assert party.get("ultimate_parent_headquarters", "-") in PLACES | {"-"}
        approved = "uae_approved_advanced_computing"
        assert set(party) <= {"role", "headquarters", "ultimate_parent_headquarters", "country", approved}
    assert set(row.get("facts", {})) <= FACT_NAMES


@EACH_ROW
def test_dates(row: dict[str, Any]) -> None:
    """Dates are dates."""
    for name in ("valid_at", "known_at"):
        if name in row:
            assert date.fromisoformat(row[name]).isoformat() == row[name]


@EACH_ROW
def test_answers(row: dict[str, Any]) -> None:
    """Every expected answer is one the schema knows."""
    expect = row["expect"]
    required = expect["licence_required"]
    assert set(required) == READINGS
    assert set(required.values()) <= ANSWERS
    assert set(expect.get("exceptions", {})) <= {"NAC", "ACA"}
    assert set(expect.get("exceptions", {}).values()) <= ANSWERS
    policies = expect.get("review_policy", {})
    assert set(policies) <= READINGS
    assert set(policies.values()) <= POLICIES
    assert expect.get("advanced_computing", "none") in CLASSES
    if "eccn" in expect:
        assert_class_fits(expect["eccn"], expect["advanced_computing"])


def assert_class_fits(eccn: str, advanced_computing: str) -> None:
    """A paragraph and its class agree; a `.z` is of class a or b."""
    if ".z." in eccn:
        assert advanced_computing in {"a", "b"}
    else:
        assert PARAGRAPHS[eccn] == advanced_computing


@EACH_ROW
def test_answers_agree_with_each_other(row: dict[str, Any]) -> None:
    """A paragraph is named only where a licence is needed, and a policy only where there is something to review."""
    expect = row["expect"]
    for reading, answer in expect["licence_required"].items():
        kinds = expect.get("required_by", {}).get(reading, [])
        assert set(kinds) <= KINDS_OF_PARAGRAPH
        if answer != "yes":
            assert not kinds
        if answer == "no":
            assert expect["review_policy"][reading] == "null"
