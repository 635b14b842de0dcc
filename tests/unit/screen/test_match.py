from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from licet.screen import MatchedBy, can_be_looked_up

from .lists import index

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("moonshade semiconductor", ["Moonshade Semiconductor Co., Ltd.", "MOONSHADE SEMICONDUCTOR LLC"]),
        ("Moonshade Chips", ["Moonshade Semiconductor Co., Ltd."]),
        ("月影半导体", ["Moonshade Semiconductor Co., Ltd."]),
        ("Grey Heron Trading", ["Grey Heron Trading (GHT)"]),
        ("Grey Heron Trading (GHT)", ["Grey Heron Trading (GHT)"]),
        ("GHT", []),
        ("Jane Q. Heron", ["HERON, Jane Q."]),
        ("Heron, Jane Q", ["HERON, Jane Q."]),
        ("Jane Heron", []),
        ("Moonshade", []),
        ("Buyer D", []),
        ("---", []),
        ("", []),
    ],
)
def test_a_name_finds_its_entries(tmp_path: Path, name: str, found: list[str]) -> None:
    assert [hit.party.name for hit in index(tmp_path).look_up(name)] == found


def test_by_name_or_by_alias(tmp_path: Path) -> None:
    lists = index(tmp_path)
    (by_alias,) = lists.look_up("MOONSHADE CHIPS")

    assert (by_alias.by, by_alias.matched, by_alias.on_list.code) == (MatchedBy.ALIAS, "Moonshade Chips", "EL")
    assert {hit.by for hit in lists.look_up("Moonshade Semiconductor")} == {MatchedBy.NAME}


@pytest.mark.parametrize(
    ("country", "said"),
    [
        ("CN", "CN is a country of the entry"),
        ("DE", "the party's country DE is not among the entry's (CN, HK)"),
        (None, "the entry's countries are CN, HK; that of the party is not stated"),
    ],
)
def test_a_country_is_evidence_and_drops_nothing(tmp_path: Path, country: str | None, said: str) -> None:
    (hit,) = index(tmp_path).look_up("Moonshade Chips", country)

    assert hit.evidence == (said,)


def test_an_entry_without_a_country_says_so(tmp_path: Path) -> None:
    hits = index(tmp_path).look_up("Moonshade Semiconductor LLC", "DE")

    assert hits[1].evidence == ("the entry has no country",)
    assert "not written alike" in hits[0].evidence[0]


def test_what_can_be_looked_up() -> None:
    assert can_be_looked_up("月影")
    assert not can_be_looked_up("--")
