"""How much of the law a pack holds: versions by grade and status, gaps with their reasons, provisions one by one.

A pack may hold `coverage.yaml`, which says of each provision, by the id of its row in the pack's sources, how far
it is encoded and by which rules. A rule version's own grade is that of its main source.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from licet.citation import Grade
from licet.errors import ProblemsFound
from licet.rules.fields import Faults, Fields
from licet.rules.folders import FileKind
from licet.rules.model import Status
from licet.yaml_source import Mapping, read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from enum import Enum
    from pathlib import Path

    from licet.rules.model import Pack, Rule, Version
    from licet.yaml_source import YamlNode

SCHEMA_VERSION = 1
_UNSETTLED = {Status.NOT_ENCODED, Status.HUMAN_JUDGEMENT}


@dataclass(frozen=True, slots=True)
class Provision:
    """What coverage.yaml says of one provision."""

    id: str
    where: str
    status: Status
    rules: tuple[str, ...]
    reason: str
    question: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """A pack with what is said of its provisions; `provisions` is None where the pack has no coverage.yaml."""

    pack: Pack
    provisions: tuple[Provision, ...] | None

    @property
    def versions(self) -> Iterator[tuple[Rule, Version]]:
        """Every version with its rule, in order of id and time."""
        for rule in sorted(self.pack.rules.values(), key=lambda rule: rule.id):
            yield from ((rule, version) for version in rule.versions)

    @property
    def gaps(self) -> tuple[tuple[Rule, Version], ...]:
        """The versions that are not wholly encoded."""
        return tuple((rule, version) for rule, version in self.versions if version.status is not Status.ENCODED)

    @property
    def unnamed_rules(self) -> tuple[str, ...]:
        """The rules that no provision names; none where there is no coverage.yaml."""
        if self.provisions is None:
            return ()
        named = {rule for provision in self.provisions for rule in provision.rules}
        return tuple(sorted(self.pack.rules.keys() - named))


def read_coverage(pack: Pack, folder: Path) -> Coverage:
    """Read what a pack says of its provisions.

    Args:
        pack: The loaded pack, overlays laid over it or not.
        folder: The pack's folder, which may hold coverage.yaml.

    Raises:
        ProblemsFound: With every fault in coverage.yaml.
    """
    path = folder / FileKind.COVERAGE.value
    if not path.is_file():
        return Coverage(pack, None)
    faults = Faults()
    provisions = tuple(_provisions(read_yaml(path), pack, faults))
    if faults.problems:
        raise ProblemsFound(faults.problems)
    return Coverage(pack, provisions)


def _provisions(root: YamlNode, pack: Pack, faults: Faults) -> Iterator[Provision]:
    if not isinstance(root, Mapping):
        Fields(root, faults, "the coverage")
        return
    for name, node in root.entries.items():
        fields = Fields(node, faults, f"the provision {name}")
        status = fields.choice("status", Status)
        provision = Provision(
            id=name,
            where=node.where,
            status=status or Status.NOT_ENCODED,
            rules=fields.texts("rules"),
            reason=fields.text("reason"),
            question=fields.text("question"),
        )
        fields.close()
        if isinstance(node, Mapping) and status is not None:
            _check(provision, pack, faults)
            yield provision


def _check(provision: Provision, pack: Pack, faults: Faults) -> None:
    name, status, where = provision.id, provision.status, provision.where
    unknown = [rule for rule in provision.rules if rule not in pack.rules]
    for rule in unknown:
        faults.add("unknown-rule", where, f"the provision {name} names {rule}, which is no rule", "mend the id")
    if status in {Status.PARTLY, Status.NOT_ENCODED} and not provision.reason:
        what = f"the provision {name} is {status.value} and says no reason"
        faults.add("gap-without-reason", where, what, "add `reason:`")
    if status is Status.HUMAN_JUDGEMENT and not provision.question:
        faults.add("judgement-without-question", where, f"the provision {name} asks nobody", "add `question:`")
    named = [version.status for rule in provision.rules if rule in pack.rules for version in pack.rules[rule].versions]
    if status is Status.ENCODED and named and not unknown and _UNSETTLED.issuperset(named):
        what = f"the provision {name} is said to be encoded, and no version of {', '.join(provision.rules)} is"
        faults.add("coverage-contradicts-rule", where, what, "state the status of its rules, or name others")


def coverage_json(coverage: Coverage) -> dict[str, Any]:
    """Return the coverage as plain data (schema coverage.schema.json)."""
    head = coverage.pack.head
    versions = [version for _, version in coverage.versions]
    return {
        "schema_version": SCHEMA_VERSION,
        "title": head.title,
        "key": head.key,
        "rules_version": head.version,
        "checked_from": str(head.checked_from),
        "checked_through": str(head.checked_through),
        "staleness_days": head.staleness_days,
        "reviewed_by_counsel": False,  # no pack can say otherwise yet: pack.yaml has no key for a review
        "rules": len(coverage.pack.rules),
        "versions": len(versions),
        "by_grade": _counts(Grade, (version.source.grade for version in versions)),
        "by_status": _counts(Status, (version.status for version in versions)),
        "set_members": len(coverage.pack.sets),
        "set_members_by_grade": _counts(Grade, (row.source.grade for row in coverage.pack.sets)),
        "gaps": [_gap(rule, version) for rule, version in coverage.gaps],
        "provisions": _provisions_json(coverage),
        "not_tested": [{"id": entry.id, "text": entry.text, "at": entry.at or None} for entry in head.not_tested],
    }


def _counts(kind: type[Enum], found: Iterable[Enum]) -> dict[str, int]:
    counted = Counter(found)
    return {member.value: counted[member] for member in kind}


def _gap(rule: Rule, version: Version) -> dict[str, Any]:
    return {
        "rule": rule.id,
        "title": rule.title,
        "from": str(version.in_force_from),
        "to": str(version.in_force_to) if version.in_force_to else None,
        "status": version.status.value,
        "reason": version.reason or None,
        "question": version.question or None,
        "citation": str(version.source),
        "grade": version.source.grade.value,
    }


def _provisions_json(coverage: Coverage) -> dict[str, Any] | None:
    if coverage.provisions is None:
        return None
    return {
        "count": len(coverage.provisions),
        "by_status": _counts(Status, (provision.status for provision in coverage.provisions)),
        "list": [
            {
                "id": provision.id,
                "status": provision.status.value,
                "rules": list(provision.rules),
                "reason": provision.reason or None,
                "question": provision.question or None,
            }
            for provision in coverage.provisions
        ],
        "unnamed_rules": list(coverage.unnamed_rules),
    }
