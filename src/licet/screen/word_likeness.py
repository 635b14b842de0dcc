"""How alike two words are, from 0 to 1, and in which way; words are in one spelling, as `forms.readings` gives them."""

from __future__ import annotations

from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz.distance import OSA

from licet.screen.transliterate import has_chinese, in_wade_giles, skeleton, sound

if TYPE_CHECKING:
    from collections.abc import Iterator

SAME_SOUND = 0.95
OTHER_PINYIN = 0.9
SAME_CONSONANTS = 0.8
SWAPPED = 0.65  # three letters, two of them swapped
BY_SOUND = 0.03  # off where the edits are counted in the sound
ABBREVIATED = 0.6
INITIAL = 0.5
SHORT = 3  # letters; a word as short must be equal
EDITS_IN_SHORT = 5
_LETTERS_AN_EDIT = 4
CONSONANTS = 3
ABBREVIATION = 4
_CACHED = 200_000


class Way(Enum):
    """In which way two words are alike."""

    EQUAL = "equal"
    EDITED = "letters differ"
    SOUND = "sound alike"
    PINYIN = "pinyin and Wade-Giles"
    CONSONANTS = "same consonants"
    ABBREVIATED = "abbreviated"
    INITIAL = "initial"
    NONE = "unlike"


class WordLikeness(NamedTuple):
    """How alike two words are, in which way, and how many edits apart where letters differ."""

    value: float
    way: Way
    edits: int = 0


_UNLIKE = WordLikeness(0.0, Way.NONE)


@lru_cache(_CACHED)
def word_likeness(one: str, other: str) -> WordLikeness:
    """Return how alike two words are; numbers are equal or unlike.

    >>> word_likeness("huawei", "huawie").way, word_likeness("yevgeniy", "evgeny").way
    (<Way.EDITED: 'letters differ'>, <Way.SOUND: 'sound alike'>)
    """
    if one == other:
        return WordLikeness(1.0, Way.EQUAL)
    if has_digit(one) or has_digit(other):
        return _UNLIKE
    if has_chinese(one) or has_chinese(other):
        return edited(one, other)
    if len(one) == 1 or len(other) == 1:
        return WordLikeness(INITIAL, Way.INITIAL) if one[0] == other[0] else _UNLIKE
    found = [edited(one, other)]
    if in_wade_giles(one) == other or in_wade_giles(other) == one:
        found.append(WordLikeness(OTHER_PINYIN, Way.PINYIN))
    if min(len(one), len(other)) <= SHORT:
        if len(one) == len(other) and sorted(one) == sorted(other):
            found.append(WordLikeness(SWAPPED, Way.EDITED, 1))
    elif sound(one)[:1] == sound(other)[:1]:
        found += _heard_alike(one, other)
    return max(found, key=lambda each: each.value)


def _heard_alike(one: str, other: str) -> Iterator[WordLikeness]:
    """Yield in which ways two words of four letters or more, which begin alike to the ear, are alike."""
    short = min(len(one), len(other))
    if sound(one) == sound(other):
        yield WordLikeness(SAME_SOUND, Way.SOUND)
    elif short > EDITS_IN_SHORT:
        by_sound = edited(sound(one), sound(other))
        yield by_sound._replace(value=by_sound.value - BY_SOUND)
    if skeleton(one) == skeleton(other) and short > ABBREVIATION and len(skeleton(one)) >= CONSONANTS:
        yield WordLikeness(SAME_CONSONANTS, Way.CONSONANTS)
    if short >= ABBREVIATION and (one.startswith(other) or other.startswith(one)):
        yield WordLikeness(ABBREVIATED, Way.ABBREVIATED)


@lru_cache(_CACHED)
def has_digit(word: str) -> bool:
    """Tell whether a word has a digit: it is then a number or a sign, and equal or unlike."""
    return any(map(str.isdigit, word))


def edited(one: str, other: str) -> WordLikeness:
    """Return how alike two texts are by the letters to change, add, take or swap.

    Up to three letters must be equal; from there one edit is allowed, from seven two, and one more
    every four. Two texts more than one edit apart must begin alike.
    """
    longer = max(len(one), len(other))
    if longer <= SHORT or min(len(one), len(other)) < SHORT:
        return _UNLIKE
    allowed = 1 if longer <= EDITS_IN_SHORT else max(1, (longer + 1) // _LETTERS_AN_EDIT)
    edits = OSA.distance(one, other, score_cutoff=allowed)
    if edits > allowed or (edits > 1 and one[0] != other[0]):
        return _UNLIKE
    return WordLikeness(1.0 - edits / longer, Way.EDITED, edits) if edits else WordLikeness(1.0, Way.EQUAL)
