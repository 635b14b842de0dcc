from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.screen.forms import Reading, readings
from licet.screen.scoring import features, score
from licet.screen.word_likeness import Way, has_digit, word_likeness


def weigh(word: str) -> float:
    return 0.3 if word in {"trading", "technology"} else 1.0


def likeness(one: str, other: str) -> float:
    return max(score(a, b, weigh) for a in readings(one) for b in readings(other))


@pytest.mark.parametrize(
    ("one", "other", "way"),
    [
        ("moonshade", "moonshade", Way.EQUAL),
        ("moonshade", "moonshide", Way.EDITED),
        ("moonshade", "moonshdae", Way.EDITED),  # two letters swapped are one edit
        ("yevgeniy", "evgeny", Way.SOUND),
        ("zhang", "chang", Way.PINYIN),
        ("karimov", "kuremav", Way.CONSONANTS),
        ("semicon", "semiconductors", Way.ABBREVIATED),
        ("j", "jane", Way.INITIAL),
        ("ali", "ail", Way.EDITED),
        ("axa", "aqsa", Way.NONE),
        ("abb", "aab", Way.NONE),
        ("55", "56", Way.NONE),
        ("a1b2c3d4", "a1b2c3d5", Way.NONE),
        ("hamad", "muhammad", Way.NONE),
        ("heron", "robin", Way.NONE),
        ("半导体设备", "半导体设施", Way.EDITED),
    ],
)
def test_two_words(one: str, other: str, way: Way) -> None:
    found = word_likeness(one, other)

    assert found.way is way
    assert found == word_likeness(other, one)
    assert (found.value > 0) == (way is not Way.NONE)


@pytest.mark.parametrize(
    ("nearer", "farther"),
    [
        (("Moonshade Trading", "Moonshade Trading"), ("Moonshade Trading", "Moonshade")),
        (("Moonshade Trading", "Moonshade"), ("Moonshade Heron", "Moonshade")),  # a common word more counts less
        (("Moonshade Trading", "Moonshade Technology"), ("Heron Trading", "Moonshade Trading")),  # a rare word is heavy
        (("Moonshadow Trading", "Moonshades Trading"), ("Moonshade Trading", "Sunshine Trading")),
        (("华为技术", "華為技術"), ("华为技术", "大华技术")),
        (("Hua Wei", "Huawei"), ("Hua Wei", "Hua Xin")),
        (("Institute No. 55", "Institute 55"), ("Institute No. 55", "Institute No. 56")),
    ],
)
def test_one_pair_is_more_alike_than_another(nearer: tuple[str, str], farther: tuple[str, str]) -> None:
    assert likeness(*nearer) > likeness(*farther)


@pytest.mark.parametrize(
    ("asked", "listed", "said"),
    [
        ("Moonshade", "Moonshide", "moonshade differs by one letter from moonshide"),
        ("Jane Heron", "Heron Jane", "the words stand in another order"),
        ("Moonshade Dubai", "Moonshade", "only in the name: dubai"),
        ("Moonshade", "Moonshade Dubai", "the name is part of the listed one"),
        ("Hua Wei Heron", "Huawei Heron", "equal but for where words are divided"),
        ("YMTC", "Yangtze Memory Technologies Corporal", "YMTC is the initials of the other name"),
        ("Zhang Heron", "Chang Heron", "zhang and chang are one in pinyin and Wade-Giles"),
        ("华为技术", "Huawei Technology", "the Chinese name is read in English words and pinyin"),
        ("Moonshade", "Moonshade", "every word is equal"),
    ],
)
def test_features_are_said_in_words(asked: str, listed: str, said: str) -> None:
    texts = [each.words for a in readings(asked) for b in readings(listed) for each in features(a, b, weigh)]

    assert any(said in text for text in texts)


@pytest.mark.parametrize(("one", "other"), [("ABC", "ABD"), ("YMTC", "YMTD"), ("Axa", "Al-Aqsa"), ("GSK", "GSKB")])
def test_a_short_name_must_be_nearly_exact(one: str, other: str) -> None:
    assert likeness(one, other) < 0.7


words = st.sampled_from(["moonshade", "monshade", "heron", "trading", "j", "5", "ymtc", "华为", "zhang", "chang"])
sides = st.lists(words, min_size=1, max_size=5).map(lambda each: Reading(tuple(each)))


@given(sides, sides)
def test_a_score_is_between_none_and_equal_and_knows_no_sides(one: Reading, other: Reading) -> None:
    value = score(one, other, weigh)

    assert 0.0 <= value <= 1.0
    assert value == pytest.approx(score(other, one, weigh), abs=0.002)
    assert score(one, one, weigh) == 1.0
    shown = features(one, other, weigh)
    assert value == pytest.approx(max((each.value for each in shown), default=0.0), abs=0.001)


@given(sides)
def test_a_word_repeated_is_not_counted_twice_for_the_other(one: Reading) -> None:
    twice = Reading((*one.words, one.words[0]))

    assert score(twice, one, weigh) <= 1.0
    assert score(twice, one, weigh) == 1.0 or len(set(one.words)) < len(twice.words)


def test_what_has_a_digit() -> None:
    assert has_digit("a1")
    assert not has_digit("a")
