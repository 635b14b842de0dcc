"""On which days an event was, by claims that may name different ones, and what explains that they do."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING

from licet.acts.act import MarkKind
from licet.evidence.model import Conflict, ConflictKind, Modality
from licet.evidence.pile.documents import shown_name
from licet.evidence.pile.events_nodes import Tier

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from licet.evidence.model import Claim, Document
    from licet.evidence.pile.events_nodes import Node


class Said:
    """The days of statements that documents tell: a statement about a meeting is often taken for it."""

    def __init__(
        self, claims: Iterable[Claim], documents: Mapping[str, Document], days: Mapping[str, date | None]
    ) -> None:
        """Keep the statements by document, the documents, and the day of each document's news."""
        self.documents, self.days = documents, days
        self._days: dict[str, set[date]] = defaultdict(set)
        for claim in claims:
            when = claim.when
            is_told = claim.mark is MarkKind.STATEMENT and claim.modality is Modality.DONE
            if is_told and when is not None and when.first is not None and when.first == when.last:
                self._days[claim.document_id].add(when.first)

    def on(self, document_id: str, day: date) -> bool:
        """Tell whether a document tells of a statement made on a day."""
        return day in self._days.get(document_id, ())


def dated(group: Sequence[Node], said: Said) -> tuple[date | None, date | None, Conflict | None]:
    """Return the days that bound an event, and the conflict of its claims over them.

    Args:
        group: The claims that assert it.
        said: The statements of the pile.

    Returns:
        The first and the last day, None where nothing bounds it; of claims that disagree those that an explanation
        leaves, else all of them.
    """
    closest = min(node.tier for node in group)
    nodes = sorted((node for node in group if node.tier is closest), key=lambda node: (node.first, node.last))
    if closest is Tier.UNDATED:
        return _undated(nodes)
    apart = _alternatives(nodes)
    if len(apart) == 1:
        return (*_within(apart[0], group), None)
    if nodes[0].same.lasts:
        return (*_stretch(nodes, widest=True), None)
    kept, why = _explained(apart, said)
    stretches = [_stretch(each) for each in apart]
    text = f"{' against '.join(_days(*each) for each in stretches)}: {why}"
    numbers = tuple(sorted(node.claim.claim_id for each in apart for node in each))
    first, last = _stretch([node for each in kept for node in each], widest=True)
    return first, last, Conflict(ConflictKind.DATE, numbers, text)


def _undated(nodes: Sequence[Node]) -> tuple[date | None, date | None, None]:
    """Return the bounds of what is told without a day: not after the first text that tells it."""
    lasts = [node.last for node in nodes if node.last != date.max]
    whens = [node.claim.when for node in nodes if node.claim.when is not None]
    firsts = [when.first for when in whens if when.first is not None]
    first, last = max(firsts, default=None), min(lasts, default=None)
    return (first if first is not None and (last is None or first <= last) else None), last, None


def _alternatives(nodes: Sequence[Node]) -> list[list[Node]]:
    """Return the claims in groups that have a day in common, by their days."""
    found: list[list[Node]] = []
    until = date.min
    for node in nodes:
        if found and node.first <= until:
            found[-1].append(node)
            until = min(until, node.last)
        else:
            found.append([node])
            until = node.last
    return found


def _stretch(nodes: Sequence[Node], *, widest: bool = False) -> tuple[date, date]:
    """Return the days that all have in common, or all that any has."""
    if widest:
        return min(node.first for node in nodes), max(node.last for node in nodes)
    return max(node.first for node in nodes), min(node.last for node in nodes)


def _within(nodes: Sequence[Node], group: Sequence[Node]) -> tuple[date, date]:
    """Return the days common to the closest claims, bounded by looser ones as far as those agree."""
    first, last = _stretch(nodes)
    for node in group:
        if node.tier is not Tier.UNDATED and node.first <= last and first <= node.last:
            first, last = max(first, node.first), min(last, node.last)
    return first, last


def _explained(apart: Sequence[Sequence[Node]], said: Said) -> tuple[Sequence[Sequence[Node]], str]:
    """Return the alternatives that an explanation leaves, and the explanation."""
    earliest, later = apart[0], apart[1:]
    day = _stretch(earliest)[0]
    homes = sorted({node.claim.document_id for node in earliest})
    laters = [_stretch(each)[0] for each in later]
    if all(any(said.on(home, each) for home in homes) for each in laters):
        shown = next(home for home in homes if said.on(home, laters[0]))
        name = shown_name(said.documents[shown])
        what = "that of the statement about it"
        return [earliest], f"{day} is the day itself, {', '.join(map(str, laters))} {what}; {name} tells both"
    if all(said.days[home] == each for home in homes for each in laters):
        return [earliest], f"{day} is the day itself, {laters[0]} that on which the texts which say so came out"
    return apart, "the texts disagree, and none explains it"


def _days(first: date, last: date) -> str:
    return str(first) if first == last else f"{first} to {last}"
