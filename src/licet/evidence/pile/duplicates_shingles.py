"""Texts to hashed word groups, signatures and samples, many texts at a time.

A word group is five words in a row; in scripts without spaces each character is a word. Everything is done on arrays
of whole batches, since a loop over words would take most of the time of reading. Hashes are of our own making and the
same in every run, which Python's are not.
"""

from __future__ import annotations

import hashlib
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    Hashes = NDArray[np.uint64]
    Numbers = NDArray[np.int64]
    Signatures = NDArray[np.uint32]

GROUP = 5
BINS = 128
SAMPLED = 8  # one word group in so many is kept to find texts that overlap in part
BATCH_CHARACTERS = 2_000_000
_EMPTY = 0xFFFFFFFF
_LONGEST_WORD = 64
_PROBES = 48
_BMP = 0x10000
_ALONE = (range(0x3040, 0x3100), range(0x3400, 0xA000), range(0xF900, 0xFB00))  # kana and ideographs


def batches(texts: Iterable[str]) -> Iterator[tuple[int, list[str]]]:
    """Yield stretches of the texts with the number of the first, each of about `BATCH_CHARACTERS`."""
    batch: list[str] = []
    start = size = 0
    for text in texts:
        batch.append(text)
        size += len(text)
        if size >= BATCH_CHARACTERS:
            yield start, batch
            start, size, batch = start + len(batch), 0, []
    if batch:
        yield start, batch


def plain_text(text: str) -> str:
    """Return a text for comparison: compatible letters, in small letters; one that swells by that is cut."""
    if not text.isascii() and not unicodedata.is_normalized("NFKC", text):
        text = unicodedata.normalize("NFKC", text)[: 2 * len(text)]
    return text.lower()


def word_hashes(texts: Sequence[str]) -> tuple[Hashes, Numbers]:
    """Return the hash of every word of the texts in a row, and the number of the text each stands in."""
    import numpy as np  # noqa: PLC0415  slow to import

    plain = [plain_text(text) for text in texts]
    joined = "\n".join(plain).encode("utf-32-le", "surrogatepass")
    codes = np.frombuffer(joined, dtype="<u4")
    classes = _class_table()[np.minimum(codes, _BMP)]
    classes = np.where(codes >= 0x20000, np.uint8(2), classes)  # noqa: PLR2004  ideographs beyond the first plane
    is_word = classes > 0
    starts = is_word.copy()
    starts[1:] &= ~is_word[:-1] | (classes[1:] == 2) | (classes[:-1] == 2)  # noqa: PLR2004  2: a word by itself
    at = np.flatnonzero(starts)
    if not at.size:
        return np.zeros(0, np.uint64), np.zeros(0, np.int64)
    begun = np.zeros(codes.size, np.int64)
    begun[at] = at
    within = np.minimum(np.arange(codes.size) - np.maximum.accumulate(begun), _LONGEST_WORD - 1)
    values = (codes.astype(np.uint64) + np.uint64(1)) * _powers(_LONGEST_WORD)[within]
    values[~is_word] = 0
    sums = np.add.reduceat(values, at)
    ends = np.cumsum([len(text) + 1 for text in plain])
    return _mixed(sums), np.searchsorted(ends, at, side="right").astype(np.int64)


def groups(words: Hashes, of: Numbers, count: int) -> tuple[Hashes, Numbers]:
    """Return the hash of every word group, and the number of its text.

    Args:
        words: Hashes of words, text after text.
        of: The number of the text of each.
        count: How many texts there are. One shorter than a group is one group.
    """
    import numpy as np  # noqa: PLC0415  slow to import

    sizes = np.bincount(of, minlength=count)
    factors = _powers(GROUP)
    whole = np.zeros(0, np.uint64)
    whole_of = np.zeros(0, np.int64)
    if words.size >= GROUP:
        last = words.size - GROUP + 1
        sums = np.zeros(last, np.uint64)
        for place in range(GROUP):
            sums += words[place : place + last] * factors[place]
        inside = of[:last] == of[GROUP - 1 :]
        whole, whole_of = _mixed(sums[inside]), of[:last][inside]
    short = np.flatnonzero((sizes > 0) & (sizes < GROUP))
    if not short.size:
        return whole, whole_of
    first = np.cumsum(sizes) - sizes
    with np.errstate(over="ignore"):
        extra = [
            np.sum(words[first[each] :][: sizes[each]] * factors[: sizes[each]], dtype=np.uint64) for each in short
        ]
    return np.concatenate([whole, _mixed(np.array(extra, np.uint64))]), np.concatenate([whole_of, short])


def digests(words: Hashes, of: Numbers, count: int) -> list[bytes]:
    """Return a digest of the words of each text, in their order; empty of a text without words."""
    import numpy as np  # noqa: PLC0415  slow to import

    ends = np.cumsum(np.bincount(of, minlength=count))
    found, start = [], 0
    for end in ends.tolist():
        found.append(hashlib.blake2b(words[start:end].tobytes(), digest_size=16).digest() if end > start else b"")
        start = end
    return found


def signatures(hashes: Hashes, of: Numbers, count: int) -> Signatures:
    """Return one row of `BINS` least hashes for each text; two texts agree in about as many as they share word groups.

    One hash of each group says its bin and its rank (one-permutation MinHash); an empty bin takes the value of another,
    found by the same walk in every text (Shrivastava, "Optimal Densification for Fast and Accurate Minwise Hashing",
    2017). A text without words is empty throughout.
    """
    import numpy as np  # noqa: PLC0415  slow to import

    least = np.full(count * BINS, _EMPTY, np.uint32)
    places = of * BINS + (hashes & np.uint64(BINS - 1)).astype(np.int64)
    np.minimum.at(least, places, (hashes >> np.uint64(33)).astype(np.uint32))
    table = least.reshape(count, BINS)
    filled = table.copy()
    known = table != _EMPTY
    for step in _walks():
        wanting = filled == _EMPTY
        if not wanting.any():
            break
        rows, bins = np.nonzero(wanting & known.any(axis=1)[:, None])
        source = step[bins]
        usable = known[rows, source]
        filled[rows[usable], bins[usable]] = table[rows[usable], source[usable]]
    return filled


def sample(hashes: Hashes, of: Numbers) -> tuple[Hashes, Numbers]:
    """Return the word groups that are kept of every text in which they stand."""
    import numpy as np  # noqa: PLC0415  slow to import

    kept = (hashes >> np.uint64(20)) % np.uint64(SAMPLED) == 0
    return hashes[kept], of[kept]


def _mixed(values: Hashes) -> Hashes:
    """Return the values with their bits well mixed (the finaliser of SplitMix64)."""
    import numpy as np  # noqa: PLC0415  slow to import

    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


@cache
def _powers(count: int) -> Hashes:
    import numpy as np  # noqa: PLC0415  slow to import

    return np.cumprod(np.full(count, 0x9E3779B97F4A7C15, np.uint64), dtype=np.uint64)


@cache
def _class_table() -> NDArray[np.uint8]:
    """Return, for each character, 0: no word, 1: part of a word, 2: a word by itself."""
    import numpy as np  # noqa: PLC0415  slow to import

    table = np.zeros(_BMP + 1, np.uint8)
    table[:_BMP] = np.fromiter((chr(code).isalnum() for code in range(_BMP)), np.uint8, _BMP)
    for stretch in _ALONE:
        table[stretch.start : stretch.stop] *= 2
    return table


@cache
def _walks() -> list[Numbers]:
    """Return, for each step of the walk of an empty bin, the bin it looks into."""
    import numpy as np  # noqa: PLC0415  slow to import

    bins = np.arange(BINS, dtype=np.uint64)
    tries = [_mixed(bins + np.uint64(BINS * (step + 1))) % np.uint64(BINS) for step in range(_PROBES)]
    steps = [each.astype(np.int64) for each in tries]
    return steps + [(np.arange(BINS) + step) % BINS for step in range(1, BINS)]
