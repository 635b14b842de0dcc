"""Measure Licet, and other engines on the same decision; write docs/benchmarks.md and out/benchmarks.json.

python benchmarks/run.py [--date 2026-01-31] [--cases 100000] [--no-rivals] [--no-register]
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from acts import long_book, measure_acts
from full_pack import bare, situations
from register_draws import STORES, asked, long_table, measure_register, table
from rivals import RIVALS, installed, plain, wrong_answers
from timing import Timing, command_seconds, timed
from toy import FOLDER, bare_decision, bare_line, codes_of, order_lines, reference, toy_law

from licet.batch import BareLaw
from licet.evaluate import ItemFacts, PartyFacts, Situation, decide, explanation
from licet.quantity import Interval
from licet.rules import book_at, load_law
from licet.truth import Truth

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from register_draws import Long, Series
    from toy import OrderLine

    from licet.batch import BareAnswer, BareCase
    from licet.evaluate import Decision
    from licet.evaluate.explain import Told
    from licet.rules import Law

ROOT = Path(__file__).resolve().parents[1]
FEW, SLOW_US, QUICK_LOOK = 10_000, 20, 300
EXPLAINED = 2_000
EXAMPLE = "examples/h200-china-2026"
LONG_BOOK = 100_000
LONG_CHECK = "licet check LONG-BOOK"


@dataclass
class Report:
    """Everything measured."""

    machine: dict[str, str]
    toy: list[Timing] = field(default_factory=list)
    pack: list[Timing] = field(default_factory=list)
    acts: list[Timing] = field(default_factory=list)
    commands: list[dict[str, Any]] = field(default_factory=list)
    register: list[Series] = field(default_factory=list)
    journal: list[Long] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


def main() -> None:
    """Run everything and write the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    today = datetime.now(tz=UTC).date().isoformat()
    parser.add_argument("--date", default=today, help="the day to print; the system's if absent")
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--no-rivals", action="store_true")
    parser.add_argument("--no-register", action="store_true")
    options = parser.parse_args()
    report = Report(_machine(options.date))
    lines = order_lines(options.cases)
    _measure_toy(lines, report)
    if not options.no_rivals:
        _measure_rivals(lines, report)
    _measure_pack(options.cases, report)
    report.acts = measure_acts(2_000)
    _measure_commands(report)
    if not options.no_register:
        _measure_register(report)
    report.machine["load at the end"] = _load()
    _write(report)


def _machine(day: str) -> dict[str, str]:
    information = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    models = [line.split(":")[1].strip() for line in information if line.startswith("model name")]
    return {
        "date": day,
        "processor": f"{models[0] if models else platform.processor()}, {os.cpu_count()} cores",
        "system": f"{platform.system()} {platform.release()}",
        "Python": platform.python_version(),
        "command": "make bench",
        "load at the start": _load(),
    }


def _load() -> str:
    return f"{os.getloadavg()[0]:.2f}"


# ---- the toy


def _measure_toy(lines: Sequence[OrderLine], report: Report) -> None:
    law = toy_law()
    bare_law = bare_decision(law)
    cases = [bare_line(line) for line in lines]
    wrong = sum(
        codes_of(_on_its_day(bare_law)(case)) != reference(line) for case, line in zip(cases, lines, strict=True)
    )
    report.toy.append(
        timed("Licet, bare", _on_its_day(bare_law), cases, wrong=wrong, note="generated from the rule pack")
    )
    few = [_toy_situation(line) for line in lines[:EXPLAINED]]
    report.toy.append(timed("Licet, evaluated", _evaluated(law), few, note="every step kept, none worded"))
    report.toy.append(timed("Licet, explained", _explained(law), few, note="every step kept and worded"))
    _say(report.toy)


def _on_its_day(bare_law: BareLaw) -> Callable[[BareCase], BareAnswer]:
    def answer(case: BareCase) -> BareAnswer:
        return bare_law.on(case[4]["valid_at"])(case)  # type: ignore[arg-type]

    return answer


def _explained(law: Law) -> Callable[[Situation], object]:
    def answer(situation: Situation) -> object:
        day: date = situation.order["valid_at"]  # type: ignore[assignment]
        return _explanations(decide(book_at(law, day), situation))

    return answer


def _explanations(decision: Decision) -> list[object]:
    steps = [step for _, step in decision.classification.steps]
    steps += [found.step for kind in (decision.requirements, decision.exceptions, decision.policies) for found in kind]
    told: Told = {}
    return [explanation(step, told=told) for step in steps]


def _toy_situation(line: OrderLine) -> Situation:
    case, day = bare_line(line), line.day
    facts: dict[str, Any] = {
        name: Interval.exactly(f"{value[0] // 1000}.{value[0] % 1000:03}")
        if isinstance(value, tuple)
        else Truth.of(bool(value))
        for name, value in case.item.items()
    }
    item = ItemFacts("item", facts)
    party = PartyFacts("buyer", frozenset(("end_user",)), {"headquarters": line.seat})
    order: dict[str, Any] = {"destination": line.destination, "valid_at": datetime.fromordinal(day).date()}
    return Situation(item, (item,), (party,), Truth.TRUE, order)


def _measure_rivals(lines: Sequence[OrderLine], report: Report) -> None:
    cases, expected = [plain(line) for line in lines], [reference(line) for line in lines]
    for package, variants in RIVALS.items():
        try:
            for variant, call in variants():
                look = timed("", call, cases[:QUICK_LOOK])
                count = len(cases) if look.median_us < SLOW_US else FEW if look.median_us < SLOW_US**2 else FEW // 10
                wrong = wrong_answers(call, cases[:count], expected[:count])
                report.toy.append(
                    timed(f"{package} {installed(package)}", call, cases[:count], wrong=wrong, note=variant)
                )
                _say(report.toy)
        except Exception as fault:  # noqa: BLE001  a rival that cannot run is named, and the rest are measured
            report.left_out.append(f"{package}: {type(fault).__name__}: {str(fault)[:200]}")


# ---- the whole pack


def _measure_pack(count: int, report: Report) -> None:
    law = load_law()
    drawn = situations(count)
    cases = [bare(situation) for situation in drawn]
    pruned, unpruned = _on_its_day(BareLaw(law)), _on_its_day(BareLaw(law, prune=False))
    wrong = sum(pruned(case) != unpruned(case) for case in cases)
    note = "wrong: where pruned and unpruned differ; both are tested against the evaluator"
    report.pack.append(timed("bare, pruned by date and class", pruned, cases, wrong=wrong, note=note))
    report.pack.append(timed("bare, pruned by date only", unpruned, cases))
    few = drawn[:EXPLAINED]
    report.pack.append(timed("explained", _explained(law), few, note="every step kept and worded"))
    report.pack.append(timed("evaluated", _evaluated(law), few, note="every step kept, none worded"))
    for place in range(4):
        _say(report.pack[: place + 1])


def _evaluated(law: Law) -> Callable[[Situation], object]:
    return lambda situation: decide(book_at(law, situation.order["valid_at"]), situation)  # type: ignore[arg-type]


def _measure_commands(report: Report) -> None:
    licet = [sys.executable, "-m", "licet.cli"]
    book = long_book(ROOT / EXAMPLE, ROOT / "out" / "long-book", LONG_BOOK)
    commands = (
        ("licet --help", ["--help"], 5),
        (f"licet check {EXAMPLE}", ["check", str(ROOT / EXAMPLE)], 5),
        ("licet status H200", ["status", "H200"], 5),
        ("licet timeline H20 H200", ["timeline", "H20", "H200"], 5),
        (LONG_CHECK, ["check", str(book), "--valid-at", "2026-08-20"], 1),
    )
    for name, arguments, runs in commands:
        seconds, code = command_seconds([*licet, *arguments], runs=runs)
        report.commands.append({"command": name, "seconds": round(seconds, 3), "exit": code})


def _measure_register(report: Report) -> None:
    for store in STORES:
        try:
            series, journal = measure_register(asked((store,)))
        except FileNotFoundError as fault:  # PostgreSQL is not installed
            report.left_out.append(f"the register on {store}: {fault}")
        else:
            report.register += series
            report.journal += journal


# ---- writing


def _say(timings: Sequence[Timing]) -> None:
    last = timings[-1]
    print(f"{last.name}: {last.median_us} us, p99 {last.p99_us}, wrong {last.wrong}", flush=True)


def _write(report: Report) -> None:
    out = ROOT / "out"
    out.mkdir(exist_ok=True)
    content = {
        "machine": report.machine,
        "toy": [asdict(timing) for timing in report.toy],
        "pack": [asdict(timing) for timing in report.pack],
        "acts": [asdict(timing) for timing in report.acts],
        "commands": report.commands,
        "register": [asdict(one) for one in report.register],
        "journal": [asdict(one) for one in report.journal],
        "left_out": report.left_out,
    }
    (out / "benchmarks.json").write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    (ROOT / "docs" / "benchmarks.md").write_text(_page(report), encoding="utf-8")


def _page(report: Report) -> str:
    machine = "\n".join(f"* {name}: {value}" for name, value in report.machine.items())
    missing = "\n".join(f"* {line}" for line in report.left_out) or "* none"
    commands = "\n".join(f"| `{row['command']}` | {row['seconds']} | {row['exit']} |" for row in report.commands)
    return f"""# Benchmarks

Written by `make bench`. Compare ratios within one run, not figures of different machines.
A call is timed alone (median, 99th percentile) and in a plain loop (decisions a second, median of five loops).
One thread, distinct inputs, no answer kept. `wrong` counts answers that differ from a reference written by hand.
"Explained" is the decision with every step kept, and every step worded; "evaluated" keeps the steps and words none.

{machine}

## Targets

{_targets(report)}

## One decision on an AI chip

Class, licence required and review policy, each of which may be unknown; four dated texts, 47 scoped countries.
Licet reads the rule pack `benchmarks/{FOLDER.name}`; the day is looked up and the parties walked inside the timed call.
The other engines get the same decision in their own language, with ratios and sums worked out beforehand.

{_table(report.toy)}

Rivals that could not be run:

{missing}

## The whole installed rule pack

Catalogue items with moved figures, 1 to 5 parties, days from 2022-10-07 to 2026-09-24, a tenth with a fact missing.

{_table(report.pack)}

## The recorded acts

Items of the catalogue, days and known days of 1,500, buyers known and not.
No other engine was found that keeps such states, so nothing runs beside.

{_table(report.acts)}

## The register

Durable draws on one hot licence (or one of 64), beside the bare guarded UPDATE with a row for the draw: one disk,
rounds in turns, medians of five rounds of three seconds; a ratio is the median of the rounds' ratios.
`GroupCommit` gathers operations into transactions, and the bare UPDATE is gathered by the same code; its times are from
submitting to the acknowledgement. Every series ends with a check of the balances, and `verify` of the journal.

{table(report.register)}

A journal of a million entries, a hundred licences under ten others, read whole in a process of its own:

{long_table(report.journal)}

## On pages of their own

* Names against party lists, beside tf-idf, faiss, rapidfuzz and nomenklatura, by `benchmarks/names.py` and
  `names_speed.py`: [benchmarks-screening.md](benchmarks-screening.md). 20,000 names a second against 26,000 parties
  and 4,000 against 300,000 are nearly met (16,900 to 20,800, and 3,900); recall at 1 of 0.97 and 0.95 with 2 % of
  unlisted names flagged is missed, by every method tried.
* Documents read into claims, by `benchmarks/evidence.py` and `evidence_pile.py`:
  [how-well-read.md](how-well-read.md). 200 documents of 5 kB a second a core are met on an invented pile (207) and
  missed on real texts (122); steps of a key on unseen documents are 80 % right and 68 % found, of 95 and 80 aimed at.

## Commands, median of 5 (the long book: one run), cold process

| command | seconds | exit |
| --- | --- | --- |
{commands}
"""


def _table(timings: Sequence[Timing]) -> str:
    head = "| what | how | calls | median us | p99 us | decisions/s | wrong |\n" + "| --- " * 7 + "|\n"
    return head + "\n".join(
        f"| {timing.name} | {timing.note} | {timing.calls:,} | {timing.median_us} | {timing.p99_us} "
        f"| {timing.per_second:,} | {'' if timing.wrong is None else timing.wrong} |"
        for timing in timings
    )


def _targets(report: Report) -> str:
    by_name = {timing.name: timing.median_us for timing in (*report.toy, *report.pack)}
    seconds = {row["command"]: row["seconds"] for row in report.commands}
    goals = [
        ("the decision, bare", by_name["Licet, bare"], 2, "us"),
        ("the decision, evaluated with every step", by_name["Licet, evaluated"], 50, "us"),
        ("the decision, explained", by_name["Licet, explained"], 50, "us"),
        ("the whole pack, bare, pruned", by_name["bare, pruned by date and class"], 25, "us"),
        ("the whole pack, evaluated with every step", by_name["evaluated"], 500, "us"),
        ("the whole pack, explained", by_name["explained"], 500, "us"),
        ("licet --help", seconds["licet --help"], 0.25, "s"),
        ("the example checked, cold", seconds[f"licet check {EXAMPLE}"], 1, "s"),
        ("100,000 lines checked, the board printed", seconds[LONG_CHECK], 10, "s"),
    ]
    rows = [
        f"| {name} | {goal} {unit} | {value} {unit} | {'met' if value <= goal else 'missed'} |"
        for name, value, goal, unit in goals
    ]
    return "\n".join(["| work | target | median here | |", "| --- | --- | --- | --- |", *rows])


if __name__ == "__main__":
    main()
