"""Who owns whom on one day, as numbers: the form in which shares are reckoned."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

from licet.ownership.holding import DECIMALS, WHOLE

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date

    from licet.ownership.graph import OwnershipGraph

Known: TypeAlias = tuple[int, int, bool]  # the lower and upper end of a share in units, and whether it is surely held
Edge: TypeAlias = tuple[int, int, int, bool]  # the place of the other party, then the same


class OwnersOnDay:
    """Parties as places in lists. A party's own shares stand apart from those of its owners.

    `owners[x]` holds an edge for each owner of x other than x, `owned[x]` one for each other party that x holds a
    share of; `own[x]` are the lower and upper units of x that x holds itself. `surely[x]` are the units that the
    owners other than x surely hold. `is_complete[x]` tells that nobody else may count.
    """

    def __init__(self, graph: OwnershipGraph, day: date, rows: Mapping[str, Mapping[str, Known]]) -> None:
        """Number the parties; `rows` has for each party what is known of each owner's share."""
        self.graph, self.day = graph, day
        self.place: dict[str, int] = {}
        for owned, row in rows.items():
            self.place.setdefault(owned, len(self.place))
            for owner in row:
                self.place.setdefault(owner, len(self.place))
        self.ids = tuple(self.place)
        self.owners: list[list[Edge]] = [[] for _ in self.ids]
        self.owned: list[list[Edge]] = [[] for _ in self.ids]
        self.own: dict[int, tuple[int, int]] = {}
        self.surely = [0] * len(self.ids)
        for owned_id, row in rows.items():
            self._add(self.place[owned_id], row)
        self.is_complete = [party in graph.complete for party in self.ids]

    def _add(self, owned: int, row: Mapping[str, Known]) -> None:
        surely = sum(low for low, _, _ in row.values())
        for owner_id, (low, stated_high, sure) in row.items():
            high = min(stated_high, WHOLE - surely + low)  # what the others surely hold is not to be had
            if not high:
                continue
            owner = self.place[owner_id]
            if owner == owned:
                self.own[owned] = (low, high)
                continue
            self.owners[owned].append((owner, low, high, sure))
            self.owned[owner].append((owned, low, high, sure))
            self.surely[owned] += low

    def __len__(self) -> int:
        """How many parties there are."""
        return len(self.ids)

    def places(self, parties: Collection[str]) -> set[int]:
        """Return the places of those parties that own or are owned here."""
        return {self.place[party] for party in parties if party in self.place}

    def stated_at_most(self, party: str) -> Decimal:
        """Return how much of a party, in percent, its stated owners and itself hold together at most."""
        place = self.place.get(party)
        if place is None:
            return Decimal(0)
        held = sum(high for _, _, high, _ in self.owners[place]) + self.own.get(place, (0, 0))[1]
        return Decimal(min(held, WHOLE)).scaleb(-DECIMALS)

    def is_open(self, place: int) -> bool:
        """Tell whether shares of the party are left that anybody may hold."""
        if self.is_complete[place]:
            return False
        return self.surely[place] + self.own.get(place, (0, 0))[0] < WHOLE
