"""One determination: both readings of the law for one movement, and what the answer rests on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from licet.acts.scope import spaced
from licet.evaluate import Decision, Finding, decide, missing_facts
from licet.rules import Reading, Status, book_at
from licet.rules.model import Clause
from licet.truth import Truth
from licet.verdict.query import Query, completed, situation_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from licet.acts import KeyStanding
    from licet.evaluate import Missing, Situation
    from licet.rules import Law
    from licet.verdict.chronicle import Chronicle
    from licet.verdict.red_flags import FlagOnLine


@dataclass(frozen=True, slots=True)
class Remark:
    """Something the answer must say beside itself: an id, a sentence, and where it stands."""

    id: str
    text: str
    at: str = ""


@dataclass(frozen=True, slots=True)
class KeyState:
    """One government's key for this movement: its state in words and its effect.

    `effect` is open, approval_needed, shut, unknown or not_modelled.
    """

    key: str
    state: str
    effect: str
    findings: tuple[Finding, ...] = ()
    standing: KeyStanding | None = None  # what the recorded acts say of it
    decided_by_acts: bool = False
    may_turn: bool = False  # whether the movement turns it is not known


@dataclass(frozen=True, slots=True)
class Determination:
    """The answer: the decision in the reading asked for, the other reading, and the remarks."""

    query: Query
    law: Law
    decision: Decision
    other: Decision
    keys: tuple[KeyState, ...]
    relies_on: tuple[Remark, ...]
    caveats: tuple[Remark, ...]
    stale: tuple[Remark, ...]
    not_tested: tuple[Remark, ...]
    missing: tuple[Missing, ...] = ()  # the absent facts, those that settle most first
    red_flags: tuple[FlagOnLine, ...] = ()  # of a line of a book, as they stand

    @property
    def licence_required(self) -> Truth:
        """Whether the modelled law requires a licence."""
        return self.decision.licence_required


LAW, LISTS, ACTS = "law", "lists", "acts"
IMPORT_SIDE, NOT_STATED = "import_side", "destination_not_stated"
RESTS_ON_REPORTS, ACTS_DIFFER = "state_known_from_reports", "acts_and_rules_differ"
LISTS_USED = "party_lists_used"  # the caveat that says on which lists names were looked up
DATA_SETS = (LAW, LISTS, ACTS)  # those whose age is watched


class Decided:
    """What was decided before under one law, by what was asked, and which facts each lacked."""

    def __init__(self) -> None:
        """Start with nothing."""
        self.decisions: dict[object, Decision] = {}
        self.missing: dict[object, tuple[Missing, ...]] = {}


def determine(
    law: Law, query: Query, *, chronicle: Chronicle | None = None, decided: Decided | None = None
) -> Determination:
    """Determine what the modelled law requires of one movement.

    Args:
        law: The rule pack.
        query: The movement; facts left out are unknown.
        chronicle: The recorded acts; without them a key that acts decide is not modelled.
        decided: Decisions already made under this law, by what was asked; looked up and added to.
    """
    head = law.pack.head
    full = completed(query, head.home)
    situation = situation_of(full)
    known = decided if decided is not None else Decided()
    decisions = {reading: _decided(law, full, reading, situation, known) for reading in Reading}
    decision = decisions[full.reading]
    other = decisions[Reading.TEXT if full.reading is Reading.ENFORCED else Reading.ENFORCED]
    keys = tuple(_keys(law, full, decision, chronicle))
    unmodelled = tuple(
        Remark(state.key, f"the key {state.key} is not modelled") for state in keys if state.effect == "not_modelled"
    )
    return Determination(
        query=full,
        law=law,
        decision=decision,
        other=other,
        keys=keys,
        relies_on=tuple(_relies_on(decision, other)) if full.reading is Reading.ENFORCED else (),
        caveats=(*_caveats(full, decision), *_told_otherwise(keys, decision, chronicle)),
        stale=(*_stale(law, full), *_stale_acts(keys, full, chronicle)),
        missing=_missing(full, situation, decision, known),
        not_tested=(
            *unmodelled,
            *_no_destination(full),
            *_not_asked(law, decision),
            *(Remark(entry.id, entry.text, entry.at) for entry in head.not_tested),
        ),
    )


def _no_destination(query: Query) -> Iterator[Remark]:
    if query.text("destination") is None:
        yield Remark(IMPORT_SIDE, "Whether the country of destination lets the item in: it is not stated.")


def _not_asked(law: Law, decision: Decision) -> Iterator[Remark]:
    """Say once what rules that stand aside would ask; a fact without a question is volunteered, never asked for."""
    for name in decision.not_asked:
        if law.schema[name].question:
            yield Remark(name, law.schema[name].question)


def _decided(law: Law, query: Query, reading: Reading, situation: Situation, known: Decided) -> Decision:
    """Decide, unless the same was asked before; where the facts come from is always this case's own."""
    key = (reading, *_asked(query, situation))
    found = known.decisions.get(key)
    if found is None:
        book = book_at(law, query.valid_at, known_at=query.known_at, reading=reading)
        found = known.decisions[key] = decide(book, situation)
    return replace(found, situation=situation)


def _missing(query: Query, situation: Situation, decision: Decision, known: Decided) -> tuple[Missing, ...]:
    """Return the absent facts, unless the same was asked before."""
    key = (query.reading, *_asked(query, situation))
    found = known.missing.get(key)
    if found is None:
        found = known.missing[key] = missing_facts(decision)
    return found


def _asked(query: Query, situation: Situation) -> tuple[object, ...]:
    """Return all that a decision depends on but law and reading. Quantity is no part of it; ids are named in steps."""
    order = tuple((name, value) for name, value in situation.order.items() if name != "quantity")
    parties = tuple((party.party_id, party.roles, tuple(party.facts.items())) for party in situation.parties)
    return query.item.item_id, query.valid_at, query.known_at, order, parties, situation.parties_complete


def _keys(law: Law, query: Query, decision: Decision, chronicle: Chronicle | None) -> Iterator[KeyState]:
    own = law.pack.head.key
    required = decision.licence_required
    state, effect = {
        Truth.TRUE: ("licence_required", "approval_needed"),
        Truth.FALSE: ("not_required", "open"),
        Truth.UNKNOWN: ("unknown", "unknown"),
    }[required]
    findings = tuple(finding for finding in decision.requirements if finding.truth is not Truth.FALSE)
    start, end = query.text("ship_from"), query.text("destination")
    others = [f"{place.lower()}:{way}" for place, way in ((start, "export"), (end, "import")) if place and start != end]
    narrated = chronicle.standing(own, query) if chronicle is not None and chronicle.narrates(own, query) else None
    yield KeyState(own, state, effect, findings, narrated)
    for key in others:
        if chronicle is not None and chronicle.decides(key):
            found = chronicle.standing(key, query)
            yield KeyState(key, found.state or "unknown", found.effect.value, (), found, decided_by_acts=True)
        elif key != own:
            yield KeyState(key, "not_modelled", "not_modelled")
    if end is None and chronicle is not None:
        yield from (KeyState(key, NOT_STATED, "unknown", may_turn=True) for key in chronicle.import_keys)


def _told_otherwise(keys: Sequence[KeyState], decision: Decision, chronicle: Chronicle | None) -> Iterator[Remark]:
    """Say where acts and rules differ on a key that rules decide, and that a key rests on reports."""
    for state in keys:
        found = state.standing
        if found is None or chronicle is None:
            continue
        if state.decided_by_acts:
            text = f"No published instrument decides {state.key} for this item: its state is known from reports."
            yield Remark(RESTS_ON_REPORTS, text)
        elif found.headline is not None and chronicle.contradicts(found, decision.licence_required):
            act = found.headline.act
            text = f"By report {state.key} is {spaced(str(found.state))} ({act.title}); by the rules"
            needed = "required" if decision.licence_required is Truth.TRUE else "not required"
            yield Remark(ACTS_DIFFER, f"{text} a licence is {needed}.", act.citation)


def _stale_acts(keys: Sequence[KeyState], query: Query, chronicle: Chronicle | None) -> Iterator[Remark]:
    """Say that a key which acts decide is asked for a day that they were not gathered for."""
    decided = [state.key for state in keys if chronicle is not None and chronicle.decides(state.key)]
    if chronicle is None or not decided:
        return
    story, names = chronicle.story, ", ".join(decided)
    if query.valid_at < story.checked_from:
        yield Remark(ACTS, f"Acts on {names} are gathered from {story.checked_from}; {query.valid_at} lies before it.")
    if query.valid_at > story.checked_through + timedelta(days=story.staleness_days):
        past = f"{query.valid_at} is past the {story.staleness_days} days that may hold"
        yield Remark(ACTS, f"Acts on {names} were gathered through {story.checked_through}; {past}.")


def _relies_on(decision: Decision, text: Decision) -> Iterator[Remark]:
    """Say what is written but not enforced, where that makes the answer milder than the text."""
    if decision.licence_required.value >= text.licence_required.value:
        return
    enforced = {finding.standing.rule.id: finding for finding in decision.requirements}
    for finding in text.requirements:
        rule = finding.standing.rule
        here = enforced.get(rule.id)
        if finding.truth is not Truth.TRUE or (here is not None and here.truth is Truth.TRUE):
            continue
        version = finding.standing.version
        if version.comply_from is not None and decision.book.valid_at < version.comply_from:
            said = f"{rule.title} is in force; compliance is required from {version.comply_from}"
            yield Remark(rule.id, said, str(version.source))
            continue
        for clause in _not_enforced(here):
            said = f"{rule.title} is in force but not enforced here: {clause.source}"
            yield Remark(rule.id, said, str(version.source))


def _not_enforced(finding: Finding | None) -> Iterator[Clause]:
    """Yield the clauses of non-enforcement that hold, or may hold, in this case."""
    for step in finding.step.children if finding is not None else ():
        if step.note == "not_enforced" and step.truth is not Truth.FALSE and isinstance(step.what, Clause):
            yield step.what


def _caveats(query: Query, decision: Decision) -> Iterator[Remark]:
    exporter = query.order_facts.get("exporter")
    if exporter is not None and exporter.provenance.source == "assumed":
        yield Remark(
            "exporter_assumed",
            f"No exporter is stated: the maker, {exporter.value}, is assumed. Letters bind only their addressee.",
        )
    if decision.classification.conflict:
        rules = " and ".join(decision.classification.conflict)
        yield Remark("conflict", f"Two paragraphs both hold, though only one can: {rules}. A person must decide.")
    asserted, own = query.item.asserted_eccn, decision.classification.eccn
    if asserted and own is not None and asserted != own:
        yield Remark("asserted_eccn_differs", f"The maker states ECCN {asserted}; the modelled text gives {own}.")
    for note in query.remarks:
        yield Remark("item_name", note)
    if query.item.note:
        yield Remark("item_note", query.item.note)
    for finding in decision.requirements:
        yield from _letter_caveats(finding, query)
    yield from _hidden_letters(query, decision)
    yield from _partly_encoded(decision)


def _partly_encoded(decision: Decision) -> Iterator[Remark]:
    """Say which of the rules that hold, or may hold, are encoded in part only."""
    found = decision.requirements
    if decision.licence_required is not Truth.FALSE:
        found = (*found, *decision.exceptions, *decision.policies)
    for finding in found:
        version = finding.standing.version
        if finding.truth is not Truth.FALSE and version.status is Status.PARTLY:
            yield Remark(
                "partly_encoded",
                f"{finding.standing.rule.title}: encoded in part. {version.reason}",
                str(version.source),
            )


def _letter_caveats(finding: Finding, query: Query) -> Iterator[Remark]:
    addressees = finding.standing.addressees
    if addressees is None or finding.truth is not Truth.FALSE:
        return
    terms = finding.step.children[0].truth if finding.step.children else Truth.FALSE
    names = ", ".join(told.party for told in addressees)
    exporter = query.text("exporter") or ""
    if any(told.party.casefold() == exporter.casefold() for told in addressees):
        if finding.standing.version.terms_unpublished:
            title = finding.standing.rule.title
            text = f"{title}: terms unpublished, known from reports; that it does not reach this item rests on them."
            yield Remark("terms_unpublished", text, str(finding.standing.version.source))
    elif terms is not Truth.FALSE:
        yield Remark(
            "letter_to_others",
            f"The item lies within the reported terms of a letter to {names}, which binds them only; others may exist.",
            str(finding.standing.version.source),
        )


def _hidden_letters(query: Query, decision: Decision) -> Iterator[Remark]:
    exporter = (query.text("exporter") or "").casefold()
    for version in decision.book.hidden_letters:
        for told in version.addressees:
            if told.party.casefold() == exporter and told.notified_on <= query.valid_at:
                told_on = f"{told.party} was told of a requirement on {told.notified_on}"
                text = f"{told_on}, which was not public on {query.known_at}."
                yield Remark("letter_not_yet_public", text, str(version.source))


def _stale(law: Law, query: Query) -> Iterator[Remark]:
    head = law.pack.head
    if query.valid_at < head.checked_from:
        yield Remark(LAW, f"The law is encoded from {head.checked_from}; {query.valid_at} lies before it.")
    last = head.checked_through + timedelta(days=head.staleness_days)
    if query.valid_at > last:
        past = f"{query.valid_at} is past the {head.staleness_days} days that may hold"
        text = f"The law was checked through {head.checked_through}; {past}."
        yield Remark(LAW, text)
