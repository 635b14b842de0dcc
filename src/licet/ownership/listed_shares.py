"""How much of each party listed parties own together, directly or through others, as bounds that always hold.

Which parties count, from which share on, and how a share passes on, are the caller's to say: they are law.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from typing import TYPE_CHECKING

from licet.ownership.cascade import PossiblyCounting, circles, surely_counting
from licet.ownership.holding import WHOLE, units
from licet.ownership.look_through import least_parts, most_of_row, most_parts
from licet.ownership.share import Share
from licet.quantity import Interval
from licet.truth import Truth

if TYPE_CHECKING:
    from collections.abc import Collection
    from decimal import Decimal

    from licet.ownership.look_through import Part
    from licet.ownership.on_day import OwnersOnDay

_NOBODY, _ALL = Fraction(0), Fraction(100)


class Method(Enum):
    """How what is owned of an owner counts further down."""

    CASCADE = "cascade"  # an owner that reaches the threshold counts as listed, and passes on the whole of what it owns
    PROPORTIONAL = "proportional"  # an owner passes on the part that listed parties have of it


@dataclass(frozen=True, slots=True)
class OwnershipTest:
    """From which share in percent on a party counts, and by which method; `inclusive`: at the threshold already."""

    method: Method
    threshold: Decimal
    inclusive: bool = True

    def __post_init__(self) -> None:
        """Refuse a threshold that is no share, or that everybody reaches."""
        units(Interval.exactly(self.threshold))
        if self.inclusive and not self.threshold:
            msg = "at a threshold of 0 percent everybody counts"
            raise ValueError(msg)

    def enough(self, held: int, of: int) -> bool:
        """Tell whether so many units of so many reach the threshold."""
        line = units(Interval.exactly(self.threshold))[0]
        return held * WHOLE >= line * of if self.inclusive else held * WHOLE > line * of

    def __str__(self) -> str:
        """Return it in words."""
        how = "passed on whole" if self.method is Method.CASCADE else "passed on in proportion"
        return f"{self.threshold} % {'or more' if self.inclusive else 'exceeded'}, {how}"


@dataclass(frozen=True, slots=True)
class ListedShare:
    """What listed parties own of one party together.

    `share` takes in that owners who are not stated may be listed; `of_stated` takes them as not listed. `reaches` is
    the truth of the test on `share`, `of_stated_reaches` on `of_stated`. `has_listed_owner` tells whether a party that
    counts is among the direct owners, however little it holds. Of a party that is listed itself the share is what its
    owners hold all the same.
    """

    party_id: str
    share: Share
    of_stated: Share
    reaches: Truth
    of_stated_reaches: Truth
    has_listed_owner: Truth
    is_listed: Truth


class ListedShares:
    """The shares of listed parties in everybody, on one day."""

    def __init__(
        self,
        owners: OwnersOnDay,
        test: OwnershipTest,
        listed: Collection[str],
        possibly_listed: Collection[str] = (),
    ) -> None:
        """Reckon.

        Args:
            owners: Who owns whom, from `OwnershipGraph.on`.
            test: Method and threshold.
            listed: The parties on the lists that count.
            possibly_listed: Those of which that is not settled; they count for the upper bound.
        """
        self.owners, self.test = owners, test
        self.listed, self.possibly_listed = frozenset(listed), frozenset(possibly_listed) - frozenset(listed)
        sure = owners.places(self.listed)
        self._maybe = maybe = sure | owners.places(self.possibly_listed)
        self._surely, self._least = surely_counting(owners, sure, test.enough)
        self._possibly = self._spread(maybe, anybody=True)
        self._possibly_stated = self._spread(maybe, anybody=False)
        self.circles = circles(owners, (), anybody=False) - maybe
        if test.method is Method.PROPORTIONAL:
            self._parts = least_parts(owners, sure)
            self._most = most_parts(owners, self._seeds(maybe, anybody=True), anybody=True)
            self._most_stated = most_parts(owners, self._seeds(maybe, anybody=False), anybody=False)

    def of(self, party_id: str) -> ListedShare:
        """Return what is owned of one party; of a party without a stated owner nothing is known, or surely nothing."""
        is_listed = self.listing(party_id)
        place = self.owners.place.get(party_id)
        if place is None:
            share = Share(_NOBODY, _NOBODY if party_id in self.owners.graph.complete else _ALL)
            of_stated = Share(_NOBODY, _NOBODY)
        else:
            least = self._least_of(place)
            share = Share(least, self._most_of(place, anybody=True))
            of_stated = Share(least, self._most_of(place, anybody=False))
        has = Truth.of(share.hi > 0) & Truth.UNKNOWN if place is None else self._has_listed_owner(place)
        return ListedShare(
            party_id,
            share,
            of_stated,
            self._reaches(share),
            self._reaches(of_stated),
            has,
            is_listed,
        )

    def listing(self, party_id: str) -> Truth:
        """Tell whether a party is itself on the lists that count."""
        if party_id in self.listed:
            return Truth.TRUE
        return Truth.UNKNOWN if party_id in self.possibly_listed else Truth.FALSE

    def counts(self, place: int) -> Truth:
        """Tell whether a party counts as listed: by itself, or under the cascade through its owners."""
        if self.test.method is Method.PROPORTIONAL:
            return self.listing(self.owners.ids[place])
        if place in self._surely:
            return Truth.TRUE
        return Truth.of(place in self._possibly.places) & Truth.UNKNOWN

    def behind(self, party_id: str) -> dict[str, Truth]:
        """Return the listed parties whose shares count in a party, nearest first, and whether they surely do.

        A rule that gives a party the terms of its owners reads them from here, once it knows that the party counts.
        """
        start = self.owners.place.get(party_id)
        found: dict[str, Truth] = {}
        if start is None:
            return found
        reached = {(start, Truth.TRUE)}
        open_ones = [(start, Truth.TRUE)]
        for place, so_far in open_ones:
            for owner, low, _, _ in self.owners.owners[place]:
                surely = so_far & (Truth.TRUE if low else Truth.UNKNOWN)
                if self.test.method is Method.CASCADE:
                    surely &= self.counts(owner)
                if surely is Truth.FALSE or (owner, surely) in reached:
                    continue
                reached.add((owner, surely))
                open_ones.append((owner, surely))
                listing = self.listing(self.owners.ids[owner])
                if listing is not Truth.FALSE:
                    found[self.owners.ids[owner]] = found.get(self.owners.ids[owner], Truth.FALSE) | (surely & listing)
        found.pop(party_id, None)
        return found

    def part(self, place: int) -> Share:
        """Return the part of a party, in percent, that passes on to what it owns, taking in owners not stated."""
        if self.test.method is Method.CASCADE:
            counts = self.counts(place)
            return Share(_ALL if counts is Truth.TRUE else _NOBODY, _NOBODY if counts is Truth.FALSE else _ALL)
        return Share(_percent(self._parts[place]), _percent(self._most[place]))

    def _spread(self, maybe: set[int], *, anybody: bool) -> PossiblyCounting:
        return PossiblyCounting(self.owners, self._seeds(maybe, anybody=anybody), self.test.enough, anybody=anybody)

    def _seeds(self, maybe: set[int], *, anybody: bool) -> set[int]:
        return circles(self.owners, maybe, anybody=anybody)

    def _reaches(self, share: Share) -> Truth:
        return share.reaches(self.test.threshold, inclusive=self.test.inclusive)

    def _least_of(self, place: int) -> Fraction:
        if self.test.method is Method.CASCADE:
            return Fraction(self._least[place] * 100, WHOLE)
        if place not in self._maybe:
            return _percent(self._parts[place])
        held = sum((low * Fraction(self._parts[edge]) for edge, low, _, _ in self.owners.owners[place]), _NOBODY)
        own = self.owners.own.get(place, (0, 0))[0]
        return held * 100 / (WHOLE - own) if own < WHOLE else _NOBODY

    def _most_of(self, place: int, *, anybody: bool) -> Fraction:
        if self.test.method is Method.CASCADE:
            held, of = (self._possibly if anybody else self._possibly_stated).most(place)
            return Fraction(held * 100, of) if of else _ALL
        parts = self._most if anybody else self._most_stated
        if place not in self._maybe:
            return _percent(parts[place])
        if place in self.owners.own:
            return _ALL  # not the closest bound: what a listed party holds of itself is nobody's question
        return _percent(most_of_row(self.owners, parts, place, anybody=anybody))

    def _has_listed_owner(self, place: int) -> Truth:
        found = Truth.of(self.owners.is_open(place)) & Truth.UNKNOWN
        for owner, _, _, sure in self.owners.owners[place]:
            counts = self.counts(owner)
            if self.test.method is Method.PROPORTIONAL and counts is not Truth.TRUE and self._most[owner]:
                counts = Truth.TRUE if self._parts[owner] else Truth.UNKNOWN
            found |= counts if sure else counts & Truth.UNKNOWN
        return found


def _percent(part: Part) -> Fraction:
    return Fraction(part) * 100
