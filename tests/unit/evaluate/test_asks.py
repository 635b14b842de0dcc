"""A version with `asks` stands aside until its fact is stated, in both engines, and its question is listed once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.contract.answers import bare_answer, bare_situation
from tests.unit.evaluate.cases import CHIP, DAY, ORDER, case, decided, figure, party, step_of, without
from tests.unit.rules.laws import law_with, rule, version, when

from licet.batch import compile_bare, compile_rule
from licet.evaluate import missing_facts
from licet.rules import book_at
from licet.truth import Truth

if TYPE_CHECKING:
    from pathlib import Path

    from licet.evaluate import Situation
    from licet.rules import Law

TRUE, FALSE, UNKNOWN = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN
PARTY_TEST = "any_party('end_user', country = 'CN')"
FILES = {
    "of_order.yaml": rule(
        "of_order", version("    asks: end_use\n" + when("end_use = 'mining' AND destination = 'CN'"))
    ),
    "of_party.yaml": rule("of_party", version("    asks: country\n" + when(PARTY_TEST))),
    "of_item.yaml": rule("of_item", version("    asks: base_eccn\n" + when("base_eccn = '3A001' AND tpp >= 10"))),
    "reader.yaml": rule("reader", version(when("asked_of_order AND destination = 'CN'"))),
    "asked_of_order.yaml": rule(
        "asked_of_order", version("    asks: end_use\n" + when("end_use = 'mining'")), kind="definition"
    ),
}


@pytest.fixture(scope="module")
def law(tmp_path_factory: pytest.TempPathFactory) -> Law:
    folder: Path = tmp_path_factory.mktemp("asks")
    return law_with(folder, FILES)


STATED = {**ORDER, "end_use": "mining"}
OTHER = {**ORDER, "end_use": "farming"}
ITEM = {**CHIP, "base_eccn": "3A001"}


@pytest.mark.parametrize(
    ("name", "situation", "expected"),
    [
        ("of_order", case(), FALSE),
        ("of_order", case(order=STATED), TRUE),
        ("of_order", case(order=OTHER), FALSE),
        ("of_order", case(order=without(STATED, "destination")), UNKNOWN),
        ("reader", case(), FALSE),
        ("reader", case(order=STATED), TRUE),
        ("of_party", case(complete=UNKNOWN), FALSE),
        ("of_party", case(parties=(party("p", headquarters="CN"),), complete=UNKNOWN), FALSE),
        ("of_party", case(parties=(party("p", country="CN"),)), TRUE),
        ("of_party", case(parties=(party("p", country="DE"), party("q")), complete=TRUE), UNKNOWN),
        ("of_item", case(), FALSE),
        ("of_item", case(ITEM), TRUE),
        ("of_item", case(without(ITEM, "tpp")), UNKNOWN),
        ("of_item", case({**ITEM, "tpp": figure("9")}), FALSE),
    ],
)
def test_a_rule_stands_aside_until_its_fact_is_stated(
    law: Law, name: str, situation: Situation, expected: Truth
) -> None:
    book = book_at(law, DAY)

    assert step_of(name, situation, law=law).truth is expected
    assert Truth(compile_rule(book, f"us.ear.{name}")(bare_situation(situation))) is expected
    assert compile_bare(book)(bare_situation(situation)) == bare_answer(decided(situation, law=law))


def test_its_step_says_that_it_was_not_asked(law: Law) -> None:
    step = step_of("of_order", case(), law=law)

    assert (step.note, step.children) == ("not asked", ())


def test_nothing_is_missing_for_want_of_it(law: Law) -> None:
    assert "end_use" not in {found.fact for found in missing_facts(decided(case(complete=UNKNOWN), law=law))}


@pytest.mark.parametrize(
    ("situation", "asked"),
    [
        (case(), ("base_eccn", "end_use")),
        (case(complete=UNKNOWN), ("base_eccn", "country", "end_use")),
        (case(order={**ORDER, "destination": "DE"}), ("base_eccn", "end_use")),
        (case({**CHIP, "tpp": figure("9")}, STATED), ()),
        (case(ITEM, STATED, parties=(party("p", country="DE"),)), ()),
    ],
)
def test_the_questions_that_could_matter_are_kept(law: Law, situation: Situation, asked: tuple[str, ...]) -> None:
    assert decided(situation, law=law).not_asked == asked
