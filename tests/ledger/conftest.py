"""Registers to test with, on each store; builders of what is posted to them; a clock that the test sets."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pytest
from tests import postgres

from licet.ledger import Register

if TYPE_CHECKING:
    from collections.abc import Iterator


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        """Start in the morning of a day before all others."""
        self.instant = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.instant

    def move(self, seconds: float = 60) -> datetime:
        """Move the clock, back if negative, and return the instant."""
        self.instant += timedelta(seconds=seconds)
        return self.instant


class Store(Protocol):
    """Where registers are made."""

    name: str

    def new(self) -> str:
        """Return the URL of a new register in which nothing is on file."""

    def empty(self) -> str:
        """Return a URL where there is no register yet."""

    def drop(self, url: str) -> None:
        """Remove a register that is closed."""


class SqliteStore:
    """Files in a folder; a new register is a copy of one that was made once."""

    name = "sqlite"

    def __init__(self, folder: Path) -> None:
        """Make the one that is copied."""
        self._folder = folder
        self._made = 0
        self._template = folder / "template.db"
        Register.create(f"sqlite:///{self._template}").close()

    def new(self) -> str:
        url = self.empty()
        shutil.copyfile(self._template, path_of(url))
        return url

    def empty(self) -> str:
        self._made += 1
        return f"sqlite:///{self._folder / f'register-{self._made}.db'}"

    def drop(self, url: str) -> None:
        for ending in ("", "-wal", "-shm"):
            path_of(url + ending).unlink(missing_ok=True)


class PostgresStore:
    """Databases of a server; a new register is a copy of one that was made once."""

    name = "postgresql"

    def __init__(self, server: postgres.Server) -> None:
        """Make the one that is copied."""
        self.server = server
        self._template = server.new_database()
        Register.create(server.url(self._template)).close()

    def new(self) -> str:
        return self.server.url(self.server.new_database(template=self._template))

    def empty(self) -> str:
        return self.server.url(self.server.new_database())

    def drop(self, url: str) -> None:
        self.server.drop_database(url.partition("@/")[2].partition("?")[0])


def path_of(url: str) -> Path:
    """Return the file of a register in SQLite."""
    return Path(url.removeprefix("sqlite:///"))


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Server]:
    """Give a PostgreSQL server of this run's own; without one the test is skipped, or fails where CI is set."""
    try:
        server = postgres.Server.start()
    except FileNotFoundError:
        if os.environ.get("CI"):
            pytest.fail(postgres.CURE)
        pytest.skip(postgres.CURE)
    yield server
    server.stop()


@pytest.fixture(scope="session")
def sqlite_store(tmp_path_factory: pytest.TempPathFactory) -> SqliteStore:
    return SqliteStore(tmp_path_factory.mktemp("registers"))


@pytest.fixture(scope="session")
def postgres_store(postgres_server: postgres.Server) -> PostgresStore:
    return PostgresStore(postgres_server)


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest) -> Store:
    """Give each store in turn."""
    found: Store = request.getfixturevalue("sqlite_store" if request.param == "sqlite" else "postgres_store")
    return found


@pytest.fixture
def url(store: Store) -> Iterator[str]:
    """Give the URL of a new register."""
    made = store.new()
    yield made
    with suppress(OSError):
        store.drop(made)


@pytest.fixture
def postgres_url(postgres_store: PostgresStore) -> Iterator[str]:
    """Give the URL of a new register in PostgreSQL."""
    made = postgres_store.new()
    yield made
    postgres_store.drop(made)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def register(url: str, clock: Clock) -> Iterator[Register]:
    """Give a new register, open, under a clock that the test moves."""
    with Register.open(url, clock=clock) as opened:
        yield opened
