"""The journal as a stream: JSON, CSV and Parquet, one entry after another, so that its length costs no memory."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any, BinaryIO

from licet.register import Unit
from licet.report.files import plain_cell
from licet.report.layout import clean
from licet.report.register_json import answer_json, entry_json, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from licet.ledger import Entry

_AMOUNTS = ("reserved", "shipped", "limits")
_TEXTS = ("operation_id", "order_id", "author", "second", "reason", "document")
COLUMNS = (
    "sequence", "account", "position", "kind", "valid_at", "recorded_at", "currency",
    *(f"{name}_{unit.value}" for name in _AMOUNTS for unit in Unit),
    *_TEXTS, "content", "previous_hash", "hash",
)  # fmt: skip
_BATCH = 10_000
_WHOLE = {Unit.PIECES: "pieces", Unit.VALUE: "minor_units", Unit.TPP: "tpp_thousandths"}


def journal_json(
    entries: Iterable[Entry], currency_of: Callable[[Entry], str | None], *, head: str, **asked: object
) -> Iterator[str]:
    """Yield the journal as one JSON object, an entry a line; the parts join to the whole."""
    opening = json.dumps(answer_json("history", head=head, **asked), ensure_ascii=False)
    yield f'{opening[:-1]}, "entries": ['
    between = "\n"
    for entry in entries:
        yield between + json.dumps(entry_json(entry, currency_of(entry)), ensure_ascii=False)
        between = ",\n"
    yield "\n]}\n"


def journal_csv(entries: Iterable[Entry], currency_of: Callable[[Entry], str | None]) -> Iterator[str]:
    """Yield the journal as CSV with a header, in UTF-8 letters, some rows at a time."""
    return csv_stream(COLUMNS, (_row(entry_json(entry, currency_of(entry))) for entry in entries))


def csv_stream(names: Sequence[str], rows: Iterable[Mapping[str, object]]) -> Iterator[str]:
    """Yield a table as CSV, a row at a time; no cell is taken for a formula, and none holds a control character."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(names)
    for row in rows:
        writer.writerow([cell_of(row.get(name)) for name in names])
        yield stream.getvalue()
        stream.seek(0)
        stream.truncate()
    yield stream.getvalue()


def cell_of(value: object) -> object:
    """Return a value as a cell; a decimal below zero stays a number."""
    if value is None:
        return ""
    if not isinstance(value, str):
        return value
    text = clean(value)
    is_number = text[:1] == "-" and text[1:].replace(".", "", 1).isdigit()
    return text if is_number else plain_cell(text)


def _row(shown: Mapping[str, Any]) -> dict[str, object]:
    row = {name: shown[name] for name in COLUMNS if name in shown}
    for name in _AMOUNTS:
        row |= {f"{name}_{unit}": amount for unit, amount in shown[name].items()}
    row["content"] = json.dumps(shown["content"], ensure_ascii=False, sort_keys=True)
    return row


def journal_parquet(
    entries: Iterable[Entry], currency_of: Callable[[Entry], str | None], stream: BinaryIO, *, head: str
) -> int:
    """Write the journal as Parquet: one row per entry, in the order of `sequence`.

    Columns: sequence, position BIGINT; account, kind, currency, operation_id, order_id, author, second, reason,
    document, content (JSON), previous_hash, hash VARCHAR; valid_at DATE; recorded_at TIMESTAMP in UTC; and for
    each of reserved, shipped and limits (null: none stated): _pieces, _minor_units (of `currency`),
    _tpp_thousandths BIGINT. The head hash is in the metadata of the file under `licet_head`.

    Returns:
        How many rows were written.
    """
    import pyarrow as pa  # type: ignore[import-untyped]  # noqa: PLC0415  slow to import
    from pyarrow import parquet  # noqa: PLC0415

    schema = _schema(pa).with_metadata({"licet_head": head})
    count = 0
    with parquet.ParquetWriter(stream, schema, compression="zstd") as writer:
        rows: list[dict[str, object]] = []
        for entry in entries:
            rows.append(_whole_row(entry, currency_of(entry)))
            count += 1
            if len(rows) == _BATCH:
                writer.write_table(pa.Table.from_pylist(rows, schema=schema))
                rows = []
        writer.write_table(pa.Table.from_pylist(rows, schema=schema))
    return count


def _schema(pyarrow: Any) -> Any:  # noqa: ANN401  pyarrow brings no types
    text, whole = pyarrow.string(), pyarrow.int64()
    types = {
        "sequence": whole,
        "account": text,
        "position": whole,
        "kind": text,
        "valid_at": pyarrow.date32(),
        "recorded_at": pyarrow.timestamp("us", tz="UTC"),
        "currency": text,
        **{f"{name}_{unit}": whole for name in _AMOUNTS for unit in _WHOLE.values()},
        **dict.fromkeys((*_TEXTS, "content", "previous_hash", "hash"), text),
    }
    return pyarrow.schema(list(types.items()))


def _whole_row(entry: Entry, currency: str | None) -> dict[str, object]:
    row: dict[str, object] = {
        name: getattr(entry, name)
        for name in ("sequence", "account", "position", "valid_at", "recorded_at", *_TEXTS, "previous_hash", "hash")
    }
    row |= {"kind": entry.kind.value, "currency": currency}
    row["content"] = json.dumps(plain(entry.content), ensure_ascii=False, sort_keys=True)
    for name in _AMOUNTS:
        by_unit: Mapping[Unit, int] = getattr(entry, name)
        row |= {f"{name}_{_WHOLE[unit]}": by_unit.get(unit) for unit in Unit}
    return row
