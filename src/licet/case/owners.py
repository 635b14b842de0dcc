"""owners.csv: who owns how much of whom, and of whom nobody else owns anything.

A share is an interval: `25-50`, `>25`, `>=25`, `<50`, `<=50`, `50+`, or one figure; blank is not stated. `>25` is at
least `FINEST` more than 25, since an interval has both its ends. An owner is a party of the case, by its id or name,
or a name of its own; names that differ in case, width and spaces only are one.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import TYPE_CHECKING

from licet.case.case import NobodyElse, Ownership
from licet.case.cell import CellReader, NearestNames
from licet.case.order import KNOWN_NONE
from licet.period import Period, read_date
from licet.problem import Problem
from licet.quantity import UNKNOWN_QUANTITY, Interval

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from licet.case.case import PartyRecord
    from licet.table_source import Table

FINEST = Decimal("0.000000001")  # percent; far finer than what a source states, and as fine as shares are reckoned
NAMES_SHOWN = 5
_HUNDRED = Decimal(100)
_FIGURE = r"([0-9]{1,3}(?:\.[0-9]{1,6})?)"
_SHARE = re.compile(rf"(>=?|<=?)?\s*{_FIGURE}\s*(\+|-\s*{_FIGURE})?")
_FORMS = "a figure from 0 to 100, 25-50, >25, >=25, <50, <=50 or 50+"


def share(text: str) -> Interval:
    """Read a share in percent, with at most six decimals.

    Raises:
        ValueError: If it is in none of the forms, not from 0 to 100, or no share can be that small or great.
    """
    match = _SHARE.fullmatch(text)
    sign, figure, more, end = match.groups() if match else (None, None, None, None)
    if figure is None or (sign and more):
        msg = f"{text[:40]!r} is none of: {_FORMS}"
        raise ValueError(msg)
    found = _between(sign, Decimal(figure), more, None if end is None else Decimal(end))
    low, high = found.lo or Decimal(0), _HUNDRED if found.hi is None else found.hi
    if not 0 <= low <= high <= _HUNDRED:
        msg = f"{text[:40]!r}: there is no such share from 0 to 100 percent"
        raise ValueError(msg)
    return found


def _between(sign: str | None, figure: Decimal, more: str | None, end: Decimal | None) -> Interval:
    if sign is None:
        high = figure if more is None else end
        return Interval(figure, high)
    if sign.startswith(">"):
        return Interval(figure if sign == ">=" else figure + FINEST, None)
    return Interval(None, figure if sign == "<=" else figure - FINEST)


def read_owners(
    table: Table | None, records: Mapping[str, PartyRecord], problems: list[Problem], *, complete: bool
) -> tuple[tuple[Ownership, ...], tuple[NobodyElse, ...]]:
    """Read owners.csv; the party owned must be in the table of parties.

    Returns:
        The owners, each by its id or by its name as first written; and of whom nobody else owns anything.
    """
    if table is None:
        return (), ()
    days = CellReader(read_date, "bad-date", "write the day as YYYY-MM-DD, or leave it blank", problems)
    shares = CellReader(share, "bad-number", f"write {_FORMS}, or leave it blank", problems)
    nearest, who = NearestNames(records), _OwnerNames(records, problems)
    owners: list[Ownership] = []
    closed: list[NobodyElse] = []
    for where, cells in table.rows:
        party_id, owner, written = cells["party_id"], cells["owner"], cells.get("percent", "")
        if party_id not in records and complete:
            what = f"there is no party {party_id[:80]!r}{nearest.hint(party_id)}"
            problems.append(Problem("unknown-party", where, what, "add it to the table of parties, or mend the id"))
        if not owner:
            problems.append(Problem("missing-value", where, "the owner is blank", "name the owner, or remove the line"))
        held, source = _held(days, where, cells, problems), cells.get("source", "")
        if owner == KNOWN_NONE:
            if written:
                what = f"the owner is {KNOWN_NONE}, nobody else, and holds {written[:40]!r}"
                problems.append(Problem("share-of-nobody", where, what, "name the owner, or leave percent blank"))
            closed.append(NobodyElse(party_id, held, source, where))
            continue
        percent = shares.read(written, where, "percent") or UNKNOWN_QUANTITY
        owners.append(Ownership(party_id, who.named(owner, where), percent, held, source, where))
    return tuple(owners), tuple(closed)


class _OwnerNames:
    """Finds the party that an owner's name is the name of."""

    def __init__(self, records: Mapping[str, PartyRecord], problems: list[Problem]) -> None:
        self._records, self._problems = records, problems
        self._parties: dict[str, dict[str, None]] = {}
        self._first: dict[str, str] = {}
        for party_id, record in records.items():
            for name in (party_id, record.party.name, record.name_local):
                if name:
                    self._parties.setdefault(_evened(name), {})[party_id] = None

    def named(self, owner: str, where: str) -> str:
        """Return the id of the party, or the name as it was first written."""
        if owner in self._records:
            return owner
        key = _evened(owner)
        parties = self._parties.get(key, {})
        if len(parties) > 1:
            shown = ", ".join(party_id[:80] for party_id in [*parties][:NAMES_SHOWN])
            more = f" and {len(parties) - NAMES_SHOWN} more" if len(parties) > NAMES_SHOWN else ""
            what = f"owner: {owner[:80]!r} is a name of {len(parties)} parties: {shown}{more}"
            self._problems.append(
                Problem("ambiguous-owner", where, what, "write the party_id of the one that is meant")
            )
        return next(iter(parties)) if parties else self._first.setdefault(key, owner)


def _evened(name: str) -> str:
    text = name if name.isascii() else unicodedata.normalize("NFKC", name)
    return " ".join(text.casefold().split())


def _held(days: CellReader[date], where: str, cells: Mapping[str, str], problems: list[Problem]) -> Period:
    start = days.read(cells.get("from", ""), where, "from")
    end = days.read(cells.get("to", ""), where, "to")
    try:
        return Period(start, end)
    except ValueError as error:
        problems.append(Problem("bad-period", where, str(error), "mend the days; `to` is the first day no longer"))
        return Period()
