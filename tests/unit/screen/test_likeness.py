from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from licet.screen.likeness import Candidate, Level, LikenessIndex
from licet.screen.listed import Identifier, ListedParty
from licet.screen.match import MatchedBy

PARTIES = (
    ListedParty("EL", "Moonshade Semiconductor Co., Ltd.", ("Moonshade Chips", "月影半导体有限公司"), ("CN", "HK")),
    ListedParty(
        "EL",
        "Grey Heron Trading (GHT)",
        countries=("AE",),
        identifiers=(Identifier("registration", "HRB-12 345"),),
        addresses=("Unit 12, Saffron Tower, Quartz Road, Dubai",),
    ),
    ListedParty("DPL", "HERON, Jane Q.", kind="Individual"),
    ListedParty("SDN", "YMTC"),
    ListedParty("SDN", "Romashka Elektronika, OOO", ("Romashka Electronics",), ("RU",)),
    ListedParty("SDN", "ZHANG, Xueliang", kind="Individual", countries=("CN",)),
    ListedParty("SDN", "MOHAMMED, Yousef", kind="Individual"),
    ListedParty("MEU", "Quartz River Laboratory 55"),
    ListedParty("MEU", "Quartz River Laboratory 56"),
    ListedParty("CN", "Bright Harbour Aviation", ("明港航空",), addresses=("日本东京都港区芝5-34-2三田町露台",)),
    *(ListedParty("SDN", f"Company {number} Trading") for number in range(40)),
)


@pytest.fixture(scope="module")
def index() -> LikenessIndex:
    return LikenessIndex(PARTIES)


def names(found: tuple[Candidate, ...], *levels: Level) -> list[str]:
    return [each.party.name for each in found if each.level in levels]


@pytest.mark.parametrize(
    ("asked", "listed"),
    [
        ("Moonshade Semiconductor Co., Ltd.", "Moonshade Semiconductor Co., Ltd."),
        ("Moonshade Semiconductors Limited", "Moonshade Semiconductor Co., Ltd."),
        ("Monshade Semicondutcor", "Moonshade Semiconductor Co., Ltd."),
        ("Semiconductor Moonshade", "Moonshade Semiconductor Co., Ltd."),
        ("Moon Shade Semiconductor", "Moonshade Semiconductor Co., Ltd."),
        ("Moonshade Chip", "Moonshade Semiconductor Co., Ltd."),
        ("月影半導體", "Moonshade Semiconductor Co., Ltd."),
        ("Gray Heron Trading", "Grey Heron Trading (GHT)"),
        ("Jane Q. Heron", "HERON, Jane Q."),
        ("YMTC", "YMTC"),
        ("ymtc ltd", "YMTC"),
        ("Ромашка Электроника", "Romashka Elektronika, OOO"),
        ("Chang Hsueh-liang", "ZHANG, Xueliang"),
        ("张学良", "ZHANG, Xueliang"),
        ("Youssef Mohamed", "MOHAMMED, Yousef"),
        ("Quartz River Lab 55", "Quartz River Laboratory 55"),
    ],
)
def test_the_right_entry_comes_first(index: LikenessIndex, asked: str, listed: str) -> None:
    found = index.search(asked)

    assert found[0].party.name == listed
    assert found[0].level is not Level.WEAK
    assert found[0].features


@pytest.mark.parametrize(
    "asked", ["Sunrise Bakery", "ABCD", "Wilson Trading", "株式会社テスト", "Jan", "55", "---", "", "🙂"]
)
def test_an_unlisted_name_is_not_flagged(index: LikenessIndex, asked: str) -> None:
    assert names(index.search(asked), Level.STRONG, Level.POSSIBLE) == []


def test_a_subsidiary_of_a_listed_name_is_possible(index: LikenessIndex) -> None:
    (first, *_) = index.search("YMTC Trading (Dubai)")

    assert (first.party.name, first.level) == ("YMTC", Level.POSSIBLE)


def test_two_good_candidates_are_both_shown(index: LikenessIndex) -> None:
    found = index.search("Quartz River Laboratory", limit=1)

    assert len(index.search("Quartz River Laboratory", limit=2)) == 2
    assert len(found) >= 1
    assert set(names(index.search("Quartz River Laboratory"), Level.STRONG, Level.POSSIBLE)) == {
        "Quartz River Laboratory 55",
        "Quartz River Laboratory 56",
    }


def test_strong_ones_past_the_limit_are_shown() -> None:
    index = LikenessIndex([ListedParty("EL", "Moonshade")] * 15)

    assert len(index.search("Moonshade", limit=3)) == 15


def test_which_name_of_the_entry(index: LikenessIndex) -> None:
    (first, *_) = index.search("Moonshade Chips")

    assert (first.by, first.matched, first.score) == (MatchedBy.ALIAS, "Moonshade Chips", 1.0)


class TestEvidence:
    def test_a_country_speaks_for_or_against_and_drops_nothing(self, index: LikenessIndex) -> None:
        asked = "Moonshade Chips"
        found = {country: index.search(asked, country=country)[0] for country in ("CN", "DE", None)}

        assert {each.score for each in found.values()} == {1.0}
        assert {each.level for each in found.values()} == {Level.STRONG}
        assert found["CN"].evidence == ("for: CN is a country of the entry",)
        assert found["DE"].evidence[0].startswith("against: ")
        assert "not stated" in found[None].evidence[0]

    def test_an_address_alone_makes_a_candidate(self, index: LikenessIndex) -> None:
        (first, *_) = index.search("Nobody Known", addresses=["12 Saffron Tower, Quartz Road, Dubai"])

        assert (first.party.name, first.by, first.level) == (
            "Grey Heron Trading (GHT)",
            MatchedBy.ADDRESS,
            Level.POSSIBLE,
        )
        assert any(each.startswith("for: an address") for each in first.evidence)

    def test_a_chinese_address(self, index: LikenessIndex) -> None:
        (first, *_) = index.search("---", addresses=["东京都港区芝5-34-2三田町露台"])

        assert (first.party.name, first.level) == ("Bright Harbour Aviation", Level.POSSIBLE)

    def test_another_address_is_no_candidate(self, index: LikenessIndex) -> None:
        assert names(index.search("Nobody", addresses=["9 Elm Street, Springfield"]), Level.POSSIBLE) == []

    def test_a_number_alone_is_strong(self, index: LikenessIndex) -> None:
        (first, *_) = index.search("Nobody Known", ids=["hrb 12345"])

        assert (first.matched, first.by, first.level) == ("HRB-12 345", MatchedBy.IDENTIFIER, Level.STRONG)

    def test_another_number_drops_nothing(self, index: LikenessIndex) -> None:
        (first, *_) = index.search("Grey Heron Trading", ids=["999999"], addresses=["9 Elm Street"])

        assert first.level is Level.STRONG
        assert sum(each.startswith("against: ") for each in first.evidence) == 2

    def test_a_number_too_short_tells_nothing(self) -> None:
        index = LikenessIndex([ListedParty("EL", "Moonshade", identifiers=(Identifier("x", "12"),))])

        assert index.search("Other", ids=["12"]) == ()


def test_the_answer_to_one_name_depends_on_no_other(index: LikenessIndex) -> None:
    asked = ["Moonshade", "YMTC", "张学良", "Grey Heron", "Zzz"]
    alone = [LikenessIndex(PARTIES).search(name) for name in asked]

    assert list(index.search_many(asked)) == alone
    assert list(index.search_many(reversed(asked))) == alone[::-1]


def test_lists_without_parties() -> None:
    assert LikenessIndex([]).search("Moonshade", addresses=["Quartz Road"], ids=["12345"]) == ()


@settings(deadline=None)
@given(
    st.text(max_size=40) | st.text(alphabet="月影华為halfmoonshade -(),.5", max_size=40),
    st.lists(st.text(max_size=30), max_size=2),
    st.lists(st.text(max_size=10), max_size=2),
)
def test_any_question_is_answered(index: LikenessIndex, name: str, addresses: list[str], ids: list[str]) -> None:
    found = index.search(name, country="CN", addresses=addresses, ids=ids)

    assert all(0.0 <= each.score <= 1.0 and each.evidence for each in found)
    assert found == index.search(name, country="CN", addresses=addresses, ids=ids)


@pytest.mark.parametrize("name", ["x" * 100_000, "a " * 50_000, "月" * 50_000, "月影 " * 9_000])
def test_a_name_without_end_is_cut(index: LikenessIndex, name: str) -> None:
    assert isinstance(index.search(name), tuple)


@pytest.mark.parametrize("party", PARTIES[:10], ids=lambda party: party.name)
def test_every_entry_finds_itself(index: LikenessIndex, party: ListedParty) -> None:
    for name in (party.name, *party.aliases):
        assert any(each.party == party and each.score >= 0.99 for each in index.search(name))
