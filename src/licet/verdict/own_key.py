"""The key whose law is modelled: open if nothing is required, an exception is met, or an authorisation on file fits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from licet.case import KNOWN_NONE
from licet.truth import Truth
from licet.verdict.keys import NOT_ACTIVE, Blocking, Freeing, KeyOutcome, by_authorisations
from licet.verdict.line import NO_LICENCE_REQUIRED

if TYPE_CHECKING:
    from licet.evaluate import Finding
    from licet.register import Authorisation
    from licet.verdict.determination import Determination
    from licet.verdict.line import Line

_ADDS_TO = {"authorisation_may_fit", "claimed_licence_does_not_fit", NOT_ACTIVE}


def own_key(line: Line) -> KeyOutcome:
    """Answer the key: nothing requires permission, an exception is met, or a licence fits."""
    answer, quantity = line.answer, line.order.quantity
    key, required = answer.keys[0].key, answer.licence_required
    if required is Truth.FALSE:
        return KeyOutcome(key, quantity, 0)
    claimed = line.claimed_exception()
    if claimed is not None and line.exception_met(claimed) is Truth.TRUE:
        return _by_record(line, claimed)
    record = line.claimed_record()
    if record is not None:  # it serves lines of its exception only, and that is not met
        outcome = KeyOutcome(key, 0, 0, () if claimed is not None else (_without_exception(line, record),))
        return _uncovered(line, outcome, claimed)
    outcome = by_authorisations(line.question(key, required))
    if outcome.open_units == quantity or any(block.cause not in _ADDS_TO for block in outcome.blocking):
        return outcome
    return _uncovered(line, outcome, claimed)


def _by_record(line: Line, claimed: Finding) -> KeyOutcome:
    """Open the key by an exception that is met; a record of it that is on file is drawn on as a licence is."""
    answer, quantity = line.answer, line.order.quantity
    key = answer.keys[0].key
    name = claimed.standing.version.outcome["name"]
    asked = line.question(key, answer.licence_required, exception=name)
    outcome = by_authorisations(asked)
    if outcome.fits or outcome.blocking or asked.claimed is not None:
        return outcome
    return KeyOutcome(key, quantity, 0)


def _without_exception(line: Line, record: Authorisation) -> Blocking:
    text = f"{record.number} is claimed, a record under exception {record.exception}; no exception of that name stands"
    return Blocking(line.answer.keys[0].key, "exception_not_met", text, str(record.source), line.order.quantity)


def _uncovered(line: Line, outcome: KeyOutcome, claimed: Finding | None) -> KeyOutcome:
    answer, key, quantity = line.answer, outcome.key, line.order.quantity
    required = answer.licence_required is Truth.TRUE
    may_open = any(block.cause == "authorisation_may_fit" for block in outcome.blocking)
    may_open |= claimed is not None and line.exception_met(claimed) is Truth.UNKNOWN
    citation = "; ".join(str(finding.standing.version.source) for finding in answer.keys[0].findings)
    blocks = list(outcome.blocking)
    blocks += _unknown_claim(line, outcome)
    if claimed is not None:
        name = claimed.standing.version.outcome["name"]
        blocks.append(
            Blocking(
                key,
                "exception_not_met",
                f"exception {name} is claimed and not shown to be met",
                str(claimed.standing.version.source),
                quantity,
            )
        )
    if required:
        policy = answer.decision.review_policy
        review = f"; review policy: {policy.replace('_', ' ')}" if policy else ""
        blocks.append(
            Blocking(
                key,
                "licence_required",
                f"a licence is required and none on file covers the line{review}",
                citation,
                quantity,
            )
        )
    else:
        asked = ", ".join(dict.fromkeys(missing.fact for missing in answer.missing)) or _gaps(answer)
        blocks.append(
            Blocking(key, "facts_missing", f"whether a licence is required is not settled: {asked}", citation, quantity)
        )
    freeing = (*outcome.freeing, *_remedies(answer, required=required))
    shut = quantity if required and not may_open else 0
    return KeyOutcome(key, 0, shut, tuple(blocks), freeing)


def _gaps(answer: Determination) -> str:
    """Return what a person must decide where no fact is missing: the questions and reasons of the gaps in the law."""
    versions = [finding.standing.version for finding in answer.keys[0].findings]
    return " ".join(dict.fromkeys(version.question or version.reason for version in versions)) or "the classification"


def _unknown_claim(line: Line, outcome: KeyOutcome) -> list[Blocking]:
    """Say that what the line claims is neither on file nor an exception that stands."""
    order, claimed = line.order, line.order.authority_claimed
    if claimed is None or claimed == KNOWN_NONE or outcome.blocking or line.claimed_exception() is not None:
        return []
    if claimed.casefold() == NO_LICENCE_REQUIRED:
        if line.answer.licence_required is not Truth.TRUE:
            return []
        text = "the line claims that no licence is required (NLR); one is"
        return [Blocking(outcome.key, "claim_contradicted", text, units=order.quantity)]
    text = f"{claimed} is claimed; no authorisation of that number is on file, and no exception of that name stands"
    return [Blocking(outcome.key, "claimed_authority_not_on_file", text, units=order.quantity)]


def _remedies(answer: Determination, *, required: bool) -> tuple[Freeing, ...]:
    found = [
        Freeing(missing.remedy.value, missing.question or f"state {missing.fact}")
        for missing in answer.missing
        if "licence_required" in missing.settles
    ]
    if required:
        found.append(Freeing("obtain", "a licence that covers item, parties, destination and use"))
    for finding in answer.decision.exceptions:
        if finding.truth is not Truth.FALSE:
            name = finding.standing.version.outcome["name"]
            needs = [
                part.question
                for part in answer.decision.exception_conditions
                if part.of.rule.id == finding.standing.rule.id and part.met is not Truth.TRUE
            ]
            word = "is a possible route" if finding.truth is Truth.TRUE else "may be a route"
            found.append(
                Freeing(
                    "file", f"exception {name} {word}; it needs: {' '.join(needs) or 'nothing more that is modelled'}"
                )
            )
    return tuple(found)
