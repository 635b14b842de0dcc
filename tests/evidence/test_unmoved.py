"""What must not change what a document says: its encoding, its line breaks, its markup, what stands around it.

Each way of writing the same article is tried on the open documents of plain text; the steps and marks read, with their
days, must be those of the document as it stands.
"""

from __future__ import annotations

import html
import textwrap
from functools import cache
from typing import TYPE_CHECKING

import pytest
from tests.evidence.gold import document_path, gold_files

from licet.acts import load_acts
from licet.catalogue import load_catalogue
from licet.evidence.claims.cues import Vocabulary, vocabulary
from licet.evidence.claims.reader import claims_of
from licet.evidence.cleaning.about import cleaned
from licet.evidence.intake.paths import read_paths
from licet.rules import rules_root

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from licet.evidence.model import Claim

TEXTS = {path.stem: document_path("open", path) for path in gold_files("open")}
STEMS = [stem for stem, path in TEXTS.items() if path.suffix == ".txt"]
AROUND = """

You may also like
Beijing bans all chips from tomorrow (2 March 2024)
Washington revokes 400,000 licences, says insider (1 March 2024)

Sign up to our newsletter. By opting in you agree to receive e-mails from us. Unsubscribe at any time.

Copyright 2024. All rights reserved. Privacy policy | Terms of use
"""


def page(text: str) -> str:
    parts = "".join(f"<p>{html.escape(part).replace(chr(10), '<br>')}</p>\n" for part in text.split("\n\n"))
    return f"<!doctype html><html><head><meta charset=utf-8><title>x</title></head><body>{parts}</body></html>"


def wrapped(text: str) -> str:
    lines = (textwrap.fill(line, 78) if len(line) > 160 else line for line in text.split("\n"))
    return "\n".join(lines)


WAYS: dict[str, tuple[str, Callable[[str], bytes]]] = {
    "line breaks of Windows": (".txt", lambda text: text.replace("\n", "\r\n").encode()),
    "UTF-8 with a mark": (".txt", lambda text: b"\xef\xbb\xbf" + text.encode()),
    "UTF-16": (".txt", lambda text: text.encode("utf-16")),
    "white space at the ends of lines": (".txt", lambda text: text.replace("\n", "  \t\n").encode()),
    "headlines, newsletter and legal text below": (".txt", lambda text: (text + AROUND).encode()),
    "the whole text twice": (".txt", lambda text: f"{text}\n\n{text}".encode()),
    "lines of 78 characters": (".txt", lambda text: wrapped(text).encode()),
    "a page of paragraphs": (".html", lambda text: page(text).encode()),
}


@cache
def words() -> Vocabulary:
    return vocabulary(load_acts(), load_catalogue(rules_root() / "catalogue"), rules_root())


def told(path: Path) -> set[tuple[str, str, tuple[str, ...], str, str]]:
    """Return what a document is read to say: the step or mark, items, mood and days of each claim."""
    (document,) = map(cleaned, read_paths([path]))
    return {_told(claim) for claim in claims_of(document, words())}


def _told(claim: Claim) -> tuple[str, str, tuple[str, ...], str, str]:
    what = claim.state or (claim.mark.value if claim.mark is not None else "")
    days = "" if claim.when is None else f"{claim.when.first} to {claim.when.last}"
    return claim.key or "", what, claim.items, claim.modality.value, days


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("stem", STEMS)
def test_the_same_article_written_otherwise_says_the_same(stem: str, way: str, tmp_path: Path) -> None:
    ending, write = WAYS[way]
    other = tmp_path / f"{stem}{ending}"
    other.write_bytes(write(TEXTS[stem].read_text(encoding="utf-8")))

    assert told(other) == told(TEXTS[stem])
