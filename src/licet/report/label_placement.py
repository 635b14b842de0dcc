"""Places for the labels of a chart, so that they cover each other as little as can be.

Greedy, in the order given, on a plane in pixels with y downwards: each label takes, of the places it may have,
the one that covers least of other labels, points and lines, and of those the nearest to what it names.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

WIDE_CHARACTER = 0x2E80  # from here on, characters are about as wide as high
LINE_HEIGHT = 1.25  # of the font size
GAP = 9.0
INSET = 3.0
RINGS = 6


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle: left, top, right, bottom."""

    left: float
    top: float
    right: float
    bottom: float

    def overlap(self, other: Box) -> float:
        """Return the area covered by both."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return max(across, 0.0) * max(down, 0.0)

    def nearest(self, x: float, y: float) -> tuple[float, float]:
        """Return the spot of the rectangle that is nearest to a point."""
        return min(max(x, self.left), self.right), min(max(y, self.top), self.bottom)

    def distance(self, x: float, y: float) -> float:
        """Return how far a point is from the rectangle."""
        across, down = self.nearest(x, y)
        return float(((across - x) ** 2 + (down - y) ** 2) ** 0.5)


def label_size(lines: Sequence[str], font_size: float) -> tuple[float, float]:
    """Return about how wide and how high the label is drawn."""
    return max(_line_width(line, font_size) for line in lines), len(lines) * font_size * LINE_HEIGHT


def _line_width(text: str, font_size: float) -> float:
    return font_size * sum(_character_width(character) for character in text)


def _character_width(character: str) -> float:
    """Return about how wide a sans-serif face draws it, as a share of the font size."""
    if ord(character) >= WIDE_CHARACTER:
        return 1.0
    if character.isupper():
        return 0.69
    return 0.3 if character in " .,:;|'()[]ijlt" else 0.55


@dataclass(slots=True)
class Plane:
    """The drawing area, with what is already taken on it."""

    width: float
    height: float
    font_size: float
    taken: list[Box] = field(default_factory=list)

    def take(self, box: Box) -> None:
        """Keep labels off a place."""
        self.taken.append(box)

    def beside(self, lines: Sequence[str], x: float, y: float) -> Box:
        """Take the best place around a point."""
        wide, high = label_size(lines, self.font_size)
        return self._best(_around(x, y, wide, high), x, y)

    def within(self, lines: Sequence[str], areas: Iterable[Box], *, shun: Iterable[Box] = ()) -> Box:
        """Take the best place inside, or along, one of the areas, if need be inside what it should shun.

        The top left of the first area is the best of equals.
        """
        wide, high = label_size(lines, self.font_size)
        areas = list(areas)
        places = (place for area in areas for place in _inside(area, wide, high))
        return self._best(places, areas[0].left, areas[0].top, shun)

    def _best(self, places: Iterable[Box], x: float, y: float, shun: Iterable[Box] = ()) -> Box:
        shunned = tuple(shun)

        def cost(place: Box) -> float:
            avoided = sum(place.overlap(other) for other in shunned)
            return self._cost(place) + 0.05 * place.distance(x, y) + 0.1 * avoided

        best = min(places, key=cost)
        self.taken.append(best)
        return best

    def _cost(self, box: Box) -> float:
        inside = Box(0, 0, self.width, self.height)
        outside = (box.right - box.left) * (box.bottom - box.top) - box.overlap(inside)
        return 5.0 * outside + sum(box.overlap(other) for other in self.taken)


def _around(x: float, y: float, wide: float, high: float) -> Iterator[Box]:
    for ring in range(RINGS):
        away = 12.0 * ring
        for left in (x + GAP, x - GAP - wide, x - wide / 2, x + GAP + away, x - GAP - away - wide):
            clear = GAP if left in {x + GAP, x - GAP - wide} else GAP + high / 2
            for middle in (y, y - away, y + away) if clear == GAP else (y - clear - away, y + clear + away):
                yield Box(left, middle - high / 2, left + wide, middle + high / 2)


def _inside(area: Box, wide: float, high: float) -> Iterator[Box]:
    steps = [step / 8 for step in range(9)]
    across = max(area.right - area.left - wide - 2 * INSET, 0)
    down = max(area.bottom - area.top - high - 4, 0)
    for step in steps:
        for side in steps if across else (0.0,):
            left, top = area.left + INSET + across * side, area.top + 2 + down * step
            yield Box(left, top, left + wide, top + high)
    if area.right - area.left < wide:  # too narrow for the label, or a line upwards: the other side will do as well
        for step in steps:
            top = area.top + 2 + down * step
            yield Box(area.left - INSET - wide, top, area.left - INSET, top + high)
    if area.bottom - area.top < high:  # a line across: the upper side too
        for side in steps:
            left = area.left + INSET + across * side
            yield Box(left, area.top - 2 - high, left + wide, area.top - 2)
