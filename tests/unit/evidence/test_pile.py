"""A pile as a whole: empty, odd, large, and the step from each part to the next."""

from __future__ import annotations

import time

from tests.unit.evidence.piles import CN, blank, by, claim, document, on, pile, prose, reported_by

from licet.acts import SourceGrade
from licet.evidence.model import Block, Claim, ConflictKind, Document, Label, Span
from licet.evidence.pile.duplicates import Kind
from licet.evidence.pile.whole import pile_of
from licet.evidence.proposals.proposing import Standing, proposals

APPROVED = f"{CN} approved_batch_conditional"


def test_no_documents_are_an_empty_pile() -> None:
    found = pile()

    assert (found.duplicates, found.events, found.conflicts, proposals(found, blank())) == ((), (), (), ())


def test_a_document_without_blocks_about_or_claims_is_a_cluster_by_itself() -> None:
    one = Document("a" * 64, "a.txt", "Words without a block.", "text/plain", "utf-8")

    found = pile(one)

    assert [cluster.documents for cluster in found.duplicates] == [("a" * 64,)]
    assert found.duplicates[0].originator == "not named (a.txt)"
    assert found.cluster_of["a" * 64] is found.duplicates[0]


def test_claims_of_documents_that_are_not_in_the_pile_are_left_out() -> None:
    one, other = document(prose(1), "It is approved."), document(prose(2), "It is approved.")
    said = claim(other, "It is approved.", APPROVED, items=["h200"])

    assert pile_of([one], {other.document_id: [said]}, blank()).claims == {}


def test_a_report_its_relays_a_digest_and_a_denial_come_to_one_contested_proposal() -> None:
    news = "China has approved a first batch of the chips, two people said."
    body = prose(1, 200)
    credit = [reported_by("Reuters")]
    report = document(body, news, publisher="Reuters", published="2026-01-28")
    copy = document(body, news, publisher="Astro Awani", published="2026-01-28", derivations=credit)
    rewrite = document(prose(2, 200), news, publisher="Invezz", published="2026-01-29", derivations=credit)
    denial = document(prose(3), "It is not approved, the ministry said.", publisher="Bloomberg", published="2026-01-29")
    people = by("unnamed_person", outlet="reuters", unnamed=2)
    claims = [
        *(claim(each, news, APPROVED, items=["h200"], attribution=people) for each in (report, copy, rewrite)),
        claim(report, body[:40], APPROVED, items=["h200"], when=on("2026-01-28"), attribution=people),
        claim(
            denial,
            "It is not approved, the ministry said.",
            APPROVED,
            items=["h200"],
            modality="denied",
            attribution=by("named_body", "cn-mofcom"),
        ),
    ]

    found = pile(denial, rewrite, copy, report, claims=claims)

    [event] = found.events
    assert (event.originators, event.grade) == (("Reuters",), SourceGrade.UNNAMED)
    assert len(event.claims) == 5
    assert [each.kind for each in event.conflicts] == [ConflictKind.DENIED]
    assert found.cluster_of[copy.document_id].original == report.document_id
    assert found.cluster_of[copy.document_id].likenesses[0].kind is Kind.COPY
    [proposal] = proposals(found, blank())
    assert proposal.standing is Standing.FAULTY  # nothing is recorded that it could follow
    assert proposal.act is not None
    assert proposal.act.contested is not None
    assert str(proposal.act.contested.public) == "2026-01-29"


def crowd(count: int) -> tuple[list[Document], dict[str, list[Claim]]]:
    """Return so many documents of a claim each, of one state, item and day, all without a buyer or with one of many."""
    documents, claims = [], {}
    firms = [each.actor_id for each in blank().actors.values() if each.kind == "firm"]
    for number in range(count):
        text = f"{number} It was refused by customs."
        one = Document(
            f"{number:064d}", f"{number}.txt", text, "text/plain", "utf-8", (Block(0, Span(0, len(text)), Label.BODY),)
        )
        when = [on("2026-01-14"), on("2026-01-15"), on("2026-01-12", "2026-01-18"), None][number % 4]
        documents.append(one)
        claims[one.document_id] = [
            claim(
                one,
                text,
                f"{CN} customs_refused",
                items=["h200"],
                when=when,
                targets=[firms[number % len(firms)]][: number % 2],
            )
        ]
    return documents, claims


def test_the_time_of_a_pile_grows_as_the_pile_does() -> None:
    taken = []
    for count in (500, 4000):
        documents, claims = crowd(count)
        started = time.process_time()
        pile_of(documents, claims, blank())
        taken.append(time.process_time() - started)

    assert taken[1] < 8 * 4 * max(taken[0], 0.05)
