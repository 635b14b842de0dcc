"""Measure the search by likeness on made-up names with planted variants, the work other engines were measured on.

python benchmarks/names_made.py FOLDER [--sizes 30000,300000] [--asked 10000] [--workers 2] [--json FILE]

FOLDER holds names_data.py, whose `make(parties, queries)` returns names, queries and what each query stands for: the
number of a name, or -1. Nothing of the search was tuned on them. Told are names a second, recall at 1, the same where
the score is above the one that 1 % of the unlisted reach, and what is flagged of the unlisted.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from names import share

from licet.screen.likeness import Level, LikenessIndex
from licet.screen.listed import ListedParty

FALSE = 0.01
LEVELS = (Level.WEAK, Level.POSSIBLE, Level.STRONG)
TIMES = 3


def main() -> None:
    """Measure each size at each level and print a row for each."""
    words = _words()
    sys.path.insert(0, str(words.folder))
    from names_data import make  # noqa: PLC0415  its folder is an argument

    figures = []
    print(
        "| Names | Level | Names a second | CPU, us | Recall at 1 | at 1 % false | Flagged, unlisted | of them strong |"
    )
    print("|---|---|---|---|---|---|---|---|")
    for size in map(int, words.sizes.split(",")):
        names, asked, truth = make(size, words.asked)
        index = LikenessIndex([ListedParty("X", name) for name in names])
        list(index.search_many(asked[:300]))  # what is compiled is compiled now
        for level in LEVELS:
            figures.append(measured(index, names, asked, truth, level, words.workers))
            print(row(figures[-1]), flush=True)
    if words.json:
        Path(words.json).write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


def measured(
    index: LikenessIndex, names: list[str], asked: list[str], truth: list[int], level: Level, workers: int
) -> dict[str, Any]:
    """Return the figures of one level."""
    times, spent = [], []
    for _ in range(TIMES):
        begun, used = perf_counter(), process_time()
        found = list(index.search_many(asked, least=level, workers=workers))
        times.append(perf_counter() - begun)
        spent.append(process_time() - used)
    first = [candidates[0] if candidates else None for candidates in found]
    unlisted = sorted(
        (each.score if each else 0.0 for each, of in zip(first, truth, strict=True) if of < 0), reverse=True
    )
    bound = unlisted[int(FALSE * len(unlisted))]
    right = [
        each.score for each, of in zip(first, truth, strict=True) if each and of >= 0 and each.party.name == names[of]
    ]
    return {
        "method": level.value,
        "parties": len(names),
        "per_second": len(asked) / min(times),
        "cpu_us": min(spent) / len(asked) * 1e6,
        "planted": sum(of >= 0 for of in truth),
        "right": len(right),
        "right_above": sum(score > bound for score in right),
        "unlisted": len(unlisted),
        "flagged": sum(score >= 0.7 for score in unlisted),  # noqa: PLR2004  as LikenessIndex has it
        "flagged_strong": sum(score >= 0.85 for score in unlisted),  # noqa: PLR2004  as above
    }


def row(each: dict[str, Any]) -> str:
    """Return figures as a row of Markdown."""
    return (
        f"| {each['parties']:,} | {each['method']} | {each['per_second']:,.0f} | {each['cpu_us']:,.0f} "
        f"| {share(each['right'], each['planted'])} | {share(each['right_above'], each['planted'])} "
        f"| {share(each['flagged'], each['unlisted'])} | {share(each['flagged_strong'], each['unlisted'])} |"
    )


def _words() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sizes", default="30000,300000")
    parser.add_argument("--asked", type=int, default=10_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--json", default="")
    return parser.parse_args()


if __name__ == "__main__":
    main()
