"""The Python interface: `import licet`, then `licet.determine(...)`, `licet.check(folder)`, `licet.status(...)` ..."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from licet.rules import Law, load_law
from licet.verdict.check import Ask, CheckedBook
from licet.verdict.check import check as check_case
from licet.verdict.desk import Desk, Words, open_case, open_desk
from licet.verdict.determination import Determination
from licet.verdict.determination import determine as determine_query
from licet.verdict.screening import find_screening
from licet.verdict.status import StatusWords
from licet.verdict.status import status as status_of
from licet.verdict.timeline import timeline as timeline_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from licet.evidence import Reading


@lru_cache(maxsize=8)
def _desk(overlays: tuple[Path, ...] = (), acts: tuple[Path, ...] = ()) -> Desk:
    return open_desk(overlays=overlays, acts=acts)


def load_rules(overlays: Sequence[str | Path] = ()) -> Law:
    """Return the installed rule pack with its schema of facts, overlays laid over it.

    Raises:
        ProblemsFound: With every fault in the files.
    """
    return load_law(overlays=[Path(overlay) for overlay in overlays])


def determine(item: str, *, law: Sequence[str | Path] = (), **words: object) -> Determination:
    """Determine what the law requires of one movement of one item.

    Args:
        item: An id, name or alias, such as "H200".
        law: Folders of rules laid over the pack.
        **words: As the options of `licet determine`, with underscores: destination="CN", ship_from="US",
            party_hq="CN", parties=["role=end_user,hq=SG,parent_hq=CN"], valid_at="2026-01-20" ...; a thing left
            out is unknown.

    Raises:
        ProblemsFound: With every fault in the words.
        TypeError: For a word that is not an option.
    """
    desk = _desk(tuple(Path(overlay) for overlay in law))
    said: dict[str, Any] = {
        name: value if name in {"parties", "facts"} else str(value)
        for name, value in words.items()
        if value is not None
    }
    return determine_query(desk.law, desk.query(Words(item=item, **said)), chronicle=desk.chronicle)


def status(
    item: str, *, acts: Sequence[str | Path] = (), uses: str | Sequence[str] = (), **words: object
) -> dict[str, Any]:
    """Return the state of both keys for an item on a day (JSON shape `status`).

    Args:
        item: An id, name or alias, such as "H200".
        acts: Folders of acts laid over the record.
        uses: Uses or kinds of user that acts name; `not military` denies one.
        **words: key, buyer, place, valid_at, known_at, as the options of `licet status`.

    Raises:
        ProblemsFound: With every fault in the words.
        TypeError: For a word that is not an option.
    """
    said = {name: str(value) for name, value in words.items() if value is not None}
    named = (uses,) if isinstance(uses, str) else tuple(uses)
    return status_of(_desk(acts=tuple(Path(each) for each in acts)), StatusWords(item, uses=named, **said))


def timeline(
    *items: str, acts: Sequence[str | Path] = (), first: object = None, last: object = None, known_at: object = None
) -> dict[str, Any]:
    """Return both keys of some items over time (JSON shape `timeline`); every family of items if none is named.

    Args:
        *items: Ids, names or aliases.
        acts: Folders of acts laid over the record.
        first: The first day shown; the day before the first act if None.
        last: The last day shown; the last day that acts were gathered for if None.
        known_at: Acts that became public later are marked as not known.

    Raises:
        ProblemsFound: With every fault in the words.
    """
    days = {
        name: None if day is None else str(day)
        for name, day in (("first", first), ("last", last), ("known_at", known_at))
    }
    return timeline_of(_desk(acts=tuple(Path(each) for each in acts)), items, **days)


def check(
    case: str | Path, ask: Ask | None = None, *, reserve_by: str | None = None, document: str = ""
) -> CheckedBook:
    """Judge every line of a case folder; with a register in `ask`, reserve what is released if `reserve_by` is given.

    Args:
        case: The folder.
        ask: The day, reading and choices; the case's own day if None. Where it names no party lists, those of the
            case are used, else those in the user's data folder, if there are any.
        reserve_by: Who reserves what is released in the register, all or nothing; None only reads it.
        document: By which document.

    Raises:
        ProblemsFound: With every fault in the folder.
        UsageError: If it is to reserve, and no register is named or a past state is asked.
        LimitRefused: If the register refuses.
    """
    desk, read = open_case(Path(case))
    wanted = ask or Ask()
    if wanted.screening is None:
        wanted = replace(wanted, screening=find_screening(Path(case)))
    if reserve_by is None:
        return check_case(read, desk.law, wanted, chronicle=desk.chronicle)
    from licet.verdict.reserving import check_and_reserve  # noqa: PLC0415  a database is slow to import

    return check_and_reserve(read, desk.law, wanted, author=reserve_by, document=document, chronicle=desk.chronicle)


def read(*paths: str | Path, acts: Sequence[str | Path] = ()) -> Reading:
    """Read documents into claims, events and proposed acts; nothing is recorded, and no address is fetched.

    Args:
        *paths: Files, folders and ZIP archives.
        acts: Folders of acts laid over the record.

    Raises:
        ProblemsFound: If the record or a table of words is at fault. What is wrong with a file is told in `problems`.
    """
    from licet.evidence import read as read_paths  # noqa: PLC0415  slow to import
    from licet.rules import rules_root  # noqa: PLC0415

    desk = _desk(acts=tuple(Path(folder) for folder in acts))
    assert desk.chronicle is not None  # noqa: S101  the installed package has a record
    return read_paths(list(paths), desk.chronicle.story, rules_root())
