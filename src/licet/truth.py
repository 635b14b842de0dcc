"""Kleene's strong three values, the logic every answer is written in.

SQL uses the same tables, so an expression means the same in Python and in a database.
The one surprise: a `Truth` has no boolean value; write `t is Truth.TRUE`.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class Truth(Enum):
    """FALSE, UNKNOWN or TRUE. UNKNOWN: the facts given do not settle it."""

    FALSE = 0
    UNKNOWN = 1
    TRUE = 2

    def __init__(self, rank: int) -> None:
        """Keep the rank as a plain attribute: `value` is looked up through a descriptor, millions of times."""
        self.rank = rank

    def __and__(self, other: Truth) -> Truth:
        """Return the smaller of the two."""
        return self if self.rank <= other.rank else other

    def __or__(self, other: Truth) -> Truth:
        """Return the larger of the two."""
        return self if self.rank >= other.rank else other

    def __invert__(self) -> Truth:
        """Swap TRUE and FALSE; UNKNOWN stays."""
        return _NEGATED[self]

    def __bool__(self) -> bool:
        """Refuse: three values do not fit in two."""
        msg = "a Truth has three values: write `t is Truth.TRUE`, or handle Truth.UNKNOWN"
        raise TypeError(msg)

    @property
    def word(self) -> str:
        """`yes`, `no` or `unknown`, as answers print it."""
        return _WORDS[self]

    @classmethod
    def of(cls, value: bool) -> Truth:  # noqa: FBT001  the argument is the value converted
        """Return TRUE or FALSE."""
        return cls.TRUE if value else cls.FALSE

    @classmethod
    def from_word(cls, word: str) -> Truth:
        """Read `yes/true`, `no/false` or `unknown`.

        Raises:
            ValueError: For any other word.
        """
        try:
            return _READ[word.strip().casefold()]
        except KeyError:
            msg = f"{word!r} is neither yes, no nor unknown"
            raise ValueError(msg) from None


_NEGATED = {Truth.TRUE: Truth.FALSE, Truth.FALSE: Truth.TRUE, Truth.UNKNOWN: Truth.UNKNOWN}
_WORDS = {Truth.TRUE: "yes", Truth.FALSE: "no", Truth.UNKNOWN: "unknown"}
_READ = {
    "yes": Truth.TRUE,
    "true": Truth.TRUE,
    "no": Truth.FALSE,
    "false": Truth.FALSE,
    "unknown": Truth.UNKNOWN,
}


_FALSE, _UNKNOWN, _TRUE = Truth.FALSE, Truth.UNKNOWN, Truth.TRUE


def conjunction(truths: Iterable[Truth]) -> Truth:
    """Return the AND of all; TRUE if there are none."""
    found = tuple(truths)
    return _FALSE if _FALSE in found else _UNKNOWN if _UNKNOWN in found else _TRUE


def disjunction(truths: Iterable[Truth]) -> Truth:
    """Return the OR of all; FALSE if there are none."""
    found = tuple(truths)
    return _TRUE if _TRUE in found else _UNKNOWN if _UNKNOWN in found else _FALSE
