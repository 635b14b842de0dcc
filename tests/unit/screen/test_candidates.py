from __future__ import annotations

import random
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.screen import candidates
from licet.screen.candidates import LENGTH_POWER, GramIndex
from licet.screen.forms import grams

WORDS = (
    "huawei",
    "hua",
    "technology",
    "moonshade",
    "moonshine",
    "trading",
    "ymtc",
    "al",
    "zhang",
    "chang",
    "华为",
    "5",
)


def reference(texts: list[tuple[str, ...]], asked: tuple[str, ...]) -> dict[int, float]:
    """Return the nearness of every text that shares a gram, computed one text after the other."""
    bags = [{gram for word in text for gram in grams(word)} for text in texts]
    frequency = Counter(gram for bag in bags for gram in bag)
    squares = {gram: np.log1p(len(texts) / count) ** 2 for gram, count in frequency.items()}
    wanted = {gram for word in asked for gram in grams(word)}
    found = {}
    for number, bag in enumerate(bags):
        if bag & wanted:
            norm = sum(squares[gram] for gram in bag) ** 0.5
            found[number] = sum(squares[gram] for gram in bag & wanted) / norm**LENGTH_POWER
    return found


names = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(tuple)


@given(st.lists(names, min_size=1, max_size=12), names, st.integers(1, 5))
def test_the_nearest_are_those_of_a_look_at_every_text(
    texts: list[tuple[str, ...]], asked: tuple[str, ...], limit: int
) -> None:
    found = GramIndex(texts).nearest(asked, limit)
    wanted = reference(texts, asked)

    assert min(limit, len(wanted)) <= len(found) <= len(wanted)
    assert [near.nearness for near in found[:limit]] == pytest.approx(
        sorted(wanted.values(), reverse=True)[:limit], rel=1e-4
    )
    assert all(near.nearness == pytest.approx(wanted[near.text], rel=1e-4) for near in found)


@pytest.mark.parametrize("at_once", [7, 50_000])
def test_what_is_left_out_of_the_look_changes_nothing(monkeypatch: pytest.MonkeyPatch, at_once: int) -> None:
    monkeypatch.setattr(candidates, "_AT_ONCE", at_once)
    chance = random.Random(7)  # noqa: S311  a sample, no secret
    texts = [
        ("".join(chance.choices("bcdfghjklmnpqrstvwxzaeiu", k=chance.randint(2, 9))), *chance.choices(WORDS, k=3))
        for _ in range(600)
    ]
    index = GramIndex(texts)
    finished = 0
    whole = index._finished  # noqa: SLF001  to see that the short way is taken at all

    def counted(*words: object) -> object:
        nonlocal finished
        finished += 1
        return whole(*words)  # type: ignore[arg-type]

    monkeypatch.setattr(index, "_finished", counted)
    for asked in texts[::40]:
        wanted = reference(texts, asked)
        best = sorted(wanted.values(), reverse=True)[:2]
        assert [near.nearness for near in index.nearest(asked, 2)[:2]] == pytest.approx(best, rel=1e-3)
    assert finished > 0


def test_nothing_shared_and_nothing_asked() -> None:
    index = GramIndex([("moonshade",)])

    assert index.nearest(("qqq",), 5) == []
    assert index.nearest((), 5) == []
    assert index.nearest(("moonshade",), 0) == []
    assert GramIndex([]).nearest(("moonshade",), 5) == []


def test_the_cosine_of_a_text_with_itself_is_one() -> None:
    index = GramIndex([("moonshade", "trading"), ("grey", "heron")])
    (near, *_) = index.nearest(("moonshade", "trading"), 1)

    assert index.cosine(("moonshade", "trading"), near) == pytest.approx(1.0, abs=1e-4)
    (other,) = index.nearest(("moonshade",), 1)
    assert 0 < index.cosine(("moonshade",), other) < 1


def test_equally_near_texts_stand_in_their_order() -> None:
    index = GramIndex([("moonshade",)] * 6)

    assert [near.text for near in index.nearest(("moonshade",), 3)] == [0, 1, 2, 3, 4, 5]


def test_of_equal_texts_none_is_lost_within_reason() -> None:
    index = GramIndex([("heron",), *[("moonshade",)] * 50])

    assert len(index.nearest(("moonshade",), 3)) == 30
    assert len(index.nearest(("moonshade",), 7)) == 50
