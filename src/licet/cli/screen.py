"""`licet screen NAME... | FILE | judge | judgements | again | import | lists | changes`: parties against lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer
from typer.core import TyperGroup

from licet.cli import screen_again, screen_judge, screen_lists, screen_names

if TYPE_CHECKING:
    from typer._click import Context

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
screen_names.add_to(app, NAMES)
screen_judge.add_to(app)
screen_again.add_to(app)
