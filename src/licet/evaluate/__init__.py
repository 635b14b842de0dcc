"""One case with its explanation: the reference meaning of a rule."""

from licet.evaluate.decision import Classification, ConditionFinding, Decision, Finding, decide
from licet.evaluate.evaluator import Evaluator
from licet.evaluate.explain import explanation
from licet.evaluate.labels import deciding_label
from licet.evaluate.missing import Missing, missing_facts
from licet.evaluate.situation import ItemFacts, PartyFacts, Situation
from licet.evaluate.step import Step

__all__ = [
    "Classification",
    "ConditionFinding",
    "Decision",
    "Evaluator",
    "Finding",
    "ItemFacts",
    "Missing",
    "PartyFacts",
    "Situation",
    "Step",
    "decide",
    "deciding_label",
    "explanation",
    "missing_facts",
]
