"""Words and sentences of a text, in one pass each, with their offsets.

A word is kept as written by its offsets and compared in small letters; "US", "U.S." and "USA" are one word, `u.s.`, so
that the pronoun is another. A hyphen between two words is no word: "in-principle" is two. A Chinese character is a
word of its own. What ends a sentence is told by the words around the full stop, not by a model of the language.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

LONGEST_SENTENCE = 300
"""In words. What goes on longer (a list, a table, an attack) is cut, so that work on a sentence is bounded."""

_SHORT_LINE = 55
_WORD = re.compile(
    r"\d{4}-\d{2}-\d{2}(?!\d)"  # a day
    r"|\d(?:[\d.,]*\d)?"  # a figure
    r"|(?:[A-Z]\.){2,}"  # letters with stops: U.S.
    r"|[A-Za-z\u00c0-\u024f][A-Za-z0-9\u00c0-\u024f]*"
    r"|['\u2019](?:s|t|re|ve|ll|d|m)(?![A-Za-z])"
    r"|[^\w\s]|\w"
)
_SAME = {"US": "u.s.", "U.S.": "u.s.", "USA": "u.s.", "U.S": "u.s.", "U.S.A.": "u.s.", "\u2019s": "'s", "\u2019t": "'t"}
_CAPITAL, _DIGIT = 1, 2
_FORMS: dict[str, tuple[str, int]] = {}
_SHORT, _MOST = 24, 50_000
_ENDS = frozenset(".!?\u3002\uff01\uff1f\uff1b\u2026")
_WIDE_ENDS = frozenset("\u3002\uff01\uff1f\uff1b")
_CLOSING = frozenset("\"'\u201d\u2019\u300d\u300f)]\uff09\u300b")
_BULLETS = frozenset("\u2022\u2023\u25e6*\u00b7")
_BREAKS = frozenset(",;:\u2013\u2014()\uff0c\uff1b\uff1a\u3001-")


@dataclass(slots=True)
class Words:
    """The words of a stretch of text: `words` in small letters, and where each starts and ends in the whole text."""

    text: str
    words: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    capitals: list[int] = field(default_factory=list)  # numbers of the words that begin with a capital letter
    digits: list[int] = field(default_factory=list)  # and of those that begin with a digit

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.words)

    def written(self, first: int, end: int) -> str:
        """Return the words from `first` to before `end`, as written."""
        return self.text[self.starts[first] : self.ends[end - 1]]

    def is_capital(self, number: int) -> bool:
        """Tell whether a word begins with a capital letter."""
        return self.text[self.starts[number]].isupper()

    def capitals_between(self, first: int, end: int) -> list[int]:
        """Return the words with a capital from `first` to before `end`."""
        return self.capitals[bisect_left(self.capitals, first) : bisect_left(self.capitals, end)]

    def digits_between(self, first: int, end: int) -> list[int]:
        """Return the words that begin with a digit from `first` to before `end`."""
        return self.digits[bisect_left(self.digits, first) : bisect_left(self.digits, end)]

    def touches(self, number: int) -> bool:
        """Tell whether nothing stands between a word and the one before it."""
        return number > 0 and self.starts[number] == self.ends[number - 1]


class Sentence(NamedTuple):
    """Numbers of the first word of a sentence, and of the one after its last."""

    first: int
    end: int


def words_of(text: str) -> Words:
    """Return the words of a text."""
    found = Words(text)
    add_words(found, 0, len(text))
    return found


def add_words(found: Words, start: int, end: int) -> None:
    """Add the words of its text between two offsets, which come after those it has."""
    words, starts, ends = found.words, found.starts, found.ends
    text, known, last = found.text, _FORMS, -1
    for match in _WORD.finditer(text, start, end):
        first, stop = match.span()
        word = text[first:stop]
        if word == "-" and first == last and text[first + 1 : first + 2].isalnum():
            continue
        last = stop
        small, beginning = known.get(word) or _form(word)
        if beginning:
            (found.capitals if beginning == _CAPITAL else found.digits).append(len(words))
        words.append(small)
        starts.append(first)
        ends.append(last)


def _form(word: str) -> tuple[str, int]:
    """Return how a word is compared, and what it begins with; that of a short word is kept for the next time."""
    small = _SAME.get(word)
    if small is None:
        small = word.lower()
        if small[-1] == "." and len(small) > 1:
            small = small.replace(".", "")
    capital = small[0] != word[0] or small == "u.s."
    form = small, _CAPITAL if capital else _DIGIT if small[0].isdigit() else 0
    if len(word) <= _SHORT and len(_FORMS) < _MOST:
        _FORMS[word] = form
    return form


def sentences_of(
    found: Words, first: int, size: int, *, abbreviations: Collection[str], starters: Collection[str]
) -> Iterator[Sentence]:
    """Yield the sentences of some words, in order; every word is in one.

    Args:
        found: The words.
        first: The number of the first word to look at.
        size: The number of the one after the last.
        abbreviations: Words after which a full stop ends nothing ("inc", "mr"), in small letters.
        starters: Words that begin a sentence after an abbreviation that may end one ("the" after "U.S.").
    """
    number = first
    words, starts, ends, text = found.words, found.starts, found.ends, found.text
    wraps = size > first and "\n" in text[starts[first] : ends[size - 1]]
    while number < size:
        word = words[number]
        stop = number + 1
        over = stop == size or stop - first >= LONGEST_SENTENCE
        if word in _ENDS:
            stop = _past_closing(found, stop, size)
            over = over or stop == size or word in _WIDE_ENDS or _ends_here(found, number, stop, abbreviations)
        elif word == "u.s." and stop < size and ends[number] - starts[number] > 2:  # noqa: PLR2004  "US" has no stop
            over = over or (found.is_capital(stop) and words[stop] in starters)
        if wraps and not over:
            over = "\n" in text[ends[stop - 1] : starts[stop]] and _breaks_line(found, stop)
        if over:
            yield Sentence(first, stop)
            first = stop
        number = stop


def _past_closing(found: Words, stop: int, size: int) -> int:
    """Return the number of the first word past the quotes and brackets that close right here."""
    while stop < size and found.words[stop] in _CLOSING and found.touches(stop):
        stop += 1
    return stop


def _ends_here(found: Words, number: int, stop: int, abbreviations: Collection[str]) -> bool:
    """Tell whether a full stop ends a sentence: space, then a capital, a figure, a quote or a bracket."""
    if found.starts[stop] == found.ends[stop - 1]:
        return False
    if found.words[number] == "." and stop == number + 1 and number:
        before = found.words[number - 1]
        if before in abbreviations or (len(before) == 1 and found.is_capital(number - 1)):
            return False
    after = found.text[found.starts[stop]]
    return not after.islower()


def _breaks_line(found: Words, stop: int) -> bool:
    """Tell whether a line ending before a word ends a sentence: a blank line, a bullet, or a short line before it."""
    text = found.text
    before, after = found.ends[stop - 1], found.starts[stop]
    between = text[before:after]
    if between.count("\n") > 1 or found.words[stop] in _BULLETS:
        return True
    if found.words[stop] in {"-", "\u2013"} or found.words[stop - 1] in _ENDS:
        return True
    line = before - (text.rfind("\n", max(0, before - _SHORT_LINE - 1), before) + 1)
    return line < _SHORT_LINE and not text[after].islower()


class Clauses:
    """Where the clauses of a sentence part: at commas and the like, and before words such as "after" and "while"."""

    __slots__ = ("_at", "_hard")

    def __init__(self, found: Words, sentence: Sentence, subordinators: Collection[str]) -> None:
        """Go through the sentence once."""
        words = found.words
        self._at: list[int] = []
        self._hard: list[int] = []
        for number in range(sentence.first, sentence.end):
            word = words[number]
            if word in subordinators:
                self._at.append(number)
                self._hard.append(number)
            elif word in _BREAKS:
                self._at.append(number)

    def between(self, one: int, other: int) -> int:
        """Return how many partings lie between two words."""
        low, high = (one, other) if one < other else (other, one)
        return bisect_left(self._at, high) - bisect_left(self._at, low + 1)

    def start_before(self, number: int, first: int) -> int:
        """Return the number of the word with which the clause of a word starts, `first` at the earliest."""
        place = bisect_left(self._at, number) - 1
        return max(first, self._at[place]) if place >= 0 else first

    def hard_before(self, number: int, first: int) -> int:
        """Return the last word before which a subordinate clause starts; commas are passed over."""
        place = bisect_left(self._hard, number + 1) - 1
        return max(first, self._hard[place]) if place >= 0 else first

    def end_after(self, number: int, end: int) -> int:
        """Return the number of the word at which the clause of a word ends, `end` at the latest."""
        place = bisect_left(self._at, number + 1)
        return min(end, self._at[place]) if place < len(self._at) else end
