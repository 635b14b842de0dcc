"""Events to acts that a person may accept: the words of the record, who stands behind them, and what is in the way.

A proposal decides nothing. Where a step is not in the table of transitions, or the texts do not carry it, the proposal
says so and cannot be written.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from licet.acts.act import Act, ActScope, Contest, Days
from licet.evidence.model import AttributionKind, ConflictKind, Modality
from licet.evidence.pile.documents import news_day
from licet.evidence.pile.events import GRAMMAR, is_denied_only
from licet.evidence.pile.events_nodes import atoms_of, buyers_of
from licet.evidence.pile.originators_relays import relays
from licet.evidence.pile.strength import strength
from licet.evidence.proposals.recorded import recorded_as
from licet.evidence.proposals.texts import act_id, act_title, note_of, quantities_of, sources_of
from licet.evidence.proposals.transition import step_to

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from licet.acts import Story
    from licet.evidence.model import Claim, Conflict, Document, Event
    from licet.evidence.pile.originators_relays import Relays
    from licet.evidence.pile.strength import Strength
    from licet.evidence.pile.whole import Pile
    from licet.problem import Problem

_SCHEDULED = "scheduled"
DIGEST = "digest"


class Standing(Enum):
    """What became of an event as a proposal."""

    PROPOSED = "proposed"
    RECORDED = "recorded"  # the story has it
    WITHHELD = "withheld"  # the texts do not carry it
    FAULTY = "faulty"  # it would break the record


@dataclass(frozen=True, slots=True)
class Quoted:
    """The exact words of a claim, and where they stand."""

    claim_id: str
    document_id: str
    quote: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """An act proposed from an event.

    `act` is None unless it is proposed or faulty. `recorded_as` are the acts of the story that it is; `withheld` says
    what is in the way, `problems` what is wrong with it.
    """

    event: Event
    standing: Standing
    quotes: tuple[Quoted, ...]
    act: Act | None = None
    recorded_as: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def proposals(pile: Pile, story: Story, *, root: Path | None = None) -> tuple[Proposal, ...]:
    """Return one proposal for each event of a pile, in order of time, those only foretold last.

    Args:
        pile: What the documents tell.
        story: What stands recorded.
        root: The folder of the tables of `evidence`; that of the installed rule package if None.

    Raises:
        ProblemsFound: If a table is at fault.
    """
    maker = _Maker(pile, story, relays(root), strength(root))
    return tuple(maker.of(event) for event in (*pile.events, *pile.foretold))


class _Maker:
    """Makes proposals of one pile; each gets an id that neither the story nor another proposal has."""

    def __init__(self, pile: Pile, story: Story, table: Relays, tables: Strength) -> None:
        self._pile, self._story, self._relays, self._tables = pile, story, table, tables
        self._foretold = {event.event_id for event in pile.foretold}
        self._ids = set(story.acts)

    def of(self, event: Event) -> Proposal:
        """Return the proposal of an event."""
        claims = [self._pile.claims[each] for each in event.claims]
        quotes = tuple(Quoted(each.claim_id, each.document_id, each.quote) for each in claims)
        told = [each for each in claims if each.modality is not Modality.DENIED]
        if event.event_id in self._foretold:
            moods = ", ".join(sorted({claim.modality.value for claim in claims}))
            return Proposal(event, Standing.WITHHELD, quotes, withheld=(f"not said to be done: {moods}",))
        recorded = recorded_as(event, claims, self._story, self._tables)
        if recorded:
            return Proposal(event, Standing.RECORDED, quotes, recorded_as=recorded)
        days = [day for day in (news_day(each) for each in self._documents(told)) if day is not None]
        public = min(days, default=None)
        step = step_to(event, self._story, self._scope(event, told))
        happened = _happened(event, None if step is None else step.not_before)
        withheld = self._in_the_way(event, told, public, happened)
        if withheld or public is None or happened is None:
            return Proposal(event, Standing.WITHHELD, quotes, withheld=tuple(withheld))
        act = self._act(event, told, public, happened, () if step is None else step.supersedes)
        problems = () if step is None else step.problems
        return Proposal(event, Standing.FAULTY if problems else Standing.PROPOSED, quotes, act, problems=problems)

    def _documents(self, claims: Sequence[Claim]) -> list[Document]:
        return [self._pile.documents[each] for each in dict.fromkeys(claim.document_id for claim in claims)]

    def _scope(self, event: Event, told: Sequence[Claim]) -> ActScope:
        if event.state is None:
            return ActScope()
        atoms = atoms_of(event.items, self._story)
        return ActScope(buyers=tuple(sorted({each for claim in told for each in buyers_of(claim, atoms, self._story)})))

    def _in_the_way(self, event: Event, told: Sequence[Claim], public: date | None, happened: Days | None) -> list[str]:
        """Return what keeps an event from being proposed, in words."""
        if is_denied_only(event, self._pile.claims):
            return ["it is only denied"]
        found = []
        if all(claim.reader != GRAMMAR for claim in told):
            found.append("only a model read it, not the grammar")
        if event.state is not None and not event.items:
            found.append("no item is named")
        had = [self._pile.originators[claim.claim_id] for claim in told]
        if not any(each.is_named for each in had):
            found.append("nobody is named who had it first")
        elif all(claim.attribution.kind is AttributionKind.HEARSAY for claim in told) and not any(
            each.said for each in had
        ):
            found.append("it is hearsay, and nobody is named who reported it")
        publishers = [document.about.publisher if document.about else "" for document in self._documents(told)]
        if all(self._relays.kind(each) == DIGEST for each in publishers):
            found.append("only digests tell it")
        if public is None:
            found.append("no text that tells it says when it came out")
        if happened is None:
            found.append("the day is not stated" + (f"; not after {event.last}" if event.last else ""))
        elif public is not None and happened.first > public and _mark(event) != _SCHEDULED:
            found.append(f"its day, {happened.first}, is after that of the text, {public}")
        return found

    def _act(
        self, event: Event, told: Sequence[Claim], public: date, happened: Days, supersedes: tuple[str, ...]
    ) -> Act:
        story, pile = self._story, self._pile
        known = [each for each in (*event.actors, *event.targets) if each in story.actors]
        scope = self._scope(event, told)
        found = Act(
            id=act_id(event, happened, self._ids),
            title=act_title(event, scope, story),
            happened=happened,
            public=public,
            grade=event.grade,
            originator=self._originator(told),
            key=event.key,
            state=event.state,
            mark=event.mark,
            actors=tuple(each for each in dict.fromkeys(known) if story.actors[each].kind != "outlet"),
            items=tuple(each for each in event.items if each not in story.classes),
            classes=tuple(each for each in event.items if each in story.classes),
            scope=scope,
            supersedes=supersedes,
            contested=self._contest(event, public) if event.state is not None else None,
            quantities=quantities_of(told),
            sources=sources_of(self._documents(told), told, pile),
            note=note_of(event, self._documents(told), pile),
        )
        self._ids.add(found.id)
        return found

    def _originator(self, told: Sequence[Claim]) -> str:
        """Return who had it first: the surest of those named, of these whoever came out first."""

        def rank(claim: Claim) -> tuple[bool, bool, int, int, str]:
            had = self._pile.originators[claim.claim_id]
            day = news_day(self._pile.documents[claim.document_id])
            kinds = list(AttributionKind)
            order = kinds.index(claim.attribution.kind)
            return (not had.is_named, not had.said, order, day.toordinal() if day else 10**7, had.name)

        return self._pile.originators[min(told, key=rank).claim_id].name

    def _contest(self, event: Event, public: date) -> Contest | None:
        """Return who contests a state: a denial, or a claim of the same time that says less."""
        found = [each for each in event.conflicts if each.kind in {ConflictKind.DENIED, ConflictKind.STATE}]
        for conflict in found:
            against = self._against(event, conflict)
            if against:
                days = [news_day(each) for each in self._documents(against)]
                day = min((each for each in days if each is not None), default=public)
                return Contest(max(day, public), (), conflict.text)
        return None

    def _against(self, event: Event, conflict: Conflict) -> list[Claim]:
        """Return the claims of a conflict that speak against an event."""
        claims = [self._pile.claims[each] for each in conflict.claims]
        if conflict.kind is ConflictKind.DENIED:
            return [claim for claim in claims if claim.modality is Modality.DENIED]
        rungs = self._tables.ladders
        own = rungs.get((event.key or "", event.state or ""))
        of_claims = [(claim, rungs.get((claim.key or "", claim.state or ""))) for claim in claims]
        return [claim for claim, rung in of_claims if own and rung and rung.strength < own.strength]


def _mark(event: Event) -> str:
    return event.mark.value if event.mark is not None else ""


def _happened(event: Event, not_before: date | None) -> Days | None:
    """Return the days on which it can have been; without a first one, since what it follows."""
    first = event.first or not_before
    if first is None or event.last is None or first > event.last:
        return None
    return Days(first, event.last)
