"""Measure how fast names are looked up by likeness: ten thousand at once, on the list and on three hundred thousand.

python benchmarks/names_speed.py SCREENING_LIST.json CN_LISTS.json UNLISTED.txt [--parties 26000,300000]
    [--asked 10000] [--workers 2] [--only possible,weak,...] [--json FILE]

The lists are filled up with parties whose names are mixed from those listed. Asked are the frozen queries, the names of
UNLISTED.txt, one a line, and unlisted names mixed from listed ones until there are enough; told apart are queries a
second, recall at 1 of the frozen queries of both halves, the same above the score that 2 % of the names of UNLISTED.txt
reach, and what is flagged of those by the method's own bound.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import resource
import tempfile
from pathlib import Path
from time import perf_counter, process_time
from typing import TYPE_CHECKING, Any, NamedTuple

from names import HERE, read_parties, share
from names_batches import BATCHES, Batch

from licet.screen.index_file import INDEX_FILE, open_index
from licet.screen.listed import ListedParty
from licet.screen.names import normal_form

if TYPE_CHECKING:
    from collections.abc import Sequence

SEED = 20_261_122
KINDS = ("exact", "typo", "alias", "rewritten", "subsidiary")
TIMES = 3
FALSE = 0.02  # of the unlisted
PERSONS = 0.4


class Asked(NamedTuple):
    """A name, the party it stands for or nothing, and its kind."""

    text: str
    expected: str
    kind: str


def main() -> None:
    """Measure each method on each size of list, and print a row for each."""
    words = _words()
    rows = list(csv.DictReader((HERE / "names_queries.csv").open(encoding="utf-8", newline="")))
    listed = read_parties(words.screening, words.chinese, {row["left_out"] for row in rows} - {""})
    unlisted = words.unlisted.read_text("utf-8").splitlines()
    figures = []
    print("| Parties | Method | Built, s | Opened, s | A second | CPU, us | Recall at 1 | at 2 % flagged | Flagged |")
    print("|---|---|---|---|---|---|---|---|---|")
    for size in map(int, words.parties.split(",")):
        chance = random.Random(SEED)  # noqa: S311  a sample, no secret
        parties = filled_up(listed, size, chance)
        asked = to_ask(rows, unlisted, parties, words.asked, chance)
        for name in words.only.split(","):
            figures.append(measured(name, parties, asked, words.workers))
            print(_row(figures[-1]), flush=True)
    if words.json:
        Path(words.json).write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


def filled_up(listed: Sequence[ListedParty], size: int, chance: random.Random) -> list[ListedParty]:
    """Return the parties, filled up to a size with ones whose names are mixed from theirs."""
    parties = list(listed[:size])
    people = [each for each in listed if each.kind.casefold() == "individual"]
    firms = [each for each in listed if each.kind.casefold() != "individual"]
    while len(parties) < size:
        one, other = chance.choices(people if chance.random() < PERSONS else firms, k=2)
        names = tuple(
            mixed(first, second, chance)
            for first, second in zip((one.name, *one.aliases), (other.name, *other.aliases), strict=False)
        )
        parties.append(ListedParty(one.list_code, names[0], names[1:4], one.countries, one.kind))
    return parties


def mixed(one: str, other: str, chance: random.Random) -> str:
    """Return the beginning of one name with the end of the other."""
    first, second = one.split(), other.split()
    return " ".join((*first[: chance.randint(1, len(first))], *second[chance.randrange(len(second)) :]))


def to_ask(
    rows: Sequence[dict[str, str]],
    unlisted: Sequence[str],
    parties: Sequence[ListedParty],
    count: int,
    chance: random.Random,
) -> list[Asked]:
    """Return the names to ask, in an order of chance."""
    known = {normal_form(name) for party in parties for name in (party.name, *party.aliases)}
    asked = [Asked(row["query"], row["expected"], row["kind"]) for row in rows if row["kind"] in KINDS]
    asked += [Asked(name, "", "unlisted") for name in unlisted if normal_form(name) not in known]
    while len(asked) < count:
        one, other = chance.choices(parties, k=2)
        name = mixed(one.name, other.name, chance)
        if normal_form(name) not in known:
            asked.append(Asked(name, "", "mixed"))
    chance.shuffle(asked)
    return asked[:count]


def measured(name: str, parties: Sequence[ListedParty], asked: Sequence[Asked], workers: int) -> dict[str, Any]:
    """Return the figures of one method: the best time of several, what it found, and what it flagged."""
    opened = 0.0
    begun = perf_counter()
    batch: Batch = BATCHES[name](parties, workers)
    built = perf_counter() - begun
    if name in {"possible", "weak", "strong"}:
        with tempfile.TemporaryDirectory() as folder:
            open_index(parties, Path(folder) / INDEX_FILE)
            begun = perf_counter()
            open_index(parties, Path(folder) / INDEX_FILE)
            opened = perf_counter() - begun
    texts = [each.text for each in asked]
    every = max(1, batch.every)
    batch.search(texts[:300:every])  # what is compiled is compiled now
    times, spent = [], []
    found: list[tuple[ListedParty, float] | None] = []
    for _ in range(TIMES if every == 1 else 1):
        begun, used = perf_counter(), process_time()
        found = batch.search(texts[::every])
        times.append(perf_counter() - begun)
        spent.append(process_time() - used)
    told = list(zip(asked[::every], found, strict=True))
    wanted = [(each, first) for each, first in told if each.expected]
    right = [first[1] for each, first in wanted if first and _is(first[0], each.expected)]
    unlisted = sorted((first[1] if first else 0.0 for each, first in told if each.kind == "unlisted"), reverse=True)
    bound = unlisted[int(FALSE * len(unlisted))] if unlisted else 0.0
    return {
        "method": name,
        "parties": len(parties),
        "built": built,
        "opened": opened,
        "per_second": len(texts[::every]) / min(times),
        "cpu_us": min(spent) / len(texts[::every]) * 1e6,
        "right": len(right),
        "right_above": sum(score > bound for score in right),
        "wanted": len(wanted),
        "flagged": sum(score >= batch.flagged for score in unlisted),
        "unlisted": len(unlisted),
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def _is(party: ListedParty, expected: str) -> bool:
    return normal_form(expected) in {normal_form(name) for name in (party.name, *party.aliases)}


def _row(each: dict[str, Any]) -> str:
    return (
        f"| {each['parties']:,} | {each['method']} | {each['built']:.1f} | {each['opened']:.2f} "
        f"| {each['per_second']:,.0f} | {each['cpu_us']:,.0f} | {share(each['right'], each['wanted'])} "
        f"| {share(each['right_above'], each['wanted'])} | {share(each['flagged'], each['unlisted'])} |"
    )


def _words() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("screening", type=Path)
    parser.add_argument("chinese", type=Path)
    parser.add_argument("unlisted", type=Path)
    parser.add_argument("--parties", default="26000,300000")
    parser.add_argument("--asked", type=int, default=10_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--only", default="possible,weak,rapidfuzz")
    parser.add_argument("--json", default="")
    return parser.parse_args()


if __name__ == "__main__":
    main()
