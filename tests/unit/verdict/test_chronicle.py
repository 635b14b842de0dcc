"""The record of acts as a verdict asks it: for whom and for what, and each question worked out once."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.acts import Asked, standing
from licet.catalogue import Item, ItemKind
from licet.errors import ProblemsFound
from licet.facts import Party, Provenance, Role, Stated
from licet.truth import Truth
from licet.verdict import Query, open_desk
from licet.verdict.chronicle import Chronicle, open_chronicle

from .books import BOARD, CHIP, FREE, the_desk

if TYPE_CHECKING:
    from pathlib import Path

    from licet.acts import Story
    from licet.catalogue import Catalogue
    from licet.facts import FactValue

KEY, JUNE = "cn:import", date(2026, 6, 15)
AUGUST = date(2026, 8, 20)
ORIGIN = Provenance("the test")
ACT = """\
acts:
  - id: cn.h200.test
    title: A test
    key: cn:import
    state: customs_refused
    items: [{item}]
    happened: 2026-08-01
    public: 2026-08-01
    grade: single_report
    originator: Gazette
    sources: [{{publisher: Gazette, read: text}}]
    {more}
"""


def the_story() -> Story:
    chronicle = the_desk().chronicle
    assert chronicle is not None
    return chronicle.story


def query(item_id: str = CHIP, day: date = JUNE, **more: object) -> Query:
    desk = the_desk()
    return Query(item=desk.catalogue[item_id], catalogue=desk.catalogue, valid_at=day, **more)


def party(name: str, party_id: str = "p", role: Role = Role.END_USER) -> tuple[Role, Party]:
    return role, Party(party_id, name, {})


def stated(**facts: FactValue) -> dict[str, Stated]:
    return {name: Stated(value, ORIGIN) for name, value in facts.items()}


class TestMemo:
    @given(
        st.lists(
            st.tuples(
                st.sampled_from([KEY, "us:export"]),
                st.sampled_from([CHIP, BOARD, FREE, "nvidia-h20-96gb"]),
                st.sampled_from([date(2025, 8, 12), date(2026, 1, 29), JUNE, date(2026, 8, 20)]),
                st.sampled_from([None, 0, 30]),
                st.sampled_from(["", "ByteDance", "Buyer X", "百度"]),
                st.sampled_from([None, Truth.TRUE, Truth.FALSE]),
                st.sampled_from([None, "CN", "HK"]),
            ),
            min_size=2,
            max_size=8,
        )
    )
    def test_an_answer_does_not_depend_on_what_was_asked_before(
        self, asked: list[tuple[str, str, date, int | None, str, Truth | None, str | None]]
    ) -> None:
        story = the_story()
        chronicle = Chronicle(story)
        for key, item_id, day, age, buyer, military, place in asked:
            facts = {} if military is None else {"end_use_military": Stated(military, ORIGIN)}
            facts |= {} if place is None else {"place_of_use": Stated(place, ORIGIN)}
            known = None if age is None else day - timedelta(days=age)
            parties = (party(buyer),) if buyer else ()
            found = query(item_id, day, known_at=known, order_facts=facts, parties=parties)

            assert chronicle.standing(key, found) == standing(story, key, chronicle.asked(found))

    @pytest.mark.parametrize(
        ("key", "one", "two"),
        [
            (KEY, {"item_id": CHIP}, {"item_id": FREE}),
            (KEY, {"day": JUNE}, {"day": AUGUST}),
            (KEY, {"day": JUNE}, {"day": JUNE, "known_at": date(2026, 5, 1)}),
            (KEY, {"parties": (party("Baidu"),)}, {"parties": (party("ByteDance"),)}),
            (
                KEY,
                {"order_facts": stated(end_use_military=Truth.FALSE)},
                {"order_facts": stated(end_use_military=Truth.TRUE)},
            ),
            (KEY, {"order_facts": stated(place_of_use="SG")}, {"order_facts": stated(place_of_use="HK")}),
        ],
        ids=["item", "day", "known", "buyer", "use", "place"],
    )
    def test_each_part_of_the_question_counts(
        self, tmp_path: Path, key: str, one: dict[str, Any], two: dict[str, Any]
    ) -> None:
        (tmp_path / "more.yaml").write_text(ACT.format(item=CHIP, more="scope: {places: [HK]}"), encoding="utf-8")
        story = open_desk(acts=[tmp_path]).chronicle.story
        chronicle = Chronicle(story)
        questions = [query(**{"day": AUGUST, **each}) for each in (one, two)]
        told = [chronicle.standing(key, each) for each in questions]

        assert told[0] != told[1]
        assert told == [standing(story, key, chronicle.asked(each)) for each in questions]

    def test_the_key_counts(self) -> None:
        chronicle = Chronicle(the_story())

        assert [chronicle.standing(key, query()).state for key in (KEY, "us:export")] == ["held", "granted_conditional"]

    def test_the_same_question_is_answered_by_the_same_object(self) -> None:
        chronicle = Chronicle(the_story())

        assert chronicle.standing(KEY, query()) is chronicle.standing(KEY, query())

    def test_the_catalogue_is_part_of_the_question(self) -> None:
        """Two cases may each have an item of their own under one id."""
        chronicle = Chronicle(the_story())
        (item, first), (other, second) = own_board(CHIP), own_board(FREE)
        states = [
            chronicle.standing(KEY, Query(item=one, catalogue=catalogue, valid_at=JUNE)).state
            for one, catalogue in ((item, first), (other, second), (item, first))
        ]

        assert states == ["held", "unrestricted", "held"]

    def test_a_catalogue_that_is_gone_lends_its_answers_to_no_other(self) -> None:
        chronicle = Chronicle(the_story())
        found = []
        for number in range(200):
            item, catalogue = own_board((CHIP, FREE)[number % 2])
            found.append(chronicle.standing(KEY, Query(item=item, catalogue=catalogue, valid_at=JUNE)).state)
            del item, catalogue

        assert found == ["held", "unrestricted"] * 100


def own_board(chip: str) -> tuple[Item, Catalogue]:
    """Return a board of one's own and the catalogue that holds it."""
    item = Item("own-1", ItemKind.BOARD, "Own board", "A maker", {}, contents=((chip, 1),))
    return item, the_desk().catalogue.with_items([item])


class TestAsked:
    def asked(self, **more: object) -> Asked:
        return Chronicle(the_story()).asked(query(**more))

    @pytest.mark.parametrize(
        ("name", "party_id", "buyer"),
        [
            ("ByteDance", "p", "bytedance"),
            ("  bytedance ltd. ", "p", "bytedance"),
            ("字节跳动", "p", "bytedance"),
            ("ＢｙｔｅＤａｎｃｅ", "p", "bytedance"),
            ("Our customer", "ByteDance", "bytedance"),
            ("Buyer X", "p", "Buyer X"),
        ],
    )
    def test_buyers_are_known_by_any_of_their_names(self, name: str, party_id: str, buyer: str) -> None:
        assert self.asked(parties=(party(name, party_id),)).buyers == (buyer,)

    def test_only_who_receives_the_goods_is_a_buyer(self) -> None:
        roles = {role: self.asked(parties=(party("ByteDance", role=role),)).buyers for role in Role}

        assert {role for role, buyers in roles.items() if buyers} == {
            Role.PURCHASER,
            Role.ULTIMATE_CONSIGNEE,
            Role.END_USER,
        }

    def test_uses_and_place_are_those_stated(self) -> None:
        facts = {
            "end_use_military": Stated(Truth.FALSE, ORIGIN),
            "end_user_state_owned": Stated(Truth.UNKNOWN, ORIGIN),
            "place_of_use": Stated("HK", ORIGIN),
        }
        found = self.asked(order_facts=facts)

        assert found.uses == {"end_use_military": Truth.FALSE}
        assert found.place == "HK"
        assert self.asked().place is None

    def test_the_days_are_those_of_the_question(self) -> None:
        found = self.asked(day=JUNE, known_at=date(2026, 5, 1))

        assert (found.valid_at, found.known_at, found.general) == (JUNE, date(2026, 5, 1), False)


class TestKeys:
    def test_acts_decide_the_importing_side_only(self) -> None:
        chronicle = Chronicle(the_story())

        assert [key for key in (KEY, "us:export", "hk:import", "tw:export") if chronicle.decides(key)] == [KEY]

    @pytest.mark.parametrize(
        ("place", "told"), [("CN", True), ("HK", True), ("MO", True), ("DE", False), (None, False)]
    )
    def test_acts_tell_of_the_exporting_side_where_they_concern_the_destination(
        self, place: str | None, told: object
    ) -> None:
        facts = {} if place is None else {"destination": Stated(place, ORIGIN)}

        assert Chronicle(the_story()).narrates("us:export", query(order_facts=facts)) is told


class TestOpen:
    def test_a_package_without_acts_has_no_chronicle(self, tmp_path: Path) -> None:
        assert open_chronicle(tmp_path, the_desk().catalogue) is None

    def test_an_act_on_an_item_that_the_catalogue_does_not_hold_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "more.yaml").write_text(ACT.format(item="nvidia-none", more=""), encoding="utf-8")
        with pytest.raises(ProblemsFound) as caught:
            open_desk(acts=[tmp_path])

        assert [(problem.slug, problem.where) for problem in caught.value.problems] == [
            ("unknown-item", f"{tmp_path}/more.yaml:2:5")
        ]
        assert "nvidia-none" in caught.value.problems[0].what

    def test_a_folder_laid_over_it_adds_acts(self, tmp_path: Path) -> None:
        (tmp_path / "more.yaml").write_text(ACT.format(item=CHIP, more=""), encoding="utf-8")
        desk = open_desk(acts=[tmp_path])
        assert desk.chronicle is not None

        assert desk.chronicle.standing(KEY, query(day=AUGUST)).state == "customs_refused"
        assert Chronicle(the_story()).standing(KEY, query(day=AUGUST)).state != "customs_refused"
