"""An order line as stated: what, how many, from where to where, for whom, under what.

`None` is a thing not stated, which is unknown; it is never zero and never none. A thing known to be none is
said with `-`: a party without a parent, a line that claims no authority.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from licet.facts import Provenance, Stated
from licet.quantity import Interval
from licet.truth import Truth

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from decimal import Decimal

    from licet.catalogue import Item
    from licet.facts import FactValue, Movement, Party, Role

KNOWN_NONE = "-"


@dataclass(frozen=True, slots=True)
class Order:
    """One order line.

    `authority_claimed` is a licence number, an exception symbol, `NLR`, or `KNOWN_NONE`; `facts` holds what
    facts.csv states of the line; `where` is its place in the file.
    """

    order_id: str
    item: Item
    quantity: int
    where: str
    item_note: str = ""  # how the name written was read, if that needs saying
    unit_value: Decimal | None = None
    currency: str | None = None
    movement: Movement | None = None
    movement_derived: bool = False  # not stated, but the only one the two places allow
    ship_from: str | None = None
    destination: str | None = None
    place_of_use: str | None = None
    end_use: str | None = None
    exporter: str | None = None
    parties: tuple[tuple[Role, Party], ...] = ()
    parties_complete: Truth = Truth.UNKNOWN
    authority_claimed: str | None = None
    ordered_on: date | None = None
    ship_on: date | None = None
    priority: int | None = None
    facts: Mapping[str, Stated] = field(default_factory=dict)

    def stated_facts(self) -> dict[str, Stated]:
        """Return every fact stated of the line, from its columns and from facts.csv, by name."""
        written = Provenance(source=self.where)
        columns: dict[str, FactValue | None] = {
            "destination": self.destination,
            "ship_from": self.ship_from,
            "place_of_use": self.place_of_use,
            "end_use": self.end_use,
            "exporter": self.exporter,
            "quantity": Interval.exactly(self.quantity),
        }
        stated = {name: Stated(value, written) for name, value in columns.items() if value is not None}
        if self.movement is not None:
            stated["movement"] = Stated(self.movement.value, self._movement_provenance(written))
        stated.update(self.facts)
        return stated

    def _movement_provenance(self, written: Provenance) -> Provenance:
        if not self.movement_derived:
            return written
        return Provenance(source=self.where, note="the only movement that ship_from and destination allow")
