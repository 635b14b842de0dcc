"""Group commit: operations of many threads in one transaction, each acknowledged when that is durable."""

from __future__ import annotations

from concurrent.futures import Future
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import TYPE_CHECKING, Self

from licet.errors import LicetError, UsageError
from licet.register import Rates

if TYPE_CHECKING:
    from licet.ledger.answer import Posted
    from licet.ledger.operation import Operation
    from licet.ledger.register import Register

MOST = 1_000
NO_RATES = Rates()
Waiting = tuple["Operation", "Future[Posted]"]


class GroupCommit:
    """Gathers what is submitted while a transaction runs, and posts it in the next one.

    A context manager. Each operation is accepted or refused by itself; its future ends after the commit, or with the
    error, and its callbacks run before the next transaction. Nothing waits for company.
    """

    def __init__(self, register: Register, *, rates: Rates = NO_RATES, most: int = MOST) -> None:
        """Start the thread that posts.

        Args:
            register: Where to.
            rates: Of exchange.
            most: Operations in one transaction.
        """
        self._register, self._rates, self._most = register, rates, most
        self._queue: SimpleQueue[Waiting | None] = SimpleQueue()
        self._closed = False
        self._lock = Lock()
        self._thread = Thread(target=self._run, name="licet-register", daemon=True)
        self._thread.start()

    def submit(self, operation: Operation) -> Future[Posted]:
        """Hand an operation over; the future tells what became of it.

        Raises:
            UsageError: If it is closed.
        """
        future: Future[Posted] = Future()
        with self._lock:
            if self._closed:
                msg = "the group commit is closed"
                raise UsageError(msg)
            self._queue.put((operation, future))
        return future

    def close(self) -> None:
        """Post what was submitted, and end."""
        with self._lock:
            if not self._closed:
                self._closed = True
                self._queue.put(None)
        self._thread.join()

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    def _run(self) -> None:
        while (first := self._queue.get()) is not None:
            batch, ends = [first], False
            while len(batch) < self._most:
                try:
                    following = self._queue.get_nowait()
                except Empty:
                    break
                if following is None:
                    ends = True
                    break
                batch.append(following)
            self._post(batch)
            if ends:
                return

    def _post(self, waiting: list[Waiting]) -> None:
        batch = [each for each in waiting if each[1].set_running_or_notify_cancel()]  # the rest was withdrawn
        try:
            outcomes = self._register.post_each([operation for operation, _ in batch], rates=self._rates)
        except Exception as error:  # noqa: BLE001  whoever waits is told, whatever it is
            for _, future in batch:
                future.set_exception(error)
            return
        for (_, future), outcome in zip(batch, outcomes, strict=True):
            if isinstance(outcome, LicetError):
                future.set_exception(outcome)
            else:
                future.set_result(outcome)
