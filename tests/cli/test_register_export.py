"""`licet register export`: the journal in three formats, the usage record, filing lines, and the file of an order."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from licet.citation import Grade
from licet.report import schema
from licet.report.register_aes import read_codes
from licet.rules import rules_root

from .register_book import BY, DAY, LINE, WHY, Book, made, terms
from .running import snapshot

AT = ("--valid-at", DAY)
VALUE = ("--unit-value", "30000.25", "--currency", "USD")


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """Return a register with a grant, its parent, a reservation, two shipments, a void and a correction."""
    book = made(tmp_path)
    book.grant(
        terms("L-2", "{pieces: 500}", parent="L-1"),
        terms("L-1", "{pieces: 1000, value: {amount: 1e9, currency: USD}}".replace("1e9", "1000000000")),
    )
    book.done("reserve", "L-2", "--order", "A-1", "--units", "100", "--id", "R-1", *AT, *BY, *LINE, *VALUE)
    book.done("ship", "R-1", "--units", "30", *AT, *BY, "--document", "=cmd()")
    book.done("ship", "R-1", "--units", "20", "--valid-at", "2026-06-20", *BY)
    book.done("void", "R-1", "--units", "10", "--valid-at", "2026-06-21", *BY, *WHY)
    book.done("adjust", "L-2", "--pieces", "7", *AT, *BY, *WHY)
    return book


class TestJournal:
    def test_three_formats_say_the_same(self, book: Book) -> None:
        parquet = pytest.importorskip("pyarrow.parquet")
        out = book.folder / "out"
        for kind in ("csv", "json", "parquet"):
            assert "wrote" in book.done("export", "--format", kind, "--out", out / f"journal.{kind}")

        shown = json.loads((out / "journal.json").read_text(encoding="utf-8"))
        Draft202012Validator(schema("register")).validate(shown)
        table = rows((out / "journal.csv").read_text(encoding="utf-8"))
        whole = parquet.read_table(out / "journal.parquet")

        assert (
            [each["hash"] for each in shown["entries"]] == [row["hash"] for row in table] == whole["hash"].to_pylist()
        )
        assert whole.schema.metadata[b"licet_head"].decode() == shown["head"]
        reserved = [each for each in whole.to_pylist() if each["kind"] == "reserve" and each["account"] == "L-1"]
        assert [each["reserved_minor_units"] for each in reserved] == [300_002_500]
        [row] = [row for row in table if row["kind"] == "reserve" and row["account"] == "L-1"]
        assert (row["reserved_value"], row["currency"]) == ("3000025.00", "USD")
        assert shown == json.loads(book.done("export", "--format", "json"))
        assert shown == json.loads(book.done("history", "--json"))

    def test_no_cell_is_a_formula(self, book: Book) -> None:
        table = rows(book.done("export"))

        assert {row["document"] for row in table} == {"", "'=cmd()"}
        assert {row["reserved_pieces"] for row in table if row["kind"] == "void"} == {"-10"}

    def test_of_one_number(self, book: Book) -> None:
        assert {row["account"] for row in rows(book.done("export", "--number", "L-2"))} == {"L-2"}

    @pytest.mark.parametrize(
        "words", [("--format", "parquet"), ("--order", "A-1"), ("--order", "A-1", "--number", "L-1", "--out", "x")]
    )
    def test_what_is_not_said(self, book: Book, words: tuple[str, ...]) -> None:
        assert book.run("export", *words).status == 2

    def test_faults(self, book: Book) -> None:
        assert book.run("export", "--format", "pdf").status == 1
        (book.folder / "file").write_text("")
        (book.folder / "folder").mkdir()
        os.mkfifo(book.folder / "pipe")
        for name in ("folder", "pipe"):
            ran = book.run("export", "--out", book.folder / name)
            assert (ran.status, "not a plain file" in ran.err) == (2, True)
        before = snapshot(book.folder)
        for kind in ("csv", "parquet"):
            ran = book.run("export", "--format", kind, "--out", book.folder / "file" / "below" / "x")
            assert (ran.status, "cannot be written" in ran.err) == (2, True)
        assert set(snapshot(book.folder)) == set(before)

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
    def test_standard_output_is_full(self, book: Book) -> None:
        with Path("/dev/full").open("wb") as full:
            command = [sys.executable, "-m", "licet.cli", "register", "history", "--register", book.url]
            done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False)

        assert b"Traceback" not in done.stderr
        assert done.returncode != 0


class TestUsage:
    def test_one_row_for_each_draw(self, book: Book) -> None:
        table = rows(book.done("export", "--format", "usage", "--number", "L-2"))

        assert [row["movement"] for row in table] == ["reserve", "ship", "ship", "void", "adjust"]
        assert [row["quantity"] for row in table] == ["100", "30", "20", "-10", ""]
        assert [row["balance_after_pieces"] for row in table] == ["400", "400", "400", "410", "403"]
        assert [row["usage_sequence"] for row in table] == ["1", "2", "3", "4", "5"]
        assert [row["value"] for row in table] == ["3000025", "900007.5", "600005", "300002.5", ""]
        first = table[0]
        assert (first["order_id"], first["item"], first["ultimate_consignee"]) == (
            "A-1",
            "nvidia-h200-sxm-141gb",
            "buyer-a",
        )
        assert (first["assigned_date"], first["expiry"], first["currency"]) == (DAY, "2027-01-01", "USD")
        assert [row["control_released"] for row in table] == ["", "us:export", "us:export", "", ""]

    def test_the_layer_above_has_its_own_sequence_and_value(self, book: Book) -> None:
        table = [row for row in rows(book.done("export", "--format", "usage")) if row["licence_number"] == "L-1"]

        left = Decimal(1_000_000_000) - 90 * Decimal("30000.25")
        assert table[3]["balance_after_value"] == str(left)
        assert table[3]["balance_currency"] == "USD"

    def test_the_rate_and_its_day(self, book: Book) -> None:
        book.grant(terms("L-3", "{value: {amount: 5000, currency: EUR}}"))
        words = ("--order", "B-1", "--units", "2", *AT, *BY, *LINE, "--unit-value", "100", "--currency", "USD")
        book.done("reserve", "L-3", *words, "--rate", "USD/EUR=0.8@2026-06-01")

        [row] = rows(book.done("export", "--format", "usage", "--number", "L-3"))

        assert (row["rate"], row["rate_date"]) == ("1 USD = 0.8 EUR on 2026-06-01", "2026-06-01")
        assert (row["reserved_value"], row["balance_after_value"]) == ("160.00", "4840.00")


class TestFilingLines:
    def test_a_line_for_each_shipment(self, book: Book) -> None:
        ran = book.run("export", "--format", "aes")

        table = rows(ran.out)
        assert "not a filing" in ran.err
        assert [(row["order_id"], row["line"], row["quantity"]) for row in table] == [
            ("A-1", "1", "30"),
            ("A-1", "2", "20"),
        ]
        assert {row["licence_type_code"] for row in table} == {"C30"}
        assert {row["licence_number"] for row in table} == {"L-2"}
        assert [row["licence_line_value"] for row in table] == ["900008", "600005"]
        assert {(row["eccn"], row["eccn_paragraph"]) for row in table} == {("3A090", "a")}
        assert {(row["itn"], row["export_information_code"]) for row in table} == {("", "")}

    def test_an_exception_goes_by_its_symbol(self, book: Book) -> None:
        book.grant(
            terms("N-1", kind="exception_notice", exception="STA"),
            terms("N-2", kind="exception_notice", exception="LPP"),
        )
        for number, own in (("N-1", "R-2"), ("N-2", "R-3")):
            book.reserve(5, own=own, order=own, number=number)
            book.done("ship", own, "--units", "5", *AT, *BY)

        table = rows(book.done("export", "--format", "aes"))[-2:]

        assert [(row["licence_type_code"], row["licence_number"]) for row in table] == [("C59", "STA"), ("", "N-2")]
        assert "no code is on file for the exception LPP" in table[1]["remarks"]
        assert "the value is not stated" in table[1]["remarks"]

    def test_every_code_has_its_source(self) -> None:
        codes = read_codes(rules_root())

        assert len({(code.key, code.kind, code.exception) for code in codes}) == len(codes)
        for code in codes:
            assert re.fullmatch(r"C\d\d", code.code)
            assert Grade(code.grade)
            assert code.source
            assert code.number_field in {"number", "exception"}


class TestOrder:
    def test_the_complete_file(self, book: Book) -> None:
        book.done("answer", "kyc", "--order", "A-1", "--answer", "yes", "--on", DAY, "--document", "KYC 7", *BY)
        out = book.folder / "A-1"

        shown = book.json("export", "--order", "A-1", "--out", out)

        assert sorted(path.name for path in out.iterdir()) == [
            "entries.csv",
            "index.txt",
            "notes.csv",
            "order.json",
            "reservations.csv",
        ]
        assert len(shown["files"]) == 5
        whole = json.loads((out / "order.json").read_text(encoding="utf-8"))
        Draft202012Validator(schema("register")).validate(whole)
        assert whole["head"] in (out / "index.txt").read_text(encoding="utf-8")
        assert whole["keep"]["until"] > "2031"
        assert "15 CFR 762" in whole["keep"]["why"]
        kinds = [row["kind"] for row in rows((out / "entries.csv").read_text(encoding="utf-8"))]
        assert kinds == ["reserve", "reserve", "ship", "ship", "ship", "ship", "void", "void", "answer"]
        assert len(rows((out / "notes.csv").read_text(encoding="utf-8"))) == 1

    def test_a_folder_with_files_is_left_alone(self, book: Book) -> None:
        before = snapshot(book.folder)
        ran = book.run("export", "--order", "A-1", "--out", book.folder)

        assert (ran.status, "not empty" in ran.err) == (2, True)
        assert set(snapshot(book.folder)) == set(before)

    def test_an_order_that_the_register_does_not_know(self, book: Book) -> None:
        ran = book.run("export", "--order", "Z-9", "--out", book.folder / "z")

        assert (ran.status, "Z-9" in ran.err) == (2, True)
        assert not (book.folder / "z").exists()
