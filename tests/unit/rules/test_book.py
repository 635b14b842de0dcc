"""Which version stands on a day: first and last days, stays, non-enforcement, and what was known."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from tests.unit.rules.laws import CITED, law_with, rule, small_law, version, when

from licet.errors import ProblemsFound
from licet.rules import Law, Reading, RuleKind, Standing, book_at, load_law, rules_root
from licet.truth import Truth

if TYPE_CHECKING:
    from pathlib import Path

    from licet.rules import Rule, Version

ONE = timedelta(days=1)
TEXT, ENFORCED = Reading.TEXT, Reading.ENFORCED


def stands(law: Law, name: str, day: date, *, known_at: date | None = None, reading: Reading = TEXT) -> Standing | None:
    return book_at(law, day, known_at=known_at, reading=reading).standing.get(f"us.ear.{name}")


def number(found: Standing | None) -> int | None:
    return None if found is None else found.version.number


# ---- first and last days


def all_versions() -> list[object]:
    laws = {"small": small_law(), "us/ear": load_law(rules_root(), use_cache=False)}
    return [
        pytest.param(law, rule, version, id=f"{name} {rule.id} {version.number}")
        for name, law in laws.items()
        for rule in law.pack.rules.values()
        for version in rule.versions
    ]


@pytest.mark.parametrize(("law", "rule", "wording"), all_versions())
def test_a_version_stands_from_its_first_day_to_the_day_before_its_end(law: Law, rule: Rule, wording: Version) -> None:
    def standing(day: date) -> int | None:
        return number(book_at(law, day, reading=TEXT).standing.get(rule.id))

    assert standing(wording.in_force_from) == wording.number
    assert standing(wording.in_force_from - ONE) != wording.number
    if wording.in_force_to is not None:
        assert standing(wording.in_force_to - ONE) == wording.number
        assert standing(wording.in_force_to) != wording.number


def test_touching_versions_hand_over_on_the_day() -> None:
    law, day = small_law(), date(2025, 1, 13)

    assert [number(stands(law, "requirement", day + ONE * step)) for step in (-1, 0)] == [1, 2]


@pytest.mark.parametrize(("day", "text", "enforced"), [("2025-05-14", 2, None), ("2025-05-15", 2, 2)])
def test_a_version_is_enforced_from_the_day_to_comply(day: str, text: int, enforced: int | None) -> None:
    law, when_asked = small_law(), date.fromisoformat(day)

    assert number(stands(law, "requirement", when_asked)) == text
    assert number(stands(law, "requirement", when_asked, reading=ENFORCED)) == enforced


# ---- stays and non-enforcement


def clause(key: str, *, tail: str = "", first: str = "2025-11-10", last: str | None = "2026-11-10") -> str:
    end = f", to: {last}" if last else ""
    cited = "source: {doc: Sample Act, at: stay, grade: primary}"
    return when("meets_a") + f"    {key}:\n      - {{from: {first}{end}{tail}, {cited}}}\n"


def law_of(tmp_path: Path, tail: str) -> Law:
    return law_with(tmp_path, {"rule.yaml": rule("stayed", version(tail))})


BEFORE, FIRST, LAST, AFTER = (date(2025, 11, 9), date(2025, 11, 10), date(2026, 11, 9), date(2026, 11, 10))


@pytest.mark.parametrize("reading", Reading)
def test_a_stay_by_instrument_takes_the_rule_out_in_both_readings(reading: Reading, tmp_path: Path) -> None:
    law = law_of(tmp_path, clause("stayed", tail=", by: instrument"))

    found = [stands(law, "stayed", day, reading=reading) for day in (BEFORE, FIRST, LAST, AFTER)]

    assert [number(one) for one in found] == [1, None, None, 1]


def test_a_stay_by_announcement_leaves_the_text_and_makes_enforcement_unknown(tmp_path: Path) -> None:
    law = law_of(tmp_path, clause("stayed", tail=", by: announcement"))
    days = (BEFORE, FIRST, LAST, AFTER)

    text, enforced = ([stands(law, "stayed", day, reading=reading) for day in days] for reading in (TEXT, ENFORCED))

    assert [one.truth for one in text if one] == [Truth.TRUE] * 4
    assert [one.truth for one in enforced if one] == [Truth.TRUE, Truth.UNKNOWN, Truth.UNKNOWN, Truth.TRUE]


def test_a_rule_not_enforced_at_all_stands_in_the_text_only(tmp_path: Path) -> None:
    law = law_of(tmp_path, clause("not_enforced"))
    days = (BEFORE, FIRST, LAST, AFTER)

    text, enforced = (
        [number(stands(law, "stayed", day, reading=reading)) for day in days] for reading in (TEXT, ENFORCED)
    )

    assert (text, enforced) == ([1, 1, 1, 1], [1, None, None, 1])


def test_partial_non_enforcement_stands_with_its_clause(tmp_path: Path) -> None:
    law = law_of(tmp_path, clause("not_enforced", tail=", when: has_nonplanar_logic"))

    found = [stands(law, "stayed", day, reading=ENFORCED) for day in (BEFORE, FIRST, LAST, AFTER)]
    text = stands(law, "stayed", FIRST)

    assert [len(one.clauses) for one in found if one] == [0, 1, 1, 0]
    assert text is not None
    assert text.clauses == ()


def test_non_enforcement_without_an_end_goes_on(tmp_path: Path) -> None:
    law = law_of(tmp_path, clause("not_enforced", last=None))

    assert stands(law, "stayed", date(2099, 1, 1), reading=ENFORCED) is None


def test_a_clause_counts_once_it_is_public(tmp_path: Path) -> None:
    law = law_of(tmp_path, clause("stayed", tail=", public_from: 2025-11-12"))

    assert number(stands(law, "stayed", FIRST, known_at=date(2025, 11, 11))) == 1
    assert stands(law, "stayed", FIRST, known_at=date(2025, 11, 12)) is None
    assert stands(law, "stayed", FIRST) is None


def test_a_stay_of_some_cases_only_is_refused_or_kept_partial(tmp_path: Path) -> None:
    try:
        law = law_of(tmp_path, clause("stayed", tail=", when: has_nonplanar_logic"))
    except ProblemsFound:
        return
    found = stands(law, "stayed", FIRST)
    assert found is not None
    assert found.clauses


def test_who_does_not_enforce_is_no_key_of_a_clause(tmp_path: Path) -> None:
    with pytest.raises(ProblemsFound):
        law_of(tmp_path, clause("not_enforced", tail=", by: announcement"))


@pytest.mark.parametrize("key", ["stayed", "not_enforced"])
def test_a_clause_that_ends_before_it_starts_is_a_fault(key: str, tmp_path: Path) -> None:
    with pytest.raises(ProblemsFound):
        law_of(tmp_path, clause(key, first="2026-01-02", last="2026-01-01"))


# ---- what was known


def test_a_version_is_not_known_before_it_is_public() -> None:
    law, day = small_law(), date(2026, 2, 1)

    assert stands(law, "case_by_case", day, known_at=date(2026, 1, 14)) is None
    assert number(stands(law, "case_by_case", day, known_at=date(2026, 1, 15))) == 1
    assert number(stands(law, "case_by_case", day)) == 1


def test_an_end_not_yet_public_leaves_the_older_version_standing() -> None:
    law, day = small_law(), date(2025, 1, 14)  # version 2 is in force, and public from the 15th

    assert number(stands(law, "requirement", day, known_at=date(2025, 1, 14))) == 1
    assert number(stands(law, "requirement", day, known_at=date(2025, 1, 15))) == 2


def test_a_rule_announced_before_it_is_in_force_does_not_stand_yet() -> None:
    law = small_law()

    assert stands(law, "meets_a", date(2023, 11, 16), known_at=date(2023, 11, 16)) is None
    assert number(stands(law, "meets_a", date(2023, 11, 17), known_at=date(2023, 11, 16))) == 1
    assert stands(law, "meets_a", date(2023, 11, 17), known_at=date(2023, 10, 24)) is None


def test_an_end_counts_from_its_own_day_where_one_is_given(tmp_path: Path) -> None:
    tail = "    in_force_to: 2024-06-01\n    end_public_from: 2024-05-01\n" + when("meets_a")
    law = law_with(tmp_path, {"rule.yaml": rule("ending", version(tail))})

    assert number(stands(law, "ending", date(2024, 6, 1), known_at=date(2024, 4, 30))) == 1
    assert stands(law, "ending", date(2024, 6, 1), known_at=date(2024, 5, 1)) is None


def test_versions_may_be_written_in_any_order_or_are_refused(tmp_path: Path) -> None:
    first = version("    in_force_to: 2024-06-01\n    public_from: 2020-01-01\n" + when("meets_a"))
    second = version("    public_from: 2024-05-20\n" + when("meets_b"), start="2024-06-01")
    try:
        law = law_with(tmp_path, {"rule.yaml": rule("reversed", second, first)})
    except ProblemsFound:
        return

    assert stands(law, "reversed", date(2024, 6, 1), known_at=date(2024, 5, 19)) is not None


def test_all_is_known_in_the_end() -> None:
    law = small_law()
    for day in (date(2024, 1, 1), date(2025, 4, 20), date(2026, 7, 10)):
        now, late = book_at(law, day), book_at(law, day, known_at=date.max)
        assert {name: number(one) for name, one in now.standing.items()} == {
            name: number(one) for name, one in late.standing.items()
        }


# ---- letters


@pytest.mark.parametrize(
    ("day", "known_at", "found"),
    [
        ("2025-04-08", None, None),
        ("2025-04-09", None, 1),
        ("2025-04-09", "2025-04-14", None),
        ("2025-04-09", "2025-04-15", 1),
    ],
)
def test_a_letter_stands_from_its_day_and_is_known_from_another(
    day: str, known_at: str | None, found: int | None
) -> None:
    known = date.fromisoformat(known_at) if known_at else None

    assert number(stands(small_law(), "letter", date.fromisoformat(day), known_at=known)) == found


def test_a_letter_in_force_but_not_public_is_kept_aside() -> None:
    law, day = small_law(), date(2025, 4, 9)

    hidden = book_at(law, day, known_at=date(2025, 4, 14)).hidden_letters

    assert [told.party for version in hidden for told in version.addressees] == ["NVIDIA"]
    assert book_at(law, day, known_at=date(2025, 4, 15)).hidden_letters == ()
    assert book_at(law, day).hidden_letters == ()
    assert book_at(law, day - ONE, known_at=date(2025, 4, 1)).hidden_letters == ()


def test_a_letter_binds_those_told_by_the_day(tmp_path: Path) -> None:
    told = when("meets_a") + (
        "    addressees:\n      - {party: First, notified_on: 2024-01-01}\n"
        "      - {party: Second, notified_on: 2024-02-01}\n"
    )
    law = law_of(tmp_path, told)

    def names(day: date) -> list[str]:
        found = stands(law, "stayed", day)
        assert found is not None
        assert found.addressees is not None
        return [one.party for one in found.addressees]

    assert [names(date(2023, 12, 31)), names(date(2024, 1, 1)), names(date(2024, 2, 1))] == [
        [],
        ["First"],
        ["First", "Second"],
    ]


def test_an_addressee_not_yet_public_is_not_known(tmp_path: Path) -> None:
    told = (
        when("meets_a")
        + "    public_from: 2024-01-02\n"
        + (
            "    addressees:\n"
            "      - {party: First, notified_on: 2024-01-01, public_from: 2024-01-02}\n"
            "      - {party: Second, notified_on: 2024-01-01, public_from: 2024-01-09}\n"
        )
    )
    law = law_of(tmp_path, told)

    found = stands(law, "stayed", date(2024, 1, 10), known_at=date(2024, 1, 5))

    assert found is not None
    assert [one.party for one in found.addressees or ()] == ["First"]
    (hidden,) = book_at(law, date(2024, 1, 10), known_at=date(2024, 1, 5)).hidden_letters
    assert [one.party for one in hidden.addressees] == ["Second"]


# ---- the rest of a book


def test_rules_are_listed_by_kind_in_order_of_id() -> None:
    book = book_at(small_law(), date(2026, 2, 1))

    assert [one.rule.id for one in book.of_kind(RuleKind.REQUIREMENT)] == ["us.ear.letter", "us.ear.requirement"]
    assert [one.rule.id for one in book.of_kind(RuleKind.REVIEW_POLICY)] == ["us.ear.case_by_case", "us.ear.denial"]


def test_only_a_rule_that_stands_overrides() -> None:
    law = small_law()

    assert book_at(law, date(2026, 1, 14)).overriders == {}
    (overrider,) = book_at(law, date(2026, 1, 15)).overriders["us.ear.denial"]
    assert overrider.rule.id == "us.ear.case_by_case"


def test_what_waits_for_the_classification_is_known() -> None:
    assert book_at(small_law(), date(2026, 2, 1)).after_classification == {
        "us.ear.requirement",
        "us.ear.exception",
    }


def test_a_book_is_made_once_for_a_day_a_reading_and_a_law(tmp_path: Path) -> None:
    law, day = small_law(), date(2026, 2, 1)
    other = law_with(
        tmp_path,
        {"more.yaml": rule("more", f"  - in_force_from: 2020-01-01\n    status: encoded\n{CITED}{when('meets_a')}")},
    )

    assert book_at(law, day) is book_at(law, day, reading=ENFORCED)
    assert book_at(law, day) is not book_at(law, day, reading=TEXT)
    assert book_at(law, day) is not book_at(law, day, known_at=day)
    assert book_at(law, day) is not book_at(other, day)
