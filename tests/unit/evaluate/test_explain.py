"""Explanations a person reads: the tree, its citations, and how far each figure is from its line."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from tests.unit.evaluate.cases import CHIP, DAY, FALSE, ORDER, TRUE, case, decided, figure, seated, step_of, without
from tests.unit.rules.laws import law_with, rule, version, when

from licet.evaluate import deciding_label, explanation

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from licet.evaluate.explain import Explanation

A10 = {**CHIP, "tpp": figure("2000"), "applicable_die_area_mm2": figure("628.4")}
MI325X = {**CHIP, "tpp": figure("20919.2")}


def nodes(node: Explanation) -> Iterator[Explanation]:
    yield node
    for child in node["children"]:
        yield from nodes(child)


def labelled(node: Explanation, label: str) -> Explanation:
    return next(one for one in nodes(node) if one["label"] == label)


def margins(node: Explanation) -> list[str]:
    return [one["margin"] for one in nodes(node) if one["margin"]]


# ---- margins


def test_the_a10_stands_below_the_density_of_3_2() -> None:
    found = margins(explanation(step_of("meets_b", case(A10))))

    assert "2000 is 10.88 below 2010.88; tpp / applicable_die_area_mm2 is 3.183 against 3.2" in found


def test_the_mi325x_stands_81_below_21000() -> None:
    assert "20919.2 is 80.8 below 21000" in margins(explanation(step_of("case_by_case", case(MI325X))))


@pytest.mark.parametrize(
    ("tpp", "margin"),
    [
        ("4800", "4800 is at 4800"),
        ("4799.999", "4799.999 is 0.001 below 4800"),
        ("4800.001", "4800.001 is 0.001 above 4800"),
        ("0", "0 is 4800 below 4800"),
    ],
)
def test_a_margin_is_exact(tpp: str, margin: str) -> None:
    assert margin in margins(explanation(step_of("meets_a", case({**CHIP, "tpp": figure(tpp)}))))


@pytest.mark.parametrize("item", [{**CHIP, "tpp": figure("4000", "6000")}, without(CHIP, "tpp")])
def test_an_open_figure_has_no_margin(item: dict[str, object]) -> None:
    tree = explanation(step_of("meets_a", case(item)))  # type: ignore[arg-type]

    assert labelled(tree, "a.1")["margin"] == ""
    assert labelled(tree, "a.1")["value"] in {"4000 to 6000", "unknown"}


def test_a_product_of_zero_has_no_ratio() -> None:
    tree = explanation(step_of("meets_a", case({**CHIP, "applicable_die_area_mm2": figure("0")})))

    assert "4800 is 4800 above 0" in margins(tree)


# ---- the tree


def test_a_rule_is_cited_and_its_limbs_are_labelled() -> None:
    tree = explanation(step_of("meets_a", case()))

    assert (tree["label"], tree["citation"], tree["grade"], tree["truth"]) == (
        "us.ear.meets_a",
        "Sample Act, 3.a",
        "primary",
        "yes",
    )
    assert {one["label"] for one in nodes(tree)} >= {"chapeau", "a.1", "a.2", "exception note_2"}
    assert labelled(tree, "chapeau")["value"] == "yes"
    assert labelled(tree, "a.1")["text"] == "tpp >= 4800"


def test_a_rule_that_another_reads_hangs_below_it() -> None:
    tree = explanation(step_of("meets_b", case(A10)))

    assert labelled(tree, "us.ear.meets_a")["citation"] == "Sample Act, 3.a"


def test_a_quotation_takes_the_place_of_the_expression(tmp_path: Path) -> None:
    law = law_with(
        tmp_path, {"r.yaml": rule("q", version("    all:\n      - {label: a, when: meets_a, quote: the words}\n"))}
    )

    assert labelled(explanation(step_of("q", case(), law=law)), "a")["text"] == "the words"


def test_a_limb_with_a_source_of_its_own_is_cited(tmp_path: Path) -> None:
    limb = "    all:\n      - {label: a, when: meets_a, source: {doc: Sample Act, at: note 2, grade: press}}\n"
    law = law_with(tmp_path, {"r.yaml": rule("q", version(limb))})

    found = labelled(explanation(step_of("q", case(), law=law)), "a")

    assert (found["citation"], found["grade"]) == ("Sample Act, note 2", "press")


def test_a_place_says_what_it_counts_as() -> None:
    tree = explanation(step_of("denial", case(CHIP, {**ORDER, "destination": "HK"})))

    assert "HK (counts as CN)" in {one["value"] for one in nodes(tree)}


def test_a_fact_not_stated_says_so() -> None:
    tree = explanation(step_of("denial", case(CHIP, without(ORDER, "destination"))))

    assert "not stated" in {one["value"] for one in nodes(tree)}


def test_a_letter_names_its_addressees() -> None:
    tree = explanation(step_of("letter", case(CHIP, without(ORDER, "exporter"))))

    found = labelled(tree, "binds its addressees")
    assert (found["text"], found["truth"]) == ("exporter is one of NVIDIA", "unknown")


def test_a_presumption_shows_what_presumes_and_what_rebuts(tmp_path: Path) -> None:
    tail = (
        when("tpp >= 9000") + "    presume:\n      - {label: note_1, when: meets_a, rebutted_by: has_nonplanar_logic}\n"
    )
    law = law_with(tmp_path, {"r.yaml": rule("p", version(tail))})

    found = labelled(explanation(step_of("p", case(), law=law)), "presumed where note_1")

    assert (found["text"], found["truth"]) == ("meets_a", "no")
    assert [child["text"] for child in found["children"]] == ["meets_a", "has_nonplanar_logic"]


def test_a_gap_says_why_it_is_one(tmp_path: Path) -> None:
    law = law_with(tmp_path, {"r.yaml": rule("g", version("    reason: too long\n", status="not_encoded"))})

    found = labelled(explanation(step_of("g", case(), law=law)), "not encoded")

    assert (found["text"], found["truth"]) == ("too long", "unknown")


def test_what_is_not_enforced_is_named() -> None:
    situation = case(
        CHIP, {**ORDER, "destination": "DE"}, parties=(seated("de", "DE"),), derived={"advanced_computing": "a"}
    )

    found = labelled(explanation(step_of("requirement", situation, date(2025, 6, 1))), "not enforced where")

    assert (found["truth"], found["citation"], found["grade"]) == ("yes", "Sample Act, announcement", "secondary")
    assert found["text"] == "NOT destination IN zone AND NOT headquartered_in_zone"


def test_an_overriding_rule_is_named_as_such() -> None:
    tree = explanation(step_of("denial", case(), DAY))

    assert any(one["label"].startswith("overridden by") for one in nodes(tree))


def test_a_stay_by_announcement_is_named_as_such(tmp_path: Path) -> None:
    tail = (
        when("meets_a")
        + "    stayed:\n      - {from: 2026-01-01, by: announcement, source: {doc: Sample Act, at: x, grade: press}}\n"
    )
    law = law_with(tmp_path, {"r.yaml": rule("stayed", version(tail))})

    tree = explanation(step_of("stayed", case(), law=law))

    assert any("announcement" in one["label"] for one in nodes(tree))


def test_every_node_is_plain_text() -> None:
    decision = decided(case(without(CHIP, "tpp")))
    for finding in (*decision.requirements, *decision.exceptions, *decision.policies):
        for node in nodes(explanation(finding.step)):
            assert node["truth"] in {"yes", "no", "unknown"}
            assert node["grade"] in {None, "primary", "secondary", "press", "memory"}
            assert all(isinstance(node[key], str) for key in ("label", "text", "citation", "value", "margin"))


# ---- the limb that decided


@pytest.mark.parametrize(
    ("rule_name", "item", "label"),
    [
        ("meets_a", CHIP, "a.1"),
        ("meets_a", {**CHIP, "tpp": figure("4000"), "applicable_die_area_mm2": figure("100")}, "a.2"),
        ("meets_a", {**CHIP, "has_digital_processing_unit": FALSE}, "chapeau"),
        ("meets_a", {**CHIP, "tpp": figure("4000"), "marketed_for_datacenters": FALSE}, "note_2"),
        ("meets_a", without(CHIP, "tpp"), ""),
        ("meets_b", CHIP, "a"),
        ("meets_b", {**CHIP, "tpp": figure("3000"), "applicable_die_area_mm2": figure("814")}, "b.2"),
    ],
)
def test_the_label_is_that_of_the_limb_that_decided(rule_name: str, item: dict[str, object], label: str) -> None:
    assert deciding_label(step_of(rule_name, case(item))) == label  # type: ignore[arg-type]


def test_the_label_of_a_letter_is_that_of_its_terms() -> None:
    assert deciding_label(step_of("letter", case())) == "memory"
    narrow = {**CHIP, "total_dram_bandwidth_gb_s": figure("1000")}
    assert deciding_label(step_of("letter", case(narrow))) == "sum"


def test_a_presumption_that_decides_is_named(tmp_path: Path) -> None:
    tail = when("tpp >= 9000") + "    presume:\n      - {label: note_1, when: meets_a}\n"
    law = law_with(tmp_path, {"r.yaml": rule("p", version(tail))})

    step = step_of("p", case(), law=law)

    assert (step.truth, deciding_label(step)) == (TRUE, "note_1")


def test_an_exception_in_a_limb_is_named(tmp_path: Path) -> None:
    tail = "    all:\n      - {label: a, when: meets_a, unless: [{label: note, when: has_nonplanar_logic}]}\n"
    law = law_with(tmp_path, {"r.yaml": rule("p", version(tail))})

    assert deciding_label(step_of("p", case(), law=law)) == "note"
