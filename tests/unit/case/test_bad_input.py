"""Each fault a person may make: its file, line and cure are said, with all the others, and nothing is written."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import openpyxl
import pytest

from .conftest import PARTIES, write_case

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Faults, Reader

ORDERS = "order_id,item,quantity,ship_from,destination,movement,ordered_on,end_user,unit_value,currency,priority\n"
GOOD = "o-1,H20,1,US,CN,export,2026-01-14,a,5,USD,1\n"
FACTS = "subject_type,subject_id,fact,value,as_of,asserted_by,source\n"


def found(problems: list) -> list[tuple[str, str]]:
    return [(problem.slug, problem.where) for problem in problems]


@pytest.mark.parametrize(
    ("line", "slug", "words"),
    [
        ("o-2,H2000,1,,,,,,,,", "unknown-item", "nvidia-h200-sxm-141gb"),
        ("o-2,RTX PRO,1,,,,,,,,", "ambiguous-item", "nvidia-rtx-pro-6000d"),
        ("o-2,,1,,,,,,,,", "missing-value", "item"),
        ("o-2,H20,,,,,,,,,", "missing-value", "quantity"),
        (",H20,1,,,,,,,,", "missing-value", "order_id"),
        ("o-1,H20,1,,,,,,,,", "duplicate-order", "orders.csv:2"),
        ("o-2,H20,-5,,,,,,,,", "bad-quantity", "-5"),
        ("o-2,H20,0,,,,,,,,", "bad-quantity", "from 1"),
        ("o-2,H20,1.5,,,,,,,,", "bad-quantity", "whole"),
        ("o-2,H20,NaN,,,,,,,,", "bad-quantity", "NaN"),
        ("o-2,H20,1e400,,,,,,,,", "bad-quantity", "1e400"),
        ("o-2,H20,inf,,,,,,,,", "bad-quantity", "inf"),
        ("o-2,H20,١٢,,,,,,,,", "bad-quantity", "figure"),
        ('o-2,H20,"1,000,000,001",,,,,,,,', "bad-quantity", "1,000,000,000"),
        ("o-2,H20,=1+1,,,,,,,,", "bad-quantity", "=1+1"),
        ("o-2,H20,1,,,,2026-02-30,,,,", "bad-date", "2026-02-30"),
        ("o-2,H20,1,,,,14/01/2026,,,,", "bad-date", "YYYY-MM-DD"),
        ("o-2,H20,1,XX,,,,,,,", "unknown-country", "XX"),
        ("o-2,H20,1,,China,,,,,,", "unknown-country", "written CN"),
        ("o-2,H20,1,,-,,,,,,", "unknown-country", "leave it blank"),
        ("o-2,H20,1,,,shipment,,,,,", "unknown-movement", "reexport"),
        ("o-2,H20,1,TW,CN,export,,,,,", "movement-contradicts-places", "reexport"),
        ("o-2,H20,1,US,,reexport,,,,,", "movement-contradicts-places", "domestic or export"),
        ("o-2,H20,1,,,,,buyer-a,,,", "unknown-party", "buyer-a"),
        ("o-2,H20,1,,,,,,-1,USD,", "bad-number", "-1"),
        ("o-2,H20,1,,,,,,nan,USD,", "bad-number", "nan"),
        ("o-2,H20,1,,,,,,5,,", "missing-currency", "case.toml"),
        ("o-2,H20,1,,,,,,5,usd,", "bad-currency", "usd"),
        ("o-2,H20,1,,,,,,5,DOLLARS,", "bad-currency", "DOLLARS"),
        ("o-2,H20,1,,,,,,,,first", "bad-priority", "first"),
        ("o-2,H20,1,000,,,,,,,,", "row-too-long", '"1,000"'),
        ("o-2,H20", "row-too-short", "cut short"),
    ],
)
def test_a_fault_of_one_order_line(tmp_path: Path, faults: Faults, line: str, slug: str, words: str) -> None:
    (problem,) = faults(write_case(tmp_path, {"orders.csv": f"{ORDERS}{GOOD}{line}\n"}))

    assert (problem.slug, problem.where) == (slug, "orders.csv:3")
    assert words in str(problem)


@pytest.mark.parametrize(
    ("files", "slug", "where"),
    [
        ({"orders.csv": "order_id,item\no-1,H20\n"}, "missing-column", "orders.csv:1"),
        ({"orders.csv": ORDERS + GOOD, "parties.csv": PARTIES + "a,Again,,,\n"}, "duplicate-party", "parties.csv:4"),
        ({"orders.csv": ORDERS + GOOD, "parties.csv": PARTIES + ",No id,,,\n"}, "missing-value", "parties.csv:4"),
        ({"orders.csv": ORDERS + GOOD, "parties.csv": PARTIES + "c,C,ZZ,,\n"}, "unknown-country", "parties.csv:4"),
        ({"orders.csv": ORDERS + GOOD, "parties.csv": PARTIES + "c,C,,-,\n"}, "unknown-country", "parties.csv:4"),
        (
            {"orders.csv": ORDERS + GOOD, "order_parties.csv": "order_id,role,party_id\no-9,end_user,a\n"},
            "unknown-order",
            "order_parties.csv:2",
        ),
        (
            {"orders.csv": ORDERS + GOOD, "order_parties.csv": "order_id,role,party_id\no-1,buyer,a\n"},
            "unknown-role",
            "order_parties.csv:2",
        ),
        (
            {"orders.csv": ORDERS + GOOD, "order_parties.csv": "order_id,role,party_id\no-1,end_user,z\n"},
            "unknown-party",
            "order_parties.csv:2",
        ),
        (
            {"orders.csv": ORDERS + GOOD, "owners.csv": "party_id,owner,percent\na,X,101\n"},
            "bad-number",
            "owners.csv:2",
        ),
        (
            {"orders.csv": ORDERS + GOOD, "owners.csv": "party_id,owner,from,to\na,X,2026-02-01,2026-01-01\n"},
            "bad-period",
            "owners.csv:2",
        ),
        ({"orders.csv": ORDERS + GOOD, "owners.csv": "party_id,owner\nz,X\n"}, "unknown-party", "owners.csv:2"),
        (
            {"orders.csv": ORDERS + GOOD, "fx.csv": "currency,into,rate,on\nCNY,USD,0,2026-01-01\n"},
            "bad-number",
            "fx.csv:2",
        ),
        (
            {"orders.csv": ORDERS + GOOD, "fx.csv": "currency,into,rate,on\n" + "CNY,USD,0.1,2026-01-01\n" * 2},
            "duplicate-rate",
            "fx.csv:3",
        ),
        ({"orders.csv": ORDERS + GOOD, "supply.csv": "item,month,units\nH20,2026-13,5\n"}, "bad-month", "supply.csv:2"),
        (
            {"orders.csv": ORDERS + GOOD, "supply.csv": "item,month,units\nH20,2026-01,-5\n"},
            "bad-quantity",
            "supply.csv:2",
        ),
        (
            {"orders.csv": ORDERS + GOOD, "supply.csv": "item,month,units\n" + "H20,2026-01,5\n" * 2},
            "duplicate-supply",
            "supply.csv:3",
        ),
        (
            {"orders.csv": ORDERS + GOOD, "answers.csv": "question,order_id,answer,by,on\nq,o-1,yes,,2026-01-01\n"},
            "missing-value",
            "answers.csv:2",
        ),
        (
            {
                "orders.csv": ORDERS + GOOD,
                "answers.csv": "question,order_id,answer,by,on\nq,o-1,yes,A,2026-01-01\nq,o-1,no,B,2026-01-02\n",
            },
            "conflicting-facts",
            "answers.csv:3",
        ),
        (
            {"orders.csv": ORDERS + GOOD, "items.csv": "item_id,kind\nnvidia-h20-96gb,ic\n"},
            "duplicate-item",
            "items.csv:2",
        ),
        (
            {"orders.csv": ORDERS + GOOD, "answers.csv": "question,order_id,answer,by,on\nq,o-9,yes,A,2026-01-01\n"},
            "unknown-order",
            "answers.csv:2",
        ),
        ({"orders.csv": ORDERS + GOOD, "items.csv": "item_id,kind\nx,gpu\n"}, "bad-kind", "items.csv:2"),
        ({"orders.csv": ORDERS + GOOD, "items.csv": "item_id,kind,tpp\nx,ic,NaN\n"}, "bad-figure", "items.csv:2"),
        ({"orders.csv": ORDERS + GOOD, "case.toml": "valid_at = 2026-02-30\n"}, "not-toml", "case.toml:1:12"),
        ({"orders.csv": ORDERS + GOOD, "case.toml": '\nvalid_at = "2026-02-30"\n'}, "bad-date", "case.toml:2"),
        ({"orders.csv": ORDERS + GOOD, "case.toml": "valid_at = 2026-01-01T00:00:00\n"}, "bad-date", "case.toml:1"),
        ({"orders.csv": ORDERS + GOOD, "case.toml": "title = 1\n"}, "bad-value", "case.toml:1"),
        ({"orders.csv": ORDERS + GOOD, "case.toml": '\n\nvalidat = "x"\n'}, "unknown-key", "case.toml:3"),
        ({"orders.csv": ORDERS + GOOD, "case.toml": 'require_keys = ["china"]\n'}, "bad-value", "case.toml:1"),
        ({"orders.csv": ORDERS + GOOD, "case.toml": b'title = "\xff"\n'}, "not-utf-8", "case.toml:1"),
        ({"orders.csv": ORDERS + GOOD, "case.toml": "columns = 5\n"}, "bad-value", "case.toml:1"),
        ({}, "missing-table", "orders.csv"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_a_fault_of_another_file(
    tmp_path: Path, faults: Faults, files: dict[str, str | bytes], slug: str, where: str
) -> None:
    assert found(faults(write_case(tmp_path, files))) == [(slug, where)]


@pytest.mark.parametrize(
    ("line", "slug"),
    [
        ("item,H20,colour,red,2026-01-14,A,x", "unknown-fact"),
        ("item,H20,tpp,5,2026-01-14,A,x", "not-assertable"),
        ("party,a,headquarters,DE,2026-01-14,A,x", "not-assertable"),
        ("party,a,marketed_for_datacenters,no,2026-01-14,A,x", "wrong-subject"),
        ("chip,H20,tpp,5,2026-01-14,A,x", "unknown-subject"),
        ("item,H2O0,has_nonplanar_logic,yes,2026-01-14,A,x", "unknown-item"),
        ("party,z,uae_approved_advanced_computing,yes,2026-01-14,A,x", "unknown-party"),
        ("item,H20,has_nonplanar_logic,maybe,2026-01-14,A,x", "bad-value"),
        ("item,H20,has_nonplanar_logic,unknown,2026-01-14,A,x", "bad-value"),
        ("item,H20,has_nonplanar_logic,yes,2026-02-30,A,x", "bad-date"),
        ("item,H20,has_nonplanar_logic,yes,2026-01-14,,x", "unsigned-fact"),
        ("item,H20,has_nonplanar_logic,yes,,A,x", "unsigned-fact"),
        ("item,H20,has_nonplanar_logic,yes,2026-01-14,A,", "unsigned-fact"),
        ("item,H20,has_nonplanar_logic,,2026-01-14,A,x", "missing-value"),
        ("item,H20,marketed_for_datacenters,no,2026-01-14,A,x", "conflicting-facts"),
    ],
)
def test_a_fault_of_one_stated_fact(tmp_path: Path, faults: Faults, line: str, slug: str) -> None:
    files = {"orders.csv": ORDERS + GOOD, "facts.csv": f"{FACTS}{line}\n"}

    assert found(faults(write_case(tmp_path, files))) == [(slug, "facts.csv:2")]


def test_two_statements_of_one_fact_that_differ(tmp_path: Path, faults: Faults) -> None:
    lines = (
        "party,a,uae_approved_advanced_computing,yes,2026-01-14,A,x\n"
        "party,a,uae_approved_advanced_computing,no,2026-02-14,B,y\n"
    )
    (problem,) = faults(write_case(tmp_path, {"orders.csv": ORDERS + GOOD, "facts.csv": FACTS + lines}))

    assert (problem.slug, problem.where) == ("conflicting-facts", "facts.csv:3")
    assert "facts.csv:2" in problem.what


def test_the_same_statement_twice_is_no_fault(tmp_path: Path, read: Reader) -> None:
    line = "party,a,uae_approved_advanced_computing,yes,2026-01-14,A,x\n"

    read(write_case(tmp_path, {"orders.csv": ORDERS + GOOD, "facts.csv": FACTS + 2 * line}))


def test_all_faults_of_all_files_at_once(tmp_path: Path, faults: Faults) -> None:
    files = {
        "case.toml": 'valid_at = "2026-02-30"\n',
        "orders.csv": ORDERS + GOOD + "o-1,H2O0,-1,TW,CN,export,2026-02-30,z,nan,USD,x\no-3,H20\n",
        "parties.csv": PARTIES + "a,Again,XX,,\n",
        "facts.csv": FACTS + "item,H20,colour,red,2026-01-14,A,x\n",
        "supply.csv": "item,units\nH20,5\n",
    }
    assert set(found(faults(write_case(tmp_path, files)))) == {
        ("bad-date", "case.toml:1"),
        ("duplicate-order", "orders.csv:3"),
        ("unknown-item", "orders.csv:3"),
        ("bad-quantity", "orders.csv:3"),
        ("movement-contradicts-places", "orders.csv:3"),
        ("bad-date", "orders.csv:3"),
        ("unknown-party", "orders.csv:3"),
        ("bad-number", "orders.csv:3"),
        ("bad-priority", "orders.csv:3"),
        ("row-too-short", "orders.csv:4"),
        ("duplicate-party", "parties.csv:4"),
        ("unknown-fact", "facts.csv:2"),
        ("missing-column", "supply.csv:1"),
    }


def test_a_fault_is_reported_at_every_line_it_stands_on(tmp_path: Path, faults: Faults) -> None:
    lines = "".join(f"o-{number},H2O0,1,,,,,,,,\n" for number in range(3))

    assert [problem.where for problem in faults(write_case(tmp_path, {"orders.csv": ORDERS + lines}))] == [
        "orders.csv:2", "orders.csv:3", "orders.csv:4",
    ]  # fmt: skip


def test_a_table_that_cannot_be_read_does_not_breed_faults_elsewhere(tmp_path: Path, faults: Faults) -> None:
    files = {"orders.csv": ORDERS + GOOD, "parties.csv": "party_id,name\na\n"}

    assert found(faults(write_case(tmp_path, files))) == [("row-too-short", "parties.csv:2")]


def test_an_own_item_with_a_fault_does_not_breed_faults_elsewhere(tmp_path: Path, faults: Faults) -> None:
    files = {
        "items.csv": "item_id,kind,tpp\nours,ic,-5\n",
        "orders.csv": "order_id,item,quantity\no-1,ours,1\n",
        "supply.csv": "item,month,units\nours,2026-01,5\n",
    }
    assert found(faults(write_case(tmp_path, files))) == [("bad-figure", "items.csv:2")]


@pytest.mark.parametrize("name", ["orders.csv", "parties.csv", "case.xlsx", "authorisations.yaml", "case.toml"])
def test_a_file_of_two_gigabytes(tmp_path: Path, faults: Faults, name: str) -> None:
    write_case(tmp_path, {"orders.csv": ORDERS + GOOD, name: b""})
    os.truncate(tmp_path / name, 2_000_000_000)

    assert found(faults(tmp_path)) == [("file-too-large", name)]


def test_a_workbook_with_a_formula(tmp_path: Path, faults: Faults) -> None:
    book = openpyxl.Workbook()
    book.active.title = "orders"
    for row in (["order_id", "item", "quantity"], ["o-1", "H20", "=5*1000"], ["o-2", "H2O0", 1]):
        book.active.append(row)
    write_case(tmp_path, {})
    book.save(tmp_path / "case.xlsx")

    assert found(faults(tmp_path)) == [
        ("formula", "case.xlsx:orders!C2"),
        ("unknown-item", "case.xlsx:orders!3"),
    ]


def test_a_table_in_a_file_and_in_the_workbook(tmp_path: Path, faults: Faults) -> None:
    book = openpyxl.Workbook()
    book.active.title = "orders"
    book.active.append(["order_id", "item", "quantity"])
    write_case(tmp_path, {"orders.csv": ORDERS + GOOD})
    book.save(tmp_path / "case.xlsx")

    assert found(faults(tmp_path)) == [("stated-twice", "orders.csv")]


def test_a_folder_without_settings(tmp_path: Path, faults: Faults) -> None:
    (tmp_path / "orders.csv").write_text("order_id,item,quantity\n")

    assert found(faults(tmp_path)) == [("unreadable-file", "case.toml")]


def test_no_folder(tmp_path: Path, faults: Faults) -> None:
    assert [problem.slug for problem in faults(tmp_path / "none")] == ["missing-folder"]


def test_a_heading_mapped_onto_a_column_that_is_there(tmp_path: Path, faults: Faults) -> None:
    files = {"case.toml": '[columns]\nPart = "item"\n', "orders.csv": "order_id,item,Part,quantity\no-1,H20,H20,1\n"}

    assert ("duplicate-column", "orders.csv:1") in found(faults(write_case(tmp_path, files)))
