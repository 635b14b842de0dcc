"""Cases for the small law, built from the few facts a test is about."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tests.unit.rules.laws import small_law

from licet.evaluate import Decision, Evaluator, ItemFacts, PartyFacts, Situation, Step, decide
from licet.quantity import Interval
from licet.rules import Law, Reading, book_at
from licet.truth import Truth

if TYPE_CHECKING:
    from collections.abc import Mapping

    from licet.facts import FactValue

TRUE, FALSE, UNKNOWN = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN
DAY = date(2026, 2, 1)
END_USER = frozenset({"end_user"})


def figure(lo: str, hi: str | None = None) -> Interval:
    """Return an exact figure, or an interval."""
    return Interval.exactly(lo) if hi is None else Interval(Interval.exactly(lo).lo, Interval.exactly(hi).lo)


CHIP: Mapping[str, FactValue] = {
    "item_kind": "ic",
    "has_digital_processing_unit": TRUE,
    "tpp": figure("4800"),
    "has_nonplanar_logic": TRUE,
    "applicable_die_area_mm2": figure("814"),
    "marketed_for_datacenters": TRUE,
    "total_dram_bandwidth_gb_s": figure("4800"),
    "io_bandwidth_gb_s": figure("900"),
}
ORDER: Mapping[str, FactValue] = {
    "destination": "CN",
    "movement": "export",
    "exporter": "NVIDIA",
    "valid_at": DAY,
}


def without(facts: Mapping[str, FactValue], *names: str) -> dict[str, FactValue]:
    """Return facts less some."""
    return {name: value for name, value in facts.items() if name not in names}


def party(name: str, *, roles: frozenset[str] = END_USER, **facts: FactValue) -> PartyFacts:
    """Return a party with the facts given."""
    return PartyFacts(name, roles, facts)


def seated(name: str, country: str, parent: str | None = None) -> PartyFacts:
    """Return an end user with its seat, and its parent's seat (its own where none is said)."""
    return party(name, headquarters=country, ultimate_parent_headquarters=parent or country)


def case(
    item: Mapping[str, FactValue] = CHIP,
    order: Mapping[str, FactValue] = ORDER,
    *,
    contents: tuple[Mapping[str, FactValue], ...] | None = None,
    open_contents: bool = False,
    parties: tuple[PartyFacts, ...] = (),
    complete: Truth = TRUE,
    derived: Mapping[str, FactValue] | None = None,
) -> Situation:
    """Return an order line; the item is its own circuit unless contents are given or left open."""
    whole = ItemFacts("item", item)
    circuits = (
        (whole,) if contents is None else tuple(ItemFacts(f"ic-{n}", facts) for n, facts in enumerate(contents, 1))
    )
    return Situation(whole, None if open_contents else circuits, parties, complete, order, derived or {})


def decided(
    situation: Situation, day: date = DAY, *, law: Law | None = None, reading: Reading = Reading.ENFORCED, **known: date
) -> Decision:
    """Return the decision of the small law, or of another."""
    return decide(book_at(law or small_law(), day, reading=reading, **known), situation)


def step_of(
    name: str, situation: Situation, day: date = DAY, *, law: Law | None = None, reading: Reading = Reading.ENFORCED
) -> Step:
    """Return what one rule comes to, before the classification."""
    book = book_at(law or small_law(), day, reading=reading)
    return Evaluator(book, situation).rule(book.standing[f"us.ear.{name}"])


def truth_of(
    name: str, situation: Situation, day: date = DAY, *, law: Law | None = None, reading: Reading = Reading.ENFORCED
) -> Truth:
    """Return the truth of one rule, before the classification."""
    return step_of(name, situation, day, law=law, reading=reading).truth
