"""A reader that says just what the gold says, to test the scoring: it must get every mark there is."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tests.evidence.counts import Read

from licet.acts.act import MarkKind, QuantityKind, SourceGrade
from licet.evidence.model import (
    About,
    Attribution,
    AttributionKind,
    Block,
    Claim,
    Derivation,
    Document,
    Modality,
    Precision,
    Quantity,
    When,
)

if TYPE_CHECKING:
    from tests.evidence.gold import Gold, GoldClaim


def perfect(gold: Gold) -> Read:
    """Return what a reader without fault makes of a document."""
    blocks = tuple(Block(each.number, each.span, each.label, repeats=each.repeats) for each in gold.blocks)
    document = Document(gold.name, gold.path.name, gold.text, "text/plain", "utf-8", blocks, _about(gold))
    return Read(
        document,
        tuple(_claim(gold, number, label) for number, label in enumerate(gold.claims)),
        dates=tuple(
            When(each.first, each.last, min(each.precisions, key=str, default=Precision.DAY), each.text, each.span)
            for each in gold.dates
        ),
        quantities=tuple(
            Quantity(
                None if "" in each.kinds else QuantityKind(min(each.kinds)),
                each.text,
                each.span,
                each.unit,
                *((next(iter(each.bounds[0])), next(iter(each.bounds[1]))) if each.bounds else (None, None)),
            )
            for each in gold.quantities
        ),
        grades=_grades(gold),
        originators={f"{gold.name}-{number}": label.originator or "" for number, label in enumerate(gold.claims)},
    )


def _about(gold: Gold) -> About:
    names = gold.about.get("publisher") or ""
    label = gold.about.get("published") or {}
    day = label.get("days")
    when = When(day, day, Precision.DAY) if isinstance(day, date) else None
    derivations = tuple(Derivation(each["publisher"], each["kind"], "") for each in gold.about.get("derivations", ()))
    return About(publisher=names if isinstance(names, str) else names[0], published=when, derivations=derivations)


def _grades(gold: Gold) -> dict[str, SourceGrade]:
    order = list(SourceGrade)
    return {
        f"{gold.name}-{number}": min(
            (
                SourceGrade(each.grade)
                for each in gold.claims
                if each.grade and (each.key, each.states) == (label.key, label.states)
            ),
            key=order.index,
        )
        for number, label in enumerate(gold.claims)
        if label.grade
    }


def _claim(gold: Gold, number: int, label: GoldClaim) -> Claim:
    kind = min(label.by, key=str, default=AttributionKind.NONE)
    people = next(iter(label.unnamed), None)
    return Claim(
        f"{gold.name}-{number}",
        gold.name,
        0,
        label.span,
        label.span.of(gold.text),
        key=label.key,
        state=label.states[0] if label.states else None,
        mark=MarkKind(label.marks[0]) if label.marks else None,
        items=tuple(sorted(label.items)),
        actors=label.actors,
        when=When(label.first, label.last, Precision.DAY) if label.dated else None,
        attribution=Attribution(kind, tuple(sorted(label.who)), people, label.outlet or ""),
        modality=Modality.DONE if label.asserted else min(label.modalities, key=str),
    )
