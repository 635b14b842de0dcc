"""Grant, amend, suspend, resume, revoke: what is on file, from which day, and when a change is refused."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from licet.errors import LimitRefused, UsageError
from licet.ledger.account import (
    LAST_DAY,
    TERMS,
    UNBOUNDED,
    UNITS,
    Account,
    Change,
    NewEntry,
    bounds_of,
    lefts,
)
from licet.ledger.answer import State
from licet.ledger.operation import EntryKind
from licet.ledger.stated import LARGEST, kind_of
from licet.ledger.weighed import Weighed
from licet.register import Unit, shown_amount
from licet.register.authorisation import MAX_LAYERS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from licet.ledger.account import Left
    from licet.ledger.operation import Amend, Grant, Resume, Revoke, Suspend
    from licet.ledger.writer import Writer
    from licet.register import Authorisation


def grant(writer: Writer, operation: Grant) -> Weighed:
    """Weigh a grant: a number not yet on file, under a parent that is.

    Raises:
        LimitRefused: If the number is on file.
        UsageError: If the parent is not, there are too many layers, or the day is not its first.
    """
    terms = operation.authorisation
    account = writer.accounts[terms.number]
    if account.changes:
        msg = f"authorisation {terms.number} is on file already; `licet register amend` changes its terms"
        raise LimitRefused(msg)
    if operation.valid_at != terms.valid_from:
        msg = (
            f"{terms.number} is valid from {terms.valid_from}; its grant counts from that day, not {operation.valid_at}"
        )
        raise UsageError(msg)
    _check_figures(terms)
    above, layers = terms.parent, 1
    while above is not None:
        parent = writer.accounts.get(above)
        layers += 1
        if parent is None or not parent.changes:
            msg = f"the parent {above} of {terms.number} is not on file; grant it first"
            raise UsageError(msg)
        if layers > MAX_LAYERS:
            msg = f"{terms.number} has more than {MAX_LAYERS} layers"
            raise UsageError(msg)
        above = parent.parent
    _check_ceilings(writer, terms)
    account.parent = terms.parent
    return _with_terms(operation, EntryKind.GRANT, account, terms, expires=True)


def _check_figures(terms: Authorisation) -> None:
    for unit in UNITS:
        if (terms.limits.amount(unit) or 0) > LARGEST:
            msg = f"the limit in {unit.value} of {terms.number} is more than a register can hold"
            raise UsageError(msg)


def _check_ceilings(writer: Writer, terms: Authorisation) -> None:
    """Refuse a ceiling that is on file with other words: its accounts would be counted or bounded in two ways."""
    for ceiling in terms.ceilings:
        for other in writer.journal.ceilings(ceiling.id):
            if replace(other, source=ceiling.source, exception=ceiling.exception) != ceiling:
                msg = (
                    f"{terms.number}: the ceiling {ceiling.id} is on file with other limits, days or parties; "
                    "give the changed one an id of its own"
                )
                raise UsageError(msg)
    writer.journal.carry(terms.ceilings)


def _with_terms(
    operation: Grant | Amend, kind: EntryKind, account: Account, terms: Authorisation, *, expires: bool
) -> Weighed:
    """Return the entry that brings terms into force, and the one that books their end ahead."""
    day = operation.valid_at.isoformat()
    end = None if terms.valid_to is None else terms.valid_to.isoformat()
    entry = NewEntry(
        operation.operation_id,
        kind,
        day,
        bounds=bounds_of(terms.limits),
        active_from=terms.valid_from.isoformat(),
        active_to=end,
    )
    entries: list[tuple[str, NewEntry, Change | None]] = [(account.name, entry, Change(day, 0, kind, terms))]
    if expires and end is not None:
        booked = NewEntry(operation.operation_id, EntryKind.EXPIRE, end, bounds=UNBOUNDED)
        entries.append((account.name, booked, None))
    return Weighed(entries)


def amend(writer: Writer, operation: Amend) -> Weighed:
    """Weigh new terms: the same authorisation, and limits that hold what is drawn on their day and every later one.

    Raises:
        LimitRefused: If a limit does not, with the day that it breaks on.
        UsageError: If the number is not on file, or what cannot change would.
    """
    terms, day = operation.authorisation, operation.valid_at.isoformat()
    account = _on_file(writer, terms.number)
    before = account.latest_terms
    assert before is not None  # noqa: S101  an account on file has terms
    _check_figures(terms)
    _check_same(before, terms, account)
    force = account.standing(day)
    if force.terms is None:
        msg = f"{terms.number} is not granted yet on {day}"
        raise LimitRefused(msg)
    if refused := _over(writer, account, terms, day):
        msg = f"amendment of {terms.number}: {'; '.join(refused)}"
        raise LimitRefused(msg)
    _check_ceilings(writer, terms)
    warnings = _stranded(writer, account, terms, day)
    weighed = _with_terms(operation, EntryKind.AMEND, account, terms, expires=terms.valid_to != force.terms.valid_to)
    return Weighed(weighed.entries, warnings=warnings)


def _check_same(before: Authorisation, terms: Authorisation, account: Account) -> None:
    """Refuse to change what makes an authorisation the one it is."""
    fixed = ("key", "kind", "holder", "parent")
    changed = [name for name in fixed if getattr(before, name) != getattr(terms, name)]
    currencies = {limits.currency for limits in (before.limits, terms.limits) if limits.currency is not None}
    if len(currencies) > 1:
        changed.append("currency")
    if account.last_valid_at and {one.id for one in terms.ceilings} - {one.id for one in before.ceilings}:
        changed.append("its ceilings, which draws on file would not be counted in")
    if _units(before) != _units(terms):
        changed.append("in which units it is limited")  # earlier draws are not counted in the others
    if changed:
        msg = f"an amendment of {terms.number} cannot change {', '.join(changed)}; grant a new authorisation"
        raise UsageError(msg)


def _units(terms: Authorisation) -> set[Unit]:
    return {unit for unit in UNITS if terms.limits.amount(unit) is not None}


def _over(writer: Writer, account: Account, terms: Authorisation, day: str) -> list[str]:
    """Say which new limit is below what is drawn, and on which day first."""
    until = min(
        (change.valid_at for change in account.changes if change.kind in TERMS and change.valid_at > day),
        default="",
    )
    later = writer.journal.later(account, day)
    before = lefts(account, day, later)
    found = []
    for number, unit in enumerate(UNITS):
        limit = terms.limits.amount(unit)
        for step in lefts(account, day, later, bounds_of(terms.limits)):
            left = step.left[number]
            if (
                left is not None
                and left < min(0, _left_on(before, step.day, number))
                and (not until or step.day < until)
            ):
                drawn = shown_amount((limit or 0) - left, unit, terms.limits.currency)
                new = shown_amount(limit or 0, unit, terms.limits.currency)
                found.append(
                    f"the limit in {unit.value} would break on {step.day}: {drawn} are drawn, and the new limit is "
                    f"{new}; void what is open first"
                )
                break
    return found


def _left_on(steps: Sequence[Left], day: str, number: int) -> int:
    """Return what was left on a day before the amendment; below zero only by a shipping tolerance."""
    left = next((step.left[number] for step in reversed(steps) if step.day <= day), None)
    return 0 if left is None else left


def stop(writer: Writer, operation: Suspend | Resume | Revoke) -> Weighed:
    """Weigh a suspension, its end, or a revocation: what the authority did is taken in if it changes the state.

    Raises:
        UsageError: If the number is not on file, or the state is the same already.
    """
    kind, day = kind_of(operation), operation.valid_at.isoformat()
    account = _on_file(writer, operation.number)
    state = account.standing(day).state
    same = {
        EntryKind.SUSPEND: state in {State.SUSPENDED, State.REVOKED},
        EntryKind.RESUME: state is not State.SUSPENDED,
        EntryKind.REVOKE: state is State.REVOKED,
    }
    if account.standing(day).terms is None:
        msg = f"{operation.number} is not granted yet on {day}"
        raise UsageError(msg)
    if same[kind]:
        msg = f"{operation.number} is {state.value} on {day}; {kind.value} changes nothing"
        raise UsageError(msg)
    warnings: tuple[str, ...] = ()
    if kind is not EntryKind.RESUME:
        resumed = (
            change.valid_at for change in account.changes if change.kind is EntryKind.RESUME and change.valid_at > day
        )
        warnings = _shipped(writer, account, day, min(resumed, default=LAST_DAY))
    change = Change(day, 0, kind)
    return Weighed([(account.name, NewEntry(operation.operation_id, kind, day), change)], warnings=warnings)


def _stranded(writer: Writer, account: Account, terms: Authorisation, day: str) -> tuple[str, ...]:
    """Tell of shipments on days that new terms leave out."""
    if terms.valid_to is None:
        return ()
    return _shipped(writer, account, max(day, terms.valid_to.isoformat()), LAST_DAY)


def _shipped(writer: Writer, account: Account, start: str, end: str) -> tuple[str, ...]:
    count, first = writer.journal.shipments(account, start, end)
    if not count:
        return ()
    many = "shipment is" if count == 1 else "shipments are"
    return (f"{count:,} {many} on file from {first} on, when {account.name} could not be used",)


def _on_file(writer: Writer, number: str) -> Account:
    account = writer.accounts.get(number)
    if account is None or not account.changes:
        msg = f"authorisation {number} is not on file; `licet register show` lists those that are"
        raise UsageError(msg)
    return account
