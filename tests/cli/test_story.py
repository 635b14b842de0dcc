"""`licet status` and `licet timeline`: what they print, write and refuse, and that they know no day of their own."""

from __future__ import annotations

import ast
import csv
import io
import json
import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest
from icalendar import Calendar
from typer.testing import CliRunner

from licet.cli.app import app

from .running import PARTIES, ROOT, write_case

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

CHIP = "nvidia-h200-sxm-141gb"
FOOTER = "Not legal advice."
REFUSED = """\
acts:
  - id: cn.h200.refused-again
    title: Customs refuses the H200 again
    key: cn:import
    state: customs_refused
    classes: [h200]
    happened: 2026-09-01
    public: 2026-09-02
    grade: unnamed
    originator: Gazette
    sources: [{publisher: Gazette, read: text}]
"""


def run(*words: str | Path) -> Result:
    result = CliRunner().invoke(app, [str(word) for word in words])
    assert "Traceback" not in result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def shown(*words: str | Path) -> dict[str, Any]:
    """Return the JSON that a command prints."""
    result = run(*words, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.output)


def keys(found: dict[str, Any]) -> dict[str, str]:
    return {each["key"]: each["state"] for each in found["keys"]}


def overlay(folder: Path, text: str = REFUSED) -> Path:
    folder.mkdir()
    (folder / "more.yaml").write_text(text, encoding="utf-8")
    return folder


class TestStatus:
    def test_it_prints_both_keys_who_says_so_and_the_footer(self) -> None:
        result = run("status", "H200", "--valid-at", "2026-06-15")
        text = " ".join(result.output.split())

        assert result.exit_code == 0
        assert "held: cleared by the exporter's side, not released by the importer's" in text
        assert "reported by unnamed sources" in text
        assert "unverified" in text
        assert FOOTER in text

    def test_json_is_what_the_python_interface_returns(self) -> None:
        import licet  # noqa: PLC0415  its attributes are made when asked for

        words = ("--valid-at", "2026-01-29", "--known-at", "2026-01-28", "--buyer", "ByteDance")

        assert shown("status", "H200", *words) == licet.status(
            "H200", valid_at="2026-01-29", known_at="2026-01-28", buyer="ByteDance"
        )

    def test_each_option_counts(self) -> None:
        day = ("status", "H200", "--valid-at", "2026-08-20")

        assert keys(shown(*day)) == {"us:export": "granted_exercised", "cn:import": "released_limited"}
        assert keys(shown(*day, "--key", "cn:import")) == {"cn:import": "released_limited"}
        assert keys(shown(*day, "--use", "military"))["cn:import"] == "excluded"
        assert keys(shown(*day, "--known-at", "2026-06-15"))["cn:import"] == "held"
        none = [word for use in ("military", "state owned", "critical infrastructure", "sensitive agency",
                                 "state funded data centre") for word in ("--use", f"not {use}")]  # fmt: skip
        assert keys(shown(*day, "--buyer", "Baidu", "--place", "CN", *none))["cn:import"] == "released_limited"

    def test_the_use_that_the_help_names_is_one(self) -> None:
        words = " ".join(re.sub("[│╭╮╰╯─]", " ", run("status", "--help").output).split())
        (named,) = re.findall(r"such as ([a-z ]+); `not ([a-z ]+)` denies it", words)

        assert named[0] == named[1]
        assert run("status", "H200", "--use", named[0]).exit_code == 0

    def test_an_item_known_by_name_only(self) -> None:
        result = run("status", "RTX Pro 5500", "--valid-at", "2026-10-01")

        assert result.exit_code == 0
        assert "NVIDIA RTX Pro 5500 (rtx-pro-5500)" in result.output

    def test_faults_are_gathered(self) -> None:
        result = run("status", "Nonesuch", "--key", "xx:import", "--use", "poetry", "--place", "Narnia",
                     "--valid-at", "2026-02-30", "--known-at", "soon")  # fmt: skip

        assert result.exit_code == 1
        for where in ("ITEM", "--key", "--use", "--place", "--valid-at", "--known-at"):
            assert f"\n{where}: " in f"\n{result.output}"
        assert "6 problems; nothing was written" in result.output
        assert result.output.count("    mend: ") == 6

    @pytest.mark.parametrize("words", [(), ("H200", "H20"), ("H200", "--acts", "/none"), ("H200", "--nonesuch")])
    def test_a_call_at_fault_exits_with_2(self, words: tuple[str, ...]) -> None:
        assert run("status", *words).exit_code == 2


class TestTimeline:
    def test_it_prints_the_bands_and_the_footer(self) -> None:
        result = run("timeline", "H200", "--from", "2026-01-01", "--to", "2026-08-20")

        assert result.exit_code == 0
        assert "cn:import" in result.output
        assert "2026-01-14" in result.output
        assert FOOTER in result.output

    def test_json_is_what_the_python_interface_returns(self) -> None:
        import licet  # noqa: PLC0415  its attributes are made when asked for

        words = ("H20", "H200", "--from", "2026-01-01", "--to", "2026-02-01", "--known-at", "2026-01-20")

        assert shown("timeline", *words) == licet.timeline(
            "H20", "H200", first="2026-01-01", last="2026-02-01", known_at="2026-01-20"
        )

    def test_all_files_are_written_whole_and_nothing_beside_them(self, tmp_path: Path) -> None:
        target = tmp_path / "new"
        words = [word for kind in ("html", "svg", "csv", "ics") for word in (f"--{kind}", target / f"t.{kind}")]
        found = shown("timeline", "H200", *words)
        text = {path.suffix: path.read_text(encoding="utf-8") for path in target.iterdir()}

        assert sorted(text) == [".csv", ".html", ".ics", ".svg"]
        assert ET.fromstring(text[".svg"]).tag.endswith("svg")  # noqa: S314  our own file
        assert text[".html"].lstrip().lower().startswith("<!doctype html>")
        assert not re.search(r"""(?:src|href)=["']?https?://[^"']*\.(?:js|css|woff2?)""", text[".html"])
        events = [str(event["UID"]) for event in Calendar.from_ical(text[".ics"]).walk("VEVENT")]
        assert sorted(events) == sorted(f"{name}@licet" for name in found["acts"])

    def test_the_table_tells_of_every_act_its_item_and_when_it_ended(self, tmp_path: Path) -> None:
        found = shown("timeline", "H200", "RTX PRO 6000D", "--csv", tmp_path / "t.csv")
        table = csv.DictReader(io.StringIO((tmp_path / "t.csv").read_text(encoding="utf-8-sig")))
        rows = {(row["act"], row["item"]): row for row in table}

        assert {act for act, _ in rows} == set(found["acts"])
        for band in found["bands"]:
            row = rows[band["act"], band["item"]]
            assert (row["state"], row["effect"]) == (band["state"], band["effect"])
            assert row["band_to"] == (band["to"] or "")

    def test_faults_are_gathered_and_nothing_is_written(self, tmp_path: Path) -> None:
        result = run("timeline", "Nonesuch", "--from", "x", "--to", "2026-02-30", "--svg", tmp_path / "t.svg")

        assert result.exit_code == 1
        assert "3 problems; nothing was written" in result.output
        assert list(tmp_path.iterdir()) == []

    def test_a_window_that_ends_before_it_begins(self) -> None:
        result = run("timeline", "H200", "--from", "2026-02-02", "--to", "2026-02-01")

        assert result.exit_code == 1
        assert "[backward-days]" in result.output

    @pytest.mark.parametrize("kind", ["html", "svg", "csv", "ics"])
    def test_a_file_that_cannot_be_written(self, tmp_path: Path, kind: str) -> None:
        (tmp_path / "file").write_text("")
        result = run("timeline", "H200", f"--{kind}", tmp_path / "file" / f"t.{kind}")

        assert result.exit_code == 2
        assert "cannot be written" in result.output

    @pytest.mark.parametrize("words", [("--acts", "/none"), ("--from",), ("H200", "--nonesuch")])
    def test_a_call_at_fault_exits_with_2(self, words: tuple[str, ...]) -> None:
        assert run("timeline", *words).exit_code == 2


class TestActsLaidOver:
    def test_they_count_in_both_commands(self, tmp_path: Path) -> None:
        acts = ("--acts", overlay(tmp_path / "acts"))
        day = ("status", "H200", "--valid-at", "2026-09-15")
        plain, more = shown(*day), shown(*day, *acts)

        assert keys(plain)["cn:import"] == "released_limited"
        assert keys(more)["cn:import"] == "customs_refused"
        assert keys(shown(*day, "--known-at", "2026-09-01", *acts)) == keys(plain)
        assert "cn.h200.refused-again" in shown("timeline", "H200", *acts)["acts"]

    def test_several_folders_are_laid_one_over_another(self, tmp_path: Path) -> None:
        over = REFUSED.replace("state: customs_refused", "state: ordered_to_stop")
        acts = ("--acts", overlay(tmp_path / "one"), "--acts", overlay(tmp_path / "two", over))

        assert keys(shown("status", "H200", "--valid-at", "2026-09-15", *acts))["cn:import"] == "ordered_to_stop"

    @pytest.mark.parametrize("command", ["status", "timeline"])
    def test_their_faults_are_told_with_their_place(self, tmp_path: Path, command: str) -> None:
        acts = overlay(tmp_path / "acts", REFUSED.replace("unnamed", "rumour").replace("[h200]", "[h300]"))
        result = run(command, "H200", "--acts", acts)

        assert result.exit_code == 1
        assert f"{acts}/more.yaml:" in result.output
        assert "rumour" in result.output

    def test_those_in_a_case_are_laid_over_for_its_lines(self, tmp_path: Path) -> None:
        head = "order_id,item,quantity,movement,ship_from,destination,ultimate_consignee,end_user,parties_complete"
        orders = f"{head}\nL1,nvidia-rtx-4090d,10,export,US,CN,cn,cn,yes\n"
        told = REFUSED.replace("classes: [h200]", "items: [nvidia-rtx-4090d]")
        files = {"orders": orders, "parties": PARTIES, "case.toml": 'title = "T"\nvalid_at = 2026-09-15\n'}
        plain = write_case(tmp_path / "plain", **files)
        told_of = write_case(tmp_path / "told", **files, **{"acts/more.yaml": told})

        assert [shown("check", folder)["lines"][0]["verdict"] for folder in (plain, told_of)] == ["release", "hold"]

    def test_a_fault_in_those_of_a_case_is_told_with_the_faults_of_its_tables(self, tmp_path: Path) -> None:
        files = {
            "orders": "order_id,item,quantity\nL1,Nonesuch,0\n",
            "acts/more.yaml": REFUSED.replace("h200]", "h300]"),
        }
        result = run("check", write_case(tmp_path / "case", **files))

        assert result.exit_code == 1
        for slug in ("unknown-class", "unknown-item", "bad-quantity"):
            assert f"[{slug}]" in result.output


# ---- no answer depends on the clock

READS_THE_CLOCK = {"today", "now", "utcnow", "fromtimestamp", "localtime", "gmtime", "strftime", "ctime", "time_ns"}
_SCRIPT = """
import sys, time
import licet.cli
from typer.testing import CliRunner
from licet.cli.app import app
run = lambda words: CliRunner().invoke(app, words).output
run(["timeline", "H200", "--ics", sys.argv[2] + ".warm"])  # what is imported late is imported now
time.time = lambda: float(sys.argv[1])
time.time_ns = lambda: int(sys.argv[1]) * 10**9
print(run(["status", "H200", "--json"]), run(["timeline", "H20", "--json", "--ics", sys.argv[2]]))
"""


@pytest.mark.parametrize("package", ["acts", "report", "cli", "screen"])
def test_no_module_asks_for_the_day(package: str) -> None:
    found = [
        f"{path.name}:{node.lineno}"
        for path in sorted((ROOT / "src" / "licet" / package).rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
        and (node.attr in READS_THE_CLOCK or (node.attr == "time" and getattr(node.value, "id", "") == "time"))
    ]

    assert found == []


def test_without_a_day_the_answer_is_the_same_under_any_clock_and_zone(tmp_path: Path) -> None:
    printed = []
    for name, clock, zone in (("a", "0", "UTC"), ("b", "2147483648", "Asia/Shanghai")):
        target = tmp_path / f"{name}.ics"
        done = subprocess.run(
            [sys.executable, "-c", _SCRIPT, clock, str(target)],
            env=os.environ | {"TZ": zone},
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr
        printed.append((done.stdout, target.read_bytes()))

    assert printed[0] == printed[1]
    assert '"valid_at": "2026-10-10"' in printed[0][0]
