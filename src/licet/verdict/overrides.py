"""Overrides: what two named persons may decide for one order where the answer is not settled.

An override lifts a doubt that only judgement ends: how old data may be, what a report is worth. It never opens a shut
key, clears a listed party, stretches a limit or stands for a fact: each of these has another way, and it is named.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from licet.errors import LimitRefused

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from licet.verdict.keys import Blocking, KeyOutcome

# Every cause that may be overridden, and why a person may decide it.
OVERRIDABLE = {
    "stale_law": "how old the law on file may be for this shipment is for a person to judge",
    "stale_acts": "how old the recorded acts may be for this shipment is for a person to judge",
    "stale_lists": "how old the party lists may be for this shipment is for a person to judge",
    "contested_report": "what a contested report is worth is for a person to judge",
    "import_not_settled": "whether unsettled reports ask for an approval is for a person to judge",
    "key_not_modelled": "no law is modelled for the key, so a person must know it",
    "classification_conflict": "two paragraphs both hold, so a person must say which",
}
# What leads on where an override is refused.
_INSTEAD = {
    "facts_missing": "state the facts that are missing",
    "destination_not_stated": "state the destination",
    "authorisation_may_fit": "state the facts that its scope asks for",
    "several_authorisations": "choose one with --assign, or claim its number on the line",
    "condition_unanswered": "answer the condition's question (licet register answer)",
    "condition_failed": "a condition answered no is not met",
    "exception_not_met": "answer what the exception asks, or claim another authority",
    "balance_exhausted": "a limit is no doubt: obtain or amend an authorisation",
    "draw_not_known": "state the value, rate or figure that the limit needs",
    "fact_change_unapproved": "approve the change (licet register approve), by two persons",
    "possible_match": "a named person must judge whether they are the same (licet screen judge)",
    "listed_party": "only a licence that names the party lifts the stop",
    "listed_party_statement": "file the statement that the list asks for",
    "listed_party_red_flag": "a named person must resolve it, with a document",
    "red_flag": "resolve the red flag with a document: red_flag:ID in answers.csv, or due_diligence in facts.csv",
    "licence_required": "only an authorisation opens the key",
    "approval_needed": "only an approval opens the key",
}


def check_override(cause: str) -> None:
    """Refuse to override a cause that no person may decide.

    Raises:
        LimitRefused: If the cause may not be overridden; the message says what leads on.
    """
    if cause not in OVERRIDABLE:
        instead = _INSTEAD.get(cause, "only doubts that judgement ends may be overridden")
        msg = f"{cause[:80]!r} may not be overridden: {instead}. These may: {', '.join(OVERRIDABLE)}"
        raise LimitRefused(msg)


@dataclass(frozen=True, slots=True)
class Override:
    """An override on file: for one order and cause, to a day (the last one in) or without end."""

    order_id: str
    cause: str
    author: str
    second: str
    reason: str
    document: str
    valid_from: date
    until: date | None
    recorded_at: datetime
    entry: int  # its sequence in the register

    def counts_on(self, day: date) -> bool:
        """Tell whether it counts for a shipment of the day."""
        return self.valid_from <= day and (self.until is None or day <= self.until)

    @property
    def signed(self) -> str:
        """Return who says so, until when, why, and by which document."""
        until = f" until {self.until}" if self.until is not None else ""
        return f"{self.author} and {self.second}{until}: {self.reason} ({self.document})"


@dataclass(frozen=True, slots=True)
class Lifted:
    """What an override lifted from one line."""

    override: Override
    block: Blocking


def lifted(
    outcomes: Sequence[KeyOutcome], overrides: Sequence[Override], quantity: int
) -> tuple[list[KeyOutcome], list[Lifted]]:
    """Open what is only left open by doubts that are overridden; an outcome that anything else bears on stays.

    Args:
        outcomes: Of the keys and stops of one line.
        overrides: Those of its order that count on the day.
        quantity: Of the line.

    Returns:
        The outcomes, and what was lifted from them.
    """
    by_cause = {each.cause: each for each in overrides}
    if not by_cause:
        return list(outcomes), []
    kept, used = [], []
    for outcome in outcomes:
        doubts = [block for block in outcome.blocking if block.cause in by_cause]
        rest = [block for block in outcome.blocking if block.cause not in by_cause]
        covered = min((fit.units for fit in outcome.fits if fit.assigned), default=quantity)
        only_short = all(block.cause == "balance_exhausted" for block in rest) and bool(outcome.fits)
        if (
            not doubts
            or outcome.shut_units
            or (rest and not only_short)
            or any(not fit.assigned for fit in outcome.fits)
        ):
            kept.append(outcome)
            continue
        kept.append(replace(outcome, open_units=covered if rest else quantity, blocking=tuple(rest)))
        used += [Lifted(by_cause[block.cause], block) for block in doubts]
    return kept, used
