"""The worked example of docs/maintaining-the-law.md runs as it is written there."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from licet.cli.app import app

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "maintaining-the-law.md").read_text(encoding="utf-8")
CONSOLES = re.findall(r"```console\n(.*?)```", PAGE, re.DOTALL)
TRANSCRIPTS = [
    pair
    for console in CONSOLES
    for pair in re.findall(r"^\$ licet ([^\n]+)\n((?:(?!\$ ).*\n)*)", console, re.MULTILINE)
]
DRAFTS = re.findall(r"^licet (rules new [^\n]+)$", PAGE, re.MULTILINE)


@pytest.mark.parametrize(("command", "shown"), TRANSCRIPTS, ids=[command for command, _ in TRANSCRIPTS])
def test_a_transcript_is_what_the_command_prints(command: str, shown: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("COLUMNS", "80")

    done = CliRunner().invoke(app, shlex.split(command))

    assert done.exit_code == 0
    place = 0
    for part in shown.split("...\n"):
        found = done.output.find(part, place)
        assert found >= 0, f"not printed by `licet {command}`:\n{part}"
        place = found + len(part)


def test_there_are_transcripts_and_drafts() -> None:
    assert (len(TRANSCRIPTS), len(DRAFTS)) == (4, 2)


def test_the_drafts_are_written_one_after_the_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    ends = [CliRunner().invoke(app, shlex.split(command)).exit_code for command in DRAFTS]

    assert ends == [0, 0]
    assert sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.yaml")) == [
        "my-case/cases/firm.letter-1.policy.yaml",
        "my-case/cases/firm.letter-1.yaml",
        "my-case/law/firm.letter-1.policy.yaml",
        "my-case/law/firm.letter-1.yaml",
        "my-case/law/sources.yaml",
    ]


@pytest.mark.parametrize("name", ["law/letter-1.yaml", "cases/letter-1.yaml"])
def test_each_line_of_the_example_stands_in_its_file(name: str) -> None:
    first = "id: us.ear.firm.letter-1\n" if name.startswith("law") else "rule: us.ear.firm.letter-1\n"
    (shown,) = [block for block in re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL) if block.startswith(first)]
    lines = (ROOT / "examples" / "fictional-letter" / name).read_text(encoding="utf-8").splitlines()

    assert [line for line in shown.splitlines() if line not in lines] == []


def test_what_is_invented_says_so() -> None:
    files = [path for path in (ROOT / "examples" / "fictional-letter").rglob("*") if path.is_file()]

    assert files
    assert [path.name for path in files if "FICTION" not in path.read_text(encoding="utf-8").upper()] == []


def test_every_link_leads_to_a_file() -> None:
    links = re.findall(r"\]\(([^)#]+)\)", PAGE)

    assert [link for link in links if not (ROOT / "docs" / link).exists()] == []
