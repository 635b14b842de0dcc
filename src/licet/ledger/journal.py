"""The statements of one writing transaction: reading and locking accounts, and adding to the journal."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from licet.ledger.account import NOTHING, Account, Amounts, Change, Draws, NewEntry, plus
from licet.ledger.canonical import GENESIS, entry_hash, read_canonical
from licet.ledger.operation import EntryKind
from licet.ledger.schema import DRAWS, TERMS
from licet.ledger.store import values_of
from licet.register import authorisation_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from licet.ledger.store import Session
    from licet.register import Ceiling

_AT_ONCE = 500  # values in one statement

_ACCOUNT_COLUMNS = (
    "account_no, name, parent, position, hash, recorded_at, terms_position, last_valid_at, "
    "reserved_pieces, reserved_value, reserved_tpp, shipped_pieces, shipped_value, shipped_tpp"
)
_NEW_ACCOUNT = f"INSERT INTO account ({_ACCOUNT_COLUMNS.removeprefix('account_no, ')}) VALUES {values_of(13)}"
_MAKE_ACCOUNT = f"{_NEW_ACCOUNT} ON CONFLICT (name) DO UPDATE SET position = account.position"
_NEW_OPERATION = (
    "INSERT INTO operation (operation_id, kind, reservation_id, order_id, units, valid_at, recorded_at, entries, "
    f"stated, found, digest) VALUES {values_of(11)}"
)
_NEW_ENTRY = (
    "INSERT INTO entry (account_no, position, operation_id, kind, valid_at, recorded_at, limit_pieces, limit_value, "
    "limit_tpp, active_from, active_to, reserved_pieces, reserved_value, reserved_tpp, shipped_pieces, shipped_value, "
    f"shipped_tpp, hash) VALUES {values_of(18)}"
)
_ACCOUNT_MOVED = (
    "UPDATE account SET parent = ?, position = ?, hash = ?, recorded_at = ?, terms_position = ?, last_valid_at = ?, "
    "reserved_pieces = ?, reserved_value = ?, reserved_tpp = ?, shipped_pieces = ?, shipped_value = ?, "
    "shipped_tpp = ? WHERE account_no = ?"
)
_LATER = (
    "SELECT valid_at, SUM(reserved_pieces + shipped_pieces), SUM(reserved_value + shipped_value), "
    "SUM(reserved_tpp + shipped_tpp), SUM(shipped_pieces), SUM(shipped_value), SUM(shipped_tpp) "
    f"FROM entry WHERE account_no = ? AND valid_at > ? AND {DRAWS} "
    "GROUP BY valid_at ORDER BY valid_at"
)
_CHANGES = (
    "SELECT entry.valid_at, entry.position, entry.kind, operation.stated FROM entry "
    f"JOIN operation ON operation.operation_id = entry.operation_id WHERE entry.account_no = ? AND entry.{TERMS} "
    "ORDER BY entry.position"
)
_ENTRY_AT = (
    "SELECT entry.reserved_pieces, entry.reserved_value, entry.reserved_tpp, entry.shipped_pieces, "
    "entry.shipped_value, entry.shipped_tpp FROM entry JOIN account ON account.account_no = entry.account_no "
    "WHERE account.name = ? AND entry.position = ?"
)
_RESERVATION = (
    "SELECT kind, units, stated, found FROM operation WHERE reservation_id = ? "
    "UNION ALL SELECT kind, units, stated, found FROM operation WHERE operation_id = ? AND kind = 'reserve'"
)
_SHIPPED_SINCE = (
    "SELECT COUNT(*), MIN(valid_at) FROM entry "
    "WHERE account_no = ? AND valid_at >= ? AND valid_at < ? AND kind = 'ship'"
)


def _select_accounts(count: int, *, lock: bool) -> str:
    """Return the statement that reads accounts by name; it may lock them, in one order whatever the transaction."""
    clause = ' COLLATE "C" FOR UPDATE' if lock else ""
    return f"SELECT {_ACCOUNT_COLUMNS} FROM account WHERE name IN {values_of(count)} ORDER BY name{clause}"


def _lock_accounts_and_orders(count: int) -> str:
    """Return the same for PostgreSQL, which makes others that draw for the same orders wait as well."""
    orders = "SELECT COUNT(pg_advisory_xact_lock(hashtextextended(name, 0))) FROM unnest(?::text[]) AS orders (name)"
    return _select_accounts(count, lock=True).replace(" FROM account", f", ({orders}) FROM account", 1)


def _known_and_held(operations: int, orders: int) -> str:
    """Return the statement that reads operations by id, and what stands for orders."""
    return (
        "SELECT NULL, operation_id, kind, recorded_at, stated, found FROM operation "
        f"WHERE operation_id IN {values_of(operations)} "
        "UNION ALL SELECT order_id, COALESCE(reservation_id, operation_id), kind, units, stated, found FROM operation "
        f"WHERE order_id IN {values_of(orders)} AND kind IN ('reserve', 'ship', 'void')"
    )


def _parts_of(values: Sequence[str]) -> list[Sequence[str]]:
    return [values[start : start + _AT_ONCE] for start in range(0, len(values), _AT_ONCE)]


_TERMS_ON_FILE = (
    "SELECT operation.stated FROM entry JOIN operation ON operation.operation_id = entry.operation_id "
    f"WHERE entry.{TERMS} AND entry.kind IN ('grant', 'amend')"
)


class Journal:
    """Reads and writes rows within one transaction. `terms` keeps terms read before, by account and their position."""

    def __init__(self, session: Session, terms: dict[int, tuple[int, list[Change]]]) -> None:
        """Take the transaction and the terms known."""
        self.session = session
        self.known: dict[str, tuple[str, str, int]] = {}  # what was stated and found under an id, when recorded
        self.held: dict[str, list[tuple[Any, ...]]] = {}  # (reservation, kind, units, stated, found), by order
        self._terms = terms
        self._ceilings: list[Ceiling] | None = None  # all on file, once somebody asks

    def read_ahead(
        self, names: Iterable[str], operation_ids: Sequence[str], order_ids: Iterable[str]
    ) -> dict[str, Account]:
        """Lock orders and accounts, and read what stands under ids and orders; return the accounts, by name."""
        orders, wanted = sorted(set(order_ids)), sorted(set(names))
        accounts = self._lock_both(wanted, orders)
        self.held |= {order_id: [] for order_id in orders}
        for ids, part in zip_longest(_parts_of(operation_ids), _parts_of(orders), fillvalue=()):
            for order_id, name, *rest in self.session.rows(_known_and_held(len(ids), len(part)), [*ids, *part]):
                if order_id is None:
                    _, recorded_at, stated, found = rest
                    self.known[name] = stated, found, recorded_at
                else:
                    self.held[order_id].append((name, *rest))
        return accounts

    def _lock_both(self, wanted: Sequence[str], orders: list[str]) -> dict[str, Account]:
        if self.session.is_sqlite or not orders:
            return self._accounts(wanted, lock=True)
        first, *others = _parts_of(wanted) or [()]
        rows = [row[:-1] for row in self.session.rows(_lock_accounts_and_orders(len(first)), [orders, *first])]
        for part in others:
            rows += self.session.rows(_select_accounts(len(part), lock=True), part)
        return self._with_changes(rows)

    def locked(self, names: Iterable[str], *, make: Iterable[str] = ()) -> dict[str, Account]:
        """Return the accounts there are, by name, held so that nobody else writes to them until the end.

        Rows are locked in the order of their names, whatever the transaction, so that no two wait for each other.

        Args:
            names: Wanted.
            make: Those of them to be made where they are not there.
        """
        wanted, made = sorted(set(names)), set(make)
        found = self._accounts(wanted, lock=not made)
        if made:
            if made - found.keys():
                rows = [(name, None, 0, GENESIS, 0, 0, "", 0, 0, 0, 0, 0, 0) for name in wanted if name in made]
                self.session.many(_MAKE_ACCOUNT, rows)
            found = self._accounts(wanted, lock=True)
        return found

    def parent_of(self, name: str) -> str | None:
        """Return the account above one; it never changes. None if there is none, or no such account."""
        rows = self.session.rows("SELECT parent FROM account WHERE name = ?", (name,))
        return rows[0][0] if rows else None

    def is_on_file(self, name: str) -> bool:
        """Tell whether an account has terms."""
        return bool(self.session.rows("SELECT 1 FROM account WHERE name = ? AND terms_position > 0", (name,)))

    def _accounts(self, wanted: Sequence[str], *, lock: bool) -> dict[str, Account]:
        lock = lock and not self.session.is_sqlite
        statements = [(_select_accounts(len(part), lock=lock), part) for part in _parts_of(wanted)]
        return self._with_changes([row for statement, part in statements for row in self.session.rows(statement, part)])

    def _with_changes(self, rows: Iterable[tuple[Any, ...]]) -> dict[str, Account]:
        found: dict[str, Account] = {}
        for number, name, parent, position, chain, recorded_at, terms_position, last, *sums in rows:
            reserved, shipped = (sums[0], sums[1], sums[2]), (sums[3], sums[4], sums[5])
            account = Account(
                number, name, parent, position, chain, recorded_at, terms_position, last, reserved, shipped
            )
            account.changes = self._changes(account)
            found[name] = account
        return found

    def _changes(self, account: Account) -> list[Change]:
        """Return the changes of terms and state, from those kept where nothing has changed since."""
        if account.terms_position == 0:
            return []
        kept = self._terms.get(account.account_no)
        if kept is None or kept[0] != account.terms_position:
            rows = self.session.rows(_CHANGES, (account.account_no,))
            kept = account.terms_position, [change_of(*row) for row in rows]
            self._terms[account.account_no] = kept
        return list(kept[1])

    def later(self, account: Account, day: str) -> list[Draws]:
        """Return what was taken on each day after one, what this transaction adds included."""
        if day >= account.last_valid_at:
            return []
        by_day = {
            row[0]: Draws(row[0], (int(row[1]), int(row[2]), int(row[3])), (int(row[4]), int(row[5]), int(row[6])))
            for row in self.session.rows(_LATER, (account.account_no, day))
        }
        for entry in account.fresh:
            if entry.valid_at > day:
                have = by_day.get(entry.valid_at, Draws(entry.valid_at, NOTHING, NOTHING))
                taken, shipped = plus(have.taken, entry.drawn), plus(have.shipped, entry.shipped)
                by_day[entry.valid_at] = Draws(entry.valid_at, taken, shipped)
        return [by_day[later] for later in sorted(by_day)]

    def entry_at(self, name: str, position: int) -> tuple[Amounts, Amounts]:
        """Return what an entry reserved and shipped."""
        row = self.session.rows(_ENTRY_AT, (name, position))[0]
        return (row[0], row[1], row[2]), (row[3], row[4], row[5])

    def reservation(self, reservation_id: str) -> list[tuple[Any, ...]]:
        """Return (kind, units, stated, found) of all operations on a reservation."""
        return self.session.rows(_RESERVATION, (reservation_id, reservation_id))

    def shipments(self, account: Account, start: str, end: str) -> tuple[int, str]:
        """Return how many shipments an account has from a day on and before another, and the day of the first."""
        count, first = self.session.rows(_SHIPPED_SINCE, (account.account_no, start, end))[0]
        return int(count), first or ""

    def ceilings(self, ceiling_id: str) -> list[Ceiling]:
        """Return every wording of a ceiling in the terms on file."""
        if self._ceilings is None:
            rows = self.session.rows(_TERMS_ON_FILE)
            found = [authorisation_of(read_canonical(row[0])["terms"]) for row in rows if '"ceilings"' in row[0]]
            self._ceilings = [ceiling for terms in found for ceiling in terms.ceilings]
        return [ceiling for ceiling in self._ceilings if ceiling.id == ceiling_id]

    def carry(self, ceilings: Iterable[Ceiling]) -> None:
        """Take the ceilings of terms that this transaction adds."""
        if self._ceilings is not None:
            self._ceilings.extend(ceilings)

    def write(
        self, fresh: Sequence[tuple[Account, NewEntry]], operations: Sequence[tuple[Any, ...]], recorded_at: int
    ) -> None:
        """Add operations with their entries to the journal, move the heads of the accounts, and commit.

        Args:
            fresh: The entries, in order, with their accounts.
            operations: Rows of (id, kind, reservation, order, units, valid_at, recorded_at, entries, stated, found,
                digest).
            recorded_at: In microseconds since 1970.
        """
        digests = {row[0]: row[10] for row in operations}
        entries = []
        for account, entry in fresh:
            parts = _parts(account.name, entry, digests[entry.operation_id], recorded_at)
            account.hash = entry_hash(account.hash, parts)
            entries.append(_entry_row(account, entry, recorded_at))
        heads = [
            _head_row(account, recorded_at) for account in {account.name: account for account, _ in fresh}.values()
        ]
        self.session.end([(_NEW_OPERATION, operations), (_NEW_ENTRY, entries), (_ACCOUNT_MOVED, heads)])


def _head_row(account: Account, recorded_at: int) -> tuple[object, ...]:
    return (
        account.parent,
        account.position,
        account.hash,
        recorded_at,
        account.terms_position,
        account.last_valid_at,
        *account.reserved,
        *account.shipped,
        account.account_no,
    )


def change_of(valid_at: str, position: int, kind: str, stated: str) -> Change:
    """Return a change of terms or state from what its operation states."""
    what = EntryKind(kind)
    has_terms = what in {EntryKind.GRANT, EntryKind.AMEND}
    terms = authorisation_of(read_canonical(stated)["terms"]) if has_terms else None
    return Change(valid_at, position, what, terms)


def _parts(name: str, entry: NewEntry, digest: str, recorded_at: int) -> list[object]:
    return entry_parts(
        name,
        entry.position,
        entry.operation_id,
        digest,
        entry.kind.value,
        entry.valid_at,
        recorded_at,
        (*entry.bounds, entry.active_from, entry.active_to, *entry.reserved, *entry.shipped),
    )


def entry_parts(
    name: str,
    position: int,
    operation_id: str,
    digest: str,
    kind: str,
    valid_at: str,
    recorded_at: int,
    figures: Sequence[object],
) -> list[object]:
    """Return what the hash of an entry covers, beside the hash before it.

    `figures`: three limits, two days of validity, three amounts reserved, three shipped.
    """
    return [name, position, operation_id, digest, kind, valid_at, recorded_at, *figures]


def _entry_row(account: Account, entry: NewEntry, recorded_at: int) -> tuple[object, ...]:
    return (
        account.account_no,
        entry.position,
        entry.operation_id,
        entry.kind.value,
        entry.valid_at,
        recorded_at,
        *entry.bounds,
        entry.active_from,
        entry.active_to,
        *entry.reserved,
        *entry.shipped,
        account.hash,
    )
