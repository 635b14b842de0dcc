"""Lines and paragraphs of a plain text, as stretches of it: where lines are wrapped, those of one paragraph together.

Text is wrapped at a width when lines break only where the next word would not fit: that width lies between the length
of a line and what it would be with the first word of the next. Filings, e-mails and notices are written so. Lines that
are set in a proportional face break at about the same length; they are told by that.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import TYPE_CHECKING, NamedTuple

from licet.evidence.model import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_LINE = re.compile(r"[^\r\n\u2028\u2029\x85]+")
_BREAK = re.compile(r"\r\n|[\r\n\u2028\u2029\x85]")
BULLET = re.compile(r"(?:[-*+•·‣▪◦●○■□➤►\u2013—]|\(?\d{1,2}[.)]|[a-z]\)|\[\d{1,3}\])\s")
MARKDOWN_HEADING = re.compile(r"(#{1,6})\s")
BLANKS = " \t\r\n\x85\u2028\u2029\u00a0\u3000\ufeff\u200b"
SENTENCE_END = frozenset(".!?。\uff01\uff1f\uff0e")
_FIRST_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\s\u3040-\u30ff\u3400-\u9fff]{1,60}|\S")
_HAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_WIDE = re.compile(r"[\u3000-\u30ff\u3400-\u9fff\uac00-\ud7af\uff01-\uff60]")  # takes two columns
_FIRST_HAN = "\u3040"
_AROUND_WORDS = "\"'“”\u2018\u2019()[]*_"
_NARROWEST, _WIDEST = 50, 130  # columns, at which a text is wrapped
_HAN_ROOM = 5  # columns: a character takes two, and may not stand apart from the mark behind it
_LEAST = 3  # lines that fit a width
_LEAST_RUNNING = 2
_RUNNING = 0.4  # of the lines that another follows, those that go on within a sentence
_FITTING = 0.35  # of the lines that another follows, those that fit a width
_AGAINST = 0.2  # for each line that fits a width, those that go on within a sentence although more would fit
_MOSTLY = 0.6
_NEARLY_ALL = 0.95
_WHOLE = 0.5  # of the lines that fit a width, those of paragraphs that fit it in every line
_FULL = 0.75  # of the width
_SHORT = 0.8  # of the width
_SLACK = 2
_INDENT = 2  # columns, of the first line of a paragraph
_PRINTED_WIDTH = 100
_NARROW = 45
_LEAST_PRINTED = 4


class _Line(NamedTuple):
    """A line without the blanks around it, how many columns stand before it, and at which it ends."""

    start: int
    end: int
    margin: int
    edge: int


@dataclass(frozen=True, slots=True)
class _Wrapped:
    """At which width a text is wrapped, and whether every line is filled as far as words go."""

    width: int
    is_filled: bool


@dataclass(frozen=True, slots=True)
class _Pair:
    """A line and the one below it, by what it takes to say why they part.

    `length` is the column at which the first ends; `needed` where it would end with the next word; `runs` whether the
    second goes on within a sentence.
    """

    length: int
    needed: int
    runs: bool


def paragraphs(text: str, most: int, stands_alone: Callable[[str], bool]) -> Iterator[Span]:
    """Yield each line, without the blanks around it; where lines are wrapped, those of one paragraph together.

    Args:
        text: The whole text.
        most: How many lines are looked at.
        stands_alone: Tells of a line whether it can be no end of a paragraph, such as a line of dates.
    """
    groups = list(_groups(text, most))
    wrapped = _wrapped(text, groups)
    for group in groups:
        if wrapped is None:
            yield from (Span(line.start, line.end) for line in group)
            continue
        start = group[0].start
        for place, (before, line) in enumerate(pairwise(group), start=1):
            parts = _starts_anew(text, before, line, wrapped)
            if not parts and (place + 1 == len(group) or _starts_anew(text, line, group[place + 1], wrapped)):
                parts = stands_alone(text[line.start : line.end])
            if not parts and start == before.start and text[before.end - 1].isdigit() and text[line.start].isupper():
                parts = stands_alone(text[before.start : before.end])
            if parts:
                yield Span(start, before.end)
                start = line.start
        yield Span(start, group[-1].end)


def _groups(text: str, most: int) -> Iterator[list[_Line]]:
    """Yield the lines that stand together without a blank line between."""
    group: list[_Line] = []
    last = 0
    for match in islice(_LINE.finditer(text), most):
        first = match.start()
        if group and first - last > 1 and len(_BREAK.findall(text, last, first)) > 1:
            yield group
            group = []
        last = match.end()
        line = match.group()
        stripped = line.strip(BLANKS)
        if not stripped:
            if group:
                yield group
            group = []
            continue
        before = line.index(stripped)
        start = first + before
        margin = len(line[:before].expandtabs()) if before else 0
        size = len(stripped)
        wide = len(_WIDE.findall(stripped)) if size <= _WIDEST and not stripped.isascii() else 0
        group.append(_Line(start, start + size, margin, margin + size + wide))
    if group:
        yield group


def _wrapped(text: str, groups: Sequence[Sequence[_Line]]) -> _Wrapped | None:
    """Return at which width lines break; None if they do not."""
    heads = (text[line.start] for group in groups for line in group[1:])
    if sum(head.islower() or head >= _FIRST_HAN for head in heads) < _LEAST_RUNNING:
        return None
    width = _filled_width(text, groups)
    if width:
        return _Wrapped(width, is_filled=True)
    width = _printed_width(text, groups)
    return _Wrapped(width, is_filled=False) if width else None


def _filled_width(text: str, groups: Sequence[Sequence[_Line]]) -> int:
    """Return the width that explains most line ends, 0 if none does.

    It must explain many of all, or whole paragraphs. Many of these lines must go on within a sentence, which neither
    headlines nor paragraphs of one line do, and few of the others, which lines set in a proportional face do.
    """
    pairs = [[_pair(text, before, line) for before, line in pairwise(group)] for group in groups if len(group) > 1]
    ends: Counter[int] = Counter()
    for group in pairs:
        for pair in group:
            if pair.length <= _WIDEST:
                for width in range(max(pair.length, _NARROWEST), min(pair.needed, _WIDEST + 1)):
                    ends[width] += 1
    if not ends:
        return 0
    width, fitting = max(ends.items(), key=lambda one: (one[1], one[0]))
    running = whole = followed = against = 0
    for group in pairs:
        fits = [pair.length <= width < pair.needed for pair in group]
        followed += sum(pair.length <= width for pair in group)
        running += sum(pair.runs for pair, fit in zip(group, fits, strict=True) if fit)
        against += sum(pair.runs for pair, fit in zip(group, fits, strict=True) if not fit)
        whole += len(fits) if all(fits) and len(fits) > 1 else 0
    is_enough = fitting >= _LEAST and running >= max(_LEAST_RUNNING, _RUNNING * fitting)
    explains = fitting >= _FITTING * followed or whole >= _WHOLE * fitting
    return width if is_enough and explains and against <= _AGAINST * fitting else 0


def _pair(text: str, before: _Line, line: _Line) -> _Pair:
    length = before.edge
    first, last = text[line.start], text[before.end - 1]
    if length > _WIDEST:
        return _Pair(length, length + 1, runs=False)
    is_han = _HAN.match(first) is not None
    bare = text[max(before.start, before.end - 3) : before.end].rstrip(_AROUND_WORDS)
    runs = (first.islower() or is_han) and bare[-1:] not in SENTENCE_END
    if is_han:
        return _Pair(length, length + _HAN_ROOM, runs)
    return _Pair(length, length + _first_size(text, line) + (last != "-" and not _HAN.match(last)), runs)


def _first_size(text: str, line: _Line) -> int:
    """Return how many characters of a line could have stood on the one above."""
    word = _FIRST_WORD.match(text, line.start, line.end)
    return word.end() - word.start() if word is not None else 1


def _printed_width(text: str, groups: Sequence[Sequence[_Line]]) -> int:
    """Return the width at which lines of a printed page break, 0 if they do not: most are about as long.

    A few longer lines, such as addresses, do not count against it; that lines end a sentence, or few go on, does.
    """
    lengths = [line.end - line.start for group in groups for line in group]
    narrow = [length for length in lengths if length <= _PRINTED_WIDTH]
    followed = [line for group in groups for line in group[:-1]]
    width = max(narrow, default=0)
    if len(followed) < _LEAST_PRINTED or width < _NARROW or len(narrow) < _NEARLY_ALL * len(lengths):
        return 0
    full = sum(line.end - line.start >= width * _FULL for line in followed)
    ended = sum(text[line.end - 1] in SENTENCE_END for line in followed)
    if full < _MOSTLY * len(followed) or ended > len(followed) / 2:
        return 0
    running = sum(_pair(text, before, line).runs for group in groups for before, line in pairwise(group))
    return width if running >= _RUNNING * len(followed) else 0


def _starts_anew(text: str, before: _Line, line: _Line, wrapped: _Wrapped) -> bool:
    """Tell whether a line of wrapped text begins another paragraph than the line before it."""
    if BULLET.match(text, line.start, line.end) or MARKDOWN_HEADING.match(text, line.start, line.end):
        return True
    length, width = before.edge, wrapped.width
    if not wrapped.is_filled:
        return before.end - before.start < _NARROW or (length < width * _SHORT and text[before.end - 1] in SENTENCE_END)
    if _is_long(text, before, width) or _is_long(text, line, width):
        return True
    pair = _pair(text, before, line)
    if line.margin >= before.margin + _INDENT and not pair.runs and not BULLET.match(text, before.start, before.end):
        return True
    if pair.needed + _SLACK > width:
        return False
    return not pair.runs or length < width * _SHORT  # lines may be filled less, but hardly by much


def _is_long(text: str, line: _Line, width: int) -> bool:
    """Tell whether a line is longer than what is wrapped, although it could be parted."""
    if line.edge <= width + _SLACK:
        return False
    return any(character in " \t" or character >= _FIRST_HAN for character in text[line.start : line.end])
