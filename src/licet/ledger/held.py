"""A reservation while a transaction works on it: what it holds, and what one unit takes of each account."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from licet.ledger.account import NOTHING, minus
from licet.ledger.canonical import read_canonical
from licet.register import whole_cost

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from licet.ledger.account import Amounts

Costs = tuple[Fraction | None, Fraction | None, Fraction | None]  # by unit; None where the account states no limit


@dataclass(slots=True)
class Held:
    """A reservation: its units, those shipped and voided, and its costs by account, frozen when it was made."""

    reservation_id: str
    number: str
    order_id: str
    key: str
    valid_at: str
    units: int
    costs: Mapping[str, Costs]
    shipped: int = 0
    voided: int = 0

    @property
    def beyond(self) -> int:
        """Units shipped beyond those promised, within a tolerance."""
        return max(0, self.shipped + self.voided - self.units)

    @property
    def open_units(self) -> int:
        """Units neither shipped nor voided."""
        return max(0, self.units - self.shipped - self.voided)

    @property
    def committed(self) -> int:
        """Units that the accounts hold."""
        return self.units - self.voided + self.beyond

    def holds(self, name: str) -> tuple[Amounts, Amounts]:
        """Return what is reserved and what is shipped of an account: each rounded up over all its units at once."""
        shipped = amounts(self.shipped, self.costs[name])
        whole = amounts(self.committed, self.costs[name])
        return minus(whole, shipped), shipped


def amounts(units: int, costs: Costs) -> Amounts:
    """Return what so many units take, by unit of account, rounded up."""
    if not units:
        return NOTHING
    first, second, third = costs
    return (
        0 if first is None else whole_cost(units, first),
        0 if second is None else whole_cost(units, second),
        0 if third is None else whole_cost(units, third),
    )


def written_costs(costs: Mapping[str, Costs]) -> dict[str, list[str | None]]:
    """Return costs as plain data: exact fractions as text."""
    return {name: [None if cost is None else str(cost) for cost in each] for name, each in costs.items()}


def held_of(reservation_id: str, rows: Sequence[tuple[Any, ...]]) -> Held | None:
    """Return a reservation from all operations on it, as (kind, units, stated, found); None if there is none."""
    held: Held | None = None
    shipped = voided = 0
    for kind, units, stated, found in rows:
        if kind == "reserve":
            said, costs = read_canonical(stated), read_canonical(found)["costs"]
            exact = {name: _costs(each) for name, each in costs.items()}
            draw = said["draw"]
            held = Held(reservation_id, said["number"], draw["order_id"], draw["key"], said["valid_at"], units, exact)
        elif kind == "ship":
            shipped += units
        else:
            voided += units
    if held is not None:
        held.shipped, held.voided = shipped, voided
    return held


def _costs(written: Sequence[str | None]) -> Costs:
    first, second, third = (None if cost is None else Fraction(cost) for cost in written)
    return first, second, third
