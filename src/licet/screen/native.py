"""The functions of `kernel`, compiled: for many names.

The first use on a machine compiles them; numba keeps the result beside the source, or in the user's cache folder where
that cannot be written. Kernel functions read no figure of another module, so that what is kept is stale only where
`kernel` itself has changed, which numba sees.
"""

from __future__ import annotations

from contextlib import suppress
from functools import cache
from importlib import import_module
from types import FunctionType
from typing import TYPE_CHECKING, cast

from licet.screen import kernel

if TYPE_CHECKING:
    from collections.abc import Callable

    from licet.screen.kernel_data import Asked, Names, Out, Scale, Scratch
    from licet.screen.text_arrays import Scan

    Search = Callable[[int, Asked, Names, Scale, Scratch, Out], tuple[int, int]]

_CALLED_FIRST = (
    "allowed_edits",
    "edits_within",
    "may_be_near",
    "first_of",
    "scan",
    "gathered",
    "may_score",
    "likeness",
    "paired_unlike",
    "likest",
    "paired_equal",
    "paired_alike",
    "scored",
    "room_of_joined",
    "judged",
    "search",
)
_WAYS: tuple[dict[str, bool], ...] = (
    {"cache": True, "_nrt": False},  # no counting of references: the functions make no array, and are ten times as fast
    {"_nrt": False},  # where no folder to keep it in can be written
    {},  # where numba has the option no more
)


@cache
def functions() -> tuple[Scan, Search]:
    """Return `scan` and `search`, compiled at their first call.

    Raises:
        ImportError: If numba is not installed.
    """
    numba = import_module("numba")  # 0.3 s, and only for many names

    found = dict(vars(kernel))
    for name in _CALLED_FIRST:
        plain = FunctionType(getattr(kernel, name).__code__, found, name)
        plain.__module__ = kernel.__name__
        for way in _WAYS:
            with suppress(RuntimeError, TypeError, KeyError):
                found[name] = numba.njit(nogil=True, error_model="numpy", **way)(plain)
                break
    return cast("Scan", found["scan"]), cast("Search", found["search"])
