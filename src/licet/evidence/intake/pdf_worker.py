"""The program that takes the text out of one PDF, in a process of its own: bytes in, one JSON value a line out.

A PDF can make its reader loop or fill the memory; this process is given a time and a memory, and is ended when they
are used up. It writes `{"pages": N}`, then each page as a JSON string, so that the pages read so far are kept.
Arguments: most pages, most bytes of memory.
"""

from __future__ import annotations

import io
import json
import logging
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader


def main() -> int:
    """Read a PDF from standard input; the exit status is 0, or 3 if it is locked, 4 if it cannot be read."""
    most_pages, memory = int(sys.argv[1]), int(sys.argv[2])
    _bound(memory)
    logging.disable(logging.CRITICAL)
    from pypdf import PdfReader  # noqa: PLC0415  slow to import; after the memory is bounded

    data = sys.stdin.buffer.read()
    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not _opened(reader):
            return 3
        pages = len(reader.pages)
        _write({"pages": pages})
        for number in range(min(pages, most_pages)):
            _write(_page(reader.pages[number]))
    except Exception:  # noqa: BLE001  pypdf raises whatever a malformed file leads to
        return 4
    return 0


def _opened(reader: PdfReader) -> bool:
    """Tell whether it opens without a password; many are locked against changes only."""
    try:
        return bool(reader.decrypt(""))
    except Exception:  # noqa: BLE001  a way of locking that is not read
        return False


def _page(page: PageObject) -> str:
    try:
        text = page.extract_text()
    except Exception:  # noqa: BLE001  one page that cannot be read does not lose the others
        return ""
    return text.encode("utf-8", "replace").decode("utf-8")


def _write(value: object) -> None:
    sys.stdout.write(json.dumps(value))
    sys.stdout.write("\n")
    sys.stdout.flush()


def _bound(memory: int) -> None:
    with suppress(ImportError, ValueError, OSError):  # not on every system
        import resource  # noqa: PLC0415

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


if __name__ == "__main__":
    sys.exit(main())
