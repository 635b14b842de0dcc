"""Where the register is kept: SQLite or PostgreSQL, and one transaction on either.

SQLite: WAL, `synchronous=FULL`, one writer at a time by BEGIN IMMEDIATE. PostgreSQL: READ COMMITTED, and the rows of
the accounts locked in one order, so that two draws on one balance stand in line and no two wait for each other.
"""

from __future__ import annotations

import logging
import os
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy
from sqlalchemy import event
from sqlalchemy.exc import ArgumentError, DBAPIError

from licet.errors import StoreFault, UsageError

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection, Engine, PoolProxiedConnection

    Writes = Sequence[tuple[str, Sequence[Sequence[object]]]]  # statements, each with the rows it is run for

BUSY_SECONDS = 60
_MOST_IDLE = 8
_UNSURE = "; whether it was recorded is not known: run it again with the same id, which records nothing twice"
_SQLITE_SETTINGS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}",
)


_COLLISIONS = frozenset({"IntegrityError", "UniqueViolation", "DeadlockDetected", "SerializationFailure"})


@dataclass(frozen=True, slots=True)
class Store:
    """One database. `shown` is its address without a password."""

    engine: Engine
    shown: str
    _idle: list[tuple[int, PoolProxiedConnection]] = field(default_factory=list)  # with the process that opened it

    @property
    def is_sqlite(self) -> bool:
        """True for SQLite."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Run one transaction that writes, if the block ends it; else, and after an error, all of it is undone.

        Raises:
            StoreFault: If the database refuses.
        """
        raw = self._raw()
        session = Session(raw, is_sqlite=self.is_sqlite)
        try:
            session.begin()
            yield session
            session.undo()
        except self.driver_error as error:
            session.undo()
            if session.is_broken:
                raw.invalidate()
                if session.is_ending:
                    raise self.fault(error, _UNSURE) from error
                raise self.fault(error, may_pass=True) from error
            raise self.fault(error, "; nothing was recorded") from error
        except BaseException:
            session.undo()
            raise
        finally:
            self._keep(raw, session)

    def _keep(self, raw: PoolProxiedConnection, session: Session) -> None:
        """Keep a connection for the next transaction: asking the pool for one takes as long as a statement."""
        if session.is_broken or len(self._idle) >= _MOST_IDLE:
            raw.close()
        else:
            self._idle.append((os.getpid(), raw))

    def close(self) -> None:
        """Close all connections."""
        while self._idle:
            self._idle.pop()[1].close()
        self.engine.dispose()

    def _raw(self) -> PoolProxiedConnection:
        with suppress(IndexError):  # another thread may take the last one
            while self._idle:
                process, raw = self._idle.pop()
                if process == os.getpid():
                    return raw
        try:
            return self.engine.raw_connection()
        except (DBAPIError, self.driver_error) as error:
            raise self.fault(error) from error

    @property
    def driver_error(self) -> type[Exception]:
        """The base of the errors of the driver."""
        error: type[Exception] = self.engine.dialect.loaded_dbapi.Error
        return error

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection on which everything read is of one instant.

        Raises:
            StoreFault: If the database refuses.
        """
        try:
            with self.engine.connect() as connection:
                if self.is_sqlite:
                    connection.exec_driver_sql("BEGIN")
                else:
                    connection.execution_options(isolation_level="REPEATABLE READ")
                yield connection
        except (DBAPIError, self.driver_error) as error:
            raise self.fault(error) from error

    def fault(self, error: Exception, then: str = "", *, may_pass: bool = False) -> StoreFault:
        """Return what the database said, in one line, and what follows from it."""
        cause = error.orig if isinstance(error, DBAPIError) and isinstance(error.orig, Exception) else error
        said = f"{self.shown}: {' '.join(str(cause).split()) or type(cause).__name__}"
        if may_pass or type(cause).__name__ in _COLLISIONS:
            return StoreFault(said, may_pass=True)
        return StoreFault(said + then)


class Session:
    """One transaction on a connection of the driver, in SQL that both databases read; `?` stands for a value."""

    def __init__(self, raw: PoolProxiedConnection, *, is_sqlite: bool) -> None:
        """Take a connection; `begin` starts the transaction."""
        self._cursor = raw.cursor()
        self._driver: Any = raw.driver_connection
        self.is_sqlite = is_sqlite
        self._ended = False
        self.is_ending = False  # what becomes of it is not known until the commit is answered

    @property
    def is_broken(self) -> bool:
        """True if the connection to the server is lost."""
        return not self.is_sqlite and bool(self._driver.closed or self._driver.broken)

    def begin(self) -> None:
        """Start the transaction; on SQLite it is the only one that writes from here on."""
        if self.is_sqlite:
            self._cursor.execute("BEGIN IMMEDIATE")  # PostgreSQL's driver starts one with the first statement

    def undo(self) -> None:
        """Undo the transaction, if the connection still stands; the database does it by itself if not."""
        if self._ended:
            return
        try:
            if self.is_sqlite:
                self._cursor.execute("ROLLBACK")
            else:
                self._driver.rollback()
        except Exception:  # noqa: BLE001  what went wrong before is the error to tell
            return

    def rows(self, statement: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Return what a statement finds."""
        cursor = self._cursor
        cursor.execute(self._own(statement), values)
        return list(cursor.fetchall())

    def many(self, statement: str, rows: Sequence[Sequence[object]]) -> None:
        """Run a statement for each row."""
        if len(rows) == 1:
            self._cursor.execute(self._own(statement), rows[0])
        elif rows:
            self._cursor.executemany(self._own(statement), rows)

    def end(self, writes: Writes) -> None:
        """Write rows and commit; durable when this returns.

        Args:
            writes: Statements, each with the rows that it is run for.
        """
        self.is_ending = True
        if self.is_sqlite:
            for statement, rows in writes:
                self.many(statement, rows)
            self._cursor.execute("COMMIT")
        else:
            for statement, rows in _as_one(writes):
                self.many(statement, rows)
            self._driver.commit()
        self._ended = True

    def _own(self, statement: str) -> str:
        return statement if self.is_sqlite else _for_postgresql(statement)


def _as_one(writes: Writes) -> Writes:
    """Return statements of one row each as one statement: each costs the driver as much as the work itself."""
    if any(len(rows) != 1 for _, rows in writes):
        return writes
    *before, (last, _) = writes
    parts = ", ".join(f"write_{number} AS ({statement})" for number, (statement, _) in enumerate(before))
    return [(f"WITH {parts} {last}", [[value for _, rows in writes for value in rows[0]]])]


_CONVERTED: dict[str, str] = {}


def _for_postgresql(statement: str) -> str:
    found = _CONVERTED.get(statement)
    if found is None:
        found = statement.replace("?", "%s")
        if len(_CONVERTED) < 4_096:  # noqa: PLR2004  lists of values come in many lengths
            _CONVERTED[statement] = found
    return found


def values_of(count: int) -> str:
    """Return so many places for values, in brackets; one that nothing equals if there are none."""
    return f"({', '.join('?' * count) or 'NULL'})"


def open_store(url: str) -> Store:
    """Return the store at an address: a path, `sqlite:///path`, or `postgresql://user@host/database`.

    Raises:
        UsageError: If it is no such address.
    """
    try:
        address = sqlalchemy.make_url(url if "://" in url else f"sqlite:///{os.fspath(Path(url))}")
    except (ArgumentError, ValueError) as error:
        msg = (
            f"{url[:80]!r} is not the address of a register; use a path, sqlite:///path or postgresql://user@host/name"
        )
        raise UsageError(msg) from error
    kind = address.get_backend_name()
    if kind == "sqlite":
        if not address.database or address.database == ":memory:" or "\0" in url:
            msg = "a register in SQLite needs a file: sqlite:///path"
            raise UsageError(msg)
        engine = sqlalchemy.create_engine(
            address.set(drivername="sqlite+pysqlite"),
            connect_args={"isolation_level": None, "timeout": BUSY_SECONDS, "check_same_thread": False},
        )
        event.listen(engine, "connect", _settle_sqlite)
    elif kind == "postgresql":
        engine = _postgresql(address)
    else:
        msg = f"{kind[:40]!r} is neither sqlite nor postgresql"
        raise UsageError(msg)
    return Store(engine, address.render_as_string(hide_password=True))


def _quiet_driver() -> None:
    """Keep the driver's own remarks on undone transactions from standard error; they come as errors too."""
    logging.getLogger("psycopg").addHandler(logging.NullHandler())


def _postgresql(address: sqlalchemy.URL) -> Engine:
    _quiet_driver()
    try:
        return sqlalchemy.create_engine(
            address.set(drivername="postgresql+psycopg"),
            connect_args={"prepare_threshold": 2},
            max_overflow=64,
        )
    except ModuleNotFoundError as error:
        msg = "the driver for PostgreSQL is not installed: pip install 'licet[postgres]'"
        raise UsageError(msg) from error


def _settle_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    for setting in _SQLITE_SETTINGS:
        connection.execute(setting)
