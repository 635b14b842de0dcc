"""The catalogue's folder of tables to a `Catalogue`; every fault of every table is reported at once.

`items.csv` and `assemblies.csv` hold items, `alternatives.csv` rival readings of their figures, `aliases.csv` names.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from licet.catalogue.catalogue import Catalogue, build_catalogue
from licet.catalogue.cells import Row
from licet.catalogue.item import Alternative, Item
from licet.catalogue.names import Alias, AliasKind, index_names, name_key
from licet.catalogue.rows import ALTERNATIVE_FACTS, read_items
from licet.errors import ProblemsFound
from licet.problem import Problem
from licet.table_source import scan_table

if TYPE_CHECKING:
    from pathlib import Path

ALTERNATIVE_COLUMNS = ("item_id", "fact", "value", "basis", "state", "reason", "source")
ALIAS_COLUMNS = ("alias", "item_id", "kind_of_alias", "source", "note")
_LIVE, _REJECTED = "live", "rejected"

_Rows = list[tuple[str, dict[str, str]]]


def load_catalogue(folder: Path, *, shown_as: str | None = None) -> Catalogue:
    """Read the catalogue.

    Args:
        folder: Holds `items.csv`, `assemblies.csv`, `alternatives.csv` and `aliases.csv`, and may hold `memory.csv`.
        shown_as: The name of the folder used in places; its path if not given.

    Raises:
        ProblemsFound: With every fault found in the tables.
    """
    problems: list[Problem] = []
    shown = shown_as or str(folder)
    item_rows = [
        row
        for name in ("items.csv", "assemblies.csv", "memory.csv")
        if name != "memory.csv" or (folder / name).is_file()
        for row in _rows(folder / name, f"{shown}/{name}", ("item_id", "kind"), problems)
    ]
    alternative_rows = _rows(folder / "alternatives.csv", f"{shown}/alternatives.csv", ALTERNATIVE_COLUMNS, problems)
    alias_rows = _rows(folder / "aliases.csv", f"{shown}/aliases.csv", ALIAS_COLUMNS, problems)
    known = {cells.get("item_id", "") for _, cells in item_rows}
    alternatives = _alternatives(alternative_rows, known, problems)
    items, faults = read_items(item_rows, alternatives=alternatives)
    problems += faults
    aliases = _aliases(alias_rows, known, problems)
    _check_clashes(items, aliases, problems)
    catalogue = build_catalogue((_named(item, aliases) for item in items), aliases, problems)
    if problems:
        raise ProblemsFound(problems)
    return catalogue


def _rows(path: Path, shown: str, needed: tuple[str, ...], problems: list[Problem]) -> _Rows:
    table = scan_table(path, problems, shown_as=shown)
    if table is None:
        return []
    missing = [column for column in needed if column not in table.columns]
    if missing:
        what = f"the columns {', '.join(missing)} are missing"
        problems.append(Problem("missing-column", table.header_where, what, "add them to the header"))
        return []
    return list(table.rows)


def _check_columns(rows: _Rows, columns: tuple[str, ...], problems: list[Problem]) -> None:
    if rows:
        where, cells = rows[0]
        for column in cells.keys() - set(columns):
            mend = f"use {', '.join(columns)}"
            problems.append(Problem("unknown-column", where, f"the column {column[:80]!r} is not read", mend))


# ---- alternatives


def _alternatives(rows: _Rows, known: set[str], problems: list[Problem]) -> dict[str, dict[str, list[Alternative]]]:
    """Return the alternatives by item id and fact."""
    _check_columns(rows, ALTERNATIVE_COLUMNS, problems)
    found: dict[str, dict[str, list[Alternative]]] = {}
    for where, cells in rows:
        row = Row(where, cells)
        alternative = _alternative(row, known)
        problems += row.problems
        if alternative is not None:
            found.setdefault(row.text("item_id"), {}).setdefault(row.text("fact"), []).append(alternative)
    return found


def _alternative(row: Row, known: set[str]) -> Alternative | None:
    fact, state, value = row.text("fact"), row.text("state"), row.figure("value")
    _check_item(row, known)
    if fact not in ALTERNATIVE_FACTS:
        words = ", ".join(sorted(ALTERNATIVE_FACTS))
        row.fault("unknown-fact", f"{fact[:40]!r} is no fact that can have alternatives", f"write one of {words}")
    if state not in {_LIVE, _REJECTED}:
        row.fault("bad-state", f"{state[:40]!r} is no state", f"write {_LIVE} or {_REJECTED}")
    if value is None and not row.text("value"):
        row.fault("missing-value", "an alternative without a value says nothing", "write the figure, or remove the row")
    for column in ("basis", "reason", "source"):
        if not row.text(column):
            row.fault("missing-value", f"{column} is empty", f"say the {column} of the alternative")
    if value is None or row.problems:
        return None
    return Alternative(value, row.text("basis"), state == _LIVE, row.text("reason"), row.text("source"))


def _check_item(row: Row, known: set[str]) -> None:
    item_id = row.text("item_id")
    if item_id not in known:
        row.fault("unknown-item", f"there is no item {item_id[:80]!r}", "write an id of items.csv or assemblies.csv")


# ---- aliases


def _aliases(rows: _Rows, known: set[str], problems: list[Problem]) -> dict[str, tuple[Alias, ...]]:
    """Return the aliases by item id."""
    _check_columns(rows, ALIAS_COLUMNS, problems)
    found: dict[str, tuple[Alias, ...]] = {}
    for where, cells in rows:
        row = Row(where, cells)
        alias = _alias(row, known)
        problems += row.problems
        if alias is not None:
            found[alias.item_id] = (*found.get(alias.item_id, ()), alias)
    return found


def _alias(row: Row, known: set[str]) -> Alias | None:
    _check_item(row, known)
    text, word, note = row.text("alias"), row.text("kind_of_alias"), row.text("note")
    if not name_key(text):
        row.fault("missing-value", "alias is empty", "write the name, or remove the row")
    try:
        kind = AliasKind(word)
    except ValueError:
        words = ", ".join(kind.value for kind in AliasKind)
        row.fault("bad-kind", f"{word[:40]!r} is no kind of alias", f"write one of {words}")
        return None
    if kind in {AliasKind.MAIN_VARIANT, AliasKind.SOFT} and not note:
        row.fault("missing-value", f"an alias of kind {kind.value} needs a note", "say why it means this item")
    return None if row.problems else Alias(text, row.text("item_id"), kind, row.text("source"), note, row.where)


def _named(item: Item, aliases: dict[str, tuple[Alias, ...]]) -> Item:
    own = aliases.get(item.item_id)
    if not own:
        return item
    names = tuple(alias.text for alias in own if alias.kind is not AliasKind.FAMILY)
    return replace(item, aliases=names)


def _check_clashes(items: tuple[Item, ...], aliases: dict[str, tuple[Alias, ...]], problems: list[Problem]) -> None:
    """Report a name that is given to two items without being the name of a family, and an alias that is an id."""
    index = index_names(items, aliases)
    reported: set[str] = set()
    for alias in (alias for own in aliases.values() for alias in own):
        key = name_key(alias.text)
        bearers = index.by_name(alias.text)
        is_family = all(bearer.kind is AliasKind.FAMILY for bearer in bearers)
        taken = index.by_id(alias.text)
        ids = dict.fromkeys([bearer.item_id for bearer in bearers] + ([taken] if taken else []))
        if len(ids) > 1 and (taken or not is_family) and key not in reported:
            reported.add(key)
            what = f"the name {alias.text!r} is given to {', '.join(ids)}"
            mend = "keep it for one item, or make it the name of a family throughout"
            problems.append(Problem("alias-clash", alias.where, what, mend))
