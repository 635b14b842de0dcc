"""The board as one page of HTML: complete in itself, for a browser without a network, for paper and for a phone.

The page loads nothing and links to nothing; its policy lets run only the one script and style it carries. All text
from the case is escaped, and characters that cannot be printed are replaced.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from licet.report import words
from licet.report.determination import class_text, policy_text, question, sections
from licet.report.explanation import node_text, origin_text, walk
from licet.report.layout import clean

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from jinja2 import Environment

_SVG = "{http://www.w3.org/2000/svg}"
_REFUSED = {"script", "foreignObject", "image", "use", "iframe", "a", "style", "animate", "set"}


def html_report(check: Mapping[str, Any], chart_svg: str) -> str:
    """Return the page for a check (JSON shape `check`).

    Args:
        check: As `check.schema.json` has it.
        chart_svg: The chart of items against thresholds, as `threshold_chart` draws it; empty for none.

    Raises:
        ValueError: If the chart is not a plain drawing: not SVG, or with scripts, links or anything that loads.
    """
    environment = _environment()
    style, script = (_source(environment, name) for name in ("report.css", "report.js"))
    page = environment.get_template("report.html.j2")
    return page.render(
        check=check,
        chart=_checked_svg(chart_svg),
        policy=_policy(style, script),
        style=style,
        script=script,
        causes=_bars(check["totals"]["by_cause"]),
        shares=_shares(check["totals"]),
        lines=[_line(line) for line in check["lines"]],
    )


def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415  slow to import

    environment = Environment(
        loader=PackageLoader("licet.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalized,
    )
    environment.globals["words"] = words
    return environment


def _finalized(value: object) -> object:
    """Clean every value put on the page, but for what is markup already."""
    return value if hasattr(value, "__html__") else clean(value)


def _source(environment: Environment, name: str) -> Any:  # noqa: ANN401  markupsafe's Markup, imported lazily
    from markupsafe import Markup  # noqa: PLC0415

    assert environment.loader is not None  # noqa: S101  set in _environment
    return Markup(environment.loader.get_source(environment, name)[0])  # noqa: S704  our own file


def _policy(style: str, script: str) -> str:
    from base64 import b64encode  # noqa: PLC0415
    from hashlib import sha256  # noqa: PLC0415

    style_hash, script_hash = (b64encode(sha256(text.encode()).digest()).decode() for text in (style, script))
    return (
        f"default-src 'none'; style-src 'sha256-{style_hash}'; script-src 'sha256-{script_hash}'; "
        "base-uri 'none'; form-action 'none'"
    )


def _checked_svg(svg: str) -> Any:  # noqa: ANN401  markupsafe's Markup, imported lazily
    from xml.etree import ElementTree as ET  # noqa: PLC0415

    from markupsafe import Markup  # noqa: PLC0415

    if not svg:
        return Markup("")
    if "<!" in svg:
        msg = "the chart holds a declaration, which a plain drawing does not need"
        raise ValueError(msg)
    try:
        root = ET.fromstring(svg)  # noqa: S314  without declarations there is nothing to expand
    except ET.ParseError as error:
        msg = f"the chart is not XML: {error}"
        raise ValueError(msg) from error
    refused = sorted(_refusals(root))
    if root.tag != f"{_SVG}svg" or refused:
        msg = f"the chart is not a plain drawing: {', '.join(refused) or root.tag}"
        raise ValueError(msg)
    return Markup(svg)  # noqa: S704  checked above


def _refusals(root: Any) -> Iterator[str]:  # noqa: ANN401  ElementTree's element, imported lazily
    for element in root.iter():
        name = element.tag.removeprefix(_SVG)
        if name in _REFUSED or name.startswith("{"):
            yield f"element {name}"
        for attribute, value in element.attrib.items():
            plain = attribute.rpartition("}")[2].casefold()
            loads = "url(" in value and "url(#" not in value
            if plain.startswith("on") or plain in {"href", "src", "style"} or loads:
                yield f"attribute {plain}"


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
    lists = {title: texts for title, texts in sections(determination).items() if texts}
    return {
        **line,
        "answer": answer,
        "asked": question(determination),
        "keys": determination["keys"],
        "sections": lists,
        "tree": _tree(roots),
        "why": [{**block, "cause": words.cause_words(block["cause"])} for block in line["blocking"]],
        "relies_on": [words.remark_text(each) for each in determination["relies_on"]],
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
