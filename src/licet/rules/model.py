"""A rule pack in memory: rules with their versions, dated sets, places, and what the pack does not test.

Structs, so that a compiled pack is stored as data and read back without running code.
"""

from __future__ import annotations

from datetime import date
from enum import Enum

import msgspec

from licet.citation import Citation
from licet.rules.expression import Term, Test
from licet.rules.party_lists import PartyLists
from licet.rules.red_flags import RedFlag


class Reading(Enum):
    """The law as written, or as enforced."""

    TEXT = "text"
    ENFORCED = "enforced"


class RuleKind(Enum):
    """What a rule gives."""

    DEFINITION = "definition"
    CLASSIFICATION = "classification"
    EXCLUSION = "exclusion"
    REQUIREMENT = "requirement"
    EXCEPTION = "exception"
    REVIEW_POLICY = "review_policy"


class Status(Enum):
    """How far a version is encoded."""

    ENCODED = "encoded"
    PARTLY = "partly"
    NOT_ENCODED = "not_encoded"
    HUMAN_JUDGEMENT = "human_judgement"


class Limb(msgspec.Struct, frozen=True):
    """One labelled part of a rule: a test, or a group of limbs (`every`: all of them, else any)."""

    label: str
    where: str
    test: Test | None = None
    every: bool = True
    limbs: tuple[Limb, ...] = ()
    unless: tuple[Limb, ...] = ()
    quote: str = ""
    source: Citation | None = None


class Presumption(msgspec.Struct, frozen=True):
    """A rebuttable presumption: the rule holds where `when` holds and the rebuttal is not shown to hold."""

    label: str
    when: Test
    rebutted_by: Test | None
    source: Citation


class Condition(msgspec.Struct, frozen=True):
    """Something the applicant can still do: met or not, asked for, never part of `when`."""

    id: str
    at: str
    question: str
    met: Test
    otherwise: str = ""


class Clause(msgspec.Struct, frozen=True):
    """A time, and optionally a test, in which a version is not enforced or is stayed."""

    source: Citation
    start: date | None = None
    end: date | None = None
    when: Test | None = None
    by_instrument: bool = True
    public_from: date | None = None


class Addressee(msgspec.Struct, frozen=True):
    """One firm a letter binds, and when it was told."""

    party: str
    notified_on: date
    public_from: date
    source: Citation


class Version(msgspec.Struct, frozen=True):
    """One wording of a rule with all its dates; periods are half-open."""

    where: str
    number: int
    in_force_from: date
    source: Citation
    status: Status
    public_from: date
    in_force_to: date | None = None
    comply_from: date | None = None
    end_public_from: date | None = None
    reason: str = ""
    question: str = ""
    body: Limb | None = None
    value: Term | None = None
    unit: str = ""
    measured_by: str = ""
    unless: tuple[Limb, ...] = ()
    presume: tuple[Presumption, ...] = ()
    conditions: tuple[Condition, ...] = ()
    stayed: tuple[Clause, ...] = ()
    not_enforced: tuple[Clause, ...] = ()
    addressees: tuple[Addressee, ...] = ()
    terms_unpublished: bool = False
    outcome: dict[str, str] = {}
    lifts: tuple[str, ...] = ()
    applies_to: tuple[str, ...] = ()
    asks: str = ""  # the fact without which the version stands aside


class Rule(msgspec.Struct, frozen=True):
    """One provision: its kind, the name other rules read it by, and its versions in order of time."""

    id: str
    title: str
    kind: RuleKind
    where: str
    versions: tuple[Version, ...]
    defines: str = ""
    overrides: tuple[str, ...] = ()


class SetRow(msgspec.Struct, frozen=True):
    """A member's time in a set; `certain` is False where membership is not known."""

    set_name: str
    member: str
    certain: bool
    source: Citation
    start: date | None = None
    end: date | None = None
    public_from: date | None = None
    note: str = ""


class PlaceRow(msgspec.Struct, frozen=True):
    """A place the key treats as another."""

    place: str
    treated_as: str
    source: Citation
    start: date | None = None
    end: date | None = None


class NotTested(msgspec.Struct, frozen=True):
    """Something the pack does not test, said on every answer it could touch."""

    id: str
    text: str
    at: str = ""


class Instrument(msgspec.Struct, frozen=True):
    """An instrument that is cited, as listed in sources.yaml."""

    key: str
    title: str
    publisher: str
    url: str
    read: str


class ClassificationScheme(msgspec.Struct, frozen=True):
    """The fact that classifications set, its values, and what it is when none applies."""

    fact: str
    values: tuple[str, ...]
    default: str
    default_eccn: str


class PackHead(msgspec.Struct, frozen=True):
    """What pack.yaml says of the pack as a whole."""

    prefix: str
    key: str
    title: str
    version: str
    home: str
    checked_from: date
    checked_through: date
    staleness_days: int
    classification: ClassificationScheme
    policies: tuple[str, ...]
    not_tested: tuple[NotTested, ...]


class Pack(msgspec.Struct, frozen=True):
    """A whole rule pack, checked and ready to be asked as of a day."""

    head: PackHead
    rules: dict[str, Rule]
    sets: tuple[SetRow, ...]
    places: tuple[PlaceRow, ...]
    instruments: dict[str, Instrument]
    sha256: str
    party_lists: PartyLists = PartyLists()
    red_flags: tuple[RedFlag, ...] = ()

    def named(self, name: str) -> Rule | None:
        """Return the rule that defines a name, if any."""
        return next((rule for rule in self.rules.values() if rule.defines == name), None)
