"""Red flags through the commands: the example with answers added, a line explained, an answer kept in a register."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator
from typer.testing import CliRunner

from licet.cli.app import app
from licet.report import schema

from .running import EXAMPLE

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

ORDER, HOME = "DE-03", "residential_address"
SIGNED = ("--by", "A. Person", "--document", "KYC file 7", "--on", "2026-06-01")


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """Return a copy of the example."""
    return shutil.copytree(EXAMPLE, tmp_path / "case")


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def done(*words: str | Path) -> str:
    result = run(*words)
    assert result.exit_code == 0, result.output
    return result.stdout


def answer(case: Path, *rows: str) -> None:
    """Add rows to answers.csv."""
    with (case / "answers.csv").open("a", encoding="utf-8") as stream:
        stream.writelines(f"{row}\n" for row in rows)


def line(case: Path, *words: str | Path) -> dict[str, Any]:
    """Return the line of one order, as `check --json` prints it."""
    shown = json.loads(done("check", case, "--json", "--only", ORDER, "--valid-at", "2026-06-15", *words))
    Draft202012Validator(schema("check")).validate(shown)
    (found,) = shown["lines"]
    return found


def states(found: dict[str, Any]) -> dict[str, str]:
    return {flag["id"]: flag["state"] for flag in found["red_flags"]}


def test_the_example_is_asked_and_nothing_of_it_is_held(case: Path) -> None:
    found = line(case)

    assert found["verdict"] == "release"
    assert set(states(found).values()) == {"open"}


def test_an_answer_in_the_case_holds_the_line_and_the_next_resolves_it(case: Path) -> None:
    answer(case, f"red_flag:{HOME},{ORDER},yes,A. Person,2026-06-01,visit of 1 June")
    held = line(case)
    text = (case / "answers.csv").read_text(encoding="utf-8")
    (case / "answers.csv").write_text(text.replace(",yes,A. Person", ",resolved,A. Person"), encoding="utf-8")
    freed = line(case)

    assert (held["verdict"], states(held)[HOME]) == ("hold", "up")
    assert [block["cause"] for block in held["blocking"]] == ["red_flag"]
    assert (freed["verdict"], states(freed)[HOME]) == ("release", "resolved")


def test_strict_fails_on_a_flag_that_is_up(case: Path) -> None:
    words = ("check", case, "--only", ORDER, "--valid-at", "2026-06-15", "--strict")
    before = run(*words).exit_code
    answer(case, f"red_flag:{HOME},,yes,A. Person,2026-06-01,")

    assert (before, run(*words).exit_code) == (0, 3)


def test_the_board_counts_what_is_not_answered(case: Path) -> None:
    answer(case, f"red_flag:{HOME},,no,A. Person,2026-06-01,visit of 1 June")

    assert "12 of 13 red flags not answered" in done("check", case, "--only", ORDER, "--valid-at", "2026-06-15")


def test_explain_asks_each_question_of_the_line(case: Path) -> None:
    text = done("explain", case, ORDER, "--valid-at", "2026-06-15")

    assert "- not answered, residential_address: Is the customer's address" in text
    assert "Red flags" not in done("explain", "--item", "H200", "--destination", "DE")


def test_the_page_lists_the_questions(case: Path, tmp_path: Path) -> None:
    done("check", case, "--only", ORDER, "--valid-at", "2026-06-15", "--html", tmp_path / "page.html")

    assert "<h3>Red flags</h3>" in (tmp_path / "page.html").read_text(encoding="utf-8")


def test_a_register_keeps_the_answers(case: Path, tmp_path: Path) -> None:
    register = ("--register", f"{tmp_path}/register.db")
    done("register", "init", *register)
    note = ("register", "answer", f"red_flag:{HOME}", "--order", ORDER, *register, *SIGNED, "--answer")
    done(*note, "yes")
    held = line(case, *register)
    done(*note, "resolved", "--on", "2026-06-02")
    freed = line(case, *register)

    assert (held["verdict"], states(held)[HOME]) == ("hold", "up")
    assert (freed["verdict"], states(freed)[HOME]) == ("release", "resolved")
    assert [each["answer"] for each in freed["on_register"]["answers"]] == ["yes", "resolved"]


@pytest.mark.parametrize(("question", "status"), [(f"red_flag:{HOME}", 0), ("kyc", 1)])
def test_only_a_red_flag_is_resolved(tmp_path: Path, question: str, status: int) -> None:
    register = ("--register", f"{tmp_path}/register.db")
    done("register", "init", *register)

    result = run("register", "answer", question, "--order", ORDER, *register, *SIGNED, "--answer", "resolved")

    assert result.exit_code == status


def test_a_raised_flag_may_not_be_overridden(tmp_path: Path) -> None:
    register = ("--register", f"{tmp_path}/register.db")
    done("register", "init", *register)
    words = ("--second", "B. Person", "--reason", "urgent", "--document", "memo", "--valid-at", "2026-06-15")

    result = run("register", "override", ORDER, "--cause", "red_flag", "--by", "A. Person", *register, *words)

    assert result.exit_code == 4
    assert "resolve the red flag" in result.output
