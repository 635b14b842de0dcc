"""Do clauses of several keys leave anything at all: the overlap of what each allows, dimension by dimension.

A clause allows some values of a dimension (place of use, end use, class of data ...), or all but some. Where nothing is
left, the fewest clauses that already leave nothing are named, each with its source.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product
from math import prod
from typing import TYPE_CHECKING

from licet.register import ANYTHING, matches
from licet.truth import Truth

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from licet.acts import KeyStanding
    from licet.register import Authorisation, Balances, Draw, Scope

MOST_COMBINATIONS = 256


@dataclass(frozen=True, slots=True)
class Clause:
    """What one source allows of a dimension: only some values, or all but some. `on_file` is False for a report."""

    key: str
    dimension: str
    text: str
    citation: str
    grade: str
    only_in: frozenset[str] = frozenset()
    not_in: frozenset[str] = frozenset()
    on_file: bool = True
    unverified: bool = False

    @property
    def allowed(self) -> str:
        """Return the values in words."""
        if self.only_in:
            return f"only {', '.join(sorted(self.only_in))}"
        return f"anything but {', '.join(sorted(self.not_in))}"


@dataclass(frozen=True, slots=True)
class Clash:
    """Clauses on one dimension that nothing satisfies together; none of them can be left out."""

    dimension: str
    clauses: tuple[Clause, ...]

    @property
    def on_file(self) -> bool:
        """True if every clause stands in a document on file."""
        return all(clause.on_file for clause in self.clauses)

    @property
    def verified(self) -> bool:
        """True if none of the clauses is marked unverified."""
        return not any(clause.unverified for clause in self.clauses)


def clashes(clauses: Iterable[Clause]) -> tuple[Clash, ...]:
    """Return the clashes among clauses, one for each dimension that has any, in order of dimension."""
    by_dimension: dict[str, list[Clause]] = {}
    for clause in clauses:
        if clause.only_in or clause.not_in:
            by_dimension.setdefault(clause.dimension, []).append(clause)
    found = []
    for dimension, bounds in sorted(by_dimension.items()):
        if leaves_nothing(bounds):
            found.append(Clash(dimension, _fewest(bounds)))
    return tuple(found)


def leaves_nothing(clauses: Sequence[Clause]) -> bool:
    """Tell whether no value satisfies all; clauses that only bar values always leave some."""
    lists = [clause.only_in for clause in clauses if clause.only_in]
    if not lists:
        return False
    return not frozenset.intersection(*lists).difference(*(clause.not_in for clause in clauses))


def _fewest(clauses: list[Clause]) -> tuple[Clause, ...]:
    """Leave out every clause without which nothing is left all the same."""
    kept = list(clauses)
    for clause in clauses:
        rest = [other for other in kept if other is not clause]
        if leaves_nothing(rest):
            kept = rest
    return tuple(kept)


def clashes_on_file(
    draws: Sequence[Draw], balances: Balances, assigned: Mapping[str, Authorisation]
) -> tuple[Clash, ...]:
    """Return the clashes between authorisations of several keys, one draw for each key.

    Only the authorisation assigned counts, or where none is, those that could cover the line but for the bounded
    dimensions. Where a key has several, they clash only if every choice of one for each key does; the first choice
    is shown. Past `MOST_COMBINATIONS` of them nothing is said: each is asked by itself all the same.
    """
    choices = []
    for draw in draws:
        own = assigned.get(draw.key)
        near = [_clauses_of(one, balances) for one in ([own] if own else _near(draw, balances))]
        choice = {_bounds(clauses): clauses for clauses in reversed(near)}  # of equal ones the first stays
        if choice:
            choices.append(list(choice.values()))
    if len(choices) < 2:  # noqa: PLR2004  it takes two keys
        return ()
    if prod(len(choice) for choice in choices) > MOST_COMBINATIONS:
        return ()
    first: tuple[Clash, ...] = ()
    for combination in product(*choices):
        found = clashes(clause for clauses in combination for clause in clauses)
        if not found:
            return ()
        first = first or found
    return first


def _near(draw: Draw, balances: Balances) -> Iterator[Authorisation]:
    for one in balances.serving(draw):
        wide = replace(one, scope=_wide(one.scope))
        parents = [replace(each, scope=_wide(each.scope)) for each in balances.layers(one.number)[1:]]
        if matches(wide, draw, valid_at=draw.valid_at, parents=parents).truth is not Truth.FALSE:
            yield one


def _wide(scope: Scope) -> Scope:
    """Return the scope with any place and end use, where it names some."""
    places = scope.places_of_use if scope.places_of_use.is_blank else ANYTHING
    uses = scope.end_uses if scope.end_uses.is_blank else ANYTHING
    return replace(scope, places_of_use=places, end_uses=uses)


def _bounds(clauses: Sequence[Clause]) -> frozenset[tuple[str, frozenset[str], frozenset[str]]]:
    """Return what clauses bound, whoever wrote them."""
    return frozenset((clause.dimension, clause.only_in, clause.not_in) for clause in clauses)


def _clauses_of(one: Authorisation, balances: Balances) -> list[Clause]:
    """Return the clauses of an authorisation and of the layers it is a part of."""
    return [clause for layer in balances.layers(one.number) for clause in _of_layer(layer)]


def _of_layer(one: Authorisation) -> Iterator[Clause]:
    source, grade = str(one.source), one.source.grade.value
    for dimension, coverage in (("place_of_use", one.scope.places_of_use), ("end_use", one.scope.end_uses)):
        if coverage.members:
            text = f"{one.number}: {dimension.replace('_', ' ')} {coverage}"
            yield Clause(one.key, dimension, text, source, grade, only_in=coverage.members)
    for condition in one.conditions:
        text = f"{one.number}: {condition.text}"
        yield Clause(one.key, condition.id, text, source, grade, only_in=condition.only_in, not_in=condition.not_in)


def reported_clauses(standings: Iterable[KeyStanding]) -> Iterator[Clause]:
    """Yield the conditions reported with the acts that stand."""
    for found in standings:
        for each in found.standing:
            act = each.act
            for condition in act.requires:
                yield Clause(
                    key=found.key,
                    dimension=condition.id,
                    text=condition.text,
                    citation=act.citation,
                    grade=act.grade.value,
                    only_in=frozenset(condition.only_in),
                    not_in=frozenset(condition.not_in),
                    on_file=False,
                    unverified=act.unverified,
                )
