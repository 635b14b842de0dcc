"""Measure the register: durable draws a second beside the bare guarded UPDATE, group commit, and a long journal.

python benchmarks/register_draws.py [--quick] [--store sqlite] [--store postgresql] [--rounds 5] [--seconds 3]
    [--entries 1000000]

Both stores are local, durable (synchronous=FULL, fsync=on) and on the same disk. Rounds of the two alternate, so that
both meet the same load; a ratio is the median of the rounds' ratios. Every series ends with a check: nothing is
overdrawn, balances and rows agree with what the clients were told, and `verify` is sound.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from register_clients import (  # noqa: E402
    DAY,
    BareRegister,
    Ran,
    RegisterClient,
    bare_client,
    bare_holds,
    granted,
    grouped,
    new_bare,
    new_register,
    register_holds,
    reserved,
    single,
)
from tests import postgres  # noqa: E402

from licet.ledger import Register  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

IN_FLIGHT = (100, 1_000)
LICENCES_OF_A_LONG_BOOK, LAYERS = 100, 2  # each licence under one of ten general ones
GENERAL = 10
LOADED = 1_000  # operations in one transaction while the long journal is written
STORES = ("sqlite", "postgresql")


@dataclass(frozen=True)
class Series:
    """The medians of the rounds of one thing: draws a second and the milliseconds of a draw."""

    store: str
    what: str
    clients: str
    per_second: int
    p50_ms: float
    p99_ms: float
    ratio: float | None  # of the bare draw's; None where the row is the bare draw
    sound: bool


@dataclass(frozen=True)
class Long:
    """Reading a long journal whole: seconds, and the most memory of the process beyond what an open register takes."""

    store: str
    what: str
    entries: int
    seconds: float
    megabytes: int


@dataclass(frozen=True)
class Asked:
    """What to measure."""

    stores: tuple[str, ...]
    rounds: int
    seconds: float
    entries: int
    clients: dict[str, tuple[int, ...]]


FULL = {"sqlite": (1, 2, 8), "postgresql": (1, 8, 32)}
QUICK = {"sqlite": (1, 2), "postgresql": (1, 4)}


def asked(stores: tuple[str, ...], *, quick: bool = False) -> Asked:
    """Return what is measured by default, or in a smoke test."""
    return Asked(stores, 2, 0.3, 2_000, QUICK) if quick else Asked(stores, 5, 3, 1_000_000, FULL)


def main() -> None:
    """Measure, print, and write out/register_draws.json."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="seconds, for a smoke test; no figures to quote")
    parser.add_argument("--store", action="append", choices=STORES, help="both if absent")
    parser.add_argument("--rounds", type=int)
    parser.add_argument("--seconds", type=float, help="of a round")
    parser.add_argument("--entries", type=int, help="of the long journal; 0 leaves it out")
    parser.add_argument("--out", type=Path, default=ROOT / "out" / "register_draws.json")
    parser.add_argument("--read", nargs=2, metavar=("URL", "WHAT"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.read:
        print(json.dumps(_read(*options.read)))
        return
    usual = asked(tuple(options.store or STORES), quick=options.quick)
    given = {name: value for name in ("rounds", "seconds", "entries") if (value := getattr(options, name)) is not None}
    wanted = Asked(**{**asdict(usual), **given})
    load = os.getloadavg()[0]
    series, long = measure_register(wanted)
    print(table(series), long_table(long), sep="\n\n")
    print(f"load at the start {load:.2f}, at the end {os.getloadavg()[0]:.2f}")
    options.out.parent.mkdir(exist_ok=True)
    rows = {"series": [asdict(one) for one in series], "long": [asdict(one) for one in long]}
    options.out.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    if not all(one.sound for one in series):
        sys.exit("a check failed")


def measure_register(wanted: Asked) -> tuple[list[Series], list[Long]]:
    """Measure everything asked for.

    Raises:
        FileNotFoundError: If PostgreSQL is asked for and not installed.
    """
    series: list[Series] = []
    long: list[Long] = []
    for store in wanted.stores:
        with _places(store) as new_url:
            for clients in wanted.clients[store]:
                series += _singles(store, new_url, clients, 1, wanted)
            if store == "postgresql":
                for clients in wanted.clients[store][1:]:
                    series += _singles(store, new_url, clients, 64, wanted)
            for in_flight in IN_FLIGHT:
                series += _groups(store, new_url, in_flight, wanted)
            if wanted.entries:
                long += _long(store, new_url(), wanted.entries)
    return series, long


@contextmanager
def _places(store: str) -> Iterator[Callable[[], str]]:
    """Give a function that returns the URL of a new database on the disk of temporary files; all go at the end."""
    if store == "sqlite":
        folder = Path(tempfile.mkdtemp(prefix="licet-bench-"))
        numbers = iter(range(1_000_000))
        try:
            yield lambda: f"sqlite:///{folder / f'{next(numbers)}.db'}"
        finally:
            shutil.rmtree(folder)
    else:
        server = postgres.Server.start(sync=True)
        try:
            yield lambda: server.url(server.new_database())
        finally:
            server.stop()


# ---- draws


def _singles(store: str, new_url: Callable[[], str], clients: int, licences: int, wanted: Asked) -> list[Series]:
    """Let clients draw one at a time, bare and by the register, in turns."""
    bare_url, url = new_url(), new_url()
    new_bare(bare_url, licences)
    new_register(url, licences)
    bare: list[Ran] = []
    full: list[Ran] = []
    for number in range(wanted.rounds):
        bare.append(single(bare_client, bare_url, clients, licences, wanted.seconds, f"b{number}"))
        full.append(single(RegisterClient, url, clients, licences, wanted.seconds, f"r{number}"))
    sound = (
        bare_holds(bare_url, sum(ran.units for ran in bare), licences),
        register_holds(url, sum(ran.units for ran in full)),
    )
    many = f"{clients} client{'s' if clients > 1 else ''}, {licences} licence{'s' if licences > 1 else ''}"
    return _pair(store, "Register.post", many, bare, full, sound)


def _groups(store: str, new_url: Callable[[], str], in_flight: int, wanted: Asked) -> list[Series]:
    """Submit to a group commit, of bare draws and of the register's, in turns."""
    bare_url, url = new_url(), new_url()
    new_bare(bare_url, 1)
    new_register(url, 1)
    bare: list[Ran] = []
    full: list[Ran] = []
    register, rival = Register.open(url), BareRegister(bare_url)
    for number in range(wanted.rounds):
        bare.append(grouped(rival, in_flight, wanted.seconds, f"b{number}"))
        full.append(grouped(register, in_flight, wanted.seconds, f"r{number}"))
    rival.close()
    register.close()
    sound = (
        bare_holds(bare_url, sum(ran.units for ran in bare), 1),
        register_holds(url, sum(ran.units for ran in full)),
    )
    return _pair(store, "GroupCommit", f"{in_flight:,} in flight, 1 licence", bare, full, sound)


def _pair(
    store: str, what: str, clients: str, bare: list[Ran], full: list[Ran], sound: tuple[bool, bool]
) -> list[Series]:
    ratio = median(one.per_second / other.per_second for one, other in zip(full, bare, strict=True))
    beside = "bare UPDATE" if what == "Register.post" else "bare UPDATE, grouped alike"
    found = [
        _series(store, beside, clients, bare, None, sound=sound[0]),
        _series(store, what, clients, full, round(ratio, 3), sound=sound[1]),
    ]
    for one in found:
        print(f"{one.store}, {one.what}, {one.clients}: {one.per_second:,}/s, p99 {one.p99_ms} ms", file=sys.stderr)
    return found


def _series(store: str, what: str, clients: str, rounds: list[Ran], ratio: float | None, *, sound: bool) -> Series:
    return Series(
        store,
        what,
        clients,
        round(median(ran.per_second for ran in rounds)),
        round(median(_part(ran, 50) for ran in rounds), 2),
        round(median(_part(ran, 99) for ran in rounds), 2),
        ratio,
        sound,
    )


def _part(ran: Ran, percent: int) -> float:
    """Return a percentile of the draws of a round, in milliseconds."""
    return ran.seconds[min(len(ran.seconds) - 1, len(ran.seconds) * percent // 100)] * 1_000


# ---- a long journal


def _long(store: str, url: str, entries: int) -> list[Long]:
    """Write a journal of so many entries, each draw in a licence and the one above it; read it in fresh processes."""
    count = entries // LAYERS
    began = perf_counter()
    with Register.create(url) as register:
        register.post([granted(f"G-{number}") for number in range(GENERAL)])
        own = range(LICENCES_OF_A_LONG_BOOK)
        register.post([granted(f"L-{number}", f"G-{number % GENERAL}") for number in own])
        for start in range(0, count, LOADED):
            numbers = range(start, min(count, start + LOADED))
            register.post_each(
                [reserved(f"L-{number * 31 % LICENCES_OF_A_LONG_BOOK}", 1, f"o-{number}") for number in numbers]
            )
    found = [Long(store, f"written, {LOADED:,} draws a transaction", entries, round(perf_counter() - began, 1), 0)]
    for what in ("verify", "balances"):
        command = [sys.executable, __file__, "--read", url, what]
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603
        seconds, megabytes, read = json.loads(said)
        found.append(Long(store, f"{what}()", read, seconds, megabytes))
    return found


def _read(url: str, what: str) -> tuple[float, int, int]:
    """Read a journal whole; return the seconds, the megabytes that the process grew by, and how many were read."""
    with Register.open(url) as register:
        before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, perf_counter()
        if what == "verify":
            verified = register.verify()
            read = verified.entries if verified.sound else 0
        else:
            read = sum(1 for _ in register.balances(valid_at=DAY))
        seconds = perf_counter() - began
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    return round(seconds, 2), grown // 1024, read


# ---- writing


def table(series: list[Series]) -> str:
    """Return the draws as a table."""
    head = "| store | what | clients | draws/s | of the bare | p50 ms | p99 ms | sound |\n" + "| --- " * 8 + "|\n"
    return head + "\n".join(
        f"| {one.store} | {one.what} | {one.clients} | {one.per_second:,} "
        f"| {'' if one.ratio is None else f'{one.ratio:.1%}'} | {one.p50_ms} | {one.p99_ms} "
        f"| {'yes' if one.sound else 'NO'} |"
        for one in series
    )


def long_table(long: list[Long]) -> str:
    """Return the reading of the long journal as a table."""
    head = "| store | what | read | seconds | memory, MB |\n" + "| --- " * 5 + "|\n"
    return head + "\n".join(
        f"| {one.store} | {one.what} | {one.entries:,} | {one.seconds} | {one.megabytes or ''} |" for one in long
    )


if __name__ == "__main__":
    main()
