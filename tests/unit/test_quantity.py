from __future__ import annotations

from decimal import Decimal
from itertools import product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from licet.quantity import UNKNOWN_QUANTITY, Interval, plain, read_number
from licet.truth import Truth


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("0", "0"),
        ("1600", "1600"),
        ("1,600", "1600"),
        ("1,600.25", "1600.25"),
        ("12,345,678", "12345678"),
        ("  5.92\t", "5.92"),
        ("0.001", "0.001"),
        ("007", "7"),
        ("999999999999999.999", "999999999999999.999"),
        ("999,999,999,999,999.999", "999999999999999.999"),
    ],
)
def test_reads_a_figure(text: str, figure: str) -> None:
    assert read_number(text) == Decimal(figure)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "-1",
        "-0",
        "+1",
        "\u22121",
        "NaN",
        "nan",
        "sNaN",
        "inf",
        "Infinity",
        "-inf",
        "1e400",
        "1E3",
        "1e-3",
        "0x10",
        "1_000",
        ".5",
        "5.",
        "1.2345",
        "1 600",
        "1.600,25",
        "1,60",
        "16,00",
        "1,6000",
        ",160",
        "1,600,",
        "1000000000000000",
        "1,000,000,000,000,000",
        "１６００",
        "٣",
        "²",
        "½",
        "一",
        "10%",
        "$5",
        "=1+1",
        "1/2",
        "4800 TPP",
        "1\n2",
        "unknown",
    ],
)
def test_refuses_what_is_no_plain_figure(text: str) -> None:
    with pytest.raises(ValueError, match="is not a figure of zero or more"):
        read_number(text)


def test_a_refusal_does_not_repeat_a_long_text() -> None:
    with pytest.raises(ValueError, match="is not a figure") as refusal:
        read_number("9" * 100_000)

    assert len(str(refusal.value)) < 300


@given(st.text())
def test_any_text_is_read_as_a_figure_of_zero_or_more_or_refused(text: str) -> None:
    try:
        figure = read_number(text)
    except ValueError:
        return
    assert figure.is_finite()
    assert figure >= 0
    assert (figure * 1000) % 1 == 0


@given(st.integers(0, 10**18 - 1))
def test_whole_thousandths_are_read_and_printed_exactly(thousandths: int) -> None:
    text = f"{thousandths // 1000}.{thousandths % 1000:03d}"

    figure = read_number(text)

    assert figure * 1000 == thousandths
    assert read_number(plain(figure)) == figure


def test_a_figure_stays_what_was_written() -> None:
    limit = Interval.exactly("5.92") * Interval.exactly("814")

    assert limit == Interval.exactly("4818.88")
    assert Interval.exactly("4818.88").at_least(limit) is Truth.TRUE
    assert Interval.exactly("4818.879").at_least(limit) is Truth.FALSE


@pytest.mark.parametrize(
    ("figure", "text"),
    [("4800", "4800"), ("4800.000", "4800"), ("0", "0"), ("100", "100"), ("5.920", "5.92"), ("1E+3", "1000")],
)
def test_prints_without_exponent_or_trailing_zeros(figure: str, text: str) -> None:
    assert plain(Decimal(figure)) == text


def test_prints_nothing_for_no_figure() -> None:
    assert plain(None) == ""


@pytest.mark.parametrize(
    ("interval", "text"),
    [
        (Interval.exactly(4800), "4800"),
        (Interval(Decimal(3312), Decimal(5505)), "3312 to 5505"),
        (Interval(Decimal(3312), None), "at least 3312"),
        (Interval(None, Decimal(600)), "0 to 600"),
        (UNKNOWN_QUANTITY, "unknown"),
    ],
)
def test_prints_an_interval(interval: Interval, text: str) -> None:
    assert str(interval) == text


@pytest.mark.parametrize(
    ("interval", "exact"),
    [
        (Interval.exactly(0), True),
        (Interval(Decimal(1), Decimal("1.000")), True),
        (Interval(Decimal(1), Decimal(2)), False),
        (Interval(Decimal(1), None), False),
        (UNKNOWN_QUANTITY, False),
    ],
)
def test_is_exact(interval: Interval, exact: bool) -> None:
    assert interval.is_exact is exact


# At the threshold, a thousandth under it, a dispute across it, and not known.
THRESHOLD = Interval.exactly(4800)


@pytest.mark.parametrize(
    ("tpp", "at_least", "above", "equals"),
    [
        (Interval.exactly("4800"), Truth.TRUE, Truth.FALSE, Truth.TRUE),
        (Interval.exactly("4799.999"), Truth.FALSE, Truth.FALSE, Truth.FALSE),
        (Interval.exactly("4800.001"), Truth.TRUE, Truth.TRUE, Truth.FALSE),
        (Interval(Decimal(4000), Decimal(5000)), Truth.UNKNOWN, Truth.UNKNOWN, Truth.UNKNOWN),
        (Interval(Decimal(4000), Decimal(4800)), Truth.UNKNOWN, Truth.FALSE, Truth.UNKNOWN),
        (Interval(Decimal(4800), Decimal(5000)), Truth.TRUE, Truth.UNKNOWN, Truth.UNKNOWN),
        (Interval(Decimal(4800), None), Truth.TRUE, Truth.UNKNOWN, Truth.UNKNOWN),
        (Interval(Decimal(4801), None), Truth.TRUE, Truth.TRUE, Truth.FALSE),
        (Interval(None, Decimal("4799.999")), Truth.FALSE, Truth.FALSE, Truth.FALSE),
        (UNKNOWN_QUANTITY, Truth.UNKNOWN, Truth.UNKNOWN, Truth.UNKNOWN),
    ],
)
def test_compares_with_a_threshold(tpp: Interval, at_least: Truth, above: Truth, equals: Truth) -> None:
    assert (tpp.at_least(THRESHOLD), tpp.above(THRESHOLD), tpp.equals(THRESHOLD)) == (at_least, above, equals)


def test_an_unknown_figure_leaves_no_bound() -> None:
    known = Interval(Decimal(2), Decimal(3))

    assert known + UNKNOWN_QUANTITY == UNKNOWN_QUANTITY
    assert known - UNKNOWN_QUANTITY == UNKNOWN_QUANTITY
    assert (known * UNKNOWN_QUANTITY).hi is None


def test_nothing_of_an_unknown_figure_is_nothing() -> None:
    assert Interval.exactly(0) * UNKNOWN_QUANTITY == Interval.exactly(0)


figures = st.integers(0, 10**12).map(lambda thousandths: Decimal(thousandths) / 1000)


@st.composite
def interval_and_figure(draw: st.DrawFn) -> tuple[Interval, Decimal]:
    """Draw a figure and an interval that holds it, some without a bound; figures close together, so that ends meet."""
    near = figures | st.integers(0, 6).map(Decimal)
    low, figure, high = sorted(draw(st.tuples(near, near, near)))
    lo = None if draw(st.integers(0, 4)) == 0 else low
    hi = None if draw(st.integers(0, 4)) == 0 else high
    return Interval(lo, hi), figure


def _holds(interval: Interval, figure: Decimal) -> bool:
    return (interval.lo is None or interval.lo <= figure) and (interval.hi is None or figure <= interval.hi)


@given(interval_and_figure(), interval_and_figure())
def test_a_settled_comparison_is_right_for_every_figure(
    one: tuple[Interval, Decimal], other: tuple[Interval, Decimal]
) -> None:
    (x_interval, x), (y_interval, y) = one, other

    for answer, truth in [
        (x_interval.at_least(y_interval), x >= y),
        (x_interval.above(y_interval), x > y),
        (x_interval.equals(y_interval), x == y),
    ]:
        assert answer in {Truth.UNKNOWN, Truth.of(truth)}


@given(interval_and_figure(), interval_and_figure())
def test_at_least_is_unknown_only_if_the_ends_disagree(
    one: tuple[Interval, Decimal], other: tuple[Interval, Decimal]
) -> None:
    x, y = one[0], other[0]
    assume(None not in {x.lo, x.hi, y.lo, y.hi})
    verdicts = {left >= right for left, right in product((x.lo, x.hi), (y.lo, y.hi))}  # type: ignore[operator]

    assert x.at_least(y) is (Truth.UNKNOWN if len(verdicts) > 1 else Truth.of(verdicts.pop()))


@given(figures, figures)
def test_exact_figures_leave_nothing_unknown(x: Decimal, y: Decimal) -> None:
    left, right = Interval.exactly(x), Interval.exactly(y)

    answers = (left.at_least(right), left.above(right), left.equals(right))

    assert answers == (Truth.of(x >= y), Truth.of(x > y), Truth.of(x == y))


@given(interval_and_figure(), interval_and_figure())
def test_arithmetic_holds_every_result(one: tuple[Interval, Decimal], other: tuple[Interval, Decimal]) -> None:
    (x_interval, x), (y_interval, y) = one, other

    assert _holds(x_interval + y_interval, x + y)
    assert _holds(x_interval - y_interval, x - y)
    assert _holds(x_interval * y_interval, x * y)


@given(interval_and_figure(), interval_and_figure())
def test_arithmetic_holds_no_more_than_the_ends(one: tuple[Interval, Decimal], other: tuple[Interval, Decimal]) -> None:
    x, y = one[0], other[0]
    assume(None not in {x.lo, x.hi, y.lo, y.hi})
    corners = list(product((x.lo, x.hi), (y.lo, y.hi)))

    for interval, results in [
        (x + y, [a + b for a, b in corners]),  # type: ignore[operator]
        (x - y, [a - b for a, b in corners]),  # type: ignore[operator]
        (x * y, [a * b for a, b in corners]),  # type: ignore[operator]
    ]:
        assert (interval.lo, interval.hi) == (min(results), max(results))


@given(interval_and_figure(), interval_and_figure())
def test_sums_and_products_do_not_depend_on_order(
    one: tuple[Interval, Decimal], other: tuple[Interval, Decimal]
) -> None:
    x, y = one[0], other[0]

    assert x + y == y + x
    assert x * y == y * x


@given(interval_and_figure(), interval_and_figure())
def test_learning_a_figure_never_reverses_an_answer(
    one: tuple[Interval, Decimal], other: tuple[Interval, Decimal]
) -> None:
    (x_interval, x), (y_interval, _) = one, other

    before = x_interval.at_least(y_interval)

    assert before is Truth.UNKNOWN or Interval.exactly(x).at_least(y_interval) is before
