"""What one unit of a draw takes of a limit, exactly; a balance in memory and the durable register both ask here."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

from licet.quantity import plain
from licet.register.authorisation import Unit
from licet.register.money import Money, decimals_of

if TYPE_CHECKING:
    from decimal import Decimal

    from licet.register.draw import Draw
    from licet.register.money import Rate, Rates

THOUSANDTHS = 1000
_ONE = Fraction(1)


def cost_of(
    unit: Unit, limits_currency: str | None, draw: Draw, rates: Rates
) -> tuple[Fraction | None, Rate | None, str]:
    """Return what one unit of the draw takes of a limit, the rate used, and why it cannot be worked out.

    Args:
        unit: The unit of the limit.
        limits_currency: The currency of a limit in value; not asked for other units.
        draw: The order line.
        rates: A value in another currency takes the latest one dated on or before the day of the draw.

    Returns:
        The cost in pieces, minor units or thousandths of TPP, exact, or None with the reason; and the rate, if one
        was used.
    """
    if unit is Unit.PIECES:
        return _ONE, None, ""
    if unit is Unit.TPP:
        tpp = draw.tpp_per_unit
        if tpp.hi is None:
            return None, None, f"the TPP of {draw.item_id} is {tpp}, without an upper end"
        return _scaled(tpp.hi, THOUSANDTHS), None, ""
    assert limits_currency is not None  # noqa: S101  a limit in value has a currency
    return _cost_in(limits_currency, draw, rates)


def _cost_in(currency: str, draw: Draw, rates: Rates) -> tuple[Fraction | None, Rate | None, str]:
    if draw.unit_value is None or draw.currency is None:
        absent = "unit_value" if draw.unit_value is None else "currency"
        return None, None, f"{absent} of order {draw.order_id} is not stated"
    minor_units = _scaled(draw.unit_value, 10 ** decimals_of(currency))
    if draw.currency == currency:
        return minor_units, None, ""
    rate = rates.find(draw.currency, currency, valid_at=draw.valid_at)
    if rate is None:
        why = f"no rate from {draw.currency} into {currency} ({plain(draw.unit_value)} {draw.currency} a unit)"
        return None, None, f"{why} is dated on or before {draw.valid_at}"
    return minor_units * _scaled(rate.value, 1), rate, ""


def whole_cost(units: int, cost: Fraction) -> int:
    """Return what the units take, rounded up to a whole amount."""
    return -(-units * cost.numerator // cost.denominator)


def shown_amount(amount: int, unit: Unit, currency: str | None) -> str:
    """Return an amount in words of its unit: `75,000 pieces`, `10.00 USD`, `15,832 TPP`; it may be negative."""
    if amount < 0:
        return f"-{shown_amount(-amount, unit, currency)}"
    if unit is Unit.VALUE and currency is not None:
        return str(Money(amount, currency))
    if unit is Unit.TPP:
        whole, rest = divmod(amount, THOUSANDTHS)
        return f"{whole:,}.{rest:03d}".rstrip("0").rstrip(".") + " TPP" if rest else f"{whole:,} TPP"
    return f"{amount:,} pieces"


@lru_cache(maxsize=65_536)
def _scaled(figure: Decimal, factor: int) -> Fraction:
    return Fraction(figure) * factor
