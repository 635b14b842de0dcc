"""`licet screen import | lists | changes`: lists taken in as dated data sets, shown as they stood, and compared."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Optional

import typer

from licet.cli.output import as_json, problems_to_exit, table, write_file

if TYPE_CHECKING:
    from licet.screen import Change, Changes, ListedParties, ListedParty, ListStore, ListVersion

Text = Optional[str]  # noqa: UP045  Typer reads it at run time
Folder = Annotated[
    Optional[Path],  # noqa: UP045
    typer.Option("--lists", help="A folder of imported lists; the user's data folder if not given."),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
SHOWN = 20


def import_(
    file: Annotated[Path, typer.Argument(help="The file as downloaded; docs/screening.md says which.")],
    into: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(help="A folder, such as CASE/lists; the user's data folder if not given."),
    ] = None,
    form: Annotated[Text, typer.Option("--format", help="The form of the file; found by its content.")] = None,
    source: Annotated[
        Text, typer.Option(help="The data set it is a vintage of; that of its form if not given.")
    ] = None,
    vintage: Annotated[Text, typer.Option(help="The day it was generated, for a file that does not say.")] = None,
    *,
    replace: Annotated[bool, typer.Option("--replace", help="Forget the data set's earlier vintages.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Check the file, say what would change, keep nothing.")
    ] = False,
) -> None:
    """Read a downloaded list, check it whole, and keep it beside its earlier vintages and the other lists."""
    from licet.screen import LISTS_FILE, ListStore, import_lists, packed_store, read_store  # noqa: PLC0415

    folder = into or data_folder_or_refuse()
    listed = import_lists(file, form=form, source=source, vintage=day_or_refuse(vintage, "--vintage"))
    path = folder / LISTS_FILE
    before = read_store(folder) if path.exists() else ListStore()
    after = before.with_import(listed, replace=replace)
    if not dry_run:
        write_file(path, packed_store(after))
    lines = [_imported(listed, path, dry_run=dry_run), *_against(before, after, listed), *_told(listed)]
    typer.echo("\n".join(lines))


def lists_(
    lists: Folder = None,
    as_of: Annotated[Text, typer.Option("--as-of", help="Show the lists as they stood on a day.")] = None,
    json: Json = False,
) -> None:
    """Show which lists are imported: how many parties, generated when, from what."""
    from licet.verdict import version_json  # noqa: PLC0415

    day = day_or_refuse(as_of, "--as-of")
    store = read_the_store(lists)
    version = store.as_of(day).version
    shown = {"origin": origin(lists), **version_json(version)}
    shown |= {"as_of": None if day is None else str(day), "not_yet": list(version.not_yet)}
    shown["sources"] = [_source_json(store, part, day) for part in version.each_source]
    typer.echo(as_json(shown) if json else _lists_text(shown))


def changes(
    since: Annotated[str, typer.Option(help="The day to compare with: the vintage of that day or before.")],
    until: Annotated[Text, typer.Option(help="The second day; the newest vintages if not given.")] = None,
    lists: Folder = None,
    json: Json = False,
) -> None:
    """Show what differs between two vintages: entries added, removed and changed."""
    from licet.errors import UsageError  # noqa: PLC0415

    first, second = day_or_refuse(since, "--since"), day_or_refuse(until, "--until")
    if first is None or (second is not None and second < first):
        msg = "--since is a day, and --until no day before it"
        raise UsageError(msg)
    found = [_changes_json(each) for each in read_the_store(lists).changes(first, second)]
    shown = {"origin": origin(lists), "since": str(first), "until": until, "sources": found}
    typer.echo(as_json(shown) if json else "\n".join(_changes_text(shown)))


def add_to(app: typer.Typer) -> None:
    """Give the commands to `licet screen`."""
    example = "Example: licet screen"
    file = "examples/fictional-list/screening-list.json"
    kept = "--lists examples/fictional-list/lists"
    app.command("import", epilog=f"{example} import {file} --into my-case/lists")(problems_to_exit(import_))
    app.command("lists", epilog=f"{example} lists {kept}")(problems_to_exit(lists_))
    app.command("changes", epilog=f"{example} changes --since 2026-06-10 {kept}")(problems_to_exit(changes))


def origin(folder: Path | None) -> str:
    """Return in words whose lists they are."""
    return "the lists in the user's data folder" if folder is None else f"the lists in {folder}"


def data_folder_or_refuse() -> Path:
    """Return the user's folder for lists.

    Raises:
        UsageError: If there is none.
    """
    from licet.errors import UsageError  # noqa: PLC0415
    from licet.screen import data_folder  # noqa: PLC0415

    folder = data_folder(os.environ)
    if folder is None:
        msg = "there is no data folder: set LICET_DATA, or name a folder"
        raise UsageError(msg)
    return folder


def read_the_store(folder: Path | None) -> ListStore:
    """Return the lists of the folder named, else of the user's own."""
    from licet.screen import read_store  # noqa: PLC0415

    return read_store(folder or data_folder_or_refuse())


def day_or_refuse(text: str | None, option: str) -> date | None:
    """Return the day that an option states; None if it is not given.

    Raises:
        UsageError: If it is no day.
    """
    from licet.errors import UsageError  # noqa: PLC0415

    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        msg = f"{option} is a day, written 2026-07-31, not {text!a}"
        raise UsageError(msg) from None


def _imported(listed: ListedParties, path: Path, *, dry_run: bool) -> str:
    version = listed.version
    what = f"{version.parties:,} parties of {len(version.lists)} lists, generated {version.generated}"
    form = f"as {version.source} (form {version.form})"
    return f"would import {what} {form}" if dry_run else f"imported {what}: {path}, {form}"


def _against(before: ListStore, after: ListStore, listed: ListedParties) -> list[str]:
    """Say what differs from the vintage before."""
    key = listed.version.source
    old, new = before.source(key), after.source(key)
    if old is None or new is None or old.newest.generated == listed.version.generated or len(new.versions) == 1:
        return []
    found = next(each for each in after.changes(old.newest.generated) if each.source == key)
    return [f"against the vintage of {old.newest.generated}: {_counts(found.changes)}"]


def _told(listed: ListedParties) -> list[str]:
    several = sum("a.k.a" in party.name.casefold() for party in listed.parties)
    told = "names hold several names in one (a.k.a.); an equal name is that of the whole, likeness is of each"
    lines = [f"{several:,} {told}"] if several else []
    return [*lines, *([f"{len(listed.owners):,} statements of who owns whom are kept"] if listed.owners else [])]


def _counts(found: tuple[Change, ...]) -> str:
    added = sum(each.before is None for each in found)
    removed = sum(each.after is None for each in found)
    return f"{added:,} added, {removed:,} removed, {len(found) - added - removed:,} changed"


def _source_json(store: ListStore, part: ListVersion, day: date | None) -> dict[str, Any]:
    kept = store.source(part.source)
    return {
        "source": part.source,
        "form": part.form,
        "title": part.title,
        "generated": str(part.generated),
        "last_day": str(part.last_day),
        "stale": None if day is None else day > part.last_day,
        "parties": part.parties,
        "vintages": [str(each.generated) for each in kept.versions] if kept is not None else [],
    }


def _changes_json(found: Changes) -> dict[str, Any]:
    return {
        "source": found.source,
        "before": None if found.before is None else str(found.before.generated),
        "after": str(found.after.generated),
        "added": [_party_json(each.after) for each in found.changes if each.before is None and each.after is not None],
        "removed": [
            _party_json(each.before) for each in found.changes if each.after is None and each.before is not None
        ],
        "changed": [
            _party_json(each.after) | {"before": each.before.name, "differs_in": list(each.differs_in)}
            for each in found.changes
            if each.before is not None and each.after is not None
        ],
    }


def _party_json(party: ListedParty) -> dict[str, Any]:
    return {"list": party.list_code, "id": party.source_id, "name": party.name, "notice": party.notice or None}


def _changes_text(shown: dict[str, Any]) -> list[str]:
    from licet.report.layout import clean  # noqa: PLC0415

    lines = []
    for each in shown["sources"]:
        if each["before"] is None:
            lines.append(f"{each['source']}: no vintage of {shown['since']} or before; nothing to compare")
            continue
        if each["before"] == each["after"]:
            lines.append(f"{each['source']}: the vintage of {each['after']} is the newest; nothing to compare")
            continue
        counts = ", ".join(f"{len(each[kind]):,} {kind}" for kind in ("added", "removed", "changed"))
        lines.append(f"{each['source']}, from {each['before']} to {each['after']}: {counts}")
        for kind in ("added", "removed", "changed"):
            for party in each[kind][:SHOWN]:
                differs = f" ({', '.join(party['differs_in'])})" if kind == "changed" else ""
                lines.append(f"    {kind}  {party['list']}  {clean(party['name'])}{differs}")
            if len(each[kind]) > SHOWN:
                lines.append(f"    and {len(each[kind]) - SHOWN:,} more {kind}; --json has all")
    return lines


def _lists_text(shown: dict[str, Any]) -> str:
    from licet.report.layout import clean  # noqa: PLC0415

    rows = [
        {"list": each["code"], "parties": f"{each['parties']:,}", "name": clean(each["name"])}
        for each in shown["lists"]
    ]
    head = [f"{clean(shown['title'])}: {shown['parties']:,} parties; {clean(shown['origin'])}"]
    if len(shown["sources"]) == 1:
        head += [
            f"generated {shown['generated']}, may hold to {shown['last_day']}",
            f"from {clean(shown['source'])}",
            f"sha256 of the file {shown['sha256']}",
        ]
    for each in shown["sources"]:
        stale = f"; stale on {shown['as_of']}" if each["stale"] else ""
        count = len(each["vintages"])
        vintages = f"{count} vintages from {each['vintages'][0]}" if count > 1 else "one vintage"
        days = f"generated {each['generated']}, may hold to {each['last_day']}{stale}"
        head.append(f"{each['source']} ({each['form']}): {each['parties']:,} parties, {days}; {vintages}")
    if shown["as_of"] is not None:
        head.append(f"as they stood on {shown['as_of']}")
    if shown["not_yet"]:
        head.append(f"no vintage that old: {', '.join(shown['not_yet'])}")
    return "\n".join([*head, "", table(rows)])
