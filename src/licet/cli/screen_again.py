"""`licet screen again`: the same parties on newer lists, and what differs from an earlier day."""

from __future__ import annotations

from typing import Annotated

import typer

from licet.cli import screen_lists
from licet.cli.output import as_json, problems_to_exit
from licet.cli.screen_lists import Folder, Json
from licet.cli.screen_names import (
    Addresses,
    AsOf,
    Country,
    JudgementsFile,
    Least,
    Lists,
    Names,
    Numbers,
    asked,
    progress,
    terms_of,
)


def add_to(app: typer.Typer) -> None:
    """Put the command under `licet screen`."""
    example = "Example: licet screen again examples/fictional-list/names.csv --since 2026-06-10"
    app.command("again", epilog=f"{example} --lists examples/fictional-list/lists")(problems_to_exit(again))


def again(
    name: Names,
    since: Annotated[str, typer.Option(help="The day to compare with: the lists as they stood on it.")],
    country: Country = None,
    address: Addresses = None,
    number: Numbers = None,
    list_: Lists = None,
    as_of: AsOf = None,
    least: Least = "possible",
    judgements: JudgementsFile = None,
    lists: Folder = None,
    strict: Annotated[bool, typer.Option(help="Exit 3 if anything differs.")] = False,
    json: Json = False,
) -> None:
    """Look names up again: candidates that came, went or changed since a day, and judgements that are open again."""
    from licet.errors import UsageError  # noqa: PLC0415
    from licet.report.screen_text import again_text  # noqa: PLC0415
    from licet.screen.again import AsOf as Stood  # noqa: PLC0415
    from licet.screen.again import screen_again  # noqa: PLC0415
    from licet.screen.lookup import Lookup  # noqa: PLC0415
    from licet.screen.screened import same_lists  # noqa: PLC0415
    from licet.verdict.screen_json import again_json  # noqa: PLC0415

    table = asked(name, country, address, number)
    terms = terms_of(lists, judgements, list_, as_of, least)
    day = screen_lists.day_or_refuse(since, "--since")
    if day is None or day > terms.day:
        msg = f"--since is a day before the one asked about, {terms.day}"
        raise UsageError(msg)
    earlier = terms.store.as_of(day)
    earlier = same_lists(earlier, terms.listed) if list_ else earlier
    now = Stood(terms.listed, Lookup(terms.listed), terms.day)
    then = Stood(earlier, now.lookup if earlier.version == terms.listed.version else Lookup(earlier), day)
    found = screen_again(
        table.parties, then, now, terms.judgements, least=terms.least, progress=progress(len(table.parties))
    )
    shown = again_json(terms.asking(table), day, earlier.version, found, in_all=len(table.parties))
    typer.echo(as_json(shown) if json else again_text(shown), nl=json)
    if strict and shown["names"]:
        raise typer.Exit(3)
