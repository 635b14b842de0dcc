"""Texts laid out as arrays for `kernel.scan`, and keys of texts that a sorted array is searched for."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, cast
from zlib import crc32

import numpy as np

from licet.screen.kernel import LONGEST, scan
from licet.screen.kernel_data import Near, Spelled, Wanted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from licet.screen.kernel_data import Numbers

    Ints = NDArray[np.int32]
    Longs = NDArray[np.int64]
    Keys = NDArray[np.uint32]
    Scan = Callable[[Wanted, int, Spelled, Near, Numbers], tuple[int, int]]

_A, _LATIN = ord("a"), 26
_OTHER_BITS = 11  # bits for letters that are not a to z; with those of a to z 63, so that the sign stays free
_ROOM = 1 << 16


class Letters(NamedTuple):
    """Texts one after the other as code points, where each ends, and which letters each has."""

    letters: Ints
    ends: Ints
    masks: Longs


class Keyed(NamedTuple):
    """Keys in ascending order, each with what it is the key of; two texts may share a key by chance."""

    keys: Keys
    numbers: Ints


class Hits(NamedTuple):
    """Pairs found: the number of what was asked, and of what was found."""

    asked: Ints
    found: Ints


def letters_of(texts: Sequence[str]) -> Letters:
    """Return texts as arrays; none may be empty or longer than `kernel.LONGEST`."""
    letters = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), dtype="<i4").astype(np.int32)
    ends = np.zeros(len(texts) + 1, dtype=np.int32)
    np.cumsum(np.fromiter(map(len, texts), np.int32, len(texts)), out=ends[1:])
    masks = np.zeros(len(texts), dtype=np.int64)
    if len(texts):
        ones = np.left_shift(np.int64(1), _bits(letters, np.repeat(np.arange(len(texts)), np.diff(ends))))
        masks = np.bitwise_or.reduceat(ones, ends[:-1])
    return Letters(letters, ends, masks)


def _bits(letters: Ints, texts: Longs) -> Longs:
    """Return a bit for each letter of each text: of a to z one for the first in its text and one for all later ones.

    One edit takes at most one bit away and adds at most one.
    """
    order = np.lexsort((letters, texts))
    again = np.zeros(len(letters), dtype=np.bool_)
    again[order[1:]] = (letters[order[1:]] == letters[order[:-1]]) & (texts[order[1:]] == texts[order[:-1]])
    places = letters.astype(np.int64) - _A
    is_latin = (places >= 0) & (places < _LATIN)
    return np.where(is_latin, places + _LATIN * again, 2 * _LATIN + letters % _OTHER_BITS)


def spelled(texts: Sequence[str], numbers: Ints, words: Ints | None = None) -> Spelled:
    """Return texts in buckets of one first letter and length.

    Args:
        texts: None empty.
        numbers: What each is of.
        words: Of how many words each is made, where texts of as many as the text wanted are not wanted.
    """
    laid = letters_of(texts)
    lengths = np.diff(laid.ends)
    keys = laid.letters[laid.ends[:-1]].astype(np.int64) * LONGEST + lengths
    order = np.argsort(keys, kind="stable")
    kinds, starts = np.unique(keys[order], return_index=True)
    ends = np.zeros(len(texts) + 1, dtype=np.int32)
    np.cumsum(lengths[order], out=ends[1:])
    places = np.arange(int(ends[-1])) - np.repeat(ends[:-1] - laid.ends[:-1][order], lengths[order])
    arrays = (
        laid.letters[places],
        ends,
        laid.masks[order],
        numbers[order],
        np.zeros(len(texts), dtype=np.int32) if words is None else words[order],
        kinds,
        np.append(starts, len(texts)).astype(np.int32),
    )
    return Spelled(*(cast("Numbers", each) for each in arrays))


def keys_of(texts: Sequence[str]) -> Keys:
    """Return the keys of texts."""
    return np.fromiter(
        map(crc32, (text.encode("utf-8", "surrogatepass") for text in texts)), dtype=np.uint32, count=len(texts)
    )


def keyed(texts: Sequence[str], numbers: Sequence[int]) -> Keyed:
    """Return the numbers of texts by their keys."""
    keys, of = keys_of(texts), np.array(numbers, dtype=np.int32)
    order = np.lexsort((of, keys))
    return Keyed(keys[order], of[order])


def hits(table: Keyed, texts: Sequence[str], numbers: Sequence[int]) -> Hits:
    """Return what has the key of a text; each text comes with a number."""
    keys, asked = keys_of(texts), np.array(numbers, dtype=np.int32)
    low = np.searchsorted(table.keys, keys)
    there = low < len(table.keys)
    there[there] = table.keys[low[there]] == keys[there]
    low, keys, asked = low[there], keys[there], asked[there]
    sizes = np.searchsorted(table.keys, keys, side="right") - low
    places = np.arange(int(sizes.sum())) - np.repeat(np.cumsum(sizes) - sizes - low, sizes)
    return Hits(np.repeat(asked, sizes), table.numbers[places])


def near(
    texts: Sequence[str], an_edit_in: Ints, among: Spelled, engine: Scan | None, words: Ints | None = None
) -> tuple[Ints, Ints, Ints]:
    """Return the texts of a table a few edits away that begin alike, as three arrays: asked, found, edits.

    Args:
        texts: What to look for; none empty.
        an_edit_in: For each the letters that allow one edit more than one, 0 for the bounds of words alone.
        among: The table.
        engine: The compiled `kernel.scan`; None runs it interpreted.
        words: Of how many words each is made; texts of as many are left out. -1 leaves none out.
    """
    laid = letters_of(texts)
    size = len(among.numbers) + _ROOM
    room = [np.empty(size, dtype=np.int32) for _ in range(3)]
    longest = int(max(np.diff(laid.ends).max(initial=0), np.diff(cast("Ints", among.ends)).max(initial=0)))
    rows = np.zeros(3 * (longest + 3), dtype=np.int32)
    view = viewed if engine is None else same
    run = scan if engine is None else engine
    wanted = Wanted(
        *map(view, (*laid, an_edit_in, np.full(len(texts), -1, dtype=np.int32) if words is None else words))
    )
    into, table = Near(*map(view, room)), Spelled(*map(view, among))
    parts: list[list[Ints]] = [[np.zeros(0, dtype=np.int32)] for _ in room]
    first = 0
    while first < len(texts):
        first, found = run(wanted, first, table, into, view(rows))
        for part, array in zip(parts, room, strict=True):
            part.append(array[:found].copy())
    asked, numbers, edits = (np.concatenate(part) for part in parts)
    return asked, numbers, edits


def viewed(array: object) -> Numbers:
    """Return an array as what interpreted code reads and writes fast."""
    return cast("Numbers", cast("NDArray[np.int32]", array).data)


def same(array: object) -> Numbers:
    """Return an array for compiled code."""
    return cast("Numbers", array)
