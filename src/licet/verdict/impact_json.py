"""An impact in the published JSON form (schema impact.schema.json)."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from licet.verdict.footer import standard_footer
from licet.version import __version__

if TYPE_CHECKING:
    from licet.verdict.check import CheckedBook
    from licet.verdict.impact import Impact, LineImpact, Outcome, RuleChange, Sides

SCHEMA_VERSION = 1
_UNITS = ("release_units", "hold_units", "undetermined_units")


def impact_json(found: Impact, sides: Sides) -> dict[str, Any]:
    """Return the impact as plain data.

    Args:
        found: From `impact`.
        sides: The two laws compared.
    """
    book, changed = found.after, found.changed
    return {
        "schema_version": SCHEMA_VERSION,
        "title": book.case.title,
        "valid_at": str(book.valid_at),
        "known_at": str(book.ask.known_at) if book.ask.known_at else None,
        "reading": book.ask.reading.value,
        "before": _side(found.before, sides.before_words),
        "after": _side(found.after, sides.after_words),
        "lines": len(found.lines),
        "changed": len(changed),
        "unchanged": len(found.lines) - len(changed),
        "unchanged_by_other_rules": found.same_by_other_rules,
        "verdicts": _verdicts(changed),
        "units": {name: _units(found, name) for name in _UNITS},
        "changes": [_change(line) for line in changed],
        "engine_version": __version__,
        "input_sha256": book.case.input_sha256,
        "footer": standard_footer(str(book.law.pack.head.checked_through)),
    }


def _side(book: CheckedBook, words: str) -> dict[str, Any]:
    pack = book.law.pack
    return {
        "law": words,
        "rules_version": pack.head.version,
        "checked_through": str(pack.head.checked_through),
        "sha256": pack.sha256,
        "rules": len(pack.rules),
    }


def _verdicts(changed: tuple[LineImpact, ...]) -> list[dict[str, Any]]:
    """Count the changed lines by verdict before and after, and the units in them."""
    lines: Counter[tuple[str, str]] = Counter()
    units: Counter[tuple[str, str]] = Counter()
    for line in changed:
        pair = line.before.verdict, line.after.verdict
        lines[pair] += 1
        units[pair] += line.after.order.quantity
    return [
        {"before": before, "after": after, "lines": count, "units": units[before, after]}
        for (before, after), count in sorted(lines.items())
    ]


def _units(found: Impact, name: str) -> dict[str, int]:
    return {
        "before": sum(getattr(line.before, name) for line in found.lines),
        "after": sum(getattr(line.after, name) for line in found.lines),
    }


def _change(line: LineImpact) -> dict[str, Any]:
    order, query = line.after.order, line.after.determination.query
    before, after = line.outcomes
    return {
        "order_id": line.order_id,
        "item": order.item.item_id,
        "item_name": order.item.model or order.item.item_id,
        "quantity": order.quantity,
        "ship_from": query.text("ship_from"),
        "destination": query.text("destination"),
        "before": _outcome(before),
        "after": _outcome(after),
        "differs_in": [name for name, value in asdict(before).items() if value != getattr(after, name)],
        "rules": [_rule(rule) for rule in line.rules],
        "causes": list(line.causes),
    }


def _outcome(outcome: Outcome) -> dict[str, Any]:
    return {**asdict(outcome), "candidates": list(outcome.candidates)}


def _rule(rule: RuleChange) -> dict[str, Any]:
    return asdict(rule)
