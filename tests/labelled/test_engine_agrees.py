"""The engine answers every labelled question as labelled, or the disagreement stands in writing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.labelled.comparison import differences, recorded
from tests.labelled.questions import CERTIFIED, desk, questions

from licet.rules import expression as ex

if TYPE_CHECKING:
    from tests.labelled.questions import Question

QUESTIONS = questions()
RECORDED = recorded()
EACH_QUESTION = pytest.mark.parametrize("question", QUESTIONS, ids=[question.id for question in QUESTIONS])


@EACH_QUESTION
def test_question(question: Question) -> None:
    in_writing = {entry.key: (entry.engine, entry.label) for entry in RECORDED if entry.id == question.id}

    assert differences(question) == in_writing


@EACH_QUESTION
def test_what_every_question_supposes_changes_nothing(question: Question) -> None:
    said = question.query(desk(), supposed=True)

    assert differences(question, said) == differences(question)


def test_every_disagreement_has_a_reason() -> None:
    known = {question.id for question in QUESTIONS}
    for entry in RECORDED:
        assert entry.id in known
        assert entry.right in {"label", "engine", "open"}
        assert len(entry.reason.split()) >= 8, f"{entry.id}: a reason in writing"
    assert len({(entry.id, entry.key) for entry in RECORDED}) == len(RECORDED)


def test_the_certifications_stated_are_those_the_conditions_read() -> None:
    """Or a policy would be judged on certifications that nobody made."""
    rule = desk().law.pack.rules["us.ear.742.6.b.10.iii.A.1"]
    conditions = [part.met for version in rule.versions for part in version.conditions]
    read = {name for test in conditions for node in ex.walk(test) for name in ex.names_read(node)}

    assert read - set(CERTIFIED) <= {"infrastructure_service_safeguards"}, "which (vii) asks for only if provided"
    assert set(CERTIFIED) <= read
