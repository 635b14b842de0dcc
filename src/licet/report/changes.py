"""What changed in a book since an instant, for a terminal: each line with what came, what went, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from licet.report import words
from licet.report.layout import bounded, bullets, clean, colour_wanted, labelled, paint, terminal_width, wrap
from licet.report.on_file import head_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from licet.report.layout import Line

_AGAINST = {
    "register": "with what the register had written down of each line by then",
    "known_at": "with the same book judged on only what was public then",
}
_UNITS = {"release_units": "release", "hold_units": "hold", "undetermined_units": "undetermined"}
_ROOM = 10


def changes_text(changes: Mapping[str, Any], *, width: int | None = None, colour: bool | None = None) -> str:
    """Return what changed (JSON shape `changes`) as text.

    Args:
        changes: As `changes.schema.json` has it.
        width: Columns, at least 80; None asks the terminal.
        colour: None asks the terminal; `NO_COLOR` is kept to.
    """
    across = terminal_width() if width is None else bounded(width)
    return paint(_lines(changes, across), colour=colour_wanted() if colour is None else colour)


def _lines(changes: Mapping[str, Any], width: int) -> Iterator[Line]:
    yield from ([(text, "bold")] for text in wrap(changes["title"] or "Untitled book of orders", width))
    yield from labelled("Date", f"as if shipped on {changes['valid_at']}", width, room=14)
    yield from labelled("Changes since", clean(changes["since"]), width, room=14)
    yield from labelled("Compared", _AGAINST[changes["against"]], width, room=14)
    if changes["head_hash"]:
        yield head_line(changes["head_hash"], 14)
    yield []
    for change in changes["changes"]:
        yield from _change(change, width)
        yield []
    if changes["gone"]:
        yield [("No more in the book", "bold")]
        yield from bullets([clean(name) for name in changes["gone"]], width)
        yield []
    changed = len(changes["changes"])
    same = words.units(changes["unchanged"])
    total = f"{words.units(changed)} of {words.counted(changes['lines'], 'line')} changed; {same} did not"
    yield from ([(text, "bold")] for text in wrap(total, width))
    yield []
    yield from ([(text, "dim")] for text in wrap(changes["footer"], width))


def _change(change: Mapping[str, Any], width: int) -> Iterator[Line]:
    item = clean(change["item_name"])
    head = f"{clean(change['order_id'])}  {item}, {words.counted(change['quantity'], 'unit')}, {words.route(change)}"
    yield from ([(text, "bold")] for text in wrap(head, width))
    before, after = change["before"], change["after"]
    was = "new" if before is None else before["verdict"]
    verdict = f"{was} -> {after['verdict']}" if was != after["verdict"] else f"{was}, as before"
    yield from labelled("verdict", verdict, width, style=words.STYLES[after["verdict"]], indent=2, room=_ROOM)
    units = [
        f"{label} {words.units((before or {}).get(name, 0))} -> {words.units(after[name])}"
        for name, label in _UNITS.items()
        if (before or {}).get(name, 0) != after[name]
    ]
    if units:
        yield from labelled("units", ", ".join(units), width, indent=2, room=_ROOM)
    for each in change["causes_come"]:
        text = f"{words.cause_words(each['cause'])}: {clean(each['text'])}"
        yield from labelled("came", text, width, indent=2, room=_ROOM)
    for cause in change["causes_gone"]:
        yield from labelled("went", words.cause_words(cause), width, indent=2, room=_ROOM)
    for reason in change["reasons"]:
        yield from labelled("by", clean(reason), width, indent=2, room=_ROOM)
