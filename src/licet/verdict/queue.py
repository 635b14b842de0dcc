"""Where the buyer of a line stands in line for a permission, as the case states it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from licet.verdict.chronicle import RECEIVING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from licet.case import Order, QueuePlace
    from licet.verdict.determination import Determination


@dataclass(frozen=True, slots=True)
class InLine:
    """One place in a queue on a day, and how many buyers wait in that queue with it."""

    entry: QueuePlace
    of: int


class Queues:
    """The queues of a case, asked by party."""

    def __init__(self, entries: Iterable[QueuePlace]) -> None:
        """Sort the entries by queue and by party."""
        self._of_queue: dict[tuple[str, str], list[QueuePlace]] = defaultdict(list)
        self._of_party: dict[str, list[QueuePlace]] = defaultdict(list)
        for entry in entries:
            self._of_queue[entry.key, entry.item_id].append(entry)
            self._of_party[entry.party_id].append(entry)

    def of_line(self, order: Order, answer: Determination, day: date) -> Iterator[InLine]:
        """Yield where the parties that receive the goods wait on a day, for keys that the line turns."""
        keys = {state.key for state in answer.keys}
        circuits = answer.query.catalogue.integrated_circuits(order.item) or ()
        items = {order.item.item_id, *(circuit.item_id for circuit, _ in circuits)}
        parties = dict.fromkeys(party.party_id for role, party in order.parties if role in RECEIVING)
        for party_id in parties:
            for entry in self._of_party.get(party_id, ()):
                if entry.key in keys and entry.item_id in items and entry.waits.contains(day):
                    queue = self._of_queue[entry.key, entry.item_id]
                    yield InLine(entry, sum(each.waits.contains(day) for each in queue))
