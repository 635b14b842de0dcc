"""Small order books written to a folder and checked: what the tests of the verdict have in common.

A line, a party or a licence names only what it varies; the rest is `LINE`, `PARTIES` and `LICENCE`.
"""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from licet.verdict import Ask, CheckedBook, Desk, LineVerdict, check, check_json, open_desk

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

CHIP, BOARD = "nvidia-h200-sxm-141gb", "nvidia-hgx-h200-x8"  # 3A090.a; eight of them, 4A090.a
CONSUMER, FREE = "nvidia-rtx-4090", "nvidia-rtx-4090d"  # 3A090.a but not for datacenters; outside 3A090
CHIP_TPP = 15832  # 1,979 TFLOPS dense FP8 x 8 bit
DAY = "2026-06-15"

# Sold to buyer `cn`, an H200 needs a licence (worldwide text, enforced for headquarters in D:5); to `de` none is
# enforced; for `open`, whose parent is not stated, it is unknown whether one is.
LINE: dict[str, object] = {
    "item": CHIP,
    "quantity": 100,
    "movement": "export",
    "ship_from": "US",
    "destination": "CN",
    "place_of_use": "CN",
    "end_use": "training",
    "exporter": "NVIDIA",
    "ultimate_consignee": "cn",
    "end_user": "cn",
    "parties_complete": "yes",
}
TO_DE = {"destination": "DE", "place_of_use": "DE", "ultimate_consignee": "de", "end_user": "de"}
TO_OPEN = {**TO_DE, "ultimate_consignee": "open", "end_user": "open"}
PARTIES = """\
party_id,name,country,headquarters,ultimate_parent_headquarters
cn,Buyer C,CN,CN,-
cn2,Buyer C2,CN,CN,-
de,Buyer D,DE,DE,-
open,Buyer O,DE,DE,
ae,Buyer E,AE,AE,-
"""
LICENCE: dict[str, Any] = {
    "number": "LIC-1",
    "key": "us:export",
    "kind": "licence",
    "authority": "BIS",
    "holder": "NVIDIA",
    "valid_from": "2026-01-01",
    "valid_to": "2027-01-01",
    "scope": {
        "items": [CHIP],
        "movements": "any",
        "ship_from": "any",
        "destinations": "any",
        "places_of_use": "any",
        "end_uses": "any",
        "parties": {"ultimate_consignee": "any", "end_user": "any"},
    },
    "limits": {"pieces": 1000},
    "source": {"doc": "licence of the test", "grade": "primary"},
}
APPROVAL = {"key": "cn:import", "kind": "import_approval", "authority": "an office", "number": "CN-1"}
CONDITIONS = [{"id": "tested", "text": "Tested before export.", "question": "Is the report on file?"}]


@dataclass(frozen=True)
class Files:
    """The files of one case, beside its orders."""

    licences: Sequence[Mapping[str, Any]] = ()
    answers: Sequence[tuple[str, str, str]] = ()  # question, order, answer
    facts: Sequence[tuple[str, str, str]] = ()  # order, fact, value
    settings: Mapping[str, object] = field(default_factory=dict)
    fx: Sequence[tuple[str, str, str, str]] = ()  # currency, into, rate, on
    roles: Sequence[tuple[str, str, str]] = ()  # order, role, party; beside the columns of the orders
    parties: str = PARTIES


@cache
def the_desk() -> Desk:
    """Return the law and the catalogue, loaded once; a property takes it here, since its form in print is huge."""
    return open_desk()


def licence(scope: Mapping[str, Any] | None = None, **changes: object) -> dict[str, Any]:
    """Return `LICENCE` with changes; `scope` changes keys of its scope."""
    return {**LICENCE, **changes, "scope": {**LICENCE["scope"], **(scope or {})}}


def write_book(folder: Path, lines: Sequence[Mapping[str, object]], files: Files) -> Path:
    """Write a case folder."""
    rows = [{"order_id": f"L{number}", **LINE, **line} for number, line in enumerate(lines, 1)]
    columns = list(dict.fromkeys(name for row in rows for name in row))
    orders = _table(columns, [[row.get(name, "") for name in columns] for row in rows])
    settings = {"title": "T", "valid_at": DAY, "currency": "USD", **files.settings}
    written = {
        "case.toml": "".join(f"{name} = {json.dumps(value)}\n" for name, value in settings.items()),
        "orders.csv": orders,
        "parties.csv": files.parties,
    }
    if files.licences:
        written["authorisations.yaml"] = json.dumps({"authorisations": list(files.licences)}, indent=1)
    if files.answers:
        said = [
            (question, order, answer, "Officer 1", "2026-06-01", "doc") for question, order, answer in files.answers
        ]
        written["answers.csv"] = _table(["question", "order_id", "answer", "by", "on", "document"], said)
    if files.facts:
        stated = [("order", order, fact, value, "2026-06-01", "Officer 1", "doc") for order, fact, value in files.facts]
        columns = ["subject_type", "subject_id", "fact", "value", "as_of", "asserted_by", "source"]
        written["facts.csv"] = _table(columns, stated)
    if files.roles:
        written["order_parties.csv"] = _table(["order_id", "role", "party_id"], files.roles)
    if files.fx:
        written["fx.csv"] = _table(["currency", "into", "rate", "on"], files.fx)
    for name, content in written.items():
        (folder / name).write_text(content, encoding="utf-8")
    return folder


def _table(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return stream.getvalue()


@dataclass(frozen=True)
class Checker:
    """Writes books into one folder and checks them."""

    desk: Desk
    folder: Path

    def book(self, *lines: Mapping[str, object], files: Files | None = None, ask: Ask | None = None) -> CheckedBook:
        """Return a book as checked."""
        case = self.desk.case(write_book(self.folder, lines, files or Files()))
        return check(case, self.desk.law, ask)

    def line(self, files: Files | None = None, ask: Ask | None = None, **line: object) -> LineVerdict:
        """Return the verdict on a book of one line."""
        return self.book(line, files=files, ask=ask).lines[0]

    def shown(self, *lines: Mapping[str, object], files: Files | None = None, ask: Ask | None = None) -> dict[str, Any]:
        """Return a checked book as JSON."""
        return check_json(self.book(*lines, files=files, ask=ask))


def units(line: LineVerdict) -> tuple[str, int, int, int]:
    """Return the verdict with the units released, held and left open."""
    return line.verdict, line.release_units, line.hold_units, line.undetermined_units


def causes(line: LineVerdict) -> list[str]:
    """Return what stands against the line."""
    return [block.cause for block in line.blocking]


def said(line: LineVerdict) -> str:
    """Return all that is said of what stands against the line and of what would free it."""
    return "\n".join([*(block.text for block in line.blocking), *(free.text for free in line.freeing)])
