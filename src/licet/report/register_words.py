"""Amounts, states and terms of the register in words. Amounts are whole: pieces, minor units, thousandths of TPP."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from licet.register import Unit
from licet.register.money import decimals_of

if TYPE_CHECKING:
    from collections.abc import Iterator

TPP_DECIMALS = 3
UNITS = {Unit.PIECES: "pieces", Unit.VALUE: "value", Unit.TPP: "TPP"}


def figure(unit: Unit, amount: int, currency: str | None) -> str:
    """Return an amount as an exact decimal in pieces, whole units of the currency, or TPP: `-1234.50`.

    A value whose currency is not known stays in minor units.
    """
    decimals = {Unit.PIECES: 0, Unit.TPP: TPP_DECIMALS}.get(unit, 0)
    if unit is Unit.VALUE and currency is not None:
        decimals = decimals_of(currency)
    sign, rest = ("-", -amount) if amount < 0 else ("", amount)
    whole, part = divmod(rest, 10**decimals)
    text = f"{sign}{whole}"
    if unit is Unit.TPP:
        return f"{text}.{part:0{decimals}d}".rstrip("0").rstrip(".") if part else text
    return f"{text}.{part:0{decimals}d}" if decimals else text


def grouped(written: str) -> str:
    """Return a decimal with thousands commas: `75,000`, `-1,234.50`."""
    whole, point, part = written.partition(".")
    return f"{int(whole):,}{point}{part}" if whole != "-0" else f"-0{point}{part}"


def unit_words(unit: str, currency: str | None) -> str:
    """Return the unit as printed after an amount: `pieces`, `USD`, `TPP`."""
    if unit == Unit.VALUE.value:
        return currency or "minor units"
    return UNITS[Unit(unit)]


def amount_words(amount: str, unit: str, currency: str | None) -> str:
    """Return an amount with its unit: `75,000 pieces`, `10.00 USD`, `15,832 TPP`."""
    return f"{grouped(amount)} {unit_words(unit, currency)}"


def flat(terms: object, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield each value of plain data with its path: (`scope.items`, `a, b`), (`conditions.kyc.text`, ...)."""
    if isinstance(terms, Mapping):
        for key, value in terms.items():
            yield from flat(value, f"{path}.{key}" if path else str(key))
    elif isinstance(terms, Sequence) and not isinstance(terms, str):
        if any(isinstance(each, Mapping | list | tuple) for each in terms):
            for number, each in enumerate(terms, 1):
                name = each.get("id", number) if isinstance(each, Mapping) else number
                yield from flat(each, f"{path}.{name}")
        else:
            yield path, ", ".join(map(_leaf, terms))
    else:
        yield path, _leaf(terms)


def _leaf(value: object) -> str:
    if value is None:
        return "-"
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[dict[str, str | None]]:
    """Return what differs between two sets of terms: `term`, `before`, `after`; None where it is not stated."""
    old, new = dict(flat(before)), dict(flat(after))
    return [
        {"term": name, "before": old.get(name), "after": new.get(name)}
        for name in dict.fromkeys([*old, *new])
        if old.get(name) != new.get(name)
    ]
