"""The methods that names_speed.py compares, behind one face: many names to the party of the likest listed name.

Of others, rapidfuzz is a dependency of the project; sparse_dot_topn and faiss are used where they are installed.
Each is given names in the normal form of the project, words sorted: methods are compared, not spellings.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from licet.screen.likeness import POSSIBLE, Level, LikenessIndex
from licet.screen.names import normal_form

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from licet.screen.listed import ListedParty

    Found = list[tuple[ListedParty, float] | None]

GRAM = 3
DIMENSIONS = 256
AT_ONCE = 256


class Batch(Protocol):
    """Something that looks many names up; `every`: one in so many is asked, where it is slow."""

    every: int
    flagged: float  # the score from which on a name is flagged

    def search(self, names: Sequence[str]) -> Found:
        """Return for each name the likest party with its score, or None."""


class Ours:
    """The search by likeness, down to a level."""

    every = 1
    flagged = POSSIBLE

    def __init__(self, parties: Sequence[ListedParty], workers: int, least: Level) -> None:
        """Index the parties."""
        self._index, self._workers, self._least = LikenessIndex(parties), workers, least

    def search(self, names: Sequence[str]) -> Found:
        """Return the likest."""
        found = self._index.search_many(names, least=self._least, workers=self._workers)
        return [(each[0].party, each[0].score) if each else None for each in found]


class Rapidfuzz:
    """Every name against every listed one by one ratio, in C++ on all cores."""

    every = 20
    flagged = 80.0

    def __init__(self, parties: Sequence[ListedParty], workers: int, ratio: str = "ratio") -> None:
        """Keep every name."""
        from rapidfuzz import fuzz, process  # noqa: PLC0415

        self._workers, self._cdist, self._ratio = workers, process.cdist, getattr(fuzz, ratio)
        self._of, self._texts = _names(parties)
        self.every = max(1, self.every * len(self._texts) // 50_000)

    def search(self, names: Sequence[str]) -> Found:
        """Return the likest."""
        found: Found = []
        for at in range(0, len(names), AT_ONCE):
            asked = [_sorted(name) for name in names[at : at + AT_ONCE]]
            scores = self._cdist(asked, self._texts, scorer=self._ratio, workers=self._workers, dtype=np.uint8)
            best = scores.argmax(axis=1)
            found += [(self._of[place], float(row[place])) for row, place in zip(scores, best, strict=True)]
        return found


class TfIdf:
    """The nearest by tf-idf of grams of three letters, with sparse_dot_topn."""

    every = 1
    flagged = 0.8

    def __init__(self, parties: Sequence[ListedParty], workers: int) -> None:
        """Lay the names out as a sparse matrix."""
        self._workers = workers
        self._of, texts = _names(parties)
        self._numbers: dict[str, int] = {}
        counted = self._matrix(texts, is_new=True)
        counts = np.bincount(counted.indices, minlength=len(self._numbers))
        self._idf = np.log1p(len(texts) / np.maximum(counts, 1)).astype(np.float32)
        self._listed = self._weighed(counted).T.tocsr()

    def search(self, names: Sequence[str]) -> Found:
        """Return the nearest by cosine."""
        from sparse_dot_topn import sp_matmul_topn  # noqa: PLC0415

        asked = self._weighed(self._matrix([_sorted(name) for name in names], is_new=False))
        found = sp_matmul_topn(asked, self._listed, top_n=1, n_threads=self._workers)
        return [
            (self._of[found.indices[start]], float(found.data[start])) if start < end else None
            for start, end in pairwise(found.indptr)
        ]

    def _matrix(self, texts: Sequence[str], *, is_new: bool) -> Any:  # noqa: ANN401  scipy states no types
        from scipy.sparse import csr_matrix  # noqa: PLC0415

        numbers: list[int] = []
        ends = [0]
        for text in texts:
            grams = _grams(text)
            if is_new:
                numbers += [self._numbers.setdefault(gram, len(self._numbers)) for gram in grams]
            else:
                numbers += [self._numbers[gram] for gram in grams if gram in self._numbers]
            ends.append(len(numbers))
        ones = np.ones(len(numbers), dtype=np.float32)
        return csr_matrix(
            (ones, np.array(numbers, dtype=np.int32), np.array(ends, dtype=np.int32)), (len(texts), len(self._numbers))
        )

    def _weighed(self, counted: Any) -> Any:  # noqa: ANN401  as above
        from scipy.sparse import diags  # noqa: PLC0415

        weighed = counted @ diags(self._idf)
        norms = np.sqrt(np.asarray(weighed.multiply(weighed).sum(axis=1)).ravel())
        return (diags(1 / np.maximum(norms, 1e-9)) @ weighed).tocsr().astype(np.float32)


class Faiss:
    """The nearest of vectors of hashed grams, with faiss: exact, or by a graph."""

    every = 1
    flagged = 0.8

    def __init__(self, parties: Sequence[ListedParty], workers: int, *, is_exact: bool) -> None:
        """Make a vector of every name."""
        import faiss  # noqa: PLC0415

        faiss.omp_set_num_threads(workers)
        self._of, texts = _names(parties)
        self._idf = np.ones(DIMENSIONS * 64, dtype=np.float32)
        vectors = _vectors(texts)
        self._index = faiss.IndexFlatIP(DIMENSIONS) if is_exact else faiss.IndexHNSWFlat(DIMENSIONS, 16, 0)
        if not is_exact:
            self._index.hnsw.efSearch = 64
        self._index.add(vectors)

    def search(self, names: Sequence[str]) -> Found:
        """Return the nearest by cosine."""
        nearness, places = self._index.search(_vectors([_sorted(name) for name in names]), 1)
        return [(self._of[place[0]], float(near[0])) for near, place in zip(nearness, places, strict=True)]


def _names(parties: Sequence[ListedParty]) -> tuple[list[ListedParty], list[str]]:
    pairs = [(party, _sorted(name)) for party in parties for name in (party.name, *party.aliases)]
    return [party for party, _ in pairs], [text for _, text in pairs]


def _sorted(name: str) -> str:
    return " ".join(sorted(normal_form(name).split()))


def _grams(text: str) -> list[str]:
    padded = f" {text} "
    return list(dict.fromkeys(padded[at : at + GRAM] for at in range(len(padded) - GRAM + 1)))


def _vectors(texts: Sequence[str]) -> Any:  # noqa: ANN401  as faiss takes them
    from zlib import crc32  # noqa: PLC0415

    found = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
    for at, text in enumerate(texts):
        for size in (2, GRAM):
            padded = f" {text} "
            for place in range(len(padded) - size + 1):
                key = crc32(padded[place : place + size].encode())
                found[at, key % DIMENSIONS] += 1 if key & 0x10000 else -1
    norms = np.linalg.norm(found, axis=1, keepdims=True)
    return found / np.maximum(norms, 1e-9)


BATCHES: dict[str, Callable[[Sequence[ListedParty], int], Batch]] = {
    "strong": lambda parties, workers: Ours(parties, workers, Level.STRONG),
    "possible": lambda parties, workers: Ours(parties, workers, Level.POSSIBLE),
    "weak": lambda parties, workers: Ours(parties, workers, Level.WEAK),
    "rapidfuzz": Rapidfuzz,
    "rapidfuzz_set": lambda parties, workers: Rapidfuzz(parties, workers, "token_set_ratio"),
    "tfidf": TfIdf,
    "faiss": lambda parties, workers: Faiss(parties, workers, is_exact=True),
    "faiss_graph": lambda parties, workers: Faiss(parties, workers, is_exact=False),
}
