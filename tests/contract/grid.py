"""The grid: parts of every class to every country, on every day on which anything changed and the day before.

`python -m tests.contract.grid` writes `grid_summary.csv` anew; its diff shows what a change of the law does.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tests.contract.answers import bare_situation

from licet.batch import BareLaw, change_days
from licet.catalogue import load_catalogue, read_items
from licet.facts import Party, Provenance, Role, Stated
from licet.rules import Reading, load_law, rules_root
from licet.truth import Truth
from licet.verdict.query import Query, completed, situation_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from licet.batch import BareAnswer, BareCase
    from licet.catalogue import Catalogue
    from licet.evaluate import Situation
    from licet.rules import Law

SUMMARY = Path(__file__).parent / "grid_summary.csv"
COLUMNS = ("date", "reading", "part", "buyer", "classes", "yes", "no", "unknown")
GRID = Provenance("the grid")
LOCAL, CHINESE = "local", "CN"
CIRCUIT = {"kind": "ic", "has_digital_processing_unit": "yes", "has_nonplanar_logic": "yes"}
DATACENTER = CIRCUIT | {"marketed_for_datacenters": "yes"}
CONSTRUCTED: dict[str, dict[str, str]] = {
    "b-1": DATACENTER | {"tpp": "2400", "applicable_die_area_mm2": "1000", "transfer_rate_2022_gb_s": "200"},
    "b-2": DATACENTER | {"tpp": "1600", "applicable_die_area_mm2": "400", "transfer_rate_2022_gb_s": "200"},
    "a-2": DATACENTER | {"tpp": "1776", "applicable_die_area_mm2": "300", "transfer_rate_2022_gb_s": "200"},
    "a-not-for-datacenters": CIRCUIT | {
        "marketed_for_datacenters": "no", "tpp": "4800", "applicable_die_area_mm2": "4000",
        "transfer_rate_2022_gb_s": "200",
    },
    "of-2022-only": CIRCUIT | {
        "marketed_for_datacenters": "no", "tpp": "4799", "processing_performance_2022": "4800",
        "applicable_die_area_mm2": "1000", "transfer_rate_2022_gb_s": "600",
    },
    "area-not-stated": DATACENTER | {"tpp": "2000", "transfer_rate_2022_gb_s": "200"},
    "under-every-line": CIRCUIT | {
        "marketed_for_datacenters": "no", "tpp": "32", "int8": "4", "applicable_die_area_mm2": "100",
        "transfer_rate_2022_gb_s": "20",
    },
    "z-of-5a992": DATACENTER | {
        "tpp": "5000", "applicable_die_area_mm2": "800", "transfer_rate_2022_gb_s": "200", "base_eccn": "5A992.c",
    },
    "board-of-b": {"kind": "board", "marketed_for_datacenters": "yes", "contains": "b-1:2"},
    "memory-stack": {"kind": "hbm", "memory_bandwidth_gb_s": "819", "package_area_mm2": "110"},
}  # fmt: skip
FROM_CATALOGUE = (
    "nvidia-h100-sxm5-80gb", "nvidia-h200-sxm-141gb", "nvidia-b200", "nvidia-a100-sxm4-80gb", "nvidia-a800-sxm4-80gb",
    "nvidia-h20-96gb", "nvidia-rtx-4090", "nvidia-l4", "nvidia-t4", "nvidia-hgx-h100-x8", "amd-mi300x", "amd-mi210",
)  # fmt: skip
PARTS = (*FROM_CATALOGUE, *CONSTRUCTED)
BUYERS = (LOCAL, CHINESE)


class Cell(NamedTuple):
    """One order of the grid: a part, the headquarters of its buyer, and where it goes."""

    part: str
    buyer: str
    destination: str


@dataclass(frozen=True)
class Stretch:
    """The answers to every cell on one day in one reading."""

    day: date
    reading: Reading
    answers: dict[Cell, BareAnswer]


@cache
def law() -> Law:
    """Return the installed law."""
    return load_law()


@cache
def bare(reading: Reading) -> BareLaw:
    """Return the installed law as generated code."""
    return BareLaw(law(), reading=reading, prune=False)


@cache
def catalogue() -> Catalogue:
    """Return the catalogue with the constructed parts."""
    items, problems = read_items([(part, {"item_id": part, **cells}) for part, cells in CONSTRUCTED.items()])
    assert not problems, problems
    return load_catalogue(rules_root() / "catalogue").with_items(items)


@cache
def destinations() -> tuple[str, ...]:
    """Return every country but home, from which the parts go."""
    home = law().pack.head.home
    with (rules_root() / "countries.csv").open(encoding="utf-8", newline="") as lines:
        return tuple(sorted(row["code"] for row in csv.DictReader(lines) if row["code"] != home))


def days() -> tuple[date, ...]:
    """Return every day on which anything of the law changes, and the day before it."""
    changes = change_days(law().pack)
    return tuple(sorted({day - timedelta(days=back) for day in changes for back in (0, 1)}))


def situation(cell: Cell, day: date) -> Situation:
    """Return the case of a cell: an export from home by the maker, to one buyer that is all the parties."""
    seat = cell.destination if cell.buyer == LOCAL else cell.buyer
    stated = Stated(seat, GRID)
    buyer = Party("buyer", "Buyer A", {"headquarters": stated, "ultimate_parent_headquarters": stated})
    home = law().pack.head.home
    query = Query(
        item=catalogue()[cell.part],
        catalogue=catalogue(),
        valid_at=day,
        order_facts={
            "movement": Stated("export", GRID),
            "ship_from": Stated(home, GRID),
            "destination": Stated(cell.destination, GRID),
        },
        parties=((Role.ULTIMATE_CONSIGNEE, buyer), (Role.END_USER, buyer)),
        parties_complete=Truth.TRUE,
    )
    return situation_of(completed(query, home))


@cache
def _cases() -> dict[Cell, BareCase]:
    """Return the case of every cell, but for its day; cases of one part share what is known of it."""
    first = days()[0]
    found = {}
    for part in PARTS:
        of_part = None
        for buyer in BUYERS:
            for destination in destinations():
                cell = Cell(part, buyer, destination)
                case = bare_situation(situation(cell, first))
                of_part = of_part or case
                found[cell] = case._replace(item=of_part.item, contents=of_part.contents)
    return found


def answer(day: date, reading: Reading) -> Stretch:
    """Ask every cell on one day."""
    code, ordinal, answers = bare(reading).on(day.toordinal()), day.toordinal(), {}
    for cell, case in _cases().items():
        answers[cell] = code(case._replace(order={**case.order, "valid_at": ordinal}))
    return Stretch(day, reading, answers)


class Summary:
    """Counts the destinations by answer, one row wherever the counts or classes differ from the day before."""

    def __init__(self) -> None:
        """Start before the first day."""
        self._before: dict[tuple[str, str, str], tuple[str, ...]] = {}

    def of(self, stretch: Stretch) -> Iterator[dict[str, str]]:
        """Yield the rows of one day."""
        counts: dict[tuple[str, str], list[int]] = {}
        classes: dict[tuple[str, str], set[str]] = {}
        for cell, found in stretch.answers.items():
            key = (cell.part, cell.buyer)
            counts.setdefault(key, [0, 0, 0])[2 - found.licence_required] += 1
            classes.setdefault(key, set()).update(found.candidates)
        for (part, buyer), (yes, unknown, no) in counts.items():
            row = ("|".join(sorted(classes[part, buyer])), str(yes), str(no), str(unknown))
            if self._before.get((stretch.reading.value, part, buyer)) != row:
                self._before[stretch.reading.value, part, buyer] = row
                head = (str(stretch.day), stretch.reading.value, part, buyer)
                yield dict(zip(COLUMNS, (*head, *row), strict=True))


def whole() -> Iterator[Stretch]:
    """Go through the whole grid, one reading after the other."""
    for reading in Reading:
        for day in days():
            yield answer(day, reading)


def read_summary() -> list[dict[str, str]]:
    """Read the summary that is kept."""
    with SUMMARY.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def write_summary() -> None:
    """Write the summary anew."""
    summary = Summary()
    rows = [row for stretch in whole() for row in summary.of(stretch)]
    with SUMMARY.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    write_summary()
