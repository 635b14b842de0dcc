"""What a rule comes to: Kleene's logic, quantifiers, exceptions, presumptions, letters, gaps."""

from __future__ import annotations

from datetime import date
from itertools import product
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
    figure,
    party,
    seated,
    step_of,
    truth_of,
    without,
)
from tests.unit.rules.laws import law_with, rule, small_law, version, when

from licet.batch import bare_case, compile_rule
from licet.errors import ProblemsFound
from licet.evaluate import Evaluator
from licet.rules import Law, Reading, book_at
from licet.rules.expression import Provided
from licet.truth import Truth, conjunction, disjunction

if TYPE_CHECKING:
    from pathlib import Path

    from licet.evaluate import PartyFacts
    from licet.facts import FactValue

THREE = (TRUE, UNKNOWN, FALSE)
PAIRS = list(product(THREE, THREE))
A, B = "marketed_for_datacenters", "has_nonplanar_logic"


def given(**facts: Truth) -> dict[str, FactValue]:
    """Return facts of an item; what is UNKNOWN is left out."""
    return {name: truth for name, truth in facts.items() if truth is not UNKNOWN}


def law_of(folder: Path, *rules: tuple[str, str]) -> Law:
    return law_with(folder, {f"{name}.yaml": rule(name, version(tail), kind="definition") for name, tail in rules})


# ---- Kleene over rules


@pytest.mark.parametrize(("left", "right"), PAIRS)
def test_limbs_join_as_kleene_says(left: Truth, right: Truth, tmp_path: Path) -> None:
    limbs = f"      - {{label: a, when: {A}}}\n      - {{label: b, when: {B}}}\n"
    law = law_of(
        tmp_path,
        ("every", f"    all:\n{limbs}"),
        ("some", f"    any:\n{limbs}"),
        ("less", when(A) + f"    unless:\n      - {{label: b, when: {B}}}\n"),
        ("spelled", when(f"({A} OR {B}) AND NOT ({A} AND {B})")),
        ("through", when("every OR less")),
    )
    item = given(marketed_for_datacenters=left, has_nonplanar_logic=right)
    found = {name: truth_of(name, case(item), law=law) for name in ("every", "some", "less", "spelled", "through")}

    assert found == {
        "every": left & right,
        "some": left | right,
        "less": left & ~right,
        "spelled": (left | right) & ~(left & right),
        "through": (left & right) | (left & ~right),
    }


@pytest.mark.parametrize(
    ("tpp", "expected"),
    [
        (("4800",), TRUE),
        (("4799.999",), FALSE),
        (("4800", "9000"), TRUE),
        (("1", "4799.999"), FALSE),
        (("4799.999", "4800"), UNKNOWN),
    ],
)
def test_an_interval_counts_only_if_both_ends_agree(tpp: tuple[str, ...], expected: Truth, tmp_path: Path) -> None:
    law = law_of(tmp_path, ("line", when("tpp >= 4800")))

    assert truth_of("line", case({"tpp": figure(*tpp)}), law=law) is expected


def test_an_absent_figure_is_unknown_not_zero(tmp_path: Path) -> None:
    law = law_of(
        tmp_path, ("line", when("tpp < 4800")), ("zero", when("tpp * 0 >= 0")), ("sum", when("tpp + 5000 >= 4800"))
    )

    assert truth_of("line", case({}), law=law) is UNKNOWN
    assert truth_of("line", case({"tpp": figure("0")}), law=law) is TRUE
    assert truth_of("sum", case({}), law=law) is UNKNOWN


@pytest.mark.parametrize(
    ("expression", "truths"),
    [
        ("valid_at >= '2026-02-01'", (FALSE, TRUE, TRUE)),
        ("valid_at > '2026-02-01'", (FALSE, FALSE, TRUE)),
        ("valid_at <= '2026-02-01'", (TRUE, TRUE, FALSE)),
        ("valid_at < '2026-02-01'", (TRUE, FALSE, FALSE)),
        ("valid_at = '2026-02-01'", (FALSE, TRUE, FALSE)),
        ("valid_at <> '2026-02-01'", (TRUE, FALSE, TRUE)),
    ],
)
def test_dates_compare_with_a_day_of_the_law(expression: str, truths: tuple[Truth, ...], tmp_path: Path) -> None:
    law = law_of(tmp_path, ("dated", when(expression)))
    days = (date(2026, 1, 31), date(2026, 2, 1), date(2026, 2, 2))

    assert tuple(truth_of("dated", case(CHIP, {"valid_at": day}), law=law) for day in days) == truths
    assert truth_of("dated", case(CHIP, {}), law=law) is UNKNOWN


def test_places_count_as_what_the_key_takes_them_for(tmp_path: Path) -> None:
    law = law_of(
        tmp_path,
        ("zone", when("destination IN zone")),
        ("named", when("destination = 'CN'")),
        ("hk", when("destination = 'HK'")),
    )
    hong_kong = case(CHIP, {"destination": "HK"})

    assert [truth_of(name, hong_kong, law=law) for name in ("zone", "named", "hk")] == [TRUE, TRUE, FALSE]
    assert truth_of("zone", hong_kong, date(2020, 12, 22), law=law) is FALSE
    assert step_of("zone", hong_kong, law=law).children[0].children[0].right == "CN"


def test_a_member_of_whom_it_is_not_known_is_unknown(tmp_path: Path) -> None:
    law = law_of(tmp_path, ("in_zone", when("destination IN zone")), ("out_of_zone", when("NOT destination IN zone")))

    found = {
        country: truth_of("in_zone", case(CHIP, {"destination": country}), law=law)
        for country in ("CN", "AE", "KH", "DE")
    }

    assert found == {"CN": TRUE, "AE": TRUE, "KH": UNKNOWN, "DE": FALSE}
    assert truth_of("out_of_zone", case(CHIP, {"destination": "KH"}), law=law) is UNKNOWN


@pytest.mark.parametrize(
    ("movements", "expected"),
    [
        ({"export"}, TRUE),
        ({"export", "reexport"}, UNKNOWN),
        ({"reexport", "transfer"}, FALSE),
        (set(), UNKNOWN),
    ],
)
def test_words_still_possible_settle_what_they_agree_on(movements: set[str], expected: Truth, tmp_path: Path) -> None:
    law = law_of(tmp_path, ("export", when("movement = 'export'")), ("other", when("movement <> 'export'")))
    order: dict[str, FactValue] = {"movement": frozenset(movements)}

    assert truth_of("export", case(CHIP, order), law=law) is expected
    assert truth_of("other", case(CHIP, order), law=law) is ~expected


def test_two_possible_words_on_one_list_hold(tmp_path: Path) -> None:
    law = law_of(tmp_path, ("listed", when("movement IN ('export', 'reexport')")))

    assert truth_of("listed", case(CHIP, {"movement": frozenset({"export", "reexport"})}), law=law) is TRUE


def test_days_are_counted_from_the_first_to_the_second(tmp_path: Path) -> None:
    facts = "facts:\n  notice_on: {subject: order, type: date, remedy: file, question: When?}\n"
    files = {
        "facts.yaml": facts,
        "r.yaml": rule("waited", version(when("days_between(notice_on, valid_at) >= 25")), kind="definition"),
    }
    law = law_with(tmp_path, files)

    def waited(notice: date) -> Truth:
        return truth_of("waited", case(CHIP, {"notice_on": notice, "valid_at": DAY}), law=law)

    assert [waited(date(2026, 1, 7)), waited(date(2026, 1, 8)), waited(date(2026, 3, 1))] == [TRUE, FALSE, FALSE]
    assert truth_of("waited", case(CHIP, {"valid_at": DAY}), law=law) is UNKNOWN


# ---- parties

ROLES = "any_party('ultimate_consignee, end_user', headquarters IN zone)"
EVERY = "all_parties('ultimate_consignee, end_user', headquarters IN zone)"
BUYER = party("buyer", roles=frozenset({"purchaser"}), headquarters="CN")
CN, DE, BLANK = party("cn", headquarters="CN"), party("de", headquarters="DE"), party("blank")


@pytest.mark.parametrize(
    ("parties", "complete", "some", "every"),
    [
        ((), TRUE, FALSE, TRUE),
        ((), UNKNOWN, UNKNOWN, UNKNOWN),
        ((CN,), TRUE, TRUE, TRUE),
        ((CN,), UNKNOWN, TRUE, UNKNOWN),
        ((CN,), FALSE, TRUE, UNKNOWN),
        ((DE,), TRUE, FALSE, FALSE),
        ((DE,), UNKNOWN, UNKNOWN, FALSE),
        ((DE,), FALSE, UNKNOWN, FALSE),
        ((BLANK,), TRUE, UNKNOWN, UNKNOWN),
        ((DE, CN), UNKNOWN, TRUE, FALSE),
        ((DE, BLANK), TRUE, UNKNOWN, FALSE),
        ((CN, BLANK), TRUE, TRUE, UNKNOWN),
        ((BUYER,), TRUE, FALSE, TRUE),
        ((BUYER, DE), UNKNOWN, UNKNOWN, FALSE),
    ],
)
def test_party_tests_need_all_parties_to_say_no(
    parties: tuple[PartyFacts, ...], complete: Truth, some: Truth, every: Truth, tmp_path: Path
) -> None:
    law = law_of(tmp_path, ("some", when(ROLES)), ("every", when(EVERY)))
    situation = case(parties=parties, complete=complete)

    assert (truth_of("some", situation, law=law), truth_of("every", situation, law=law)) == (some, every)


def test_a_party_with_several_roles_is_asked_once(tmp_path: Path) -> None:
    law = law_of(tmp_path, ("some", when(ROLES)))
    both = party("both", roles=frozenset({"ultimate_consignee", "end_user", "purchaser"}), headquarters="DE")

    quantifier = step_of("some", case(parties=(both,)), law=law).children[0].children[0]

    assert [child.subject for child in quantifier.children] == ["both"]


def test_a_parent_counts_where_the_seat_does_not() -> None:
    assert truth_of("headquartered", case(parties=(seated("a", "SG", "CN"),))) is TRUE
    assert truth_of("headquartered", case(parties=(seated("a", "SG"),))) is FALSE
    assert truth_of("headquartered", case(parties=(party("a", headquarters="SG"),))) is UNKNOWN


# ---- contents

BIG, SMALL, OPEN = {"tpp": figure("4800")}, {"tpp": figure("1")}, {}


@pytest.mark.parametrize(
    ("contents", "expected"),
    [
        ((), FALSE),
        ((BIG,), TRUE),
        ((SMALL,), FALSE),
        ((OPEN,), UNKNOWN),
        ((SMALL, BIG), TRUE),
        ((SMALL, OPEN), UNKNOWN),
        ((OPEN, BIG), TRUE),
        ((SMALL, SMALL), FALSE),
    ],
)
def test_any_circuit_is_enough(contents: tuple[dict[str, FactValue], ...], expected: Truth, tmp_path: Path) -> None:
    law = law_of(tmp_path, ("holds_big", when("any_ic(tpp >= 4800)")))

    assert truth_of("holds_big", case({"item_kind": "board"}, contents=contents), law=law) is expected


def test_contents_not_stated_are_unknown(tmp_path: Path) -> None:
    law = law_of(tmp_path, ("holds_big", when("any_ic(tpp >= 4800)")))

    assert (
        truth_of("holds_big", case({"item_kind": "board", "tpp": figure("9000")}, open_contents=True), law=law)
        is UNKNOWN
    )


def test_a_rule_is_asked_of_each_circuit_apart(tmp_path: Path) -> None:
    law = law_of(tmp_path, ("big", when("tpp >= 4800")), ("own_and_contents", when("NOT big AND any_ic(big)")))

    assert truth_of("own_and_contents", case({**SMALL}, contents=(SMALL, BIG)), law=law) is TRUE
    assert truth_of("own_and_contents", case({**BIG}, contents=(SMALL,)), law=law) is FALSE


def test_the_item_in_hand_is_the_item_again_after_its_contents(tmp_path: Path) -> None:
    law = law_of(tmp_path, ("mixed", when("any_ic(tpp >= 4800) AND tpp < 4800")))

    assert truth_of("mixed", case({**SMALL}, contents=(BIG,)), law=law) is TRUE


# ---- exceptions


@pytest.mark.parametrize(("market", "expected"), [(FALSE, FALSE), (UNKNOWN, UNKNOWN), (TRUE, TRUE)])
def test_an_exception_that_may_apply_leaves_the_rule_unknown(market: Truth, expected: Truth) -> None:
    item = {**without(CHIP, A), "tpp": figure("2000"), "applicable_die_area_mm2": figure("300"), **given(**{A: market})}

    assert truth_of("meets_a", case(item)) is expected


@pytest.mark.parametrize(("outer", "inner"), PAIRS)
def test_an_exception_inside_a_limb_limits_that_limb_only(outer: Truth, inner: Truth, tmp_path: Path) -> None:
    limb = (
        "    any:\n"
        f"      - label: limited\n        when: {A}\n"
        f"        unless:\n          - {{label: note, when: {B}}}\n"
        "      - {label: free, when: has_digital_processing_unit}\n"
    )
    law = law_of(tmp_path, ("limbs", limb))
    item = given(marketed_for_datacenters=outer, has_nonplanar_logic=inner)

    assert truth_of("limbs", case({**item, "has_digital_processing_unit": FALSE}), law=law) is outer & ~inner
    assert truth_of("limbs", case({**item, "has_digital_processing_unit": TRUE}), law=law) is TRUE


@pytest.mark.parametrize(("exception", "back"), PAIRS)
def test_an_exception_to_an_exception_gives_the_rule_back(exception: Truth, back: Truth, tmp_path: Path) -> None:
    tail = when("has_digital_processing_unit") + (
        f"    unless:\n      - label: note\n        when: {A}\n"
        f"        unless:\n          - {{label: back, when: {B}}}\n"
    )
    law = law_of(tmp_path, ("nested", tail))
    item = {"has_digital_processing_unit": TRUE, **given(marketed_for_datacenters=exception, has_nonplanar_logic=back)}

    assert truth_of("nested", case(item), law=law) is ~(exception & ~back)


# ---- presumptions


@pytest.mark.parametrize(
    ("presumed", "rebutted", "expected"),
    [
        (TRUE, TRUE, FALSE),
        (TRUE, FALSE, TRUE),
        (TRUE, UNKNOWN, TRUE),
        (UNKNOWN, TRUE, FALSE),
        (UNKNOWN, UNKNOWN, UNKNOWN),
        (UNKNOWN, FALSE, UNKNOWN),
        (FALSE, TRUE, FALSE),
        (FALSE, UNKNOWN, FALSE),
    ],
)
def test_a_presumption_holds_until_it_is_rebutted(
    presumed: Truth, rebutted: Truth, expected: Truth, tmp_path: Path
) -> None:
    tail = when("tpp >= 4800") + f"    presume:\n      - {{label: note_1, when: {A}, rebutted_by: {B}}}\n"
    law = law_of(tmp_path, ("presumed", tail))
    item = given(marketed_for_datacenters=presumed, has_nonplanar_logic=rebutted)

    assert truth_of("presumed", case({**item, **SMALL}), law=law) is expected
    assert truth_of("presumed", case({**item, **BIG}), law=law) is TRUE


def test_a_presumption_that_nothing_rebuts(tmp_path: Path) -> None:
    law = law_of(tmp_path, ("presumed", when("tpp >= 4800") + f"    presume:\n      - {{label: note_1, when: {A}}}\n"))

    assert [truth_of("presumed", case({**SMALL, **given(**{A: one})}), law=law) for one in THREE] == list(THREE)


# ---- overrides


@pytest.mark.parametrize(("over", "under"), PAIRS)
def test_an_overrider_takes_the_other_rule_away(over: Truth, under: Truth, tmp_path: Path) -> None:
    files = {
        "over.yaml": rule("over", version(when(A)), head="overrides: [us.ear.under]\n"),
        "under.yaml": rule("under", version(when(B))),
    }
    law = law_with(tmp_path, files)
    situation = case(given(marketed_for_datacenters=over, has_nonplanar_logic=under))

    assert truth_of("over", situation, law=law) is over
    assert truth_of("under", situation, law=law) is under & ~over


def test_an_overrider_not_in_force_takes_nothing_away(tmp_path: Path) -> None:
    files = {
        "over.yaml": rule("over", version(when(A), start="2026-02-02"), head="overrides: [us.ear.under]\n"),
        "under.yaml": rule("under", version(when(B))),
    }
    law = law_with(tmp_path, files)
    both = case(given(marketed_for_datacenters=TRUE, has_nonplanar_logic=TRUE))

    assert [truth_of("under", both, day, law=law) for day in (DAY, date(2026, 2, 2))] == [TRUE, FALSE]


# ---- letters


@pytest.mark.parametrize(
    ("exporter", "expected"),
    [("NVIDIA", TRUE), ("nvidia", TRUE), ("AMD", FALSE), (None, UNKNOWN)],
)
def test_a_letter_binds_its_addressee(exporter: str | None, expected: Truth) -> None:
    order = without(ORDER, "exporter") | ({"exporter": exporter} if exporter else {})

    assert truth_of("letter", case(CHIP, order)) is expected


def test_a_letter_does_not_reach_what_lies_outside_its_terms() -> None:
    outside = case(CHIP, {**without(ORDER, "exporter"), "destination": "DE"}, parties=(seated("de", "DE"),))

    assert truth_of("letter", outside) is FALSE


@pytest.mark.parametrize(("day", "expected"), [(date(2024, 1, 31), FALSE), (date(2024, 2, 1), TRUE)])
def test_a_letter_binds_from_the_day_its_addressee_was_told(day: date, expected: Truth, tmp_path: Path) -> None:
    tail = when("has_digital_processing_unit") + (
        "    addressees:\n      - {party: First, notified_on: 2024-01-01}\n"
        "      - {party: Second, notified_on: 2024-02-01}\n"
    )
    law = law_with(tmp_path, {"r.yaml": rule("told", version(tail))})

    assert truth_of("told", case(CHIP, {"exporter": "Second"}), day, law=law) is expected
    assert truth_of("told", case(CHIP, {"exporter": "First"}), day, law=law) is TRUE


def test_before_anyone_is_told_a_letter_binds_nobody(tmp_path: Path) -> None:
    tail = when("has_digital_processing_unit") + "    addressees:\n      - {party: First, notified_on: 2024-01-01}\n"
    law = law_with(tmp_path, {"r.yaml": rule("told", version(tail))})

    for order in ({"exporter": "First"}, {}):
        assert truth_of("told", case(CHIP, order), date(2023, 12, 31), law=law) is FALSE


# ---- gaps


@pytest.mark.parametrize(
    ("status", "more"),
    [("not_encoded", "    reason: long\n"), ("human_judgement", "    question: Is it substantial?\n")],
)
@pytest.mark.parametrize("body", THREE)
def test_a_gap_is_unknown_within_its_body_and_false_outside(
    status: str, more: str, body: Truth, tmp_path: Path
) -> None:
    law = law_with(tmp_path, {"r.yaml": rule("gap", version(more + when(A), status=status))})

    assert truth_of("gap", case(given(**{A: body})), law=law) is (FALSE if body is FALSE else UNKNOWN)


def test_a_gap_without_a_body_is_everywhere(tmp_path: Path) -> None:
    law = law_with(tmp_path, {"r.yaml": rule("gap", version("    reason: long\n", status="not_encoded"))})

    assert truth_of("gap", case({}, {}), law=law) is UNKNOWN


def test_what_is_encoded_in_part_is_evaluated(tmp_path: Path) -> None:
    law = law_with(tmp_path, {"r.yaml": rule("part", version("    reason: long\n" + when(A), status="partly"))})

    assert [truth_of("part", case(given(**{A: one})), law=law) for one in THREE] == list(THREE)


def test_a_figure_that_is_a_gap_is_unknown(tmp_path: Path) -> None:
    files = {
        "c.yaml": rule(
            "ceiling", version("    reason: long\n    value: 2 * tpp\n", status="not_encoded"), kind="definition"
        ),
        "r.yaml": rule("over", version(when("applicable_die_area_mm2 >= ceiling"))),
    }
    law = law_with(tmp_path, files)

    assert truth_of("over", case({"tpp": figure("1"), "applicable_die_area_mm2": figure("9")}), law=law) is UNKNOWN


OPEN_FIGURES = {
    "a gap": ("not_encoded", "    reason: long\n"),
    "a judgement": ("human_judgement", "    question: How much?\n"),
    "a stay by announcement": (
        "encoded",
        "    stayed:\n      - {from: 2026-01-01, by: announcement, source: {doc: Sample Act, at: x, grade: press}}\n",
    ),
    "a part not enforced": (
        "encoded",
        "    not_enforced:\n      - {when: has_nonplanar_logic, source: {doc: Sample Act, at: x, grade: press}}\n",
    ),
}


@pytest.mark.parametrize("name", OPEN_FIGURES)
def test_a_figure_that_is_not_settled_is_unknown_in_every_engine(name: str, tmp_path: Path) -> None:
    status, more = OPEN_FIGURES[name]
    files = {
        "c.yaml": rule("ceiling", version(f"{more}    value: 2 * tpp\n", status=status), kind="definition"),
        "r.yaml": rule("over", version(when("applicable_die_area_mm2 >= ceiling"))),
    }
    law, facts = law_with(tmp_path, files), {"tpp": figure("1"), "applicable_die_area_mm2": figure("9")}
    code = compile_rule(book_at(law, DAY), "us.ear.over")

    assert truth_of("over", case(facts), law=law) is UNKNOWN
    assert code(bare_case(facts, [facts], order={})) == 1


# ---- figures that rules define


def test_a_defined_figure_is_worked_out_where_it_is_read(tmp_path: Path) -> None:
    files = {
        "c.yaml": rule("ceiling", version("    value: 2 * applicable_die_area_mm2\n"), kind="definition"),
        "r.yaml": rule("over", version(when("any_ic(tpp >= ceiling)")), kind="definition"),
    }
    law = law_with(tmp_path, files)

    def over(tpp: str, area: str) -> Truth:
        circuit = {"tpp": figure(tpp), "applicable_die_area_mm2": figure(area)}
        return truth_of("over", case({"item_kind": "board"}, contents=(circuit,)), law=law)

    assert [over("4", "2"), over("3.999", "2")] == [TRUE, FALSE]


@pytest.mark.parametrize(
    "values",
    [
        ("total_dram_bandwidth_gb_s - io_bandwidth_gb_s",),
        ("total_dram_bandwidth_gb_s", "total_dram_bandwidth_gb_s - io_bandwidth_gb_s"),
        ("days_between(valid_at, valid_at)",),
        ("2 + deeper",),
    ],
)
def test_a_figure_that_may_be_negative_is_no_factor(values: tuple[str, ...], tmp_path: Path) -> None:
    starts = ("2020-01-01", "2024-01-01", "")
    versions = [
        version((f"    in_force_to: {end}\n" if number < len(values) else "") + f"    value: {value}\n", start=start)
        for number, (value, start, end) in enumerate(zip(values, starts, starts[1:], strict=False), 1)
    ]
    files = {
        "deeper.yaml": rule("deeper", version("    value: quantity - 3\n"), kind="definition"),
        "d.yaml": rule("spread", *versions, kind="definition"),
        "r.yaml": rule("wide", version(when("quantity * spread + 10 >= 0"))),
    }

    with pytest.raises(ProblemsFound) as caught:
        law_with(tmp_path, files)

    assert [problem.slug for problem in caught.value.problems] == ["refused-expression"]
    assert "as a factor" in caught.value.problems[0].what


def test_a_figure_that_may_be_negative_is_added_and_compared(tmp_path: Path) -> None:
    files = {
        "d.yaml": rule(
            "spread", version("    value: total_dram_bandwidth_gb_s - io_bandwidth_gb_s\n"), kind="definition"
        ),
        "r.yaml": rule("wide", version(when("quantity + spread >= 3"))),
    }
    law = law_with(tmp_path, files)
    item = {"total_dram_bandwidth_gb_s": figure("0", "10"), "io_bandwidth_gb_s": figure("5")}

    assert [truth_of("wide", case(item, {"quantity": figure(one)}), law=law) for one in ("1", "8")] == [UNKNOWN, TRUE]


def test_a_rule_is_no_paper(tmp_path: Path) -> None:
    tail = when("meets_a") + (
        "    outcome: {policy: case_by_case}\n    conditions:\n"
        "      - {id: i, at: '1', question: One?, met: provided(meets_b)}\n"
    )

    with pytest.raises(ProblemsFound) as caught:
        law_with(tmp_path, {"r.yaml": rule("paper", version(tail), kind="review_policy")})

    assert [problem.slug for problem in caught.value.problems] == ["type-mismatch"]


# ---- enforcement that depends on the case


@pytest.mark.parametrize(("place", "expected"), [("CN", TRUE), ("DE", FALSE), ("KH", UNKNOWN)])
def test_partial_non_enforcement_takes_away_where_it_holds(place: str, expected: Truth) -> None:
    situation = case(
        CHIP, {**ORDER, "destination": place}, parties=(seated("de", "DE"),), derived={"advanced_computing": "a"}
    )

    assert truth_of("requirement", situation, date(2025, 6, 1)) is expected
    assert truth_of("requirement", situation, date(2025, 6, 1), reading=Reading.TEXT) is TRUE


def test_a_stay_by_announcement_leaves_unknown_what_would_hold(tmp_path: Path) -> None:
    tail = (
        when(A)
        + "    stayed:\n      - {from: 2026-01-01, by: announcement, source: {doc: Sample Act, at: x, grade: press}}\n"
    )
    law = law_with(tmp_path, {"r.yaml": rule("stayed", version(tail))})

    assert [truth_of("stayed", case(given(**{A: one})), law=law) for one in THREE] == [UNKNOWN, UNKNOWN, FALSE]
    assert truth_of("stayed", case(given(**{A: TRUE})), law=law, reading=Reading.TEXT) is TRUE


# ---- paperwork


@pytest.mark.parametrize(("value", "expected"), [("research", TRUE), (None, UNKNOWN), (FALSE, FALSE), (TRUE, TRUE)])
def test_a_paper_is_provided_if_stated_and_not_stated_false(value: FactValue | None, expected: Truth) -> None:
    order = {"end_use": value} if value is not None else {}
    step = Evaluator(book_at(small_law(), DAY), case(CHIP, order)).test(Provided("end_use"))

    assert step.truth is expected


def test_conjunction_and_disjunction_of_nothing() -> None:
    assert (conjunction(()), disjunction(())) == (TRUE, FALSE)
