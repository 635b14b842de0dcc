"""Where everything on the drawing of a timeline stands: bars in lanes, marks, ticks, texts and the legend.

Pure arithmetic on boxes in pixels with y downwards; `timeline_svg` draws the result. A bar and its label are packed
as one, so labels cannot cover each other; a text too long for its place is cut, and the tip has it whole.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from licet.report.act_words import mark_letter, scope_words
from licet.report.label_placement import Box, label_size
from licet.report.layout import clean
from licet.report.timeline_legend import Swatch, swatches
from licet.report.timeline_rows import day_after, first_day, overlaps, rows, shown_marks, ticks, told
from licet.report.timeline_tips import band_tip, mark_tip
from licet.report.words import spaced

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from licet.report.timeline_rows import Row, Told

    Data = Mapping[str, Any]

WIDE, NARROW = 860.0, 358.0
MARGIN, ARROW = 4.0, 10.0
SIZE, SMALL, LARGE = 12.0, 11.5, 15.0
HEADLINE, ACT, LANE, RADIUS = 26.0, 18.0, 22.0, 8.5
FOOT = 3.0  # at the bottom of a bar, where the dashes of a scope are drawn
_GAP, _PAD, _THINNEST = 8.0, 5.0, 4.0
_LABEL_SHARE = 0.62  # of the plot: how much of its width a label may take
_TICK_ROOM = 74.0
_MEASURE = {False: 1.06, True: 1.17}  # the estimate of widths is close; bold letters are wider


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Return about how wide a text is drawn, rather too much than too little."""
    return label_size([text], size)[0] * _MEASURE[bold]


def fitted(text: str, size: float, room: float, *, bold: bool = False) -> str:
    """Return the text, or as much of it as fits with an ellipsis; empty where not even three letters do."""
    if text_width(text, size, bold=bold) <= room:
        return text
    for length in range(min(len(text), int(room)), 2, -1):
        cut = text[:length].rstrip(" ,.;:") + "…"
        if text_width(cut, size, bold=bold) <= room:
            return cut
    return ""


@dataclass(frozen=True, slots=True)
class Text:
    """A text with its left end and its baseline; `look` is a class of the style sheet.

    `at_end` sets it against the right end of its box, since its width is only about known.
    """

    x: float
    y: float
    text: str
    size: float = SIZE
    look: str = "ink"
    bold: bool = False
    at_end: bool = False

    @property
    def box(self) -> Box:
        """About what the text covers."""
        wide = text_width(self.text, self.size, bold=self.bold)
        return Box(self.x, self.y - self.size * 0.8, self.x + wide, self.y + self.size * 0.25)


@dataclass(frozen=True, slots=True)
class Bar:
    """A band: `soft` is how far from the left it may not have begun yet; `number` is that of its act."""

    box: Box
    band: Data
    tip: str
    number: int | None
    label: Text | None
    is_headline: bool
    known: bool = True
    soft: float = 0.0
    unverified: bool = False
    runs_on: bool = False


@dataclass(frozen=True, slots=True)
class Dot:
    """A mark: its centre, its letter, and until where it lasts."""

    x: float
    y: float
    until: float
    letter: str
    tip: str
    number: int
    known: bool

    @property
    def box(self) -> Box:
        """What the symbol covers."""
        return Box(self.x - RADIUS, self.y - RADIUS, self.x + RADIUS, self.y + RADIUS)


@dataclass(frozen=True, slots=True)
class Rule:
    """An upright line; `look` is a class of the style sheet."""

    x: float
    top: float
    bottom: float
    look: str


@dataclass(slots=True)
class Layout:
    """Everything that is drawn."""

    width: float
    height: float = 0.0
    texts: list[Text] = field(default_factory=list)
    bars: list[Bar] = field(default_factory=list)
    dots: list[Dot] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    legend: list[tuple[Swatch, Box, Text]] = field(default_factory=list)


class _Lanes:
    """Lanes in which nothing covers anything."""

    def __init__(self) -> None:
        self._taken: list[list[tuple[float, float]]] = []

    def place(self, left: float, right: float) -> int:
        """Return the first lane with room, and take it."""
        for number, lane in enumerate(self._taken):
            if all(right + _GAP <= start or left >= end + _GAP for start, end in lane):
                lane.append((left, right))
                return number
        self._taken.append([(left, right)])
        return len(self._taken) - 1

    @property
    def count(self) -> int:
        """How many lanes there are."""
        return len(self._taken)


class Planner:
    """Sets everything from the top down."""

    def __init__(self, timeline: Data, width: float) -> None:
        """Prepare for a drawing of the width in pixels."""
        self._timeline, self._acts = timeline, told(timeline)
        self._first, self._after = first_day(timeline), day_after(timeline)
        self._left, self._right = MARGIN, width - MARGIN - ARROW
        self._y = 4.0
        self.layout = Layout(width)

    def plan(self) -> Layout:
        """Return the layout."""
        notes = [("known at", "known_at", "known"), ("acts checked through", "checked_through", "checked")]
        days = [self._note(label, name, look) for label, name, look in notes]
        self._axis()
        top = self._y
        self._marks()
        item = None
        for row in rows(self._timeline):
            if row.item != item:
                self._heading(row.item_name)
                item = row.item
            self._row(row)
        grid = [(tick.day, "year" if tick.major else "grid") for tick in self._ticks()]
        for day, look in [*grid, *(day for day in days if day)]:
            self.layout.rules.append(Rule(self._x(day), top, self._y, look))
        self._axis()
        self._legend()
        self.layout.height = self._y + 4
        return self.layout

    def _x(self, day: date) -> float:
        share = (day - self._first).days / (self._after - self._first).days
        return self._left + (self._right - self._left) * min(max(share, 0.0), 1.0)

    def _text(self, text: str, **look: Any) -> None:  # noqa: ANN401  passed on to Text
        found = Text(self._left, self._y, text, **look)
        cut = fitted(found.text, found.size, self._right - self._left, bold=found.bold)
        self.layout.texts.append(Text(self._left, self._y, cut, **look))

    def _note(self, label: str, name: str, look: str) -> tuple[date, str] | None:
        """Write the label of a day that has a line, on a row of its own; None where the day is not shown."""
        said = self._timeline[name]
        if not said or not self._first <= date.fromisoformat(said) < self._after:
            return None
        day, text = date.fromisoformat(said), f"{label} {clean(said)}"
        wide = text_width(text, SMALL)
        x = min(max(self._x(day) - wide / 2, self._left), self._right - wide)
        self._y += 15
        self.layout.texts.append(Text(x, self._y - 3, text, SMALL, look))
        return day, look

    def _ticks(self) -> list[Any]:
        return ticks(self._first, self._after, int((self._right - self._left) // _TICK_ROOM))

    def _axis(self) -> None:
        self._y += 16
        free = self._left
        for tick in self._ticks():
            x, wide = self._x(tick.day), text_width(tick.label, SMALL, bold=tick.major)
            if x >= free and x + wide <= self._right:
                self.layout.texts.append(Text(x, self._y - 4, tick.label, SMALL, "quiet", tick.major))
                free = x + wide + _GAP

    def _heading(self, name: str) -> None:
        self._y += LARGE + 14
        self._text(name, size=LARGE, bold=True)

    def _marks(self) -> None:
        marks = shown_marks(self._timeline)
        if not marks:
            return
        self._y += SIZE + 4
        self._text("Events", look="quiet")
        lanes, top = _Lanes(), self._y + 5 + RADIUS
        for mark in marks:
            one = self._acts[mark["act"]]
            x = min(max(self._x(date.fromisoformat(mark["from"])), self._left + RADIUS), self._right - RADIUS)
            until = max(self._x(date.fromisoformat(mark["to"])), x)
            lane = lanes.place(x - RADIUS, max(until, x + RADIUS) - _GAP + 2)
            y = top + lane * (2 * RADIUS + 3)
            letter = mark_letter(mark["kind"])
            self.layout.dots.append(Dot(x, y, until, letter, mark_tip(mark, one), one.number, mark["known"]))
        self._y += 5 + lanes.count * (2 * RADIUS + 3)

    def _row(self, row: Row) -> None:
        self._y += SIZE + 9
        self._text(clean(row.key), look="quiet", bold=True)
        self._y += 5
        shown = [band for band in row.headline if overlaps(band, self._first, self._after)]
        for band, (left, right) in zip(shown, self._edges(shown), strict=True):
            self.layout.bars.append(self._headline(band, left, right))
        self._y += HEADLINE + 4
        lanes, top = _Lanes(), self._y
        for band in sorted(row.bands, key=lambda band: (band["from"], band["act"])):
            if overlaps(band, self._first, self._after):
                self.layout.bars.append(self._act_bar(band, lanes, top))
        self._y += lanes.count * LANE

    def _span(self, band: Data) -> tuple[float, float]:
        left = self._x(date.fromisoformat(band["from"]))
        right = self._x(date.fromisoformat(band["to"])) if band["to"] else self._right
        left = min(left, self._right - _THINNEST)
        return left, max(right, left + _THINNEST)

    def _edges(self, bands: Sequence[Data]) -> Iterable[tuple[float, float]]:
        """Return where the bands of a headline begin and end: none so thin that it is not seen, none over another."""
        least = min(_THINNEST, (self._right - self._left) / max(len(bands), 1))
        edges = [self._x(date.fromisoformat(band["from"])) for band in bands]
        edges += [self._span(band)[1] for band in bands[-1:]]
        for place in range(1, len(edges)):
            edges[place] = max(edges[place], edges[place - 1] + least)
        for place in range(len(edges) - 1, -1, -1):
            edges[place] = min(edges[place], self._right - least * (len(edges) - 1 - place))
        return pairwise(edges)

    def _headline(self, band: Data, left: float, right: float) -> Bar:
        state, limits = spaced(band["state"]), _limits(band)
        choices = [", ".join([state, *limits])] if limits else []
        label = self._first_fitting([*choices, state], left + _PAD, right - _PAD, f"on-{band['effect']}")
        one = self._acts.get(band["act"]) if band["act"] else None
        box = Box(left, self._y, right, self._y + HEADLINE)
        number = one.number if one else None
        return Bar(box, band, band_tip(band, one), number, label, is_headline=True, runs_on=self._runs_on(band))

    def _first_fitting(self, choices: Sequence[str], left: float, right: float, look: str) -> Text | None:
        found = (text for text in choices if text_width(text, SIZE, bold=True) <= right - left)
        text = next(found, "")
        return Text(left, self._y + (HEADLINE - FOOT) / 2 + SIZE * 0.36, text, SIZE, look, bold=True) if text else None

    def _act_bar(self, band: Data, lanes: _Lanes, top: float) -> Bar:
        one = self._acts[band["act"]]
        left, right = self._span(band)
        label = self._beside(_act_label(band, one), left, right, band)
        ends = (min(left, label.box.left), max(right, label.box.right)) if label else (left, right)
        y = top + lanes.place(*ends) * LANE
        if label:
            label = Text(
                label.x, y + (ACT - FOOT) / 2 + SMALL * 0.36, label.text, SMALL, label.look, at_end=label.at_end
            )
        sure = self._x(date.fromisoformat(band["sure_from"]))
        return Bar(
            Box(left, y, right, y + ACT),
            band,
            band_tip(band, one),
            one.number,
            label,
            is_headline=False,
            known=band["known"],
            soft=min(max(sure - left, 0.0), right - left),
            unverified=bool(one.act.get("unverified")),
            runs_on=self._runs_on(band),
        )

    def _beside(self, text: str, left: float, right: float, band: Data) -> Text | None:
        """Return the label inside its bar, else at its right, else at its left, cut to the widest of the three."""
        text = fitted(text, SMALL, (self._right - self._left) * _LABEL_SHARE)
        rooms = (right - left - 2 * _PAD, self._right - right - _PAD, left - self._left - _PAD)
        wide = text_width(text, SMALL)
        place = next((place for place, room in enumerate(rooms) if wide <= room), rooms.index(max(rooms)))
        text = fitted(text, SMALL, rooms[place])
        starts = (left + _PAD, right + _PAD, left - _PAD - text_width(text, SMALL))
        look = f"on-{band['effect']}" if place == 0 and band["known"] else "ink" if band["known"] else "quiet"
        return Text(starts[place], 0.0, text, SMALL, look, at_end=place == len(starts) - 1) if text else None

    def _runs_on(self, band: Data) -> bool:
        return band["to"] is None or date.fromisoformat(band["to"]) > self._after

    def _legend(self) -> None:
        self._y += 12
        x = self._left
        for swatch in swatches(self.layout.bars, [dot.letter for dot in self.layout.dots]):
            wide = (20 if swatch.letter else 30) + text_width(swatch.text, SMALL)
            if x > self._left and x + wide > self._right:
                x, self._y = self._left, self._y + 20
            box = Box(x, self._y, x + (16 if swatch.letter else 26), self._y + 16)
            self.layout.legend.append((swatch, box, Text(box.right + 4, self._y + 12, swatch.text, SMALL, "quiet")))
            x += wide + 14
        self._y += 20


def _limits(band: Data) -> list[str]:
    """Return what a reader of a band must not miss, in few words."""
    contested = ["contested"] if band["contested"] else []
    return [*contested, "for some only"] if scope_words(band["scope_text"]) else contested


def _act_label(band: Data, one: Told) -> str:
    later = [] if band["known"] else ["learned later"]
    unverified = ["unverified"] if one.act.get("unverified") else []
    contested = ["contested"] if band["contested"] else []
    scope = scope_words(band["scope_text"])
    parts = [spaced(band["state"]), *later, *contested, *unverified, *([scope] if scope else [])]
    return f"{one.number}. {', '.join(parts)}"


def planned(timeline: Data, width: float = WIDE) -> Layout:
    """Return where everything stands on a drawing of the width in pixels."""
    return Planner(timeline, width).plan()


def label_boxes(layout: Layout) -> Iterable[Box]:
    """Return what each text of the drawing covers."""
    texts = [*layout.texts, *(bar.label for bar in layout.bars if bar.label)]
    return [text.box for text in (*texts, *(text for _, _, text in layout.legend)) if text.text]
