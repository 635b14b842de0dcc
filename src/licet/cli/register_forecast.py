"""`licet register forecast`: would what was certified for a licence still hold in the next application."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Optional

import typer

from licet.cli.output import as_json, problems_to_exit
from licet.cli.register_options import Json, KnownAt, OnDay, Reading, Url, opened

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime
    from decimal import Decimal

    from licet.ledger import Register
    from licet.register import Authorisation, Certification, CertificationRule
    from licet.verdict.certification import CertificationForecast


@problems_to_exit
def forecast(
    number: Annotated[str, typer.Argument(metavar="NUMBER", help="The number of an authorisation.")],
    valid_at: OnDay,
    also: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option(help="Count what was shipped under this number as well; may be repeated."),
    ] = None,
    figures: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option("--set", help="name=figure, complete up to the day; takes the place of the one certified."),
    ] = None,
    known_at: KnownAt = None,
    url: Url = None,
    json: Json = False,
) -> None:
    """Put the figures certified for a licence, with what was shipped since, to the rule that asks for them."""
    from licet.cli.register_grants import layers_on_file  # noqa: PLC0415
    from licet.report.register_forecast import forecast_json, forecast_text  # noqa: PLC0415

    reading = Reading()
    wanted = [reading.words(each, "NUMBER") for each in (number, *(also or ()))]
    day, known = reading.day(valid_at, "--valid-at"), reading.instant(known_at)
    stated = _figures(figures or (), reading)
    reading.end()
    with opened(url) as register:
        held = layers_on_file(register, wanted[0], day)[0]
        found = [
            _forecast(register, held, each, wanted, day, known=known, stated=stated) for each in held.certifications
        ]
    shown = forecast_json(wanted, day, found)
    typer.echo(as_json(shown) if json else forecast_text(shown))


def _figures(texts: Sequence[str], reading: Reading) -> dict[str, Decimal]:
    from licet.quantity import read_number  # noqa: PLC0415

    found: dict[str, Decimal] = {}
    for text in texts:
        name, _, written = text.partition("=")
        try:
            found[reading.words(name, "--set")] = read_number(written)
        except ValueError as error:
            reading.report(
                "bad-number", "--set", ascii(str(error))[1:-1], "write name=figure, with at most three decimals"
            )
    return found


def _forecast(
    register: Register,
    held: Authorisation,
    certification: Certification,
    numbers: Sequence[str],
    day: date,
    *,
    known: datetime | None,
    stated: Mapping[str, Decimal],
) -> tuple[CertificationForecast, dict[str, Any]]:
    """Return the forecast of one certification, and what was shipped since.

    Raises:
        UsageError: If nothing on file says which shipments count.
    """
    from licet.errors import UsageError  # noqa: PLC0415
    from licet.register import load_legal_limits  # noqa: PLC0415
    from licet.report.register_moves import Moves, shipped_since  # noqa: PLC0415
    from licet.rules import load_law  # noqa: PLC0415
    from licet.verdict.certification import forecast as forecast_of  # noqa: PLC0415

    rule: CertificationRule | None = load_legal_limits().certification(certification.id)
    if rule is None:
        msg = f"nothing on file says which shipments move the certification {certification.id} of {held.number}"
        raise UsageError(msg)
    total, notes = 0, []
    for number in dict.fromkeys(numbers):
        entries = register.history(account=number, known_at=known)
        moves = Moves(entries, lambda order_id: register.history(order_id=order_id, known_at=known))
        recent = (move for move in moves if certification.on < move.entry.valid_at <= day)
        amount, open_ones = shipped_since(recent, rule.unit)
        total += amount
        notes += [f"{number}: {text}" for text in open_ones]
    known_on = None if known is None else known.date()
    found = forecast_of(load_law(), certification, rule, total, valid_at=day, stated=stated, known_at=known_on)
    return found, {"unit": rule.unit, "amount": total, "adds_to": rule.adds_to, "notes": notes}
