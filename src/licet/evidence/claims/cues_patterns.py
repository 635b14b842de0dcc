"""Patterns over classes of words: `{grant} ~5 {licence}`, a word of one class, then one of another.

Between two parts at most as many words stand as `~N` says (one, if it says nothing). A part is a class in braces,
several with bars, a name kind (`{us}`, `{cn}`, `{outlet}`), or words as they are (`case by case`, with underscores
between: `case_by_case`). Parts are taken nearest first and never tried anew, so that the work is linear.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from licet.evidence.claims.cues_lexicon import Places

_GAP = 1


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a pattern: any of these classes, at most `gap` words after the part before."""

    classes: tuple[str, ...]
    gap: int


class Match(NamedTuple):
    """Where a pattern stands: the words of each of its parts."""

    parts: tuple[tuple[int, int], ...]

    @property
    def first(self) -> int:
        """Return the number of its first word."""
        return self.parts[0][0]

    @property
    def end(self) -> int:
        """Return the number of the word after its last."""
        return max(end for _, end in self.parts)


@dataclass(frozen=True, slots=True)
class Pattern:
    """Parts in order."""

    parts: tuple[Part, ...]

    def matches(self, places: Places) -> Iterator[Match]:
        """Yield where it stands, each time it begins."""
        first = self.parts[0]
        for start in _of(places, first.classes):
            match = self._from(start, places)
            if match is not None:
                yield match

    def _from(self, start: tuple[int, int], places: Places) -> Match | None:
        taken = [start]
        for part in self.parts[1:]:
            end = taken[-1][1]
            nearest: tuple[int, int] | None = None
            for name in part.classes:
                at = places.get(name)
                if at is None:
                    continue
                place = bisect_left(at, (end, 0))
                if place < len(at) and at[place][0] <= end + part.gap and (nearest is None or at[place] < nearest):
                    nearest = at[place]
            if nearest is None:
                return None
            taken.append(nearest)
        return Match(tuple(taken))


class PatternIndex:
    """Patterns by a part that few others have, so that a sentence tries only those that may stand in it.

    Parts of the same classes are one number.
    """

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        """Keep the patterns in their order."""
        used = Counter(name for pattern in patterns for part in pattern.parts for name in part.classes)
        classes_of = dict.fromkeys(part.classes for each in patterns for part in each.parts)
        parts = {classes: number for number, classes in enumerate(classes_of)}
        self._parts_of: dict[str, list[int]] = {}
        for classes, part in parts.items():
            for name in classes:
                self._parts_of.setdefault(name, []).append(part)
        self._by_part: dict[int, list[tuple[int, int, int, tuple[int, ...]]]] = {}
        for number, pattern in enumerate(patterns):
            ordered = sorted(pattern.parts, key=lambda part: sum(used[name] for name in part.classes))
            rare, second, third, *more = *(parts[part.classes] for part in ordered), *([-1, -1])
            more = [part for part in more if part >= 0]
            self._by_part.setdefault(rare, []).append((number, second, third, tuple(more)))

    def possible(self, places: Places) -> list[int]:
        """Return the numbers of the patterns all parts of which stand somewhere in a sentence, in order."""
        present: set[int] = set()
        for name in places:
            if name in self._parts_of:
                present.update(self._parts_of[name])
        found: list[int] = []
        by_part = self._by_part
        here = present & by_part.keys()
        present.add(-1)  # a part that a pattern does not have
        for part in here:
            for number, second, third, more in by_part[part]:
                if second in present and third in present and (not more or present.issuperset(more)):
                    found.append(number)
        found.sort()
        return found


def _of(places: Places, classes: tuple[str, ...]) -> list[tuple[int, int]]:
    if len(classes) == 1:
        return places.get(classes[0], [])
    return sorted({place for name in classes for place in places.get(name, ())})


def pattern_of(text: str) -> tuple[Pattern, dict[str, str]]:
    """Return a pattern and the phrases it names as they are: class by phrase, to be put into the lexicon.

    Raises:
        ValueError: If the text is no pattern.
    """
    parts: list[Part] = []
    phrases: dict[str, str] = {}
    gap: int | None = None
    for atom in text.split():
        if atom.startswith("~"):
            if gap is not None or not parts or not atom[1:].isascii() or not atom[1:].isdecimal():
                msg = f"{atom} does not say how many words may stand between two parts"
                raise ValueError(msg)
            gap = int(atom[1:])
            continue
        if atom.startswith("{") and atom.endswith("}") and atom[1:-1].replace("|", "").replace("_", "").isalnum():
            classes = tuple(atom[1:-1].split("|"))
        elif "{" in atom or "}" in atom:
            msg = f"{atom} is no class in braces"
            raise ValueError(msg)
        else:
            words = [word.replace("_", " ") for word in atom.split("|")]
            classes = tuple(f"={word}" for word in words)
            phrases.update(zip(words, classes, strict=True))
        parts.append(Part(classes, _GAP if gap is None else gap))
        gap = None
    if not parts or gap is not None:
        msg = "a pattern has at least one part, and ends with one"
        raise ValueError(msg)
    return Pattern(tuple(parts)), phrases
