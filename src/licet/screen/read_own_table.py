"""A list of one's own as a table, CSV or XLSX (`table`): one party a row.

Columns: `name` and `list` must be there; `id`, `country`, `aliases`, `addresses`, `ids`, `kind`, `source`, `from` and
`to` may be. Several values stand in one cell with a semicolon between them; an id may say its kind, `tax number:
123`. `source` cites what the entry rests on; `from` and `to` are days, written 2026-07-31.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from licet.errors import ProblemsFound
from licet.screen.entries import MAX_NAME, EntryReader, check_ids, counted, with_ids
from licet.screen.json_file import Faults
from licet.screen.listed import QUALIFIED, Identifier, ListedParties, ListedParty, ListVersion
from licet.screen.vintage import chosen_vintage
from licet.table_source import read_table

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

FORM = "table"
SOURCE = "own-table"
REQUIRED = ("name", "list")
COLUMNS = (*REQUIRED, "id", "country", "aliases", "addresses", "ids", "kind", "source", "from", "to")
_MEND = f"the columns are {', '.join(COLUMNS)}; the first two must be there"


def read_own_table(path: Path, *, source: str = SOURCE, vintage: date | None = None) -> ListedParties:
    """Read the table.

    Args:
        path: The file.
        source: The key of the data set, among those kept side by side.
        vintage: The day the table stood so; it does not say.

    Raises:
        ProblemsFound: With every fault of the file.
    """
    table = read_table(path, shown_as=path.name)
    faults = Faults(path.name)
    for name in table.columns:
        if name not in COLUMNS:
            faults.add("unknown-field", f"column {name[:80]}", "is a column not known here", _MEND)
    for name in REQUIRED:
        if name not in table.columns:
            faults.add("changed-shape", f"column {name}", "is not there", _MEND)
    generated = chosen_vintage(vintage, None, faults)
    if len(faults):
        raise ProblemsFound(faults.problems)
    read = [
        _party({name: value for name, value in row.items() if value}, where.rpartition(":")[2], faults)
        for where, row in table.rows
    ]
    check_ids((("column id", party) for party in read), faults)
    if not read:
        faults.add("miscounted-lists", "", "holds no entry", "write a row for each party")
    if len(faults) or generated is None:
        raise ProblemsFound(faults.problems)
    parties = with_ids(read)
    names = {party.list_code: party.list_code for party in parties}
    version = ListVersion(
        title=f"list of one's own ({path.name})",
        generated=generated,
        generated_at=str(generated),
        retrieved_at="",
        source_url=f"the file {path.name}",
        sha256=table.sha256,
        lists=counted(parties, names, source=source, generated=generated),
        source=source,
        form=FORM,
    )
    return ListedParties(version, parties)


def _party(row: dict[str, str], line: str, faults: Faults) -> ListedParty:
    reader = EntryReader(row, f"line {line}", faults)
    code = reader.text("list", MAX_NAME)
    if not code:
        reader.fault("missing-value", "list", "the row names no list", "name the list the party is on")
    if QUALIFIED in code:
        reader.fault("bad-value", "list", f"holds {QUALIFIED!r}", "name the list without it")
    starts, ends = reader.day("from"), reader.day("to")
    if starts is not None and ends is not None and ends < starts:
        reader.fault("bad-period", "to", f"{ends} is before {starts}", "mend one of the two days")
    return ListedParty(
        list_code=code,
        name=reader.name("name"),
        aliases=_split(row.get("aliases", "")),
        countries=_split(row.get("country", "")),
        kind=reader.text("kind"),
        identifiers=tuple(_identifier(each) for each in _split(row.get("ids", ""))),
        notice=reader.text("source"),
        source_id=reader.text("id"),
        addresses=_split(row.get("addresses", "")),
        starts=starts,
        ends=ends,
    )


def _identifier(text: str) -> Identifier:
    kind, colon, value = text.partition(":")
    return Identifier(kind.strip(), value.strip()) if colon and value.strip() else Identifier("", text)


def _split(text: str) -> tuple[str, ...]:
    parts = (part.strip() for part in text.replace("\uff1b", ";").split(";"))  # a full-width semicolon too
    return tuple(dict.fromkeys(part for part in parts if part))
