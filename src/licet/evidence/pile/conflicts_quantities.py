"""Figures of one event: those that contradict each other, and those that only look alike.

Ordered, approved, capped, licensed and delivered are different quantities, not corrections of each other.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from licet.acts.act import plain
from licet.evidence.model import Conflict, ConflictKind
from licet.evidence.pile.documents import safe_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from licet.evidence.model import Claim, Quantity

_SHOWN = 5


@dataclass(frozen=True, slots=True, order=True)
class Alike:
    """Figures that look alike and are no conflict, with the reason."""

    claims: tuple[str, ...]
    text: str


def figures_apart(claims: Sequence[Claim]) -> Iterator[Conflict]:
    """Yield the figures of one kind, unit and subject, of one event, whose bounds exclude each other."""
    for (kind, _, subject), found in sorted(_by_subject(claims).items()):
        if not _excluding(found):
            continue
        texts = dict.fromkeys(safe_text(quantity.text) for _, quantity in found)
        about = f"{kind.replace('_', ' ')}{f', {subject}' if subject else ''}"
        text = f"{about}: {' against '.join(list(texts)[:_SHOWN])}; both cannot be, and neither is preferred"
        yield Conflict(ConflictKind.QUANTITY, tuple(sorted({claim.claim_id for claim, _ in found})), text)


def _by_subject(claims: Iterable[Claim]) -> dict[tuple[str, str, str], list[tuple[Claim, Quantity]]]:
    """Return figures of a known kind by kind, unit and what is counted, in order of their bounds."""
    found: dict[tuple[str, str, str], list[tuple[Claim, Quantity]]] = defaultdict(list)
    for claim in claims:
        for quantity in claim.quantities:
            if quantity.kind is not None:
                found[quantity.kind.value, plain(quantity.unit), plain(safe_text(quantity.of))].append(
                    (claim, quantity)
                )
    for each in found.values():
        each.sort(key=lambda pair: (_bounds(pair[1]), pair[1].text, pair[0].claim_id))
    return found


def _bounds(quantity: Quantity) -> tuple[float, float]:
    low = float("-inf") if quantity.at_least is None else quantity.at_least
    high = float("inf") if quantity.at_most is None else quantity.at_most
    return low, high


def _excluding(found: Sequence[tuple[Claim, Quantity]]) -> bool:
    """Tell whether two of the figures have no number in common."""
    bounds = [_bounds(quantity) for _, quantity in found]
    return max(low for low, _ in bounds) > min(high for _, high in bounds)


def alike_figures(claims: Iterable[Claim]) -> list[Alike]:
    """Return the figures told of one item in one unit that are of several kinds: they are not to be compared."""
    found: dict[tuple[str, str], dict[str, list[tuple[Claim, Quantity]]]] = defaultdict(lambda: defaultdict(list))
    for claim in claims:
        for quantity in claim.quantities:
            if quantity.kind is not None:
                for item in claim.items:
                    found[item, plain(quantity.unit)][quantity.kind.value].append((claim, quantity))
    return sorted(_alike(item, kinds) for (item, _), kinds in found.items() if len(kinds) > 1)


def _alike(item: str, kinds: dict[str, list[tuple[Claim, Quantity]]]) -> Alike:
    figures = {kind: sorted({safe_text(each.text) for _, each in told}) for kind, told in sorted(kinds.items())}
    texts = [f"{kind.replace('_', ' ')}: {', '.join(each[:_SHOWN])}" for kind, each in figures.items()]
    ids = {claim.claim_id for told in kinds.values() for claim, _ in told}
    return Alike(tuple(sorted(ids)), f"{item}: {'; '.join(texts)}. Different quantities, and no conflict")
