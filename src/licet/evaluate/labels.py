"""Which labelled part of a rule decided it: the paragraph a lawyer would name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from licet.rules import expression as ex
from licet.rules.model import Limb, Presumption
from licet.truth import Truth

if TYPE_CHECKING:
    from collections.abc import Iterable

    from licet.evaluate.step import Step

_TAKES_AWAY = {"unless", "override", "not_enforced"}


def deciding_label(step: Step) -> str:
    """Return the label of the part that made a step what it is; "" if none is labelled or the step is UNKNOWN.

    Of parts that all had to hold, the last labelled one is named, since it follows the chapeau; of parts
    any of which was enough, the first that held.
    """
    if step.truth is Truth.UNKNOWN:
        return ""
    if step.truth is Truth.FALSE:
        for child in step.children:
            if child.note in _TAKES_AWAY and child.truth is Truth.TRUE:
                return _own_label(child) or deciding_label(child)
    for child in _in_order(step):
        if child.note not in _TAKES_AWAY and child.truth is _wanted(step):
            label = _own_or_below(child)
            if label:
                return label
    return ""


def _own_or_below(step: Step) -> str:
    if isinstance(step.what, Presumption):  # what it reads may be labelled too, but the presumption is what decides
        return step.what.label or deciding_label(step)
    return deciding_label(step) or _own_label(step)


def _own_label(step: Step) -> str:
    return step.what.label if isinstance(step.what, Limb | Presumption) else ""


def _wanted(step: Step) -> Truth:
    return ~step.truth if isinstance(step.what, ex.Negation) else step.truth


def _in_order(step: Step) -> Iterable[Step]:
    """All parts had to hold: last first. Any part was enough: first first."""
    together = isinstance(step.what, ex.All) or (isinstance(step.what, Limb) and step.what.every)
    return reversed(step.children) if together and step.truth is Truth.TRUE else step.children
