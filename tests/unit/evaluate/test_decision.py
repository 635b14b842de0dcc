"""A whole decision: classification with its candidates, requirements, exceptions, policies and conditions."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from tests.unit.evaluate.cases import (
    CHIP,
    DAY,
    FALSE,
    ORDER,
    TRUE,
    UNKNOWN,
    case,
    decided,
    figure,
    seated,
    without,
)
from tests.unit.rules.laws import law_with, rule, version, when

from licet.rules import Reading

if TYPE_CHECKING:
    from pathlib import Path

    from licet.evaluate import Decision
    from licet.truth import Truth

EARLY = date(2024, 6, 1)
UNMEASURED = without(CHIP, "tpp")
TO_GERMANY = {**ORDER, "destination": "DE"}
GERMAN = (seated("de", "DE"),)


def truths(decision: Decision) -> dict[str, Truth]:
    found = (*decision.requirements, *decision.exceptions, *decision.policies)
    return {finding.standing.rule.id.removeprefix("us.ear."): finding.truth for finding in found}


def policy_rule(name: str, policy: str, expression: str, more: str = "") -> dict[str, str]:
    tail = when(expression) + f"    outcome: {{policy: {policy}}}\n{more}"
    return {f"{name}.yaml": rule(name, version(tail), kind="review_policy")}


# ---- classification


@pytest.mark.parametrize(
    ("item", "value", "eccn", "limb"),
    [
        (CHIP, "a", "S.a", "a.1"),
        ({**CHIP, "tpp": figure("2000"), "applicable_die_area_mm2": figure("300")}, "a", "S.a", "a.2"),
        ({**CHIP, "tpp": figure("2000"), "applicable_die_area_mm2": figure("625")}, "b", "S.b", "b.2"),
        ({**CHIP, "tpp": figure("2000"), "applicable_die_area_mm2": figure("628.4")}, "none", "none", ""),
        ({**CHIP, "tpp": figure("1599.999")}, "none", "none", ""),
        ({**CHIP, "item_kind": "other"}, "none", "none", ""),
    ],
)
def test_a_chip_is_classified_by_the_limb_that_holds(item: dict[str, object], value: str, eccn: str, limb: str) -> None:
    found = decided(case(item)).classification  # type: ignore[arg-type]

    assert (found.value, found.eccn, found.limb) == (value, eccn, limb)
    assert found.candidates == ((value, eccn),)


def test_a_board_is_classified_by_what_it_carries() -> None:
    board = case({"item_kind": "board"}, contents=({**CHIP, "tpp": figure("1")}, CHIP))

    assert decided(board).classification.value == "a"
    assert decided(case({"item_kind": "board"}, contents=())).classification.value == "none"


def test_before_any_paragraph_is_in_force_an_item_is_outside_all() -> None:
    found = decided(case(), date(2023, 11, 16)).classification

    assert (found.value, found.eccn) == ("none", "none")


def test_an_open_classification_names_its_candidates() -> None:
    found = decided(case(UNMEASURED)).classification

    assert (found.value, found.eccn) == (None, None)
    assert found.candidates == (("a", "S.a"), ("b", "S.b"), ("none", "none"))


def test_a_paragraph_that_is_excluded_is_no_candidate() -> None:
    item = {**CHIP, "tpp": figure("1600", "4799"), "applicable_die_area_mm2": figure("900")}

    assert decided(case(item)).classification.candidates == (("b", "S.b"), ("none", "none"))


def test_what_every_candidate_leads_to_is_the_answer() -> None:
    abroad = decided(case(UNMEASURED, TO_GERMANY, parties=GERMAN), EARLY)
    told = decided(case(UNMEASURED))

    assert abroad.classification.value is told.classification.value is None
    assert (abroad.licence_required, told.licence_required) == (FALSE, TRUE)  # the letter does not ask for the class
    assert truths(told)["requirement"] is UNKNOWN


def test_where_candidates_differ_the_answer_is_unknown() -> None:
    decision = decided(case(UNMEASURED), EARLY)

    assert (decision.licence_required, decision.review_policy, decision.review_policy_settled) == (UNKNOWN, None, False)


def test_an_item_in_one_of_two_paragraphs_needs_no_licence_or_needs_one() -> None:
    item = {**CHIP, "tpp": figure("4000", "6000")}  # class a from 4800, class b below: none at no figure

    for tpp in ("4000", "4799.999", "4800", "6000"):
        assert decided(case({**item, "tpp": figure(tpp)}), EARLY).licence_required is TRUE
    assert decided(case(item), EARLY).licence_required is TRUE


def test_two_paragraphs_that_both_hold_are_a_conflict(tmp_path: Path) -> None:
    outcome = "    outcome: {advanced_computing: b, eccn: S.other}\n"
    law = law_with(
        tmp_path, {"c.yaml": rule("class_c", version(when("item_kind = 'ic'") + outcome), kind="classification")}
    )

    found = decided(case(), law=law).classification

    assert (found.value, found.eccn) == (None, None)
    assert found.conflict == ("us.ear.class_a", "us.ear.class_c")
    assert found.candidates == (("a", "S.a"), ("b", "S.other"))
    assert decided(case(), EARLY, law=law).licence_required is TRUE  # of both


def test_two_paragraphs_of_one_value_are_no_conflict(tmp_path: Path) -> None:
    outcome = "    outcome: {advanced_computing: a, eccn: S.other}\n"
    law = law_with(
        tmp_path, {"c.yaml": rule("class_c", version(when("item_kind = 'ic'") + outcome), kind="classification")}
    )

    found = decided(case(), law=law).classification

    assert (found.value, found.conflict) == ("a", ())


def test_a_given_classification_is_taken() -> None:
    decision = decided(case(UNMEASURED, derived={"advanced_computing": "b"}), EARLY)

    assert decision.classification.value == "b"
    assert decision.licence_required is TRUE


# ---- requirements and exceptions


@pytest.mark.parametrize(
    ("order", "parties", "expected"),
    [
        (ORDER, (), TRUE),
        ({**ORDER, "destination": "HK"}, (), TRUE),
        (TO_GERMANY, GERMAN, FALSE),
        (TO_GERMANY, (seated("a", "SG", "CN"),), TRUE),
        (TO_GERMANY, (seated("a", "CN"),), TRUE),
        ({**ORDER, "destination": "KH"}, GERMAN, UNKNOWN),
        (without(ORDER, "destination"), GERMAN, UNKNOWN),
        (without(ORDER, "destination"), (seated("a", "CN"),), TRUE),
    ],
)
def test_a_licence_is_required_by_place_or_by_party(
    order: dict[str, object], parties: tuple[object, ...], expected: Truth
) -> None:
    assert decided(case(CHIP, order, parties=parties), EARLY).licence_required is expected  # type: ignore[arg-type]


def test_requirements_collect() -> None:
    assert {name: truth for name, truth in truths(decided(case())).items() if name in {"letter", "requirement"}} == {
        "letter": TRUE,
        "requirement": TRUE,
    }


def test_the_readings_differ_where_the_text_is_not_enforced() -> None:
    germany = case(CHIP, TO_GERMANY, parties=GERMAN)

    assert decided(germany, date(2025, 6, 1)).licence_required is FALSE
    assert decided(germany, date(2025, 6, 1), reading=Reading.TEXT).licence_required is TRUE


def test_an_unpublished_letter_is_known_from_its_day() -> None:
    below = case({**CHIP, "tpp": figure("100")})

    asked = {
        known: decided(below, date(2025, 4, 10), known_at=known) for known in (date(2025, 4, 14), date(2025, 4, 15))
    }

    assert [decision.licence_required for decision in asked.values()] == [FALSE, TRUE]


def test_an_exception_is_found_beside_the_requirement_and_lifts_nothing_itself() -> None:
    decision = decided(case({**CHIP, "tpp": figure("2000"), "applicable_die_area_mm2": figure("625")}))

    assert decision.classification.value == "b"
    assert (truths(decision)["exception"], decision.licence_required) == (TRUE, TRUE)
    assert [(found.id, found.met) for found in decision.exception_conditions] == [("parties_known", UNKNOWN)]


def test_the_conditions_of_an_exception_that_is_excluded_are_not_asked() -> None:
    decision = decided(case())

    assert truths(decision)["exception"] is FALSE
    assert decision.exception_conditions == ()


# ---- policies


def test_the_policy_is_case_by_case_and_its_conditions_stay_open() -> None:
    decision = decided(case())

    assert (decision.review_policy, decision.review_policy_settled) == ("case_by_case", True)
    assert [(found.id, found.met, found.question) for found in decision.conditions] == [
        ("i", UNKNOWN, "Is the end use stated?")
    ]
    assert decision.policy_if_conditions_fail == "presumption_of_denial"


@pytest.mark.parametrize(
    ("end_use", "met", "policy"), [("research", TRUE, "case_by_case"), (FALSE, FALSE, "presumption_of_denial")]
)
def test_a_condition_met_keeps_the_policy_and_one_that_fails_moves_it(end_use: object, met: Truth, policy: str) -> None:
    decision = decided(case(CHIP, {**ORDER, "end_use": end_use}))  # type: ignore[dict-item]

    assert ([found.met for found in decision.conditions], decision.review_policy) == ([met], policy)
    assert decision.policy_if_conditions_fail == "presumption_of_denial"


@pytest.mark.parametrize("day", [date(2026, 1, 14), date(2025, 6, 1)])
def test_before_the_looser_policy_the_stricter_stands(day: date) -> None:
    decision = decided(case(), day)

    assert (decision.review_policy, decision.conditions, decision.policy_if_conditions_fail) == (
        "presumption_of_denial",
        (),
        None,
    )


@pytest.mark.parametrize(("tpp", "policy"), [("20999.999", "case_by_case"), ("21000", "presumption_of_denial")])
def test_the_overriding_policy_ends_at_its_line(tpp: str, policy: str) -> None:
    assert decided(case({**CHIP, "tpp": figure(tpp)})).review_policy == policy


def test_without_a_requirement_there_is_no_policy() -> None:
    decision = decided(case(CHIP, TO_GERMANY, parties=GERMAN), EARLY)

    assert (decision.review_policy, decision.review_policy_settled, decision.conditions) == (None, True, ())


def test_a_policy_speaks_for_the_requirements_it_names_only(tmp_path: Path) -> None:
    below = {**CHIP, "tpp": figure("100")}  # the letter alone asks for a licence
    strict = policy_rule("strict", "policy_of_denial", "has_digital_processing_unit", "    for: [us.ear.letter]\n")

    named = decided(case(below), law=law_with(tmp_path, strict))
    not_named = decided(case(below))

    assert (named.review_policy, not_named.review_policy) == ("policy_of_denial", None)
    assert truths(not_named)["denial"] is FALSE
    assert not_named.licence_required is TRUE


def test_the_strictest_policy_is_the_headline(tmp_path: Path) -> None:
    files = policy_rule("mild", "presumption_of_approval", "has_digital_processing_unit") | policy_rule(
        "strict", "policy_of_denial", "has_nonplanar_logic"
    )
    law = law_with(tmp_path, files)

    assert decided(case(), law=law).review_policy == "policy_of_denial"
    assert decided(case({**CHIP, "has_nonplanar_logic": FALSE}), law=law).review_policy == "case_by_case"


@pytest.mark.parametrize(
    ("policy", "headline", "settled"),
    [
        ("policy_of_denial", None, False),
        ("presumption_of_denial", None, False),
        ("case_by_case", "case_by_case", True),
        ("presumption_of_approval", "case_by_case", True),
    ],
)
def test_a_policy_in_doubt_counts_only_if_it_would_be_stricter(
    policy: str, headline: str | None, settled: bool, tmp_path: Path
) -> None:
    law = law_with(tmp_path, policy_rule("doubtful", policy, "base_eccn = '3A090'"))

    decision = decided(case(), law=law)

    assert (decision.review_policy, decision.review_policy_settled) == (headline, settled)
    assert [found.id for found in decision.conditions] == (["i"] if settled else [])


def test_a_doubtful_policy_whose_condition_fails_is_as_strict_as_what_follows(tmp_path: Path) -> None:
    conditions = (
        "    conditions:\n      - {id: x, at: '1', question: One?, met: provided(end_use), else: policy_of_denial}\n"
    )
    law = law_with(tmp_path, policy_rule("doubtful", "presumption_of_approval", "base_eccn = '3A090'", conditions))

    fails = decided(case(CHIP, {**ORDER, "end_use": FALSE}), law=law)
    holds = decided(case(CHIP, {**ORDER, "end_use": "research"}), law=law)

    assert (fails.review_policy_settled, holds.review_policy_settled) == (False, True)


def test_a_movement_narrowed_to_some_words_settles_what_it_can() -> None:
    order = without(ORDER, "movement")

    known = decided(case(CHIP, {**order, "movement": frozenset({"reexport", "transfer"})}))
    open_ = decided(case(CHIP, {**order, "movement": frozenset({"export", "reexport"})}))

    assert known.review_policy == "presumption_of_denial"
    assert (open_.review_policy, open_.review_policy_settled) == (None, False)
    assert open_.licence_required is TRUE


def test_conditions_of_every_policy_of_the_headline_collect(tmp_path: Path) -> None:
    conditions = "    conditions:\n      - {id: ii, at: '1', question: Two?, met: provided(end_use)}\n"
    law = law_with(tmp_path, policy_rule("second", "case_by_case", "has_digital_processing_unit", conditions))

    assert [found.id for found in decided(case(), law=law).conditions] == ["i", "ii"]


def test_two_policies_may_name_their_conditions_alike(tmp_path: Path) -> None:
    conditions = "    conditions:\n      - {id: i, at: '1', question: Another?, met: provided(end_use)}\n"
    law = law_with(tmp_path, policy_rule("second", "case_by_case", "has_digital_processing_unit", conditions))

    assert len(decided(case(), law=law).conditions) == 2


def test_the_law_decides_on_the_day_asked() -> None:
    assert decided(case(), DAY).licence_required is TRUE
    assert decided(case(), date(2020, 1, 1)).licence_required is FALSE
