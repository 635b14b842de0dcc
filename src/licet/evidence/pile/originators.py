"""Who had a report first: of each claim, and of each cluster of documents.

A relay is never an originator, and ten relays of one report are one source. Where the words do not say who, the
publisher of the original is taken, and marked as not named; where nobody publishes it, the document itself is.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

from licet.acts.act import plain
from licet.evidence.model import AttributionKind
from licet.evidence.pile.documents import WHOLE_TEXT, derivations_of, publisher_of, safe_text, shown_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from licet.acts import Story
    from licet.evidence.model import Claim, Document
    from licet.evidence.pile.duplicates import Cluster
    from licet.evidence.pile.originators_relays import Relays

_SPEAKERS = {AttributionKind.NAMED_BODY, AttributionKind.NAMED_PERSON}
_SOMEBODY_ELSE = {AttributionKind.UNNAMED_PERSON, AttributionKind.HEARSAY}


class Basis(Enum):
    """What an originator rests on, surest first."""

    SPEAKER = "speaker"  # a named body or person says it
    OUTLET = "outlet"  # the words name who reported it
    DERIVATION = "derivation"  # the document says whose text or report it has
    CLUSTER = "cluster"  # the publisher of the original of its cluster
    PUBLISHER = "publisher"  # the document's own publisher, for want of anybody else
    NOT_NAMED = "not_named"  # the document itself


@dataclass(frozen=True, slots=True, order=True)
class Originator:
    """Who had it first: `who` is the id of an actor, a plain name, or the id of a document; `name` is what is shown.

    `said` tells whether the words themselves name it.
    """

    who: str
    name: str
    basis: Basis = Basis.NOT_NAMED

    @property
    def said(self) -> bool:
        """Tell whether the words name it, rather than that nobody else is named."""
        return self.basis in {Basis.SPEAKER, Basis.OUTLET, Basis.DERIVATION}

    @property
    def is_named(self) -> bool:
        """Tell whether it is anybody known."""
        return self.basis is not Basis.NOT_NAMED


class Originators:
    """Finds originators within one pile."""

    def __init__(
        self, documents: Mapping[str, Document], clusters: Sequence[Cluster], story: Story, relays: Relays
    ) -> None:
        """Keep the pile; nothing is worked out yet."""
        self._documents = documents
        self._story = story
        self._relays = relays
        self._original = {each: cluster.original for cluster in clusters for each in cluster.documents}
        self._reported = {key: self._reports(document) for key, document in documents.items()}
        self._kept: dict[str, Originator] = {}

    def of_claim(self, claim: Claim) -> Originator:
        """Return who had first what a claim says."""
        attribution = claim.attribution
        if attribution.kind in _SPEAKERS and attribution.speakers:
            return self._named(min(attribution.speakers), Basis.SPEAKER)
        if attribution.outlet:
            found = self._named(attribution.outlet, Basis.OUTLET)
            if not self._relays.kind(found.name):
                return found
        own = self.of_document(claim.document_id)
        is_someone_elses = attribution.kind in _SOMEBODY_ELSE or attribution.outlet
        if is_someone_elses and own.basis is not Basis.DERIVATION:
            return self._credited_before(claim) or own
        return own

    def of_document(self, document_id: str) -> Originator:
        """Return who had first what a document says in its own voice."""
        if document_id not in self._kept:
            original = self._original.get(document_id, document_id)
            found = self._of_itself(document_id)
            if original != document_id:
                of_original = self._of_original(original)
                credited = {self._story.named(each.publisher) for each in derivations_of(self._documents[document_id])}
                if not found.said or of_original.who in credited:
                    found = of_original
            self._kept[document_id] = found
        return self._kept[document_id]

    def of_cluster(self, cluster: Cluster) -> Originator:
        """Return who had first what the original of a cluster says."""
        return self.of_document(cluster.original)

    def _of_original(self, document_id: str) -> Originator:
        found = self._of_itself(document_id)
        return replace(found, basis=Basis.CLUSTER) if found.basis is Basis.PUBLISHER else found

    def _of_itself(self, document_id: str) -> Originator:
        """Return the originator of a document without looking at its cluster."""
        document = self._documents[document_id]
        own = publisher_of(document)
        whole = [each.publisher for each in derivations_of(document) if each.kind in WHOLE_TEXT]
        carried = next((each for each in whole if each and not self._is_relay(each) and plain(each) != plain(own)), "")
        if carried:
            return self._named(carried, Basis.DERIVATION)
        if own and not self._is_relay(own) and not [each for each in whole if plain(each) != plain(own)]:
            return self._named(own, Basis.PUBLISHER)
        named = {who for _, who in self._reported[document_id]}
        if len(named) == 1:
            return self._named(named.pop(), Basis.DERIVATION)
        return Originator(document_id, f"not named ({shown_name(document)})")

    def _reports(self, document: Document) -> list[tuple[int, str]]:
        """Return where a document names an outlet that reported something, in order; relays are left out."""
        found = [
            (each.span.start if each.span is not None else 0, each.publisher)
            for each in derivations_of(document)
            if each.kind == "reported_by" and each.publisher and not self._is_relay(each.publisher)
        ]
        return sorted(found)

    def _credited_before(self, claim: Claim) -> Originator | None:
        """Return the outlet that the document named last before a claim: "the sources" are its sources."""
        reported = self._reported[claim.document_id]
        place = bisect_right(reported, claim.span.end, key=lambda each: each[0])
        return self._named(reported[place - 1][1], Basis.DERIVATION) if place else None

    def _is_relay(self, publisher: str) -> bool:
        return bool(self._relays.kind(publisher))

    def _named(self, name: str, basis: Basis) -> Originator:
        who = self._story.named(name)
        actor = self._story.actors.get(who)
        return Originator(who, actor.name if actor is not None else safe_text(name), basis)
