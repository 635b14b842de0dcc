"""The smallest change crosses the line, and a thousandth less does not: tried on any comparison."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from licet.quantity import UNKNOWN_QUANTITY, Interval
from licet.rules import expression as ex
from licet.verdict.crossing import crossing, figure_first, gap, holds, nearest_corner

THOUSANDTH = Decimal("0.001")
TPP, AREA = ex.Figure("tpp"), ex.Figure("applicable_die_area_mm2")
figures = st.decimals(min_value=0, max_value=10**6, places=3)
operators = st.sampled_from([">=", ">", "<=", "<", "=", "<>"])


def number(text: str) -> ex.Number:
    return ex.Number(Decimal(text))


def density(line: str, operator: str = ">=") -> ex.Compare:
    return ex.Compare(operator, TPP, ex.Arithmetic("*", number(line), AREA))


def terms() -> st.SearchStrategy[ex.Term]:
    leaves = st.one_of(figures.map(ex.Number), st.sampled_from([TPP, AREA]))
    return st.recursive(
        leaves, lambda below: st.builds(ex.Arithmetic, st.sampled_from(["+", "-", "*"]), below, below), max_leaves=4
    )


@given(operators, terms(), terms(), figures, figures)
def test_the_change_crosses_and_a_thousandth_less_does_not(
    operator: str, left: ex.Term, right: ex.Term, tpp: Decimal, area: Decimal
) -> None:
    compare, at = ex.Compare(operator, left, right), {"tpp": tpp, "applicable_die_area_mm2": area}
    for fact, start in at.items():
        found = crossing(compare, fact, at)
        if found is None:
            continue
        back = THOUSANDTH if found.to < start else -THOUSANDTH
        less = {**at, fact: found.to + back}

        assert holds(compare, {**at, fact: found.to}) is not holds(compare, at)
        assert holds(compare, less) is holds(compare, at) or operator in {"=", "<>"}
        assert found.to >= 0


@given(figures, figures, st.decimals(min_value="0.001", max_value=100, places=3))
def test_a_density_line_can_always_be_reached_by_performance(tpp: Decimal, area: Decimal, line: Decimal) -> None:
    at = {"tpp": tpp, "applicable_die_area_mm2": area}
    assume(area > 0)

    assert crossing(density(str(line)), "tpp", at) is not None


def test_the_area_of_the_a10() -> None:
    found = crossing(
        density("3.2"), "applicable_die_area_mm2", {"tpp": Decimal(2000), "applicable_die_area_mm2": Decimal("628.4")}
    )

    assert found is not None
    assert (found.to, found.rounded, found.next_to_line) == (Decimal(625), "", True)


@pytest.mark.parametrize(
    ("compare", "fact", "start", "to", "rounded", "next_to_line"),
    [
        (ex.Compare(">=", TPP, number("4800")), "tpp", "4700", "4800", "", True),
        (ex.Compare(">", TPP, number("4800")), "tpp", "4700", "4800.001", "up", True),
        (ex.Compare(">=", TPP, number("4800")), "tpp", "4800", "4799.999", "down", True),
        (ex.Compare("<", TPP, number("4800")), "tpp", "5000", "4799.999", "down", True),
        (ex.Compare("=", TPP, number("4800")), "tpp", "5000", "4800", "", True),
        (density("5.92"), "applicable_die_area_mm2", "628.4", "337.837", "down", False),
        (density("5.92", "<"), "applicable_die_area_mm2", "300", "337.838", "up", False),
    ],
)
def test_it_ends_on_the_thousandth_that_turns(
    compare: ex.Compare, fact: str, start: str, to: str, rounded: str, next_to_line: bool
) -> None:
    at = {"tpp": Decimal(2000), "applicable_die_area_mm2": Decimal(1), fact: Decimal(start)}

    found = crossing(compare, fact, at)

    assert found is not None
    assert (found.to, found.rounded, found.next_to_line) == (Decimal(to), rounded, next_to_line)


@pytest.mark.parametrize(
    "compare",
    [
        ex.Compare(">=", AREA, number("5")),  # not of this figure
        ex.Compare(">=", ex.Arithmetic("+", TPP, AREA), number("1")),  # would need less than none
        ex.Compare(">=", ex.Arithmetic("*", TPP, TPP), number("9")),  # no straight line
        ex.Compare("=", TPP, number("0.0005")),  # between two thousandths
    ],
)
def test_there_may_be_no_such_figure(compare: ex.Compare) -> None:
    assert crossing(compare, "tpp", {"tpp": Decimal(2), "applicable_die_area_mm2": Decimal(2)}) is None


def test_the_ends_nearest_to_the_line_are_taken() -> None:
    spread = {
        "tpp": Interval(Decimal(100), Decimal(300)),
        "applicable_die_area_mm2": Interval(Decimal(10), Decimal(20)),
    }

    low = nearest_corner(density("40"), spread)
    high = nearest_corner(density("1"), spread)

    assert low == {"tpp": 300, "applicable_die_area_mm2": 10}
    assert high == {"tpp": 100, "applicable_die_area_mm2": 20}
    assert low is not None
    assert gap(density("40"), low) == -100


def test_an_end_that_is_open_is_left_out() -> None:
    at_least = {"tpp": Interval(Decimal(896), None)}

    assert nearest_corner(ex.Compare(">=", TPP, number("600")), at_least) == {"tpp": 896}
    assert nearest_corner(ex.Compare(">=", TPP, number("600")), {"tpp": UNKNOWN_QUANTITY}) is None


@given(operators, figures, figures)
def test_turning_a_comparison_round_keeps_its_meaning(operator: str, line: Decimal, tpp: Decimal) -> None:
    compare = ex.Compare(operator, ex.Number(line), TPP)

    turned = figure_first(compare)

    assert turned.left == TPP
    assert holds(turned, {"tpp": tpp}) is holds(compare, {"tpp": tpp})
