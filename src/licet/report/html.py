"""The board as one page of HTML: complete in itself, for a browser without a network, for paper and for a phone.

The page loads nothing and links to nothing; its policy lets run only the one script and style it carries. All text
from the case is escaped, and characters that cannot be printed are replaced.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from licet.report import words
from licet.report.determination import class_text, policy_text, question, sections
from licet.report.explanation import node_text, origin_text, walk
from licet.report.on_file import audit, on_file_rows, register_text
from licet.report.page import checked_svg, content_policy, page_environment, page_source
from licet.report.red_flag_words import red_flag_rows
from licet.report.timeline_html import STORY_SCRIPTS, STORY_STYLES, story_section
from licet.report.told_words import told_rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def html_report(check: Mapping[str, Any], chart_svg: str, *, story: Mapping[str, Any] | None = None) -> str:
    """Return the page for a check (JSON shape `check`).

    Args:
        check: As `check.schema.json` has it.
        chart_svg: The chart of items against thresholds, as `threshold_chart` draws it; empty for none.
        story: How the keys of the book's chips came to stand where they do: `timeline` (JSON shape `timeline`) and
            `statuses` (a list of JSON shape `status`); None leaves the section out.

    Raises:
        ValueError: If the chart is not a plain drawing: not SVG, or with scripts, links or anything that loads.
    """
    environment = page_environment()
    style = page_source(environment, "report.css", *(STORY_STYLES if story else ()))
    script = page_source(environment, "report.js", *(STORY_SCRIPTS if story else ()))
    page = environment.get_template("report.html.j2")
    return page.render(
        check=check,
        chart=checked_svg(chart_svg),
        policy=content_policy(style, script),
        style=style,
        script=script,
        causes=_bars(check["totals"]["by_cause"]),
        shares=_shares(check["totals"]),
        lines=[_line(line) for line in check["lines"]],
        story=story_section(environment, story) if story else "",
        register=register_text(check["register"]) if check.get("register") else "",
        audit=audit(check) if check.get("register") else [],
    )


def _bars(causes: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    most = max((cause["units"] for cause in causes), default=0)
    return [{**cause, "share": _share(cause["units"], most)} for cause in causes]


def _shares(totals: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return where each verdict's part of the bar starts and how long it is, in percent."""
    start, parts = 0.0, []
    for verdict in ("release", "hold", "undetermined"):
        share = _share(totals[f"{verdict}_units"], totals["units"])
        parts.append({"verdict": verdict, "units": totals[f"{verdict}_units"], "start": start, "share": share})
        start += share
    return parts


def _share(part: int, whole: int) -> float:
    return round(100 * part / whole, 2) if whole else 0.0


def _line(line: Mapping[str, Any]) -> dict[str, Any]:
    determination = line["determination"]
    answer = {
        "Licence needed": determination["licence_required"],
        "Class": class_text(determination["classification"]),
        "Review policy": policy_text(determination),
    }
    roots = [*line.get("explanation", ()), *determination.get("explanation", ())]
    told = {**determination, "red_flags": line.get("red_flags", ())}
    lists = {title: texts for title, texts in sections(told).items() if texts}
    return {
        **line,
        "answer": answer,
        "asked": question(determination),
        "keys": determination["keys"],
        "sections": lists,
        "tree": _tree(roots),
        "why": [{**block, "cause": words.cause_words(block["cause"])} for block in line["blocking"]],
        "relies_on": [words.remark_text(each) for each in determination["relies_on"]],
        "told": [*told_rows(line), *red_flag_rows(line), *on_file_rows(line)],
    }


def _tree(roots: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the nodes in order of reading.

    `opens` starts a list under the node before; where it does not, `closes` lists end first.
    """
    rows: list[dict[str, Any]] = []
    before = -1
    for depth, node in walk(roots):
        step = {"opens": depth > before, "closes": max(0, before - depth)}
        rows.append({**step, "text": node_text(node), "truth": node.get("truth"), "origin": origin_text(node)})
        before = depth
    return {"rows": rows, "closes": max(0, before)}
