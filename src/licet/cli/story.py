"""`licet status` and `licet timeline`: the state of both keys on a day, and over time."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional

import typer

from licet.cli.output import as_json, problems_to_exit, write_file

Text = Optional[str]  # noqa: UP045  Typer reads it at run time
File = Optional[Path]  # noqa: UP045
Acts = Annotated[
    Optional[list[Path]],  # noqa: UP045
    typer.Option("--acts", help="A folder of acts laid over the record, repeatable.", exists=True, file_okay=False),
]
KnownAt = Annotated[Text, typer.Option(help="Only what was public on this day counts.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@problems_to_exit
def status(
    item: Annotated[str, typer.Argument(metavar="ITEM", help="An id, name or alias, such as H200.")],
    key: Annotated[Text, typer.Option(help="us:export or cn:import; both if not given.")] = None,
    buyer: Annotated[Text, typer.Option(help="The buyer, by name.")] = None,
    use: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option(help="A use or kind of user that acts name, such as military; `not military` denies it."),
    ] = None,
    place: Annotated[Text, typer.Option(help="The place of use, ISO 3166-1 alpha-2.")] = None,
    valid_at: Annotated[
        Text, typer.Option(help="On this day; the last day that acts were gathered for if not given.")
    ] = None,
    known_at: KnownAt = None,
    acts: Acts = None,
    json: Json = False,
) -> None:
    """Show the state of both keys for an item on a day: what stands, since when, who says so, for whom."""
    from licet.report import status_text  # noqa: PLC0415
    from licet.verdict import StatusWords, open_desk  # noqa: PLC0415
    from licet.verdict import status as status_of  # noqa: PLC0415

    words = StatusWords(item, key=key, buyer=buyer, uses=use or (), place=place, valid_at=valid_at, known_at=known_at)
    shown = status_of(open_desk(acts=acts or ()), words)
    typer.echo(as_json(shown) if json else status_text(shown).rstrip("\n"))


@problems_to_exit
def timeline(
    items: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Argument(
            metavar="[ITEM]...", help="Ids, names or aliases; every family that acts name if none is given."
        ),
    ] = None,
    first: Annotated[Text, typer.Option("--from", help="The first day shown.")] = None,
    last: Annotated[Text, typer.Option("--to", help="The last day shown.")] = None,
    known_at: Annotated[
        Text, typer.Option(help="Tell apart what was public on this day and what came out later.")
    ] = None,
    acts: Acts = None,
    json: Json = False,
    html: Annotated[File, typer.Option(help="Write one self-contained page.")] = None,
    svg: Annotated[File, typer.Option(help="Write the chart as SVG.")] = None,
    csv: Annotated[File, typer.Option(help="Write the acts as CSV.")] = None,
    ics: Annotated[File, typer.Option(help="Write the acts as iCalendar.")] = None,
) -> None:
    """Show both keys of some items over time: bands of states, with visits, meetings and statements as marks."""
    from licet import report  # noqa: PLC0415
    from licet.verdict import open_desk  # noqa: PLC0415
    from licet.verdict import timeline as timeline_of  # noqa: PLC0415

    desk = open_desk(acts=acts or ())
    shown = timeline_of(desk, items or (), first=first, last=last, known_at=known_at)
    writers = (
        (html, report.timeline_html),
        (svg, report.timeline_svg),
        (csv, report.timeline_csv),
        (ics, report.timeline_icalendar),
    )
    for path, write in writers:
        if path is not None:
            write_file(path, write(shown).encode())
    typer.echo(as_json(shown) if json else report.timeline_text(shown).rstrip("\n"))
