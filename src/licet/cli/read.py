"""`licet read PATH... | review`: documents read into claims, events and proposed acts, and what a person decides."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Optional

import typer
from typer.core import TyperGroup

from licet.cli.output import as_json, problems_to_exit, write_file
from licet.cli.story import Acts, Json

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from typer._click import Context

    from licet.evidence import Decision, Proposal, Reading
    from licet.evidence.claims.cues import Vocabulary
    from licet.evidence.claims.model_reader import ModelReader, Sending
    from licet.verdict import Desk

PILE = "pile"
Text = Optional[str]  # noqa: UP045  Typer reads it at run time
File = Optional[Path]  # noqa: UP045
Texts = Optional[list[str]]  # noqa: UP045
Paths = Annotated[
    list[str], typer.Argument(metavar="PATH...", help="Files, folders, ZIP archives, or addresses (https://...).")
]
Title = Annotated[str, typer.Option(help="What the page is called.")]
MANY = 50  # documents from which progress is shown


class _PathsByDefault(TyperGroup):
    """Takes words that are no command for documents to read: `licet read report.txt`."""

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """Put the command that reads a pile before what is no command."""
        if args and args[0] not in self.commands and args[0] not in {"--help", "-h"}:
            args = [PILE, *args]
        return super().parse_args(ctx, args)


app = typer.Typer(
    cls=_PathsByDefault,
    no_args_is_help=True,
    help="Documents to claims, events and proposed acts (`licet read PATH...`); `review` accepts or rejects them.",
)


@app.command(PILE, epilog="Example: licet read pile examples/fictional-news --html out/reading.html")
@problems_to_exit
def pile(
    paths: Paths,
    acts: Acts = None,
    case: Annotated[File, typer.Option(help="A case folder: which of its lines each act bears on.")] = None,
    title: Title = "",
    model_url: Annotated[
        Text, typer.Option("--model-url", help="A second reader: an address that speaks the chat-completions protocol.")
    ] = None,
    model: Annotated[str, typer.Option(help="The model's name there; its key is read from LICET_MODEL_KEY.")] = "",
    *,
    timeline: Annotated[bool, typer.Option("--timeline", help="Show the events in order of time only.")] = False,
    show_blocks: Annotated[bool, typer.Option("--show-blocks", help="Show how each document was taken apart.")] = False,
    json: Json = False,
    csv: Annotated[File, typer.Option(help="Write the claims as CSV.")] = None,
    html: Annotated[File, typer.Option(help="Write the reading view as one HTML page.")] = None,
) -> None:
    """Read documents: what each says was done, by whom, when, in which words, and where they disagree."""
    from licet.report import reading_csv, reading_html, reading_text  # noqa: PLC0415
    from licet.verdict import open_desk  # noqa: PLC0415

    desk = open_desk(acts=acts or ())
    reading = read_pile(paths, desk, second=_second(model_url, model))
    shown = _shown(reading, desk, acts or (), title=title, case=case)
    typer.echo(as_json(shown) if json else reading_text(shown, show_blocks=show_blocks, only_events=timeline))
    if csv is not None:
        write_file(csv, reading_csv(shown).encode())
    if html is not None:
        write_file(html, reading_html(shown).encode())


@app.command(epilog="Example: licet read review examples/fictional-news --acts out/acts")
@problems_to_exit
def review(
    paths: Paths,
    into: Annotated[Path, typer.Option("--acts", help="The folder of acts to write into, such as CASE/acts.")],
    accept: Annotated[Texts, typer.Option(help="An event whose act is taken into the record; repeatable.")] = None,
    reject: Annotated[Texts, typer.Option(help="An event that is not to be recorded; repeatable.")] = None,
    by: Annotated[str, typer.Option(help="Who decides.")] = "",
    on: Annotated[Text, typer.Option(help="The day of the decision.")] = None,
    reason: Annotated[str, typer.Option(help="Why, in a sentence.")] = "",
    json: Json = False,
) -> None:
    """Show what is proposed and undecided; accept or reject events by their ids, under a name and with a reason."""
    from licet.evidence import accepted, rejected  # noqa: PLC0415
    from licet.verdict import open_desk  # noqa: PLC0415

    wanted = [*((each, True) for each in accept or ()), *((each, False) for each in reject or ())]
    day = _decided_on(wanted, by, on, reason)
    desk = open_desk(acts=[into] if into.is_dir() else ())
    reading = read_pile(paths, desk)
    found = _named(reading, [event for event, _ in wanted])
    done = []
    for proposal, (event, is_accepted) in zip(found, wanted, strict=True):
        if is_accepted:
            path = accepted(into, proposal, by, day, reason)
            done.append(f"accepted {event}: {path}")
        else:
            rejected(into, proposal, by, day, reason)
            done.append(f"rejected {event}")
    if json:
        typer.echo(as_json(_shown(reading, desk, [into])))
        return
    typer.echo("\n".join(done or _open_ones(reading, into)))


def read_pile(
    paths: Sequence[str], desk: Desk, *, second: Callable[[Vocabulary], ModelReader] | None = None
) -> Reading:
    """Read documents with the record of a desk; addresses are fetched, since the user names them.

    Raises:
        UsageError: If the rule package has no record of acts.
        ProblemsFound: If nothing could be read.
    """
    from licet.errors import ProblemsFound, UsageError  # noqa: PLC0415
    from licet.evidence import read  # noqa: PLC0415
    from licet.evidence.intake.fetch import Fetcher  # noqa: PLC0415
    from licet.problem import Problem  # noqa: PLC0415
    from licet.rules import rules_root  # noqa: PLC0415

    if desk.chronicle is None:
        msg = "the rule package has no record of acts to read documents against"
        raise UsageError(msg)
    story, root = desk.chronicle.story, rules_root()
    reading = read(list(paths), story, root, fetch=Fetcher(), second=second, progress=_progress())
    if not reading.pile.documents:
        empty = Problem(
            "nothing-to-read", ", ".join(paths), "no document is there", "name files, a folder or an archive"
        )
        raise ProblemsFound(list(reading.problems) or [empty])
    return reading


def _second(address: str | None, model: str) -> Callable[[Vocabulary], ModelReader] | None:
    """Return what makes the second reader that the options name; it asks before it sends anything."""
    import os  # noqa: PLC0415

    from licet.errors import UsageError  # noqa: PLC0415

    if address is None:
        return None
    if not model.strip():
        msg = "a second reader needs the model's name: --model NAME"
        raise UsageError(msg)
    from licet.evidence.claims.model_reader import Endpoint, ModelReader  # noqa: PLC0415

    endpoint = Endpoint(address, model, os.environ.get("LICET_MODEL_KEY", ""))
    return lambda vocabulary: ModelReader(endpoint, vocabulary, _agreed)


def _agreed(sending: Sending) -> bool:
    """Ask, each run, whether the texts may be sent out."""
    what = f"{sending.documents:,} documents with {sending.characters:,} characters"
    return typer.confirm(f"Send {what} to {sending.address} (model {sending.model})?", default=False, err=True)


def _shown(
    reading: Reading, desk: Desk, acts: Sequence[Path], *, title: str = "", case: Path | None = None
) -> dict[str, Any]:
    from licet.verdict import reading_json  # noqa: PLC0415

    assert desk.chronicle is not None  # noqa: S101  read_pile refuses
    return reading_json(
        reading,
        desk.chronicle.story,
        desk.catalogue,
        title=title,
        decisions=_decisions(reading, acts),
        affected=None if case is None else _affected(reading, case, acts),
    )


def _affected(reading: Reading, folder: Path, acts: Sequence[Path]) -> dict[str, list[dict[str, Any]]]:
    from licet.verdict import affected_lines, check, open_case  # noqa: PLC0415

    desk, case = open_case(folder)
    del acts  # the case has its own
    book = check(case, desk.law, chronicle=desk.chronicle)
    return {} if desk.chronicle is None else affected_lines(reading.proposals, book, desk.chronicle)


def _decisions(reading: Reading, acts: Sequence[Path]) -> dict[str, Decision]:
    from licet.evidence import decided  # noqa: PLC0415

    found = {}
    for folder in acts:
        for proposal in reading.proposals:
            decision = decided(folder, proposal)
            if decision is not None:
                found[proposal.event.event_id] = decision
    return found


def _named(reading: Reading, events: Sequence[str]) -> list[Proposal]:
    """Return the proposals of events, named by id or by the start of one.

    Raises:
        ProblemsFound: For each that is unknown, or stands for several.
    """
    from licet.errors import ProblemsFound  # noqa: PLC0415
    from licet.problem import Problem  # noqa: PLC0415

    problems, found = [], []
    for event in events:
        fitting = [each for each in reading.proposals if each.event.event_id.startswith(event)] if event else []
        if len(fitting) == 1:
            found += fitting
        else:
            what = "no event has this id" if not fitting else f"{len(fitting)} events have ids that start so"
            problems.append(Problem("unknown-event", event or "--accept", what, "copy the id that `licet read` shows"))
    if problems:
        raise ProblemsFound(problems)
    return found


def _decided_on(wanted: Sequence[tuple[str, bool]], by: str, on: str | None, reason: str) -> date:
    from licet.errors import UsageError  # noqa: PLC0415

    if not wanted:
        return date.min
    try:
        day = date.fromisoformat(on or "")
    except ValueError:
        msg = "--on is the day of the decision, written 2026-01-30"
        raise UsageError(msg) from None
    if not by.strip() or not reason.strip():
        msg = "a decision needs a person and a reason: --by NAME --reason TEXT"
        raise UsageError(msg)
    return day


def _open_ones(reading: Reading, folder: Path) -> list[str]:
    from licet.evidence import Standing, decided  # noqa: PLC0415
    from licet.report.layout import clean  # noqa: PLC0415

    lines = []
    for proposal in reading.proposals:
        if proposal.standing is Standing.PROPOSED and proposal.act and decided(folder, proposal) is None:
            act = proposal.act
            about = f"{act.key} {act.state}" if act.key else act.mark.value if act.mark else ""
            lines += [f"{proposal.event.event_id}  {about}  {act.happened.first}  {clean(act.title)}"]
            lines += [f"    {clean(each.quote)}" for each in proposal.quotes]
    return lines or ["nothing is proposed that is not decided"]


def _progress() -> Callable[[int, int], None] | None:
    """Return a function that shows progress on a terminal."""
    import sys  # noqa: PLC0415

    if not sys.stderr.isatty():
        return None

    def show(done: int, total: int) -> None:
        if total >= MANY:
            sys.stderr.write(f"\r{done:,} of {total:,} documents read{'' if done < total else chr(10)}")
            sys.stderr.flush()

    return show
