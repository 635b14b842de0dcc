"""Who stands at the top of a party: its ultimate parent, as the stated owners have it or as a party states it.

The owners settle it where a chain of control surely leads up to a party, and nobody can control that one in turn,
whatever the shares turn out to be. Where they do not, what is stated stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from licet.ownership.cascade import PossiblyCounting, most_held
from licet.ownership.control import Control
from licet.ownership.holding import percent_of
from licet.period import Period

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from licet.ownership.listed_shares import OwnershipTest
    from licet.ownership.on_day import OwnersOnDay

_ALWAYS = Period()
STEPS_SHOWN = 50
HOLDERS_SHOWN = 5  # of one step, in words and as sources
WORK = 5_000_000  # parties above one, times their holdings: past that, not each of them is tried as its parent


@dataclass(frozen=True, slots=True)
class StatedParent:
    """That a party states its ultimate parent; `parent` is None where it states that it has none."""

    party_id: str
    parent: str | None
    held: Period = _ALWAYS
    source: str = ""
    where: str = ""


class Basis(Enum):
    """What an ultimate parent rests on."""

    OWNERS = "owners"
    STATED = "stated"
    NOT_SETTLED = "not settled"


@dataclass(frozen=True, slots=True)
class ControlStep:
    """A party under the control of another, which holds `percent` of it at least, itself and through those it controls.

    `through` has each holder with its least percentage; how `parent` controls a holder is a step of its own.
    `stated_in` is where the greatest of these shares are stated.
    """

    party_id: str
    parent: str
    percent: str
    through: tuple[tuple[str, str], ...]
    stated_in: str

    def words(self, names: Mapping[str, str]) -> str:
        """Return it in words."""
        who, parent = names.get(self.party_id, self.party_id), names.get(self.parent, self.parent)
        source = f" [{self.stated_in}]" if self.stated_in else ""
        if [holder for holder, _ in self.through] == [self.parent]:
            return f"{who}: at least {self.percent} % is held by {parent}{source}"
        how = ", ".join(
            f"{percent} % {'itself' if holder == self.parent else f'through {names.get(holder, holder)}'}"
            for holder, percent in self.through[:HOLDERS_SHOWN]
        )
        how += f" and {len(self.through) - HOLDERS_SHOWN} more" if len(self.through) > HOLDERS_SHOWN else ""
        return f"{who}: at least {self.percent} % is held by {parent} ({how}){source}"


@dataclass(frozen=True, slots=True)
class UltimateParent:
    """The ultimate parent of one party; of a party that has none, itself.

    `parent` is None where it is not settled. `surely_under` is the highest party that surely controls it (itself if
    nobody surely does), and `path` leads there, at most `STEPS_SHOWN` steps. `possible` are others who may stand above
    that one; `anybody` tells that somebody not stated may. `why` says what leaves it open. `stated` is what the party,
    or the one it is surely under, states of its parent, `contradicted` whether the owners rule that out.
    """

    party_id: str
    parent: str | None
    basis: Basis
    surely_under: str
    path: tuple[ControlStep, ...]
    possible: tuple[str, ...]
    anybody: bool
    why: str = ""
    stated: StatedParent | None = None
    contradicted: bool = False

    def allows(self, parent: str) -> bool:
        """Tell whether the owners leave room for a party to be the ultimate parent."""
        return parent == self.surely_under or self.anybody or parent in self.possible

    def lines(self, names: Mapping[str, str] | None = None) -> Iterator[str]:
        """Yield in words who it is and why."""
        called = names or {}
        who = called.get(self.party_id, self.party_id)
        if self.parent is None:
            yield f"{who}: the ultimate parent is not settled: {self.why}"
        elif self.parent == self.party_id:
            yield f"{who}: it has no parent ({self.basis.value})"
        else:
            yield f"{who}: the ultimate parent is {called.get(self.parent, self.parent)} ({self.basis.value})"
        yield from (f"  {step.words(called)}" for step in self.path)


@dataclass(frozen=True, slots=True)
class _Above:
    """Who may stand above the head of a group."""

    possible: tuple[str, ...] = ()
    anybody: bool = False
    why: str = ""


class UltimateParents:
    """The ultimate parents of one day."""

    def __init__(
        self,
        owners: OwnersOnDay,
        test: OwnershipTest,
        stated: Iterable[StatedParent] = (),
        *,
        work: int | None = None,
    ) -> None:
        """Find who surely controls whom.

        Args:
            owners: Who owns whom, from `OwnershipGraph.on`.
            test: From which share on a party controls another; its method is not used, since control passes on whole.
            stated: Which parties state an ultimate parent; the last statement of a party that stands on the day counts.
            work: How much to do at most to settle who may stand above one party, as `WORK`.

        Raises:
            ValueError: If by the test two parties could control one.
        """
        self._owners, self._test = owners, test
        self._control = Control(owners, test)
        self._stated = {each.party_id: each for each in stated if each.held.contains(owners.day)}
        self._work = WORK if work is None else work
        self._above: dict[int, _Above] = {}
        self._steps: dict[int, ControlStep] = {}
        self._unstated: set[int] | None = None  # whom owners who are not stated may control

    def of(self, party_id: str) -> UltimateParent:
        """Return the ultimate parent of one party."""
        owners = self._owners
        place = owners.place.get(party_id)
        if place is None:
            above = _Above() if party_id in owners.graph.complete else _not_stated(party_id)
            return self._settled(party_id, party_id, (), above)
        head = self._control.head(place)
        if head not in self._above:
            self._above[head] = self._who_may_be_above(head)
        return self._settled(party_id, owners.ids[head], self._path(place, head), self._above[head])

    def _settled(self, party_id: str, head: str, path: tuple[ControlStep, ...], above: _Above) -> UltimateParent:
        stated = self._stated.get(party_id) or self._stated.get(head)
        named = None if stated is None else stated.party_id if stated.parent is None else stated.parent
        contradicted = named is not None and self._is_ruled_out(named, head, above)
        parent: str | None = None if above.why else head
        basis = Basis.NOT_SETTLED if above.why else Basis.OWNERS
        if above.why and named is not None and not contradicted:
            parent, basis = named, Basis.STATED
        why = above.why if parent is None else ""
        possible, anybody = above.possible, above.anybody
        return UltimateParent(party_id, parent, basis, head, path, possible, anybody, why, stated, contradicted)

    def _is_ruled_out(self, named: str, head: str, above: _Above) -> bool:
        """Tell whether a party cannot stand at the top: it is surely under the head, or the owners leave no room."""
        if named == head or named in above.possible:
            return False
        place = self._owners.place.get(named)
        return not above.anybody or (place is not None and self._owners.ids[self._control.head(place)] == head)

    def _who_may_be_above(self, head: int) -> _Above:
        ids = self._owners.ids
        called = ids[head]
        if self._control.is_circle(head):
            circle = tuple(sorted(ids[each] for each in self._control.members(head) if each != head))
            return _Above(circle, anybody=True, why=f"{called} is held by what it controls")
        if not self._owners.owners[head] and not self._owners.is_open(head):
            return _Above()
        if self._unstated is None:
            self._unstated = PossiblyCounting(self._owners, (), self._test.enough, anybody=True).places
        if head in self._unstated:
            return _not_stated(called)
        if not self._could_be_controlled(head):
            return _Above()
        if not self._can_be_tried(head):
            return _Above(anybody=True, why=f"{called} has too many parties above it to try each")
        cone, enough = self._owners.graph.on(self._owners.day, above=[called]), self._test.enough
        top = cone.place[called]
        everybody = set(range(len(cone))) - {top}
        possible = tuple(
            cone.ids[each]
            for each in sorted(everybody, key=cone.ids.__getitem__)
            if top in PossiblyCounting(cone, (each,), enough, anybody=True).places
        )
        return _Above(possible, why=_may_control(possible, called) if possible else "")

    def _could_be_controlled(self, head: int) -> bool:
        """Tell whether all others together could hold enough; if not, nobody by itself can."""
        everybody = [edge[0] for edge in self._owners.owners[head]]
        return self._test.enough(*most_held(self._owners, head, everybody))

    def _can_be_tried(self, head: int) -> bool:
        """Tell whether those above a party are few enough to try each as its parent."""
        reached = {head}
        open_ones = [head]
        holdings = 0
        for place in open_ones:
            holdings += len(self._owners.owners[place])
            for owner, *_ in self._owners.owners[place]:
                if owner not in reached:
                    reached.add(owner)
                    open_ones.append(owner)
            if len(reached) * holdings > self._work:
                return False
        return True

    def _path(self, place: int, head: int) -> tuple[ControlStep, ...]:
        """Return how a head holds a party, then how it comes to control those through which it does."""
        if place == head:
            return ()
        ids = self._owners.ids
        steps: dict[int, ControlStep] = {}
        open_ones = [place]
        for each in open_ones:
            if each not in steps and each != head and len(steps) < STEPS_SHOWN:
                steps[each] = self._steps.get(each) or self._steps.setdefault(each, self._step(each, head))
                open_ones += [self._owners.place[holder] for holder, _ in steps[each].through if holder != ids[each]]
        return tuple(steps.values())

    def _step(self, place: int, head: int) -> ControlStep:
        """Return how a head holds a party, by those of the group that hold a share of it."""
        ids, graph, day = self._owners.ids, self._owners.graph, self._owners.day
        holders = [edge for edge in self._owners.owners[place] if edge[1] and self._control.head(edge[0]) == head]
        holders.sort(key=lambda edge: (edge[0] != head, -edge[1], ids[edge[0]]))
        shown = holders[:HOLDERS_SHOWN]
        sources = [each.stated_in for edge in shown for each in graph.holdings(ids[place], ids[edge[0]], day)]
        return ControlStep(
            ids[place],
            ids[head],
            percent_of(sum(low for _, low, _, _ in holders)),
            tuple((ids[owner], percent_of(low)) for owner, low, _, _ in holders),
            "; ".join(dict.fromkeys(source for source in sources if source)),
        )


def _not_stated(called: str) -> _Above:
    return _Above(anybody=True, why=f"owners of {called} who are not stated may control it")


def _may_control(possible: tuple[str, ...], called: str) -> str:
    shown = ", ".join(possible[:5])
    more = f" or {len(possible) - 5} others" if len(possible) > 5 else ""  # noqa: PLR2004  as many as shown
    return f"{called} may be controlled by {shown}{more}, as their shares turn out"
