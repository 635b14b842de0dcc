"""`licet screen judge | judgements | again`, as a person runs them."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

from licet.report import schema
from licet.screen.judgements import read_judgements

from .running import ROOT, licet, snapshot, write_case
from .screen_runs import screen

if TYPE_CHECKING:
    from pathlib import Path

EXAMPLE = ROOT / "examples" / "fictional-list"
NAME = "Gray Heron Trading"
TERMS = ("--entry", "17", "--list", "EL", "--by", "A. Officer", "--reason", "=another firm", "--document", "d.pdf")
DAYS = ("--on", "2026-06-12", "--until", "2027-06-12")


@pytest.fixture
def lists(tmp_path: Path) -> Path:
    """Return a folder with the example's lists of June."""
    shutil.copytree(EXAMPLE / "lists", tmp_path / "lists")
    return tmp_path / "lists"


def answer(*words: str | Path) -> dict[str, Any]:
    ran = screen(*words, "--json")
    assert ran.status == 0, ran.err
    found: dict[str, Any] = json.loads(ran.out)
    Draft202012Validator(schema("screen"), format_checker=Draft202012Validator.FORMAT_CHECKER).validate(found)
    return found


def test_a_judgement_clears_a_name_until_the_entry_changes(lists: Path) -> None:
    ran = screen("judge", NAME, *TERMS, *DAYS, "--as", "not_same", "--lists", lists)
    assert (ran.status, ran.err) == (0, "")
    assert f"kept in {lists / 'judgements.csv'}" in ran.out

    (name,) = answer(NAME, "--lists", lists)["names"]
    assert (name["outcome"], name["candidates"][0]["judgement"]["reason"]) == ("cleared", "=another firm")
    assert answer(NAME, "--lists", lists, "--as-of", "2026-06-11")["names"][0]["outcome"] == "possible_match"
    assert answer(NAME, "--lists", lists, "--as-of", "2027-06-12")["names"][0]["outcome"] == "possible_match"

    screen("import", EXAMPLE / "screening-list-later.json", "--into", lists)
    (name,) = answer(NAME, "--lists", lists)["names"]
    assert name["outcome"] == "possible_match"
    assert "the entry has changed" in name["candidates"][0]["reopened"]
    assert "open again" in screen(NAME, "--lists", lists).out


def test_a_name_judged_the_same_is_listed(lists: Path) -> None:
    found = answer("judge", NAME, *TERMS, *DAYS, "--as", "same", "--lists", lists)

    assert found["judgement"]["list"] == "EL"
    assert found["judgement"]["entry_name"] == "Grey Heron Trading (GHT)"
    assert answer(NAME, "--lists", lists)["names"][0]["outcome"] == "listed"


def test_what_may_be_a_slip_is_told_and_kept(lists: Path) -> None:
    days = ("--on", "2026-06-01", "--until", "2026-07-01")

    ran = screen("judge", "Buyer A", *TERMS, *days, "--as", "not_same", "--lists", lists)

    assert ran.status == 0
    assert "is no candidate of that name" in ran.err
    assert "the entry stands so in the vintage of 2026-06-10" in ran.err
    assert len(read_judgements(lists / "judgements.csv")) == 1


@pytest.mark.parametrize(
    ("change", "status", "said"),
    [
        ({"--entry": "99"}, 1, "unknown-entry"),
        ({"--list": "XX"}, 1, "unknown-list"),
        ({"--as": "no"}, 2, "--as is one of same, not_same, undecided"),
        ({"--on": "12.6.2026"}, 2, "--on is a day"),
        ({"--until": "2026-06-12"}, 1, "bad-period"),
        ({"--by": " "}, 1, "missing-value"),
        ({"--reason": ""}, 1, "missing-value"),
        ({"--judgements": "j.xlsx"}, 2, "is a workbook"),
        ({"--case": "nowhere"}, 2, "is no folder of a case"),
    ],
)
def test_what_is_no_judgement_is_refused_and_nothing_kept(
    lists: Path, change: dict[str, str], status: int, said: str
) -> None:
    words = dict(zip(TERMS[::2], TERMS[1::2], strict=True)) | dict(zip(DAYS[::2], DAYS[1::2], strict=True))
    words |= {"--as": "not_same", "--lists": str(lists)} | change
    before = snapshot(lists)

    ran = screen("judge", NAME, *(word for pair in words.items() for word in pair), cwd=lists.parent)

    assert ran.status == status
    assert said in ran.err
    assert snapshot(lists) == before


def test_a_day_is_never_taken_from_the_clock(lists: Path) -> None:
    ran = screen("judge", NAME, *TERMS, "--until", "2027-01-01", "--as", "same", "--lists", lists)

    assert ran.status == 2
    assert "--on" in ran.err


def test_a_case_keeps_its_own(tmp_path: Path, lists: Path) -> None:
    case = write_case(tmp_path / "case")
    shutil.copytree(lists, case / "lists")
    words = ("judge", NAME, *TERMS, *DAYS, "--as", "undecided", "--case", case)

    assert "--party ID" in screen(*words).err
    found = answer(*words, "--party", "de")

    assert found["file"] == str(case / "judgements.csv")
    (row,) = read_judgements(case / "judgements.csv")
    assert (row.party_id, row.name) == ("de", NAME)
    (state,) = answer("judgements", "--case", case)["judgements"]
    assert (state["state"], state["judged"]) == ("counts", "undecided")
    assert licet("check", case).status == 0


def test_judgements_are_shown_with_their_states() -> None:
    words = ("judgements", "--lists", EXAMPLE / "later")

    assert [each["state"] for each in answer(*words, "--as-of", "2026-06-12")["judgements"]] == ["counts"]
    assert [each["state"] for each in answer(*words, "--as-of", "2026-06-11")["judgements"]] == ["not_yet"]
    assert [each["state"] for each in answer(*words, "--as-of", "2027-06-12")["judgements"]] == ["ended"]
    assert "open again: the entry changed: Gray Heron Trading (b1)" in screen(*words).out


def test_no_judgements_are_none(lists: Path) -> None:
    assert answer("judgements", "--lists", lists)["judgements"] == []
    assert "0 judgements" in screen("judgements", "--lists", lists).out
    assert screen("judgements", "--lists", lists, "--judgements", lists / "none.csv").status == 1


class TestAgain:
    WORDS = ("again", EXAMPLE / "names.csv", "--lists", EXAMPLE / "later")

    def test_only_the_differences_are_shown(self) -> None:
        found = answer(*self.WORDS, "--since", "2026-06-12")

        assert [(each["name"], each["before"], each["after"]) for each in found["names"]] == [
            (NAME, "cleared", "possible_match"),
            ("Moonshade Semiconductor", "possible_match", "possible_match"),
            ("Silver Egret Logistic", "not_alike", "possible_match"),
        ]
        differs = [each["differs"] for name in found["names"] for each in name["differences"]]
        assert differs == ["changed", "gone", "new"]
        assert (found["asked_in_all"], found["lists_then"]["generated"]) == (4, "2026-06-10")

    def test_as_text(self) -> None:
        text = " ".join(screen(*self.WORDS, "--since", "2026-06-12").out.split())

        assert "Gray Heron Trading (b1): cleared, now possible match" in text
        assert "the entry is not on the list any more" in text
        assert "3 of 4 looked up differ from 2026-06-12" in text
        assert "Buyer A" not in text

    def test_since_the_newest_vintage_nothing_differs(self) -> None:
        words = (*self.WORDS, "--since", "2026-07-10", "--as-of", "2026-07-15", "--strict")

        assert answer(*words)["names"] == []
        assert screen(*self.WORDS, "--since", "2026-06-12", "--strict").status == 3

    @pytest.mark.parametrize(("since", "status"), [("2026-08-01", 2), ("soon", 2), ("2020-01-01", 1)])
    def test_a_day_that_cannot_be_compared_with(self, since: str, status: int) -> None:
        assert screen(*self.WORDS, "--since", since).status == status

    def test_a_list_that_was_not_there_then_is_new_as_a_whole(self, tmp_path: Path, lists: Path) -> None:
        own = tmp_path / "own.csv"
        own.write_text("name,list\nGray Heron Trading,OWN\n")
        screen("import", own, "--vintage", "2026-07-01", "--into", lists)

        found = answer("again", NAME, "--since", "2026-06-12", "--list", "OWN", "--lists", lists)

        assert found["lists_then"]["lists"] == []
        assert found["lists_then"]["not_looked_at"] == ["own-table"]
        assert [each["differs"] for each in found["names"][0]["differences"]] == ["new"]
        assert "all its candidates are new" in screen("again", NAME, "--since", "2026-06-12", "--lists", lists).out
