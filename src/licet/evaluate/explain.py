"""Steps to an explanation a person reads: output, rule, limb, comparison, fact, with citations and margins."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, TypedDict

from licet.quantity import Interval, plain
from licet.rules import Standing
from licet.rules import expression as ex
from licet.rules.model import Clause, Limb, Presumption, Version
from licet.truth import Truth

if TYPE_CHECKING:
    from licet.citation import Citation
    from licet.evaluate.step import Step
    from licet.facts import FactValue

RATIO_DIGITS = Decimal("0.001")


class Explanation(TypedDict):
    """One node of an explanation; `children` are nodes of the same form."""

    label: str
    text: str
    truth: str
    citation: str
    grade: str | None
    value: str
    margin: str
    children: list[Explanation]


_SHOWN: dict[int, tuple[ex.Node, str]] = {}
_MOST_SHOWN = 50_000


def _shown(node: ex.Node) -> str:
    """Return an expression's text, worked out once: nodes are shared by all cases of a pack."""
    kept = _SHOWN.get(id(node))
    if kept is None or kept[0] is not node:
        if len(_SHOWN) >= _MOST_SHOWN:
            _SHOWN.clear()
        kept = _SHOWN[id(node)] = (node, ex.shown(node))
    return kept[1]


Told = dict[tuple[int, str], "Explanation"]


def explanation(step: Step, cited: str = "", told: Told | None = None) -> Explanation:
    """Return a step and all below it as plain data; a limb with one test is one node with it.

    Args:
        step: What the evaluator left.
        cited: The citation of the node above; the same is not said again.
        told: What was already explained of the same decision, looked up and added to: rules share what they read.
    """
    known = {} if told is None else told
    found = known.get((id(step), cited))
    if found is None:
        found = known[id(step), cited] = _worded(step, cited, known)
    return found


def _worded(step: Step, cited: str, told: Told) -> Explanation:
    only = step.children[0] if len(step.children) == 1 else None
    if only is not None and only.truth is step.truth and _text(only) == _text(step) and not step.note:
        merged = explanation(only, cited, told)
        return {**merged, "label": _label(step) or merged["label"], **_cited(step, cited, merged)}
    source = _cited(step, cited)
    return {
        "label": _label(step),
        "text": _text(step),
        "truth": step.truth.word,
        **source,
        "value": _value(step),
        "margin": margin(step),
        "children": [explanation(child, source["citation"] or cited, told) for child in step.children],
    }


class _Origin(TypedDict):
    citation: str
    grade: str | None


def _cited(step: Step, cited: str, merged: Explanation | None = None) -> _Origin:
    source = _source(step)
    if source is None or str(source) == cited:
        return {"citation": merged["citation"] if merged else "", "grade": merged["grade"] if merged else None}
    return {"citation": str(source), "grade": source.grade.value}


def _source(step: Step) -> Citation | None:
    what = step.what
    if isinstance(what, Standing):
        return what.version.source
    if isinstance(what, Version | Presumption | Clause):
        return what.source
    return what.source if isinstance(what, Limb) else None


_NOTES = {
    "unless": "exception",
    "override": "overridden by",
    "not_enforced": "not enforced where",
    "presumption": "presumed where",
    "addressee": "binds its addressees",
    "gap": "not encoded",
    "stayed": "stayed by announcement",
    "no version stands": "no version stands",
    "not asked": "not asked",
}


def _label(step: Step) -> str:
    what = step.what
    note = _NOTES.get(step.note, "")
    if isinstance(what, Standing):
        standing_notes = {"override": f"{note} {what.rule.id}", "stayed": note, "not asked": f"{what.rule.id}, {note}"}
        return standing_notes.get(step.note, what.rule.id)
    own = what.label if isinstance(what, Limb | Presumption) else ""
    return f"{note} {own}".strip() if note else own


def _text(step: Step) -> str:
    what = step.what
    if isinstance(what, Standing):
        return what.rule.title
    if isinstance(what, Limb):
        return what.quote or (_shown(what.test) if what.test is not None else "all of" if what.every else "any of")
    if isinstance(what, Version):
        if what.addressees:
            return "exporter is one of " + ", ".join(told.party for told in what.addressees)
        return what.question or what.reason
    if isinstance(what, Clause):
        return _shown(what.when) if what.when is not None else ""
    if isinstance(what, Presumption):
        return _shown(what.when)
    return _shown(what) if isinstance(what, ex.Node) else ""


def _value(step: Step) -> str:
    if isinstance(step.what, ex.Compare):
        return str(step.left)
    if step.children or isinstance(step.what, ex.PartyTest | ex.AnyIc):
        return ""
    if step.left is None:
        return (
            "not stated"
            if isinstance(step.what, ex.Holds | ex.Member | ex.Provided | ex.DateCompare) and not step.note
            else ""
        )
    shown = value_words(step.left)
    if isinstance(step.what, ex.Member) and step.what.values == (step.left,):
        return ""
    counted = step.right if isinstance(step.what, ex.Member) else None
    return f"{shown} (counts as {counted})" if counted not in {None, step.left} else shown


def value_words(value: FactValue) -> str:
    """Return a fact's value in words."""
    if isinstance(value, Truth):
        return value.word
    return " or ".join(sorted(value)) if isinstance(value, frozenset) else str(value)


def margin(step: Step) -> str:
    """Return how far a comparison is from its line: `80.8 below 21000 (20919.2)`; "" where either side is open."""
    if (
        not isinstance(step.what, ex.Compare)
        or not isinstance(step.left, Interval)
        or not isinstance(step.right, Interval)
    ):
        return ""
    left, right = step.left, step.right
    if not left.is_exact or not right.is_exact or left.lo is None or right.lo is None:
        return ""
    gap = left.lo - right.lo
    side = "at" if gap == 0 else f"{plain(abs(gap))} {'above' if gap > 0 else 'below'}"
    return f"{plain(left.lo)} is {side} {plain(right.lo)}{_ratio(step.what, left.lo, right.lo)}"


def _ratio(what: ex.Compare, left: Decimal, right: Decimal) -> str:
    """For `a >= k * b`, say what a / b is against k, which is how the law words it."""
    product = what.right
    if not (isinstance(product, ex.Arithmetic) and product.operator == "*" and isinstance(product.left, ex.Number)):
        return ""
    if (
        not isinstance(product.right, ex.Figure)
        or not isinstance(what.left, ex.Figure)
        or right == 0
        or product.left.value == 0
    ):
        return ""
    ratio = (left * product.left.value / right).quantize(RATIO_DIGITS)
    return f"; {what.left.name} / {product.right.name} is {ratio} against {plain(product.left.value)}"
