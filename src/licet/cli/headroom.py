"""`licet headroom`: how far an item is from every line of the law on a day."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from licet.cli.decide import Destination, Json, KnownAt, Overlay, PartyHq, ReadingOption, ValidAt
from licet.cli.output import as_json, problems_to_exit, write_file

if TYPE_CHECKING:
    from licet.verdict import Desk, Query, Words


@problems_to_exit
def headroom(
    item: Annotated[str, typer.Argument(help="An id, name or alias, such as A10.")],
    valid_at: ValidAt = None,
    known_at: KnownAt = None,
    reading: ReadingOption = "enforced",
    destination: Destination = None,
    party_hq: PartyHq = None,
    law: Overlay = None,
    json: Json = False,
    svg: Annotated[Optional[Path], typer.Option(help="Write the threshold chart as SVG.")] = None,  # noqa: UP045
) -> None:
    """Measure an item against every line of the law on a day, and the smallest change across each."""
    from licet.report import headroom_chart, headroom_text  # noqa: PLC0415
    from licet.verdict import Words, headroom_json, open_desk  # noqa: PLC0415
    from licet.verdict import headroom as measured  # noqa: PLC0415

    desk = open_desk(overlays=law or ())
    words = Words(
        item=item, valid_at=valid_at, known_at=known_at, reading=reading, destination=destination, party_hq=party_hq
    )
    found = headroom_json(measured(desk.law, _query(desk, words)))
    if svg is not None:
        write_file(svg, headroom_chart(found).encode())
    typer.echo(as_json(found) if json else headroom_text(found))


def _query(desk: Desk, words: Words) -> Query:
    """Return the query; a problem with the item names the argument, which is no option here."""
    from licet.errors import ProblemsFound  # noqa: PLC0415

    try:
        return desk.query(words)
    except ProblemsFound as found:
        named = (replace(problem, where=problem.where.replace("--item", "ITEM")) for problem in found.problems)
        raise ProblemsFound(named) from None
