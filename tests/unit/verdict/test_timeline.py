"""Both keys over time: bands without a gap that say on each day what `status` says, and marks beside them."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from licet.errors import ProblemsFound, UsageError
from licet.report import schema
from licet.verdict import Desk, StatusWords, status, timeline

from .books import BOARD, CHIP, FREE, the_desk

if TYPE_CHECKING:
    from collections.abc import Iterator

CN, US = "cn:import", "us:export"
H20 = "nvidia-h20-96gb"
VALID = Draft202012Validator(schema("timeline"), format_checker=FormatChecker())
WINDOWS: list[dict[str, str | None]] = [
    {},
    {"known_at": "2026-01-28"},
    {"first": "2026-01-10", "last": "2026-06-20"},
    {"first": "2026-01-14", "last": "2026-01-14"},
    {"first": "2026-05-01", "last": "2026-12-31", "known_at": "2026-06-29"},
    {"first": "2020-01-01", "last": "2021-01-01"},
    {"first": "2027-01-01"},
    {"last": "2022-01-01"},
]


def shown(*items: str, **days: str | None) -> dict[str, Any]:
    """Return a timeline in the published form."""
    found = timeline(the_desk(), items, **days)
    VALID.validate(found)
    return found


def day(text: str) -> date:
    return date.fromisoformat(text)


def rows(found: dict[str, Any]) -> Iterator[list[dict[str, Any]]]:
    """Yield the headline of each key of each item."""
    for item in found["items"]:
        for key in (US, CN):
            yield [each for each in found["headline"] if (each["item"], each["key"]) == (item["item"], key)]


@pytest.mark.parametrize("days", WINDOWS, ids=str)
@pytest.mark.parametrize("items", [(CHIP,), (H20, BOARD), ("RTX Pro 5500",), (FREE,)], ids=" ".join)
class TestAnyWindow:
    def test_a_headline_runs_through_without_a_gap_and_each_part_differs_from_the_last(
        self, items: tuple[str, ...], days: dict[str, str | None]
    ) -> None:
        found = shown(*items, **days)

        assert found["from"] == (days.get("first") or found["from"])
        assert found["to"] == (days.get("last") or found["to"])
        for row in rows(found):
            assert row[0]["from"] == found["from"]
            assert row[-1]["to"] is None
            for one, two in pairwise(row):
                assert one["from"] < one["to"] == two["from"] <= found["to"]
                assert (one["act"], one["state"], one["effect"]) != (two["act"], two["state"], two["effect"])

    def test_all_that_is_drawn_lies_in_the_window_and_every_act_is_told(
        self, items: tuple[str, ...], days: dict[str, str | None]
    ) -> None:
        found = shown(*items, **days)
        named = {each["act"] for name in ("headline", "bands", "marks") for each in found[name] if each["act"]}

        assert named == set(found["acts"])
        for band in found["bands"]:
            assert band["from"] <= band["sure_from"]
            assert band["from"] <= found["to"]
            assert band["to"] is None or band["to"] > found["from"]
        for mark in found["marks"]:
            assert mark["from"] <= found["to"]
            assert mark["to"] >= found["from"]
            assert mark["kind"] == found["acts"][mark["act"]]["mark"]

    def test_what_came_out_later_is_marked_and_decides_nothing(
        self, items: tuple[str, ...], days: dict[str, str | None]
    ) -> None:
        found = shown(*items, **days)
        known_at = days.get("known_at")

        for each in (*found["bands"], *found["marks"]):
            public = found["acts"][each["act"]]["public"]
            assert each["known"] == (known_at is None or public <= known_at)
        unknown = {band["act"] for band in found["bands"] if not band["known"]}
        assert not unknown & {each["act"] for each in found["headline"]}


@pytest.mark.parametrize("known_at", [None, "2025-04-14", "2026-01-28"])
@pytest.mark.parametrize("item", [CHIP, H20, "nvidia-rtx-pro-6000d"])
def test_on_each_day_it_says_what_status_says(item: str, known_at: str | None) -> None:
    found = shown(item, known_at=known_at)
    for row in rows(found):
        for stretch in row:
            days = {day(stretch["from"])}
            days |= {day(stretch["to"]) - timedelta(days=1)} if stretch["to"] else {day(found["to"])}
            for each in days:
                words = StatusWords(item, key=stretch["key"], valid_at=str(each), known_at=known_at)
                (told,) = status(the_desk(), words)["keys"]
                names = ("state", "state_words", "effect", "contested", "act")
                assert {name: stretch[name] for name in names} == {name: told[name] for name in names}, each


def test_the_h200_on_the_importing_side_in_2026() -> None:
    (row,) = [row for row in rows(shown(CHIP, first="2026-01-07", last="2026-08-20")) if row[0]["key"] == CN]

    assert [(each["from"], each["state"]) for each in row] == [
        ("2026-01-07", "paused_by_guidance"),
        ("2026-01-13", "special_circumstances_only"),
        ("2026-01-14", "customs_refused"),
        ("2026-03-18", "approved_batch_conditional"),
        ("2026-05-14", "held"),
        ("2026-07-14", "released_limited"),
    ]


class TestBands:
    def band(self, act: str, **days: str | None) -> dict[str, Any]:
        return next(each for each in shown(CHIP, **days)["bands"] if each["act"] == act)

    def test_one_runs_until_an_act_that_covers_all_of_it_ends_it(self) -> None:
        assert self.band("cn.h200.held")["to"] == "2026-07-14"
        assert self.band("cn.h200.customs-refused")["to"] == "2026-03-18"  # not by approvals for some buyers
        assert self.band("cn.h200.released-small")["to"] is None  # still stands for the others

    def test_an_act_of_uncertain_day_has_both_days(self) -> None:
        band = self.band("cn.h200.approved-reported")

        assert (band["from"], band["sure_from"]) == ("2026-03-17", "2026-03-18")

    def test_a_contest_counts_from_the_day_it_was_public(self) -> None:
        name = "cn.h200.three-firms-approved"

        assert [self.band(name, known_at=known)["contested"] for known in ("2026-01-28", "2026-01-29", None)] == [
            False,
            True,
            True,
        ]
        assert "ByteDance" in self.band(name)["scope_text"]


class TestItems:
    def test_a_board_is_drawn_by_what_it_contains(self) -> None:
        chip, board = shown(CHIP), shown(BOARD)

        assert [each["act"] for each in chip["bands"]] == [each["act"] for each in board["bands"]]
        assert {each["item"] for each in board["headline"]} == {BOARD}

    def test_an_item_named_twice_is_drawn_once(self) -> None:
        assert [each["item"] for each in shown("H20", H20, CHIP)["items"]] == [H20, CHIP]

    def test_one_known_by_name_only_is_drawn(self) -> None:
        found = shown("RTX Pro 5500")

        assert found["items"] == [{"item": "rtx-pro-5500", "item_name": "NVIDIA RTX Pro 5500"}]
        assert "cn.rtx-pro-5500.approval-under-study" in [each["act"] for each in found["bands"]]

    def test_without_items_every_family_that_acts_bring_into_a_state_is_drawn(self) -> None:
        found = shown()
        drawn = {band["act"] for band in found["bands"]}
        story = the_desk().chronicle
        assert story is not None

        left_out = [act.id for act in story.story.acts.values() if act.key is not None and act.id not in drawn]
        assert left_out == []

    def test_an_item_without_acts_is_drawn_as_open_with_no_band(self) -> None:
        found = shown(FREE)

        assert found["bands"] == []
        assert [(each["key"], each["state"], each["effect"]) for each in found["headline"]] == [
            (US, "not_narrated", "unknown"),
            (CN, "unrestricted", "open"),
        ]


class TestWindow:
    def test_it_begins_the_day_before_the_first_act_and_ends_with_the_record(self) -> None:
        found = shown(CHIP)

        assert (found["from"], found["to"]) == ("2023-11-16", "2026-10-10")
        assert found["stale"] == []

    @pytest.mark.parametrize(("first", "last"), [("2022-08-25", None), (None, "2026-10-11")])
    def test_days_that_acts_were_not_gathered_for_are_stale(self, first: str | None, last: str | None) -> None:
        assert [each["id"] for each in shown(CHIP, first=first, last=last)["stale"]] == ["acts"]


class TestMarks:
    def test_those_of_the_item_and_of_none_in_particular_are_shown(self) -> None:
        marks = {each["act"]: each for each in shown(CHIP, first="2026-01-01", last="2026-03-31")["marks"]}

        assert marks["statement.huang.2026-01-29"]["items"] == [CHIP, "nvidia-h200-nvl-141gb"]
        assert (marks["visit.huang.2026-01"]["kind"], marks["visit.huang.2026-01"]["items"]) == ("visit", [])
        assert not any("h20-" in name or "b30a" in name for name in marks)

    def test_one_that_touches_the_window_with_its_last_day_is_shown(self) -> None:
        found = [each["act"] for each in shown(CHIP, first="2026-01-17", last="2026-01-18")["marks"]]

        assert "production.h200-parts.2026-01" in found
        assert "production.h200-parts.2026-01" not in [
            each["act"] for each in shown(CHIP, first="2026-01-18", last="2026-01-19")["marks"]
        ]


class TestFaults:
    def faults(self, *items: str, **days: str | None) -> list[tuple[str, str]]:
        with pytest.raises(ProblemsFound) as caught:
            timeline(the_desk(), items, **days)
        return [(problem.slug, problem.where) for problem in caught.value.problems]

    def test_all_at_once(self) -> None:
        found = self.faults("Nonesuch", "RTX PRO 6000", first="x", last="2026-02-30", known_at="z")

        assert sorted(found) == [
            ("ambiguous-item", "ITEM"),
            ("bad-date", "--from"),
            ("bad-date", "--known-at"),
            ("bad-date", "--to"),
            ("unknown-item", "ITEM"),
        ]

    def test_a_window_that_ends_before_it_begins(self) -> None:
        assert self.faults("Nonesuch", first="2026-02-02", last="2026-02-01") == [
            ("unknown-item", "ITEM"),
            ("backward-days", "--to"),
        ]
        assert shown(CHIP, first="2026-02-01", last="2026-02-01")["to"] == "2026-02-01"

    def test_without_acts_the_call_is_at_fault(self) -> None:
        desk = the_desk()

        with pytest.raises(UsageError, match="no acts"):
            timeline(Desk(desk.law, desk.catalogue, desk.countries), [CHIP])
