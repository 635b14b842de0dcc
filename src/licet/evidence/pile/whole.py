"""A pile of documents as a whole: copies, who had what first, the events told, and where the claims disagree."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from licet.evidence.pile.conflicts import Context, misnamed, with_conflicts
from licet.evidence.pile.conflicts_quantities import Alike, alike_figures
from licet.evidence.pile.documents import in_order, news_days
from licet.evidence.pile.duplicates import Cluster, clusters_of
from licet.evidence.pile.events import events_of, in_time
from licet.evidence.pile.originators import Originator, Originators
from licet.evidence.pile.originators_relays import relays
from licet.evidence.pile.revisions import Revision, revisions_of
from licet.evidence.pile.strength import strength

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from licet.acts import Story
    from licet.evidence.model import Claim, Conflict, Document, Event


@dataclass(frozen=True, slots=True)
class Pile:
    """What a pile of documents tells.

    `duplicates` holds every document once, in a cluster by itself if it is like no other. `events` were said to be
    done, or denied; `foretold` only expected, planned or meant. `conflicts` are those of the events, each once;
    `alike` are figures that look alike and are none. `documents` and `claims` are by id, `originators` by claim;
    `cluster_of` is the cluster of each document.
    """

    documents: Mapping[str, Document]
    claims: Mapping[str, Claim]
    duplicates: tuple[Cluster, ...]
    revisions: tuple[Revision, ...]
    originators: Mapping[str, Originator]
    events: tuple[Event, ...]
    foretold: tuple[Event, ...]
    conflicts: tuple[Conflict, ...]
    alike: tuple[Alike, ...]
    cluster_of: Mapping[str, Cluster]


def pile_of(
    documents: Sequence[Document],
    claims: Mapping[str, Sequence[Claim]],
    story: Story,
    *,
    root: Path | None = None,
) -> Pile:
    """Return what a pile tells, the same for any order of the documents.

    Args:
        documents: With their blocks and what they say of themselves; one read twice counts once.
        claims: What was read out of each, by id of the document.
        story: Knows actors, classes of items and states.
        root: The folder of the tables of `evidence`; that of the installed rule package if None.

    Raises:
        ProblemsFound: If a table is at fault.
    """
    table, tables = relays(root), strength(root)
    by_id = {document.document_id: document for document in in_order(documents)}
    own = {each: tuple(claims.get(each, ())) for each in by_id}
    found = clusters_of(documents, own, story, table)
    homes = {each: cluster.original for cluster in found for each in cluster.documents}
    had = Originators(by_id, found, story, table)
    clusters = tuple(replace(cluster, originator=had.of_cluster(cluster).name) for cluster in found)
    every = {claim.claim_id: claim for each in own.values() for claim in each}
    days = news_days(by_id, own)
    done, foretold = events_of(by_id, days, every.values(), had, story, tables, homes)
    context = Context(by_id, every, days, had, story, tables)
    events = with_conflicts(done, context)
    foretold = misnamed(foretold, context)
    return Pile(
        documents=by_id,
        claims=every,
        duplicates=clusters,
        revisions=revisions_of(by_id, days, own, clusters, had, story),
        originators={each: had.of_claim(claim) for each, claim in every.items()},
        events=tuple(sorted(events, key=in_time)),
        foretold=tuple(foretold),
        conflicts=tuple(dict.fromkeys(conflict for event in (*events, *foretold) for conflict in event.conflicts)),
        alike=tuple(alike_figures(every.values())),
        cluster_of={each: cluster for cluster in clusters for each in cluster.documents},
    )
