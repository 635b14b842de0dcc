"""No answer is contradicted by a way of filling in what was unknown, and few are left open for nothing."""

from __future__ import annotations

from collections import Counter

import pytest
from tests.contract.answers import bare_answer
from tests.contract.laws import LAWS, chance, count, law_named, seed
from tests.contract.oracle import Oracle, false_certainties, needless_unknowns
from tests.contract.random_cases import Drawer, Pools, draw_books
from tests.contract.realistic_cases import DAYS, RealisticCases

from licet.evaluate import decide
from licet.rules import book_at

COMPLETIONS = 200
COMPLETIONS_OF_REALISTIC = 1_000
MOST_NEEDLESS = 0.02
# An exception that reads the class and a fact the class was made from: what the class implies of the fact is lost.
MOST_NEEDLESS_OF_EXCEPTIONS = 0.03


@pytest.mark.hypothesis
@pytest.mark.parametrize(("name", "share"), list(zip(LAWS, (0.6, 0.3, 0.1), strict=True)))
def test_no_completion_contradicts_an_answer(name: str, share: float) -> None:
    drawn, law = seed(11), law_named(name)
    random, pools = chance(drawn), Pools(law)
    books = draw_books(pools, random, 30)
    drawer = Drawer(pools, random)
    oracles = [Oracle(book, pools, random, COMPLETIONS) for book in books]

    for number in range(int(count("LICET_ORACLE_CASES", 600, fuzz_factor=0.3) * share)):
        book = books[number % len(books)]
        situation = drawer.situation(book.valid_at)
        decision = decide(book, situation)
        completions = oracles[number % len(books)].completions(situation)
        found = false_certainties(bare_answer(decision), completions, decision.policy_if_conditions_fail)
        asked = f"{book.valid_at} known at {book.known_at} in {book.reading}"
        assert not found, f"{found[0]}; seed {drawn}, case {number}, {asked}: {situation}"


@pytest.mark.hypothesis
def test_needless_unknowns_are_few() -> None:
    drawn, law = seed(12), law_named("us/ear")
    random, pools = chance(drawn), Pools(law)
    cases = RealisticCases(random)
    oracles = {day: Oracle(book_at(law, day), pools, random, COMPLETIONS_OF_REALISTIC) for day in DAYS}
    tried, needless = 0, Counter[str]()

    for _ in range(count("LICET_REALISTIC_CASES", 150, fuzz_factor=0.2)):
        day, situation, taken = cases.draw()
        decision = decide(oracles[day].book, situation)
        answer, completions = bare_answer(decision), oracles[day].completions(situation)
        found = false_certainties(answer, completions, decision.policy_if_conditions_fail)
        assert not found, f"{found[0]}; seed {drawn}, {day}, without {taken}: {situation}"
        tried += completions.whole
        needless.update(needless_unknowns(answer, completions))

    assert tried > 0
    for output, times in needless.items():
        most = MOST_NEEDLESS_OF_EXCEPTIONS if output.startswith("exception") else MOST_NEEDLESS
        assert times <= most * tried, f"{output} needlessly open in {times} of {tried}; seed {drawn}"
