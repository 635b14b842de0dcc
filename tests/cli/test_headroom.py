"""`licet headroom`: what it prints, writes and refuses."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from typer.testing import CliRunner

from licet.cli.app import app

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

CAUTION = "Headroom under a published line is no assurance"


def run(*words: str) -> Result:
    return CliRunner().invoke(app, ["headroom", *words])


def test_it_prints_table_chart_and_caution() -> None:
    result = run("A10", "--valid-at", "2026-01-20")

    assert result.exit_code == 0
    assert "10.88 TPP below" in result.output
    assert "A10 X" in result.output
    assert CAUTION in result.output


def test_json_holds_what_the_table_says() -> None:
    result = run("RTX 4090D", "--valid-at", "2026-01-20", "--json")
    found = json.loads(result.output)

    assert (found["lines"][0]["measure"], found["lines"][0]["distance"]) == ("tpp", "92.8")
    assert found["caution"].startswith(CAUTION)


def test_the_day_the_reading_and_the_destination_count() -> None:
    words = ("H20", "--valid-at", "2025-04-12", "--json", "--destination", "CN", "--party-hq", "CN")
    told = json.loads(run(*words).output)
    before_public = json.loads(run(*words, "--known-at", "2025-04-12", "--reading", "text").output)

    assert (told["licence_required"], before_public["licence_required"]) == ("yes", "no")
    assert (told["reading"], before_public["reading"], before_public["known_at"]) == ("enforced", "text", "2025-04-12")


def test_the_chart_is_written_as_svg(tmp_path: Path) -> None:
    target = tmp_path / "new" / "a10.svg"

    result = run("A10", "--valid-at", "2026-01-20", "--svg", str(target))
    words = [element.text for element in ET.fromstring(target.read_text(encoding="utf-8")).iter() if element.text]  # noqa: S314  our own file

    assert result.exit_code == 0
    assert {"A10", "3A090.b b.2: density 3.2"} <= set(words)
    assert any(CAUTION in word for word in words)


def test_faults_are_gathered_and_nothing_is_written(tmp_path: Path) -> None:
    target = tmp_path / "a10.svg"

    result = run("Nonesuch", "--valid-at", "2026-02-30", "--known-at", "soon", "--reading", "x", "--svg", str(target))

    assert result.exit_code == 1
    assert "ITEM: no item is called 'Nonesuch'" in result.output
    assert result.output.count("[bad-date]") == 2
    assert "4 problems; nothing was written" in result.output
    assert not target.exists()


def test_a_name_of_several_items_lists_them() -> None:
    result = run("RTX PRO 6000")

    assert result.exit_code == 1
    assert "[ambiguous-item]" in result.output
    assert "nvidia-rtx-pro-6000-bw-server" in result.output


@pytest.mark.parametrize("words", [(), ("A10", "--svg", "/proc/none/a.svg")])
def test_a_call_at_fault_exits_with_2(words: tuple[str, ...]) -> None:
    result = run(*words)

    assert result.exit_code == 2
    assert "Traceback" not in result.output


def test_help_gives_an_example() -> None:
    assert "Example: licet headroom A10" in run("--help").output
