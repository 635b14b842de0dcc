"""Performance measures of integrated circuits.

The measures ECCN 3A090 is written in, computed from what a datasheet states. No thresholds here: those are law.
Figures are Decimal, since 5.92 must not become 5.9199. The one surprise: performance density is for display only;
a rule compares the product of density and area, so that nothing is ever divided in a decision.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from licet.quantity import UNKNOWN_QUANTITY, Interval

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

OPERATIONS_PER_MAC = 2
_THOUSANDTH = Decimal("0.001")


@dataclass(frozen=True, slots=True)
class ProcessingUnit:
    """One processing unit in one mode.

    `mac_tops` is in 10^12 multiply-accumulates a second, theoretical peak, dense matrices; `bit_length` is the
    widest input of the multiply, in bits.
    """

    mac_tops: Decimal
    bit_length: int


@dataclass(frozen=True, slots=True)
class FormatRate:
    """The dense peak of a whole integrated circuit in one number format.

    `tera_ops` is in 10^12 operations a second, as datasheets count: one multiply-accumulate is two operations.
    """

    name: str
    tera_ops: Decimal
    bit_length: int

    @property
    def unit(self) -> ProcessingUnit:
        """The circuit as one processing unit in this format."""
        return ProcessingUnit(self.tera_ops / OPERATIONS_PER_MAC, self.bit_length)


def total_processing_performance(units: Sequence[ProcessingUnit]) -> Decimal:
    """Return the TPP of one integrated circuit: 2 x MacTOPS x bit length, summed over its units.

    Args:
        units: At least one. `mac_tops` in 10^12 multiply-accumulates a second, theoretical peak, dense
            matrices; `bit_length` is the widest input of the multiply, in bits.

    Raises:
        ValueError: If `units` is empty. No unit stated is not a TPP of zero.

    Source: 15 CFR 774 Supp. 1, 3A090, Technical Notes 1 to 3; the example is the regulation's own.

    >>> total_processing_performance([ProcessingUnit(mac_tops=Decimal(300), bit_length=8)])
    Decimal('4800')
    """
    if not units:
        msg = "no processing unit is stated, and that is not a TPP of zero"
        raise ValueError(msg)
    return sum((OPERATIONS_PER_MAC * unit.mac_tops * unit.bit_length for unit in units), Decimal(0))


def highest_over_formats(rates: Sequence[FormatRate]) -> tuple[Decimal, tuple[str, ...]]:
    """Return the highest TPP over all formats, and the formats that reach it.

    Args:
        rates: At least one; dense peaks of the same integrated circuit.

    Raises:
        ValueError: If `rates` is empty.

    Source: 15 CFR 774 Supp. 1, 3A090, Technical Note 2: several bit lengths count at the highest.

    >>> highest_over_formats([FormatRate("fp16", Decimal(300), 16), FormatRate("int8", Decimal(500), 8)])
    (Decimal('4800'), ('fp16',))
    """
    if not rates:
        msg = "no rate is stated, and that is not a TPP of zero"
        raise ValueError(msg)
    figures = [(total_processing_performance([rate.unit]), rate.name) for rate in rates]
    highest = max(figure for figure, _ in figures)
    return highest, tuple(name for figure, name in figures if figure == highest)


def processing_performance_2022(rates: Sequence[FormatRate]) -> Decimal:
    """Return bit length per operation times TOPS, the highest over all formats, as the text of October 2022 has it.

    Args:
        rates: At least one; dense peaks, each the sum over the processor units of the circuit.

    Raises:
        ValueError: If `rates` is empty.

    Source: 15 CFR 774 Supp. 1, 3A090 as in force from 2022-10-21 (87 FR 62186).

    >>> processing_performance_2022([FormatRate("fp16", Decimal(312), 16)])
    Decimal('4992')
    """
    if not rates:
        msg = "no rate is stated, and that is not a performance of zero"
        raise ValueError(msg)
    return max(rate.tera_ops * rate.bit_length for rate in rates)


def highest_rate(rates: Sequence[FormatRate]) -> Decimal:
    """Return the highest rate over all formats, in tera operations a second, for ECCN 3A991.p.1.

    TOPS is 2 x MacTOPS over all units of the circuit, which may be the TOPS or FLOPS of a datasheet; no bit length
    enters. So every format counts, whole numbers and floating point alike. The notes to 3A991.p do not speak of
    sparse matrices; the dense rate is taken, as the notes to 3A090 say.

    Args:
        rates: At least one; dense peaks of the same integrated circuit.

    Raises:
        ValueError: If `rates` is empty.

    Source: 15 CFR 774 Supp. 1, technical notes 2 and 3 to 3A991.p.

    >>> highest_rate([FormatRate("fp16", Decimal(8), 16), FormatRate("int8", Decimal(16), 8)])
    Decimal('16')
    """
    if not rates:
        msg = "no rate is stated, and that is not a rate of zero"
        raise ValueError(msg)
    return max(rate.tera_ops for rate in rates)


def performance_density(tpp: Interval, applicable_die_area_mm2: Interval) -> Interval:
    """Return TPP per mm2 to three decimals, for display; an end that cannot be told is left open.

    >>> str(performance_density(Interval.exactly(2000), Interval.exactly("628.4")))
    '3.183'
    """
    area = applicable_die_area_mm2
    if UNKNOWN_QUANTITY in {tpp, area}:
        return UNKNOWN_QUANTITY
    return Interval(_quotient(tpp.lo, area.hi), _quotient(tpp.hi, area.lo))


def _quotient(dividend: Decimal | None, divisor: Decimal | None) -> Decimal | None:
    if dividend is None or not divisor:
        return None
    return (dividend / divisor).quantize(_THOUSANDTH, rounding=ROUND_HALF_UP)


MEASURES: Mapping[str, str] = {
    "total_processing_performance": "tpp",
    "processing_performance_2022": "processing_performance_2022",
}
"""The fact each measure computes, for rules that name a measure (`measured_by`)."""
