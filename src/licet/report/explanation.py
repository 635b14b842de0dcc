"""Trees of explanation nodes, from the answer down to the facts it rests on.

Walked with a stack, never by recursion, so that a deep tree cannot exhaust the interpreter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from licet.report import words
from licet.report.layout import bounded, clean, colour_wanted, labelled, paint, terminal_width

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from licet.report.layout import Line

    Node = Mapping[str, Any]

_STYLES = {"yes": "bold", "no": "dim", "unknown": "yellow"}
_DEEPEST_INDENT = 20


def explanation_text(
    explanation: Node | Sequence[Node], *, width: int | None = None, colour: bool | None = None
) -> str:
    """Return a node, or several, as an indented tree.

    Args:
        explanation: Nodes with label, text, truth, citation, grade, value, margin and children.
        width: Columns, at least 80; None asks the terminal.
        colour: None asks the terminal; `NO_COLOR` is kept to.
    """
    across = terminal_width() if width is None else bounded(width)
    lines = tree_lines(nodes(explanation), across)
    return paint(lines, colour=colour_wanted() if colour is None else colour)


def nodes(explanation: Node | Sequence[Node]) -> list[Node]:
    """Return one node or several as a list."""
    from collections.abc import Mapping as MappingType  # noqa: PLC0415

    return [explanation] if isinstance(explanation, MappingType) else list(explanation)


def walk(roots: Sequence[Node]) -> Iterator[tuple[int, Node]]:
    """Go through all nodes from the top, each with its depth."""
    stack = [(0, root) for root in reversed(roots)]
    while stack:
        depth, node = stack.pop()
        yield depth, node
        stack.extend((depth + 1, child) for child in reversed(node.get("children") or ()))


def node_text(node: Node) -> str:
    """Return what a node says: label, text, value and margin."""
    label = f"{clean(node['label'])}: " if node.get("label") else ""
    value = f" = {clean(node['value'])}" if node.get("value") else ""
    margin = f" ({clean(node['margin'])})" if node.get("margin") else ""
    return f"{label}{clean(node['text'])}{value}{margin}"


def origin_text(node: Node) -> str:
    """Return where a node comes from: citation and grade; empty if it has none."""
    parts = (clean(node.get("citation") or ""), words.grade_words(node.get("grade")))
    return "; ".join(part for part in parts if part)


def tree_lines(roots: Sequence[Node], width: int) -> Iterator[Line]:
    """Yield the tree's lines; past a depth the indent stops growing, and the depth is said."""
    for depth, node in walk(roots):
        indent = 2 * min(depth, _DEEPEST_INDENT)
        deep = f"(depth {depth}) " if depth > _DEEPEST_INDENT else ""
        origin = origin_text(node)
        text = f"{deep}{node_text(node)}" + (f" [{origin}]" if origin else "")
        truth = node.get("truth")
        style = _STYLES.get(truth or "", "")
        label, room = (truth, 10) if truth else ("-", 2)
        yield from labelled(label, text, width, style=style, indent=indent, room=room)
