"""Claims merged into groups of one event each, the same whatever the order in which they come.

Claims that say closely when it was are merged by what they have in common; those that say it loosely, or leave out
whom it involved, join a group only if it is the one that fits; a month in which a state was told twice is that of its
entry. So nothing vague ties two events together.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from licet.evidence.pile.duplicates import Union
from licet.evidence.pile.events_nodes import Tier

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from licet.evidence.pile.events_nodes import Node

_UNDATED_APART = 7
_MOST_FITTING = 16
_SHORT_DAYS = 31


@dataclass(slots=True)
class Group:
    """The claims merged so far: whom and what they involve, their homes, the days of those that say them closest."""

    root: int
    people: set[str] = field(default_factory=set)
    atoms: set[str] = field(default_factory=set)
    homes: set[str] = field(default_factory=set)
    tier: Tier = Tier.UNDATED
    first: date = date.max
    last: date = date.min
    is_full: bool = False

    def take(self, node: Node) -> None:
        """Take one claim in."""
        self.people |= node.people
        self.atoms |= node.atoms
        self.homes.add(node.home)
        self.is_full |= node.is_full
        if node.tier < self.tier:
            self.tier, self.first, self.last = node.tier, node.first, node.last
        elif node.tier is self.tier:
            self.first, self.last = min(self.first, node.first), max(self.last, node.last)

    def fits(self, node: Node, apart: int) -> bool:
        """Tell whether a claim may be of this group: by days, items and people."""
        if (self.first - node.last).days > apart or (node.first - self.last).days > apart:
            return False
        if node.same.by_items:
            return bool(self.atoms & node.atoms) and (
                not (self.people and node.people) or bool(self.people & node.people)
            )
        return bool(node.people) and (
            node.people <= self.people or len(node.people & self.people) >= node.same.together
        )


def grouped(nodes: Sequence[Node]) -> list[list[Node]]:
    """Return the groups, each in the order of its claims' ids, ordered by the first of them."""
    union = Union(len(nodes))
    blocks: dict[tuple[str, ...], list[Node]] = defaultdict(list)
    for node in nodes:
        blocks[node.block].append(node)
    for block in blocks.values():
        _merge(block, union)
    return [[nodes[number] for number in numbers] for numbers in union.sets().values()]


def _merge(block: Sequence[Node], union: Union) -> None:
    """Merge the claims of one state or mark."""
    told = [node for node in block if not node.denied]
    done: list[Node] = []
    for tier in Tier:
        here = [node for node in told if node.tier is tier]
        left = _join(here, _index(done, union), union) if done else here
        if tier is Tier.UNDATED:
            _chain_undated(left, union)
        else:
            _sweep(left, union)
        if tier is Tier.NEAR:
            _bridge(left, union)
        _complete(left, union)
        done += here
    denials = [node for node in block if node.denied]
    is_of_many = bool(block) and block[0].same.by == "actors"  # that one thing was not said denies no other
    left = denials if is_of_many else _join(denials, _index(done, union), union, latest=True)
    _sweep([node for node in left if node.tier is not Tier.UNDATED], union)
    _chain_undated([node for node in left if node.tier is Tier.UNDATED], union)


def _by_anchor(nodes: Iterable[Node]) -> list[list[Node]]:
    found: dict[tuple[str, ...], list[Node]] = defaultdict(list)
    for node in nodes:
        for anchor in node.anchors:
            found[anchor].append(node)
    return [each for each in found.values() if len(each) > 1]


def _sweep(nodes: Iterable[Node], union: Union) -> None:
    """Merge claims that share an anchor and a day."""
    for members in _by_anchor(nodes):
        members.sort(key=lambda node: (node.first, node.last, node.number))
        open_until, open_number = date.min, -1
        for node in members:
            if open_number >= 0 and node.first <= open_until:
                union.join(open_number, node.number)
            if open_number < 0 or node.last >= open_until:
                open_until, open_number = node.last, node.number


def _bridge(nodes: Iterable[Node], union: Union) -> None:
    """Merge groups that share an anchor and lie a few days apart: the same, with a day that is told in two ways.

    From the first day on as far as the table allows, so that a chain of days is not one event.
    """
    for members in _by_anchor(nodes):
        members.sort(key=lambda node: (node.first, node.last, node.number))
        begun = members[0]
        for node in members:
            if (node.last - begun.first).days > begun.same.days_apart:
                begun = node
            else:
                union.join(begun.number, node.number)


def _chain_undated(nodes: Sequence[Node], union: Union) -> None:
    """Merge claims without a day that share an anchor, if their texts came out within a few days of each other."""
    for members in _by_anchor(nodes):
        dated = sorted((node for node in members if node.day is not None), key=lambda n: (n.day or n.last, n.number))
        for before, after in pairwise(dated):
            if before.day is not None and after.day is not None and (after.day - before.day).days <= _UNDATED_APART:
                union.join(before.number, after.number)
        first_of: dict[str, int] = {}
        for node in members:
            union.join(first_of.setdefault(node.home, node.number), node.number)


def _complete(nodes: Sequence[Node], union: Union) -> None:
    """Let groups that leave out whom it involved join the one group that says it."""
    groups = _groups(nodes, union)
    index = Index([group for group in groups.values() if group.is_full])
    joins: dict[int, set[int]] = defaultdict(set)
    for node in nodes:
        own = union.root(node.number)
        if not groups[own].is_full:
            joins[own] |= {group.root for group in index.fitting(node)}
    for own, others in sorted(joins.items()):
        if len(others) == 1:
            union.join(own, others.pop())


class Index:
    """Groups by what a claim that joins them must share, in order of time, the long ones apart."""

    def __init__(self, groups: Iterable[Group]) -> None:
        """Sort them."""
        self._groups: dict[tuple[str, bool], list[Group]] = defaultdict(list)
        self._count: Counter[str] = Counter()
        self._in: dict[str, list[Group]] = defaultdict(list)
        for group in groups:
            is_long = (group.last - group.first).days > _SHORT_DAYS
            for name in group.atoms | group.people:
                self._groups[name, is_long].append(group)
                self._count[name] += 1
            for home in group.homes:
                self._in[home].append(group)
        for members in self._groups.values():
            members.sort(key=lambda group: (group.first, group.last, group.root))

    def fitting(self, node: Node, *, most: int = 2) -> list[Group]:
        """Return groups that a claim fits, the latest first; no more than `most` of each key are looked for.

        Of several people, of whom two must be the same, the one with most groups need not be asked.
        """
        names = sorted(node.broad, key=lambda name: (self._count[name], name))
        if not node.same.by_items and len(names) >= node.same.together:
            names = names[: len(names) - node.same.together + 1]
        found: dict[int, Group] = {}
        for name in names:
            for is_long in (False, True):
                for group in self._near(name, node, is_long=is_long, most=most):
                    found[group.root] = group
        return sorted(found.values(), key=lambda group: (group.last, group.first, group.root), reverse=True)

    def _near(self, name: str, node: Node, *, is_long: bool, most: int) -> Iterator[Group]:
        members = self._groups.get((name, is_long), [])
        apart = node.same.days_apart
        until = node.last.toordinal() + apart
        since = node.first.toordinal() - apart - (_SHORT_DAYS if not is_long else date.max.toordinal())
        place = bisect_right(members, until, key=lambda group: group.first.toordinal()) - 1
        while place >= 0 and most > 0 and members[place].first.toordinal() >= since:
            if members[place].fits(node, apart):
                yield members[place]
                most -= 1
            place -= 1

    def at_home(self, node: Node) -> list[Group]:
        """Return the groups with a claim of the same document, or of one that is like it."""
        return self._in.get(node.home, [])


def _groups(nodes: Iterable[Node], union: Union) -> dict[int, Group]:
    found: dict[int, Group] = {}
    for node in nodes:
        root = union.root(node.number)
        found.setdefault(root, Group(root)).take(node)
    return found


def _index(nodes: Iterable[Node], union: Union) -> Index:
    return Index(_groups(nodes, union).values())


def _join(nodes: Iterable[Node], index: Index, union: Union, *, latest: bool = False) -> list[Node]:
    """Let each claim join the one group that it fits, of several the one its own document tells; return the rest.

    Args:
        nodes: Claims that say too little to be merged by themselves.
        index: The groups there are; what joins does not change them for the others.
        union: Is told who joins what.
        latest: Of several, the latest will do: a denial is of what was said last.
    """
    left, joins = [], []
    for node in nodes:
        fitting = [] if node.is_undatable else index.fitting(node)
        if len(fitting) > 1 and node.tells_entry:
            fitting = _entered(index.fitting(node, most=_MOST_FITTING))
        if len(fitting) != 1:
            near = [group for group in index.at_home(node) if _may_be(group, node)]
            fitting = near if len(near) == 1 else fitting
        if len(fitting) == 1 or (latest and fitting and fitting[0].last > fitting[1].last):
            joins.append((node.number, fitting[0].root))
        else:
            left.append(node)
    for number, root in joins:
        union.join(number, root)
    return left


def _entered(fitting: Sequence[Group]) -> list[Group]:
    """Return the earliest of groups of one state for the same buyers; all of them if they are for others."""
    if len({frozenset(group.people) for group in fitting}) > 1 or len(fitting) >= _MOST_FITTING:
        return list(fitting)
    return [min(fitting, key=lambda group: (group.first, group.last, group.root))]


def _may_be(group: Group, node: Node) -> bool:
    """Tell whether a claim may be of a group of its own document: it may leave out what the group says."""
    if node.broad:
        return group.fits(node, node.same.days_apart)
    return (group.first - node.last).days <= 0 and (node.first - group.last).days <= 0
