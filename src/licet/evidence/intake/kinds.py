"""What kind of document bytes are: by what they begin with, then by what they are called."""

from __future__ import annotations

import re
from enum import Enum

_START = 1024
_HTML = re.compile(
    rb"\s{0,200}(?:<!doctype\s{1,9}html|<html[\s>]|<\?xml[^>]{0,200}>\s{0,50}<(?:!doctype\s|html))", re.IGNORECASE
)
_SAMPLE = 65_536
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


class Kind(Enum):
    """A kind of document that is read; the value is its media type."""

    TEXT = "text/plain"
    MARKDOWN = "text/markdown"
    HTML = "text/html"
    PDF = "application/pdf"
    ARCHIVE = "application/zip"


_BY_ENDING = {
    ".txt": Kind.TEXT,
    ".text": Kind.TEXT,
    ".md": Kind.MARKDOWN,
    ".markdown": Kind.MARKDOWN,
    ".html": Kind.HTML,
    ".htm": Kind.HTML,
    ".xhtml": Kind.HTML,
    ".pdf": Kind.PDF,
    ".zip": Kind.ARCHIVE,
    "": None,
}
BY_MEDIA_TYPE = {kind.value: kind for kind in Kind if kind is not Kind.ARCHIVE} | {
    "application/xhtml+xml": Kind.HTML,
    "text/x-markdown": Kind.MARKDOWN,
}
ENDINGS = ".txt, .md, .html, .pdf, .zip"


def kind_of(data: bytes, ending: str, media_type: str = "") -> tuple[Kind | None, str]:
    """Return the kind of some bytes and a warning if they are not what they are called; None if they are no document.

    Args:
        data: The bytes.
        ending: The end of the name with its dot, in lower case.
        media_type: What a server says it is, without parameters; it counts above the ending.
    """
    called = BY_MEDIA_TYPE.get(media_type) if media_type else _BY_ENDING.get(ending)
    if not media_type and ending not in _BY_ENDING:
        return None, ""
    found = _by_content(data)
    if found is None and called in {Kind.PDF, Kind.ARCHIVE}:
        found = None if _is_binary(data) else Kind.TEXT
        if found is None:
            return None, ""
    if found is None:
        if _is_binary(data):
            return None, ""
        return called or Kind.TEXT, ""
    if found is called or called is None:
        return found, ""
    return found, f"is called {called.name.lower()} and is {found.name.lower()}; read as what it is"


def _by_content(data: bytes) -> Kind | None:
    if b"%PDF-" in data[:_START]:
        return Kind.PDF
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return Kind.ARCHIVE
    mark = 3 if data.startswith(b"\xef\xbb\xbf") else 0
    return Kind.HTML if _HTML.match(data[mark : mark + _START]) else None


def _is_binary(data: bytes) -> bool:
    """Tell whether too much of it is no text of any encoding; UTF-16 has zero bytes and is text."""
    sample = data[:_SAMPLE]
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")) or not sample:
        return False
    zeros = sample.count(0)
    odd = len(_BINARY.findall(sample)) - zeros
    one_sided = max(sample[::2].count(0), sample[1::2].count(0))
    wide = zeros > len(sample) // 5 and one_sided * 10 >= zeros * 9
    return odd * 20 > len(sample) or (zeros * 20 > len(sample) and not wide)
