"""`licet rules coverage | new | impact`: how much of the law is held, a rule to fill in, what a change would do."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated, Optional

import typer

from licet.cli.output import as_json, problems_to_exit

Text = Optional[str]  # noqa: UP045  Typer reads it at run time
Folder = Optional[Path]  # noqa: UP045
Overlay = Annotated[
    Optional[list[Path]],  # noqa: UP045
    typer.Option("--law", help="A folder of rules laid over the pack, repeatable.", exists=True, file_okay=False),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@problems_to_exit
def coverage(law: Overlay = None, json: Json = False) -> None:
    """Say how much of the law the pack holds: how well it was read, what is encoded, every gap with its reason."""
    from licet.report import coverage_text  # noqa: PLC0415
    from licet.rules import load_law, rules_root  # noqa: PLC0415
    from licet.rules.coverage import coverage_json, read_coverage  # noqa: PLC0415

    pack = load_law(overlays=law or ()).pack
    shown = coverage_json(read_coverage(pack, rules_root() / "us" / "ear"))
    typer.echo(as_json(shown) if json else coverage_text(shown).rstrip("\n"))


@problems_to_exit
def new(
    rule: Annotated[str, typer.Argument(metavar="ID", help="The new rule's id, such as us.ear.firm.letter-1.")],
    kind: Annotated[
        str, typer.Option(help="definition, classification, requirement, exception or review_policy.")
    ] = "requirement",
    into: Annotated[Path, typer.Option(help="A folder laid over the pack, or a folder of the pack.")] = Path("law"),
    path: Annotated[Text, typer.Option(help="The rule's file below --into; named after the id if not given.")] = None,
    tables: Annotated[Folder, typer.Option(help="The folder of case tables; `cases` beside --into.")] = None,
    doc: Annotated[Text, typer.Option(help="The instrument's key in sources.yaml.")] = None,
    start: Annotated[
        Text, typer.Option("--from", help="The first day in force; the last day the law was checked for if not given.")
    ] = None,
) -> None:
    """Write a rule file to fill in, and its case table; nothing is overwritten."""
    from licet.rules.new_rule import draft_rule  # noqa: PLC0415

    draft = draft_rule(rule, kind, into=into, path=path, tables=tables, doc=doc, start=start)
    draft.write()
    rule_file, table, *sources = (file for file, _ in draft.files)
    typer.echo(f"wrote a rule to fill in: {rule_file}\nwrote its case table: {table}")
    for file in sources:
        typer.echo(f"wrote an entry for its instrument: {file}")
    typer.echo("first the rows of the table, then the rule; docs/maintaining-the-law.md says in which order")


@problems_to_exit
def impact(
    folder: Annotated[Path, typer.Argument(metavar="CASE", help="A case folder.")],
    law: Overlay = None,
    against: Annotated[
        Folder, typer.Option(help="The rule package before the change: a checkout, or its folder of rules.")
    ] = None,
    valid_at: Annotated[Text, typer.Option(help="As if shipped on this day; case.toml's if not given.")] = None,
    known_at: Annotated[Text, typer.Option(help="Only what was public on this day counts.")] = None,
    reading: Annotated[str, typer.Option(help="text or enforced.")] = "enforced",
    json: Json = False,
) -> None:
    """Tell which answers of a case change, and by which rule: with --law laid over, or --against an earlier pack."""
    from licet.cli.case import ask_of  # noqa: PLC0415
    from licet.report import impact_text  # noqa: PLC0415
    from licet.verdict import find_screening  # noqa: PLC0415
    from licet.verdict.impact import impact as impact_on  # noqa: PLC0415
    from licet.verdict.impact import open_sides  # noqa: PLC0415
    from licet.verdict.impact_json import impact_json  # noqa: PLC0415

    ask = ask_of(valid_at=valid_at, known_at=known_at, reading=reading)
    ask = replace(ask, screening=find_screening(folder))
    sides = open_sides(folder, law=law or (), against=against)
    shown = impact_json(impact_on(folder, sides, ask), sides)
    typer.echo(as_json(shown) if json else impact_text(shown).rstrip("\n"))
