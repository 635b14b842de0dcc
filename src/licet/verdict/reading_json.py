"""A pile of documents as read, in the published JSON form (schema reading.schema.json)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from licet.acts import SourceGrade
from licet.verdict.as_json import SCHEMA_VERSION

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from licet.acts import Story
    from licet.catalogue import Catalogue
    from licet.evidence import Claim, Conflict, Decision, Document, Event, Proposal, Reading, Span, When

FOOTER = (
    "What documents say is kept as claims, never as facts. Nothing read here opens or shuts a key until a named person "
    "accepts it. Quotations are as they stand in the documents."
)
Affected = list[dict[str, Any]]


def reading_json(
    reading: Reading,
    story: Story,
    catalogue: Catalogue,
    *,
    title: str = "",
    decisions: Mapping[str, Decision] | None = None,
    affected: Mapping[str, Affected] | None = None,
) -> dict[str, Any]:
    """Return everything that was read.

    Args:
        reading: From `licet.evidence.read`.
        story: Names actors and classes of items.
        catalogue: Names items.
        title: What the page is called.
        decisions: What persons decided of events, by event.
        affected: Lines of an order book that a proposed act bears on, by event; none is shown if None.
    """
    shape = _Shape(reading, story, catalogue, decisions or {}, affected)
    return shape.whole(title)


class _Shape:
    """Shapes one reading; names are looked up once."""

    def __init__(
        self,
        reading: Reading,
        story: Story,
        catalogue: Catalogue,
        decisions: Mapping[str, Decision],
        affected: Mapping[str, Affected] | None,
    ) -> None:
        self._reading, self._pile, self._story = reading, reading.pile, story
        self._decisions, self._affected = decisions, affected
        self._item_names = {item.item_id: item.model or item.item_id for item in catalogue}
        self._item_names |= {class_id: each.title for class_id, each in story.classes.items()}
        self._events = (*self._pile.events, *self._pile.foretold)
        self._event_of = {claim: event.event_id for event in self._events for claim in event.claims}
        self._proposals = {each.event.event_id: each for each in reading.proposals}
        self._claims_of: dict[str, list[str]] = {}
        for claim in self._pile.claims.values():
            self._claims_of.setdefault(claim.document_id, []).append(claim.claim_id)

    def whole(self, title: str) -> dict[str, Any]:
        pile = self._pile
        cluster_of = {each: number for number, cluster in enumerate(pile.duplicates) for each in cluster.documents}
        events = [self._event(event, foretold=event in set(pile.foretold)) for event in self._events]
        return {
            "schema_version": SCHEMA_VERSION,
            "title": title,
            "story_version": self._story.version,
            "checked_through": str(self._story.checked_through),
            "documents": [self._document(each, cluster_of[each.document_id]) for each in pile.documents.values()],
            "claims": [self._claim(each) for each in pile.claims.values()],
            "clusters": [
                {
                    "documents": list(cluster.documents),
                    "originator": cluster.originator,
                    "likenesses": [
                        {
                            "document": each.document_id,
                            "to": each.to,
                            "kind": each.kind.value,
                            "share": round(each.share, 4),
                            "back": round(each.back, 4),
                            "why": each.why,
                        }
                        for each in cluster.likenesses
                    ],
                }
                for cluster in pile.duplicates
            ],
            "revisions": [
                {
                    "originator": each.originator,
                    "documents": list(each.documents),
                    "differs": list(each.differs),
                    "order_known": each.order_known,
                }
                for each in pile.revisions
            ],
            "events": events,
            "conflicts": [self._conflict(each) for each in pile.conflicts],
            "alike": [{"claims": list(each.claims), "text": each.text} for each in pile.alike],
            "summary": [sentence for event in events if (sentence := _sentence(event)) is not None],
            "problems": [
                {"where": each.where, "what": each.what, "mend": each.mend} for each in self._reading.problems
            ],
            "totals": self._totals(),
            "footer": FOOTER,
        }

    def _totals(self) -> dict[str, int]:
        pile = self._pile
        return {
            "documents": len(pile.documents),
            "blocks": sum(len(each.blocks) for each in pile.documents.values()),
            "claims": len(pile.claims),
            "events": len(self._events),
            "conflicts": len(pile.conflicts),
            "originators": len({each.who for each in pile.originators.values()}),
        }

    def _document(self, document: Document, cluster: int) -> dict[str, Any]:
        about = document.about
        return {
            "id": document.document_id,
            "name": document.name,
            "media_type": document.media_type,
            "encoding": document.encoding,
            "title": about.title if about else "",
            "publisher": about.publisher if about else "",
            "byline": about.byline if about else "",
            "language": about.language if about else "",
            "published": _when(about.published) if about else None,
            "zone": about.zone if about else "",
            "modified": _when(about.modified) if about else None,
            "fetched": str(about.fetched) if about and about.fetched else None,
            "derivations": [
                {
                    "publisher": each.publisher,
                    "kind": each.kind,
                    "text": each.text,
                    "url": each.url,
                    "published": str(each.published) if each.published else None,
                }
                for each in (about.derivations if about else ())
            ],
            "warnings": list(dict.fromkeys((*document.warnings, *(about.warnings if about else ())))),
            "text": document.text,
            "blocks": [
                {
                    "number": block.number,
                    "start": block.span.start,
                    "end": block.span.end,
                    "label": block.label.value,
                    "why": block.why,
                    "repeats": block.repeats,
                }
                for block in document.blocks
            ],
            "claims": self._claims_of.get(document.document_id, []),
            "cluster": cluster,
        }

    def _claim(self, claim: Claim) -> dict[str, Any]:
        said = claim.attribution
        return {
            "id": claim.claim_id,
            "document": claim.document_id,
            "block": claim.block,
            "start": claim.span.start,
            "end": claim.span.end,
            "quote": claim.quote,
            "cue": _span(claim.cue),
            "actors": self._actors(claim.actors),
            "targets": self._actors(claim.targets),
            "key": claim.key,
            "state": claim.state,
            "state_words": self._words(claim.key, claim.state),
            "mark": claim.mark.value if claim.mark else None,
            "items": self._items(claim.items),
            "when": _when(claim.when),
            "quantities": [
                {
                    "kind": each.kind.value if each.kind else None,
                    "text": each.text,
                    "unit": each.unit,
                    "at_least": each.at_least,
                    "at_most": each.at_most,
                    "of": each.of,
                    "start": each.span.start,
                    "end": each.span.end,
                }
                for each in claim.quantities
            ],
            "attribution": {
                "kind": said.kind.value,
                "speakers": self._actors(said.speakers),
                "unnamed": said.unnamed,
                "outlet": self._name(said.outlet),
                "text": said.text,
            },
            "modality": claim.modality.value,
            "why": claim.why,
            "reader": claim.reader,
            "event": self._event_of.get(claim.claim_id),
            "originator": self._pile.originators[claim.claim_id].name,
        }

    def _event(self, event: Event, *, foretold: bool) -> dict[str, Any]:
        proposal = self._proposals.get(event.event_id)
        return {
            "id": event.event_id,
            "title": self._title(event, proposal),
            "key": event.key,
            "state": event.state,
            "mark": event.mark.value if event.mark else None,
            "items": self._items(event.items),
            "actors": self._actors(event.actors),
            "targets": self._actors(event.targets),
            "first": str(event.first) if event.first else None,
            "last": str(event.last) if event.last else None,
            "grade": event.grade.value,
            "claims": list(event.claims),
            "originators": list(event.originators),
            "foretold": foretold,
            "conflicts": [self._conflict(each) for each in event.conflicts],
            "proposal": None if proposal is None else self._proposal(proposal),
            **({} if self._affected is None else {"orders": self._affected.get(event.event_id, [])}),
        }

    def _title(self, event: Event, proposal: Proposal | None) -> str:
        if proposal is not None and proposal.act is not None:
            return proposal.act.title
        what = self._words(event.key, event.state) or (event.mark.value if event.mark else "")
        what = what[:1].upper() + what[1:]
        of = ", ".join(each["name"] for each in (*self._items(event.items), *self._actors(event.actors)))
        return f"{what.replace('_', ' ')}: {of}" if of else what.replace("_", " ")

    def _proposal(self, proposal: Proposal) -> dict[str, Any]:
        act, decision = proposal.act, self._decisions.get(proposal.event.event_id)
        return {
            "standing": proposal.standing.value,
            "act_id": act.id if act else None,
            "title": act.title if act else None,
            "contested": act.contested.why if act and act.contested else None,
            "already": list(proposal.recorded_as),
            "faults": [*proposal.withheld, *(each.what for each in proposal.problems)],
            "decided": None
            if decision is None
            else {
                "decision": decision.decided.value,
                "by": decision.by,
                "on": str(decision.on),
                "reason": decision.reason,
                "act_id": decision.act_id or None,
            },
        }

    def _conflict(self, conflict: Conflict) -> dict[str, Any]:
        events = dict.fromkeys(self._event_of[each] for each in conflict.claims if each in self._event_of)
        return {
            "kind": conflict.kind.value,
            "claims": list(conflict.claims),
            "events": list(events),
            "text": conflict.text,
        }

    def _words(self, key: str | None, state: str | None) -> str | None:
        return None if key is None or state is None else self._story.state(key, state).words or state

    def _name(self, actor: str) -> str:
        known = self._story.actors.get(actor)
        return actor if known is None else known.name

    def _actors(self, ids: Iterable[str]) -> list[dict[str, str]]:
        return [{"id": each, "name": self._name(each)} for each in ids]

    def _items(self, ids: Sequence[str]) -> list[dict[str, str]]:
        return [{"id": each, "name": self._item_names.get(each, each)} for each in ids]


def _sentence(event: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return what a summary says of an event, with the claims that say so.

    Told are steps on a key and what is contested; of what is only foretold, and of other acts, None.
    """
    if event["foretold"] or not (event["key"] or event["conflicts"]):
        return None
    many = len(event["originators"])
    had = "one originator" if many == 1 else f"{many} originators"
    contested = " It is contested." if event["conflicts"] else ""
    text = f"{event['title']}, {_days(event['first'], event['last'])} ({SourceGrade(event['grade']).words}; {had})."
    return {"text": f"{text}{contested}", "claims": list(event["claims"])}


def _days(first: str | None, last: str | None) -> str:
    if last is None:
        return "on a day not stated" if first is None else f"not before {first}"
    if first is None:
        return f"not after {last}"
    return f"on {first}" if first == last else f"between {first} and {last}"


def _span(span: Span | None) -> dict[str, int] | None:
    return None if span is None else {"start": span.start, "end": span.end}


def _when(when: When | None) -> dict[str, Any] | None:
    if when is None:
        return None
    return {
        "first": str(when.first) if when.first else None,
        "last": str(when.last) if when.last else None,
        "precision": when.precision.value,
        "text": when.text,
        "resolved_by": when.resolved_by,
        "start": when.span.start if when.span else None,
        "end": when.span.end if when.span else None,
    }
