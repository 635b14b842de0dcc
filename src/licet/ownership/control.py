"""Who surely controls whom: more than the stated part of the shares, held directly and through parties controlled.

What a party and those it controls hold of another is added up. Found in one pass over all parties: as soon as a group
holds enough of a party, the party and its group join it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from licet.ownership.holding import WHOLE

if TYPE_CHECKING:
    from licet.ownership.listed_shares import OwnershipTest
    from licet.ownership.on_day import OwnersOnDay


class Control:
    """The groups of one day."""

    def __init__(self, owners: OwnersOnDay, test: OwnershipTest) -> None:
        """Join parties to groups until nothing changes.

        Raises:
            ValueError: If two groups could each hold enough of one party.
        """
        if test.enough(WHOLE // 2, WHOLE):
            msg = f"{test}: two could control one party; a threshold of control lies above half"
            raise ValueError(msg)
        self._owners, self._test = owners, test
        self._group = list(range(len(owners)))
        self._members: list[list[int]] = [[x] for x in self._group]
        self._head = list(self._group)
        self._holds: list[dict[int, int]] = [
            {owned: low for owned, low, _, _ in edges if low} for edges in owners.owned
        ]
        self._open = [(x, owned) for x in self._group for owned in self._holds[x]]
        while self._open:
            group, owned = self._open.pop()
            if self._is_due(group, owned):
                self._join(group, owned)

    def head(self, place: int) -> int:
        """Return who stands at the top of the party's group, surely in control of it; the party itself if nobody is."""
        return self._head[self._group[place]]

    def members(self, place: int) -> tuple[int, ...]:
        """Return the group of a party."""
        return tuple(self._members[self._group[place]])

    def is_circle(self, place: int) -> bool:
        """Tell whether the group of a party holds enough of its own head to control it."""
        group = self._group[place]
        head = self._head[group]
        return self._test.enough(self._holds[group].get(head, 0), WHOLE)

    def _is_due(self, group: int, owned: int) -> bool:
        if not self._members[group] or self._group[owned] == group or self._head[self._group[owned]] != owned:
            return False
        return self._test.enough(self._holds[group].get(owned, 0), WHOLE)

    def _join(self, group: int, owned: int) -> None:
        """Let a head and its group join another; the smaller set is moved into the larger."""
        head, other = self._head[group], self._group[owned]
        large, small = group, other
        if len(self._holds[small]) + len(self._members[small]) > len(self._holds[large]) + len(self._members[large]):
            large, small = small, large
        for member in self._members[small]:
            self._group[member] = large
        self._members[large] += self._members[small]
        self._members[small] = []
        self._head[large] = head
        total = self._holds[large]
        for held, low in self._holds[small].items():
            total[held] = total.get(held, 0) + low
            self._open.append((large, held))
        self._holds[small] = {}
