"""A case as generated code reads it, and the answer it gives: plain dicts of whole thousandths, ordinals and texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from licet.facts import Role
from licet.quantity import Interval
from licet.truth import Truth

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from licet.facts import FactValue

# Bounds of an interval that has none on that side: far outside whatever figures of the language can reach.
LEAST, MOST = -(10**100), 10**100
DECIMALS = 3

BareValue = tuple[int, int] | bool | int | str | frozenset[str]
BareFacts = Mapping[str, BareValue]
_ROLE_BITS = {role.value: 1 << index for index, role in enumerate(Role)}


class BareCase(NamedTuple):
    """One order line.

    Attributes:
        item: Facts of the item. A figure is (lo, hi) in thousandths, LEAST and MOST where there is no bound;
            a truth is a bool; a date is its ordinal. What is not known is not there.
        contents: The facts of each integrated circuit in it; None if not stated.
        parties: For each party, its roles as bits and its facts.
        parties_complete: True if these are all parties there are.
        order: Facts of the order, and values given for names that rules would derive.
        open_words: True if some fact is a set of words still possible.
    """

    item: BareFacts
    contents: Sequence[BareFacts] | None
    parties: Sequence[tuple[int, BareFacts]]
    parties_complete: bool
    order: BareFacts
    open_words: bool = False


class BareAnswer(NamedTuple):
    """What a bare call gives; truths are 0 no, 1 unknown, 2 yes.

    Attributes:
        advanced_computing: The class, None while open.
        candidates: The classes it may be; one if settled.
        licence_required: Over all candidates.
        rules: The requirements that certainly hold.
        review_policy: The strictest; None if none, or if not settled.
        exceptions: Each exception's name and whether its terms are met.
    """

    advanced_computing: str | None
    candidates: tuple[str, ...]
    licence_required: int
    rules: tuple[str, ...]
    review_policy: str | None
    exceptions: tuple[tuple[str, int], ...]


def bare_facts(facts: Mapping[str, FactValue]) -> dict[str, BareValue]:
    """Return facts in plain form; a truth that is UNKNOWN is left out."""
    return {name: _plain(value) for name, value in facts.items() if value is not Truth.UNKNOWN}


def bare_case(
    item: Mapping[str, FactValue],
    contents: Iterable[Mapping[str, FactValue]] | None,
    parties: Iterable[tuple[Iterable[str], Mapping[str, FactValue]]] = (),
    *,
    parties_complete: Truth = Truth.UNKNOWN,
    order: Mapping[str, FactValue],
) -> BareCase:
    """Return a case in plain form.

    Args:
        item: Facts of the item.
        contents: Facts of each integrated circuit it is or contains; None if not stated.
        parties: For each party its roles and facts.
        parties_complete: Whether these are all parties there are.
        order: Facts of the order; `valid_at` is among them if a rule reads it.
    """
    inside = None if contents is None else [bare_facts(circuit) for circuit in contents]
    named = [(role_bits(roles), bare_facts(facts)) for roles, facts in parties]
    plain, about = bare_facts(item), bare_facts(order)
    every = (plain, about, *(inside or ()), *(facts for _, facts in named))
    open_words = any(isinstance(value, frozenset) for facts in every for value in facts.values())
    return BareCase(plain, inside, named, parties_complete is Truth.TRUE, about, open_words)


def role_bits(roles: Iterable[str]) -> int:
    """Return the roles as one number; a word that is no role counts for none."""
    return sum({_ROLE_BITS.get(role, 0) for role in roles})


def _plain(value: FactValue) -> BareValue:
    if isinstance(value, Interval):
        return (
            LEAST if value.lo is None else _thousandths(value.lo),
            MOST if value.hi is None else _thousandths(value.hi),
        )
    if isinstance(value, Truth):
        return value is Truth.TRUE
    return value.toordinal() if isinstance(value, date) else value


def _thousandths(figure: Decimal) -> int:
    scaled = figure.scaleb(DECIMALS)
    whole = int(scaled)
    if whole != scaled:
        msg = f"{figure} has more than {DECIMALS} decimals"
        raise ValueError(msg)
    return whole
