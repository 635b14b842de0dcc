"""Every statement in docs/origin.md has a command that prints what the page says, and a test that is there."""

from __future__ import annotations

import ast
import csv
import re
import shlex
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from ruamel.yaml import YAML
from typer.testing import CliRunner

from licet.cli.app import app

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "origin.md").read_text(encoding="utf-8")
NONE = "-"
PLACE = r"(?:paragraphs?|points?|key point|throughout|below|a headline)"


@dataclass(frozen=True)
class Statement:
    """One numbered statement, as written."""

    number: int
    places: str
    answer: str
    command: str
    shows: tuple[str, ...]
    test: str


def statements() -> list[Statement]:
    found = re.finditer(
        r"^\*\*(\d+)\. [^*\n]+[.?]\*\* \(([^\n]+)\)\n((?:[^*\n][^\n]*\n)+)\* Command: ([^\n]+)\n\* Test: ([^\n]+)\n",
        PAGE,
        re.MULTILINE,
    )
    return [Statement(int(each[1]), each[2], each[3], *_command(each[4]), each[5].strip("`")) for each in found]


def _command(line: str) -> tuple[str, tuple[str, ...]]:
    if line == NONE:
        return NONE, ()
    (command, *shows) = re.findall(r"`([^`]+)`", line)
    return command, tuple(shows)


STATEMENTS = statements()
SHOWN = [each for each in STATEMENTS if each.command != NONE]
NUMBERED = {"ids": lambda each: str(each.number)}


@cache
def printed(command: str) -> tuple[int, str]:
    """Return the status of a command and what it prints, without its breaks of lines."""
    name, *words = shlex.split(command)
    assert name == "licet"
    ran = CliRunner().invoke(app, words)
    return ran.exit_code, " ".join(ran.output.split())


@pytest.mark.parametrize("each", SHOWN, **NUMBERED)
def test_the_command_prints_what_the_page_says(each: Statement, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("COLUMNS", "120")

    status, output = printed(each.command)

    assert status == 0, output
    assert each.shows, "the page says what the command shows"
    assert [said for said in each.shows if " ".join(said.split()) not in output] == []


@pytest.mark.parametrize("each", SHOWN, **NUMBERED)
def test_the_test_that_keeps_it_is_there(each: Statement) -> None:
    path, *names = each.test.split("::")

    assert ".".join(names) in set(names_in(ROOT / path))


def names_in(path: Path) -> Iterator[str]:
    """Return the tests of a module, or the rows of a table of cases."""
    text = path.read_text(encoding="utf-8")
    match path.suffix:
        case ".py":
            yield from _tests(ast.parse(text).body)
        case ".csv":
            yield from (row["row_id"] for row in csv.DictReader(text.splitlines()))
        case _:
            yield from _rows(YAML(typ="safe", pure=True).load(text))


def _tests(body: list[ast.stmt], within: str = "") -> Iterator[str]:
    for node in body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            yield within + node.name
        elif isinstance(node, ast.ClassDef) and node.name.startswith("Test"):
            yield from _tests(node.body, f"{node.name}.")


def _rows(table: dict[str, Any]) -> Iterator[str]:
    rows = next(table[name] for name in ("traps", "cases", "questions") if name in table)
    yield from (str(row.get("id", row.get("name"))) for row in rows)


def test_the_statements_are_numbered_without_a_gap() -> None:
    assert [each.number for each in STATEMENTS] == list(range(1, len(STATEMENTS) + 1))
    assert len(STATEMENTS) == PAGE.count("\n* Command: ") == len(re.findall(r"^\*\*\d", PAGE, re.MULTILINE))
    assert len(STATEMENTS) >= 28
    assert len(SHOWN) >= 22


@pytest.mark.parametrize("each", STATEMENTS, **NUMBERED)
def test_each_says_in_which_report_it_stands(each: Statement) -> None:
    assert all(re.match(rf"(?:[A-E],? )?{PLACE}\b", place) for place in each.places.split("; ")), each.places
    assert re.search(r"\b[A-E]\b", each.places)


@pytest.mark.parametrize("each", [each for each in STATEMENTS if each.command == NONE], **NUMBERED)
def test_what_has_no_command_says_that_it_is_not_built(each: Statement) -> None:
    assert each.test == NONE
    assert "not built yet" in each.answer


def test_the_page_names_no_place_on_a_machine() -> None:
    assert not re.search(r"/(?:work|tmp|home|shared)\b|\.\./|\.txt\b|seed", PAGE, re.IGNORECASE)
