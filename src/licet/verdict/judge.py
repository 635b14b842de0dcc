"""The verdict on one order line: the one place that decides release, hold or undetermined."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from licet.case import KNOWN_NONE
from licet.truth import Truth, conjunction
from licet.verdict.clash import clashes_of, no_overlap
from licet.verdict.determination import ACTS, LAW, LISTS, LISTS_USED
from licet.verdict.import_key import by_acts
from licet.verdict.keys import Blocking, Freeing, KeyOutcome, KeyQuestion, by_authorisations, draw_of
from licet.verdict.listed_stop import guard

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from licet.case import Answer, Order
    from licet.evaluate import Finding
    from licet.register import Balances
    from licet.verdict.determination import Determination, KeyState, Remark
    from licet.verdict.keys import Fit
    from licet.verdict.overlap import Clash
    from licet.verdict.queue import InLine
    from licet.verdict.screening import Sighting

RED_FLAG = "red_flag"
_NEWER = {
    LAW: "a rule pack checked for that day",
    LISTS: "party lists generated for that day",
    ACTS: "acts gathered for that day",
}


@dataclass(frozen=True, slots=True)
class LineVerdict:
    """The verdict on one line; the three unit counts add up to its quantity."""

    order: Order
    determination: Determination
    verdict: str
    release_units: int
    hold_units: int
    undetermined_units: int
    blocking: tuple[Blocking, ...]
    freeing: tuple[Freeing, ...]
    fits: tuple[tuple[str, Fit], ...]
    statement: str | None
    warnings: tuple[Remark, ...] = ()
    clashes: tuple[Clash, ...] = ()
    queues: tuple[InLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Rules:
    """How a book is judged: the keys that must be open, what is assumed unchanged, how licences are chosen."""

    require_keys: tuple[str, ...] = ()
    assume_unchanged: frozenset[str] = frozenset()
    assign: str | None = None


def judge(
    order: Order,
    answer: Determination,
    balances: Balances,
    rules: Rules,
    answers: Sequence[Answer] = (),
    *,
    sightings: Sequence[Sighting] = (),
) -> LineVerdict:
    """Judge one line and reserve what it releases.

    Args:
        order: The line.
        answer: Its determination on the day judged.
        balances: What is left of every authorisation; the released units are reserved in it.
        rules: See `Rules`.
        answers: Answers to the questions of conditions and of sightings.
        sightings: Names of the line that may stand for a listed party.
    """
    outcomes = [*_keys(order, answer, balances, rules, answers), *_stops(order, answer)]
    apart = clashes_of(order, answer, balances, outcomes)
    outcomes += [no_overlap(order, answer, clash) for clash in apart if clash.on_file]
    guarded = guard(
        order, sightings, outcomes[0], lambda: _precaution(order, answer, balances, rules, answers), answers
    )
    outcomes += guarded.outcomes
    quantity = order.quantity
    hold = max(outcome.shut_units for outcome in outcomes)
    release = min(outcome.open_units for outcome in outcomes)
    blocking = [block for outcome in outcomes for block in outcome.blocking]
    freeing = [free for outcome in outcomes for free in outcome.freeing]
    stale = [remark for remark in answer.stale if remark.id not in rules.assume_unchanged]
    if release and stale:
        blocking += [Blocking(None, f"stale_{remark.id}", remark.text, units=release) for remark in stale]
        freeing += [
            Freeing("obtain", f"{_NEWER[name]}; or judge with --assume-unchanged {name}, which is printed")
            for name in dict.fromkeys(remark.id for remark in stale)
        ]
        release = 0
    fits = [(outcome.key, fit) for outcome in outcomes for fit in outcome.fits]
    if release:
        _reserve(order, answer, balances, fits, release)
    verdict = "release" if release == quantity else "hold" if hold else "undetermined"
    return LineVerdict(
        order=order,
        determination=answer,
        verdict=verdict,
        release_units=release,
        hold_units=hold,
        undetermined_units=quantity - release - hold,
        blocking=tuple(blocking),
        freeing=tuple(dict.fromkeys(freeing)),
        fits=tuple(fits),
        statement=_statement(answer, release) if release else None,
        warnings=guarded.warnings,
        clashes=apart,
    )


def _keys(
    order: Order, answer: Determination, balances: Balances, rules: Rules, answers: Sequence[Answer]
) -> Iterator[KeyOutcome]:
    """Yield the outcome of every key: the one whose law is modelled first, then those required, then those by acts."""
    by_reports = {state.key: state for state in answer.keys if state.decided_by_acts}
    yield _own_key(order, answer, balances, rules, answers)
    for key in rules.require_keys:
        if key != answer.keys[0].key and key not in by_reports:
            yield _required_key(key, order, answer, balances, rules, answers)
    for state in by_reports.values():
        yield _by_acts(state, order, answer, balances, rules, answers)
    for state in answer.keys:
        if state.may_turn and state.key not in rules.require_keys:
            text = f"whether the movement turns {state.key} is not settled: the destination is not stated"
            block = Blocking(state.key, "destination_not_stated", text, units=order.quantity)
            asks = Freeing("establish_truth", answer.law.schema["destination"].question)
            yield KeyOutcome(state.key, 0, 0, (block,), (asks,))


def _reserve(
    order: Order, answer: Determination, balances: Balances, fits: Sequence[tuple[str, Fit]], release: int
) -> None:
    for key, fit in fits:
        if fit.assigned:
            balances.reserve(fit.authorisation.number, draw_of(order, key, answer), min(release, fit.units))


def _own_key(
    order: Order, answer: Determination, balances: Balances, rules: Rules, answers: Sequence[Answer]
) -> KeyOutcome:
    """Answer the key whose law is modelled: nothing requires permission, an exception is met, or a licence fits."""
    key, quantity, required = answer.keys[0].key, order.quantity, answer.licence_required
    if required is Truth.FALSE:
        return KeyOutcome(key, quantity, 0)
    claimed = _claimed_exception(order, answer)
    if claimed is not None and _exception_met(claimed, answer) is Truth.TRUE:
        return KeyOutcome(key, quantity, 0)
    number = _claimed_number(key, order, answer, balances)
    asked = KeyQuestion(key, required, order, draw_of(order, key, answer), balances, answers, rules.assign, number)
    outcome = by_authorisations(asked)
    adds_to = {"authorisation_may_fit", "claimed_licence_does_not_fit"}
    if outcome.open_units == quantity or any(block.cause not in adds_to for block in outcome.blocking):
        return outcome
    return _uncovered(order, answer, outcome, claimed)


def _precaution(
    order: Order, answer: Determination, balances: Balances, rules: Rules, answers: Sequence[Answer]
) -> KeyQuestion:
    """Ask the modelled key for a licence that its law does not require, since a party may be a listed one."""
    key = answer.keys[0].key
    number = _claimed_number(key, order, answer, balances)
    draw = draw_of(order, key, answer)
    return KeyQuestion(key, Truth.UNKNOWN, order, draw, balances, answers, rules.assign, number)


def _uncovered(order: Order, answer: Determination, outcome: KeyOutcome, claimed: Finding | None) -> KeyOutcome:
    key, quantity = outcome.key, order.quantity
    required = answer.licence_required is Truth.TRUE
    may_open = any(block.cause == "authorisation_may_fit" for block in outcome.blocking)
    may_open |= claimed is not None and _exception_met(claimed, answer) is Truth.UNKNOWN
    citation = "; ".join(str(finding.standing.version.source) for finding in answer.keys[0].findings)
    blocks = list(outcome.blocking)
    blocks += _unknown_claim(order, answer, outcome)
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


NO_LICENCE_REQUIRED = "nlr"


def _unknown_claim(order: Order, answer: Determination, outcome: KeyOutcome) -> list[Blocking]:
    """Say that what the line claims is neither on file nor an exception that stands."""
    claimed = order.authority_claimed
    if claimed is None or claimed == KNOWN_NONE or outcome.blocking or _claimed_exception(order, answer) is not None:
        return []
    if claimed.casefold() == NO_LICENCE_REQUIRED:
        if answer.licence_required is not Truth.TRUE:
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


def _claimed_exception(order: Order, answer: Determination) -> Finding | None:
    claimed = (order.authority_claimed or "").casefold()
    return next(
        (found for found in answer.decision.exceptions if found.standing.version.outcome["name"].casefold() == claimed),
        None,
    )


def _exception_met(claimed: Finding, answer: Determination) -> Truth:
    """Met: available, every condition met, and every requirement that may hold is one it lifts."""
    own = [part.met for part in answer.decision.exception_conditions if part.of.rule.id == claimed.standing.rule.id]
    lifted = set(claimed.standing.version.lifts)
    covers = all(finding.standing.rule.id in lifted for finding in answer.keys[0].findings)
    return conjunction([claimed.truth, *own, Truth.of(covers)])


def _claimed_number(key: str, order: Order, answer: Determination, balances: Balances) -> str | None:
    """Return the licence number the line claims on a key; None if it claims none, or one of another key only."""
    claimed = order.authority_claimed
    if claimed is None or claimed == KNOWN_NONE or claimed.casefold() == NO_LICENCE_REQUIRED:
        return None
    if _claimed_exception(order, answer) is not None:
        return None
    keys = {one.key for one in balances.authorisations if one.number == claimed}
    if key in keys or (not keys and key == answer.keys[0].key):
        return claimed
    return None


def _required_key(
    key: str, order: Order, answer: Determination, balances: Balances, rules: Rules, answers: Sequence[Answer]
) -> KeyOutcome:
    """A key the case requires although no law is modelled for it: only an authorisation on file opens it."""
    if not _may_turn(key, answer):
        return KeyOutcome(key, order.quantity, 0)
    number = _claimed_number(key, order, answer, balances)
    draw = draw_of(order, key, answer)
    asked = KeyQuestion(key, Truth.UNKNOWN, order, draw, balances, answers, rules.assign, number)
    outcome = by_authorisations(asked)
    if outcome.open_units or outcome.blocking:
        return outcome
    block = Blocking(
        key,
        "key_not_modelled",
        f"the case requires the key {key}; no law is modelled for it and no authorisation is on file",
        units=order.quantity,
    )
    return KeyOutcome(key, 0, 0, (block,), (Freeing("obtain", f"an approval for {key}"),))


def _by_acts(
    state: KeyState,
    order: Order,
    answer: Determination,
    balances: Balances,
    rules: Rules,
    answers: Sequence[Answer],
) -> KeyOutcome:
    """Answer a key that recorded acts decide."""
    assert state.standing is not None  # noqa: S101  asked of such keys only
    number = _claimed_number(state.key, order, answer, balances)
    draw = draw_of(order, state.key, answer)
    asked = KeyQuestion(state.key, Truth.UNKNOWN, order, draw, balances, answers, rules.assign, number)
    return by_acts(asked, state.standing, answer.law.schema)


def _may_turn(key: str, answer: Determination) -> bool:
    """Tell whether this movement turns a key, or may, since its place is not stated."""
    place = answer.query.text("destination" if key.endswith(":import") else "ship_from")
    return place is None or key in {state.key for state in answer.keys}


def _stops(order: Order, answer: Determination) -> list[KeyOutcome]:
    """Hard stops that belong to no key, and doubts that leave everything open."""
    stops = []
    diligence = order.facts.get("due_diligence")
    if diligence is not None and diligence.value == RED_FLAG:
        text = f"an open red flag is on file ({diligence.provenance.source})"
        block = Blocking(None, "red_flag", text, units=order.quantity)
        stops.append(
            KeyOutcome(
                "",
                0,
                order.quantity,
                (block,),
                (Freeing("establish_truth", "resolve the red flag, by a named person with a document"),),
            )
        )
    if answer.decision.classification.conflict:
        block = Blocking(
            None, "classification_conflict", "two paragraphs both hold, though only one can", units=order.quantity
        )
        stops.append(KeyOutcome("", 0, 0, (block,)))
    return stops


def _statement(answer: Determination, units: int) -> str:
    """What is said beside each release (design, section 9)."""
    untested = ", ".join(remark.id.replace("_", " ") for remark in answer.not_tested)
    rests = "".join(f" Rests on non-enforcement: {remark.text}." for remark in answer.relies_on)
    looked_up = "".join(f" {remark.text}" for remark in answer.caveats if remark.id == LISTS_USED)
    stands = f"Nothing modelled stands against {units:,} units on this date.{rests}{looked_up}"
    return f"{stands} Not tested: {untested}. A named person must decide."
