"""Which documents of a pile say the same in the same words, or are copied, cut or rewritten from one another.

Only the words of the articles count, never what stands around them. Every likeness that is told was worked out from
all word groups of both texts; what is guessed at (`licet.evidence.pile.duplicates_candidates`) is only where to look.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING

from licet.evidence.pile.documents import in_order, news_day, published_of, publisher_of
from licet.evidence.pile.duplicates_compare import Bodies, Shared

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from licet.acts import Story
    from licet.evidence.model import Claim, Document
    from licet.evidence.pile.originators_relays import Relays

NEAR_COPY = 0.8  # of the word groups of either that stand in both
EXCERPT = 0.8  # of the word groups of the shorter that stand in the longer
SOME_OVERLAP = 0.2
SHORTEST_EXCERPT = 15  # word groups: less may be a phrase that both have from elsewhere
SHARED_FIGURES = 2
SIGNS_OF_REWRITE = 2
DAYS_OF_REWRITE = 14


class Kind(Enum):
    """How one document is like another."""

    COPY = "copy"
    NEAR_COPY = "near_copy"
    EXCERPT = "excerpt"
    REWRITE = "rewrite"


@dataclass(frozen=True, slots=True)
class Likeness:
    """How a document is like another, `to`; `share` of its own word groups stand there, `back` of the other's here."""

    document_id: str
    to: str
    kind: Kind
    share: float
    back: float
    why: str


@dataclass(frozen=True, slots=True)
class Cluster:
    """Documents of one origin, the original first.

    `likenesses` leads each of the others, in steps, to the original. `originator` is who had the report first, the
    publisher of the original only if it is its own.
    """

    documents: tuple[str, ...]
    likenesses: tuple[Likeness, ...] = ()
    originator: str = ""

    @property
    def original(self) -> str:
        """Return the earliest document that does not derive from another."""
        return self.documents[0]


@dataclass(frozen=True, slots=True)
class _Edge:
    """Two numbers of documents, and how they are alike; `shared` is of the first in the second, and back."""

    first: int
    second: int
    kind: Kind
    shared: tuple[float, float]
    why: str

    @property
    def rank(self) -> tuple[int, float, int, int]:
        """Return what puts the surest first."""
        return (list(Kind).index(self.kind), -max(self.shared), self.first, self.second)


def clusters_of(
    documents: Iterable[Document], claims: Mapping[str, Sequence[Claim]], story: Story, relays: Relays
) -> tuple[Cluster, ...]:
    """Return the clusters of a pile, a document that is like no other being one by itself; ordered by their original.

    Args:
        documents: In any order; the same bytes twice are one document.
        claims: What was read out of each, by id of the document; the outlets they name count as credited.
        story: Knows the names of outlets.
        relays: Says who cannot be an original.
    """
    pile = in_order(documents)
    bodies = Bodies(pile, claims, story)
    union = Union(len(pile))
    edges = [_Edge(first, other, Kind.COPY, (1.0, 1.0), "the same words") for first, other in bodies.copies()]
    edges = [edge for edge in edges if union.join(edge.first, edge.second)]
    near = [_alike(shared) for shared in bodies.compared(bodies.near_pairs(NEAR_COPY))]
    close = sorted((edge for edge in near if edge is not None and edge.kind is Kind.NEAR_COPY), key=lambda e: e.rank)
    edges += [edge for edge in close if union.join(edge.first, edge.second)]
    longest = union.best(lambda number: (-bodies.sizes[number], number))
    apart = bodies.partial_pairs([longest[union.root(number)] for number in range(len(pile))])
    found = [_alike(shared) or _rewritten(shared, pile) for shared in bodies.compared(apart)]
    edges += [edge for edge in _one_parent_each(found, pile) if union.join(edge.first, edge.second)]
    return _clusters(pile, bodies, edges, union, relays)


class Union:
    """Sets of numbers that are joined; the least number of a set is its root, whatever the order of joining."""

    def __init__(self, count: int) -> None:
        """Begin with each number alone."""
        self._above = list(range(count))

    def root(self, number: int) -> int:
        """Return the root of the set of a number."""
        above = self._above
        while above[number] != number:
            above[number] = above[above[number]]
            number = above[number]
        return number

    def join(self, first: int, second: int) -> bool:
        """Join two sets; False if they are one already."""
        first, second = self.root(first), self.root(second)
        if first == second:
            return False
        self._above[max(first, second)] = min(first, second)
        return True

    def sets(self) -> dict[int, list[int]]:
        """Return the members of each set by its root, both in order."""
        found: dict[int, list[int]] = {}
        for number in range(len(self._above)):
            found.setdefault(self.root(number), []).append(number)
        return found

    def best(self, rank: Callable[[int], tuple[int, int]]) -> dict[int, int]:
        """Return the member of least rank of each set, by its root."""
        return {root: min(members, key=rank) for root, members in self.sets().items()}


def _alike(shared: Shared) -> _Edge | None:
    """Return the likeness of two texts by their words alone; None if they share too little."""
    most = max(shared.of_first, shared.of_second)
    shares = (shared.of_first, shared.of_second)
    if shared.of_both >= NEAR_COPY:
        return _Edge(shared.first, shared.second, Kind.NEAR_COPY, shares, f"{_percent(shared.of_both)} of the words")
    if most >= EXCERPT and shared.shorter >= SHORTEST_EXCERPT:
        return _Edge(
            shared.first, shared.second, Kind.EXCERPT, shares, f"{_percent(most)} of the shorter in the longer"
        )
    return None


def _rewritten(shared: Shared, pile: Sequence[Document]) -> _Edge | None:
    """Return the likeness of two texts that differ in their words; None unless two signs of a rewrite agree."""
    first, second = news_day(pile[shared.first]), news_day(pile[shared.second])
    if first is not None and second is not None and abs((first - second).days) > DAYS_OF_REWRITE:
        return None
    most = max(shared.of_first, shared.of_second)
    signs = [f"{_percent(most)} of the words of one"] if most >= SOME_OVERLAP else []
    signs += [f"{shared.quoted} quoted word groups"] if shared.quoted else []
    signs += [f"{shared.figures} figures"] if shared.figures >= SHARED_FIGURES else []
    signs += ["a credit"] if shared.credit else []
    if len(signs) < SIGNS_OF_REWRITE:
        return None
    shares = (shared.of_first, shared.of_second)
    return _Edge(shared.first, shared.second, Kind.REWRITE, shares, ", ".join(signs) + " in common")


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def _one_parent_each(found: Iterable[_Edge | None], pile: Sequence[Document]) -> list[_Edge]:
    """Return the surest likeness of each text to one it can be from, so that no text ties two that are not alike.

    Of an excerpt that is the longer text, of a rewrite the earlier one.
    """
    taken: set[int] = set()
    kept = []
    for edge in sorted((edge for edge in found if edge is not None), key=lambda edge: edge.rank):
        days = [news_day(pile[number]) or date.max for number in (edge.first, edge.second)]
        is_later = days[0] > days[1]
        is_first = edge.shared[0] > edge.shared[1] if edge.kind is Kind.EXCERPT else is_later
        child = edge.first if is_first else edge.second
        if child not in taken:
            kept.append(edge)
            taken.add(child)
    return kept


def _clusters(
    pile: Sequence[Document], bodies: Bodies, edges: Iterable[_Edge], union: Union, relays: Relays
) -> tuple[Cluster, ...]:
    links: dict[int, list[_Edge]] = defaultdict(list)
    for edge in edges:
        links[edge.first].append(edge)
        links[edge.second].append(edge)
    found = []
    for members in union.sets().values():
        publishers = {bodies.traits[number].publisher for number in members} - {""}

        def rank(number: int, publishers: set[str] = publishers) -> tuple[bool, bool, date, int, int]:
            traits = bodies.traits[number]
            credits_member = bool(traits.credits & (publishers - {traits.publisher}))
            first = published_of(pile[number])[0] or date.max
            is_nobodys = not publisher_of(pile[number])
            return (relays.relays(pile[number]), credits_member or is_nobodys, first, -bodies.sizes[number], number)

        ranked = sorted(members, key=rank)
        likenesses = _towards(ranked[0], links, pile) if len(ranked) > 1 else {}
        found.append(
            Cluster(
                tuple(pile[number].document_id for number in ranked),
                tuple(likenesses[number] for number in ranked[1:]),
            )
        )
    return tuple(sorted(found, key=lambda cluster: cluster.documents))


def _towards(original: int, links: Mapping[int, Sequence[_Edge]], pile: Sequence[Document]) -> dict[int, Likeness]:
    """Return, for each text but the original, its likeness to the next one on the way there."""
    found: dict[int, Likeness] = {}
    reached, waiting = {original}, [original]
    for number in waiting:  # grows as it goes
        for edge in links[number]:
            other, back = (edge.second, edge.shared) if edge.first == number else (edge.first, edge.shared[::-1])
            if other not in reached:
                reached.add(other)
                waiting.append(other)
                ids = (pile[other].document_id, pile[number].document_id)
                found[other] = Likeness(*ids, edge.kind, back[1], back[0], edge.why)
    return found
