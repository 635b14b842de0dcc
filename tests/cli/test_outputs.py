"""The files a check writes: whole or not at all, and saying the same as the board."""

from __future__ import annotations

import csv
import io
import json
import os
from typing import TYPE_CHECKING

import openpyxl
import pytest

from .running import EXAMPLE, licet, snapshot, write_case

if TYPE_CHECKING:
    from pathlib import Path

KINDS = ("csv", "xlsx", "html")


def test_all_three_are_written_and_nothing_beside_them(tmp_path: Path) -> None:
    words = [word for kind in KINDS for word in (f"--{kind}", str(tmp_path / "out" / f"board.{kind}"))]
    ran = licet("check", EXAMPLE, *words)

    assert ran.status == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["board.csv", "board.html", "board.xlsx"]
    assert all(path.stat().st_mode & 0o444 == 0o444 for path in (tmp_path / "out").iterdir())


def test_the_table_says_what_the_json_says(tmp_path: Path) -> None:
    shown = json.loads(
        licet("check", EXAMPLE, "--json", "--csv", tmp_path / "b.csv", "--xlsx", tmp_path / "b.xlsx").out
    )
    rows = list(csv.DictReader(io.StringIO((tmp_path / "b.csv").read_text(encoding="utf-8-sig"))))
    sheet = openpyxl.load_workbook(tmp_path / "b.xlsx").worksheets[0]
    cells = list(sheet.iter_rows(values_only=True))

    assert len(rows) >= len(shown["lines"])
    by_order = {row["order_id"]: row for row in rows if row.get("order_id")}
    for line in shown["lines"]:
        row = by_order[line["order_id"]]
        assert row["verdict"] == line["verdict"]
        assert [int(row[f"{name}_units"]) for name in ("release", "hold", "undetermined")] == [
            line[f"{name}_units"] for name in ("release", "hold", "undetermined")
        ]
    flat = {str(cell) for row in cells for cell in row}
    assert {line["order_id"] for line in shown["lines"]} <= flat


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_there_before_is_replaced_whole(tmp_path: Path, kind: str) -> None:
    target = tmp_path / f"board.{kind}"
    target.write_text("old" * 1_000_000)

    assert licet("check", write_case(tmp_path / "case"), f"--{kind}", target).status == 0
    assert b"oldold" not in target.read_bytes()


@pytest.mark.parametrize("kind", KINDS)
def test_a_folder_that_cannot_be_made(tmp_path: Path, kind: str) -> None:
    (tmp_path / "file").write_text("")
    before = snapshot(tmp_path)
    ran = licet("check", EXAMPLE, f"--{kind}", tmp_path / "file" / "below" / f"board.{kind}")

    assert ran.status == 2
    assert "cannot be written" in ran.err
    assert snapshot(tmp_path) == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_the_right_to_write(tmp_path: Path) -> None:
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o500)

    assert licet("check", EXAMPLE, "--csv", locked / "board.csv").status == 2


def test_a_folder_in_the_place_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "board.csv").mkdir()
    before = sorted(path.name for path in tmp_path.iterdir())
    ran = licet("check", EXAMPLE, "--csv", tmp_path / "board.csv")

    assert ran.status == 2
    assert "cannot be written" in ran.err
    assert sorted(path.name for path in tmp_path.iterdir()) == before


def test_a_cell_that_a_spreadsheet_would_run_is_written_as_text(tmp_path: Path) -> None:
    name = '"=HYPERLINK(""http://example.org"")"'
    parties = f"party_id,name,country,headquarters,ultimate_parent_headquarters\nde,{name},DE,DE,-\n"
    folder = write_case(tmp_path / "case", parties=parties)
    licet("check", folder, "--csv", tmp_path / "b.csv", "--xlsx", tmp_path / "b.xlsx", "--html", tmp_path / "b.html")
    sheet = openpyxl.load_workbook(tmp_path / "b.xlsx").worksheets[0]

    cells = csv.reader(io.StringIO((tmp_path / "b.csv").read_text(encoding="utf-8-sig")))
    assert not any(cell.startswith("=") for row in cells for cell in row)
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_names_are_escaped_on_the_page(tmp_path: Path) -> None:
    parties = "party_id,name,country,headquarters,ultimate_parent_headquarters\nde,<script>alert(1)</script>,DE,DE,-\n"
    licet("check", write_case(tmp_path / "case", parties=parties), "--html", tmp_path / "b.html")

    assert "<script>alert(1)" not in (tmp_path / "b.html").read_text(encoding="utf-8")
