"""`licet screen`, and `licet check` with lists, as a person runs them."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest
from tests.unit.screen.lists import document, written

from .running import PARTIES, licet, snapshot, write_case

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a data folder of a user's own, empty."""
    folder = tmp_path / "data"
    monkeypatch.setenv("LICET_DATA", str(folder))
    return folder


def test_import_then_lists_then_a_name(tmp_path: Path, data: Path) -> None:
    done = licet("screen", "import", written(tmp_path))

    assert (done.status, done.err) == (0, "")
    assert done.out.startswith("imported 4 parties of 2 lists, generated 2026-06-10: ")
    assert [path.name for path in (data / "lists").iterdir()] == ["lists.msgpack"]
    shown = licet("screen", "lists")
    assert "List of the Test: 4 parties; the lists in the user's data folder" in shown.out
    assert "generated 2026-06-10, may hold to 2026-06-17" in shown.out
    named = licet("screen", "Moonshade Chips", "Buyer D", "--country", "DE")
    assert named.status == 0
    assert "candidate     exact: Moonshade Semiconductor Co., Ltd. (alias Moonshade Chips)" in named.out
    assert "2 looked up: 1 possible match, 1 not alike" in named.out
    assert "Not tested: who owns the party" in named.out
    assert licet("screen", "names", "Buyer D").out == licet("screen", "Buyer D").out


@pytest.mark.parametrize("words", [("lists",), ("Some Name",)])
def test_without_lists_there_is_nothing_to_look_up(data: Path, words: tuple[str, ...]) -> None:
    ran = licet("screen", *words)

    assert ran.status == 1
    assert "missing-lists" in ran.err
    assert not data.exists()


def test_a_bad_file_leaves_the_lists_as_they_were(tmp_path: Path, data: Path) -> None:
    licet("screen", "import", written(tmp_path))
    before = snapshot(data)

    ran = licet("screen", "import", written(tmp_path, document() | {"entryCount": 5}))

    assert ran.status == 1
    assert "miscounted-lists" in ran.err
    assert snapshot(data) == before


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    ran = licet("screen", "import", written(tmp_path), "--into", tmp_path / "file" / "lists")

    assert (ran.status, "cannot be written" in ran.err) == (2, True)


@pytest.mark.skipif(os.name == "nt", reason="arguments are text there")
def test_a_name_that_is_no_text(tmp_path: Path) -> None:
    licet("screen", "import", written(tmp_path), "--into", tmp_path / "lists")

    ran = licet("screen", b"\xff\xfe", "--lists", tmp_path / "lists")

    assert (ran.status, "not-utf-8" in ran.err) == (1, True)


def test_control_characters_of_a_list_do_not_reach_the_terminal(tmp_path: Path) -> None:
    content = document()
    content["entries"][0]["n"] = "Moonshade \u001b[31mRed\u202e"
    licet("screen", "import", written(tmp_path, content), "--into", tmp_path / "lists")

    ran = licet("screen", "Moonshade Chips", "--lists", tmp_path / "lists")

    assert "Moonshade \ufffd[31mRed" in ran.out
    assert not set(ran.out) & {"\u001b", "\u202e"}


class TestCheck:
    MATCHED = PARTIES.replace("Buyer D", "Moonshade Chips")

    def test_the_lists_of_the_case_leave_a_match_open(self, tmp_path: Path) -> None:
        case = write_case(tmp_path / "case", parties=self.MATCHED)
        licet("screen", "import", written(tmp_path), "--into", case / "lists")

        ran = licet("check", case, "--json")

        shown = json.loads(ran.out)
        assert [line["verdict"] for line in shown["lines"]] == ["undetermined"]
        assert shown["lines"][0]["blocking"][-1]["cause"] == "possible_match"
        assert shown["lists"]["origin"] == "the lists of the case"
        assert shown["warnings"] == []

    def test_the_lists_named_and_the_user_s(self, tmp_path: Path, data: Path) -> None:
        case = write_case(tmp_path / "case", parties=self.MATCHED)
        assert json.loads(licet("check", case, "--json").out)["lines"][0]["verdict"] == "release"
        licet("screen", "import", written(tmp_path), "--into", tmp_path / "own")
        licet("screen", "import", written(tmp_path))
        assert (data / "lists" / "lists.msgpack").is_file()

        for words in (("--lists", tmp_path / "own"), ()):
            ran = licet("check", case, *words)
            assert ran.status == 0
            assert "possible match with a listed party" in ran.out
            assert "Party lists" in ran.out

    def test_broken_lists_are_a_problem(self, tmp_path: Path) -> None:
        case = write_case(tmp_path / "case")
        (case / "lists").mkdir()
        (case / "lists" / "lists.msgpack").write_bytes(b"\x93")

        ran = licet("check", case)

        assert (ran.status, ran.out) == (1, "")
        assert "broken-lists" in ran.err

    def test_stale_lists_are_lifted_by_name(self, tmp_path: Path) -> None:
        case = write_case(tmp_path / "case")
        licet("screen", "import", written(tmp_path), "--into", case / "lists")
        late = ("check", case, "--valid-at", "2026-07-01", "--json")

        assert json.loads(licet(*late).out)["lines"][0]["blocking"][0]["cause"] == "stale_lists"
        lifted = json.loads(licet(*late, "--assume-unchanged", "lists").out)
        assert (lifted["lines"][0]["verdict"], lifted["assumed_unchanged"]) == ("release", ["lists"])
