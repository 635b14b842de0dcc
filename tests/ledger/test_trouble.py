"""What goes wrong around a register: threads at once, a full disk, a lost server, files that are something else."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import TYPE_CHECKING

import psycopg
import pytest
from tests.ledger import books
from tests.ledger.books import day
from tests.ledger.conftest import path_of

from licet.errors import LicetError, LimitRefused, UsageError
from licet.ledger import Posted, Register
from licet.register import Limits, Unit

if TYPE_CHECKING:
    from tests.ledger.conftest import PostgresStore, SqliteStore, Store
    from tests.postgres import Server


class TestAddresses:
    @pytest.mark.parametrize(
        "url",
        [
            "mysql://host/db",
            "postgresql://licet@/no-such?host=/nowhere",
            "sqlite://",
            "://",
            "",
            "postgresql://[bad",
            "a\0b",
        ],
    )
    @pytest.mark.parametrize("open_it", [Register.open, Register.create])
    def test_an_unreadable_address_is_an_error_of_use(
        self, url: str, open_it: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        with pytest.raises(UsageError) as caught:
            open_it(url)
        assert "\n" not in str(caught.value)
        assert len(str(caught.value)) > 10

    def test_a_password_is_never_shown(self) -> None:
        with pytest.raises(UsageError) as caught:
            Register.open("postgresql://licet:s3cret-word@localhost:1/none")
        assert "s3cret-word" not in str(caught.value)

    def test_opening_makes_no_file(self, tmp_path: Path) -> None:
        with pytest.raises(UsageError, match=r"licet register init"):
            Register.open(str(tmp_path / "none.db"))
        assert not [*tmp_path.iterdir()]

    def test_a_path_and_both_urls_are_the_same_register(self, tmp_path: Path) -> None:
        path = tmp_path / "a b.db"
        Register.create(str(path)).close()
        for url in (str(path), f"sqlite:///{path}"):
            with Register.open(url) as register:
                register.post([books.note(day(1))])
        with Register.create(str(path)) as register:
            assert len([*register.history()]) == 2

    def test_a_folder_a_text_and_another_database_are_no_register(self, tmp_path: Path) -> None:
        text, other = tmp_path / "text.db", tmp_path / "other.db"
        text.write_text("this is no database, and longer than a header would be " * 20)
        with sqlite3.connect(other) as connection:
            connection.execute("CREATE TABLE a (b)")
        connection.close()
        for path in (tmp_path, text, other):
            with pytest.raises(UsageError, match=str(path)):
                Register.open(str(path))
        for path in (tmp_path, text, text / "register.db"):
            with pytest.raises(UsageError):
                Register.create(str(path))
        assert text.read_text().startswith("this is no database")


class TestSchema:
    def test_a_schema_of_another_version_is_refused_with_the_cure(self, store: Store, url: str) -> None:
        run_sql(store, url, "UPDATE alembic_version SET version_num = '9999'")
        with pytest.raises(UsageError, match="9999"):
            Register.open(url)
        with pytest.raises(UsageError, match="9999"):
            Register.create(url)

    def test_a_half_made_register_is_refused(self, store: Store, url: str) -> None:
        run_sql(store, url, "DROP TABLE alembic_version")
        with pytest.raises(UsageError):
            Register.open(url)

    def test_two_creators_at_once_make_one_register(self, store: Store) -> None:
        url = store.empty()
        with ThreadPoolExecutor(4) as pool:
            registers = [*pool.map(lambda _: Register.create(url), range(4))]
        registers[0].post([books.grant(books.terms())])
        assert {register.head() for register in registers} == {registers[0].head()}
        for register in registers:
            register.close()
        store.drop(url)


class TestTogether:
    def test_the_first_draws_on_a_ceiling_never_used(self, url: str) -> None:
        cap = books.ceiling(limits=Limits(pieces=5))
        with Register.open(url) as register:
            register.post([books.grant(books.terms(ceilings=(cap,))), books.grant(books.terms("L-2", ceilings=(cap,)))])
        accepted = at_once(url, [books.reserve(1, day(2), number=number) for number in ["L-1", "L-2"] * 4])

        assert sum(accepted) == 5
        with Register.open(url) as register:
            assert register.free("ceiling/per-user/buyer-a", Unit.PIECES, valid_at=day(2)) == 0
            assert register.verify().sound

    def test_draws_in_crossed_orders_never_wait_for_each_other(self, url: str) -> None:
        with Register.open(url) as register:
            register.post([books.grant(books.terms(f"L-{n}")) for n in range(4)])
        batches = [
            [books.reserve(5, day(2), number=f"L-{number}") for number in order]
            for order in ([0, 1, 2, 3], [3, 2, 1, 0], [2, 0, 3, 1], [1, 3, 0, 2]) * 3
        ]
        barrier = Barrier(len(batches))

        def post(batch: list[object]) -> int:
            with Register.open(url) as register:
                barrier.wait()
                return len(register.post(batch))

        with ThreadPoolExecutor(len(batches)) as pool:
            assert [*pool.map(post, batches)] == [4] * len(batches)
        with Register.open(url) as register:
            assert [register.free(f"L-{n}", Unit.PIECES, valid_at=day(2)) for n in range(4)] == [40] * 4
            assert register.verify().sound

    def test_one_register_serves_several_threads(self, register: Register) -> None:
        register.post([books.grant(books.terms())])
        operations = [books.reserve(1, day(2)) for _ in range(110)]

        def post(operation: object) -> bool:
            try:
                register.post([operation])
            except LimitRefused:
                return False
            return True

        with ThreadPoolExecutor(8) as pool:
            assert sum(pool.map(post, operations)) == 100
        assert register.verify().sound

    def test_what_is_read_is_of_one_instant(self, url: str) -> None:
        with Register.open(url) as register, Register.open(url) as other:
            register.post([books.grant(books.terms()), books.grant(books.terms("L-2", parent="L-1"))])
            with ThreadPoolExecutor(1) as pool:
                posting = pool.submit(
                    lambda: [register.post([books.reserve(1, day(2), number="L-2")]) for _ in range(60)]
                )
                while not posting.done():
                    above, below = (balance.lines[0].reserved for balance in other.balances(valid_at=day(2)))
                    assert above == below
                    assert other.verify().sound
                    assert other.verify(expect_head=other.head()).sound
                posting.result()

    def test_the_same_operation_told_at_once_counts_once(self, url: str) -> None:
        with Register.open(url) as register:
            register.post([books.grant(books.terms())])
        kept = books.reserve(30, day(2))
        assert sum(at_once(url, [kept] * 8)) == 8
        with Register.open(url) as register:
            assert register.free("L-1", Unit.PIECES, valid_at=day(2)) == 70

    def test_the_same_number_granted_at_once_is_granted_once(self, url: str) -> None:
        assert sum(at_once(url, [books.grant(books.terms(limits=Limits(pieces=n + 1))) for n in range(6)])) == 1
        with Register.open(url) as register:
            assert len(register.authorisations(valid_at=day(2))) == 1
            assert register.verify().sound

    def test_shipments_of_one_reservation_at_once_never_ship_more_than_is_open(self, url: str) -> None:
        kept = books.reserve(5, day(2))
        with Register.open(url) as register:
            register.post([books.grant(books.terms()), kept])
        operations = [books.ship(kept.operation_id, 1, day(3)) for _ in range(5)]
        operations += [books.void(kept.operation_id, 1, day(3)) for _ in range(4)]
        assert sum(at_once(url, operations)) == 5
        with Register.open(url) as register:
            (reservation,) = register.reservations()
            assert reservation.open_units == 0
            assert register.verify().sound

    def test_a_stop_and_a_shipment_at_once_keep_an_order(self, url: str) -> None:
        kept = books.reserve(20, day(2))
        with Register.open(url) as register:
            register.post([books.grant(books.terms()), kept])
        at_once(url, [*[books.ship(kept.operation_id, 1, day(3)) for _ in range(7)], books.suspend(day(3))])
        with Register.open(url) as register:
            kinds = [entry.kind.value for entry in register.history()]
            assert "ship" not in kinds[kinds.index("suspend") :]
            assert register.verify().sound


def at_once(url: str, operations: list[object]) -> list[bool]:
    """Post each operation in a thread and register of its own, all at once; return which were accepted."""
    barrier = Barrier(len(operations))

    def post(operation: object) -> bool:
        with Register.open(url) as register:
            barrier.wait()
            (answer,) = register.post_each([operation])
            assert type(answer) in {Posted, LimitRefused, UsageError}, answer
            return isinstance(answer, Posted)

    with ThreadPoolExecutor(len(operations)) as pool:
        return [*pool.map(post, operations)]


class TestSqliteFiles:
    def test_a_read_only_file_is_read_and_not_written(self, sqlite_store: SqliteStore) -> None:
        url, warm = sqlite_store.new(), sqlite_store.new()
        with Register.open(url) as register:
            register.post([books.grant(books.terms())])
        with Register.open(warm) as register:
            register.post([books.grant(books.terms())])
        folder = Path(tempfile.mkdtemp(prefix="licet-sealed-"))
        try:
            shutil.copyfile(path_of(url), folder / "register.db")
            (folder / "register.db").chmod(0o444)
            folder.chmod(0o555)
            done = run_python(_WRITE_SEALED, str(path_of(warm)), str(folder / "register.db"))
        finally:
            folder.chmod(0o755)
            shutil.rmtree(folder)
        assert "Traceback" not in done.stderr, done.stderr
        assert done.returncode == 2, done.stderr
        assert len(done.stderr.splitlines()) == 1, done.stderr

    def test_a_full_disk_refuses_and_keeps_what_stood(self, sqlite_store: SqliteStore) -> None:
        url = sqlite_store.new()
        with Register.open(url) as register:
            register.post([books.grant(books.terms(limits=Limits(pieces=10_000)))])
            size = path_of(url).stat().st_size
        done = run_python(_UNTIL_FULL, url, str(size + 60_000), str(Path.cwd()))
        assert "Traceback" not in done.stderr, done.stderr
        acknowledged, message = json.loads(done.stdout)
        assert message
        with Register.open(url) as register:
            assert {it.reservation_id for it in register.reservations()} == set(acknowledged)
            assert register.verify().sound
            register.post([books.reserve(1, day(2))])
        sqlite_store.drop(url)

    def test_an_old_copy_of_the_file_is_found_by_the_head(self, sqlite_store: SqliteStore, tmp_path: Path) -> None:
        url = sqlite_store.new()
        with Register.open(url) as register:
            register.post([books.grant(books.terms())])
        copy = tmp_path / "copy.db"
        shutil.copyfile(path_of(url), copy)
        with Register.open(url) as register:
            register.post([books.reserve(1, day(2))])
            head = register.head()
        with Register.open(str(copy)) as old:
            assert old.verify().sound
            assert not old.verify(expect_head=head).sound


_UNTIL_FULL = """
import json, sys, resource, signal
sys.path.insert(0, sys.argv[3])
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
from licet.errors import LicetError
from licet.ledger import Register
from tests.ledger import books
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
acknowledged, message = [], ""
with Register.open(sys.argv[1]) as register:
    for _ in range(2000):
        operation = books.reserve(1, books.day(2))
        try:
            register.post([operation])
        except LicetError as error:
            message = str(error)
            break
        acknowledged.append(operation.operation_id)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
print(json.dumps([acknowledged, message]))
"""


_WRITE_SEALED = """
import os, sys
from datetime import date
from licet.errors import LicetError
from licet.ledger import Register, Suspend, Statement

def run(path):
    with Register.open(path) as register:
        balance = register.balance("L-1", valid_at=date(2026, 12, 20))
        assert balance.lines[0].left == 100
        register.post([Suspend(operation_id="s", valid_at=date(2026, 12, 20), said=Statement("A", "r"), number="L-1")])

run(sys.argv[1])  # all that is imported late is imported now
if os.geteuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
try:
    run(sys.argv[2])
except LicetError as error:
    print(error, file=sys.stderr)
    sys.exit(error.exit_status)
"""


def run_python(script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a script in a process of its own."""
    return subprocess.run(
        [sys.executable, "-c", script, *arguments], capture_output=True, text=True, check=False, timeout=120
    )


class TestLostServer:
    @pytest.fixture
    def own_server(self, postgres_server: Server) -> Server:
        """Give the server, and see that it runs when the test ends."""
        yield postgres_server
        try:
            psycopg.connect(postgres_server.url("postgres")).close()
        except psycopg.OperationalError:
            postgres_server.up()

    def test_a_transaction_that_the_server_lost_is_told_again(
        self, own_server: Server, postgres_store: PostgresStore
    ) -> None:
        url = postgres_store.new()
        with Register.open(url) as register:
            register.post([books.grant(books.terms())])
            with psycopg.connect(url) as other:
                other.execute("SELECT 1 FROM account FOR UPDATE")
                kept = books.reserve(30, day(2))
                with ThreadPoolExecutor(1) as pool:
                    waiting = pool.submit(register.post, [kept])
                    with pytest.raises(TimeoutError):
                        waiting.result(timeout=0.5)  # in mid-transaction, at the lock
                    own_server.kill()
                    failure = waiting.exception(timeout=60)
                assert isinstance(failure, LicetError)
                assert "\n" not in str(failure)
                with pytest.raises(LicetError):
                    register.post([kept])
                own_server.up()
                other.close()
            (posted,) = register.post([kept])
            assert not posted.repeated
            assert register.post([kept])[0].repeated
            assert register.free("L-1", Unit.PIECES, valid_at=day(2)) == 70
            assert register.verify().sound

    def test_a_database_ordered_by_another_collation_is_no_different(self, own_server: Server) -> None:
        try:
            name = own_server.new_database(collation="en")
        except psycopg.Error:
            pytest.skip("this server knows no ICU collations")
        url = own_server.url(name)
        numbers = ["a-1", "B-1", "A-2", "_x", "Ä-1", "b-2", "Z"]
        with Register.create(url) as register:
            cap = books.ceiling()
            register.post([books.grant(books.terms(number, ceilings=(cap,))) for number in numbers])
            register.post([books.reserve(1, day(2), number=number) for number in numbers])
            accounts = [balance.account for balance in register.balances(valid_at=day(2))]
            assert accounts == sorted(accounts)
            assert len(accounts) == len(numbers) + 1
            assert register.verify().sound


def run_sql(store: Store, url: str, *statements: str) -> None:
    """Change a register behind its back."""
    if store.name == "sqlite":
        connection = sqlite3.connect(path_of(url))
        try:
            for statement in statements:
                connection.execute(statement)
            connection.commit()
        finally:
            connection.close()
    else:
        with psycopg.connect(url) as connection:
            for statement in statements:
                connection.execute(statement)


def ask_sql(store: Store, url: str, question: str) -> list[tuple[object, ...]]:
    """Read from a register behind its back."""
    if store.name == "sqlite":
        connection = sqlite3.connect(path_of(url))
        try:
            return connection.execute(question).fetchall()
        finally:
            connection.close()
    with psycopg.connect(url) as connection:
        return connection.execute(question).fetchall()
