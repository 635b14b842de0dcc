"""Case tables run on the reference evaluator."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from licet.evaluate.evaluator import Evaluator
from licet.evaluate.labels import deciding_label
from licet.evaluate.missing import open_leaves
from licet.evaluate.situation import ItemFacts, PartyFacts, Situation
from licet.evaluate.step import Step
from licet.facts import SubjectKind
from licet.rules import book_at
from licet.truth import Truth

if TYPE_CHECKING:
    from collections.abc import Mapping

    from licet.rules import Law
    from licet.rules.case_table import Row


@dataclass(frozen=True, slots=True)
class RowResult:
    """What the evaluator answers to a row, beside what the row expects."""

    row: Row
    truth: Truth
    label: str
    missing: tuple[str, ...]
    step: Step
    met: Mapping[str, Truth] = field(default_factory=dict)

    @property
    def faults(self) -> tuple[str, ...]:
        """What differs from the expectation, in words; empty if nothing does."""
        found = []
        if self.truth is not self.row.expect:
            found.append(f"expected {self.row.expect.word}, is {self.truth.word}")
        if self.row.by is not None and self.row.by != self.label:
            found.append(f"expected by {self.row.by}, is by {self.label or 'no labelled limb'}")
        if self.row.missing is not None and self.row.missing != self.missing:
            found.append(f"expected missing {', '.join(self.row.missing)}, are {', '.join(self.missing) or 'none'}")
        for name, expected in self.row.met.items():
            if name not in self.met:
                found.append(f"expected condition {name}, there is none on that day")
            elif self.met[name] is not expected:
                found.append(f"expected condition {name} {expected.word}, is {self.met[name].word}")
        return tuple(found)


def situation_of(row: Row, law: Law) -> Situation:
    """Return the case a row describes; without contents the item is its own integrated circuit."""

    def is_item(name: str) -> bool:
        return law.schema[name].subject is SubjectKind.ITEM

    item = ItemFacts("item", {name: value for name, value in row.given.items() if is_item(name)})
    contents = (
        (item,)
        if row.contents is None
        else tuple(ItemFacts(f"ic-{number}", facts) for number, facts in enumerate(row.contents, 1))
    )
    parties = tuple(PartyFacts(f"party-{number}", roles, facts) for number, (roles, facts) in enumerate(row.parties, 1))
    order = {name: value for name, value in row.given.items() if not is_item(name)}
    return Situation(item, contents, parties, row.parties_complete, {"valid_at": row.valid_at, **order}, row.derived)


def run_row(row: Row, law: Law) -> RowResult:
    """Evaluate one row's rule."""
    situation = situation_of(row, law)
    book = book_at(law, row.valid_at, known_at=row.known_at, reading=row.reading)
    standing = book.standing.get(row.rule)
    if standing is None:
        return RowResult(row, Truth.FALSE, "", (), Step(row.rule, Truth.FALSE, note="no version stands"))
    given = situation.derived.get(law.pack.head.classification.fact)
    evaluator = Evaluator(book, situation, given if isinstance(given, str) else None)
    step = evaluator.rule(standing)
    met = {part.id: evaluator.test(part.met).truth for part in standing.version.conditions if part.id in row.met}
    missing = tuple(sorted({leaf.fact for leaf in open_leaves(step, situation, book)}))
    return RowResult(row, step.truth, deciding_label(step), missing, step, met)
