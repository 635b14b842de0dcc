"""How calls are timed: the median and 99th percentile of single calls, and calls a second in a plain loop."""

from __future__ import annotations

import statistics
import subprocess
from dataclasses import dataclass
from time import perf_counter, perf_counter_ns
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

LOOPS = 5
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Timing:
    """What one kind of call took; `wrong` is how many answers differ from the reference, None if there is none."""

    name: str
    calls: int
    median_us: float
    p99_us: float
    per_second: int
    wrong: int | None = None
    note: str = ""


def timed(
    name: str, call: Callable[[T], object], cases: Sequence[T], *, wrong: int | None = None, note: str = ""
) -> Timing:
    """Time a call on every case: each alone, and all in a loop, whose median of five runs counts."""
    alone = []
    for case in cases:
        start = perf_counter_ns()
        call(case)
        alone.append(perf_counter_ns() - start)
    alone.sort()
    loops = []
    for _ in range(LOOPS):
        begun = perf_counter()
        for case in cases:
            call(case)
        loops.append(perf_counter() - begun)
    return Timing(
        name,
        len(cases),
        round(alone[len(alone) // 2] / 1000, 3),
        round(alone[len(alone) * 99 // 100] / 1000, 3),
        round(len(cases) / statistics.median(loops)),
        wrong,
        note,
    )


def command_seconds(command: Sequence[str], *, runs: int = 5) -> tuple[float, int]:
    """Return the median wall time of a command in seconds, and its exit code."""
    times, code = [], 0
    for _ in range(runs):
        begun = perf_counter()
        code = subprocess.run(command, check=False, capture_output=True).returncode  # noqa: S603  our own commands
        times.append(perf_counter() - begun)
    return statistics.median(times), code
