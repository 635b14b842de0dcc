"""Measure the search by likeness on frozen queries, beside exact names, rapidfuzz and nomenklatura in the same run.

python benchmarks/names.py SCREENING_LIST.json CN_LISTS.json [--half held] [--only ours,exact,...] [--every 1]
    [--queries FILE] [--missed] [--json FILE]

The queries are those of names_queries.csv; the aliases marked as left out are taken off the lists first. What is told
apart, for each kind of query: recall at 1 (the first candidate is the party), recall of what is flagged `possible` and
`strong`, and of unlisted names the share flagged, each with its Wilson interval of 95 %.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections import Counter, defaultdict
from math import sqrt
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, NamedTuple

from names_searchers import SEARCHERS, Searcher

from licet.screen.listed import ListedParty
from licet.screen.names import normal_form

if TYPE_CHECKING:
    from collections.abc import Iterable

HERE = Path(__file__).parent
Z = 1.959964
UNLISTED = "unlisted"


class Query(NamedTuple):
    """One frozen query; nothing is expected of an unlisted name."""

    kind: str
    half: str
    text: str
    address: str
    expected: str


class Told(NamedTuple):
    """What a searcher said of one query: was the first the party, at which level the party, at which the first."""

    first: bool
    found: str
    flagged: str


def main() -> None:
    """Measure, print a table of Markdown, and write what was asked for."""
    words = _words()
    rows = list(csv.DictReader(words.queries.open(encoding="utf-8", newline="")))
    parties = read_parties(words.screening, words.chinese, {row["left_out"] for row in rows} - {""})
    queries = [
        Query(row["kind"], row["half"], row["query"], row["address"], row["expected"])
        for row in rows
        if words.half in {row["half"], "both"}
    ]
    known = {normal_form(name) for party in parties for name in (party.name, *party.aliases)}
    queries = [each for each in queries if each.expected or normal_form(each.text) not in known]
    figures = []
    for name in words.only.split(","):
        begun = perf_counter()
        searcher = SEARCHERS[name](parties)
        built = perf_counter() - begun
        asked = queries[:: words.every] if searcher.is_slow else queries
        begun = perf_counter()
        told = [(query, judged(searcher, query)) for query in asked]
        seconds = perf_counter() - begun
        figures.append(summed_up(name, told) | {"built_seconds": built, "per_second": len(asked) / seconds})
        print(table(figures[-1]), flush=True)
        if words.missed:
            for query, each in told:
                if (not each.first) if query.expected else each.flagged != "weak":
                    print(query.kind, "|", query.text, "|", query.expected, "|", each, "|", *searcher.shown(query.text))
    if words.json:
        Path(words.json).write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


def read_parties(screening: Path, chinese: Path, left_out: set[str]) -> list[ListedParty]:
    """Return the parties of both lists without the aliases left out."""
    document = json.loads(screening.read_bytes())
    codes = [document["listAuthority"][source]["code"] for source in document["tables"]["sources"]]
    parties = [
        ListedParty(
            codes[each["s"]],
            each["n"],
            tuple(alias for alias in each.get("a", ()) if alias not in left_out),
            tuple(each.get("c", ())),
            each.get("t", ""),
        )
        for each in document["entries"]
    ]
    for each in json.loads(chinese.read_bytes()):
        aliases, addresses = tuple(each["aliases"]), tuple(each["addresses"])
        parties.append(ListedParty(each["list_id"], each["entity_name"], aliases, addresses=addresses))
    return parties


def judged(searcher: Searcher, query: Query) -> Told:
    """Ask one query and compare with what is expected."""
    candidates = searcher.search(query.text, query.address)
    expected = normal_form(query.expected)
    flagged = candidates[0].level if candidates else "weak"
    right = [each for each in candidates if expected in each.names]
    first = bool(query.expected) and bool(right) and candidates[0] is right[0]
    return Told(first, right[0].level if right else "none", flagged)


def summed_up(name: str, told: list[tuple[Query, Told]]) -> dict[str, Any]:
    """Return the counts of each kind of query."""
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    for query, each in told:
        count = kinds[query.kind]
        count["queries"] += 1
        count["first"] += each.first
        count["found_strong"] += each.found == "strong"
        count["found_possible"] += each.found in {"strong", "possible"}
        count["flagged_strong"] += each.flagged == "strong"
        count["flagged_possible"] += each.flagged in {"strong", "possible"}
    return {"searcher": name, "kinds": {kind: dict(count) for kind, count in kinds.items()}}


def table(figures: dict[str, Any]) -> str:
    """Return the figures of one searcher as a table of Markdown."""
    lines = [
        "",
        f"{figures['searcher']}: {figures['per_second']:,.0f} a second, built in {figures['built_seconds']:.1f} s",
        "",
        "| Queries | Number | Recall at 1 | Found, strong | Found, possible | Flagged strong | Flagged possible |",
        "|---|---|---|---|---|---|---|",
    ]
    for kind, count in figures["kinds"].items():
        number = count["queries"]
        columns = ("first", "found_strong", "found_possible", "flagged_strong", "flagged_possible")
        shown = [share(count[column], number) for column in columns]
        if kind.startswith(UNLISTED):
            shown[:3] = ["", "", ""]
        lines.append(f"| {kind} | {number} | {' | '.join(shown)} |")
    listed = [count for kind, count in figures["kinds"].items() if not kind.startswith(UNLISTED)]
    unlisted = [count for kind, count in figures["kinds"].items() if kind == "unlisted_firm"]
    for level in ("strong", "possible"):
        right = sum(count[f"found_{level}"] for count in listed)
        wrong = sum(count[f"flagged_{level}"] for count in unlisted)
        lines.append(
            f"| precision of {level} against unlisted firms | {right + wrong} | {share(right, right + wrong)} |"
        )
    return "\n".join(lines)


def share(part: int, whole: int) -> str:
    """Return a share in percent with its Wilson interval of 95 %."""
    if not whole:
        return ""
    middle, spread = (part + Z * Z / 2) / (whole + Z * Z), Z * sqrt(part * (whole - part) / whole + Z * Z / 4)
    low, high = middle - spread / (whole + Z * Z), middle + spread / (whole + Z * Z)
    return f"{100 * part / whole:.1f} ({100 * low:.1f} to {100 * high:.1f})"


def _words(given: Iterable[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("screening", type=Path)
    parser.add_argument("chinese", type=Path)
    parser.add_argument("--half", choices=("tune", "held", "both"), default="held")
    parser.add_argument("--only", default="ours,exact,rapidfuzz")
    parser.add_argument("--queries", type=Path, default=HERE / "names_queries.csv")
    parser.add_argument("--every", type=int, default=1, help="ask slow searchers one query in so many")
    parser.add_argument("--missed", action="store_true", help="print what was not found, and what was flagged")
    parser.add_argument("--json", default="")
    return parser.parse_args(sys.argv[1:] if given is None else list(given))


if __name__ == "__main__":
    main()
