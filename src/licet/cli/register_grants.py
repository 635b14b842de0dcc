"""`licet register init | grant | import | amend | suspend | resume | revoke`: what is on file, and in which state."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from licet.cli.output import as_json, problems_to_exit
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
    named,
    opened,
    post,
    put,
)

if TYPE_CHECKING:
    from datetime import date

    from licet.ledger import Register, Resume, Revoke, Suspend
    from licet.register import Authorisation

Number = Annotated[str, typer.Argument(metavar="NUMBER", help="The number of an authorisation.")]
_EACH = typer.Option("--number", help="This number only, with the layers above it; may be repeated.")
TermsFile = Annotated[Path, typer.Argument(metavar="FILE", help="Terms, as in authorisations.yaml.")]
AnyFile = Annotated[
    Path, typer.Argument(metavar="FILE", help="Terms as in authorisations.yaml, or earlier use as CSV or XLSX.")
]


@problems_to_exit
def init(url: Url = None, json: Json = False) -> None:
    """Make a register; one that is there already is left as it is."""
    from licet.ledger import Register  # noqa: PLC0415
    from licet.report.register_json import answer_json  # noqa: PLC0415

    with Register.create(named(url)) as register:
        shown = answer_json("register", register=register.url, head=register.head())
    typer.echo(as_json(shown) if json else f"register: {shown['register']}\nhead: {shown['head']}")


@problems_to_exit
def grant(
    file: TermsFile,
    by: By,
    number: Annotated[Optional[list[str]], _EACH] = None,  # noqa: UP045
    url: Url = None,
    reason: Reason = "granted",
    document: Document = "",
    own_id: OwnId = None,
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Put the authorisations of a file on file, from their first day; those there with equal terms stay."""
    from licet.cli.register_import import import_terms  # noqa: PLC0415

    import_terms(
        file, url, Reading(), by=by, reason=reason, document=document, own_id=own_id, numbers=number or ()
    ).put(dry_run=dry_run, json=json)


@problems_to_exit
def import_(
    file: AnyFile,
    by: By,
    url: Url = None,
    reason: Reason = "imported",
    document: Document = "",
    own_id: OwnId = None,
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Bring over what was kept elsewhere: terms (YAML) or earlier use (a table). All of it, or nothing."""
    from licet.cli.register_import import import_terms, import_use  # noqa: PLC0415

    reading = Reading()
    if file.suffix.casefold() in {".csv", ".xlsx"}:
        import_use(file, url, reading, by=by, reason=reason, document=document).put(dry_run=dry_run, json=json)
    else:
        import_terms(file, url, reading, by=by, reason=reason, document=document, own_id=own_id).put(
            dry_run=dry_run, json=json
        )


@problems_to_exit
def amend(
    number: Number,
    valid_at: ValidAt,
    by: By,
    reason: Reason,
    url: Url = None,
    file: Annotated[File, typer.Option(help="The complete new terms, as in authorisations.yaml.")] = None,
    pieces: Annotated[Text, typer.Option(help="The new limit in pieces.")] = None,
    value: Annotated[Text, typer.Option(help="The new limit in value, in whole units of its currency.")] = None,
    currency: Annotated[Text, typer.Option(help="Of --value, if the terms name none.")] = None,
    tpp: Annotated[Text, typer.Option(help="The new limit in TPP.")] = None,
    valid_to: Annotated[Text, typer.Option(help="The first day on which it is no longer valid; - for no end.")] = None,
    document: Document = "",
    own_id: OwnId = None,
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Change the terms of an authorisation from a day on, and show what differs."""
    from licet.cli.register_terms import NewTerms, new_terms  # noqa: PLC0415
    from licet.ledger import Amend  # noqa: PLC0415
    from licet.register import terms_of  # noqa: PLC0415
    from licet.report.register_text import differences_text  # noqa: PLC0415
    from licet.report.register_words import differences  # noqa: PLC0415

    reading = Reading()
    day, said = reading.day(valid_at, "--valid-at"), reading.said(by, reason, document)
    operation_id = reading.own_id(own_id)
    asked = NewTerms(file, pieces, value, currency, tpp, valid_to)
    with opened(url) as register:
        before = on_file(register, number, day)
        after = new_terms(before, asked, reading)
        changed = differences(terms_of(before), terms_of(after))
        operation = Amend(operation_id=operation_id, valid_at=day, said=said, authorisation=after)
        put(
            register,
            operation,
            own_id=own_id,
            dry_run=dry_run,
            json=json,
            before=differences_text(changed),
            differences=changed,
        )


@problems_to_exit
def suspend(
    number: Number,
    valid_at: ValidAt,
    by: By,
    reason: Reason,
    url: Url = None,
    document: Document = "",
    own_id: OwnId = None,
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Stop an authorisation from a day on, until it is resumed."""
    from licet.ledger import Suspend  # noqa: PLC0415

    operation = _change(Suspend, number, valid_at, by=by, reason=reason, document=document, own_id=own_id)
    post(url, operation, own_id=own_id, dry_run=dry_run, json=json)


@problems_to_exit
def resume(
    number: Number,
    valid_at: ValidAt,
    by: By,
    reason: Reason,
    url: Url = None,
    document: Document = "",
    own_id: OwnId = None,
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """End a suspension on a day."""
    from licet.ledger import Resume  # noqa: PLC0415

    operation = _change(Resume, number, valid_at, by=by, reason=reason, document=document, own_id=own_id)
    post(url, operation, own_id=own_id, dry_run=dry_run, json=json)


@problems_to_exit
def revoke(
    number: Number,
    valid_at: ValidAt,
    by: By,
    reason: Reason,
    url: Url = None,
    document: Document = "",
    own_id: OwnId = None,
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """End an authorisation from a day on; what is reserved under it can then only be voided."""
    from licet.ledger import Revoke  # noqa: PLC0415

    operation = _change(Revoke, number, valid_at, by=by, reason=reason, document=document, own_id=own_id)
    post(url, operation, own_id=own_id, dry_run=dry_run, json=json)


def _change(
    kind: type[Suspend | Resume | Revoke],
    number: str,
    valid_at: str,
    *,
    by: str,
    reason: str,
    document: str,
    own_id: str | None,
) -> Suspend | Resume | Revoke:
    reading = Reading()
    wanted = reading.words(number, "NUMBER")
    day, said = reading.day(valid_at, "--valid-at"), reading.said(by, reason, document)
    operation_id = reading.own_id(own_id)
    reading.end()
    return kind(operation_id=operation_id, valid_at=day, said=said, number=wanted)


def on_file(register: Register, number: str, day: date) -> Authorisation:
    """Return the terms of an authorisation as they stand on a day.

    Raises:
        UsageError: If it is not on file by then.
    """
    return layers_on_file(register, number, day)[0]


def layers_on_file(register: Register, number: str, day: date) -> tuple[Authorisation, ...]:
    """Return an authorisation and those above it as they stand on a day, nearest first.

    Raises:
        UsageError: If it is not on file by then.
    """
    from licet.errors import UsageError  # noqa: PLC0415
    from licet.register.authorisation import layers_of  # noqa: PLC0415

    by_number = {each.authorisation.number: each.authorisation for each in register.authorisations(valid_at=day)}
    if number not in by_number:
        msg = f"{number[:80]} is not on file on {day}; `licet register show --valid-at {day}` lists what is"
        raise UsageError(msg)
    return layers_of(number, by_number)
