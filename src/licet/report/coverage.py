"""How much of the law a pack holds, for a terminal: how well it was read, what is encoded, and every gap."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from licet.report import words
from licet.report.layout import bounded, bullets, clean, colour_wanted, labelled, paint, terminal_width, wrap

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from licet.report.layout import Line

_GRADES = {
    "primary": "in primary text",
    "secondary": "in secondary sources",
    "press": "known from press",
    "memory": "from memory",
}
_STATUSES = {
    "encoded": "encoded",
    "partly": "encoded in part",
    "not_encoded": "not encoded",
    "human_judgement": "left to a person's judgement",
}


def coverage_text(coverage: Mapping[str, Any], *, width: int | None = None, colour: bool | None = None) -> str:
    """Return a coverage (JSON shape `coverage`) as text.

    Args:
        coverage: As `coverage.schema.json` has it.
        width: Columns, at least 80; None asks the terminal.
        colour: None asks the terminal; `NO_COLOR` is kept to.
    """
    across = terminal_width() if width is None else bounded(width)
    return paint(_lines(coverage, across), colour=colour_wanted() if colour is None else colour)


def _lines(coverage: Mapping[str, Any], width: int) -> Iterator[Line]:
    yield from ([(text, "bold")] for text in wrap(coverage["title"], width))
    checked = f"from {coverage['checked_from']} through {coverage['checked_through']}"
    review = "reviewed by counsel" if coverage["reviewed_by_counsel"] else "not reviewed by counsel"
    rows = {
        "Key": f"{coverage['key']}, rules {coverage['rules_version']}",
        "Checked": f"{checked}; {review}",
        "Rules": f"{words.units(coverage['rules'])}, in {words.counted(coverage['versions'], 'version')}",
        "Read": _counted(coverage["by_grade"], _GRADES),
        "Encoded": _counted(coverage["by_status"], _STATUSES),
        "Set members": f"{words.units(coverage['set_members'])}: {_counted(coverage['set_members_by_grade'], _GRADES)}",
    }
    for label, text in rows.items():
        yield from labelled(label, text, width, room=13)
    yield from _gaps(coverage, width)
    yield from _provisions(coverage["provisions"], width)
    untested = [words.cited(entry["text"], entry["at"]) for entry in coverage["not_tested"]]
    yield from _list("Not tested in any answer", untested, width)


def _counted(counts: Mapping[str, int], names: Mapping[str, str]) -> str:
    return ", ".join(f"{words.units(count)} {names[name]}" for name, count in counts.items())


def _list(title: str, texts: list[str], width: int) -> Iterator[Line]:
    if texts:
        yield []
        yield [(title, "bold")]
        yield from bullets(texts, width)


def _gaps(coverage: Mapping[str, Any], width: int) -> Iterator[Line]:
    for status, title in _STATUSES.items():
        gaps = [gap for gap in coverage["gaps"] if gap["status"] == status]
        yield from _list(f"Versions {title}: {len(gaps)}", [_gap(gap) for gap in gaps], width)


def _gap(gap: Mapping[str, Any]) -> str:
    end = f"to {gap['to']}" if gap["to"] else "on"
    why = " ".join(filter(None, (gap["reason"], gap["question"])))
    return words.cited(
        f"{gap['rule']} from {gap['from']} {end} ({words.grade_words(gap['grade'])}): {why}", gap["citation"]
    )


def _provisions(provisions: Mapping[str, Any] | None, width: int) -> Iterator[Line]:
    if provisions is None:
        yield []
        yield from ([(text, "")] for text in wrap("No list of provisions: the pack has no coverage.yaml.", width))
        return
    for status, title in _STATUSES.items():
        found = [each for each in provisions["list"] if each["status"] == status]
        heading = f"Provisions {title}: {len(found)} of {provisions['count']}"
        yield from _list(heading, [_provision(each) for each in found], width)
    unnamed = provisions["unnamed_rules"]
    yield from _list("Rules that no provision names", [", ".join(map(clean, unnamed))] if unnamed else [], width)


def _provision(provision: Mapping[str, Any]) -> str:
    why = " ".join(filter(None, (provision["reason"], provision["question"])))
    rules = f" ({', '.join(map(clean, provision['rules']))})" if provision["rules"] else ""
    return f"{clean(provision['id'])}{rules}{': ' + clean(why) if why else ''}"
