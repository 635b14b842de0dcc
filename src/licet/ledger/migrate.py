"""The tables of a register: made, brought up to date, and checked, by Alembic."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError

from licet.errors import UsageError
from licet.ledger.schema import REVISION

if TYPE_CHECKING:
    from licet.ledger.store import Store


def migrate(store: Store) -> None:
    """Make the tables, or bring those of an older version up to date; nothing happens to those of this one.

    Raises:
        UsageError: If the tables are of a newer version, or the database refuses.
    """
    from alembic import command  # noqa: PLC0415  slow to import, and needed to make a register only
    from alembic.config import Config  # noqa: PLC0415
    from alembic.util import CommandError  # noqa: PLC0415

    _make_folder(store)
    config = Config()
    config.set_main_option("script_location", "licet:ledger/migrations")
    try:
        with store.engine.begin() as connection:
            if store.is_sqlite:
                connection.exec_driver_sql("BEGIN IMMEDIATE")  # the driver starts none before it makes a table
            else:
                connection.execute(text("SELECT pg_advisory_xact_lock(hashtextextended('licet register', 0))"))
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            if connection.execute(text("SELECT COUNT(*) FROM register")).scalar_one() == 0:
                connection.execute(text("INSERT INTO register VALUES (:name)"), {"name": uuid4().hex})
    except DBAPIError as error:
        raise store.fault(error) from error
    except CommandError as error:
        msg = f"{store.shown}: its tables are of a version that this Licet does not know ({error}); update Licet"
        raise UsageError(msg) from error


def _make_folder(store: Store) -> None:
    from pathlib import Path  # noqa: PLC0415

    if store.is_sqlite and store.engine.url.database:
        try:
            Path(store.engine.url.database).parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            msg = f"{store.shown}: its folder cannot be made: {error.strerror}"
            raise UsageError(msg) from error


def check_revision(store: Store) -> None:
    """Refuse a database without a register, or with one of another version.

    Raises:
        UsageError: With what to do.
    """
    from pathlib import Path  # noqa: PLC0415

    path = store.engine.url.database or ""
    if store.is_sqlite and not Path(path).is_file():
        msg = f"there is no register at {store.shown}; `licet register init` makes one"
        raise UsageError(msg)
    found = ""
    try:
        with store.engine.connect() as connection:
            if inspect(connection).has_table("alembic_version"):
                found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or ""
    except DBAPIError as error:
        raise store.fault(error) from error
    if found != REVISION:
        fault = f"has tables of version {found[:20]!r}, not {REVISION}" if found else "holds no register"
        msg = f"{store.shown} {fault}; `licet register init` makes the tables or brings older ones up to date"
        raise UsageError(msg)
