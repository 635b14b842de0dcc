"""What a change of the law does to a book, for a terminal: the lines with another answer, and by which rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from licet.report import words
from licet.report.layout import bounded, clean, colour_wanted, labelled, paint, terminal_width, wrap

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from licet.report.layout import Line

_ANSWERS = {
    "licence_required": "licence needed",
    "eccn": "class",
    "review_policy": "review policy",
    "review_policy_if_conditions_fail": "if conditions fail",
}
_UNITS = {"release_units": "release", "hold_units": "hold", "undetermined_units": "undetermined"}
_CAUSES = {
    "item_figures": "the item's figures differ between the two packages",
    "age_of_the_law": "the two laws were checked through different days",
    "other_draws": "no rule for this line: other lines take more or less of the same balance",
    "pack_settings": "no rule for this line: the settings of the pack differ",
}
_ROOM = 20


def impact_text(impact: Mapping[str, Any], *, width: int | None = None, colour: bool | None = None) -> str:
    """Return an impact (JSON shape `impact`) as text.

    Args:
        impact: As `impact.schema.json` has it.
        width: Columns, at least 80; None asks the terminal.
        colour: None asks the terminal; `NO_COLOR` is kept to.
    """
    across = terminal_width() if width is None else bounded(width)
    return paint(_lines(impact, across), colour=colour_wanted() if colour is None else colour)


def _lines(impact: Mapping[str, Any], width: int) -> Iterator[Line]:
    yield from ([(text, "bold")] for text in wrap(impact["title"] or "Untitled book of orders", width))
    yield from labelled("Date", f"as if shipped on {impact['valid_at']}", width, room=14)
    if impact["known_at"]:
        yield from labelled("Known at", f"{impact['known_at']} (only what was public then)", width, room=14)
    yield from labelled("Reading", words.reading_words(impact["reading"]), width, room=14)
    for name in ("before", "after"):
        yield from labelled(name.capitalize(), _law(impact[name]), width, room=14)
    yield []
    for change in impact["changes"]:
        yield from _change(change, width)
        yield []
    yield from _summary(impact, width)
    yield []
    yield from ([(text, "dim")] for text in wrap(impact["footer"], width))


def _law(side: Mapping[str, Any]) -> str:
    rules = words.counted(side["rules"], "rule")
    return f"{side['law']}: rules {side['rules_version']}, {rules}, checked through {side['checked_through']}"


def _change(change: Mapping[str, Any], width: int) -> Iterator[Line]:
    item = clean(change["item_name"])
    head = f"{clean(change['order_id'])}  {item}, {words.counted(change['quantity'], 'unit')}, {words.route(change)}"
    yield from ([(text, "bold")] for text in wrap(head, width))
    before, after = change["before"], change["after"]
    verdicts = before["verdict"], after["verdict"]
    verdict = f"{verdicts[0]} -> {verdicts[1]}" if verdicts[0] != verdicts[1] else f"{verdicts[0]}, as before"
    yield from labelled("verdict", verdict, width, style=words.STYLES[verdicts[1]], indent=2, room=_ROOM)
    units = [
        f"{label} {words.units(before[name])} -> {words.units(after[name])}"
        for name, label in _UNITS.items()
        if before[name] != after[name]
    ]
    if units:
        yield from labelled("units", ", ".join(units), width, indent=2, room=_ROOM)
    for name, label in _ANSWERS.items():
        if name in change["differs_in"] or (name == "eccn" and "candidates" in change["differs_in"]):
            text = f"{_answer(before, name)} -> {_answer(after, name)}"
            yield from labelled(label, text, width, indent=2, room=_ROOM)
    for rule in change["rules"]:
        yield from labelled("by", _rule(rule), width, indent=2, room=_ROOM)
    for cause in change["causes"]:
        yield from labelled("by", _CAUSES[cause], width, indent=2, room=_ROOM)


def _answer(outcome: Mapping[str, Any], name: str) -> str:
    value = outcome[name]
    if name == "eccn":
        return clean(value) if value else f"open ({', '.join(map(clean, outcome['candidates']))})"
    return words.policy_words(value) if name.startswith("review_policy") else words.spaced(value)


def _rule(rule: Mapping[str, Any]) -> str:
    truths = [f"{rule['before']} -> {rule['after']}"] if rule["before"] != rule["after"] else []
    reworded = ["gives another outcome"] if rule["reworded"] else []
    what = ", ".join([*truths, *reworded])
    grade = words.grade_words(rule["grade"])
    return words.cited(f"{rule['rule']}: {what} ({clean(rule['title'])}; {grade})", rule["citation"])


def _summary(impact: Mapping[str, Any], width: int) -> Iterator[Line]:
    same = words.units(impact["unchanged"])
    other = impact["unchanged_by_other_rules"]
    reasons = f" ({words.units(other)} of them by other rules)" if other else ""
    total = f"Other answers on {words.units(impact['changed'])} of {words.counted(impact['lines'], 'line')}"
    yield from ([(text, "bold")] for text in wrap(f"{total}; the same on {same}{reasons}", width))
    for pair in impact["verdicts"]:
        counts = f"{words.counted(pair['lines'], 'line')}, {words.counted(pair['units'], 'unit')}"
        yield from labelled(f"{pair['before']} -> {pair['after']}", counts, width, indent=2, room=32)
    for name, label in _UNITS.items():
        units = impact["units"][name]
        if units["before"] != units["after"]:
            text = f"{words.units(units['before'])} -> {words.units(units['after'])} units"
            yield from labelled(f"{label}, in all", text, width, indent=2, room=32)
