from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.truth import Truth, conjunction, disjunction

F, U, T = Truth.FALSE, Truth.UNKNOWN, Truth.TRUE

# Kleene's strong tables, written out by hand: left, right, and, or.
TABLE = [
    (F, F, F, F),
    (F, U, F, U),
    (F, T, F, T),
    (U, F, F, U),
    (U, U, U, U),
    (U, T, U, T),
    (T, F, F, T),
    (T, U, U, T),
    (T, T, T, T),
]


def test_the_table_is_complete() -> None:
    assert {(left, right) for left, right, _, _ in TABLE} == set(product(Truth, repeat=2))


@pytest.mark.parametrize(("left", "right", "both", "either"), TABLE)
def test_and_or(left: Truth, right: Truth, both: Truth, either: Truth) -> None:
    assert (left & right, left | right) == (both, either)


@pytest.mark.parametrize(("truth", "negated"), [(F, T), (U, U), (T, F)])
def test_not(truth: Truth, negated: Truth) -> None:
    assert ~truth is negated


@pytest.mark.parametrize("truth", Truth)
def test_a_truth_is_no_boolean(truth: Truth) -> None:
    with pytest.raises(TypeError, match="three values"):
        bool(truth)


def test_of_a_boolean() -> None:
    assert (Truth.of(value=True), Truth.of(value=False)) == (T, F)


@pytest.mark.parametrize(
    ("word", "truth"),
    [("yes", T), ("true", T), (" Yes ", T), ("TRUE", T), ("no", F), ("false", F), ("No", F), ("unknown", U)],
)
def test_reads_words(word: str, truth: Truth) -> None:
    assert Truth.from_word(word) is truth


@pytest.mark.parametrize("word", ["", " ", "y", "1", "0", "on", "null", "none", "maybe", "nein", "ｙｅｓ", "yes no"])
def test_refuses_other_words(word: str) -> None:
    with pytest.raises(ValueError, match="neither yes, no nor unknown"):
        Truth.from_word(word)


@pytest.mark.parametrize("truth", Truth)
def test_a_word_is_read_back(truth: Truth) -> None:
    assert Truth.from_word(truth.word) is truth


def test_all_of_none_and_any_of_none() -> None:
    assert (conjunction([]), disjunction([])) == (T, F)


def _fold_and(truths: list[Truth]) -> Truth:
    if F in truths:
        return F
    return U if U in truths else T


@given(st.lists(st.sampled_from(Truth)))
def test_all_is_false_if_one_is_else_unknown_if_one_is(truths: list[Truth]) -> None:
    assert conjunction(iter(truths)) is _fold_and(truths)


@given(st.lists(st.sampled_from(Truth)))
def test_any_is_the_negation_of_all_negated(truths: list[Truth]) -> None:
    assert disjunction(iter(truths)) is ~_fold_and([~truth for truth in truths])


@given(st.lists(st.sampled_from(Truth), min_size=1), st.data())
def test_a_settled_answer_survives_a_further_fact(truths: list[Truth], data: st.DataObject) -> None:
    """Whatever an UNKNOWN turns out to be, TRUE stays TRUE and FALSE stays FALSE."""
    settled = [truth if truth is not U else data.draw(st.sampled_from([F, T])) for truth in truths]
    for combine in (conjunction, disjunction):
        before = combine(truths)
        assert before is U or combine(settled) is before
