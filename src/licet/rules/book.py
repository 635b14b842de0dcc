"""The pack as of a day: which version of each rule stands, in one reading, as known then.

A `Book` is what both engines read. It is built once for a day and kept; nothing in it depends on a case.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec

from licet.facts import FactType, SubjectKind
from licet.period import Period
from licet.rules.consistency import names_read_by, reads
from licet.rules.expression import Member
from licet.rules.model import Reading, RuleKind, Status
from licet.rules.sets import SetOnDate, sets_on
from licet.truth import Truth

if TYPE_CHECKING:
    from datetime import date

    from licet.rules.expression import Term
    from licet.rules.loader import Law
    from licet.rules.model import Addressee, Clause, Limb, Rule, Version

BOOKS_KEPT = 4096


@dataclass(frozen=True, slots=True)
class Standing:
    """A version that stands on the day.

    `truth` is UNKNOWN where only an announcement stays it; `clauses` are the times of non-enforcement that
    depend on the case; `addressees` are the firms known to be told by the day (None: not a letter).
    """

    rule: Rule
    version: Version
    truth: Truth
    clauses: tuple[Clause, ...] = ()
    addressees: tuple[Addressee, ...] | None = None

    @property
    def figure(self) -> Term | None:
        """The figure the version gives; None for a gap, a stay by announcement, a non-enforcement of some cases."""
        settled = self.truth is Truth.TRUE and not self.clauses
        return self.version.value if settled and self.version.status in {Status.ENCODED, Status.PARTLY} else None


@dataclass(frozen=True, slots=True)
class ClassLimb:
    """The limb by which a rule is one for some classes only: without its class, the rule cannot hold."""

    limb: Limb
    test: Member
    values: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class Book:
    """The law as of a day, in one reading, as known on a day (None: as known now)."""

    law: Law
    valid_at: date
    known_at: date | None
    reading: Reading
    standing: dict[str, Standing]
    by_name: dict[str, Standing | None]
    sets: dict[str, SetOnDate]
    places: dict[str, str]
    overriders: dict[str, tuple[Standing, ...]]
    after_classification: frozenset[str]
    subjects: dict[str, SubjectKind]
    countries: frozenset[str]
    hidden_letters: tuple[Version, ...] = ()
    by_kind: dict[RuleKind, tuple[Standing, ...]] = field(default_factory=dict)
    class_limbs: dict[str, ClassLimb] = field(default_factory=dict)

    def of_kind(self, kind: RuleKind) -> tuple[Standing, ...]:
        """Return the rules of one kind that stand, in order of id."""
        return self.by_kind.get(kind, ())


def book_at(law: Law, valid_at: date, *, known_at: date | None = None, reading: Reading = Reading.ENFORCED) -> Book:
    """Return the law as it stood on a day.

    Args:
        law: A loaded pack with its schema.
        valid_at: The day whose law is asked.
        known_at: Only what was public on this day counts; None for all that is known.
        reading: As written, or as enforced.
    """
    return _built(_ById(law), valid_at, known_at, reading)


class _ById:
    """A law hashed by identity, so that books can be kept for it."""

    __slots__ = ("law",)

    def __init__(self, law: Law) -> None:
        self.law = law

    def __hash__(self) -> int:
        return hash(self.law.pack.sha256)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ById) and other.law is self.law


@lru_cache(maxsize=BOOKS_KEPT)
def _built(kept: _ById, valid_at: date, known_at: date | None, reading: Reading) -> Book:
    law, pack = kept.law, kept.law.pack
    standing: dict[str, Standing] = {}
    hidden: list[Version] = []
    for rule in sorted(pack.rules.values(), key=lambda rule: rule.id):
        found = _standing(rule, valid_at, known_at, reading, hidden)
        if found is not None:
            standing[rule.id] = found
    facts = {definition.name: definition for definition in law.schema}
    return Book(
        law=law,
        valid_at=valid_at,
        known_at=known_at,
        reading=reading,
        standing=standing,
        by_name={
            rule.defines: standing.get(rule.id)
            for rule in pack.rules.values()
            if rule.defines and rule.defines not in facts
        },
        sets=sets_on(pack.sets, valid_at, known_at),
        places={row.place: row.treated_as for row in pack.places if Period(row.start, row.end).contains(valid_at)},
        overriders=_overriders(standing),
        after_classification=_names_after_classification(kept),
        subjects={name: definition.subject for name, definition in facts.items()},
        countries=frozenset(name for name, definition in facts.items() if definition.type is FactType.COUNTRY),
        hidden_letters=tuple(hidden),
        class_limbs={
            rule: limb
            for rule, found in standing.items()
            if (limb := _class_limb(found.version, pack.head.classification.fact)) is not None
        },
        by_kind={kind: tuple(found for found in standing.values() if found.rule.kind is kind) for kind in RuleKind},
    )


def _standing(rule: Rule, day: date, known_at: date | None, reading: Reading, hidden: list[Version]) -> Standing | None:
    found = None
    for version in rule.versions:
        if not Period(version.in_force_from, _known_end(version, known_at)).contains(day):
            continue
        if known_at is not None and version.public_from > known_at:
            if version.addressees:
                hidden.append(version)
            continue
        secret = tuple(told for told in version.addressees if known_at is not None and told.public_from > known_at)
        if secret:
            hidden.append(msgspec.structs.replace(version, addressees=secret))
        found = version  # with known_at, the end of an older version may not be known: the newer one counts
    return None if found is None else _in_reading(rule, found, day, known_at, reading)


def _known_end(version: Version, known_at: date | None) -> date | None:
    if known_at is not None and version.end_public_from is not None and version.end_public_from > known_at:
        return None
    return version.in_force_to


def _in_reading(rule: Rule, version: Version, day: date, known_at: date | None, reading: Reading) -> Standing | None:
    stays = [clause for clause in version.stayed if _holds_on(clause, day, known_at)]
    if any(clause.by_instrument for clause in stays):
        return None
    addressees = None
    if version.addressees:
        public = (told for told in version.addressees if known_at is None or told.public_from <= known_at)
        addressees = tuple(told for told in public if told.notified_on <= day)
    if reading is Reading.TEXT:
        return Standing(rule, version, Truth.TRUE, addressees=addressees)
    if version.comply_from is not None and day < version.comply_from:
        return None
    clauses = tuple(clause for clause in version.not_enforced if _holds_on(clause, day, known_at))
    if any(clause.when is None for clause in clauses):
        return None
    return Standing(rule, version, Truth.UNKNOWN if stays else Truth.TRUE, clauses, addressees)


def _holds_on(clause: Clause, day: date, known_at: date | None) -> bool:
    public = known_at is None or clause.public_from is None or clause.public_from <= known_at
    return public and Period(clause.start, clause.end).contains(day)


def _class_limb(version: Version, scheme: str) -> ClassLimb | None:
    """Return the limb that asks for the class, if the rule cannot hold without it."""
    body = version.body
    if body is None or version.presume:
        return None
    for limb in body.limbs if body.test is None and body.every else (body,):
        if isinstance(limb.test, Member) and limb.test.name == scheme and limb.test.values:
            return ClassLimb(limb, limb.test, frozenset(limb.test.values))
    return None


def _overriders(standing: dict[str, Standing]) -> dict[str, tuple[Standing, ...]]:
    found: dict[str, tuple[Standing, ...]] = {}
    for overrider in standing.values():
        for target in overrider.rule.overrides:
            found[target] = (*found.get(target, ()), overrider)
    return found


@lru_cache(maxsize=16)
def _names_after_classification(kept: _ById) -> frozenset[str]:
    """Return the ids of all rules that wait, directly or through others, for the classification."""
    pack = kept.law.pack
    scheme = pack.head.classification.fact
    edges = {rule.id: reads(rule, pack) for rule in pack.rules.values()}
    after = {
        rule.id for rule in pack.rules.values() if any(scheme in names_read_by(version) for version in rule.versions)
    }
    while more := {rule for rule, needed in edges.items() if rule not in after and needed & after}:
        after |= more
    return frozenset(after)
