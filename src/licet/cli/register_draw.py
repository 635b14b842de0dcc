"""What an order line draws, from the options of a call or from a case; and whether the authorisation fits it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from decimal import Decimal
    from pathlib import Path

    from licet.catalogue import Catalogue, Item
    from licet.cli.register_options import Reading
    from licet.facts import Role
    from licet.register import Authorisation, Draw, Rate, Rates
    from licet.rules import Law
    from licet.truth import Truth

_PLACES = ("ship_from", "destination", "place_of_use")
_PAIR = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a call asks to reserve; None is a thing not said. `stated` holds facts of the order by name."""

    number: str
    order_id: str
    day: date
    units: int | None = None
    quantity: int | None = None
    item: str | None = None
    unit_value: str | None = None
    currency: str | None = None
    stated: Mapping[str, str | None] = field(default_factory=dict)
    parties: Sequence[str] = ()
    parties_complete: str = "unknown"


@dataclass(frozen=True, slots=True)
class Found:
    """The draw, how many units of it, and the rates to reckon with."""

    draw: Draw
    units: int
    rates: Rates


def draw_of_words(asked: Asked, layers: Sequence[Authorisation], reading: Reading, rates: Sequence[Rate]) -> Found:
    """Return what the options of a call draw.

    Args:
        asked: The call.
        layers: The authorisation and those above it; empty if the call has a fault already.
        reading: Where faults are gathered.
        rates: Of the call.

    Raises:
        ProblemsFound: With every fault.
    """
    from licet.catalogue import load_catalogue  # noqa: PLC0415
    from licet.register import Draw, Rates  # noqa: PLC0415
    from licet.rules import rules_root  # noqa: PLC0415

    catalogue = load_catalogue(rules_root() / "catalogue")
    item = _item(asked.item, catalogue, reading)
    stated = {name: _stated(name, text, reading) for name, text in asked.stated.items() if text is not None}
    parties = tuple(party for text in asked.parties if (party := _party(text, reading)) is not None)
    complete = _truth(asked.parties_complete, reading)
    value, currency = _value(asked, reading)
    if asked.units is None:
        reading.report("missing-value", "--units", "is not given", "say how many units, or give --case")
    reading.end()
    assert item is not None  # noqa: S101  else a problem was raised
    assert asked.units is not None  # noqa: S101  else a problem was raised
    draw = Draw(
        order_id=asked.order_id,
        key=layers[0].key,
        item_id=item.item_id,
        quantity=asked.quantity or asked.units,
        valid_at=asked.day,
        contents=tuple((part.item_id, count) for part, count in catalogue.integrated_circuits(item) or ()),
        unit_value=value,
        currency=currency,
        tpp_per_unit=catalogue.tpp_of_contents(item),
        parties=parties,
        parties_complete=complete,
        movement=stated.get("movement"),
        ship_from=stated.get("ship_from"),
        destination=stated.get("destination"),
        place_of_use=stated.get("place_of_use"),
        end_use=stated.get("end_use"),
        exporter=stated.get("exporter"),
    )
    return Found(_with_expressions(draw, layers, item, catalogue), asked.units, Rates(rates))


def _with_expressions(
    draw: Draw, layers: Sequence[Authorisation], item: Item, catalogue: Catalogue, law: Law | None = None
) -> Draw:
    """Return the draw with what the item expressions of the scopes come to for its item."""
    if all(layer.scope.item_expression is None for layer in layers):
        return draw
    from licet.rules import load_law  # noqa: PLC0415
    from licet.verdict.item_terms import item_terms_met  # noqa: PLC0415

    return replace(draw, met=item_terms_met(law or load_law(), item, catalogue, layers, draw.valid_at))


def draw_of_case(
    folder: Path, asked: Asked, layers: Sequence[Authorisation], reading: Reading, rates: Sequence[Rate]
) -> Found:
    """Return what a line of a case draws.

    Raises:
        ProblemsFound: With every fault of the call or of the case.
        UsageError: If the call states what the case states.
    """
    from licet.errors import UsageError  # noqa: PLC0415
    from licet.register import Rates  # noqa: PLC0415
    from licet.verdict import Ask, determine_line, open_case, order_named  # noqa: PLC0415
    from licet.verdict.keys import draw_of  # noqa: PLC0415

    said = {"item": asked.item, "quantity": asked.quantity, "unit_value": asked.unit_value, "currency": asked.currency}
    twice = [name for name, text in {**said, **asked.stated}.items() if text is not None]
    if twice or asked.parties or asked.parties_complete != "unknown":
        msg = f"the case states the line; leave out {', '.join(twice) or 'the parties'}"
        raise UsageError(msg.replace("_", "-"))
    reading.end()
    desk, case = open_case(folder)
    order = order_named(case, asked.order_id)
    answer = determine_line(order, case, desk.law, Ask(), asked.day, chronicle=desk.chronicle)
    draw = draw_of(order, layers[0].key, answer)
    draw = _with_expressions(draw, layers, order.item, case.catalogue, desk.law)
    return Found(draw, asked.units or order.quantity, Rates((*case.fx, *rates)))


def fitting(layers: Sequence[Authorisation], draw: Draw, day: date) -> None:
    """Refuse a draw that the authorisation does not surely fit.

    Raises:
        LimitRefused: With every reason why not, or what is open.
    """
    from licet.errors import LimitRefused  # noqa: PLC0415
    from licet.register import matches  # noqa: PLC0415
    from licet.report.layout import clean  # noqa: PLC0415
    from licet.truth import Truth  # noqa: PLC0415

    found = matches(layers[0], draw, valid_at=day, parents=layers[1:])
    if found.truth is Truth.TRUE:
        return
    how = "does not fit" if found.truth is Truth.FALSE else "may not fit"
    reasons = "".join(f"\n    {clean(reason)}" for reason in found.reasons)
    cure = "" if found.truth is Truth.FALSE else "\n    state what is open, then reserve again; nothing was recorded"
    msg = f"{clean(layers[0].number)} {how} order {clean(draw.order_id)}:{reasons}{cure}"
    raise LimitRefused(msg)


def rates_said(texts: Sequence[str], reading: Reading) -> tuple[Rate, ...]:
    """Return the rates that options say: `EUR/USD=1.1@2026-01-20`."""
    return tuple(rate for text in texts if (rate := _rate(text, reading)) is not None)


def _rate(text: str, reading: Reading) -> Rate | None:
    import re  # noqa: PLC0415
    from decimal import Decimal  # noqa: PLC0415

    from licet.period import read_date  # noqa: PLC0415
    from licet.register import Rate  # noqa: PLC0415

    written = re.fullmatch(r"([A-Z]{3})/([A-Z]{3})=([0-9]{1,12}(?:\.[0-9]{1,12})?)@([0-9-]{10})", text)
    try:
        if written is not None:
            return Rate(written[1], written[2], read_date(written[4]), Decimal(written[3]), "--rate")
        what = f"{text[:40]!a} is not a rate"
    except ValueError as error:
        what = str(error)
    reading.report("bad-rate", "--rate", what, "write what one unit was worth on a day, as EUR/USD=1.1@2026-01-20")
    return None


def _item(name: str | None, catalogue: Catalogue, reading: Reading) -> Item | None:
    from licet.errors import ProblemsFound  # noqa: PLC0415

    if name is None:
        reading.report("missing-value", "--item", "is not given", "name an item of the catalogue, or give --case")
        return None
    try:
        return catalogue.resolve(reading.words(name, "--item"), where="--item")
    except ProblemsFound as found:
        reading.problems.extend(found.problems)
        return None


def _stated(name: str, text: str, reading: Reading) -> str | None:
    from licet.case import load_countries  # noqa: PLC0415
    from licet.facts import Movement  # noqa: PLC0415

    where = f"--{name.replace('_', '-')}"
    said = reading.words(text, where)
    if name == "movement":
        return reading.choice(said, where, [movement.value for movement in Movement])
    if name in _PLACES and said:
        try:
            return load_countries().read(said)
        except ValueError as error:
            reading.report("bad-country", where, str(error), "write an ISO 3166-1 alpha-2 code such as CN")
    return said or None


def _party(text: str, reading: Reading) -> tuple[Role, str] | None:
    from licet.facts import Role  # noqa: PLC0415

    role, _, party = text.partition("=")
    party_id = reading.words(party, "--party")
    try:
        return (Role(role.strip()), party_id) if party_id else None
    except ValueError:
        mend = f"write role=party_id, with a role of {', '.join(each.value for each in Role)}"
        reading.report("bad-role", "--party", f"{role[:40]!a} is no role", mend)
        return None


def _truth(text: str, reading: Reading) -> Truth:
    from licet.truth import Truth  # noqa: PLC0415

    try:
        return Truth.from_word(text)
    except ValueError:
        fault = f"{text[:40]!a} is neither yes, no nor unknown"
        reading.report("bad-value", "--parties-complete", fault, "say yes, no or unknown")
        return Truth.UNKNOWN


def _value(asked: Asked, reading: Reading) -> tuple[Decimal | None, str | None]:
    from licet.quantity import read_number  # noqa: PLC0415
    from licet.register.money import decimals_of  # noqa: PLC0415

    if (asked.unit_value is None) != (asked.currency is None):
        mend = "give --unit-value and --currency, or neither"
        reading.report("missing-value", "--unit-value", "an amount needs its currency", mend)
    value = None
    try:
        value = None if asked.unit_value is None else read_number(asked.unit_value)
    except ValueError as error:
        reading.report("bad-number", "--unit-value", ascii(str(error))[1:-1], "write a figure such as 30000.50")
    try:
        if asked.currency is not None:
            decimals_of(asked.currency)
    except ValueError as error:
        reading.report("bad-currency", "--currency", ascii(str(error))[1:-1], "write a code of ISO 4217, such as USD")
    return value, asked.currency
