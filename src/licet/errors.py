"""The exceptions a caller may meet. All are `LicetError`; nothing else is raised on purpose.

LicetError
    ProblemsFound          faults in the input, all of them (exit 1)
    UsageError             a call that asks for something impossible (exit 2)
        StoreFault         a database that refuses: no connection, disk full, read only (exit 2)
    LimitRefused           a limit refuses, or a second person is wanting (exit 4)
    VerificationFailed     a check of integrity failed (exit 5)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterable

    from licet.problem import Problem


class LicetError(Exception):
    """Base of every error raised on purpose."""

    exit_status: ClassVar[int] = 70


class ProblemsFound(LicetError):
    """Faults in what a person wrote; `problems` holds all of them."""

    exit_status: ClassVar[int] = 1

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep the problems, in the order found."""
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class UsageError(LicetError):
    """The call itself is at fault."""

    exit_status: ClassVar[int] = 2


class StoreFault(UsageError):
    """The database refuses; nothing of the transaction is kept. `may_pass`: it may pass if it is tried again."""

    def __init__(self, message: str, *, may_pass: bool = False) -> None:
        """Keep the message."""
        super().__init__(message)
        self.may_pass = may_pass


class LimitRefused(LicetError):
    """A limit refuses the draw."""

    exit_status: ClassVar[int] = 4


class VerificationFailed(LicetError):
    """A check of integrity failed."""

    exit_status: ClassVar[int] = 5
