"""Orders split just under a limit: one held for want of balance is gone or smaller, and new lines add up to it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from licet.facts import Role
from licet.verdict.determination import Remark

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from licet.case import Case
    from licet.verdict.judge import LineVerdict
    from licet.verdict.order_file import Judgement

SPLIT, EXHAUSTED = "order_may_be_split", "balance_exhausted"
_Kind = tuple[str, tuple[str, ...]]


def with_split_warnings(
    lines: Sequence[LineVerdict], case: Case, judged: Mapping[str, Judgement]
) -> tuple[LineVerdict, ...]:
    """Return the lines; new ones that together make up an order held before say so.

    Args:
        lines: As judged.
        case: Its title tells which judgements are of this book.
        judged: The last judgement written down of each order, by id.
    """
    new: dict[_Kind, list[LineVerdict]] = defaultdict(list)
    for line in lines:
        if line.order.order_id not in judged:
            new[_kind(line)].append(line)
    if not new:
        return tuple(lines)
    quantities = {order.order_id: order.quantity for order in case.orders}
    said: dict[str, list[Remark]] = defaultdict(list)
    for kind, held in _held(case, judged):
        left = quantities.get(held.order_id, 0)
        before = int(held.facts.get("quantity", 0))
        sought = before - left
        total = sum(line.order.quantity for line in new.get(kind, ()))
        if sought > 0 and total >= sought:
            became = f"is of {left:,} units now" if left else "is not in this book any more"
            text = (
                f"order {held.order_id} of {before:,} units, held for want of balance on {held.valid_at}, {became}; "
                f"new lines of the same item and end user make up {total:,} units: they may be the same order, split"
            )
            for line in new[kind]:
                said[line.order.order_id].append(Remark(SPLIT, text))
    return tuple(_warned(line, said.get(line.order.order_id)) for line in lines)


def _warned(line: LineVerdict, remarks: list[Remark] | None) -> LineVerdict:
    return line if remarks is None else replace(line, warnings=(*line.warnings, *remarks))


def _kind(line: LineVerdict) -> _Kind:
    users = sorted(party.party_id for role, party in line.order.parties if role is Role.END_USER)
    return line.order.item.item_id, tuple(users)


def _held(case: Case, judged: Mapping[str, Judgement]) -> Iterator[tuple[_Kind, Judgement]]:
    """Yield the orders of this book that were held for want of balance, with their item and end users."""
    for judgement in judged.values():
        of_book = judgement.content.get("book", case.title) == case.title
        if of_book and judgement.units("hold_units") and EXHAUSTED in judgement.causes:
            users = judgement.facts.get("parties", {}).get(Role.END_USER.value, [])
            yield (str(judgement.facts.get("item", "")), tuple(sorted(users))), judgement
