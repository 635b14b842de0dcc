"""The distances of an item to the lines of the law, for a terminal: table, chart, and what would cross each line."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from licet.report import words
from licet.report.chart import THIS_ITEM, threshold_chart
from licet.report.chart_span import near_lines
from licet.report.determination import class_text, party_text
from licet.report.layout import bounded, bullets, clean, colour_wanted, labelled, pad, paint, terminal_width, wrap
from licet.report.terminal_chart import terminal_chart
from licet.verdict.footer import standard_footer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from licet.report.layout import Line

    Data = Mapping[str, Any]
    Numbered = Sequence[tuple[int, Data]]

_ROOM = 16
_COLUMNS = (("", 2), ("Item", 8), ("Line", 8), ("Distance", 17), ("Share", 6))
_GAP = 2
_KINDS = {"ic": "integrated circuit", "hbm": "memory stack"}
_STYLES = {"below": "", "above": "bold", "open": "yellow", "unknown": "yellow"}


def headroom_text(found: Data, *, width: int | None = None, colour: bool | None = None) -> str:
    """Return the distances (JSON shape `headroom`) as text.

    Args:
        found: As `headroom.schema.json` has it.
        width: Columns, at least 80; None asks the terminal.
        colour: None asks the terminal; `NO_COLOR` is kept to.
    """
    across = terminal_width() if width is None else bounded(width)
    return paint(_lines(found, across), colour=colour_wanted() if colour is None else colour)


def headroom_chart(found: Data) -> str:
    """Return the item against the lines that have a place on a chart, as the text of an SVG document.

    Args:
        found: As `headroom.schema.json` has it.
    """
    points = [{**point, "name": name, "verdict": THIS_ITEM} for name, point in _named(found["chart"]["points"])]
    near, far = near_lines(found["chart"]["points"], found["chart"]["lines"])
    return threshold_chart(points, near, note=f"{_far_note(far)} {found['caution']}".strip())


def _far_note(far: Sequence[Data]) -> str:
    labels = dict.fromkeys(clean(line["label"]) for line in far)
    return f"Too far off to draw: {', '.join(labels)}." if far else ""


def _named(points: Sequence[Data]) -> Iterator[tuple[str, Data]]:
    """Yield each point with its label; of the two of a disputed item, which is which."""
    items = [point["item"] for point in points]
    for number, point in enumerate(points):
        first = items.index(point["item"]) == number
        twice = items.count(point["item"]) > 1
        yield point["name"] + (f", {'lowest' if first else 'highest'} figures" if twice else ""), point


def _lines(found: Data, width: int) -> Iterator[Line]:
    numbered = list(enumerate(_bearing(found["lines"]), 1))
    yield from _head(found, width)
    yield from _tables(numbered, width)
    yield from _chart(found, width)
    yield from _changes(numbered, width)
    for title, texts in _sections(found, numbered).items():
        if texts:
            yield []
            yield [(title, "bold")]
            yield from bullets(texts, width)
    yield []
    yield from ([(text, "dim")] for text in wrap(standard_footer(found["checked_through"]), width))


def _bearing(lines: Iterable[Data]) -> list[Data]:
    """Return the lines that something turns on, those of one integrated circuit together."""
    bearing = [line for line in lines if line["bears"]]
    order = list(dict.fromkeys(line["subject"] for line in bearing))
    return sorted(bearing, key=lambda line: order.index(line["subject"]))


def _head(found: Data, width: int) -> Iterator[Line]:
    known = f", with what was public on {found['known_at']}" if found["known_at"] else ""
    facts = {
        "Item": f"{clean(found['item_name'])} ({clean(found['item'])}), {_KINDS.get(found['kind'], found['kind'])}",
        "Date": f"as if shipped on {found['valid_at']}{known}",
        "Reading": words.reading_words(found["reading"]),
        "Class": class_text(found["classification"]),
    }
    if found["destination"] or found["parties"]:
        facts["Movement"] = f"{words.route(found)}; exporter {clean(found['exporter'] or 'not stated')}"
        facts["Parties"] = "; ".join(party_text(party) for party in found["parties"]) or "none stated"
        facts["Licence needed"] = found["licence_required"]
    for label, text in facts.items():
        yield from labelled(label, text, width, room=_ROOM)
    yield from labelled("Caution", found["caution"], width, style="bold", room=_ROOM)


def _tables(numbered: Numbered, width: int) -> Iterator[Line]:
    """Yield one table for each integrated circuit."""
    subjects = {line["subject"]: line for _, line in numbered}
    if not subjects:
        yield []
        yield [("No rule that stands on this day draws a line that bears on this item.", "")]
    for subject, first in subjects.items():
        count = f"{words.units(first['count'])} x " if first["count"] > 1 else ""
        yield []
        title = (
            f"Distance of {count}{clean(first['subject_name'])} to each line and its share of the line, nearest first"
        )
        yield from ([(text, "bold")] for text in wrap(title, width))
        yield _row([title for title, _ in _COLUMNS], "Figure; where the line stands")
        for number, line in numbered:
            if line["subject"] == subject:
                yield from _rows(number, line, width)


def _rows(number: int, line: Data, width: int) -> Iterator[Line]:
    """Yield a line of the law: its cells, each wrapped in its column, and at the right where it stands."""
    last = width - sum(room + _GAP for _, room in _COLUMNS)
    where = ", ".join(dict.fromkeys(clean(limb["name"]) for limb in line["limbs"]))
    right = [*wrap(_compared(line), last), *(f"  {text}" for text in wrap(where, last - 2))]
    cells = [wrap(text, room) for text, (_, room) in zip(_cells(number, line), _COLUMNS, strict=True)]
    for index in range(max(len(right), *(len(cell) for cell in cells))):
        texts = [cell[index] if index < len(cell) else "" for cell in cells]
        yield _row(texts, right[index] if index < len(right) else "", _STYLES.get(line["side"], ""))


def _row(cells: Sequence[str], last: str, style: str = "") -> Line:
    numbers = zip(cells, _COLUMNS, strict=True)
    spans = [(pad(text, room, right=title != "Distance") + " " * _GAP, style) for text, (title, room) in numbers]
    return [*spans, (last, "")]


def _cells(number: int, line: Data) -> list[str]:
    quotient = line["quotient"] or {"value": line["figure"], "line": line["line"]}
    distance, side = line["distance"], line["side"]
    between = {"open": "on both sides", "unknown": "unknown", "at": "at the line"}.get(side)
    return [
        str(number), quotient["value"], quotient["line"],
        between or f"{distance} {clean(line['unit'])} {side}", "" if between else _share(line["share"]),
    ]  # fmt: skip


def _share(share: str | None) -> str:
    """Return a share of the line in percent, with a decimal where that says something."""
    if share is None:
        return ""
    percent = Decimal(share) * 100
    return f"{percent:.1f}%" if percent < 100 else f"{percent:.0f}%"  # noqa: PLR2004  a hundred percent


def _compared(line: Data) -> str:
    return clean(line["quotient"]["name"] if line["quotient"] else line["measure"])


def _chart(found: Data, width: int) -> Iterator[Line]:
    """Yield the chart in characters with a key to its lines; where there is none, why."""
    points, lines = found["chart"]["points"], found["chart"]["lines"]
    near, far = near_lines(points, lines)
    drawn = terminal_chart(points, near, width)
    yield []
    if drawn:
        yield [("Performance and density, the item at X", "bold")]
        yield from ([(text, "")] for text in drawn)
        yield from ([(text, "")] for text in (wrap(_far_note(far), width) if far else ()))
    unplaced = [
        clean(point["name"]) for point in points if point["tpp"] is None or point["performance_density"] is None
    ]
    if unplaced:
        note = f"Without a place on the chart, TPP or density being unknown: {', '.join(dict.fromkeys(unplaced))}"
        yield from ([(text, "")] for text in wrap(note, width))
    elif not lines:
        yield from ([(text, "")] for text in wrap("No chart: no line of this day is one of TPP or density.", width))


def _changes(numbered: Numbered, width: int) -> Iterator[Line]:
    yield []
    title = "Smallest change of one figure across each line, and what it alone would change"
    yield from ([(text, "bold")] for text in wrap(title, width))
    for number, line in numbered:
        spread = not {"to", "least"}.isdisjoint(f"{line['figure']} {line['line']}".split())
        texts = [change_text(change, start=spread) for change in line["changes"]] or [_no_change(line)]
        for index, text in enumerate(texts):
            yield from labelled(str(number) if index == 0 else "", text, width, indent=1, room=4)


def _no_change(line: Data) -> str:
    if line["side"] == "unknown":
        return f"{', '.join(clean(each['fact']) for each in line['missing'])} unknown: nothing can be said"
    if line["side"] == "open":
        return "the line lies within what the figure may be"
    return "no figure of zero or more crosses it alone, or it is no straight line in the figure"


def change_text(change: Data, *, start: bool = False) -> str:
    """Return a change: the figure, by how much, to what, what is held, and what it alone would change.

    Args:
        change: One of `changes` of a line.
        start: Say from which figure, as where the item's is an interval.
    """
    held = ", ".join(f"{clean(name)} {value}" for name, value in change["held"].items())
    start_text = f" from {change['from']}" if start else ""
    to = f"{clean(change['fact'])} {change['by']}{start_text} to {change['to']}" + (f" at {held}" if held else "")
    to += f" (rounded {change['rounded']} to the thousandth)" if _is_odd(change) else ""
    return f"{to}: {_effect(change)}"


def _is_odd(change: Data) -> bool:
    """Tell whether the line itself is no whole thousandth, so that a reader may miss the digits that follow."""
    return change["rounded"] is not None and not change["next_to_line"]


def _effect(change: Data) -> str:
    names = {"eccn": "ECCN", "licence_required": "licence needed", "review_policy": "review policy"}
    told = [
        f"{names[each['name']]} {words.spaced(each['before'])} -> {words.spaced(each['after'])}"
        for each in change["outputs"]
        if each["name"] != "review_policy" or "open" not in {each["before"], each["after"]}
    ]
    if not told:
        told = [f"{clean(each['name'])} {each['before']} -> {each['after']}" for each in change["rules"]]
    return "; ".join(told) or "alone, no answer changes"


def _sections(found: Data, numbered: Numbered) -> dict[str, list[str]]:
    """Return the lists under the table by title, in the order they are read; empty ones too."""
    bearing = [line for _, line in numbered]
    resting = [line for line in found["lines"] if not line["bears"]]
    untested = ", ".join(words.spaced(remark["id"]) for remark in found["not_tested"])
    return {
        "Where the lines stand": _unique(place_text(limb) for line in bearing for limb in line["limbs"]),
        "Figures that are unknown": _unique(
            _missing_text(line, each, found["caveats"]) for line in bearing for each in line["missing"]
        ),
        "Figures that are disputed": list(_rival_texts(numbered)),
        "Lines that nothing turns on here, whatever the figures": _unique(
            _resting_text(line, limb) for line in resting for limb in line["limbs"]
        ),
        "Comparisons that also read facts of the order, not measured": _unique(
            f"{clean(each['name'])}: {clean(each['comparison'])}" for each in found["left_out"]
        ),
        "Rests on": [words.remark_text(each) for each in found["relies_on"]],
        "Caveats": [words.remark_text(each) for each in found["caveats"]],
        "Stale": [words.remark_text(each) for each in found["stale"]],
        "Not tested": [untested] if untested else [],
    }


def _unique(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(texts))


def place_text(limb: Data) -> str:
    """Return where a line stands: the rule with its title, whom it binds, citation and grade."""
    unpublished = "; its terms are unpublished" if limb["terms_unpublished"] else ""
    grade = words.grade_words(limb["grade"])
    text = f"{clean(limb['rule'])}: {clean(limb['title'])} ({grade}{_binds(limb)}{unpublished})"
    return words.cited(text, limb["citation"])


def _binds(limb: Data) -> str:
    """Return whom a letter binds; empty if it is no letter."""
    told = limb["addressees"]
    return "" if told is None else f"; binds {', '.join(clean(name) for name in told) or 'no firm told by the day'}"


def _resting_text(line: Data, limb: Data) -> str:
    """Return a line that nothing turns on, with the distance all the same: a letter to others may yet be sent."""
    far = f", {line['distance']} {clean(line['unit'])} {line['side']}" if line["distance"] is not None else ""
    return f"{clean(limb['name'])}: {clean(limb['comparison'])}; {line['figure']}{far}{_binds(limb)}"


def _missing_text(line: Data, missing: Data, caveats: Iterable[Data]) -> str:
    """Return an unknown figure and why; a reason that the caveats give in full is not said twice."""
    said = any(caveat["text"] == missing["why"] for caveat in caveats)
    why = "not known, see the caveats" if said else clean(missing["why"])
    return f"{clean(line['subject_name'])}, {clean(missing['fact'])}: {why}"


def _rival_texts(numbered: Numbered) -> Iterator[str]:
    """Yield each live alternative, and the lines it lies on another side of than the figure as a whole."""
    sides: dict[str, list[str]] = {}
    for number, line in numbered:
        for rival in line["rivals"]:
            text = f"{clean(line['subject_name'])}, {clean(rival['fact'])} {rival['value']} ({clean(rival['basis'])})"
            differs = sides.setdefault(text, [])
            if rival["side"] != line["side"]:
                differs.append(f"{rival['side']} line {number}")
    for text, differs in sides.items():
        yield f"{text}: {', '.join(differs) or 'on the same side of every line as the other figures'}"
