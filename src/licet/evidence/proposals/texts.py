"""The parts of a proposed act that are words: id, title, quantities, sources, note; all safe to be written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from licet.acts.act import ActSource, ReportedQuantity
from licet.acts.read_act import LONGEST_TITLE
from licet.evidence.pile.documents import published_of, safe_text, shown_name
from licet.evidence.pile.originators import Basis

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from licet.acts import ActScope, Story
    from licet.acts.act import Days
    from licet.evidence.model import Claim, Document, Event, Quantity
    from licet.evidence.pile.whole import Pile

MOST_SOURCES, MOST_QUANTITIES = 20, 12
_LARGEST = 10**15 - 1
_NOT_PLAIN = re.compile("[^a-z0-9]+")
_ADDRESS = re.compile(r"https?://[^\s\"'<>]{1,2000}")
_MOST_NAMES = 3


def act_id(event: Event, happened: Days, taken: Collection[str]) -> str:
    """Return an id as in read.cn.h200.customs-refused.2026-01-14 that is not taken."""
    names = event.items if event.state is not None else (*event.actors, *event.targets)
    key = event.key.partition(":")[0] if event.key is not None else ""
    what = event.state or (event.mark.value if event.mark is not None else "")
    parts = ["read", key, _plain_id("-".join(names[:_MOST_NAMES])), _plain_id(what), str(happened.first)]
    found = ".".join(part for part in parts if part)
    return found if found not in taken else f"{found}.{_plain_id(event.event_id)}"


def _plain_id(text: str) -> str:
    return _NOT_PLAIN.sub("-", text.casefold()).strip("-")[:60].strip("-")


def act_title(event: Event, scope: ActScope, story: Story) -> str:
    """Return a title of the names of the record: nothing of it is taken from a document."""
    items = _titles(event.items, {name: each.title for name, each in story.classes.items()})
    names = {name: each.name for name, each in story.actors.items()}
    if event.key is not None and event.state is not None:
        state = story.states.get(f"{event.key} {event.state}")
        words = state.words if state is not None and state.words else event.state.replace("_", " ")
        buyers = f", for {_titles(scope.buyers, names)}" if scope.buyers else ""
        return safe_text(f"{items}: {words}{buyers} ({event.key})", LONGEST_TITLE)
    people = _titles([each for each in (*event.actors, *event.targets) if each in names], names)
    mark = event.mark.value if event.mark is not None else ""
    return safe_text(": ".join(part for part in (mark.capitalize(), people, items) if part), LONGEST_TITLE)


def _titles(ids: Sequence[str], names: dict[str, str]) -> str:
    return ", ".join(dict.fromkeys(names.get(each, each) for each in ids))


def quantities_of(claims: Sequence[Claim]) -> tuple[ReportedQuantity, ...]:
    """Return the figures of a known kind, each once; one that cannot be written as whole number keeps its words."""
    found: dict[ReportedQuantity, None] = {}
    for claim in claims:
        for quantity in claim.quantities:
            if quantity.kind is not None and safe_text(quantity.text):
                found.setdefault(_reported(quantity))
    ordered = sorted(found, key=lambda each: (each.kind.value, each.text, each.exactly or 0, each.at_least or 0))
    return tuple(ordered[:MOST_QUANTITIES])


def _reported(quantity: Quantity) -> ReportedQuantity:
    assert quantity.kind is not None  # noqa: S101  asked of figures of a known kind only
    low, high = _bound(quantity.at_least), _bound(quantity.at_most)
    words, unit = safe_text(quantity.text), safe_text(quantity.unit, 40)
    if quantity.is_exact and low is not None:
        return ReportedQuantity(quantity.kind, words, unit, exactly=low)
    return ReportedQuantity(quantity.kind, words, unit, at_least=low, at_most=high)


def _bound(figure: int | None) -> int | None:
    return figure if figure is not None and 0 <= figure <= _LARGEST else None


def sources_of(documents: Sequence[Document], told: Sequence[Claim], pile: Pile) -> tuple[ActSource, ...]:
    """Return the pages that carry the report: an outlet credited with it as publisher, the page as its relay."""
    first_claim: dict[str, Claim] = {}
    for claim in sorted(told, key=lambda each: (not pile.originators[each.claim_id].said, each.claim_id)):
        first_claim.setdefault(claim.document_id, claim)
    found: dict[ActSource, None] = {}
    for document in documents:
        own = shown_name(document)
        had = pile.originators[first_claim[document.document_id].claim_id]
        publisher = had.name if had.basis in {Basis.OUTLET, Basis.DERIVATION} else own
        address = _ADDRESS.fullmatch(document.name)
        first, last = published_of(document)
        title = document.about.title if document.about is not None else ""
        source = ActSource(
            publisher=publisher or own,
            read="text",
            title=safe_text(title, LONGEST_TITLE),
            published=first if first == last else None,
            url=safe_text(document.name, 2000) if address else "",
            relay="" if publisher == own else own,
        )
        found.setdefault(source)
    ordered = sorted(found, key=lambda each: (str(each.published or "9"), each.publisher, each.relay, each.title))
    return tuple(ordered[:MOST_SOURCES])


def note_of(event: Event, documents: Sequence[Document], pile: Pile) -> str:
    """Return what a person should know of how it was read."""
    count = len(documents)
    parts = [f"Read from {count} document{'s' if count != 1 else ''}; had first by {', '.join(event.originators)}"]
    if event.first is None:
        parts.append(f"The day is not stated: since what it follows, and not after {event.last}")
    parts += [f"{conflict.kind.value.capitalize()}: {conflict.text}" for conflict in event.conflicts]
    own = {each for each in event.claims if pile.claims[each].quantities}
    parts += [each.text for each in pile.alike if own and not own.isdisjoint(each.claims)]
    return safe_text(". ".join(parts), 1000)
