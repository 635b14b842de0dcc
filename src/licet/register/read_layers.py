"""Checks across the authorisations of one file: each number once, each parent in the file, no circle.

They run on the entries as written, so that a fault inside one entry does not hide one between two.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from licet.register.authorisation import MAX_LAYERS
from licet.register.fields import is_blank
from licet.yaml_source import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from licet.register.fields import Fields

_SHOWN = 10


def check_numbers(entries: Sequence[Fields]) -> None:
    """Report numbers that stand twice, parents not in the file, circles, and grants under too many layers."""
    first: dict[str, Fields] = {}
    for entry in entries:
        number = _as_written(entry, "number")
        if number and first.setdefault(number, entry) is not entry:
            where = first[number].where_of("number")
            fault = f"authorisation {number} also stands at {where}"
            entry.report("duplicate-number", entry.where_of("number"), fault, "keep one of them")
    parents: dict[str, str] = {}
    for number, entry in first.items():
        if parent := _as_written(entry, "parent"):
            parents[number] = parent
            if parent not in first:
                fault, mend = f"the parent {parent} is not in the file", "add the parent, or mend its number"
                entry.report("unknown-parent", entry.where_of("parent"), fault, mend)
    _check_chains(first, parents)


def _check_chains(first: dict[str, Fields], parents: dict[str, str]) -> None:
    """Walk up from each grant once; `layers` keeps how many layers each has, itself included."""
    layers: dict[str, int] = {}
    for start, entry in first.items():
        path: dict[str, None] = {}
        number: str | None = start
        while number is not None and number not in path and number not in layers:
            path[number] = None
            number = parents.get(number)
        if number is not None and number in path:
            chain = [*path][[*path].index(number) :]
            shown = " -> ".join([*chain[:_SHOWN], *["..."][: len(chain) - _SHOWN], number])
            fault = f"the parents go round: {shown}"
            first[number].report("cyclic-parents", first[number].where_of("parent"), fault, "break the circle")
        depth = layers.get(number, 0) if number is not None else 0
        layers |= {below: height for height, below in enumerate(reversed(path), start=depth + 1)}
        if layers[start] > MAX_LAYERS and not (number is not None and number in path):
            fault = f"the grant has {layers[start]} layers"
            entry.report("too-many-layers", entry.where_of("parent"), fault, f"keep to {MAX_LAYERS} layers")


def _as_written(entry: Fields, key: str) -> str:
    """Return the text of a key; empty if there is none fit to show. Its own faults are reported elsewhere."""
    node = entry.node(key)
    text = "" if not isinstance(node, Text) or is_blank(node) else " ".join(node.text.split())
    return text if text.isprintable() else ""
