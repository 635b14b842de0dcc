"""Tables that generated code looks its coded truths up in, filled as codes are first met."""

from __future__ import annotations

from typing import TYPE_CHECKING

from licet.batch.bare_case import BareAnswer
from licet.batch.lowered import TRUE, UNKNOWN
from licet.rules import RuleKind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from licet.rules import Book

Outcome = tuple[int, int, int, int, bool]
"""Of one class: licence required, requirements held as bits, exceptions in base three, policy's place, settled."""


def truths_of(code: int, count: int) -> tuple[int, ...]:
    """Return the truths that a number in base three stands for, the lowest first."""
    return tuple(code // 3**place % 3 for place in range(count))


def looked_up(value: object, listed: Mapping[str, int], other: int, unstated: int) -> int:
    """Return a table's truth of a word, or of words still possible: unknown unless they agree."""
    if isinstance(value, str):
        return listed.get(value, other)
    if not isinstance(value, frozenset) or not value:
        return unstated
    return _agreed({listed.get(word, other) for word in value})


class _Filled(dict[int, tuple[object, ...]]):
    """A dict that works out what it lacks."""

    __slots__ = ("_work_out",)

    def __init__(self, work_out: Callable[[int], tuple[object, ...]]) -> None:
        super().__init__()
        self._work_out = work_out

    def __missing__(self, code: int) -> tuple[object, ...]:
        found = self[code] = self._work_out(code)
        return found


def held_rules(book: Book) -> Mapping[int, tuple[object, ...]]:
    """Return the table from bits to the ids of the requirements that hold."""
    ids = [standing.rule.id for standing in book.of_kind(RuleKind.REQUIREMENT)]
    return _Filled(lambda bits: tuple(rule for place, rule in enumerate(ids) if bits >> place & 1))


def availability(book: Book) -> Mapping[int, tuple[object, ...]]:
    """Return the table from codes to each exception's name and truth."""
    names = [standing.version.outcome["name"] for standing in book.of_kind(RuleKind.EXCEPTION)]
    return _Filled(lambda code: tuple(zip(names, truths_of(code, len(names)), strict=True)))


class ClassTable(_Filled):
    """From the paragraphs' truths as a code to the class, the candidates, and the functions for them."""

    __slots__ = ()

    def __init__(self, book: Book, branches: Mapping[str, object]) -> None:
        """Keep the paragraphs' classes in order, and the function of each class."""
        scheme = book.law.pack.head.classification
        classes = [standing.version.outcome[scheme.fact] for standing in book.of_kind(RuleKind.CLASSIFICATION)]
        rules = len(classes) + len(book.of_kind(RuleKind.EXCLUSION))

        def work_out(code: int) -> tuple[object, ...]:
            truths = truths_of(code, rules)
            paragraphs, exclusions = truths[: len(classes)], truths[len(classes) :]
            certain = [name for name, truth in zip(classes, paragraphs, strict=True) if truth == TRUE]
            possible = [name for name, truth in zip(classes, paragraphs, strict=True) if truth == UNKNOWN]
            every = [*possible, scheme.default]
            left = [name for name in every if name != scheme.default] if possible and TRUE in exclusions else every
            candidates = tuple(dict.fromkeys(certain or left or every))
            settled = candidates[0] if len(candidates) == 1 else None
            return settled, candidates, tuple(branches[name] for name in candidates)

        super().__init__(work_out)


def answer_of_all(
    value: str | None,
    candidates: tuple[str, ...],
    outcomes: Sequence[Outcome],
    held: Mapping[int, tuple[str, ...]],
    policies: Sequence[str | None],
    available: Mapping[int, tuple[tuple[str, int], ...]],
) -> BareAnswer:
    """Return what all candidate classes agree on.

    Args:
        value: The class, None while open.
        candidates: The classes it may be.
        outcomes: What each of them comes to.
        held: From bits to ids of requirements.
        policies: Policies, the strictest first, then None.
        available: From codes to exceptions.
    """
    bits = outcomes[0][1]
    for outcome in outcomes[1:]:
        bits &= outcome[1]
    licences = {outcome[0] for outcome in outcomes}
    reviews = {outcome[3] if outcome[4] else None for outcome in outcomes}
    review = next(iter(reviews)) if len(reviews) == 1 else None
    each = [available[outcome[2]] for outcome in outcomes]
    exceptions = tuple((same[0][0], _agreed({truth for _, truth in same})) for same in zip(*each, strict=True))
    return BareAnswer(
        value, candidates, _agreed(licences), held[bits], None if review is None else policies[review], exceptions
    )


def _agreed(truths: set[int]) -> int:
    return next(iter(truths)) if len(truths) == 1 else UNKNOWN
