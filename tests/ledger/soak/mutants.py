"""Registers that are wrong in one thing, to show that the soak finds it."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import psycopg

from licet.ledger import draws, journal, register, store

if TYPE_CHECKING:
    from collections.abc import Callable

_SEEDLESS = random.Random()  # noqa: S311  which posts a mutant spoils is not a secret


def no_limits() -> None:
    """Draws are not compared with what is left."""
    draws.short = lambda *_: []


def no_quantity() -> None:
    """An order may hold more than its quantity."""
    draws._of_order = lambda *_: []  # noqa: SLF001


def lost_commit() -> None:
    """Now and then a transaction is acknowledged and undone."""
    plain = store.Session.end

    def end(self: store.Session, writes: Any) -> None:  # noqa: ANN401
        if _SEEDLESS.random() < 0.02:
            self.undo()
        else:
            plain(self, writes)

    store.Session.end = end


def early_word() -> None:
    """A post returns before it is durable: nothing is written until the next one."""
    plain, kept = register.Register.post, {}

    def post(self: register.Register, operations: Any, **options: Any) -> Any:  # noqa: ANN401
        if (before := kept.pop(id(self), None)) is not None:
            plain(self, before, **options)
        kept[id(self)] = operations
        return plain(self, operations, dry_run=True, **options)

    register.Register.post = post


def no_lock() -> None:
    """Rows of accounts are read without a lock, and two entries may have one place in an account."""
    plain = journal._select_accounts  # noqa: SLF001
    journal._select_accounts = lambda count, **_: plain(count, lock=False)  # noqa: SLF001
    journal._lock_accounts_and_orders = lambda count: plain(count, lock=False).replace(  # noqa: SLF001
        " FROM account", ", (SELECT COUNT(*) FROM unnest(?::text[]) AS orders) FROM account", 1
    )


def stale_sums() -> None:
    """The sums that an account keeps forget shipments now and then."""
    plain = journal._head_row  # noqa: SLF001

    def head_row(account: Any, recorded_at: int) -> tuple[object, ...]:  # noqa: ANN401
        row = list(plain(account, recorded_at))
        if _SEEDLESS.random() < 0.02:
            row[9] = 0
        return tuple(row)

    journal._head_row = head_row  # noqa: SLF001


MUTANTS: dict[str, Callable[[], None]] = {
    each.__name__.replace("_", "-"): each
    for each in (no_limits, no_quantity, lost_commit, early_word, no_lock, stale_sums)
}


def prepare(name: str, url: str) -> None:
    """Take from a register what would stop a mutant: without the lock, the places of entries still collide."""
    if name == "no-lock":
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("ALTER TABLE entry DROP CONSTRAINT entry_position")
