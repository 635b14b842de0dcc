"""The words that are equal to a word in some way: one sound, one skeleton of consonants, Wade-Giles, a beginning.

What is near by letters is not looked up but scanned for (`lexicon`). `word_likeness` says in readable form what counts.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property
from itertools import permutations
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from licet.screen.transliterate import has_chinese, in_wade_giles, skeleton, sound
from licet.screen.word_likeness import (
    ABBREVIATED,
    ABBREVIATION,
    CONSONANTS,
    OTHER_PINYIN,
    SAME_CONSONANTS,
    SAME_SOUND,
    SHORT,
    SWAPPED,
    has_digit,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from licet.screen.text_arrays import Ints

WITH_DIGIT, PLAIN, CHINESE = range(3)


class Ways(NamedTuple):
    """Of each word, in their order: its sound, consonants and Wade-Giles where it has them, else empty."""

    sounds: tuple[str, ...]
    skeletons: tuple[str, ...]
    wade_giles: tuple[str, ...]


class LookedUp(NamedTuple):
    """Listed words, how alike each is to the word asked, and 1 if one is a part of the other."""

    numbers: list[int]
    values: list[float]
    partial: list[int]

    def add(self, numbers: Sequence[int], value: float, partial: int = 0) -> None:
        """Add words alike in one way."""
        self.numbers.extend(numbers)
        self.values.extend([value] * len(numbers))
        self.partial.extend([partial] * len(numbers))


class WordWays:
    """Listed words in alphabetical order, each known by its place, and what they are equal in."""

    def __init__(self, words: Sequence[str], number: Mapping[str, int], ways: Ways) -> None:
        """Take the words, the place of each, and what `ways_of` returns of them."""
        self.words, self.number = words, number
        self.ways = ways

    def look_up(self, word: str, found: LookedUp) -> None:
        """Add the listed words that are equal to a word in some way."""
        same = self.number.get(word)
        if same is not None:
            found.add((same,), 1.0)
        size = len(word)
        if size == 1 or (not word.isalpha() and has_digit(word)):
            return
        if size >= SHORT:
            self._other_beginning(word, size, found)
        if not word.isascii() and has_chinese(word):
            return
        other = self.number.get(in_wade_giles(word))
        if other is not None:
            found.add((other,), OTHER_PINYIN)
        written = self.with_wade_giles.get(word)
        if written is not None:
            found.add(written, OTHER_PINYIN)
        if size <= SHORT:
            turned = {"".join(letters) for letters in permutations(word)} - {word}
            found.add([self.number[each] for each in turned if each in self.number], SWAPPED)
        else:
            self._heard(word, size, found)

    def _other_beginning(self, word: str, size: int, found: LookedUp) -> None:
        """Add the words one edit away at the first letter."""
        longer = self._with_end.get(word)
        if longer is not None:
            found.add(longer, 1.0 - 1 / (size + 1))
        if size > SHORT:
            end = word[1:]
            for each in self._with_end.get(end, ()):
                if self.words[each] != word:
                    found.add((each,), 1.0 - 1 / size)
            for text in (end, word[1] + word[0] + word[2:]):
                number = self.number.get(text)
                if number is not None and text != word:
                    found.add((number,), 1.0 - 1 / size)

    def _heard(self, word: str, size: int, found: LookedUp) -> None:
        """Add the words that sound alike, have the same consonants, or are a beginning of the other."""
        heard = sound(word)
        alike = self._with_sound.get(heard)
        if alike is not None:
            found.add(alike, SAME_SOUND)
        if size > ABBREVIATION:
            consonants = skeleton(word)
            alike = self._with_skeleton.get(consonants) if len(consonants) >= CONSONANTS else None
            if alike is not None:
                found.add(alike, SAME_CONSONANTS)
        near = [self.number[word[:end]] for end in range(ABBREVIATION, size) if word[:end] in self.number]
        at = bisect_left(self.words, word)
        while at < len(self.words) and self.words[at].startswith(word):
            near.append(at)
            at += 1
        begins = heard[:1]
        near = [each for each in near if self.ways.sounds[each][:1] == begins and self.words[each] != word]
        found.add(near, ABBREVIATED, 1)

    @cached_property
    def with_wade_giles(self) -> dict[str, tuple[int, ...]]:
        """The words that are written so in Wade-Giles."""
        return _grouped(self.ways.wade_giles)

    @cached_property
    def _with_sound(self) -> dict[str, tuple[int, ...]]:
        return _grouped(self.ways.sounds)

    @cached_property
    def _with_skeleton(self) -> dict[str, tuple[int, ...]]:
        return _grouped(self.ways.skeletons)

    @cached_property
    def _with_end(self) -> dict[str, tuple[int, ...]]:
        kinds = kinds_of(self.words).tolist()
        return _grouped(["" if kind == WITH_DIGIT else word[1:] for word, kind in zip(self.words, kinds, strict=True)])


def ways_of(words: Sequence[str]) -> Ways:
    """Return what words are found by beside their letters; a word has it where `word_likeness` would look at it."""
    plain = [word if kind == PLAIN else "" for word, kind in zip(words, kinds_of(words).tolist(), strict=True)]
    sounds = tuple(sound(word) if len(word) > SHORT else "" for word in plain)
    skeletons = (skeleton(word) if len(word) > ABBREVIATION else "" for word in plain)
    return Ways(
        sounds,
        tuple(each if len(each) >= CONSONANTS else "" for each in skeletons),
        tuple(in_wade_giles(word) if len(word) > 1 else "" for word in plain),
    )


def kinds_of(words: Sequence[str]) -> Ints:
    """Return of each word whether it has a digit, a Chinese character and no digit, or neither."""
    return np.fromiter(
        (
            WITH_DIGIT if not word.isalpha() and has_digit(word) else PLAIN if not has_chinese(word) else CHINESE
            for word in words
        ),
        np.int32,
        len(words),
    )


def _grouped(texts: Sequence[str]) -> dict[str, tuple[int, ...]]:
    found: dict[str, tuple[int, ...]] = {}
    for number, text in enumerate(texts):
        if text:
            found[text] = (*found.get(text, ()), number)
    return found
