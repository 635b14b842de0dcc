"""`licet screen import | lists | changes`, as a person runs them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from tests.unit.screen.lists import document, written
from tests.unit.screen.test_other_forms import TABLE

from .running import licet, snapshot

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with two vintages of one data set and one of another."""
    kept = tmp_path / "lists"
    first, second = document(), later()
    licet("screen", "import", written(tmp_path, first), "--into", kept)
    licet("screen", "import", written(tmp_path, second), "--into", kept)
    (tmp_path / "own.csv").write_text(TABLE, encoding="utf-8")
    licet("screen", "import", tmp_path / "own.csv", "--into", kept, "--vintage", "2026-06-15", "--source", "house")
    return kept


def later() -> dict[str, Any]:
    content = document() | {"sourceGeneratedAt": "2026-06-17T13:15:00Z"}
    content["entries"][0]["c"] = ["CN"]
    content["entries"][1]["n"] = "Blue Heron Trading"
    content["entries"][1].pop("e")
    return content


def test_a_newer_vintage_says_what_differs(tmp_path: Path) -> None:
    kept = tmp_path / "lists"
    licet("screen", "import", written(tmp_path), "--into", kept)

    ran = licet("screen", "import", written(tmp_path, later()), "--into", kept)

    assert "imported 4 parties of 2 lists, generated 2026-06-17: " in ran.out
    assert ran.out.rstrip().endswith("against the vintage of 2026-06-10: 1 added, 1 removed, 1 changed")
    older = licet("screen", "import", written(tmp_path), "--into", kept)
    assert (older.status, "older-vintage" in older.err) == (1, True)
    assert licet("screen", "import", written(tmp_path), "--into", kept, "--replace").status == 0


def test_a_dry_run_keeps_nothing(tmp_path: Path) -> None:
    kept = tmp_path / "lists"

    ran = licet("screen", "import", written(tmp_path), "--into", kept, "--dry-run")

    assert ran.out.startswith("would import 4 parties of 2 lists, generated 2026-06-10 as us-csl (form csl-condensed)")
    assert not kept.exists()
    licet("screen", "import", written(tmp_path), "--into", kept)
    before = snapshot(kept)
    assert "1 added" in licet("screen", "import", written(tmp_path, later()), "--into", kept, "--dry-run").out
    assert snapshot(kept) == before


def test_lists_as_they_stood(folder: Path) -> None:
    newest = json.loads(licet("screen", "lists", "--lists", folder, "--json").out)
    early = json.loads(licet("screen", "lists", "--lists", folder, "--as-of", "2026-06-12", "--json").out)

    assert [(each["source"], each["generated"], each["stale"]) for each in newest["sources"]] == [
        ("house", "2026-06-15", None),
        ("us-csl", "2026-06-17", None),
    ]
    assert newest["sources"][1]["vintages"] == ["2026-06-10", "2026-06-17"]
    assert (newest["generated"], newest["parties"], newest["not_yet"]) == ("2026-06-15", 6, [])
    assert (early["generated"], early["parties"], early["not_yet"]) == ("2026-06-10", 4, ["house"])
    shown = licet("screen", "lists", "--lists", folder, "--as-of", "2026-06-30").out
    assert (
        "us-csl (csl-condensed): 4 parties, generated 2026-06-17, may hold to 2026-06-24; stale on 2026-06-30" in shown
    )
    assert "no vintage that old: house" in licet("screen", "lists", "--lists", folder, "--as-of", "2026-06-12").out
    assert licet("screen", "lists", "--lists", folder, "--as-of", "2020-01-01").status == 1


def test_changes_since_a_day(folder: Path) -> None:
    shown = licet("screen", "changes", "--since", "2026-06-12", "--lists", folder).out

    assert "house: no vintage of 2026-06-12 or before; nothing to compare" in shown
    assert "us-csl, from 2026-06-10 to 2026-06-17: 1 added, 1 removed, 1 changed" in shown
    assert "    added  EL  Blue Heron Trading" in shown
    assert "    changed  EL  Moonshade Semiconductor Co., Ltd. (countries)" in shown
    found = json.loads(licet("screen", "changes", "--since", "2026-06-12", "--lists", folder, "--json").out)
    assert [each["name"] for each in found["sources"][1]["removed"]] == ["Grey Heron Trading (GHT)"]
    assert found["sources"][1]["changed"][0]["differs_in"] == ["countries"]
    assert "is the newest" in licet("screen", "changes", "--since", "2026-06-17", "--lists", folder).out


@pytest.mark.parametrize(
    "words",
    [
        ("changes", "--since", "yesterday"),
        ("changes", "--since", "2026-06-12", "--until", "2026-06-01"),
        ("lists", "--as-of", "2026-13-01"),
    ],
)
def test_a_day_that_is_none(folder: Path, words: tuple[str, ...]) -> None:
    ran = licet("screen", *words, "--lists", folder)

    assert (ran.status, ran.out) == (2, "")


def test_a_look_up_reaches_every_data_set(folder: Path) -> None:
    shown = json.loads(licet("screen", "Moonshade Chips", "--lists", folder, "--json").out)

    assert {each["list"] for each in shown["names"][0]["candidates"]} == {"EL", "House list"}


def test_an_unknown_form_names_those_that_are_read(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("hello")

    ran = licet("screen", "import", tmp_path / "x.txt", "--into", tmp_path / "lists")

    assert ran.status == 1
    assert "unknown-format" in ran.err
    assert "csl-json, csl-csv, csl-condensed, denied-persons, cn-lists, ftm, table" in ran.err


def test_names_on_the_lists_as_they_stood(folder: Path) -> None:
    words = ("screen", "Blue Heron Trading", "--lists", folder)

    assert "exact: Blue Heron Trading" in licet(*words).out
    assert "exact: Blue Heron Trading" not in licet(*words, "--as-of", "2026-06-12").out
    late = " ".join(licet(*words, "--as-of", "2026-06-30").out.split())
    assert "generated 2026-06-15, STALE on 2026-06-30: could hold to 2026-06-22" in late
