"""How operations come into a transaction: what they touch is locked, they are weighed, written, and tried again."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from licet.errors import LicetError, StoreFault
from licet.ledger.clock import microseconds
from licet.ledger.journal import Journal
from licet.ledger.operation import Reserve
from licet.ledger.touched import Touched
from licet.ledger.writer import Writer, told

if TYPE_CHECKING:
    from collections.abc import Sequence

    from licet.ledger.account import Change
    from licet.ledger.answer import Posted
    from licet.ledger.clock import Clock
    from licet.ledger.operation import Operation
    from licet.ledger.store import Session, Store
    from licet.ledger.writer import Told
    from licet.register import Rates

TRIES = 10
_PAUSE_SECONDS = 0.005


class Refused(Exception):
    """An operation of a post that stands or falls as one was refused."""

    def __init__(self, errors: Sequence[LicetError]) -> None:
        """Keep the refusals."""
        self.errors = errors
        super().__init__()


class Poster:
    """Posts operations to one store."""

    def __init__(self, store: Store, clock: Clock) -> None:
        """Take the store and the clock that says when something is recorded."""
        self.store, self._clock = store, clock
        self._terms: dict[int, tuple[int, list[Change]]] = {}
        self._chains: dict[str, tuple[str, ...]] = {}

    def post(
        self, operations: Sequence[Operation], rates: Rates, *, each: bool, dry_run: bool
    ) -> list[Posted | LicetError]:
        """Post operations in one transaction.

        Args:
            operations: In the order in which they are weighed.
            rates: Of exchange.
            each: Whether each is accepted or refused by itself; else all or none.
            dry_run: Weigh, and write nothing.

        Raises:
            Refused: If one is refused and `each` is false.
            StoreFault: If the database refuses.
        """
        found: list[Posted | LicetError] = []
        sound: list[Told] = []
        for operation in operations:
            try:
                sound.append(told(operation))
                found.append(_WAITS)
            except LicetError as error:
                found.append(error)
        errors = [one for one in found if isinstance(one, LicetError) and one is not _WAITS]
        if errors and not each:
            raise Refused(errors)
        posted = iter(self._tried(sound, rates, each=each, dry_run=dry_run) if sound else ())
        return [next(posted) if one is _WAITS else one for one in found]

    def _tried(self, sound: Sequence[Told], rates: Rates, *, each: bool, dry_run: bool) -> list[Posted | LicetError]:
        for turn in range(TRIES):
            outcome: list[Posted | LicetError] = []
            try:
                with self.store.writing() as session:
                    outcome = self._within(session, sound, rates, each=each, dry_run=dry_run)
            except StoreFault as fault:  # two transactions in each other's way: one was undone, and comes again
                if not fault.may_pass or turn == TRIES - 1:
                    raise
                time.sleep(_PAUSE_SECONDS * turn)
                continue
            return outcome
        return []

    def _within(
        self, session: Session, sound: Sequence[Told], rates: Rates, *, each: bool, dry_run: bool
    ) -> list[Posted | LicetError]:
        """Weigh the operations and write what is accepted."""
        journal = Journal(session, self._terms)
        operations = [one.operation for one in sound]
        touched = Touched(journal, operations, self._chains)
        names = touched.authorisations
        if touched.granted:
            journal.locked(names, make=touched.granted)
        orders = [one.draw.order_id for one in operations if isinstance(one, Reserve)]
        known = journal.read_ahead(names, [one.operation_id for one in operations], orders)
        if others := touched.others(known):
            known |= journal.locked(others, make=others)
        recorded_at = max([microseconds(self._clock()), *(account.recorded_at for account in known.values())])
        writer = Writer(journal, known, rates, recorded_at)
        outcome = writer.run(sound)
        refusals = [one for one in outcome if isinstance(one, LicetError)]
        if refusals and not each:
            raise Refused(refusals)
        if not dry_run:
            journal.write(writer.entries, writer.rows, recorded_at)
        return outcome


_WAITS = LicetError("not weighed yet")
