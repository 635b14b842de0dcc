"""The tables by which claims are compared: how far a state goes, what makes one event, what a key is called."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from licet.acts.act import MarkKind, plain
from licet.errors import ProblemsFound
from licet.evidence.pile.originators_relays import wrong_columns
from licet.problem import Problem
from licet.rules import rules_root
from licet.table_source import read_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

STATE = "state"
_BY = ("items", "people", "actors")
_STATES, _DAYS, _KEYS = "strength.csv", "strength_days.csv", "strength_keys.csv"
_COLUMNS = {
    _STATES: ("key", "ladder", "state", "strength", "may_return"),
    _DAYS: ("what", "by", "together", "days_apart", "lasts"),
    _KEYS: ("key", "called", "words"),
}


@dataclass(frozen=True, slots=True)
class Sameness:
    """When two reports may be of one event.

    `by` is what they must have in common: `items`, or `together` people, only those who act if it is `actors`. Days may
    lie `days_apart` days apart. What `lasts` is told of any of its days, and those that differ are no conflict.
    """

    by: str
    together: int
    days_apart: int
    lasts: bool

    @property
    def by_items(self) -> bool:
        """Tell whether they must have an item in common, rather than people."""
        return self.by == "items"


@dataclass(frozen=True, slots=True)
class Rung:
    """Where a state stands on a ladder of its key; one that `may_return` takes nothing back if it is told later."""

    ladder: str
    strength: int
    may_return: bool


@dataclass(frozen=True, slots=True)
class Called:
    """What the permission of a key is called, with every wording."""

    name: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Strength:
    """`ladders` is the rung of each (key, state); `sameness` by mark, or `state`; `called` by key."""

    ladders: Mapping[tuple[str, str], Rung]
    sameness: Mapping[str, Sameness]
    called: Mapping[str, Called]

    def same(self, mark: MarkKind | None) -> Sameness:
        """Return when two reports of a mark, or of a state if None, may be of one event."""
        return self.sameness[STATE if mark is None else mark.value]


def strength(root: Path | None = None) -> Strength:
    """Return the tables.

    Args:
        root: The folder of the tables of `evidence`; that of the installed rule package if None.

    Raises:
        ProblemsFound: With every fault of every table.
    """
    return _read(root or rules_root() / "evidence")


@lru_cache(maxsize=4)
def _read(root: Path) -> Strength:
    problems: list[Problem] = []
    ladders = {
        (row["key"], row["state"]): Rung(
            row["ladder"], _whole(row["strength"], where, problems), _truth(row["may_return"], where, problems)
        )
        for where, row in _rows(root, _STATES, problems)
    }
    sameness = {}
    for where, row in _rows(root, _DAYS, problems):
        if row["by"] not in _BY:
            problems.append(Problem("unknown-value", where, f"by {row['by'][:40]!a} is not known", ", ".join(_BY)))
        together, apart = (_whole(row[column], where, problems) for column in ("together", "days_apart"))
        sameness[row["what"]] = Sameness(row["by"], together, apart, lasts=_truth(row["lasts"], where, problems))
    missing = {STATE, *(mark.value for mark in MarkKind)} ^ sameness.keys()
    if missing:
        what = f"these rows are missing, or are of nothing known: {', '.join(sorted(missing))[:200]}"
        mend = "write one row for `state`, and one for each mark"
        problems.append(Problem("wrong-rows", f"evidence/{_DAYS}", what, mend))
    called = {
        row["key"]: Called(row["called"], tuple(plain(word) for word in row["words"].split(";") if plain(word)))
        for _, row in _rows(root, _KEYS, problems)
    }
    if problems:
        raise ProblemsFound(problems)
    return Strength(ladders, sameness, called)


def _rows(root: Path, name: str, problems: list[Problem]) -> Iterator[tuple[str, dict[str, str]]]:
    try:
        table = read_table(root / name, shown_as=f"evidence/{name}")
    except ProblemsFound as found:
        problems.extend(found.problems)
        return
    wrong = wrong_columns(table, _COLUMNS[name])
    problems.extend(wrong)
    yield from () if wrong else table.rows


def _whole(text: str, where: str, problems: list[Problem]) -> int:
    if text.isascii() and text.isdigit() and len(text) < 4:  # noqa: PLR2004  these are small counts
        return int(text)
    problems.append(Problem("bad-number", where, f"{text[:40]!a} is no small whole number", "write digits only"))
    return 0


def _truth(text: str, where: str, problems: list[Problem]) -> bool:
    if text not in {"yes", "no"}:
        problems.append(Problem("unknown-value", where, f"{text[:40]!a} is not known", "write yes or no"))
    return text == "yes"
