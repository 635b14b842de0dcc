"""The one place that reads a clock: when an entry was recorded. No decision asks for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from licet.errors import UsageError

Clock = Callable[[], datetime]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def system_clock() -> datetime:
    """Return the instant, in UTC."""
    return datetime.now(UTC)


def microseconds(instant: datetime) -> int:
    """Return an instant as whole microseconds since 1970, as the register keeps it.

    Raises:
        UsageError: If the instant names no zone.
    """
    if instant.tzinfo is None:
        msg = f"{instant} names no zone; instants of the register are in UTC"
        raise UsageError(msg)
    return (instant - _EPOCH) // _MICROSECOND


def known_until(known_at: datetime | None) -> int | None:
    """Return up to which instant entries count, as `microseconds`; None for all.

    Raises:
        UsageError: If the instant names no zone.
    """
    return None if known_at is None else microseconds(known_at)


def instant_of(count: int) -> datetime:
    """Return the instant that so many microseconds since 1970 are, in UTC."""
    return _EPOCH + timedelta(microseconds=count)
