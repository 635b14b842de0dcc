"""`licet check --register`: what it reads, reserves, refuses and prints."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from typing import TYPE_CHECKING

import pytest
from tests.cli.running import licet, snapshot, write_case

from licet.ledger import Grant, Register, Statement, Suspend
from licet.register import read_authorisations

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "order_id,item,quantity,movement,ship_from,destination,place_of_use,end_use,exporter,end_user,"
HEAD += "ultimate_consignee,parties_complete"
LINE = "L{number},nvidia-h200-sxm-141gb,{units},export,US,AE,AE,training,NVIDIA,ae,ae,yes"
PARTIES = "party_id,name,country,headquarters,ultimate_parent_headquarters\nae,Buyer E,AE,AE,-\nde,Buyer D,DE,DE,-\n"
GRANT = {
    "number": "EXAMPLE-US-0001",
    "key": "us:export",
    "kind": "licence",
    "authority": "BIS",
    "holder": "NVIDIA",
    "valid_from": "2026-01-01",
    "valid_to": "2027-01-01",
    "scope": {
        "items": ["nvidia-h200-sxm-141gb"],
        "movements": "any",
        "ship_from": "any",
        "destinations": "any",
        "places_of_use": "any",
        "end_uses": "any",
        "parties": {"ultimate_consignee": "any", "end_user": "any"},
    },
    "limits": {"pieces": 120},
    "source": {"doc": "licence of the test", "grade": "primary"},
}
SAID = Statement("Officer 1", "test", "doc 1")


def book(folder: Path, *units: int) -> Path:
    lines = (LINE.format(number=number, units=count) for number, count in enumerate(units, 1))
    return write_case(folder / "case", orders="\n".join([HEAD, *lines, ""]), parties=PARTIES)


@pytest.fixture
def register(tmp_path: Path) -> Path:
    terms = tmp_path / "grants.yaml"
    terms.write_text(json.dumps({"authorisations": [GRANT]}))
    with Register.create(str(tmp_path / "register.db")) as made:
        made.post(
            [
                Grant(operation_id=one.number, valid_at=one.valid_from, said=SAID, authorisation=one)
                for one in read_authorisations(terms)
            ]
        )
    return tmp_path / "register.db"


def test_it_releases_by_a_licence_of_the_register(tmp_path: Path, register: Path) -> None:
    case = book(tmp_path, 100, 50)
    without, within = licet("check", case), licet("check", case, "--register", register)

    assert "licence required" in without.out
    assert "licence EXAMPLE-US-0001: 100 units" in within.out
    assert "the limit in pieces of EXAMPLE-US-0001 has 20 pieces left of 120 pieces" in " ".join(within.out.split())
    assert "Register      sqlite:///" in within.out


def test_reading_writes_nothing(tmp_path: Path, register: Path) -> None:
    case = book(tmp_path, 100)
    before = snapshot(case)
    licet("check", case, "--register", register)

    assert snapshot(case) == before
    with Register.open(str(register)) as opened:
        assert opened.head().startswith("2:")


def test_a_second_reservation_finds_the_first(tmp_path: Path, register: Path) -> None:
    case = book(tmp_path, 100, 50)
    asked = ("check", case, "--register", register, "--reserve", "--by", "Ms R", "--document", "form 7", "--json")
    first, second = (json.loads(licet(*asked).out) for _ in range(2))

    assert [(each["order_id"], each["units"]) for each in first["register"]["reserved"]["made"]] == [
        ("L1", 100),
        ("L2", 20),
    ]
    assert second["register"]["reserved"]["made"] == []
    assert second["register"]["reserved"]["found"] == [
        {"order_id": "L1", "number": "EXAMPLE-US-0001", "key": "us:export", "units": 100},
        {"order_id": "L2", "number": "EXAMPLE-US-0001", "key": "us:export", "units": 20},
    ]
    assert [line["release_units"] for line in second["lines"]] == [100, 20]
    assert first["head_hash"] == second["head_hash"]


def test_the_page_has_a_section_of_the_register(tmp_path: Path, register: Path) -> None:
    case = book(tmp_path, 100)
    page = tmp_path / "report.html"
    shown = licet("check", case, "--register", register, "--reserve", "--by", "Ms R", "--json", "--html", page)
    text = page.read_text()

    assert json.loads(shown.out)["head_hash"] in text
    assert "Reserved now, by Ms R; 1 judgement written down" in text


def test_the_environment_names_the_register(tmp_path: Path, register: Path) -> None:
    command = [sys.executable, "-m", "licet.cli", "check", str(book(tmp_path, 10))]
    done = subprocess.run(
        command, env={**os.environ, "LICET_REGISTER": str(register)}, capture_output=True, check=True, timeout=120
    )

    assert b"licence EXAMPLE-US-0001: 10 units" in done.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--reserve", "--by", "A"), "--reserve needs a register"),
        (("--register", "R", "--reserve"), "--by NAME"),
        (("--register", "R", "--reserve", "--by", " "), "--by NAME"),
        (("--register", "R", "--reserve", "--by", "A", "--only", "L1"), "leave out --only"),
        (("--register", "R", "--reserve", "--by", "A", "--changes-since", "2026-06-01"), "leave out --changes-since"),
        (("--register", "R", "--reserve", "--by", "A", "--known-at", "2026-06-01"), "--known-at"),
        (("--by", "A"), "they go with --reserve"),
        (
            (
                "--register",
                "nowhere.db",
            ),
            "nowhere.db",
        ),
    ],
)
def test_options_that_do_not_go_together(tmp_path: Path, register: Path, words: tuple[str, ...], said: str) -> None:
    ran = licet("check", book(tmp_path, 10), *(register if word == "R" else word for word in words), cwd=tmp_path)

    assert ran.status == 2
    assert said in " ".join(ran.err.split())


@pytest.mark.parametrize("since", ["yesterday", "2026-13-01", "", "2026-06-15T25:00"])
def test_a_bad_instant_is_a_problem(tmp_path: Path, since: str) -> None:
    ran = licet("check", book(tmp_path, 10), "--changes-since", since)

    assert ran.status == 1
    assert "--changes-since" in ran.err
    assert "mend: write a day as YYYY-MM-DD, or an instant" in ran.err


def test_a_number_in_both_is_a_problem(tmp_path: Path, register: Path) -> None:
    case = book(tmp_path, 10)
    (case / "authorisations.yaml").write_text(json.dumps({"authorisations": [GRANT | {"holder": "Other Maker"}]}))
    ran = licet("check", case, "--register", register)

    assert ran.status == 1
    assert "authorisation-in-both" in ran.err


def test_changes_since_an_instant(tmp_path: Path, register: Path) -> None:
    case = book(tmp_path, 100)
    licet("check", case, "--register", register, "--reserve", "--by", "Ms R")
    with Register.open(str(register)) as opened:
        (note,) = (entry for entry in opened.history(order_id="L1") if entry.account.startswith("order/"))
        opened.post([Suspend(operation_id="s", valid_at=date(2026, 6, 1), said=SAID, number="EXAMPLE-US-0001")])
    ran = licet("check", case, "--register", register, "--changes-since", note.recorded_at.isoformat())
    before = licet("check", case, "--register", register, "--changes-since", "2026-06-01", "--json")

    assert ran.status == 0
    assert "release -> hold" in ran.out
    assert "authorisation: suspend of EXAMPLE-US-0001 from 2026-06-01, by Officer 1 (test)" in " ".join(ran.out.split())
    assert json.loads(before.out)["changes"][0]["before"] is None


def test_cheapest_takes_the_smallest_share(tmp_path: Path, register: Path) -> None:
    terms = tmp_path / "more.yaml"
    terms.write_text(json.dumps({"authorisations": [{**GRANT, "number": "WIDE", "limits": {"pieces": 10_000}}]}))
    with Register.open(str(register)) as opened:
        (one,) = read_authorisations(terms)
        opened.post([Grant(operation_id="w", valid_at=one.valid_from, said=SAID, authorisation=one)])
    case = book(tmp_path, 100)
    several = " ".join(licet("check", case, "--register", register).out.split())

    assert "EXAMPLE-US-0001 (100 left for this line, to 2027-01-01, the line takes 83.4 % of what is left" in several
    assert "cheapest: WIDE, the line takes the smallest share of its tightest limit" in several
    assert "licence WIDE: 100 units" in licet("check", case, "--register", register, "--assign", "cheapest").out
