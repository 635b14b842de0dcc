"""`licet rules`: look at the law, check it, run its case tables."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Optional

import typer

from licet.cli.output import as_json, problems_to_exit, table
from licet.cli.rules_check import check_report

if TYPE_CHECKING:
    from collections.abc import Iterator

    from licet.citation import Citation
    from licet.rules import Rule, Version
    from licet.rules.model import Clause

app = typer.Typer(no_args_is_help=True, help="Look at the law, check it, run its case tables.")

Overlay = Annotated[
    Optional[list[Path]],  # noqa: UP045  Typer reads it at run time
    typer.Option("--law", help="A folder of rules laid over the pack.", exists=True, file_okay=False),
]
Tables = Annotated[
    Optional[Path],  # noqa: UP045
    typer.Option(
        help="A folder of case tables; thresholds that no row tries are reported.", exists=True, file_okay=False
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command(epilog="Example: licet rules check --tables tests/cases")
@problems_to_exit
def check(
    law: Overlay = None,
    tables: Tables = None,
    prove: Annotated[
        bool, typer.Option("--prove", help="Also look, with a solver, for faults over every case there can be.")
    ] = False,
    seconds: Annotated[float, typer.Option(min=0.001, max=3600, help="The longest time for one question.")] = 10,
    json: Json = False,
) -> None:
    """Read every file of the pack and report all faults."""
    from licet.errors import ProblemsFound  # noqa: PLC0415
    from licet.rules import load_law, rules_root  # noqa: PLC0415
    from licet.rules.boundaries import uncovered_days, uncovered_thresholds  # noqa: PLC0415
    from licet.rules.case_table import read_case_tables  # noqa: PLC0415
    from licet.rules.coverage import read_coverage  # noqa: PLC0415

    loaded = load_law(overlays=law or (), use_cache=False)
    pack = loaded.pack
    read_coverage(pack, rules_root() / "us" / "ear")
    rows = read_case_tables(tables, loaded) if tables is not None else None
    untried = [] if rows is None else [*uncovered_thresholds(pack, rows), *uncovered_days(pack, rows)]
    report = check_report(loaded, untried, seconds=seconds if prove else None, overlaid=bool(law))
    if json:
        typer.echo(as_json(report.json()))
    else:
        report.print_cases()
    if report.problems:
        raise ProblemsFound(report.problems)
    if not json:
        versions = sum(len(rule.versions) for rule in pack.rules.values())
        counts = f"{len(pack.rules)} rules, {versions} versions, {len(pack.sets)} set members"
        typer.echo(f"{pack.head.title}: {counts}{report.asked}: no faults")


@app.command("test", epilog="Example: licet rules test tests/cases")
@problems_to_exit
def run_tables(
    folder: Annotated[Path, typer.Argument(help="A folder of case tables.", exists=True)] = Path("tests/cases"),
    law: Overlay = None,
    json: Json = False,
) -> None:
    """Run case tables against the law; exit 5 if a row differs."""
    from licet.evaluate.run_table import run_row  # noqa: PLC0415
    from licet.rules import load_law  # noqa: PLC0415
    from licet.rules.case_table import read_case_tables  # noqa: PLC0415

    loaded = load_law(overlays=law or ())
    results = [run_row(row, loaded) for row in read_case_tables(folder, loaded)]
    wrong = [
        {"where": found.row.where, "rule": found.row.rule, "name": found.row.name, "faults": "; ".join(found.faults)}
        for found in results
        if found.faults
    ]
    if json:
        typer.echo(as_json({"rows": len(results), "wrong": wrong}))
    else:
        for row in wrong:
            typer.echo(f"{row['where']}: {row['rule']}: {row['name']}: {row['faults']}")
        typer.echo(f"{len(results) - len(wrong)} passed, {len(wrong)} failed")
    if wrong:
        raise typer.Exit(5)


@app.command("list", epilog="Example: licet rules list --valid-at 2026-01-20")
@problems_to_exit
def list_rules(
    valid_at: Annotated[Optional[str], typer.Option(help="Only versions in force on this day.")] = None,  # noqa: UP045
    law: Overlay = None,
    json: Json = False,
) -> None:
    """List every rule version: its dates, status and how well its source was read."""
    from licet.cli.case import ask_of  # noqa: PLC0415
    from licet.rules import load_law  # noqa: PLC0415

    day = ask_of(valid_at=valid_at, known_at=None, reading="text").valid_at
    rows = [
        {
            "rule": rule.id,
            "kind": rule.kind.value,
            "from": str(version.in_force_from),
            "to": str(version.in_force_to or ""),
            "status": version.status.value,
            "grade": version.source.grade.value,
            "title": rule.title,
        }
        for rule in load_law(overlays=law or ()).pack.rules.values()
        for version in rule.versions
        if day is None or (version.in_force_from <= day and (version.in_force_to is None or day < version.in_force_to))
    ]
    typer.echo(as_json(rows) if json else table(rows))


@app.command(epilog="Example: licet rules facts --json")
@problems_to_exit
def facts(law: Overlay = None, json: Json = False) -> None:
    """List every fact a rule may read, and which of them may be stated with --set or in facts.csv."""
    from licet.rules import load_law  # noqa: PLC0415

    rows = [
        {
            "fact": fact.name,
            "of": fact.subject.value,
            "type": fact.type.value,
            "unit": fact.unit,
            "may be stated": "yes" if fact.assertable else "no",
            "remedy": fact.remedy.value,
            "question": fact.question or fact.definition,
        }
        for fact in load_law(overlays=law or ()).schema
    ]
    typer.echo(as_json(rows) if json else table(rows))


@app.command(epilog="Example: licet rules show us.ear.742.6.a.6.iii.A")
@problems_to_exit
def show(
    rule: Annotated[str, typer.Argument(help="A rule's id; part of one lists what fits.")],
    law: Overlay = None,
    json: Json = False,
) -> None:
    """Show one rule: every version with its limbs, dates, citations and evidence."""
    from difflib import get_close_matches  # noqa: PLC0415

    from licet.errors import ProblemsFound  # noqa: PLC0415
    from licet.problem import Problem  # noqa: PLC0415
    from licet.rules import load_law  # noqa: PLC0415

    rules = load_law(overlays=law or ()).pack.rules
    found = rules.get(rule)
    if found is None:
        near = [name for name in rules if rule.casefold() in name.casefold()] or get_close_matches(rule, rules, n=5)
        mend = f"perhaps {', '.join(near[:8])}" if near else "see `licet rules list`"
        raise ProblemsFound([Problem("unknown-rule", rule[:80], "there is no such rule", mend)])
    shown = _rule_json(found)
    typer.echo(as_json(shown) if json else "\n".join(_text(shown)))


def _rule_json(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "title": rule.title,
        "kind": rule.kind.value,
        "file": rule.where.split(":", 1)[0],
        "defines": rule.defines or None,
        "overrides": list(rule.overrides),
        "versions": [_version_json(version) for version in rule.versions],
    }


def _version_json(version: Version) -> dict[str, Any]:
    from licet.rules.consistency import limbs_of  # noqa: PLC0415
    from licet.rules.expression import shown  # noqa: PLC0415

    days = ("in_force_from", "in_force_to", "comply_from", "public_from")
    return {
        **{name: str(getattr(version, name) or "") or None for name in days},
        "status": version.status.value,
        "reason": version.reason or version.question or None,
        "source": _source_json(version.source),
        "limbs": [
            {"label": limb.label, "test": shown(limb.test), "exception": limb in version.unless}
            for limb in sorted(limbs_of(version), key=lambda limb: _line(limb.where))
            if limb.test is not None
        ],
        "stayed": [_clause_json(clause) for clause in version.stayed],
        "not_enforced": [_clause_json(clause) for clause in version.not_enforced],
        "addressees": [{"party": told.party, "notified_on": str(told.notified_on)} for told in version.addressees],
        "conditions": [{"id": part.id, "citation": part.at, "question": part.question} for part in version.conditions],
        "outcome": dict(version.outcome),
    }


def _clause_json(clause: Clause) -> dict[str, Any]:
    from licet.rules.expression import shown  # noqa: PLC0415

    return {
        "from": str(clause.start or ""),
        "to": str(clause.end or "") or None,
        "when": shown(clause.when) if clause.when else "",
        "by": "instrument" if clause.by_instrument else "announcement",
        "source": str(clause.source),
    }


def _line(where: str) -> tuple[int, int]:
    _, line, column = where.rsplit(":", 2)
    return int(line), int(column)


def _source_json(source: Citation) -> dict[str, Any]:
    return {"citation": str(source), "grade": source.grade.value, "evidence": list(source.evidence)}


def _text(rule: dict[str, Any]) -> Iterator[str]:
    yield f"{rule['id']}: {rule['title']} ({rule['kind']}; {rule['file']})"
    if rule["defines"]:
        yield f"  defines {rule['defines']}"
    for version in rule["versions"]:
        comply = f", compliance from {version['comply_from']}" if version["comply_from"] else ""
        end = version["in_force_to"] or "today and on"
        yield f"  from {version['in_force_from']} to {end}{comply}: {version['status']}"
        yield f"    {version['source']['citation']} ({version['source']['grade']})"
        yield from (f"      {page}" for page in version["source"]["evidence"])
        if version["reason"]:
            yield f"    {version['reason']}"
        for limb in version["limbs"]:
            yield f"    {'unless ' if limb['exception'] else ''}{limb['label'] or '-'}: {limb['test']}"
        for word, clauses in (("stayed", version["stayed"]), ("not enforced", version["not_enforced"])):
            for clause in clauses:
                span = f"from {clause['from']}" + (f" to {clause['to']}" if clause["to"] else "")
                where = f" where {clause['when']}" if clause["when"] else ""
                yield f"    {word} {span} by {clause['by']}{where} [{clause['source']}]"
        yield from (f"    binds {told['party']}, told on {told['notified_on']}" for told in version["addressees"])
        yield from (
            f"    condition {part['id']}: {part['question']} [{part['citation']}]" for part in version["conditions"]
        )
        if version["outcome"]:
            yield "    gives " + ", ".join(f"{name} = {value}" for name, value in version["outcome"].items())
