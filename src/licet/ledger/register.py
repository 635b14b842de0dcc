"""The durable register: `Register.open(url)`, then `post` to write and `balance`, `history`, `verify` to read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from licet.errors import LicetError, LimitRefused, UsageError
from licet.ledger.clock import known_until, system_clock
from licet.ledger.head import checkpoint, head, verify
from licet.ledger.migrate import check_revision, migrate
from licet.ledger.posting import Poster, Refused
from licet.ledger.reading import Reading
from licet.ledger.store import open_store
from licet.register import Rates

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date, datetime

    from licet.ledger.answer import Balance, Entry, OnFile, Posted, Reservation, Verification
    from licet.ledger.clock import Clock
    from licet.ledger.operation import EntryKind, Operation
    from licet.ledger.store import Store
    from licet.register import Unit

NO_RATES = Rates()


class Register:
    """Licences and approvals on file, what was drawn on them, and the journal that proves it.

    A context manager; threads may share it. Reading sees one instant; what is posted is durable when `post` returns.
    """

    def __init__(self, store: Store, clock: Clock = system_clock) -> None:
        """Take a store whose tables are there; see `open` and `create`."""
        self._store, self._clock = store, clock
        self._poster = Poster(store, clock)
        self._reading = Reading(store)

    @classmethod
    def create(cls, url: str, *, clock: Clock = system_clock) -> Self:
        """Make the tables of a register, or bring those of an older version up to date, and open it.

        Args:
            url: A path, `sqlite:///path` or `postgresql://user@host/database`.
            clock: Says when an entry is recorded.

        Raises:
            UsageError: If it is no address, or the database refuses.
        """
        return cls(_readied(url, migrate), clock)

    @classmethod
    def open(cls, url: str, *, clock: Clock = system_clock) -> Self:
        """Open a register that is there.

        Raises:
            UsageError: If there is none, its tables are of another version, or the database refuses.
        """
        return cls(_readied(url, check_revision), clock)

    @property
    def url(self) -> str:
        """Its address, without a password."""
        return self._store.shown

    def instant(self) -> datetime:
        """Return what its clock says."""
        return self._clock()

    def close(self) -> None:
        """Close its connections."""
        self._store.close()

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    def __repr__(self) -> str:
        """Return `Register('sqlite:///register.db')`."""
        return f"Register({self.url!r})"

    def post(
        self, operations: Sequence[Operation], *, rates: Rates = NO_RATES, dry_run: bool = False
    ) -> tuple[Posted, ...]:
        """Post operations, all of them or none.

        Args:
            operations: Weighed in this order, each seeing what those before it did.
            rates: Rates of exchange; one not given refuses a draw that needs it.
            dry_run: Weigh them and write nothing.

        Raises:
            LimitRefused: If a limit, a state or a known id refuses one; the message has every refusal.
            UsageError: If one asks for something impossible, or the database refuses.
        """
        try:
            found = self._poster.post(operations, rates, each=False, dry_run=dry_run)
        except Refused as refused:
            raise _one_error(refused.errors) from None
        return tuple(one for one in found if not isinstance(one, LicetError))

    def post_each(self, operations: Sequence[Operation], *, rates: Rates = NO_RATES) -> tuple[Posted | LicetError, ...]:
        """Post operations in one transaction, each accepted or refused by itself; return what became of each.

        Raises:
            UsageError: If the database refuses; then none is written.
        """
        return tuple(self._poster.post(operations, rates, each=True, dry_run=False))

    def authorisations(self, *, valid_at: date, known_at: datetime | None = None) -> tuple[OnFile, ...]:
        """Return every authorisation granted by a day, with its terms and state then, by number."""
        return self._reading.authorisations(valid_at.isoformat(), known_until(known_at))

    def balance(self, account: str, *, valid_at: date, known_at: datetime | None = None) -> Balance:
        """Return the balance of an authorisation or a ceiling's account on a day.

        Raises:
            UsageError: If there is no such account.
        """
        found = next(self._reading.balances(valid_at, known_at, account), None)
        if found is None:
            msg = f"{account[:80]!r} is not on file; `licet register show` lists what is"
            raise UsageError(msg)
        return found

    def balances(self, *, valid_at: date, known_at: datetime | None = None) -> Iterator[Balance]:
        """Yield the balance of every authorisation and ceiling on a day, by name."""
        return self._reading.balances(valid_at, known_at)

    def free(self, account: str, unit: Unit, *, valid_at: date, known_at: datetime | None = None) -> int | None:
        """Return what a draw of a day may take of one limit of one account; None where no limit is stated.

        Raises:
            UsageError: If there is no such account.
        """
        lines = self.balance(account, valid_at=valid_at, known_at=known_at).lines
        return next((line.free for line in lines if line.unit is unit), None)

    def reservations(
        self, *, order_id: str | None = None, number: str | None = None, known_at: datetime | None = None
    ) -> Iterator[Reservation]:
        """Yield reservations as they stand, by instant recorded, then id: all, of an order, or under a number."""
        return self._reading.reservations(order_id, number, known_until(known_at))

    def history(
        self, *, account: str | None = None, order_id: str | None = None, known_at: datetime | None = None
    ) -> Iterator[Entry]:
        """Yield entries of the journal as written: all, of an account, or of an order."""
        return self._reading.history(account, order_id, None, known_until(known_at))

    def notes(
        self, kind: EntryKind, *, order_id: str | None = None, known_at: datetime | None = None
    ) -> Iterator[Entry]:
        """Yield notes of a kind as written: all, or of an order."""
        return self._reading.history(None, order_id, kind, known_until(known_at))

    def expiring(self, first: date, last: date, *, known_at: datetime | None = None) -> Iterator[tuple[date, Balance]]:
        """Yield what expires from one day to another, both included, with its balance the day before."""
        return self._reading.expiring(first, last, known_at)

    def head(self) -> str:
        """Return the head hash: the last entry covered and a hash over the chains of all accounts, `1234:9f0c...`."""
        return head(self._store)

    def checkpoint(self) -> str:
        """Keep the head hash in the register, and return it."""
        return checkpoint(self._store, self._clock)

    def verify(
        self, *, expect_head: str | None = None, progress: Callable[[int, int], None] | None = None
    ) -> Verification:
        """Read the whole journal and compare it with its hashes, its balances and a head kept elsewhere.

        Args:
            expect_head: As `head` gave it before; every entry it covered must still be there, unchanged.
            progress: Called with (entries read, entries in all).

        Raises:
            UsageError: If `expect_head` is no head hash.
        """
        return verify(self._store, expect_head, progress)


def _readied(url: str, ready: Callable[[Store], None]) -> Store:
    store = open_store(url)
    try:
        ready(store)
    except BaseException:
        store.close()
        raise
    return store


def _one_error(errors: Sequence[LicetError]) -> LicetError:
    """Return the refusals as one error; those of a limit go before faults of the call."""
    if len(errors) == 1:
        return errors[0]
    kind = LimitRefused if any(isinstance(error, LimitRefused) for error in errors) else UsageError
    return kind("\n".join(str(error) for error in errors))
