"""A batch of names asked of the listed ones: laid out for `kernel.search`, run, and what only `scoring` can tell added.

The answer to a name depends on that name and the lists alone: a batch shares work, no figure.
"""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING, NamedTuple, cast

import numpy as np

from licet.screen import kernel, kernel_data, native
from licet.screen.extras import Laid, extras
from licet.screen.lexicon import shapes_of
from licet.screen.name_table import weight_of
from licet.screen.scoring import (
    BESIDE,
    CONTAINED,
    LONG_NAME,
    OTHER_ORDER,
    RARE,
    SHARED,
    SHORT_NAME,
    SHORT_UNLIKE,
    TRANSLATED,
    WHOLE,
    score,
)
from licet.screen.text_arrays import same, viewed
from licet.screen.word_likeness import INITIAL

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from licet.screen.forms import Reading
    from licet.screen.kernel_data import Figures, Numbers
    from licet.screen.lexicon import Lexicon
    from licet.screen.name_table import Floats, NameTable, Singles
    from licet.screen.native import Search
    from licet.screen.text_arrays import Ints, Scan

_ROOM = 1 << 15


class Found(NamedTuple):
    """What is found: of each the number of the reading asked, of the listed one, and the score, never below `least`.

    In the order of both numbers.
    """

    asked: Ints
    names: Ints
    scores: Floats


class Engine:
    """The listed names as the kernel reads them, with room to work in; threads wait for each other."""

    def __init__(self, table: NameTable, lexicon: Lexicon, *, is_compiled: bool) -> None:
        """Lay the names out for compiled or for interpreted code."""
        self._table, self.lexicon = table, lexicon
        self._is_compiled = is_compiled
        self._one = Lock()
        self._view: Callable[[object], Numbers] = same if is_compiled else viewed
        self._scan: Scan | None = None
        self._search: Search = kernel.search
        if is_compiled:
            self._scan, self._search = native.functions()
        lengths, firsts, digits = lexicon.shapes
        self._names = kernel_data.Names(
            row_ends=self._view(table.row_ends),
            row_words=self._view(table.row_words),
            bounds=self._figures(table.bounds),
            translated=self._view(table.translated),
            weights=self._figures(table.weights),
            lengths=self._view(lengths),
            firsts=self._view(firsts),
            digits=self._view(digits),
            post_ends=self._view(table.post_ends),
            post_names=self._view(table.post_names),
        )
        room = [np.zeros(table.size, dtype=np.int32), np.zeros(kernel.MAX_WORDS, dtype=np.int32)]
        pairs = kernel.MAX_WORDS**2
        self._scratch = kernel_data.Scratch(
            sums=self._figures(np.zeros(2 * table.size, dtype=np.float32)),
            extras=self._figures(np.zeros(table.size)),
            touched=self._view(room[0]),
            free_asked=self._view(room[1]),
            free_listed=self._view(room[1].copy()),
            values=self._figures(np.zeros(pairs)),
            ats=self._view(np.zeros(pairs, dtype=np.int32)),
            places=self._view(np.zeros(pairs, dtype=np.int32)),
            partial=self._view(np.zeros(pairs, dtype=np.int32)),
        )

    def twin(self) -> Engine:
        """Return another of the same names, with room of its own."""
        return Engine(self._table, self.lexicon, is_compiled=self._is_compiled)

    def ask(self, rows: Sequence[Reading], least: float) -> Found:
        """Return the listed readings with a score of at least `least` for each reading asked."""
        numbers: dict[str, int] = {}
        row_words = [numbers.setdefault(word, len(numbers)) for row in rows for word in row.words]
        words = tuple(numbers)
        asked = self._asked(rows, words, np.array(row_words, dtype=np.int32), least)
        scale = kernel_data.Scale(
            least=least,
            translated=TRANSLATED,
            other_order=OTHER_ORDER,
            contained=CONTAINED,
            beside=BESIDE,
            rare=RARE,
            shared=SHARED,
            whole=WHOLE,
            short_unlike=SHORT_UNLIKE,
            shortest=float(SHORT_NAME),
            longest=float(LONG_NAME),
            initial=INITIAL,
        )
        with self._one:
            found = self._run(asked, scale, len(rows))
        scores = found.scores
        for at in np.flatnonzero(scores < 0):
            scores[at] = score(rows[found.asked[at]], self._table.reading(int(found.names[at])), self.weigh)
        kept = np.flatnonzero(scores >= least)
        kept = kept[np.lexsort((found.names[kept], found.asked[kept]))]
        return Found(found.asked[kept], found.names[kept], scores[kept])

    def weigh(self, word: str) -> float:
        """Return how much a word tells."""
        number = self.lexicon.number.get(word)
        return weight_of(word, 0, self._table.size) if number is None else float(self._table.weights[number])

    def _run(self, asked: kernel_data.Asked, scale: kernel_data.Scale, size: int) -> Found:
        room = self._table.size + _ROOM
        numbers, names = np.empty(room, dtype=np.int32), np.empty(room, dtype=np.int32)
        scores = np.empty(room)
        out = kernel_data.Out(self._view(numbers), self._view(names), self._figures(scores))
        parts = [Found(numbers[:0], names[:0], scores[:0])]
        first = 0
        while first < size:
            first, found = self._search(first, asked, self._names, scale, self._scratch, out)
            parts.append(Found(numbers[:found].copy(), names[:found].copy(), scores[:found].copy()))
        return Found(*(np.concatenate(each) for each in zip(*parts, strict=True)))

    def _asked(self, rows: Sequence[Reading], words: Sequence[str], row_words: Ints, least: float) -> kernel_data.Asked:
        lengths, firsts, _ = shapes_of(words)
        listed = np.fromiter((self.lexicon.number.get(word, -1) for word in words), np.int32, len(words))
        similar = self.lexicon.similar(words, listed, self._scan)
        weights = np.where(listed >= 0, self._table.weights[listed], 0.0) if self._table.words else np.zeros(len(words))
        for at in np.flatnonzero(listed < 0).tolist():
            weights[at] = self.weigh(words[at])
        laid = Laid(rows, words, row_words, weights, least)
        beside = extras(laid, self._table, self.lexicon, self._scan)
        return kernel_data.Asked(
            row_ends=self._view(np.cumsum([0, *(len(row.words) for row in rows)]).astype(np.int32)),
            row_words=self._view(row_words),
            translated=self._view(np.array([row.translated for row in rows], dtype=np.int32)),
            weights=self._figures(weights),
            listed=self._view(listed),
            lengths=self._view(lengths),
            firsts=self._view(firsts),
            similar_ends=self._view(similar.ends),
            similar_words=self._view(similar.words),
            similar_values=self._figures(similar.values),
            similar_partial=self._view(similar.partial),
            extra_ends=self._view(beside.ends),
            extra_names=self._view(beside.names),
            extra_values=self._figures(beside.values),
            joined_ends=self._view(beside.joined_ends),
            joined_words=self._view(beside.joined_words),
            joined_rooms=self._figures(beside.joined_rooms),
        )

    def _figures(self, array: Floats | Singles) -> Figures:
        return cast("Figures", self._view(array))
