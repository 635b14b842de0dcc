"""The counts in docs/how-right.md are those of the questions, the disagreements and the grid."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from tests.contract import grid
from tests.labelled.comparison import recorded
from tests.labelled.questions import questions
from tests.story import test_expected_states as story
from tests.story import test_traps as traps_module

from licet.batch import change_days
from licet.rules import Reading

TEXT = (Path(__file__).parents[2] / "docs" / "how-right.md").read_text(encoding="utf-8")


def test_the_counts_of_the_questions() -> None:
    differ = {entry.id for entry in recorded()}
    right = Counter(entry.right for entry in recorded())

    assert f"| Labelled questions | {len(questions())} |" in TEXT
    assert f"| agree in every key | {len(questions()) - len(differ)} |" in TEXT
    assert f"| differ in some key | {len(differ)} |" in TEXT
    assert f"The {len(recorded())} answers that differ" in TEXT
    for who, words in (("label", "the label"), ("engine", "the engine"), ("open", "open")):
        assert re.search(rf"^\| {words} \| {right[who]} \|", TEXT, re.MULTILINE)
    assert f"{sum(question.is_in_doubt for question in questions())} questions are marked as doubtful" in TEXT


def test_the_counts_of_the_grid() -> None:
    answers = len(grid.PARTS) * len(grid.BUYERS) * len(grid.destinations()) * len(grid.days()) * len(Reading)

    assert f"{len(grid.PARTS)} parts" in TEXT
    assert f"each of {len(grid.destinations())} countries" in TEXT
    assert f"each of {len(change_days(grid.law().pack))} days" in TEXT
    assert f"{answers:,} answers" in TEXT


def test_where_the_engine_says_no_and_the_label_yes() -> None:
    """The sentence about the answers that would let something ship stays true."""
    milder = [entry for entry in recorded() if (entry.engine, entry.label) == ("no", "yes")]

    assert [entry.id for entry in milder] == ["known-letter22-notified", "known-letter25-notified"]


def test_the_counts_of_the_story() -> None:
    asked, traps = len(story.ROWS), len(traps_module.TRAPS)

    assert f"| Questions of the story | {asked} |" in TEXT
    assert f"| agree | {asked - len(story.DIFFERS)} |" in TEXT
    assert f"| differ | {len(story.DIFFERS)} |" in TEXT
    assert f"holds {traps} things easily got wrong" in TEXT
