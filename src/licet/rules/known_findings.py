"""Findings a pack owns up to, each with its reason: what the text of the law itself makes idle, or leaves open.

`known_findings.yaml` in the folder of the pack. An entry that no longer occurs is a fault of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from licet.errors import ProblemsFound
from licet.problem import Problem
from licet.rules.fields import Faults, Fields
from licet.yaml_source import read_yaml

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from licet.rules.model import Pack
    from licet.rules.proof import Finding
    from licet.yaml_source import YamlNode

FILE = "known_findings.yaml"
DECLARABLE = (
    "idle-exception",
    "idle-limb",
    "requirement-without-policy",
    "rule-never-holds",
    "unreachable-limb",
)


@dataclass(frozen=True, slots=True)
class Known:
    """One finding declared: its slug, rule, limb ("" for the rule as a whole), and why it stands."""

    slug: str
    rule: str
    limb: str
    reason: str
    where: str

    def covers(self, finding: Finding) -> bool:
        """Tell whether this is the finding declared."""
        return (self.slug, self.rule, self.limb) == (finding.problem.slug, finding.rule, finding.limb)


def read_known_findings(path: Path, pack: Pack, *, shown_as: str | None = None) -> tuple[Known, ...]:
    """Read the declarations of a pack; none if there is no such file.

    Args:
        path: The file.
        pack: The pack they are about.
        shown_as: The name used in places; the path itself if not given.

    Raises:
        ProblemsFound: With every fault in the file.
    """
    if not path.is_file():
        return ()
    faults = Faults()
    root = Fields(read_yaml(path, shown_as=shown_as), faults, FILE)
    found = tuple(_known(node, pack, faults) for node in root.items("known_findings", required=True))
    root.close()
    if faults.problems:
        raise ProblemsFound(faults.problems)
    return found


def _known(node: YamlNode, pack: Pack, faults: Faults) -> Known:
    fields = Fields(node, faults, "a known finding")
    known = Known(
        fields.text("slug", required=True),
        fields.text("rule", required=True),
        fields.text("limb"),
        fields.text("reason", required=True),
        node.where,
    )
    fields.close()
    if known.slug and known.slug not in DECLARABLE:
        what = f"{known.slug} is no finding that can be declared"
        faults.add("unknown-value", fields.place("slug"), what, f"use {', '.join(DECLARABLE)}")
    if known.rule and known.rule not in pack.rules:
        faults.add("unknown-rule", fields.place("rule"), f"there is no rule {known.rule}", "mend the id")
    return known


def settle(findings: Sequence[Finding], known: Sequence[Known]) -> tuple[list[Finding], list[Problem]]:
    """Return the findings nobody declared, and a problem for each declaration that no finding bears out."""
    undeclared = [finding for finding in findings if not any(one.covers(finding) for one in known)]
    stale = [
        Problem(
            "stale-known-finding",
            one.where,
            f"{one.slug} of {one.rule}{f' ({one.limb})' if one.limb else ''} no longer occurs",
            "remove the entry",
        )
        for one in known
        if not any(one.covers(finding) for finding in findings)
    ]
    return undeclared, stale
