"""Reader of the limits of an authorisation: whole pieces, money exact in minor units, TPP in thousandths.

At least one limit is written; a blank one is refused, since nobody granted without limit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from licet.quantity import read_number
from licet.register.authorisation import Limits
from licet.register.fields import is_blank
from licet.register.money import Money, decimals_of
from licet.yaml_source import Mapping

if TYPE_CHECKING:
    from decimal import Decimal

    from licet.register.fields import Fields

LARGEST = 2**63 - 1  # a column of the register holds a signed 64-bit integer
_MEND = "write a figure of zero or more, such as 75000"


def read_limits(entry: Fields, *, of: str = "authorisation") -> Limits | None:
    """Read the key `limits`; None if it is blank or at fault. `of` is whose limits they are, in words."""
    node = entry.node("limits")
    if node is None or is_blank(node) or (isinstance(node, Mapping) and not node.entries):
        entry.report(
            "blank-limit",
            entry.where_of("limits"),
            f"the {of} states no limit",
            "write at least one of pieces, value, tpp under limits",
        )
        return None
    fields = entry.mapping("limits", keys=("pieces", "value", "tpp"))
    if fields is None:
        return None
    pieces = fields.value("pieces", read_whole, slug="bad-number", mend="write a whole number of pieces, such as 75000")
    tpp = fields.value("tpp", _thousandths, slug="bad-number", mend=_MEND)
    value = _money(fields)
    if pieces is None and tpp is None and value is None:
        return None
    return Limits(pieces=pieces, value=value, tpp_thousandths=tpp)


def read_whole(text: str) -> int:
    """Read a whole number of zero or more.

    Raises:
        ValueError: If it is none.
    """
    figure = read_number(text)
    if figure != figure.to_integral_value():
        msg = f"{text!r} is not a whole number"
        raise ValueError(msg)
    return int(figure)


def _thousandths(text: str) -> int:
    return int(read_number(text) * 1000)


def _money(limits: Fields) -> Money | None:
    fields = limits.mapping("value", keys=("amount", "currency"))
    if fields is None:
        return None
    fields.require("amount", "currency")
    mend = "write a code of ISO 4217 in capitals, such as USD"
    currency = fields.value("currency", _currency, slug="bad-currency", mend=mend)
    amount = fields.value("amount", read_number, slug="bad-number", mend=_MEND)
    return None if currency is None or amount is None else _exact(fields, amount, currency)


def _currency(text: str) -> str:
    decimals_of(text)
    return text


def _exact(fields: Fields, amount: Decimal, currency: str) -> Money | None:
    try:
        money = Money.exactly(amount, currency)
    except ValueError as error:
        mend = f"write {decimals_of(currency)} decimals at most"
        fields.report("inexact-amount", fields.where_of("amount"), str(error), mend)
        return None
    if money.minor_units > LARGEST:
        fault = f"{money} is more than the register can hold"
        fields.report("figure-too-large", fields.where_of("amount"), fault, "mend the amount")
        return None
    return money
