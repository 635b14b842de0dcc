"""Clients that draw on a licence as fast as they can: the register's, and the bare guarded UPDATE beside it.

The bare draw takes units from one row if enough are left, and keeps a row of the draw, in one durable transaction: no
operation, no second key, no hash, no order, no day. It is what the register's full entry is compared with.
"""

from __future__ import annotations

import multiprocessing
import sqlite3
from dataclasses import dataclass
from datetime import UTC, date, datetime
from threading import Semaphore, Thread
from time import perf_counter
from typing import TYPE_CHECKING, Protocol

import psycopg

from licet.citation import Citation, Grade
from licet.facts import Role
from licet.ledger import Grant, GroupCommit, Posted, Register, Reserve, Statement
from licet.ledger.operation import EntryKind
from licet.register import ANYTHING, Authorisation, AuthorisationKind, Draw, Limits, Scope

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from concurrent.futures import Future
    from multiprocessing.connection import Connection
    from threading import Barrier

    from licet.ledger import Operation

START = 10**12  # units of each licence
MOST_UNITS = 7
MOST_PROCESSES = 4  # more clients than that are threads of these
QUANTITY = 10
FROM, DAY = date(2026, 1, 1), date(2026, 6, 1)
_SAID = Statement(author="Example Officer", reason="order")
_PARTIES = ((Role.END_USER, "buyer-a"),)
_CONTEXT = multiprocessing.get_context("fork")

_SQLITE_TAKES = "UPDATE licence SET remaining = remaining - ? WHERE id = ? AND remaining >= ?"
_SQLITE_KEEPS = "INSERT INTO draw (licence, units, name) VALUES (?, ?, ?)"
_POSTGRESQL = (
    "WITH taken AS (UPDATE licence SET remaining = remaining - %s WHERE id = %s AND remaining >= %s RETURNING id) "
    "INSERT INTO draw (licence, units, name) SELECT id, %s, %s FROM taken"
)


class Client(Protocol):
    """Draws one after the other, each durable when `draw` returns."""

    def draw(self, licence: int, units: int, name: str) -> None:
        """Take units of a licence (numbered from 1)."""

    def close(self) -> None:
        """Let the connection go."""


@dataclass(frozen=True)
class Ran:
    """What clients did in one round: draws a second, the seconds of each draw, and the units taken."""

    per_second: float
    seconds: list[float]
    units: int


# ---- the register


def granted(number: str, parent: str | None = None) -> Grant:
    """Return the grant of a licence that is never used up."""
    terms = Authorisation(
        number=number,
        key="us:export",
        kind=AuthorisationKind.LICENCE,
        authority="Example Authority",
        holder="Maker",
        valid_from=FROM,
        valid_to=None,
        scope=Scope(items=ANYTHING, parties=((Role.END_USER, ANYTHING),)),
        limits=Limits(pieces=START),
        source=Citation("Example notice", "p. 1", Grade.PRESS),
        parent=parent,
    )
    return Grant(operation_id=f"grant-{number}", valid_at=FROM, said=_SAID, authorisation=terms)


def reserved(number: str, units: int, name: str) -> Reserve:
    """Return the reservation of an order of its own."""
    draw = Draw(
        order_id=name,
        key="us:export",
        item_id="chip-a",
        quantity=QUANTITY,
        valid_at=DAY,
        exporter="Maker",
        parties=_PARTIES,
    )
    return Reserve(operation_id=name, valid_at=DAY, said=_SAID, number=number, draw=draw, units=units)


class RegisterClient:
    """Reserves by `Register.post`, one operation a transaction."""

    def __init__(self, url: str) -> None:
        """Open the register."""
        self._register = Register.open(url)

    def draw(self, licence: int, units: int, name: str) -> None:
        """Reserve units for an order of its own."""
        self._register.post([reserved(f"L-{licence}", units, name)])

    def close(self) -> None:
        """Close the register."""
        self._register.close()


def new_register(url: str, licences: int) -> None:
    """Make a register with licences."""
    with Register.create(url) as register:
        register.post([granted(f"L-{number}") for number in range(1, licences + 1)])


def register_holds(url: str, units: int) -> bool:
    """Tell whether the register is sound and has reserved exactly so many units."""
    with Register.open(url) as register:
        lines = [balance.lines[0] for balance in register.balances(valid_at=DAY)]
        sums = sum(line.reserved for line in lines) == units and all((line.left or 0) >= 0 for line in lines)
        return sums and register.verify().sound


# ---- the bare draw


class BareSqlite:
    """The guarded UPDATE and the row of the draw in SQLite: WAL, BEGIN IMMEDIATE, synchronous=FULL."""

    def __init__(self, url: str) -> None:
        """Open the file."""
        self._connection = sqlite3.connect(_path(url), timeout=60, isolation_level=None, check_same_thread=False)
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute("PRAGMA synchronous=FULL")

    def draw(self, licence: int, units: int, name: str) -> None:
        """Take units."""
        self.draws([(licence, units, name)])

    def draws(self, drawn: Sequence[tuple[int, int, str]]) -> None:
        """Take units for each of several draws in one transaction."""
        execute = self._connection.execute
        execute("BEGIN IMMEDIATE")
        for licence, units, name in drawn:
            if execute(_SQLITE_TAKES, (units, licence, units)).rowcount:
                execute(_SQLITE_KEEPS, (licence, units, name))
        execute("COMMIT")

    def close(self) -> None:
        """Close the file."""
        self._connection.close()


class BarePostgresql:
    """The guarded UPDATE and the row of the draw in PostgreSQL: one prepared statement, committed by itself."""

    def __init__(self, url: str) -> None:
        """Connect."""
        self._connection = psycopg.connect(url, autocommit=True, prepare_threshold=2)
        self._cursor = self._connection.cursor()

    def draw(self, licence: int, units: int, name: str) -> None:
        """Take units."""
        self._cursor.execute(_POSTGRESQL, (units, licence, units, units, name))

    def draws(self, drawn: Sequence[tuple[int, int, str]]) -> None:
        """Take units for each of several draws in one transaction, sent in one go."""
        values = [(units, licence, units, units, name) for licence, units, name in drawn]
        with self._connection.transaction(), self._connection.pipeline():
            self._cursor.executemany(_POSTGRESQL, values)

    def close(self) -> None:
        """Disconnect."""
        self._connection.close()


def bare_client(url: str) -> BareSqlite | BarePostgresql:
    """Return a client of the bare tables."""
    return BareSqlite(url) if url.startswith("sqlite") else BarePostgresql(url)


def new_bare(url: str, licences: int) -> None:
    """Make the bare tables with licences."""
    key = "INTEGER PRIMARY KEY" if url.startswith("sqlite") else "bigserial PRIMARY KEY"
    full = "" if url.startswith("sqlite") else " WITH (fillfactor=50)"
    _run(
        url,
        f"CREATE TABLE licence (id {key}, remaining bigint NOT NULL CHECK (remaining >= 0)){full}",
        f"CREATE TABLE draw (id {key}, licence int NOT NULL, units int NOT NULL, name text NOT NULL)",
        *(
            f"INSERT INTO licence VALUES ({number}, {START})"  # noqa: S608  numbers of ours
            for number in range(1, licences + 1)
        ),
    )


def bare_holds(url: str, units: int, licences: int) -> bool:
    """Tell whether the rows of the draws are exactly so many units, and the balances what they leave."""
    totals = "SELECT MIN(remaining), SUM(remaining), (SELECT SUM(units) FROM draw) FROM licence"
    least, left, drawn = (int(value or 0) for value in _run(url, totals))
    return least >= 0 and drawn == units and left + drawn == START * licences


def _run(url: str, *statements: str) -> tuple[int, ...]:
    connection = sqlite3.connect(_path(url)) if url.startswith("sqlite") else psycopg.connect(url)
    try:
        row: tuple[int, ...] = ()
        for statement in statements:
            found = connection.execute(statement)
            row = found.fetchone() if found.description else ()
        connection.commit()
        return row
    finally:
        connection.close()


def _path(url: str) -> str:
    return url.removeprefix("sqlite:///")


# ---- rounds


def single(
    open_client: Callable[[str], Client], url: str, clients: int, licences: int, seconds: float, name: str
) -> Ran:
    """Let clients draw side by side for some seconds; four processes at most in PostgreSQL, the rest are threads."""
    processes = clients if url.startswith("sqlite") else min(clients, MOST_PROCESSES)
    threads = clients // processes
    go = _CONTEXT.Barrier(clients)
    running = []
    for process in range(processes):
        receiver, sender = _CONTEXT.Pipe(duplex=False)
        arguments = (open_client, url, threads, licences, seconds, f"{name}-{process}", go, sender)
        child = _CONTEXT.Process(target=_process, args=arguments)
        child.start()
        sender.close()
        running.append((child, receiver))
    found = [each for _, receiver in running for each in receiver.recv()]
    for child, _ in running:
        child.join()
    spent = max(wall for _, wall, _ in found)
    every = [one for lasted, _, _ in found for one in lasted]
    return Ran(len(every) / spent, sorted(every), sum(units for _, _, units in found))


def _process(
    open_client: Callable[[str], Client],
    url: str,
    threads: int,
    licences: int,
    seconds: float,
    name: str,
    go: Barrier,
    sender: Connection,
) -> None:
    found: list[tuple[list[float], float, int]] = []

    def run(thread: int) -> None:
        client = open_client(url)
        lasted: list[float] = []
        taken, count = 0, 0
        go.wait()
        began = perf_counter()
        end = began + seconds
        while (start := perf_counter()) < end:
            units = 1 + count % MOST_UNITS
            client.draw(1 + (count * 31 + thread) % licences, units, f"{name}-{thread}-{count}")
            lasted.append(perf_counter() - start)
            count += 1
            taken += units
        spent = perf_counter() - began
        client.close()
        found.append((lasted, spent, taken))

    running = [Thread(target=run, args=(thread,)) for thread in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    sender.send(found)


class BareRegister:
    """Takes operations as a register does, and draws them bare, so that the same group commit runs both."""

    def __init__(self, url: str) -> None:
        """Connect."""
        self._client = bare_client(url)
        self._now = datetime.now(UTC)

    def post_each(self, operations: Sequence[Operation], **_: object) -> list[Posted]:
        """Draw every reservation in one transaction."""
        reserves = [one for one in operations if isinstance(one, Reserve)]
        self._client.draws([(int(one.number[2:]), one.units, one.operation_id) for one in reserves])
        return [Posted(one.operation_id, EntryKind.RESERVE, DAY, self._now, repeated=False) for one in reserves]

    def close(self) -> None:
        """Disconnect."""
        self._client.close()


def grouped(register: Register | BareRegister, in_flight: int, seconds: float, name: str) -> Ran:
    """Submit to a group commit, so many operations at a time, each timed until it is acknowledged."""
    lasted: list[float] = []
    room = Semaphore(in_flight)
    taken, count = 0, 0

    def acknowledge(start: float) -> Callable[[Future[Posted]], None]:
        def end(future: Future[Posted]) -> None:
            lasted.append(perf_counter() - start)
            room.release()
            future.result()

        return end

    began = perf_counter()
    with GroupCommit(register) as group:  # type: ignore[arg-type]
        end = began + seconds
        while perf_counter() < end:
            room.acquire()
            units = 1 + count % MOST_UNITS
            operation = reserved("L-1", units, f"{name}-{count}")
            group.submit(operation).add_done_callback(acknowledge(perf_counter()))
            count += 1
            taken += units
    return Ran(len(lasted) / (perf_counter() - began), sorted(lasted), taken)
