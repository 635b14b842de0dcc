"""Expressions as text again: what a person reads is what is evaluated."""

from __future__ import annotations

from decimal import Decimal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.rules.test_parse import ADMITTED, SCOPE

from licet.rules import expression as ex
from licet.rules import load_law, rules_root
from licet.rules.consistency import tests_of as expressions_of
from licet.rules.parse import parse_test

numbers = st.integers(0, 10**15).map(lambda whole: ex.Number(Decimal(whole).scaleb(-3)))
bandwidths = st.sampled_from(["dram", "io"]).map(ex.Figure)
products = st.builds(ex.Arithmetic, st.just("*"), numbers, bandwidths)
sums = st.builds(ex.Arithmetic, st.sampled_from("+-"), bandwidths, st.one_of(numbers, bandwidths, products))
terms = st.one_of(bandwidths, products, sums)
leaves: st.SearchStrategy[ex.Test] = st.one_of(
    st.sampled_from(["meets_a", "meets_b", "marketed"]).map(ex.Holds),
    st.builds(ex.Compare, st.sampled_from([">=", ">", "<=", "<", "=", "<>"]), terms, st.one_of(numbers, terms)),
    st.just(ex.Member("destination", set_name="zone")),
)


def grown(parts: st.SearchStrategy[ex.Test]) -> st.SearchStrategy[ex.Test]:
    """Return tests over tests; parts of one kind are flat, as the parser leaves them."""
    apart = {kind: parts.filter(lambda part, kind=kind: not isinstance(part, kind)) for kind in (ex.All, ex.Any)}
    several = {kind: st.lists(apart[kind], min_size=2, max_size=3).map(tuple) for kind in apart}
    return st.one_of(
        several[ex.All].map(ex.All), several[ex.Any].map(ex.Any), parts.map(ex.Negation), parts.map(_in_circuits)
    )


def _in_circuits(test: ex.Test) -> ex.Test:
    return test if any(isinstance(node, ex.AnyIc) for node in ex.walk(test)) else ex.AnyIc(test)


trees = st.recursive(leaves, grown, max_leaves=8)


@given(trees)
def test_the_text_of_a_tree_reads_back_as_the_tree(tree: ex.Test) -> None:
    assert parse_test(ex.shown(tree), SCOPE) == tree


@given(trees)
def test_a_tree_survives_storage(tree: ex.Test) -> None:
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(tree), type=ex.Test) == tree


@pytest.mark.parametrize("tree", [tree for _, tree in ADMITTED], ids=[text for text, _ in ADMITTED])
def test_every_form_is_stored_and_read_back(tree: ex.Test) -> None:
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(tree), type=ex.Test) == tree


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("destination = 'CN'", "destination = CN"),
        ("destination <> 'CN'", "destination <> CN"),
        ("destination IN ('CN', 'MO')", "destination IN (CN, MO)"),
        ("destination NOT IN ('CN', 'MO')", "NOT destination IN (CN, MO)"),
        ("valid_at >= '2026-07-10'", "valid_at >= 2026-07-10"),
        ("tpp BETWEEN 1600 AND 2400", "tpp >= 1600 AND tpp <= 2400"),
        ("any_party('purchaser, end_user', approved)", "any_party(purchaser or end_user: approved)"),
        ("all_parties('end_user', approved)", "all_parties(end_user: approved)"),
        ("days_between(notice_on, valid_at) >= 25", "days_between(notice_on, valid_at) >= 25"),
        ("(meets_a OR meets_b) AND NOT (meets_c AND meets_a)", "(meets_a OR meets_b) AND NOT (meets_c AND meets_a)"),
    ],
)
def test_a_form_is_shown_for_a_reader(text: str, shown: str) -> None:
    assert ex.shown(parse_test(text, SCOPE)) == shown


@pytest.mark.parametrize("text", ["2 * (dram + io) >= 1700", "dram - (io - 5) >= 1700"])
def test_arithmetic_reads_back(text: str) -> None:
    tree = parse_test(text, SCOPE)

    assert parse_test(ex.shown(tree), SCOPE) == tree


def test_no_two_expressions_of_the_shipped_pack_are_shown_alike() -> None:
    pack = load_law(rules_root(), use_cache=False).pack
    by_text: dict[str, ex.Node] = {}

    for rule in pack.rules.values():
        for version in rule.versions:
            for tree in expressions_of(version):
                assert by_text.setdefault(ex.shown(tree), tree) == tree

    assert len(by_text) > 50


def test_walking_visits_every_node_once_parents_first() -> None:
    tree = parse_test("NOT any_ic(tpp >= 2 * area) AND meets_a", SCOPE)

    assert [type(node).__name__ for node in ex.walk(tree)] == [
        "All",
        "Negation",
        "AnyIc",
        "Compare",
        "Figure",
        "Arithmetic",
        "Number",
        "Figure",
        "Holds",
    ]
    assert [name for node in ex.walk(tree) for name in ex.names_read(node)] == ["tpp", "area", "meets_a"]
