"""How an item moves, in the words of 15 CFR 734.13 to 734.16 and 772.1, and where it may start.

Which country is home is data of the rule pack; nothing here names one.
"""

from __future__ import annotations

from enum import Enum


class Movement(Enum):
    """The kind of movement of an order line, seen from the authority at home."""

    EXPORT = "export"
    REEXPORT = "reexport"
    EXPORT_FROM_ABROAD = "export_from_abroad"
    TRANSFER = "transfer"
    DOMESTIC = "domestic"
    IMPORT = "import"


def possible_movements(ship_from: str | None, destination: str | None, home: str) -> frozenset[Movement]:
    """Return the movements that the two places allow; None is a place not stated."""
    return frozenset(movement for movement in Movement if _allows(movement, ship_from, destination, home))


def _allows(movement: Movement, ship_from: str | None, destination: str | None, home: str) -> bool:
    starts_home = None if ship_from is None else ship_from == home
    ends_home = None if destination is None else destination == home
    same = None if ship_from is None or destination is None else ship_from == destination
    wanted: dict[Movement, tuple[bool | None, bool | None, bool | None]] = {
        Movement.EXPORT: (True, False, False),
        Movement.REEXPORT: (False, False, False),
        Movement.EXPORT_FROM_ABROAD: (False, False, False),
        Movement.TRANSFER: (False, False, True),
        Movement.DOMESTIC: (True, True, True),
        Movement.IMPORT: (False, True, False),
    }
    known = zip((starts_home, ends_home, same), wanted[movement], strict=True)
    return all(fact is None or fact == want for fact, want in known)
