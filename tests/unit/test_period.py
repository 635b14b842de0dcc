from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.period import Period, read_date

FIRST, LAST_OUT = date(2023, 11, 17), date(2025, 1, 13)
ONE_DAY = timedelta(days=1)


def test_the_first_day_is_in_and_the_end_is_out() -> None:
    period = Period(FIRST, LAST_OUT)

    days = [FIRST - ONE_DAY, FIRST, LAST_OUT - ONE_DAY, LAST_OUT, LAST_OUT + ONE_DAY]

    assert [period.contains(day) for day in days] == [False, True, True, False, False]


def test_adjoining_periods_share_no_day() -> None:
    before, after = Period(None, FIRST), Period(FIRST, None)

    assert not before.overlaps(after)
    assert (before.contains(FIRST), after.contains(FIRST)) == (False, True)


@pytest.mark.parametrize("day", [date.min, FIRST, date.max])
def test_without_bounds_every_day_is_in(day: date) -> None:
    assert Period().contains(day)


def test_a_period_of_one_day() -> None:
    period = Period(FIRST, FIRST + ONE_DAY)

    assert period.contains(FIRST)
    assert not period.is_empty


def test_an_empty_period_holds_no_day_and_overlaps_nothing() -> None:
    empty = Period(FIRST, FIRST)

    assert empty.is_empty
    assert not empty.contains(FIRST)
    assert not empty.overlaps(Period())
    assert not Period().overlaps(empty)


def test_refuses_an_end_before_the_start() -> None:
    with pytest.raises(ValueError, match="ends on 2023-11-17, before it starts on 2025-01-13"):
        Period(LAST_OUT, FIRST)


WINDOW = [date(2026, 1, 1) + timedelta(days=offset) for offset in range(8)]


@st.composite
def periods(draw: st.DrawFn) -> Period:
    """Periods that start and end inside the window, so that its days tell whether two meet."""
    bound = st.none() | st.sampled_from(WINDOW[1:-1])
    start, end = draw(bound), draw(bound)
    return Period(end, start) if start is not None and end is not None and end < start else Period(start, end)


@given(periods(), periods())
def test_two_periods_overlap_if_a_day_lies_in_both(one: Period, other: Period) -> None:
    met = any(one.contains(day) and other.contains(day) for day in WINDOW)

    assert one.overlaps(other) is met
    assert other.overlaps(one) is met


@given(periods())
def test_a_period_is_empty_if_it_holds_no_day(period: Period) -> None:
    assert period.is_empty is not any(period.contains(day) for day in WINDOW)


@given(st.dates())
def test_reads_back_every_day(day: date) -> None:
    assert read_date(f" {day.isoformat()}\n") == day


def test_reads_a_leap_day() -> None:
    assert read_date("2024-02-29") == date(2024, 2, 29)


@pytest.mark.parametrize("text", ["2026-02-30", "2025-02-29", "2026-13-01", "2026-00-10", "2026-01-00", "0000-01-01"])
def test_refuses_a_day_that_is_not(text: str) -> None:
    with pytest.raises(ValueError, match=f"there is no day {text}"):
        read_date(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026",
        "2026-01",
        "20260120",
        "2026-1-20",
        "2026/01/20",
        "20.01.2026",
        "01-20-2026",
        "2026-W04-2",
        "2026-020",
        "2026-01-20T00:00:00",
        "2026-01-20Z",
        "-2026-01-20",
        "12026-01-20",
        "２０２６-01-20",
        "٢٠٢٦-٠١-٢٠",
        "2026\u201301\u201320",
        "2026-01-20 2026-01-21",
        "today",
        "46042",
    ],
)
def test_refuses_other_ways_to_write_a_day(text: str) -> None:
    with pytest.raises(ValueError, match="is not a date written YYYY-MM-DD"):
        read_date(text)


@given(st.text())
def test_any_other_text_is_refused_by_value_error(text: str) -> None:
    try:
        day = read_date(text)
    except ValueError:
        return
    assert day.isoformat() == text.strip()


def test_a_refusal_does_not_repeat_a_long_text() -> None:
    with pytest.raises(ValueError, match="is not a date") as refusal:
        read_date("9" * 100_000)

    assert len(str(refusal.value)) < 200
