"""A pile of documents as read, for a terminal: documents, events in order of time, and where claims disagree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from licet.report.layout import bounded, clean, colour_wanted, labelled, paint, terminal_width
from licet.report.words import counted, spaced

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from licet.report.layout import Line

    Data = Mapping[str, Any]

_STYLES = {"proposed": "bold green", "withheld": "yellow", "faulty": "bold red"}
_STANDINGS = {
    "proposed": "proposed",
    "recorded": "in the record as",
    "withheld": "not proposed",
    "faulty": "would break the record",
}
_ROOM = 12
_QUOTED = 3  # quotations shown of an event


def reading_text(
    reading: Data,
    *,
    show_blocks: bool = False,
    only_events: bool = False,
    width: int | None = None,
    colour: bool | None = None,
) -> str:
    """Return the board for what was read (JSON shape `reading`).

    Args:
        reading: As `licet read` gives it.
        show_blocks: Show every block of every document with its label.
        only_events: Leave documents and conflicts out.
        width: In columns; that of the terminal if None.
        colour: Whether to paint; as the terminal takes it if None.
    """
    board = _Board(reading, terminal_width() if width is None else bounded(width))
    parts = board.events() if only_events else board.whole(show_blocks=show_blocks)
    return paint(parts, colour=colour_wanted() if colour is None else colour)


class _Board:
    """The lines of one board."""

    def __init__(self, reading: Data, width: int) -> None:
        self._reading, self._width = reading, width
        self._claims = {claim["id"]: claim for claim in reading["claims"]}
        self._names = {each["id"]: clean(each["name"]) for each in reading["documents"]}

    def whole(self, *, show_blocks: bool) -> Iterator[Line]:
        totals = self._reading["totals"]
        kinds = ("document", "claim", "event", "conflict", "originator")
        yield from self._labelled("Read", ", ".join(counted(totals[f"{kind}s"], kind) for kind in kinds))
        for problem in self._reading["problems"]:
            told = f"{problem['where']}: {problem['what']}; {problem['mend']}"
            yield from self._labelled("Not read", told, "bold red")
        for document in self._reading["documents"]:
            yield from self._document(document, show_blocks=show_blocks)
        yield from self._heading("Events")
        yield from self.events()
        yield from self._conflicts()
        yield []
        yield from self._labelled("Note", self._reading["footer"])

    def events(self) -> Iterator[Line]:
        if not self._reading["events"]:
            yield [("no document says that anything was done", "")]
        for event in self._reading["events"]:
            yield []
            yield from self._event(event)

    def _document(self, document: Data, *, show_blocks: bool) -> Iterator[Line]:
        yield []
        name = document["title"] or document["name"]
        yield [(clean(name), "bold")]
        published = document["published"]
        day = _days(published["first"], published["last"]) if published else "no day stated"
        yield from self._labelled("published", f"{document['publisher'] or 'no publisher named'}, {day}")
        if document["title"]:
            yield from self._labelled("from", document["name"])
        if document["derivations"]:
            told = "; ".join(f"{each['publisher']} ({spaced(each['kind'])})" for each in document["derivations"])
            yield from self._labelled("rests on", told)
        for warning in document["warnings"]:
            yield from self._labelled("warning", warning, "bold yellow")
        if show_blocks:
            for block in document["blocks"]:
                yield from self._block(document["text"], block)

    def _block(self, text: str, block: Data) -> Iterator[Line]:
        repeats = f", repeats block {block['repeats']}" if block["repeats"] is not None else ""
        head = f"{block['number']}  {block['start']}-{block['end']}  {spaced(block['label'])}{repeats}: {block['why']}"
        yield from labelled("", head, self._width, style="dim", room=2)
        yield from labelled("", text[block["start"] : block["end"]], self._width, indent=4, room=0)

    def _event(self, event: Data) -> Iterator[Line]:
        day = _days(event["first"], event["last"])
        about = f"{event['key']} {spaced(event['state'])}" if event["key"] else spaced(event["mark"] or "")
        yield [
            (f"{day}  ", ""),
            (clean(event["title"]), "bold"),
            ("  foretold only" if event["foretold"] else "", "dim"),
        ]
        yield from self._labelled("event", f"{event['id']}  {about}")
        who = "; ".join(event["originators"])
        yield from self._labelled(
            "says", f"{spaced(event['grade'])}; {counted(len(event['originators']), 'originator')}: {who}"
        )
        for claim_id in event["claims"][:_QUOTED]:
            claim = self._claims[claim_id]
            yield from self._labelled("quote", f'"{claim["quote"]}" ({self._names[claim["document"]]})')
        more = len(event["claims"]) - _QUOTED
        if more > 0:
            yield from self._labelled("", f"and {counted(more, 'more claim')}")
        for conflict in event["conflicts"]:
            yield from self._labelled("conflict", conflict["text"], "bold yellow")
        if event["proposal"] is not None:
            yield from self._proposal(event["proposal"])
        for order in event.get("orders", ()):
            yield from self._labelled("bears on", f"{order['order_id']} ({order['item']}, {order['verdict']})")

    def _proposal(self, proposal: Data) -> Iterator[Line]:
        standing = proposal["standing"]
        which = ", ".join(proposal["already"]) or proposal["act_id"] or ""
        why = "; ".join(proposal["faults"])
        yield from self._labelled(
            "act", " ".join(part for part in (_STANDINGS[standing], which, why) if part), _STYLES.get(standing, "")
        )
        decided = proposal["decided"]
        if decided is not None:
            yield from self._labelled(
                "decided", f"{decided['decision']} by {decided['by']} on {decided['on']}: {decided['reason']}"
            )

    def _conflicts(self) -> Iterator[Line]:
        if self._reading["conflicts"]:
            yield from self._heading("Conflicts")
        for conflict in self._reading["conflicts"]:
            yield from self._labelled(spaced(conflict["kind"]), conflict["text"], "bold yellow")
            for claim_id in conflict["claims"][: 2 * _QUOTED]:
                claim = self._claims[claim_id]
                yield from self._labelled("", f'"{claim["quote"]}" ({self._names[claim["document"]]})')
        for alike in self._reading["alike"]:
            yield from self._labelled("no conflict", alike["text"])

    def _heading(self, text: str) -> Iterator[Line]:
        yield []
        yield [(text, "bold")]

    def _labelled(self, label: str, text: object, style: str = "") -> Iterator[Line]:
        yield from labelled(label, text, self._width, style=style, room=_ROOM)


def _days(first: str | None, last: str | None) -> str:
    if first is None and last is None:
        return "no day"
    if first == last:
        return str(first)
    return f"by {last}" if first is None else f"{first} to {last}"
