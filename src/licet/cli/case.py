"""`licet init` and `licet check`: a folder of orders, and the verdict on each line."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Optional

import typer

from licet.cli.output import as_json, problems_to_exit, write_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime

    from licet.case import Case
    from licet.ledger import Register
    from licet.problem import Problem
    from licet.verdict import Ask, CheckedBook, Desk

Text = Optional[str]  # noqa: UP045  typer reads it at run time
File = Optional[Path]  # noqa: UP045
_ASSIGN = typer.Option(
    help="Choose among fitting licences: earliest-expiry, largest (covers most of the line), or cheapest (the line "
    "takes the smallest share of what its tightest limit has left)."
)
_REGISTER = typer.Option(envvar="LICET_REGISTER", help="Draw on this register's licences, balances and notes as well.")
_CHANGES_SINCE = typer.Option(
    help="Only what changed since a day or an instant, and why: by the register's notes, else by what was public then."
)


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
    assign: Annotated[Text, _ASSIGN] = None,
    register: Annotated[Text, _REGISTER] = None,
    reserve: Annotated[bool, typer.Option(help="Reserve what is released in the register, all or nothing.")] = False,
    by: Annotated[str, typer.Option(help="Who reserves it.")] = "",
    document: Annotated[str, typer.Option(help="By which document.")] = "",
    changes_since: Annotated[Text, _CHANGES_SINCE] = None,
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
    from licet.report import board  # noqa: PLC0415
    from licet.verdict import check_json, find_screening, only_lines, open_case  # noqa: PLC0415

    ask = ask_of(
        valid_at=valid_at, known_at=known_at, reading=reading, at=at, assign=assign, assume_unchanged=assume_unchanged
    )
    since = _check_options(register, reserve=reserve, by=by, document=document, only=only, since=changes_since)
    with _opened(register) as opened:
        desk, case = open_case(folder)
        ask = replace(ask, screening=find_screening(folder, chosen=lists), register=opened)
        book = _judged(desk, case, ask, reserve=reserve, by=by, document=document)
        book = only_lines(book, only) if only else book
        shown = check_json(book)
        if since is not None:
            typer.echo(_changes(book, desk, since, json=json))
        else:
            typer.echo(as_json(shown) if json else board(shown))
    _write_tables(shown, csv, xlsx)
    if html is not None:
        from licet.cli.page import report_page  # noqa: PLC0415  the chart is slow to import

        write_file(html, report_page(book, desk).encode())
    if strict and any(line.verdict != "release" for line in book.lines):
        raise typer.Exit(3)


def _write_tables(shown: Mapping[str, Any], csv: Path | None, xlsx: Path | None) -> None:
    from licet.report import board_csv, board_xlsx  # noqa: PLC0415

    if csv is not None:
        write_file(csv, board_csv(shown).encode())
    if xlsx is not None:
        write_file(xlsx, board_xlsx(shown))


def _judged(desk: Desk, case: Case, ask: Ask, *, reserve: bool, by: str, document: str) -> CheckedBook:
    from licet.verdict import check  # noqa: PLC0415

    progress = _progress(len(case.orders))
    if not reserve:
        return check(case, desk.law, ask, chronicle=desk.chronicle, progress=progress)
    from licet.verdict.reserving import check_and_reserve  # noqa: PLC0415  a database is slow to import

    return check_and_reserve(
        case, desk.law, ask, author=by, document=document, chronicle=desk.chronicle, progress=progress
    )


def _changes(book: CheckedBook, desk: Desk, since: datetime, *, json: bool) -> str:
    from licet.report import changes_text  # noqa: PLC0415
    from licet.verdict import changes_json, changes_since  # noqa: PLC0415

    found = changes_json(changes_since(book, since, chronicle=desk.chronicle))
    return as_json(found) if json else changes_text(found)


@contextmanager
def _opened(url: str | None) -> Iterator[Register | None]:
    """Open a register, if one is named, and close it at the end."""
    if not url:
        yield None
        return
    from licet.ledger import Register  # noqa: PLC0415  a database is slow to import

    with Register.open(url) as register:
        yield register


def _check_options(
    register: str | None, *, reserve: bool, by: str, document: str, only: list[str] | None, since: str | None
) -> datetime | None:
    """Refuse options that do not go together; return since when changes are asked."""
    from licet.errors import ProblemsFound, UsageError  # noqa: PLC0415
    from licet.verdict import instant_said  # noqa: PLC0415

    if reserve and not register:
        msg = "--reserve needs a register: name one with --register URL, or in LICET_REGISTER"
        raise UsageError(msg)
    if reserve and not by.strip():
        msg = "--reserve needs the person who reserves: --by NAME"
        raise UsageError(msg)
    if reserve and (only or since is not None):
        msg = f"--reserve takes the whole book: leave out {'--only' if only else '--changes-since'}"
        raise UsageError(msg)
    if (by or document) and not reserve:
        msg = "--by and --document say who reserves and why: they go with --reserve"
        raise UsageError(msg)
    problems: list[Problem] = []
    found = instant_said(since, "--changes-since", problems)
    if problems:
        raise ProblemsFound(problems)
    return found


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
