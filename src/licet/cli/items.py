"""`licet items`: look at the catalogue, and compare two items."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from licet.cli.output import as_json, problems_to_exit, table

if TYPE_CHECKING:
    from licet.catalogue import Catalogue, Item

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@problems_to_exit
def items(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="[ITEM] | compare A B", help="An id, name or alias; none lists all."),
    ] = None,
    json: Json = False,
) -> None:
    """List the catalogue, show one item with its figures and their sources, or compare two."""
    catalogue = _catalogue()
    match names or []:
        case []:
            _list(catalogue, json=json)
        case ["compare", first, second]:
            _compare(catalogue, first, second, json=json)
        case words:
            _show(catalogue, " ".join(words), json=json)


def _catalogue() -> Catalogue:
    from licet.catalogue import load_catalogue  # noqa: PLC0415
    from licet.rules import rules_root  # noqa: PLC0415

    return load_catalogue(rules_root() / "catalogue")


def _list(catalogue: Catalogue, *, json: bool) -> None:
    rows = [
        {
            "item": item.item_id,
            "kind": item.kind.value,
            "maker": item.maker,
            "model": item.model,
            "tpp": str(item.figure("tpp")),
        }
        for item in catalogue
    ]
    typer.echo(as_json(rows) if json else table(rows))


def _show(catalogue: Catalogue, name: str, *, json: bool) -> None:
    found = catalogue.look_up(name)
    shown = item_json(found.item, found.note)
    if json:
        typer.echo(as_json(shown))
        return
    head = [
        f"{found.item}",
        f"kind {found.item.kind.value}, maker {found.item.maker}, announced {found.item.announced or 'unknown'}",
    ]
    head += [f"aliases: {', '.join(found.item.aliases)}"] if found.item.aliases else []
    head += (
        [f"contains: {', '.join(f'{part} x{count}' for part, count in found.item.contents)}"]
        if found.item.contents
        else []
    )
    head += [text for text in (found.note, found.item.note) if text]
    typer.echo("\n".join(head))
    facts = [{name: row[name] for name in ("fact", "value", "grade", "note")} for row in shown["facts"]]
    typer.echo(table(facts))
    for row in shown["alternatives"]:
        typer.echo(f"{row['fact']}: {row['value']} ({row['basis']}) {row['state']}: {row['reason']}")


def item_json(item: Item, note: str = "") -> dict[str, Any]:
    """Return an item as plain data."""
    return {
        "item_id": item.item_id,
        "model": item.model,
        "maker": item.maker,
        "kind": item.kind.value,
        "note": note or item.note,
        "facts": [
            {
                "fact": name,
                "value": _value(fact.value),
                "source": fact.source,
                "grade": fact.grade.value if fact.grade else "",
                "note": fact.note,
            }
            for name, fact in item.facts.items()
        ],
        "alternatives": [
            {
                "fact": name,
                "value": str(other.value),
                "basis": other.basis,
                "state": "live" if other.is_live else "rejected",
                "reason": other.reason,
            }
            for name, fact in item.facts.items()
            for other in fact.alternatives
        ],
    }


def _value(value: object) -> str:
    return value.word if hasattr(value, "word") else str(value)


def _compare(catalogue: Catalogue, first: str, second: str, *, json: bool) -> None:
    from licet.catalogue import compare  # noqa: PLC0415

    one, two = catalogue.resolve(first), catalogue.resolve(second)
    rows = [
        {
            "fact": row.fact,
            one.item_id: row.first,
            two.item_id: row.second,
            "ratio": str(row.ratio or ""),
            "meaning": row.meaning,
        }
        for row in compare(one, two)
    ]
    typer.echo(as_json(rows) if json else table(rows))
