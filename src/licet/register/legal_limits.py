"""Limits that the law or an authority sets beside single grants, as data: `register/limits.yaml` of the rule package.

Ceilings and shipping tolerances that authorisations name by id, for how long records must be kept, and what moves a
certification.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from licet.errors import ProblemsFound
from licet.problem import Problem
from licet.register.authorisation import Unit
from licet.register.certification import CertificationRule
from licet.register.fields import Fields
from licet.register.read_ceilings import CEILING_KEYS, TOLERANCE_KEYS, ceiling_of, key_of, tolerance_of
from licet.register.read_limits import read_whole
from licet.register.read_source import read_id, read_source
from licet.rules import rules_root
from licet.yaml_source import Mapping, read_yaml

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from licet.citation import Citation
    from licet.register.ceiling import Ceiling, Tolerance

PLACE = Path("register") / "limits.yaml"
_TOP_KEYS = ("ceilings", "tolerances", "retentions", "certifications")
_CERTIFICATION_KEYS = ("id", "rule", "adds_to", "unit", "source")
_RETENTION_KEYS = ("id", "key", "years", "runs_from", "source")
_MOST_YEARS = 1000
Read = TypeVar("Read", "Ceiling", "Tolerance", "Retention", "CertificationRule")


@dataclass(frozen=True, slots=True)
class Retention:
    """How long records of what moved under a key must be kept.

    Attributes:
        id: Its name.
        key: The permission whose records these are, such as `us:export`.
        years: Whole years.
        runs_from: The events of which the latest starts the years, in words.
        source: Who says so.
    """

    id: str
    key: str
    years: int
    runs_from: str
    source: Citation

    def keep_until(self, event: date) -> date:
        """Return the first day on which records need not be kept, given the day of the latest event."""
        try:
            anniversary = event.replace(year=event.year + self.years)
        except ValueError:  # 29 February
            return date(event.year + self.years, 3, 1)
        return anniversary + timedelta(days=1)  # the anniversary is still within the years


@dataclass(frozen=True, slots=True)
class LegalLimits:
    """What authorisations may name by id, how long records are kept, and what moves a certification."""

    ceilings: tuple[Ceiling, ...] = ()
    tolerances: tuple[Tolerance, ...] = ()
    retentions: tuple[Retention, ...] = ()
    certifications: tuple[CertificationRule, ...] = ()

    def ceiling(self, name: str) -> Ceiling | None:
        """Return the ceiling of an id; None if there is none."""
        return next((ceiling for ceiling in self.ceilings if ceiling.id == name), None)

    def tolerance(self, name: str) -> Tolerance | None:
        """Return the shipping tolerance of an id; None if there is none."""
        return next((tolerance for tolerance in self.tolerances if tolerance.id == name), None)

    def certification(self, name: str) -> CertificationRule | None:
        """Return what moves the certification of an id; None if nothing is on file."""
        return next((rule for rule in self.certifications if rule.id == name), None)

    def of_exception(self, exception: str | None, key: str) -> tuple[Ceiling, ...]:
        """Return the ceilings that bind every notice under the exception."""
        return tuple(one for one in self.ceilings if one.exception == exception and exception and one.key == key)

    def retention(self, key: str) -> Retention | None:
        """Return how long records of the key are kept, the longest if several; None if nothing is on file."""
        return max((one for one in self.retentions if one.key == key), key=lambda one: one.years, default=None)


def load_legal_limits(root: Path | None = None) -> LegalLimits:
    """Read the limits of a rule package.

    Args:
        root: The package; the installed one if None. One without the file has no limits.

    Raises:
        ProblemsFound: With every fault in the file.
    """
    path = (root or rules_root()) / PLACE
    if not path.exists():
        return LegalLimits()
    node = read_yaml(path, shown_as=PLACE.as_posix())
    if not isinstance(node, Mapping):
        mend = f"write {', '.join(_TOP_KEYS)}, each with a list"
        raise ProblemsFound([Problem("not-a-mapping", node.where, "the file is not a mapping", mend)])
    problems: list[Problem] = []
    top = Fields(node, problems, what="the file", keys=_TOP_KEYS)
    found = LegalLimits(
        _read(top.mappings("ceilings", what="a ceiling", keys=CEILING_KEYS), ceiling_of),
        _read(top.mappings("tolerances", what="a tolerance", keys=TOLERANCE_KEYS), tolerance_of),
        _read(top.mappings("retentions", what="a retention", keys=_RETENTION_KEYS), _retention),
        _read(top.mappings("certifications", what="a certification", keys=_CERTIFICATION_KEYS), _certification_rule),
    )
    if problems:
        raise ProblemsFound(problems)
    return found


def _read(entries: Sequence[Fields], read: Callable[[Fields], Read | None]) -> tuple[Read, ...]:
    found: dict[str, Read] = {}
    for entry in entries:
        one = read(entry)
        if one is None:
            continue
        if one.id in found:
            entry.report("duplicate-id", entry.where_of("id"), f"{one.id} stands twice", "give each its own id")
        found[one.id] = one
    return tuple(found.values())


def _retention(entry: Fields) -> Retention | None:
    entry.require("id", "key", "years", "runs_from", "source")
    name, key, runs_from, source = read_id(entry), key_of(entry), entry.text("runs_from"), read_source(entry)
    years = entry.value("years", read_whole, slug="bad-number", mend="write a whole number of years, such as 5")
    if years is not None and years > _MOST_YEARS:
        entry.report("figure-too-large", entry.where_of("years"), f"{years} years", "mend the years")
        return None
    if name is None or key is None or years is None or runs_from is None or source is None:
        return None
    return Retention(name, key, years, runs_from, source)


def _certification_rule(entry: Fields) -> CertificationRule | None:
    entry.require("id", "rule", "adds_to", "unit", "source")
    name, rule, adds_to = read_id(entry), entry.text("rule"), entry.text("adds_to")
    unit, source = entry.word("unit", Unit), read_source(entry)
    if unit is Unit.VALUE:
        entry.report("bad-word", entry.where_of("unit"), "a figure does not grow in value", "write pieces or tpp")
        return None
    if name is None or rule is None or adds_to is None or unit is None or source is None:
        return None
    return CertificationRule(name, rule, adds_to, unit, source)
