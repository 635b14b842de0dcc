"""Many names at once: the same answers as one by one, and none lost against a look at every listed name."""

from __future__ import annotations

import random
from functools import cache
from importlib.util import find_spec

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from licet.screen import likeness
from licet.screen.forms import readings
from licet.screen.likeness import POSSIBLE, STRONG, WEAK, Candidate, Level, LikenessIndex, Question
from licet.screen.listed import Identifier, ListedParty
from licet.screen.scoring import score

SYLLABLES = (
    "moon",
    "shade",
    "he",
    "ron",
    "zhang",
    "xue",
    "li",
    "ang",
    "gaz",
    "prom",
    "neft",
    "ka",
    "ro",
    "va",
    "huang",
)
BUSINESS = ("Trading", "Semiconductor", "Technology", "Institute", "Bank", "Shipping", "Elektronika", "of", "55", "J.")
CHINESE = ("月影", "半导体", "华为", "技术", "明港", "航空", "有限公司")
FORMS = ("", "Ltd", "Co., Ltd.", "OOO", "JSC")
needs_numba = pytest.mark.skipif(find_spec("numba") is None, reason="numba is not installed")


def made(chance: random.Random) -> str:
    """Return a name of invented words."""
    if chance.random() < 0.1:
        return "".join(chance.choices(CHINESE, k=chance.randint(1, 4)))
    own = ["".join(chance.choices(SYLLABLES, k=chance.randint(1, 3))) for _ in range(chance.randint(1, 3))]
    words = own + chance.choices(BUSINESS, k=chance.randint(0, 2))
    chance.shuffle(words)
    return f"{' '.join(words)} {chance.choice(FORMS)}".strip()


def changed(name: str, chance: random.Random) -> str:
    """Return a name with letters changed, or words joined, divided, moved or left out."""
    for _ in range(chance.randint(0, 2)):
        at = chance.randrange(len(name)) if name else 0
        way = chance.randrange(5)
        if way == 0:
            name = name[:at] + chance.choice("aeioukshz月") + name[at + 1 :]
        elif way == 1:
            name = name[:at] + name[at + 1 :]
        elif way == 2:
            name = name[:at] + " " + name[at:]
        elif way == 3:
            name = name.replace(" ", "", 1)
        else:
            words = name.split()
            chance.shuffle(words)
            name = " ".join(words[: chance.randint(1, 4)])
    return name


@cache
def parties() -> tuple[ListedParty, ...]:
    chance = random.Random(11)  # noqa: S311  a sample, no secret
    return tuple(
        ListedParty(
            "EL",
            made(chance),
            tuple(made(chance) for _ in range(chance.randint(0, 2))),
            ("CN",),
            identifiers=(Identifier("number", f"HRB {number:05}"),),
            addresses=(f"{number} Quartz Road, Dubai",) if number % 5 == 0 else (),
        )
        for number in range(300)
    )


@cache
def index() -> LikenessIndex:
    return LikenessIndex(parties())


@cache
def asked() -> tuple[str, ...]:
    chance = random.Random(12)  # noqa: S311  a sample, no secret
    names = [name for party in parties() for name in (party.name, *party.aliases)]
    return (
        *(changed(chance.choice(names), chance) for _ in range(260)),
        *(made(chance) for _ in range(130)),
        "",
        "---",
        "x" * 5_000,
        "a b " * 600,
        "月" * 300,
    )


@cache
def answers(least: Level) -> list[tuple[Candidate, ...]]:
    """Return what is found for each name, asked one by one of interpreted code."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(likeness, "COMPILED_FROM", 1_000_000)
        return [index().search(name, least=least) for name in asked()]


def test_no_listed_name_that_is_possible_or_strong_is_lost() -> None:
    """Each listed name is scored against each name asked, and what reaches the bound is looked for in the answer."""
    weigh = index()._engine.weigh  # noqa: SLF001  the weight of a word is its own
    listed = [
        (number, reading)
        for number, party in enumerate(parties())
        for name in (party.name, *party.aliases)
        for reading in readings(name)
    ]
    for name in asked()[::3]:
        best: dict[int, float] = {}
        for one in readings(name):
            for number, other in listed:
                best[number] = max(best.get(number, 0.0), score(one, other, weigh))
        wanted = {parties()[number]: value for number, value in best.items() if value >= POSSIBLE}
        found = index().search(name, least=Level.POSSIBLE, limit=1_000)

        assert {each.party: each.score for each in found} == wanted


def test_a_score_is_that_of_the_readable_form() -> None:
    shown = [each.pairing for name in asked() for each in index().search(name, limit=100)]
    found = [each for name in asked() for each in index().search(name, limit=100)]

    assert len(found) > 1_000
    for each, pairing in zip(found, shown, strict=True):
        assert pairing is not None
        assert each.score == score(pairing.asked, pairing.table.reading(pairing.listed), pairing.weigh)


@pytest.mark.parametrize("least", [Level.WEAK, Level.POSSIBLE, Level.STRONG], ids=lambda each: each.value)
def test_nothing_below_the_least_is_shown(least: Level) -> None:
    bound = {Level.WEAK: WEAK, Level.POSSIBLE: POSSIBLE, Level.STRONG: STRONG}[least]
    for name in asked()[::4]:
        every = index().search(name, limit=10_000)
        found = index().search(name, limit=10_000, least=least)

        assert found == tuple(each for each in every if each.score >= bound)


@needs_numba
@pytest.mark.parametrize("least", [Level.WEAK, Level.POSSIBLE])
def test_many_at_once_are_answered_as_one_by_one(least: Level) -> None:
    assert len(asked()) >= likeness.COMPILED_FROM
    assert list(index().search_many(asked(), least=least)) == answers(least)


@needs_numba
@pytest.mark.parametrize("workers", [1, 2, 5])
def test_workers_change_no_answer(monkeypatch: pytest.MonkeyPatch, workers: int) -> None:
    monkeypatch.setattr(likeness, "AT_ONCE", 37)
    told: list[tuple[int, int]] = []
    found = index().search_many(asked(), workers=workers, progress=lambda done, whole: told.append((done, whole)))

    assert list(found) == answers(Level.WEAK)
    assert told[-1] == (len(asked()), len(asked()))
    assert [done for done, _ in told] == sorted({done for done, _ in told})


def test_without_numba_the_answers_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> None:
        raise ImportError

    monkeypatch.setattr("licet.screen.native.functions", missing)
    alone = LikenessIndex(parties())

    assert list(alone.search_many(asked())) == answers(Level.WEAK)


texts = st.text(max_size=30) | st.text(alphabet="月影華為halfmoonshade -(),.5", max_size=40)
questions = st.builds(
    Question,
    texts,
    st.none() | st.just("CN") | st.just("DE"),
    st.lists(st.just("10 Quartz Road, Dubai") | texts, max_size=2),
    st.lists(st.just("hrb00010") | texts, max_size=2),
)


@needs_numba
@settings(deadline=None, max_examples=30)
@given(
    st.lists(questions, max_size=20), st.sampled_from([Level.STRONG, Level.POSSIBLE, Level.WEAK]), st.integers(0, 12)
)
def test_any_questions_are_answered_as_one_by_one(several: list[Question], least: Level, limit: int) -> None:
    filled = [*several, *map(Question, asked()[: likeness.COMPILED_FROM])]
    alone = [
        index().search(
            each.name, country=each.country, addresses=each.addresses, ids=each.ids, limit=limit, least=least
        )
        for each in several
    ]

    assert list(index().search_many(filled, limit=limit, least=least))[: len(several)] == alone
    assert list(index().search_many(several, limit=limit, least=least)) == alone


@needs_numba
def test_who_asks_often_is_answered_by_compiled_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(likeness, "COMPILED_FROM", 3)
    often = LikenessIndex(parties())
    found = [often.search(name) for name in asked()[:60]]

    assert "_compiled" in vars(often)
    assert found == answers(Level.WEAK)[:60]


@needs_numba
def test_equally_like_entries_come_with_the_whole_name_first() -> None:
    several = LikenessIndex(
        [ListedParty("EL", "Grey Heron Ltd a.k.a. Moonshade Ltd"), ListedParty("EL", "Moonshade Ltd")]
    )

    assert [each.party.name for each in several.search("Moonshade")] == [
        "Moonshade Ltd",
        "Grey Heron Ltd a.k.a. Moonshade Ltd",
    ]


def test_no_names_no_answers() -> None:
    assert list(index().search_many([])) == []
    assert list(LikenessIndex([]).search_many(asked(), workers=3)) == [()] * len(asked())


def test_room_is_made_for_more_than_fits_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The kernel stops where its room may not do and is called again."""
    few = LikenessIndex(parties()[:40])
    alone = [few.search(name) for name in asked()[:30]]
    monkeypatch.setattr("licet.screen.asking._ROOM", 0)
    monkeypatch.setattr("licet.screen.text_arrays._ROOM", 0)
    again = LikenessIndex(parties()[:40])

    assert list(again.search_many(asked()[:30])) == alone
