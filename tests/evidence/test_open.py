"""The open documents are read no worse than they were: as many labels found, and no more answers wrong, task by task.

The floors stand in floors.yaml. They are no aim: docs/how-well-read.md tells how well it is read, and on what.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.evidence.chain import PILE_TASKS, ReadSet, read_set
from tests.evidence.counts import Count, total
from tests.evidence.gold import read_yaml
from tests.evidence.scoring import TASKS
from tests.evidence.scoring_claims import broken

FLOORS: dict[str, dict[str, int]] = read_yaml(Path(__file__).with_name("floors.yaml"))


@pytest.fixture(scope="module")
def opened() -> ReadSet:
    return read_set("open")


@pytest.fixture(scope="module")
def counts(opened: ReadSet) -> dict[str, Count]:
    scores = opened.scores()
    return {task: total(each.count for each in scores if each.task == task) for task in (*TASKS, *PILE_TASKS)}


def test_every_task_has_its_floor() -> None:
    assert set(FLOORS) == {*TASKS, *PILE_TASKS}


@pytest.mark.parametrize("task", FLOORS)
def test_no_less_is_found_and_no_more_is_wrong_than_before(counts: dict[str, Count], task: str) -> None:
    count, floor = counts[task], FLOORS[task]

    assert count.hits >= floor["found"], count
    assert count.found - count.right <= floor["wrong"], count


def test_nothing_is_claimed_that_a_document_does_not_say(opened: ReadSet) -> None:
    claimed = [
        (gold.name, rule.why, claim.quote[:80])
        for gold, read in opened.documents
        for rule in gold.never
        for claim in broken(rule, read)
    ]

    assert claimed == []
