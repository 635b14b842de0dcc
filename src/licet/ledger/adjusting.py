"""Adjust: a correction of what was used, in an authorisation and the layers above it, or in a ceiling's account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from licet.errors import LimitRefused, UsageError
from licet.ledger.account import NOTHING, UNITS, lefts
from licet.ledger.draws import Layer, ceiling_of, chain_in_force, entry_of, layers_of, short
from licet.ledger.operation import EntryKind
from licet.ledger.weighed import Weighed
from licet.register import Unit, shown_amount
from licet.register.ceiling import CEILING_PREFIX

if TYPE_CHECKING:
    from collections.abc import Sequence

    from licet.ledger.account import Amounts
    from licet.ledger.operation import Adjust
    from licet.ledger.writer import Writer
    from licet.register import Limits


def adjust(writer: Writer, operation: Adjust) -> Weighed:
    """Weigh a correction of what was used: never below zero, never past a limit, on its day and every later one.

    Raises:
        LimitRefused: With every reason.
        UsageError: If the number is not on file, nothing is stated, or a unit is not counted there.
    """
    day = operation.valid_at.isoformat()
    stated = (operation.pieces, operation.value, operation.tpp_thousandths)
    if not any(stated):
        msg = f"the adjustment of {operation.number} states no amount"
        raise UsageError(msg)
    if operation.number.startswith(CEILING_PREFIX):
        account = writer.accounts[operation.number]
        account.ceiling = limits_of_ceiling(writer, operation.number)
        layers = [Layer(account, account.ceiling, None)]
    else:
        chain = chain_in_force(writer, operation.number, day)
        layers = layers_of(chain)
        if len(layers) < len(chain):
            absent = ", ".join(account.name for account, force in chain if force.terms is None)
            msg = f"{absent} is not granted yet on {day}, so nothing can have been used there"
            raise LimitRefused(msg)
    _check_units(layers[0], stated)
    refused, entries = [], []
    for layer in layers:
        first, second, third = (
            amount if unit is Unit.PIECES or layer.limits.amount(unit) is not None else 0
            for unit, amount in zip(UNITS, stated, strict=True)
        )
        amounts_here = first, second, third
        refused += short(writer, layer, day, amounts_here)
        refused += _below_zero(writer, layer, day, amounts_here)
        entries.append(entry_of(layer.account, operation.operation_id, EntryKind.ADJUST, day, NOTHING, amounts_here))
    if refused:
        msg = f"adjustment of {operation.number}: {'; '.join(refused)}"
        raise LimitRefused(msg)
    return Weighed([(name, entry, None) for name, entry in entries])


def limits_of_ceiling(writer: Writer, name: str) -> Limits:
    """Return the smallest limits that terms on file state for a ceiling.

    Raises:
        UsageError: If none does.
    """
    ceiling_id = ceiling_of(name)
    found = [ceiling.limits for ceiling in writer.journal.ceilings(ceiling_id)]
    if not found:
        msg = f"no authorisation on file carries the ceiling {ceiling_id}"
        raise UsageError(msg)
    return min(found, key=lambda limits: [limits.amount(unit) or 0 for unit in UNITS])


def _check_units(layer: Layer, stated: Sequence[int]) -> None:
    for unit, amount in zip(UNITS, stated, strict=True):
        if amount and unit is not Unit.PIECES and layer.limits.amount(unit) is None:
            msg = f"{layer.account.name} states no limit in {unit.value}, so nothing is counted there in it"
            raise UsageError(msg)


def _below_zero(writer: Writer, layer: Layer, day: str, stated: Amounts) -> list[str]:
    """Refuse to take back more than was used by some day."""
    if min(stated) >= 0:
        return []
    steps = lefts(layer.account, day, writer.journal.later(layer.account, day), layer.bounds)
    found = []
    for number, unit in enumerate(UNITS):
        step = min(steps, key=lambda each, number=number: (each.shipped[number], each.day))  # type: ignore[misc]
        if stated[number] < 0 and step.shipped[number] + stated[number] < 0:
            used, back = (
                shown_amount(amount, unit, layer.limits.currency) for amount in (step.shipped[number], -stated[number])
            )
            found.append(f"{layer.account.name} has {used} used on {step.day}, and {back} are to be taken back")
    return found
