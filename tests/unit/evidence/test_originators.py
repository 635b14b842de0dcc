"""Who had a report first: ten relays of one report are one source, and a relay is never the originator."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.unit.evidence.piles import CN, by, claim, document, pile, prose, reported_by

from licet.errors import ProblemsFound
from licet.evidence.model import Span
from licet.evidence.pile.originators import Basis, Originator
from licet.evidence.pile.originators_relays import relays

if TYPE_CHECKING:
    from pathlib import Path

    from licet.evidence.model import Claim, Document

NEWS = "China has approved its first imports of the chip"
APPROVED = f"{CN} approved_batch_conditional"


def originator(one: Claim, *documents: Document) -> Originator:
    return pile(*documents, claims=[one]).originators[one.claim_id]


def test_a_named_body_or_person_is_the_originator_of_what_it_says() -> None:
    one = document(NEWS, publisher="Reuters")
    said = claim(one, NEWS, APPROVED, attribution=by("named_body", "cn-mofcom", outlet="reuters"))

    assert originator(said, one) == Originator("cn-mofcom", "Ministry of Commerce", Basis.SPEAKER)


def test_the_outlet_that_the_words_name_is_the_originator_and_not_the_publisher() -> None:
    one = document(NEWS, publisher="Outlet A")
    said = claim(one, NEWS, APPROVED, attribution=by("outlet", outlet="reuters"))

    assert originator(said, one) == Originator("reuters", "Reuters", Basis.OUTLET)


@pytest.mark.parametrize("name", ["Reuters", "路透社", "reuters"])
def test_an_outlet_is_one_by_any_of_its_names(name: str) -> None:
    one = document(NEWS, publisher="Outlet A")
    said = claim(one, NEWS, APPROVED, attribution=by("outlet", outlet=name))

    assert originator(said, one).who == "reuters"


def test_a_relay_is_never_the_originator_even_if_the_words_name_it() -> None:
    one = document(NEWS, publisher="Outlet A")
    said = claim(one, NEWS, APPROVED, attribution=by("outlet", outlet="Invezz"))

    assert originator(said, one).who == "outlet a"


def test_what_a_relay_says_itself_is_of_the_one_outlet_that_it_credits() -> None:
    one = document(
        NEWS,
        publisher="TrickyProfit",
        derivations=[reported_by("Invezz", "syndicated_from"), reported_by("Reuters"), reported_by("Reuters")],
    )
    said = claim(one, NEWS, APPROVED)

    assert originator(said, one) == Originator("reuters", "Reuters", Basis.DERIVATION)


def test_a_relay_that_credits_two_outlets_leaves_open_which_of_them_had_what_it_says_itself() -> None:
    one = document(NEWS, publisher="Invezz", derivations=[reported_by("Reuters"), reported_by("Bloomberg")])

    assert originator(claim(one, NEWS, APPROVED), one).basis is Basis.NOT_NAMED


def test_a_copy_that_credits_its_original_among_others_has_it_from_the_original() -> None:
    text = prose(1)
    original = document(text, NEWS, publisher="Outlet A", published="2026-01-28")
    credit = [reported_by("Outlet B", "syndicated_from"), reported_by("Outlet A", "syndicated_from")]
    copy = document(text, NEWS, published="2026-01-29", derivations=credit)

    assert originator(claim(copy, NEWS, APPROVED), original, copy).who == "outlet a"


def test_a_relay_that_credits_nobody_leaves_the_originator_unnamed() -> None:
    one = document(NEWS, publisher="Invezz")
    found = originator(claim(one, NEWS, APPROVED), one)

    assert (found.who, found.basis) == (one.document_id, Basis.NOT_NAMED)
    assert found.name == "not named (Invezz)"


def test_unnamed_sources_are_those_of_the_outlet_credited_last_before_them() -> None:
    first, then, late = (
        "Reuters reported it.",
        "Bloomberg had more, the people said.",
        "The Information later had less.",
    )
    one = document(first, then, late, publisher="AI News Bot")
    spans = [one.block_at(Span(one.text.index(part), one.text.index(part) + 4)) for part in (first, then, late)]
    credited = [
        reported_by(name, at=block.span)
        for name, block in zip(["Reuters", "Bloomberg", "The Information"], spans, strict=True)
        if block is not None
    ]
    one = document(first, then, late, publisher="AI News Bot", derivations=credited)
    said = claim(one, then, APPROVED, attribution=by("unnamed_person"))

    assert originator(said, one).who == "bloomberg"


def test_a_document_nobody_published_is_its_own_originator_and_says_so() -> None:
    one = document(NEWS, name="scraped/page-7.txt")
    found = originator(claim(one, NEWS, APPROVED), one)

    assert (found.basis, found.name, found.is_named) == (Basis.NOT_NAMED, "not named (page-7.txt)", False)


def test_a_publisher_without_any_credit_is_taken_for_want_of_another_and_marked() -> None:
    one = document(NEWS, publisher="Outlet A")
    found = originator(claim(one, NEWS, APPROVED), one)

    assert (found.who, found.basis, found.said) == ("outlet a", Basis.PUBLISHER, False)


def test_a_copy_has_its_report_from_the_publisher_of_the_original() -> None:
    text = prose(1)
    original = document(text, NEWS, publisher="South China Morning Post", published="2026-01-28")
    copy = document(text, NEWS, published="2026-01-28", name="forum.txt")
    said = claim(copy, NEWS, APPROVED)

    assert originator(said, original, copy).who == "south-china-morning-post"
    assert originator(said, original, copy).basis is Basis.CLUSTER


def test_ten_relays_of_one_report_are_one_source() -> None:
    claims, documents = [], []
    for number in range(10):
        one = document(prose(number), NEWS, publisher=f"Outlet {number}", published="2026-01-28")
        documents.append(one)
        outlet = by("outlet", outlet="reuters")
        claims.append(claim(one, NEWS, APPROVED, items=["h200"], attribution=outlet))

    [event] = pile(*documents, claims=claims).events

    assert event.originators == ("Reuters",)


def test_what_a_document_says_itself_is_of_the_outlet_that_it_credits_with_the_same() -> None:
    title = "China approves first imports"
    one = document(title, NEWS, publisher="Outlet A", published="2026-01-28")
    claims = [
        claim(one, title, APPROVED, items=["h200"]),
        claim(one, NEWS, APPROVED, items=["h200"], attribution=by("outlet", outlet="reuters")),
    ]
    [event] = pile(one, claims=claims).events
    assert event.originators == ("Reuters",)

    claims[1] = claim(one, NEWS, APPROVED, items=["h200"], attribution=by("named_person", "jensen-huang"))
    [event] = pile(one, claims=claims).events
    assert event.originators == ("Jensen Huang", "Outlet A")


def test_the_cluster_has_the_originator_of_its_original() -> None:
    text = prose(1)
    relay = document(text, publisher="Invezz", derivations=[reported_by("Reuters")])
    syndicated = document(text, publisher="TrickyProfit", derivations=[reported_by("Invezz", "syndicated_from")])

    [cluster] = pile(relay, syndicated).duplicates

    assert cluster.originator == "Reuters"


@pytest.mark.parametrize(
    ("table", "slug"),
    [
        ("publisher,kind,names\nA,copy,\n", "wrong-columns"),
        ("publisher,kind,names,note\nA,mirror,,\n", "unknown-value"),
        ("publisher,kind,names,note\nA,copy,,\nB,digest,A,\n", "name-of-two"),
    ],
)
def test_a_faulty_table_of_relays_is_refused(tmp_path: Path, table: str, slug: str) -> None:
    (tmp_path / "relays.csv").write_text(table)

    with pytest.raises(ProblemsFound) as found:
        relays(tmp_path)

    assert [problem.slug for problem in found.value.problems] == [slug]


def test_no_outlet_that_has_reports_of_its_own_in_the_record_is_a_relay() -> None:
    from tests.unit.evidence.piles import recorded  # noqa: PLC0415

    table = relays()
    named = {act.originator for act in recorded().acts.values()} - {"The Machine Herald"}

    assert [name for name in named if table.kind(name)] == []
