"""A name as the search by likeness reads it: words in one spelling, in each way that the name can be read."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from licet.screen.names import normal_form, other_orders
from licet.screen.several_names import names_in
from licet.screen.tables import chinese_words, light_words, same_words
from licet.screen.transliterate import (
    chinese_in_latin,
    has_chinese,
    in_latin,
    in_wade_giles,
    segments,
    simplified,
    with_numbers,
)
from licet.screen.transliterate import sound as sound_of

MAX_WORDS = 40  # of one name; what follows is not compared
MAX_LETTERS = 60  # of one word
MAX_NAME = 2_000
CHINESE_WORD = 0.35  # the weight of a common part of a Chinese name
CHINESE_FORM = 0.1
LEGAL_WORD = 0.2
LEGAL_WORDS = ("joint", "stock", "company", "limited", "liability", "corporation", "private", "sirketi", "ltd", "llc")
_FORMS = {"", "co", "co ltd"}
_ORDINAL = re.compile(r"\b(\d+)(?:st|nd|rd|th)\b")


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a name: its words; `translated` where Chinese was turned into English words and pinyin."""

    words: tuple[str, ...]
    translated: bool = False

    @property
    def initials(self) -> str:
        """The first letters of its words."""
        return "".join(word[0] for word in self.words)


def readings(name: str, *, is_individual: bool = False) -> tuple[Reading, ...]:
    """Return the ways to read a name, the plain one first; none for a name without a letter or digit.

    Args:
        name: As it is written; what is past 2,000 characters is not read.
        is_individual: `SURNAME, Given` is then a person's name. The order of words tells nothing here all the same.
    """
    found: dict[tuple[str, ...], Reading] = {}
    short = name[:MAX_NAME]
    for text in (short, *other_orders(short, is_individual=is_individual), *names_in(short)):
        for reading in _readings(text):
            if reading.words:
                found.setdefault(tuple(sorted(reading.words)), reading)
    return tuple(found.values())


def grams(word: str) -> tuple[str, ...]:
    """Return what a word is found by: itself, its sound in runs of three letters, and the same in Wade-Giles.

    A Chinese word is found by itself, its characters and their pairs.
    """
    if has_chinese(word):
        return tuple(dict.fromkeys((f"={word}", *word, *(word[at : at + 2] for at in range(len(word) - 1)))))
    found = [f"={word}"]
    for text in (sound_of(word), in_wade_giles(word)):
        if text:
            padded = f"_{text}_"
            found += [padded[at : at + 3] for at in range(max(1, len(padded) - 2))]
    return tuple(dict.fromkeys(found))


def set_weight(word: str, *, is_known: bool) -> float | None:
    """Return the weight of a word by the tables or its kind, between 0 and 1; None where its rarity decides.

    A word that no list has and that is one letter off the word of a legal form is taken for that word.
    """
    weight = light_words().get(word)
    if weight is not None:
        return weight
    if word in chinese_words():
        return CHINESE_FORM if chinese_words()[word] in _FORMS else CHINESE_WORD
    if len(word) == 1 and word.isascii():
        return 0.9 if word.isdigit() else 0.2
    if not is_known:
        for form in LEGAL_WORDS:
            if -1 <= len(word) - len(form) <= 1 and OSA.distance(word, form, score_cutoff=1) <= 1:
                return LEGAL_WORD
    return None


def _readings(text: str) -> list[Reading]:
    form = normal_form(text)
    if not has_chinese(form):
        return [Reading(_words(in_latin(form)))]
    form = with_numbers(simplified(form))
    cut = [part for word in form.split() for part in segments(word)]
    translated = [Reading(_words(normal_form(way)), translated=True) for way in chinese_in_latin(form)]
    return [Reading(tuple(part[:MAX_LETTERS] for part in cut[:MAX_WORDS])), *translated]


def _words(form: str) -> tuple[str, ...]:
    same = same_words()
    words = " ".join(same.get(word, word) for word in _ORDINAL.sub(r"\1", form).split()).split()
    return tuple(word[:MAX_LETTERS] for word in words[:MAX_WORDS])
