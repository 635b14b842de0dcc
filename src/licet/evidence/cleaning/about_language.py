"""The language of a text, by its script and by its small words.

Five hundred words of a table tell the languages that filings and news of this field come in; what they do not tell is
left empty rather than guessed.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

from licet.rules.loader import rules_root
from licet.table_source import read_table

if TYPE_CHECKING:
    from pathlib import Path

_SAMPLE = 5_000
_LEAST = 0.12  # of the words are small ones, in running text of any of these languages
_FEW = 3
_SCRIPTS = (
    ("ja", re.compile("[\u3040-\u30ff]"), 0.08),
    ("ko", re.compile("[\uac00-\ud7af]"), 0.2),
    ("zh", re.compile("[\u3400-\u9fff]"), 0.2),
    ("ru", re.compile("[\u0400-\u04ff]"), 0.3),
    ("ar", re.compile("[\u0600-\u06ff]"), 0.3),
    ("he", re.compile("[\u0590-\u05ff]"), 0.3),
    ("th", re.compile("[\u0e00-\u0e7f]"), 0.3),
    ("hi", re.compile("[\u0900-\u097f]"), 0.3),
)
_OTHER_SCRIPT = re.compile("[\u0400-\u0fff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_LETTERS = re.compile(r"[^\W\d_]")
_WORDS = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=4)
def _small_words(root: Path | None = None) -> dict[str, frozenset[str]]:
    table = read_table((root or rules_root()) / "evidence" / "languages.csv", shown_as="evidence/languages.csv")
    return {row["language"]: frozenset(row["words"].split(";")) for _, row in table.rows}


def language_of(text: str, *, root: Path | None = None) -> str:
    """Return the ISO 639-1 code of the language most of a text is in; empty if it cannot be told."""
    sample = text[:_SAMPLE]
    if not sample.isascii() and _OTHER_SCRIPT.search(sample):
        letters = len(_LETTERS.findall(sample)) or 1
        for language, script, share in _SCRIPTS:
            if len(script.findall(sample)) >= share * letters:
                return language
    words = _WORDS.findall(sample.lower())
    if not words:
        return ""
    seen = Counter(words)
    counts = {language: sum(seen[word] for word in small) for language, small in _small_words(root).items()}
    best = max(sorted(counts), key=counts.__getitem__)
    return best if counts[best] >= max(_FEW, _LEAST * len(words)) else ""
