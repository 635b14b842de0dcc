"""Who says so, how much and when, in other words; and the day on which a rule takes effect."""

from datetime import date

import pytest
from tests.unit.evidence.claim_reading import claims, document, only, words

from licet.evidence.claims.readings import readings_of
from licet.evidence.model import AttributionKind, Modality

FRIDAY = date(2031, 5, 16)
PAUSE = "Beijing told firms to pause H200 orders"


@pytest.mark.parametrize(
    ("text", "kind", "unnamed"),
    [
        (f"{PAUSE}, people briefed on the plan said.", AttributionKind.UNNAMED_PERSON, None),
        (f"{PAUSE}, said two people who declined to be identified.", AttributionKind.UNNAMED_PERSON, 2),
        (f"{PAUSE}, say those with knowledge of the talks.", AttributionKind.UNNAMED_PERSON, None),
        (f"Three people who have seen the notice said {PAUSE}.", AttributionKind.UNNAMED_PERSON, 3),
        (f"{PAUSE}, people at two of the companies said.", AttributionKind.UNNAMED_PERSON, None),
        (f"{PAUSE}, Reuters has learned.", AttributionKind.OUTLET, None),
        (f"The FT revealed that {PAUSE}.", AttributionKind.OUTLET, None),
        ("Beijing is thought to have told firms to pause H200 orders.", AttributionKind.HEARSAY, None),
        ("Beijing has supposedly told firms to pause H200 orders.", AttributionKind.HEARSAY, None),
        (f"Word has it that {PAUSE}.", AttributionKind.HEARSAY, None),
        (f"{PAUSE}, said Jensen Huang.", AttributionKind.NAMED_PERSON, None),
    ],
)
def test_who_says_so_is_read_in_other_words(text: str, kind: AttributionKind, unnamed: int | None) -> None:
    claim = only(text, "cn:import paused_by_guidance")

    assert (claim.attribution.kind, claim.attribution.unnamed) == (kind, unnamed)


@pytest.mark.parametrize(
    ("text", "at_least", "at_most"),
    [
        ("The order is for 5-6 thousand H200 chips.", 5_000, 6_000),
        ("ByteDance ordered between 5 and 6 million H200 chips.", 5_000_000, 6_000_000),
        ("ByteDance ordered 5,000 to 10 thousand H200 chips.", 5_000, 10_000),
        ("字节跳动订购4万至6万片H200芯片。", 40_000, 60_000),
        ("ByteDance ordered a ceiling of 40k H200 chips.", None, 40_000),
    ],
)
def test_a_range_is_one_figure(text: str, at_least: int | None, at_most: int | None) -> None:
    quantities = [quantity for claim in claims(text) for quantity in claim.quantities]

    assert [(each.at_least, each.at_most) for each in quantities] == [(at_least, at_most)]


@pytest.mark.parametrize(
    ("words_of_date", "first", "last"),
    [
        ("this spring", date(2031, 3, 1), FRIDAY),
        ("last spring", date(2030, 3, 1), date(2030, 5, 31)),
        ("last winter", date(2030, 12, 1), date(2031, 2, 28)),
        ("next summer", date(2031, 6, 1), date(2031, 8, 31)),
        ("in the summer of 2030", date(2030, 6, 1), date(2030, 8, 31)),
        ("in the second half of 2030", date(2030, 7, 1), date(2030, 12, 31)),
        ("in the first half of last year", date(2030, 1, 1), date(2030, 6, 30)),
        ("in Q4 2030", date(2030, 10, 1), date(2030, 12, 31)),
        ("by year end", date(2031, 12, 31), date(2031, 12, 31)),
        ("by the end of last year", date(2030, 12, 31), date(2030, 12, 31)),
        ("last night", date(2031, 5, 15), date(2031, 5, 15)),
        ("this morning", FRIDAY, FRIDAY),
        ("the day before yesterday", date(2031, 5, 14), date(2031, 5, 14)),
        ("a fortnight ago", date(2031, 4, 28), date(2031, 5, 4)),
        ("in recent days", date(2031, 5, 9), FRIDAY),
        ("on 2031/05/05", date(2031, 5, 5), date(2031, 5, 5)),
        ("on Sept. 9, 2030", date(2030, 9, 9), date(2030, 9, 9)),
        ("on the 5th", date(2031, 5, 5), date(2031, 5, 5)),
        ("on the 31st", date(2031, 3, 31), date(2031, 3, 31)),
    ],
)
def test_a_span_of_days_is_read(words_of_date: str, first: date, last: date) -> None:
    reading = next(readings_of(document(f"Beijing told firms {words_of_date} to pause orders.", FRIDAY), words()))

    assert [(each.when.first, each.when.last) for each in reading.dates] == [(first, last)]


@pytest.mark.parametrize(
    "text",
    [
        "The office is on the 5th floor.",
        "Sales fall in the last season.",
        "The 2031/99/99 form is void.",
        "At the end of the day it pays.",
    ],
)
def test_what_only_looks_like_a_span_of_days_bounds_none(text: str) -> None:
    reading = next(readings_of(document(text, FRIDAY), words()))

    assert [each for each in reading.dates if each.when.first is not None] == []


def test_relative_spans_stay_open_without_a_day_of_publication() -> None:
    reading = next(readings_of(document("Firms paused last spring, this morning and by year end.", None), words()))

    assert {each.when.first for each in reading.dates} == {None}


def test_a_step_without_a_day_takes_that_on_which_the_rule_takes_effect() -> None:
    text = "BIS imposed a licence requirement on exports of the H20. The rule takes effect on June 1, 2031."

    when = only(text, "us:export required", FRIDAY).when

    assert when is not None
    assert (when.first, when.last) == (date(2031, 6, 1), date(2031, 6, 1))
    assert "takes effect" in when.resolved_by


@pytest.mark.parametrize(
    "text",
    [
        "BIS imposed a licence requirement on exports of the H20. The dividend is effective June 1, 2031.",
        "BIS imposed a licence requirement on exports of the H20. The rule takes effect soon.",
        "BIS imposed a licence requirement on exports of the H20. One. Two. Three. The rule takes effect June 1, 2031.",
    ],
)
def test_a_step_takes_no_day_that_is_not_of_a_rule_beside_it(text: str) -> None:
    assert only(text, "us:export required", FRIDAY).when is None


@pytest.mark.parametrize("word", ["if", "once", "unless", "as soon as"])
def test_what_is_supposed_is_not_done(word: str) -> None:
    text = f"Nvidia could change its plans {word} the licences for the H20 are revoked."

    assert only(text, "us:export revoked").modality is Modality.CONDITIONAL
