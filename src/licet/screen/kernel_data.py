"""The arrays that `kernel` reads and writes, by name; of one dimension all of them."""

from __future__ import annotations

from typing import NamedTuple, Protocol


class Numbers(Protocol):
    """An array or a memory view of one dimension."""

    def __getitem__(self, place: int, /) -> int:
        """Return one item."""

    def __setitem__(self, place: int, value: int, /) -> None:
        """Change one item."""

    def __len__(self) -> int:
        """Return how many items there are."""


class Figures(Protocol):
    """The same, of floats."""

    def __getitem__(self, place: int, /) -> float:
        """Return one item."""

    def __setitem__(self, place: int, value: float, /) -> None:
        """Change one item."""

    def __len__(self) -> int:
        """Return how many items there are."""


class Spelled(NamedTuple):
    """Texts in the order of first letter and length; texts of one such key stand in one bucket."""

    letters: Numbers  # code points, one text after the other
    ends: Numbers  # where in them, (texts + 1,)
    masks: Numbers  # bits for the letters a text has
    numbers: Numbers  # what each text is of
    words: Numbers  # how many words each text is made of, 0 where that does not matter
    keys: Numbers  # of each bucket, ascending: first letter * LONGEST + length
    starts: Numbers  # of each bucket among the texts, (buckets + 1,)


class Wanted(NamedTuple):
    """Texts to find others near to."""

    letters: Numbers
    ends: Numbers
    masks: Numbers
    an_edit_in: Numbers  # letters that allow one edit more than one, at least; 0 for no such bound
    words: Numbers  # how many words each text is made of: texts of as many are left out


class Names(NamedTuple):
    """The listed names: of each its words in order, and of each word the names found by it."""

    row_ends: Numbers  # (names + 1,)
    row_words: Numbers
    bounds: Figures  # of each name the weight of the words it is found by, that of the others, how many these are
    translated: Numbers
    weights: Figures  # of each word
    lengths: Numbers
    firsts: Numbers  # its first letter, or -1 where it can be no initial and have none
    digits: Numbers  # 1 if it has one
    post_ends: Numbers  # (words + 1,)
    post_names: Numbers


class Asked(NamedTuple):
    """Names asked for, a batch of them, as `Names`; and what was looked up of their words."""

    row_ends: Numbers
    row_words: Numbers
    translated: Numbers
    weights: Figures
    listed: Numbers  # the number of the same word among the listed, or -1
    lengths: Numbers
    firsts: Numbers
    similar_ends: Numbers
    similar_words: Numbers  # listed words like the word, ascending; itself with them
    similar_values: Figures
    similar_partial: Numbers
    extra_ends: Numbers  # of each name asked
    extra_names: Numbers  # listed names that something else than single words speaks for
    extra_values: Figures
    joined_ends: Numbers  # of each name asked
    joined_words: Numbers  # listed words that are two neighbours of the name in one
    joined_rooms: Figures  # the most that each can bring


class Scale(NamedTuple):
    """The figures of `scoring`, and from which score on names are wanted."""

    least: float
    translated: float
    other_order: float
    contained: float
    beside: float
    rare: float
    shared: float
    whole: float
    short_unlike: float
    shortest: float
    longest: float
    initial: float


class Scratch(NamedTuple):
    """Room to work in: two sums and an item each for each listed name, all 0; then for the words of a pair of names."""

    sums: Figures
    extras: Figures
    touched: Numbers
    free_asked: Numbers  # (MAX_WORDS,)
    free_listed: Numbers
    values: Figures  # (MAX_WORDS * MAX_WORDS,)
    ats: Numbers
    places: Numbers
    partial: Numbers


class Out(NamedTuple):
    """What is found: the number of the name asked, of the listed one, and their score or PYTHON_SCORES."""

    asked: Numbers
    names: Numbers
    scores: Figures


class Near(NamedTuple):
    """What is found: the number of the text wanted, of the one near, and the edits between."""

    wanted: Numbers
    numbers: Numbers
    edits: Numbers
