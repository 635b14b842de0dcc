"""Random books reserved again and again: what a check takes is what the register gives, and never more."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from licet.ledger import Void
from licet.verdict import Ask

from .books import licence
from .registers import JUNE, SAID, Shelf, new_shelf

PRICE = {"unit_value": "0.007", "currency": "USD"}
LIMITS = st.sampled_from(
    [
        {"pieces": 90},
        {"pieces": 400},
        {"tpp": 15832 * 120},
        {"value": {"amount": "0.80", "currency": "USD"}},
        {"pieces": 150, "value": {"amount": "1.00", "currency": "USD"}},
    ]
)
QUANTITIES = st.dictionaries(st.sampled_from("abcd"), st.integers(1, 150), min_size=1)
RUNS = st.lists(QUANTITIES, min_size=1, max_size=3)
DAYS = st.sampled_from(["2026-06-15", "2026-06-20", "2026-07-01"])


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    limits=st.lists(LIMITS, min_size=1, max_size=2), runs=RUNS, voided=st.booleans(), days=st.lists(DAYS, min_size=4)
)
def test_the_register_and_the_book_agree(
    limits: list[dict[str, Any]], runs: list[dict[str, int]], voided: bool, days: list[str]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        shelf = new_shelf(Path(folder))
        try:
            shelf.grant(*(licence(number=f"LIC-{n}", limits=limit) for n, limit in enumerate(limits)))
            for quantities in runs:
                one_run(shelf, len(limits), quantities, days)
                if voided:
                    void_one(shelf)
            assert shelf.register.verify().sound
        finally:
            shelf.register.close()


def one_run(shelf: Shelf, licences: int, quantities: dict[str, int], days: list[str]) -> None:
    lines = [
        {"order_id": name, "quantity": count, "ship_on": days["abcd".index(name)], **PRICE}
        for name, count in quantities.items()
    ]
    ask = Ask(assign="earliest-expiry", at_ship_on=True)
    book = shelf.reserve(*lines, ask=ask)

    assert book.reserved is not None
    assert book.reserved.attempts == 1
    held: dict[str, int] = {}
    for one in shelf.register.reservations():
        held[one.order_id] = held.get(one.order_id, 0) + one.open_units
    short = sum(each.units for each in book.reserved.short)
    beyond = Counter[str]()
    for each in book.reserved.beyond:
        beyond[each.held.order_id] += each.units
    for line in book.lines:
        name = line.order.order_id
        assert line.release_units <= held.get(name, 0) + short
        assert short or held.get(name, 0) - beyond[name] <= line.release_units
    for number in range(licences):
        assert all(free is not None and free >= 0 for free in shelf.free(f"LIC-{number}", "2026-06-15"))
    again = shelf.reserve(*lines, ask=ask)
    assert again.reserved is not None
    assert [line.release_units for line in again.lines] == [line.release_units for line in book.lines]
    assert (again.reserved.made, again.reserved.noted) == ((), 0)


def void_one(shelf: Shelf) -> None:
    first = next((each for each in shelf.register.reservations() if each.open_units), None)
    if first is not None:
        day = max(first.valid_at, JUNE)
        shelf.post(Void(operation_id=shelf.id(), valid_at=day, said=SAID, reservation_id=first.reservation_id))
