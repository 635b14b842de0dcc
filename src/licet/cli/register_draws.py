"""`licet register reserve | ship | void | adjust`: what changes a balance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Optional

import typer

from licet.cli.output import problems_to_exit
from licet.cli.register_options import (
    By,
    Document,
    DryRun,
    File,
    Json,
    OwnId,
    Reading,
    Reason,
    Text,
    Url,
    ValidAt,
    opened,
    post,
    put,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from licet.cli.register_draw import Asked, Found
    from licet.ledger import Register
    from licet.register import Rate

Number = Annotated[str, typer.Argument(metavar="NUMBER", help="The number of an authorisation.")]
ReservationId = Annotated[str, typer.Argument(metavar="RESERVATION", help="The id of a reservation.")]
Party = Annotated[
    Optional[list[str]],  # noqa: UP045
    typer.Option(help="role=party_id, such as end_user=buyer-a; may be repeated."),
]
Order = Annotated[str, typer.Option(help="The order line it is for.")]
Case = Annotated[File, typer.Option(help="A case folder that states the order line.")]
Item = Annotated[Text, typer.Option(help="An id, name or alias of the catalogue.")]
Units = Annotated[Text, typer.Option(help="How many; with --case the whole line if not given.")]
Quantity = Annotated[Text, typer.Option(help="Units of the whole line; --units if not given.")]
Movement = Annotated[Text, typer.Option(help="export, reexport, export_from_abroad, transfer, domestic or import.")]
ShipFrom = Annotated[Text, typer.Option(help="ISO 3166-1 alpha-2 code.")]
Destination = Annotated[Text, typer.Option(help="ISO 3166-1 alpha-2 code.")]
PlaceOfUse = Annotated[Text, typer.Option(help="ISO 3166-1 alpha-2 code.")]
EndUse = Annotated[Text, typer.Option(help="What the item is for.")]
Exporter = Annotated[Text, typer.Option(help="The exporter, as the authorisation names its holder.")]
Complete = Annotated[str, typer.Option(help="Are the parties given all there are? yes, no or unknown.")]
UnitValue = Annotated[Text, typer.Option(help="Value of one unit, in whole units of --currency.")]
UnitCurrency = Annotated[Text, typer.Option(help="ISO 4217 code of --unit-value.")]
RateSaid = Annotated[
    Optional[list[str]],  # noqa: UP045
    typer.Option(help="EUR/USD=1.1@2026-01-20: what one EUR was worth that day; may be repeated."),
]
Precautionary = Annotated[
    bool, typer.Option("--precautionary", help="Drawn while it is unknown whether permission is needed.")
]
_STATED = ("movement", "ship_from", "destination", "place_of_use", "end_use", "exporter")


@problems_to_exit
def reserve(
    number: Number,
    order: Order,
    valid_at: ValidAt,
    by: By,
    case: Case = None,
    item: Item = None,
    units: Units = None,
    quantity: Quantity = None,
    movement: Movement = None,
    ship_from: ShipFrom = None,
    destination: Destination = None,
    place_of_use: PlaceOfUse = None,
    end_use: EndUse = None,
    exporter: Exporter = None,
    party: Party = None,
    parties_complete: Complete = "unknown",
    unit_value: UnitValue = None,
    currency: UnitCurrency = None,
    rate: RateSaid = None,
    precautionary: Precautionary = False,
    url: Url = None,
    reason: Reason = "reserved",
    document: Document = "",
    own_id: OwnId = None,
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Promise units of an order line under an authorisation that fits it, all its layers and ceilings."""
    from licet.cli.register_draw import rates_said  # noqa: PLC0415
    from licet.ledger import Reserve  # noqa: PLC0415

    reading = Reading()
    asked = _asked(locals(), reading)
    said, operation_id = reading.said(by, reason, document), reading.own_id(own_id)
    rates = rates_said(rate or (), reading)
    with opened(url) as register:
        found = _found(register, case, asked, reading, rates)
        operation = Reserve(
            operation_id=operation_id,
            valid_at=asked.day,
            said=said,
            number=asked.number,
            draw=found.draw,
            units=found.units,
            precautionary=precautionary,
        )
        put(register, operation, own_id=own_id, dry_run=dry_run, json=json, rates=found.rates)


def _asked(given: Mapping[str, Any], reading: Reading) -> Asked:
    """Return what the options of a call ask to reserve."""
    from licet.cli.register_draw import Asked  # noqa: PLC0415

    units, quantity = given["units"], given["quantity"]
    return Asked(
        number=reading.words(given["number"], "NUMBER"),
        order_id=reading.words(given["order"], "--order"),
        day=reading.day(given["valid_at"], "--valid-at"),
        units=None if units is None else reading.count(units, "--units"),
        quantity=None if quantity is None else reading.count(quantity, "--quantity"),
        item=given["item"],
        unit_value=given["unit_value"],
        currency=given["currency"],
        stated={name: given[name] for name in _STATED},
        parties=given["party"] or (),
        parties_complete=given["parties_complete"],
    )


def _found(register: Register, case: Path | None, asked: Asked, reading: Reading, rates: Sequence[Rate]) -> Found:
    """Return what is drawn, from the call or from a case, once the authorisation is found to fit it.

    Raises:
        LimitRefused: If it does not surely fit.
        ProblemsFound: With every fault of the call or the case.
    """
    from licet.cli.register_draw import draw_of_case, draw_of_words, fitting  # noqa: PLC0415
    from licet.cli.register_grants import layers_on_file  # noqa: PLC0415

    layers = layers_on_file(register, asked.number, asked.day) if not reading.problems else ()
    if case is None:
        found = draw_of_words(asked, layers, reading, rates)
    else:
        found = draw_of_case(case, asked, layers, reading, rates)
    fitting(layers, found.draw, asked.day)
    return found


@problems_to_exit
def ship(
    reservation: ReservationId,
    units: Annotated[str, typer.Option(help="How many left.")],
    valid_at: ValidAt,
    by: By,
    url: Url = None,
    reason: Reason = "shipped",
    document: Document = "",
    own_id: OwnId = None,
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Take shipped units off the authorisation of a reservation, its layers and ceilings."""
    from licet.ledger import Ship  # noqa: PLC0415

    reading = Reading()
    wanted, count = reading.words(reservation, "RESERVATION"), reading.count(units, "--units")
    day, said = reading.day(valid_at, "--valid-at"), reading.said(by, reason, document)
    operation_id = reading.own_id(own_id)
    reading.end()
    operation = Ship(operation_id=operation_id, valid_at=day, said=said, reservation_id=wanted, units=count)
    post(url, operation, own_id=own_id, dry_run=dry_run, json=json)


@problems_to_exit
def void(
    reservation: ReservationId,
    valid_at: ValidAt,
    by: By,
    reason: Reason,
    units: Annotated[Text, typer.Option(help="How many are given back; all that are open if not given.")] = None,
    url: Url = None,
    document: Document = "",
    own_id: OwnId = None,
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Give units of a reservation back."""
    from licet.ledger import Void  # noqa: PLC0415

    reading = Reading()
    wanted = reading.words(reservation, "RESERVATION")
    count = None if units is None else reading.count(units, "--units")
    day, said = reading.day(valid_at, "--valid-at"), reading.said(by, reason, document)
    operation_id = reading.own_id(own_id)
    reading.end()
    operation = Void(operation_id=operation_id, valid_at=day, said=said, reservation_id=wanted, units=count)
    post(url, operation, own_id=own_id, dry_run=dry_run, json=json)


@problems_to_exit
def adjust(
    number: Annotated[
        str, typer.Argument(metavar="NUMBER", help="The number of an authorisation, or a ceiling's account.")
    ],
    valid_at: ValidAt,
    by: By,
    reason: Reason,
    pieces: Annotated[Text, typer.Option(help="By how many pieces use changes; less if negative.")] = None,
    value: Annotated[Text, typer.Option(help="By what value use changes, in whole units of --currency.")] = None,
    currency: Annotated[Text, typer.Option(help="ISO 4217 code of --value.")] = None,
    tpp: Annotated[Text, typer.Option(help="By how much TPP use changes.")] = None,
    url: Url = None,
    document: Document = "",
    own_id: OwnId = None,
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Correct what was used, such as use outside this register."""
    from licet.cli.register_terms import minor_units_of, thousandths_of, whole_of  # noqa: PLC0415
    from licet.ledger import Adjust  # noqa: PLC0415

    reading = Reading()
    wanted, day = reading.words(number, "NUMBER"), reading.day(valid_at, "--valid-at")
    said, operation_id = reading.said(by, reason, document), reading.own_id(own_id)
    operation = Adjust(
        operation_id=operation_id,
        valid_at=day,
        said=said,
        number=wanted,
        pieces=0 if pieces is None else whole_of(pieces, "--pieces", reading, signed=True),
        value=0 if value is None else minor_units_of(value, currency, "--value", reading, signed=True) or 0,
        tpp_thousandths=0 if tpp is None else thousandths_of(tpp, "--tpp", reading, signed=True),
    )
    if pieces is None and value is None and tpp is None:
        reading.report("missing-value", "--pieces", "nothing is adjusted", "give --pieces, --value or --tpp")
    reading.end()
    with opened(url) as register:
        _check_currency(register, wanted, currency if value is not None else None, day)
        put(register, operation, own_id=own_id, dry_run=dry_run, json=json)


def _check_currency(register: Register, number: str, currency: str | None, day: date) -> None:
    """Refuse a value in another currency than that of the account.

    Raises:
        UsageError: If it is another, or the number is not on file.
    """
    from licet.errors import UsageError  # noqa: PLC0415
    from licet.register import Unit  # noqa: PLC0415

    if currency is None:
        return
    lines = register.balance(number, valid_at=day).lines
    held = next((line.currency for line in lines if line.unit is Unit.VALUE), None)
    if held is not None and held != currency:
        msg = f"{number} is limited in {held}, not in {currency}; state the value in {held}"
        raise UsageError(msg)
