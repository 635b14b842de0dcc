"""Hostile documents through the whole chain: it ends soon, tells its faults, and every claim stands on words."""

from __future__ import annotations

from time import process_time
from typing import TYPE_CHECKING

import pytest
from tests.evidence.hostile.builders import SAMPLES

from licet.acts import load_acts
from licet.catalogue import load_catalogue
from licet.evidence.claims.cues import Vocabulary, vocabulary
from licet.evidence.claims.reader import claims_of
from licet.evidence.cleaning.about import cleaned
from licet.evidence.intake.limits import DEFAULT
from licet.evidence.intake.paths import read_paths
from licet.evidence.model import claim_in
from licet.evidence.pile.whole import pile_of
from licet.rules import rules_root

if TYPE_CHECKING:
    from pathlib import Path

    from licet.acts import Story
    from licet.evidence.model import Claim, Document
    from licet.problem import Problem

SECONDS = 20.0  # of one core; what is linear takes one or two

TOLD = ("archive cut short", "archive with a password", "zip bomb", "archive of very many members", "PDF cut short")


@pytest.fixture(scope="module")
def story() -> Story:
    return load_acts()


@pytest.fixture(scope="module")
def words(story: Story) -> Vocabulary:
    return vocabulary(story, load_catalogue(rules_root() / "catalogue"), rules_root())


def read(path: Path, words: Vocabulary) -> tuple[list[Document], dict[str, tuple[Claim, ...]], list[Problem]]:
    problems: list[Problem] = []
    documents = [cleaned(each) for each in read_paths([path], problems=problems)]
    return documents, {each.document_id: claims_of(each, words) for each in documents}, problems


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_hostile_document_is_read_soon_and_every_claim_stands_on_its_words(
    sample: str, tmp_path: Path, words: Vocabulary, story: Story
) -> None:
    path = SAMPLES[sample](tmp_path)
    begun = process_time()
    documents, claims, _ = read(path, words)
    pile_of(documents, claims, story)
    took = process_time() - begun

    assert took < SECONDS
    for document in documents:
        assert len(document.text) <= DEFAULT.characters
        assert all(claim_in(document, claim) is claim for claim in claims[document.document_id])


@pytest.mark.parametrize("sample", TOLD)
def test_what_cannot_be_read_is_told_as_a_problem(sample: str, tmp_path: Path, words: Vocabulary) -> None:
    _, _, problems = read(SAMPLES[sample](tmp_path), words)

    assert problems
    assert all(problem.mend for problem in problems)


def test_nothing_is_written_outside_and_the_sound_member_is_read(tmp_path: Path, words: Vocabulary) -> None:
    documents, _, _ = read(SAMPLES["archive with names that lead out"](tmp_path), words)

    assert {path.name for path in tmp_path.rglob("*")} == {"leaves.zip"}
    assert any("sound.txt" in document.name for document in documents)


def test_words_that_a_reader_of_a_page_does_not_see_are_no_claims(tmp_path: Path, words: Vocabulary) -> None:
    documents, claims, _ = read(SAMPLES["words that are not seen"](tmp_path), words)

    assert "Utrecht" in documents[0].text
    assert "H200" not in documents[0].text
    assert claims[documents[0].document_id] == ()


def test_orders_to_the_reader_are_words_and_move_no_key(tmp_path: Path, words: Vocabulary) -> None:
    documents, claims, _ = read(SAMPLES["orders to the reader"](tmp_path), words)

    assert [claim.state for claim in claims[documents[0].document_id] if claim.state is not None] == []


def test_a_folder_that_links_to_itself_is_read_once(tmp_path: Path, words: Vocabulary) -> None:
    documents, _, _ = read(SAMPLES["folder in circles"](tmp_path), words)

    assert [document.name.rsplit("/", 1)[-1] for document in documents] == ["news.txt"]


def test_marks_of_direction_and_width_are_warned_of(tmp_path: Path, words: Vocabulary) -> None:
    documents, _, _ = read(SAMPLES["direction and width marks"](tmp_path), words)

    assert documents[0].warnings


def test_days_that_do_not_exist_are_no_days(tmp_path: Path, words: Vocabulary) -> None:
    documents, claims, _ = read(SAMPLES["days that do not exist"](tmp_path), words)
    about = documents[0].about
    days = [claim.when.first for claim in claims[documents[0].document_id] if claim.when is not None]

    assert about is None or about.published is None or about.published.first is None
    assert all(day is None for day in days)
