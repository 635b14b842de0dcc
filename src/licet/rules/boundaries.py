"""Thresholds of a pack that no case row tries: at the line, just under it, and with the fact absent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from licet.problem import Problem
from licet.quantity import Interval, plain
from licet.rules import expression as ex
from licet.rules.consistency import tests_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from licet.rules.case_table import Row
    from licet.rules.model import Pack, Version


def uncovered_thresholds(pack: Pack, rows: Sequence[Row]) -> list[Problem]:
    """Return one problem for each constant threshold and each trial (at, under, absent) that no row makes.

    Only comparisons of one fact with one constant are checked here; product limbs have no single line.
    """
    found: list[Problem] = []
    for rule in pack.rules.values():
        own = [row for row in rows if row.rule == rule.id]
        seen: set[tuple[str, Decimal]] = set()
        for version in rule.versions:
            for fact, line in _thresholds(version):
                if (fact, line) in seen:
                    continue
                seen.add((fact, line))
                wanting = [trial for trial, made in _trials(fact, line, own).items() if not made]
                if wanting:
                    what = f"{rule.id}: {fact} against {plain(line)} is not tried {', '.join(wanting)}"
                    found.append(
                        Problem("untried-threshold", version.where, what, "add such a row to the rule's table")
                    )
    return found


def _thresholds(version: Version) -> Iterator[tuple[str, Decimal]]:
    for test in tests_of(version):
        for node in ex.walk(test):
            if isinstance(node, ex.Compare) and isinstance(node.left, ex.Figure) and isinstance(node.right, ex.Number):
                yield node.left.name, node.right.value


def _trials(fact: str, line: Decimal, rows: Sequence[Row]) -> dict[str, bool]:
    values = [
        value
        for row in rows
        for facts in (row.given, *(row.contents or ()))
        if isinstance(value := facts.get(fact), Interval)
    ]
    exact = {value.lo for value in values if value.is_exact and value.lo is not None}
    return {
        "at the line": line in exact,
        "just under it": any(value < line for value in exact),
        "absent": any(
            fact not in row.given and all(fact not in part for part in row.contents or ({},)) for row in rows
        ),
    }
