"""The rule that passes on whole: a party of which enough is owned by those that count, counts itself.

Shares are added up over all owners that count, listed or counting through others. Parties that own each other do not
count for that alone. The lower bound takes every share as the least it can be, and a party's own shares as shares like
others; the upper takes each as the most it can be, and leaves a party's own shares out, since they have no vote.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from licet.ownership.holding import WHOLE

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from licet.ownership.on_day import OwnersOnDay


def surely_counting(
    owners: OwnersOnDay, listed: Iterable[int], enough: Callable[[int, int], bool]
) -> tuple[set[int], list[int]]:
    """Return who counts, whatever the shares turn out to be, and of each party how many units they hold at least.

    Args:
        owners: Who owns whom.
        listed: The places of those that count by themselves.
        enough: Whether so many units, of so many, make a party count.
    """
    counting = set(listed)
    held = [0] * len(owners)
    open_ones = list(counting)
    while open_ones:
        for owned, low, _, _ in owners.owned[open_ones.pop()]:
            held[owned] += low
            if owned not in counting and enough(held[owned], WHOLE):
                counting.add(owned)
                open_ones.append(owned)
    return counting, held


class PossiblyCounting:
    """Who may count, and how much of each party those that may count hold at most."""

    def __init__(
        self, owners: OwnersOnDay, seeds: Iterable[int], enough: Callable[[int, int], bool], *, anybody: bool
    ) -> None:
        """Spread from the seeds.

        Args:
            owners: Who owns whom.
            seeds: The places of those that may count by themselves.
            enough: Whether so many units, of so many, make a party count.
            anybody: Whether shares that are not stated may be held by those that count.
        """
        self._owners, self._anybody = owners, anybody
        self._low, self._high = [0] * len(owners), [0] * len(owners)
        self.places = set(seeds)
        if anybody:
            self.places.update(x for x in range(len(owners)) if owners.is_open(x) and enough(*self.most(x)))
        open_ones = list(self.places)
        while open_ones:
            for owned, low, high, _ in owners.owned[open_ones.pop()]:
                self._low[owned] += low
                self._high[owned] += high
                if owned not in self.places and enough(*self.most(owned)):
                    self.places.add(owned)
                    open_ones.append(owned)

    def most(self, place: int) -> tuple[int, int]:
        """Return how many units those that may count hold at most, and of how many that are not the party's own."""
        return _most(self._owners, place, self._low[place], self._high[place], anybody=self._anybody)


def most_held(owners: OwnersOnDay, place: int, holders: Collection[int]) -> tuple[int, int]:
    """Return how many units some owners, and whoever is not stated, hold at most, of how many not the party's own."""
    edges = [edge for edge in owners.owners[place] if edge[0] in holders]
    low, high = sum(edge[1] for edge in edges), sum(edge[2] for edge in edges)
    return _most(owners, place, low, high, anybody=True)


def _most(owners: OwnersOnDay, place: int, low: int, high: int, *, anybody: bool) -> tuple[int, int]:
    """Return the units that those hold at most who hold so many at least and so many at most."""
    others = owners.surely[place] - low
    own_low, own_high = owners.own.get(place, (0, 0))
    if anybody and owners.is_open(place):
        return WHOLE - own_low - others, WHOLE - own_low
    # Own shares raise what the rest is worth, until they leave no room for it.
    own = min(max(WHOLE - others - high, own_low), own_high) if own_high else 0
    return min(high, WHOLE - own - others), WHOLE - own


def circles(owners: OwnersOnDay, listed: Iterable[int], *, anybody: bool) -> set[int]:
    """Return the places that may be held wholly by each other and by the listed, so that nobody else is above them.

    Who stands behind a circle cannot be told from it. The listed are among them.
    """
    kept = [True] * len(owners)
    always = set(listed)
    inside = [owners.own.get(x, (0, 0))[1] + sum(edge[2] for edge in owners.owners[x]) for x in range(len(owners))]
    holds_all = [anybody and owners.is_open(x) for x in range(len(owners))]
    leaving = [x for x in range(len(owners)) if x not in always and inside[x] < WHOLE and not holds_all[x]]
    for x in leaving:
        kept[x] = False
    while leaving:
        for owned, low, high, _ in owners.owned[leaving.pop()]:
            inside[owned] -= high
            if kept[owned] and owned not in always and (low or (inside[owned] < WHOLE and not holds_all[owned])):
                kept[owned] = False
                leaving.append(owned)
    return {x for x in range(len(owners)) if kept[x]}
