"""What an order line asks of an authorisation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from licet.quantity import UNKNOWN_QUANTITY, Interval
from licet.truth import Truth

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from licet.facts import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Draw:
    """The facts of one order line that scopes and limits speak of. None is a fact not stated.

    Attributes:
        key: The permission sought, such as `us:export`.
        contents: The items it contains with their count; named in reasons, never matched.
        quantity: Units of the item on the line.
        unit_value: In whole units of `currency`.
        tpp_per_unit: TPP of one unit of the item, contents included.
        parties: Role and party id, after judgement of who the party is.
        parties_complete: Whether `parties` is everyone.
        met: What item expressions of scopes come to for the item; one that is not here is not known.
        valid_at: The day the line is judged for; value limits take the rate of this day.
    """

    order_id: str
    key: str
    item_id: str
    quantity: int
    valid_at: date
    contents: tuple[tuple[str, int], ...] = ()
    unit_value: Decimal | None = None
    currency: str | None = None
    tpp_per_unit: Interval = UNKNOWN_QUANTITY
    movement: str | None = None
    ship_from: str | None = None
    destination: str | None = None
    place_of_use: str | None = None
    end_use: str | None = None
    exporter: str | None = None
    parties: tuple[tuple[Role, str], ...] = ()
    parties_complete: Truth = Truth.UNKNOWN
    met: tuple[tuple[str, Truth], ...] = ()

    def __post_init__(self) -> None:
        """Refuse figures that are negative or not finite."""
        figures = (self.unit_value, self.tpp_per_unit.lo, self.tpp_per_unit.hi)
        sound = all(figure is None or (figure.is_finite() and figure >= 0) for figure in figures)
        if self.quantity < 0 or not sound:
            msg = f"order {self.order_id}: quantity, unit value and TPP are finite and zero or more"
            raise ValueError(msg)

    def in_role(self, role: Role) -> tuple[str, ...]:
        """Return the ids of the parties in the role, in order of writing."""
        return tuple(party_id for held, party_id in self.parties if held is role)

    def truth_of(self, expression: str) -> Truth:
        """Return what an item expression comes to for the item; UNKNOWN if nobody evaluated it."""
        return next((truth for stated, truth in self.met if stated == expression), Truth.UNKNOWN)
