from __future__ import annotations

import os
import zipfile
from datetime import date, datetime, time
from typing import TYPE_CHECKING

import openpyxl
import pytest

from licet import table_source
from licet.errors import ProblemsFound
from licet.table_source import Table, read_table, scan_table, scan_workbook

if TYPE_CHECKING:
    from pathlib import Path


def write(tmp_path: Path, content: bytes | str, name: str = "orders.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def faults(path: Path, **options: str) -> list[tuple[str, str]]:
    with pytest.raises(ProblemsFound) as caught:
        read_table(path, shown_as=path.name, **options)
    assert all(problem.what and problem.mend for problem in caught.value.problems)
    return [(problem.slug, problem.where) for problem in caught.value.problems]


def cells(table: Table) -> list[dict[str, str]]:
    return [row for _, row in table.rows]


class TestCsv:
    @pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "with mark"])
    def test_utf8_is_read_with_and_without_mark(self, tmp_path: Path, mark: bytes) -> None:
        table = read_table(write(tmp_path, mark + "party_id,name\nb,华为 \n".encode()), shown_as="parties.csv")

        assert (table.columns, cells(table)) == (("party_id", "name"), [{"party_id": "b", "name": "华为"}])
        assert table.encoding == "utf-8"

    def test_gb18030_is_read_and_said(self, tmp_path: Path) -> None:
        table = read_table(write(tmp_path, "party_id,name\nb,买方甲\n".encode("gb18030")))

        assert (cells(table)[0]["name"], table.encoding) == ("买方甲", "gb18030")

    def test_what_is_neither_is_refused_at_its_line(self, tmp_path: Path) -> None:
        assert faults(write(tmp_path, b"a,b\n1,2\n3,\xff\xff\n")) == [("unknown-encoding", "orders.csv:3")]

    def test_utf16_is_refused(self, tmp_path: Path) -> None:
        assert faults(write(tmp_path, "a,b\n1,2\n".encode("utf-16"))) == [("not-utf-8", "orders.csv")]

    def test_places_count_lines_of_the_file(self, tmp_path: Path) -> None:
        table = read_table(write(tmp_path, 'a,b\n\n1,"two\nlines"\n3,4\n'), shown_as="t.csv")

        assert [where for where, _ in table.rows] == ["t.csv:3", "t.csv:5"]

    def test_cells_stay_text(self, tmp_path: Path) -> None:
        table = read_table(write(tmp_path, 'a,b,c,d\n"1,000",NA,-,\n'))

        assert cells(table) == [{"a": "1,000", "b": "NA", "c": "-", "d": ""}]

    def test_windows_line_ends(self, tmp_path: Path) -> None:
        assert cells(read_table(write(tmp_path, "a,b\r\n1,2\r\n"))) == [{"a": "1", "b": "2"}]

    def test_all_faults_of_the_rows_at_once(self, tmp_path: Path) -> None:
        path = write(tmp_path, f"a,b\n1,000,3\n1\n{'x' * 40_000},2\n")

        assert faults(path) == [
            ("row-too-long", "orders.csv:2"),
            ("row-too-short", "orders.csv:3"),
            ("cell-too-long", "orders.csv:4"),
        ]

    def test_faulty_rows_are_left_out_and_the_table_is_not_complete(self, tmp_path: Path) -> None:
        problems = []
        table = scan_table(write(tmp_path, "a,b\n1,2\n3\n"), problems)

        assert table is not None
        assert (len(table.rows), table.complete, len(problems)) == (1, False, 1)

    def test_blank_cells_under_a_blank_heading_are_no_fault(self, tmp_path: Path) -> None:
        assert cells(read_table(write(tmp_path, "a,b,\n1,2,\n"))) == [{"a": "1", "b": "2"}]

    def test_a_surplus_cell_is_a_fault_even_if_blank_since_the_row_may_have_shifted(self, tmp_path: Path) -> None:
        assert faults(write(tmp_path, "quantity,price\n1,000,\n")) == [("row-too-long", "orders.csv:2")]

    @pytest.mark.parametrize(
        ("content", "slug", "where"),
        [
            ("", "empty-file", "orders.csv"),
            (",,\n1,2,3\n", "missing-header", "orders.csv:1"),
            ("a,,c\n1,2,3\n", "unnamed-column", "orders.csv:1"),
            ("a,b,a\n1,2,3\n", "duplicate-column", "orders.csv:1"),
            ("a;b\n1;2\n", "wrong-separator", "orders.csv:1"),
            ("a\tb\n1\t2\n", "wrong-separator", "orders.csv:1"),
            ('a,b\n1,2\n"open,4\n', "bad-quoting", "orders.csv:3"),
            ("a,b\n1,2\n3,\x004\n", "control-character", "orders.csv:3"),
            ("a,b\n1,\u202e2\n", "control-character", "orders.csv:2"),
            ("a,b\n1,\x1b[2J\n", "control-character", "orders.csv:2"),
            ("a,b\n1," + "x" * 200_000 + "\n", "cell-too-long", "orders.csv:2"),
            (",".join(f"c{n}" for n in range(300)) + "\n", "too-many-columns", "orders.csv:1"),
        ],
        ids=lambda value: value[:20] if isinstance(value, str) else None,
    )
    def test_one_fault(self, tmp_path: Path, content: str, slug: str, where: str) -> None:
        assert faults(write(tmp_path, content)) == [(slug, where)]

    def test_a_file_of_two_gigabytes_is_refused_unread(self, tmp_path: Path) -> None:
        path = write(tmp_path, "")
        os.truncate(path, 2_000_000_000)

        assert faults(path) == [("file-too-large", "orders.csv")]

    def test_too_many_cells(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(table_source, "MAX_CELLS", 4)

        assert faults(write(tmp_path, "a,b\n1,2\n3,4\n5,6\n")) == [("too-many-rows", "orders.csv:4")]

    def test_what_is_no_plain_file(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe.csv")

        assert faults(tmp_path / "pipe.csv") == [("not-a-file", "pipe.csv")]
        assert faults(tmp_path) == [("not-a-file", tmp_path.name)]
        assert faults(tmp_path / "none.csv") == [("unreadable-file", "none.csv")]


def workbook(tmp_path: Path, rows: list[list[object]], sheet: str = "orders") -> Path:
    book = openpyxl.Workbook()
    book.active.title = sheet
    for row in rows:
        book.active.append(row)
    path = tmp_path / "case.xlsx"
    book.save(path)
    return path


class TestXlsx:
    def test_values_are_the_text_a_person_sees(self, tmp_path: Path) -> None:
        path = workbook(
            tmp_path,
            [
                ["a", "b", "c", "d", "e", "f", "g"],
                [1600.25, 75000, date(2026, 5, 14), "NA", True, None, 0.1 + 0.2],
                [1e-7, 1e22, datetime(2026, 5, 14, 8, 30), time(8, 30), "=not", "1,000", -1],  # noqa: DTZ001
            ],
        )
        # a text that looks like a formula is stored as one by openpyxl; store it as text
        book = openpyxl.load_workbook(path)
        book["orders"]["E3"].data_type = "s"
        book.save(path)

        table = read_table(path, shown_as="case.xlsx")

        assert list(cells(table)[0].values()) == ["1600.25", "75000", "2026-05-14", "NA", "yes", "", "0.3"]
        assert list(cells(table)[1].values()) == [
            "0.0000001",
            "10000000000000000000000",
            "2026-05-14 08:30:00",
            "08:30:00",
            "=not",
            "1,000",
            "-1",
        ]
        assert [where for where, _ in table.rows] == ["case.xlsx:orders!2", "case.xlsx:orders!3"]

    def test_every_formula_and_error_is_refused_at_its_cell(self, tmp_path: Path) -> None:
        path = workbook(tmp_path, [["a", "b"], ["=1+1", 2], [3, "=SUM(A1:A2)"], [4, "#N/A"], [5, 6]])

        assert faults(path, sheet="orders") == [
            ("formula", "case.xlsx:orders!A2"),
            ("formula", "case.xlsx:orders!B3"),
            ("cell-error", "case.xlsx:orders!B4"),
        ]

    def test_a_formula_in_the_header_does_not_make_the_next_row_the_header(self, tmp_path: Path) -> None:
        problems = []
        table = scan_table(workbook(tmp_path, [["=1", "b"], [1, 2]]), problems, sheet="orders", shown_as="case.xlsx")

        assert table is None
        assert [problem.where for problem in problems] == ["case.xlsx:orders!A1"]

    def test_blank_rows_are_passed_over(self, tmp_path: Path) -> None:
        table = read_table(workbook(tmp_path, [[], ["a", "b"], [], [1, None]]), shown_as="case.xlsx")

        assert table.rows == (("case.xlsx:orders!4", {"a": "1", "b": ""}),)

    def test_a_cell_right_of_the_header(self, tmp_path: Path) -> None:
        assert faults(workbook(tmp_path, [["a"], [1, 2]])) == [("row-too-long", "case.xlsx:orders!2")]

    def test_a_missing_sheet(self, tmp_path: Path) -> None:
        assert faults(workbook(tmp_path, [["a"], [1]]), sheet="parties") == [("missing-sheet", "case.xlsx")]

    def test_only_the_sheets_asked_for_are_read(self, tmp_path: Path) -> None:
        path = workbook(tmp_path, [["a"], [1]])
        book = openpyxl.load_workbook(path)
        book.create_sheet("scratch").append(["=1/0"])
        book.save(path)
        problems = []

        found = scan_workbook(path, problems, sheets={"orders"})

        assert found is not None
        assert (list(found.tables), found.sheets, problems) == (["orders"], ("orders", "scratch"), [])

    @pytest.mark.parametrize("content", [b"", b"PK\x03\x04rubbish", b"a,b\n1,2\n", b"\xd0\xcf\x11\xe0old"])
    def test_what_is_no_workbook(self, tmp_path: Path, content: bytes) -> None:
        assert faults(write(tmp_path, content, "case.xlsx")) == [("not-xlsx", "case.xlsx")]

    def test_an_archive_that_is_no_workbook(self, tmp_path: Path) -> None:
        with zipfile.ZipFile(tmp_path / "case.xlsx", "w") as archive:
            archive.writestr("readme", "text")

        assert faults(tmp_path / "case.xlsx") == [("not-xlsx", "case.xlsx")]

    def test_an_archive_bomb_is_refused_before_it_is_unpacked(self, tmp_path: Path) -> None:
        with zipfile.ZipFile(tmp_path / "case.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/worksheets/sheet1.xml", b"0" * 50_000_000)

        assert faults(tmp_path / "case.xlsx") == [("archive-bomb", "case.xlsx")]

    def test_entities_are_not_expanded(self, tmp_path: Path) -> None:
        path = workbook(tmp_path, [["a"], [1]])
        with zipfile.ZipFile(path) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
        entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
        bomb = f'<!DOCTYPE x [<!ENTITY e0 "lol">{entities}]><worksheet>&e11;</worksheet>'
        members["xl/worksheets/sheet1.xml"] = bomb.encode()
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in members.items():
                archive.writestr(name, content)

        assert {slug for slug, _ in faults(path)} <= {"not-xlsx", "empty-file"}

    def test_a_workbook_of_two_gigabytes_is_refused_unread(self, tmp_path: Path) -> None:
        path = write(tmp_path, "", "case.xlsx")
        os.truncate(path, 2_000_000_000)

        assert faults(path) == [("file-too-large", "case.xlsx")]
