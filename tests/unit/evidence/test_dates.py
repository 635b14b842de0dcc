from datetime import date

import pytest
from tests.unit.evidence.claim_reading import document, words

from licet.evidence.claims.readings import readings_of
from licet.evidence.model import Precision, When

FRIDAY = date(2025, 7, 18)
WEDNESDAY = date(2026, 1, 28)
SATURDAY = date(2026, 1, 31)


def dates(text: str, published: date | None) -> list[When]:
    return [each.when for reading in readings_of(document(text, published), words()) for each in reading.dates]


def one(text: str, published: date | None) -> When:
    found = dates(text, published)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    "written",
    ["on July 18, 2025", "on 18 July 2025", "on 18th July, 2025", "on the 18th of July 2025", "on 2025-07-18",
     "on Friday, July 18, 2025", "on Jul. 18, 2025", "2025年7月18日", "2025 年 7 月 18 日"],
)  # fmt: skip
def test_an_absolute_day_needs_no_day_of_publication(written: str) -> None:
    when = one(f"It was {written} in all.", None)

    assert (when.first, when.last, when.precision) == (FRIDAY, FRIDAY, Precision.DAY)
    assert when.resolved_by == ""


@pytest.mark.parametrize(
    ("written", "published", "first", "last", "precision"),
    [
        ("on Thursday", FRIDAY, "2025-07-17", "2025-07-17", "day"),
        ("on Friday", FRIDAY, "2025-07-18", "2025-07-18", "day"),
        ("on Saturday", FRIDAY, "2025-07-12", "2025-07-12", "day"),
        ("last Friday", WEDNESDAY, "2026-01-23", "2026-01-23", "day"),
        ("last Thursday", SATURDAY, "2026-01-29", "2026-01-29", "day"),
        ("last Wednesday", WEDNESDAY, "2026-01-21", "2026-01-21", "day"),
        ("next Monday", WEDNESDAY, "2026-02-02", "2026-02-02", "day"),
        ("yesterday", WEDNESDAY, "2026-01-27", "2026-01-27", "day"),
        ("today", WEDNESDAY, "2026-01-28", "2026-01-28", "day"),
        ("tomorrow", WEDNESDAY, "2026-01-29", "2026-01-29", "day"),
        ("this week", FRIDAY, "2025-07-14", "2025-07-18", "week"),
        ("last week", FRIDAY, "2025-07-07", "2025-07-13", "week"),
        ("earlier this week", FRIDAY, "2025-07-14", "2025-07-18", "week"),
        ("the week before last Friday", WEDNESDAY, None, None, None),
        ("this month", WEDNESDAY, "2026-01-01", "2026-01-28", "month"),
        ("earlier this month", WEDNESDAY, "2026-01-01", "2026-01-28", "month"),
        ("last month", WEDNESDAY, "2025-12-01", "2025-12-31", "month"),
        ("late last month", WEDNESDAY, "2025-12-21", "2025-12-31", "vague"),
        ("last year", WEDNESDAY, "2025-01-01", "2025-12-31", "year"),
        ("over the weekend", WEDNESDAY, "2026-01-24", "2026-01-25", "vague"),
        ("in April", FRIDAY, "2025-04-01", "2025-04-30", "month"),
        ("in October", FRIDAY, "2024-10-01", "2024-10-31", "month"),
        ("in July", FRIDAY, "2025-07-01", "2025-07-31", "month"),
        ("in early April", FRIDAY, "2025-04-01", "2025-04-10", "vague"),
        ("in mid-April", FRIDAY, "2025-04-11", "2025-04-20", "vague"),
        ("in May", FRIDAY, "2025-05-01", "2025-05-31", "month"),
        ("on July 14", FRIDAY, "2025-07-14", "2025-07-14", "day"),
        ("on December 31", WEDNESDAY, "2025-12-31", "2025-12-31", "day"),
        ("two days ago", FRIDAY, "2025-07-16", "2025-07-16", "day"),
        ("two weeks ago", FRIDAY, "2025-06-30", "2025-07-06", "week"),
        ("three months ago", FRIDAY, "2025-04-01", "2025-04-30", "month"),
        ("in the first quarter of 2026", None, "2026-01-01", "2026-03-31", "quarter"),
        ("in April 2025", None, "2025-04-01", "2025-04-30", "month"),
        ("in 2024", None, "2024-01-01", "2024-12-31", "year"),
        ("in late 2024", None, "2024-09-01", "2024-12-31", "vague"),
    ],
)
def test_what_each_form_means(
    written: str, published: date | None, first: str | None, last: str | None, precision: str | None
) -> None:
    if first is None:
        assert all(when.first is not None for when in dates(f"It came {written} to them.", published))
        return
    when = one(f"It came {written} to them.", published)

    assert (str(when.first), str(when.last), when.precision.value) == (first, last, precision)


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("上周五", "2026-01-23", "2026-01-23"),
        ("周三", "2026-01-28", "2026-01-28"),
        ("昨日", "2026-01-27", "2026-01-27"),
        ("本周", "2026-01-26", "2026-01-28"),
        ("上月", "2025-12-01", "2025-12-31"),
        ("去年4月", "2025-04-01", "2025-04-30"),
        ("1月14日", "2026-01-14", "2026-01-14"),
        ("12月8日", "2025-12-08", "2025-12-08"),
    ],
)
def test_what_each_chinese_form_means(written: str, first: str, last: str) -> None:
    when = one(f"海关{written}已经通知。", WEDNESDAY)

    assert (str(when.first), str(when.last)) == (first, last)


@pytest.mark.parametrize("written", ["on Thursday", "last week", "in April", "earlier this month", "two days ago"])
def test_a_relative_date_without_a_day_of_publication_stays_unresolved(written: str) -> None:
    when = one(f"It came {written} to them.", None)

    assert (when.first, when.last) == (None, None)
    assert when.text in written


def test_a_day_that_is_still_to_come_lies_ahead() -> None:
    assert one("The hearing will be held on Monday.", WEDNESDAY).first == date(2026, 2, 2)
    assert one("The review is due on February 3.", WEDNESDAY).first == date(2026, 2, 3)


def test_days_after_is_reckoned_from_the_date_before_it_in_the_sentence() -> None:
    later, earlier = dates("They met on Thursday, days after the firm had applied.", FRIDAY)

    assert str(later.first) == "2025-07-17"
    assert (str(earlier.first), str(earlier.last)) == ("2025-07-10", "2025-07-15")


def test_the_same_day_is_the_last_day_named() -> None:
    found = dates("They met on Thursday. Last week it rained. On the same day they dined.", FRIDAY)

    assert str(found[-1].first) == "2025-07-17"


@pytest.mark.parametrize(
    "text",
    ["The firm may sell parts.", "They march on.", "It has 2025 parts in stock.", "A second firm came first.",
     "In the fiscal first quarter it grew.", "On February 30 nothing happened."],
)  # fmt: skip
def test_what_is_no_date_bounds_nothing(text: str) -> None:
    assert all(when.first is None for when in dates(text, FRIDAY))


def test_a_date_says_against_what_it_was_read() -> None:
    about = document("It came on Thursday.", FRIDAY, zone="Asia/Hong_Kong")
    [when] = [each.when for reading in readings_of(about, words()) for each in reading.dates]

    assert when.resolved_by == "the day of publication, 2025-07-18, Asia/Hong_Kong"
    assert when.span is not None
    assert when.span.of(about.text) == "Thursday"


def test_hostile_figures_make_no_date_and_no_fault() -> None:
    text = "On 99 July 2025, in 0000年99月99日, July 99999999999999999999, 999999999 weeks ago, 2025-99-99."

    assert all(when.first is None or when.last is not None for when in dates(text, FRIDAY))


def test_what_follows_a_day_after_was_the_day_before() -> None:
    later, earlier = dates("They met on Thursday, a day after the firm had applied.", FRIDAY)

    assert (str(later.first), str(earlier.first)) == ("2025-07-17", "2025-07-16")


@pytest.mark.parametrize(
    ("before", "day"),
    [
        ("Customs told agents on Tuesday to wait.", "2025-07-13"),
        ("Reuters reported on Tuesday that agents wait.", "None"),
        ("Agents waited from Monday to Tuesday.", "None"),
        ("They were told this week to wait.", "None"),
    ],
)
def test_days_before_an_order_are_reckoned_from_the_one_day_of_the_sentence_before(before: str, day: str) -> None:
    found = dates(f"{before}\nThe order came two days after the firm had applied.", FRIDAY)

    assert str(found[-1].first) == day


def test_a_month_without_its_year_is_read_against_a_day_that_the_text_states() -> None:
    _, april, day = dates("They met on July 18, 2025, after a ban in April and a hearing on July 9.", None)

    assert (str(april.first), str(april.last), april.precision) == ("2025-04-01", "2025-04-30", Precision.MONTH)
    assert str(day.first) == "2025-07-09"
    assert april.resolved_by == "a day that the text states, 2025-07-18"


def test_a_weekday_is_not_read_against_a_day_that_the_text_states() -> None:
    assert dates("They met on July 18, 2025. It rained on Thursday.", None)[-1].first is None
