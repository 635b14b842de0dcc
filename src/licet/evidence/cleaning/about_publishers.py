"""Who publishes: names, domains and time zones of outlets, wires, authorities and firms, read from a table.

`publishers.csv` has one row for each: its name (for an outlet that acts know, the name they know), domains, other
names, the time zone its pages print times in (empty if it has several), and its kind. A relay mostly prints what others
had first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from licet.errors import ProblemsFound
from licet.evidence.cleaning.boilerplate import plain_of, squeezed
from licet.problem import Problem
from licet.rules.loader import rules_root
from licet.table_source import Table, read_table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_KINDS = frozenset({"wire", "press", "relay", "release", "company", "authority"})
OUTLETS = frozenset({"wire", "press", "relay", "release"})
_HOST = re.compile(r"(?:[a-z][a-z0-9+.-]{1,10}://)?(?:[^/@\s]{1,100}@)?([a-z0-9.-]{3,250})", re.IGNORECASE)
_DAY_IN_ADDRESS = re.compile(
    r"(?<!\d)(20\d\d)(?:/(\d{1,2})/(\d{1,2})(?!\d)|-(\d{2})-(\d{2})(?!\d)|/?(\d{2})(\d{2})(?!\d)|/(\d{2})-(\d{2})(?!\d))"
)
_HAN = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Publisher:
    """One row of the table."""

    name: str
    domains: tuple[str, ...]
    other_names: tuple[str, ...]
    zone: str
    kind: str

    @property
    def is_outlet(self) -> bool:
        """Tell whether it reports what others do, rather than acts itself."""
        return self.kind in OUTLETS


@dataclass(frozen=True, slots=True)
class Publishers:
    """The table made ready: by domain, by plain name, and a pattern that finds the names of outlets in a text.

    The pattern also finds a name within a longer word; `names_in` does not.
    """

    by_domain: dict[str, Publisher]
    by_name: dict[str, Publisher]
    outlets: re.Pattern[str]
    squeezed: frozenset[str]

    def of_address(self, address: str) -> Publisher | None:
        """Return the publisher of an address or domain, also of a part of its site; None if it is not in the table."""
        host = _HOST.match(address.strip())
        parts = host.group(1).lower().strip(".").split(".") if host else []
        for start in range(len(parts) - 1):
            found = self.by_domain.get(".".join(parts[start:]))
            if found is not None:
                return found
        return None

    def names_in(self, text: str, start: int, end: int) -> Iterator[re.Match[str]]:
        """Yield where names of outlets stand in a stretch of a text, as words of their own."""
        for match in self.outlets.finditer(text, start, end):
            first, last = match.span()
            before = text[first - 1] if first > start else " "
            after = text[last : min(last + 2, end)]
            held = (before.isalnum() and not _HAN.match(before)) or before in "_@.-"
            goes_on = (after[:1].isalnum() and not _HAN.match(after)) or after[:1] in {"_", "@", "-"}
            alone = not held and not goes_on
            in_address = len(after) > 1 and after[0] == "." and after[1].islower()
            if (alone and not in_address) or _HAN.match(match.group()):
                yield match

    def named(self, name: str) -> Publisher | None:
        """Return the publisher of a name; None if it is not in the table."""
        return self.by_name.get(plain_of(name).strip(" .,:;"))


@lru_cache(maxsize=4)
def publishers(root: Path | None = None) -> Publishers:
    """Return the publishers of the rule package; the installed one if no root is given.

    Raises:
        ProblemsFound: With every fault of the table.
    """
    table = read_table((root or rules_root()) / "evidence" / "publishers.csv", shown_as="evidence/publishers.csv")
    problems: list[Problem] = []
    by_domain: dict[str, Publisher] = {}
    by_name: dict[str, Publisher] = {}
    for where, row in _rows(table, problems):
        one = Publisher(
            row["publisher"], _several(row["domains"]), _several(row["other_names"]), row["zone"], row["kind"]
        )
        _check(where, one, problems)
        _enter(where, one.domains, one, by_domain, problems)
        _enter(where, tuple(plain_of(name) for name in (one.name, *one.other_names)), one, by_name, problems)
    if problems:
        raise ProblemsFound(problems)
    names = sorted(
        (name for one in by_domain.values() if one.is_outlet for name in (one.name, *one.other_names)), key=len
    )
    return Publishers(
        by_domain, by_name, _pattern(list(dict.fromkeys(reversed(names)))), frozenset(map(squeezed, by_name))
    )


def day_in_address(address: str) -> date | None:
    """Return the day that the path of an address spells (`/2025/07/17/`, `-2025-07-18/`); None if none."""
    for match in _DAY_IN_ADDRESS.finditer(address[:2000]):
        figures = [int(figure) for figure in match.groups() if figure is not None]
        try:
            return date(*figures)
        except ValueError:
            continue
    return None


def _several(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(";") if part.strip())


def _rows(table: Table, problems: list[Problem]) -> tuple[tuple[str, dict[str, str]], ...]:
    wanted = ("publisher", "domains", "other_names", "zone", "kind")
    missing = [name for name in wanted if name not in table.columns]
    if missing:
        what = f"the column {', '.join(missing)} is missing"
        problems.append(Problem("missing-column", table.header_where, what, f"write {', '.join(wanted)}"))
        return ()
    return table.rows


def _check(where: str, one: Publisher, problems: list[Problem]) -> None:
    if not one.name or not one.domains:
        problems.append(Problem("missing-value", where, "has no name or no domain", "write both"))
    if one.kind not in _KINDS:
        problems.append(Problem("unknown-value", where, f"there is no kind {one.kind!a}", f"one of {sorted(_KINDS)}"))


def _enter(
    where: str, keys: tuple[str, ...], one: Publisher, found: dict[str, Publisher], problems: list[Problem]
) -> None:
    for key in dict.fromkeys(keys):
        if found.setdefault(key, one) is not one:
            what = f"{key!a} is also {found[key].name!a}"
            problems.append(Problem("duplicate-name", where, what, "let one publisher have it"))


def _pattern(names: list[str]) -> re.Pattern[str]:
    """Return the names as one alternation, the longest first, and nothing around it: so it skips by first letters."""
    return re.compile("|".join(map(re.escape, names)))
