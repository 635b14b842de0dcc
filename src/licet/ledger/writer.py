"""One transaction: operations tested against what is on file, and turned into entries. Nothing is written here.

Each operation is first weighed whole; its entries are taken into the accounts only if nothing refuses it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from licet.errors import LicetError, LimitRefused, UsageError
from licet.ledger.account import NewEntry
from licet.ledger.adjusting import adjust, limits_of_ceiling
from licet.ledger.answer import Posted, Posting
from licet.ledger.canonical import canonical, digest_of, read_canonical
from licet.ledger.clock import instant_of
from licet.ledger.draws import reserve, ship, void
from licet.ledger.held import Held, held_of
from licet.ledger.operation import (
    Adjust,
    Amend,
    EntryKind,
    Grant,
    Note,
    Operation,
    Reserve,
    Resume,
    Revoke,
    Ship,
    Suspend,
    Void,
)
from licet.ledger.stated import kind_of, stated
from licet.ledger.terms import amend, grant, stop
from licet.ledger.weighed import Weighed
from licet.register import Unit
from licet.register.ceiling import CEILING_PREFIX

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from licet.ledger.account import Account, Amounts
    from licet.ledger.journal import Journal
    from licet.register import Rates

from licet.register.authorisation import ORDER_PREFIX


@dataclass(frozen=True, slots=True)
class Told:
    """An operation with its id, kind and what it states, written once."""

    operation: Operation
    kind: EntryKind
    text: str
    stated: Mapping[str, Any]


def told(operation: Operation) -> Told:
    """Return an operation as it will be kept.

    Raises:
        UsageError: If something in it cannot be kept.
    """
    plain = stated(operation)
    try:
        return Told(operation, kind_of(operation), canonical(plain), plain)
    except UnicodeEncodeError as error:
        msg = f"operation {operation.operation_id[:60]!a}: a text in it is not Unicode"
        raise UsageError(msg) from error


class Writer:
    """Weighs operations one after the other, each seeing what those before it did."""

    def __init__(self, journal: Journal, accounts: dict[str, Account], rates: Rates, recorded_at: int) -> None:
        """Take the accounts that the operations touch, locked."""
        self.journal, self.accounts, self.rates, self.recorded_at = journal, accounts, rates, recorded_at
        self.rows: list[tuple[Any, ...]] = []
        self.entries: list[tuple[Account, NewEntry]] = []
        self.weighed: dict[str, tuple[Told, Weighed]] = {}
        self._held: dict[str, Held | None] = {}
        self._of_order: dict[str, dict[str, Held]] = {}

    def held(self, reservation_id: str) -> Held | None:
        """Return a reservation as this transaction sees it; None if there is none."""
        if reservation_id not in self._held:
            self._held[reservation_id] = held_of(reservation_id, self.journal.reservation(reservation_id))
        return self._held[reservation_id]

    def held_by(self, order_id: str) -> Iterable[Held]:
        """Return the reservations of an order as this transaction sees them."""
        if order_id not in self._of_order:
            rows: dict[str, list[tuple[Any, ...]]] = {}
            for reservation_id, *rest in self.journal.held.get(order_id, ()):
                rows.setdefault(reservation_id, []).append(tuple(rest))
            found = {name: self._held.get(name) or held_of(name, each) for name, each in rows.items()}
            self._of_order[order_id] = {name: held for name, held in found.items() if held is not None}
            self._held.update(self._of_order[order_id])
        return self._of_order[order_id].values()

    def hold(self, held: Held) -> None:
        """Take a new reservation."""
        self._held[held.reservation_id] = held
        self._of_order.setdefault(held.order_id, {})[held.reservation_id] = held

    def run(self, operations: Sequence[Told]) -> list[Posted | LicetError]:
        """Return what became of each operation: posted, or the error that refuses it."""
        return [self._one(each) for each in operations]

    def _one(self, each: Told) -> Posted | LicetError:
        try:
            known = self.journal.known.get(each.operation.operation_id)
            return self._new(each) if known is None else self._again(each, *known)
        except LicetError as error:
            return error

    def _new(self, each: Told) -> Posted:
        weighed = self._weigh(each.operation)
        entries = [(name, self.accounts[name], entry, change) for name, entry, change in weighed.entries]
        for _, account, entry, change in entries:
            account.add(entry, change)
            self.entries.append((account, entry))
        found = canonical({**weighed.found, "entries": [[name, entry.position] for name, _, entry, _ in entries]})
        operation = each.operation
        self.rows.append(
            (
                operation.operation_id,
                each.kind.value,
                weighed.reservation_id,
                weighed.order_id,
                weighed.units,
                operation.valid_at.isoformat(),
                self.recorded_at,
                len(entries),
                each.text,
                found,
                digest_of(each.text, found),
            )
        )
        self.journal.known[operation.operation_id] = (each.text, found, self.recorded_at)
        self.weighed[operation.operation_id] = each, weighed
        postings = [
            posting
            for _, account, entry, _ in entries
            if entry.kind is not EntryKind.EXPIRE
            for posting in postings_of(account, entry.reserved, entry.shipped)
        ]
        return self._posted(each, self.recorded_at, postings, weighed.warnings, repeated=False)

    def _weigh(self, operation: Operation) -> Weighed:
        match operation:
            case Grant():
                return grant(self, operation)
            case Amend():
                return amend(self, operation)
            case Suspend() | Resume() | Revoke():
                return stop(self, operation)
            case Reserve():
                return reserve(self, operation)
            case Ship():
                return ship(self, operation)
            case Void():
                return void(self, operation)
            case Adjust():
                return adjust(self, operation)
            case Note():
                entry = NewEntry(operation.operation_id, operation.kind, operation.valid_at.isoformat())
                return Weighed([(ORDER_PREFIX + operation.order_id, entry, None)], order_id=operation.order_id)
        msg = f"{type(operation).__name__} is no operation of the register"
        raise UsageError(msg)

    def _again(self, each: Told, text: str, found: str, recorded_at: int) -> Posted:
        """Return what stands under the id already; other content is refused."""
        if text != each.text:
            raise LimitRefused(_differs(each, read_canonical(text)))
        postings = []
        if each.operation.operation_id not in self.weighed:
            for name, position in read_canonical(found)["entries"]:
                account = self.accounts[name]
                if name.startswith(CEILING_PREFIX):
                    account.ceiling = limits_of_ceiling(self, name)
                postings += postings_of(account, *self.journal.entry_at(name, position))
        return self._posted(each, recorded_at, postings, (), repeated=True)

    def _posted(
        self, each: Told, recorded_at: int, postings: Sequence[Posting], warnings: tuple[str, ...], *, repeated: bool
    ) -> Posted:
        operation = each.operation
        return Posted(
            operation.operation_id,
            each.kind,
            operation.valid_at,
            instant_of(recorded_at),
            repeated,
            tuple(postings),
            warnings,
        )


def postings_of(account: Account, reserved: Amounts, shipped: Amounts) -> list[Posting]:
    """Return what an entry did, by unit that it moved or that the account limits."""
    terms = account.latest_terms
    limits = account.ceiling if terms is None else terms.limits
    postings = []
    for number, unit in enumerate(Unit):
        limit = None if limits is None else limits.amount(unit)
        if reserved[number] or shipped[number] or limit is not None:
            left = None if limit is None else limit - account.drawn[number]
            currency = limits.currency if limits is not None and unit is Unit.VALUE else None
            postings.append(Posting(account.name, unit, reserved[number], shipped[number], left, currency))
    return postings


def _differs(each: Told, before: Mapping[str, Any]) -> str:
    names = sorted(
        name for name in {*before, *each.stated} if canonical(before.get(name)) != canonical(each.stated.get(name))
    )
    return (
        f"operation {each.operation.operation_id} stands on file with other content (it differs in "
        f"{', '.join(names)}); take another id for another operation"
    )
