"""Whether an index read from a file holds together: compiled code looks at no bound, so that each is looked at here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import numpy as np

from licet.screen.forms import MAX_LETTERS
from licet.screen.kernel import LONGEST, MAX_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from licet.screen.kernel_data import Spelled
    from licet.screen.listed import ListedParty
    from licet.screen.name_table import NameTable
    from licet.screen.text_arrays import Keyed

    Array = NDArray[Any]

_WHOLE, _LONG, _KEY, _FIGURE = np.int32, np.int64, np.uint32, np.float64


def is_sound(table: NameTable, parties: Sequence[ListedParty]) -> bool:
    """Tell whether every number of a table is within what it stands for, and it is of so many parties."""
    return all(_checks(table, parties))


def _checks(table: NameTable, parties: Sequence[ListedParty]) -> Iterator[bool]:
    """Yield what must hold, in an order in which each may rest on those before."""
    words, size = len(table.words), table.size
    yield all(len(each) == words for each in table.ways)
    yield all(0 < len(word) <= MAX_LETTERS for word in table.words)
    yield all(one < other for one, other in zip(table.words, table.words[1:], strict=False))
    yield all(len(each) == size for each in (table.translated, table.parties, table.places))
    yield _are_ends(table.row_ends, size, len(table.row_words))
    sizes = np.diff(table.row_ends)
    yield not size or (int(sizes.min()) > 0 and int(sizes.max()) <= MAX_WORDS)
    yield _within(table.row_words, words)
    yield _within(table.translated, 2)
    yield _within(table.parties, len(parties))
    yield bool((np.diff(table.parties) >= 0).all())
    names = np.fromiter((1 + len(each.aliases) for each in parties), np.int32, len(parties))
    yield _within(table.places, int(names.max(initial=0)))
    yield bool((table.places < names[table.parties]).all())
    for figures, kind, count, most in (
        (table.weights, np.float64, words, 1.0),
        (table.bounds, np.float32, 3 * size, float(MAX_WORDS)),
    ):
        yield figures.dtype == kind and len(figures) == count
        yield bool(((figures >= 0.0) & (figures <= most)).all())
    yield _are_ends(table.post_ends, words, len(table.post_names))
    yield _within(table.post_names, size)
    yield _are_ends(table.links.ends, words, len(table.links.words))
    yield _within(table.links.words, words)
    yield len(table.links.values) == len(table.links.partial) == len(table.links.words)
    yield table.links.values.dtype == _FIGURE and bool(((table.links.values > 0) & (table.links.values <= 1)).all())
    yield _within(table.links.partial, 2)
    for spelled, count, room in (
        (table.by_letters, words, words),
        (table.by_sound, words, words),
        (table.wholes, size, size),
    ):
        yield from _of_spelled(spelled, count, room)
    yield from _of_keyed(table.neighbours, len(table.row_words) - 1)
    for keyed in (table.initials, table.ends, table.alike, table.wade_giles):
        yield from _of_keyed(keyed, size)


def _of_spelled(spelled: Spelled, count: int, room: int) -> Iterator[bool]:
    letters, ends, masks, numbers, words, keys, starts = (cast("Array", each) for each in spelled)
    texts = len(numbers)
    yield texts <= room
    yield _within(numbers, count)
    yield _are_ends(ends, texts, len(letters))
    sizes = np.diff(ends)
    yield not texts or (int(sizes.min()) > 0 and int(sizes.max()) < LONGEST)
    yield letters.dtype == _WHOLE and words.dtype == _WHOLE and len(words) == texts
    yield masks.dtype == _LONG and len(masks) == texts and bool((masks >= 0).all())
    yield keys.dtype == _LONG and bool((np.diff(keys) > 0).all())
    yield _are_ends(starts, len(keys), texts)


def _of_keyed(keyed: Keyed, count: int) -> Iterator[bool]:
    yield keyed.keys.dtype == _KEY and bool((keyed.keys[1:] >= keyed.keys[:-1]).all())
    yield len(keyed.keys) == len(keyed.numbers)
    yield _within(keyed.numbers, count)


def _within(numbers: Array, below: int) -> bool:
    return numbers.dtype == _WHOLE and (not len(numbers) or (int(numbers.min()) >= 0 and int(numbers.max()) < below))


def _are_ends(ends: Array, count: int, of: int) -> bool:
    """Tell whether numbers divide so many items into so many parts."""
    return (
        ends.dtype == _WHOLE
        and len(ends) == count + 1
        and int(ends[0]) == 0
        and int(ends[-1]) == of
        and bool((np.diff(ends) >= 0).all())
    )
