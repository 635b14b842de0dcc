"""Versions of one report: the same originator and news, days close, much of the text the same, something changed.

Versions are not contradictions. They are put in order, the newest last, with what each has that the one before had not.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from itertools import pairwise
from typing import TYPE_CHECKING

from licet.evidence.model import AttributionKind
from licet.evidence.pile.documents import safe_text
from licet.evidence.pile.duplicates import Union

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from licet.acts import Story
    from licet.evidence.model import Claim, Document
    from licet.evidence.pile.duplicates import Cluster
    from licet.evidence.pile.originators import Originators

DAYS = 3
_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Revision:
    """Versions of one report, oldest first; `differs` says of each but the first what is new in it.

    `order_known` is False where nothing says which of two versions is the later.
    """

    originator: str
    documents: tuple[str, ...]
    differs: tuple[str, ...]
    order_known: bool


def revisions_of(
    documents: Mapping[str, Document],
    days: Mapping[str, date | None],
    claims: Mapping[str, Sequence[Claim]],
    clusters: Iterable[Cluster],
    originators: Originators,
    story: Story,
) -> tuple[Revision, ...]:
    """Return the reports of which a pile holds several versions.

    Args:
        documents: By id.
        days: The day of each document's news, by id.
        claims: What was read out of each, by id of the document.
        clusters: Only documents that share words, quotations or figures can be versions of one.
        originators: Says who had each first.
        story: Knows what actors are called.
    """
    found = []
    for cluster in clusters:
        if len(cluster.documents) > 1:
            told = {each: _told(claims.get(each, ()), story) for each in cluster.documents}
            groups = _of_one_report(cluster, documents, days, told, originators)
            found += [_revision(members, documents, days, told, originators) for members in groups]
    return tuple(sorted(found, key=lambda each: each.documents))


def _told(claims: Iterable[Claim], story: Story) -> frozenset[str]:
    """Return what a version says, as short phrases to be compared."""
    found = set()
    for claim in claims:
        about = claim.state or (claim.mark.value if claim.mark is not None else "")
        if about:
            found.add(f"says {about.replace('_', ' ')} of {', '.join(claim.items) or 'no named item'}")
        found.update(f"figure {safe_text(quantity.text)}" for quantity in claim.quantities)
        for who in (*claim.actors, *claim.targets):
            actor = story.actors.get(who)
            if actor is not None:
                found.add(f"names {actor.name}")
        if claim.attribution.kind is AttributionKind.UNNAMED_PERSON and claim.attribution.unnamed:
            found.add(f"{claim.attribution.unnamed} unnamed sources")
    return frozenset(found)


def _of_one_report(
    cluster: Cluster,
    documents: Mapping[str, Document],
    days: Mapping[str, date | None],
    told: Mapping[str, frozenset[str]],
    originators: Originators,
) -> list[list[str]]:
    """Return the groups of a cluster that are one report in versions that differ."""
    of_one: dict[str, list[str]] = defaultdict(list)
    for each in cluster.documents:
        of_one[originators.of_document(each).who].append(each)
    found = []
    for members in of_one.values():
        dated = sorted(members, key=lambda each: (days[each] or date.min, each))
        union = Union(len(dated))
        for place in range(1, len(dated)):
            before, after = days[dated[place - 1]], days[dated[place]]
            if before is None or after is None or (after - before).days <= DAYS:
                union.join(place - 1, place)
        for numbers in union.sets().values():
            group = _one_of_each([dated[number] for number in numbers], documents, days, told)
            if len(group) > 1:
                found.append(group)
    return found


def _one_of_each(
    members: Sequence[str],
    documents: Mapping[str, Document],
    days: Mapping[str, date | None],
    told: Mapping[str, frozenset[str]],
) -> list[str]:
    """Return one document of each version: the earliest of those that say the same.

    What says less than an earlier one was cut, not revised, unless it says that it was changed.
    """
    found: list[str] = []
    for each in sorted(members, key=lambda each: (_moment(documents[each], days[each]), -len(told[each]), each)):
        about = documents[each].about
        is_changed = about is not None and about.modified is not None
        if not any(told[each] == told[other] or (told[each] < told[other] and not is_changed) for other in found):
            found.append(each)
    return found


def _moment(document: Document, day: date | None) -> datetime:
    """Return when a version is of: its change, else its publication, as closely as it is said; the end of that day."""
    about = document.about
    if about is not None and about.modified is None and about.published_at is not None:
        at = about.published_at
        return at if at.tzinfo is not None else at.replace(tzinfo=UTC)
    changed = about.modified.last if about is not None and about.modified is not None else None
    return datetime.combine(changed or day or date.max, time.max, UTC)


def _revision(
    members: Sequence[str],
    documents: Mapping[str, Document],
    days: Mapping[str, date | None],
    told: Mapping[str, frozenset[str]],
    originators: Originators,
) -> Revision:
    moments = [_moment(documents[each], days[each]) for each in members]
    differs = []
    for before, after in pairwise(members):
        new, gone = sorted(told[after] - told[before]), sorted(told[before] - told[after])
        parts = [f"new: {'; '.join(new[:_SHOWN])}"] if new else []
        parts += [f"no longer: {'; '.join(gone[:_SHOWN])}"] if gone else []
        differs.append(". ".join(parts))
    is_known = len(set(moments)) == len(moments) and datetime.combine(date.max, time.max, UTC) not in moments
    return Revision(originators.of_document(members[0]).name, tuple(members), tuple(differs), is_known)
