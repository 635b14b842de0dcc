"""Versions of one report: in order, with what each has that the one before had not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.unit.evidence.piles import CN, by, claim, document, figure, pile, prose

if TYPE_CHECKING:
    from licet.evidence.model import Claim, Document

APPROVED = f"{CN} approved_batch_conditional"
BODY = prose(1, 200)


def version(count: int, words: str, publisher: str, published: str = "2026-01-28", modified: str = "") -> Document:
    text = f"China has approved {words} of the chips, {count} people said."
    return document(BODY, text, publisher=publisher, published=published, modified=modified or None)


def told(one: Document, count: int, words: str, least: int, **more: object) -> Claim:
    quote = f"China has approved {words} of the chips, {count} people said."
    approved = figure(one, words, "approved", least, None)
    by_people = by("unnamed_person", outlet="reuters", unnamed=count)
    return claim(one, quote, APPROVED, items=["h200"], attribution=by_people, quantities=[approved], **more)


def test_two_versions_of_one_report_are_one_and_say_what_is_new() -> None:
    first = version(2, "several hundred thousand", "Reuters")
    second = version(4, "more than 400,000", "Reuters", modified="2026-01-29")
    claims = [told(first, 2, "several hundred thousand", 200_000), told(second, 4, "more than 400,000", 400_001)]

    [revision] = pile(second, first, claims=claims).revisions

    assert (revision.originator, revision.documents) == ("Reuters", (first.document_id, second.document_id))
    assert revision.order_known
    assert "4 unnamed sources" in revision.differs[0]
    assert "figure more than 400,000" in revision.differs[0]
    assert "no longer: 2 unnamed sources" in revision.differs[0]


def test_a_copy_by_another_is_no_version() -> None:
    first = version(2, "several hundred thousand", "Reuters")
    copy = version(2, "several hundred thousand", "Invezz")
    claims = [told(first, 2, "several hundred thousand", 200_000), told(copy, 2, "several hundred thousand", 200_000)]

    assert pile(first, copy, claims=claims).revisions == ()


def test_versions_carried_by_relays_are_versions_of_the_report_they_carry() -> None:
    from tests.unit.evidence.piles import reported_by  # noqa: PLC0415

    credit = [reported_by("Reuters")]
    text = "China has approved {} of the chips, {} people said."
    one = document(
        BODY, text.format("several hundred thousand", 2), publisher="Invezz", published="2026-01-28", derivations=credit
    )
    other = document(
        BODY, text.format("more than 400,000", 4), publisher="Tekedia", published="2026-01-29", derivations=credit
    )
    claims = [told(one, 2, "several hundred thousand", 200_000), told(other, 4, "more than 400,000", 400_001)]

    [revision] = pile(one, other, claims=claims).revisions

    assert (revision.originator, len(revision.documents), revision.order_known) == ("Reuters", 2, True)


def test_what_says_less_than_an_earlier_one_was_cut_and_is_no_version() -> None:
    first = version(2, "several hundred thousand", "Reuters", "2026-01-28")
    cut = version(2, "several hundred thousand", "Reuters", "2026-01-29")
    claims = [told(first, 2, "several hundred thousand", 200_000)]

    assert pile(first, cut, claims=claims).revisions == ()


def test_reports_of_one_outlet_that_lie_days_apart_are_no_versions() -> None:
    first = version(2, "several hundred thousand", "Reuters", "2026-01-28")
    second = version(4, "more than 400,000", "Reuters", "2026-02-05")
    claims = [told(first, 2, "several hundred thousand", 200_000), told(second, 4, "more than 400,000", 400_001)]

    assert pile(first, second, claims=claims).revisions == ()


def test_where_nothing_says_which_is_later_the_order_is_not_known() -> None:
    first, second = version(2, "several hundred thousand", "Reuters"), version(4, "more than 400,000", "Reuters")
    claims = [told(first, 2, "several hundred thousand", 200_000), told(second, 4, "more than 400,000", 400_001)]

    [revision] = pile(first, second, claims=claims).revisions

    assert not revision.order_known
