from itertools import product

import pytest

from licet.batch.lowered import (
    FALSE,
    TRUE,
    UNKNOWN,
    Both,
    Constant,
    Either,
    Fact,
    Flag,
    Holder,
    Node,
    Opposite,
    Table,
    all_of,
    any_of,
    opposite,
    surely,
    table,
)

PLACE = Fact(Holder.ORDER, "destination")
FAST = Flag(Fact(Holder.ITEM, "fast"))
TRUTHS = (FALSE, UNKNOWN, TRUE)


def truth_of(node: Node, value: str | None) -> int:
    if isinstance(node, Both | Either):
        return (min if isinstance(node, Both) else max)(truth_of(part, value) for part in node.parts)
    assert isinstance(node, Table | Constant)
    if isinstance(node, Constant):
        return node.truth
    return node.unstated if value is None else dict(node.listed).get(value, node.other)


@pytest.mark.parametrize(("join", "pick"), [(all_of, min), (any_of, max)])
@pytest.mark.parametrize("rows", list(product(TRUTHS, repeat=4)))
def test_tables_of_one_fact_melt_value_by_value(join: object, pick: object, rows: tuple[int, ...]) -> None:
    first = table(PLACE, {"CN": rows[0]}, rows[1], UNKNOWN)
    second = table(PLACE, {"CN": rows[2], "AE": rows[3]}, FALSE, UNKNOWN)

    melted = join([first, second])  # type: ignore[operator]

    for value in ("CN", "AE", "BR", None):
        assert truth_of(melted, value) == pick(truth_of(first, value), truth_of(second, value))  # type: ignore[operator]


def test_the_opposite_of_a_table_leaves_not_stated_unknown() -> None:
    turned = opposite(table(PLACE, {"CN": TRUE, "KH": UNKNOWN}, FALSE, UNKNOWN))

    assert [truth_of(turned, value) for value in ("CN", "KH", "BR", None)] == [FALSE, UNKNOWN, TRUE, UNKNOWN]


def test_what_decides_ends_the_matter_and_what_is_neutral_goes() -> None:
    assert all_of([FAST, Constant(FALSE)]) == Constant(FALSE)
    assert any_of([FAST, Constant(TRUE)]) == Constant(TRUE)
    assert all_of([FAST, Constant(TRUE)]) == FAST
    assert all_of([]) == Constant(TRUE)
    assert any_of([]) == Constant(FALSE)


def test_an_unknown_part_stays() -> None:
    assert all_of([FAST, Constant(UNKNOWN)]) == Both((FAST, Constant(UNKNOWN)))


def test_two_opposites_cancel() -> None:
    assert opposite(Opposite(FAST)) == FAST


def test_surely_makes_unknown_false() -> None:
    assert [surely(Constant(truth)) for truth in TRUTHS] == [Constant(FALSE), Constant(FALSE), Constant(TRUE)]
