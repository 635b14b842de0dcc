"""The published list as it was condensed on 2026-07-31, where the shared data is at hand."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from licet.screen import ListedParties, ListIndex, packed, read_screening_list, unpacked

from .lists import REAL

pytestmark = pytest.mark.skipif(not REAL.is_file(), reason="the shared data is not beside the repository")


@pytest.fixture(scope="module")
def listed() -> ListedParties:
    return read_screening_list(REAL)


@pytest.fixture(scope="module")
def lists(listed: ListedParties) -> ListIndex:
    return ListIndex(listed)


def test_the_counts_are_those_the_file_states(listed: ListedParties) -> None:
    assert len(listed.parties) == listed.version.parties == 25_921
    assert len(listed.version.lists) == 12
    assert Counter(party.list_code for party in listed.parties) == {
        "SDN": 19181, "EL": 3420, "DPL": 1596, "DTC": 787, "SSI": 286, "UVL": 222,
        "ISN": 161, "PLC": 78, "MEU": 70, "CMIC": 68, "NS-MBS": 51, "CAP": 1,
    }  # fmt: skip
    assert listed.version.generated == date(2026, 7, 31)


def test_it_is_read_back_as_it_was(listed: ListedParties) -> None:
    assert unpacked(packed(listed), "lists.msgpack") == listed


@pytest.mark.parametrize(
    ("name", "codes", "by"),
    [
        ("Huawei Technologies Co., Ltd.", {"EL", "CMIC"}, "name"),
        ("HUAWEI TECHNOLOGIES", {"EL", "CMIC"}, "name"),
        ("Semiconductor Manufacturing International Corporation", {"EL", "CMIC"}, "name"),
        ("Yangtze Memory Technologies Company Limited", {"EL"}, "name"),
        ("YMTC", {"EL"}, "alias"),
        ("Hikvision", {"EL", "CMIC"}, "alias"),
        ("Jong Un Kim", {"SDN"}, "name"),
        ("BANK OF KUNLUN", {"CAP"}, "name"),
    ],
)
def test_well_known_names(lists: ListIndex, name: str, codes: set[str], by: str) -> None:
    hits = lists.look_up(name)

    assert codes <= {hit.on_list.code for hit in hits}
    assert by in {hit.by.value for hit in hits}


@pytest.mark.parametrize("name", ["NVIDIA Corporation", "Siemens AG", "Novo Nordisk A/S", "Toyota Motor Corporation"])
def test_an_unlisted_name_is_clear(lists: ListIndex, name: str) -> None:
    assert lists.look_up(name) == ()


def test_every_name_and_alias_finds_its_own_entry(listed: ListedParties, lists: ListIndex) -> None:
    lost = [
        name
        for party in listed.parties[::7]
        for name in (party.name, *party.aliases)
        if not any(hit.party == party for hit in lists.look_up(name))
    ]

    assert lost == []
