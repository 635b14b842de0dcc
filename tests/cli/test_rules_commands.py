"""`licet rules coverage`, `new` and `impact` as a person runs them, with good words and bad."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from typer.testing import CliRunner

from licet.cli.app import app
from licet.report import schema

from .running import EXAMPLE, ROOT, snapshot, write_case

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

LETTER = ROOT / "examples" / "fictional-letter" / "law"


def licet(*words: object) -> Result:
    done = CliRunner().invoke(app, [str(word) for word in words])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def valid(name: str, text: str) -> dict[str, object]:
    document: dict[str, object] = json.loads(text)
    Draft202012Validator(schema(name), format_checker=FormatChecker()).validate(document)
    return document


@pytest.mark.parametrize("command", ["coverage", "new", "impact"])
def test_the_help_ends_with_an_example(command: str) -> None:
    done = licet("rules", command, "--help")

    assert done.exit_code == 0
    assert f"Example: licet rules {command}" in " ".join(done.output.split())


class TestCoverage:
    def test_json_keeps_to_its_schema(self) -> None:
        shown = valid("coverage", licet("rules", "coverage", "--json").stdout)

        assert shown["reviewed_by_counsel"] is False

    def test_the_text_says_the_counts_of_the_json(self) -> None:
        shown = valid("coverage", licet("rules", "coverage", "--json").stdout)
        text = " ".join(licet("rules", "coverage").output.split())

        assert f"{shown['rules']}, in {shown['versions']} versions" in text
        assert f"{shown['by_grade']['primary']} in primary text" in text  # type: ignore[index]
        assert f"through {shown['checked_through']}; not reviewed by counsel" in text

    def test_an_overlay_is_counted(self) -> None:
        alone, laid = (
            valid("coverage", licet("rules", "coverage", "--json", *law).stdout) for law in ((), ("--law", LETTER))
        )

        assert int(str(laid["rules"])) == int(str(alone["rules"])) + 2


class TestNew:
    def test_it_writes_what_it_says(self, tmp_path: Path) -> None:
        done = licet("rules", "new", "us.ear.firm.a", "--into", tmp_path / "law")

        assert done.exit_code == 0
        for name in ("law/firm.a.yaml", "cases/firm.a.yaml", "law/sources.yaml"):
            assert (tmp_path / name).is_file()
            assert str(tmp_path / name) in done.output

    def test_what_it_wrote_is_read_by_a_check_of_the_case(self, tmp_path: Path) -> None:
        case = write_case(tmp_path / "case")
        licet("rules", "new", "us.ear.firm.a", "--into", case / "law", "--from", "2026-01-01")

        shown = json.loads(licet("check", case, "--json").stdout)

        assert shown["lines"][0]["determination"]["licence_required"] == "unknown"
        assert shown["warnings"] == []

    @pytest.mark.parametrize(
        ("words", "slugs"),
        [(["letter-1"], ["bad-rule-id"]), (["us.ear.firm.a", "--kind", "letter"], ["unknown-value"]),
         (["us.ear.firm.a", "--path", "../a.yaml"], ["bad-rule-file"]),
         (["us.ear.firm.a", "--from", "2026-02-30"], ["bad-date"]),
         (["x y", "--kind", "z", "--from", "1"], ["bad-rule-id", "unknown-value", "bad-date"])],
        ids=" ".join,
    )  # fmt: skip
    def test_bad_words_are_told_together_and_nothing_is_written(
        self, words: list[str], slugs: list[str], tmp_path: Path
    ) -> None:
        done = licet("rules", "new", *words, "--into", tmp_path / "law")

        assert done.exit_code == 1
        assert [slug for slug in slugs if f"[{slug}]" not in done.stderr] == []
        assert done.stderr.count("mend: ") == len(slugs)
        assert "nothing was written" in done.stderr
        assert list(tmp_path.iterdir()) == []

    def test_it_overwrites_nothing(self, tmp_path: Path) -> None:
        words = ("rules", "new", "us.ear.firm.a", "--into", tmp_path / "law")
        licet(*words)
        before = snapshot(tmp_path)

        done = licet(*words)

        assert done.exit_code == 1
        assert "rule-exists" in done.stderr
        assert snapshot(tmp_path) == before

    def test_faults_of_the_folder_are_told(self, tmp_path: Path) -> None:
        (tmp_path / "law").mkdir()
        (tmp_path / "law" / "own.yaml").write_text("id: us.ear.own\n")

        done = licet("rules", "new", "us.ear.firm.a", "--into", tmp_path / "law")

        assert done.exit_code == 1
        assert "own.yaml:1" in done.stderr


class TestImpact:
    def test_json_keeps_to_its_schema(self) -> None:
        shown = valid("impact", licet("rules", "impact", EXAMPLE, "--law", LETTER, "--json").stdout)

        assert (shown["changed"], shown["unchanged"]) == (1, 33)

    @pytest.mark.parametrize("reading", ["text", "enforced"])
    def test_the_reading_and_the_days_are_those_asked_for(self, reading: str) -> None:
        words = ("--valid-at", "2026-08-03", "--known-at", "2026-07-26", "--reading", reading, "--json")
        shown = valid("impact", licet("rules", "impact", EXAMPLE, "--law", LETTER, *words).stdout)

        asked = (shown["valid_at"], shown["known_at"], shown["reading"])
        assert asked == ("2026-08-03", "2026-07-26", reading)

    @pytest.mark.parametrize(
        ("words", "status", "said"),
        [((EXAMPLE,), 2, "--against"),
         ((EXAMPLE, "--law", LETTER, "--valid-at", "2026-02-30", "--reading", "x"), 1, "2 problems"),
         ((EXAMPLE / "nowhere", "--law", LETTER), 1, "missing-folder"),
         ((EXAMPLE, "--law", EXAMPLE), 1, "unread-file"),
         ((EXAMPLE, "--law", EXAMPLE / "nowhere"), 2, "nowhere"),
         ((EXAMPLE, "--against", EXAMPLE), 1, "missing-folder")],
        ids=["nothing to compare", "two bad options", "no case", "no rules", "no folder", "no package"],
    )  # fmt: skip
    def test_bad_words_end_with_their_status_and_their_cure(
        self, words: tuple[object, ...], status: int, said: str
    ) -> None:
        done = licet("rules", "impact", *words)

        assert (done.exit_code, done.stdout) == (status, "")
        assert said in done.stderr

    def test_a_fault_in_the_case_is_told(self, tmp_path: Path) -> None:
        case = write_case(tmp_path / "case", orders="order_id,item\nL1,nothing\n")

        done = licet("rules", "impact", case, "--law", LETTER)

        assert done.exit_code == 1
        assert "orders.csv:1" in done.stderr


def test_a_rule_is_shown_with_its_stays_and_by_what() -> None:
    shown = CliRunner().invoke(app, ["rules", "show", "us.ear.744.11.affiliates"]).output

    assert "stayed from 2025-11-10 to 2026-11-10 by instrument [90 FR 50857" in shown
    assert "stayed from 2026-11-10 to 2027-01-11 by announcement" in shown
