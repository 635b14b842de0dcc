"""Rows of case tables, run: what agrees, and how a difference is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.unit.rules.laws import small_law, write

from licet.evaluate.run_table import RowResult, run_row
from licet.rules.case_table import read_case_tables

if TYPE_CHECKING:
    from pathlib import Path

CHIP = "has_digital_processing_unit: true, tpp: 4000, has_nonplanar_logic: true, applicable_die_area_mm2: 814"


def result(folder: Path, rule: str, case: str) -> RowResult:
    table = f"rule: us.ear.{rule}\nsource: Sample Act\nvalid_at: 2026-02-01\ncases:\n  - {{name: one, {case}}}\n"
    (row,) = read_case_tables(write(folder, {"table.yaml": table}), small_law())
    return run_row(row, small_law())


@pytest.mark.parametrize(
    ("rule", "case"),
    [
        ("meets_b", f"given: {{{CHIP}, marketed_for_datacenters: true}}, expect: true, by: b.2, missing: []"),
        ("meets_b", f"given: {{{CHIP}, marketed_for_datacenters: false}}, expect: false, by: note_2"),
        ("meets_b", f"given: {{{CHIP}}}, expect: unknown, missing: [marketed_for_datacenters]"),
        ("meets_b", f"given: {{{CHIP}, marketed_for_datacenters: true, meets_a: true}}, expect: false, by: a"),
        ("requirement", "given: {advanced_computing: b, destination: DE}, reading: text, expect: true, by: anywhere"),
        ("requirement", "given: {advanced_computing: none, destination: DE}, reading: text, expect: false, by: class"),
        ("case_by_case", "given: {destination: CN, movement: export}, contents: [{tpp: 20999}], expect: true, by: tpp"),
        ("case_by_case", "valid_at: 2026-01-14, given: {destination: CN}, expect: false, missing: []"),
        ("case_by_case", "known_at: 2026-01-14, given: {destination: CN}, expect: false, missing: []"),
        ("letter", "given: {destination: CN, total_dram_bandwidth_gb_s: 4000, exporter: AMD}, expect: false"),
        ("letter", "given: {destination: CN, total_dram_bandwidth_gb_s: 4000}, expect: unknown, missing: [exporter]"),
        (
            "headquartered",
            "parties: [{role: end_user, headquarters: SG, ultimate_parent_headquarters: CN}], expect: true",
        ),
        ("headquartered", "parties: [], expect: unknown, missing: [parties_complete]"),
        ("headquartered", "parties_complete: true, expect: false"),
    ],
)
def test_a_row_that_agrees_has_no_faults(rule: str, case: str, tmp_path: Path) -> None:
    assert result(tmp_path, rule, case).faults == ()


def test_every_difference_is_said(tmp_path: Path) -> None:
    case = f"given: {{{CHIP}, marketed_for_datacenters: true}}, expect: unknown, by: a.1, missing: [tpp]"

    assert result(tmp_path, "meets_b", case).faults == (
        "expected unknown, is yes",
        "expected by a.1, is by b.2",
        "expected missing tpp, are none",
    )
