"""The scoring: a reader without fault gets every mark there is, and each fault costs some."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from tests.evidence.counts import Count, wilson
from tests.evidence.gold import SETS, Gold, document_path, gold_files, gold_of, plain_text
from tests.evidence.perfect import perfect
from tests.evidence.scoring import TASKS

from licet.acts.act import QuantityKind
from licet.evidence.model import AttributionKind, Label, Modality, Span

if TYPE_CHECKING:
    from pathlib import Path

ALL = [pytest.param(name, path, id=f"{name}-{path.stem}") for name in SETS for path in gold_files(name)]


def gold(name: str, path: Path) -> Gold:
    document = document_path(name, path)
    if not document.exists():
        pytest.skip("the five real documents are not here; LICET_DOCUMENTS names their folder")
    return gold_of(path, document, plain_text(document))


@pytest.fixture
def paper() -> Gold:
    return gold("open", next(path for path in gold_files("open") if path.stem == "o06"))


@pytest.mark.parametrize("task", TASKS)
@pytest.mark.parametrize(("name", "path"), ALL)
def test_a_reader_without_fault_gets_every_mark(name: str, path: Path, task: str) -> None:
    asked = gold(name, path)
    count = TASKS[task](asked, perfect(asked))

    assert (count.recall, count.precision) == (1.0, 1.0), count


def test_a_reader_who_finds_nothing_has_no_recall(paper: Gold) -> None:
    read = perfect(paper)
    empty = replace(read, document=replace(read.document, blocks=(), about=None), claims=(), dates=(), quantities=())
    counts = {task: scored(paper, empty) for task, scored in TASKS.items()}
    counts.pop("traps")
    counts.pop("grades")  # counted of what is found only
    counts.pop("figures of no kind")  # who tells none gives none a kind
    counts.pop("boilerplate, by character")  # who labels nothing takes all for boilerplate

    assert {task: count.hits for task, count in counts.items()} == dict.fromkeys(counts, 0)
    assert all(
        count.expected for task, count in counts.items() if task not in {"text that stands twice", "derivations"}
    )


def test_text_in_no_block_counts_as_left_out(paper: Gold) -> None:
    read = perfect(paper)
    count = TASKS["boilerplate, by character"](paper, replace(read, document=replace(read.document, blocks=())))

    assert count.recall == 1.0
    assert count.precision < 0.5


def test_a_headline_taken_for_body_costs_the_label_and_its_characters(paper: Gold) -> None:
    read = perfect(paper)
    blocks = tuple(
        replace(block, label=Label.BODY) if block.label is Label.HEADLINE_IN_BODY else block
        for block in read.document.blocks
    )
    taken = replace(read, document=replace(read.document, blocks=blocks))

    assert TASKS["labels of blocks"](paper, taken) == Count(11, 12, 11, 12)
    assert TASKS["boilerplate, by character"](paper, taken).recall < 1.0


def test_a_text_cut_elsewhere_loses_nothing(paper: Gold) -> None:
    read = perfect(paper)
    halves = []
    for block in read.document.blocks:
        middle = (block.span.start + block.span.end) // 2
        halves += [
            replace(block, span=Span(block.span.start, middle)),
            replace(block, span=Span(middle, block.span.end)),
        ]
    cut = replace(read, document=replace(read.document, blocks=tuple(halves)))
    count = TASKS["labels of blocks"](paper, cut)

    assert (count.recall, count.precision) == (1.0, 1.0)


def test_a_day_that_is_one_off_is_wrong(paper: Gold) -> None:
    read = perfect(paper)
    late = tuple(
        replace(when, first=when.first + timedelta(1), last=when.last + timedelta(1))
        for when in read.dates
        if when.first is not None and when.last is not None
    )
    count = TASKS["dates"](paper, replace(read, dates=late, claims=()))

    assert (count.hits, count.right, count.expected) == (0, 0, 8)


def test_a_figure_of_another_kind_is_wrong(paper: Gold) -> None:
    read = perfect(paper)
    stock = tuple(replace(each, kind=QuantityKind.STOCK) for each in read.quantities if each.kind is not None)
    count = TASKS["quantities"](paper, replace(read, quantities=stock))

    assert (count.hits, count.right) == (0, 0)
    assert count.expected == count.found == 4


def test_a_share_price_that_is_given_a_kind_is_wrong() -> None:
    rewrite = gold("open", next(path for path in gold_files("open") if path.stem == "o13"))
    read = perfect(rewrite)
    priced = tuple(replace(each, kind=each.kind or QuantityKind.PRICE) for each in read.quantities)
    count = TASKS["figures of no kind"](rewrite, replace(read, quantities=priced))

    assert (count.hits, count.expected) == (0, 4)


def test_a_step_that_is_only_supposed_is_no_step(paper: Gold) -> None:
    read = perfect(paper)
    supposed = replace(read, claims=tuple(replace(each, modality=Modality.CONDITIONAL) for each in read.claims))

    assert TASKS["steps of a key"](paper, supposed).hits == 0
    assert TASKS["steps of a key"](paper, supposed).found == 0
    assert TASKS["modality"](paper, supposed).hits == 0


def test_a_denied_step_taken_for_done_breaks_the_trap_and_costs_precision(paper: Gold) -> None:
    read = perfect(paper)
    done = replace(read, claims=tuple(replace(each, modality=Modality.DONE) for each in read.claims))
    traps, steps = TASKS["traps"](paper, done), TASKS["steps of a key"](paper, done)

    assert (traps.hits, traps.expected) == (1, 2)
    assert steps.recall == 1.0
    assert steps.right < steps.found


def test_a_step_on_the_wrong_key_is_missed_and_wrong(paper: Gold) -> None:
    read = perfect(paper)
    other = {"us:export": "cn:import", "cn:import": "us:export"}
    moved = replace(read, claims=tuple(replace(each, key=other.get(each.key or "", each.key)) for each in read.claims))
    count = TASKS["steps of a key"](paper, moved)

    assert (count.hits, count.right) == (0, 0)


def test_another_speaker_or_number_of_people_is_wrong(paper: Gold) -> None:
    read = perfect(paper)
    right = TASKS["attribution"](paper, read)
    named = tuple(
        replace(each, attribution=replace(each.attribution, kind=AttributionKind.HEARSAY)) for each in read.claims
    )
    more = tuple(
        replace(each, attribution=replace(each.attribution, unnamed=7)) if each.attribution.unnamed else each
        for each in read.claims
    )

    assert TASKS["attribution"](paper, replace(read, claims=named)).hits == 0
    assert TASKS["attribution"](paper, replace(read, claims=more)).hits == right.hits - 4


def test_intervals_are_those_of_wilson() -> None:
    low, high = wilson(8, 10)

    assert (round(low, 4), round(high, 4)) == (0.4902, 0.9433)
    assert wilson(0, 0) == (0.0, 1.0)
    assert wilson(5, 5)[1] == 1.0
