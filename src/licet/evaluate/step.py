"""What the evaluator leaves behind at each part of a rule: enough to explain it later.

A struct, which is made faster than any class of Python's: many thousands are made, and none is shown to a caller.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from licet.facts import FactValue
from licet.truth import Truth

if TYPE_CHECKING:
    from collections.abc import Iterator


class Step(msgspec.Struct, eq=False):
    """One part of a rule with its truth.

    Attributes:
        what: The expression, limb, clause or standing rule evaluated.
        truth: What it came to.
        children: The steps below.
        left: For a comparison, the value on the left; for a fact, the value; None if not stated.
        right: For a comparison, the value on the right.
        subject: The id of the item or party whose fact was read; "order" for the order.
        note: `unless`, `presumption`, `override`, `addressee`, `not_enforced`, `gap`, or "".
    """

    what: Any
    truth: Truth
    children: tuple[Step, ...] = ()
    left: FactValue | None = None
    right: FactValue | None = None
    subject: str = ""
    note: str = ""

    def walk(self, seen: set[int] | None = None) -> Iterator[Step]:
        """Go through this step and all below, parents first.

        Args:
            seen: Steps already gone through, by id; they are left out with all below them, and added to. Rules
                share the steps of what they read, so a step may stand under several.
        """
        stack = [self]
        while stack:
            step = stack.pop()
            if seen is not None:
                if id(step) in seen:
                    continue
                seen.add(id(step))
            yield step
            stack.extend(reversed(step.children))
