"""The reference evaluator's answer in the form of the bare one, and cases in the form each engine reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from licet.batch import BareAnswer, BareCase, bare_case
from licet.truth import Truth

if TYPE_CHECKING:
    from licet.evaluate import Decision, Situation


def bare_situation(situation: Situation) -> BareCase:
    """Return a case as generated code reads it."""
    contents = situation.contents
    return bare_case(
        situation.item.facts,
        None if contents is None else [circuit.facts for circuit in contents],
        [(party.roles, party.facts) for party in situation.parties],
        parties_complete=situation.parties_complete,
        order={**situation.order, **situation.derived},
    )


def bare_answer(decision: Decision) -> BareAnswer:
    """Return a decision without its explanation."""
    return BareAnswer(
        decision.classification.value,
        tuple(dict.fromkeys(value for value, _ in decision.classification.candidates)),
        decision.licence_required.value,
        tuple(finding.standing.rule.id for finding in decision.requirements if finding.truth is Truth.TRUE),
        decision.review_policy,
        tuple((finding.standing.version.outcome["name"], finding.truth.value) for finding in decision.exceptions),
    )
