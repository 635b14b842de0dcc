"""The words of the listed names, and for any word those of them that are like it, as `word_likeness` has it.

What is near by letters or by sound is found by `kernel.scan`. What is equal in some other way is looked up
(`word_ways`), for listed words once, when the lists are indexed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from licet.screen.text_arrays import near, spelled
from licet.screen.transliterate import has_chinese, sound
from licet.screen.word_likeness import BY_SOUND, EDITS_IN_SHORT, SHORT, has_digit
from licet.screen.word_ways import PLAIN, WITH_DIGIT, LookedUp, Ways, WordWays, kinds_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from licet.screen.kernel_data import Spelled
    from licet.screen.text_arrays import Ints, Scan

    Values = NDArray[np.float64]


class Similar(NamedTuple):
    """For each word asked the listed words like it, ascending: where they end, how alike, whether by a part."""

    ends: Ints
    words: Ints
    values: Values
    partial: Ints


class Lexicon:
    """Words that do not change, each with a number: its place in alphabetical order."""

    def __init__(
        self, words: Sequence[str], ways: Ways, links: Similar, by_letters: Spelled, by_sound: Spelled
    ) -> None:
        """Take words in order, with what `ways_of`, `links_of` and `laid_out` return of them."""
        self.words = words
        self.number = {word: number for number, word in enumerate(words)}
        self.ways = WordWays(words, self.number, ways)
        self.shapes = shapes_of(words)
        self._sound_lengths = np.fromiter(map(len, ways.sounds), np.int32, len(words))
        self._links, self._by_letters, self._by_sound = links, by_letters, by_sound

    def similar(self, words: Sequence[str], listed: Ints, engine: Scan | None) -> Similar:
        """Return the listed words like each word, itself with 1 where it is listed.

        Args:
            words: What is asked for.
            listed: The number of each, or -1.
            engine: The compiled `kernel.scan`; None runs it interpreted.
        """
        unknown = np.flatnonzero(listed < 0)
        looked = _looked_up([words[at] for at in unknown.tolist()], self.ways)
        known = np.flatnonzero(listed >= 0)
        starts = self._links.ends[listed[known]]
        sizes = self._links.ends[listed[known] + 1] - starts
        linked = np.arange(int(sizes.sum())) - np.repeat(np.cumsum(sizes) - sizes - starts, sizes)
        letters, heard = self._scanned(words, engine)
        scanned = len(letters[0]) + len(heard[0])
        return _merged(
            len(words),
            np.concatenate((np.repeat(unknown, np.diff(looked.ends)), np.repeat(known, sizes), letters[0], heard[0])),
            np.concatenate((looked.words, self._links.words[linked], letters[1], heard[1])),
            np.concatenate((looked.values, self._links.values[linked], letters[2], heard[2])),
            np.concatenate((looked.partial, self._links.partial[linked], np.zeros(scanned, dtype=np.int32))),
        )

    def _scanned(self, words: Sequence[str], engine: Scan | None) -> list[tuple[Ints, Ints, Values]]:
        """Return what is near by letters and by sound: word asked, word found, value."""
        plain = [at for at, word in enumerate(words) if len(word) >= SHORT and (word.isalpha() or not has_digit(word))]
        long = [at for at in plain if len(words[at]) > EDITS_IN_SHORT and not has_chinese(words[at])]
        found = []
        for places, texts, table, lengths, off in (
            (plain, [words[at] for at in plain], self._by_letters, self.shapes[0], 0.0),
            (long, [sound(words[at]) for at in long], self._by_sound, self._sound_lengths, BY_SOUND),
        ):
            asked, numbers, edits = near(texts, np.zeros(len(texts), dtype=np.int32), table, engine)
            sizes = np.fromiter(map(len, texts), np.int32, len(texts))
            values = (1.0 - edits / np.maximum(sizes[asked], lengths[numbers])) - off
            if off:  # words of one sound are looked up
                asked, numbers, values = asked[edits > 0], numbers[edits > 0], values[edits > 0]
            found.append((np.array(places, dtype=np.int32)[asked], numbers, values))
        return found


def shapes_of(words: Sequence[str]) -> tuple[Ints, Ints, Ints]:
    """Return of each word how long it is, its first letter or -1 where it is no initial, and whether it has a digit."""
    kinds = kinds_of(words)
    lengths = np.fromiter(map(len, words), np.int32, len(words))
    firsts = np.fromiter((ord(word[0]) for word in words), np.int32, len(words))
    return lengths, np.where(kinds == PLAIN, firsts, -1).astype(np.int32), (kinds == WITH_DIGIT).astype(np.int32)


def links_of(words: Sequence[str], number: Mapping[str, int], ways: Ways) -> Similar:
    """Return for each listed word the listed words that are equal to it in some way."""
    return _looked_up(words, WordWays(words, number, ways))


def laid_out(words: Sequence[str], ways: Ways) -> tuple[Spelled, Spelled]:
    """Return the words by their letters and, those longer than five letters, by their sound."""
    plain = [number for number, word in enumerate(words) if not has_digit(word)]
    heard = [number for number, text in enumerate(ways.sounds) if text and len(words[number]) > EDITS_IN_SHORT]
    return (
        spelled([words[number] for number in plain], np.array(plain, dtype=np.int32)),
        spelled([ways.sounds[number] for number in heard], np.array(heard, dtype=np.int32)),
    )


def _looked_up(words: Sequence[str], ways: WordWays) -> Similar:
    found = LookedUp([], [], [])
    sizes = []
    for word in words:
        before = len(found.numbers)
        ways.look_up(word, found)
        sizes.append(len(found.numbers) - before)
    asked = np.repeat(np.arange(len(words)), np.array(sizes, dtype=np.int64))
    numbers, values = np.array(found.numbers, dtype=np.int32), np.array(found.values, dtype=np.float64)
    return _merged(len(words), asked, numbers, values, np.array(found.partial, dtype=np.int32))


def _merged(size: int, asked: NDArray[np.int64], numbers: Ints, values: Values, partial: Ints) -> Similar:
    """Return what is found for each of so many words, of each listed word the greatest value."""
    order = np.lexsort((-values, numbers, asked))
    asked, numbers = asked[order], numbers[order]
    first = np.ones(len(order), dtype=np.bool_)
    first[1:] = (asked[1:] != asked[:-1]) | (numbers[1:] != numbers[:-1])
    ends = np.searchsorted(asked[first], np.arange(size + 1)).astype(np.int32)
    return Similar(ends, numbers[first], values[order][first], partial[order][first])
