"""Who relays what others report: the table of relays, which are never the originator of anything."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from licet.acts.act import plain
from licet.errors import ProblemsFound
from licet.evidence.pile.documents import WHOLE_TEXT, derivations_of, publisher_of
from licet.problem import Problem
from licet.rules import rules_root
from licet.table_source import read_table

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from licet.evidence.model import Document
    from licet.table_source import Table

FILE_NAME = "relays.csv"
_COLUMNS = ("publisher", "kind", "names", "note")
_KINDS = ("copy", "rewrite", "digest")


@dataclass(frozen=True, slots=True)
class Relays:
    """The kind of each relay (`copy`, `rewrite`, `digest`) by every plain name it goes by."""

    kinds: Mapping[str, str]

    def kind(self, publisher: str) -> str:
        """Return how a publisher relays; empty if it is not known to."""
        return self.kinds.get(plain(publisher), "") if publisher else ""

    def relays(self, document: Document) -> bool:
        """Tell whether all of a document is somebody else's: by its publisher, or by what it says of itself."""
        own = plain(publisher_of(document))
        if own in self.kinds:
            return True
        whole = [each for each in derivations_of(document) if each.kind in WHOLE_TEXT]
        return any(each.publisher and plain(each.publisher) != own for each in whole)


def relays(root: Path | None = None) -> Relays:
    """Return the table of relays.

    Args:
        root: The folder of the tables of `evidence`; that of the installed rule package if None.

    Raises:
        ProblemsFound: With every fault of the table.
    """
    return _read(root or rules_root() / "evidence")


@lru_cache(maxsize=4)
def _read(root: Path) -> Relays:
    table = read_table(root / FILE_NAME, shown_as=f"evidence/{FILE_NAME}")
    problems = wrong_columns(table, _COLUMNS)
    kinds: dict[str, str] = {}
    for where, row in table.rows if not problems else ():
        if not row["publisher"] or row["kind"] not in _KINDS:
            mend = f"write the publisher, and one of {', '.join(_KINDS)}"
            problems.append(Problem("unknown-value", where, "a relay needs a publisher and a kind", mend))
            continue
        for name in {plain(each) for each in (row["publisher"], *row["names"].split(";")) if plain(each)}:
            if kinds.setdefault(name, row["kind"]) != row["kind"]:
                what = f"{name} stands as {kinds[name]} already"
                problems.append(Problem("name-of-two", where, what, "leave the name with one of the two"))
    if problems:
        raise ProblemsFound(problems)
    return Relays(kinds)


def wrong_columns(table: Table, columns: tuple[str, ...]) -> list[Problem]:
    """Return the problem of a table that has not these columns."""
    if set(table.columns) == set(columns):
        return []
    what = f"the columns are {', '.join(table.columns)[:120]}"
    return [Problem("wrong-columns", table.header_where, what, f"write {', '.join(columns)}")]
