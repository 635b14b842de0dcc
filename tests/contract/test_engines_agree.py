"""The generated path answers every case as the reference evaluator does."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.contract.answers import bare_answer, bare_situation
from tests.contract.laws import LAWS, chance, count, law_named, seed
from tests.contract.random_cases import Drawer, Pools, draw_books

from licet.batch import BareLaw, compile_bare, compile_rule
from licet.evaluate import decide
from licet.evaluate.run_table import run_row, situation_of
from licet.rules import Reading, book_at
from licet.rules.case_table import Row, read_case_tables
from licet.truth import Truth

CASES = Path(__file__).parents[1] / "cases"
PARTS = 4
BOOKS_OF_THE_PAST = 120


@pytest.mark.hypothesis
@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize(("name", "share"), list(zip(LAWS, (0.7, 0.25, 0.05), strict=True)))
def test_random_cases(name: str, share: float, part: int) -> None:
    drawn, law = seed(part), law_named(name)
    random, pools = chance(drawn), Pools(law)
    books = draw_books(pools, random, BOOKS_OF_THE_PAST)[part::PARTS]
    drawer = Drawer(pools, random)

    for number in range(int(count("LICET_RANDOM_CASES", 20_000, fuzz_factor=10) * share / PARTS) + 1):
        book = books[number % len(books)]
        situation = drawer.situation(book.valid_at)
        case, expected = bare_situation(situation), bare_answer(decide(book, situation))
        where = f"seed {drawn}, case {number}, {book.valid_at} known at {book.known_at} in {book.reading}: {situation}"
        assert compile_bare(book)(case) == expected, where
        if number % 10 == 0:
            assert compile_bare(book, prune=False)(case) == expected, where


@pytest.mark.parametrize("name", LAWS)
@pytest.mark.parametrize("reading", Reading)
def test_one_book_serves_a_stretch_of_days(name: str, reading: Reading) -> None:
    law = law_named(name)
    random, pools = chance(7), Pools(law)
    drawer, laws = Drawer(pools, random), BareLaw(law, reading=reading)

    for day in pools.days():
        situation = drawer.situation(day)
        expected = bare_answer(decide(book_at(law, day, reading=reading), situation))
        assert laws.on(day.toordinal())(bare_situation(situation)) == expected, f"{day}: {situation}"


def table_rows() -> tuple[Row, ...]:
    return read_case_tables(CASES, law_named("us/ear")) if any(CASES.rglob("*.yaml")) else ()


@pytest.mark.parametrize("row", table_rows(), ids=lambda row: f"{row.rule}: {row.name}")
def test_case_tables(row: Row) -> None:
    law = law_named("us/ear")
    book = book_at(law, row.valid_at, known_at=row.known_at, reading=row.reading)

    if row.rule in book.standing:
        truth = Truth(
            compile_rule(book, row.rule, given=frozenset(row.derived))(bare_situation(situation_of(row, law)))
        )
    else:
        truth = Truth.FALSE

    assert truth is row.expect
    assert truth is run_row(row, law).truth
