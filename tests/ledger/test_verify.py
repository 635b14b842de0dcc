"""Every change made behind the register's back is found: by `verify` alone, or with a head kept elsewhere."""

# ruff: noqa: S608  a test that tampers writes its own SQL
from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.ledger import books
from tests.ledger.books import day
from tests.ledger.test_trouble import ask_sql, run_sql

from licet.errors import UsageError
from licet.ledger import Register
from licet.ledger.canonical import digest_of, entry_hash
from licet.ledger.journal import entry_parts
from licet.register import Limits

if TYPE_CHECKING:
    from tests.ledger.conftest import Store

    from licet.ledger import Verification

LAST = "(SELECT MAX(sequence) FROM entry)"
OF_L1 = "(SELECT account_no FROM account WHERE name = 'L-1')"

OF_THE_ORDER = "(SELECT account_no FROM account WHERE name = 'order/o-1')"
COPIED = """
    INSERT INTO operation SELECT 'more', kind, reservation_id, order_id, units, valid_at, recorded_at, {}, stated,
    found, digest FROM operation WHERE operation_id = 'sent'
"""


@pytest.fixture
def head(url: str) -> str:
    """Fill the register with a short history, and return its head."""
    kept = books.reserve(40, day(2), operation_id="kept")
    with Register.open(url) as register:
        cap = books.ceiling()
        register.post([books.grant(books.terms(ceilings=(cap,)), operation_id="granted")])
        register.post([kept])
        register.post([books.ship("kept", 10, day(3), operation_id="sent")])
        register.post([books.note(day(3), operation_id="noted", content={"answer": "yes"})])
        register.checkpoint()
        register.post(
            [books.amend(books.terms(ceilings=(cap,), limits=Limits(pieces=90)), day(6), operation_id="less")]
        )
        register.post([books.ship("kept", 5, day(7), operation_id="sent-2")])
        register.post([books.adjust(day(8), pieces=2, operation_id="adjusted")])
        assert register.verify(expect_head=register.head()).sound
        return register.head()


def verified(url: str, expect_head: str | None = None) -> Verification:
    with Register.open(url) as register:
        return register.verify(expect_head=expect_head)


# What is changed; each is found by `verify` alone.
TAMPERED = {
    "an amount reserved": ["UPDATE entry SET reserved_pieces = 39 WHERE operation_id = 'kept'"],
    "an amount shipped": ["UPDATE entry SET shipped_pieces = 9 WHERE operation_id = 'sent'"],
    "an amount in one account of two": [
        f"UPDATE entry SET shipped_pieces = 9 WHERE operation_id = 'sent' AND account_no = {OF_L1}"
    ],
    "amounts that cancel out": [
        "UPDATE entry SET shipped_pieces = shipped_pieces + 1 WHERE operation_id = 'sent'",
        "UPDATE entry SET shipped_pieces = shipped_pieces - 1 WHERE operation_id = 'sent-2'",
    ],
    "a limit": ["UPDATE entry SET limit_pieces = 1000 WHERE operation_id = 'granted' AND limit_pieces = 100"],
    "a validity": ["UPDATE entry SET active_to = '2030-01-01' WHERE operation_id = 'granted' AND kind = 'grant'"],
    "the day of an entry": ["UPDATE entry SET valid_at = '2026-12-20' WHERE operation_id = 'sent'"],
    "the day of an operation": ["UPDATE operation SET valid_at = '2026-12-20' WHERE operation_id = 'sent'"],
    "the day of both": [
        "UPDATE entry SET valid_at = '2026-12-20' WHERE operation_id = 'sent'",
        "UPDATE operation SET valid_at = '2026-12-20' WHERE operation_id = 'sent'",
    ],
    "the instant of an entry": ["UPDATE entry SET recorded_at = recorded_at - 5 WHERE operation_id = 'sent'"],
    "the instant of an operation": ["UPDATE operation SET recorded_at = recorded_at - 5 WHERE operation_id = 'sent'"],
    "the kind of an entry": ["UPDATE entry SET kind = 'void' WHERE operation_id = 'sent'"],
    "the kind of an operation": ["UPDATE operation SET kind = 'void' WHERE operation_id = 'sent'"],
    "what an operation states": [
        "UPDATE operation SET stated = REPLACE(stated, 'file 1', 'file 2') WHERE operation_id = 'sent'"
    ],
    "its author": [
        "UPDATE operation SET stated = REPLACE(stated, 'Example Officer', 'Somebody Else') WHERE operation_id = 'kept'"
    ],
    "an answer": ["UPDATE operation SET stated = REPLACE(stated, '\"yes\"', '\"no\"') WHERE operation_id = 'noted'"],
    "what was worked out": ["UPDATE operation SET found = REPLACE(found, '1', '2') WHERE operation_id = 'kept'"],
    "the digest": ["UPDATE operation SET digest = REPLACE(digest, 'a', 'b') WHERE operation_id = 'kept'"],
    "the units of an operation": ["UPDATE operation SET units = 9 WHERE operation_id = 'sent'"],
    "the order of an operation": ["UPDATE operation SET order_id = 'o-9' WHERE operation_id = 'kept'"],
    "the reservation of an operation": ["UPDATE operation SET reservation_id = 'other' WHERE operation_id = 'sent'"],
    "the count of its entries": ["UPDATE operation SET entries = 1 WHERE operation_id = 'sent'"],
    "a hash": [f"UPDATE entry SET hash = REPLACE(hash, 'a', 'b') WHERE sequence = {LAST}"],
    "an entry removed from the middle": [f"DELETE FROM entry WHERE operation_id = 'sent' AND account_no = {OF_L1}"],
    "an operation removed with its entries": [
        "DELETE FROM entry WHERE operation_id = 'sent'",
        "DELETE FROM operation WHERE operation_id = 'sent'",
    ],
    "an operation removed": ["DELETE FROM operation WHERE operation_id = 'sent'"],
    "an operation without entries added": [COPIED.format("entries")],
    "an operation that claims no entries added": [COPIED.format("0")],
    "the last entry removed": [f"DELETE FROM entry WHERE sequence = {LAST}"],
    "the last operation removed with its entries": [
        "DELETE FROM entry WHERE operation_id = 'adjusted'",
        "DELETE FROM operation WHERE operation_id = 'adjusted'",
    ],
    "a note removed": [
        "DELETE FROM entry WHERE operation_id = 'noted'",
        "DELETE FROM operation WHERE operation_id = 'noted'",
    ],
    "two positions swapped": [
        f"UPDATE entry SET position = -position WHERE account_no = {OF_L1} AND position IN (3, 4)",
        f"UPDATE entry SET position = 7 + position WHERE account_no = {OF_L1} AND position IN (-3, -4)",
    ],
    "the sequence of an entry": ["UPDATE entry SET sequence = 1000 WHERE operation_id = 'less'"],
    "an entry moved to another account": [
        f"UPDATE entry SET account_no = {OF_THE_ORDER}, position = 9 WHERE operation_id = 'adjusted'"
    ],
    "the sum of an account": ["UPDATE account SET shipped_pieces = 0 WHERE name = 'L-1'"],
    "the sum of a ceiling": ["UPDATE account SET reserved_pieces = 0 WHERE name = 'ceiling/per-user/buyer-a'"],
    "the hash of an account": ["UPDATE account SET hash = REPLACE(hash, 'a', 'b') WHERE name = 'L-1'"],
    "the position of an account": ["UPDATE account SET position = 3 WHERE name = 'L-1'"],
    "the position of its terms": ["UPDATE account SET terms_position = 1 WHERE name = 'L-1'"],
    "the last day of an account": ["UPDATE account SET last_valid_at = '2026-12-01' WHERE name = 'L-1'"],
    "the instant of an account": ["UPDATE account SET recorded_at = 1 WHERE name = 'L-1'"],
    "the parent of an account": ["UPDATE account SET parent = 'ceiling/per-user/buyer-a' WHERE name = 'L-1'"],
    "the name of an account": ["UPDATE account SET name = 'L-2' WHERE name = 'L-1'"],
    "a checkpoint": ["UPDATE checkpoint SET head = REPLACE(head, 'a', 'b')"],
    "the place of a checkpoint": ["UPDATE checkpoint SET sequence = sequence - 1"],
}


@pytest.mark.parametrize("what", TAMPERED)
def test_it_is_found(store: Store, url: str, head: str, what: str) -> None:
    before = rows(store, url)
    run_sql(store, url, *TAMPERED[what])
    assert rows(store, url) != before, "nothing was changed"

    verification = verified(url)

    assert not verification.sound
    assert all(fault.what for fault in verification.faults)
    assert not verified(url, head).sound


def rows(store: Store, url: str) -> list[object]:
    return [
        ask_sql(store, url, f"SELECT * FROM {table} ORDER BY 1")
        for table in ("account", "operation", "entry", "checkpoint")
    ]


def test_what_is_wrong_is_named(store: Store, url: str, head: str) -> None:
    run_sql(store, url, f"UPDATE entry SET shipped_pieces = 9 WHERE operation_id = 'sent' AND account_no = {OF_L1}")
    faults = verified(url, head).faults
    assert any(fault.account == "L-1" and fault.position == 4 for fault in faults), faults


@pytest.mark.usefixtures("head")
def test_an_entry_recorded_before_the_one_it_follows_is_found_though_hashed_anew(store: Store, url: str) -> None:
    for table in ("entry", "operation"):
        run_sql(store, url, f"UPDATE {table} SET recorded_at = recorded_at - 60000000 WHERE operation_id = 'adjusted'")
    hash_anew(store, url, "L-1")
    mend_accounts(store, url)
    assert not verified(url).sound


@pytest.mark.parametrize("content", ["no JSON", "[]", "{}", "null", '{"entries": 1}'])
@pytest.mark.parametrize("column", ["stated", "found"])
@pytest.mark.usefixtures("head")
def test_content_that_is_none_is_a_fault_and_no_traceback(store: Store, url: str, column: str, content: str) -> None:
    ((stated, found),) = ask_sql(store, url, "SELECT stated, found FROM operation WHERE operation_id = 'kept'")
    digest = digest_of(content, found) if column == "stated" else digest_of(stated, content)
    run_sql(store, url, f"UPDATE operation SET {column} = '{content}', digest = '{digest}' WHERE operation_id = 'kept'")
    assert not verified(url).sound


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE entry SET shipped_pieces = 'many' WHERE operation_id = 'sent'",
        "UPDATE entry SET position = 'first' WHERE operation_id = 'sent'",
        "UPDATE entry SET recorded_at = 'then' WHERE operation_id = 'sent'",
        "UPDATE account SET position = 'last' WHERE name = 'L-1'",
        "UPDATE operation SET stated = x'ff00ff' WHERE operation_id = 'sent'",
        "UPDATE checkpoint SET head = 'gone'",
        "DELETE FROM register",
    ],
)
def test_what_is_of_another_type_is_a_fault_and_no_traceback(sqlite_store: Store, change: str) -> None:
    url = sqlite_store.new()
    with Register.open(url) as register:
        register.post([books.grant(books.terms()), books.reserve(40, day(2), operation_id="kept")])
        register.post([books.ship("kept", 10, day(3), operation_id="sent")])
        register.checkpoint()
    run_sql(sqlite_store, url, change)
    assert judged(url) in {"a fault", "refused"}
    sqlite_store.drop(url)


class TestOnlyWithTheHead:
    """What somebody who may write to the database can hide from `verify`, and not from a head kept elsewhere."""

    def test_a_tail_cut_off_with_the_accounts_mended(self, store: Store, url: str, head: str) -> None:
        run_sql(
            store,
            url,
            "DELETE FROM entry WHERE operation_id = 'adjusted'",
            "DELETE FROM operation WHERE operation_id = 'adjusted'",
        )
        mend_accounts(store, url)

        assert verified(url).sound, "alone, it cannot tell a shorter history from a younger one"
        assert not verified(url, head).sound

    def test_a_forged_entry_with_its_chain_hashed_anew(self, store: Store, url: str, head: str) -> None:
        run_sql(store, url, "UPDATE entry SET shipped_pieces = 1 WHERE operation_id = 'adjusted'")
        change_stated(store, url, "adjusted", '"pieces":2', '"pieces":1')
        hash_anew(store, url, "L-1")
        mend_accounts(store, url)

        assert verified(url).sound, "alone, it cannot tell a history told anew from the first one"
        assert not verified(url, head).sound

    def test_an_author_changed_with_the_chain_hashed_anew(self, store: Store, url: str, head: str) -> None:
        change_stated(store, url, "adjusted", "Example Officer", "Somebody Else")
        hash_anew(store, url, "L-1")
        mend_accounts(store, url)

        assert verified(url).sound
        assert not verified(url, head).sound

    def test_an_account_removed_whole(self, store: Store, url: str, head: str) -> None:
        with Register.open(url) as register:
            register.post([books.note(day(4), order_id="o-2", operation_id="noted-2")])
            later = register.head()
        run_sql(
            store,
            url,
            "DELETE FROM entry WHERE operation_id = 'noted-2'",
            "DELETE FROM operation WHERE operation_id = 'noted-2'",
            "DELETE FROM account WHERE name = 'order/o-2'",
        )

        assert verified(url, head).sound
        assert not verified(url, later).sound

    def test_before_a_checkpoint_even_that_is_found(self, store: Store, url: str, head: str) -> None:
        change_stated(store, url, "noted", '"yes"', '"no"')
        hash_anew(store, url, "order/o-1")
        mend_accounts(store, url)

        assert not verified(url).sound
        assert not verified(url, head).sound

    def test_a_checkpoint_removed(self, store: Store, url: str, head: str) -> None:
        run_sql(store, url, "DELETE FROM checkpoint")
        assert verified(url).sound
        assert verified(url, head).sound, "the entries are the same"


class TestHeads:
    def test_the_head_of_an_unchanged_register_holds(self, url: str, head: str) -> None:
        verification = verified(url, head)
        assert verification.sound
        assert verification.head == head
        assert verification.checkpoints == 1
        assert verification.operations == 7

    def test_an_earlier_head_holds_after_more_is_posted(self, url: str, head: str) -> None:
        with Register.open(url) as register:
            register.post([books.reserve(1, day(4)), books.note(day(4))])
        assert verified(url, head).sound

    @pytest.mark.parametrize("wrong", ["", "0:", "x", "5:zz", "-1:" + "0" * 64, "999999:" + "0" * 64, "3:" + "0" * 64])
    def test_a_head_that_is_none_is_a_fault_or_refused(self, url: str, head: str, wrong: str) -> None:
        assert head
        assert judged(url, wrong) in {"refused", "a fault"}

    @pytest.mark.usefixtures("head")
    def test_the_head_of_another_register_does_not_hold(self, store: Store, url: str) -> None:
        other = store.new()
        with Register.open(other) as register:
            register.post([books.grant(books.terms(limits=Limits(pieces=7)))])
            theirs = register.head()
        store.drop(other)
        assert not verified(url, theirs).sound

    def test_progress_is_told(self, url: str, head: str) -> None:
        assert head
        told: list[object] = []
        with Register.open(url) as register:
            assert register.verify(progress=lambda *step: told.append(step)).sound

    def test_an_empty_register_is_sound(self, store: Store) -> None:
        url = store.new()
        verification = verified(url)
        assert (verification.sound, verification.entries, verification.operations) == (True, 0, 0)
        assert verified(url, verification.head).sound
        store.drop(url)


def judged(url: str, expect_head: str | None = None) -> str:
    """Return how a verification ends."""
    try:
        verification = verified(url, expect_head)
    except UsageError:
        return "refused"
    return "sound" if verification.sound else "a fault"


# Forging


def change_stated(store: Store, url: str, operation_id: str, old: str, new: str) -> None:
    """Change what an operation states, its digest included."""
    ((stated, found),) = ask_sql(
        store, url, f"SELECT stated, found FROM operation WHERE operation_id = '{operation_id}'"
    )
    assert old in stated
    changed = stated.replace(old, new)
    text = changed.replace("'", "''")
    digest = digest_of(changed, found)
    run_sql(
        store, url, f"UPDATE operation SET stated = '{text}', digest = '{digest}' WHERE operation_id = '{operation_id}'"
    )


def hash_anew(store: Store, url: str, account: str) -> None:
    """Reckon the chain of an account anew, as its program would."""
    previous = "0" * 64
    for sequence, *figures in ask_sql(
        store,
        url,
        "SELECT sequence, entry.position, entry.operation_id, digest, entry.kind, entry.valid_at, entry.recorded_at, "
        "limit_pieces, limit_value, limit_tpp, active_from, active_to, entry.reserved_pieces, entry.reserved_value, "
        "entry.reserved_tpp, entry.shipped_pieces, entry.shipped_value, entry.shipped_tpp FROM entry JOIN operation ON "
        "operation.operation_id = entry.operation_id JOIN account ON account.account_no = entry.account_no "
        f"WHERE account.name = '{account}' ORDER BY entry.position",
    ):
        previous = entry_hash(previous, entry_parts(account, *figures[:6], figures[6:]))
        run_sql(store, url, f"UPDATE entry SET hash = '{previous}' WHERE sequence = {sequence}")


def mend_accounts(store: Store, url: str) -> None:
    """Make the rows of accounts agree with their entries."""
    of_entries = "FROM entry WHERE entry.account_no = account.account_no"
    sums = [
        f"{what}_{unit} = (SELECT COALESCE(SUM({what}_{unit}), 0) {of_entries})"
        for what in ("reserved", "shipped")
        for unit in ("pieces", "value", "tpp")
    ]
    moved = "reserved_pieces <> 0 OR shipped_pieces <> 0 OR reserved_value <> 0 OR shipped_value <> 0"
    run_sql(
        store,
        url,
        "UPDATE account SET "
        + ", ".join(
            [
                *sums,
                f"position = (SELECT MAX(position) {of_entries})",
                f"recorded_at = (SELECT MAX(recorded_at) {of_entries})",
                f"hash = (SELECT hash {of_entries} ORDER BY position DESC LIMIT 1)",
                f"last_valid_at = COALESCE((SELECT MAX(valid_at) {of_entries} AND ({moved})), '')",
            ]
        ),
    )
