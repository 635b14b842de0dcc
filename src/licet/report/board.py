"""The board of a book of orders for a terminal: what may ship, what may not, and why.

Laid out from 80 columns. Each line takes two rows of figures and then its reasons, so that nothing is cut off.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from licet.report import words
from licet.report.layout import bounded, bullets, clean, colour_wanted, labelled, pad, paint, terminal_width, wrap
from licet.report.on_file import head_line, on_file_rows, register_text, written
from licet.report.red_flag_words import red_flag_rows
from licet.report.told_words import told_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from licet.report.layout import Line

_FIGURES = (
    ("quantity", "units", "UNITS"),
    ("release_units", "release_units", "RELEASE"),
    ("hold_units", "hold_units", "HOLD"),
    ("undetermined_units", "undetermined_units", "UNDETERM."),
)
_VERDICT_COLUMNS = 12
_LEAST_ORDER_COLUMNS = 8


def board(check: Mapping[str, Any], *, width: int | None = None, colour: bool | None = None) -> str:
    """Return the board of a check (JSON shape `check`) as text.

    Args:
        check: As `check.schema.json` has it.
        width: Columns, at least 80; None asks the terminal.
        colour: None asks the terminal; `NO_COLOR` is kept to.
    """
    across = terminal_width() if width is None else bounded(width)
    return paint(_lines(check, across), colour=colour_wanted() if colour is None else colour)


def _lines(check: Mapping[str, Any], width: int) -> Iterator[Line]:
    yield from _head(check, width)
    yield from _lists(check, width)
    yield []
    grid = _Grid(check, width)
    yield from grid.heading()
    for line in check["lines"]:
        yield from grid.row(line)
        yield from _reasons(line, width)
        yield []
    yield from grid.total(check["totals"])
    yield []
    yield from _causes(check["totals"]["by_cause"], width)
    yield from _written(check, width)
    yield from _left_out(check["left_out"], width)
    yield from ([(text, "dim")] for text in wrap(check["footer"], width))


def _head(check: Mapping[str, Any], width: int) -> Iterator[Line]:
    yield from ([(text, "bold")] for text in wrap(check["title"] or "Untitled book of orders", width))
    as_if = f"as if shipped on {check['valid_at']}"
    on_ship_date = f"each line on its own ship date; book date {check['valid_at']}"
    yield from labelled("Date", on_ship_date if check["at"] == "ship_on" else as_if, width, room=14)
    if check["known_at"]:
        yield from labelled("Known at", f"{check['known_at']} (only what was public then)", width, room=14)
    if "only" in check:
        shown = f"{', '.join(clean(name) for name in check['only'])}; totals count these lines alone"
        yield from labelled("Only", shown, width, room=14)
    yield from labelled("Reading", words.reading_words(check["reading"]), width, room=14)
    yield from labelled("Law checked", f"through {check['checked_through']}", width, room=14)
    if "acts" in check:
        yield from labelled("Acts checked", words.acts_text(check["acts"]), width, room=14)
    if "lists" in check:
        yield from labelled("Party lists", words.lists_text(check["lists"]), width, room=14)
    if check.get("register") and check["head_hash"]:
        yield from labelled("Register", register_text(check["register"]), width, room=14)
        yield head_line(check["head_hash"], 14)
    versions = f"rules {check['rules_version']}, engine {check['engine_version']}, input {check['input_sha256'][:12]}"
    yield from labelled("Versions", versions, width, room=14)


def _lists(check: Mapping[str, Any], width: int) -> Iterator[Line]:
    untested = [
        f"{words.cited(each['text'], each.get('at'))} ({words.counted(each['lines'], 'line')})"
        for each in check["not_tested"]
    ]
    lists = {
        "Not tested": untested or ["nothing is listed as untested; that is not a promise of completeness"],
        "Stale": [words.remark_text(each) for each in check["stale"]],
        "Assumed unchanged": list(check.get("assumed_unchanged", ())),
        "Warnings": [words.remark_text(each) for each in check["warnings"]],
    }
    for title, texts in lists.items():
        if texts:
            yield []
            yield [(title, "bold")]
            yield from bullets(texts, width)


class _Grid:
    """The columns of the board, as wide as the book's figures need; the item takes what is left."""

    def __init__(self, check: Mapping[str, Any], width: int) -> None:
        lines, totals = check["lines"], check["totals"]
        self._figures = [
            max(len(heading), len(words.units(totals[total])), *(len(words.units(line[key])) for line in lines), 0)
            for key, total, heading in _FIGURES
        ]
        longest = max((len(clean(line["order_id"])) for line in lines), default=0)
        self._order = min(max(longest, _LEAST_ORDER_COLUMNS), width // 6)
        taken = self._order + _VERDICT_COLUMNS + sum(self._figures) + 2 * (len(_FIGURES) + 2)
        self._item = max(width - taken, 12)
        self._width = width

    def heading(self) -> Iterator[Line]:
        """Yield the two rows that name the columns, and a rule."""
        figures = [heading for _, _, heading in _FIGURES]
        yield self._cells(("ORDER", "ITEM", "VERDICT"), figures, "bold", "bold")
        yield self._cells(("from->to", "buyer", ""), [], "dim", "")
        yield [("-" * self._width, "dim")]

    def row(self, line: Mapping[str, Any]) -> Iterator[Line]:
        """Yield the rows of one line: order and route at the left, item and buyer beside."""
        left = [*wrap(line["order_id"], self._order), *wrap(words.route(line), self._order)]
        buyer = wrap(line["parties_shown"] or "buyer not stated", self._item)
        item = [*wrap(line["item_name"] or line["item"], self._item), *buyer]
        left += [""] * (len(item) - len(left))
        item += [""] * (len(left) - len(item))
        figures = [words.units(line[key]) for key, _, _ in _FIGURES]
        verdict = line["verdict"]
        for number, (order, name) in enumerate(zip(left, item, strict=True)):
            if number == 0:
                yield self._cells((order, name, verdict), figures, "bold", words.STYLES[verdict])
            else:
                yield self._cells((order, name, ""), [], "", "")

    def total(self, totals: Mapping[str, Any]) -> Iterator[Line]:
        """Yield the row of totals under a rule."""
        yield [("-" * self._width, "dim")]
        figures = [words.units(totals[total]) for _, total, _ in _FIGURES]
        yield self._cells(("TOTAL", words.counted(totals["lines"], "line"), ""), figures, "bold", "")

    def _cells(self, texts: tuple[str, str, str], figures: Sequence[str], style: str, loud: str) -> Line:
        order, item, verdict = texts
        cells = [pad(text, across, right=True) for text, across in zip(figures, self._figures, strict=False)]
        return [
            (pad(order, self._order) + "  ", style),
            (pad(item, self._item) + "  ", ""),
            (pad(verdict, _VERDICT_COLUMNS) + "  ", loud),
            ("  ".join(cells), ""),
        ]


def _reasons(line: Mapping[str, Any], width: int) -> Iterator[Line]:
    shown: list[tuple[str, str]] = []
    shown += [("why", words.block_text(each)) for each in line["blocking"]]
    shown += [("under", words.authorisation_text(each)) for each in line["authorisations"]]
    if line["release_units"] and line["statement"]:
        shown.append(("release", line["statement"]))
    shown += [("frees", words.remedy_text(each)) for each in line["would_free_it"]]
    shown += [("rests on", words.remark_text(each)) for each in line["determination"]["relies_on"]]
    shown += told_rows(line)
    shown += red_flag_rows(line)
    shown += on_file_rows(line)
    shown += _dates(line)
    shown += [("warning", words.remark_text(each)) for each in line.get("warnings", ())]
    for label, text in shown:
        yield from labelled(label, text, width, indent=2)


def _dates(line: Mapping[str, Any]) -> list[tuple[str, str]]:
    shown = [("date", f"judged as if shipped on {line['judged_on']}")] if line.get("judged_on") else []
    other = line.get("other_date")
    if other:
        text = f"on {other['date']} the verdict is {other['verdict']}, release {words.units(other['release_units'])}"
        shown.append(("but", text))
    return shown


def _causes(causes: Sequence[Mapping[str, Any]], width: int) -> Iterator[Line]:
    if not causes:
        return
    yield [("What stands against the units not released, by cause", "bold")]
    yield [("  (units with two causes count under both)", "dim")]
    room = max(len(words.cause_words(each["cause"])) for each in causes)
    room = min(room, width - 34)
    for each in causes:
        lines, counts = words.counted(each["lines"], "line"), words.counted(each["units"], "unit")
        figures = f"{pad(lines, 12, right=True)}  {pad(counts, 18, right=True)}"
        for number, text in enumerate(wrap(words.cause_words(each["cause"]), room)):
            yield [("  " + pad(text, room), ""), (figures if number == 0 else "", "")]
    yield []


def _written(check: Mapping[str, Any], width: int) -> Iterator[Line]:
    for heading, texts in written(check):
        yield from ([(text, "bold")] for text in wrap(heading, width))
        yield from bullets(texts, width)
        yield []


def _left_out(left_out: Sequence[Mapping[str, Any]], width: int) -> Iterator[Line]:
    if not left_out:
        return
    yield [("Left out", "bold")]
    yield from bullets((f"{clean(each['order_id'])}: {clean(each['why'])}" for each in left_out), width)
    yield []
