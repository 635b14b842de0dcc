"""Listed names that something else than single words speaks for: initials, other divisions of words, the whole as one.

`asking` gives them to the kernel beside the words; what it cannot score is marked for `scoring`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from licet.screen.kernel import PYTHON_SCORES
from licet.screen.scoring import INITIALS, INITIALS_LETTERS, LETTERS_AN_EDIT, joined
from licet.screen.text_arrays import hits, near
from licet.screen.transliterate import has_chinese, in_wade_giles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from licet.screen.forms import Reading
    from licet.screen.lexicon import Lexicon
    from licet.screen.name_table import Floats, NameTable
    from licet.screen.text_arrays import Ints, Scan


class Laid(NamedTuple):
    """Readings asked, each of their words once, the words one reading after the other, their weights, the least score.

    `row_words` are places in `words`.
    """

    rows: Sequence[Reading]
    words: Sequence[str]
    row_words: Ints
    weights: Floats
    least: float


class Extras(NamedTuple):
    """Of each reading asked, in their order: listed readings with a value, and listed words that it has in two.

    A listed reading may stand twice.
    """

    ends: Ints
    names: Ints
    values: Floats
    joined_ends: Ints
    joined_words: Ints
    joined_rooms: Floats


class _Marked(NamedTuple):
    """Readings asked and listed, with a value each."""

    asked: list[int]
    names: list[int]
    values: list[float]

    def add(self, asked: int, names: Sequence[int], value: float) -> None:
        """Add listed readings for one asked."""
        self.asked.extend([asked] * len(names))
        self.names.extend(names)
        self.values.extend([value] * len(names))


class _Joined(NamedTuple):
    """Listed words that are two neighbours of a reading in one: where they end, and the most each brings."""

    ends: list[int]
    words: list[int]
    rooms: list[float]


def extras(laid: Laid, table: NameTable, lexicon: Lexicon, scan: Scan | None) -> Extras:
    """Return what speaks for listed readings beside single words; `scan` is the compiled `kernel.scan`, or None."""
    rows = laid.rows
    sizes = np.fromiter((len(row.words) for row in rows), np.int32, len(rows))
    found = _Marked([], [], [])
    joined_words = _joined_words(laid, table, lexicon, found)
    _by_initials(rows, table, lexicon, found)
    _alike(rows, sizes, table, scan, found)
    divided, names, values = _divided(laid, np.repeat(np.arange(len(rows)), sizes), table)
    asked = np.concatenate((found.asked, divided)).astype(np.int32)
    order = np.argsort(asked, kind="stable")
    return Extras(
        np.searchsorted(asked[order], np.arange(len(rows) + 1)).astype(np.int32),
        np.concatenate((found.names, names)).astype(np.int32)[order],
        np.concatenate((found.values, values))[order],
        np.array(joined_words.ends, dtype=np.int32),
        np.array(joined_words.words, dtype=np.int32),
        np.array(joined_words.rooms, dtype=np.float64),
    )


def _joined_words(laid: Laid, table: NameTable, lexicon: Lexicon, found: _Marked) -> _Joined:
    """Return the listed words that are two neighbours of a reading in one, and mark the names found by them."""
    numbers = _Joined([0], [], [])
    listed, in_pinyin = lexicon.number, lexicon.ways.with_wade_giles
    start, least = 0, laid.least
    for asked, row in enumerate(laid.rows):
        before = ""
        for at, word in enumerate(row.words, start):
            text, is_first = before + word, not before
            before = word
            if is_first or (text not in listed and text not in in_pinyin):
                continue
            apart = float(laid.weights[laid.row_words[at - 1]] + laid.weights[laid.row_words[at]])
            for number in (*((listed[text],) if text in listed else ()), *in_pinyin.get(text, ())):
                weight = float(table.weights[number])
                numbers.words.append(number)
                numbers.rooms.append(least * max(weight, apart) + 2.0 * (1.0 - least) * weight)
                found.add(asked, table.with_word(number), PYTHON_SCORES)
        start += len(row.words)
        numbers.ends.append(len(numbers.words))
    return numbers


def _divided(laid: Laid, of: NDArray[np.int64], table: NameTable) -> tuple[Ints, Ints, Floats]:
    """Return the readings asked and listed where two neighbours of the listed one are one word of the other.

    The value is below PYTHON_SCORES by the most that the word can bring.
    """
    words = laid.words
    pinyin = [(other, at) for at, word in enumerate(words) if (other := in_wade_giles(word))]
    pairs = hits(
        table.neighbours, [*words, *(text for text, _ in pinyin)], [*range(len(words)), *(at for _, at in pinyin)]
    )
    first, second = (table.weights[table.row_words[pairs.found + at]] for at in (0, 1))
    weights = laid.weights[pairs.asked]
    rooms = laid.least * np.maximum(weights, first + second) + 2.0 * (1.0 - laid.least) * weights
    names = (np.searchsorted(table.row_ends, pairs.found, side="right") - 1).astype(np.int32)
    order = np.argsort(laid.row_words, kind="stable")
    low = np.searchsorted(laid.row_words[order], pairs.asked)
    sizes = np.searchsorted(laid.row_words[order], pairs.asked, side="right") - low
    places = np.arange(int(sizes.sum())) - np.repeat(np.cumsum(sizes) - sizes - low, sizes)
    return of[order[places]].astype(np.int32), np.repeat(names, sizes), np.repeat(PYTHON_SCORES - rooms, sizes)


def _by_initials(rows: Sequence[Reading], table: NameTable, lexicon: Lexicon, found: _Marked) -> None:
    texts, asked = [], []
    for at, row in enumerate(rows):
        if len(row.words) == 1 and len(row.words[0]) in INITIALS_LETTERS:
            texts.append(row.words[0])
            asked.append(at)
        elif len(row.words) in INITIALS_LETTERS:
            number = lexicon.number.get(row.initials)
            if number is not None:
                names = table.with_word(number)
                found.add(at, [name for name in names if len(table.reading(name).words) == 1], INITIALS)
    pairs = hits(table.initials, texts, asked)
    for at, name in zip(pairs.asked.tolist(), pairs.found.tolist(), strict=True):
        if table.reading(name).initials == rows[at].words[0]:
            found.add(at, (name,), INITIALS)


def _alike(rows: Sequence[Reading], sizes: Ints, table: NameTable, scan: Scan | None, found: _Marked) -> None:
    """Mark the listed readings that are like the whole of a reading asked, both written as one word."""
    texts = ["".join(row.words) for row in rows]
    numbers = list(range(len(texts)))
    is_chinese = np.fromiter(map(has_chinese, texts), np.bool_, len(texts))
    an_edit_in = np.where(is_chinese, 0, LETTERS_AN_EDIT).astype(np.int32)
    asked, names, _ = near(texts, an_edit_in, table.wholes, scan, np.where(is_chinese, -1, sizes).astype(np.int32))
    turned = [text[1:2] + text[:1] + text[2:] for text in texts]
    shorter = [text[1:] for text in texts]
    pinyin = [(other, at) for at, text in enumerate(texts) if (other := in_wade_giles(text))]
    pairs = (
        hits(table.ends, [*texts, *shorter], [*numbers, *numbers]),
        hits(table.alike, [*shorter, *turned], [*numbers, *numbers]),
        hits(table.alike, [text for text, _ in pinyin], [at for _, at in pinyin]),
        hits(table.wade_giles, texts, numbers),
    )
    asked = np.concatenate((asked, *(each.asked for each in pairs)))
    names = np.concatenate((names, *(each.found for each in pairs)))
    kept = is_chinese[asked] | (np.diff(table.row_ends)[names] != sizes[asked])
    for at, name in sorted(set(zip(asked[kept].tolist(), names[kept].tolist(), strict=True))):
        value, _ = joined(rows[at].words, table.reading(name).words)
        if value:
            found.add(at, (name,), value)
