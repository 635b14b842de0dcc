"""Why listed parties own what they own of a party: its owners, theirs, and so on, each with its share and source."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from functools import lru_cache
from heapq import nsmallest
from typing import TYPE_CHECKING

from licet.ownership.holding import UNITS_PER_PERCENT, WHOLE
from licet.ownership.listed_shares import ListedShare, Method
from licet.ownership.share import Share
from licet.truth import Truth

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from licet.ownership.listed_shares import ListedShares, OwnershipTest
    from licet.ownership.on_day import Edge

STEPS_UP = 12  # from a party, and not deeper into its owners
OWNERS_SHOWN = 20  # of one party
STEPS_SHOWN = 200  # in all


class Why(Enum):
    """What an owner is to the rule."""

    LISTED = "listed"
    POSSIBLY_LISTED = "possibly listed"
    COUNTS = "counts as listed"
    MAY_COUNT = "may count as listed"
    CIRCLE = "may be held wholly by what it holds, so that who is behind it cannot be told"
    DOES_NOT_COUNT = "does not count as listed"
    PARTLY_OWNED = "passes on its part"
    NOT_STATED = "not stated"
    OWN_SHARES = "own shares"


@dataclass(frozen=True, slots=True)
class Step:
    """One owner of a party. `owner` is None for whoever holds what is not stated.

    `percent` is what it holds of the party, `part` the part of that, in percent, that counts. `above` are its own
    owners; none where they are shown before, or too far up (`is_cut`). `not_shown` owners of it are left out.
    """

    owner: str | None
    percent: Share
    part: Share
    why: Why
    stated_in: str = ""
    above: tuple[Step, ...] = ()
    not_shown: int = 0
    is_cut: bool = False
    shown_before: bool = False


@dataclass(frozen=True, slots=True)
class Explanation:
    """The answer for one party with everybody above it."""

    answer: ListedShare
    test: OwnershipTest
    steps: tuple[Step, ...]
    not_shown: int

    def lines(self, names: Mapping[str, str] | None = None) -> Iterator[str]:
        """Yield it in words, a line for each owner, further in for each step up; `names` says what to call a party."""
        called = names or {}
        answer = self.answer
        who = called.get(answer.party_id, answer.party_id)
        stated = "" if answer.of_stated == answer.share else f", {answer.of_stated} by the owners stated"
        verdict = {Truth.TRUE: "it counts", Truth.UNKNOWN: "it may count", Truth.FALSE: "it does not count"}
        owned = f"listed parties own {answer.share} of it together{stated}"
        yield f"{who}: {owned}; {verdict[answer.reaches]} ({self.test})"
        yield from _lines(self.steps, self.not_shown, called, 1)


def explain(shares: ListedShares, party_id: str) -> Explanation:
    """Return why listed parties own what they own of a party."""
    return Explainer(shares).of(party_id)


@dataclass(frozen=True, slots=True)
class _Owners:
    """The owners of a party that count most, how many there are, and whether the share of each is one figure."""

    most: tuple[Edge, ...]
    number: int
    are_exact: bool


class Explainer:
    """Explains one party after another; whose owners were put in order before is not put in order again."""

    def __init__(
        self,
        shares: ListedShares,
        *,
        steps_up: int = STEPS_UP,
        owners_shown: int = OWNERS_SHOWN,
        steps_shown: int = STEPS_SHOWN,
    ) -> None:
        """Keep the shares, and how much to show of one party: as `STEPS_UP`, `OWNERS_SHOWN` and `STEPS_SHOWN`."""
        self.shares = shares
        self._steps_up, self._owners_shown, self._steps_shown = steps_up, owners_shown, steps_shown
        self._ordered: dict[int, _Owners] = {}
        self._why: dict[int, Why] = {}
        self._ends: dict[int, bool] = {}

    def of(self, party_id: str) -> Explanation:
        """Return why listed parties own what they own of a party."""
        shares = self.shares
        place = shares.owners.place.get(party_id)
        steps: tuple[Step, ...] = ()
        not_shown = 0
        if place is None:
            if party_id not in shares.owners.graph.complete:
                steps = (_not_stated(0, WHOLE),)
        else:
            steps, not_shown = _Walk(self, place).above(place)
        return Explanation(shares.of(party_id), shares.test, steps, not_shown)

    def nearest(self, start: int) -> set[int]:
        """Return whose owners are shown: the nearest first, until enough is shown in all."""
        chosen: set[int] = set()
        open_ones, steps = [(start, 0)], 0
        for place, up in open_ones:
            if place in chosen or steps >= self._steps_shown or up >= self._steps_up:
                continue
            chosen.add(place)
            shown = self.ordered(place).most
            steps += len(shown)
            open_ones += [(edge[0], up + 1) for edge in shown if not self.ends(edge[0])]
        return chosen

    def ordered(self, place: int) -> _Owners:
        """Return the owners of a party, those that count most first."""
        found = self._ordered.get(place)
        if found is None:
            edges = self.shares.owners.owners[place]
            exact = all(low == high for _, low, high, _ in edges)
            most = tuple(edges if len(edges) == 1 else nsmallest(self._owners_shown, edges, key=self._weight))
            found = self._ordered[place] = _Owners(most, len(edges), exact)
        return found

    def ends(self, owner: int) -> bool:
        """Tell whether the owners of an owner are of no interest."""
        ends = self._ends.get(owner)
        if ends is None:
            ends = self.why(owner) in {Why.LISTED, Why.DOES_NOT_COUNT} or not self.shares.owners.owners[owner]
            ends = self._ends[owner] = ends or not self.shares.part(owner).hi
        return ends

    def why(self, owner: int) -> Why:
        """Return what an owner is to the rule."""
        why = self._why.get(owner)
        if why is None:
            why = self._why[owner] = self._what_it_is(owner)
        return why

    def _what_it_is(self, owner: int) -> Why:
        listing = self.shares.listing(self.shares.owners.ids[owner])
        if listing is not Truth.FALSE:
            return Why.LISTED if listing is Truth.TRUE else Why.POSSIBLY_LISTED
        passes_on_whole = self.shares.test.method is Method.CASCADE
        counts = self.shares.counts(owner)
        if passes_on_whole and counts is Truth.TRUE:
            return Why.COUNTS
        if owner in self.shares.circles:
            return Why.CIRCLE
        if not passes_on_whole:
            return Why.PARTLY_OWNED
        return Why.DOES_NOT_COUNT if counts is Truth.FALSE else Why.MAY_COUNT

    def _weight(self, edge: Edge) -> tuple[Fraction, int, str]:
        owner, _, high, _ = edge
        return -high * self.shares.part(owner).hi, -high, self.shares.owners.ids[owner]


class _Walk:
    """The explanation of one party."""

    def __init__(self, explainer: Explainer, start: int) -> None:
        self._explainer, self._shares, self._owners = explainer, explainer.shares, explainer.shares.owners
        self._shown: set[int] = set()
        self._chosen = explainer.nearest(start)

    def above(self, place: int) -> tuple[tuple[Step, ...], int]:
        """Return the owners of a party, those that count most first, and how many more there are."""
        self._shown.add(place)
        owners, found = self._owners, self._explainer.ordered(place)
        steps = [self._step(place, owner, low, high) for owner, low, high, _ in found.most]
        own_low, own_high = owners.own.get(place, (0, 0))
        if own_high:
            stated_in = self._stated_in(place, place)
            steps.append(Step(owners.ids[place], _share(own_low, own_high), _share(0, 0), Why.OWN_SHARES, stated_in))
        if owners.is_open(place):
            high = WHOLE - owners.surely[place] - own_low
            exact = not own_high - own_low and found.are_exact
            steps.append(_not_stated(high if exact else 0, high))
        return tuple(steps), found.number - len(found.most)

    def _step(self, place: int, owner: int, low: int, high: int) -> Step:
        above: tuple[Step, ...] = ()
        not_shown = 0
        goes_on = not self._explainer.ends(owner)
        shown_before = goes_on and owner in self._shown
        is_cut = goes_on and owner not in self._chosen
        if goes_on and not shown_before and not is_cut:
            above, not_shown = self.above(owner)
        called, stated_in = self._owners.ids[owner], self._stated_in(place, owner)
        why, part = self._explainer.why(owner), self._shares.part(owner)
        return Step(called, _share(low, high), part, why, stated_in, above, not_shown, is_cut, shown_before)

    def _stated_in(self, owned: int, owner: int) -> str:
        ids = self._owners.ids
        found = self._owners.graph.holdings(ids[owned], ids[owner], self._owners.day)
        return "; ".join(dict.fromkeys(each.stated_in for each in found if each.stated_in))


def _not_stated(low: int, high: int) -> Step:
    return Step(None, _share(low, high), _share(0, WHOLE), Why.NOT_STATED)


@lru_cache(maxsize=65536)
def _share(low: int, high: int) -> Share:
    return Share(Fraction(low, UNITS_PER_PERCENT), Fraction(high, UNITS_PER_PERCENT))


def _lines(steps: tuple[Step, ...], not_shown: int, names: Mapping[str, str], depth: int) -> Iterator[str]:
    margin = "  " * depth
    for step in steps:
        source = f" [{step.stated_in}]" if step.stated_in else ""
        yield f"{margin}{_words(step, names)}{source}"
        yield from _lines(step.above, step.not_shown, names, depth + 1)
    if not_shown:
        yield f"{margin}and {not_shown} owners more"


def _words(step: Step, names: Mapping[str, str]) -> str:
    if step.owner is None:
        return f"{step.percent} by owners who are not stated"
    if step.why is Why.OWN_SHARES:
        return f"{step.percent} are its own shares"
    what = step.why.value
    if step.why is Why.PARTLY_OWNED:
        what = f"of which {step.part} counts"
    elif step.why is Why.MAY_COUNT and not step.above and not step.is_cut and not step.shown_before:
        what = f"{what}: its owners are not stated"
    note = "; its owners: see above" if step.shown_before else "; further up: not shown" if step.is_cut else ""
    return f"{step.percent} by {names.get(step.owner, step.owner)}, {what}{note}"
