from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.screen import tables
from licet.screen.transliterate import (
    chinese_in_latin,
    in_latin,
    in_wade_giles,
    segments,
    simplified,
    skeleton,
    sound,
    with_numbers,
)


@pytest.mark.parametrize(
    ("written", "latin"),
    [("ромашка", "romashka"), ("щука", "shchuka"), ("αθήνα", "athήna"), ("محمد", "mhmd"), ("plain", "plain")],
)
def test_letters_of_other_scripts(written: str, latin: str) -> None:
    assert in_latin(written) == latin


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("yevgeniy", "evgeny"),
        ("dzhokhar", "jokhar"),
        ("khodorkovskiy", "hodorkovsky"),
        ("hussein", "husein"),
        ("aleksandr", "alexandr"),
        ("abdulla", "abdullah"),
        ("yousef", "yusef"),
    ],
)
def test_spellings_of_one_sound(one: str, other: str) -> None:
    assert sound(one) == sound(other)


def test_consonants_and_the_first_letter() -> None:
    assert skeleton("mohammed") == skeleton("muhamad") == "mhmd"
    assert skeleton("ahmad") != skeleton("muhamad")


@pytest.mark.parametrize(
    ("pinyin", "written"),
    [("zhang", "chang"), ("xuezhang", "hsuehchang"), ("beijing", "peiching"), ("qinghua", "chinghua"), ("trading", "")],
)
def test_wade_giles(pinyin: str, written: str) -> None:
    assert in_wade_giles(pinyin) == written


def test_traditional_characters() -> None:
    assert simplified("華為技術有限公司") == "华为技术有限公司"


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("北京华为数字技术", ("北京", "华为", "数字技术")),
        ("华为", ("华为",)),
        ("集成电路制造", ("集成电路制造",)),  # the longest first
        ("", ()),
    ],
)
def test_chinese_is_cut_into_known_words(name: str, parts: tuple[str, ...]) -> None:
    assert segments(name) == parts


@pytest.mark.parametrize(
    ("name", "latin"),
    [
        ("华为技术", ("huawei technology",)),
        ("陈全国", ("chenquanguo", "chen quanguo")),
        ("哈尔滨工业大学", ("harbin institute of technology",)),
        ("TDK公司", ("TDK co",)),
    ],
)
def test_chinese_in_english_words_and_pinyin(name: str, latin: tuple[str, ...]) -> None:
    assert chinese_in_latin(name) == latin


@pytest.mark.parametrize(
    ("written", "number"), [("第十三", 13), ("第五十五", 55), ("第二", 2), ("第二十", 20), ("第十", 10)]
)
def test_ordinals(written: str, number: int) -> None:
    assert with_numbers(f"{written}研究所").split() == [str(number), "研究所"]


def test_what_is_no_ordinal_stays() -> None:
    assert with_numbers("第研究所") == "第研究所"
    assert with_numbers("次第") == "次第"


def test_the_tables_are_in_one_spelling() -> None:
    assert all(0 < weight <= 1 for weight in tables.light_words().values())
    for word, stands_for in tables.same_words().items():
        assert word == word.casefold() != stands_for
        for part in stands_for.split():
            assert tables.same_words().get(part, part) == part, f"{word} leads to {part}, which leads on"
    assert len(tables.wade_giles()) > 400
    assert all(len(letter) == 1 for letter in map(chr, tables.letters()))


@given(st.text(max_size=30))
def test_any_text_is_taken(text: str) -> None:
    assert isinstance(sound(in_latin(text)), str)
    assert "".join(segments(text)) == text
    assert isinstance(with_numbers(text), str)
