"""What `licet rules check` found: rows that tables lack and, where it was asked to prove, what the solver says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from licet.problem import Problem
    from licet.rules import Law
    from licet.rules.proof import Finding, Proof

PACK = "us/ear"


@dataclass(frozen=True, slots=True)
class CheckReport:
    """All faults of a pack that could be read: untried rows, findings nobody declared, declarations out of date.

    `proof` is None if the solver was not asked.
    """

    untried: Sequence[Problem]
    proof: Proof | None = None
    findings: Sequence[Finding] = ()
    stale: Sequence[Problem] = ()
    known: int = 0

    @property
    def problems(self) -> list[Problem]:
        """Every fault; a question the solver left open is one, since nothing is proved by it."""
        open_ones = self.proof.unsettled if self.proof else ()
        return [*self.untried, *(finding.problem for finding in self.findings), *open_ones, *self.stale]

    @property
    def asked(self) -> str:
        """How much the solver was asked, in words; "" if it was not."""
        if self.proof is None:
            return ""
        asked = f"{self.proof.questions} questions over {self.proof.stretches} stretches of days"
        return f"; {asked} settled, {self.known} known findings declared"

    def print_cases(self) -> None:
        """Print the case of each finding that has one: a table a rule, and the question to `licet determine`."""
        for finding in self.findings:
            if finding.example is None:
                continue
            slug = finding.problem.slug
            typer.echo(f"# {slug}: each row below passes, and that is the fault. Save each table as a file of its own.")
            typer.echo(f"# {finding.example.statement}")
            for table in finding.tables():
                typer.echo(f"---\n{table}", nl=False)

    def json(self) -> dict[str, Any]:
        """Return the report as JSON values; `proof` is null if the solver was not asked."""
        shown: dict[str, Any] = {"untried": [_problem(problem) for problem in self.untried], "proof": None}
        if self.proof is not None:
            shown["proof"] = {
                "questions": self.proof.questions,
                "stretches": self.proof.stretches,
                "known_findings": self.known,
                "findings": [_finding(finding) for finding in self.findings],
                "unsettled": [_problem(problem) for problem in self.proof.unsettled],
                "stale": [_problem(problem) for problem in self.stale],
            }
        return shown


def check_report(
    law: Law, untried: Sequence[Problem], *, seconds: float | None, overlaid: bool = False, root: Path | None = None
) -> CheckReport:
    """Return what is wrong with a pack, asking the solver if there is time given.

    Args:
        law: The pack, with what is laid over it.
        untried: What its case tables lack.
        seconds: The longest time for one question to the solver; None to leave it alone.
        overlaid: True if folders are laid over the pack: what they cure is then no stale declaration of the pack.
        root: The rule package that declares known findings; the installed one if None.
    """
    from licet.rules import rules_root  # noqa: PLC0415
    from licet.rules.known_findings import FILE, read_known_findings, settle  # noqa: PLC0415

    known = read_known_findings((root or rules_root()) / PACK / FILE, law.pack, shown_as=f"{PACK}/{FILE}")
    if seconds is None:
        return CheckReport(untried)
    from licet.rules.proof import prove  # loads the solver  # noqa: PLC0415

    proof = prove(law, seconds=seconds, on_progress=lambda stretch: typer.echo(f"asking {stretch}", err=True))
    findings, stale = settle(proof.findings, known)
    return CheckReport(untried, proof, findings, () if overlaid else stale, len(known) - len(stale))


def _problem(problem: Problem) -> dict[str, str]:
    return {"slug": problem.slug, "where": problem.where, "what": problem.what, "mend": problem.mend}


def _finding(finding: Finding) -> dict[str, Any]:
    example = finding.example
    return {
        **_problem(finding.problem),
        "rule": finding.rule,
        "limb": finding.limb or None,
        "statement": example.statement if example else None,
        "tables": list(finding.tables()),
    }
