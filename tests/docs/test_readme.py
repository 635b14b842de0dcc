"""The transcripts in the README are what the commands print, and its figures are the pack's."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections import Counter
from itertools import takewhile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from licet.cli.app import app
from licet.rules import load_law

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
RUN_DOWN = README.partition("\n## A licence run down\n")[2].partition("\n## ")[0]
TRANSCRIPTS = re.findall(r"```console\n\$ licet ([^\n]+)\n(.*?)```", README.replace(RUN_DOWN, ""), re.DOTALL)
Steps = list[tuple[list[str], str]]


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
    assert len(steps(_consoles(RUN_DOWN))) == 9


def _consoles(text: str) -> str:
    return "".join(re.findall(r"```console\n(.*?)```", text, re.DOTALL))


def steps(transcript: str) -> Steps:
    """Return the commands of a transcript as words, each with what is printed below it."""
    told = re.split(r"^\$ ", transcript.replace("\\\n", " "), flags=re.MULTILINE)[1:]
    return [(shlex.split(command), shown) for command, _, shown in (step.partition("\n") for step in told)]


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Steps:
    """Run the script of the run-down on a copy of the examples; return its commands and what they print."""
    folder = tmp_path_factory.mktemp("run-down")
    shutil.copytree(ROOT / "examples", folder / "examples")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "examples/licence-run-down/run.sh"],  # noqa: S607 - the bash a reader has
        cwd=folder,
        env={**os.environ, "PATH": path, "COLUMNS": "80"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    return steps(done.stdout)


def test_the_run_down_is_what_the_script_runs_and_prints(ran: Steps) -> None:
    """Each stretch between `...` is printed, in this order, by the command or by `cat` and `sed` of what it wrote.

    Lines may be broken at other places.
    """
    place = 0
    for command, shown in steps(_consoles(RUN_DOWN)):
        while ran[place][0] != command:
            place += 1
            assert place < len(ran), f"not run by the script, or not in this order: {shlex.join(command)}"
        files = takewhile(lambda step: step[0][0] in {"cat", "sed"}, ran[place + 1 :])
        printed = _joined(ran[place][1] + "".join(text for _, text in files))
        found = 0
        for part in map(_joined, shown.split("...")):
            at = printed.find(part, found)
            assert at >= 0, f"not printed by `{shlex.join(command)}`:\n{part}"
            found = at + len(part)
        place += 1


def test_the_script_is_refused_once_with_the_status_of_a_limit(ran: Steps) -> None:
    tests = [command for command, _ in ran if command[0] == "test"]

    assert tests == [["test", "4", "-eq", "4"]]


def _joined(text: str) -> str:
    return " ".join(text.split())


def test_the_demo_of_the_makefile_is_the_loop_shown() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    shown = re.search(r"```\n(for day in .*?)```", README, re.DOTALL)
    run = re.search(r"^demo:.*?\n(.*?done)\n([^\n]*)\n", makefile, re.DOTALL | re.MULTILINE)

    assert shown is not None
    assert run is not None
    command = run[1].replace("\\\n", "").replace("$$", "$").replace("$(BIN)/", "").replace("@", "")
    assert command.split() == shown[1].replace("\ndone", ";\ndone").split()
    assert run[2].endswith("bash examples/licence-run-down/run.sh")


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
