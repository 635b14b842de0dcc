"""The limits of the law as data: what the package states, and what is refused in another."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from licet.citation import Grade
from licet.errors import ProblemsFound
from licet.facts import Role
from licet.register import LegalLimits, Limits, Retention, Unit, load_legal_limits
from licet.rules import load_law, rules_root

if TYPE_CHECKING:
    from pathlib import Path

SOURCE = "source: {doc: D, grade: press}"
RETENTION = f"{{id: a, key: us:export, years: 1, runs_from: x, {SOURCE}}}"


@pytest.fixture(scope="module")
def known() -> LegalLimits:
    return load_legal_limits()


class TestThePackage:
    def test_the_ceiling_of_lpp_is_that_of_its_rule(self, known: LegalLimits) -> None:
        (ceiling,) = known.of_exception("LPP", "us:export")
        rule = load_law().pack.rules["us.ear.740.29.LPP"].versions[0]

        assert (ceiling.per, ceiling.calendar_year) == (Role.ULTIMATE_CONSIGNEE, True)
        assert ceiling.limits == Limits(tpp_thousandths=26_900_000_000)
        assert ceiling.valid_from == rule.in_force_from
        assert (ceiling.source.doc, ceiling.source.at) == (rule.source.doc, rule.source.at)

    def test_the_reported_ceiling_binds_only_who_names_it(self, known: LegalLimits) -> None:
        ceiling = known.ceiling("h200_per_customer")

        assert ceiling is not None
        assert (ceiling.limits, ceiling.per, ceiling.exception) == (Limits(pieces=75_000), Role.END_USER, None)
        assert ceiling.source.grade is Grade.PRESS
        assert known.of_exception(None, "us:export") == ()

    def test_only_value_has_a_tolerance_and_one_on_any_day(self, known: LegalLimits) -> None:
        assert {tolerance.unit for tolerance in known.tolerances} == {Unit.VALUE}
        for day in (date(2014, 7, 27), date(2014, 7, 28), date(2026, 6, 1)):
            assert len([one for one in known.tolerances if one.validity.contains(day)]) == 1

    def test_records_are_kept_five_years(self, known: LegalLimits) -> None:
        retention = known.retention("us:export")

        assert retention is not None
        assert retention.keep_until(date(2026, 5, 14)) == date(2031, 5, 15)
        assert known.retention("cn:import") is None

    def test_a_certification_names_a_condition_of_the_law(self, known: LegalLimits) -> None:
        rules = load_law().pack.rules

        for moved in known.certifications:
            conditions = [part.id for version in rules[moved.rule].versions for part in version.conditions]
            assert moved.id in conditions

    def test_every_entry_says_how_it_was_read_and_where(self, known: LegalLimits) -> None:
        for one in (*known.ceilings, *known.tolerances, *known.retentions, *known.certifications):
            assert one.source.evidence, one.id

    def test_what_is_not_on_file_is_none(self, known: LegalLimits) -> None:
        assert known.ceiling("x") is known.tolerance("x") is known.certification("x") is None


@pytest.mark.parametrize(
    ("event", "kept"), [(date(2024, 2, 29), date(2029, 3, 1)), (date(2023, 2, 28), date(2028, 2, 29))]
)
def test_the_last_day_of_the_years_is_kept(known: LegalLimits, event: date, kept: date) -> None:
    retention = known.retentions[0]

    assert isinstance(retention, Retention)
    assert retention.keep_until(event) == kept


def test_a_package_without_the_file_has_no_limits(tmp_path: Path) -> None:
    assert load_legal_limits(tmp_path) == LegalLimits()


@pytest.mark.parametrize(
    ("text", "slugs"),
    [
        ("[]", ["not-a-mapping"]),
        ("ceiling: []", ["unknown-key"]),
        (f"ceilings: [{{id: a, per: end_user, limits: {{pieces: 1}}, {SOURCE}}}]", ["missing-key"]),
        (f"ceilings: [{{id: a, key: US, per: end_user, limits: {{pieces: 1}}, {SOURCE}}}]", ["bad-key"]),
        ("tolerances: [x]", ["not-a-mapping"]),
        (f"retentions: [{{id: a, key: us:export, years: 5000, runs_from: x, {SOURCE}}}]", ["figure-too-large"]),
        (f"retentions: [{{id: a, key: us:export, years: -1, runs_from: x, {SOURCE}}}]", ["bad-number"]),
        (f"retentions: [{RETENTION}, {RETENTION}]", ["duplicate-id"]),
        (f"certifications: [{{id: a, rule: r, adds_to: x, unit: value, {SOURCE}}}]", ["bad-word"]),
        (f"certifications: [{{id: a, rule: r, unit: tpp, {SOURCE}}}]", ["missing-key"]),
    ],
)
def test_faults_are_told(tmp_path: Path, text: str, slugs: list[str]) -> None:
    (tmp_path / "register").mkdir()
    (tmp_path / "register" / "limits.yaml").write_text(text + "\n", encoding="utf-8")

    with pytest.raises(ProblemsFound) as caught:
        load_legal_limits(tmp_path)

    assert [problem.slug for problem in caught.value.problems] == slugs
    assert all(problem.where.startswith("register/limits.yaml") for problem in caught.value.problems)


def test_the_file_is_no_part_of_the_pack_of_rules() -> None:
    assert (rules_root() / "register" / "limits.yaml").is_file()
    assert "register" not in {rule.split(".")[0] for rule in load_law().pack.rules}
