"""Faults that only a solver finds, each alone in a small overlay, and the pack itself proved clean."""

from __future__ import annotations

import os
import shutil
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from tests.unit.rules.laws import SMALL_LAW, law_with, rule, small_law, version, when, write

from licet.cli.rules_check import check_report
from licet.errors import ProblemsFound
from licet.evaluate import decide
from licet.evaluate.run_table import run_row, situation_of
from licet.rules import book_at, load_law, rules_root, solver
from licet.rules.case_table import read_case_tables
from licet.rules.counter_example import counter_example
from licet.rules.known_findings import read_known_findings, settle
from licet.rules.proof import prove
from licet.rules.shapes import Shape, Shapes
from licet.rules.solver import Outcome
from licet.rules.stretches import days_of_change, stretches
from licet.truth import Truth

if TYPE_CHECKING:
    from collections.abc import Iterator

    from licet.rules import Law, Standing
    from licet.rules.case_table import Row
    from licet.rules.proof import Finding, Proof
    from licet.rules.stretches import Stretch

BAD = Path(__file__).parent / "bad"
EVERY_FORM = SMALL_LAW.parent / "every_form"
WHOLE = "LICET_FUZZ_EXAMPLES" in os.environ  # `make fuzz` tries every stretch of the pack, not three of them


@cache
def proof_of(folder: str) -> Proof:
    return prove(bad_law(folder), seconds=5)


@cache
def bad_law(folder: str) -> Law:
    return load_law(SMALL_LAW, overlays=[BAD / folder], use_cache=False)


def of_bad(folder: str) -> list[Finding]:
    """Return the findings about the overlay; what the small law itself lacks is left out."""
    return [found for found in proof_of(folder).findings if "us.ear.bad" in found.problem.what]


def rows_of(finding: Finding, law: Law, folder: Path) -> tuple[Row, ...]:
    """Return the rows of a finding's tables, saved as files and read back."""
    files = {f"{number}.yaml": table for number, table in enumerate(finding.tables())}
    return read_case_tables(write(folder / "tables", files), law)


# ---- each fault alone


class Fault(NamedTuple):
    slug: str
    where: str
    limb: str
    what: str


FAULTS = [
    Fault("idle-exception", "rule.yaml:11:9", "note_2", "the exception note_2 of us.ear.bad takes nothing away"),
    Fault("idle-limb", "rule.yaml:11:9", "a.2", "limb a.2 of us.ear.bad never decides"),
    Fault("unreachable-limb", "rule.yaml:13:13", "a.2", "limb a.2 of us.ear.bad never holds together with"),
    Fault("rule-never-holds", "rule.yaml:6:5", "", "in force from 2020-01-01 holds in no case on any day"),
    Fault(
        "requirement-without-policy",
        "rule.yaml:5:5",
        "",
        "us.ear.bad can hold where no review policy for it does, first from 2020-01-01 (enforced)",
    ),
]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.slug)
def test_each_fault_is_found_alone_with_its_place(fault: Fault) -> None:
    (found,) = of_bad(fault.slug)

    assert (found.problem.slug, found.rule, found.limb) == (fault.slug, "us.ear.bad", fault.limb)
    assert found.problem.where == f"{BAD / fault.slug}/{fault.where}"
    assert fault.what in found.problem.what
    assert found.problem.mend


def test_two_entries_that_hold_together_are_a_conflict_with_a_case_that_runs(tmp_path: Path) -> None:
    law = bad_law("conflicting-classifications")

    (found,) = of_bad("conflicting-classifications")

    assert found.problem.slug == "conflicting-classifications"
    assert "us.ear.bad and us.ear.class_a both hold, and give advanced_computing b and a" in found.problem.what
    rows = rows_of(found, law, tmp_path)
    assert [row.rule for row in rows] == ["us.ear.bad", "us.ear.class_a"]
    assert [run_row(row, law).faults for row in rows] == [(), ()]


def test_the_case_of_a_conflict_is_one_in_a_decision_too(tmp_path: Path) -> None:
    law = bad_law("conflicting-classifications")
    (found,) = of_bad("conflicting-classifications")
    row = rows_of(found, law, tmp_path)[0]

    decision = decide(book_at(law, row.valid_at, reading=row.reading), situation_of(row, law))

    assert set(decision.classification.conflict) >= {"us.ear.bad", "us.ear.class_a"}


def test_the_case_of_a_conflict_is_small_and_within_its_days() -> None:
    (found,) = of_bad("conflicting-classifications")
    example = found.example

    assert example is not None
    assert example.valid_at.year == 2024  # the overlay's version is in force in that year alone
    assert example.contents is not None
    assert len(example.contents) == 1
    assert example.given["item_kind"] == '"server"'
    assert example.statement.startswith("licet determine --item ITEM ")
    assert "--valid-at 2024-" in example.statement


def test_the_case_of_a_gap_runs_and_finds_no_policy(tmp_path: Path) -> None:
    law = bad_law("requirement-without-policy")
    (found,) = of_bad("requirement-without-policy")

    (row,) = rows_of(found, law, tmp_path)

    decision = decide(book_at(law, row.valid_at, reading=row.reading), situation_of(row, law))
    assert run_row(row, law).faults == ()
    assert (decision.licence_required, decision.review_policy) == (Truth.TRUE, None)
    assert any("headquarters" in facts for _, facts in row.parties)


def test_the_small_law_has_the_conflict_and_the_gaps_it_was_written_with() -> None:
    findings = prove(small_law(), seconds=5).findings

    assert [(found.problem.slug, found.rule) for found in findings] == [
        ("conflicting-classifications", "us.ear.class_b"),  # a server with one circuit of each class
        ("requirement-without-policy", "us.ear.letter"),
        ("requirement-without-policy", "us.ear.requirement"),
    ]


def test_a_limb_that_decides_on_one_day_only_is_no_fault(tmp_path: Path) -> None:
    files = {"rule.yaml": rule("bad", version(when("valid_at >= '2027-03-01' AND destination IN friends")),
                               kind="definition")}  # fmt: skip

    assert [found for found in prove(law_with(tmp_path, files)).findings if found.rule == "us.ear.bad"] == []


def test_as_many_parties_are_tried_as_there_are_tests_of_them(tmp_path: Path) -> None:
    seats = " AND ".join(f"any_party('end_user', headquarters = '{code}')" for code in ("CN", "AE", "KH", "US"))
    law = law_with(tmp_path, {"rule.yaml": rule("bad", version(when(seats)), kind="definition")})

    assert [found for found in prove(law).findings if found.rule == "us.ear.bad"] == []


def test_an_item_that_is_no_circuit_is_tried_where_nothing_reads_its_contents(tmp_path: Path) -> None:
    files = {"rule.yaml": rule("bad", version(when("item_kind = 'other' AND destination = 'CN'")), kind="definition")}

    assert [found for found in prove(law_with(tmp_path, files)).findings if found.rule == "us.ear.bad"] == []


# ---- what the solver leaves open


def test_what_is_not_settled_is_said_and_not_called_proved() -> None:
    report = check_report(bad_law("unsettled-question"), (), seconds=0.1, root=SMALL_LAW)

    assert [found for found in report.findings if found.rule == "us.ear.bad"] == []
    said = [problem for problem in report.problems if "us.ear.bad" in problem.what]
    assert {problem.slug for problem in said} == {"unsettled-question"}
    assert any("in force from 2020-01-01 holds in no case" in problem.what for problem in said)


# ---- findings declared


def declared(tmp_path: Path, text: str) -> Path:
    """Return a copy of the small law that declares known findings."""
    root = tmp_path / "law"
    shutil.copytree(SMALL_LAW, root)
    (root / "us/ear/known_findings.yaml").write_text(text, encoding="utf-8")
    return root


GAPS = """known_findings:
  - {slug: requirement-without-policy, rule: us.ear.letter, reason: a letter names no policy}
  - {slug: requirement-without-policy, rule: us.ear.requirement, reason: nobody has written one}
"""


def test_a_declared_finding_is_no_fault_and_the_file_is_no_rule(tmp_path: Path) -> None:
    root = declared(tmp_path, GAPS)
    law = load_law(root, use_cache=False)

    report = check_report(law, (), seconds=5, root=root)

    assert law.pack.rules.keys() == small_law().pack.rules.keys()
    assert [problem.slug for problem in report.problems] == ["conflicting-classifications"]
    assert "2 known findings declared" in report.asked


def test_a_declaration_that_no_longer_occurs_is_a_fault(tmp_path: Path) -> None:
    root = declared(tmp_path, (BAD / "stale-known-finding/known_findings.yaml").read_text(encoding="utf-8"))
    known = read_known_findings(root / "us/ear/known_findings.yaml", small_law().pack, shown_as="known_findings.yaml")

    _, (stale,) = settle((), known)

    assert str(stale) == (
        "known_findings.yaml:2:5: idle-limb of us.ear.meets_a (a.2) no longer occurs [stale-known-finding]\n"
        "    mend: remove the entry"
    )


def test_a_conflict_cannot_be_declared(tmp_path: Path) -> None:
    text = "known_findings:\n  - {slug: conflicting-classifications, rule: us.ear.none, reason: why not}\n"

    with pytest.raises(ProblemsFound) as caught:
        read_known_findings(write(tmp_path, {"k.yaml": text}) / "k.yaml", small_law().pack)

    assert [problem.slug for problem in caught.value.problems] == ["unknown-value", "unknown-rule"]


def test_a_declaration_needs_a_reason(tmp_path: Path) -> None:
    text = "known_findings:\n  - {slug: idle-limb, rule: us.ear.meets_a, limb: a.2}\n"

    with pytest.raises(ProblemsFound) as caught:
        read_known_findings(write(tmp_path, {"k.yaml": text}) / "k.yaml", small_law().pack)

    assert [(problem.slug, problem.what) for problem in caught.value.problems] == [
        ("missing-key", "a known finding has no `reason`")
    ]


def test_a_pack_without_the_file_declares_nothing(tmp_path: Path) -> None:
    assert read_known_findings(tmp_path / "known_findings.yaml", small_law().pack) == ()


# ---- the stretches of days


def test_every_day_of_change_starts_a_stretch_and_none_is_left_out() -> None:
    law = small_law()
    enforced = [one for one in stretches(law) if one.book.reading.value == "enforced"]

    assert {str(day) for day in days_of_change(law.pack)} >= {"2023-11-17", "2025-05-13", "2025-05-15", "2026-07-10"}
    for earlier, later in pairwise(enforced):
        assert (later.first - earlier.last).days == 1


def test_a_book_is_the_same_on_the_first_and_the_last_day_of_a_stretch() -> None:
    law = small_law()

    for one in stretches(law):
        last = book_at(law, min(one.last, law.pack.head.checked_through), reading=one.book.reading)
        assert [found.version.number for found in last.standing.values()] == [
            found.version.number for found in one.book.standing.values()
        ]
        assert last.sets == one.book.sets


# ---- the solver and the evaluator mean the same


def witnesses(shape: Shape, standing: Standing) -> Iterator[tuple[str, str]]:
    """Yield a case in which a rule is TRUE, and one in which it is FALSE, as tables that expect so."""
    truth = shape.translation.rule(standing)
    for formula, expect in ((truth.must, "true"), (solver.negation(truth.may), "false")):
        answer = shape.ask(formula, 5, values=True)
        assert answer.outcome is not Outcome.UNSETTLED
        if answer.outcome is Outcome.POSSIBLE:
            yield counter_example(shape.facts, answer.values).table(standing.rule.id, f"{expect} found", expect), expect


def disagreements(law: Law, asked: list[Stretch], folder: Path) -> tuple[int, list[str]]:
    """Return how many cases of the solver were run, and those the evaluator answers otherwise."""
    tables = {
        f"{number}/{place}/{standing.rule.id}/{expect}.yaml": table
        for number, shapes in enumerate(map(Shapes, asked))
        for standing in shapes.stretch.book.standing.values()
        if standing.version.body is not None
        for place, shape in enumerate(shapes.largest(shapes.cone([standing])))
        for table, expect in witnesses(shape, standing)
    }
    rows = read_case_tables(write(folder, tables), law)
    return len(rows), [f"{row.where}: {faults}" for row in rows if (faults := run_row(row, law).faults)]


@pytest.mark.parametrize("root", [SMALL_LAW, EVERY_FORM], ids=lambda root: root.name)
def test_what_the_solver_finds_the_evaluator_confirms(root: Path, tmp_path: Path) -> None:
    law = load_law(root, use_cache=False)

    ran, wrong = disagreements(law, stretches(law), tmp_path)

    assert wrong == []
    assert ran > 100


def test_what_the_solver_finds_in_the_pack_the_evaluator_confirms(tmp_path: Path) -> None:
    law = load_law(use_cache=False)
    every = stretches(law)
    some = [every[6], every[len(every) // 2], every[-1]]

    ran, wrong = disagreements(law, every if WHOLE else some, tmp_path)

    assert wrong == []
    assert ran > 100


# ---- the pack


@pytest.mark.skipif(not WHOLE, reason="takes over 20 s; `make fuzz` runs it")
def test_the_pack_is_proved_clean_but_for_what_it_declares() -> None:
    report = check_report(load_law(use_cache=False), (), seconds=30)

    assert [str(problem) for problem in report.problems] == []
    assert report.proof is not None
    assert report.proof.questions > 500


def test_the_law_of_the_last_day_checked_neither_contradicts_itself_nor_lacks_a_policy() -> None:
    law = load_law(use_cache=False)
    known = read_known_findings(rules_root() / "us/ear/known_findings.yaml", law.pack)

    proof = prove(law, seconds=30, at=law.pack.head.checked_through)

    assert [str(found.problem) for found in settle(proof.findings, known)[0]] == []
    assert proof.unsettled == []
    assert proof.stretches == 2  # as enforced and as written
