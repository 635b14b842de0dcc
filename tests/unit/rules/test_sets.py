"""Sets dated member by member, and places that count as another."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.rules.laws import SET_HEADER, law_with, small_law

from licet.citation import Citation, Grade
from licet.errors import ProblemsFound
from licet.rules import book_at
from licet.rules.model import SetRow
from licet.rules.sets import sets_on
from licet.truth import Truth

if TYPE_CHECKING:
    from pathlib import Path

TRUE, FALSE, UNKNOWN = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN
SOURCE = Citation("Sample Act", "section 2", Grade.PRIMARY)
DAY = date(2026, 1, 1)
ONE = timedelta(days=1)


def row(member: str, start: date | None = None, end: date | None = None, **more: object) -> SetRow:
    return SetRow("zone", member, more.pop("certain", True), SOURCE, start, end, **more)  # type: ignore[arg-type]


def truth(rows: list[SetRow], member: str, day: date, known_at: date | None = None) -> Truth:
    found = sets_on(rows, day, known_at).get("zone")
    return FALSE if found is None else found.contains(member)


@pytest.mark.parametrize(
    ("day", "expected"),
    [(DAY - ONE, FALSE), (DAY, TRUE), (DAY + 9 * ONE, TRUE), (DAY + 10 * ONE, FALSE), (DAY + 11 * ONE, FALSE)],
)
def test_a_member_is_in_from_its_first_day_to_the_day_before_its_end(day: date, expected: Truth) -> None:
    assert truth([row("AE", DAY, DAY + 10 * ONE)], "AE", day) is expected


def test_a_member_without_dates_is_always_in_and_one_without_a_row_never() -> None:
    rows = [row("CN")]

    assert [truth(rows, "CN", day) for day in (date.min, DAY, date.max)] == [TRUE, TRUE, TRUE]
    assert truth(rows, "DE", DAY) is FALSE


def test_one_uncertain_member_leaves_the_others_known() -> None:
    zone = book_at(small_law(), DAY).sets["zone"]

    assert {name: zone.contains(name) for name in ("CN", "AE", "KH", "DE")} == {
        "CN": TRUE,
        "AE": TRUE,
        "KH": UNKNOWN,
        "DE": FALSE,
    }


def test_a_member_uncertain_until_a_day_is_known_from_it() -> None:
    rows = [row("KH", None, DAY, certain=False), row("KH", DAY)]

    assert [truth(rows, "KH", day) for day in (DAY - ONE, DAY)] == [UNKNOWN, TRUE]


def test_certain_counts_where_two_rows_speak_of_one_day() -> None:
    assert truth([row("KH", certain=False), row("KH")], "KH", DAY) is TRUE


def test_what_was_not_public_is_not_known() -> None:
    rows = [row("AE", DAY, public_from=DAY + 4 * ONE)]

    assert truth(rows, "AE", DAY, DAY + 3 * ONE) is FALSE
    assert truth(rows, "AE", DAY, DAY + 4 * ONE) is TRUE
    assert truth(rows, "AE", DAY) is TRUE


def test_the_end_that_a_hidden_row_sets_is_open_again() -> None:
    rows = [row("AE", None, DAY), row("AE", DAY, certain=False, public_from=DAY + 4 * ONE)]

    assert truth(rows, "AE", DAY + ONE, DAY + 3 * ONE) is TRUE
    assert truth(rows, "AE", DAY + ONE, DAY + 4 * ONE) is UNKNOWN


def test_a_move_between_sets_is_known_in_both_at_once() -> None:
    law, day = small_law(), date(2026, 7, 10)
    before, after, now = (book_at(law, day, known_at=known) for known in (date(2026, 7, 13), date(2026, 7, 14), None))

    assert before.sets["zone"].contains("AE") is TRUE
    assert "friends" not in before.sets or before.sets["friends"].contains("AE") is FALSE
    for book in (after, now):
        assert book.sets["zone"].contains("AE") is FALSE
        assert book.sets["friends"].contains("AE") is TRUE


def test_an_end_that_nothing_hidden_sets_stays() -> None:
    rows = [row("AE", None, DAY), row("KH", DAY, public_from=DAY + 4 * ONE)]

    assert truth(rows, "AE", DAY, DAY) is FALSE


days = st.integers(0, 40).map(lambda number: DAY + number * ONE)
members = st.sampled_from(["AE", "CN", "KH"])


@st.composite
def dated_rows(draw: st.DrawFn) -> SetRow:
    start, end = sorted(draw(st.tuples(days, days)))
    public = draw(st.none() | days)
    return row(draw(members), start, end, certain=draw(st.booleans()), public_from=public)


@given(st.lists(dated_rows(), max_size=6), days, members)
def test_all_that_is_known_is_what_was_known_in_the_end(rows: list[SetRow], day: date, member: str) -> None:
    assert truth(rows, member, day) is truth(rows, member, day, date.max)


@given(st.lists(dated_rows(), max_size=6), days, members)
def test_the_order_of_rows_does_not_matter(rows: list[SetRow], day: date, member: str) -> None:
    assert truth(rows, member, day, DAY) is truth(rows[::-1], member, day, DAY)


# ---- places


@pytest.mark.parametrize(("day", "expected"), [(date(2020, 12, 22), {}), (date(2020, 12, 23), {"HK": "CN"})])
def test_hong_kong_counts_as_china_from_its_day(day: date, expected: dict[str, str]) -> None:
    assert book_at(small_law(), day).places == expected


# ---- files


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("sets/more.csv", SET_HEADER + "more,CN,2026-01-02,2026-01-01,,in,primary,Sample Act,section 2,\n"),
        ("places.csv", "place,treated_as,from,to,grade,doc,at\nMO,CN,2026-01-02,2026-01-01,memory,Sample Act,1\n"),
    ],
)
def test_a_row_that_ends_before_it_starts_is_a_fault(name: str, content: str, tmp_path: Path) -> None:
    with pytest.raises(ProblemsFound):
        law_with(tmp_path, {name: content})


@pytest.mark.parametrize(
    "line", [",CN,,,,in,primary,Sample Act,section 2,", "more,,,,,in,primary,Sample Act,section 2,"]
)
def test_a_row_names_a_set_and_a_member(line: str, tmp_path: Path) -> None:
    with pytest.raises(ProblemsFound):
        law_with(tmp_path, {"sets/more.csv": SET_HEADER + line + "\n"})


def test_a_row_cites_a_listed_instrument(tmp_path: Path) -> None:
    with pytest.raises(ProblemsFound):
        law_with(tmp_path, {"sets/more.csv": SET_HEADER + "more,CN,,,,in,primary,Another Act,section 2,\n"})


def test_a_place_counts_as_one_other_place_only(tmp_path: Path) -> None:
    places = "place,treated_as,from,to,grade,doc,at\nMO,CN,,,memory,Sample Act,1\nMO,PT,,,memory,Sample Act,1\n"
    with pytest.raises(ProblemsFound):
        law_with(tmp_path, {"places.csv": places})
