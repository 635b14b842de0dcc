"""The transcripts in the README are what the commands print, and its figures are the pack's."""

from __future__ import annotations

import re
import shlex
from collections import Counter
from pathlib import Path

import pytest
from typer.testing import CliRunner

from licet.cli.app import app
from licet.rules import load_law

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
TRANSCRIPTS = re.findall(r"```console\n\$ licet ([^\n]+)\n(.*?)```", README, re.DOTALL)


@pytest.mark.parametrize(("command", "shown"), TRANSCRIPTS, ids=[command[:60] for command, _ in TRANSCRIPTS])
def test_a_transcript_is_what_the_command_prints(command: str, shown: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each stretch between `...` stands in the output, in this order."""
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("COLUMNS", "80")

    printed = CliRunner().invoke(app, shlex.split(command)).output

    place = 0
    for part in shown.split("...\n"):
        found = printed.find(part, place)
        assert found >= 0, f"not printed by `licet {command}`:\n{part}"
        place = found + len(part)


def test_there_are_transcripts() -> None:
    assert len(TRANSCRIPTS) == 7


def test_the_demo_of_the_makefile_is_the_loop_shown() -> None:
    shown = re.search(r"```\n(for day in .*?)```", README, re.DOTALL)
    run = re.search(r"^demo:.*?\n(.*?)\n\n", (ROOT / "Makefile").read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)

    assert shown is not None
    assert run is not None
    command = run[1].replace("\\\n", "").replace("$$", "$").replace("$(BIN)/", "").replace("@", "")
    assert command.split() == shown[1].replace("\ndone", ";\ndone").split()


def test_the_counts_of_versions_are_those_of_the_pack() -> None:
    pack = load_law().pack
    versions = [version for rule in pack.rules.values() for version in rule.versions]
    grades = Counter(version.source.grade.value for version in versions)

    counts = (
        f"The law: {len(pack.rules)} rules in {len(versions)} versions, of which {grades['primary']} were read "
        f"in primary text, {grades['secondary']} in secondary sources, {grades['press']} known from press, "
        f"{grades['memory']} from memory; checked through {pack.head.checked_through}."
    )

    assert counts in README


def test_every_link_leads_to_a_file() -> None:
    links = re.findall(r"\]\(([^)#]+)\)", README)

    assert [link for link in links if not link.startswith("http") and not (ROOT / link).exists()] == []
