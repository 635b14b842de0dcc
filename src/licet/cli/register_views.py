"""`licet register show | balance | history | expiring | verify | checkpoint`: what the register holds."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from licet.cli.output import as_json, problems_to_exit
from licet.cli.register_options import Json, KnownAt, OnDay, Reading, Text, Url, opened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date, datetime

    from licet.ledger import Balance, Entry, Register

Number = Annotated[
    Text, typer.Argument(metavar="[NUMBER]", help="The number of an authorisation, or a ceiling's account.")
]
_LONG = 10_000


@problems_to_exit
def show(valid_at: OnDay, number: Number = None, known_at: KnownAt = None, url: Url = None, json: Json = False) -> None:
    """List what is on file on a day, or show one authorisation: terms, layers, balances, reservations."""
    from licet.report.register_json import answer_json, instant, on_file_json  # noqa: PLC0415
    from licet.report.register_text import on_file_text, one_text  # noqa: PLC0415

    reading = Reading()
    day, known = reading.day(valid_at, "--valid-at"), reading.instant(known_at)
    wanted = None if number is None else reading.words(number, "NUMBER")
    reading.end()
    dates = {"valid_at": str(day), "known_at": None if known is None else instant(known)}
    with opened(url) as register:
        if wanted is None:
            balances = {each.account: each for each in register.balances(valid_at=day, known_at=known)}
            held = register.authorisations(valid_at=day, known_at=known)
            rows = [on_file_json(each, balances.get(each.authorisation.number)) for each in held]
            shown = answer_json("on_file", **dates, authorisations=rows)
        else:
            shown = answer_json("authorisation", **dates, **_one(register, wanted, day, known))
    text = on_file_text if wanted is None else one_text
    typer.echo(as_json(shown) if json else text(shown))


def _one(register: Register, number: str, day: date, known: datetime | None) -> dict[str, Any]:
    """Return one authorisation with its layers and reservations.

    Raises:
        UsageError: If it is not on file by then.
    """
    from licet.errors import UsageError  # noqa: PLC0415
    from licet.register import terms_of  # noqa: PLC0415
    from licet.register.authorisation import layers_of  # noqa: PLC0415
    from licet.report.register_json import balance_json, reservation_json  # noqa: PLC0415

    on_file = {each.authorisation.number: each for each in register.authorisations(valid_at=day, known_at=known)}
    if number not in on_file:
        msg = f"{number[:80]} is not on file on {day}; `licet register show --valid-at {day}` lists what is"
        raise UsageError(msg)
    layers = layers_of(number, {name: each.authorisation for name, each in on_file.items()})
    balances = (register.balance(layer.number, valid_at=day, known_at=known) for layer in layers)
    return {
        "number": number,
        "state": on_file[number].state.value,
        "terms": terms_of(layers[0]),
        "layers": [balance_json(balance) for balance in balances],
        "reservations": [reservation_json(each) for each in register.reservations(number=number, known_at=known)],
    }


@problems_to_exit
def balance(
    valid_at: OnDay, number: Number = None, known_at: KnownAt = None, url: Url = None, json: Json = False
) -> None:
    """Show what is granted, reserved, shipped, left and free on a day: of one account with its layers, or of all."""
    from licet.report.register_json import answer_json, balance_json, instant  # noqa: PLC0415
    from licet.report.register_text import balances_text  # noqa: PLC0415

    reading = Reading()
    day, known = reading.day(valid_at, "--valid-at"), reading.instant(known_at)
    wanted = None if number is None else reading.words(number, "NUMBER")
    reading.end()
    with opened(url) as register:
        found = (
            register.balances(valid_at=day, known_at=known) if wanted is None else _layers(register, wanted, day, known)
        )
        rows = [balance_json(each) for each in found]
    asked = {"valid_at": str(day), "known_at": None if known is None else instant(known)}
    shown = answer_json("balances", **asked, balances=rows)
    typer.echo(as_json(shown) if json else balances_text(rows))


def _layers(register: Register, account: str, day: date, known: datetime | None) -> Iterator[Balance]:
    """Yield the balance of an account and of those above it, nearest first."""
    above: str | None = account
    while above is not None:
        found = register.balance(above, valid_at=day, known_at=known)
        yield found
        above = found.parent


@problems_to_exit
def history(
    number: Number = None,
    order: Annotated[Text, typer.Option(help="Entries of this order only.")] = None,
    known_at: KnownAt = None,
    url: Url = None,
    json: Json = False,
) -> None:
    """Print the journal, oldest first: all of it, of one account, or of one order."""
    from licet.cli.register_output import write_text  # noqa: PLC0415
    from licet.report.register_journal import journal_json  # noqa: PLC0415
    from licet.report.register_json import entry_json, instant  # noqa: PLC0415
    from licet.report.register_text import entry_text  # noqa: PLC0415

    reading = Reading()
    account = None if number is None else reading.words(number, "NUMBER")
    order_id = None if order is None else reading.words(order, "--order")
    known = reading.instant(known_at)
    reading.end()
    with opened(url) as register:
        entries = _any(register.history(account=account, order_id=order_id, known_at=known), account or order_id)
        currency = currencies(register)
        if json:
            asked = {"account": account, "order_id": order_id, "known_at": None if known is None else instant(known)}
            write_text(journal_json(entries, currency, head=register.head(), **asked), None)
        else:
            write_text((entry_text(entry_json(each, currency(each))) + "\n" for each in entries), None)


def _any(entries: Iterator[Entry], of: str | None) -> Iterator[Entry]:
    """Return the entries.

    Raises:
        UsageError: If there is none of the account or order asked about.
    """
    from itertools import chain  # noqa: PLC0415

    from licet.errors import UsageError  # noqa: PLC0415

    first = next(entries, None)
    if first is not None:
        return chain([first], entries)
    if of is not None:
        msg = f"the journal has nothing of {of[:80]!a}; `licet register balance --valid-at DAY` lists the accounts"
        raise UsageError(msg)
    return entries


def currencies(register: Register) -> Callable[[Entry], str | None]:
    """Return a function that tells the currency of an entry's account; None where nothing is in value."""
    from functools import lru_cache  # noqa: PLC0415

    from licet.register import Unit  # noqa: PLC0415

    @lru_cache(maxsize=4_096)
    def of_account(account: str, day: date) -> str | None:
        lines = register.balance(account, valid_at=day).lines
        return next((line.currency for line in lines if line.unit is Unit.VALUE), None)

    def currency(entry: Entry) -> str | None:
        held: str | None = getattr(entry, "currency", None)
        if held is None and any(Unit.VALUE in each for each in (entry.reserved, entry.shipped, entry.limits)):
            return of_account(entry.account, entry.valid_at)
        return held

    return currency


@problems_to_exit
def expiring(
    within: Annotated[str, typer.Option(help="So many days from the first one, such as 90d.")],
    first: Annotated[
        Text, typer.Option("--from", help="The first day looked at; the day on the register's clock if not given.")
    ] = None,
    known_at: KnownAt = None,
    url: Url = None,
    json: Json = False,
) -> None:
    """List the authorisations that cease to be valid soon, with what is left and still reserved."""
    from licet.report.register_json import expiring_json  # noqa: PLC0415
    from licet.report.register_text import expiring_text  # noqa: PLC0415

    reading = Reading()
    start = None if first is None else reading.day(first, "--from")
    days, known = _days(within, reading), reading.instant(known_at)
    reading.end()
    with opened(url) as register:
        start = start or register.instant().date()
        last = _later(start, days)
        shown = expiring_json(start, last, known, register.expiring(start, last, known_at=known))
    typer.echo(as_json(shown) if json else expiring_text(shown))


def _days(within: str, reading: Reading) -> int:
    import re  # noqa: PLC0415

    written = re.fullmatch(r"([0-9]{1,5})d?", within.strip())
    if written is None:
        fault = f"{within[:40]!a} is not a number of days"
        reading.report("bad-value", "--within", fault, "write days such as 90d, at most 99999d")
    return 0 if written is None else int(written[1])


def _later(start: date, days: int) -> date:
    """Return the day so many days later, or the last of all days."""
    from datetime import date, timedelta  # noqa: PLC0415

    return date.max if (date.max - start).days < days else start + timedelta(days=days)


@problems_to_exit
def verify(
    expect_head: Annotated[
        Text, typer.Option(help="A head kept elsewhere; every entry it covers must be there unchanged.")
    ] = None,
    url: Url = None,
    json: Json = False,
) -> None:
    """Read the whole journal, and check every chain, every sum and every limit; exit 5 if anything is wrong."""
    from licet.errors import VerificationFailed  # noqa: PLC0415
    from licet.report.register_json import verification_json  # noqa: PLC0415
    from licet.report.register_text import verification_text  # noqa: PLC0415

    reading = Reading()
    head = None if expect_head is None else reading.words(expect_head, "--expect-head")
    reading.end()
    with opened(url) as register:
        shown = verification_json(register.verify(expect_head=head, progress=_progress()), head)
    typer.echo(as_json(shown) if json else verification_text(shown))
    if not shown["sound"]:
        count = len(shown["faults"])
        msg = (
            f"the register does not verify: {count} fault{'s' if count != 1 else ''}; write nothing to it, "
            "keep it as it is, and compare it with your last backup"
        )
        raise VerificationFailed(msg)


def _progress() -> Callable[[int, int], None] | None:
    """Return a function that shows progress on a terminal."""
    if not sys.stderr.isatty():
        return None

    def show_done(done: int, total: int) -> None:
        if total >= _LONG and (done % _LONG == 0 or done >= total):
            sys.stderr.write(f"\rread {done:,} of {total:,} entries" + ("\n" if done >= total else ""))

    return show_done


@problems_to_exit
def checkpoint(url: Url = None, json: Json = False) -> None:
    """Keep the head of the journal in the register, and print it: note it down elsewhere, for `verify`."""
    from licet.report.register_json import answer_json  # noqa: PLC0415

    with opened(url) as register:
        shown = answer_json("head", head=register.checkpoint())
    typer.echo(as_json(shown) if json else f"head {shown['head']}")
