"""The lines of an order book that a proposed act bears on, if it is taken into the record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from licet.acts import bearing
from licet.truth import Truth

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from licet.acts import Act
    from licet.evidence import Proposal
    from licet.verdict.check import CheckedBook
    from licet.verdict.chronicle import Chronicle


def affected_lines(
    proposals: Iterable[Proposal], book: CheckedBook, chronicle: Chronicle
) -> dict[str, list[dict[str, Any]]]:
    """Return, by event, the lines whose movement turns the act's key and on whose item, buyers and use it may bear.

    Args:
        proposals: From a pile; of one that the record has already, the recorded act counts.
        book: The lines, judged.
        chronicle: The record.
    """
    found = {}
    for proposal in proposals:
        act = _act(proposal, chronicle)
        if act is not None and act.key is not None:
            found[proposal.event.event_id] = list(_of_act(act, book, chronicle))
    return found


def _act(proposal: Proposal, chronicle: Chronicle) -> Act | None:
    if proposal.act is not None:
        return proposal.act
    acts = chronicle.story.acts
    return next((acts[each] for each in proposal.recorded_as if each in acts), None)


def _of_act(act: Act, book: CheckedBook, chronicle: Chronicle) -> Iterator[dict[str, Any]]:
    for line in book.lines:
        if act.key not in {state.key for state in line.determination.keys}:
            continue
        truth = bearing(act, chronicle.asked(line.determination.query), chronicle.story).truth
        if truth is not Truth.FALSE:
            yield {
                "order_id": line.order.order_id,
                "item": line.order.item.item_id,
                "verdict": line.verdict,
                "bears": truth.word,
            }
