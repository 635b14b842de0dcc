"""A checked book in the published JSON form (schema check.schema.json)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from licet.verdict.act_json import clashes_json
from licet.verdict.as_json import SCHEMA_VERSION, determination_json, explanation_nodes
from licet.verdict.facts_json import Told, remark_json
from licet.verdict.footer import standard_footer
from licet.verdict.on_file_json import head_of, on_file_json, register_json
from licet.verdict.red_flags import FlagsTold
from licet.verdict.screen_json import version_json
from licet.verdict.sighted_json import sightings_json
from licet.version import __version__

if TYPE_CHECKING:
    from licet.acts import Story
    from licet.verdict.check import CheckedBook
    from licet.verdict.judge import LineVerdict
    from licet.verdict.queue import InLine
    from licet.verdict.screening import Screening


def check_json(book: CheckedBook, *, explained: bool = False) -> dict[str, Any]:
    """Return the book as plain data.

    Args:
        book: From `check`.
        explained: Add each line's explanation.
    """
    head, told, flags = book.law.pack.head, Told(), FlagsTold()
    return {
        "schema_version": SCHEMA_VERSION,
        "title": book.case.title,
        "valid_at": str(book.valid_at),
        "at": "ship_on" if book.ask.at_ship_on else "valid_at",
        "known_at": str(book.ask.known_at) if book.ask.known_at else None,
        "reading": book.ask.reading.value,
        "rules_version": head.version,
        "engine_version": __version__,
        "input_sha256": book.case.input_sha256,
        "checked_through": str(head.checked_through),
        "head_hash": head_of(book),
        "assumed_unchanged": sorted(book.ask.assume_unchanged),
        **({"only": list(book.only)} if book.only else {}),
        **({"acts": _acts(book.chronicle.story)} if book.chronicle else {}),
        **({"lists": _lists(book.ask.screening, book)} if book.ask.screening else {}),
        **({"register": register} if (register := register_json(book)) else {}),
        "lines": [_line(line, book, told, flags, explained=explained) for line in book.lines],
        "left_out": [{"order_id": order_id, "why": why} for order_id, why in book.left_out],
        "totals": _totals(book),
        "not_tested": [
            {"id": name, "text": text, "at": at or None, "lines": count}
            for name, (text, at, count) in book.untested.items()
        ],
        "warnings": [
            {"id": problem.slug, "text": f"{problem.what}; {problem.mend}", "at": problem.where}
            for problem in book.case.warnings
        ],
        "stale": _stale(book),
        "footer": standard_footer(str(head.checked_through)),
    }


def _line(line: LineVerdict, book: CheckedBook, told: Told, flags: FlagsTold, *, explained: bool) -> dict[str, Any]:
    order, query = line.order, line.determination.query
    judged_on = query.valid_at
    other = book.other_dates.get(order.order_id)
    return {
        "order_id": order.order_id,
        "item": order.item.item_id,
        "item_name": order.item.model or order.item.item_id,
        "quantity": order.quantity,
        "destination": order.destination,
        "ship_from": query.text("ship_from"),
        "parties_shown": ", ".join(dict.fromkeys(party.name for _, party in order.parties)),
        "ship_on": str(order.ship_on) if order.ship_on else None,
        **({"judged_on": str(judged_on)} if judged_on != book.valid_at else {}),
        "other_date": {"date": str(other.day), "verdict": other.verdict, "release_units": other.release_units}
        if other
        else None,
        "verdict": line.verdict,
        "release_units": line.release_units,
        "hold_units": line.hold_units,
        "undetermined_units": line.undetermined_units,
        "blocking": [
            {
                "key": block.key,
                "cause": block.cause,
                "text": block.text,
                "citation": block.citation or None,
                "units": block.units,
            }
            for block in line.blocking
        ],
        "would_free_it": [{"remedy": free.remedy, "text": free.text} for free in line.freeing],
        "authorisations": [
            {
                "number": fit.authorisation.number,
                "kind": fit.authorisation.kind.value,
                "units": min(line.release_units, fit.units) if fit.assigned else 0,
                "precautionary": fit.precautionary,
                "assigned": fit.assigned,
                **({"held": fit.held} if fit.held else {}),
                "key": key,
            }
            for key, fit in line.fits
        ],
        "statement": line.statement,
        **({"warnings": [remark_json(remark) for remark in line.warnings]} if line.warnings else {}),
        **({"parties_on_lists": sightings_json(line.sightings)} if line.sightings else {}),
        **({"red_flags": flags.of(asked)} if (asked := line.determination.red_flags) else {}),
        **({"clashes": clashes_json(line.clashes)} if line.clashes else {}),
        **({"queues": [_queue(place) for place in line.queues]} if line.queues else {}),
        **({"on_register": filed} if (filed := on_file_json(line)) else {}),
        "determination": determination_json(line.determination, told=told),
        **({"explanation": explanation_nodes(line.determination.decision)} if explained else {}),
    }


def _acts(story: Story) -> dict[str, Any]:
    return {
        "version": story.version,
        "checked_from": str(story.checked_from),
        "checked_through": str(story.checked_through),
        "keys": [rule.key for rule in story.keys if rule.decides],
    }


def _queue(found: InLine) -> dict[str, Any]:
    entry = found.entry
    return {
        "key": entry.key,
        "item": entry.item_id,
        "party_id": entry.party_id,
        "place": entry.place,
        "of": found.of,
        "units": entry.units,
        "since": str(entry.waits.start) if entry.waits.start else None,
        "source": entry.source,
    }


def _totals(book: CheckedBook) -> dict[str, Any]:
    causes: dict[str, list[int]] = {}
    for line in book.lines:
        for cause in dict.fromkeys(block.cause for block in line.blocking):
            units = max(block.units for block in line.blocking if block.cause == cause)
            counted = causes.setdefault(cause, [0, 0])
            counted[0] += 1
            counted[1] += units
    return {
        "lines": len(book.lines),
        "units": sum(line.order.quantity for line in book.lines),
        "release_units": sum(line.release_units for line in book.lines),
        "hold_units": sum(line.hold_units for line in book.lines),
        "undetermined_units": sum(line.undetermined_units for line in book.lines),
        "by_cause": [
            {"cause": cause, "lines": lines, "units": units}
            for cause, (lines, units) in sorted(causes.items(), key=lambda pair: -pair[1][1])
        ],
    }


def _stale(book: CheckedBook) -> list[dict[str, Any]]:
    found = {remark.id: remark for line in book.lines for remark in line.determination.stale}
    return [remark_json(remark) for remark in found.values()]


def _lists(screening: Screening, book: CheckedBook) -> dict[str, Any]:
    """Return the lists of the day judged; the newest if none was public."""
    lookup = screening.on(book.valid_at, book.ask.known_at)
    return {"origin": screening.origin, **version_json(screening.version if lookup is None else lookup.version)}
