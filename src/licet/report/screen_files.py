"""Names looked up on lists, as a table: one row for each candidate, and one for a name without any."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from licet.errors import UsageError
from licet.report.files import plain_cell
from licet.report.layout import clean
from licet.report.screen_words import AGAINST, FOR, NOTED, OUTCOMES, parted_evidence, score_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import BinaryIO

MAX_ROWS = 1_048_576  # of a sheet, with its heading
COLUMNS = (
    "name", "id", "where", "outcome", "level", "score", "listed_name", "matched", "by", "list", "list_name", "source",
    "generated", "entry_id", "entry_sha256", "countries", "for", "against", "noted", "features", "judged", "judged_by",
    "judged_on", "judged_until", "reason", "document", "open_again",
)  # fmt: skip

_AS_THEY_ARE = ("matched", "by", "list", "list_name", "source", "generated", "entry_id", "entry_sha256")


def screen_rows(name: Mapping[str, Any]) -> Iterator[list[object]]:
    """Yield the rows of a name (as JSON shape `screen` has it).

    Each cell is one line without control characters, and none is taken for a formula by a spreadsheet.
    """
    for candidate in name["candidates"] or [None]:
        cells = {
            "name": name["name"],
            "id": name["id"],
            "where": name["where"],
            "outcome": OUTCOMES[name["outcome"]],
            **({} if candidate is None else _of_candidate(candidate)),
        }
        yield [plain_cell(clean(cells.get(column) or "")) for column in COLUMNS]


def _of_candidate(candidate: Mapping[str, Any]) -> dict[str, object]:
    evidence = parted_evidence(candidate)
    features = (f"{each['name']} {score_text(each['value'])}: {each['words']}" for each in candidate["features"])
    judgement = candidate["judgement"] or {}
    return {
        "level": candidate["level"],
        "score": score_text(candidate["score"]),
        "listed_name": candidate["name"],
        **{key: candidate[key] for key in _AS_THEY_ARE},
        "countries": "; ".join(candidate["countries"]),
        **{side: "; ".join(text for other, text in evidence if other == side) for side in (FOR, AGAINST, NOTED)},
        "features": "; ".join(features),
        "judged": judgement.get("judged"),
        **{f"judged_{key}": judgement.get(key) for key in ("by", "on", "until")},
        "reason": judgement.get("reason"),
        "document": judgement.get("document"),
        "open_again": candidate["reopened"],
    }


class CsvRows:
    """Writes the table as CSV in UTF-8, name by name; nothing is kept."""

    def __init__(self, stream: BinaryIO) -> None:
        """Begin with the heading."""
        self._text = io.TextIOWrapper(stream, encoding="utf-8", newline="")
        self._writer = csv.writer(self._text, lineterminator="\n")
        self._writer.writerow(COLUMNS)

    def add(self, name: Mapping[str, Any]) -> None:
        """Write the rows of a name."""
        self._writer.writerows(screen_rows(name))

    def end(self) -> None:
        """Write what is left, and let go of the stream."""
        self._text.flush()
        self._text.detach()


class XlsxRows:
    """Writes the table as a workbook; every text is stored as text, never as a formula."""

    def __init__(self, stream: BinaryIO) -> None:
        """Begin with the heading."""
        from openpyxl import Workbook  # noqa: PLC0415  slow to import

        self._stream = stream
        self._rows = 0
        self._book = Workbook(write_only=True)
        self._sheet = self._book.create_sheet("names")
        self._sheet.append(COLUMNS)

    def add(self, name: Mapping[str, Any]) -> None:
        """Write the rows of a name.

        Raises:
            UsageError: If there are more rows than a sheet can hold.
        """
        for row in screen_rows(name):
            self._rows += 1
            if self._rows >= MAX_ROWS:
                msg = f"a sheet holds {MAX_ROWS:,} rows, and these are more: write them with --csv"
                raise UsageError(msg)
            self._sheet.append(row)

    def end(self) -> None:
        """Write the workbook."""
        self._book.save(self._stream)
