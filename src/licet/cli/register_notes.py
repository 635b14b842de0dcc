"""`licet register answer | override | approve`: what named persons say of an order, kept beside the balances."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from licet.cli.output import problems_to_exit
from licet.cli.register_options import By, DryRun, Json, OwnId, Reading, Reason, Text, Url, ValidAt, post

if TYPE_CHECKING:
    from datetime import date

    from licet.ledger import Statement

Order = Annotated[str, typer.Argument(metavar="ORDER", help="The order line.")]
Second = Annotated[str, typer.Option(help="The second named person, who is not the first.")]
Needed = Annotated[
    str, typer.Option(help="Which document says so; of a file, its name and its digest are kept, not the file.")
]


@problems_to_exit
def answer(
    question: Annotated[
        str, typer.Argument(metavar="QUESTION", help="The id of the condition, such as kyc; or red_flag:ID.")
    ],
    order: Annotated[str, typer.Option(help="The order line it is about.")],
    said_: Annotated[str, typer.Option("--answer", help="yes, no or unknown; of a red flag also resolved.")],
    by: By,
    on: Annotated[str, typer.Option(help="The day it was answered, YYYY-MM-DD.")],
    document: Needed,
    url: Url = None,
    reason: Reason = "answered",
    own_id: OwnId = None,
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Answer a question of a licence or of the law about an order, by name and document."""
    from licet.verdict.red_flags import answers_to  # noqa: PLC0415

    reading = Reading()
    day = reading.day(on, "--on")
    content: dict[str, str | None] = {
        "question": reading.words(question, "QUESTION"),
        "answer": reading.choice(said_.strip().casefold(), "--answer", answers_to(question)),
        "on": str(day),
    }
    reading.words(document, "--document")
    said = reading.said(by, reason, document)
    _note("answer", reading, order, day, said, content, url=url, own_id=own_id, dry_run=dry_run, json=json)


@problems_to_exit
def override(
    order: Order,
    cause: Annotated[str, typer.Option(help="The cause that is overridden, as `licet check` names it.")],
    valid_at: ValidAt,
    by: By,
    reason: Reason,
    document: Needed,
    second: Second = "",
    until: Annotated[
        Text, typer.Option(help="The last day it counts, YYYY-MM-DD; without an end if not given.")
    ] = None,
    url: Url = None,
    own_id: OwnId = None,
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Take a cause that leaves units undetermined as settled for one order: two named persons, a reason, a document."""
    from licet.verdict import check_override  # noqa: PLC0415

    reading = Reading()
    first = reading.day(valid_at, "--valid-at")
    last = None if until is None else reading.day(until, "--until")
    if last is not None and last < first and not reading.problems:
        reading.report("bad-period", "--until", f"{last} is before {first}", "write the last day it counts")
    content: dict[str, str | None] = {
        "cause": reading.words(cause, "--cause"),
        "until": None if last is None else str(last),
    }
    said = _two(reading, by, second, reason, document)
    reading.end()
    check_override(content["cause"] or "")
    _note("override", reading, order, first, said, content, url=url, own_id=own_id, dry_run=dry_run, json=json)


@problems_to_exit
def approve(
    order: Order,
    valid_at: ValidAt,
    by: By,
    reason: Reason,
    document: Needed,
    second: Second = "",
    url: Url = None,
    own_id: OwnId = None,
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Approve that stated facts of an order changed: two named persons, a reason, a document."""
    reading = Reading()
    day = reading.day(valid_at, "--valid-at")
    said = _two(reading, by, second, reason, document)
    content: dict[str, str | None] = {"of": "fact_change"}
    _note("approval", reading, order, day, said, content, url=url, own_id=own_id, dry_run=dry_run, json=json)


def _two(reading: Reading, by: str, second: str, reason: str, document: str) -> Statement:
    """Return what two persons say.

    Raises:
        ProblemsFound: With every fault of the call.
        LimitRefused: If the second person is wanting, or is the first.
    """
    from licet.verdict import two_persons  # noqa: PLC0415

    reading.words(document, "--document")
    said = reading.said(by, reason, document, second=second)
    reading.end()
    two_persons(said.author, said.second)
    return said


def _note(
    kind: str,
    reading: Reading,
    order: str,
    day: date,
    said: Statement,
    content: dict[str, str | None],
    *,
    url: str | None,
    own_id: str | None,
    dry_run: bool,
    json: bool,
) -> None:
    from licet.ledger import EntryKind, Note  # noqa: PLC0415

    order_id = reading.words(order, "ORDER")
    operation_id = reading.own_id(own_id)
    reading.end()
    note = Note(
        operation_id=operation_id, valid_at=day, said=said, kind=EntryKind(kind), order_id=order_id, content=content
    )
    post(url, note, own_id=own_id, dry_run=dry_run, json=json)
