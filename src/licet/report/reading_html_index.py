"""What the page of a reading is numbered and coloured by, and the short words its parts share.

Claims are numbered in the order of the documents and of the places where they stand, so that numbers grow down the
page. Each key has a look of its own by its place among the keys of the reading: which keys there are is data.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from licet.report.layout import clean
from licet.report.words import spaced, units

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    Data = Mapping[str, Any]

KEY_LOOKS = 4  # keys with a colour of their own; those beyond share the look of "other"
MARK, OTHER = "m0", "other"
ORDERS = 500  # order lines listed
NAME = 160  # characters shown of a name or a title
QUOTE = 2_000  # characters shown of a quotation on its card
_CONFLICTS = {
    "date": "Which day",
    "state": "How far it went",
    "denied": "Said and denied",
    "quantity": "Which figure",
    "key": "Whose permission",
}
EXCERPT = 360  # the same where it stands beside others


class Index:
    """The reading by its ids, and the number that each document, claim and event has on the page."""

    def __init__(self, reading: Data) -> None:
        """Number everything; `reading` is in the JSON shape `reading`."""
        self.documents = {each["id"]: each for each in reading["documents"]}
        self.document_number = {each: number for number, each in enumerate(self.documents, 1)}
        self.claims = {each["id"]: each for each in sorted(reading["claims"], key=self._place)}
        self.claim_number = {each: number for number, each in enumerate(self.claims, 1)}
        self.events = {each["id"]: each for each in reading["events"]}
        self.event_number = {each: number for number, each in enumerate(self.events, 1)}
        orders = (each["order_id"] for event in self.events.values() for each in event.get("orders", ()))
        self.order_number = {each: number for number, each in enumerate(dict.fromkeys(orders), 1)}
        self.claims_of: dict[str, list[Data]] = {each: [] for each in self.documents}
        for claim in self.claims.values():
            self.claims_of[claim["document"]].append(claim)
        every = (*reading["claims"], *reading["events"])
        self.keys = sorted({each["key"] for each in every if each["key"] is not None})
        self._looks = {key: f"k{place}" for place, key in enumerate(self.keys[:KEY_LOOKS])}
        self.look_of = {self.claim_number[each]: self.look(claim) for each, claim in self.claims.items()}

    def _place(self, claim: Data) -> tuple[int, int, int]:
        return self.document_number[claim["document"]], claim["start"], -claim["end"]

    def look(self, step: Data) -> str:
        """Return the look of a claim or an event: that of its key, or of a mark, or of neither."""
        if step["key"] is not None:
            return self._looks.get(step["key"], OTHER)
        return MARK if step["mark"] is not None else OTHER

    def legend(self) -> list[tuple[str, str]]:
        """Return each look that is on the page with what it stands for."""
        shown = {self.look(each) for each in (*self.claims.values(), *self.events.values())}
        found = [(look, f"a step on {clean(key)}") for key, look in self._looks.items()]
        found += [(MARK, "what moves no key"), (OTHER, "anything else")]
        return [(look, told) for look, told in found if look in shown]

    def name(self, document: str) -> str:
        """Return what a document is called: its title, or where it was found."""
        found = self.documents[document]
        return short(found["title"] or file_name(found["name"]))


def short(text: object, room: int = NAME) -> str:
    """Return the cleaned text, cut at a word where it is longer than `room` characters, with a mark that it is cut."""
    words = clean(str(text)[: 2 * room + 2])
    if len(words) <= room:
        return words
    return f"{words[:room].rpartition(' ')[0] or words[:room]} […]"


def file_name(name: str) -> str:
    """Return the last part of a path; an address stays whole."""
    return name if "://" in name else name.replace("\\", "/").rstrip("/").rpartition("/")[2] or name


def conflict_words(kind: str) -> str:
    """Return in what claims disagree, as a heading."""
    return _CONFLICTS.get(kind, spaced(kind))


def step_text(step: Data) -> str:
    """Return which key and state, or which mark, a claim or an event is of."""
    if step["key"] is not None:
        return f"{clean(step['key'])}: {spaced(step['state'] or 'no state')}"
    return spaced(step["mark"] or "no step and no mark")


def names_text(found: Iterable[Data]) -> str:
    """Return names of actors or items."""
    return ", ".join(short(each["name"]) for each in found)


def days_text(first: str | None, last: str | None) -> str:
    """Return the days on which something can have been, both included."""
    if first is None and last is None:
        return "no day stated"
    if first == last:
        return clean(first)
    if first is None:
        return f"not after {clean(last)}"
    return f"not before {clean(first)}" if last is None else f"{clean(first)} to {clean(last)}"


def when_text(when: Data | None) -> str:
    """Return the days, how closely they are said, the words that say so, and against what these were read."""
    if when is None:
        return "not said"
    parts = [days_text(when["first"], when["last"])]
    if when["precision"] not in {"day", "vague"}:
        parts.append(f"said to the {spaced(when['precision'])}")
    if when["text"]:
        parts.append(f"“{short(when['text'])}”")
    if when["resolved_by"]:
        parts.append(f"read against {short(when['resolved_by'])}")
    return "; ".join(parts)


def published_text(document: Data) -> str:
    """Return the day of publication in short."""
    published = document["published"]
    return days_text(published["first"], published["last"]) if published else "no day stated"


def quantity_text(quantity: Data) -> str:
    """Return a figure as written, with its kind, its bounds and what is counted: one kind is not another."""
    kind = spaced(quantity["kind"]) if quantity["kind"] else "a figure of no kind"
    least, most, unit = quantity["at_least"], quantity["at_most"], clean(quantity["unit"])
    if least is None and most is None:
        bounds = "no bounds"
    elif least == most:
        bounds = units(least)
    else:
        said = (
            f"at least {units(least)}" if least is not None else "",
            f"at most {units(most)}" if most is not None else "",
        )
        bounds = ", ".join(each for each in said if each)
    of = f" of {short(quantity['of'])}" if quantity["of"] and quantity["of"] != quantity["unit"] else ""
    return f"{kind}: “{short(quantity['text'])}” ({f'{bounds} {unit}'.strip()}{of})"


def some(found: Sequence[Any], room: int) -> tuple[Sequence[Any], int]:
    """Return the first `room` of a list, and how many more there are."""
    return found[:room], max(0, len(found) - room)
