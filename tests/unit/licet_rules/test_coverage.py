"""coverage.yaml against the reference rows: each is there, each rule named exists, and memory is not called reading."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from licet.citation import Grade
from licet.rules import Law, Status, load_law
from licet.rules.coverage import Coverage, read_coverage

REPOSITORY = Path(__file__).parents[3]
REFERENCE = REPOSITORY / ".." / "shared" / "reference" / "us_rules.csv"
RULES = REPOSITORY / "src" / "licet_rules"
NOT_READ = {Grade.MEMORY, Grade.PRESS}
SETS = {"CG-NI": ("country_group_d5", "NI"), "CG-KHCY": ("country_group_d5", "KH")}
SAID_IN_WORDS = ("memory", "press")


@pytest.fixture(scope="module")
def law() -> Law:
    return load_law(RULES, use_cache=False)


@pytest.fixture(scope="module")
def coverage(law: Law) -> Coverage:
    return read_coverage(law.pack, RULES / "us" / "ear")


@pytest.fixture(scope="module")
def reference() -> list[dict[str, str]]:
    if not REFERENCE.is_file():
        pytest.skip(f"the reference rows are not at {REFERENCE}")
    with REFERENCE.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_every_row_is_there_once_and_nothing_else(coverage: Coverage, reference: list[dict[str, str]]) -> None:
    assert [provision.id for provision in coverage.provisions or ()] == [row["rule_id"] for row in reference]


def test_every_rule_is_named(coverage: Coverage) -> None:
    assert coverage.unnamed_rules == ()


def test_what_is_encoded_names_a_rule_or_a_place(coverage: Coverage) -> None:
    bare = [each.id for each in coverage.provisions or () if each.status is Status.ENCODED and not each.rules]

    assert bare == ["CG-HK"]


def test_a_row_that_was_not_read_is_graded_so(law: Law, coverage: Coverage, reference: list[dict[str, str]]) -> None:
    unread = {row["rule_id"]: row for row in reference if row["verified"] == "no"}
    provisions = {provision.id: provision for provision in coverage.provisions or ()}
    kind = []
    for row_id, row in unread.items():
        provision = provisions[row_id]
        start = date.fromisoformat(row["effective_from"])
        grades = {
            version.source.grade
            for rule in provision.rules
            for version in law.pack.rules[rule].versions
            if version.in_force_from == start
        }
        if row_id == "CG-HK":
            grades = {place.source.grade for place in law.pack.places}
        if row_id in SETS:
            members = (found for found in law.pack.sets if (found.set_name, found.member) == SETS[row_id])
            grades = {found.source.grade for found in members}
        if not grades & NOT_READ and not any(word in provision.reason for word in SAID_IN_WORDS):
            kind.append(row_id)

    assert len(unread) > 10
    assert kind == []
