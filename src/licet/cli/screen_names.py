"""`licet screen likely NAME...`: who on the party lists a name is like, with the reasons and what speaks against it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Optional

import typer

from licet.cli import screen_lists
from licet.cli.output import as_json, problems_to_exit
from licet.cli.screen_lists import Folder, Json, Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from licet.screen import ListedParties
    from licet.screen.likeness import Candidate

SHOWN = 5
NOT_TESTED = "who owns the party; Korean and Japanese letters; firms whose Chinese and English names share no word"
Texts = Optional[list[str]]  # noqa: UP045  Typer reads it at run time


def add_to(app: typer.Typer) -> None:
    """Put the command under `licet screen`."""
    example = 'Example: licet screen likely "Gray Heron Trading" --lists examples/fictional-list/lists'
    app.command("likely", epilog=example)(problems_to_exit(likely))


def likely(
    name: Annotated[list[str], typer.Argument(help="Names, each in quotation marks, in any script.")],
    country: Annotated[Text, typer.Option(help="Where the party is; shown as evidence, drops nothing.")] = None,
    address: Annotated[Texts, typer.Option(help="An address of the party; may be given again.")] = None,
    number: Annotated[Texts, typer.Option(help="A registration number of the party; may be given again.")] = None,
    limit: Annotated[
        int, typer.Option(min=1, help="How many to show of each name; strong ones are all shown.")
    ] = SHOWN,
    lists: Folder = None,
    json: Json = False,
) -> None:
    """Look names up by likeness: spelling, order, transliteration, Chinese against English; address and number."""
    check_letters([*name, country or "", *(address or ()), *(number or ())])
    listed = screen_lists.read_the_store(lists).as_of(None)
    told = Asked(country, tuple(address or ()), tuple(number or ()), limit)
    shown = likely_json(name, listed, told) | {"origin": screen_lists.origin(lists)}
    typer.echo(as_json(shown) if json else "\n".join(_text(shown)))


class Asked:
    """What is known of the party beside its names, and how many candidates to show."""

    def __init__(self, country: str | None, addresses: tuple[str, ...], ids: tuple[str, ...], limit: int) -> None:
        """Keep what is known."""
        self.country, self.addresses, self.ids, self.limit = country, addresses, ids, limit


def likely_json(names: Sequence[str], listed: ListedParties, asked: Asked) -> dict[str, Any]:
    """Return each name with its candidates, the likest first; weak ones are left out."""
    from licet.screen.likeness import POSSIBLE, STRONG, Level, LikenessIndex  # noqa: PLC0415

    index = LikenessIndex(listed.parties)
    lists = {each.code: each.name for each in listed.version.lists}
    answers = []
    for name in names:
        found = index.search(name, country=asked.country, addresses=asked.addresses, ids=asked.ids, limit=asked.limit)
        shown = [_candidate(each, lists) for each in found if each.level is not Level.WEAK]
        answers.append({"name": name, "candidates": shown})
    return {
        "title": listed.version.title,
        "generated": str(listed.version.generated),
        "bounds": {"strong": STRONG, "possible": POSSIBLE},
        "names": answers,
        "not_tested": NOT_TESTED,
    }


def check_letters(texts: Sequence[str]) -> None:
    """Refuse what is no text: a byte of another encoding, given as an argument, has no letter."""
    from licet.errors import ProblemsFound  # noqa: PLC0415
    from licet.problem import Problem  # noqa: PLC0415

    problems = []
    for text in texts:
        try:
            text.encode("utf-8")
        except UnicodeEncodeError:
            problems.append(Problem("not-utf-8", "NAME", f"{text!a} is not UTF-8", "write it in UTF-8"))
    if problems:
        raise ProblemsFound(problems)


def _candidate(candidate: Candidate, lists: dict[str, str]) -> dict[str, Any]:
    return {
        "list": candidate.party.list_code,
        "list_name": lists.get(candidate.party.list_code, candidate.party.list_code),
        "name": candidate.party.name,
        "matched": candidate.matched,
        "by": candidate.by.value,
        "level": candidate.level.value,
        "score": candidate.score,
        "features": [{"name": each.name, "value": each.value, "words": each.words} for each in candidate.features],
        "evidence": list(candidate.evidence),
    }


def _text(shown: dict[str, Any]) -> list[str]:
    from licet.report.layout import clean  # noqa: PLC0415

    lines = [f"{clean(shown['title'])}, generated {shown['generated']}; {clean(shown['origin'])}"]
    for name in shown["names"]:
        lines.append("")
        if not name["candidates"]:
            lines.append(f"{clean(name['name'])}: nothing alike")
        for each in name["candidates"]:
            other = "" if each["matched"] == each["name"] else f" ({each['by']} {clean(each['matched'])})"
            head = f"{clean(name['name'])}: {each['level']} {each['score']:.2f}, {clean(each['name'])}{other}"
            lines += [head, f"    {clean(each['list_name'])}"]
            lines += [f"    {each['name']} {each['value']:.2f}: {clean(each['words'])}" for each in each["features"]]
            lines += [f"    {clean(text)}" for text in each["evidence"]]
    return [*lines, "", f"Not tested: {shown['not_tested']}. A named person must judge who it is."]
