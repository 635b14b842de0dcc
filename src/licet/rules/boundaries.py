"""What the case tables of a pack leave untried: each line it draws, in figures and in days.

A line is a comparison, of one fact with a constant or of sums and products; it is tried where both sides are equal,
where the left is just the smaller, and with a fact absent. A line in a condition is tried by a row that says whether
that condition is met. A version is tried on its first day and on the day before, and so is its day of compliance.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from licet.problem import Problem
from licet.quantity import Interval
from licet.rules import expression as ex
from licet.rules.consistency import tests_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from licet.facts import FactValue
    from licet.rules.case_table import Row
    from licet.rules.model import Pack, Version

_DAY = timedelta(days=1)


def uncovered_thresholds(pack: Pack, rows: Sequence[Row]) -> list[Problem]:
    """Return one problem for each line and each trial (at, under, absent) that no row of the rule's table makes."""
    found: list[Problem] = []
    for rule in pack.rules.values():
        own = [row for row in rows if row.rule == rule.id]
        seen: set[str] = set()
        for version in rule.versions:
            for line in _lines(version):
                if str(line) in seen:
                    continue
                seen.add(str(line))
                wanting = [trial for trial, made in line.trials(own).items() if not made]
                if wanting:
                    what = f"{rule.id}: {line} is not tried {', '.join(wanting)}"
                    mend = f"add such a row to the rule's table{line.hint}"
                    found.append(Problem("untried-threshold", version.where, what, mend))
    return found


def uncovered_days(pack: Pack, rows: Sequence[Row]) -> list[Problem]:
    """Return one problem for each version whose first day, or the day before it, no row of the rule's table tries."""
    found: list[Problem] = []
    for rule in pack.rules.values():
        tried = {row.valid_at for row in rows if row.rule == rule.id}
        for version in rule.versions:
            if version.body is None and not version.presume:
                continue
            starts = dict.fromkeys((version.in_force_from, version.comply_from or version.in_force_from))
            wanting = [day for start in starts for day in (start - _DAY, start) if day not in tried]
            if wanting:
                days = ", ".join(str(day) for day in wanting)
                what = f"{rule.id}: no row tries the start of version {version.number}: {days}"
                found.append(Problem("untried-day", version.where, what, "add rows with that `valid_at`"))
    return found


@dataclass(frozen=True, slots=True)
class _Line:
    """One comparison, and the condition it stands in ("" for the rule itself)."""

    compare: ex.Compare
    condition: str = ""

    def __str__(self) -> str:
        place = f" in condition {self.condition}" if self.condition else ""
        return f"{ex.shown(self.compare.left)} against {ex.shown(self.compare.right)}{place}"

    @property
    def hint(self) -> str:
        """What such a row must have besides the figures."""
        return f", with `met: {{{self.condition}: ...}}`" if self.condition else ""

    @property
    def names(self) -> frozenset[str]:
        """The facts compared."""
        return frozenset(name for node in ex.walk(self.compare) for name in ex.names_read(node))

    def trials(self, rows: Iterable[Row]) -> dict[str, bool]:
        """Return which trials the rows make."""
        own = [facts for row in rows if not self.condition or self.condition in row.met for facts in _facts_of(row)]
        sides = [(_figure(self.compare.left, facts), _figure(self.compare.right, facts)) for facts in own]
        exact = [(left, right) for left, right in sides if left is not None and right is not None]
        return {
            "at the line": any(left == right for left, right in exact),
            "just under it": any(left < right for left, right in exact),
            "absent": any(self._is_absent(row) for row in rows if not self.condition or self.condition in row.met),
        }

    def _is_absent(self, row: Row) -> bool:
        return any(all(name not in facts for facts in _facts_of(row)) for name in self.names)


def _lines(version: Version) -> Iterator[_Line]:
    in_conditions = {id(condition.met) for condition in version.conditions}
    for test in tests_of(version):
        if id(test) not in in_conditions:
            yield from (_Line(node) for node in ex.walk(test) if isinstance(node, ex.Compare))
    for condition in version.conditions:
        yield from (_Line(node, condition.id) for node in ex.walk(condition.met) if isinstance(node, ex.Compare))


def _facts_of(row: Row) -> Iterator[Mapping[str, FactValue]]:
    """Yield the facts a comparison may read together: those of the order with those of an item or a party."""
    order = {**row.given, "valid_at": row.valid_at}
    yield order
    yield from ({**order, **circuit} for circuit in row.contents or ())
    yield from ({**order, **facts} for _, facts in row.parties)


def _figure(term: ex.Term, facts: Mapping[str, FactValue]) -> Decimal | None:
    """Return the one figure a term has on exact facts, None if it has none."""
    match term:
        case ex.Number(value=value):
            return value
        case ex.Figure(name=name):
            stated = facts.get(name)
            return stated.lo if isinstance(stated, Interval) and stated.is_exact else None
        case ex.DaysBetween(first=first, second=second):
            start, end = facts.get(first), facts.get(second)
            return Decimal((end - start).days) if isinstance(start, date) and isinstance(end, date) else None
        case ex.Arithmetic(operator=operator):
            left, right = _figure(term.left, facts), _figure(term.right, facts)
            if left is None or right is None:
                return None
            return left + right if operator == "+" else left - right if operator == "-" else left * right
