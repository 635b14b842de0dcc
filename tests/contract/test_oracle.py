"""No answer is contradicted by a way of filling in what was unknown, and few are left open for nothing."""

from __future__ import annotations

from random import Random

import pytest

from licet.evaluate import decide
from tests.contract.answers import bare_answer
from tests.contract.laws import LAWS, count, law_named, seed
from tests.contract.oracle import Oracle, false_certainties
from tests.contract.random_cases import Drawer, Pools, draw_books

COMPLETIONS = 300


@pytest.mark.hypothesis
@pytest.mark.parametrize(("name", "share"), list(zip(LAWS, (0.6, 0.3, 0.1), strict=True)))
def test_no_completion_contradicts_an_answer(name: str, share: float) -> None:
    drawn, law = seed(11), law_named(name)
    random, pools = Random(drawn), Pools(law)
    books = draw_books(pools, random, 30)
    drawer = Drawer(pools, random)
    oracles = [Oracle(book, pools, random, COMPLETIONS) for book in books]

    for number in range(int(count("LICET_ORACLE_CASES", 1_500) * share)):
        book = books[number % len(books)]
        situation = drawer.situation(book.valid_at)
        decision = decide(book, situation)
        completions = oracles[number % len(books)].completions(situation)
        found = false_certainties(bare_answer(decision), completions, decision.policy_if_conditions_fail)
        assert not found, f"{found[0]}; seed {drawn}, case {number}, {book.valid_at} known at {book.known_at} in {book.reading}: {situation}"
