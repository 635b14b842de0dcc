"""The `licet` command and its sub-commands."""

from __future__ import annotations

import sys
import traceback

import typer

from licet.cli import case, decide, headroom, items, law, read, register, rules, screen, story

INTERNAL_FAULT = 70

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
app.command(epilog="Example: licet status H200 --valid-at 2026-01-29 --known-at 2026-01-28 --buyer ByteDance")(
    story.status
)
app.command(epilog="Example: licet timeline H20 H200 --from 2025-01-01 --html out/timeline.html")(story.timeline)
rules.app.command(epilog="Example: licet rules coverage --json")(law.coverage)
rules.app.command(epilog="Example: licet rules new us.ear.firm.letter-1 --kind requirement --into my-case/law")(law.new)
rules.app.command(epilog="Example: licet rules impact examples/h200-china-2026 --law examples/fictional-letter/law")(
    law.impact
)
app.add_typer(read.app, name="read")
app.add_typer(register.app, name="register")
app.add_typer(rules.app, name="rules")
app.add_typer(screen.app, name="screen")


def main() -> None:
    """Run the command line; a fault of our own ends with status 70 and its traceback."""
    try:
        app()
    except Exception:  # noqa: BLE001  the last place that can tell a fault of ours from one of the caller's
        traceback.print_exc()
        sys.stderr.write("this is a fault of Licet, not of your input; please report it with the lines above\n")
        sys.exit(INTERNAL_FAULT)
