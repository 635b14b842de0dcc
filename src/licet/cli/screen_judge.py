"""`licet screen judge | judgements`: what persons judged of names and entries, kept and shown."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from licet.cli import screen_lists
from licet.cli.output import as_json, problems_to_exit
from licet.cli.screen_lists import Folder, Json, Text
from licet.cli.screen_names import AsOf, File, JudgementsFile, read_judged

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from licet.screen.judgements import JudgedAs


def add_to(app: typer.Typer) -> None:
    """Put the commands under `licet screen`."""
    folder = "--lists examples/fictional-list/lists"
    app.command(
        "judge",
        epilog='Example: licet screen judge "Gray Heron Trading" --entry 17 --list EL --as not_same --by "A. Officer" '
        '--reason "another firm" --on 2026-06-20 --until 2027-06-20 --judgements out/judgements.csv ' + folder,
    )(problems_to_exit(judge))
    app.command("judgements", epilog=f"Example: licet screen judgements --as-of 2026-06-20 {folder}")(
        problems_to_exit(judgements_)
    )


def judge(
    name: Annotated[str, typer.Argument(help="The party's name as it was looked up, in quotation marks.")],
    entry: Annotated[str, typer.Option(help="The id of the entry, as `licet screen NAME` shows it.")],
    list_: Annotated[str, typer.Option("--list", help="The code of the list the entry is on.")],
    judged: Annotated[str, typer.Option("--as", help="same, not_same or undecided.")],
    by: Annotated[str, typer.Option(help="Who judged.")],
    reason: Annotated[str, typer.Option(help="Why.")],
    on: Annotated[str, typer.Option(help="The day it was judged, and the first that it counts.")],
    until: Annotated[str, typer.Option(help="The first day it counts no more.")],
    document: Annotated[str, typer.Option(help="The document it rests on.")] = "",
    party: Annotated[Text, typer.Option(help="The party's id; its name if not given.")] = None,
    judgements: JudgementsFile = None,
    case: Annotated[File, typer.Option(help="Judge for a case: in CASE/judgements.csv, by its lists.")] = None,
    lists: Folder = None,
    json: Json = False,
) -> None:
    """Keep one judgement of a name and an entry, as the entry stands in the newest lists."""
    from licet.screen.asked_parties import asked_names  # noqa: PLC0415
    from licet.screen.judgements import Judgement, append_judgement, entry_sha256  # noqa: PLC0415
    from licet.screen.judging_entry import find_entry, is_candidate  # noqa: PLC0415
    from licet.screen.lookup import Lookup  # noqa: PLC0415
    from licet.verdict.screen_json import judged_json  # noqa: PLC0415

    asked_names([name])
    meant, first, end = _judged_or_refuse(judged), _day(on, "--on"), _day(until, "--until")
    path, folder = _places(case, judgements, lists, party)
    listed = screen_lists.read_the_store(folder).as_of()
    on_list, found = find_entry(listed, list_, entry)
    judgement = Judgement(
        party_id=(party or name).strip(),
        name=name.strip(),
        source=on_list.source,
        list_code=on_list.own_code,
        entry_id=found.source_id,
        entry_name=found.name,
        entry_sha256=entry_sha256(found),
        judged=meant,
        reason=reason,
        by=by,
        on=first,
        until=end,
        document=document,
    )
    warnings = []
    if not is_candidate(Lookup(listed), name, found):
        warnings.append(f"{found.name} is no candidate of that name by the name alone; it was judged all the same")
    if on_list.generated is not None and first < on_list.generated:
        warnings.append(f"judged on {first}, but the entry stands so in the vintage of {on_list.generated}")
    append_judgement(path, judgement)
    shown = judged_json(judgement, str(path), warnings)
    if json:
        typer.echo(as_json(shown))
    else:
        _tell(shown, on_list.name)


def _tell(shown: Mapping[str, Any], list_name: str) -> None:
    """Print what was judged, and where it is kept; warnings go to standard error."""
    from licet.report.layout import clean  # noqa: PLC0415
    from licet.report.screen_words import judgement_text  # noqa: PLC0415

    for warning in shown["warnings"]:
        typer.echo(f"warning: {clean(warning)}", err=True)
    one = shown["judgement"]
    typer.echo(f"{clean(one['name'])} and {clean(one['entry_name'])} ({clean(list_name)}): {judgement_text(one)}")
    typer.echo(f"kept in {clean(shown['file'])}")


def judgements_(
    as_of: AsOf = None,
    judgements: JudgementsFile = None,
    case: Annotated[File, typer.Option(help="Those of a case: CASE/judgements.csv, by its lists.")] = None,
    lists: Folder = None,
    json: Json = False,
) -> None:
    """Show every judgement kept, with its state: whether it counts, or why it counts no more."""
    from licet.report.screen_text import judgements_text  # noqa: PLC0415
    from licet.screen.judgement_states import judgement_states  # noqa: PLC0415
    from licet.screen.judgements import Judgements  # noqa: PLC0415
    from licet.screen.screened import day_on_file  # noqa: PLC0415
    from licet.verdict.screen_json import Asking, judgements_json  # noqa: PLC0415

    path, folder = _places(case, judgements, lists, "")
    day = screen_lists.day_or_refuse(as_of, "--as-of")
    listed = screen_lists.read_the_store(folder).as_of(day)
    chosen = path if judgements is not None or path.exists() else None
    kept = Judgements(()) if chosen is None else read_judged(folder, chosen)[1]
    on = day or day_on_file(listed.version, kept)
    asking = Asking(listed.version, screen_lists.origin(folder), on, as_of=day, judgements=str(path))
    shown = judgements_json(asking, judgement_states(kept, listed, on))
    typer.echo(as_json(shown) if json else judgements_text(shown), nl=json)


def _places(
    case: Path | None, judgements: Path | None, lists: Path | None, party: str | None
) -> tuple[Path, Path | None]:
    """Return the file of judgements and the folder of lists, None for the user's own.

    Raises:
        UsageError: If the options do not go together, or there is no such case.
    """
    from licet.errors import UsageError  # noqa: PLC0415
    from licet.screen.judgements import FILE_NAME  # noqa: PLC0415
    from licet.screen.stored import FOLDER  # noqa: PLC0415

    if case is None:
        return judgements or (lists or screen_lists.data_folder_or_refuse()) / FILE_NAME, lists
    if judgements is not None:
        msg = "--case says where the judgements stand: leave out --judgements"
        raise UsageError(msg)
    if not case.is_dir():
        msg = f"{case} is no folder of a case"
        raise UsageError(msg)
    if party is None:
        msg = "the parties of a case have ids: say which with --party ID"
        raise UsageError(msg)
    own = case / FOLDER
    return case / FILE_NAME, lists or (own if own.is_dir() else None)


def _judged_or_refuse(text: str) -> JudgedAs:
    from licet.errors import UsageError  # noqa: PLC0415
    from licet.screen.judgements import JudgedAs  # noqa: PLC0415

    found = next((each for each in JudgedAs if each.value == text), None)
    if found is None:
        msg = f"--as is one of {', '.join(each.value for each in JudgedAs)}, not {text!a}"
        raise UsageError(msg)
    return found


def _day(text: str, option: str) -> date:
    day = screen_lists.day_or_refuse(text, option)
    assert day is not None  # noqa: S101  a text was given
    return day
