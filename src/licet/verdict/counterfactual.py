"""One figure of one integrated circuit exchanged, and what that alone would change of a decision.

Only figures of the item are ever varied (design, section 9).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from licet.evaluate import Decision, Finding, ItemFacts, Situation


@dataclass(frozen=True, slots=True)
class Difference:
    """One answer that a change alone would change: an output, or the truth of a rule."""

    name: str
    before: str
    after: str
    title: str = ""


def exchanged(whole: Situation, changed: ItemFacts) -> Situation:
    """Return the situation with one circuit's facts exchanged, as the item and as a part of it."""

    def either(facts: ItemFacts) -> ItemFacts:
        return changed if facts.item_id == changed.item_id else facts

    contents = None if whole.contents is None else tuple(either(part) for part in whole.contents)
    return replace(whole, item=either(whole.item), contents=contents)


def outputs_changed(before: Decision, after: Decision) -> Iterator[Difference]:
    """Yield each headline answer in which two decisions differ."""
    for (name, one), (_, two) in zip(_outputs(before), _outputs(after), strict=True):
        if one != two:
            yield Difference(name, one, two)


def _outputs(decision: Decision) -> Iterator[tuple[str, str]]:
    yield "eccn", decision.classification.eccn or "open"
    yield "licence_required", decision.licence_required.word
    yield "review_policy", decision.review_policy or ("none" if decision.review_policy_settled else "open")


def rules_changed(before: Decision, after: Decision) -> Iterator[Difference]:
    """Yield each requirement, exception and review policy whose truth differs."""
    for one, two in zip(_findings(before), _findings(after), strict=True):
        if one.truth is not two.truth:
            yield Difference(one.standing.rule.id, one.truth.word, two.truth.word, one.standing.rule.title)


def _findings(decision: Decision) -> tuple[Finding, ...]:
    return (*decision.requirements, *decision.exceptions, *decision.policies)
