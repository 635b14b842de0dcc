"""The head hash, checkpoints, and the verification of the whole journal.

The head hash covers every entry up to a sequence number: it is taken when no transaction is under way, so that nothing
is added below the number later. Kept outside the register, it shows a tail that was cut, or a history written anew.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from licet.errors import UsageError
from licet.ledger.answer import Fault, Verification
from licet.ledger.canonical import GENESIS, digest_of, entry_hash, read_canonical
from licet.ledger.clock import microseconds
from licet.ledger.journal import entry_parts
from licet.ledger.operation import CHANGING, DRAWING
from licet.ledger.overdrawn import overdrawn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from sqlalchemy import Connection

    from licet.ledger.clock import Clock
    from licet.ledger.store import Store

_HEAD = re.compile(r"(\d{1,18}):([0-9a-f]{64})")
_MOST_FAULTS = 1_000
_EVERY = 10_000


@contextmanager
def _still(store: Store) -> Iterator[Connection]:
    """Give a connection on which no transaction that adds entries is under way."""
    try:
        with store.engine.begin() as connection:
            if store.is_sqlite:
                connection.exec_driver_sql("BEGIN")
            else:
                connection.execute(text("LOCK TABLE entry IN SHARE MODE"))
            yield connection
            if store.is_sqlite:
                connection.exec_driver_sql("COMMIT")
    except DBAPIError as error:
        raise store.fault(error) from error


def _head_of(register_id: str, sequence: int, heads: Iterable[tuple[str, int, str]]) -> str:
    lines = "\n".join(f"{name}\t{position}\t{chain}" for name, position, chain in sorted(heads) if position)
    covered = f"{register_id}\n{sequence}\n{lines}"
    return f"{sequence}:{sha256(covered.encode()).hexdigest()}"


def head(store: Store) -> str:
    """Return the head hash."""
    with _still(store) as connection:
        return _head(connection)


def _head(connection: Connection) -> str:
    register_id = _register_id(connection)
    sequence = connection.execute(text("SELECT COALESCE(MAX(sequence), 0) FROM entry")).scalar_one()
    heads = connection.execute(text("SELECT name, position, hash FROM account")).all()
    return _head_of(register_id, sequence, ((row[0], row[1], row[2]) for row in heads))


def _register_id(connection: Connection) -> str:
    """Return the id that a register was given when it was made; empty if it is gone."""
    found = connection.execute(text("SELECT register_id FROM register")).scalars().all()
    return str(found[0]) if len(found) == 1 else ""


def checkpoint(store: Store, clock: Clock) -> str:
    """Keep the head hash in the register, once for each state of the journal."""
    with _still(store) as connection:
        found = _head(connection)
        connection.execute(
            text("INSERT INTO checkpoint VALUES (:sequence, :at, :head) ON CONFLICT (sequence) DO NOTHING"),
            {"sequence": int(found.partition(":")[0]), "at": microseconds(clock()), "head": found},
        )
    return found


def verify(store: Store, expect_head: str | None, progress: Callable[[int, int], None] | None) -> Verification:
    """Read the whole journal and tell everything that does not agree.

    Raises:
        UsageError: If `expect_head` is no head hash.
    """
    if expect_head is not None and not _HEAD.fullmatch(expect_head):
        msg = f"{expect_head[:80]!r} is no head hash; it is a number, a colon and 64 hexadecimal digits"
        raise UsageError(msg)
    with _still(store) as connection:
        return _Verifier(connection, expect_head, progress).run()


@dataclass(slots=True)
class _Chain:
    """What has been read of one account: its place and hash, its sums, and its heads at the sequences asked."""

    name: str
    position: int = 0
    hash: str = GENESIS
    sums: list[int] = field(default_factory=lambda: [0] * 6)
    terms_position: int = 0
    last_valid_at: str = ""
    recorded_at: int = 0
    sequence: int = 0


_ENTRIES = text(
    "SELECT e.sequence, a.name, e.position, e.operation_id, e.kind, e.valid_at, e.recorded_at, e.limit_pieces, "
    "e.limit_value, e.limit_tpp, e.active_from, e.active_to, e.reserved_pieces, e.reserved_value, e.reserved_tpp, "
    "e.shipped_pieces, e.shipped_value, e.shipped_tpp, e.hash, o.digest, o.kind, o.valid_at, o.recorded_at, "
    "e.account_no FROM entry e LEFT JOIN account a ON a.account_no = e.account_no "
    "LEFT JOIN operation o ON o.operation_id = e.operation_id ORDER BY e.account_no, e.position"
)
_OPERATIONS = text(
    "SELECT operation_id, kind, reservation_id, order_id, units, valid_at, entries, stated, found, digest "
    "FROM operation"
)
_ACCOUNTS = text(
    "SELECT name, position, hash, recorded_at, terms_position, last_valid_at, reserved_pieces, reserved_value, "
    "reserved_tpp, shipped_pieces, shipped_value, shipped_tpp, parent, account_no FROM account ORDER BY account_no"
)
_DRAWS = frozenset(kind.value for kind in DRAWING)
_TERMS = frozenset(kind.value for kind in CHANGING)


class _Verifier:
    """One reading of a journal."""

    def __init__(
        self, connection: Connection, expect_head: str | None, progress: Callable[[int, int], None] | None
    ) -> None:
        self._connection, self._progress = connection, progress
        self.faults: list[Fault] = []
        self._chains: dict[int, _Chain] = {}
        self._parents: dict[str, str | None] = {}
        self._written: dict[str, list[tuple[str, int]]] = {}
        rows = connection.execute(text("SELECT sequence, head FROM checkpoint ORDER BY sequence")).all()
        self._kept = [(f"checkpoint {row[0]}", row[0], row[1]) for row in rows]
        self._checkpoints = len(rows)
        if expect_head is not None:
            self._kept.append(("expected head", int(expect_head.partition(":")[0]), expect_head))
        self._stops = sorted({sequence for _, sequence, _ in self._kept})
        self._heads: dict[int, dict[str, tuple[int, str]]] = {stop: {} for stop in self._stops}

    def run(self) -> Verification:
        entries = self._read_entries()
        operations = self._read_operations()
        accounts = self._compare_accounts()
        self._compare_heads()
        self._compare_limits()
        return Verification(
            accounts, entries, operations, self._checkpoints, _head(self._connection), tuple(self.faults[:_MOST_FAULTS])
        )

    def _fault(self, account: str, position: int | None, what: str) -> None:
        self.faults.append(Fault(account, position, what))

    def _read_entries(self) -> int:
        total = self._connection.execute(text("SELECT COUNT(*) FROM entry")).scalar_one()
        count = 0
        streamed = self._connection.execution_options(stream_results=True, yield_per=_EVERY)
        for row in streamed.execute(_ENTRIES):
            count += 1
            try:
                self._entry(row)
            except TypeError:
                self._fault(str(row[1]), None, f"entry {row[0]} holds a value of another type")
            if self._progress is not None and (count % _EVERY == 0 or count == total):
                self._progress(count, total)
        return count

    def _entry(self, row: Sequence[Any]) -> None:
        sequence, name, position, operation_id, kind, valid_at, recorded_at = row[:7]
        if name is None:
            self._fault(f"account {row[23]}", position, "an entry belongs to an account that is gone")
            return
        chain = self._chains.setdefault(row[23], _Chain(name))
        if position != chain.position + 1:
            gap = (
                f"{chain.position + 1} to {position - 1}"
                if position - 1 > chain.position + 1
                else str(chain.position + 1)
            )
            self._fault(name, position, f"entry {gap} is missing: an entry was removed, or its place changed")
        if row[19] is None:
            self._fault(name, position, f"the operation {operation_id} of this entry is gone")
        elif (valid_at, recorded_at) != (row[21], row[22]) and kind != "expire":
            self._fault(name, position, f"the days of operation {operation_id} and of its entry differ")
        parts = entry_parts(name, position, operation_id, row[19] or "", kind, valid_at, recorded_at, row[7:18])
        if entry_hash(chain.hash, parts) != row[18]:
            self._fault(
                name, position, "the hash does not fit: this entry, its operation, or the one before was changed"
            )
        if sequence <= chain.sequence:
            self._fault(name, position, "its sequence number is not above that of the entry before")
        chain.sequence = sequence
        if recorded_at < chain.recorded_at:
            self._fault(name, position, "it was recorded before the entry that precedes it")
        chain.position, chain.hash, chain.recorded_at = position, row[18], recorded_at
        chain.sums = [have + new for have, new in zip(chain.sums, row[12:18], strict=True)]
        if kind in _TERMS:
            chain.terms_position = position
        if kind in _DRAWS and any(row[12:18]):
            chain.last_valid_at = max(chain.last_valid_at, valid_at)
        self._written.setdefault(operation_id, []).append((name, position))
        for stop in self._stops:
            if sequence <= stop:
                self._heads[stop][name] = position, row[18]

    def _compare_accounts(self) -> int:
        rows = self._connection.execute(_ACCOUNTS).all()
        for row in rows:
            chain = self._chains.get(row[13], _Chain(row[0]))
            if (row[1], row[2]) != (chain.position, chain.hash):
                ends = f"its head is entry {row[1]}; the journal ends at {chain.position}"
                what = f"{ends}: the tail was cut, or the head moved"
                self._fault(row[0], None, what)
            elif row[12] != self._parents.get(row[0]):
                self._fault(row[0], None, "the layer above it is not the one of its grant")
            elif list(row[6:12]) != chain.sums:
                self._fault(row[0], None, "its sums are not those of its entries")
            elif (row[4], row[5]) != (chain.terms_position, chain.last_valid_at) or row[3] < chain.recorded_at:
                self._fault(row[0], None, "what it keeps of its terms and days is not what its entries say")
        return len(rows)

    def _read_operations(self) -> int:
        count = 0
        streamed = self._connection.execution_options(stream_results=True, yield_per=_EVERY)
        for row in streamed.execute(_OPERATIONS):
            count += 1
            try:
                self._operation(row)
            except (KeyError, TypeError, ValueError):
                self._fault(f"operation {row[0]}", None, "its content is not what an operation states")
        return count

    def _operation(self, row: Sequence[Any]) -> None:
        operation_id, kind, reservation_id, order_id, units, valid_at, entries, stated, found, digest = row
        where = f"operation {operation_id}"
        written = self._written.get(operation_id, [])
        if digest_of(stated, found) != digest:
            self._fault(where, None, "its content was changed")
            return
        said, worked_out = read_canonical(stated), read_canonical(found)
        told = sorted((name, position) for name, position in worked_out["entries"])
        if told != sorted(written) or len(told) != entries:
            self._fault(where, None, "entries of it are missing, or moved")
        if kind == "grant":
            self._parents[said["number"]] = said["terms"].get("parent")
        own = (said["id"], said["kind"], said["valid_at"])
        parts = (
            said.get("reservation_id"),
            said["draw"]["order_id"] if kind == "reserve" else order_id if reservation_id else said.get("order_id"),
            said.get("units", worked_out.get("units")),
        )
        if own != (operation_id, kind, valid_at) or parts != (reservation_id, order_id, units):
            self._fault(where, None, "what its row says is not what it states")

    def _compare_limits(self) -> None:
        """Test every balance on every day, if the entries can be read at all."""
        try:
            self.faults += overdrawn(self._connection)
        except (KeyError, TypeError, ValueError):
            self._fault("register", None, "its entries cannot be added up")

    def _compare_heads(self) -> None:
        register_id = _register_id(self._connection)
        if not register_id:
            self._fault("register", None, "its own id is gone, so no head hash fits it")
        last = self._connection.execute(text("SELECT COALESCE(MAX(sequence), 0) FROM entry")).scalar_one()
        for name, sequence, kept in self._kept:
            heads = ((account, position, chain) for account, (position, chain) in self._heads[sequence].items())
            if _head_of(register_id, sequence, heads) != kept:
                why = f"the journal ends at {last}" if last < sequence else "the entries up to it are others now"
                self._fault(name, None, f"does not fit: {why}; entries it covered were removed or rewritten")
