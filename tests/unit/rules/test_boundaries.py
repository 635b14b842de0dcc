"""Thresholds that no case row tries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.unit.rules.laws import law_with, rule, small_law, version, when, write

from licet.rules.boundaries import uncovered_thresholds
from licet.rules.case_table import read_case_tables

if TYPE_CHECKING:
    from pathlib import Path

    from licet.rules import Law


def wanting(law: Law, folder: Path, rule_id: str, rows: str) -> list[str]:
    """Return what is said of one rule's thresholds, given rows of its case table."""
    table = f"rule: {rule_id}\nsource: Sample Act\nvalid_at: 2026-01-01\ncases:\n{rows}"
    tables = read_case_tables(write(folder / "tables", {"table.yaml": table}), law)
    return [
        problem.what for problem in uncovered_thresholds(law.pack, tables) if problem.what.startswith(f"{rule_id}:")
    ]


def one_line(tmp_path: Path, expression: str = "tpp >= 4800") -> Law:
    return law_with(tmp_path, {"rule.yaml": rule("line", version(when(expression)))})


AT = "  - {name: at, given: {tpp: 4800}, expect: true}\n"
UNDER = "  - {name: under, given: {tpp: 4799.999}, expect: false}\n"
ABOVE = "  - {name: above, given: {tpp: 5000}, expect: true}\n"
ABSENT = "  - {name: absent, given: {}, expect: unknown}\n"
SPANNING = "  - {name: disputed, given: {tpp: [4000, 4800]}, expect: unknown}\n"


def test_a_threshold_tried_at_under_and_absent_is_covered(tmp_path: Path) -> None:
    assert wanting(one_line(tmp_path), tmp_path, "us.ear.line", AT + UNDER + ABSENT) == []


def test_each_trial_that_is_wanting_is_named(tmp_path: Path) -> None:
    law = one_line(tmp_path)
    said = "us.ear.line: tpp against 4800 is not tried"

    assert wanting(law, tmp_path, "us.ear.line", UNDER + ABSENT) == [f"{said} at the line"]
    assert wanting(law, tmp_path, "us.ear.line", AT + ABSENT) == [f"{said} just under it"]
    assert wanting(law, tmp_path, "us.ear.line", AT + UNDER) == [f"{said} absent"]
    assert wanting(law, tmp_path, "us.ear.line", ABOVE) == [f"{said} at the line, just under it, absent"]


def test_an_interval_tries_no_line(tmp_path: Path) -> None:
    assert wanting(one_line(tmp_path), tmp_path, "us.ear.line", SPANNING + ABSENT) == [
        "us.ear.line: tpp against 4800 is not tried at the line, just under it"
    ]


def test_circuits_in_the_contents_count(tmp_path: Path) -> None:
    law = one_line(tmp_path, "any_ic(tpp >= 4800)")
    rows = "".join(
        f"  - {{name: {name}, contents: [{{{fact}}}], expect: {expect}}}\n"
        for name, fact, expect in (
            ("at", "tpp: 4800", "true"),
            ("under", "tpp: 4799", "false"),
            ("absent", "", "unknown"),
        )
    )

    assert wanting(law, tmp_path, "us.ear.line", rows) == []


def test_the_rows_of_another_rule_do_not_count(tmp_path: Path) -> None:
    assert wanting(one_line(tmp_path), tmp_path, "us.ear.meets_a", AT + UNDER + ABSENT) != []
    found = uncovered_thresholds(one_line(tmp_path / "again").pack, ())

    assert any("us.ear.line: tpp against 4800" in problem.what for problem in found)


_LINES_OF_A = ("1600", "4800", "5.92 * applicable_die_area_mm2")


def test_a_line_that_stands_twice_is_asked_for_once() -> None:
    found = [
        problem.what for problem in uncovered_thresholds(small_law().pack, ()) if "us.ear.meets_a:" in problem.what
    ]

    said = "is not tried at the line, just under it, absent"
    assert sorted(found) == [f"us.ear.meets_a: tpp against {line} {said}" for line in _LINES_OF_A]


def test_each_has_a_place_a_slug_and_a_cure() -> None:
    for problem in uncovered_thresholds(small_law().pack, ()):
        assert problem.slug == "untried-threshold"
        assert problem.where.startswith("us/ear/")
        assert problem.mend
