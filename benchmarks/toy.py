"""The decision that engines are compared on: its data, a reference written by hand, and the same as a rule pack.

A simplified licence decision on an AI chip: class, licence required, review policy, each of which may be unknown.
Five in a hundred figures of performance and eight in a hundred marketing facts are not stated. A fixture, no law.
"""

# ruff: noqa: PLR2004  the thresholds of the decision are read best where it is made
from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random

from licet.batch import BareAnswer, BareCase, BareLaw, role_bits
from licet.rules import Law, load_law

FOLDER = Path(__file__).parent / "toy_law"
TEXT_2022, TEXT_2023 = date(2022, 10, 21).toordinal(), date(2023, 11, 17).toordinal()
LETTERS, CERTIFICATION = date(2025, 4, 14).toordinal(), date(2026, 1, 15).toordinal()
FIRST, LAST = date(2022, 1, 1).toordinal(), date(2026, 12, 31).toordinal()
NEIGHBOURS = "US TW SG AE JP DE IN MY BR TH ID PH NG KE CL PE UA MA GB FR KR NL AU CA MX ZA".split()  # noqa: SIM905  read as one line
LINES = (1_600_000, 2_400_000, 4_800_000, 4_799_999, 21_000_000, 2_399_500, 4_736_000)
DIES = (800_000, 500_000, 750_000, 1_000_000)
CLASSES = {"a": 1, "b": 2, "none": 0, None: -1}
POLICIES = {"case_by_case": 1, "presumption_of_denial": 2, "presumption_of_approval": 3, None: -1}
END_USER = role_bits(("end_user",))

Codes = tuple[int, int, int]
"""Class (0 none, 1 a, 2 b), licence (0, 1), policy (0 none, 1 to 3); -1 is unknown."""


@dataclass(frozen=True, slots=True)
class OrderLine:
    """One line; figures are whole thousandths, None is not stated."""

    tpp: int | None
    die: int
    nonplanar: bool
    dram: int
    io: int
    datacenter: bool | None
    destination: str
    seat: str
    day: int


def country_sets() -> dict[str, frozenset[str]]:
    """Return the country lists of the pack."""
    found: dict[str, set[str]] = {}
    with (FOLDER / "us/ear/sets/countries.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            found.setdefault(row["set"], set()).add(row["member"])
    return {name: frozenset(members) for name, members in found.items()}


SETS = country_sets()


def order_lines(count: int, seed: int = 20_261) -> list[OrderLine]:
    """Return distinct lines, many of them on or next to a threshold."""
    random = Random(seed)  # noqa: S311  data, not secrets
    countries = sorted({*NEIGHBOURS, *(member for members in SETS.values() for member in members)})
    weights = [25 if country in {"CN", "US"} else 8 if country in NEIGHBOURS[:8] else 1 for country in countries]
    found: dict[OrderLine, None] = {}
    while len(found) < count:
        found[_line(random, random.choices(countries, weights, k=2))] = None
    return list(found)


def _in_a_hundred(random: Random, times: int) -> bool:
    return random.randrange(100) < times


def _line(random: Random, countries: list[str]) -> OrderLine:
    tpp = random.choice(LINES) if _in_a_hundred(random, 10) else round(1000 * 200 * 300 ** random.random())
    dram = random.choice((1_400_000, 6_500_000)) if _in_a_hundred(random, 4) else round(50_000 * 180 ** random.random())
    io = random.choice((600_000, 1_100_000)) if _in_a_hundred(random, 4) else round(16_000 * 125 ** random.random())
    turns = [day - back for day in (TEXT_2022, TEXT_2023, LETTERS, CERTIFICATION) for back in (0, 1)]
    return OrderLine(
        tpp=None if _in_a_hundred(random, 5) else tpp,
        die=random.choice(DIES) if _in_a_hundred(random, 5) else random.randrange(100_000, 1_600_000),
        nonplanar=_in_a_hundred(random, 93),
        dram=dram,
        io=io,
        datacenter=None if _in_a_hundred(random, 8) else _in_a_hundred(random, 60),
        destination=countries[0],
        seat=countries[0] if _in_a_hundred(random, 70) else countries[1],
        day=random.choice(turns) if _in_a_hundred(random, 3) else random.randrange(FIRST, LAST + 1),
    )


def reference(line: OrderLine) -> Codes:
    """Return the right answer, reasoned case by case; None stands for unknown within."""
    in_china = line.destination in SETS["china"] or line.seat in SETS["china"]
    is_a, is_b = _class_a(line), _class_b(line)
    if line.day < TEXT_2023:
        scoped = line.day >= TEXT_2022 and in_china
    else:
        scoped = line.destination in SETS["zone"] or line.seat in SETS["seats"]
    wide = line.dram >= 1_400_000 or line.io >= 1_100_000 or line.dram + line.io >= 1_700_000
    if line.day >= LETTERS and in_china and wide:
        licence: bool | None = True
    elif not scoped:
        licence = False
    else:
        licence = True if True in {is_a, is_b} else None if None in {is_a, is_b} else False
    chip = 1 if is_a else -1 if is_a is None else 2 if is_b else -1 if is_b is None else 0
    return chip, -1 if licence is None else int(licence), _policy(line, licence)


def _class_a(line: OrderLine) -> bool | None:
    if line.day < TEXT_2022:
        return False
    if line.day < TEXT_2023:
        return False if line.io < 600_000 else None if line.tpp is None else line.tpp >= 4_800_000
    if line.tpp is None:
        return None
    dense = line.nonplanar and line.tpp * 100 >= 592 * line.die
    return line.tpp >= 4_800_000 or (line.tpp >= 1_600_000 and dense)


def _class_b(line: OrderLine) -> bool | None:
    if line.day < TEXT_2023 or line.datacenter is False or not line.nonplanar:
        return False
    if line.tpp is None:
        return None
    first = 2_400_000 <= line.tpp < 4_800_000 and line.tpp * 10 >= 16 * line.die
    second = line.tpp >= 1_600_000 and line.tpp * 10 >= 32 * line.die
    if not (first or second) or line.tpp * 100 >= 592 * line.die:
        return False
    return line.datacenter


def _policy(line: OrderLine, licence: bool | None) -> int:  # noqa: FBT001  the answer, not an option
    if not licence:
        return 0 if licence is False else -1
    if line.destination in SETS["china_and_macau"] and line.day >= CERTIFICATION:
        if line.dram >= 6_500_000 or (line.tpp is not None and line.tpp >= 21_000_000):
            return 2
        return -1 if line.tpp is None else 1
    return 2 if line.destination in SETS["seats"] or line.seat in SETS["seats"] else 3


def toy_law() -> Law:
    """Return the decision as a rule pack."""
    return load_law(FOLDER, use_cache=False)


def bare_line(line: OrderLine) -> BareCase:
    """Return a line as generated code reads it."""
    item: dict[str, object] = {
        "die_area_mm2": (line.die, line.die),
        "has_nonplanar_logic": line.nonplanar,
        "dram_bandwidth": (line.dram, line.dram),
        "io_bandwidth": (line.io, line.io),
    }
    if line.tpp is not None:
        item["tpp"] = (line.tpp, line.tpp)
    if line.datacenter is not None:
        item["marketed_for_datacenters"] = line.datacenter
    order = {"destination": line.destination, "valid_at": line.day}
    return BareCase(item, [item], [(END_USER, {"headquarters": line.seat})], True, order)  # type: ignore[arg-type]  # noqa: FBT003


def codes_of(answer: BareAnswer) -> Codes:
    """Return an answer as codes, to compare."""
    licence = {0: 0, 1: -1, 2: 1}[answer.licence_required]
    return (
        CLASSES[answer.advanced_computing],
        licence,
        POLICIES[answer.review_policy] if licence == 1 else min(licence, 0),
    )


def bare_decision(law: Law) -> BareLaw:
    """Return the pack compiled for bare answers."""
    return BareLaw(law)
