"""The search by likeness on the real list, with the frozen queries of the benchmark, where the data is at hand."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from licet.screen import normal_form, read_screening_list
from licet.screen.likeness import Level, LikenessIndex

from .lists import REAL

pytestmark = pytest.mark.skipif(not REAL.is_file(), reason="the shared data is not beside the repository")
QUERIES = Path(__file__).parents[3] / "benchmarks" / "names_queries.csv"
# "subsidiary" is a guard against change, no measure: the words beside its names stand in the tables of the search.
LEAST = {"exact": 0.97, "typo": 0.8, "alias": 0.97, "rewritten": 0.85, "subsidiary": 0.85}


@pytest.fixture(scope="module")
def index() -> LikenessIndex:
    return LikenessIndex(read_screening_list(REAL).parties)


@pytest.fixture(scope="module")
def queries() -> list[dict[str, str]]:
    with QUERIES.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["half"] == "held"]


@pytest.mark.parametrize("kind", LEAST)
def test_most_of_what_is_listed_is_flagged(index: LikenessIndex, queries: list[dict[str, str]], kind: str) -> None:
    asked = [row for row in queries if row["kind"] == kind][:60]
    found = 0
    for row in asked:
        flagged = [each for each in index.search(row["query"]) if each.level is not Level.WEAK]
        names = {normal_form(name) for each in flagged for name in (each.party.name, *each.party.aliases)}
        found += normal_form(row["expected"]) in names

    assert found >= LEAST[kind] * len(asked)


def test_few_unlisted_firms_are_flagged(index: LikenessIndex, queries: list[dict[str, str]]) -> None:
    known = {normal_form(name) for party in read_screening_list(REAL).parties for name in (party.name, *party.aliases)}
    unlisted = [row["query"] for row in queries if row["kind"] == "unlisted_firm"]
    asked = [name for name in unlisted if normal_form(name) not in known]
    levels = [found[0].level for name in asked if (found := index.search(name))]

    assert levels.count(Level.STRONG) <= 0.03 * len(asked)
    assert levels.count(Level.POSSIBLE) <= 0.12 * len(asked)


@pytest.mark.parametrize(
    ("asked", "listed"),
    [
        ("华为技术有限公司", "HUAWEI TECHNOLOGIES CO., LTD."),
        ("華為技術", "HUAWEI TECHNOLOGIES CO., LTD."),
        ("哈尔滨工业大学", "Harbin Institute of Technology"),
        ("Hua Wei Technology", "HUAWEI TECHNOLOGIES CO., LTD."),
        ("YMTC", "Yangtze Memory Technologies"),
    ],
)
def test_well_known_names(index: LikenessIndex, asked: str, listed: str) -> None:
    found = index.search(asked)

    assert found[0].level is Level.STRONG
    assert any(each.party.name.casefold().startswith(listed.casefold()) for each in found[:5])
