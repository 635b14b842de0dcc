"""What some rules of a book come down to: every rule they read, and the tests of parties and circuits in these.

A question to the solver is as large as its cone, not as the pack; on days with the same cone it has the same answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from licet.rules import expression as ex
from licet.rules.consistency import tests_of_truth
from licet.rules.model import RuleKind

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator

    from licet.rules.book import Book, Standing

DAY = "valid_at"


@dataclass(frozen=True, slots=True)
class Cone:
    """How many parties and circuits can matter, and what the rules say; equal `content` means an equal answer."""

    parties: int
    circuits: int
    content: Hashable


def cone_of(book: Book, roots: Iterable[Standing]) -> Cone:
    """Return the cone of some rules.

    A case that satisfies a set of tests needs at most one party, and one circuit, to witness each of them, so no
    more of either need be tried than there are different tests.
    """
    standings = _reached(book, roots)
    nodes = {node for standing in standings for test in _tests_of(standing) for node in ex.walk(test)}
    names = {name for node in nodes for name in ex.names_read(node)}
    sets = sorted({node.set_name for node in nodes if isinstance(node, ex.Member) and node.set_name})
    members = tuple((name, book.sets[name].members, book.sets[name].uncertain) for name in sets if name in book.sets)
    days = book.valid_at if DAY in names else None
    rules = tuple(sorted((_said(standing) for standing in standings), key=lambda said: str(said[0])))
    absent = tuple(sorted(name for name in names if book.by_name.get(name, True) is None))
    return Cone(
        parties=sum(isinstance(node, ex.PartyTest) for node in nodes),
        circuits=sum(isinstance(node, ex.AnyIc) for node in nodes),
        content=(rules, members, tuple(sorted(book.places.items())), absent, days),
    )


def _reached(book: Book, roots: Iterable[Standing]) -> tuple[Standing, ...]:
    """Return the rules given and all that they wait for; the classification counts as read with its value."""
    found: dict[str, Standing] = {}
    scheme = book.law.pack.head.classification.fact
    stack = list(roots)
    while stack:
        standing = stack.pop()
        if standing.rule.id in found:
            continue
        found[standing.rule.id] = standing
        stack += book.overriders.get(standing.rule.id, ())
        for name in {name for test in _tests_of(standing) for node in ex.walk(test) for name in ex.names_read(node)}:
            read = book.by_name.get(name)
            if read is not None:
                stack.append(read)
            if name == scheme:
                stack += [*book.of_kind(RuleKind.CLASSIFICATION), *book.of_kind(RuleKind.EXCLUSION)]
    return tuple(found.values())


def _tests_of(standing: Standing) -> Iterator[ex.Node]:
    """Yield the expressions that the truth of a rule, or its figure, depends on."""
    yield from tests_of_truth(standing.version)
    yield from (clause.when for clause in standing.clauses if clause.when is not None)


def _said(standing: Standing) -> tuple[Hashable, ...]:
    addressees = None if standing.addressees is None else tuple(told.party for told in standing.addressees)
    clauses = tuple(clause.when for clause in standing.clauses)
    return standing.rule.id, standing.version.number, standing.truth, clauses, addressees
