"""`licet screen NAME... | import | lists | changes`: party lists as they stood, and who a name may stand for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from licet.cli import screen_lists, screen_names
from licet.cli.output import as_json, problems_to_exit
from licet.cli.screen_lists import Folder, Json, Text

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from typer._click import Context

    from licet.verdict import Screening

NAMES = "names"


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
    help="Party lists: import them, show and compare them, look names up (`licet screen NAME...`).",
)
screen_lists.add_to(app)
screen_names.add_to(app)


@app.command(NAMES, epilog='Example: licet screen names "Grey Heron Trading" --lists examples/fictional-list/lists')
@problems_to_exit
def names(
    name: Annotated[list[str], typer.Argument(help="Names, each in quotation marks.")],
    country: Annotated[Text, typer.Option(help="Where the party is; shown as evidence, drops nothing.")] = None,
    as_of: Annotated[Text, typer.Option("--as-of", help="Ask the lists as they stood on a day.")] = None,
    lists: Folder = None,
    json: Json = False,
) -> None:
    """Look names up: exact name and alias only (the default command; its word may be left out)."""
    from licet.verdict import names_json  # noqa: PLC0415

    screen_names.check_letters([*name, country or ""])
    day = screen_lists.day_or_refuse(as_of, "--as-of")
    shown = names_json(name, screening_of(lists, day), country)
    typer.echo(as_json(shown) if json else "\n".join(_names_text(shown, day)))


def screening_of(folder: Path | None, as_of: date | None = None) -> Screening:
    """Return the lists of the folder named, else of the user's own, as they stood on a day, ready to be asked."""
    from licet.screen import ListIndex  # noqa: PLC0415
    from licet.verdict import Screening  # noqa: PLC0415

    return Screening(ListIndex(screen_lists.read_the_store(folder).as_of(as_of)), screen_lists.origin(folder))


def _names_text(shown: dict[str, Any], day: date | None) -> list[str]:
    from licet.report.layout import clean  # noqa: PLC0415

    lists = shown["lists"]
    hold = f"generated {lists['generated']}, may hold to {lists['last_day']}"
    stale = f"; stale on {day}" if day is not None and str(day) > lists["last_day"] else ""
    lines = [f"{clean(lists['title'])}, {hold}{stale}; {clean(lists['origin'])}"]
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
