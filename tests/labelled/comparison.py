"""What the engine answers to a labelled question, and where that differs from the label."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatch
from typing import TYPE_CHECKING

from tests.labelled.questions import DISAGREEMENTS, desk, rows_of

from licet.evaluate import Evaluator
from licet.truth import Truth
from licet.verdict import determine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.labelled.questions import Question

    from licet.evaluate import Decision
    from licet.verdict.query import Query

# Kind of paragraph, as the labels name it: the requirements that are of it.
KINDS = {
    "destination": (
        "us.ear.742.6.a.6", "us.ear.742.6.a.6.i.B", "us.ear.742.6.a.6.iii", "us.ear.742.6.a.6.iii.B",
    ),
    "headquarters": ("us.ear.744.23.a.3.*",),
    "worldwide": ("us.ear.742.6.a.6.iii.A",),
    "letter": ("us.ear.is_informed.*",),
    "anti_terrorism": ("us.ear.742.AT",),
}  # fmt: skip
# What is enforced of the worldwide requirement is what was controlled before it, so it is labelled by that.
WORLDWIDE = "us.ear.742.6.a.6.iii.A"
HEADQUARTERS = "us.ear.headquartered_in_d5_or_macau"
ZONE = "us.ear.in_d_zone"
NO_POLICY = NO_PARAGRAPH = "null"


@dataclass(frozen=True)
class Disagreement:
    """A difference between engine and label, with the reason and who is right: label, engine or open."""

    id: str
    key: str
    engine: str
    label: str
    reason: str = ""
    right: str = ""


def recorded() -> tuple[Disagreement, ...]:
    """Return the disagreements that are written down."""
    return tuple(Disagreement(**row) for row in rows_of(DISAGREEMENTS))


def differences(question: Question, query: Query | None = None) -> dict[str, tuple[str, str]]:
    """Return what the engine and the label say wherever they differ, by key.

    A key stands without its reading if both readings differ alike.
    """
    answer = determine(desk().law, query or question.query(desk()))
    found: dict[str, dict[str, tuple[str, str]]] = {}
    for decision in (answer.decision, answer.other):
        reading = decision.book.reading.value
        for key, engine, label in _compared(question, decision, reading):
            if engine != label:
                found.setdefault(key, {})[reading] = (engine, label)
    return {
        name: pair
        for key, by_reading in found.items()
        for name, pair in (
            {key: next(iter(by_reading.values()))}
            if len(by_reading) == 2 and len(set(by_reading.values())) == 1
            else {f"{key}.{reading}": pair for reading, pair in by_reading.items()}
        ).items()
    }


def _compared(question: Question, decision: Decision, reading: str) -> Iterator[tuple[str, str, str]]:
    expect = question.expect
    if "eccn" in expect:
        yield "eccn", decision.classification.eccn or NO_PARAGRAPH, expect["eccn"]
    if "advanced_computing" in expect:
        yield "advanced_computing", decision.classification.value or "unknown", expect["advanced_computing"]
    licence = decision.licence_required.word
    yield "licence_required", licence, expect["licence_required"][reading]
    wanted = expect.get("required_by", {}).get(reading, [])
    if licence == "yes" and wanted:
        missed = sorted(set(wanted) - kinds_of(decision))
        yield "required_by", f"not by {', '.join(missed)}" if missed else "", ""
    available = {finding.standing.version.outcome["name"]: finding.truth.word for finding in decision.exceptions}
    for name, label in expect.get("exceptions", {}).items():
        yield f"exceptions.{name}", available.get(name, "no"), label
    if reading in expect.get("review_policy", {}):
        yield "review_policy", decision.review_policy or NO_POLICY, expect["review_policy"][reading]


def kinds_of(decision: Decision) -> set[str]:
    """Return the kinds of paragraph that require the licence."""
    rules = [finding.standing.rule.id for finding in decision.requirements if finding.truth is Truth.TRUE]
    kinds = {
        kind for kind, patterns in KINDS.items() for rule in rules if any(fnmatch(rule, each) for each in patterns)
    }
    standing = decision.book.standing
    if WORLDWIDE in rules and standing[WORLDWIDE].clauses:
        evaluator = Evaluator(decision.book, decision.situation, decision.classification.value)
        by_headquarters = evaluator.rule(standing[HEADQUARTERS]).truth is Truth.TRUE
        in_zone = evaluator.rule(standing[ZONE]).truth is Truth.TRUE
        kinds |= {"headquarters"} if by_headquarters else set()
        kinds |= {"destination"} if in_zone or not by_headquarters else set()
    return kinds
