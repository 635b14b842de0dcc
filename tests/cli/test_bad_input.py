"""A fault in the input is told with its place and cure, all at once; the status is 1, and nothing is written."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest

from .running import GOOD, HEAD, PARTIES, Ran, licet, snapshot, write_case

if TYPE_CHECKING:
    from collections.abc import Mapping

OUTPUTS = ("--csv", "out/board.csv", "--xlsx", "out/board.xlsx", "--html", "out/report.html")
TWO_IN_FORCE = """\
id: us.ear.own.letter
title: A letter to the firm
kind: requirement
versions:
  - in_force_from: 2025-01-01
    in_force_to: 2026-01-01
    status: encoded
    source: {doc: letter, at: page 1, grade: primary}
    when: destination = 'CN'
  - in_force_from: 2025-12-31
    status: encoded
    source: {doc: letter, at: page 2, grade: primary}
    when: destination = 'CN'
checked: {against: the letter, issue: 2026-06-01, by: counsel}
"""
TWO_GIGABYTES = 2_000_000_000


def order(**changes: str) -> str:
    """Return a table of one order, with cells changed."""
    cells = dict(zip(HEAD.split(","), GOOD.splitlines()[1].split(","), strict=True)) | changes
    return f"{','.join(cells)}\n{','.join(cells.values())}\n"


def refused(tmp_path: Path, *words: str, **files: str | bytes) -> Ran:
    """Check a case that has a fault, with every kind of output asked for; nothing is written or changed."""
    folder = write_case(tmp_path / "case", **files)
    return refused_as_it_stands(tmp_path, folder, *words)


def refused_as_it_stands(tmp_path: Path, folder: Path, *words: str) -> Ran:
    before = snapshot(tmp_path)
    ran = licet("check", folder, *OUTPUTS, *words, cwd=tmp_path)
    assert ran.status == 1
    assert ran.out == ""
    assert snapshot(tmp_path) == before
    assert "nothing was written" in ran.err.splitlines()[-1]
    return ran


CASES: Mapping[str, tuple[dict[str, str | bytes], str, str, str]] = {
    # files, place, slug, cure
    "missing column": (
        {"orders": "order_id,item\nL1,nvidia-h200-sxm-141gb\n"},
        r"orders\.csv:1: .*quantity",
        "missing-column",
        r"add the column quantity",
    ),
    "unknown item": ({"orders": order(item="H2000")}, r"orders\.csv:2: .*H2000", "unknown-item", r"\S"),
    "a day that does not exist": (
        {"orders": order(ship_on="2026-02-30")},
        r"orders\.csv:2: ship_on: .*2026-02-30",
        "bad-date",
        r"YYYY-MM-DD",
    ),
    "negative quantity": ({"orders": order(quantity="-5")}, r"orders\.csv:2: quantity: .*-5", "bad-quantity", "whole"),
    "NaN": ({"orders": order(quantity="NaN")}, r"orders\.csv:2: quantity: .*NaN", "bad-quantity", "whole"),
    "infinity": ({"orders": order(quantity="1e400")}, r"orders\.csv:2: quantity: .*1e400", "bad-quantity", "whole"),
    "NaN as a price": ({"orders": order(unit_value="nan")}, r"orders\.csv:2: unit_value", "bad-number", "price"),
    "duplicate order": (
        {"orders": GOOD + GOOD.splitlines()[1] + "\n"},
        r"orders\.csv:3: .*L1 stands twice, first at orders\.csv:2",
        "duplicate-order",
        "id of its own",
    ),
    "movement against ship_from": (
        {"orders": order(movement="export", ship_from="TW")},
        r"orders\.csv:2: movement export contradicts TW to DE",
        "movement-contradicts-places",
        "mend the movement",
    ),
    "unknown fact": (
        {
            "facts": "subject_type,subject_id,fact,value,as_of,asserted_by,source\n"
            "order,L1,purchase_ordr,yes,2026-01-01,A,B\n"
        },
        r"facts\.csv:2: .*purchase_ordr.*near to it: purchase_order",
        "unknown-fact",
        "state one of",
    ),
    "a fact that is derived": (
        {"facts": "subject_type,subject_id,fact,value,as_of,asserted_by,source\norder,L1,quantity,5,2026-01-01,A,B\n"},
        r"facts\.csv:2: quantity may not be stated",
        "not-assertable",
        "state one of",
    ),
    "two rule versions in force": (
        {"law/letter.yaml": TWO_IN_FORCE},
        r"letter\.yaml:\d+.*in force on 2025-12-31",
        "overlapping-versions",
        r"in_force_to.*2025-12-31",
    ),
    "neither UTF-8 nor GB18030": (
        {"orders": GOOD.encode() + b"\xff\xff\n"},
        r"orders\.csv:3",
        "unknown-encoding",
        "UTF-8",
    ),
    "a quote left open": ({"orders": f'{GOOD}"L2,x\n'}, r"orders\.csv:3", "bad-quoting", "close the quote"),
    "a row cut short": ({"orders": f"{GOOD}L2,x\n"}, r"orders\.csv:3", "row-too-short", "commas"),
    "semicolons": ({"orders": GOOD.replace(",", ";")}, r"orders\.csv:1", "wrong-separator", "commas"),
    "case.toml that is none": ({"case.toml": "title = \n"}, r"case\.toml:1", "not-toml", "write key"),
    "an authorisation without a limit": (
        {
            "authorisations.yaml": "authorisations:\n  - {number: A, key: us:export, kind: licence, authority: B, "
            "holder: N, valid_from: 2026-01-01, valid_to: 2027-01-01, source: {doc: D, grade: primary}}\n"
        },
        r"authorisations\.yaml:2",
        "blank-limit",
        "pieces, value, tpp",
    ),
    "an authorisation that is not YAML": (
        {"authorisations.yaml": "authorisations: [\n"},
        r"authorisations\.yaml:\d",
        "",
        "",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_fault(tmp_path: Path, name: str) -> None:
    files, place, slug, cure = CASES[name]
    ran = refused(tmp_path, **files)
    told, mend = ran.err.splitlines()[:2]

    assert re.search(place, told), told
    assert slug in told
    assert mend.startswith("    mend: ")
    assert re.search(cure, mend), mend


def test_all_faults_at_once(tmp_path: Path) -> None:
    rows = [
        order(item="H2000"),
        order(order_id="L2", quantity="-5", ship_on="2026-02-30"),
        order(order_id="L2", movement="export", ship_from="TW", ship_on="2026-13-01"),
    ]
    header = f"{HEAD},ship_on\n"
    lines = [row.splitlines()[1] + ("" if "ship_on" in row else ",") for row in rows]
    facts = "subject_type,subject_id,fact,value,as_of,asserted_by,source\norder,L1,no_such_fact,yes,2026-01-01,A,B\n"
    ran = refused(
        tmp_path,
        orders=header + "\n".join(lines) + "\n",
        facts=facts,
        parties=PARTIES.replace("CN,CN", "CN,XX"),
        **{"case.toml": 'title = "T"\nvalid_at = "2026-02-30"\n'},
    )

    slugs = re.findall(r"\[([a-z-]+)\]$", ran.err, re.MULTILINE)
    assert sorted(slugs) == sorted(
        [
            "unknown-item",
            "bad-quantity",
            "bad-date",
            "bad-date",
            "bad-date",
            "duplicate-order",
            "movement-contradicts-places",
            "unknown-fact",
            "unknown-country",
        ]
    )
    assert f"{len(slugs)} problems" in ran.err
    assert ran.err.count("mend: ") == len(slugs)


def test_faults_of_tables_and_of_authorisations_at_once(tmp_path: Path) -> None:
    ran = refused(tmp_path, orders=order(quantity="-5"), **{"authorisations.yaml": "authorisations: 5\n"})

    assert "bad-quantity" in ran.err
    assert "authorisations.yaml" in ran.err


def test_faults_of_tables_and_of_the_case_s_own_law_at_once(tmp_path: Path) -> None:
    ran = refused(tmp_path, orders=order(quantity="-5"), **{"law/letter.yaml": TWO_IN_FORCE})

    assert "bad-quantity" in ran.err
    assert "overlapping-versions" in ran.err


@pytest.mark.parametrize(
    "name",
    ["orders.csv", "parties.csv", "facts.csv", "case.toml", "case.xlsx", "authorisations.yaml", "law/own.yaml"],
)
def test_a_file_of_two_gigabytes(tmp_path: Path, name: str) -> None:
    folder = write_case(tmp_path / "case")
    (folder / name).parent.mkdir(exist_ok=True)
    with (folder / name).open("wb") as stream:
        stream.truncate(TWO_GIGABYTES)

    ran = refused_as_it_stands(tmp_path, folder)

    assert Path(name).name in ran.err
    assert re.search(r"2,?000,?000,?000 bytes", ran.err)
    assert "mend: " in ran.err


@pytest.mark.parametrize("name", ["orders.csv", "case.toml", "authorisations.yaml", "case.xlsx"])
def test_a_folder_in_place_of_a_file(tmp_path: Path, name: str) -> None:
    folder = write_case(tmp_path / "case")
    (folder / name).unlink(missing_ok=True)
    (folder / name).mkdir()

    assert name in refused_as_it_stands(tmp_path, folder).err


def workbook(rows: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "orders"
    for row in rows:
        sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def as_workbook(tmp_path: Path, content: bytes) -> Path:
    folder = write_case(tmp_path / "case", **{"case.xlsx": content})
    (folder / "orders.csv").unlink()
    return folder


def test_a_workbook_with_a_formula(tmp_path: Path) -> None:
    rows: list[list[object]] = [line.split(",") for line in GOOD.splitlines()]
    rows[1][2] = "=5+5"

    ran = refused_as_it_stands(tmp_path, as_workbook(tmp_path, workbook(rows)))

    assert "case.xlsx:orders!C2: holds a formula [formula]" in ran.err
    assert "Paste Special, Values" in ran.err


def test_a_workbook_with_values_reads(tmp_path: Path) -> None:
    folder = as_workbook(tmp_path, workbook([line.split(",") for line in GOOD.splitlines()]))

    assert licet("check", folder).status == 0


def test_a_workbook_that_unpacks_out_of_proportion(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 50_000_000)

    assert "archive-bomb" in refused_as_it_stands(tmp_path, as_workbook(tmp_path, stream.getvalue())).err


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"not a workbook"])
def test_a_workbook_that_is_none(tmp_path: Path, content: bytes) -> None:
    assert "case.xlsx" in refused_as_it_stands(tmp_path, as_workbook(tmp_path, content)).err


def test_gb18030_reads_and_says_so(tmp_path: Path) -> None:
    parties = PARTIES.replace("Buyer D", "买方丁").encode("gb18030")
    ran = licet("check", write_case(tmp_path / "case", parties=parties), "--json")

    assert ran.status == 0
    assert "买方丁" in ran.out
    assert "read-as-gb18030" in ran.out


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig"])
def test_utf_8_reads_with_and_without_mark(tmp_path: Path, codec: str) -> None:
    assert licet("check", write_case(tmp_path / "case", orders=GOOD.encode(codec))).status == 0


def test_na_is_namibia(tmp_path: Path) -> None:
    orders = order(destination="NA", place_of_use="NA")

    assert '"destination": "NA"' in licet("check", write_case(tmp_path / "case", orders=orders), "--json").out


def test_an_empty_folder(tmp_path: Path) -> None:
    (tmp_path / "case").mkdir()
    ran = refused_as_it_stands(tmp_path, tmp_path / "case")

    assert {"case.toml", "orders.csv"} <= set(re.findall(r"^([a-z.]+)", ran.err, re.MULTILINE))


def test_no_folder(tmp_path: Path) -> None:
    assert "licet init" in refused_as_it_stands(tmp_path, tmp_path / "nowhere").err
