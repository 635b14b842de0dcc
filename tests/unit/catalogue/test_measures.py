from __future__ import annotations

import doctest
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

import licet.catalogue.measures
from licet.catalogue import (
    FormatRate,
    ProcessingUnit,
    highest_over_formats,
    highest_rate,
    performance_density,
    processing_performance_2022,
    total_processing_performance,
)
from licet.quantity import UNKNOWN_QUANTITY, Interval

rates = st.lists(
    st.builds(
        FormatRate,
        st.sampled_from(["fp16", "fp8", "int8", "mxfp6"]),
        st.decimals(0, 10**9, places=3, allow_nan=False),
        st.integers(1, 128),
    ),
    min_size=1,
    max_size=8,
)


def test_the_examples_of_the_docstrings_hold() -> None:
    failed, tried = doctest.testmod(licet.catalogue.measures)

    assert failed == 0
    assert tried > 0


@pytest.mark.parametrize(("tera_ops", "bit_length"), [(600, 8), (300, 16)], ids=["600 at 8 bits", "300 at 16 bits"])
def test_the_worked_anchors_of_the_technical_note_give_4800(tera_ops: int, bit_length: int) -> None:
    rate = FormatRate("any", Decimal(tera_ops), bit_length)

    assert total_processing_performance([rate.unit]) == 4800
    assert processing_performance_2022([rate]) == 4800


def test_units_on_one_circuit_are_summed() -> None:
    units = [ProcessingUnit(Decimal(100), 8), ProcessingUnit(Decimal("0.5"), 16)]

    assert total_processing_performance(units) == 1616


def test_no_unit_is_not_a_tpp_of_zero() -> None:
    with pytest.raises(ValueError, match="not a TPP of zero"):
        total_processing_performance([])
    with pytest.raises(ValueError, match="not a TPP of zero"):
        highest_over_formats([])
    with pytest.raises(ValueError, match="not a performance of zero"):
        processing_performance_2022([])
    with pytest.raises(ValueError, match="not a rate of zero"):
        highest_rate([])


def test_every_format_that_reaches_the_highest_is_named() -> None:
    given_rates = [
        FormatRate("fp16", Decimal(148), 16),
        FormatRate("fp8", Decimal(296), 8),
        FormatRate("fp64", Decimal(1), 64),
    ]

    assert highest_over_formats(given_rates) == (Decimal(2368), ("fp16", "fp8"))


@given(rates)
def test_the_highest_is_reached_and_not_exceeded(given_rates: list[FormatRate]) -> None:
    highest, names = highest_over_formats(given_rates)
    each = [rate.tera_ops * rate.bit_length for rate in given_rates]

    assert highest == max(each)
    assert processing_performance_2022(given_rates) == highest
    assert len(names) == each.count(highest)


@given(rates)
def test_no_bit_length_enters_the_highest_rate(given_rates: list[FormatRate]) -> None:
    assert highest_rate(given_rates) == max(rate.tera_ops for rate in given_rates)


@pytest.mark.parametrize(
    ("tpp", "area", "density"),
    [
        (Interval.exactly(2000), Interval.exactly("628.4"), "3.183"),
        (Interval.exactly(2368), Interval.exactly(814), "2.909"),
        (Interval(Decimal(2640), Decimal(2644)), Interval.exactly(826), "3.196 to 3.201"),
        (Interval.exactly(4400), Interval(Decimal(0), Decimal(600)), "at least 7.333"),
        (Interval.exactly(4400), Interval.exactly(0), "unknown"),
        (UNKNOWN_QUANTITY, Interval.exactly(750), "unknown"),
        (Interval.exactly(4140), UNKNOWN_QUANTITY, "unknown"),
    ],
)
def test_density_is_shown_to_three_decimals(tpp: Interval, area: Interval, density: str) -> None:
    assert str(performance_density(tpp, area)) == density
