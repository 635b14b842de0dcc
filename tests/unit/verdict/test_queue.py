"""Where a line's buyers wait: on the day judged, for keys that it turns, for its item or what it contains."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from licet.report import board, schema
from licet.verdict import Ask, CheckedBook, check, check_json

from .books import BOARD, CHIP, FREE, Files, units, write_book

if TYPE_CHECKING:
    from pathlib import Path

    from licet.verdict import Desk

HEAD = "key,item,party_id,place,units,from,to,source\n"
FIRST = f"cn:import,{CHIP},cn,2,100,2026-01-28,2026-07-01,minutes of the board\n"
AHEAD = f"cn:import,{CHIP},cn2,1,300,2026-01-28,2026-06-15,\n"
SERVER = "nvidia-dgx-h200"  # a board of eight H200 in a server
VALID = Draft202012Validator(schema("check"), format_checker=FormatChecker())


@dataclass(frozen=True)
class Waiting:
    """Judges a book beside a queue.csv."""

    desk: Desk
    folder: Path

    def book(self, queue: str, *lines: dict[str, object], ask: Ask | None = None) -> CheckedBook:
        folder = write_book(self.folder, lines or [{}], Files())
        (folder / "queue.csv").write_text(HEAD + queue, encoding="utf-8")
        return check(self.desk.case(folder), self.desk.law, ask, chronicle=self.desk.chronicle)

    def places(self, queue: str, day: date | None = None, **line: object) -> list[tuple[str, int | None, int]]:
        """Return who of one line waits: party, place, and of how many."""
        (found,) = self.book(queue, line, ask=Ask(valid_at=day)).lines
        return [(each.entry.party_id, each.entry.place, each.of) for each in found.queues]


@pytest.fixture
def waiting(desk: Desk, tmp_path: Path) -> Waiting:
    return Waiting(desk, tmp_path)


@pytest.mark.parametrize(
    ("day", "found"),
    [
        (date(2026, 1, 27), []),
        (date(2026, 1, 28), [("cn", 2, 2)]),
        (date(2026, 6, 14), [("cn", 2, 2)]),
        (date(2026, 6, 15), [("cn", 2, 1)]),  # the one ahead no longer waits
        (date(2026, 6, 30), [("cn", 2, 1)]),
        (date(2026, 7, 1), []),
    ],
    ids=str,
)
def test_the_first_day_is_in_and_the_last_is_out(
    waiting: Waiting, day: date, found: list[tuple[str, int, int]]
) -> None:
    assert waiting.places(FIRST + AHEAD, day) == found


def test_without_days_it_waits_on_every_day(waiting: Waiting) -> None:
    for day in (date(2024, 1, 1), date(2026, 10, 1)):
        assert waiting.places(f"cn:import,{CHIP},cn,,,,,\n", day) == [("cn", None, 1)]


@pytest.mark.parametrize(("item", "waits"), [(CHIP, True), (BOARD, True), (SERVER, True), (FREE, False)])
def test_a_board_waits_for_what_it_contains(waiting: Waiting, item: str, waits: object) -> None:
    assert bool(waiting.places(FIRST, item=item)) is waits


def test_a_chip_does_not_wait_in_the_queue_for_boards(waiting: Waiting) -> None:
    queue = f"cn:import,{BOARD},cn,1,,,,\n"

    assert waiting.places(queue) == []
    assert waiting.places(queue, item=BOARD) == [("cn", 1, 1)]


@pytest.mark.parametrize(
    "line",
    [
        {"destination": "HK", "place_of_use": "HK"},
        {"end_user": "cn2", "ultimate_consignee": "cn2"},
        {"end_user": "-", "ultimate_consignee": "-"},
        {"item": FREE},
    ],
    ids=["another key", "another buyer", "no buyer", "another item"],
)
def test_a_line_that_the_queue_is_not_about_shows_none(waiting: Waiting, line: dict[str, object]) -> None:
    assert waiting.places(FIRST, **line) == []


def test_who_only_passes_the_goods_on_does_not_wait(waiting: Waiting) -> None:
    folder = waiting.folder
    (folder / "order_parties.csv").write_text(
        "order_id,role,party_id\nL1,intermediate_consignee,cn2\n", encoding="utf-8"
    )

    assert waiting.places(AHEAD) == []
    assert waiting.places(AHEAD, date(2026, 6, 1)) == []
    (folder / "order_parties.csv").write_text("order_id,role,party_id\nL1,purchaser,cn2\n", encoding="utf-8")
    assert waiting.places(AHEAD, date(2026, 6, 1)) == [("cn2", 1, 1)]


def test_a_buyer_in_two_roles_is_shown_once(waiting: Waiting) -> None:
    assert waiting.places(FIRST) == [("cn", 2, 1)]


def test_queues_of_two_keys_and_items_are_counted_apart(waiting: Waiting) -> None:
    queue = FIRST + f"us:export,{CHIP},cn,7,,,,\n" + f"cn:import,{BOARD},cn2,1,,,,\n"

    assert waiting.places(queue) == [("cn", 2, 1), ("cn", 7, 1)]


def test_at_ship_on_the_line_s_own_day_counts(waiting: Waiting) -> None:
    book = waiting.book(FIRST, {"ship_on": "2026-06-30"}, {"ship_on": "2026-07-01"}, ask=Ask(at_ship_on=True))

    assert [len(line.queues) for line in book.lines] == [1, 0]


def test_waiting_moves_no_unit(waiting: Waiting) -> None:
    with_queue = waiting.book(FIRST + AHEAD).lines[0]
    without = waiting.book("").lines[0]

    assert units(with_queue) == units(without)
    assert with_queue.blocking == without.blocking


class TestShown:
    def shown(self, waiting: Waiting, queue: str) -> dict[str, Any]:
        found = check_json(waiting.book(queue, ask=Ask(valid_at=date(2026, 6, 1))))
        VALID.validate(found)
        return found

    def test_in_json(self, waiting: Waiting) -> None:
        assert self.shown(waiting, FIRST + AHEAD)["lines"][0]["queues"] == [
            {
                "key": "cn:import",
                "item": CHIP,
                "party_id": "cn",
                "place": 2,
                "of": 2,
                "units": 100,
                "since": "2026-01-28",
                "source": "minutes of the board",
            }
        ]

    def test_without_a_queue_json_has_none(self, waiting: Waiting) -> None:
        assert "queues" not in self.shown(waiting, "")["lines"][0]

    @pytest.mark.parametrize(
        ("queue", "told"),
        [
            (FIRST + AHEAD, "place 2 of 2 since 2026-01-28, 100 units asked for (minutes of the board)"),
            (f"cn:import,{CHIP},cn,,,,,\n", "one of 1, place not known"),
        ],
    )
    def test_on_the_board(self, waiting: Waiting, queue: str, told: str) -> None:
        shown = " ".join(board(self.shown(waiting, queue), width=100, colour=False).split())

        assert f"cn waits for cn:import, {CHIP}: {told}" in shown
