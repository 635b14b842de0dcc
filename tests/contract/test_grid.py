"""Every answer of the grid is kept in a summary, and none changes but for a rule that changed."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from tests.contract import grid
from tests.contract.causes import causes

from licet.batch import change_days
from licet.evaluate import decide
from licet.rules import Reading, RuleKind, book_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.contract.grid import Cell, Stretch

    from licet.batch import BareAnswer

FULL = "LICET_FULL_GRID" in os.environ  # explain every changed cell; else one of each kind of change
GROUNDS = {RuleKind.REQUIREMENT, RuleKind.CLASSIFICATION}


def said(answer: BareAnswer) -> tuple[object, ...]:
    """What an answer says; an exception that is not available says nothing."""
    open_to = tuple(pair for pair in answer.exceptions if pair[1] != 0)
    return (
        answer.advanced_computing,
        answer.candidates,
        answer.licence_required,
        answer.rules,
        answer.review_policy,
        open_to,
    )


def changed(before: Stretch, after: Stretch) -> Iterator[tuple[Cell, bool]]:
    """Yield the cells whose answer changed, and whether it was the need of a licence that did."""
    seen = set()
    for cell, now in after.answers.items():
        then = before.answers[cell]
        if then is now or said(then) == said(now):
            continue
        kind = (cell.part, cell.buyer, said(then), said(now))
        if FULL or kind not in seen:
            seen.add(kind)
            yield cell, then.licence_required != now.licence_required


@pytest.mark.parametrize("reading", Reading)
def test_grid(reading: Reading) -> None:
    days, changes = grid.days(), set(change_days(grid.law().pack))
    kept = [row for row in grid.read_summary() if row["reading"] == reading.value]
    found: list[dict[str, str]] = []
    rows = grid.Summary()
    before, explained = None, 0
    for day in days:
        stretch = grid.answer(day, reading)
        assert len(stretch.answers) == len(grid.PARTS) * len(grid.BUYERS) * len(grid.destinations())
        found += rows.of(stretch)
        if before is not None:
            for cell, of_licence in changed(before, stretch):
                assert day in changes, f"{cell}: nothing changed from {before.day} to {day}, but the answer"
                explain(before, stretch, cell, of_licence=of_licence)
                explained += 1
        before = stretch

    print(f"\n{reading.value}: {len(days) * len(stretch.answers):,} answers, {explained:,} changes explained")  # noqa: T201
    assert found == kept, "the law changed; `python -m tests.contract.grid` writes the summary anew: read its diff"


def explain(before: Stretch, after: Stretch, cell: Cell, *, of_licence: bool) -> None:
    """Hold that the reference evaluator gives a rule for the change."""
    pack = grid.law().pack
    decisions = [
        decide(book_at(grid.law(), side.day, reading=side.reading), grid.situation(cell, side.day))
        for side in (before, after)
    ]
    found = causes(*decisions)
    where = f"{cell} from {before.day} to {after.day} in {after.reading.value}"
    assert found, f"{where}: {before.answers[cell]} became {after.answers[cell]}, and no rule says why"
    if of_licence:
        assert any(pack.rules[rule].kind in GROUNDS for rule in found), f"{where}: no ground among {found}"


def test_a_change_that_no_date_of_the_law_reaches_has_no_cause() -> None:
    """Or the explanation would take whatever differs for a reason."""
    day, cell = grid.days()[-1], grid.Cell("nvidia-h100-sxm5-80gb", grid.LOCAL, "CN")
    book = book_at(grid.law(), day)
    here = decide(book, grid.situation(cell, day))
    elsewhere = decide(book, grid.situation(cell._replace(destination="DE"), day))

    assert here.licence_required is not elsewhere.licence_required
    assert causes(here, elsewhere) == set()
