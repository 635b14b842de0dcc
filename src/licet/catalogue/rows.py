"""Rows of a table to items: the catalogue's own table, and the table of a case's own items.

Every column is used, kept as a detail, or reported. A figure nobody stated is unknown; one with live alternatives
spans them. TPP is computed from the rates; stated as well, the two must agree.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from typing import TYPE_CHECKING

from licet.catalogue.cells import KNOWN_NONE, Row
from licet.catalogue.item import Item, ItemFact, ItemKind
from licet.catalogue.measures import FormatRate, highest_over_formats, highest_rate, processing_performance_2022
from licet.catalogue.names import name_key
from licet.problem import Problem
from licet.quantity import UNKNOWN_QUANTITY, Interval, plain
from licet.truth import Truth

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from licet.catalogue.item import Alternative
    from licet.citation import Grade

    Alternatives = Mapping[str, Mapping[str, Sequence[Alternative]]]  # by item id and fact

BIT_LENGTHS = {"fp64": 64, "tf32": 19, "fp16": 16, "bf16": 16, "fp8": 8, "int8": 8, "fp4": 4, "int4": 4}
"""The bits each format multiplies. TF32 stores 32 and multiplies 19; plain FP32 is kept as a detail, see `fp32`."""

LONGEST_BIT_LENGTH = max(BIT_LENGTHS.values())

FIGURES = {  # fact: the columns with its basis and its grade
    "applicable_die_area_mm2": ("die_area_basis", "die_area_grade"),
    "total_dram_bandwidth_gb_s": ("dram_type", "dram_grade"),
    "copackaged_dram_capacity_gb": ("dram_type", "dram_grade"),
    "io_bandwidth_gb_s": ("io_bandwidth_basis", "links_grade"),
    "interconnect_bandwidth_gb_s": ("interconnect_bandwidth_basis", "links_grade"),
    "transfer_rate_2022_gb_s": ("transfer_rate_2022_basis", "links_grade"),
    "memory_bandwidth_gb_s": ("dram_type", "dram_grade"),
    "package_area_mm2": ("", "dram_grade"),
}
PERFORMANCE = ("tpp", "processing_performance_2022", "processing_tops")
TRUTHS = ("has_digital_processing_unit", "has_nonplanar_logic", "marketed_for_datacenters")
DETAILS = (
    "process_node", "dies", "transistors_bn", "fp32", "dram_type", "dram_gb", "made_for_china", "published_tpp",
    "verified", "hts",
)  # fmt: skip
COLUMNS = frozenset({
    "item_id", "kind", "model", "maker", "contains", "announced", "base_eccn", "asserted_eccn", "note", "grade",
    "source", "sources", "other_formats", *BIT_LENGTHS, *PERFORMANCE, *TRUTHS, *DETAILS, *FIGURES,
    *(column for pair in FIGURES.values() for column in pair if column),
})  # fmt: skip
ALTERNATIVE_FACTS = frozenset({*FIGURES, "tpp"})
NOT_STATED = "not stated"
THOUSANDTH = Decimal("0.001")

_ITEM_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}", re.ASCII)
_ECCN = re.compile(r"[A-Za-z0-9][A-Za-z0-9.]{0,19}", re.ASCII)
_ANNOUNCED = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?", re.ASCII)


def read_items(
    rows: Iterable[tuple[str, Mapping[str, str]]],
    *,
    alternatives: Alternatives | None = None,
) -> tuple[tuple[Item, ...], tuple[Problem, ...]]:
    """Read items from rows; a row with a fault gives no item.

    Args:
        rows: Each row's place (file:line) and its cells by column.
        alternatives: Rival readings by item id and fact.

    Returns:
        The items and all problems. A column nobody knows is one problem, `unknown-column`, at its first row.
    """
    items: dict[str, Item] = {}
    problems: list[Problem] = []
    unknown: set[str] = set()
    for where, cells in rows:
        for column in cells.keys() - COLUMNS - unknown:
            unknown.add(column)
            mend = "rename or remove it; the columns are listed in the documentation of items"
            problems.append(Problem("unknown-column", where, f"the column {column[:80]!r} is not one of an item", mend))
        row = Row(where, cells)
        item = _item(row, alternatives or {})
        if item is None or row.problems:
            problems += row.problems
        elif (key := name_key(item.item_id)) in items:
            what = f"the id {item.item_id} reads the same as {items[key].item_id} at {items[key].where}"
            problems.append(Problem("duplicate-item", where, what, "keep one row, or give it another id"))
        else:
            items[key] = item
    return tuple(items.values()), tuple(problems)


def _item(row: Row, alternatives: Alternatives) -> Item | None:
    item_id, kind = row.text("item_id"), _kind(row)
    if not _ITEM_ID.fullmatch(item_id):
        mend = "give an id of at most 80 letters, digits, points, hyphens or underscores"
        row.fault("bad-item-id", f"{item_id[:40]!r} is not an item id", mend)
        return None
    if kind is None:
        return None
    contents = row.contents()
    if contents and kind.is_circuit:
        row.fault("contents-of-a-circuit", f"{item_id} is {kind.value} and contains itself", "leave contains empty")
    origin = _Origin(row.text("sources") or row.text("source") or row.where, row.grade("grade"), row.text("note"))
    rates = _rates(row)
    figures = _figures(row, origin, rates, alternatives.get(item_id, {}))
    facts = _described_facts(row, origin, kind)
    if kind.is_circuit:
        facts.update(figures)
    return Item(
        item_id=item_id,
        kind=kind,
        model=row.text("model"),
        maker=row.text("maker"),
        facts=facts,
        contents=contents,
        rates=rates,
        totals={} if kind.is_circuit else {name: fact for name, fact in figures.items() if fact.is_known},
        asserted_eccn=_eccn(row, "asserted_eccn"),
        announced=_announced(row),
        note=origin.note,
        details={column: text for column in DETAILS if column in row.cells and (text := row.text(column))},
        where=row.where,
    )


def _kind(row: Row) -> ItemKind | None:
    text = row.text("kind")
    try:
        return ItemKind(text)
    except ValueError:
        words = ", ".join(kind.value for kind in ItemKind)
        row.fault("bad-kind", f"{text[:40]!r} is no kind of item", f"write one of {words}")
        return None


def _announced(row: Row) -> str:
    text = row.text("announced")
    if text and not _ANNOUNCED.fullmatch(text):
        what = f"announced: {text[:40]!r} is not a year, month or day"
        row.fault("bad-date", what, "write 2024, 2024-10 or 2024-10-10")
    return text


def _eccn(row: Row, column: str) -> str:
    text = row.text(column)
    if text in {"", KNOWN_NONE}:
        return ""
    if not _ECCN.fullmatch(text):
        row.fault("bad-eccn", f"{column}: {text[:40]!r} is not an entry of a control list", "write it as the list does")
    return text


# ---- facts


@dataclass(frozen=True, slots=True)
class _Origin:
    """What the row says of all its facts: where they were read, how well, and what there is to note."""

    source: str
    grade: Grade | None
    note: str


def _described_facts(row: Row, origin: _Origin, kind: ItemKind) -> dict[str, ItemFact]:
    """Return the facts that are words or truths; a truth nobody stated is there, and unknown."""
    texts = {"item_kind": kind.value, "maker": row.text("maker"), "base_eccn": _eccn(row, "base_eccn")}
    facts = {name: ItemFact(text, origin.source, origin.grade) for name, text in texts.items() if text}
    for name in TRUTHS:
        truth = row.truth(name)
        known = truth is not Truth.UNKNOWN
        facts[name] = ItemFact(truth, origin.source, origin.grade if known else None, "" if known else origin.note)
    return facts


def _figures(
    row: Row, origin: _Origin, rates: Sequence[FormatRate], rivals: Mapping[str, Sequence[Alternative]]
) -> dict[str, ItemFact]:
    """Return every figure; one that nobody stated is there, and unknown."""
    tpp = _tpp(row, origin, rates, rivals.get("tpp", ()))
    figures = {
        "tpp": tpp,
        "processing_performance_2022": _performance_2022(row, origin, rates, tpp),
        "processing_tops": _tops(row, origin, rates, tpp),
    }
    for name, (basis, grade) in FIGURES.items():
        of_figure = _Origin(origin.source, row.grade(grade) or origin.grade, row.text(basis))
        figures[name] = _fact(row.figure(name), of_figure, rivals.get(name, ()), else_note=NOT_STATED)
    return figures


def _fact(stated: Interval | None, origin: _Origin, rivals: Sequence[Alternative], *, else_note: str) -> ItemFact:
    """Return the fact that spans what is stated and the live rivals; with neither it is unknown."""
    values = [rival.value for rival in rivals if rival.is_live]
    if stated is None and not values:
        return ItemFact(UNKNOWN_QUANTITY, origin.source, None, else_note, tuple(rivals))
    note = origin.note if stated is not None else "spans the alternatives"
    value = _hull(values if stated is None else [stated, *values])
    return ItemFact(value, origin.source, origin.grade, note, tuple(rivals))


def _hull(values: Sequence[Interval]) -> Interval:
    """Return the least interval that holds all; `values` is not empty."""
    los = [value.lo for value in values if value.lo is not None]
    his = [value.hi for value in values if value.hi is not None]
    return Interval(min(los) if len(los) == len(values) else None, max(his) if len(his) == len(values) else None)


# ---- performance


def _rates(row: Row) -> tuple[FormatRate, ...]:
    rates = []
    for name, bit_length in BIT_LENGTHS.items():
        figure = row.figure(name)
        if figure is None:
            continue
        if figure.lo is None or not figure.is_exact:
            row.fault("bad-figure", f"{name}: a rate is one figure", "give tpp as a range instead, and leave it empty")
        else:
            rates.append(FormatRate(name, figure.lo, bit_length))
    return (*rates, *row.other_formats())


def _tpp(row: Row, origin: _Origin, rates: Sequence[FormatRate], rivals: Sequence[Alternative]) -> ItemFact:
    stated, basis = row.figure("tpp"), "as stated"
    if rates:
        highest, names = highest_over_formats(rates)
        basis = f"dense {', '.join(names)}"
        computed = Interval.exactly(highest)
        if stated is not None and stated.equals(computed) is Truth.FALSE:
            what = f"tpp is stated as {stated}, and the rates give {plain(highest)} by {', '.join(names)}"
            mend = "correct the rates (dense, not sparse) or the tpp, or leave one of them out"
            row.fault("tpp-disagrees", what, mend)
        stated = computed
    else_note = origin.note or NOT_STATED
    return _fact(stated, _Origin(origin.source, origin.grade, basis), rivals, else_note=else_note)


def _performance_2022(row: Row, origin: _Origin, rates: Sequence[FormatRate], tpp: ItemFact) -> ItemFact:
    """Return the performance by the text of 2022: as stated, from the rates, or the same figure as TPP.

    A live alternative of TPP is one of a rate or of a bit length, and so of this figure as well.
    """
    stated = row.figure("processing_performance_2022")
    if stated is not None:
        return ItemFact(stated, origin.source, origin.grade, "as stated")
    if rates:
        highest = Interval.exactly(processing_performance_2022(rates))
        of_rates = _Origin(origin.source, origin.grade, "dense TOPS times bit length")
        return _fact(highest, of_rates, tpp.alternatives, else_note=NOT_STATED)
    note = f"the same figure as TPP, {tpp.note}" if tpp.is_known else tpp.note
    return ItemFact(tpp.value, tpp.source, tpp.grade, note, tpp.alternatives)


def _tops(row: Row, origin: _Origin, rates: Sequence[FormatRate], tpp: ItemFact) -> ItemFact:
    """Return the highest rate over all formats: as stated, or from the rates; without either it is unknown.

    A live alternative of TPP may be one of a rate; the rate is then at least that TPP over the longest bit length.
    """
    stated = row.figure("processing_tops")
    if stated is not None:
        return ItemFact(stated, origin.source, origin.grade, "as stated")
    if not rates:
        return ItemFact(UNKNOWN_QUANTITY, origin.source, None, NOT_STATED)
    highest = highest_rate(rates)
    basis = f"dense {', '.join(rate.name for rate in rates if rate.tera_ops == highest)}"
    if not tpp.is_disputed:
        return ItemFact(Interval.exactly(highest), origin.source, origin.grade, basis)
    rivals = min(rival.value.lo or Decimal(0) for rival in tpp.alternatives if rival.is_live)
    least = min(highest, (rivals / LONGEST_BIT_LENGTH).quantize(THOUSANDTH, rounding=ROUND_DOWN))
    return ItemFact(
        Interval(least, None), origin.source, origin.grade, f"{basis}, or what the alternatives of tpp leave"
    )
