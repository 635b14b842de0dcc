"""The names of listed parties as arrays: every reading of every name, its words, and what it is found by.

A name is found by its heaviest words: as many as leave less than two fifths of its weight, and every rare one. Two
names that share none of those cannot score `scoring` 0.57 or more by their words; a test holds this. Beside words a
name is found by its initials, by two neighbours written as one word, and by the whole of it written as one.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import log
from typing import TYPE_CHECKING, cast

import numpy as np

from licet.screen.forms import Reading, readings, set_weight
from licet.screen.lexicon import Lexicon, Similar, laid_out, links_of
from licet.screen.match import INDIVIDUAL
from licet.screen.scoring import INITIALS_LETTERS, RARE
from licet.screen.text_arrays import Keyed, keyed, spelled
from licet.screen.transliterate import in_wade_giles
from licet.screen.word_ways import Ways, ways_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from licet.screen.kernel_data import Spelled
    from licet.screen.listed import ListedParty
    from licet.screen.text_arrays import Ints

    Floats = NDArray[np.float64]
    Singles = NDArray[np.float32]

REST = 0.4  # the share of a name's weight that may be left to words it is not found by
_COMMON = 0.3  # the least weight that rarity gives
_RARE_IN = 5  # names; a word in as many weighs 1


@dataclass(frozen=True, slots=True)
class NameTable:
    """Readings numbered in the order of parties and names; words in alphabetical order. All arrays of one dimension."""

    words: tuple[str, ...]
    ways: Ways
    links: Similar  # of the words
    by_letters: Spelled  # the words
    by_sound: Spelled
    wholes: Spelled  # each reading written as one word
    row_ends: Ints  # of each reading among `row_words`, (readings + 1,)
    row_words: Ints
    translated: Ints
    parties: Ints  # of each reading
    places: Ints  # of each reading: 0 the party's name, from 1 on its aliases
    weights: Floats  # of each word
    bounds: Singles  # of each reading: the weight of the words it is found by, of the others, how many these are
    post_ends: Ints  # of each word among `post_names`, (words + 1,)
    post_names: Ints
    initials: Keyed
    neighbours: Keyed  # two neighbours as one word: where the first of them stands in `row_words`
    ends: Keyed  # the whole without its first letter
    alike: Keyed  # the whole
    wade_giles: Keyed  # the whole in Wade-Giles

    @property
    def size(self) -> int:
        """How many readings there are."""
        return len(self.parties)

    def reading(self, number: int) -> Reading:
        """Return a reading by its number."""
        words = self.row_words[self.row_ends[number] : self.row_ends[number + 1]]
        return Reading(tuple(self.words[word] for word in words), bool(self.translated[number]))

    def with_word(self, number: int) -> list[int]:
        """Return the numbers of the readings that are found by a word."""
        found: list[int] = self.post_names[self.post_ends[number] : self.post_ends[number + 1]].tolist()
        return found

    def lexicon(self) -> Lexicon:
        """Return the words, ready to be asked."""
        return Lexicon(self.words, self.ways, self.links, self.by_letters, self.by_sound)


def weight_of(word: str, count: int, names: int) -> float:
    """Return how much a word tells: by the tables, else by its rarity, from 0.3 to 1.

    Args:
        word: Of a reading.
        count: In how many of the listed readings it stands.
        names: How many there are.
    """
    weight = set_weight(word, is_known=count > 0)
    if weight is not None:
        return weight
    return min(1.0, max(_COMMON, log(max(names / max(count, 1), 1.0)) / log(max(names / _RARE_IN, 2.0))))


def built(parties: Sequence[ListedParty]) -> NameTable:
    """Return the table of every reading of every name and alias."""
    found: list[Reading] = []
    of: list[tuple[int, int]] = []
    for number, party in enumerate(parties):
        individual = party.kind.casefold() == INDIVIDUAL
        for place, name in enumerate((party.name, *party.aliases)):
            for reading in readings(name, is_individual=individual):
                found.append(reading)
                of.append((number, place))
    words = tuple(sorted({word for reading in found for word in reading.words}))
    number_of = {word: number for number, word in enumerate(words)}
    row_words = np.array([number_of[word] for reading in found for word in reading.words], dtype=np.int32)
    row_ends = _ends(len(reading.words) for reading in found)
    places = np.array(of, dtype=np.int32).reshape(-1, 2)
    ways = ways_of(words)
    by_letters, by_sound = laid_out(words, ways)
    texts = ["".join(reading.words) for reading in found]
    weights, bounds, post_ends, post_names = _posted(words, row_ends, row_words)
    return NameTable(
        words=words,
        ways=ways,
        links=links_of(words, number_of, ways),
        by_letters=by_letters,
        by_sound=by_sound,
        wholes=spelled(texts, np.arange(len(texts), dtype=np.int32), np.diff(row_ends)),
        row_ends=row_ends,
        row_words=row_words,
        translated=np.array([reading.translated for reading in found], dtype=np.int32),
        parties=places[:, 0].copy(),
        places=places[:, 1].copy(),
        weights=weights,
        bounds=bounds,
        post_ends=post_ends,
        post_names=post_names,
        **_keys(found, texts),
    )


def _keys(found: Sequence[Reading], texts: Sequence[str]) -> dict[str, Keyed]:
    """Return what names are found by beside words; `texts` are the readings written as one word."""
    short = [at for at, each in enumerate(found) if len(each.words) in INITIALS_LETTERS]
    starts = np.cumsum([0, *(len(each.words) for each in found)]).tolist()
    pairs = [
        (one + other, start + at)
        for start, each in zip(starts, found, strict=False)
        for at, (one, other) in enumerate(pairwise(each.words))
    ]
    pinyin = [(other, at) for at, text in enumerate(texts) if (other := in_wade_giles(text))]
    numbers = range(len(texts))
    return {
        "initials": keyed([found[at].initials for at in short], short),
        "neighbours": keyed([text for text, _ in pairs], [at for _, at in pairs]),
        "ends": keyed([text[1:] for text in texts], numbers),
        "alike": keyed(texts, numbers),
        "wade_giles": keyed([text for text, _ in pinyin], [at for _, at in pinyin]),
    }


def _posted(words: Sequence[str], row_ends: Ints, row_words: Ints) -> tuple[Floats, Singles, Ints, Ints]:
    """Return the weight of each word, of each reading what it is found by and the rest, and the readings of each word.

    Of a word that stands twice in a reading both count.
    """
    size = len(row_ends) - 1
    rows = np.repeat(np.arange(size, dtype=np.int64), np.diff(row_ends))
    pairs = np.unique(rows * max(1, len(words)) + row_words)
    counts = np.bincount(pairs % max(1, len(words)), minlength=len(words))
    weights = np.array([weight_of(word, int(counts[at]), size) for at, word in enumerate(words)], dtype=np.float64)
    order = np.lexsort((row_words, -weights[row_words], rows))
    heavy = weights[row_words[order]]
    whole = np.bincount(rows, weights=weights[row_words], minlength=size)
    before = np.cumsum(heavy) - heavy
    starts = np.zeros(size, dtype=np.float64)
    filled = np.flatnonzero(np.diff(row_ends))
    starts[filled] = before[row_ends[filled]]
    left = whole[rows] - (before - starts[rows])
    kept = (left >= REST * whole[rows]) | (heavy >= RARE)
    names, kept_words = rows[kept], row_words[order][kept]
    found_by = np.bincount(names, weights=heavy[kept], minlength=size)
    posts = np.unique(kept_words.astype(np.int64) * max(1, size) + names)
    post_words, post_names = posts // max(1, size), (posts % max(1, size)).astype(np.int32)
    post_ends = np.searchsorted(post_words, np.arange(len(words) + 1)).astype(np.int32)
    rest_words = np.diff(row_ends) - np.bincount(names, minlength=size)
    bounds = np.stack((found_by, np.maximum(whole - found_by, 0.0), rest_words), axis=1).astype(np.float32)
    return weights, bounds.ravel(), post_ends, post_names


def _ends(sizes: Iterable[int]) -> Ints:
    return cast("Ints", np.cumsum([0, *sizes]).astype(np.int32))
