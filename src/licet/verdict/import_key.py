"""A key that acts decide: they can only tighten, and only an authorisation on file opens it.

A shutting act stops every unit it may reach. Where an authorisation that fits is later than the act, or the act is
contested, a person answers, with name, day and document, whether the act still stands; until then nothing is settled.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from licet.acts.scope import spaced
from licet.truth import Truth
from licet.verdict.keys import Blocking, Freeing, KeyOutcome, answered, answers_on, by_authorisations

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from licet.acts import Act, KeyStanding, Stands
    from licet.facts import FactSchema
    from licet.verdict.keys import KeyQuestion

LIFTED = "lifted"
OF_CONDITIONS = {"condition_unanswered", "condition_failed"}


def by_acts(asked: KeyQuestion, found: KeyStanding, schema: FactSchema) -> KeyOutcome:
    """Answer a key that acts decide.

    Args:
        asked: For which draw; whether permission is required is taken from the acts.
        found: What stands on the key for this line.
        schema: Asked for the question that a missing fact stands for.
    """
    quantity = asked.order.quantity
    if found.shut is Truth.FALSE and found.required is Truth.FALSE:
        return KeyOutcome(asked.key, quantity, 0)
    outcome = by_authorisations(replace(asked, required=found.required))
    shutting = sorted((each for each in found.shutting if each.counts), key=lambda each: -each.bears.truth.rank)
    stops = [(each, _still_shuts(each, asked, outcome)) for each in shutting]
    shut = max((truth for _, truth in stops), key=lambda truth: truth.rank, default=Truth.FALSE)
    closed = shut is Truth.TRUE  # then no answer to a condition of an approval would open it
    blocks = [block for block in outcome.blocking if not (closed and block.cause in OF_CONDITIONS)]
    freeing = [free for free in outcome.freeing if not (closed and free.remedy == "file")]
    for each, truth in stops:
        if truth is not Truth.FALSE:
            blocks.append(_shutting(asked, each, truth))
            freeing += _lifting(asked, each, truth, outcome, schema)
    surely = any(truth is Truth.TRUE and each.bears.truth is Truth.TRUE for each, truth in stops)
    asking = max((each.requires for each in found.standing if _asks(each)), key=lambda truth: truth.rank, default=None)
    if not outcome.fits and not outcome.blocking and not surely and (not blocks or asking is Truth.TRUE):
        blocks.append(_uncovered(asked, found))
        freeing += _settling(found, schema)
    if not outcome.fits and asking is Truth.TRUE and not surely:
        freeing.append(Freeing("obtain", f"an approval for {asked.key} that covers item, parties, place and use"))
    if shut is Truth.FALSE:
        return replace(outcome, blocking=tuple(blocks), freeing=tuple(dict.fromkeys(freeing)))
    stopped = quantity if shut is Truth.TRUE else outcome.shut_units
    fits = () if shut is Truth.TRUE else outcome.fits
    return KeyOutcome(asked.key, 0, stopped, tuple(blocks), tuple(dict.fromkeys(freeing)), fits)


def _still_shuts(each: Stands, asked: KeyQuestion, outcome: KeyOutcome) -> Truth:
    """Tell whether an act still shuts the line: not if a person answers so; open if an approval is later than it."""
    said = answers_on(asked.order, asked.answers).get(question_of(each.act))
    lifted = answered(said)
    if said is not None and lifted is Truth.TRUE and said.document and said.on >= each.act.happened.last:
        return Truth.FALSE
    later = any(fit.authorisation.valid_from >= each.act.happened.last for fit in outcome.fits)
    return each.shuts & Truth.UNKNOWN if later and lifted is not Truth.FALSE else each.shuts


def question_of(act: Act) -> str:
    """Return the question whose answer says that an act no longer stands for a line."""
    return f"{LIFTED}:{act.id}"


def _shutting(asked: KeyQuestion, each: Stands, truth: Truth) -> Blocking:
    act = each.act
    doubts = []
    if each.bears.truth is Truth.UNKNOWN:
        doubts.append(f"it may bear on this line: {'; '.join(each.bears.reasons)}")
    if each.begun is Truth.UNKNOWN:
        doubts.append(f"it began between {act.happened.first} and {act.happened.last}")
    if each.contested and act.contested is not None:
        doubts.append(f"contested: {act.contested.why}")
    if truth is Truth.UNKNOWN and not each.contested:
        doubts.append("an approval on file is later")
    text = "; ".join((f"{act.title} ({act.reported})", *doubts))
    cause = "contested_report" if each.contested else str(act.state)
    return Blocking(asked.key, cause, text, act.citation, asked.order.quantity)


def _lifting(
    asked: KeyQuestion, each: Stands, truth: Truth, outcome: KeyOutcome, schema: FactSchema
) -> Iterator[Freeing]:
    yield from _facts(each, schema)
    if truth is Truth.UNKNOWN and outcome.fits:
        yield Freeing("file", f"answer in answers.csv, with name, date and document: {question_of(each.act)}")
    elif truth is Truth.TRUE and each.bears.truth is Truth.TRUE:
        last = each.act.happened.last
        yield Freeing("wait", f"nothing on file opens {asked.key} against it; an approval of {last} or later may")


def _uncovered(asked: KeyQuestion, found: KeyStanding) -> Blocking:
    """Say that nothing on file covers the line, where permission is or may be required."""
    asking = [each for each in found.standing if _asks(each)]
    each = max(asking, key=_first_asked, default=found.headline)
    state = spaced(str(each.act.state) if each else found.state or "unknown")
    because = f"{state}: {each.act.title} ({each.act.reported})" if each else state
    citation = each.act.citation if each else ""
    if found.required is Truth.TRUE:
        text = f"an approval is needed and none on file covers the line; {because}"
        return Blocking(asked.key, "approval_needed", text, citation, asked.order.quantity)
    text = f"whether the goods may enter is not settled, and no approval is on file; {because}"
    return Blocking(asked.key, "import_not_settled", text, citation, asked.order.quantity)


def _asks(each: Stands) -> bool:
    """Tell whether an act counts and shuts nothing: at most it asks for an approval."""
    return each.counts and each.shuts is Truth.FALSE


def _first_asked(each: Stands) -> tuple[int, int, date]:
    return each.requires.rank, each.bears.truth.rank, each.act.happened.last


def _settling(found: KeyStanding, schema: FactSchema) -> Iterator[Freeing]:
    for each in found.standing:
        if each.counts and each.bears.truth is Truth.UNKNOWN:
            yield from _facts(each, schema)
    if found.required is Truth.UNKNOWN:
        yield Freeing("obtain", f"an approval for {found.key}, or its authority's word that none is needed")


def _facts(each: Stands, schema: FactSchema) -> Iterator[Freeing]:
    """Yield what would settle whether an act bears on the line: the facts not stated, else what is open."""
    if not each.bears.missing:
        yield from (Freeing("establish_truth", reason) for reason in each.bears.reasons)
    for name in each.bears.missing:
        text = schema[name].question or schema[name].definition if name in schema else ""
        yield Freeing("establish_truth", text or f"state {spaced(name)}")
