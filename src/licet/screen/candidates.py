"""The texts nearest to a query by the grams they share, found in an index, exactly, without looking at every text.

Each text is a bag of words, each word a bag of grams. A rare gram weighs more (its *idf*: the logarithm of the number
of texts over the number of texts that have it). The nearness of a text is the sum of the squared idf of the grams it
shares with the query, over a power of the text's own length, so that a short name is not lost among long ones.

Grams are taken from the rarest to the commonest. Once the grams left cannot lift a text not met yet into the answer,
only texts met so far are looked at; the answer is the same as that of looking at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from licet.screen.forms import grams

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    Numbers = NDArray[np.int32]
    Weights = NDArray[np.float32]

LENGTH_POWER = 0.7
_EVERY = 4  # grams between two looks at what can still enter
_WORTH_A_LOOK = 0.5  # the share of all there is to gain that may be left; earlier the look would be for nothing
_AT_ONCE = 50_000  # texts laid out at one time, to keep memory low
_TIES = 10  # times the limit; equally near texts past it are not returned
_SLACK = 1e-4  # relative; sums of float32 in another order


class Near(NamedTuple):
    """A text by its number, and how near it is: comparable within one query only."""

    text: int
    nearness: float


class GramIndex:
    """Texts that do not change, ready to be searched.

    Attributes:
        words: Every word of the texts once.
        counts: In how many texts each word stands, (number of words,).
    """

    def __init__(self, texts: Iterable[Sequence[str]]) -> None:
        """Index texts, each given as its words; they are numbered in their order."""
        self._numbers: dict[str, int] = {}
        of_words: list[int] = []
        ends: list[int] = [0]
        for text in texts:
            of_words += [self._numbers.setdefault(word, len(self._numbers)) for word in dict.fromkeys(text)]
            ends.append(len(of_words))
        self.words: tuple[str, ...] = tuple(self._numbers)
        self.size = len(ends) - 1
        words_of = np.array(of_words, dtype=np.int32)
        self.counts: Numbers = np.bincount(words_of, minlength=len(self.words)).astype(np.int32)
        self._index(words_of, np.array(ends, dtype=np.int64))

    def count(self, word: str) -> int:
        """Return in how many texts a word stands."""
        number = self._numbers.get(word)
        return 0 if number is None else int(self.counts[number])

    def nearest(self, words: Iterable[str], limit: int) -> list[Near]:
        """Return the nearest texts, the nearest first, equally near ones by their number; only texts that share.

        Texts as near as the last one within the limit come too, so that of equal names none is lost, up to ten times
        the limit.
        """
        found = {self._grams[gram] for word in words for gram in grams(word) if gram in self._grams}
        asked = np.array(sorted(found, key=lambda gram: (self._lengths[gram], gram)), dtype=np.int64)
        if not len(asked) or limit < 1:
            return []
        texts, nearness = self._gathered(asked, limit)
        if len(texts) > limit:
            least = np.partition(nearness, len(nearness) - limit)[len(nearness) - limit]
            kept = nearness >= least * (1 - _SLACK)
            texts, nearness = texts[kept], nearness[kept]
        order = np.lexsort((texts, -nearness))[: limit * _TIES]
        return [Near(int(texts[at]), float(nearness[at])) for at in order]

    def cosine(self, words: Iterable[str], near: Near) -> float:
        """Return the cosine of a query and a text found by it, from 0 to 1; grams no text has count as the rarest."""
        found = {gram for word in words for gram in grams(word)}
        rarest = float(np.log1p(self.size))
        squares = sum(float(self._idf[self._grams[gram]]) ** 2 if gram in self._grams else rarest**2 for gram in found)
        norm = float(self._norms[near.text])
        return min(1.0, float(near.nearness * norm**LENGTH_POWER / (norm * squares**0.5)))

    def _index(self, words_of: Numbers, ends: NDArray[np.int64]) -> None:
        """Lay out the grams of each text, and the texts of each gram."""
        self._grams: dict[str, int] = {}
        of_words: list[int] = []
        word_ends = [0]
        for word in self.words:
            of_words += [self._grams.setdefault(gram, len(self._grams)) for gram in grams(word)]
            word_ends.append(len(of_words))
        laid = _laid_out(words_of, ends, np.array(of_words, dtype=np.int32), np.array(word_ends, dtype=np.int64))
        texts, gram_of = laid
        kinds = max(1, len(self._grams))
        self._row_ends = np.searchsorted(texts, np.arange(self.size + 1)).astype(np.int64)
        self._row_grams: Numbers = gram_of
        self._lengths = np.bincount(gram_of, minlength=kinds)
        self._idf: Weights = np.log1p(self.size / np.maximum(self._lengths, 1)).astype(np.float32)
        squares = np.bincount(texts, weights=self._idf[gram_of].astype(np.float64) ** 2, minlength=self.size)
        self._norms: Weights = np.sqrt(np.maximum(squares, 1e-9)).astype(np.float32)
        self._scale: Weights = self._norms**-LENGTH_POWER
        self._postings: Numbers = texts[np.argsort(gram_of, kind="stable")]
        self._posting_ends = np.concatenate(([0], np.cumsum(self._lengths)))
        self._most = np.zeros(kinds, dtype=np.float32)
        np.maximum.at(self._most, gram_of, self._scale[texts])

    def _gathered(self, asked: NDArray[np.int64], limit: int) -> tuple[Numbers, Weights]:
        """Return every text that can be among the nearest, with its whole nearness."""
        squares = self._idf[asked] ** 2
        left = np.concatenate((np.cumsum((squares * self._most[asked])[::-1])[::-1], [0.0]))
        sums = np.zeros(self.size, dtype=np.float32)
        for number, gram in enumerate(asked):
            texts = self._postings[self._posting_ends[gram] : self._posting_ends[gram + 1]]
            sums[texts] += squares[number] * self._scale[texts]
            rest = len(asked) - number - 1
            if rest > _EVERY and (number + 1) % _EVERY == 0 and left[number + 1] < left[0] * _WORTH_A_LOOK:
                met = np.flatnonzero(sums).astype(np.int32)
                if len(met) > limit:
                    reached = sums[met]
                    least = np.partition(reached, len(reached) - limit)[len(reached) - limit]
                    if left[number + 1] < least * (1 - _SLACK):
                        return self._finished(met[reached + left[number + 1] >= least * (1 - _SLACK)], asked)
        met = np.flatnonzero(sums).astype(np.int32)
        return met, sums[met]

    def _finished(self, texts: Numbers, asked: NDArray[np.int64]) -> tuple[Numbers, Weights]:
        weights = np.zeros(len(self._lengths), dtype=np.float32)
        weights[asked] = self._idf[asked] ** 2
        starts, ends = self._row_ends[texts], self._row_ends[texts + 1]
        sizes = ends - starts
        begins = np.cumsum(sizes) - sizes
        places = np.arange(int(sizes.sum())) - np.repeat(begins - starts, sizes)
        sums = np.add.reduceat(weights[self._row_grams[places]], begins)
        return texts, sums * self._scale[texts]


def _laid_out(
    words_of: Numbers, ends: NDArray[np.int64], grams_of: Numbers, word_ends: NDArray[np.int64]
) -> tuple[Numbers, Numbers]:
    """Return each gram of each text once, as (text, gram), in the order of both."""
    sizes = np.diff(word_ends)
    texts_found, grams_found = [np.zeros(0, dtype=np.int32)], [np.zeros(0, dtype=np.int32)]
    kinds = int(grams_of.max(initial=0)) + 1
    for first in range(0, len(ends) - 1, _AT_ONCE):
        bounds = ends[first : first + _AT_ONCE + 1]
        words = words_of[bounds[0] : bounds[-1]]
        taken = sizes[words]
        texts = np.repeat(np.repeat(np.arange(len(bounds) - 1), np.diff(bounds)), taken)
        begins = np.cumsum(taken) - taken
        places = np.arange(int(taken.sum())) - np.repeat(begins - word_ends[words], taken)
        pairs = texts * kinds + grams_of[places]
        pairs.sort()
        pairs = pairs[np.concatenate(([True], pairs[1:] != pairs[:-1]))] if len(pairs) else pairs
        texts_found.append((pairs // kinds + first).astype(np.int32))
        grams_found.append((pairs % kinds).astype(np.int32))
    return np.concatenate(texts_found), np.concatenate(grams_found)
