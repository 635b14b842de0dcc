"""One determination: both readings of the law for one movement, and what the answer rests on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from licet.evaluate import Decision, Finding, decide, missing_facts
from licet.rules import Reading, Status, book_at
from licet.rules.model import Clause
from licet.truth import Truth
from licet.verdict.query import Query, completed, situation_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from licet.evaluate import Missing, Situation
    from licet.rules import Law


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

    @property
    def licence_required(self) -> Truth:
        """Whether the modelled law requires a licence."""
        return self.decision.licence_required


LAW, LISTS = "law", "lists"
LISTS_USED = "party_lists_used"  # the caveat that says on which lists names were looked up
DATA_SETS = (LAW, LISTS)  # those whose age is watched
Decided = dict[object, Decision]


def determine(law: Law, query: Query, *, decided: Decided | None = None) -> Determination:
    """Determine what the modelled law requires of one movement.

    Args:
        law: The rule pack.
        query: The movement; facts left out are unknown.
        decided: Decisions already made under this law, by what was asked; looked up and added to.
    """
    head = law.pack.head
    full = completed(query, head.home)
    situation = situation_of(full)
    known = decided if decided is not None else {}
    decisions = {reading: _decided(law, full, reading, situation, known) for reading in Reading}
    decision = decisions[full.reading]
    other = decisions[Reading.TEXT if full.reading is Reading.ENFORCED else Reading.ENFORCED]
    keys = _keys(law, full, decision)
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
        caveats=tuple(_caveats(full, decision)),
        stale=tuple(_stale(law, full)),
        missing=missing_facts(decision),
        not_tested=(
            *unmodelled,
            *_not_asked(law, decision),
            *(Remark(entry.id, entry.text, entry.at) for entry in head.not_tested),
        ),
    )


def _not_asked(law: Law, decision: Decision) -> Iterator[Remark]:
    """Say once what rules that stand aside would ask; a fact without a question is volunteered, never asked for."""
    for name in decision.not_asked:
        if law.schema[name].question:
            yield Remark(name, law.schema[name].question)


def _decided(law: Law, query: Query, reading: Reading, situation: Situation, known: Decided) -> Decision:
    """Decide, unless the same was asked before; where the facts come from is always this case's own."""
    order = tuple((name, value) for name, value in situation.order.items() if name != "quantity")
    parties = tuple((party.roles, tuple(party.facts.items())) for party in situation.parties)
    key = (reading, query.item.item_id, query.valid_at, query.known_at, order, parties, situation.parties_complete)
    found = known.get(key)
    if found is None:
        book = book_at(law, query.valid_at, known_at=query.known_at, reading=reading)
        found = known[key] = decide(book, situation)
    return replace(found, situation=situation)


def _keys(law: Law, query: Query, decision: Decision) -> tuple[KeyState, ...]:
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
    unmodelled = tuple(KeyState(key, "not_modelled", "not_modelled") for key in others if key != own)
    return (KeyState(own, state, effect, findings), *unmodelled)


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
