"""The HTML report of a checked book: the page, with the book's chips against the lines of the law."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from licet.catalogue import Item
    from licet.verdict import CheckedBook, Desk


def report_page(book: CheckedBook, desk: Desk) -> str:
    """Return the report as one self-contained page."""
    from licet.report import html_report, threshold_chart  # noqa: PLC0415
    from licet.rules import threshold_lines  # noqa: PLC0415
    from licet.verdict import check_json  # noqa: PLC0415

    lines = threshold_lines(book.law, book.valid_at)
    chart = threshold_chart(_points(book), lines)
    return html_report(check_json(book, explained=True), chart, story=_story(book, desk))


def _story(book: CheckedBook, desk: Desk) -> dict[str, Any] | None:
    """Return timeline and status of the circuits on lines that turn a key which acts decide; None if there are none."""
    from licet.verdict import StatusWords, status, timeline  # noqa: PLC0415

    lines = [line for line in book.lines if any(state.decided_by_acts for state in line.determination.keys)]
    circuits = (each for line in lines for each, _ in book.case.catalogue.integrated_circuits(line.order.item) or ())
    names = [name for name in dict.fromkeys(item.item_id for item in circuits) if name in desk.catalogue]
    if not names:
        return None
    known_at = str(book.ask.known_at) if book.ask.known_at else None
    words = (StatusWords(name, valid_at=str(book.valid_at), known_at=known_at) for name in names)
    return {"timeline": timeline(desk, names, known_at=known_at), "statuses": [status(desk, each) for each in words]}


def _points(book: CheckedBook) -> list[dict[str, Any]]:
    """Return the book's integrated circuits, each with the worst verdict of the lines it is on."""
    worst: dict[str, tuple[Item, str]] = {}
    order = ("release", "undetermined", "hold")
    for line in book.lines:
        for item, _ in book.case.catalogue.integrated_circuits(line.order.item) or ():
            before = worst.get(item.item_id, (item, "release"))[1]
            worst[item.item_id] = (item, max(before, line.verdict, key=order.index))
    return [_point(item, verdict) for item, verdict in worst.values()]


def _point(item: Item, verdict: str) -> dict[str, Any]:
    from licet.catalogue import performance_density  # noqa: PLC0415

    tpp = item.figure("tpp")
    density = performance_density(tpp, item.figure("applicable_die_area_mm2"))
    return {
        "name": item.model or item.item_id,
        "tpp": _known(tpp.hi),
        "performance_density": _known(density.hi),
        "verdict": verdict,
    }


def _known(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
