"""Names looked up on lists, for a terminal: a row for each name, and every candidate where the names are few.

Of many names only those are shown that a person must see; the counts are of all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from licet.report.layout import bounded, clean, colour_wanted, labelled, pad, paint, terminal_width, wrap
from licet.report.screen_words import (
    OUTCOMES,
    STATES,
    TO_SEE,
    aliases_text,
    head_texts,
    judgement_text,
    likeness_text,
    list_text,
    matched_text,
    parted_evidence,
    score_text,
    source_text,
    totals_text,
)
from licet.report.words import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from licet.report.layout import Line

FEW = 20  # as many names are all shown
SHOWN = 50  # rows of many names
DETAILED = 5  # names shown with every candidate
IN_FULL = 3  # candidates of a name shown with all that speaks for or against; the rest take a line, if nobody judged
_JUDGE = (
    "To judge a candidate: licet screen judge NAME --entry ENTRY --list LIST --as same|not_same|undecided --by WHO "
    "--reason WHY --on DAY --until DAY"
)
_STYLES = {"listed": "bold red", "possible_match": "bold yellow", "not_looked_up": "bold yellow"}
_ROOM = 14
_GAP = "  "


class ScreenBoard:
    """The board of one answer, name by name: only what is shown is kept."""

    def __init__(self, head: Mapping[str, Any], in_all: int) -> None:
        """Begin a board for that many names; `head` is that of the answer (JSON shape `screen`)."""
        self._head = head
        self._in_all = in_all
        self._rows: list[Mapping[str, Any]] = []
        self._more = 0

    def add(self, name: Mapping[str, Any]) -> None:
        """Take in a name (as the answer has it)."""
        if self._in_all > FEW and name["outcome"] not in TO_SEE:
            return
        if len(self._rows) < max(FEW, SHOWN):
            self._rows.append(name)
        else:
            self._more += 1

    def text(self, foot: Mapping[str, Any], *, width: int | None = None, colour: bool | None = None) -> str:
        """Return the board; `foot` is that of the answer.

        Args:
            foot: The totals and what was not tested.
            width: Columns, at least 80; None asks the terminal.
            colour: None asks the terminal; `NO_COLOR` is kept to.
        """
        across = terminal_width() if width is None else bounded(width)
        return paint(self._lines(foot, across), colour=colour_wanted() if colour is None else colour)

    def _lines(self, foot: Mapping[str, Any], width: int) -> Iterator[Line]:
        for label, text in head_texts(self._head):
            yield from labelled(label, text, width, room=_ROOM)
        yield []
        if self._rows:
            yield from _table(self._rows, width)
            yield []
        if self._more:
            yield [(f"and {self._more:,} more like these; --csv, --html and --json have all", "dim")]
        yield from _paragraph(totals_text(foot["totals"]), width, style="bold")
        found = [row for row in self._rows if row["candidates"]]
        if len(found) <= DETAILED:
            for row in found:
                yield []
                yield from _details(row, width)
        yield []
        if foot["totals"]["possible_match"]:
            yield from _paragraph(_JUDGE, width, style="dim")
        closing = f"Not tested: {foot['not_tested']}. A named person must judge who it is."
        yield from _paragraph(closing, width, style="dim")


def _table(names: Sequence[Mapping[str, Any]], width: int) -> Iterator[Line]:
    heading = ("NAME", "OUTCOME", "BEST CANDIDATE", "LIKENESS", "LIST")
    rows = [_row(name) for name in names]
    fixed = [0, 14, 0, 13, min(12, max(len(row[4]) for row in [heading, *rows]))]
    rest = width - sum(fixed) - len(_GAP) * (len(fixed) - 1)
    fixed[0], fixed[2] = rest * 9 // 20, rest - rest * 9 // 20
    yield [(_GAP.join(pad(text, size) for text, size in zip(heading, fixed, strict=True)), "dim")]
    for name, row in zip(names, rows, strict=True):
        cells = [wrap(text, size) for text, size in zip(row, fixed, strict=True)]
        for place in range(max(map(len, cells))):
            line: Line = []
            for number, (cell, size) in enumerate(zip(cells, fixed, strict=True)):
                text = cell[place] if place < len(cell) else ""
                style = _STYLES.get(name["outcome"], "") if number == 1 else ""
                line += [(pad(text, size), style), (_GAP, "")]
            yield line


def _row(name: Mapping[str, Any]) -> tuple[str, str, str, str, str]:
    shown = f"{clean(name['name'])} ({clean(name['id'])})" if name["id"] else clean(name["name"])
    outcome = OUTCOMES[name["outcome"]]
    if not name["candidates"]:
        return shown, outcome, "", "", ""
    best = best_candidate(name)
    others = len(name["candidates"]) - 1
    more = f" and {others} more" if others else ""
    return shown, outcome, matched_text(best) + more, likeness_text(best), clean(best["list"])


def best_candidate(name: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the candidate that the outcome rests on: judged the same, else not judged, else the likest."""
    judged = [each["judgement"]["judged"] if each["judgement"] else "" for each in name["candidates"]]
    for wanted in ({"same"}, {"", "undecided"}):
        for word, candidate in zip(judged, name["candidates"], strict=True):
            if word in wanted:
                return dict(candidate)
    return dict(name["candidates"][0])


def _details(name: Mapping[str, Any], width: int) -> Iterator[Line]:
    known = aliases_text(name)
    yield from _paragraph(f"{name['name']} ({known})" if known else name["name"], width, style="bold")
    for place, candidate in enumerate(name["candidates"]):
        if place >= IN_FULL and not (candidate["judgement"] or candidate["reopened"]):
            text = f"{likeness_text(candidate)}: {matched_text(candidate)}; {clean(candidate['list'])}"
            yield from labelled("also", f"{text}, entry {clean(candidate['entry_id'])}", width, indent=2, room=_ROOM)
            continue
        for label, text in candidate_texts(candidate):
            is_head = label == "candidate"
            yield from labelled(label, text, width, style="bold" if is_head else "", indent=2, room=_ROOM)


def _paragraph(text: str, width: int, *, style: str = "") -> Iterator[Line]:
    yield from ([(line, style)] for line in wrap(text, width))


def candidate_texts(candidate: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield what there is to say of a candidate, each with its label."""
    yield "candidate", f"{likeness_text(candidate)}: {matched_text(candidate)}"
    yield "list", f"{list_text(candidate)}; entry {clean(candidate['entry_id'])} of {clean(candidate['list'])}"
    for each in candidate["features"]:
        yield clean(each["name"]), f"{score_text(each['value'])}: {clean(each['words'])}"
    yield from parted_evidence(candidate)
    for label, field in (("requires", "licence_requirement"), ("policy", "licence_policy"), ("notice", "notice")):
        if candidate[field]:
            yield label, clean(candidate[field])
    if candidate["judgement"]:
        yield "judged", judgement_text(candidate["judgement"])
    if candidate["reopened"]:
        yield "open again", clean(candidate["reopened"])


def judgements_text(shown: Mapping[str, Any], *, width: int | None = None) -> str:
    """Return the judgements of a file with their states (`judgements` of JSON shape `screen`)."""
    across = terminal_width() if width is None else bounded(width)
    kept = counted(len(shown["judgements"]), "judgement")
    lines: list[Line] = [*_paragraph(f"{shown['file']}: {kept}, on {shown['day']}", across, style="bold")]
    for each in shown["lists"]["sources"]:
        lines += _paragraph(source_text(each, shown["day"]), across)
    for each in shown["judgements"]:
        party = clean(each["name"]) if each["party_id"] == each["name"] else f"{each['name']} ({each['party_id']})"
        entry = f"{clean(each['entry_name'])} ({each['list']}, entry {each['entry_id']}, {each['source']})"
        if each["entry_name_now"] not in {None, each["entry_name"]}:
            entry += f"; its name is now {clean(each['entry_name_now'])}"
        lines += [[], *_paragraph(f"{STATES[each['state']]}: {party} and {entry}", across, style="bold")]
        lines += labelled("judged", judgement_text(each), across, indent=2)
    return paint(lines, colour=colour_wanted())


def again_text(shown: Mapping[str, Any], *, width: int | None = None) -> str:
    """Return what differs since an earlier day (`again` of JSON shape `screen`)."""
    across = terminal_width() if width is None else bounded(width)
    lines: list[Line] = []
    for label, text in head_texts(shown):
        lines += labelled(label, text, across, room=_ROOM)
    then = [source_text(each, shown["since"]) for each in shown["lists_then"]["sources"]]
    for label, text in zip(("Against", *[""] * len(then)), then, strict=False):
        lines += labelled(label, text, across, room=_ROOM)
    if shown["lists_then"]["not_looked_at"]:
        missing = ", ".join(map(clean, shown["lists_then"]["not_looked_at"]))
        lines += labelled("Not there then", f"{missing}: all its candidates are new", across, room=_ROOM)
    for name in shown["names"]:
        was, now = OUTCOMES[name["before"]], OUTCOMES[name["after"]]
        title = f"{name['name']} ({name['id']})" if name["id"] else name["name"]
        stands = was if was == now else f"{was}, now {now}"
        lines += [[], *_paragraph(f"{title}: {stands}", across, style="bold")]
        for each in name["differences"]:
            lines += labelled(each["differs"], _difference_text(each), across, indent=2, room=_ROOM)
            if each["reopened"]:
                lines += labelled("open again", each["reopened"], across, indent=2, room=_ROOM)
    count = len(shown["names"])
    told = f"{count:,} of {shown['asked_in_all']:,} looked up differ from {shown['since']}"
    return paint([*lines, [], [(told, "bold")]], colour=colour_wanted())


def _difference_text(difference: Mapping[str, Any]) -> str:
    candidate = difference["candidate"]
    fields = f" ({', '.join(difference['fields'])})" if difference["fields"] else ""
    what = f"{matched_text(candidate)}, {likeness_text(candidate)}, {clean(candidate['list'])}"
    return f"{what}: {difference['why']}{fields}"
