"""What a pack says of itself: counted from its versions, and coverage.yaml read strictly."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.unit.rules.laws import law_with, rule, small_law, version, when

from licet.errors import ProblemsFound
from licet.rules import Status, load_law, rules_root
from licet.rules.coverage import Coverage, coverage_json, read_coverage

if TYPE_CHECKING:
    from pathlib import Path

GOOD = """\
ROW-1: {status: encoded, rules: [us.ear.meets_a, us.ear.class_a]}
ROW-2: {status: partly, rules: [us.ear.requirement], reason: one ground is left out}
ROW-3: {status: not_encoded, rules: [], reason: not read}
ROW-4: {status: human_judgement, question: Is it substantial?}
"""


def read(folder: Path, text: str) -> Coverage:
    (folder / "coverage.yaml").write_text(text, encoding="utf-8")
    return read_coverage(small_law().pack, folder)


def test_a_pack_without_the_file_has_no_list(tmp_path: Path) -> None:
    found = read_coverage(small_law().pack, tmp_path)

    assert found.provisions is None
    assert found.unnamed_rules == ()
    assert coverage_json(found)["provisions"] is None


def test_provisions_are_read_with_their_status(tmp_path: Path) -> None:
    provisions = read(tmp_path, GOOD).provisions

    assert provisions is not None
    assert [(each.id, each.status) for each in provisions] == [
        ("ROW-1", Status.ENCODED),
        ("ROW-2", Status.PARTLY),
        ("ROW-3", Status.NOT_ENCODED),
        ("ROW-4", Status.HUMAN_JUDGEMENT),
    ]
    assert (provisions[0].rules, provisions[1].reason) == (
        ("us.ear.meets_a", "us.ear.class_a"),
        "one ground is left out",
    )
    assert provisions[3].question == "Is it substantial?"


def test_rules_that_no_provision_names_are_told(tmp_path: Path) -> None:
    unnamed = read(tmp_path, GOOD).unnamed_rules

    assert {"us.ear.meets_a", "us.ear.class_a", "us.ear.requirement"}.isdisjoint(unnamed)
    assert len(unnamed) == len(small_law().pack.rules) - 3


BAD = {
    "status: nearly": ("unknown-value", ":1:", "nearly", "encoded, partly, not_encoded, human_judgement"),
    "status: encoded, rules: [us.ear.none]": ("unknown-rule", ":1:", "us.ear.none", "mend the id"),
    "status: encoded, colour: red": ("unknown-key", ":1:", "colour", "known: question, reason, rules, status"),
    "status: partly, rules: [us.ear.meets_a]": ("gap-without-reason", ":1:", "ROW", "reason"),
    "status: not_encoded": ("gap-without-reason", ":1:", "ROW", "reason"),
    "status: human_judgement": ("judgement-without-question", ":1:", "ROW", "question"),
    "rules: [us.ear.meets_a]": ("missing-key", ":1:", "status", "status"),
}


@pytest.mark.parametrize("entry", BAD)
def test_a_fault_in_an_entry_is_told_with_its_cure(entry: str, tmp_path: Path) -> None:
    slug, line, what, mend = BAD[entry]

    with pytest.raises(ProblemsFound) as caught:
        read(tmp_path, f"ROW: {{{entry}}}\n")

    (problem,) = caught.value.problems
    assert problem.slug == slug
    assert f"{tmp_path}/coverage.yaml{line}" in problem.where
    assert what in problem.what
    assert mend in problem.mend


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(ProblemsFound) as caught:
        read(tmp_path, "".join(f"ROW-{number}: {{{entry}}}\n" for number, entry in enumerate(BAD)))

    assert sorted(problem.slug for problem in caught.value.problems) == sorted(slug for slug, *_ in BAD.values())


@pytest.mark.parametrize("text", ["", "- ROW-1\n", "ROW: encoded\n", "ROW: {status: encoded}\nROW: {status: partly}\n"])
def test_a_file_that_is_no_coverage_is_a_problem(text: str, tmp_path: Path) -> None:
    with pytest.raises(ProblemsFound):
        read(tmp_path, text)


def test_a_provision_is_not_encoded_by_rules_that_are_not(tmp_path: Path) -> None:
    gap = version("    reason: not read\n" + when("meets_a"), status="not_encoded")
    law = law_with(tmp_path, {"gap.yaml": rule("gap", gap)})
    (tmp_path / "coverage.yaml").write_text("ROW: {status: encoded, rules: [us.ear.gap]}\n", encoding="utf-8")

    with pytest.raises(ProblemsFound) as caught:
        read_coverage(law.pack, tmp_path)

    assert [problem.slug for problem in caught.value.problems] == ["coverage-contradicts-rule"]


def test_versions_are_counted_once_by_grade_and_by_status() -> None:
    shown = coverage_json(read_coverage(load_law().pack, rules_root() / "us" / "ear"))

    assert sum(shown["by_grade"].values()) == sum(shown["by_status"].values()) == shown["versions"]
    assert len(shown["gaps"]) == shown["versions"] - shown["by_status"]["encoded"]
    assert sum(shown["set_members_by_grade"].values()) == shown["set_members"]


def test_every_gap_says_why_or_asks() -> None:
    shown = coverage_json(read_coverage(load_law().pack, rules_root() / "us" / "ear"))

    assert [gap["rule"] for gap in shown["gaps"] if not (gap["reason"] or gap["question"])] == []
