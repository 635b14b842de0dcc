"""`licet init` and `licet check`: a folder of orders, and the verdict on each line."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from licet.cli.output import as_json, problems_to_exit, write_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from licet.problem import Problem
    from licet.verdict import Ask

Text = Optional[str]  # noqa: UP045  typer reads it at run time
File = Optional[Path]  # noqa: UP045


@problems_to_exit
def init(folder: Annotated[Path, typer.Argument(help="A folder that does not exist yet, or is empty.")]) -> None:
    """Write a case to fill in."""
    from licet.case import write_starter  # noqa: PLC0415

    write_starter(folder)
    typer.echo(f"wrote a case to fill in: {folder}")
    typer.echo(f"then: licet check {folder} --valid-at YYYY-MM-DD (or set valid_at in {folder / 'case.toml'})")


@contextmanager
def _uncollected() -> Iterator[None]:
    """Put off the search for circular garbage: among so many answers that are all kept it takes as long as they do."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@problems_to_exit
@_uncollected()
def check(
    folder: Annotated[Path, typer.Argument(metavar="CASE", help="A case folder.")],
    valid_at: Annotated[Text, typer.Option(help="As if shipped on this day; case.toml's if not given.")] = None,
    known_at: Annotated[Text, typer.Option(help="Only what was public on this day counts.")] = None,
    at: Annotated[str, typer.Option(help="valid_at, or ship_on to judge each line on its own date.")] = "valid_at",
    reading: Annotated[str, typer.Option(help="text or enforced.")] = "enforced",
    assign: Annotated[Text, typer.Option(help="Choose among fitting licences: earliest-expiry or largest.")] = None,
    assume_unchanged: Annotated[
        list[str] | None, typer.Option(help="A data set whose age is overlooked: law, lists or acts.")
    ] = None,
    lists: Annotated[
        File, typer.Option(help="A folder of imported party lists; else CASE/lists, else the user's.")
    ] = None,
    only: Annotated[
        list[str] | None, typer.Option(help="Show and count this order only; every line is judged all the same.")
    ] = None,
    strict: Annotated[bool, typer.Option(help="Exit 3 if a line is not wholly released.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    csv: Annotated[File, typer.Option(help="Write the board as CSV.")] = None,
    xlsx: Annotated[File, typer.Option(help="Write the board as XLSX.")] = None,
    html: Annotated[File, typer.Option(help="Write the report as one HTML page.")] = None,
) -> None:
    """Judge every line of a case: release, hold or undetermined, and why."""
    from licet.report import board, board_csv, board_xlsx  # noqa: PLC0415
    from licet.verdict import check as check_case  # noqa: PLC0415
    from licet.verdict import check_json, find_screening, only_lines, open_case  # noqa: PLC0415

    ask = ask_of(
        valid_at=valid_at, known_at=known_at, reading=reading, at=at, assign=assign, assume_unchanged=assume_unchanged
    )
    desk, case = open_case(folder)
    ask = replace(ask, screening=find_screening(folder, chosen=lists))
    book = check_case(case, desk.law, ask, chronicle=desk.chronicle, progress=_progress(len(case.orders)))
    book = only_lines(book, only) if only else book
    shown = check_json(book)
    typer.echo(as_json(shown) if json else board(shown))
    if csv is not None:
        write_file(csv, board_csv(shown).encode())
    if xlsx is not None:
        write_file(xlsx, board_xlsx(shown))
    if html is not None:
        from licet.cli.page import report_page  # noqa: PLC0415  the chart is slow to import

        write_file(html, report_page(book, desk).encode())
    if strict and any(line.verdict != "release" for line in book.lines):
        raise typer.Exit(3)


def _progress(lines: int) -> Callable[[int, int], None] | None:
    """Return a function that shows progress on a terminal, where the book is long."""
    import sys  # noqa: PLC0415

    long_book = 5_000
    if lines < long_book or not sys.stderr.isatty():
        return None

    def show(done: int, total: int) -> None:
        if done % 1000 == 0 or done == total:
            sys.stderr.write(f"\rjudged {done:,} of {total:,} lines" + ("\n" if done == total else ""))

    return show


def ask_of(
    *,
    valid_at: str | None,
    known_at: str | None,
    reading: str,
    at: str = "valid_at",
    assign: str | None = None,
    assume_unchanged: list[str] | None = None,
) -> Ask:
    """Read the options of a check; all faults at once."""
    from licet.errors import ProblemsFound  # noqa: PLC0415
    from licet.problem import Problem  # noqa: PLC0415
    from licet.rules import Reading  # noqa: PLC0415
    from licet.verdict import DATA_SETS, RANKINGS, Ask, day_said  # noqa: PLC0415

    problems: list[Problem] = []
    days = {name: day_said(text, name, problems) for name, text in (("--valid-at", valid_at), ("--known-at", known_at))}
    choices = {
        "--at": (at, ("valid_at", "ship_on")),
        "--reading": (reading, tuple(each.value for each in Reading)),
        "--assign": (assign, tuple(RANKINGS)),
    }
    for where, (given, known) in choices.items():
        if given is not None and given not in known:
            problems.append(Problem("bad-value", where, f"{given[:40]!r} is not known", f"use {' or '.join(known)}"))
    for name in assume_unchanged or ():
        if name not in DATA_SETS:
            mend = f"use {' or '.join(DATA_SETS)}"
            problems.append(Problem("bad-value", "--assume-unchanged", f"{name[:40]!r} is not known", mend))
    if problems:
        raise ProblemsFound(problems)
    return Ask(
        valid_at=days["--valid-at"],
        known_at=days["--known-at"],
        reading=Reading(reading),
        at_ship_on=at == "ship_on",
        assign=assign,
        assume_unchanged=frozenset(assume_unchanged or ()),
    )
