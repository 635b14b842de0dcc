"""Clauses that leave nothing together: found exactly where nothing is left, and the fewest of them named."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from licet.report import board, schema
from licet.verdict import Ask, CheckedBook, check, check_json
from licet.verdict.overlap import Clause, clashes, leaves_nothing

from .books import APPROVAL, CONSUMER, Files, causes, licence, the_desk, units, write_book

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from licet.verdict.overlap import Clash

UNIVERSE = ("CN", "HK", "SG")
ELSEWHERE = "somewhere else"
DAY, JUNE = date(2026, 8, 20), date(2026, 6, 15)
EXCLUSIONS = (
    "end_use_state_funded_data_centre",
    "end_use_military",
    "end_user_sensitive_agency",
    "end_user_critical_infrastructure",
    "end_user_state_owned",
)
CLEAR = [("L1", fact, "no") for fact in EXCLUSIONS]
WIDE = {"valid_from": "2020-01-01", "valid_to": "2050-01-01"}
VALID = Draft202012Validator(schema("check"), format_checker=FormatChecker())

some_values = st.frozensets(st.sampled_from(UNIVERSE), max_size=3)
some_clauses = st.lists(
    st.builds(
        Clause,
        key=st.sampled_from(["us:export", "cn:import"]),
        dimension=st.sampled_from(["place_of_use", "place_of_use", "end_use"]),
        text=st.sampled_from("abcdefgh"),
        citation=st.just("a source"),
        grade=st.just("primary"),
        only_in=some_values,
        not_in=some_values,
        on_file=st.booleans(),
        unverified=st.booleans(),
    ),
    max_size=6,
)


def allows(clause: Clause, value: str) -> bool:
    """Tell by itself whether a clause allows a value: a list bounds only if it holds something."""
    return (not clause.only_in or value in clause.only_in) and value not in clause.not_in


def something_is_left(clauses: Iterable[Clause]) -> bool:
    """Try every value, and one that no clause names."""
    return any(all(allows(clause, value) for clause in clauses) for value in (*UNIVERSE, ELSEWHERE))


class TestClashes:
    @given(some_clauses)
    def test_there_is_one_for_each_dimension_in_which_nothing_is_left(self, clauses: list[Clause]) -> None:
        expected = [
            name
            for name in ("end_use", "place_of_use")
            if not something_is_left([clause for clause in clauses if clause.dimension == name])
        ]

        assert [clash.dimension for clash in clashes(clauses)] == expected

    @given(some_clauses)
    def test_it_names_the_fewest_clauses(self, clauses: list[Clause]) -> None:
        for clash in clashes(clauses):
            assert not something_is_left(clash.clauses)
            assert all(clause in clauses and clause.dimension == clash.dimension for clause in clash.clauses)
            for number in range(len(clash.clauses)):
                assert something_is_left(clash.clauses[:number] + clash.clauses[number + 1 :])

    @given(some_clauses)
    def test_the_order_of_the_clauses_does_not_decide_whether(self, clauses: list[Clause]) -> None:
        one, two = clashes(clauses), clashes(clauses[::-1])

        assert [clash.dimension for clash in one] == [clash.dimension for clash in two]

    @given(some_clauses)
    def test_it_is_on_file_or_verified_only_if_all_its_clauses_are(self, clauses: list[Clause]) -> None:
        for clash in clashes(clauses):
            assert clash.on_file == all(clause.on_file for clause in clash.clauses)
            assert clash.verified == (not any(clause.unverified for clause in clash.clauses))

    @given(some_clauses)
    def test_clauses_that_only_bar_values_leave_some(self, clauses: list[Clause]) -> None:
        assert not leaves_nothing([replace(clause, only_in=frozenset()) for clause in clauses])

    def test_two_lists_that_do_not_meet(self) -> None:
        only = [
            Clause(key, "place_of_use", "t", "c", "g", only_in=frozenset({place}))
            for key, place in (("us:export", "CN"), ("cn:import", "HK"))
        ]

        (clash,) = clashes(only)

        assert [clause.allowed for clause in clash.clauses] == ["only CN", "only HK"]

    def test_three_lists_that_meet_two_by_two(self) -> None:
        pairs = [("CN", "HK"), ("HK", "SG"), ("CN", "SG")]
        three = [Clause("us:export", "place_of_use", str(p), "c", "g", only_in=frozenset(p)) for p in pairs]

        (clash,) = clashes(three)

        assert clash.clauses == tuple(three)

    def test_all_but_some_in_words(self) -> None:
        assert Clause("cn:import", "place_of_use", "t", "c", "g", not_in=frozenset({"HK", "CN"})).allowed == (
            "anything but CN, HK"
        )


# ---- on a line


def us(scope: Mapping[str, Any] | None = None, **changes: object) -> dict[str, Any]:
    return licence({"items": "any", **(scope or {})}, **{**WIDE, **changes})


def cn(scope: Mapping[str, Any] | None = None, **changes: object) -> dict[str, Any]:
    return licence({"items": "any", **(scope or {})}, **{**APPROVAL, **WIDE, "holder": "cn", **changes})


def bound(name: str = "place_of_use", **limits: Sequence[str]) -> list[dict[str, Any]]:
    return [{"id": name, "text": f"Bound on {name}.", "question": "Is it met?", **limits}]


def judged(
    grants: Sequence[Mapping[str, Any]],
    *,
    ask: Ask | None = None,
    answers: Sequence[tuple[str, str, str]] = (),
    chronicle: bool = True,
    **line: object,
) -> CheckedBook:
    desk = the_desk()
    with tempfile.TemporaryDirectory() as folder:
        case = desk.case(write_book(Path(folder), [line], Files(grants, answers, CLEAR)))
        return check(case, desk.law, ask or Ask(valid_at=DAY), chronicle=desk.chronicle if chronicle else None)


def on_file(book: CheckedBook) -> list[Clash]:
    return [clash for clash in book.lines[0].clashes if clash.on_file]


ONLY_CN, ONLY_HK = {"places_of_use": ["CN"]}, {"places_of_use": ["HK"]}


class TestOnFile:
    @pytest.mark.parametrize("place", ["CN", "HK", "SG", ""])
    def test_a_licence_for_china_only_and_an_approval_for_hong_kong_only_hold(self, place: str) -> None:
        book = judged([us(ONLY_CN), cn(ONLY_HK)], place_of_use=place)
        (line,) = book.lines

        assert units(line) == ("hold", 0, 100, 0)
        assert "conditions_do_not_overlap" in causes(line)
        assert book.balances.reservations == ()

    def test_both_clauses_are_shown_with_their_sources(self) -> None:
        book = judged([us(ONLY_CN), cn(ONLY_HK)])
        shown = check_json(book)
        (clash,) = [each for each in shown["lines"][0]["clashes"] if each["on_file"]]

        VALID.validate(shown)
        assert (clash["dimension"], clash["verified"]) == ("place_of_use", True)
        assert [(clause["key"], clause["allowed"], clause["citation"]) for clause in clash["clauses"]] == [
            ("us:export", "only CN", "licence of the test"),
            ("cn:import", "only HK", "licence of the test"),
        ]
        assert "LIC-1" in clash["clauses"][0]["text"]
        assert "CN-1" in clash["clauses"][1]["text"]

    @pytest.mark.parametrize(
        ("one", "two"),
        [
            (us(conditions=bound(only_in=["CN"])), cn(conditions=bound(not_in=["CN"]))),
            (us(ONLY_CN), cn(conditions=bound(not_in=["CN"]))),
            (
                us(conditions=bound("class_of_data", only_in=["public"])),
                cn(conditions=bound("class_of_data", not_in=["public"])),
            ),
            (us({"end_uses": ["training"]}), cn({"end_uses": ["inference"]})),
        ],
        ids=["condition and condition", "scope and condition", "another dimension", "end use"],
    )
    def test_it_is_found_in_any_dimension(self, one: dict[str, Any], two: dict[str, Any]) -> None:
        book = judged([one, two], place_of_use="", end_use="", answers=[("class_of_data", "L1", "yes")])

        assert "conditions_do_not_overlap" in causes(book.lines[0])
        assert units(book.lines[0]) == ("hold", 0, 100, 0)

    @pytest.mark.parametrize(
        ("grants", "place"),
        [
            ([us(ONLY_CN), cn(ONLY_CN)], "CN"),
            ([us({"places_of_use": ["CN", "HK"]}), cn(ONLY_HK)], "HK"),
            ([us(), cn(ONLY_HK)], "HK"),
            ([us(conditions=bound(not_in=["SG"])), cn(conditions=bound(not_in=["HK"]))], "CN"),
        ],
    )
    def test_bounds_that_overlap_stop_nothing(self, grants: list[dict[str, Any]], place: str) -> None:
        book = judged(grants, place_of_use=place)

        assert on_file(book) == []
        assert units(book.lines[0]) == ("release", 100, 0, 0)

    def test_one_of_two_licences_that_overlaps_is_enough(self) -> None:
        grants = [us(ONLY_CN), us({"places_of_use": ["CN", "HK"]}, number="LIC-2"), cn(ONLY_HK)]
        book = judged(grants, place_of_use="HK")

        assert on_file(book) == []
        assert units(book.lines[0]) == ("release", 100, 0, 0)

    def test_it_is_found_among_many_licences(self) -> None:
        grants = [us(ONLY_CN, number=f"LIC-{number}") for number in range(300)]
        book = judged([*grants, us(number="LIC-WIDE"), cn(ONLY_HK)], place_of_use="HK")

        assert on_file(book) == []
        assert units(book.lines[0]) == ("release", 100, 0, 0)

    @pytest.mark.parametrize("choice", ["claimed", "assigned", "spent"])
    def test_another_licence_that_is_not_drawn_on_hides_no_clash(self, choice: str) -> None:
        """Both conditions bear one id, so one yes answers both: together they cannot be met."""
        bounded = us(number="A", valid_to="2027-01-01", conditions=bound(only_in=["CN"]))
        other = us(number="B", **({"limits": {"pieces": 0}} if choice == "spent" else {}))
        approval = cn(conditions=bound(not_in=["CN"]))
        ask = Ask(valid_at=DAY, assign="earliest-expiry" if choice == "assigned" else None)
        claimed = {"authority_claimed": "A"} if choice == "claimed" else {}
        book = judged(
            [bounded, other, approval], ask=ask, answers=[("place_of_use", "L1", "yes")], place_of_use="", **claimed
        )

        assert book.lines[0].release_units == 0

    @pytest.mark.parametrize(
        "other",
        [
            cn({**ONLY_HK, "destinations": ["HK"]}),
            cn({**ONLY_HK, "items": [CONSUMER]}),
            cn({**ONLY_HK, "parties": {"ultimate_consignee": ["cn2"], "end_user": ["cn2"]}}),
            cn(ONLY_HK, valid_to="2026-08-01"),
        ],
        ids=["destination", "item", "parties", "expired"],
    )
    def test_an_approval_that_is_for_something_else_does_not_clash(self, other: dict[str, Any]) -> None:
        assert on_file(judged([us(ONLY_CN), cn(ONLY_CN, number="CN-2"), other])) == []
        assert on_file(judged([us(ONLY_CN), other])) == []

    def test_a_key_that_is_open_sets_no_condition(self) -> None:
        book = judged([us(ONLY_CN), cn(ONLY_HK)], item=CONSUMER)

        assert on_file(book) == []
        assert units(book.lines[0]) == ("release", 100, 0, 0)

    def test_a_key_that_is_neither_modelled_nor_required_sets_none_either(self) -> None:
        book = judged([us(ONLY_CN), cn(ONLY_HK)], chronicle=False)

        assert units(book.lines[0]) == ("release", 100, 0, 0)

    def test_where_it_is_unknown_whether_an_approval_is_needed_nothing_is_settled(self) -> None:
        """H20 in May 2025: guided against; only what is surely required and uncovered is a hold."""
        book = judged([us(ONLY_CN), cn(ONLY_HK)], ask=Ask(valid_at=date(2025, 5, 1)), item="nvidia-h20-96gb")

        assert units(book.lines[0]) == ("undetermined", 0, 0, 100)


class TestReported:
    """In June 2026 a summary has Washington ask for use in China only, and Beijing for use abroad only; unverified."""

    GRANTS = (us(), cn(valid_from="2026-06-01"))

    def test_it_is_shown_and_labelled(self) -> None:
        shown = check_json(judged(self.GRANTS, ask=Ask(valid_at=JUNE)))
        (clash,) = shown["lines"][0]["clashes"]

        VALID.validate(shown)
        assert (clash["dimension"], clash["on_file"], clash["verified"]) == ("place_of_use", False, False)
        assert [(each["key"], each["allowed"], each["on_file"], each["unverified"]) for each in clash["clauses"]] == [
            ("us:export", "only CN", False, True),
            ("cn:import", "anything but CN", False, True),
        ]
        assert {each["grade"] for each in clash["clauses"]} == {"single_report"}
        text = " ".join(board(shown, width=100, colour=False).split())
        assert "no place of use satisfies both" in text
        assert text.count("(reported, a video summary, 2026-06-30, unverified)") == 2

    @pytest.mark.parametrize("grants", [(us(),), GRANTS, (us(ONLY_CN), cn(ONLY_CN))], ids=["one key", "both", "China"])
    @pytest.mark.parametrize("day", [JUNE, date(2026, 6, 29)], ids=str)
    def test_it_changes_no_units(self, grants: Sequence[Mapping[str, Any]], day: date) -> None:
        told, untold = (
            judged(grants, ask=Ask(valid_at=day, known_at=known)).lines[0] for known in (None, date(2026, 6, 29))
        )

        assert (len(told.clashes), len(untold.clashes)) == (1, 0)
        assert units(told) == units(untold)
        assert causes(told) == causes(untold)
        assert "conditions_do_not_overlap" not in causes(told)

    def test_nor_does_it_stop_a_release(self) -> None:
        line = judged((us(), cn()), ask=Ask(valid_at=DAY)).lines[0]

        assert line.clashes
        assert units(line) == ("release", 100, 0, 0)

    def test_a_line_that_does_not_turn_both_keys_does_not_show_it(self) -> None:
        line = judged((us(),), ask=Ask(valid_at=JUNE), destination="HK", place_of_use="HK").lines[0]

        assert line.clashes == ()
