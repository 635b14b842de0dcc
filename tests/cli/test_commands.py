"""Each command: its help with an example that runs, and the status it ends with (design, section 8.2)."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from typing import TYPE_CHECKING, Any

import pytest
import typer.main
from typer.testing import CliRunner

from licet.cli.app import app

from .register_book import prepare
from .running import EXAMPLE, GOOD, ROOT, licet, write_case

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def commands(group: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:  # noqa: ANN401  Typer's own
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, (*path, name))
        else:
            yield (*path, name), command


COMMANDS = dict(commands(typer.main.get_command(app)))
WORST_TABLE = """\
rule: us.ear.3A090.a
source: 15 CFR 774 Supp. 1, 3A090.a
valid_at: 2024-06-03
cases:
  - {name: wrong on purpose, given: {has_digital_processing_unit: true, tpp: 1}, expect: true}
"""


def test_the_commands_promised_are_there() -> None:
    promised = {"init", "check", "determine", "explain", "items"}

    assert promised | {f"rules {name}" for name in ("check", "test", "list", "show")} <= {*map(" ".join, COMMANDS)}


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
class TestHelp:
    def test_it_says_what_it_does_and_gives_an_example(self, path: tuple[str, ...]) -> None:
        shown = CliRunner().invoke(app, [*path, "--help"])

        assert shown.exit_code == 0
        assert f"Example: licet {' '.join(path)}" in shown.output
        assert COMMANDS[path].help

    def test_its_example_runs(self, path: tuple[str, ...], tmp_path: Path) -> None:
        example = re.search(r"Example: licet (.*)", COMMANDS[path].epilog or "")
        assert example is not None
        for name in ("examples", "tests/cases"):
            shutil.copytree(ROOT / name, tmp_path / name)
        if path[0] == "register":
            prepare(path[1], tmp_path)

        ran = licet(*shlex.split(example[1]), cwd=tmp_path)

        assert ran.status == 0, ran.err
        assert ran.out

    def test_every_option_has_a_help(self, path: tuple[str, ...]) -> None:
        for parameter in COMMANDS[path].params:
            if parameter.param_type_name == "option":
                assert parameter.help, parameter.name


class TestStatus:
    def test_0_answered(self) -> None:
        assert licet("determine", "--item", "H200", "--destination", "CN", "--party-hq", "CN").status == 0
        assert licet("check", EXAMPLE).status == 0

    def test_1_problems_of_the_input(self) -> None:
        ran = licet(
            "determine", "--item", "H2O0", "--destination", "XX", "--valid-at", "2026-02-30", "--quantity", "-1"
        )

        assert ran.status == 1
        assert ran.out == ""
        assert {"--item", "--destination", "--valid-at", "--quantity"} <= set(
            re.findall(r"^(--[a-z-]+)", ran.err, re.MULTILINE)
        )

    @pytest.mark.parametrize(
        "words",
        [
            ("determine",),
            ("check",),
            ("check", str(EXAMPLE), "--no-such-option"),
            ("no-such-command",),
            ("explain", str(EXAMPLE)),
            ("init",),
            ("rules", "test", "no-such-folder"),
        ],
        ids=" ".join,
    )
    def test_2_usage(self, words: tuple[str, ...]) -> None:
        ran = licet(*words)

        assert ran.status == 2
        assert ran.err
        assert ran.out == ""

    def test_2_no_day_to_judge_on(self, tmp_path: Path) -> None:
        ran = licet("check", write_case(tmp_path / "case", **{"case.toml": 'title = "T"\n'}))

        assert (ran.status, ran.out) == (2, "")
        assert "--valid-at" in ran.err

    def test_3_strict_and_a_line_not_wholly_released(self) -> None:
        assert licet("check", EXAMPLE, "--strict").status == 3

    def test_3_not_where_every_line_is_released(self, tmp_path: Path) -> None:
        assert licet("check", write_case(tmp_path / "case"), "--strict").status == 0

    def test_5_a_row_of_a_case_table_differs(self, tmp_path: Path) -> None:
        (tmp_path / "wrong.yaml").write_text(WORST_TABLE)
        ran = licet("rules", "test", tmp_path)

        assert ran.status == 5
        assert "wrong on purpose" in ran.out
        assert "0 passed, 1 failed" in ran.out

    def test_5_as_json(self, tmp_path: Path) -> None:
        (tmp_path / "wrong.yaml").write_text(WORST_TABLE)
        ran = licet("rules", "test", tmp_path, "--json")

        assert ran.status == 5
        assert [row["name"] for row in json.loads(ran.out)["wrong"]] == ["wrong on purpose"]

    def test_1_a_fault_in_a_case_table(self, tmp_path: Path) -> None:
        (tmp_path / "bad.yaml").write_text("rule: us.ear.no_such_rule\n")

        assert licet("rules", "test", tmp_path).status == 1

    @pytest.mark.parametrize("name", ["no.such.rule", "us.ear"])
    def test_1_a_rule_that_is_not_there(self, name: str) -> None:
        ran = licet("rules", "show", name)

        assert ran.status == 1
        assert "mend: " in ran.err


def test_at_ship_on_the_board_shows_both_verdicts(tmp_path: Path) -> None:
    """On 2022-10-10 no paragraph on advanced computing was in force yet; on 2026-06-15 a licence is required."""
    rows = "L1,nvidia-h200-sxm-141gb,10,export,US,CN,cn,cn,yes,2022-10-10\n"
    orders = f"{GOOD.splitlines()[0]},ship_on\n{rows}"
    ran = licet("check", write_case(tmp_path / "case", orders=orders), "--at", "ship_on")

    assert ran.status == 0
    assert "2022-10-10" in ran.out
    assert "2026-06-15" in ran.out
    assert "release" in ran.out
    assert "hold" in ran.out


class TestExplain:
    def test_a_line_of_a_case(self) -> None:
        ran = licet("explain", EXAMPLE, "H200-14", "--valid-at", "2026-01-20")

        assert ran.status == 0
        assert "742.6(a)(6)(iii)(A)" in ran.out

    def test_a_line_that_is_not_there(self) -> None:
        ran = licet("explain", EXAMPLE, "H200-99")

        assert ran.status == 1
        assert "H200-99" in ran.err

    def test_it_says_the_same_as_the_board(self) -> None:
        alone = json.loads(licet("explain", EXAMPLE, "H200-01", "--json").out)
        board = json.loads(licet("check", EXAMPLE, "--json").out)
        (line,) = [line for line in board["lines"] if line["order_id"] == "H200-01"]

        assert {name: alone[name] for name in line["determination"]} == line["determination"]


class TestItems:
    def test_one_by_its_alias(self) -> None:
        shown = json.loads(licet("items", "H200", "--json").out)

        assert shown["item_id"] == "nvidia-h200-sxm-141gb"
        assert all(fact["source"] or fact["value"] == "unknown" for fact in shown["facts"])

    def test_one_that_is_not_there(self) -> None:
        ran = licet("items", "H2O0")

        assert (ran.status, ran.out) == (1, "")
        assert "mend: " in ran.err

    def test_all(self) -> None:
        assert len(json.loads(licet("items", "--json").out)) > 100

    @pytest.mark.parametrize("words", [("compare",), ("compare", "H200"), ("compare", "A", "B", "C")], ids=" ".join)
    def test_compare_wants_two(self, words: tuple[str, ...]) -> None:
        assert licet("items", *words).status in {1, 2}


class TestInit:
    def test_what_it_writes_checks(self, tmp_path: Path) -> None:
        folder = tmp_path / "new" / "case"

        assert licet("init", folder).status == 0
        ran = licet("check", folder, "--valid-at", "2026-06-15")

        assert (ran.status, ran.err) == (0, "")

    def test_filled_in_it_judges(self, tmp_path: Path) -> None:
        folder = tmp_path / "case"
        licet("init", folder)
        columns = (folder / "orders.csv").read_text().strip()
        line = dict(zip(GOOD.splitlines()[0].split(","), GOOD.splitlines()[1].split(","), strict=True))
        line |= {"ultimate_consignee": "", "end_user": ""}
        row = ",".join(line.get(column, "") for column in columns.split(","))
        (folder / "orders.csv").write_text(f"{columns}\n{row}\n")

        shown = json.loads(licet("check", folder, "--valid-at", "2026-06-15", "--json").out)

        assert [line["order_id"] for line in shown["lines"]] == ["L1"]

    def test_a_folder_in_use_is_left_alone(self, tmp_path: Path) -> None:
        (tmp_path / "mine.txt").write_text("mine")
        ran = licet("init", tmp_path)

        assert ran.status == 2
        assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]

    def test_a_place_that_cannot_be_written(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("")
        ran = licet("init", tmp_path / "file" / "case")

        assert ran.status == 2
        assert "cannot be written" in ran.err


class TestDetermine:
    """The answers the goal of the first release names, through the command itself."""

    CHINA = ("--destination", "CN", "--ship-from", "US", "--party-hq", "CN")

    def answer(self, *words: str) -> dict[str, object]:
        ran = licet("determine", *words, "--json")
        assert ran.status == 0, ran.err
        shown: dict[str, object] = json.loads(ran.out)
        return shown

    @pytest.mark.parametrize(("day", "required"), [("2025-03-01", "no"), ("2025-04-20", "yes")])
    def test_h20_by_letter(self, day: str, required: str) -> None:
        assert self.answer("--item", "H20", *self.CHINA, "--valid-at", day)["licence_required"] == required

    def test_the_letter_was_unknown_to_the_public(self) -> None:
        shown = self.answer("--item", "H20", *self.CHINA, "--valid-at", "2025-04-14", "--known-at", "2025-04-14")

        assert shown["licence_required"] == "no"

    def test_h100_to_germany_in_both_readings(self) -> None:
        germany = ("--item", "H100", "--destination", "DE", "--party-hq", "DE", "--valid-at", "2026-01-20")
        enforced, text = self.answer(*germany), self.answer(*germany, "--reading", "text")

        assert (enforced["licence_required"], text["licence_required"]) == ("no", "yes")
        assert enforced["relies_on"]
        assert {"name": "licence_required", "here": "no", "there": "yes"} in enforced["other_reading"]["differs_in"]  # type: ignore[index]

    @pytest.mark.parametrize(
        ("words", "policy"),
        [
            (("--ship-from", "US"), "case_by_case"),
            (("--ship-from", "TW"), "presumption_of_denial"),
            (("--ship-from", "CN"), "presumption_of_denial"),
        ],
        ids=["from the United States", "from Taiwan", "within China"],
    )
    def test_h200_in_january_2026(self, words: tuple[str, str], policy: str) -> None:
        shown = self.answer(
            "--item", "H200", "--destination", "CN", "--party-hq", "CN", "--valid-at", "2026-01-20", *words
        )

        assert (shown["licence_required"], shown["review_policy"]) == ("yes", policy)

    def test_a_buyer_in_singapore_is_caught_through_its_parent(self) -> None:
        buyer = ("--party", "role=end_user,hq=SG,parent_hq=CN", "--parties-complete", "yes")
        shown = self.answer("--item", "H200", "--destination", "SG", *buyer, "--valid-at", "2026-01-20")

        assert shown["licence_required"] == "yes"


def test_a_cure_names_only_options_that_exist() -> None:
    ran = licet("determine", "--item", "H200", "--set", "zzzzzz=1")
    (named,) = re.findall(r"`licet ([^`]+)`", ran.err)

    assert ran.status == 1
    assert licet(*named.split()).status == 0


def test_a_data_set_that_is_not_there_cannot_be_assumed_unchanged() -> None:
    assert licet("check", EXAMPLE, "--assume-unchanged", "lwa").status == 1
