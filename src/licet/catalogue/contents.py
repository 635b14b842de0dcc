"""What items contain: references resolved, circles refused, and each item flattened to its integrated circuits."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from licet.problem import Problem
from licet.truth import Truth

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from licet.catalogue.item import Item
    from licet.quantity import Interval

MAX_DEPTH = 20
_SLUGS = {"unknown-item": "unknown-contents", "ambiguous-item": "ambiguous-contents"}


def resolve_contents(
    items: Iterable[Item], find: Callable[[str, str], Item | Problem], problems: list[Problem]
) -> dict[str, Item]:
    """Return the items with every content named by its id; a name that finds no item is a problem.

    Args:
        items: Contents as written: ids, names or aliases.
        find: From a name and its place to the item, or to the problem with it.
        problems: Where problems are added.
    """
    resolved: dict[str, Item] = {}
    for item in items:
        resolved[item.item_id] = item
        if not item.contents:
            continue
        counts: dict[str, int] = {}
        for name, count in item.contents:
            found = find(name, item.where)
            if isinstance(found, Problem):
                problems.append(replace(found, slug=_SLUGS[found.slug]))
            else:
                counts[found.item_id] = counts.get(found.item_id, 0) + count
        if tuple(counts.items()) != item.contents:
            resolved[item.item_id] = replace(item, contents=tuple(counts.items()))
    return resolved


def check_nesting(items: Iterable[Item], by_id: Mapping[str, Item], problems: list[Problem]) -> None:
    """Report items that contain themselves, or that are nested too deep to follow."""
    depths: dict[str, int] = {}
    for item in items:
        _measure(item, by_id, depths, problems)


def _measure(root: Item, by_id: Mapping[str, Item], depths: dict[str, int], problems: list[Problem]) -> None:
    """Set the depth of every item under the root, without recursion: a hostile chain may be long."""
    path: dict[str, None] = {}
    stack = [(root, False)]
    while stack:
        item, is_left = stack.pop()
        if is_left:
            del path[item.item_id]
            below = [depths.get(child, 0) for child, _ in item.contents or ()]
            depths[item.item_id] = 1 + max(below, default=0)
            if depths[item.item_id] == MAX_DEPTH + 1:
                what = f"{item.item_id} is nested more than {MAX_DEPTH} deep"
                problems.append(Problem("contents-too-deep", item.where, what, "list the integrated circuits directly"))
            continue
        if item.item_id in depths:
            continue
        path[item.item_id] = None
        stack.append((item, True))
        for child, _ in item.contents or ():
            if child in path:
                _report_circle(item, child, path, problems)
            elif child in by_id and child not in depths:
                stack.append((by_id[child], False))


def _report_circle(item: Item, child: str, path: Mapping[str, None], problems: list[Problem]) -> None:
    names = [*path]
    circle = [*names[names.index(child) :], child]
    shown = " contains ".join(circle if len(circle) <= MAX_DEPTH else [*circle[:3], "...", child])
    problems.append(Problem("cyclic-contents", item.where, shown, "remove one of these contents"))


def check_totals(items: Iterable[Item], tpp_of_contents: Callable[[Item], Interval], problems: list[Problem]) -> None:
    """Report assemblies whose stated total cannot be the sum over their contents."""
    for item in items:
        total = item.totals.get("tpp")
        if total is None or item.contents is None:
            continue
        summed = tpp_of_contents(item)
        if summed.equals(total.value) is Truth.FALSE:  # type: ignore[arg-type]  # tpp is an interval
            what = f"{item.item_id} states a tpp of {total.value} in all, and its contents come to {summed}"
            mend = "correct the contents; performance is stated of each integrated circuit, not of the assembly"
            problems.append(Problem("contents-disagree", item.where, what, mend))


def circuits_of(
    item: Item, by_id: Mapping[str, Item], known: dict[str, tuple[tuple[str, int], ...] | None]
) -> tuple[tuple[str, int], ...] | None:
    """Return the integrated circuits and memory stacks in an item with their counts; None if not all are stated.

    `known` keeps what was found, so that shared parts are followed once. Nesting was checked.
    """
    if item.item_id in known:
        return known[item.item_id]
    counts: dict[str, int] = {}
    answer: tuple[tuple[str, int], ...] | None
    if item.kind.is_circuit:
        answer = ((item.item_id, 1),)
    elif item.contents is None:
        answer = None
    else:
        parts = [(circuits_of(by_id[child], by_id, known), count) for child, count in item.contents]
        for part, count in parts:
            for circuit, number in part or ():
                counts[circuit] = counts.get(circuit, 0) + number * count
        answer = None if any(part is None for part, _ in parts) else tuple(counts.items())
    known[item.item_id] = answer
    return answer
