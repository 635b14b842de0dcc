"""Which lines of a page are its main text, as trafilatura sees it: one vote of several on what is body."""

from __future__ import annotations

import logging
from copy import deepcopy
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element


def main_text(tree: _Element) -> frozenset[str] | None:
    """Return the paragraphs that the extractor keeps, spaces evened out; None if it finds no main text.

    The tree is left as it is.
    """
    from trafilatura import bare_extraction  # noqa: PLC0415  slow to import

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL + 1)  # it is one vote; what it misses is no warning
    try:
        found = bare_extraction(
            deepcopy(tree), fast=True, include_comments=False, include_tables=True, with_metadata=False
        )
    except Exception:  # noqa: BLE001  it raises whatever a malformed tree leads to; it is one vote only
        return None
    text = getattr(found, "text", None)
    if not isinstance(text, str) or not text.strip():
        return None
    lines = (" ".join(line.split()) for line in text.splitlines())
    return frozenset(line.lstrip("-# ") for line in lines if line)
