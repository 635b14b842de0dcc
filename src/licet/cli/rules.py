"""`licet rules`: look at the law, check it, run its case tables."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional

import typer

from licet.cli.output import as_json, problems_to_exit

app = typer.Typer(no_args_is_help=True, help="Look at the law, check it, run its case tables.")

Overlay = Annotated[Optional[list[Path]], typer.Option("--law", help="A folder of rules laid over the pack.", exists=True, file_okay=False)]  # noqa: UP045  typer reads it at run time
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command(epilog="Example: licet rules check --law examples/h200-china-2026/law")
@problems_to_exit
def check(law: Overlay = None, tables: Annotated[Optional[Path], typer.Option(help="A folder of case tables; thresholds without a row are listed.")] = None) -> None:  # noqa: UP045
    """Read every file of the pack and report all faults."""
    from licet.rules import load_law  # noqa: PLC0415
    from licet.rules.boundaries import uncovered_thresholds  # noqa: PLC0415
    from licet.rules.case_table import read_case_tables  # noqa: PLC0415

    loaded = load_law(overlays=law or (), use_cache=False)
    pack = loaded.pack
    versions = sum(len(rule.versions) for rule in pack.rules.values())
    typer.echo(f"{pack.head.title}: {len(pack.rules)} rules, {versions} versions, {len(pack.sets)} set members: no faults")
    if tables is not None:
        wanting = uncovered_thresholds(pack, read_case_tables(tables, loaded))
        for line in wanting:
            typer.echo(line)
        if wanting:
            raise typer.Exit(1)


@app.command(epilog="Example: licet rules test tests/cases")
@problems_to_exit
def test(folder: Annotated[Path, typer.Argument(help="A folder of case tables.", exists=True)] = Path("tests/cases"), law: Overlay = None, json: Json = False) -> None:  # noqa: FBT002
    """Run case tables against the law; exit 5 if a row differs."""
    from licet.evaluate.run_table import run_row  # noqa: PLC0415
    from licet.rules import load_law  # noqa: PLC0415
    from licet.rules.case_table import read_case_tables  # noqa: PLC0415

    loaded = load_law(overlays=law or ())
    results = [run_row(row, loaded) for row in read_case_tables(folder, loaded)]
    wrong = [result for result in results if result.faults]
    if json:
        typer.echo(as_json({"rows": len(results), "wrong": [{"where": r.row.where, "rule": r.row.rule, "name": r.row.name, "faults": list(r.faults)} for r in wrong]}))
    else:
        for result in wrong:
            typer.echo(f"{result.row.where}: {result.row.rule}: {result.row.name}: {'; '.join(result.faults)}")
        typer.echo(f"{len(results) - len(wrong)} passed, {len(wrong)} failed")
    if wrong:
        raise typer.Exit(5)
