"""What stands on a key on a day, as known on a day: begun, ended, contested, unverified, hidden, and what decides."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.acts.stories import (
    CATALOGUE,
    CN,
    FILES,
    FIRMS,
    STATES,
    US,
    USES,
    act,
    act_lines,
    acts_file,
    asked,
    contest,
    ids,
    scope,
    stands,
    story,
    write,
)

from licet.acts import Act, Asked, Effect, KeyStanding, Story, begun, load_acts, standing
from licet.truth import Truth

if TYPE_CHECKING:
    from pathlib import Path

YES, NO, UNKNOWN = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN


# ---- nothing stands


def test_while_no_act_stands_a_key_that_decides_is_as_it_begins() -> None:
    found = stands([], asked("2026-02-01"))

    assert (found.state, found.effect) == ("unrestricted", Effect.OPEN)
    assert (found.shut, found.required, found.headline) == (NO, NO, None)
    assert (found.standing, found.ended, found.hidden, found.shutting) == ((), (), (), ())


def test_while_no_act_stands_a_key_that_narrates_says_nothing() -> None:
    found = stands([], asked("2026-02-01"), US)

    assert (found.state, found.effect) == (None, Effect.UNKNOWN)


def test_an_act_of_another_key_or_item_does_not_stand() -> None:
    acts = [act("us.a", "blocked", "2026-01-10"), act("cn.b", "stopped", "2026-01-10", items=("two",))]

    assert stands(acts, asked("2026-02-01")).state == "unrestricted"


# ---- begun


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-01-09", NO),
        ("2026-01-10", UNKNOWN),
        ("2026-01-11", UNKNOWN),
        ("2026-01-12", YES),
        ("2027-01-01", YES),
    ],
)
def test_an_act_may_have_begun_from_its_first_possible_day_and_surely_has_on_its_last(
    day: str, expected: Truth
) -> None:
    found = act("cn.a", "stopped", "2026-01-10/2026-01-12", public=date(2026, 1, 1))

    assert begun(found, date.fromisoformat(day)) is expected


def test_an_act_of_one_day_begins_on_it() -> None:
    found = act("cn.a", "stopped", "2026-01-10")

    assert [begun(found, date(2026, 1, day)) for day in (9, 10, 11)] == [NO, YES, YES]


def test_what_may_have_begun_stands_and_shuts() -> None:
    found = stands([act("cn.a", "stopped", "2026-01-10/2026-01-12")], asked("2026-01-10"))

    assert (found.state, found.effect, found.shut) == ("stopped", Effect.SHUT, YES)
    assert found.headline is not None
    assert found.headline.begun is UNKNOWN


def test_what_may_have_begun_ends_nothing_yet() -> None:
    stop, plan = (
        act("cn.stop", "stopped", "2026-01-01"),
        act("cn.plan", "planned", "2026-01-10/2026-01-12", supersedes=("cn.stop",)),
    )

    assert ids(stands([stop, plan], asked("2026-01-11"))) == ["cn.plan", "cn.stop"]
    assert stands([stop, plan], asked("2026-01-11")).effect is Effect.SHUT
    assert ids(stands([stop, plan], asked("2026-01-12"))) == ["cn.plan"]


# ---- ended


STOP = act("cn.stop", "stopped", "2026-01-01")


def ended_by(**more: object) -> list[Act]:
    return [STOP, act("cn.plan", "planned", "2026-01-10", supersedes=("cn.stop",), **more)]


def test_an_act_is_ended_from_the_day_on_which_the_other_begins() -> None:
    before, on = (stands(ended_by(), asked(day)) for day in ("2026-01-09", "2026-01-10"))

    assert (before.state, before.ended) == ("stopped", ())
    assert (on.state, on.effect) == ("planned", Effect.APPROVAL_NEEDED)
    (end,) = on.ended
    assert (end.act.id, end.by.id, end.on) == ("cn.stop", "cn.plan", date(2026, 1, 10))


@pytest.mark.parametrize(
    ("more", "ends"),
    [
        ({"buyers": ("alpha",)}, True),
        ({"buyers": ("beta",)}, False),
        ({"buyers": ("Nobody Known",)}, False),
        ({}, False),
        ({"buyers": ("alpha",), "general": True}, True),
        ({"general": True}, False),
    ],
)
def test_a_narrower_act_ends_another_only_where_it_surely_bears(more: dict[str, object], *, ends: bool) -> None:
    found = stands(ended_by(scope=scope("alpha")), asked("2026-02-01", **more))

    assert (found.effect is Effect.APPROVAL_NEEDED) is ends
    assert [each.act.id for each in found.ended] == (["cn.stop"] if ends else [])


def test_an_act_that_may_be_about_another_item_ends_nothing() -> None:
    acts = [
        act("cn.stop", "stopped", "2026-01-01", items=("nobodys",)),
        act("cn.plan", "planned", "2026-01-10", classes=("makers",), supersedes=("cn.stop",)),
    ]

    assert stands(acts, asked("2026-02-01", item_id="nobodys")).effect is Effect.SHUT


def test_an_act_that_is_not_public_ends_nothing() -> None:
    acts = ended_by(public=date(2026, 1, 20))

    assert stands(acts, asked("2026-01-15", "2026-01-19")).effect is Effect.SHUT
    assert stands(acts, asked("2026-01-15", "2026-01-20")).effect is Effect.APPROVAL_NEEDED


def test_what_is_ended_stays_ended_when_its_end_is_ended() -> None:
    acts = [*ended_by(), act("cn.last", "approved", "2026-01-20", supersedes=("cn.plan",))]

    assert ids(stands(acts, asked("2026-02-01"))) == ["cn.last"]


def test_the_first_of_two_that_end_an_act_is_named() -> None:
    acts = [STOP] + [
        act(name, "planned", day, supersedes=("cn.stop",))
        for name, day in (("cn.late", "2026-01-20"), ("cn.early", "2026-01-10"))
    ]

    (end,) = stands(acts, asked("2026-02-01")).ended

    assert (end.by.id, end.on) == ("cn.early", date(2026, 1, 10))


# ---- contested


def loosened() -> list[Act]:
    return [
        STOP,
        act("cn.nod", "approved", "2026-01-10", supersedes=("cn.stop",), contested=contest("2026-01-15")),
    ]


def test_a_loosening_holds_until_the_day_on_which_it_is_publicly_contested() -> None:
    found = stands(loosened(), asked("2026-01-20", "2026-01-14"))

    assert (found.state, found.effect) == ("approved", Effect.APPROVAL_NEEDED)
    assert found.headline is not None
    assert not found.headline.contested


@pytest.mark.parametrize("known_at", ["2026-01-15", "2026-06-01", None])
def test_a_contested_loosening_changes_nothing_and_is_still_shown(known_at: str | None) -> None:
    found = stands(loosened(), asked("2026-01-20", known_at))

    assert (found.state, found.effect, found.shut, found.ended) == ("stopped", Effect.SHUT, YES, ())
    shown = {each.act.id: (each.contested, found.role_of(each)) for each in found.standing}
    assert shown == {"cn.stop": (False, "decides"), "cn.nod": (True, "changes_nothing")}


def test_a_contest_reaches_back_to_days_before_it() -> None:
    assert stands(loosened(), asked("2026-01-10", None)).effect is Effect.SHUT
    assert stands(loosened(), asked("2026-01-10", "2026-01-10")).effect is Effect.APPROVAL_NEEDED


def test_a_contested_shutting_may_shut() -> None:
    stop = act("cn.stop", "stopped", "2026-01-10", contested=contest("2026-01-15"))

    found = stands([stop], asked("2026-01-20"))

    assert (found.state, found.effect, found.shut, found.required) == ("stopped", Effect.UNKNOWN, UNKNOWN, UNKNOWN)
    assert [each.act.id for each in found.shutting] == ["cn.stop"]
    assert stands([stop], asked("2026-01-20", "2026-01-14")).effect is Effect.SHUT


def test_a_contested_shutting_does_not_take_the_place_of_what_it_says_it_ends() -> None:
    acts = [
        act("cn.nod", "approved", "2026-01-01"),
        act("cn.stop", "stopped", "2026-01-10", supersedes=("cn.nod",), contested=contest("2026-01-15")),
    ]

    found = stands(acts, asked("2026-01-20"))

    assert ids(found) == ["cn.nod", "cn.stop"]
    assert (found.state, found.effect, found.required) == ("stopped", Effect.UNKNOWN, YES)


def test_a_contested_shutting_beside_a_sure_one_is_shut() -> None:
    acts = [STOP, act("cn.more", "refused", "2026-01-10", contested=contest("2026-01-10"))]

    found = stands(acts, asked("2026-01-20"))

    assert (found.state, found.effect) == ("stopped", Effect.SHUT)


def test_a_contested_act_as_strict_as_what_it_ends_is_no_loosening() -> None:
    acts = [STOP, act("cn.more", "refused", "2026-01-10", supersedes=("cn.stop",), contested=contest("2026-01-15"))]

    found = stands(acts, asked("2026-01-20"))

    assert (found.state, found.effect) == ("stopped", Effect.SHUT)
    assert [found.role_of(each) for each in found.standing] == ["decides", "stands_beside"]


def test_what_is_milder_than_the_strictest_that_it_ends_is_a_loosening() -> None:
    acts = [
        act("cn.watched", "watched", "2026-01-01"),
        STOP,
        act(
            "cn.nod",
            "approved",
            "2026-01-10",
            supersedes=("cn.watched", "cn.stop"),
            contested=contest("2026-01-15"),
        ),
    ]

    found = stands(acts, asked("2026-01-20"))

    assert [found.role_of(each) for each in found.standing] == ["stands_beside", "decides", "changes_nothing"]


def test_a_contested_act_may_be_ended_as_any_other() -> None:
    acts = [
        act("cn.stop", "stopped", "2026-01-01", contested=contest("2026-01-02")),
        act("cn.nod", "approved", "2026-01-10", supersedes=("cn.stop",)),
    ]

    assert ids(stands(acts, asked("2026-01-20"))) == ["cn.nod"]


# ---- unverified, hidden


def test_what_is_unverified_is_shown_and_decides_nothing() -> None:
    acts = [
        act("cn.nod", "approved", "2026-01-01"),
        act("cn.stop", "stopped", "2026-01-10", unverified=True, supersedes=("cn.nod",)),
    ]

    found = stands(acts, asked("2026-01-20"))

    assert ids(found) == ["cn.nod", "cn.stop"]
    assert (found.state, found.effect, found.shut) == ("approved", Effect.APPROVAL_NEEDED, NO)
    assert [found.role_of(each) for each in found.standing] == ["decides", "unverified"]


def test_what_is_unverified_alone_leaves_the_key_as_it_begins() -> None:
    found = stands([act("cn.stop", "stopped", "2026-01-10", unverified=True)], asked("2026-01-20"))

    assert (found.state, found.effect, found.headline) == ("unrestricted", Effect.OPEN, None)


def test_an_act_is_hidden_until_the_day_on_which_it_is_public() -> None:
    stop = act("cn.stop", "stopped", "2026-01-10", public=date(2026, 1, 15))

    before, on = (stands([stop], asked("2026-01-20", known_at)) for known_at in ("2026-01-14", "2026-01-15"))

    assert (before.state, [each.id for each in before.hidden], before.standing) == ("unrestricted", ["cn.stop"], ())
    assert (on.state, on.hidden) == ("stopped", ())


def test_an_act_that_has_not_begun_or_does_not_bear_is_not_hidden_either() -> None:
    acts = [
        act("cn.later", "stopped", "2026-03-01", public=date(2026, 1, 15)),
        act("cn.other", "stopped", "2026-01-01", public=date(2026, 1, 15), scope=scope("beta")),
    ]

    assert stands(acts, asked("2026-01-20", "2026-01-14", buyers=("alpha",))).hidden == ()


# ---- which decides


ORDER = [
    ("cn.shut", act("cn.shut", "stopped", "2026-01-01")),
    ("cn.may-shut", act("cn.may-shut", "refused", "2026-01-02", contested=contest("2026-01-02"))),
    ("cn.needs", act("cn.needs", "approved", "2026-01-03")),
    ("cn.watched", act("cn.watched", "watched", "2026-01-04")),
]


@pytest.mark.parametrize("first", range(len(ORDER)))
def test_the_strictest_decides_though_others_are_later(first: int) -> None:
    found = stands([each for _, each in reversed(ORDER[first:])], asked("2026-02-01"))

    assert found.headline is not None
    assert found.headline.act.id == ORDER[first][0]
    expected = [Effect.SHUT, Effect.UNKNOWN, Effect.APPROVAL_NEEDED, Effect.UNKNOWN][first]
    assert found.effect is expected


def test_open_is_the_mildest() -> None:
    acts = [act("us.free", "free", "2026-01-10"), act("us.needs", "required", "2026-01-01")]

    assert stands(acts, asked("2026-02-01"), US).state == "required"
    assert stands(acts[:1], asked("2026-02-01"), US).effect is Effect.OPEN


def test_among_equals_one_that_surely_bears_decides_then_the_latest() -> None:
    sure, open_, late = (
        act("cn.sure", "stopped", "2026-01-01"),
        act("cn.open", "refused", "2026-01-20", scope=scope("alpha")),
        act("cn.late", "stopped", "2026-01-10"),
    )

    assert stands([sure, open_], asked("2026-02-01")).headline.act.id == "cn.sure"  # type: ignore[union-attr]
    assert stands([sure, open_], asked("2026-02-01", buyers=("alpha",))).state == "refused"
    assert stands([late, sure], asked("2026-02-01")).headline.act.id == "cn.late"  # type: ignore[union-attr]


def test_a_scope_that_may_match_counts() -> None:
    stop = act("cn.stop", "stopped", "2026-01-01", scope=scope(uses=("military",)))

    assert stands([stop], asked("2026-02-01")).effect is Effect.SHUT
    assert stands([stop], asked("2026-02-01", uses={"military": NO})).effect is Effect.OPEN


def test_a_key_that_begins_in_another_effect_than_open_has_that_effect() -> None:
    """`default` of head.yaml may name any state of the key."""
    told = msgspec.structs.replace(
        story(), keys=tuple(msgspec.structs.replace(rule, default="watched") for rule in story().keys)
    )

    found = standing(told, CN, asked("2026-02-01"))

    assert (found.state, found.effect) == ("watched", Effect.UNKNOWN)


# ---- properties

FIRST = date(2026, 1, 1)
_names = st.sampled_from([f"cn.{letter}" for letter in "abcdefgh"])
_scopes = st.builds(
    scope,
    st.sampled_from(FIRMS),
    uses=st.lists(st.sampled_from(USES), max_size=1).map(tuple),
    places=st.lists(st.sampled_from(["CN", "HK"]), max_size=1).map(tuple),
) | st.just(scope())


@st.composite
def _acts(draw: st.DrawFn, name: str, before: tuple[str, ...] = ()) -> Act:
    first = FIRST + timedelta(days=draw(st.integers(0, 20)))
    last = first + timedelta(days=draw(st.integers(0, 4)))
    by = st.dates(first, FIRST + timedelta(days=40))
    return act(
        name,
        draw(st.sampled_from(sorted(STATES[CN]))),
        f"{first}/{last}",
        public=draw(by),
        classes=(draw(st.sampled_from(["fam", "makers", "any-ic"])),),
        scope=draw(_scopes),
        supersedes=tuple(draw(st.lists(st.sampled_from(before), max_size=2, unique=True))) if before else (),
        contested=draw(st.none() | by.map(lambda day: contest(str(day)))),
        unverified=draw(st.booleans()) and draw(st.booleans()),
    )


@st.composite
def stories(draw: st.DrawFn) -> tuple[Act, ...]:
    """Draw up to eight acts, each of which may end earlier ones."""
    names = draw(st.lists(_names, unique=True, max_size=8))
    return tuple(draw(_acts(name, tuple(names[:number]))) for number, name in enumerate(names))


_days = st.dates(FIRST - timedelta(days=2), FIRST + timedelta(days=45))
_truths = st.sampled_from(Truth)
questions = st.builds(
    Asked,
    st.sampled_from([CATALOGUE[name] for name in ("one", "nobodys", "three", "board", "rack-of-boxes")]),
    st.just(CATALOGUE),
    _days,
    st.none() | _days,
    buyers=st.lists(st.sampled_from([*FIRMS, "Nobody Known"]), max_size=2).map(tuple),
    uses=st.dictionaries(st.sampled_from(USES), _truths),
    place=st.none() | st.sampled_from(["CN", "HK", "SG"]),
    general=st.booleans(),
)


def ranks(found: KeyStanding) -> tuple[int, int]:
    return found.shut.rank, found.required.rank


def effects(found: KeyStanding) -> tuple[object, ...]:
    return found.state, found.effect, found.shut, found.required, found.headline, {end.act.id for end in found.ended}


@given(stories(), questions, st.data())
def test_an_act_more_that_ends_nothing_is_never_milder(acts: tuple[Act, ...], what: Asked, data: st.DataObject) -> None:
    more = data.draw(_acts("cn.more"))

    with_it, without = stands([*acts, more], what), stands(acts, what)

    assert all(one >= two for one, two in zip(ranks(with_it), ranks(without), strict=True))
    assert with_it.effect is not Effect.OPEN or without.effect is Effect.OPEN
    assert without.effect is not Effect.SHUT or with_it.effect is Effect.SHUT


@given(stories(), questions, st.data())
def test_a_contested_loosening_is_as_if_it_had_not_been_told(
    acts: tuple[Act, ...], what: Asked, data: st.DataObject
) -> None:
    stop = act("cn.stop", "stopped", "2026-01-01")
    nod = data.draw(_acts("cn.nod", ("cn.stop", *(each.id for each in acts))))
    nod = msgspec.structs.replace(
        nod, state="approved", supersedes=("cn.stop", *nod.supersedes), contested=contest(str(FIRST))
    )

    with_it, without = stands([stop, *acts, nod], what), stands([stop, *acts], what)

    assert effects(with_it) == effects(without)


@given(stories(), questions)
def test_what_is_unverified_is_as_if_it_had_not_been_told(acts: tuple[Act, ...], what: Asked) -> None:
    without = [each for each in acts if not each.unverified]

    assert effects(stands(acts, what)) == effects(stands(without, what))


@given(stories(), questions)
def test_before_anything_was_public_the_key_is_as_it_begins(acts: tuple[Act, ...], what: Asked) -> None:
    found = stands(acts, replace(what, known_at=FIRST - timedelta(days=1)))

    assert (found.state, found.effect, found.standing, found.ended) == ("unrestricted", Effect.OPEN, (), ())


@given(stories(), questions, st.sampled_from(FIRMS))
def test_not_to_know_the_buyer_is_never_milder_than_to_know_him(acts: tuple[Act, ...], what: Asked, buyer: str) -> None:
    unknown, known = (stands(acts, replace(what, buyers=names, general=False)) for names in ((), (buyer,)))

    assert all(one >= two for one, two in zip(ranks(unknown), ranks(known), strict=True))


@given(stories(), questions)
def test_what_stands_is_told_apart_from_what_is_ended_and_hidden(acts: tuple[Act, ...], what: Asked) -> None:
    found = stands(acts, what)
    here = (
        [each.act.id for each in found.standing],
        [end.act.id for end in found.ended],
        [one.id for one in found.hidden],
    )

    together = [name for names in here for name in names]
    assert len(together) == len(set(together))
    assert all(begun(each.act, what.valid_at) is not NO for each in found.standing)
    assert all(end.on <= what.valid_at for end in found.ended)


@given(stories(), questions, st.randoms(use_true_random=False))
def test_the_order_in_which_acts_are_told_does_not_matter(acts: tuple[Act, ...], what: Asked, chance: object) -> None:
    shuffled = list(acts)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]

    one, two = stands(acts, what), stands(shuffled, what)

    assert effects(one) == effects(two)
    assert ids(one) == ids(two)
    assert {each.id for each in one.hidden} == {each.id for each in two.hidden}


LINES = {
    "cn.a": act_lines("cn.a", happened="2026-01-10"),
    "cn.b": act_lines("cn.b", happened="2026-01-10", state="planned", supersedes="[cn.a]"),
    "cn.c": act_lines("cn.c", happened="2026-01-10", state="planned", supersedes="[cn.a]"),
    "cn.d": act_lines("cn.d", happened="2025-12", scope="{buyers: [alpha]}"),
    "us.e": act_lines("us.e", happened="2026-01-10", key="us:export", state="required"),
}


def _loaded(folder: Path, order: list[str]) -> Story:
    half = len(order) // 2
    parts = {f"{number}.yaml": names for number, names in enumerate((order[:half], order[half:])) if names}
    files = {name: acts_file(*(LINES[each] for each in names)) for name, names in parts.items()}
    return load_acts(write(folder, {**FILES, **files}), use_cache=False)


def _nowhere(told: Story) -> Story:
    acts = {name: msgspec.structs.replace(each, where="") for name, each in told.acts.items()}
    return msgspec.structs.replace(told, acts=acts, digest="")


def test_the_order_of_acts_in_files_does_not_matter(tmp_path_factory: pytest.TempPathFactory) -> None:
    first = _loaded(tmp_path_factory.mktemp("acts"), sorted(LINES))

    @given(st.permutations(sorted(LINES)))
    def in_any_order(order: list[str]) -> None:
        told = _loaded(tmp_path_factory.mktemp("acts"), order)

        assert _nowhere(told) == _nowhere(first)
        assert list(told.acts) == list(first.acts) == ["cn.d", "cn.a", "cn.b", "cn.c", "us.e"]

    in_any_order()
