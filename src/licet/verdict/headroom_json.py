"""The distances of an item to the lines of the law in the published JSON form (schema headroom.schema.json)."""

from __future__ import annotations

from dataclasses import asdict
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from licet.catalogue import performance_density
from licet.quantity import plain
from licet.rules import expression as ex
from licet.rules import threshold_lines
from licet.verdict.as_json import SCHEMA_VERSION, determination_json
from licet.verdict.footer import HEADROOM_CAUTION

if TYPE_CHECKING:
    from collections.abc import Iterator

    from licet.catalogue import Item
    from licet.verdict.counterfactual import Difference
    from licet.verdict.headroom import Change, DistanceToLine, Headroom, Provision
    from licet.verdict.line_passages import Passage

_SHARE_DIGITS = Decimal("0.00001")
_OF_THE_DETERMINATION = (
    "valid_at", "known_at", "reading", "movement", "ship_from", "destination", "exporter", "parties",
    "classification", "licence_required", "review_policy", "relies_on", "not_tested", "stale",
    "rules_version", "engine_version", "input_sha256", "checked_through",
)  # fmt: skip


def headroom_json(found: Headroom) -> dict[str, Any]:
    """Return the distances as plain data, with what a chart of them needs."""
    determined = determination_json(found.answer)
    item = found.answer.query.item
    remarks = [{"id": remark.id, "text": remark.text, "at": remark.at or None} for remark in found.remarks]
    return {
        "schema_version": SCHEMA_VERSION,
        "item": item.item_id,
        "item_name": _name(item),
        "kind": item.kind.value,
        **{name: determined[name] for name in _OF_THE_DETERMINATION},
        "caution": HEADROOM_CAUTION,
        "lines": [_line(line) for line in found.lines],
        "left_out": [_passage(passage) for passage in found.left_out],
        "chart": _chart(found),
        "caveats": [*remarks, *determined["caveats"]],
    }


def _name(item: Item) -> str:
    return item.model or item.item_id


def _line(line: DistanceToLine) -> dict[str, Any]:
    return {
        "subject": line.subject.item_id,
        "subject_name": _name(line.subject),
        "count": line.count,
        "measure": line.measure,
        "limit": line.limit,
        "figure": str(line.figure),
        "line": str(line.line),
        "unit": line.unit,
        "side": line.side,
        "distance": None if line.distance is None else str(line.distance),
        "share": None if line.share is None else _share(line.share),
        "quotient": _quotient(line),
        "bears": line.bears,
        "missing": [{"fact": fact, "why": why} for fact, why in line.missing],
        "rivals": [
            {"fact": rival.fact, "value": str(rival.value), "basis": rival.basis, "side": rival.side}
            for rival in line.rivals
        ],
        "changes": [_change(change) for change in line.changes],
        "limbs": [_provision(provision) for provision in line.provisions],
    }


def _share(share: Decimal) -> str:
    return plain(share.quantize(_SHARE_DIGITS, rounding=ROUND_HALF_UP))


def _quotient(line: DistanceToLine) -> dict[str, str] | None:
    if line.quotient is None:
        return None
    found = line.quotient
    return {"name": found.name, "value": str(found.value), "line": plain(found.line), "unit": found.unit}


def _change(change: Change) -> dict[str, Any]:
    return {
        "fact": change.fact,
        "unit": change.unit,
        "from": plain(change.start),
        "by": f"{'+' if change.to > change.start else ''}{plain(change.to - change.start)}",
        "to": plain(change.to),
        "held": {name: plain(value) for name, value in change.held},
        "rounded": change.rounded or None,
        "next_to_line": change.next_to_line,
        "outputs": [_difference(each) for each in change.outputs],
        "rules": [{**_difference(each), "title": each.title} for each in change.rules],
    }


def _difference(difference: Difference) -> dict[str, str]:
    return {name: text for name, text in asdict(difference).items() if name != "title"}


def _provision(provision: Provision) -> dict[str, Any]:
    return {
        **_passage(provision.passage),
        "truth": provision.truth.word,
        "bears": provision.bears,
    }


def _passage(passage: Passage) -> dict[str, Any]:
    rule, version = passage.standing.rule, passage.standing.version
    told = passage.standing.addressees
    return {
        "rule": rule.id,
        "name": f"{passage.name} {passage.limb}".strip(),
        "title": rule.title,
        "kind": rule.kind.value,
        "limb": passage.limb or None,
        "comparison": ex.shown(passage.compare),
        "citation": str(passage.source),
        "grade": passage.source.grade.value,
        "addressees": None if told is None else [each.party for each in told],
        "terms_unpublished": version.terms_unpublished,
    }


def _chart(found: Headroom) -> dict[str, Any]:
    """Return the item's integrated circuits as points, and the lines that have a place among them."""
    query = found.answer.query
    lines = threshold_lines(found.answer.law, query.valid_at, known_at=query.known_at, reading=query.reading)
    subjects = {line.subject.item_id: line.subject for line in found.lines}
    return {
        "points": [point for subject in subjects.values() for point in _points(subject)],
        "lines": [{name: _as_text(value) for name, value in line.items()} for line in lines],
    }


def _as_text(value: object) -> str | None:
    """Return a float of a chart's line as the decimal it was."""
    if isinstance(value, float):
        return plain(Decimal(str(value)))
    return None if value is None else str(value)


def _points(item: Item) -> Iterator[dict[str, Any]]:
    """Yield where a circuit stands: twice where a figure is disputed, at its lowest and at its highest."""
    tpp = item.figure("tpp")
    density = performance_density(tpp, item.figure("applicable_die_area_mm2"))
    for performance, dense in dict.fromkeys(((tpp.lo, density.lo), (tpp.hi, density.hi))):
        yield {
            "item": item.item_id,
            "name": _name(item),
            "tpp": None if performance is None else plain(performance),
            "performance_density": None if dense is None else plain(dense),
        }
