"""The shapes a case can have, and what the solver says of a formula in each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from licet.rules import solver
from licet.rules.cone import Cone, cone_of
from licet.rules.translation import Translation
from licet.rules.unknown_facts import ORDER, UnknownFacts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from licet.rules.book import Standing
    from licet.rules.solver import Answer, Formula
    from licet.rules.stretches import Stretch


class Shape:
    """One stretch with one shape of case: what is possible in it."""

    def __init__(self, stretch: Stretch, *, circuits: int, parties: int) -> None:
        """Set the shape; with no circuits the item is one itself."""
        self.facts = UnknownFacts(stretch, circuits=circuits, parties=parties)
        self.translation = Translation(self.facts)
        self._unknowns = solver.Unknowns()
        self._linked: Formula | None = None

    def ask(self, formula: Formula, seconds: float, *, values: bool) -> Answer:
        """Ask whether a case of this shape makes the formula true, and with which values if these are wanted."""
        parts, names = [formula], self._unknowns.of(formula)
        if f"{ORDER}/{self.translation.scheme.fact}" in names:
            parts.append(self._classification())
            names |= self._unknowns.of(parts[-1])
        parts += self.facts.possible(names)
        figures = sorted(name for name in names if self.facts.is_figure(name)) if values else ()
        preferred = solver.all_of(solver.is_round(name) for name in figures) if values else None
        return solver.ask(solver.all_of(parts), self._unknowns, seconds=seconds, preferred=preferred)

    def _classification(self) -> Formula:
        """Return that the classification is one the item's figures give."""
        if self._linked is None:
            scheme = self.translation.scheme.fact
            self._linked = solver.any_of(
                solver.all_of([self.facts.one_of(ORDER, scheme, [value]), possible])
                for value, possible in self.translation.classified()
            )
        return self._linked


class Shapes:
    """The shapes of one stretch, each made when it is first asked of."""

    def __init__(self, stretch: Stretch) -> None:
        """Start with none."""
        self.stretch = stretch
        self._made: dict[tuple[int, int], Shape] = {}
        self._cones: dict[tuple[str, ...], Cone] = {}

    def cone(self, roots: Iterable[Standing]) -> Cone:
        """Return the cone of some rules on these days."""
        standings = tuple(roots)
        key = tuple(standing.rule.id for standing in standings)
        if key not in self._cones:
            self._cones[key] = cone_of(self.stretch.book, standings)
        return self._cones[key]

    def largest(self, cone: Cone) -> Iterator[Shape]:
        """Yield the shapes that together say all: an item that is a circuit, and one with circuits in it."""
        yield self._shape(0, cone.parties)
        yield self._shape(max(1, cone.circuits), cone.parties)

    def growing(self, cone: Cone) -> Iterator[Shape]:
        """Yield small shapes first, the largest last: most of what is possible is possible in a small case."""
        parties = min(1, cone.parties)
        sizes = [(0, parties), (1, parties), (0, cone.parties), (max(1, cone.circuits), cone.parties)]
        yield from (self._shape(*size) for size in dict.fromkeys(sizes))

    def by_size(self, cone: Cone) -> Iterator[Shape]:
        """Yield every size from the smallest, for a case that a person is to read."""
        for size in range(max(cone.circuits, cone.parties) + 1):
            yield self._shape(0, min(size, cone.parties))
            yield self._shape(min(max(1, size), max(1, cone.circuits)), min(size, cone.parties))

    def _shape(self, circuits: int, parties: int) -> Shape:
        key = circuits, parties
        if key not in self._made:
            self._made[key] = Shape(self.stretch, circuits=circuits, parties=parties)
        return self._made[key]
