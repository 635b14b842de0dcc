"""`licet screen NAME... | import | lists`: party lists of a stated day, and who a name may stand for on them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Optional

import typer
from typer.core import TyperGroup

from licet.cli.output import as_json, problems_to_exit, table, write_file

if TYPE_CHECKING:
    from typer._click import Context

    from licet.screen import ListedParties
    from licet.verdict import Screening

NAMES = "names"
Text = Optional[str]  # noqa: UP045  Typer reads it at run time
Folder = Annotated[
    Optional[Path],  # noqa: UP045
    typer.Option("--lists", help="A folder of imported lists; the user's data folder if not given."),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


class _NamesByDefault(TyperGroup):
    """Takes words that are no command for names to look up: `licet screen "Some Company"`."""

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """Put the command that looks names up before what is no command."""
        if args and args[0] not in self.commands and args[0] not in {"--help", "-h"}:
            args = [NAMES, *args]
        return super().parse_args(ctx, args)


app = typer.Typer(
    cls=_NamesByDefault,
    no_args_is_help=True,
    help="Party lists: import them, show them, look names up (`licet screen NAME...`).",
)


@app.command(NAMES, epilog='Example: licet screen names "Grey Heron Trading" --lists examples/fictional-list/lists')
@problems_to_exit
def names(
    name: Annotated[list[str], typer.Argument(help="Names, each in quotation marks.")],
    country: Annotated[Text, typer.Option(help="Where the party is; shown as evidence, drops nothing.")] = None,
    lists: Folder = None,
    json: Json = False,
) -> None:
    """Look names up: exact name and alias only (the default command; its word may be left out)."""
    from licet.verdict import names_json  # noqa: PLC0415

    _check_letters([*name, country or ""])
    shown = names_json(name, _screening(lists), country)
    typer.echo(as_json(shown) if json else "\n".join(_names_text(shown)))


@app.command(
    "import", epilog="Example: licet screen import examples/fictional-list/screening-list.json --into my-case/lists"
)
@problems_to_exit
def import_(
    file: Annotated[Path, typer.Argument(help="The file as downloaded; docs/screening.md says which.")],
    into: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(help="A folder, such as CASE/lists; the user's data folder if not given."),
    ] = None,
) -> None:
    """Read a downloaded list, check it whole, and keep it in the form that checks use."""
    from licet.screen import LISTS_FILE, packed, read_screening_list  # noqa: PLC0415

    folder = into or _data_folder()
    listed = read_screening_list(file)
    path = folder / LISTS_FILE
    write_file(path, packed(listed))
    version = listed.version
    typer.echo(
        f"imported {version.parties:,} parties of {len(version.lists)} lists, generated {version.generated}: {path}"
    )
    several = _several_in_one(listed)
    if several:
        typer.echo(f"{several:,} names hold several names in one (a.k.a.); such a name is compared whole")


@app.command("lists", epilog="Example: licet screen lists --lists examples/fictional-list/lists")
@problems_to_exit
def lists_(lists: Folder = None, json: Json = False) -> None:
    """Show which lists are imported: how many parties, generated when, from what."""
    from licet.verdict import version_json  # noqa: PLC0415

    screening = _screening(lists)
    shown = {"origin": screening.origin, **version_json(screening.version)}
    typer.echo(as_json(shown) if json else _lists_text(shown))


def _data_folder() -> Path:
    from licet.errors import UsageError  # noqa: PLC0415
    from licet.screen import data_folder  # noqa: PLC0415

    folder = data_folder(os.environ)
    if folder is None:
        msg = "there is no data folder: set LICET_DATA, or name a folder"
        raise UsageError(msg)
    return folder


def _screening(folder: Path | None) -> Screening:
    from licet.screen import ListIndex, read_lists  # noqa: PLC0415
    from licet.verdict import Screening  # noqa: PLC0415

    origin = "the lists in the user's data folder" if folder is None else f"the lists in {folder}"
    return Screening(ListIndex(read_lists(folder or _data_folder())), origin)


def _check_letters(texts: list[str]) -> None:
    """Refuse what is no text: a byte of another encoding, given as an argument, has no letter."""
    from licet.errors import ProblemsFound  # noqa: PLC0415
    from licet.problem import Problem  # noqa: PLC0415

    problems = []
    for text in texts:
        try:
            text.encode("utf-8")
        except UnicodeEncodeError:
            problems.append(Problem("not-utf-8", "NAME", f"{text!a} is not UTF-8", "write it in UTF-8"))
    if problems:
        raise ProblemsFound(problems)


def _several_in_one(listed: ListedParties) -> int:
    return sum("a.k.a" in party.name.casefold() for party in listed.parties)


def _names_text(shown: dict[str, Any]) -> list[str]:
    from licet.report.layout import clean  # noqa: PLC0415

    lists = shown["lists"]
    lines = [f"{clean(lists['title'])}, generated {lists['generated']}; {clean(lists['origin'])}"]
    for name in shown["names"]:
        lines.append("")
        found = name["possible_matches"]
        if not name["looked_up"]:
            lines.append(f"{clean(name['name'])}: no letter to compare; not looked up")
        elif not found:
            lines.append(f"{clean(name['name'])}: no exact match by name or alias")
        for match in found:
            alias = f" (alias {clean(match['matched'])})" if match["by"] == "alias" else ""
            lines.append(f"{clean(name['name'])}: possible match with {clean(match['name'])}{alias}")
            lines.append(f"    {clean(match['list_name'])}; {clean(match['citation'])}")
            lines += [f"    {clean(each)}" for each in match["evidence"]]
    return [*lines, "", f"Not tested: {shown['not_tested']}. A named person must judge who it is."]


def _lists_text(shown: dict[str, Any]) -> str:
    from licet.report.layout import clean  # noqa: PLC0415

    rows = [
        {"list": each["code"], "parties": f"{each['parties']:,}", "name": clean(each["name"])}
        for each in shown["lists"]
    ]
    head = [
        f"{clean(shown['title'])}: {shown['parties']:,} parties; {clean(shown['origin'])}",
        f"generated {shown['generated']}, may hold to {shown['last_day']}",
        f"from {clean(shown['source'])}",
        f"sha256 of the file {shown['sha256']}",
    ]
    return "\n".join([*head, "", table(rows)])
