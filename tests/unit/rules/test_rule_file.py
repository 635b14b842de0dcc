"""What one rule file says: values kept with their places, and what is not passed over in silence."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from tests.unit.rules.laws import law_with, rule, small_law, version, when

from licet.citation import Grade
from licet.errors import ProblemsFound
from licet.rules import RuleKind, Status
from licet.rules import expression as ex

if TYPE_CHECKING:
    from pathlib import Path


def test_dates_left_out_are_those_of_the_rule_language() -> None:
    (first, second) = small_law().pack.rules["us.ear.requirement"].versions

    assert (first.public_from, first.comply_from, first.end_public_from) == (
        date(2023, 10, 25),
        None,
        date(2025, 1, 15),
    )
    assert (second.public_from, second.comply_from, second.in_force_to) == (date(2025, 1, 15), date(2025, 5, 15), None)
    (letter,) = small_law().pack.rules["us.ear.letter"].versions
    assert letter.public_from == date(2025, 4, 15)
    (headquartered,) = small_law().pack.rules["us.ear.headquartered"].versions
    assert headquartered.public_from == date(2022, 10, 7)


def test_a_limb_keeps_label_place_and_the_version_s_source(tmp_path: Path) -> None:
    tail = (
        "    all:\n"
        "      - {label: a, when: meets_a, quote: words, source: {doc: Sample Act, at: '2', grade: press}}\n"
        "      - any:\n"
        "          - {label: b, when: meets_b}\n"
        "        unless:\n"
        "          - {label: c, when: has_nonplanar_logic}\n"
    )
    law = law_with(tmp_path, {"rule.yaml": rule("limbs", version(tail))})

    body = law.pack.rules["us.ear.limbs"].versions[0].body

    assert body is not None
    first, second = body.limbs
    assert (body.every, second.every) == (True, False)
    assert (first.label, first.quote, str(first.source), first.source.grade) == (
        "a",
        "words",
        "Sample Act, 2",
        Grade.PRESS,
    )  # type: ignore[union-attr]
    assert [limb.label for limb in (*second.limbs, *second.unless)] == ["b", "c"]
    assert str(second.limbs[0].source) == "Sample Act, 1"
    assert first.where.endswith("rule.yaml:9:9")


def test_every_kind_and_status_is_read() -> None:
    rules = small_law().pack.rules.values()

    assert {rule.kind for rule in rules} == set(RuleKind)
    assert {version.status for rule in rules for version in rule.versions} == {Status.ENCODED}


def test_a_value_may_define_a_figure_that_rules_compare(tmp_path: Path) -> None:
    files = {
        "ceiling.yaml": rule("ceiling", version("    value: 2 * tpp\n"), kind="definition"),
        "rule.yaml": rule("over", version(when("tpp >= ceiling"))),
    }

    version_of = law_with(tmp_path, files).pack.rules["us.ear.ceiling"].versions[0]

    assert version_of.value is not None
    assert ex.shown(version_of.value) == "2 * tpp"


HEAD_OF_TWO = "    in_force_to: 2024-01-01\n"
NEVER_MEANT = {
    "an empty all holds everywhere": {"r.yaml": rule("r", version("    all: []\n"))},
    "an empty any holds nowhere": {"r.yaml": rule("r", version("    any: []\n"))},
    "a rule without versions": {"r.yaml": rule("r").replace("versions:\n", "versions: []\n")},
    "an id outside the pack": {"r.yaml": rule("r", version(when("meets_a"))).replace("us.ear.r", "other.r")},
    "a truth that is neither true nor false": {
        "r.yaml": rule("r", version(when("meets_a") + "    terms_unpublished: yes\n"))
    },
    "a requirement that is a figure": {"r.yaml": rule("r", version("    value: 2 * tpp\n"))},
    "a list of texts that holds a mapping": {
        "r.yaml": rule("r", version(when("meets_a")), head="overrides: [{a: b}]\n")
    },
    "an outcome of a requirement": {
        "r.yaml": rule("r", version(when("meets_a") + "    outcome: {policy: case_by_case}\n"))
    },
    "a definition that lifts": {
        "r.yaml": rule("r", version(when("meets_a") + "    lifts: [us.ear.requirement]\n"), kind="definition")
    },
    "a name that is a truth first and a figure then": {
        "r.yaml": rule(
            "r",
            version(HEAD_OF_TWO + when("meets_a")),
            version("    value: 2 * tpp\n", start="2024-01-01"),
            kind="definition",
        ),
    },
    "a second list of sources": {"sources.yaml": "sources: {}\nsource: {}\n"},
    "a condition named twice": {
        "r.yaml": rule(
            "r",
            version(
                when("meets_a")
                + "    outcome: {policy: case_by_case}\n    conditions:\n"
                + "      - {id: i, at: '1', question: One?, met: meets_a}\n" * 2
            ),
            kind="review_policy",
        )
    },
    "an assertable that is neither true nor false": {
        "facts.yaml": "facts:\n  weight: {subject: order, type: number, unit: kg, assertable: yes, remedy: obtain}\n"
    },
}


@pytest.mark.parametrize("name", NEVER_MEANT)
def test_what_cannot_be_meant_is_a_fault(name: str, tmp_path: Path) -> None:
    with pytest.raises(ProblemsFound):
        law_with(tmp_path, NEVER_MEANT[name])


def test_two_circles_are_two_faults(tmp_path: Path) -> None:
    names = {"a": "b", "b": "a", "c": "d", "d": "c"}
    files = {f"{name}.yaml": rule(name, version(when(other)), kind="definition") for name, other in names.items()}

    with pytest.raises(ProblemsFound) as caught:
        law_with(tmp_path, files)

    assert [problem.slug for problem in caught.value.problems] == ["cyclic-rules", "cyclic-rules"]


@pytest.mark.parametrize(
    ("head", "expression"),
    [("overrides: [us.ear.r]\n", "meets_a"), ("", "r"), ("", "NOT r AND meets_a")],
)
def test_a_rule_does_not_wait_for_itself(head: str, expression: str, tmp_path: Path) -> None:
    with pytest.raises(ProblemsFound) as caught:
        law_with(tmp_path, {"r.yaml": rule("r", version(when(expression)), kind="definition", head=head)})

    assert [problem.what for problem in caught.value.problems] == ["rules wait for each other: us.ear.r -> us.ear.r"]


def test_a_classification_does_not_wait_for_the_classification(tmp_path: Path) -> None:
    text = rule(
        "r",
        version(when("advanced_computing = 'a'") + "    outcome: {advanced_computing: b, eccn: S.b}\n"),
        kind="classification",
    )

    with pytest.raises(ProblemsFound) as caught:
        law_with(tmp_path, {"r.yaml": text})

    assert "cyclic-rules" in {problem.slug for problem in caught.value.problems}
