"""Which texts of a pile are worth comparing word group by word group: pairs found without looking at every pair.

Both searches look at each text a bounded number of times, however many texts are alike, so that their time grows as
the pile does. They may propose too much, never decide anything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from licet.evidence.pile.duplicates_shingles import Hashes, Numbers, Signatures

    Pairs = NDArray[np.int64]  # two columns, the lower number first

BANDS, ROWS = 25, 5  # two texts that share 0.8 of their word groups meet with a chance of 0.99995, 0.3 with one of 0.06
ALL_PAIRS_UP_TO = 8
COMMON = 256  # what stands in more texts than this tells nothing of any two
_NEIGHBOURS = 2


def alike_pairs(table: Signatures, least: float) -> Pairs:
    """Return pairs of texts whose signatures agree in at least a share `least` of the bins.

    Texts that agree in a band are compared with the first of them and with their neighbours only: what is linked in a
    chain is one cluster.
    """
    import numpy as np  # noqa: PLC0415  slow to import

    found = [np.zeros((0, 2), np.int64)]
    usable = np.flatnonzero((table != 0xFFFFFFFF).any(axis=1))  # noqa: PLR2004  a text without words is like none
    for band in range(BANDS):
        part = table[usable, band * ROWS : (band + 1) * ROWS].astype(np.uint64)
        key = part[:, 0]
        for row in range(1, ROWS):
            key = key * np.uint64(0x9E3779B97F4A7C15) + part[:, row]
        order = np.lexsort((usable, key))
        key, texts = key[order], usable[order]
        same = np.flatnonzero(key[1:] == key[:-1])
        if same.size:
            first = _first_of_run(key)
            found += [_columns(texts[same], texts[same + 1]), _columns(texts[first[same + 1]], texts[same + 1])]
    pairs = np.unique(np.concatenate(found), axis=0)
    pairs = pairs[pairs[:, 0] != pairs[:, 1]]
    kept = [pairs[:0]]
    for start in range(0, len(pairs), 100_000):
        part = pairs[start : start + 100_000]
        agree = (table[part[:, 0]] == table[part[:, 1]]).mean(axis=1)
        kept.append(part[agree >= least])
    return np.concatenate(kept)


def sharing_pairs(traits: Hashes, of: Numbers) -> tuple[Pairs, Numbers]:
    """Return pairs of texts that have a trait in common, and how many such traits were seen in both.

    A trait of up to `ALL_PAIRS_UP_TO` texts makes every pair of them; one of more makes each text meet two others, by
    an order that differs from trait to trait, so that texts with much in common meet all the same; one of more than
    `COMMON` texts makes none.

    Args:
        traits: Hashes of whatever is compared.
        of: The number of the text that each stands in.
    """
    import numpy as np  # noqa: PLC0415  slow to import

    traits, of = _in_several(traits, of)
    shuffle = (of.astype(np.uint64) + np.uint64(1)) * np.uint64(0xD1342543DE82EF95) ^ traits
    shuffle = (shuffle ^ (shuffle >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9)
    order = np.lexsort((shuffle, traits))
    key, texts = traits[order], of[order]
    begins = np.flatnonzero(np.concatenate([[True], key[1:] != key[:-1]])) if key.size else np.zeros(0, np.int64)
    sizes = np.diff(np.append(begins, key.size))
    size_at = np.repeat(sizes, sizes)
    found = [np.zeros((0, 2), np.int64)]
    for step in range(1, ALL_PAIRS_UP_TO):
        limit = ALL_PAIRS_UP_TO if step > _NEIGHBOURS else COMMON
        at = np.flatnonzero((key[step:] == key[:-step]) & (size_at[step:] <= limit))
        found.append(_columns(texts[at], texts[at + step]))
    pairs = np.concatenate(found)
    pairs = pairs[pairs[:, 0] != pairs[:, 1]]
    if not len(pairs):
        return pairs, np.zeros(0, np.int64)
    width = int(of.max()) + 1
    codes, counts = np.unique(pairs[:, 0] * width + pairs[:, 1], return_counts=True)
    return np.stack([codes // width, codes % width], axis=1), counts.astype(np.int64)


def _in_several(traits: Hashes, of: Numbers) -> tuple[Hashes, Numbers]:
    """Return the traits that stand in two texts at least; of a pile of different texts that is next to nothing."""
    import numpy as np  # noqa: PLC0415  slow to import

    order = np.argsort(traits, kind="stable")
    key = traits[order]
    same = key[1:] == key[:-1]
    shared = np.zeros(key.size, bool)
    shared[1:] |= same
    shared[:-1] |= same
    kept = order[shared]
    return traits[kept], of[kept]


def _first_of_run(key: Hashes) -> Numbers:
    """Return, for each place of sorted keys, the first place with the same key."""
    import numpy as np  # noqa: PLC0415  slow to import

    begins = np.concatenate([[True], key[1:] != key[:-1]])
    return np.maximum.accumulate(np.where(begins, np.arange(key.size), 0))


def _columns(first: Numbers, second: Numbers) -> Pairs:
    import numpy as np  # noqa: PLC0415  slow to import

    return np.stack([np.minimum(first, second), np.maximum(first, second)], axis=1)
