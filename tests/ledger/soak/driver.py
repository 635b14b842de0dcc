"""Kill writers of a register at random instants, and check that nothing is overdrawn, lost or doubled.

python -m tests.ledger.soak.driver [--kills 1000] [--store sqlite] [--store postgresql] [--seed N]

Eight processes write in SQLite, eight of four threads each in PostgreSQL; half of those with threads share a group
commit. All race for small balances. One is killed with SIGKILL at a random instant and another takes its place; the
PostgreSQL server is stopped as by a crash about every fifty kills. After every hundred kills, and at the end, all are
killed and everything is reckoned again.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import random
import secrets
import shutil
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
from tests import postgres
from tests.ledger.soak import acts
from tests.ledger.soak.checks import Found, check, rows
from tests.ledger.soak.mutants import MUTANTS, prepare
from tests.ledger.soak.writer import Crew, work

from licet.ledger import Register

if TYPE_CHECKING:
    from collections.abc import Sequence
    from multiprocessing.context import ForkProcess

PROCESSES, THREADS = 8, 4
KILLS_OF_A_PART = 100
PARTS_OF_A_REGISTER = 2  # then a new one begins, so that the balances stay small and a check stays short
KILLS_OF_A_SERVER = 50
LONGEST_PAUSE_SECONDS = 0.16
SECONDS_OF_ALL = 600  # and a second for each kill
_CONTEXT = multiprocessing.get_context("fork")  # a writer starts within milliseconds


@dataclass
class Soak:
    """One run on one store."""

    store: str
    kills: int
    seed: int
    folder: Path
    mutant: str = ""
    server: postgres.Server | None = None
    url: str = ""
    head: str | None = None
    turn: int = 0
    crashes: int = 0
    done: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    processes: dict[int, ForkProcess] = field(default_factory=dict)

    def run(self) -> list[str]:
        """Return everything that is wrong; empty if nothing is."""
        self.random = random.Random(f"{self.seed}/{self.store}")  # noqa: S311  no secret
        until = time.monotonic() + SECONDS_OF_ALL + self.kills
        faults: list[str] = []
        try:
            while self.done < self.kills and not faults:
                before = self.done
                for _ in range(PARTS_OF_A_REGISTER):
                    if self.done == self.kills or faults:
                        break
                    faults = self._part(min(KILLS_OF_A_PART, self.kills - self.done))
                    if time.monotonic() > until:
                        faults.append("the time is over")
                posted = self._last["posted"]
                if not faults and posted < self.done - before:
                    faults.append(f"only {posted} acts were posted: nothing raced")
                if not faults:
                    self._drop()
        finally:
            self._kill_all()
        return faults

    def _part(self, kills: int) -> list[str]:
        if not self.url:
            self._new()
        for number in range(PROCESSES):
            self._start(number)
        for _ in range(kills):
            time.sleep(self.random.uniform(0, LONGEST_PAUSE_SECONDS))
            if self.server is not None and self.random.random() < 1 / KILLS_OF_A_SERVER:
                self._crash()
            number = self.random.randrange(PROCESSES)
            self._kill(number)
            self._start(number)
            self.done += 1
        time.sleep(LONGEST_PAUSE_SECONDS)
        if self.server is not None and not self.crashes:
            self._crash()
            time.sleep(1)
        self._kill_all()
        found = self._checked()
        _say(
            f"{self.store}: {self.done} of {self.kills} kills, {self.crashes} crashes of the server; this register: "
            + ", ".join(f"{name} {count:,}" for name, count in sorted(found.counts.items())),
        )
        return found.faults

    def _checked(self) -> Found:
        self._wait_for_the_server()
        found = check(self.url, self._files, head=self.head)
        self.head = found.head
        self._last = found.counts
        return found

    @property
    def _files(self) -> Path:
        return self.folder / self.url.rpartition("/")[2].partition("?")[0].partition(".")[0]

    def _new(self) -> None:
        self.turn += 1
        if self.server is None:
            self.url = f"sqlite:///{self.folder / f'register{self.turn}.db'}"
        else:
            self.url = self.server.url(self.server.new_database())
        self._files.mkdir()
        self.head, self._last = None, Counter()
        with Register.create(self.url) as register:
            register.post(acts.setting())
        if self.mutant:
            prepare(self.mutant, self.url)

    def _drop(self) -> None:
        """Remove a register that was found sound."""
        self.counts.update(self._last)
        shutil.rmtree(self._files)
        if self.server is None:
            for path in self.folder.glob(f"register{self.turn}.db*"):
                path.unlink()
        else:
            self.server.drop_database(self._files.name)
        self.url = ""

    def _start(self, number: int) -> None:
        self.turns = getattr(self, "turns", 0) + 1
        threads = 1 if self.server is None and number % 4 else THREADS
        grouped = threads > 1 and (self.server is None or number % 2 == 0)
        crew = Crew(self.url, self._files, number, threads, self.turns, self.seed, grouped, self.mutant)
        self.processes[number] = _CONTEXT.Process(target=work, args=(crew,), daemon=True)
        self.processes[number].start()

    def _kill(self, number: int) -> None:
        process = self.processes.pop(number)
        process.kill()
        process.join()
        process.close()

    def _kill_all(self) -> None:
        for number in [*self.processes]:
            self._kill(number)

    def _crash(self) -> None:
        self.server.kill()
        self.server.up()
        self.crashes += 1

    def _wait_for_the_server(self) -> None:
        """Wait until the server has noticed that the writers are gone, and has ended what they had begun."""
        statement = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        while self.server is not None and rows(self.url, statement)[0][0] > 1:
            time.sleep(0.05)

    def keep(self) -> None:
        """Write the journal of a server that is about to go into the folder."""
        if self.server is not None and self.url:
            for table in ("account", "operation", "entry"):
                with suppress(psycopg.Error):
                    lines = rows(self.url, f"SELECT row_to_json(t)::text FROM {table} t")  # noqa: S608
                    (self.folder / f"{table}.jsonl").write_text("\n".join(line[0] for line in lines), encoding="utf-8")


def _say(*lines: str) -> None:
    for line in lines:
        sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def soaked(store: str, kills: int, seed: int, where: Path, mutant: str = "") -> bool:
    """Run on one store and say what came of it; a folder with what is wrong is kept."""
    folder = Path(tempfile.mkdtemp(prefix=f"licet-soak-{store}-", dir=where))
    soak = Soak(store, kills, seed, folder, mutant)
    began = time.monotonic()
    try:
        if store == "postgresql":
            soak.server = postgres.Server.start()
        faults = soak.run()
        if faults:
            soak.keep()
    finally:
        if soak.server is not None:
            soak.server.stop()
    if faults:
        _say(f"{store}: WRONG after {soak.done} kills, seed {seed}:", *(f"  {fault}" for fault in faults))
        _say(f"  kept in {folder}")
        (folder / "faults.json").write_text(json.dumps({"seed": seed, "faults": faults}, indent=1), encoding="utf-8")
        return False
    shutil.rmtree(folder)
    said = ", ".join(f"{name} {count:,}" for name, count in sorted(soak.counts.items()))
    _say(
        f"{store}: sound; {soak.done} kills, {soak.crashes} crashes of the server; {said}; "
        f"{time.monotonic() - began:.0f} s",
    )
    return True


def main(arguments: Sequence[str] | None = None) -> int:
    """Run as asked; 1 if anything is wrong, 2 if there is no PostgreSQL."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=1000, help="on each store")
    parser.add_argument("--store", action="append", choices=("sqlite", "postgresql"), help="both if absent")
    parser.add_argument("--seed", type=int, default=secrets.randbits(32))
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()), help="for what is kept of a fault")
    parser.add_argument("--mutant", default="", choices=("", *MUTANTS), help="what is wrong with the register")
    options = parser.parse_args(arguments)
    stores = options.store or ["sqlite", "postgresql"]
    _say(f"seed {options.seed}")
    if "postgresql" in stores and postgres.binaries() is None:
        _say(postgres.CURE)
        return 2
    sound = [soaked(store, options.kills, options.seed, options.folder, options.mutant) for store in stores]
    return 0 if all(sound) else 1


if __name__ == "__main__":
    sys.exit(main())
