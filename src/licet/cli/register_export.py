"""`licet register export`: the journal, the licence usage record, lines for a filing, or the file of one order."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from licet.cli.output import as_json, problems_to_exit, write_file
from licet.cli.register_options import File, Json, KnownAt, Reading, Text, Url, opened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime

    from licet.ledger import Entry, Register
    from licet.register.legal_limits import Retention

_LATEST = date(9000, 1, 1)  # years are added to it
FORMATS = ("csv", "json", "parquet", "usage", "aes")


@problems_to_exit
def export(
    kind: Annotated[
        str,
        typer.Option(
            "--format",
            help="csv, json or parquet: the journal; usage: the licence usage record; aes: filing lines.",
        ),
    ] = "csv",
    number: Annotated[Text, typer.Option(help="Of this authorisation only.")] = None,
    order: Annotated[Text, typer.Option(help="The complete file of this order, into the folder --out.")] = None,
    out: Annotated[
        File, typer.Option(help="The file to write, or with --order the folder; standard output if not given.")
    ] = None,
    known_at: KnownAt = None,
    url: Url = None,
    json: Json = False,
) -> None:
    """Write the journal, the usage of licences, lines for an export filing, or all that is kept of one order."""
    from licet.errors import UsageError  # noqa: PLC0415

    reading = Reading()
    wanted = reading.choice("json" if json and order is None else kind, "--format", FORMATS)
    account = None if number is None else reading.words(number, "--number")
    order_id = None if order is None else reading.words(order, "--order")
    known = reading.instant(known_at)
    reading.end()
    if out is None and (order_id is not None or wanted == "parquet"):
        msg = "where to? Give --out DIR for the file of an order, --out FILE for Parquet"
        raise UsageError(msg)
    if order_id is not None and account is not None:
        msg = "--order is the file of one order; leave --number out"
        raise UsageError(msg)
    with opened(url) as register:
        if order_id is not None and out is not None:
            _order(register, order_id, out, known, json=json)
        else:
            _stream(register, wanted, account, out, known)


def _stream(register: Register, kind: str, account: str | None, out: Path | None, known: datetime | None) -> None:
    from licet.cli.output import fresh_file  # noqa: PLC0415
    from licet.cli.register_output import write_text  # noqa: PLC0415
    from licet.cli.register_views import currencies  # noqa: PLC0415
    from licet.report import register_journal as journal  # noqa: PLC0415
    from licet.report.register_json import instant  # noqa: PLC0415

    entries = register.history(account=account, known_at=known)
    currency = currencies(register)
    match kind:
        case "parquet":
            assert out is not None  # noqa: S101  asked before
            with fresh_file(out) as stream:
                journal.journal_parquet(entries, currency, stream, head=register.head())
        case "json":
            asked = {"account": account, "order_id": None, "known_at": None if known is None else instant(known)}
            write_text(journal.journal_json(entries, currency, head=register.head(), **asked), out)
        case "csv":
            write_text(journal.journal_csv(entries, currency), out)
        case _:
            write_text(_moves(register, kind, entries, currency), out)
    if out is not None:
        typer.echo(f"wrote {out}")


def _moves(
    register: Register, kind: str, entries: Iterable[Entry], currency: Callable[[Entry], str | None]
) -> Iterator[str]:
    from licet.report.register_aes import NOTICE, aes_csv, read_codes  # noqa: PLC0415
    from licet.report.register_moves import Moves  # noqa: PLC0415
    from licet.report.register_usage import usage_csv  # noqa: PLC0415
    from licet.rules import rules_root  # noqa: PLC0415

    moves = Moves(entries, lambda order_id: register.history(order_id=order_id))
    if kind == "usage":
        return usage_csv(moves, currency)
    typer.echo(NOTICE, err=True)
    return aes_csv(moves, read_codes(rules_root()), _classifier())


def _classifier() -> Callable[[str, date], str | None]:
    """Return a function that classifies an item of the catalogue on a day; None while that is open."""
    from licet.verdict import Query, determine, open_desk  # noqa: PLC0415

    desk = cache(open_desk)

    @cache
    def eccn(item_id: str, day: date) -> str | None:
        catalogue = desk().catalogue
        if item_id not in catalogue:
            return None
        query = Query(item=catalogue[item_id], catalogue=catalogue, valid_at=day)
        found = determine(desk().law, query).decision.classification.eccn
        return found if found and found != "none" else None

    return eccn


def _order(register: Register, order_id: str, folder: Path, known: datetime | None, *, json: bool) -> None:
    """Write the file of one order into a folder that is not there yet, or is empty.

    Raises:
        UsageError: If the register has nothing of the order, or the folder holds files.
    """
    from licet.cli.register_views import currencies  # noqa: PLC0415
    from licet.errors import UsageError  # noqa: PLC0415
    from licet.report.register_json import answer_json, entry_json, reservation_json  # noqa: PLC0415
    from licet.report.register_order import order_files  # noqa: PLC0415

    currency = currencies(register)
    found = list(register.history(order_id=order_id, known_at=known))
    if not found:
        msg = f"the register has nothing of an order {order_id[:80]!a}"
        raise UsageError(msg)
    try:
        taken = folder.exists() and (not folder.is_dir() or any(folder.iterdir()))
    except OSError as error:
        msg = f"{folder} cannot be read: {error.strerror}"
        raise UsageError(msg) from error
    if taken:
        msg = f"{folder} is there already and not empty; name a new folder"
        raise UsageError(msg)
    held = list(register.reservations(order_id=order_id, known_at=known))
    files = order_files(
        order_id,
        [entry_json(entry, currency(entry)) for entry in found],
        [reservation_json(each) for each in held],
        _keep(found, {each.key for each in held}),
        register.head(),
    )
    for name, content in files.items():
        write_file(folder / name, content)
    shown = answer_json("exported", order_id=order_id, files=[str(folder / name) for name in files])
    typer.echo(as_json(shown) if json else f"wrote {len(files)} files: {folder}")


def _keep(entries: list[Entry], keys: set[str]) -> dict[str, str | None]:
    """Return until when the law asks to keep the file of an order, and which law; the latest of its keys."""
    from licet.register import load_legal_limits  # noqa: PLC0415

    limits = load_legal_limits()
    latest = min(max(max(entry.valid_at, entry.recorded_at.date()) for entry in entries), _LATEST)
    found: list[tuple[Any, str]] = [
        (retention.keep_until(latest), _why(retention, latest))
        for key in sorted(keys)
        if (retention := limits.retention(key)) is not None
    ]
    if not found:
        return {"until": None, "why": "no period is on file for its keys"}
    until, why = max(found)
    return {"until": str(until), "why": why}


def _why(retention: Retention, latest: date) -> str:
    grade = retention.source.grade.value
    return f"{retention.source}, read in a {grade} source; runs from {retention.runs_from}; latest entry {latest}"
