"""Case tables: what a row gives and expects, and what is refused."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from tests.unit.rules.laws import small_law, write

from licet.errors import ProblemsFound
from licet.quantity import Interval
from licet.rules import Reading
from licet.rules.case_table import Row, read_case_tables
from licet.truth import Truth

if TYPE_CHECKING:
    from pathlib import Path

    from licet.problem import Problem

HEAD = "rule: us.ear.meets_a\nsource: Sample Act\nvalid_at: 2024-01-01\n"
TRUE, FALSE, UNKNOWN = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN


def rows_of(folder: Path, cases: str, head: str = HEAD) -> tuple[Row, ...]:
    return read_case_tables(write(folder, {"table.yaml": f"{head}cases:\n{cases}"}), small_law())


def row_of(folder: Path, case: str, head: str = HEAD) -> Row:
    (row,) = rows_of(folder, f"  - {{name: one, expect: true{case}}}\n", head)
    return row


def problems_of(folder: Path, cases: str, head: str = HEAD) -> tuple[Problem, ...]:
    with pytest.raises(ProblemsFound) as caught:
        rows_of(folder, cases, head)
    return caught.value.problems


def test_a_row_takes_day_and_reading_from_its_table_or_itself(tmp_path: Path) -> None:
    own = ", valid_at: 2026-02-01, known_at: 2026-01-01, reading: enforced"
    table, itself = (
        row_of(tmp_path / str(number), case, HEAD + "reading: text\n") for number, case in enumerate(("", own))
    )

    assert (table.valid_at, table.known_at, table.reading) == (date(2024, 1, 1), None, Reading.TEXT)
    assert (itself.valid_at, itself.known_at, itself.reading) == (date(2026, 2, 1), date(2026, 1, 1), Reading.ENFORCED)


def test_a_table_without_a_reading_is_of_the_law_as_enforced(tmp_path: Path) -> None:
    assert row_of(tmp_path, "").reading is Reading.ENFORCED


def test_facts_are_typed_from_the_schema(tmp_path: Path) -> None:
    given = "tpp: '1,600.25', marketed_for_datacenters: no, destination: no, base_eccn: 3E001, valid_at: 2024-02-29"

    row = row_of(tmp_path, f", given: {{{given}}}")

    assert row.given == {
        "tpp": Interval.exactly("1600.25"),
        "marketed_for_datacenters": FALSE,
        "destination": "NO",
        "base_eccn": "3E001",
        "valid_at": date(2024, 2, 29),
    }


@pytest.mark.parametrize(
    ("written", "lo", "hi"),
    [("[3312, 5505]", "3312", "5505"), ('["", 5505]', None, "5505"), ('[3312, ""]', "3312", None)],
)
def test_a_list_of_two_is_an_interval(written: str, lo: str | None, hi: str | None, tmp_path: Path) -> None:
    row = row_of(tmp_path, f", given: {{tpp: {written}}}")

    assert row.given == {"tpp": Interval(Decimal(lo) if lo else None, Decimal(hi) if hi else None)}


def test_names_that_rules_derive_are_kept_apart(tmp_path: Path) -> None:
    row = row_of(tmp_path, ", given: {meets_b: false, headquartered_in_zone: unknown, advanced_computing: b, tpp: 1}")

    assert row.derived == {"meets_b": FALSE, "headquartered_in_zone": UNKNOWN, "advanced_computing": "b"}
    assert row.given == {"tpp": Interval.exactly(1)}


def test_short_names_stand_for_long_ones_also_in_missing(tmp_path: Path) -> None:
    head = HEAD + "short: {dc: marketed_for_datacenters, np: has_nonplanar_logic}\n"

    row = row_of(tmp_path, ", given: {dc: true}, by: note_2, missing: [np, dc, tpp]", head)

    assert row.given == {"marketed_for_datacenters": TRUE}
    assert row.missing == ("has_nonplanar_logic", "marketed_for_datacenters", "tpp")
    assert row.by == "note_2"


def test_missing_left_out_is_not_checked_and_an_empty_list_is(tmp_path: Path) -> None:
    assert row_of(tmp_path / "1", "").missing is None
    assert row_of(tmp_path / "2", ", missing: []").missing == ()


def test_contents_and_parties_are_read(tmp_path: Path) -> None:
    case = (
        ", contents: [{tpp: 1}, {tpp: 2, has_nonplanar_logic: true}], parties_complete: true, parties: ["
        "{role: end_user, headquarters: SG}, {roles: [purchaser, end_user], ultimate_parent_headquarters: cn}]"
    )

    row = row_of(tmp_path, case)

    assert row.contents == ({"tpp": Interval.exactly(1)}, {"tpp": Interval.exactly(2), "has_nonplanar_logic": TRUE})
    assert row.parties == (
        (frozenset({"end_user"}), {"headquarters": "SG"}),
        (frozenset({"purchaser", "end_user"}), {"ultimate_parent_headquarters": "CN"}),
    )
    assert row.parties_complete is TRUE


def test_without_contents_or_parties_nothing_is_assumed(tmp_path: Path) -> None:
    row = row_of(tmp_path, "")

    assert (row.contents, row.parties, row.parties_complete) == (None, (), UNKNOWN)


def test_a_row_names_its_place(tmp_path: Path) -> None:
    assert row_of(tmp_path, "").where == f"{tmp_path}/table.yaml:5:5"


def test_every_fault_of_every_table_is_reported(tmp_path: Path) -> None:
    files = {
        "one.yaml": HEAD + "cases:\n  - {name: a, given: {cost: 1}, expect: true}\n  - {name: b, expect: perhaps}\n",
        "deep/two.yaml": HEAD.replace("meets_a", "nothing") + "cases:\n  - {name: c, expects: true, expect: true}\n",
        "three.yaml": "rule: [",
    }

    with pytest.raises(ProblemsFound) as caught:
        read_case_tables(write(tmp_path, files), small_law())

    assert sorted(problem.slug for problem in caught.value.problems) == [
        "not-yaml",
        "unknown-fact",
        "unknown-key",
        "unknown-rule",
        "unknown-value",
    ]


@pytest.mark.parametrize(
    ("case", "slug"),
    [
        ("given: {tpp: 1e400}", "bad-value"),
        ("given: {tpp: NaN}", "bad-value"),
        ("given: {tpp: [1, 2, 3]}", "bad-value"),
        ("given: {marketed_for_datacenters: unknown}", "bad-value"),
        ("given: {destination: China}", "bad-value"),
        ("given: {movement: leaving}", "bad-value"),
        ("given: {valid_at: 2026-02-30}", "bad-value"),
        ("given: {meets_a: perhaps}", "bad-value"),
        ("valid_at: 2026-02-30", "bad-date"),
        ("reading: both", "unknown-value"),
    ],
)
def test_a_value_of_another_type_is_refused(case: str, slug: str, tmp_path: Path) -> None:
    (problem,) = problems_of(tmp_path, f"  - {{name: one, expect: true, {case}}}\n")

    assert problem.slug == slug
    assert problem.where.startswith(f"{tmp_path}/table.yaml:5:")


def test_a_row_without_a_day_is_refused(tmp_path: Path) -> None:
    (problem,) = problems_of(tmp_path, "  - {name: one, expect: true}\n", HEAD.replace("valid_at: 2024-01-01\n", ""))

    assert (problem.slug, problem.what) == ("missing-key", "a case has no `valid_at`")


NEVER_MEANT = {
    "given: {tpp: [5505, 3312]}": "an interval upside down",
    "given: {advanced_computing: z}": "a class outside the scheme",
    "given: tpp": "`given` that is no mapping",
    "contents: tpp": "`contents` that is no list",
    "parties: [{role: enduser, headquarters: CN}]": "a role that does not exist, which no test would match",
    "parties: [{headquarters: CN}]": "a party without a role",
    "parties_complete: perhaps": "a third word for a truth",
}


@pytest.mark.parametrize("case", NEVER_MEANT, ids=NEVER_MEANT.values())
def test_nothing_is_passed_over(case: str, tmp_path: Path) -> None:
    assert problems_of(tmp_path, f"  - {{name: one, expect: true, {case}}}\n")
