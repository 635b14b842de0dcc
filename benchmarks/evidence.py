"""Measure how well documents are read: the whole chain against gold, by task, by set and by kind of document.

python -m benchmarks.evidence [--set five] [--set open] [--frozen --on YYYY-MM-DD --why "..."]
    [--json FILE] [--plot FILE.svg] [--page] [--floors] [--missed]

Prints tables of Markdown, with Wilson intervals of 95 %. The frozen set is run with `--frozen` only, and each look at
it is written, with its day and reason, into docs/how-well-read.md before anything is printed.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from tests.evidence.chain import PILE_TASKS, ReadSet, Scored, read_set
from tests.evidence.counts import Count, total, wilson
from tests.evidence.missed import missed
from tests.evidence.scoring import TASKS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

PAGE = Path(__file__).parents[1] / "docs" / "how-well-read.md"
FLOORS = Path(__file__).parents[1] / "tests" / "evidence" / "floors.yaml"
LOOKS_END = "<!-- looks end -->"
FIGURES, FIGURES_END = "<!-- figures -->", "<!-- figures end -->"
# What else may be there is not labelled, or only what was found is asked.
WITHOUT_PRECISION = {"events", "conflicts", "traps", "figures of no kind", "grades"}


def main() -> None:
    """Read the sets asked for, print their tables, and write what was asked for."""
    words = _words()
    names = [*dict.fromkeys(words.set or ["five", "open"]), *(["frozen"] if words.frozen else [])]
    if words.frozen:
        log_look(PAGE, words.on, words.why)
    sets = [read_set(name) for name in names]
    scores = [score for each in sets for score in each.scores()]
    tables = "\n".join(_tables(sets, scores))
    sys.stdout.write(tables + "\n")
    if words.missed:
        sys.stdout.write("\n".join(line for each in sets if each.name != "frozen" for line in missed(each)) + "\n")
    if words.json:
        words.json.write_text(json.dumps([_row(score) for score in scores], indent=1) + "\n", encoding="utf-8")
    if words.plot:
        words.plot.write_text(_plot(names, scores), encoding="utf-8")
    if words.floors:
        FLOORS.write_text(_floors(scores), encoding="utf-8")
    if words.page:
        write_figures(PAGE, tables)
        PAGE.with_suffix(".svg").write_text(_plot(names, scores), encoding="utf-8")


def _words() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", action="append", choices=["five", "open"], help="default: both")
    parser.add_argument("--frozen", action="store_true", help="also the frozen set; the look is logged")
    parser.add_argument("--on", type=date.fromisoformat, help="the day of the look at the frozen set")
    parser.add_argument("--why", help="the reason of the look at the frozen set")
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument("--plot", type=Path, metavar="FILE.svg")
    parser.add_argument("--page", action="store_true", help="write tables and plot into docs/how-well-read")
    parser.add_argument("--floors", action="store_true", help="write what is found in the open set as its floors")
    parser.add_argument("--missed", action="store_true", help="what was missed or wrong, of the sets that may be seen")
    words = parser.parse_args()
    if words.frozen and not (words.on and words.why):
        parser.error("--frozen needs --on and --why: each look is logged")
    return words


def log_look(page: Path, on: date, why: str) -> None:
    """Add a look at the frozen set to the table of looks of a page; one that has no such table is an error."""
    text = page.read_text(encoding="utf-8")
    if LOOKS_END not in text:
        sys.exit(f"{page}: the table of looks has lost its end, {LOOKS_END}")
    before, after = text.split(LOOKS_END, 1)
    number = before.rsplit("|---|---|---|", 1)[1].count("\n| ") + 1
    cell = " ".join(why.replace("|", "/").split())
    page.write_text(f"{before}| {number} | {on} | {cell} |\n{LOOKS_END}{after}", encoding="utf-8")


def write_figures(page: Path, tables: str) -> None:
    """Put tables in the place of those of a page; one that has no such place is an error."""
    text = page.read_text(encoding="utf-8")
    if FIGURES not in text or FIGURES_END not in text:
        sys.exit(f"{page}: the figures have lost their place, {FIGURES} to {FIGURES_END}")
    before, after = text.split(FIGURES, 1)[0], text.split(FIGURES_END, 1)[1]
    page.write_text(f"{before}{FIGURES}\n{tables.rstrip()}\n{FIGURES_END}{after}", encoding="utf-8")


def _tables(sets: Sequence[ReadSet], scores: Sequence[Scored]) -> Iterable[str]:
    for each in sets:
        own = [score for score in scores if score.set == each.name]
        yield f"### Set {each.name}: {len(each.documents)} documents\n"
        yield "| Task | Found of what is there | Right of what was found |\n|---|---|---|"
        for task in (*TASKS, *PILE_TASKS):
            count = total(score.count for score in own if score.task == task)
            right = "not counted" if task in WITHOUT_PRECISION else _share(count.right, count.found)
            yield f"| {task} | {_share(count.hits, count.expected)} | {right} |"
        yield ""
    yield from _by_kind(scores)


def _by_kind(scores: Sequence[Scored]) -> Iterable[str]:
    counts: defaultdict[tuple[str, str], Count] = defaultdict(Count)
    for score in scores:
        if score.kind != "pile":
            counts[score.task, score.kind] += score.count
    kinds = list(dict.fromkeys(kind for _, kind in counts))
    yield "### By kind of document, all sets above: found, right, in %\n"
    yield f"| Task | {' | '.join(kinds)} |\n|---|{'---|' * len(kinds)}"
    for task in TASKS:
        cells = " | ".join(_short(counts[task, kind], task) for kind in kinds)
        yield f"| {task} | {cells} |"
    yield ""


def _share(hits: int, of: int) -> str:
    if not of:
        return "none"
    low, high = wilson(hits, of)
    return f"{100 * hits / of:.1f} % ({100 * low:.0f} to {100 * high:.0f}), {hits} of {of}"


def _short(count: Count, task: str) -> str:
    found = f"{100 * count.recall:.0f}" if count.expected else "-"
    right = f"{100 * count.precision:.0f}" if count.found and task not in WITHOUT_PRECISION else "-"
    return f"{found}, {right}"


def _floors(scores: Sequence[Scored]) -> str:
    lines = ["# The least that the open set is read: labels found, and the most answers wrong, of each task."]
    for task in (*TASKS, *PILE_TASKS):
        count = total(score.count for score in scores if (score.set, score.task) == ("open", task))
        lines.append(f'"{task}": {{found: {count.hits}, wrong: {count.found - count.right}}}')
    return "\n".join(lines) + "\n"


def _row(score: Scored) -> dict[str, str | int]:
    count = score.count
    figures = {"hits": count.hits, "expected": count.expected, "right": count.right, "found": count.found}
    return {"set": score.set, "kind": score.kind, "name": score.name, "task": score.task, **figures}


def _plot(names: Sequence[str], scores: Sequence[Scored]) -> str:
    """Return the chart as SVG: found and right for each task and set, with their intervals."""
    import altair as alt  # noqa: PLC0415
    import vl_convert  # noqa: PLC0415

    rows = []
    for name in names:
        for task in (*TASKS, *PILE_TASKS):
            count = total(score.count for score in scores if (score.set, score.task) == (name, task))
            parts = [("found of what is there", count.hits, count.expected)]
            parts += [] if task in WITHOUT_PRECISION else [("right of what was found", count.right, count.found)]
            for what, hits, of in parts:
                if of:
                    low, high = wilson(hits, of)
                    rows.append(
                        {"set": name, "task": task, "what": what, "share": 100 * hits / of}
                        | {"low": 100 * low, "high": 100 * high}
                    )
    base = alt.Chart().encode(
        y=alt.Y("task:N", sort=[*TASKS, *PILE_TASKS], title=None),
        yOffset=alt.YOffset("what:N"),
        color=alt.Color("what:N", title=None, legend=alt.Legend(orient="bottom")),
    )
    bars = base.mark_rule(opacity=0.6).encode(
        x=alt.X("low:Q", title="%", scale=alt.Scale(domain=[0, 100])), x2=alt.X2("high:Q")
    )
    dots = base.mark_point(filled=True, size=45).encode(x=alt.X("share:Q"))
    chart = alt.layer(bars, dots, data=alt.Data(values=rows)).properties(width=230, height=alt.Step(11))
    faceted = chart.facet(column=alt.Column("set:N", sort=list(names), title=None))
    return str(vl_convert.vegalite_to_svg(faceted.to_dict()))


if __name__ == "__main__":
    main()
