"""`licet determine` and `licet explain`: one movement, both readings, with reasons."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Optional

import typer

from licet.cli.output import as_json, problems_to_exit

if TYPE_CHECKING:
    from licet.verdict import Determination

Text = Optional[str]  # noqa: UP045  typer reads it at run time
Item = Annotated[Text, typer.Option("--item", help="An id, name or alias, such as H200.")]
Destination = Annotated[Text, typer.Option(help="ISO 3166-1 alpha-2 code.")]
ShipFrom = Annotated[Text, typer.Option(help="ISO 3166-1 alpha-2 code.")]
Movement = Annotated[Text, typer.Option(help="export, reexport, export_from_abroad, transfer, domestic or import.")]
Exporter = Annotated[Text, typer.Option(help="The exporter; the maker is assumed if not given.")]
Quantity = Annotated[Text, typer.Option(help="Units; 1 if not given.")]
Party = Annotated[
    list[str] | None,
    typer.Option(help="role=end_user,hq=CN,parent_hq=CN; `-` says there is no parent. May be repeated."),
]
PartyHq = Annotated[
    Text, typer.Option(help="One consignee and end user, seated there like its ultimate parent; parties complete.")
]
Complete = Annotated[Text, typer.Option(help="Are the parties given all there are? yes, no or unknown.")]
PlaceOfUse = Annotated[Text, typer.Option(help="ISO 3166-1 alpha-2 code.")]
EndUse = Annotated[Text, typer.Option(help="What the item is for.")]
Claim = Annotated[Text, typer.Option(help="A licence number, an exception's symbol, or NLR.")]
ValidAt = Annotated[
    Text, typer.Option(help="As if shipped on this day; the last day the law was checked for if not given.")
]
KnownAt = Annotated[Text, typer.Option(help="Only what was public on this day counts.")]
ReadingOption = Annotated[str, typer.Option(help="text or enforced.")]
Set = Annotated[
    list[str] | None, typer.Option("--set", help="fact=value, for facts that may be asserted. May be repeated.")
]
Overlay = Annotated[
    list[Path] | None,
    typer.Option("--law", help="A folder of rules laid over the pack.", exists=True, file_okay=False),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@problems_to_exit
def determine(
    item: Item = None,
    destination: Destination = None,
    ship_from: ShipFrom = None,
    movement: Movement = None,
    exporter: Exporter = None,
    quantity: Quantity = None,
    party: Party = None,
    party_hq: PartyHq = None,
    parties_complete: Complete = None,
    place_of_use: PlaceOfUse = None,
    end_use: EndUse = None,
    claim: Claim = None,
    valid_at: ValidAt = None,
    known_at: KnownAt = None,
    reading: ReadingOption = "enforced",
    facts: Set = None,
    law: Overlay = None,
    json: Json = False,
) -> None:
    """Determine what the law requires of one movement of one item."""
    from licet.report import determination_text  # noqa: PLC0415
    from licet.verdict import determination_json  # noqa: PLC0415

    answer = _answer(locals(), law)
    shown = determination_json(answer)
    typer.echo(as_json(shown) if json else determination_text(shown))


@problems_to_exit
def explain(
    case: Annotated[Optional[Path], typer.Argument(help="A case folder.")] = None,  # noqa: UP045
    order_id: Annotated[Text, typer.Argument(help="A line of the case.")] = None,
    item: Item = None,
    destination: Destination = None,
    ship_from: ShipFrom = None,
    movement: Movement = None,
    exporter: Exporter = None,
    quantity: Quantity = None,
    party: Party = None,
    party_hq: PartyHq = None,
    parties_complete: Complete = None,
    place_of_use: PlaceOfUse = None,
    end_use: EndUse = None,
    claim: Claim = None,
    valid_at: ValidAt = None,
    known_at: KnownAt = None,
    reading: ReadingOption = "enforced",
    facts: Set = None,
    law: Overlay = None,
    json: Json = False,
) -> None:
    """Explain a determination down to each comparison: of one movement, or of one line of a case."""
    from licet.report import determination_text, explanation_text  # noqa: PLC0415
    from licet.verdict import determination_json  # noqa: PLC0415

    if case is not None:
        answer = _answer_of_line(case, order_id, valid_at=valid_at, known_at=known_at, reading=reading)
    else:
        answer = _answer(locals(), law)
    shown = determination_json(answer, explained=True)
    typer.echo(as_json(shown) if json else f"{determination_text(shown)}\n{explanation_text(shown['explanation'])}")


def _answer(given: dict[str, Any], law: list[Path] | None) -> Determination:
    from licet.errors import UsageError  # noqa: PLC0415
    from licet.verdict import Words, determine, open_desk  # noqa: PLC0415

    if not given["item"]:
        msg = "which item? Give --item, such as --item H200"
        raise UsageError(msg)
    desk = open_desk(overlays=law or ())
    plain = (
        "item",
        "destination",
        "ship_from",
        "movement",
        "exporter",
        "quantity",
        "party_hq",
        "parties_complete",
        "place_of_use",
        "end_use",
        "valid_at",
        "known_at",
        "reading",
    )
    words = Words(
        **{name: given[name] for name in plain},
        parties=given["party"] or (),
        facts=given["facts"] or (),
        authority_claimed=given["claim"],
    )
    return determine(desk.law, desk.query(words), chronicle=desk.chronicle)


def _answer_of_line(
    folder: Path, order_id: str | None, *, valid_at: str | None, known_at: str | None, reading: str
) -> Determination:
    from licet.cli.case import ask_of  # noqa: PLC0415
    from licet.errors import UsageError  # noqa: PLC0415
    from licet.verdict import determine_line, find_screening, open_case, order_named  # noqa: PLC0415

    if not order_id:
        msg = "which line? Give the order id after the folder"
        raise UsageError(msg)
    desk, case = open_case(folder)
    ask = ask_of(valid_at=valid_at, known_at=known_at, reading=reading)
    order = order_named(case, order_id)
    day = ask.valid_at or case.valid_at
    if day is None:
        msg = "for which day? Give --valid-at YYYY-MM-DD"
        raise UsageError(msg)
    ask = replace(ask, screening=find_screening(folder))
    return determine_line(order, case, desk.law, ask, day, chronicle=desk.chronicle)
