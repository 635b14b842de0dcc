"""The tables of `data/`: what is known of writing, so that two spellings of one name are seen to be one.

Each table is read once, when a search by likeness first needs it.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib import resources


@cache
def letters() -> dict[int, str]:
    """Return the Latin letters for a letter of another script, as `str.translate` takes them."""
    return {ord(row[0]): row[1] for row in _rows("letters")}


@cache
def sounds() -> tuple[tuple[str, str, str], ...]:
    """Return what is written, what is heard, and where it holds (any, start, end), in the order to apply them."""
    return tuple((row[0], row[1], row[2]) for row in _rows("sounds"))


@cache
def wade_giles() -> dict[str, str]:
    """Return each syllable of pinyin as Wade-Giles writes it, without apostrophes and marks."""
    return {row[0]: row[1] for row in _rows("wade_giles")}


@cache
def chinese_words() -> dict[str, str]:
    """Return common parts of the names of Chinese firms with their English; blank where English writes nothing."""
    return {row[0]: row[1] for row in _rows("chinese_words")}


@cache
def same_words() -> dict[str, str]:
    """Return words with the word each stands for."""
    return {row[0]: row[1] for row in _rows("same_words")}


@cache
def light_words() -> dict[str, float]:
    """Return words that tell little of who it is, with their weight between 0 and 1."""
    return {row[0]: float(row[1]) for row in _rows("light_words")}


def _rows(name: str) -> list[list[str]]:
    text = (resources.files("licet.screen") / "data" / f"{name}.csv").read_text("utf-8")
    return list(csv.reader(text.splitlines()))[1:]
