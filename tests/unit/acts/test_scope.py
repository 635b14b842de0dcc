"""Whether an act bears on what is asked: item, buyer, use and place, each yes, no or not known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.unit.acts.stories import CATALOGUE, act, asked, catalogue, item, scope, story

from licet.acts import Act, Bearing, bearing, of_item
from licet.catalogue import ItemKind
from licet.truth import Truth

if TYPE_CHECKING:
    from licet.acts import ActScope

YES, NO, UNKNOWN = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN


def reaches(found: Act, item_id: str) -> Truth:
    return of_item(found, CATALOGUE[item_id], CATALOGUE, story()).truth


def bears(held_for: ActScope, **more: object) -> Bearing:
    return bearing(act("cn.a", "stopped", "2026-01-10", scope=held_for), asked("2026-02-01", **more), story())


# ---- items


@pytest.mark.parametrize(
    ("item_id", "expected"),
    [("one", YES), ("two", NO), ("three", NO), ("nobodys", NO), ("board", YES), ("rack", YES), ("empty-board", NO)],
)
def test_an_act_names_an_item_or_a_board_with_it(item_id: str, expected: Truth) -> None:
    assert reaches(act("cn.a", "stopped", "2026-01-10", items=("one",)), item_id) is expected


@pytest.mark.parametrize(
    ("item_id", "expected"), [("one", YES), ("two", YES), ("three", NO), ("nobodys", NO), ("board", YES)]
)
def test_a_family_is_its_items(item_id: str, expected: Truth) -> None:
    assert reaches(act("cn.a", "stopped", "2026-01-10", classes=("fam",)), item_id) is expected


@pytest.mark.parametrize(
    ("item_id", "expected", "why"),
    [
        ("one", YES, "its maker is named"),
        ("three", NO, "its maker is named as another"),
        ("nobodys", UNKNOWN, "who made it is not known"),
        ("home", NO, "it is not for data centres"),
        ("unsaid", UNKNOWN, "for which market is not known"),
        ("board", YES, "it contains one"),
        ("rack", YES, "its boards contain one"),
        ("empty-board", NO, "it is no circuit, and contains none"),
    ],
)
def test_a_class_by_maker_and_market(item_id: str, expected: Truth, why: str) -> None:
    assert reaches(act("cn.a", "stopped", "2026-01-10", classes=("makers",)), item_id) is expected, why


def test_what_settles_that_it_is_outside_outweighs_what_is_not_known() -> None:
    own = catalogue(
        item("sold-at-home-by-nobody", maker="", marketed_for_datacenters=NO),
        item("unsaid-of-another", maker="Other", marketed_for_datacenters=UNKNOWN),
    )
    found = act("cn.a", "stopped", "2026-01-10", classes=("makers",))

    for item_id in ("sold-at-home-by-nobody", "unsaid-of-another"):
        assert of_item(found, own[item_id], own, story()).truth is NO


def test_a_maker_named_on_neither_side_leaves_it_open() -> None:
    own = catalogue(item("new", maker="Newcomer"))

    assert of_item(act("cn.a", "stopped", "2026-01-10", classes=("makers",)), own["new"], own, story()).truth is UNKNOWN


def test_a_maker_is_compared_without_regard_to_case_and_width() -> None:
    own = catalogue(item("wide", maker="  ＭＡＫＥＲ "))

    assert of_item(act("cn.a", "stopped", "2026-01-10", classes=("makers",)), own["wide"], own, story()).truth is YES


def test_a_class_without_makers_asks_for_none() -> None:
    assert reaches(act("cn.a", "stopped", "2026-01-10", classes=("any-ic",)), "nobodys") is YES


def test_unknown_contents_leave_it_open_and_say_what_would_settle_it() -> None:
    found = of_item(act("cn.a", "stopped", "2026-01-10"), CATALOGUE["shut-box"], CATALOGUE, story())

    assert found == Bearing(UNKNOWN, ("whether the act reaches shut-box is not known",), ("contents",))


def test_unknown_contents_do_not_matter_to_an_act_on_the_box_itself() -> None:
    assert reaches(act("cn.a", "stopped", "2026-01-10", items=("shut-box",)), "shut-box") is YES


def test_one_box_of_unknown_contents_leaves_the_rack_open() -> None:
    assert reaches(act("cn.a", "stopped", "2026-01-10", items=("two",)), "rack-of-boxes") is UNKNOWN


def test_a_class_outside_the_catalogue_is_met_by_name() -> None:
    own = catalogue(
        item("x-1", model="maker  NEWEST 5"),
        item("newest 5", model=""),
        item("x-2", model="Newest 50"),
        item("box", kind=ItemKind.BOARD, contents=(("x-1", 2),)),
    )
    found = act("cn.a", "stopped", "2026-01-10", classes=("unlisted",))

    truths = {name: of_item(found, own[name], own, story()).truth for name in ("x-1", "newest 5", "x-2", "box", "one")}

    assert truths == {"x-1": YES, "newest 5": YES, "x-2": NO, "box": YES, "one": NO}


def test_several_classes_are_met_by_any() -> None:
    found = act("cn.a", "stopped", "2026-01-10", classes=("unlisted", "makers", "fam"))

    assert [reaches(found, name) for name in ("two", "nobodys", "three")] == [YES, UNKNOWN, NO]


# ---- buyers


@pytest.mark.parametrize(
    ("buyers", "expected"),
    [
        (("alpha",), YES),
        (("Alpha",), YES),
        (("ALPHA  ltd.",), YES),
        (("beta",), NO),
        (("Beta Ltd.", "gamma"), NO),
        (("beta", "alpha"), YES),
        (("Alpha Trading",), UNKNOWN),
        (("beta", "Nobody Known"), UNKNOWN),
        (("alpha", "Nobody Known"), YES),
        (("",), UNKNOWN),
        ((), UNKNOWN),
    ],
)
def test_a_buyer_is_known_by_name_known_to_be_another_or_not_known(buyers: tuple[str, ...], expected: Truth) -> None:
    assert bears(scope("alpha"), buyers=buyers).truth is expected


@pytest.mark.parametrize(("buyers", "missing"), [((), ("end_user",)), (("Nobody Known",), ())])
def test_an_open_buyer_is_named_and_asked_for_unless_he_was_named(
    buyers: tuple[str, ...], missing: tuple[str, ...]
) -> None:
    found = bears(scope("alpha", "gamma"), buyers=buyers)

    assert found.reasons == ("whether the buyer is Alpha, Gamma is not known",)
    assert found.missing == missing


# ---- uses and places


@pytest.mark.parametrize(
    ("stated", "expected", "missing"),
    [
        ({}, UNKNOWN, ("state_funded", "military")),
        ({"state_funded": NO}, UNKNOWN, ("military",)),
        ({"state_funded": UNKNOWN, "military": NO}, UNKNOWN, ("state_funded",)),
        ({"state_funded": NO, "military": NO}, NO, ()),
        ({"state_funded": YES}, YES, ()),
        ({"military": YES, "state_funded": UNKNOWN}, YES, ()),
        ({"something_else": YES}, UNKNOWN, ("state_funded", "military")),
    ],
)
def test_any_of_the_uses_is_enough_and_all_must_be_denied(
    stated: dict[str, Truth], expected: Truth, missing: tuple[str, ...]
) -> None:
    found = bears(scope(uses=("state_funded", "military")), uses=stated)

    assert (found.truth, found.missing) == (expected, missing)
    assert bool(found.reasons) is (expected is UNKNOWN)


@pytest.mark.parametrize(("place", "expected"), [("CN", YES), ("HK", YES), ("SG", NO), (None, UNKNOWN)])
def test_the_place_of_use(place: str | None, expected: Truth) -> None:
    found = bears(scope(places=("CN", "HK")), place=place)

    assert found.truth is expected
    assert found.missing == (("place_of_use",) if expected is UNKNOWN else ())


# ---- together


def test_every_bound_must_hold_and_one_that_does_not_settles_it() -> None:
    held_for = scope("alpha", uses=("military",), places=("CN",))

    assert bears(held_for, buyers=("alpha",), uses={"military": YES}, place="CN").truth is YES
    assert bears(held_for, buyers=("alpha",), uses={"military": YES}).truth is UNKNOWN
    assert bears(held_for, place="SG") == Bearing(NO)
    assert bears(held_for).missing == ("end_user", "military", "place_of_use")


def test_an_act_for_everybody_bears_whoever_asks() -> None:
    assert bears(scope()) == bears(scope(), buyers=("Nobody Known",), place="SG") == Bearing(YES)


def test_an_item_that_is_not_named_settles_it() -> None:
    found = act("cn.a", "stopped", "2026-01-10", items=("two",), scope=scope("alpha"))

    assert bearing(found, asked("2026-02-01", buyers=("alpha",)), story()) == Bearing(NO)


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, NO),
        ({"buyers": ("Nobody Known",)}, NO),
        ({"buyers": ("alpha",)}, YES),
        ({"buyers": ("beta",)}, NO),
    ],
)
def test_what_held_for_everybody_leaves_aside_what_may_be_for_some(more: dict[str, object], expected: Truth) -> None:
    assert bears(scope("alpha"), general=True, **more).truth is expected


def test_an_item_that_may_be_meant_stays_in_what_held_for_everybody() -> None:
    found = act("cn.a", "stopped", "2026-01-10", classes=("makers",))

    assert bearing(found, asked("2026-02-01", item_id="nobodys", general=True), story()).truth is UNKNOWN
