"""`licet read`: documents to events, a person's decision to an act, and the act in status and timeline at once."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from licet.report import schema

from .running import licet as run

NEWS = Path(__file__).parents[2] / "examples" / "fictional-news"
BY = ("--by", "A. Person", "--on", "2031-03-14", "--reason", "two documents, one originator")


@pytest.fixture(scope="module")
def shown() -> dict[str, Any]:
    found = run("read", str(NEWS), "--json")
    assert found.status == 0, found.err
    reading: dict[str, Any] = json.loads(found.out)
    return reading


def event(reading: dict[str, Any], state: str) -> dict[str, Any]:
    (found,) = [each for each in reading["events"] if each["state"] == state]
    return dict(found)


class TestReading:
    def test_the_published_form_is_kept(self, shown: dict[str, Any]) -> None:
        Draft202012Validator(schema("reading")).validate(shown)

    def test_every_quote_stands_in_its_document(self, shown: dict[str, Any]) -> None:
        texts = {each["id"]: each["text"] for each in shown["documents"]}

        assert shown["claims"]
        for claim in shown["claims"]:
            assert texts[claim["document"]][claim["start"] : claim["end"]] == claim["quote"]

    def test_a_copy_is_no_second_originator(self, shown: dict[str, Any]) -> None:
        assert event(shown, "customs_refused")["originators"] == ["Harbour Courier"]

    def test_figures_of_what_stands_around_the_text_are_no_claims(self, shown: dict[str, Any]) -> None:
        figures = " ".join(each["text"] for claim in shown["claims"] for each in claim["quantities"])

        assert "40,000" in figures
        assert "9,400" not in figures
        assert "0.5" not in figures

    def test_the_board_names_documents_events_and_quotes(self) -> None:
        out = " ".join(run("read", str(NEWS)).out.split())

        assert "Fast Chip Wire, 2031-03-13" in out
        assert "not permitted to enter the country, the Harbour Courier has learned" in out
        assert "cn:import customs refused" in out

    def test_blocks_are_shown_with_label_and_reason(self) -> None:
        out = run("read", str(NEWS / "copy.txt"), "--show-blocks").out

        for label in ("title", "body", "credit", "reactions", "related", "newsletter", "legal"):
            assert f" {label}: " in out, label

    def test_the_timeline_shows_events_only(self) -> None:
        out = run("read", str(NEWS), "--timeline").out

        assert "customs refused" in out
        assert "published" not in out

    def test_csv_has_a_row_for_each_claim_and_no_formula(self, shown: dict[str, Any], tmp_path: Path) -> None:
        run("read", str(NEWS), "--csv", str(tmp_path / "claims.csv"))
        rows = list(csv.DictReader(io.StringIO((tmp_path / "claims.csv").read_text(encoding="utf-8"))))

        assert [row["claim"] for row in rows] == [claim["id"] for claim in shown["claims"]]
        assert not any(cell.startswith(("=", "+", "@")) for row in rows for cell in row.values())

    def test_a_file_that_is_none_is_told_and_the_rest_is_read(self, tmp_path: Path) -> None:
        found = run("read", str(NEWS / "courier.txt"), str(tmp_path / "absent.txt"))

        assert found.status == 0
        assert "Not read" in found.out

    def test_nothing_to_read_is_a_problem(self, tmp_path: Path) -> None:
        found = run("read", str(tmp_path))

        assert found.status == 1
        assert "mend:" in found.err


class TestReview:
    @staticmethod
    def refused() -> str:
        return str(event(json.loads(run("read", str(NEWS), "--json").out), "customs_refused")["id"])

    def test_what_is_proposed_is_shown_with_its_words(self, tmp_path: Path) -> None:
        out = run("read", "review", str(NEWS), "--acts", str(tmp_path / "acts")).out

        assert f"{self.refused()}  cn:import customs_refused" in out
        assert not (tmp_path / "acts").exists()

    def test_accepted_it_stands_in_status_and_timeline_at_once(self, tmp_path: Path) -> None:
        acts = str(tmp_path / "acts")
        done = run("read", "review", str(NEWS), "--acts", acts, "--accept", self.refused(), *BY)
        before = json.loads(run("status", "H20", "--key", "cn:import", "--valid-at", "2031-03-14", "--json").out)
        after = json.loads(
            run("status", "H20", "--key", "cn:import", "--valid-at", "2031-03-14", "--acts", acts, "--json").out
        )

        assert done.status == 0, done.err
        assert "customs_refused" not in json.dumps(before["keys"])
        assert "customs_refused" in json.dumps(after["keys"])
        assert (
            "read.cn.h20.customs-refused" in run("timeline", "H20", "--to", "2031-12-31", "--acts", acts, "--json").out
        )

    def test_a_decision_is_remembered(self, tmp_path: Path) -> None:
        acts = str(tmp_path / "acts")
        run("read", "review", str(NEWS), "--acts", acts, "--reject", self.refused(), *BY)

        assert self.refused() not in run("read", "review", str(NEWS), "--acts", acts).out
        again = run("read", "review", str(NEWS), "--acts", acts, "--reject", self.refused(), *BY)
        assert again.status == 1
        assert "was rejected by A. Person on 2031-03-14" in again.err

    @pytest.mark.parametrize(
        ("options", "words"),
        [
            (("--by", "A. Person", "--on", "2031-03-14"), "needs a person and a reason"),
            (("--by", "A. Person", "--reason", "so", "--on", "soon"), "--on is the day"),
        ],
    )
    def test_one_without_a_person_a_day_or_a_reason_is_refused(
        self, tmp_path: Path, options: tuple[str, ...], words: str
    ) -> None:
        found = run("read", "review", str(NEWS), "--acts", str(tmp_path / "acts"), "--accept", self.refused(), *options)

        assert found.status == 2
        assert words in found.err
        assert not (tmp_path / "acts").exists()

    def test_an_event_that_is_none_is_a_problem(self, tmp_path: Path) -> None:
        found = run("read", "review", str(NEWS), "--acts", str(tmp_path / "acts"), "--accept", "e0000", *BY)

        assert found.status == 1
        assert "no event has this id" in found.err


class TestSecondReader:
    ASKED = ("--model-url", "http://127.0.0.1:9/v1", "--model", "any")

    def test_nothing_is_sent_to_a_model_that_nobody_agreed_to(self) -> None:
        found = run("read", str(NEWS), *self.ASKED)

        assert found.status == 1
        assert "Send 4 documents with" in found.err

    def test_it_needs_the_name_of_a_model(self) -> None:
        found = run("read", str(NEWS), *self.ASKED[:2])

        assert found.status == 2
        assert "--model NAME" in found.err


def test_a_case_shows_the_lines_an_act_bears_on() -> None:
    case = str(NEWS.parent / "h200-china-2026")
    reading = json.loads(run("read", str(NEWS), "--case", case, "--json").out)
    orders = {each["order_id"] for each in event(reading, "customs_refused")["orders"]}

    assert "H20-01" in orders
    assert not any(order.startswith("H200") for order in orders)
