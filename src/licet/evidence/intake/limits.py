"""How much is read of a pile of documents before reading stops, and says so."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on what is read. What exceeds one is told: as a problem, or as a warning of the document.

    Sizes are in bytes, times in seconds. `characters` bounds the text of one document, the rest of which is cut off;
    `ratio` bounds how tightly a member of an archive may be packed, for members above `small_member`.
    """

    file_bytes: int = 64_000_000
    characters: int = 2_000_000
    files: int = 200_000
    members: int = 20_000
    archive_bytes: int = 1_000_000_000
    ratio: int = 200
    small_member: int = 1_000_000
    pages: int = 2_000
    pdf_seconds: float = 30.0
    pdf_memory: int = 2_000_000_000
    fetch_bytes: int = 20_000_000
    fetch_seconds: float = 30.0


DEFAULT = Limits()
