"""Why an answer changed between two days: rules whose truth changed, and that the law's own dates can reach."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from tests.contract.grid import law

from licet.rules import expression as ex
from licet.rules.consistency import reads, tests_of
from licet.truth import Truth

if TYPE_CHECKING:
    from collections.abc import Iterator

    from licet.evaluate import Decision
    from licet.rules import Book, Rule, Standing


def causes(before: Decision, after: Decision) -> set[str]:
    """Return the rules that explain a change.

    Such a rule came to another truth, or holds in another version; and its own dated data changed between the
    two days, or that of a set, a place or a rule it reads.
    """
    return _moved(before, after) & _reached(before.book, after.book)


def _moved(before: Decision, after: Decision) -> set[str]:
    one, other = dict(_findings(before)), dict(_findings(after))
    moved = set()
    for rule in one.keys() | other.keys():
        (then, was), (now, is_) = (side.get(rule, (None, Truth.FALSE)) for side in (one, other))
        if was is not is_ or (is_ is not Truth.FALSE and then != now):
            moved.add(rule)
    return moved


def _findings(decision: Decision) -> Iterator[tuple[str, tuple[object, Truth]]]:
    for standing, step in decision.classification.steps:
        yield standing.rule.id, (_dated(standing), step.truth)
    for finding in (*decision.requirements, *decision.exceptions, *decision.policies):
        yield finding.standing.rule.id, (_dated(finding.standing), finding.truth)


def _dated(standing: Standing) -> tuple[object, ...]:
    told = tuple(each.party for each in standing.addressees or ())
    return (standing.version.in_force_from, standing.truth, tuple(clause.start for clause in standing.clauses), told)


@cache
def _reached(before: Book, after: Book) -> frozenset[str]:
    """Return the rules whose dated data changed between two days, and all that wait for them."""
    sides = [{rule: _dated(standing) for rule, standing in book.standing.items()} for book in (before, after)]
    reached = {rule for rule in sides[0].keys() | sides[1].keys() if sides[0].get(rule) != sides[1].get(rule)}
    sets = {name for name in before.sets.keys() | after.sets.keys() if before.sets.get(name) != after.sets.get(name)}
    everywhere = before.places != after.places
    reached |= {rule.id for rule in law().pack.rules.values() if everywhere or _sets_read(rule) & sets}
    while more := {rule for rule, needed in _edges().items() if rule not in reached and needed & reached}:
        reached |= more
    return frozenset(reached)


@cache
def _edges() -> dict[str, set[str]]:
    pack = law().pack
    edges = {rule.id: reads(rule, pack) for rule in pack.rules.values()}
    for rule in pack.rules.values():  # a policy is given for the requirements it names
        edges[rule.id] |= {named for version in rule.versions for named in version.applies_to}
    return edges


def _sets_read(rule: Rule) -> set[str]:
    return {
        node.set_name
        for version in rule.versions
        for test in tests_of(version)
        for node in ex.walk(test)
        if isinstance(node, ex.Member) and node.set_name
    }
