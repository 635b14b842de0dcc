"""The lines a law draws in performance and density, for charts: what each labelled limb asks of a chip."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from licet.rules import expression as ex
from licet.rules.book import book_at
from licet.rules.consistency import limbs_of, names_read_by
from licet.rules.model import Reading, RuleKind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from decimal import Decimal

    from licet.rules.book import Book, Standing
    from licet.rules.loader import Law

PERFORMANCE, AREA = "tpp", "applicable_die_area_mm2"


class Line(TypedDict):
    """One straight line of the law; equal ends on one axis, None runs to the edge. Density is performance over area."""

    label: str
    citation: str
    tpp_from: float | None
    tpp_to: float | None
    density_from: float | None
    density_to: float | None


def drawing_rules(book: Book) -> tuple[Standing, ...]:
    """Return the rules that draw lines of their own.

    An exclusion, and a definition that only exclusions read, says again what the paragraphs say.
    """
    readers: dict[str, set[RuleKind]] = {}
    for standing in book.standing.values():
        for name in names_read_by(standing.version):
            readers.setdefault(name, set()).add(standing.rule.kind)
    return tuple(
        standing
        for standing in book.standing.values()
        if standing.rule.kind is not RuleKind.EXCLUSION and readers.get(standing.rule.defines) != {RuleKind.EXCLUSION}
    )


def threshold_lines(
    law: Law, day: date, *, known_at: date | None = None, reading: Reading = Reading.ENFORCED
) -> list[Line]:
    """Return the lines that the limbs of definitions and policies draw on a day.

    Only limbs over one integrated circuit's performance and area have a place on the chart.
    """
    found: list[Line] = []
    for standing in drawing_rules(book_at(law, day, known_at=known_at, reading=reading)):
        if standing.rule.kind not in {RuleKind.DEFINITION, RuleKind.REVIEW_POLICY}:
            continue
        name = standing.rule.id.removeprefix(f"{law.pack.head.prefix}.")
        for limb in limbs_of(standing.version):
            if limb.test is not None and limb not in standing.version.unless:
                bounds = {f"{axis}_{_side(operator)}": float(line) for axis, operator, line in _bounds(limb.test)}
                citation = str(limb.source or standing.version.source)
                found += _lines(f"{name} {limb.label}".strip(), citation, bounds)
    return found


def _side(operator: str) -> str:
    return "from" if operator in {">=", ">"} else "to"


def _lines(name: str, citation: str, bounds: dict[str, float]) -> Iterator[Line]:
    """Draw a limb's lower bounds; one that has none is a ceiling, drawn where it bounds performance."""
    tpp, density = bounds.get("tpp_from"), bounds.get("density_from")
    if tpp is None and density is None:
        tpp = bounds.get("tpp_to")
    if density is not None:
        yield _line(f"{name}: density {density:g}", citation, (tpp, bounds.get("tpp_to")), (density, density))
    if tpp is not None:
        yield _line(f"{name}: TPP {tpp:,.0f}", citation, (tpp, tpp), (density, bounds.get("density_to")))


_Ends = tuple[float | None, float | None]


def _line(label: str, citation: str, tpp: _Ends, density: _Ends) -> Line:
    return {
        "label": label,
        "citation": citation,
        "tpp_from": tpp[0],
        "tpp_to": tpp[1],
        "density_from": density[0],
        "density_to": density[1],
    }


def _bounds(test: ex.Test) -> Iterator[tuple[str, str, Decimal]]:
    """Yield (axis, operator, line) of every comparison of performance with a constant or with area."""
    opposite = {">=": "<", ">": "<=", "<=": ">", "<": ">="}
    if isinstance(test, ex.All):
        for part in test.parts:
            yield from _bounds(part)
    elif isinstance(test, ex.Negation) and isinstance(test.part, ex.AnyIc):
        yield from ((axis, opposite[operator], line) for axis, operator, line in _bounds(test.part.test))
    elif isinstance(test, ex.Compare) and test.left == ex.Figure(PERFORMANCE) and test.operator in opposite:
        if isinstance(test.right, ex.Number):
            yield "tpp", test.operator, test.right.value
        elif _is_area(test.right):
            yield "density", test.operator, test.right.left.value  # type: ignore[union-attr]


def _is_area(term: ex.Term) -> bool:
    return (
        isinstance(term, ex.Arithmetic)
        and term.operator == "*"
        and isinstance(term.left, ex.Number)
        and term.right == ex.Figure(AREA)
    )
