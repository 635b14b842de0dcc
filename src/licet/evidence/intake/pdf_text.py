"""The text of a PDF, page after page, taken by a process of its own with bounded time and memory.

What is drawn but not seen (white on white, behind a picture) cannot be told from what is. A page of pictures only has
no text; a PDF without any text says so.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from licet.evidence.intake.limits import Limits

_WORKER = Path(__file__).with_name("pdf_worker.py")  # run as a file: it needs nothing else of ours
_LOCKED = 3
_UNREADABLE = 4


@dataclass(frozen=True, slots=True)
class PdfText:
    """The text of the pages with a blank line between, what was odd, and the fault if there is no text at all."""

    text: str
    warnings: tuple[str, ...] = ()
    fault: str = ""


def read_pdf(data: bytes, limits: Limits) -> PdfText:
    """Return the text of a PDF; a fault is told in the result, never raised."""
    command = [sys.executable, "-P", str(_WORKER), str(limits.pages), str(limits.pdf_memory)]
    warnings: list[str] = []
    try:
        done = subprocess.run(  # noqa: S603  our own program, and no part of the command is from the document
            command, input=data, capture_output=True, timeout=limits.pdf_seconds, check=False
        )
        output, status = done.stdout, done.returncode
    except subprocess.TimeoutExpired as late:
        output, status = late.stdout or b"", None
        warnings.append(f"reading it was stopped after {limits.pdf_seconds:g} seconds")
    except OSError as error:
        return PdfText("", (), f"no process could be started to read it: {error.strerror}")
    if status == _LOCKED:
        return PdfText("", (), "is locked with a password")
    stated, pages = _pages(output)
    if status not in {0, None}:
        warnings.append("it is broken; what could be read of it was")
    if stated > limits.pages:
        warnings.append(f"has {stated:,} pages, of which {limits.pages:,} were read")
    elif stated > len(pages):
        warnings.append(f"has {stated:,} pages, of which {len(pages):,} were read")
    text = _bounded(pages, limits.characters, warnings)
    if not text.strip():
        return PdfText("", tuple(warnings), "holds no text; scanned pages are not read")
    return PdfText(text, tuple(warnings))


def _pages(output: bytes) -> tuple[int, list[str]]:
    """Return how many pages the file states, and the text of those that came through whole."""
    stated, pages = 0, []
    for line in output.splitlines():
        try:
            value = json.loads(line)
        except ValueError:  # the process was ended while it wrote
            break
        if isinstance(value, dict):
            stated = int(value.get("pages", 0))
        elif isinstance(value, str):
            pages.append(value)
    return stated, pages


def _bounded(pages: list[str], characters: int, warnings: list[str]) -> str:
    kept, size = [], 0
    for page in pages:
        if size + len(page) > characters:
            warnings.append(f"its text is cut off after {characters:,} characters")
            kept.append(page[: characters - size])
            break
        kept.append(page)
        size += len(page) + 2
    return "\n\n".join(kept)
