"""Claims against gold: steps of a key, marks, who says so, how it is put, and what must not be claimed.

An optional label counts neither as missed nor as wrong.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.evidence.counts import Count, Read, overlap

from licet.acts.act import MarkKind, SourceGrade, plain
from licet.evidence.model import Label, Modality

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.evidence.gold import Gold, GoldClaim, Never

    from licet.evidence.model import Claim, When

GOVERNMENT = frozenset({"us-commerce", "us-white-house"})  # often only "the US government" in the words
UNBOUNDED_MARKS = frozenset({MarkKind.STATEMENT, MarkKind.RESULT})  # every "said" may be one: not all are labelled


def transitions(gold: Gold, read: Read) -> Count:
    """Score steps said to be done: key, state, items, and the day where it is said; each step once a document."""
    labelled = [each for each in gold.claims if each.key is not None and each.asserted]
    told = [claim for claim in read.claims if claim.state is not None and claim.modality is Modality.DONE]
    must = [each for each in labelled if not each.optional]
    hits = sum(any(_same_step(label, claim, read, day=True) for claim in told) for label in must)
    units: dict[tuple[str | None, str | None, frozenset[str]], list[Claim]] = {}
    for claim in told:
        units.setdefault((claim.key, claim.state, read.items(claim)), []).append(claim)
    right = found = 0
    for claims in units.values():
        near = [label for label in labelled if any(_same_step(label, claim, read, day=False) for claim in claims)]
        sure = [label for label in near if any(_same_step(label, claim, read, day=True) for claim in claims)]
        if near and all(label.optional for label in near):
            continue
        found += 1
        right += bool(sure)
    return Count(hits, len(must), right, found)


def _same_step(label: GoldClaim, claim: Claim, read: Read, *, day: bool) -> bool:
    items = read.items(claim)
    same_items = not label.items or bool(items & label.items)
    step = claim.key == label.key and claim.state in label.states and same_items
    return step and (not day or _within(label, claim.when))


def _within(label: GoldClaim, when: When | None) -> bool:
    """Tell whether the day told may be the day meant; a day that is not told is no day wrongly told."""
    if not label.dated or label.first is None or label.last is None:
        return True
    if when is None or when.last is None:
        return when is not None and label.or_none
    return label.first <= when.last and (when.first is None or when.first <= label.last)


def marks(gold: Gold, read: Read) -> Count:
    """Score what moves no key, where it is said; of statements and results only what is missed is counted."""
    labelled = [each for each in gold.claims if each.marks]
    told = [claim for claim in read.claims if claim.mark is not None]
    must = [each for each in labelled if not each.optional]
    hits = sum(any(_same_mark(label, claim) for claim in told) for label in must)
    right = found = 0
    for claim in told:
        near = [label for label in labelled if _same_mark(label, claim)]
        if claim.mark in UNBOUNDED_MARKS or (near and all(label.optional for label in near)):
            continue
        if not near and _says_again(gold, claim):
            continue
        found += 1
        right += bool(near)
    return Count(hits, len(must), right, found)


def _says_again(gold: Gold, claim: Claim) -> bool:
    """Tell whether a claim stands in a title or summary, which says what the body says."""
    return any(block.span.holds(claim.span) and block.labels & {Label.TITLE, Label.SUMMARY} for block in gold.blocks)


def _same_mark(label: GoldClaim, claim: Claim) -> bool:
    return claim.mark is not None and claim.mark.value in label.marks and overlap(claim.span, label.span)


def attribution(gold: Gold, read: Read) -> Count:
    """Score who says so, of the claims that were found: kind, speakers or outlet, and how many unnamed people."""
    return _of_found(gold, read, lambda label: bool(label.by), _same_attribution)


def claim_days(gold: Gold, read: Read) -> Count:
    """Score when it was, of the claims that were found: within the days labelled."""
    return _of_found(gold, read, lambda label: label.first is not None, _is_inside)


def _is_inside(label: GoldClaim, claim: Claim) -> bool:
    """Tell whether the days told lie within those labelled; of what was reported on a day the first may be open."""
    when, first, last = claim.when, label.first, label.last
    if when is None or when.last is None or first is None or last is None:
        return when is not None and label.or_none
    return first <= (when.first or first) <= when.last <= last


def originators(gold: Gold, read: Read) -> Count:
    """Score who had it first, of the claims that were found."""
    had = read.originators or {}
    return _of_found(
        gold,
        read,
        lambda label: label.originator is not None,
        lambda label, claim: plain(had.get(claim.claim_id, "")) == plain(label.originator or ""),
    )


def actors(gold: Gold, read: Read) -> Count:
    """Score who acts or is acted on, of the claims that were found: everybody labelled is among those told."""
    return _of_found(
        gold, read, lambda label: bool(_named(label)), lambda label, claim: _named(label) <= _parties(claim)
    )


def _named(label: GoldClaim) -> set[str]:
    return {plain(each) for each in label.actors} - GOVERNMENT


def _parties(claim: Claim) -> set[str]:
    return {plain(each) for each in (*claim.actors, *claim.targets)}


def grades(gold: Gold, read: Read) -> Count:
    """Score the grade of steps that only this document tells: the best that its claims of the step bear."""
    told = read.grades or {}
    found = right = 0
    for label in gold.claims:
        if label.optional or label.grade is None or label.key is None:
            continue
        same = [each for each in gold.claims if each.grade and each.key == label.key and each.states == label.states]
        best = min((SourceGrade(each.grade) for each in same), key=list(SourceGrade).index)
        near = [each.claim_id for each in read.claims if _same_claim(label, each, read) and each.claim_id in told]
        found += bool(near)
        right += any(told[each] is best for each in near)
    return Count(right, found, right, found)


def modality(gold: Gold, read: Read) -> Count:
    """Score how it is put, of the claims that were found."""
    return _of_found(gold, read, lambda _: True, lambda label, claim: claim.modality in label.modalities)


def _of_found(
    gold: Gold, read: Read, asked: Callable[[GoldClaim], bool], same: Callable[[GoldClaim, Claim], bool]
) -> Count:
    hits = expected = found = 0
    for label in gold.claims:
        if label.optional or not asked(label):
            continue
        expected += 1
        near = [claim for claim in read.claims if _same_claim(label, claim, read)]
        found += bool(near)
        hits += any(same(label, claim) for claim in near)
    return Count(hits, expected, hits, found)


def _same_claim(label: GoldClaim, claim: Claim, read: Read) -> bool:
    if label.marks and _same_mark(label, claim):
        return True
    return label.key is not None and overlap(claim.span, label.span) and _same_step(label, claim, read, day=False)


def _same_attribution(label: GoldClaim, claim: Claim) -> bool:
    told = claim.attribution
    speakers = {plain(each) for each in told.speakers}
    named = not label.who or not told.speakers or bool(speakers & {plain(each) for each in label.who})
    people = not label.unnamed or told.unnamed in label.unnamed
    outlet = label.outlet is None or plain(told.outlet) == plain(label.outlet)
    return told.kind in label.by and named and people and outlet


def broken(never: Never, read: Read) -> list[Claim]:
    """Return the claims that say what must not be claimed."""
    return [
        claim
        for claim in read.claims
        if (claim.state is not None or not never.key)
        and never.key in {None, claim.key}
        and (not never.states or claim.state in never.states)
        and (not never.items or bool(read.items(claim) & never.items))
        and (not never.done or claim.modality is Modality.DONE)
    ]


def traps(gold: Gold, read: Read) -> Count:
    """Score what must not be claimed: of the rules kept, none found is none broken."""
    kept = sum(not broken(rule, read) for rule in gold.never)
    return Count(kept, len(gold.never), kept, len(gold.never))
