"""Holdings as a graph: checked once, asked for any day.

Two statements of one owner in one party on one day speak of the same shares: what is true satisfies both. Two blocks
of shares are one line with their sum. What the owners of a party hold together is never more than all of it.
"""

from __future__ import annotations

from collections import defaultdict
from copy import copy
from datetime import date
from typing import TYPE_CHECKING

from licet.errors import ProblemsFound
from licet.ownership.holding import WHOLE, Holding, faults, percent_of, units
from licet.ownership.on_day import Known, OwnersOnDay
from licet.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

STATEMENTS_OF_ONE_SHARE = 1000  # a bound on work: each is compared with the others at each change


class OwnershipGraph:
    """Who owns whom, over time."""

    def __init__(self, holdings: Iterable[Holding], *, complete: Collection[str] = ()) -> None:
        """Check and keep the holdings.

        Args:
            holdings: In any order; parties nobody is stated to own need no line.
            complete: Parties of which nobody but their stated owners may count: natural persons, states, companies
                whose other shares are known to be held by none that is listed. Of any other party the shares that
                are not stated may be anybody's.

        Raises:
            ProblemsFound: If a share or period is no share or period, two statements of one share contradict each
                other, or the owners of a party surely hold more than all of it on some day.
        """
        self._by_owned: defaultdict[str, list[Holding]] = defaultdict(list)
        self._by_pair: dict[tuple[str, str], list[Holding]] = {}  # filled when first asked for
        problems: list[Problem] = []
        for holding in holdings:
            found = tuple(faults(holding))
            problems.extend(found)
            if not found:
                self._by_owned[holding.owned].append(holding)
        for owned, several in self._by_owned.items():
            if not _plainly_sound(several):
                problems.extend(_contradictions(owned, several))
        if problems:
            raise ProblemsFound(problems)
        self.complete = frozenset(complete)

    def holdings(self, owned: str, owner: str, day: date) -> tuple[Holding, ...]:
        """Return the statements of one share that hold, or may hold, on a day."""
        if not self._by_pair:
            for several in self._by_owned.values():
                for each in several:
                    self._by_pair.setdefault((each.owned, each.owner), []).append(each)
        return tuple(each for each in self._by_pair.get((owned, owner), ()) if each.held.contains(day))

    def completed(self, complete: Collection[str]) -> OwnershipGraph:
        """Return the same holdings with other parties complete; nothing is checked again."""
        graph = copy(self)
        graph.complete = frozenset(complete)
        return graph

    def on(self, day: date, *, above: Iterable[str] | None = None) -> OwnersOnDay:
        """Return who owns whom on a day.

        Args:
            day: The day asked for.
            above: Look only at these parties and everybody above them; at all if None.
        """
        if above is None:
            parties: Iterable[str] = list(self._by_owned)
        else:
            parties = self._cone(above, day)
        rows = {owned: _merged(self._by_owned.get(owned, ()), day) for owned in parties}
        return OwnersOnDay(self, day, rows)

    def _cone(self, parties: Iterable[str], day: date) -> dict[str, None]:
        reached = dict.fromkeys(parties)
        open_ones = list(reached)
        while open_ones:
            for holding in self._by_owned.get(open_ones.pop(), ()):
                if holding.owner not in reached and holding.held.contains(day):
                    reached[holding.owner] = None
                    open_ones.append(holding.owner)
        return reached


def _known(holding: Holding, day: date) -> Known:
    """Return lower and upper units, and whether it is surely held, of a holding on one of its days."""
    low, high = units(holding.percent)
    return (low, high, True) if holding.is_sure(day) else (0, high, False)


def _merged(holdings: Iterable[Holding], day: date) -> dict[str, Known]:
    """Return what is known of each owner's share on a day; an owner of surely nothing is none."""
    merged: dict[str, Known] = {}
    for holding in holdings:
        if holding.held.contains(day):
            known = _known(holding, day)
            before = merged.get(holding.owner)
            merged[holding.owner] = known if before is None else _both(before, known)
    return {owner: known for owner, known in merged.items() if known[1]}


def _both(one: Known, other: Known) -> Known:
    return max(one[0], other[0]), min(one[1], other[1]), one[2] or other[2]


def _plainly_sound(holdings: list[Holding]) -> bool:
    """Tell whether no day can bring a contradiction: each owner once, and all together not more than the whole."""
    if len({holding.owner for holding in holdings}) < len(holdings):
        return False
    return sum(units(holding.percent)[0] for holding in holdings) <= WHOLE


def _contradictions(owned: str, holdings: list[Holding]) -> Iterator[Problem]:
    """Yield the first day's contradiction of each owner, and the first day on which there is too much."""
    by_owner: defaultdict[str, list[Holding]] = defaultdict(list)
    for holding in holdings:
        by_owner[holding.owner].append(holding)
    changes: defaultdict[date, set[str]] = defaultdict(set)
    quarrelling: set[str] = set()
    for owner, several in by_owner.items():
        if len(several) > STATEMENTS_OF_ONE_SHARE:
            what = f"the share of {owner[:80]} in {owned[:80]} is stated {len(several)} times"
            mend = f"keep at most {STATEMENTS_OF_ONE_SHARE} lines for one owner of one party"
            yield Problem("too-many-statements", several[0].where, what, mend)
            quarrelling.add(owner)
            continue
        for day in _days(several):
            changes[day].add(owner)
    surely: dict[str, int] = {}
    total, told = 0, False
    for day in sorted(changes):
        for owner in sorted(changes[day] - quarrelling):
            low = _merged(by_owner[owner], day).get(owner, (0,))[0]
            if quarrel := _quarrel(by_owner[owner], day):
                quarrelling.add(owner)
                yield quarrel
                low = 0
            total += low - surely.get(owner, 0)
            surely[owner] = low
        if total > WHOLE and not told:
            told = True
            yield _too_much(owned, day, total, [by_owner[owner][0] for owner, low in surely.items() if low])


def _days(holdings: Iterable[Holding]) -> set[date]:
    """Return the days on which something changes; the first day there is stands for no bound."""
    periods = [period for each in holdings for period in (each.held, each.surely_held) if period is not None]
    starts = {date.min if period.start is None else period.start for period in periods}
    return starts | {period.end for period in periods if period.end is not None}


def _quarrel(holdings: list[Holding], day: date) -> Problem | None:
    """Return the contradiction of two statements of one share on a day."""
    standing = [(holding, _known(holding, day)) for holding in holdings if holding.held.contains(day)]
    if not standing:
        return None
    most = max(standing, key=lambda pair: pair[1][0])
    least = min(standing, key=lambda pair: pair[1][1])
    if most[1][0] <= least[1][1]:
        return None
    one, other = most[0], least[0]
    on = "" if day == date.min else f" on {day}"
    what = (
        f"{one.owner[:80]} holds {one.percent} % of {one.owned[:80]}{on} by {one.stated_in or 'one line'}, "
        f"but {other.percent} % by {other.stated_in or 'another line'}"
    )
    mend = "keep the one that is right; two blocks of shares are one line with their sum"
    return Problem("contradicting-shares", other.where or one.where, what, mend)


def _too_much(owned: str, day: date, total: int, holdings: list[Holding]) -> Problem:
    on = "" if day == date.min else f" on {day}"
    shown = ", ".join(f"{each.owner[:80]} {each.percent} %" for each in holdings[:5])
    more = f" and {len(holdings) - 5} more" if len(holdings) > 5 else ""  # noqa: PLR2004  as many as shown
    what = f"the owners of {owned[:80]} hold {percent_of(total)} % of it{on}: {shown}{more}"
    mend = "mend the shares or the days; a share that is rounded up is an interval"
    return Problem("more-than-whole", holdings[-1].where, what, mend)
