"""A determination is told answer first, with its citations, its gaps and its routes."""

from __future__ import annotations

import pytest
from tests.unit.report.samples import hostile_check, sample_check

from licet.report import determination_text
from licet.report.layout import columns


def told(number: int) -> str:
    """Return the text of one determination of the sample with its wrapping undone."""
    determination = sample_check()["lines"][number]["determination"]
    return " ".join(determination_text(determination, width=80, colour=False).split())


def test_the_answer_comes_first() -> None:
    assert told(0).startswith(
        "Licence needed yes Class 3A090.a, limb a.1 "
        "Review policy case by case; if its conditions fail, presumption of denial"
    )


def test_a_state_known_from_reports_reads_as_reported() -> None:
    assert "cn:import customs refused (shut) since 2026-01-14; reported by unnamed sources" in told(0)
    assert "licence may be required (unknown); reported by the press, contested" in told(1)


@pytest.mark.parametrize(
    "said",
    [
        "us.ear.742.6.a.6.iii.A, primary source) [15 CFR 742.6(a)(6)(iii)(A)]",
        "open, dd_iii: Is the aggregate TPP shipped to China and Macau at most half",
        "met, dd_iv: Has an independent laboratory in the United States tested the item? (else presumption of denial)",
        "Possible routes, not claimed - NAC: not available. does not cover",
        "us_shipped_tpp: the half-of-US-volume test needs it; settles condition dd_iii",
        "TPP 15,832 is 5,168 below 21,000 [15 CFR 742.6(b)(10)(iii)]",
        "The exporter is taken to be the maker.",
        "de minimis and foreign direct product rules",
        "as if shipped on 2026-06-15",
        "Not legal advice.",
        "Law encoded through 2026-09-24.",
    ],
)
def test_it_says(said: str) -> None:
    assert said in told(0)


def test_an_open_class_names_its_candidates() -> None:
    text = told(1)

    assert "Class open; candidates a, b; the maker says 3A090.b" in text
    assert "tpp = 3312 to 5505 TPP (two reports that disagree, reported by the press)" in text
    assert "may apply: unknown, its terms are unpublished" in text
    assert "reading text: licence required: unknown here, yes there" in text


def test_the_makers_own_class_is_flagged_where_it_differs() -> None:
    determination = sample_check()["lines"][2]["determination"]
    determination["classification"]["asserted_eccn"] = "EAR99"

    text = determination_text(determination, width=80, colour=False)

    assert "the maker says EAR99, which differs" in text


def test_a_release_that_rests_on_non_enforcement_says_so() -> None:
    assert "Rests on - a licence is required by the text; the authority says it does not enforce" in told(2)
    assert "The other reading differs - reading text: licence required" in told(2)


def test_a_claimed_exception_is_no_mere_route() -> None:
    determination = sample_check()["lines"][0]["determination"]
    determination["exceptions"][0]["claimed"] = True

    text = determination_text(determination, width=80, colour=False)

    assert "Exceptions claimed\n  - NAC" in text
    assert "Possible routes" not in text


def test_hostile_text_is_shown_harmless() -> None:
    for line in hostile_check()["lines"]:
        text = determination_text(line["determination"], width=80, colour=False)

        assert "\x1b" not in text
        assert max(columns(row) for row in text.splitlines()) <= 80
