"""New terms of an authorisation, from options or from a file."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from licet.cli.register_options import Reading
    from licet.register import Authorisation, Limits, Money

_LARGEST = 2**63 - 1
_THOUSAND = 1000


@dataclass(frozen=True, slots=True)
class NewTerms:
    """What an amendment states: a file with the complete terms, or single limits and the end of validity."""

    file: Path | None = None
    pieces: str | None = None
    value: str | None = None
    currency: str | None = None
    tpp: str | None = None
    valid_to: str | None = None


def new_terms(before: Authorisation, asked: NewTerms, reading: Reading) -> Authorisation:
    """Return the terms after the amendment.

    Raises:
        ProblemsFound: With every fault of what is asked, and of the call so far.
        UsageError: If nothing is asked.
    """
    from licet.errors import UsageError  # noqa: PLC0415

    singles = (asked.pieces, asked.value, asked.tpp, asked.valid_to)
    if asked.file is None and all(each is None for each in singles):
        msg = "which terms change? Give --file FILE, or one or more of --pieces, --value, --tpp, --valid-to"
        raise UsageError(msg)
    if asked.file is None:
        return _amended(before, asked, reading)
    reading.end()
    if any(each is not None for each in (*singles, asked.currency)):
        msg = "--file holds the complete terms; leave --pieces, --value, --currency, --tpp and --valid-to out"
        raise UsageError(msg)
    found = [each for each in read_terms(asked.file) if each.number == before.number]
    if not found:
        msg = f"{asked.file} has no terms of {before.number}"
        raise UsageError(msg)
    return found[0]


def read_terms(path: Path) -> tuple[Authorisation, ...]:
    """Read a file of authorisations, with the limits that the law itself sets.

    Raises:
        ProblemsFound: With every fault in it.
    """
    from licet.register import read_authorisations  # noqa: PLC0415

    return read_authorisations(path)


def _amended(before: Authorisation, asked: NewTerms, reading: Reading) -> Authorisation:
    limits = _limits(before.limits, asked, reading)
    end = before.valid_to
    if asked.valid_to is not None:
        end = None if asked.valid_to.strip() == "-" else reading.day(asked.valid_to, "--valid-to")
        if end is not None and end <= before.valid_from and not reading.problems:
            fault = f"{end} is not after {before.valid_from}, its first day"
            reading.report("bad-period", "--valid-to", fault, "write the first day on which it is no longer valid")
    reading.end()
    return replace(before, limits=limits, valid_to=end)


def _limits(before: Limits, asked: NewTerms, reading: Reading) -> Limits:
    pieces, tpp = before.pieces, before.tpp_thousandths
    if asked.pieces is not None:
        pieces = whole_of(asked.pieces, "--pieces", reading)
    if asked.tpp is not None:
        tpp = thousandths_of(asked.tpp, "--tpp", reading)
    value = before.value
    if asked.value is not None:
        currency = asked.currency or (before.value.currency if before.value is not None else None)
        value = _money(asked.value, currency, reading)
    elif asked.currency is not None:
        reading.report("missing-value", "--currency", "there is no --value beside it", "give --value, or leave it out")
    if reading.problems:
        return before
    return replace(before, pieces=pieces, value=value, tpp_thousandths=tpp)


def _money(text: str, currency: str | None, reading: Reading) -> Money | None:
    from licet.register import Money  # noqa: PLC0415

    minor = minor_units_of(text, currency, "--value", reading)
    return None if minor is None or currency is None else Money(minor, currency)


def whole_of(text: str, where: str, reading: Reading, *, signed: bool = False) -> int:
    """Return a whole number; zero in place of one that cannot be read."""
    return _read(text, where, reading, 0, signed=signed) or 0


def thousandths_of(text: str, where: str, reading: Reading, *, signed: bool = False) -> int:
    """Return a figure in thousandths; zero in place of one that cannot be read."""
    return _read(text, where, reading, 3, signed=signed) or 0


def minor_units_of(
    text: str, currency: str | None, where: str, reading: Reading, *, signed: bool = False
) -> int | None:
    """Return an amount of money in minor units of its currency; None if it cannot be read."""
    from licet.register.money import decimals_of  # noqa: PLC0415

    if currency is None:
        reading.report("missing-value", where, "an amount of money needs its currency", "give --currency, such as USD")
        return None
    try:
        decimals = decimals_of(currency)
    except ValueError as error:
        reading.report("bad-currency", where, str(error), "write a code of ISO 4217 in capitals, such as USD")
        return None
    return _read(text, where, reading, decimals, signed=signed)


def _read(text: str, where: str, reading: Reading, decimals: int, *, signed: bool) -> int | None:
    """Read an exact figure, and return it times ten to the decimals."""
    sign = -1 if signed and text.strip().startswith("-") else 1
    amount = _figure(text.strip().removeprefix("-") if sign < 0 else text)
    form = "a figure such as 75000" + (" or -75000" if signed else "")
    if amount is None:
        shown = ascii(text[:40])
        reading.report("bad-number", where, f"{shown} is not {form}", f"write {form}, without sign or exponent")
        return None
    scaled = amount.scaleb(decimals)
    if scaled != scaled.to_integral_value():
        fault = f"{text[:40]} has more than {decimals} decimals" if decimals else f"{text[:40]} is not whole"
        reading.report("bad-number", where, fault, f"write {decimals} decimals at most")
        return None
    if scaled > _LARGEST:
        reading.report("figure-too-large", where, f"{text[:40]} is more than the register holds", "mend the figure")
        return None
    return sign * int(scaled)


def _figure(text: str) -> Decimal | None:
    from licet.quantity import read_number  # noqa: PLC0415

    try:
        return read_number(text)
    except (ValueError, InvalidOperation):
        return None
