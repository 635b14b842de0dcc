"""`licet screen NAME... | FILE`: who names may stand for on the lists, by equal names and by likeness."""

from __future__ import annotations

from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from licet.cli import screen_lists
from licet.cli.output import problems_to_exit
from licet.cli.screen_lists import Folder, Json, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from licet.screen.asked_parties import AskedTable
    from licet.screen.history import ListStore
    from licet.screen.judgements import Judgements
    from licet.screen.listed import ListedParties
    from licet.screen.match import Level
    from licet.verdict.screen_json import Asking

Texts = Optional[list[str]]  # noqa: UP045  Typer reads it at run time
File = Optional[Path]  # noqa: UP045
Names = Annotated[
    list[str], typer.Argument(metavar="NAME... | FILE", help="Names, each in quotation marks; or one CSV or XLSX file.")
]
Country = Annotated[Text, typer.Option(help="Where the party is, as DE; shown as evidence, drops nothing.")]
Addresses = Annotated[Texts, typer.Option("--address", help="An address of the party; may be given again.")]
Numbers = Annotated[Texts, typer.Option("--number", help="A registration number of the party; may be given again.")]
Lists = Annotated[Texts, typer.Option("--list", help="The code of a list to look at alone; may be given again.")]
AsOf = Annotated[
    Text, typer.Option("--as-of", help="The lists as they stood on a day, and the judgements that count on it.")
]
Least = Annotated[str, typer.Option("--min", help="exact, strong or possible: what is less alike is left out.")]
JudgementsFile = Annotated[
    File, typer.Option("--judgements", help="The file of judgements; judgements.csv beside the lists if not given.")
]
_LONG = 2_000  # names that take a while


def add_to(app: typer.Typer, name: str) -> None:
    """Put the command under `licet screen`."""
    example = 'Example: licet screen names "Gray Heron Trading" --country AE --lists examples/fictional-list/lists'
    app.command(name, epilog=example)(problems_to_exit(names))


def names(
    name: Names,
    country: Country = None,
    address: Addresses = None,
    number: Numbers = None,
    list_: Lists = None,
    as_of: AsOf = None,
    least: Least = "possible",
    judgements: JudgementsFile = None,
    lists: Folder = None,
    strict: Annotated[
        bool, typer.Option(help="Exit 3 if a name is not clear, or a data set is stale or missing on the day.")
    ] = False,
    json: Json = False,
    csv: Annotated[File, typer.Option(help="Write a row for each candidate as CSV.")] = None,
    xlsx: Annotated[File, typer.Option(help="Write a row for each candidate as XLSX.")] = None,
    html: Annotated[File, typer.Option(help="Write the answer as one HTML page.")] = None,
) -> None:
    """Look names up: equal names, then likeness in spelling, order, script; addresses and numbers (the default)."""
    from licet.cli.screen_output import Outputs  # noqa: PLC0415
    from licet.screen.lookup import Lookup  # noqa: PLC0415
    from licet.screen.screened import Outcome, screen_parties  # noqa: PLC0415
    from licet.verdict.screen_json import foot_json, head_json, screened_json  # noqa: PLC0415

    table = asked(name, country, address, number)
    terms = terms_of(lists, judgements, list_, as_of, least)
    lookup, in_all = Lookup(terms.listed, folder=index_folder(lists, list_, as_of)), len(table.parties)
    counts: Counter[Outcome] = Counter()
    with ExitStack() as stack:
        outputs = Outputs(stack, head_json(terms.asking(table)), in_all, json=json, csv=csv, xlsx=xlsx, html=html)
        for each in screen_parties(
            table.parties, lookup, terms.judgements, terms.day, least=terms.least, progress=progress(in_all)
        ):
            counts[each.outcome] += 1
            outputs.add(screened_json(each))
        outputs.end(foot_json(counts))
    if strict and (terms.is_too_old or any(count and not outcome.is_clear for outcome, count in counts.items())):
        raise typer.Exit(3)


def index_folder(lists: Path | None, only: list[str] | None, as_of: str | None) -> Path | None:
    """Return where the index of the newest lists is kept; None where other lists are asked."""
    if only or as_of is not None:
        return None
    return lists or screen_lists.data_folder_or_refuse()


def asked(name: list[str], country: str | None, address: list[str] | None, number: list[str] | None) -> AskedTable:
    """Return whom to look up: the names given, or the parties of the file given.

    Raises:
        UsageError: If a file is given with anything beside it.
        ProblemsFound: With the faults of the names or of the file.
    """
    from licet.errors import UsageError  # noqa: PLC0415
    from licet.screen.asked_parties import TABLES, AskedTable, asked_names, read_asked  # noqa: PLC0415

    files = [each for each in name if each.casefold().endswith(TABLES)]
    if not files:
        parties = asked_names(name, country=country, addresses=address or (), ids=number or ())
        return AskedTable(parties)
    if len(name) > 1 or country is not None or address or number:
        msg = f"{files[0]} is a table: give it alone; country, addresses and ids stand in its columns"
        raise UsageError(msg)
    table = read_asked(Path(files[0]))
    for warning in table.warnings:
        typer.echo(f"warning: {warning}", err=True)
    return table


@dataclass(frozen=True, slots=True)
class Terms:
    """What names are looked up on, and how."""

    folder: Path | None
    store: ListStore
    listed: ListedParties
    judgements: Judgements
    judgements_file: Path | None
    as_of: date | None
    day: date
    least: Level
    only: tuple[str, ...]

    @property
    def is_too_old(self) -> bool:
        """Whether a data set is stale on the day asked about, or has no vintage for it; False if no day was named."""
        version, day = self.listed.version, self.as_of
        return day is not None and (bool(version.not_yet) or any(day > part.last_day for part in version.each_source))

    def asking(self, table: AskedTable) -> Asking:
        """Return what stands at the head of the answer."""
        from licet.verdict.screen_json import Asking  # noqa: PLC0415

        return Asking(
            self.listed.version,
            screen_lists.origin(self.folder),
            self.day,
            as_of=self.as_of,
            least=self.least,
            only=self.only,
            judgements=str(self.judgements_file or ""),
            judged=len(self.judgements.rows),
            warnings=table.warnings,
        )


def terms_of(
    folder: Path | None, judgements: Path | None, only: Sequence[str] | None, as_of: str | None, least: str
) -> Terms:
    """Read the lists and the judgements.

    Raises:
        UsageError: If an option is none that can be.
        ProblemsFound: If the lists or the judgements cannot be used.
    """
    from licet.screen.screened import day_on_file, only_lists  # noqa: PLC0415

    day, level = screen_lists.day_or_refuse(as_of, "--as-of"), level_or_refuse(least)
    store = screen_lists.read_the_store(folder)
    listed = only_lists(store.as_of(day), only or ())
    file, judged = read_judged(folder, judgements)
    on = day or day_on_file(listed.version, judged)
    return Terms(folder, store, listed, judged, file, day, on, level, tuple(only or ()))


def read_judged(folder: Path | None, chosen: Path | None) -> tuple[Path | None, Judgements]:
    """Return the judgements of the file chosen, else of the one beside the lists, else none; and which file it is.

    Raises:
        ProblemsFound: With the faults of the file, or if the one chosen is not there.
    """
    from licet.screen.judgements import FILE_NAME, Judgements, read_judgements  # noqa: PLC0415

    path = chosen or (folder or screen_lists.data_folder_or_refuse()) / FILE_NAME
    if chosen is None and not path.exists():
        return None, Judgements(())
    return path, Judgements(read_judgements(path))


def level_or_refuse(text: str) -> Level:
    """Return the level that `--min` states.

    Raises:
        UsageError: If it is none.
    """
    from licet.errors import UsageError  # noqa: PLC0415
    from licet.screen.match import Level  # noqa: PLC0415

    levels = {each.value: each for each in Level if each is not Level.WEAK}
    if text not in levels:
        msg = f"--min is one of {', '.join(levels)}, not {text!a}"
        raise UsageError(msg)
    return levels[text]


def progress(in_all: int) -> Callable[[int, int], None] | None:
    """Return a function that shows progress on a terminal, where there are many names."""
    import sys  # noqa: PLC0415

    if in_all < _LONG or not sys.stderr.isatty():
        return None

    def show(done: int, total: int) -> None:
        sys.stderr.write(f"\rlooked up {done:,} of {total:,}" + ("\n" if done == total else ""))

    return show
