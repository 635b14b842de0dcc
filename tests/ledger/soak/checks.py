"""What must hold of a register after a soak, reckoned again from its tables and the files of the writers.

The tables are read with the drivers alone. Costs, balances and states are reckoned here once more, in the order in
which the operations stand in the account of the general licence, which all of them touch but those on a ceiling alone.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING, Any

import psycopg
from tests.ledger import books
from tests.ledger.soak import acts
from tests.ledger.soak.writer import read

from licet.ledger import Register
from licet.register import Unit

if TYPE_CHECKING:
    from pathlib import Path

    from tests.ledger.soak.acts import Act

UNITS = (Unit.PIECES, Unit.VALUE, Unit.TPP)
DAYS = [books.day(distance) for distance in range(acts.DAYS)]
_MOST = 20  # faults told

_ENTRIES = (
    "SELECT a.name, e.position, e.operation_id, e.kind, e.valid_at, e.reserved_pieces, e.reserved_value, "
    "e.reserved_tpp, e.shipped_pieces, e.shipped_value, e.shipped_tpp FROM entry e "
    "JOIN account a ON a.account_no = e.account_no ORDER BY a.name, e.position"
)


@dataclass
class Found:
    """What the files and the journal say in numbers, and everything that is wrong."""

    head: str = ""
    counts: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def fault(self, text: str) -> None:
        if len(self.faults) < _MOST:
            self.faults.append(text)


def rows(url: str, statement: str) -> list[tuple[Any, ...]]:
    """Return what a statement finds, past the register."""
    if url.startswith("sqlite"):
        connection = sqlite3.connect(url.removeprefix("sqlite:///"))
        try:
            return connection.execute(statement).fetchall()
        finally:
            connection.close()
    with psycopg.connect(url) as server:
        return server.execute(statement).fetchall()


def check(url: str, folder: Path, *, head: str | None) -> Found:
    """Return what was found; nothing may be writing."""
    found = Found()
    stated = {row[0]: json.loads(row[1]) for row in rows(url, "SELECT operation_id, stated FROM operation")}
    entries = rows(url, _ENTRIES)
    with Register.open(url) as register:
        verified = register.verify(expect_head=head)
        for fault in verified.faults[: _MOST // 4]:
            found.fault(f"verify: {fault}")
        found.head = verified.head
        meant = _compare_files(found, folder, stated)
        _Replay(found, meant).run(entries)
        _compare_balances(found, register, entries)
    found.counts["operations"], found.counts["entries"] = len(stated), len(entries)
    return found


# The files of the writers against the operations on file


def _compare_files(found: Found, folder: Path, stated: dict[str, dict[str, Any]]) -> dict[str, Act]:
    """Check that what was acknowledged is on file as meant, and what was refused is not; return what was meant."""
    meant: dict[str, Act] = {}
    askers: defaultdict[str, set[Path]] = defaultdict(set)
    refused: set[str] = set()
    posted: set[str] = set()
    for path in sorted(folder.glob("writer-*.jsonl")):
        for line in read(path):
            name = line["id"]
            if "wrong" in line:
                found.fault(f"{name}: {line['wrong']}")
            elif "outcome" not in line:
                if meant.setdefault(name, line) != line:
                    found.fault(f"{name}: two writers mean different acts")
                askers[name].add(path)
            else:
                found.counts[line["outcome"]] += 1
                found.counts["told again"] += line.get("repeated", False)
                found.counts["tried again"] += line.get("tries", 1) > 1
                (posted if line["outcome"] == "posted" else refused).add(name)
    for name in sorted(posted - stated.keys()):
        found.fault(f"{name}: acknowledged, and not on file")
    for name in sorted(refused & stated.keys()):
        if len(askers[name]) == 1 and name not in posted:
            found.fault(f"{name}: refused, and on file")
    for name, said in stated.items():
        if name.startswith("grant-"):
            continue
        if name not in meant:
            found.fault(f"{name}: on file, and nobody asked for it")
        elif (told := _told(said)) != _asked(meant[name]):
            found.fault(f"{name}: on file as {told}, meant as {meant[name]}")
    return meant


def _asked(act: Act) -> dict[str, Any]:
    plain = {
        name: value for name, value in act.items() if value is not None and name not in {"amounts", "pieces", "day"}
    }
    return {**plain, "valid_at": books.day(act["day"]).isoformat(), **_amounts(act)}


def _amounts(act: Act) -> dict[str, Any]:
    if act["kind"] == "adjust":
        return {"amounts": act["amounts"]}
    return {"pieces": act["pieces"]} if act["kind"] == "amend" else {}


def _told(said: dict[str, Any]) -> dict[str, Any]:
    """Return what an operation on file states, in the form of an act."""
    told = {name: said[name] for name in ("id", "kind", "valid_at", "number", "units") if name in said}
    match said["kind"]:
        case "reserve":
            draw = said["draw"]
            told |= {"order": draw["order_id"], "currency": draw["currency"]}
            told["buyer"] = next(buyer for buyer in acts.BUYERS if json.dumps(buyer) in json.dumps(draw["parties"]))
        case "ship" | "void":
            told["reservation"] = said["reservation_id"]
        case "adjust":
            told["amounts"] = [said.get(unit.value, 0) for unit in UNITS]
        case "amend":
            told["pieces"] = said["terms"]["limits"]["pieces"]
    return told


# The journal again


@dataclass
class _Held:
    act: Act
    shipped: int = 0
    voided: int = 0

    @property
    def open_units(self) -> int:
        return self.act["units"] - self.shipped - self.voided

    def holds(self) -> tuple[list[int], list[int]]:
        """Return what it holds reserved and shipped by now, in each unit."""
        value = Fraction(acts.UNIT_VALUE) * 100 * (Fraction(acts.EURO) if self.act["currency"] == "EUR" else 1)
        costs = (Fraction(1), value, Fraction(acts.TPP) * 1000)
        shipped = [ceil(self.shipped * cost) for cost in costs]
        whole = [ceil((self.act["units"] - self.voided) * cost) for cost in costs]
        return [one - two for one, two in zip(whole, shipped, strict=True)], shipped


@dataclass
class _Account:
    """One account while its entries are read: limits by day, and what is used by day."""

    limits: list[tuple[int, list[int | None]]] = field(default_factory=list)
    stops: list[tuple[int, str]] = field(default_factory=list)
    reserved: list[list[int]] = field(default_factory=lambda: [[0] * 3 for _ in range(acts.DAYS)])
    shipped: list[list[int]] = field(default_factory=lambda: [[0] * 3 for _ in range(acts.DAYS)])

    def limit(self, unit: int, day: int) -> int | None:
        return [limits for since, limits in sorted(self.limits, key=lambda each: each[0]) if since <= day][-1][unit]

    def stopped(self, day: int) -> bool:
        latest = [kind for since, kind in sorted(self.stops, key=lambda each: each[0]) if since <= day]
        return bool(latest) and latest[-1] == "suspend"

    def take(self, day: int, reserved: list[int], shipped: list[int]) -> None:
        for later in range(day, acts.DAYS):
            for unit in range(3):
                self.reserved[later][unit] += reserved[unit]
                self.shipped[later][unit] += shipped[unit]


class _Replay:
    """Reads the entries in order and compares each with what it should be, and each day with its limits."""

    def __init__(self, found: Found, meant: dict[str, Act]) -> None:
        self.found, self.meant = found, meant
        self.moves: dict[tuple[str, str], tuple[list[int], list[int]]] = {}
        self.held: dict[str, _Held] = {}
        self.orders: Counter[str] = Counter()

    def run(self, entries: list[tuple[Any, ...]]) -> None:
        self._all_together([row for row in entries if row[0] == acts.GENERAL])
        by_account: defaultdict[str, list[tuple[Any, ...]]] = defaultdict(list)
        for row in entries:
            by_account[row[0]].append(row)
        for name, each in by_account.items():
            self._account(name, each)
        for (account, operation), move in self.moves.items():
            if any(part for side in move for part in side):
                self.found.fault(f"{operation}: its entry in {account} is missing")

    def _all_together(self, general: list[tuple[Any, ...]]) -> None:
        """Work out what every reservation, shipment and return should have written, in the order of the journal."""
        for row in general:
            act = self.meant.get(row[2])
            if act is None:
                continue
            match act["kind"]:
                case "reserve":
                    self.orders[act["order"]] += act["units"]
                    self.held[act["id"]] = _Held(act)
                    self._expect(act["id"], self.held[act["id"]], ([0] * 3, [0] * 3))
                    if self.orders[act["order"]] > acts.QUANTITY:
                        self.found.fault(f"{act['id']}: order {act['order']} holds more than its quantity")
                case "ship" | "void":
                    held = self.held.get(act["reservation"])
                    if held is None:
                        self.found.fault(f"{act['id']}: stands before its reservation, or without one")
                        continue
                    self._later(act, held)
                case "adjust":
                    for account in (acts.GENERAL, act["number"]):
                        self.moves[account, act["id"]] = [0] * 3, list(act["amounts"])

    def _later(self, act: Act, held: _Held) -> None:
        before = held.holds()
        units = held.open_units if act["units"] is None else act["units"]
        if not 1 <= units <= held.open_units:
            self.found.fault(f"{act['id']}: {units} units of {held.open_units} open ones")
        if act["kind"] == "ship":
            held.shipped += units
        else:
            held.voided += units
            self.orders[held.act["order"]] -= units
        self._expect(act["id"], held, before)

    def _expect(self, operation: str, held: _Held, before: tuple[list[int], list[int]]) -> None:
        reserved, shipped = (
            [new - old for new, old in zip(*pair, strict=True)] for pair in zip(held.holds(), before, strict=True)
        )
        for account in (acts.GENERAL, held.act["number"]):
            self.moves[account, operation] = reserved, shipped
        self.moves[_ceiling(held.act["buyer"]), operation] = [reserved[0], 0, 0], [shipped[0], 0, 0]

    def _account(self, name: str, entries: list[tuple[Any, ...]]) -> None:
        account = _Account()
        if name.startswith("ceiling/"):
            account.limits.append((0, [acts.CEILING_PIECES, None, None]))
        once: set[str] = set()
        for number, row in enumerate(entries, start=1):
            operation, kind, day = row[2], row[3], (_day(row[4]) - DAYS[0]).days
            if row[1] != number:
                self.found.fault(f"{name}: entry {row[1]} stands at place {number}")
            if kind == "expire":
                continue
            if operation in once:
                self.found.fault(f"{operation}: twice in {name}")
            once.add(operation)
            if kind in {"grant", "amend"}:
                pieces = self.meant[operation]["pieces"] if kind == "amend" else acts.PIECES[name]
                limits = acts.LIMITS[name]
                account.limits.append((day, [pieces, *(limits.amount(unit) for unit in UNITS[1:])]))
            elif kind in {"suspend", "resume"}:
                account.stops.append((day, kind))
            else:
                self._taken(name, account, row, day)
            self._within(name, account, operation)

    def _taken(self, name: str, account: _Account, row: tuple[Any, ...], day: int) -> None:
        operation, kind = row[2], row[3]
        reserved, shipped = list(row[5:8]), list(row[8:11])
        act = self.meant.get(operation)
        if act is not None and act["kind"] == "adjust" and act["number"] == name:
            self.moves.setdefault((name, operation), ([0] * 3, list(act["amounts"])))
        if self.moves.pop((name, operation), None) != (reserved, shipped):
            self.found.fault(f"{operation}: its entry in {name} is of other amounts, or should not be there")
        if kind in {"reserve", "ship"} and account.stopped(day):
            self.found.fault(f"{operation}: {name} was suspended on that day")
        account.take(day, reserved, shipped)

    def _within(self, name: str, account: _Account, operation: str) -> None:
        for day in range(acts.DAYS):
            for unit in range(3):
                limit = account.limit(unit, day)
                reserved, shipped = account.reserved[day][unit], account.shipped[day][unit]
                if limit is not None and reserved + shipped > limit:
                    self.found.fault(
                        f"{operation}: {name} is overdrawn on day {day}: {reserved} + {shipped} "
                        f"of {limit} {UNITS[unit].value}"
                    )
                if shipped < 0 or reserved < 0:
                    self.found.fault(f"{operation}: {name} has used less than nothing on day {day}")


def _ceiling(buyer: str) -> str:
    return f"ceiling/{acts.CEILING}/{buyer}"


def _day(text: str) -> Any:  # noqa: ANN401
    return type(DAYS[0]).fromisoformat(text)


def _compare_balances(found: Found, register: Register, entries: list[tuple[Any, ...]]) -> None:
    """Compare every balance of every day with sums over the entries."""
    for day in DAYS:
        sums: defaultdict[str, list[int]] = defaultdict(lambda: [0] * 6)
        for row in entries:
            if row[4] <= day.isoformat():
                sums[row[0]] = [have + new for have, new in zip(sums[row[0]], row[5:11], strict=True)]
        told = set()
        for balance in register.balances(valid_at=day):
            told.add(balance.account)
            for line in balance.lines:
                number = UNITS.index(line.unit)
                reserved, shipped = sums[balance.account][number], sums[balance.account][number + 3]
                left = None if line.granted is None else line.granted - reserved - shipped
                if (line.reserved, line.shipped, line.left) != (reserved, shipped, left):
                    found.fault(f"{balance.account}: the balance of {day} is not what its entries say")
        if missing := {row[0] for row in entries if row[4] <= day.isoformat()} - told:
            found.fault(f"no balance of {sorted(missing)} on {day}")
