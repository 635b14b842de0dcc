"""One process of writers: threads that post act after act, and keep in a file what they mean to do and what was said.

Before an act its line is written; after its outcome is known another is written and brought to the disk, and only then
comes the next act. Whoever follows a killed writer asks again for every act without an outcome, under the same id.
"""

from __future__ import annotations

import json
import os
import time
from contextlib import nullcontext
from dataclasses import dataclass, field
from random import Random
from threading import Thread
from typing import TYPE_CHECKING, Any

from tests.ledger.soak import acts
from tests.ledger.soak.mutants import MUTANTS

from licet.errors import LicetError, StoreFault
from licet.ledger import GroupCommit, Register

if TYPE_CHECKING:
    from pathlib import Path

    from tests.ledger.soak.acts import Act

    from licet.ledger import Posted

_REMEMBERED = 200
_SECONDS_TO_AN_OUTCOME = 60
_PAUSE_SECONDS = 0.02


@dataclass(frozen=True)
class Crew:
    """A process of writers.

    Attributes:
        url: Of the register.
        folder: Of the files.
        number: Of the process; its threads are `<number>-<thread>`.
        threads: How many write.
        turn: How many processes had the number before.
        seed: Of the whole run.
        grouped: Whether the threads share a group commit.
        mutant: What is wrong with the register; empty for nothing.
    """

    url: str
    folder: Path
    number: int
    threads: int
    turn: int
    seed: int
    grouped: bool = False
    mutant: str = ""

    def path(self, thread: int, number: int | None = None) -> Path:
        return self.folder / f"writer-{self.number if number is None else number}-{thread}.jsonl"


def read(path: Path) -> list[dict[str, Any]]:
    """Return the lines of a writer's file; one that a kill cut short is left out."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
        try:
            found.append(json.loads(line))
        except ValueError:
            continue
    return found


def work(crew: Crew) -> None:
    """Write until killed, or until the process that started this one is gone."""
    said = os.open(crew.folder / "stderr", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    os.dup2(said, 2)  # a driver that loses its server speaks of it, again and again
    if crew.mutant:
        MUTANTS[crew.mutant]()
    register = _opened(crew.url)
    with GroupCommit(register, rates=acts.RATES) if crew.grouped else nullcontext() as group:
        threads = [Thread(target=_Writer(crew, number, register, group).run) for number in range(crew.threads)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()


def _opened(url: str) -> Register:
    until = time.monotonic() + _SECONDS_TO_AN_OUTCOME
    while True:
        try:
            return Register.open(url)
        except StoreFault:  # the server is being started again
            if time.monotonic() > until:
                raise
            time.sleep(_PAUSE_SECONDS)


@dataclass
class _Writer:
    crew: Crew
    number: int
    register: Register
    group: GroupCommit | None
    held: list[Act] = field(default_factory=list)
    file: int = -1

    def run(self) -> None:
        crew, path = self.crew, self.crew.path(self.number)
        random = Random(f"{crew.seed}/{crew.number}/{self.number}/{crew.turn}")  # noqa: S311  no secret
        before = read(path)
        self.file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        os.write(self.file, b"\n")
        self._resume(before)
        parent, count = os.getppid(), 0
        while os.getppid() == parent:
            count += 1
            name = f"{crew.number}-{self.number}-{crew.turn}-{count}"
            draw = random.random()
            if draw < 0.04 and (other := self._of_another(random)) is not None:
                self._do(other)
            elif draw < 0.06 and self.held:
                self._contradict(random.choice(self.held))
            else:
                self._do(acts.chosen(random, name, self.held))

    def _resume(self, before: list[dict[str, Any]]) -> None:
        """Ask again for what has no outcome, and remember what was reserved."""
        said = {line["id"] for line in before if "outcome" in line}
        posted = {line["id"] for line in before if line.get("outcome") == "posted"}
        for line in before:
            if "kind" not in line:
                continue
            if line["id"] not in said:
                self._do(line)
            elif line["id"] in posted:
                self._remember(line)

    def _remember(self, act: Act) -> None:
        if act["kind"] == "reserve":
            self.held = [*self.held[-_REMEMBERED:], act]

    def _forget(self, act: Act) -> None:
        """Leave a reservation alone that has nothing open."""
        if "reservation" in act:
            self.held = [made for made in self.held if made["id"] != act["reservation"]]

    def _of_another(self, random: Random) -> Act | None:
        """Return the last act of another writer, which may be under way."""
        files = [
            path for path in sorted(self.crew.folder.glob("writer-*.jsonl")) if path != self.crew.path(self.number)
        ]
        if not files:
            return None
        path = random.choice(files)
        with path.open("rb") as file:
            file.seek(max(0, path.stat().st_size - 2_000))
            tail = file.read().decode(errors="ignore").splitlines()[1:]
        for line in reversed(tail):
            try:
                found = json.loads(line)
            except ValueError:
                continue
            if "kind" in found:
                return dict(found)
        return None

    def _contradict(self, act: Act) -> None:
        """Post something else under an id that was acknowledged; it must be refused."""
        other = {**act, "units": act["units"] % acts.QUANTITY + 1}
        try:
            self._post(other)
        except StoreFault:
            return
        except LicetError:
            return
        self._write({"id": act["id"], "wrong": "the id was taken again with other content"}, sync=True)

    def _do(self, act: Act) -> None:
        self._write(act, sync=False)
        until = time.monotonic() + _SECONDS_TO_AN_OUTCOME
        tries = 0
        while True:
            tries += 1
            try:
                posted = self._post(act)
            except StoreFault as fault:  # the outcome is unclear: the same again
                if time.monotonic() > until:
                    self._write({"id": act["id"], "wrong": f"no outcome: {fault}"}, sync=True)
                    raise
                time.sleep(_PAUSE_SECONDS)
                continue
            except LicetError as refused:
                self._write({"id": act["id"], "outcome": "refused", "why": str(refused)[:200]}, sync=True)
                self._forget(act)
                return
            except Exception as error:
                self._write({"id": act["id"], "wrong": f"{type(error).__name__}: {error}"[:500]}, sync=True)
                raise
            break
        self._write({"id": act["id"], "outcome": "posted", "repeated": posted.repeated, "tries": tries}, sync=True)
        if act["kind"] == "void" and act["units"] is None:
            self._forget(act)
        self._remember(act)

    def _post(self, act: Act) -> Posted:
        operation = acts.built(act)
        if self.group is not None:
            return self.group.submit(operation).result(timeout=_SECONDS_TO_AN_OUTCOME)
        return self.register.post([operation], rates=acts.RATES)[0]

    def _write(self, line: dict[str, Any], *, sync: bool) -> None:
        os.write(self.file, json.dumps(line).encode() + b"\n")
        if sync:
            os.fsync(self.file)
