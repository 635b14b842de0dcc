"""Money in whole minor units, and rates of exchange with their dates.

Which currencies there are, and how many decimals each has, is ISO 4217. Metals, test codes and
units of account without a minor unit are left out: no authorisation is limited in them.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from licet.errors import UsageError
from licet.quantity import plain

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from decimal import Decimal

_NO_MINOR_UNIT = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
_TWO_DECIMALS = """
AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW
CNY COP COU CRC CUC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HRK HTG HUF
IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV
MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SLL SOS SRD
SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG ZWL
"""
_THREE_DECIMALS = "BHD IQD JOD KWD LYD OMR TND"
_FOUR_DECIMALS = "CLF UYW"

_DECIMALS: dict[str, int] = {
    code: decimals
    for decimals, codes in ((0, _NO_MINOR_UNIT), (2, _TWO_DECIMALS), (3, _THREE_DECIMALS), (4, _FOUR_DECIMALS))
    for code in codes.split()
}


def decimals_of(currency: str) -> int:
    """Return how many decimals the currency has: 2 for USD, 0 for JPY.

    Raises:
        ValueError: If it is not the code of a currency in ISO 4217.
    """
    try:
        return _DECIMALS[currency]
    except KeyError:
        msg = f"{currency[:40]!r} is not a currency code of ISO 4217 such as USD"
        raise ValueError(msg) from None


@dataclass(frozen=True, slots=True)
class Money:
    """An amount of zero or more in whole minor units of a currency: 100 of USD is one dollar."""

    minor_units: int
    currency: str

    def __post_init__(self) -> None:
        """Refuse a negative amount and an unknown currency."""
        decimals_of(self.currency)
        if self.minor_units < 0:
            msg = f"an amount of money is zero or more, not {self.minor_units}"
            raise ValueError(msg)

    @classmethod
    def exactly(cls, amount: Decimal, currency: str) -> Money:
        """Return the amount, which must be whole in minor units.

        Raises:
            ValueError: If the currency has fewer decimals than the amount; nothing is rounded.

        >>> from decimal import Decimal
        >>> Money.exactly(Decimal("1000000"), "USD")
        Money(minor_units=100000000, currency='USD')
        """
        minor_units = Fraction(amount) * 10 ** decimals_of(currency)
        if minor_units.denominator != 1:
            msg = f"{plain(amount)} {currency} is not exact: {currency} has {decimals_of(currency)} decimals"
            raise ValueError(msg)
        return cls(minor_units.numerator, currency)

    def __str__(self) -> str:
        """Return `1,000,000.00 USD`."""
        decimals = decimals_of(self.currency)
        whole, rest = divmod(self.minor_units, 10**decimals)
        return f"{whole:,}.{rest:0{decimals}d} {self.currency}" if decimals else f"{whole:,} {self.currency}"


@dataclass(frozen=True, slots=True)
class Rate:
    """On the day `on`, one whole unit of `currency` was worth `value` whole units of `into`."""

    currency: str
    into: str
    on: date
    value: Decimal
    source: str = ""

    def __post_init__(self) -> None:
        """Refuse a rate that is not a finite figure above zero, and unknown currencies."""
        decimals_of(self.currency)
        decimals_of(self.into)
        if not self.value.is_finite() or self.value <= 0:
            msg = f"a rate of exchange is a figure above zero, not {self.value}"
            raise ValueError(msg)

    def __str__(self) -> str:
        """Return `1 EUR = 1.1 USD on 2026-01-20`."""
        return f"1 {self.currency} = {plain(self.value)} {self.into} on {self.on}"


class Rates:
    """The rates known, asked by pair and day.

    A rate serves from its own day until the next one of the same pair. It is never turned round:
    an inverse is another figure, which somebody must state.
    """

    def __init__(self, rates: Iterable[Rate] = ()) -> None:
        """Keep the rates.

        Raises:
            UsageError: If two rates of one pair and day differ.
        """
        self._by_pair: dict[tuple[str, str], dict[date, Rate]] = {}
        for rate in rates:
            kept = self._by_pair.setdefault((rate.currency, rate.into), {}).setdefault(rate.on, rate)
            if kept.value != rate.value:
                msg = f"two rates for one day: {kept}, and {rate}"
                raise UsageError(msg)

    def find(self, currency: str, into: str, *, valid_at: date) -> Rate | None:
        """Return the latest rate of the pair dated on or before the day; None if there is none."""
        by_day = self._by_pair.get((currency, into), {})
        day = max((day for day in by_day if day <= valid_at), default=None)
        return None if day is None else by_day[day]
