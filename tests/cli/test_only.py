"""`licet check --only`: these orders alone are shown and counted; every line is judged all the same."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from licet.cli.app import app

from .running import PARTIES, write_case

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

CHIP = "nvidia-h200-sxm-141gb"
ORDERS = f"""\
order_id,item,quantity,ship_from,destination,exporter,ultimate_consignee,end_user,parties_complete,priority,ordered_on
first,{CHIP},60,US,SG,NVIDIA,cn,cn,yes,1,
second,{CHIP},60,US,SG,NVIDIA,cn,cn,yes,2,
german,{CHIP},10,US,DE,NVIDIA,de,de,yes,3,
late,{CHIP},5,US,DE,NVIDIA,de,de,yes,4,2026-12-01
"""
GRANT = """\
authorisations:
  - number: LIC-1
    key: us:export
    kind: licence
    authority: BIS
    holder: NVIDIA
    valid_from: 2026-01-01
    valid_to: 2027-01-01
    scope: {items: any, movements: any, ship_from: any, destinations: any, places_of_use: any, end_uses: any,
            parties: {end_user: any, ultimate_consignee: any}}
    limits: {pieces: 100}
    source: {doc: licence of the test, grade: primary}
"""


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """Return a case whose first two lines compete for a licence of 100 pieces."""
    files = {"orders": ORDERS, "parties": PARTIES, "authorisations.yaml": GRANT}
    return write_case(tmp_path / "case", **files)


def run(case: Path, *words: str | Path) -> Result:
    return CliRunner().invoke(app, ["check", str(case), *map(str, words)])


def shown(case: Path, *words: str) -> dict[str, Any]:
    result = run(case, "--json", *words)
    assert result.exit_code == 0, result.output
    return json.loads(result.output)


def test_a_line_has_the_verdict_that_it_has_among_the_others(case: Path) -> None:
    everything = {line["order_id"]: line for line in shown(case)["lines"]}
    for name, line in everything.items():
        assert shown(case, "--only", name)["lines"] == [line]

    assert [(line["release_units"], line["hold_units"]) for line in everything.values()] == [(60, 0), (40, 20), (10, 0)]


def test_the_totals_count_these_lines_alone(case: Path) -> None:
    found = shown(case, "--only", "second")
    totals = found["totals"]

    assert found["only"] == ["second"]
    assert (totals["lines"], totals["units"]) == (1, 60)
    assert (totals["release_units"], totals["hold_units"], totals["undetermined_units"]) == (40, 20, 0)
    assert {each["cause"]: each["lines"] for each in totals["by_cause"]} == {"balance_exhausted": 1}
    assert {each["lines"] for each in found["not_tested"]} == {1}
    assert found["left_out"] == []


def test_several_are_shown_in_the_order_of_the_file_and_each_once(case: Path) -> None:
    found = shown(case, "--only", "german", "--only", "first", "--only", "german")

    assert [line["order_id"] for line in found["lines"]] == ["first", "german"]
    assert found["only"] == ["german", "first"]


def test_one_placed_later_is_left_out_and_said_to_be(case: Path) -> None:
    found = shown(case, "--only", "late")

    assert found["lines"] == []
    assert [each["order_id"] for each in found["left_out"]] == ["late"]
    assert found["totals"]["units"] == 0


def test_without_it_nothing_is_said_of_it(case: Path) -> None:
    assert "only" not in shown(case)


def test_the_board_says_so(case: Path) -> None:
    result = run(case, "--only", "second")

    assert result.exit_code == 0
    assert "second; totals count these lines alone" in " ".join(result.output.split())
    assert "german" not in result.output


def test_the_files_hold_these_lines_alone(case: Path, tmp_path: Path) -> None:
    result = run(case, "--only", "second", "--csv", tmp_path / "b.csv", "--html", tmp_path / "b.html")

    assert result.exit_code == 0
    for name in ("b.csv", "b.html"):
        text = (tmp_path / name).read_text(encoding="utf-8")
        assert "second" in text
        assert "german" not in text


@pytest.mark.parametrize(("name", "status"), [("first", 0), ("german", 0), ("second", 3)])
def test_strict_asks_of_these_lines_alone(case: Path, name: str, status: int) -> None:
    assert run(case, "--only", name, "--strict").exit_code == status
    assert run(case, "--strict").exit_code == 3


class TestUnknown:
    def test_an_order_that_there_is_not_is_refused_and_nothing_is_written(self, case: Path, tmp_path: Path) -> None:
        result = run(case, "--only", "thirrd", "--only", "first", "--csv", tmp_path / "b.csv")

        assert result.exit_code == 1
        assert "[unknown-order]" in result.output
        assert "there is no order thirrd" in result.output
        assert "first, second" in result.output
        assert not (tmp_path / "b.csv").exists()

    def test_all_of_them_are_told_at_once(self, case: Path) -> None:
        result = run(case, "--only", "x", "--only", "y")

        assert result.exit_code == 1
        assert "there is no order x" in result.output
        assert "there is no order y" in result.output

    def test_a_name_is_not_its_beginning(self, case: Path) -> None:
        assert run(case, "--only", "fir").exit_code == 1
