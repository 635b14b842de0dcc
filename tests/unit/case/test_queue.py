"""queue.csv: who waits for which permission, in which place, from when to when; every fault of it at once."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from licet.period import Period

from .conftest import write_case

if TYPE_CHECKING:
    from pathlib import Path

    from licet.case import QueuePlace

    from .conftest import Faults, Reader

CHIP = "nvidia-h200-sxm-141gb"
ORDERS = "order_id,item,quantity\no-1,nvidia-h200-sxm-141gb,5\n"
HEAD = "key,item,party_id,place,units,from,to,source\n"
GOOD = f'cn:import,{CHIP},a,2,"75,000",2026-01-28,2026-07-01,minutes\n'


def files(*rows: str, head: str = HEAD) -> dict[str, str]:
    return {"orders.csv": ORDERS, "queue.csv": head + "".join(rows)}


def places(folder: Path, read: Reader, *rows: str) -> tuple[QueuePlace, ...]:
    return read(write_case(folder, files(*rows))).queue


def found(folder: Path, faults: Faults, *rows: str) -> list[tuple[str, str]]:
    return [(problem.slug, problem.where) for problem in faults(write_case(folder, files(*rows)))]


def test_a_full_row(tmp_path: Path, read: Reader) -> None:
    (place,) = places(tmp_path, read, GOOD)

    assert (place.key, place.item_id, place.party_id) == ("cn:import", CHIP, "a")
    assert (place.place, place.units, place.source) == (2, 75_000, "minutes")
    assert place.waits == Period(date(2026, 1, 28), date(2026, 7, 1))
    assert place.where == "queue.csv:2"


def test_what_is_blank_is_not_known(tmp_path: Path, read: Reader) -> None:
    (place,) = places(tmp_path, read, f"cn:import,{CHIP},a,,,,,\n")

    assert (place.place, place.units, place.source) == (None, None, "")
    assert place.waits == Period(None, None)


def test_only_three_columns_are_required(tmp_path: Path, read: Reader) -> None:
    case = read(write_case(tmp_path, files(f"cn:import,{CHIP},a\n", head="key,item,party_id\n")))

    assert [place.party_id for place in case.queue] == ["a"]


@pytest.mark.parametrize("item", ["H200 SXM 141GB", "nvidia-h200-sxm-141gb", "H200"])
def test_an_item_is_found_by_any_of_its_names(tmp_path: Path, read: Reader, item: str) -> None:
    assert places(tmp_path, read, f"cn:import,{item},a,,,,,\n")[0].item_id == CHIP


def test_an_item_of_the_case_may_be_waited_for(tmp_path: Path, read: Reader) -> None:
    own = {"items.csv": "item_id,kind,contains\nown-1,board,nvidia-h200-sxm-141gb:4\n"}
    case = read(write_case(tmp_path, {**files("cn:import,own-1,a,,,,,\n"), **own}))

    assert case.queue[0].item_id == "own-1"


def test_without_the_file_nobody_waits(tmp_path: Path, read: Reader) -> None:
    assert read(write_case(tmp_path, {"orders.csv": ORDERS})).queue == ()


@pytest.mark.parametrize("to", ["", "2026-02-02"])
def test_a_wait_of_one_day_or_without_an_end_is_no_fault(tmp_path: Path, read: Reader, to: str) -> None:
    assert len(places(tmp_path, read, f"cn:import,{CHIP},a,1,,2026-02-01,{to},\n")) == 1


@pytest.mark.parametrize(
    ("row", "slugs"),
    [
        (f",{CHIP},a,,,,,\n", ["missing-value"]),
        ("cn:import,,a,,,,,\n", ["missing-value"]),
        (f"cn:import,{CHIP},,,,,,\n", ["missing-value"]),
        (f"cn-import,{CHIP},a,,,,,\n", ["bad-key"]),
        (f"CN:import,{CHIP},a,,,,,\n", ["bad-key"]),
        (f"cn:entry,{CHIP},a,,,,,\n", ["bad-key"]),
        ("cn:import,nope,a,,,,,\n", ["unknown-item"]),
        ("cn:import,RTX PRO 6000,a,,,,,\n", ["ambiguous-item"]),
        (f"cn:import,{CHIP},nobody,,,,,\n", ["unknown-party"]),
        (f"cn:import,{CHIP},a,0,,,,\n", ["bad-quantity"]),
        (f"cn:import,{CHIP},a,1.5,,,,\n", ["bad-quantity"]),
        (f"cn:import,{CHIP},a,-,,,,\n", ["bad-quantity"]),
        (f"cn:import,{CHIP},a,,-5,,,\n", ["bad-quantity"]),
        (f"cn:import,{CHIP},a,,many,,,\n", ["bad-quantity"]),
        (f"cn:import,{CHIP},a,,,soon,,\n", ["bad-date"]),
        (f"cn:import,{CHIP},a,,,,2026-02-30,\n", ["bad-date"]),
        (f"cn:import,{CHIP},a,,,2026-02-01,2026-02-01,\n", ["empty-period"]),
        (f"cn:import,{CHIP},a,,,2026-02-02,2026-02-01,\n", ["empty-period"]),
    ],
)
def test_each_fault(tmp_path: Path, faults: Faults, row: str, slugs: list[str]) -> None:
    assert found(tmp_path, faults, row) == [(slug, "queue.csv:2") for slug in slugs]


def test_all_faults_of_a_row_and_of_all_rows_at_once(tmp_path: Path, faults: Faults) -> None:
    rows = ("cn-import,nope,nobody,0,x,soon,2026-02-30,\n", GOOD, f"cn:import,{CHIP},b,,,2026-02-02,2026-02-01,\n")

    assert found(tmp_path, faults, *rows) == [
        ("bad-key", "queue.csv:2"),
        ("unknown-item", "queue.csv:2"),
        ("unknown-party", "queue.csv:2"),
        ("bad-quantity", "queue.csv:2"),
        ("bad-quantity", "queue.csv:2"),
        ("bad-date", "queue.csv:2"),
        ("bad-date", "queue.csv:2"),
        ("empty-period", "queue.csv:4"),
    ]


def test_they_are_told_with_the_faults_of_other_files(tmp_path: Path, faults: Faults) -> None:
    folder = write_case(tmp_path, {**files("x,H200,a,,,,,\n"), "orders.csv": ORDERS.replace(",5", ",0")})

    assert {(problem.slug, problem.where) for problem in faults(folder)} == {
        ("bad-key", "queue.csv:2"),
        ("bad-quantity", "orders.csv:2"),
    }


def test_a_missing_column_is_named(tmp_path: Path, faults: Faults) -> None:
    (problem,) = faults(write_case(tmp_path, files(f"cn:import,{CHIP}\n", head="key,item\n")))

    assert problem.where == "queue.csv:1"
    assert "party_id" in problem.what


class TestOnceAtATime:
    """A buyer waits once for an item on a key at a time: two rows of one wait would count it twice."""

    @pytest.mark.parametrize(
        "second",
        [
            f"cn:import,{CHIP},a,1,,,,\n",
            f"cn:import,{CHIP},a,2,,2026-06-30,2026-08-01,\n",
            "cn:import,H200,a,,,,2026-02-01,\n",
        ],
    )
    def test_two_waits_that_overlap_are_a_fault(self, tmp_path: Path, faults: Faults, second: str) -> None:
        assert [where for _, where in found(tmp_path, faults, GOOD, second)] == ["queue.csv:3"]

    @pytest.mark.parametrize(
        "second",
        [
            f"cn:import,{CHIP},a,1,,2026-07-01,,\n",  # later
            f"cn:import,{CHIP},b,1,,,,\n",  # another buyer
            f"us:export,{CHIP},a,1,,,,\n",  # another key
            "cn:import,nvidia-h20-96gb,a,1,,,,\n",  # another item
        ],
    )
    def test_two_waits_apart_are_none(self, tmp_path: Path, read: Reader, second: str) -> None:
        assert len(places(tmp_path, read, GOOD, second)) == 2
