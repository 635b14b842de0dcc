"""What persons decided of events: accepted or rejected, by whom, when and why, on which words; a table only added to.

A decision is remembered by the identity of the event and by the claims it was decided on, so that the same event is
not asked about again when more documents tell it.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, fields
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from licet.errors import ProblemsFound
from licet.evidence.pile.documents import safe_text
from licet.kept_table import added_to, meant, put_in_place
from licet.period import read_date
from licet.problem import Problem
from licet.table_source import read_table

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from licet.evidence.proposals.proposing import Proposal

_LONGEST_CELL = 30_000
_BETWEEN_QUOTES = " | "


class Decided(Enum):
    """What a person decided of an event."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided of one event.

    `act_id` is empty of a rejection. `claims` and `documents` are ids, `quotes` the words decided on, cut to what a
    cell holds; `where` is its place in the journal.
    """

    event_id: str
    decided: Decided
    by: str
    on: date
    reason: str
    act_id: str = ""
    claims: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    quotes: str = ""
    where: str = ""


COLUMNS = tuple(field.name for field in fields(Decision) if field.name != "where")
_MAY_BE_BLANK = frozenset({"act_id", "claims", "documents", "quotes"})


def decision_on(proposal: Proposal, what: Decided, *, by: str, on: date, reason: str) -> Decision:
    """Return the decision on a proposal.

    Raises:
        ProblemsFound: If who decides, or why, is blank.
    """
    by, reason = safe_text(by, 200), safe_text(reason, 2000)
    blank = [name for name, text in (("by", by), ("reason", reason)) if not text]
    if blank:
        mend = "say who decides and why; a decision without it does not count"
        raise ProblemsFound([Problem("missing-value", "the decision", f"{name} is blank", mend) for name in blank])
    quotes = _BETWEEN_QUOTES.join(dict.fromkeys(safe_text(each.quote) for each in proposal.quotes))
    return Decision(
        event_id=proposal.event.event_id,
        decided=what,
        by=by,
        on=on,
        reason=reason,
        act_id=proposal.act.id if what is Decided.ACCEPTED and proposal.act is not None else "",
        claims=_fitting(each.claim_id for each in proposal.quotes),
        documents=_fitting(dict.fromkeys(each.document_id for each in proposal.quotes)),
        quotes=safe_text(quotes, _LONGEST_CELL),
    )


def _fitting(ids: Iterable[str]) -> tuple[str, ...]:
    """Return as many ids, in order, as a cell holds."""
    found, size = [], 0
    for each in sorted(ids):
        size += len(each) + 1
        if size > _LONGEST_CELL:
            break
        found.append(each)
    return tuple(found)


class Journal:
    """The decisions kept in a file; one that is not there holds none."""

    def __init__(self, path: Path) -> None:
        """Keep the path; nothing is read yet."""
        self.path = Path(os.path.realpath(path))  # what a link points to is replaced, not the link

    def rows(self) -> tuple[Decision, ...]:
        """Return the decisions in the order of the file.

        Raises:
            ProblemsFound: With every fault of the file, each with its line.
        """
        if not self.path.exists():
            return ()
        table = read_table(self.path, shown_as=self.path.name)
        problems: list[Problem] = []
        if set(table.columns) != set(COLUMNS):
            what = f"the columns are {', '.join(table.columns)[:120]}"
            problems.append(Problem("wrong-columns", table.header_where, what, f"write {', '.join(COLUMNS)}"))
        found = [_decision(row, where, problems) for where, row in table.rows] if not problems else []
        if problems:
            raise ProblemsFound(problems)
        return tuple(each for each in found if each is not None)

    def of(self, proposal: Proposal) -> Decision | None:
        """Return the last decision on an event: of its id, or on one of its claims; None if there is none."""
        own = set(proposal.event.claims)
        found = None
        for row in self.rows():
            if row.event_id == proposal.event.event_id or not own.isdisjoint(row.claims):
                found = row
        return found

    def append(self, decision: Decision) -> None:
        """Add a decision; all or nothing is written, and what stands there is kept as it is.

        Raises:
            ProblemsFound: If the file has faults.
            UsageError: If it cannot be written.
        """
        before = self.rows()
        rows = [_cells(each) for each in before]
        put_in_place(self.path, added_to(self.path, COLUMNS, rows, [_cells(decision)]))


def _cells(decision: Decision) -> tuple[str, ...]:
    return tuple(_cell(getattr(decision, name)) for name in COLUMNS)


def _cell(value: object) -> str:
    if isinstance(value, tuple):
        return " ".join(value)
    return str(value.value) if isinstance(value, Decided) else str(value)


def _decision(row: dict[str, str], where: str, problems: list[Problem]) -> Decision | None:
    texts = {name: meant(row[name]).strip() for name in COLUMNS}
    before = len(problems)
    for name, text in texts.items():
        if not text and name not in _MAY_BE_BLANK:
            problems.append(Problem("missing-value", where, f"{name} is blank", f"write {name}"))
    what = next((each for each in Decided if each.value == texts["decided"]), None)
    if texts["decided"] and what is None:
        mend = f"write one of {', '.join(each.value for each in Decided)}"
        problems.append(Problem("unknown-value", where, f"decided is {texts['decided'][:40]!a}", mend))
    day = None
    try:
        day = read_date(texts["on"]) if texts["on"] else None
    except ValueError as error:
        problems.append(Problem("bad-date", where, f"on: {error}", "write it as 2026-07-31"))
    if len(problems) > before or what is None or day is None:
        return None
    plain = {name: texts[name] for name in ("event_id", "by", "reason", "act_id", "quotes")}
    ids = {name: tuple(texts[name].split()) for name in ("claims", "documents")}
    return Decision(**plain, decided=what, on=day, claims=ids["claims"], documents=ids["documents"], where=where)
