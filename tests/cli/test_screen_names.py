"""`licet screen NAME... | FILE`, as a person runs it."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from tests.unit.screen.lists import document, written

from licet.cli.screen_names import progress
from licet.report import schema

from .screen_runs import screen

if TYPE_CHECKING:
    from pathlib import Path

EXAMPLE = "examples/fictional-list"
LATER = f"{EXAMPLE}/later"
NAMES = f"{EXAMPLE}/names.csv"


def shown(*words: str | Path) -> dict[str, Any]:
    ran = screen(*words, "--json")
    assert (ran.status, ran.err) == (0, "")
    found: dict[str, Any] = json.loads(ran.out)
    Draft202012Validator(schema("screen"), format_checker=Draft202012Validator.FORMAT_CHECKER).validate(found)
    return found


def test_names_are_found_by_equal_names_and_by_likeness() -> None:
    found = shown("moonshade chips", "Gray Heron Trading", "Buyer A", "--lists", f"{EXAMPLE}/lists", "--country", "ae")

    assert [each["outcome"] for each in found["names"]] == ["possible_match", "possible_match", "not_alike"]
    moon, heron = (each["candidates"][0] for each in found["names"][:2])
    assert (moon["level"], moon["matched"], moon["by"]) == ("exact", "Moonshade Chips", "alias")
    assert (heron["level"], heron["source"], heron["generated"]) == ("strong", "us-csl", "2026-06-10")
    assert heron["features"][0]["words"] == "gray differs by one letter from grey"
    assert heron["evidence"] == ["for: AE is a country of the entry"]
    assert (heron["judgement"], heron["reopened"]) == (None, None)
    assert found["totals"] == {"listed": 0, "possible_match": 2, "cleared": 0, "not_looked_up": 0, "not_alike": 1}


def test_a_number_and_an_address_find_by_themselves(tmp_path: Path) -> None:
    own = tmp_path / "own.csv"
    own.write_text(
        "name,list,ids,addresses\n"
        "Grey Heron,OWN,register: HRB 12345,\n"
        "Silver Egret,OWN,,Unit 7 Long Harbour Road Old Town\n"
    )
    screen("import", own, "--vintage", "2026-07-01", "--into", tmp_path / "lists")
    names = tmp_path / "names.csv"
    names.write_text(
        "name,ids,addresses\nBuyer A,hrb-12345,\nBuyer B,,Unit 7 Long Harbour Road Old Town\n---,HRB 12345,\n"
    )
    words = ("--lists", tmp_path / "lists")

    given = shown("Buyer A", "--number", "hrb-12345", "--address", "Unit 7 Long Harbour Road", *words)["names"]
    read = shown(names, *words)["names"]

    assert [(each["by"], each["level"]) for each in given[0]["candidates"]] == [
        ("identifier", "strong"),
        ("address", "possible"),
    ]
    assert "for: the number HRB 12345 is the entry's" in given[0]["candidates"][0]["evidence"]
    assert [[each["name"] for each in name["candidates"]] for name in read] == [
        ["Grey Heron"],
        ["Silver Egret"],
        ["Grey Heron"],
    ]
    assert (read[2]["outcome"], read[2]["not_compared"]) == ("possible_match", ["---"])


def test_the_head_says_what_was_looked_at_and_how(tmp_path: Path) -> None:
    own = tmp_path / "own.csv"
    own.write_text("name,list\nGrey Heron,OWN\n")
    screen("import", f"{EXAMPLE}/screening-list.json", "--into", tmp_path / "lists")
    screen("import", own, "--vintage", "2026-07-01", "--into", tmp_path / "lists")
    words = ("Gray Heron Trading", "--lists", tmp_path / "lists", "--as-of", "2026-06-25")

    found = shown(*words, "--min", "strong", "--list", "EL")
    text = screen(*words, "--min", "strong", "--list", "EL").out

    assert found["asked"] | {"judgements": None} == found["asked"]
    assert (found["asked"]["only_lists"], found["asked"]["least"]) == (["EL"], "strong")
    assert [each["code"] for each in found["lists"]["lists"]] == ["EL"]
    assert found["lists"]["not_looked_at"] == ["own-table"]
    assert found["lists"]["sources"][0]["stale"] is True
    for said in (
        "STALE on 2026-06-25: could",
        "Not looked at own-table: no vintage of 2026-06-25 or before",
        "Only lists    EL",
        "candidates that are strong or exact",
        "Judgements    none on file",
    ):
        assert said in text


def test_a_file_of_names_with_judgements() -> None:
    found = shown(NAMES, "--lists", LATER, "--as-of", "2026-06-12")

    heron, moon, egret, buyer = found["names"]
    assert (heron["outcome"], heron["id"], heron["where"]) == ("cleared", "b1", "names.csv:2")
    assert heron["candidates"][0]["judgement"]["by"] == "A. Officer (fiction)"
    assert (moon["aliases"], moon["outcome"]) == (["月影半導體"], "possible_match")
    assert [each["outcome"] for each in (egret, buyer)] == ["not_alike", "not_alike"]

    newest = shown(NAMES, "--lists", LATER)
    assert newest["names"][0]["outcome"] == "possible_match"
    assert "the entry has changed (us-csl, vintage 2026-07-10)" in newest["names"][0]["candidates"][0]["reopened"]


def test_strict_is_for_names_that_are_not_clear() -> None:
    words = ("--lists", f"{EXAMPLE}/lists", "--strict")

    assert screen("Buyer A", *words).status == 0
    assert screen("Buyer A", "Gray Heron Trading", *words).status == 3
    assert screen("names", *words, "--", "---").status == 3
    assert screen("Gray Heron Trading", "--lists", f"{EXAMPLE}/lists").status == 0


def test_strict_does_not_pass_on_lists_that_are_too_old(tmp_path: Path) -> None:
    own = tmp_path / "own.csv"
    own.write_text("name,list\nGrey Heron,OWN\n")
    screen("import", f"{EXAMPLE}/screening-list.json", "--into", tmp_path)
    words = ("Buyer A", "--lists", tmp_path, "--strict", "--as-of")

    assert screen(*words, "2026-06-17").status == 0
    assert screen(*words, "2026-06-18").status == 3
    screen("import", own, "--vintage", "2026-07-01", "--into", tmp_path)
    assert screen(*words, "2026-06-17").status == 3


def test_tables_have_a_row_for_each_candidate_and_no_formula(tmp_path: Path) -> None:
    content = document()
    content["entries"][0] |= {"n": "=cmd|'/c calc'!A1 Moonshade", "a": ["Moonshade Chips"]}
    screen("import", written(tmp_path, content), "--into", tmp_path / "lists")
    names = tmp_path / "names.csv"
    names.write_text("id,name\n+7,Moonshade Chips\n,@Buyer A\n")
    out = ("--csv", tmp_path / "out.csv", "--xlsx", tmp_path / "out.xlsx")

    ran = screen(names, "--lists", tmp_path / "lists", *out)

    assert (ran.status, ran.err) == (0, "")
    rows = list(csv.DictReader((tmp_path / "out.csv").read_text(encoding="utf-8").splitlines()))
    assert [(row["id"], row["name"], row["outcome"], row["level"]) for row in rows] == [
        ("'+7", "Moonshade Chips", "possible match", "exact"),
        ("", "'@Buyer A", "not alike", ""),
    ]
    assert rows[0]["listed_name"].startswith("'=cmd")
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx").active
    assert sheet is not None
    cells = [[cell.value or "" for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert cells == [[row[column] for column in rows[0]] for row in rows]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "inlineStr"}


def test_many_names_show_those_that_a_person_must_see(tmp_path: Path) -> None:
    names = tmp_path / "names.csv"
    rows = [f"Buyer {number}" for number in range(100)]
    rows[50] = "Grey Heron Trading"
    names.write_text("name\n" + "\n".join(rows) + "\n")

    ran = screen(names, "--lists", f"{EXAMPLE}/lists")

    assert "100 looked up: 1 possible match, 99 not alike" in ran.out
    assert "Grey Heron Trading  possible match" in ran.out
    assert "Buyer 7" not in ran.out
    assert shown(names, "--lists", f"{EXAMPLE}/lists")["totals"]["not_alike"] == 99


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("names.csv", "Buyer A"), 2, "give it alone"),
        (("names.csv", "--country", "DE"), 2, "stand in its columns"),
        (("Buyer A", "--min", "weak"), 2, "--min is one of exact, strong, possible"),
        (("Buyer A", "--as-of", "yesterday"), 2, "--as-of is a day"),
        (("Buyer A", "--as-of", "2020-01-01"), 1, "missing-lists"),
        (("Buyer A", "--list", "XX"), 1, "unknown-list"),
        (("Buyer A", "--country", "China"), 1, "bad-country"),
        (("Buyer A", "--judgements", "nowhere.csv"), 1, "unreadable-file"),
        (("nowhere.csv",), 1, "unreadable-file"),
        ((" ",), 1, "missing-value"),
    ],
)
def test_what_cannot_be_asked(words: tuple[str, ...], status: int, said: str) -> None:
    ran = screen(*words, "--lists", f"{EXAMPLE}/lists")

    assert ran.status == status
    assert said in ran.err
    assert ran.out == ""


def test_a_fault_of_the_file_writes_nothing(tmp_path: Path) -> None:
    names = tmp_path / "names.csv"
    names.write_text("name,country\nBuyer A,China\n,DE\n")

    ran = screen(names, "--lists", f"{EXAMPLE}/lists", "--csv", tmp_path / "out.csv")

    assert ran.status == 1
    assert ("names.csv:2: " in ran.err, "names.csv:3: " in ran.err) == (True, True)
    assert not (tmp_path / "out.csv").exists()


def test_an_unknown_column_is_a_warning(tmp_path: Path) -> None:
    names = tmp_path / "names.csv"
    names.write_text("name,segment\nBuyer A,x\n")

    ran = screen(names, "--lists", f"{EXAMPLE}/lists")

    assert ran.status == 0
    assert ran.err.startswith("warning: names.csv: the column segment is not used")


def test_script_in_names_stays_text_on_the_page(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    name = "Grey Heron <script>alert(1)</script> Trading"

    ran = screen(name, "--lists", f"{EXAMPLE}/lists", "--html", page)

    assert ran.status == 0
    text = page.read_text(encoding="utf-8")
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert text.count("<script") == 1
    assert "http" not in text.replace("http-equiv", "")


def test_progress_is_told_on_a_terminal_where_there_are_many_names(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert progress(100_000) is None
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    tell = progress(100_000)
    assert tell is not None
    assert progress(100) is None

    tell(2_000, 100_000)
    tell(100_000, 100_000)

    assert capsys.readouterr().err == "\rlooked up 2,000 of 100,000\rlooked up 100,000 of 100,000\n"


@settings(max_examples=60, deadline=None)
@given(
    words=st.lists(
        st.one_of(
            st.text(max_size=40),
            st.binary(max_size=12).map(lambda data: data.decode("utf-8", "surrogateescape")),
            st.sampled_from(
                ["=1+1", "NaN", "1e400", "--as-of", "--min", "--list", "--json", ".csv", "x.XLSX", "\ud800"]
            ),
        ),
        min_size=1,
        max_size=4,
    )
)
def test_whatever_the_words_are_they_are_answered_or_refused(words: list[str]) -> None:
    ran = screen("names", "--lists", f"{EXAMPLE}/lists", *words)

    assert ran.status in {0, 1, 2}
    assert ran.out if ran.status == 0 else ran.err
