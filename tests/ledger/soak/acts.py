"""What the writers of a soak do: small licences with layers, a ceiling and three units, and acts upon them.

An act is plain data, so that it can be kept in a file word for word and built again after a crash.
"""

from __future__ import annotations

import time
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from tests.ledger import books

from licet.ledger import Statement
from licet.quantity import Interval
from licet.register import Limits, Money, Rate, Rates

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from licet.ledger import Operation

Act = dict[str, Any]

GENERAL, LICENCES, BUYERS, CURRENCIES = "G-1", ("L-1", "L-2"), ("buyer-a", "buyer-b"), ("USD", "EUR")
CEILING = "per-user"
DAYS = 10
QUANTITY = 8  # of an order
ORDERS = 10  # open at once; others follow after some seconds
UNIT_VALUE, TPP = Decimal("2.505"), Decimal("4.8031")  # neither is whole in the units of the limits
EURO = Decimal("1.1")
RATES = Rates([Rate("EUR", "USD", books.FROM, EURO)])
PIECES = {GENERAL: 60, "L-1": 40, "L-2": 40}
LIMITS = {
    GENERAL: Limits(pieces=60, value=Money(14_000, "USD"), tpp_thousandths=288_000),
    "L-1": Limits(pieces=40, value=Money(9_000, "USD"), tpp_thousandths=250_000),
    "L-2": Limits(pieces=40, value=Money(12_000, "USD"), tpp_thousandths=190_000),
}
CEILING_PIECES = 35
_SECONDS_OF_ORDERS = 2
_SAID = Statement(author="Example Officer", reason="soak")


def setting() -> list[Operation]:
    """Return the grants: a general licence, two licences under it, and a ceiling for each end user of theirs."""
    ceiling = books.ceiling(CEILING, limits=Limits(pieces=CEILING_PIECES))
    general = books.terms(GENERAL, limits=LIMITS[GENERAL])
    own = [books.terms(name, parent=GENERAL, limits=LIMITS[name], ceilings=(ceiling,)) for name in LICENCES]
    return [books.grant(terms, operation_id=f"grant-{terms.number}") for terms in (general, *own)]


def built(act: Act) -> Operation:
    """Return the operation of an act."""
    on, stated = books.day(act["day"]), {"operation_id": act["id"], "said": _SAID}
    match act["kind"]:
        case "reserve":
            drawn = {
                "order_id": act["order"],
                "quantity": QUANTITY,
                "unit_value": UNIT_VALUE,
                "currency": act["currency"],
                "tpp_per_unit": Interval.exactly(TPP),
                "parties": ((books.Role.END_USER, act["buyer"]),),
            }
            return books.reserve(act["units"], on, number=act["number"], drawn=drawn, **stated)
        case "ship":
            return books.ship(act["reservation"], act["units"], on, **stated)
        case "void":
            return books.void(act["reservation"], act["units"], on, **stated)
        case "adjust":
            pieces, value, tpp = act["amounts"]
            return books.adjust(on, act["number"], pieces=pieces, value=value, tpp_thousandths=tpp, **stated)
        case "amend":
            limits = replace(LIMITS[act["number"]], pieces=act["pieces"])
            ceiling = books.ceiling(CEILING, limits=Limits(pieces=CEILING_PIECES))
            terms = books.terms(act["number"], parent=GENERAL, limits=limits, ceilings=(ceiling,))
            return books.amend(terms, on, **stated)
        case "suspend":
            return books.suspend(on, act["number"], **stated)
    return books.resume(on, act["number"], **stated)


def chosen(random: Random, name: str, held: Sequence[Act]) -> Act:
    """Return the next act of a writer.

    Args:
        random: The writer's own.
        name: The id of the act.
        held: Reservations that were acknowledged, the latest last.
    """
    day = random.randrange(DAYS)
    number = random.choice(LICENCES)
    what = random.random()
    if what < 0.5 and held:
        made = random.choice(held[-20:])
        day = random.randrange(made["day"], DAYS)
        if what < 0.12:
            return {"id": name, "kind": "ship", "reservation": made["id"], "units": random.randint(1, 3), "day": day}
        units = random.choice((None, None, 1, 2))
        return {"id": name, "kind": "void", "reservation": made["id"], "units": units, "day": day}
    if what < 0.62:
        return _adjustment(random, name, number, day)
    if what < 0.63:
        return {"id": name, "kind": "amend", "number": "L-1", "pieces": random.randint(25, 45), "day": day}
    if what < 0.645:
        kind = "suspend" if what < 0.6335 else "resume"
        return {"id": name, "kind": kind, "number": "L-2", "day": day}
    return {
        "id": name,
        "kind": "reserve",
        "number": number,
        "order": f"o-{int(time.time()) // _SECONDS_OF_ORDERS}-{random.randrange(ORDERS)}",
        "buyer": random.choice(BUYERS),
        "currency": random.choice(CURRENCIES),
        "units": random.randint(1, 6),
        "day": day,
    }


def _adjustment(random: Random, name: str, number: str, day: int) -> Act:
    """Return a correction, mostly downwards: what was shipped would fill the balances for good."""
    pieces = random.choice((-4, -3, -2, -1, 1))
    amounts = [pieces, 250 * pieces, 4_800 * pieces]
    if random.random() < 0.3:
        number, amounts = f"ceiling/{CEILING}/{random.choice(BUYERS)}", [pieces, 0, 0]
    return {"id": name, "kind": "adjust", "number": number, "amounts": amounts, "day": day}
