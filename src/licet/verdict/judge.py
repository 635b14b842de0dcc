"""The verdict on one order line: the one place that decides release, hold or undetermined."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from licet.truth import Truth
from licet.verdict.clash import clashes_of, no_overlap
from licet.verdict.determination import ACTS, LAW, LISTS, LISTS_USED
from licet.verdict.fact_changes import unapproved
from licet.verdict.import_key import by_acts
from licet.verdict.keys import Blocking, Freeing, KeyOutcome, by_authorisations
from licet.verdict.line import Line
from licet.verdict.listed_stop import Before, guard
from licet.verdict.order_file import NOT_FILED, Filed
from licet.verdict.overrides import Lifted, lifted
from licet.verdict.own_key import own_key
from licet.verdict.red_flags import stops

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from licet.case import Answer, Order
    from licet.register import Balances
    from licet.verdict.determination import Determination, KeyState, Remark
    from licet.verdict.keys import Fit
    from licet.verdict.line import Rules
    from licet.verdict.overlap import Clash
    from licet.verdict.queue import InLine
    from licet.verdict.sighted import Sighting

RED_FLAG = "red_flag"
STALE = "stale_"
_NEWER = {
    LAW: "a rule pack checked for that day",
    LISTS: "party lists generated for that day",
    ACTS: "acts gathered for that day",
}


@dataclass(frozen=True, slots=True)
class LineVerdict:
    """The verdict on one line; the three unit counts add up to its quantity.

    `filed` is what a register keeps of the order, `lifted` what overrides of it opened, `sightings` who
    of it may be a listed party.
    """

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
    filed: Filed = NOT_FILED
    lifted: tuple[Lifted, ...] = ()
    sightings: tuple[Sighting, ...] = ()


def judge(
    order: Order,
    answer: Determination,
    balances: Balances,
    rules: Rules,
    answers: Sequence[Answer] = (),
    *,
    sightings: Sequence[Sighting] = (),
    filed: Filed = NOT_FILED,
) -> LineVerdict:
    """Judge one line and reserve what it releases.

    Args:
        order: The line.
        answer: Its determination on the day judged.
        balances: What is left of every authorisation; the released units are reserved in it, but for those that a
            register holds for the order already.
        rules: See `Rules`.
        answers: Answers to the questions of conditions and of sightings.
        sightings: Names of the line that may stand for a listed party.
        filed: What a register keeps of the order.
    """
    line = Line(order, answer, balances, rules, answers, filed)
    outcomes = [*_keys(line), *_stops(order, answer), *stops(order, answer.red_flags)]
    apart = clashes_of(line, outcomes)
    outcomes += [no_overlap(order, answer, clash) for clash in apart if clash.on_file]
    guarded = guard(order, sightings, _before(line, outcomes), answers)
    outcomes, opened = lifted([*outcomes, *guarded.outcomes], filed.overrides, order.quantity)
    hold = max(outcome.shut_units for outcome in outcomes)
    release = min(outcome.open_units for outcome in outcomes)
    blocking = [block for outcome in outcomes for block in outcome.blocking]
    freeing = [free for outcome in outcomes for free in outcome.freeing]
    fits = [(outcome.key, fit) for outcome in outcomes for fit in outcome.fits]
    if release:
        blocks, frees, accepted = _too_old(line, release)
        if not blocks and (change := unapproved(filed, release)):
            blocks, frees = [change[0]], [change[1]]
            hold += release
        opened, blocking, freeing = [*opened, *accepted], [*blocking, *blocks], [*freeing, *frees]
        release = 0 if blocks else release
        _reserve(line, fits, release)
    return LineVerdict(
        order=order,
        determination=answer,
        verdict="release" if release == order.quantity else "hold" if hold else "undetermined",
        release_units=release,
        hold_units=hold,
        undetermined_units=order.quantity - release - hold,
        blocking=tuple(blocking),
        freeing=tuple(dict.fromkeys(freeing)),
        fits=tuple(fits),
        statement=_statement(answer, release, opened) if release else None,
        warnings=guarded.warnings,
        clashes=apart,
        filed=filed,
        lifted=tuple(opened),
        sightings=tuple(sightings),
    )


def _before(line: Line, outcomes: Sequence[KeyOutcome]) -> Before:
    keys = line.answer.keys
    return Before(
        outcomes[0],
        tuple(outcomes[1:]),
        frozenset(state.key for state in keys),
        partial(line.question, keys[0].key, Truth.UNKNOWN),
        claims_exception=line.claimed_exception() is not None,
    )


def _too_old(line: Line, release: int) -> tuple[list[Blocking], list[Freeing], list[Lifted]]:
    """Return what stands against a release since data are too old for the day, and which of it is overridden."""
    unknown_age = [remark for remark in line.answer.stale if remark.id not in line.rules.assume_unchanged]
    all_blocks = [Blocking(None, f"{STALE}{remark.id}", remark.text, units=release) for remark in unknown_age]
    by_cause = {each.cause: each for each in line.filed.overrides}
    accepted = [Lifted(by_cause[block.cause], block) for block in all_blocks if block.cause in by_cause]
    blocks = [block for block in all_blocks if block.cause not in by_cause]
    names = dict.fromkeys(block.cause.removeprefix(STALE) for block in blocks)
    frees = [
        Freeing("obtain", f"{_NEWER[name]}; or judge with --assume-unchanged {name}, which is printed")
        for name in names
    ]
    return blocks, frees, accepted


def _keys(line: Line) -> Iterator[KeyOutcome]:
    """Yield the outcome of every key: the one whose law is modelled first, then those required, then those by acts."""
    order, answer, required = line.order, line.answer, line.rules.require_keys
    by_reports = {state.key: state for state in answer.keys if state.decided_by_acts}
    yield own_key(line)
    for key in required:
        if key != answer.keys[0].key and key not in by_reports:
            yield _required_key(line, key)
    for state in by_reports.values():
        yield _by_acts(line, state)
    for state in answer.keys:
        if state.may_turn and state.key not in required:
            text = f"whether the movement turns {state.key} is not settled: the destination is not stated"
            block = Blocking(state.key, "destination_not_stated", text, units=order.quantity)
            asks = Freeing("establish_truth", answer.law.schema["destination"].question)
            yield KeyOutcome(state.key, 0, 0, (block,), (asks,))


def _reserve(line: Line, fits: Sequence[tuple[str, Fit]], release: int) -> None:
    """Reserve what is released and not held already."""
    for key, fit in fits:
        more = min(release, fit.units) - fit.held
        if fit.assigned and more > 0:
            line.balances.reserve(fit.authorisation.number, line.draw(key), more)


def _required_key(line: Line, key: str) -> KeyOutcome:
    """A key the case requires although no law is modelled for it: only an authorisation on file opens it."""
    quantity = line.order.quantity
    if not _may_turn(key, line.answer):
        return KeyOutcome(key, quantity, 0)
    outcome = by_authorisations(line.question(key, Truth.UNKNOWN))
    if outcome.open_units or outcome.blocking:
        return outcome
    block = Blocking(
        key,
        "key_not_modelled",
        f"the case requires the key {key}; no law is modelled for it and no authorisation is on file",
        units=quantity,
    )
    return KeyOutcome(key, 0, 0, (block,), (Freeing("obtain", f"an approval for {key}"),))


def _by_acts(line: Line, state: KeyState) -> KeyOutcome:
    """Answer a key that recorded acts decide."""
    assert state.standing is not None  # noqa: S101  asked of such keys only
    return by_acts(line.question(state.key, Truth.UNKNOWN), state.standing, line.answer.law.schema)


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


def _statement(answer: Determination, units: int, opened: Sequence[Lifted]) -> str:
    """What is said beside each release (design, section 9)."""
    untested = ", ".join(remark.id.replace("_", " ") for remark in answer.not_tested)
    rests = "".join(f" Rests on non-enforcement: {remark.text}." for remark in answer.relies_on)
    rests += "".join(
        f" Rests on an override of {each.block.cause.replace('_', ' ')}, by {each.override.signed}." for each in opened
    )
    looked_up = "".join(f" {remark.text}" for remark in answer.caveats if remark.id == LISTS_USED)
    stands = f"Nothing modelled stands against {units:,} units on this date.{rests}{looked_up}"
    return f"{stands} Not tested: {untested}. A named person must decide."
