"""What stops a line whatever its keys say, and which day it is judged on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from licet.errors import UsageError
from licet.rules import Reading
from licet.verdict import Ask, Desk, check, check_json, open_desk

from .books import CHIP, CONSUMER, TO_DE, TO_OPEN, Checker, Files, causes, licence, units, write_book

if TYPE_CHECKING:
    from pathlib import Path

# The pack is checked from 2022-10-07 through 2026-09-24, and its age is borne for 30 days.
FIRST, LAST_BORNE = date(2022, 10, 7), date(2026, 10, 24)
SECOND_PARAGRAPH = """\
id: us.ear.test.conflict
title: A second paragraph that claims the same item
kind: classification
versions:
  - in_force_from: 2023-11-17
    status: encoded
    source: {doc: 88 FR 73458, at: test, published: 2023-10-25, grade: primary}
    when: item_kind = 'ic' AND tpp >= 4800
    outcome: {advanced_computing: b, eccn: 3A090.b}
checked: {against: nothing, issue: 2026-09-24, by: the test}
"""


class TestRedFlag:
    def test_an_open_red_flag_holds_what_nothing_else_stands_against(self, checker: Checker) -> None:
        line = checker.line(Files(facts=[("L1", "due_diligence", "red_flag")]), **TO_DE)

        assert units(line) == ("hold", 0, 100, 0)
        assert causes(line) == ["facts_missing", "red_flag"]
        assert "Which end use or end user of part 744" in line.blocking[0].text
        assert "establish_truth" in [free.remedy for free in line.freeing]

    def test_it_holds_a_line_with_a_licence_and_draws_nothing(self, checker: Checker) -> None:
        files = Files([licence()], facts=[("L1", "due_diligence", "red_flag")])
        book = checker.book({}, files=files)

        assert units(book.lines[0]) == ("hold", 0, 100, 0)
        assert book.balances.reservations == ()

    def test_it_holds_what_is_unknown(self, checker: Checker) -> None:
        line = checker.line(Files(facts=[("L1", "due_diligence", "red_flag")]), **TO_OPEN)

        assert units(line) == ("hold", 0, 100, 0)

    def test_cleared_stops_nothing(self, checker: Checker) -> None:
        assert checker.line(Files(facts=[("L1", "due_diligence", "cleared")]), **TO_DE).verdict == "release"


def test_a_conflict_of_paragraphs_releases_nothing(tmp_path: Path) -> None:
    folder = write_book(tmp_path, [{**TO_DE}], Files())
    (folder / "law").mkdir()
    (folder / "law" / "conflict.yaml").write_text(SECOND_PARAGRAPH)
    desk = open_desk(overlays=[folder / "law"])
    (line,) = check(desk.case(folder), desk.law).lines

    assert line.release_units == 0
    assert "classification_conflict" in causes(line)
    assert any("Two paragraphs" in remark.text for remark in line.determination.caveats)


class TestSpanOfTheLaw:
    @pytest.mark.parametrize("day", [FIRST, LAST_BORNE])
    def test_the_first_and_the_last_day_of_the_span(self, checker: Checker, day: date) -> None:
        line = checker.line(None, Ask(valid_at=day), **TO_DE)

        assert not any(cause.startswith("stale") for cause in causes(line))
        assert line.verdict == "release"

    @pytest.mark.parametrize("day", [date(2022, 10, 6), date(2026, 10, 25), date(2040, 1, 1)])
    def test_outside_it_a_release_becomes_undetermined(self, checker: Checker, day: date) -> None:
        files = Files([licence(valid_from="2020-01-01", valid_to="2050-01-01")])
        line = checker.line(files, Ask(valid_at=day), **TO_DE)

        assert units(line) == ("undetermined", 0, 0, 100)
        assert causes(line) == ["stale_law"]
        assert line.statement is None

    def test_a_licence_is_not_drawn_on_by_a_release_that_became_undetermined(self, checker: Checker) -> None:
        book = checker.book({}, files=Files([licence()]), ask=Ask(valid_at=date(2026, 12, 1)))

        assert units(book.lines[0]) == ("undetermined", 0, 0, 100)
        assert book.balances.reservations == ()

    def test_a_hold_stays_a_hold(self, checker: Checker) -> None:
        assert checker.line(None, Ask(valid_at=date(2026, 12, 1))).verdict == "hold"

    def test_assumed_unchanged_it_is_released_and_that_is_printed(self, checker: Checker) -> None:
        ask = Ask(valid_at=date(2026, 12, 1), assume_unchanged=frozenset({"law"}))
        shown = checker.shown({**TO_DE}, ask=ask)

        assert shown["lines"][0]["verdict"] == "release"
        assert shown["assumed_unchanged"] == ["law"]
        assert shown["stale"]

    def test_another_name_lifts_nothing(self, checker: Checker) -> None:
        ask = Ask(valid_at=date(2026, 12, 1), assume_unchanged=frozenset({"lists"}))

        assert checker.line(None, ask, **TO_DE).verdict == "undetermined"


class TestDays:
    def test_without_a_day_the_question_is_refused(self, checker: Checker, tmp_path: Path) -> None:
        folder = write_book(tmp_path, [{}], Files())
        (folder / "case.toml").write_text('title = "T"\ncurrency = "USD"\n')

        with pytest.raises(UsageError, match="valid-at"):
            check(checker.desk.case(folder), checker.desk.law)

    def test_the_day_asked_goes_before_the_day_of_the_case(self, checker: Checker) -> None:
        book = checker.book({}, ask=Ask(valid_at=date(2026, 2, 1)))

        assert book.valid_at == date(2026, 2, 1)
        assert book.lines[0].determination.query.valid_at == date(2026, 2, 1)

    def test_orders_placed_later_are_left_out(self, checker: Checker) -> None:
        book = checker.book({"ordered_on": "2026-06-15"}, {"ordered_on": "2026-06-16"}, {})

        assert [line.order.order_id for line in book.lines] == ["L1", "L3"]
        assert book.left_out == (("L2", "ordered on 2026-06-16, after 2026-06-15"),)

    def test_an_order_left_out_draws_nothing(self, checker: Checker) -> None:
        files = Files([licence(limits={"pieces": 100})])
        book = checker.book({"ordered_on": "2026-06-16", "priority": 1}, {"priority": 2}, files=files)

        assert [units(line) for line in book.lines] == [("release", 100, 0, 0)]

    def test_known_at_hides_what_was_not_public(self, checker: Checker) -> None:
        """The letter of 2025-04-09 on H20 was public on 2025-04-15; NVIDIA was told on the ninth."""
        asked = Ask(valid_at=date(2025, 4, 10), known_at=date(2025, 4, 10))
        line = checker.line(None, asked, item="nvidia-h20-96gb")
        later = checker.line(None, replace(asked, known_at=date(2025, 4, 15)), item="nvidia-h20-96gb")

        assert line.determination.licence_required.word == "no"
        assert any(remark.id == "letter_not_yet_public" for remark in line.determination.caveats)
        assert later.verdict == "hold"

    def test_the_text_holds_what_enforcement_lets_go(self, checker: Checker) -> None:
        enforced = checker.line(None, Ask(reading=Reading.ENFORCED), **TO_DE)
        text = checker.line(None, Ask(reading=Reading.TEXT), **TO_DE)

        assert (enforced.verdict, text.verdict) == ("release", "hold")
        assert text.determination.relies_on == ()


class TestAtShipOn:
    ASK = Ask(at_ship_on=True)

    def test_each_line_is_judged_on_its_own_day_and_the_other_is_shown(self, checker: Checker) -> None:
        files = Files([licence(valid_from="2026-07-01")])
        shown = checker.shown({"ship_on": "2026-07-01"}, {}, files=files, ask=self.ASK)
        own, without = shown["lines"]

        assert (own["verdict"], own["judged_on"]) == ("release", "2026-07-01")
        assert own["other_date"] == {"date": "2026-06-15", "verdict": "hold", "release_units": 0}
        assert (without["verdict"], without["other_date"]) == ("hold", None)
        assert "judged_on" not in without
        assert shown["at"] == "ship_on"

    def test_where_both_days_agree_no_other_is_shown(self, checker: Checker) -> None:
        files = Files([licence()])
        (line,) = checker.shown({"ship_on": "2026-07-01"}, files=files, ask=self.ASK)["lines"]

        assert line["other_date"] is None

    def test_lines_still_compete_for_one_balance(self, checker: Checker) -> None:
        files = Files([licence(limits={"pieces": 100})])
        lines = checker.book(
            {"ship_on": "2026-07-01", "priority": 2},
            {"ship_on": "2026-08-01", "priority": 1},
            files=files,
            ask=self.ASK,
        ).lines

        assert [line.release_units for line in lines] == [0, 100]

    def test_the_balances_are_those_of_the_lines_shown(self, checker: Checker) -> None:
        files = Files([licence(valid_from="2026-07-01")])
        book = checker.book({"ship_on": "2026-07-01"}, files=files, ask=self.ASK)

        assert book.lines[0].release_units == 100
        assert book.balances.left("LIC-1", "pieces") == 900


class TestReliesOn:
    """A release that rests on non-enforcement says so, by the reason that holds on that day."""

    def said(self, checker: Checker, day: date, **line: object) -> str:
        verdict = checker.line(None, Ask(valid_at=day), **{**TO_DE, **line})
        assert verdict.verdict == "release"
        return str(verdict.statement)

    def test_the_announcement_of_may_2025(self, checker: Checker) -> None:
        statement = self.said(checker, date(2025, 5, 15))

        assert "Rests on non-enforcement" in statement
        assert "BIS announcement of 2025-05-13" in statement
        assert "A named person must decide." in statement
        assert "jurisdiction" in statement
        assert "100 units" in statement

    def test_before_the_text_there_is_nothing_to_rest_on(self, checker: Checker) -> None:
        assert "Rests on" not in self.said(checker, date(2025, 1, 12))

    def test_a_release_that_the_text_allows_rests_on_nothing(self, checker: Checker) -> None:
        assert "Rests on" not in self.said(checker, date(2026, 6, 15), item="nvidia-rtx-4090d")

    def test_before_the_compliance_date_that_is_the_reason(self, checker: Checker) -> None:
        statement = self.said(checker, date(2025, 4, 20))

        assert "compliance is required from 2025-05-15" in statement
        assert "2025-05-13" not in statement
        assert "43034" not in statement

    def test_a_clause_for_the_emirates_is_no_reason_for_germany(self, checker: Checker) -> None:
        statement = self.said(checker, date(2026, 8, 3))

        assert "BIS announcement of 2025-05-13" in statement
        assert "43034" not in statement


class TestSharedAnswers:
    """Two lines that ask the law the same are answered once, but each speaks of its own place in the file."""

    def test_the_quantity_is_the_line_s_own(self, checker: Checker) -> None:
        shown = checker.shown({"quantity": 3}, {"quantity": 5})

        assert [line["determination"]["quantity"] for line in shown["lines"]] == [3, 5]
        one, two = (line["determination"]["input_sha256"] for line in shown["lines"])
        assert one != two

    def test_the_source_of_a_fact_is_the_line_s_own(self, checker: Checker) -> None:
        shown = checker.shown({}, {})
        sources = [
            {fact["source"] for fact in line["determination"]["facts"] if fact["name"] == "destination"}
            for line in shown["lines"]
        ]

        assert sources == [{"orders.csv:2"}, {"orders.csv:3"}]


def test_totals_add_up_and_causes_count_each_line_once(checker: Checker) -> None:
    files = Files([licence(limits={"pieces": 150})], settings={"require_keys": ["cn:import"]})
    shown = checker.shown({}, {}, {**TO_DE}, {**TO_OPEN}, files=files)
    totals, lines = shown["totals"], shown["lines"]

    assert totals["lines"] == 4
    assert totals["units"] == 400
    for name in ("release_units", "hold_units", "undetermined_units"):
        assert totals[name] == sum(line[name] for line in lines)
    assert totals["release_units"] + totals["hold_units"] + totals["undetermined_units"] == 400
    counted = {cause["cause"]: (cause["lines"], cause["units"]) for cause in totals["by_cause"]}
    assert counted["key_not_modelled"] == (2, 200)
    assert shown["head_hash"] is None


def test_the_same_book_gives_the_same_bytes(desk: Desk, tmp_path: Path) -> None:
    folder = write_book(tmp_path, [{}, {"item": CONSUMER}, {**TO_OPEN, "item": CHIP}], Files([licence()]))

    assert check_json(check(desk.case(folder), desk.law)) == check_json(check(open_desk().case(folder), desk.law))
