"""The parties that a person asks about: names as given, or a table with one party a row, CSV or XLSX.

Columns: `name` must be there; `id`, `country`, `addresses`, `ids` and `aliases` may be. Several values stand in one
cell with a semicolon between them; a number may say its kind (`tax number: 123`), which is not compared.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from licet.errors import ProblemsFound
from licet.problem import Problem
from licet.screen.lookup import Asked
from licet.table_source import read_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

COLUMNS = ("name", "id", "country", "addresses", "ids", "aliases")
TABLES = (".csv", ".xlsx")
MAX_NAME = 4_000
MAX_FAULTS = 1_000  # kept of one file; the rest is counted
_COUNTRY = re.compile(r"[A-Za-z]{2}")
_SURROGATE = re.compile("[\ud800-\udfff]")
_FULL_WIDTH = str.maketrans("\uff1b\uff1a", ";:")


@dataclass(frozen=True, slots=True)
class AskedParty:
    """One party to look up: what judgements know it by, what is known of it, its place in the file if it has one.

    `party_id` is the row's id; where there is none, its name.
    """

    party_id: str
    asked: Asked
    where: str = ""

    @property
    def name(self) -> str:
        """The first of its names."""
        return self.asked.names[0]


@dataclass(frozen=True, slots=True)
class AskedTable:
    """The parties of a file in its order, and what of the file was not used, in words."""

    parties: tuple[AskedParty, ...]
    warnings: tuple[str, ...] = ()


def asked_names(
    names: Sequence[str], *, country: str | None = None, addresses: Sequence[str] = (), ids: Sequence[str] = ()
) -> tuple[AskedParty, ...]:
    """Return a party for each name; country, addresses and registration numbers are those of each.

    Raises:
        ProblemsFound: If a name is blank, a text is no text, or the country is not two letters.
    """
    problems = [
        Problem("not-utf-8", "NAME", f"{text!a} is not UTF-8", "write it in UTF-8")
        for text in (*names, *addresses, *ids, country or "")
        if _SURROGATE.search(text)
    ]
    problems += [fault for name in names for fault in _name_faults(name.strip(), "NAME")]
    if country is not None:
        problems += _country_faults(country, "--country")
    if problems:
        raise ProblemsFound(problems)
    where = None if country is None else country.upper()
    return tuple(
        AskedParty(name.strip(), Asked((name.strip(),), where, tuple(addresses), tuple(ids))) for name in names
    )


def read_asked(path: Path) -> AskedTable:
    """Read the parties of a table.

    Raises:
        ProblemsFound: With every fault of the file: no column `name`, a blank name, a country that is not two letters,
            an id of two rows.
    """
    table = read_table(path, shown_as=path.name)
    if "name" not in table.columns:
        what = f"there is no column name among {', '.join(each[:40] for each in table.columns[:12])}"
        mend = f"the columns are {', '.join(COLUMNS)}; the first must be there"
        raise ProblemsFound([Problem("missing-column", table.header_where, what, mend)])
    problems: list[Problem] = []
    seen: dict[str, str] = {}
    parties = []
    for where, row in table.rows:
        parties.append(_party(row, where, problems))
        party_id = row.get("id", "")
        if party_id and seen.setdefault(party_id, where) != where:
            what = f"the id {party_id[:80]!a} stands at {seen[party_id]} already"
            problems.append(Problem("stated-twice", where, what, "give each party its own id, or leave the id out"))
    if not parties:
        problems.append(Problem("empty-file", table.name, "the table has no row", "write a row for each party"))
    if problems:
        raise ProblemsFound(_shortened(problems, table.name))
    unknown = [column for column in table.columns if column not in COLUMNS]
    known = ", ".join(COLUMNS)
    warnings = tuple(f"{table.name}: the column {each[:80]} is not used (used are {known})" for each in unknown)
    return AskedTable(tuple(parties), warnings)


def _party(row: Mapping[str, str], where: str, problems: list[Problem]) -> AskedParty:
    names = (row["name"], *_several(row.get("aliases", "")))
    for name in names:
        problems += _name_faults(name, where)
    country = row.get("country", "")
    if country:
        problems += _country_faults(country, where)
    ids = (each.partition(":")[2].strip() or each for each in _several(row.get("ids", "")))
    asked = Asked(tuple(dict.fromkeys(names)), country.upper() or None, _several(row.get("addresses", "")), tuple(ids))
    return AskedParty(row.get("id") or row["name"], asked, where)


def _name_faults(name: str, where: str) -> Iterator[Problem]:
    if not name:
        yield Problem("missing-value", where, "the name is blank", "write the party's name, or remove the row")
    elif len(name) > MAX_NAME:
        what = f"a name has {len(name):,} characters, more than {MAX_NAME:,}"
        yield Problem("too-long", where, what, "write one name; several stand in aliases")


def _country_faults(country: str, where: str) -> Iterator[Problem]:
    if not _COUNTRY.fullmatch(country):
        what = f"{country[:40]!a} is no code of a country"
        yield Problem("bad-country", where, what, "write two letters as ISO 3166-1 has them, such as DE")


def _several(cell: str) -> tuple[str, ...]:
    parts = (part.strip() for part in cell.translate(_FULL_WIDTH).split(";"))
    return tuple(dict.fromkeys(part for part in parts if part))


def _shortened(problems: list[Problem], name: str) -> list[Problem]:
    if len(problems) <= MAX_FAULTS:
        return problems
    what = f"{len(problems) - MAX_FAULTS:,} more faults are not shown"
    return [*problems[:MAX_FAULTS], Problem("more-faults", name, what, "mend the ones above first")]
