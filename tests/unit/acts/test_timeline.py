"""Acts as bands over time, the headline of a key day by day, and the marks beside them."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.acts.stories import CATALOGUE, CN, STATES, US, act, contest, mark, scope, story

from licet.acts import (
    Act,
    Asked,
    Band,
    Effect,
    Story,
    Stretch,
    Window,
    bands,
    headline,
    load_acts,
    marks,
    span,
    standing,
)
from licet.acts.act import MarkKind
from licet.catalogue import Catalogue, load_catalogue
from licet.rules import rules_root
from licet.truth import Truth

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

JANUARY = Window(date(2026, 1, 1), date(2026, 1, 31))
DAY = timedelta(days=1)


def drawn(acts: Sequence[Act], window: Window = JANUARY, item_id: str = "one") -> dict[str, Band]:
    found = list(bands(story(*acts), CATALOGUE[item_id], CATALOGUE, window))
    assert len({band.act.id for band in found}) == len(found)
    return {band.act.id: band for band in found}


def stretched(acts: Sequence[Act], window: Window = JANUARY, key: str = CN) -> list[tuple[str, str | None, str | None]]:
    """Return the headline as (first day, first day out, state), without the year."""
    found = headline(story(*acts), key, CATALOGUE["one"], CATALOGUE, window)
    return [(_short(each.start), _short(each.end) if each.end else None, each.state) for each in found]


def _short(day: date) -> str:
    return f"{day:%m-%d}"


# ---- bands

STOP = act("cn.stop", "stopped", "2026-01-05/2026-01-07")


def ending(**more: object) -> list[Act]:
    return [STOP, act("cn.nod", "approved", "2026-01-20/2026-01-22", supersedes=("cn.stop",), **more)]


def test_a_band_begins_where_its_act_may_and_where_it_surely_has() -> None:
    band = drawn([STOP])["cn.stop"]

    assert (band.start, band.sure_start, band.end) == (date(2026, 1, 5), date(2026, 1, 7), None)
    assert (band.contested, band.known, band.item.item_id) == (False, True, "one")


def test_a_band_ends_on_the_day_on_which_its_end_surely_has_begun() -> None:
    assert drawn(ending())["cn.stop"].end == date(2026, 1, 22)


def test_a_band_ends_by_the_first_that_ends_it() -> None:
    acts = [*ending(), act("cn.early", "approved", "2026-01-15", supersedes=("cn.stop",))]

    assert drawn(acts)["cn.stop"].end == date(2026, 1, 15)


@pytest.mark.parametrize(
    ("own", "other", "ends"),
    [
        (scope(), scope(), True),
        (scope("alpha"), scope(), True),
        (scope(), scope("alpha"), False),
        (scope("alpha"), scope("alpha", "beta"), True),
        (scope("alpha", "beta"), scope("alpha"), False),
        (scope("alpha"), scope(uses=("military",)), False),
        (scope("alpha", uses=("military",)), scope("alpha"), True),
        (scope("alpha"), scope("alpha", places=("CN",)), False),
        (scope(places=("CN",)), scope(places=("CN", "HK")), True),
        (scope("alpha", places=("CN",)), scope("beta", places=("CN",)), False),
    ],
)
def test_a_band_ends_only_where_all_of_its_scope_is_covered(own: object, other: object, *, ends: bool) -> None:
    acts = [
        act("cn.stop", "stopped", "2026-01-05", scope=own),
        act("cn.nod", "approved", "2026-01-20", scope=other, supersedes=("cn.stop",)),
    ]

    assert drawn(acts)["cn.stop"].end == (date(2026, 1, 20) if ends else None)


def test_what_is_unverified_or_contested_ends_no_band() -> None:
    assert drawn(ending(unverified=True))["cn.stop"].end is None
    assert drawn(ending(contested=contest("2026-01-25")))["cn.stop"].end is None


def test_a_band_is_as_known_on_the_day_asked_about() -> None:
    acts = ending(contested=contest("2026-01-25"))

    before = drawn(acts, Window(date(2026, 1, 1), date(2026, 1, 31), date(2026, 1, 24)))
    on = drawn(acts, Window(date(2026, 1, 1), date(2026, 1, 31), date(2026, 1, 25)))

    assert (before["cn.stop"].end, before["cn.nod"].contested) == (date(2026, 1, 22), False)
    assert (on["cn.stop"].end, on["cn.nod"].contested) == (None, True)


def test_a_band_not_public_yet_is_marked_and_ends_nothing() -> None:
    found = drawn(ending(public=date(2026, 2, 1)), Window(date(2026, 1, 1), date(2026, 1, 31), date(2026, 1, 30)))

    assert (found["cn.nod"].known, found["cn.stop"].known) == (False, True)
    assert found["cn.stop"].end is None


def test_an_act_that_may_be_about_another_item_ends_no_band() -> None:
    """As in `standing`: an act ends another only where it surely bears."""
    acts = [
        act("cn.stop", "stopped", "2026-01-05", items=("nobodys",)),
        act("cn.nod", "approved", "2026-01-20", classes=("makers",), supersedes=("cn.stop",)),
    ]

    assert drawn(acts, item_id="nobodys")["cn.stop"].end is None


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [
        ("2026-01-01", "2026-01-04", False),
        ("2026-01-01", "2026-01-05", True),
        ("2026-01-21", "2026-01-31", True),
        ("2026-01-22", "2026-01-31", False),
    ],
)
def test_only_bands_that_touch_the_window_are_drawn(first: str, last: str, *, shown: bool) -> None:
    window = Window(date.fromisoformat(first), date.fromisoformat(last))

    assert ("cn.stop" in drawn(ending(), window)) is shown


def test_marks_and_acts_on_other_items_have_no_band_and_both_keys_have() -> None:
    acts = [
        mark("visit.a", MarkKind.VISIT, "2026-01-05"),
        act("cn.two", "stopped", "2026-01-05", items=("two",)),
        act("us.a", "required", "2026-01-05"),
        STOP,
    ]

    assert set(drawn(acts)) == {"us.a", "cn.stop"}
    assert set(drawn(acts, item_id="board")) == {"us.a", "cn.stop"}


# ---- marks


def test_a_mark_is_shown_within_the_window_for_its_items_and_where_it_names_none() -> None:
    acts = [
        mark("visit.general", MarkKind.VISIT, "2026-01-31"),
        mark("visit.late", MarkKind.VISIT, "2026-02-01"),
        mark("visit.early", MarkKind.VISIT, "2025-12-31"),
        mark("visit.long", MarkKind.VISIT, "2025-12-01/2026-01-01"),
        mark("result.one", MarkKind.RESULT, "2026-01-10", items=("one",)),
        mark("result.two", MarkKind.RESULT, "2026-01-10", items=("two",)),
        mark("result.family", MarkKind.RESULT, "2026-01-10", classes=("fam",)),
        STOP,
    ]

    def shown(*item_ids: str) -> list[str]:
        return [each.id for each in marks(story(*acts), [CATALOGUE[name] for name in item_ids], CATALOGUE, JANUARY)]

    assert shown("one") == ["visit.general", "visit.long", "result.one", "result.family"]
    assert shown("three") == shown() == ["visit.general", "visit.long"]
    assert shown("one", "two")[2:] == ["result.one", "result.two", "result.family"]


# ---- the headline


def test_without_acts_the_headline_is_one_stretch() -> None:
    assert stretched([]) == [("01-01", None, "unrestricted")]
    assert stretched([], key=US) == [("01-01", None, None)]


def test_the_headline_follows_what_may_have_begun_and_what_surely_ended() -> None:
    assert stretched(ending()) == [
        ("01-01", "01-05", "unrestricted"),
        ("01-05", "01-22", "stopped"),
        ("01-22", None, "approved"),
    ]


def test_the_headline_is_of_everybody() -> None:
    acts = [
        act("cn.stop", "stopped", "2026-01-10", scope=scope("alpha")),
        act("cn.watched", "watched", "2026-01-20"),
    ]

    assert stretched(acts) == [("01-01", "01-20", "unrestricted"), ("01-20", None, "watched")]


def test_a_change_on_the_first_day_of_the_window_begins_with_it_and_after_its_last_is_left_out() -> None:
    acts = [
        act("cn.before", "watched", "2025-06-01"),
        act("cn.on", "approved", "2026-01-01"),
        act("cn.last", "stopped", "2026-01-31"),
        act("cn.after", "refused", "2026-02-01"),
    ]

    assert stretched(acts) == [("01-01", "01-31", "approved"), ("01-31", None, "stopped")]


def test_the_same_state_by_another_act_is_another_stretch() -> None:
    acts = [act("cn.a", "stopped", "2026-01-05"), act("cn.b", "stopped", "2026-01-10")]

    assert [state for *_, state in stretched(acts)] == ["unrestricted", "stopped", "stopped"]


def test_a_mark_or_an_act_that_changes_nothing_makes_no_new_stretch() -> None:
    acts = [
        act("cn.a", "stopped", "2026-01-05"),
        act("cn.b", "watched", "2026-01-10"),
        act("cn.c", "approved", "2026-01-12", unverified=True, supersedes=("cn.a",)),
        mark("visit.a", MarkKind.VISIT, "2026-01-15"),
    ]

    assert stretched(acts) == [("01-01", "01-05", "unrestricted"), ("01-05", None, "stopped")]


def by_day(told: Story, key: str, of: tuple[str, Catalogue], window: Window) -> Iterator[tuple[date, object]]:
    """Yield (day, what decided) for every day, asked anew each day: slow, and the reference."""
    item_id, catalogue = of
    for number in range((window.last - window.first).days + 1):
        day = window.first + number * DAY
        found = standing(told, key, Asked(catalogue[item_id], catalogue, day, window.known_at, general=True))
        yield day, (found.headline.act.id if found.headline else None, found.state, found.effect)


def unrolled(stretches: Sequence[Stretch], window: Window) -> Iterator[tuple[date, object]]:
    """Yield (day, what decided) for every day of the stretches, which must follow each other without a gap."""
    assert stretches[0].start == window.first
    assert [each.end for each in stretches[:-1]] == [each.start for each in stretches[1:]]
    assert stretches[-1].end is None
    for each in stretches:
        end = each.end or window.last + DAY
        assert each.start < end
        for number in range((end - each.start).days):
            name = each.headline.act.id if each.headline else None
            yield each.start + number * DAY, (name, each.state, each.effect)


@cache
def real() -> tuple[Story, Catalogue]:
    """Return the record and the catalogue that ship."""
    return load_acts(use_cache=False), load_catalogue(rules_root() / "catalogue")


FIVE = [
    "nvidia-h20-96gb",
    "nvidia-h200-sxm-141gb",
    "nvidia-rtx-pro-6000d",
    "nvidia-a800-sxm4-80gb",
    "nvidia-hgx-h200-x8",
]


@pytest.mark.parametrize("known_at", [None, date(2025, 8, 11), date(2026, 1, 28)], ids=str)
@pytest.mark.parametrize("key", [US, CN])
@pytest.mark.parametrize("item_id", FIVE)
def test_the_headline_of_the_record_is_what_stands_on_every_day(item_id: str, key: str, known_at: date | None) -> None:
    told, catalogue = real()
    window = Window(told.checked_from, told.checked_through, known_at)

    stretches = list(headline(told, key, catalogue[item_id], catalogue, window))

    assert len(stretches) > 1 or known_at is not None
    assert list(unrolled(stretches, window)) == list(by_day(told, key, (item_id, catalogue), window))


@st.composite
def stories(draw: st.DrawFn) -> tuple[Act, ...]:
    names = [f"cn.{letter}" for letter in "abcdefg"[: draw(st.integers(0, 7))]]
    found = []
    for number, name in enumerate(names):
        first = date(2026, 1, 1) + draw(st.integers(-3, 33)) * DAY
        last = first + draw(st.integers(0, 6)) * DAY
        ends = draw(st.lists(st.sampled_from(names[:number]), max_size=2, unique=True)) if number else []
        more = {
            "public": date(2026, 1, 1) + draw(st.integers(0, 40)) * DAY,
            "supersedes": tuple(ends),
            "scope": draw(st.sampled_from([scope(), scope(), scope("alpha"), scope("alpha", "beta")])),
            "contested": contest("2026-01-15") if draw(st.integers(0, 4)) == 0 else None,
            "unverified": draw(st.integers(0, 5)) == 0,
        }
        found.append(act(name, draw(st.sampled_from(sorted(STATES[CN]))), f"{first}/{last}", **more))
    return tuple(found)


windows = st.builds(
    Window,
    st.dates(date(2025, 12, 25), date(2026, 1, 20)),
    st.dates(date(2026, 1, 20), date(2026, 2, 10)),
    st.none() | st.dates(date(2026, 1, 1), date(2026, 2, 10)),
)


@given(stories(), windows)
def test_the_headline_is_what_stands_on_every_day(acts: tuple[Act, ...], window: Window) -> None:
    told = story(*acts)

    stretches = list(headline(told, CN, CATALOGUE["one"], CATALOGUE, window))

    assert list(unrolled(stretches, window)) == list(by_day(told, CN, ("one", CATALOGUE), window))


@given(stories(), windows)
def test_a_band_of_an_act_for_everybody_is_the_days_on_which_it_stands(acts: tuple[Act, ...], window: Window) -> None:
    told = story(*acts)
    drawn_bands = {band.act.id: band for band in bands(told, CATALOGUE["one"], CATALOGUE, window) if band.known}

    for number in range((window.last - window.first).days + 1):
        day = window.first + number * DAY
        found = standing(told, CN, Asked(CATALOGUE["one"], CATALOGUE, day, window.known_at, general=True))
        here = {each.act.id: each.begun for each in found.standing}
        for name, band in drawn_bands.items():
            if band.act.scope.is_general:
                within = band.start <= day and (band.end is None or day < band.end)
                assert within is (name in here), (name, day)
                assert not within or (here[name] is Truth.TRUE) is (band.sure_start <= day)


# ---- the span


def test_the_span_begins_the_day_before_the_first_act_within_what_was_checked() -> None:
    told = story(
        act("cn.two", "stopped", "2025-03-01", items=("two",)), STOP, mark("v.a", MarkKind.VISIT, "2025-02-01")
    )

    assert span(told, [CATALOGUE["one"]], CATALOGUE) == (date(2026, 1, 4), date(2026, 12, 31))
    assert span(told, [CATALOGUE["one"], CATALOGUE["two"]], CATALOGUE)[0] == date(2025, 2, 28)
    assert span(told, [CATALOGUE["three"]], CATALOGUE)[0] == date(2025, 1, 1)


def test_a_mark_does_not_begin_the_span() -> None:
    told = story(STOP, mark("visit.a", MarkKind.VISIT, "2025-02-01", items=("one",)))

    assert span(told, [CATALOGUE["one"]], CATALOGUE)[0] == date(2026, 1, 4)


def test_the_span_does_not_begin_before_what_was_checked() -> None:
    told = story(act("cn.old", "stopped", "2024-03-01"))

    assert span(told, [CATALOGUE["one"]], CATALOGUE)[0] == told.checked_from


def test_the_effect_of_a_stretch_is_that_of_all_that_stands() -> None:
    acts = [
        act("cn.a", "approved", "2026-01-05"),
        act("cn.b", "stopped", "2026-01-10", contested=contest("2026-01-10")),
    ]

    found = headline(story(*acts), CN, CATALOGUE["one"], CATALOGUE, JANUARY)

    assert [each.effect for each in found] == [Effect.OPEN, Effect.APPROVAL_NEEDED, Effect.UNKNOWN]
