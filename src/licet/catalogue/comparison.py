"""Two items side by side, fact by fact, with the ratio of each figure said in words."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from licet.catalogue.measures import performance_density
from licet.quantity import Interval, plain
from licet.truth import Truth

if TYPE_CHECKING:
    from licet.catalogue.item import Item, ItemFactValue

_HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class ComparisonRow:
    """One fact of two items, as text; `ratio` is first over second, and `meaning` says of what."""

    fact: str
    first: str
    second: str
    ratio: Decimal | None
    meaning: str


def compare(first: Item, second: Item) -> tuple[ComparisonRow, ...]:
    """Return one row for each fact that either item states, and one for performance density.

    Figures that are unknown, disputed or zero have no ratio.
    """
    names = dict.fromkeys([*first.facts, *second.facts])
    rows = [_row(name, first, second) for name in names]
    densities = [performance_density(_tpp(item), item.figure("applicable_die_area_mm2")) for item in (first, second)]
    rows.append(_compared("performance_density", densities[0], densities[1], first=first, second=second))
    return tuple(row for row in rows if {row.first, row.second} != {"unknown"})


def _tpp(item: Item) -> Interval:
    return item.figure("tpp")


def _row(name: str, first: Item, second: Item) -> ComparisonRow:
    values = [item.facts[name].value if name in item.facts else Truth.UNKNOWN for item in (first, second)]
    return _compared(name, values[0], values[1], first=first, second=second)


def _compared(name: str, value: ItemFactValue, other: ItemFactValue, *, first: Item, second: Item) -> ComparisonRow:
    ratio = _ratio(value, other)
    meaning = ""
    if ratio is not None:
        compared = "the same as" if value == other else f"{plain(ratio)} times"
        meaning = f"{name} of {_name(first)} is {compared} that of {_name(second)}"
    return ComparisonRow(name, _text(value), _text(other), ratio, meaning)


def _ratio(value: ItemFactValue, other: ItemFactValue) -> Decimal | None:
    if not isinstance(value, Interval) or not isinstance(other, Interval):
        return None
    if value.lo is None or not value.is_exact or not other.lo or not other.is_exact:
        return None
    return (value.lo / other.lo).quantize(_HUNDREDTH, rounding=ROUND_HALF_UP)


def _text(value: ItemFactValue) -> str:
    return value.word if isinstance(value, Truth) else str(value)


def _name(item: Item) -> str:
    return item.model or item.item_id
