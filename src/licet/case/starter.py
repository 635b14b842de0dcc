"""A case to fill in: settings with comments, a table of each kind with its header, and a guide to the columns.

It reads without problems as it stands. It is written whole or not at all.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from licet.case import columns
from licet.case.settings import FILE_NAME
from licet.case.sources import AUTHORISATIONS
from licet.errors import UsageError

if TYPE_CHECKING:
    from licet.case.columns import TableLayout

_SETTINGS = """\
# A case: the book of one seller. README.md says what each column of each table holds.
title = "A case to fill in"

# The day every line is judged for, as if it shipped on it. Without it, name the day on the command line.
# valid_at = 2026-01-31

# The currency of a unit_value whose line names none.
# currency = "USD"

# Keys that must be modelled: a line that needs one of these without a rule pack for it is not released.
require_keys = []

# Your own headings, where they differ from ours: "yours" = "ours".
[columns]
# "Order No." = "order_id"
"""

_AUTHORISATIONS = """\
# Licences, import approvals, exceptions with a notice or a ceiling, agreements: what is on file.
# A part of a scope that is left out covers nothing; write `any` where that is what the document says.
#
# authorisations:
#   - number: the number on the document
#     key: xx:export               # the country and the side that grants
#     kind: licence                # licence | exception_notice | import_approval | agreement
#     authority: who granted it
#     holder: who may use it
#     valid_from: 2026-01-01
#     valid_to: 2027-01-01         # the first day on which it is no longer valid
#     scope:
#       items: [id of an item]
#       movements: [export]
#       ship_from: [XX]
#       destinations: [XX]
#       places_of_use: [XX]
#       end_uses: any
#       parties: {ultimate_consignee: [party_id], end_user: [party_id]}
#     limits: {pieces: 1000}
#     source: {doc: the document, at: page or paragraph, grade: primary}
authorisations: []
"""


def write_starter(folder: Path) -> tuple[Path, ...]:
    """Write a case to fill in, and return its files.

    Args:
        folder: A folder that does not exist yet, or an empty one.

    Raises:
        UsageError: If the folder holds anything, or cannot be written.
    """
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            msg = f"{folder} is not an empty folder; name a new one"
            raise UsageError(msg)
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".licet-init-") as scratch:
            written = Path(scratch) / "case"
            written.mkdir()
            for name, content in _files().items():
                (written / name).write_text(content, encoding="utf-8")
            written.replace(folder)
    except OSError as error:
        msg = f"{folder} cannot be written: {error.strerror}"
        raise UsageError(msg) from error
    return tuple(sorted(folder.iterdir()))


def _files() -> dict[str, str]:
    tables = {f"{layout.name}.csv": ",".join(_explained(layout)) + "\n" for layout in columns.LAYOUTS}
    return {FILE_NAME: _SETTINGS, AUTHORISATIONS: _AUTHORISATIONS, "README.md": _guide(), **tables}


def _explained(layout: TableLayout) -> dict[str, str]:
    return {name: meaning for name, meaning in layout.columns.items() if meaning}


def _guide() -> str:
    head = (
        "# The tables of this case\n\n"
        "Leave a cell blank if you do not know: unknown is an answer, and the check says what it needs.\n"
        "Write `-` where you know there is none. Remove the tables you do not need; "
        f"`{FILE_NAME}` and `orders.csv` must stay.\n\n"
        "Three folders may stand beside the tables: `law/` for letters and rulings of your own, as rules; `acts/` for\n"
        "what authorities are reported to have done, as acts; `documents/` for what answers and queues name.\n"
    )
    return head + "".join(_section(layout) for layout in columns.LAYOUTS)


def _section(layout: TableLayout) -> str:
    rows = "".join(
        f"| {name} | {'required' if name in layout.required else ''} | {meaning} |\n"
        for name, meaning in _explained(layout).items()
    )
    return (
        f"\n## {layout.name}.csv\n\nEach line is {layout.row}.\n\n| Column | | What it holds |\n|---|---|---|\n{rows}"
    )
