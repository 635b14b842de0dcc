"""The facts an answer used and the margins of its figures, in JSON form; gathered once for lines that share them."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar

from licet.evaluate.explain import margin, value_words
from licet.quantity import Interval
from licet.rules import expression as ex

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from licet.evaluate import Step
    from licet.facts import FactValue, Provenance
    from licet.verdict.determination import Determination, Remark

T = TypeVar("T")
MARGINS_SHOWN = 12


class Told:
    """What was put into words for other answers of a run: parts that depend on the decision alone, and remarks.

    Many lines of a book share a decision, known by its classification, which is made with it and kept here.
    """

    def __init__(self) -> None:
        """Start with nothing."""
        self._parts: dict[tuple[str, int], tuple[object, Any]] = {}
        self._remarks: dict[Remark, dict[str, Any]] = {}

    def part(self, name: str, answer: Determination, gather: Callable[[], T]) -> T:
        """Return a part of an answer by its name, gathered once for each decision."""
        made_with = answer.decision.classification
        entry = self._parts.get((name, id(made_with)))
        if entry is None:
            entry = self._parts[name, id(made_with)] = made_with, gather()
        found: T = entry[1]
        return found

    def read(self, answer: Determination) -> tuple[tuple[str, str], ...]:
        """Return the (subject, fact) pairs that the steps of a decision read."""
        return self.part("read", answer, lambda: tuple(_facts_read(answer)))

    def margins(self, answer: Determination) -> list[dict[str, Any]]:
        """Return the margins of a decision."""
        return self.part("margins", answer, lambda: _margins(answer))

    def remarks(self, remarks: Iterable[Remark]) -> list[dict[str, Any]]:
        """Return remarks as plain data."""
        return [
            self._remarks.get(remark) or self._remarks.setdefault(remark, remark_json(remark)) for remark in remarks
        ]


def remark_json(remark: Remark) -> dict[str, Any]:
    """Return a remark as plain data."""
    return {"id": remark.id, "text": remark.text, "at": remark.at or None}


def _read_steps(answer: Determination) -> Iterator[Step]:
    """Yield every step that took part in the answer."""
    decision = answer.decision
    roots = [step for _, step in decision.classification.steps]
    roots += [finding.step for finding in (*decision.requirements, *decision.policies)]
    roots += [found.step for found in decision.conditions]
    seen: set[int] = set()
    for root in roots:
        yield from root.walk(seen)


def _stated(answer: Determination) -> dict[str, Mapping[str, FactValue]]:
    """Return every stated fact by subject: items, parties, the order."""
    situation = answer.decision.situation
    subjects = {facts.item_id: facts.facts for facts in (situation.item, *(situation.contents or ()))}
    subjects |= {party.party_id: party.facts for party in situation.parties}
    return subjects | {"order": situation.order}


def _facts_read(answer: Determination) -> dict[tuple[str, str], None]:
    subjects = _stated(answer)
    read: dict[tuple[str, str], None] = {}
    for step in _read_steps(answer):
        if isinstance(step.what, ex.Node) and not isinstance(step.what, ex.All | ex.Any | ex.Negation):
            names = (
                [name for node in ex.walk(step.what) for name in ex.names_read(node)]
                if isinstance(step.what, ex.Compare)
                else list(ex.names_read(step.what))
            )
            for name in names:
                for subject in dict.fromkeys((step.subject, "order")):
                    if name in subjects.get(subject, {}):
                        read[subject, name] = None
    return read


def facts_json(answer: Determination, told: Told) -> Iterator[dict[str, Any]]:
    """Yield the facts that an answer used, each with its origin."""
    situation, schema, subjects = answer.decision.situation, answer.law.schema, _stated(answer)
    for subject, name in told.read(answer):
        origin = situation.origins.get((subject, name))
        yield {
            "name": name,
            "value": value_words(subjects[subject][name]),
            "unit": (schema[name].unit if name in schema else "") or None,
            "subject": subject,
            **_origin(origin),
        }


def _origin(origin: Provenance | None) -> dict[str, Any]:
    if origin is None:
        return {"source": None, "grade": None}
    return {
        "source": origin.source or None,
        "grade": origin.grade.value if origin.grade else None,
        "as_of": str(origin.as_of) if origin.as_of else None,
        "asserted_by": origin.asserted_by,
        "note": origin.note or None,
    }


def _margins(answer: Determination) -> list[dict[str, Any]]:
    """Return the distances of exact figures from their lines, the nearest in proportion first."""
    found: dict[tuple[str, str], tuple[Decimal, dict[str, Any]]] = {}
    seen: set[int] = set()
    for root, citation in _cited_roots(answer):
        for step in root.walk(seen):
            text = margin(step)
            if not text or not isinstance(step.left, Interval) or not isinstance(step.right, Interval):
                continue
            left, right = step.left.lo or Decimal(0), step.right.lo or Decimal(0)
            share = abs(left - right) / right if right else abs(left - right)
            fact = ", ".join(dict.fromkeys(name for node in ex.walk(step.what) for name in ex.names_read(node)))
            key = (step.subject, text)
            found.setdefault(
                key,
                (
                    share,
                    {
                        "text": f"{fact}: {text}",
                        "citation": citation,
                        "fact": fact,
                        "value": str(step.left),
                        "limit": str(step.right),
                    },
                ),
            )
    nearest = sorted(found.values(), key=lambda pair: pair[0])
    return [entry for _, entry in nearest[:MARGINS_SHOWN]]


def _cited_roots(answer: Determination) -> Iterator[tuple[Step, str]]:
    decision = answer.decision
    for standing, step in decision.classification.steps:
        yield step, str(standing.version.source)
    for finding in (*decision.requirements, *decision.policies):
        yield finding.step, str(finding.standing.version.source)
