"""Parties that own each other, directly or through others, found in one pass (Tarjan 1972)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def components(owners: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    """Yield sets of places that reach each other, those above before those below.

    Args:
        owners: For each place, the places of its owners.
    """
    number = [-1] * len(owners)
    lowest = [0] * len(owners)
    waiting: list[int] = []
    is_waiting = [False] * len(owners)
    count = 0
    for root in range(len(owners)):
        if number[root] >= 0:
            continue
        path: list[tuple[int, Iterator[int]]] = [(root, iter(owners[root]))]
        number[root] = lowest[root] = count
        count += 1
        waiting.append(root)
        is_waiting[root] = True
        while path:
            place, rest = path[-1]
            for owner in rest:
                if number[owner] < 0:
                    number[owner] = lowest[owner] = count
                    count += 1
                    waiting.append(owner)
                    is_waiting[owner] = True
                    path.append((owner, iter(owners[owner])))
                    break
                if is_waiting[owner]:
                    lowest[place] = min(lowest[place], number[owner])
            else:
                path.pop()
                if path:
                    lowest[path[-1][0]] = min(lowest[path[-1][0]], lowest[place])
                if lowest[place] == number[place]:
                    cut = _last(waiting, place)
                    found = waiting[cut:]
                    del waiting[cut:]
                    for each in found:
                        is_waiting[each] = False
                    yield found


def _last(places: list[int], place: int) -> int:
    at = len(places) - 1
    while places[at] != place:
        at -= 1
    return at
