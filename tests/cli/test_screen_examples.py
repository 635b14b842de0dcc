"""The fictional list: its files say what its README says, and every command shown runs."""

from __future__ import annotations

import re
import shlex
from datetime import date
from typing import TYPE_CHECKING

import pytest
import typer

from licet.cli.app import app
from licet.screen import LISTS_FILE, ListStore, import_lists, packed_store
from licet.screen.asked_parties import read_asked
from licet.screen.judgements import entry_sha256, read_judgements
from licet.screen.judging_entry import find_entry
from licet.screen.screened import Outcome, screen_names

from .running import ROOT
from .screen_runs import screen

if TYPE_CHECKING:
    from pathlib import Path

EXAMPLE = ROOT / "examples" / "fictional-list"
COMMANDS = re.findall(r"^licet screen (.*)$", (EXAMPLE / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
GROUP = next(each.typer_instance for each in app.registered_groups if each.name == "screen")
EPILOGS = [
    re.sub(r"^Example: licet screen ", "", each.epilog or "") for each in (GROUP.registered_commands if GROUP else [])
]


def store() -> ListStore:
    first = ListStore().with_import(import_lists(EXAMPLE / "screening-list.json"))
    return first.with_import(import_lists(EXAMPLE / "screening-list-later.json"))


@pytest.mark.parametrize("command", [*COMMANDS, *EPILOGS])
def test_a_command_that_is_shown_runs(command: str, tmp_path: Path) -> None:
    (tmp_path / "examples").symlink_to(ROOT / "examples")

    ran = screen(*shlex.split(command), cwd=tmp_path)

    assert (ran.status, ran.err) == (0, "")


def test_every_command_shows_an_example() -> None:
    assert isinstance(GROUP, typer.Typer)
    assert len(EPILOGS) == len(GROUP.registered_commands) >= 7
    assert all(EPILOGS)
    assert len(COMMANDS) == 7


def test_the_lists_of_july_are_an_import_of_both_files() -> None:
    assert (EXAMPLE / "later" / LISTS_FILE).read_bytes() == packed_store(store())


def test_the_judgement_is_about_the_entry_as_it_stood_in_june() -> None:
    (judgement,) = read_judgements(EXAMPLE / "later" / "judgements.csv")
    june, july = store().as_of(date(2026, 6, 12)), store().as_of()

    assert judgement.entry_sha256 == entry_sha256(find_entry(june, "EL", judgement.entry_id)[1])
    assert judgement.entry_sha256 != entry_sha256(find_entry(july, "EL", judgement.entry_id)[1])


def test_what_the_readme_says_of_the_first_party() -> None:
    parties = read_asked(EXAMPLE / "names.csv").parties

    june = screen_names(parties, EXAMPLE / "later", as_of=date(2026, 6, 12))
    july = screen_names(parties, EXAMPLE / "later")

    assert (june[0].outcome, july[0].outcome) == (Outcome.CLEARED, Outcome.POSSIBLE_MATCH)


@pytest.mark.parametrize("name", ["screening-list.json", "screening-list-later.json", "README.md"])
def test_what_is_invented_says_so(name: str) -> None:
    assert "FICTION" in (EXAMPLE / name).read_text(encoding="utf-8").upper()
