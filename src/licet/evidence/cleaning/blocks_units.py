"""A text split into units, the lines and paragraphs that get a label each, with what can be told of one by itself."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from licet.evidence.cleaning.blocks_lines import BLANKS, BULLET, MARKDOWN_HEADING, SENTENCE_END, paragraphs
from licet.evidence.cleaning.boilerplate import plain_of, words_of
from licet.evidence.model import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from licet.evidence.intake.layout import Piece
    from licet.evidence.model import Document, Label

_HAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_CLOSING = "\"'”\u2019»」』\uff09)]*_`】 \u00a0"
_OPEN_END = ("...", "…", "[…]", "[...]")
_LINK = re.compile(r"\[[^\[\]\n]{0,300}\]\([^()\s]{0,500}\)")
_INNER_END = re.compile(r"[.!?][\"'”\u2019)]?\s+[A-Z\"'“\u2018(]|[。\uff01\uff1f]")
HAN_PER_WORD = 1.7  # Chinese characters that say as much as one English word
PROSE_WORDS = 8
LONG_WORDS = 26
_CALL_WORDS = 14
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


def units_of(document: Document, stands_alone: Callable[[Unit], bool] = lambda _: False) -> list[Unit]:
    """Return the units of a document in order, `MOST_UNITS` at most; between them stand blanks only.

    Args:
        document: A document as read.
        stands_alone: Tells of a line below another whether it is no end of a wrapped paragraph, as a date line is.
    """
    text = document.text

    def alone(line: str) -> bool:
        return stands_alone(_unit(0, Span(0, len(line)), line, None))

    if document.layout is not None and document.layout.pieces:
        parts = _parts(text, document.layout.pieces, alone)
        return [_unit(number, span, text, piece) for number, (span, piece) in enumerate(islice(parts, MOST_UNITS))]
    lines = paragraphs(text, _MOST_LINES, alone)
    units = [_unit(number, span, text, None) for number, span in enumerate(islice(lines, MOST_UNITS))]
    if document.media_type == "text/markdown":
        _underlined(units)
    return units


def _parts(text: str, pieces: Iterable[Piece], alone: Callable[[str], bool]) -> Iterator[tuple[Span, Piece]]:
    """Yield the pieces of a page; one whose line ends are kept, as in `pre`, by its lines and paragraphs."""
    size = len(text)
    for piece in pieces:
        if piece.span.start >= size:
            continue
        span = _without_blanks(piece.span, text)
        if piece.element == "pre" and "\n" in (words := span.of(text)):
            end = 0
            for part in paragraphs(words, _MOST_LINES, alone):
                end = part.end
                within = Span(span.start + part.start, span.start + part.end)
                linked = piece.linked * (part.end - part.start) // len(words)
                yield within, replace(piece, span=within, linked=linked)
            if end < len(words):  # more lines than are looked at
                return
        elif span.end > span.start:
            yield span, piece


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


def _unit(number: int, span: Span, text: str, piece: Piece | None) -> Unit:
    words_text = span.of(text)
    plain = plain_of(words_text)
    words = words_of(plain)
    han = len(_HAN.findall(words_text)) if not words_text.isascii() else 0
    spaced = sum(not _HAN.match(word) for word in words) if han else len(words)
    bare = words_text.rstrip(_CLOSING)
    cut = words_text.rstrip().endswith(_OPEN_END) or bare.endswith(_OPEN_END)
    heading = MARKDOWN_HEADING.match(words_text)
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
        ends=bare[-1:] in SENTENCE_END and not cut,
        cut=cut,
        sentences=1 if _INNER_END.search(words_text) is None else 2,
        bullet=BULLET.match(words_text) is not None or (piece is not None and piece.element == "li"),
        heading=level,
        linked=_linked(words_text) if piece is None else piece.linked / len(words_text),
        piece=piece,
        word_set=frozenset(words),
    )


def _linked(text: str) -> float:
    """Return which share of a line of Markdown is links."""
    return sum(len(link) for link in _LINK.findall(text)) / len(text) if "](" in text else 0.0
