"""The tasks that reading is scored on, each of one document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.evidence.scoring_blocks import boilerplate, labels, repeats
from tests.evidence.scoring_claims import (
    actors,
    attribution,
    claim_days,
    grades,
    marks,
    modality,
    originators,
    transitions,
    traps,
)
from tests.evidence.scoring_words import dates, derivations, plain_figures, published, publisher, quantities

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.evidence.counts import Count, Read
    from tests.evidence.gold import Gold

TASKS: dict[str, Callable[[Gold, Read], Count]] = {
    "boilerplate, by character": boilerplate,
    "labels of blocks": labels,
    "text that stands twice": repeats,
    "day of publication": published,
    "publisher": publisher,
    "derivations": derivations,
    "dates": dates,
    "quantities": quantities,
    "figures of no kind": plain_figures,
    "steps of a key": transitions,
    "marks": marks,
    "days of claims": claim_days,
    "actors": actors,
    "attribution": attribution,
    "modality": modality,
    "originators": originators,
    "grades": grades,
    "traps": traps,
}
