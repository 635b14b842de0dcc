"""Groups of claims to events: who had it, how well it is known, and on which days it was.

An event keeps all of its claims, also those that contradict each other; nothing is overwritten.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING

from licet.acts import SourceGrade
from licet.evidence.model import AttributionKind, Event, Modality
from licet.evidence.pile.conflicts_dates import Said, dated
from licet.evidence.pile.documents import publisher_of
from licet.evidence.pile.events_grouping import grouped
from licet.evidence.pile.events_nodes import nodes_of
from licet.evidence.pile.originators import Basis

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from licet.acts import Story
    from licet.evidence.model import Claim, Document
    from licet.evidence.pile.events_nodes import Node
    from licet.evidence.pile.originators import Originator, Originators
    from licet.evidence.pile.strength import Strength

GRAMMAR = "grammar"
_SURE = 2  # originators that make more of a report than a single one


def events_of(
    documents: Mapping[str, Document],
    days: Mapping[str, date | None],
    claims: Iterable[Claim],
    originators: Originators,
    story: Story,
    tables: Strength,
    homes: Mapping[str, str],
) -> tuple[list[Event], list[Event]]:
    """Return what was said to be done, and what was only foretold, each in order of time.

    Conflicts of days are told of each event; the others are found between events, by `licet.evidence.pile.conflicts`.

    Args:
        documents: By id.
        days: The day of each document's news, by id.
        claims: Of all documents.
        originators: Says who had each claim first.
        story: Knows actors, states and classes of items.
        tables: Say when two reports may be of one event.
        homes: The original of each document, by id.
    """
    nodes = nodes_of(claims, days, story, tables, homes)
    said = Said((node.claim for node in nodes), documents, days)
    done: list[Event] = []
    foretold: list[Event] = []
    ids: set[str] = set()
    for group in grouped(nodes):
        event = _event(group, said, originators, story, ids)
        (done if group[0].block[0] == "said" else foretold).append(event)
    return sorted(done, key=in_time), sorted(foretold, key=in_time)


def in_time(event: Event) -> tuple[date, date, str]:
    """Return what puts events in order of time; those without a day come last."""
    return (event.first or event.last or date.max, event.last or date.max, event.event_id)


def _event(
    group: Sequence[Node],
    said: Said,
    originators: Originators,
    story: Story,
    ids: set[str],
) -> Event:
    claims = [node.claim for node in group]
    told = [node for node in group if not node.denied] or list(group)
    first, last, conflict = dated(told, said)
    had = {claim.claim_id: originators.of_claim(claim) for claim in claims}
    asserted = [node.claim for node in told]
    own = [claim for claim in asserted if claim.reader == GRAMMAR] or asserted
    one = claims[0]
    items = sorted({item for claim in claims for item in claim.items})
    event = Event(
        event_id="",
        key=one.key if one.state is not None else None,
        state=one.state,
        mark=one.mark if one.state is None else None,
        items=tuple(items),
        actors=tuple(sorted({each for claim in claims for each in claim.actors})),
        targets=tuple(sorted({each for claim in claims for each in claim.targets})),
        first=first,
        last=last,
        claims=tuple(claim.claim_id for claim in claims),
        originators=_names(asserted, had),
        grade=grade_of(own, had, said.documents, story),
        conflicts=() if conflict is None else (conflict,),
    )
    return _with_id(event, group, ids)


def _with_id(event: Event, group: Sequence[Node], ids: set[str]) -> Event:
    """Return the event with its identity: what it is of and when, not which documents tell it.

    Two that are alike in all of this are told apart by their claims.
    """
    parts = [*group[0].block, *sorted({atom for node in group for atom in node.atoms}), "|"]
    parts += [*sorted({each for node in group for each in node.people}), "|", str(event.first), str(event.last)]
    found = _digest(parts)
    if found in ids:
        found = _digest([*parts, event.claims[0]])
    ids.add(found)
    return replace(event, event_id=found)


def _digest(parts: Iterable[str]) -> str:
    return "e" + sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _names(claims: Sequence[Claim], had: Mapping[str, Originator]) -> tuple[str, ...]:
    """Return the names of who had claims first: those that are known, else those that are not.

    What a document says in its own voice, in a title for example, is of the outlet that it credits with the same.
    """
    credit = {Basis.OUTLET, Basis.DERIVATION}
    crediting = {claim.document_id for claim in claims if had[claim.claim_id].basis in credit}
    found = [(had[claim.claim_id], claim.document_id in crediting) for claim in claims]
    each = {one for one, has_credit in found if one.said or not has_credit}
    known = {one.name for one in each if one.is_named}
    return tuple(sorted(known or {one.name for one in each}))


def grade_of(
    claims: Sequence[Claim], had: Mapping[str, Originator], documents: Mapping[str, Document], story: Story
) -> SourceGrade:
    """Return how well a thing is known by the claims that assert it: by the best attribution among them.

    What outlets report without saying from whom is a single report until a second one has it by itself.
    """
    grades = [_grade(claim, had[claim.claim_id], documents[claim.document_id], story) for claim in claims]
    best = min(grades, key=list(SourceGrade).index)
    reporters = {had[claim.claim_id].who for claim in claims if had[claim.claim_id].is_named}
    if best is SourceGrade.SINGLE_REPORT and len(reporters) >= _SURE:
        return SourceGrade.UNNAMED
    return best


def _grade(claim: Claim, had: Originator, document: Document, story: Story) -> SourceGrade:
    attribution, kind = claim.attribution, claim.attribution.kind
    if kind is AttributionKind.NAMED_BODY:
        is_own = any(
            each == story.named(publisher_of(document)) or _decides(each, claim, story) for each in attribution.speakers
        )
        return SourceGrade.OFFICIAL if is_own else SourceGrade.NAMED
    if kind is AttributionKind.NAMED_PERSON:
        return SourceGrade.NAMED
    if kind is AttributionKind.UNNAMED_PERSON:
        return SourceGrade.UNNAMED
    actor = story.actors.get(had.who)
    if kind is AttributionKind.NONE and actor is not None and actor.kind in {"authority", "firm"}:
        return SourceGrade.OFFICIAL  # a notice or filing of its own
    return SourceGrade.SINGLE_REPORT


def _decides(speaker: str, claim: Claim, story: Story) -> bool:
    """Tell whether a body is an authority of the side whose key the claim is of; of a mark, any authority."""
    actor = story.actors.get(speaker)
    if actor is None or actor.kind != "authority":
        return False
    return claim.key is None or speaker.partition("-")[0] == claim.key.partition(":")[0]


def is_denied_only(event: Event, claims: Mapping[str, Claim]) -> bool:
    """Tell whether all that is said of an event is that it was not."""
    return all(claims[each].modality is Modality.DENIED for each in event.claims)
