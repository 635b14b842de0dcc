"""Figures of a sentence, with bounds in whole units and the kind that the words around them give.

"More than 2 million" has a lower bound only, "up to" an upper one, "about" none: how far off it may be is not said,
so that both stay open. "Several hundred thousand" is 300,000 to 900,000. A figure whose kind no word gives has none.
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, NamedTuple

from licet.acts.act import QuantityKind
from licet.evidence.model import Quantity, Span

if TYPE_CHECKING:
    from collections.abc import Mapping

    from licet.evidence.claims.cues_lexicon import Finds
    from licet.evidence.claims.cues_tables import KindCue
    from licet.evidence.claims.dates_told import Dated
    from licet.evidence.claims.names_items import ItemMention
    from licet.evidence.claims.sentences import Clauses, Sentence, Words

COUNT, MONEY, PERCENT = "count", "money", "percent"
MOST = 10**18
"""A figure above it is taken for none."""

_REACH = 5  # words between a figure and what is counted
_REACH_OF_WORDED = 3  # "one of the many" counts nothing
_WORDED = 2
_AMOUNTS = ("number", "vague_number")
_PIECES = "pieces"
_PARTING = frozenset({",", ";", ".", "(", "\u2014", "and", "or", "to", "for", "in", "with", "from"})
_RANGES = (["to"], ["\u2013"], ["-"], ["\u81f3"], ["\u5230"])  # the last two are Chinese
_OVERLAP = 2  # "up to" is both part of a figure and a word that gives its kind


class Figure(NamedTuple):
    """A figure where it stands, before its kind is known: `of` is count, money or percent."""

    first: int
    end: int
    of: str
    unit: str
    at_least: int | None
    at_most: int | None
    counted: str


class FigureReader:
    """Reads the figures of sentences."""

    def __init__(self, found: Words) -> None:
        """Keep the words."""
        self._found = found
        self._words = found.words

    def figures(self, sentence: Sentence, finds: Finds, dates: list[Dated], items: list[ItemMention]) -> list[Figure]:
        """Return the figures of a sentence that are neither dates nor names of items, in order."""
        amounts = {
            number for number, found in finds.values.items() if any(kind in _AMOUNTS for _, kind, _ in found)
        }.union(self._found.digits_between(sentence.first, sentence.end))
        if not amounts:
            return []
        spans = [(each.first, each.end) for each in dates] + [(each.first, each.end) for each in items]
        taken = {number for first, end in spans for number in range(first, end)}
        figures: list[Figure] = []
        free_from = sentence.first
        for number in sorted(amounts):
            if number < free_from or number in taken:
                continue
            figure = self._at(number, sentence, finds, items)
            if figure is not None:
                figures.append(figure)
                free_from = figure.end
        return self._ranges(figures)

    def _ranges(self, figures: list[Figure]) -> list[Figure]:
        """Return the figures, with two that "to" joins as one: "40,000 to 80,000 chips"."""
        joined: list[Figure] = []
        for figure in figures:
            before = joined[-1] if joined else None
            between = self._words[before.end : figure.first] if before is not None else []
            ranged = between in _RANGES or self._is_hyphened(before, figure)
            ranged |= before is not None and between == ["and"] and self._words[before.first - 1] == "between"
            if before is None or not ranged or before.unit not in {"", figure.unit}:
                joined.append(figure)
                continue
            low = before.at_least
            if low is not None and before.end - before.first == 1:
                factor = self._factor(figure)
                low *= factor if figure.at_most is not None and low * factor <= figure.at_most else 1
            joined[-1] = figure._replace(first=before.first, at_least=low)
        return joined

    def _is_hyphened(self, before: Figure | None, figure: Figure) -> bool:
        """Tell whether nothing but a hyphen stands between two figures: "5-6 thousand"."""
        if before is None or before.end != figure.first or before.of != figure.of:
            return False
        return self._found.text[self._found.ends[before.end - 1] : self._found.starts[figure.first]] == "-"

    def _factor(self, figure: Figure) -> int:
        """Return by what the words of a figure multiply it: 1,000 of "6 thousand"; 1 if they do not."""
        written = _decimal(self._words[figure.first].replace(",", ""))
        if not written or figure.at_most is None or written != int(written) or figure.at_most < written:
            return 1
        return int(figure.at_most // written)

    def _at(self, number: int, sentence: Sentence, finds: Finds, items: list[ItemMention]) -> Figure | None:
        read = self._amount(number, sentence, finds)
        if read is None:
            return None
        end, low, high = read
        first, currency = self._currency_before(number, sentence, finds)
        if end < sentence.end and self._value(finds, end, "percent"):
            stop = next(stop for stop, kind, _ in finds.values[end] if kind == "percent")
            return self._bounded(first, stop, PERCENT, "percent", (low, high), "", sentence, finds)
        if not currency and end < sentence.end:
            currency = self._value(finds, end, "currency")
            end = next((stop for stop, kind, _ in finds.values.get(end, ()) if kind == "currency"), end)
        if currency:
            return self._bounded(first, end, MONEY, currency, (low, high), "", sentence, finds)
        worded = end - number <= _WORDED and self._words[number].isalpha()
        reach = _REACH_OF_WORDED if worded and self._words[number].isascii() else _REACH
        unit, counted = self._counted(end, min(sentence.end, end + reach), finds, items)
        if unit == "other" or (worded and not unit):  # "one of them"
            return None
        return self._bounded(first, end, COUNT, unit, (low, high), counted, sentence, finds)

    def _amount(
        self, number: int, sentence: Sentence, finds: Finds
    ) -> tuple[int, Decimal | None, Decimal | None] | None:
        """Return the word after an amount and its bounds: "2 million", "several hundred thousand", "15.4B", "20万"."""
        values = finds.values.get(number, ())
        vague = next(((end, value) for end, kind, value in values if kind == "vague_number"), None)
        if vague is not None:
            low, _, high = vague[1].partition("-")
            amount: tuple[int, Decimal | None, Decimal | None] = (vague[0], _decimal(low), _decimal(high))
        elif self._words[number][0].isdigit():
            exact = _decimal(self._words[number].replace(",", ""))
            if exact is None:
                return None
            amount = number + 1, exact, exact
            if self._is_named_part(number, sentence):
                return None
        else:
            worded = next(((end, value) for end, kind, value in values if kind == "number"), None)
            if worded is None:
                return None
            amount = worded[0], _decimal(worded[1]), _decimal(worded[1])
        end, least, most = amount
        while end < sentence.end:
            times = next(
                ((stop, value) for stop, kind, value in finds.values.get(end, ()) if kind == "multiplier"), None
            )
            if times is None or not self._may_multiply(end):
                break
            end, factor = times[0], Decimal(times[1])
            least, most = least and least * factor, most and most * factor
        return end, least, most

    def _may_multiply(self, number: int) -> bool:
        """Tell whether a word multiplies the figure before it; a single letter does if it touches ("2m")."""
        word = self._words[number]
        return len(word) > 3 or not word.isascii() or self._found.touches(number)  # noqa: PLR2004  "bn", "mln"

    def _is_named_part(self, number: int, sentence: Sentence) -> bool:
        """Tell whether a figure is part of a name or number: "Section 232", "[3]", "8-K", "H.R. 6875"."""
        before = self._words[number - 1] if number > sentence.first else ""
        after = self._words[number + 1] if number + 1 < sentence.end else ""
        if number == sentence.first and after in {".", ")"}:  # of a list
            return True
        if before == "[" or (before in {"section", "article", "no", "h.r", "hr", "q"}):
            return True
        touching = number + 1 < sentence.end and self._found.touches(number + 1)
        return touching and after.isascii() and after.isalpha() and len(after) == 1 and after not in "kmbtx"

    def _currency_before(self, number: int, sentence: Sentence, finds: Finds) -> tuple[int, str]:
        for back in (3, 2, 1):
            first = number - back
            if first < sentence.first:
                continue
            for stop, kind, value in finds.values.get(first, ()):
                if kind == "currency" and stop == number and not self._words[first].isalpha():
                    return first, value
        if number > sentence.first and self._words[number - 1] == "$":
            first = number - 1
            first -= first > sentence.first and self._words[first - 1] in {"u.s.", "us"} and self._found.touches(first)
            return first, "USD"
        return number, ""

    @staticmethod
    def _value(finds: Finds, number: int, kind: str) -> str:
        return next((value for _, each, value in finds.values.get(number, ()) if each == kind), "")

    def _counted(self, end: int, stop: int, finds: Finds, items: list[ItemMention]) -> tuple[str, str]:
        """Return the unit of a count, and what is counted: the nearest word that a count may be of."""
        for number in range(end, stop):
            word = self._words[number]
            if word in _PARTING and number > end:
                break
            unit = self._value(finds, number, "unit")
            if unit:
                return unit, self._found.written(end, number + 1)
            if any(item.first == number for item in items):
                return _PIECES, self._found.written(end, number + 1)
        return "", ""

    @staticmethod
    def _turn_before(first: int, sentence: Sentence, finds: Finds) -> tuple[int, str]:
        """Return the word that turns a figure into a bound, and where it begins; the figure's own start if none."""
        for start in range(max(sentence.first, first - 4), first):  # "no fewer than" is three words
            for stop, kind, _ in finds.values.get(start, ()):
                if stop == first and kind in {"at_least", "at_most", "about"}:
                    return start, kind
        return first, ""

    def _bounded(
        self,
        first: int,
        end: int,
        of: str,
        unit: str,
        bounds: tuple[Decimal | None, Decimal | None],
        counted: str,
        sentence: Sentence,
        finds: Finds,
    ) -> Figure | None:
        low, high = bounds
        if any(bound is not None and abs(bound) > MOST for bound in bounds):
            return None
        turns: set[str] = set()
        for _ in range(2):  # "up to about"
            start, turn = self._turn_before(first, sentence, finds)
            if turn:
                turns.add(turn)
                first = start
        if turns == {"about"}:
            low = high = None
        low = None if "at_most" in turns else low
        high = None if "at_least" in turns else high
        return Figure(first, end, of, unit, _floor(low), _ceiling(high), counted)


def _decimal(text: str) -> Decimal | None:
    try:
        return Decimal(text) if text and len(text) < 30 else None  # noqa: PLR2004  no count is that long
    except InvalidOperation:
        return None


def _floor(value: Decimal | None) -> int | None:
    return None if value is None else int(value)


def _ceiling(value: Decimal | None) -> int | None:
    return None if value is None else int(-(-value // 1))


def kinds_of(
    figures: list[Figure],
    finds: Finds,
    kinds: Mapping[str, KindCue],
    clauses: Clauses,
    found: Words,
    *,
    of_share_price: bool,
) -> list[Quantity]:
    """Return the figures with their kinds.

    Of the words that may give a kind, the strongest counts, then the nearest; each parting of clauses between counts
    as four words. A head count of people has no kind, nor has any figure of a sentence on a share price.
    """
    cues = [
        (kinds[name], place)
        for name, places in finds.places.items()
        if name in kinds and all(each in finds.places for each in kinds[name].needs)
        for place in places
    ]
    return [
        Quantity(
            kind=None if of_share_price and figure.of != COUNT else _kind(figure, cues, clauses),
            text=found.written(figure.first, figure.end),
            span=Span(found.starts[figure.first], found.ends[figure.end - 1]),
            unit=figure.unit,
            at_least=figure.at_least,
            at_most=figure.at_most,
            of=figure.counted,
        )
        for figure in figures
    ]


def _kind(figure: Figure, cues: list[tuple[KindCue, tuple[int, int]]], clauses: Clauses) -> QuantityKind | None:
    if figure.of == COUNT and figure.unit == "people":
        return None
    best: tuple[int, int, QuantityKind] | None = None
    for cue, (first, end) in cues:
        if figure.of not in cue.of or (figure.unit == "firms" and cue.kind is not QuantityKind.LICENSED):
            continue
        away = figure.first - end if cue.before else first - figure.end
        if not -_OVERLAP <= away <= cue.reach + (4 if not cue.before else 2):
            continue
        away = max(away, 0) + 4 * clauses.between(first, figure.first)
        if away <= cue.reach and (best is None or (-cue.strength, away) < best[:2]):
            best = (-cue.strength, away, cue.kind)
    return None if best is None else best[2]
