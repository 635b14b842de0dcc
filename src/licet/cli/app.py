"""The `licet` command and its sub-commands."""

from __future__ import annotations

import typer

from licet.cli import case, decide, headroom, items, rules

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="May it ship? Both keys, dated and cited.",
)
app.command(epilog="Example: licet init my-case")(case.init)
app.command(epilog="Example: licet check examples/h200-china-2026 --valid-at 2026-01-20 --html out/report.html")(
    case.check
)
app.command(
    epilog="Example: licet determine --item H200 --destination CN --ship-from US --party-hq CN --valid-at 2026-01-20"
)(decide.determine)
app.command(epilog="Example: licet explain --item A10 --destination CN --party-hq CN --valid-at 2024-06-03")(
    decide.explain
)
app.command(epilog="Example: licet headroom A10 --valid-at 2026-01-20 --svg out/a10.svg")(headroom.headroom)
app.command(epilog="Example: licet items compare H200 H20")(items.items)
app.add_typer(rules.app, name="rules")


def main() -> None:
    """Run the command line."""
    app()
