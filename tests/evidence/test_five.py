"""The five real documents: every block, date, figure, key and speaker is read as labelled, and nothing else.

The documents lie outside the repository; LICET_DOCUMENTS names their folder. Without them the tests are skipped.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.evidence.chain import read_set
from tests.evidence.gold import document_path, gold_files, pile_of_set
from tests.evidence.scoring import TASKS
from tests.evidence.scoring_blocks import wrong_blocks
from tests.evidence.scoring_claims import broken
from tests.evidence.scoring_pile import conflicts, duplicates, events, first_reports

from licet.evidence.model import Modality

if TYPE_CHECKING:
    from tests.evidence.chain import ReadSet
    from tests.evidence.counts import Count, Read
    from tests.evidence.gold import Gold

STEMS = [path.stem for path in gold_files("five")]
EVERY_ONE = ("boilerplate, by character", "labels of blocks", "text that stands twice", "day of publication", "dates")
CLAIMED = ("quantities", "steps of a key", "attribution", "modality", "originators")


@pytest.fixture(scope="module")
def five() -> ReadSet:
    if not all(document_path("five", path).exists() for path in gold_files("five")):
        pytest.skip("the five real documents are not here; LICET_DOCUMENTS names their folder")
    return read_set("five")


def of(five: ReadSet, stem: str) -> tuple[Gold, Read]:
    return next((gold, read) for gold, read in five.documents if gold.name == stem)


def all_right(count: Count) -> bool:
    return (count.hits, count.right) == (count.expected, count.found)


@pytest.mark.parametrize("stem", STEMS)
def test_every_block_has_its_label(five: ReadSet, stem: str) -> None:
    gold, read = of(five, stem)

    assert [(block.span.of(gold.text)[:60], told) for block, told in wrong_blocks(gold, read)] == []


@pytest.mark.parametrize("task", [*EVERY_ONE, *CLAIMED])
@pytest.mark.parametrize("stem", STEMS)
def test_all_that_is_labelled_is_found_and_all_that_is_found_is_right(five: ReadSet, stem: str, task: str) -> None:
    count = TASKS[task](*of(five, stem))

    assert all_right(count), count


@pytest.mark.parametrize("stem", STEMS)
def test_every_mark_that_is_labelled_is_found(five: ReadSet, stem: str) -> None:
    count = TASKS["marks"](*of(five, stem))

    assert count.hits == count.expected, count


@pytest.mark.parametrize("stem", STEMS)
def test_nothing_is_claimed_that_the_document_does_not_say(five: ReadSet, stem: str) -> None:
    gold, read = of(five, stem)

    assert [(rule.why, claim.quote[:80]) for rule in gold.never for claim in broken(rule, read)] == []


@pytest.mark.parametrize("stem", STEMS)
def test_every_claim_is_made_of_words_of_the_article(five: ReadSet, stem: str) -> None:
    gold, read = of(five, stem)
    outside = [
        claim.quote[:80]
        for claim in read.claims
        if not any(block.span.holds(claim.span) and block.is_article is not False for block in gold.blocks)
    ]

    assert outside == []


def test_one_meeting_told_with_two_days_is_a_conflict_of_dates(five: ReadSet) -> None:
    told = {
        claim.when.first.isoformat()
        for _, read in five.documents
        for claim in read.claims
        if claim.mark is not None
        and claim.mark.value == "meeting"
        and "wang-wentao" in (*claim.actors, *claim.targets)
        and claim.when is not None
        and claim.when.first is not None
    }

    assert told >= {"2025-07-17", "2025-07-18"}
    assert any(conflict.kind.value == "date" for conflict in five.pile.conflicts)


def test_assured_and_approved_stand_side_by_side(five: ReadSet) -> None:
    states = {
        (gold.name, claim.state)
        for gold, read in five.documents
        for claim in read.claims
        if claim.key == "us:export" and "h20" in read.items(claim) and claim.modality is Modality.DONE
    }

    assert {("000", "granted_conditional"), ("001", "assured"), ("001", "applied")} <= states
    assert any(conflict.kind.value == "state" for conflict in five.pile.conflicts)


def test_a_permission_of_beijing_that_is_called_an_export_licence_stays_on_the_key_of_imports(five: ReadSet) -> None:
    _, read = of(five, "003")

    assert {claim.key for claim in read.claims if claim.key is not None} == {"cn:import"}
    assert any(conflict.kind.value == "key" for conflict in five.pile.conflicts)


def test_every_conflict_that_is_labelled_is_found(five: ReadSet) -> None:
    count = conflicts(pile_of_set("five"), five.pile, five.names)

    assert count.hits == count.expected, [(each.kind, each.text) for each in five.pile.conflicts]


def test_every_event_that_is_labelled_is_one_event_over_its_documents(five: ReadSet) -> None:
    count = events(pile_of_set("five"), five.pile, five.names, five.classes)

    assert count.hits == count.expected, count


def test_a_relay_is_no_originator(five: ReadSet) -> None:
    count = first_reports(pile_of_set("five"), five.pile, five.names, five.classes, five.actors)

    assert count.hits == count.expected, count


def test_no_two_of_the_five_are_copies(five: ReadSet) -> None:
    clusters = [cluster.documents for cluster in five.pile.duplicates]

    assert duplicates(pile_of_set("five"), clusters, five.names).found == 0
