"""A text split into units, the lines and paragraphs that get a label each, with what can be told of one by itself."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from licet.evidence.boilerplate import plain_of, words_of
from licet.evidence.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from licet.evidence.intake_layout import Piece
    from licet.evidence.model import Document, Label

_LINE = re.compile(r"[^\r\n\u2028\u2029\x85]+")
_BREAK = re.compile(r"\r\n|[\r\n\u2028\u2029\x85]")
_BULLET = re.compile(r"(?:[-*+•·‣▪◦●○■□➤►\u2013—]|\(?\d{1,2}[.)]|[a-z]\)|\[\d{1,3}\])\s")
_MARKDOWN_HEADING = re.compile(r"(#{1,6})\s")
_HAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_CLOSING = "\"'”\u2019»」』\uff09)]*_`】 \u00a0"
_SENTENCE_END = frozenset(".!?。\uff01\uff1f\uff0e")
_OPEN_END = ("...", "…", "[…]", "[...]")
_LINK = re.compile(r"\[[^\[\]\n]{0,300}\]\([^()\s]{0,500}\)")
_INNER_END = re.compile(r"[.!?][\"'”\u2019)]?\s+[A-Z\"'“\u2018(]|[。\uff01\uff1f]")
HAN_PER_WORD = 1.7  # Chinese characters that say as much as one English word
_WRAPPED_WIDTH = 100
_NARROW = 45
PROSE_WORDS = 8
LONG_WORDS = 26
_CALL_WORDS = 14
BLANKS = " \t\r\n\x85\u2028\u2029\u00a0\u3000\ufeff\u200b"
_CALLS = ("?", "\uff1f", "!", "\uff01")
MOST_UNITS = 20_000
_UNDERLINES = {"===": 1, "---": 2}
_MOST_LINES = 5 * MOST_UNITS


@dataclass(slots=True, eq=False)
class Unit:
    """A line or paragraph; what is told of it by itself, then the label it is given, and why.

    `size` counts words, Chinese ones reckoned; `ends` whether it ends as a sentence does, `cut` whether it is cut off
    with dots; `sentences` 1, or 2 for two and more; `heading` the level of a heading by markup, 0 if none.
    `calls`: one short question or exclamation, as headlines are and seldom a paragraph. `is_prose`: it reads as
    sentences do, rather than as a headline, a label or a link.
    """

    number: int
    span: Span
    text: str
    plain: str
    words: list[str]
    size: int
    ends: bool
    cut: bool
    sentences: int
    bullet: bool
    heading: int
    linked: float = 0.0
    piece: Piece | None = None
    label: Label | None = None
    why: str = ""
    opens: str = ""
    repeats: int | None = None
    word_set: frozenset[str] = field(default_factory=frozenset)
    calls: bool = field(init=False)
    is_prose: bool = field(init=False)

    def __post_init__(self) -> None:
        """Tell whether it is one short question or exclamation, and whether it reads as sentences do."""
        short = self.sentences == 1 and self.size <= _CALL_WORDS
        self.calls = short and self.text.rstrip(_CLOSING).endswith(_CALLS)
        if self.cut and self.sentences < 2:  # noqa: PLR2004  a teaser is cut off within its one sentence
            self.is_prose = self.size > LONG_WORDS
        else:
            self.is_prose = not self.calls and ((self.ends and self.size >= PROSE_WORDS) or self.size >= LONG_WORDS)

    @property
    def is_title_like(self) -> bool:
        """Tell whether it can be a headline: some words, no end of a sentence but a question, no list of links."""
        return 3 <= self.size <= LONG_WORDS and (not self.ends or self.calls) and " | " not in self.text  # noqa: PLR2004

    def set(self, label: Label, why: str, *, opens: str = "") -> None:
        """Give it a label, and say what of what follows it has the same."""
        self.label, self.why, self.opens = label, why, opens


def units_of(document: Document) -> list[Unit]:
    """Return the units of a document in order, `MOST_UNITS` at most; between them stand blanks only."""
    text = document.text
    if document.layout is not None and document.layout.pieces:
        size = len(text)
        pieces = (piece for piece in document.layout.pieces if piece.span.start < size)
        spans = ((_without_blanks(piece.span, text), piece) for piece in islice(pieces, MOST_UNITS))
        kept = [(span, piece) for span, piece in spans if span.end > span.start]
        return [_unit(number, span, text, piece) for number, (span, piece) in enumerate(kept)]
    units = [_unit(number, span, text, None) for number, span in enumerate(islice(_paragraphs(text), MOST_UNITS))]
    if document.media_type == "text/markdown":
        _underlined(units)
    return units


def _without_blanks(span: Span, text: str) -> Span:
    words = span.of(text)
    left = words.lstrip(BLANKS)
    return Span(span.end - len(left), span.end - len(left) + len(left.rstrip(BLANKS)))


def _underlined(units: list[Unit]) -> None:
    """Tell the headings of Markdown that a line of = or - underlines."""
    for above, unit in pairwise(units):
        level = _UNDERLINES.get(unit.text.strip()[:3])
        if level and not unit.words and unit.span.start - above.span.end <= 2 and not above.is_prose:  # noqa: PLR2004
            above.heading = level


def _paragraphs(text: str) -> Iterator[Span]:
    """Yield each line; where lines are wrapped at a width, those of one paragraph together."""
    groups = list(_groups(text))
    width = _wrapped_at(text, groups)
    for group in groups:
        if not width:
            yield from group
            continue
        start = group[0]
        for before, line in pairwise(group):
            if _starts_anew(text, before, line, width):
                yield Span(start.start, before.end)
                start = line
        yield Span(start.start, group[-1].end)


def _groups(text: str) -> Iterator[list[Span]]:
    """Yield the lines that stand together without a blank line between, without the blanks around them."""
    group: list[Span] = []
    last = 0
    for match in islice(_LINE.finditer(text), _MOST_LINES):
        if group and len(_BREAK.findall(text, last, match.start())) > 1:
            yield group
            group = []
        last = match.end()
        stripped = match.group().strip(BLANKS)
        if not stripped:
            if group:
                yield group
            group = []
            continue
        start = match.start() + match.group().index(stripped)
        group.append(Span(start, start + len(stripped)))
    if group:
        yield group


def _wrapped_at(text: str, groups: list[list[Span]]) -> int:
    """Return the width at which lines break, 0 if they do not: most that another follows are about as long.

    A few longer lines, such as addresses, do not count against it; lines that mostly end a sentence do.
    """
    lengths = [line.end - line.start for group in groups for line in group]
    narrow = [length for length in lengths if length <= _WRAPPED_WIDTH]
    followed = [line for group in groups for line in group[:-1]]
    width = max(narrow, default=0)
    if len(followed) < 4 or width < _NARROW or len(narrow) < 0.95 * len(lengths):  # noqa: PLR2004  too few to tell
        return 0
    full = sum(line.end - line.start >= width * 0.75 for line in followed)
    ended = sum(text[line.end - 1] in _SENTENCE_END for line in followed)
    return width if full >= 0.6 * len(followed) and ended <= 0.5 * len(followed) else 0


def _starts_anew(text: str, before: Span, line: Span, width: int) -> bool:
    """Tell whether a line of wrapped text begins another paragraph than the line before it."""
    length = before.end - before.start
    if _BULLET.match(text, line.start, line.end) or _MARKDOWN_HEADING.match(text, line.start, line.end):
        return True
    return length < _NARROW or (length < width * 0.8 and text[before.end - 1] in _SENTENCE_END)


def _unit(number: int, span: Span, text: str, piece: Piece | None) -> Unit:
    words_text = span.of(text)
    plain = plain_of(words_text)
    words = words_of(plain)
    han = len(_HAN.findall(words_text)) if not words_text.isascii() else 0
    spaced = sum(not _HAN.match(word) for word in words) if han else len(words)
    bare = words_text.rstrip(_CLOSING)
    cut = words_text.rstrip().endswith(_OPEN_END) or bare.endswith(_OPEN_END)
    heading = _MARKDOWN_HEADING.match(words_text)
    level = len(heading.group(1)) if heading else 0
    if piece is not None and len(piece.element) == 2 and piece.element[0] == "h" and piece.element[1].isdigit():  # noqa: PLR2004
        level = int(piece.element[1])
    return Unit(
        number=number,
        span=span,
        text=words_text,
        plain=plain,
        words=words,
        size=spaced + round(han / HAN_PER_WORD),
        ends=bare[-1:] in _SENTENCE_END and not cut,
        cut=cut,
        sentences=1 if _INNER_END.search(words_text) is None else 2,
        bullet=_BULLET.match(words_text) is not None or (piece is not None and piece.element == "li"),
        heading=level,
        linked=_linked(words_text) if piece is None else piece.linked / len(words_text),
        piece=piece,
        word_set=frozenset(words),
    )


def _linked(text: str) -> float:
    """Return which share of a line of Markdown is links."""
    return sum(len(link) for link in _LINK.findall(text)) / len(text) if "](" in text else 0.0
