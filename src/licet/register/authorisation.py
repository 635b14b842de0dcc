"""What an authority has granted: number, holder, validity, scope, limits, conditions.

One model for licences, exceptions with a notice or a ceiling, import approvals and agreements. A blank
is never permissive: a scope key that is not written covers nothing, and there is no grant without a limit.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from licet.errors import UsageError
from licet.facts import Role
from licet.period import Period
from licet.register.ceiling import CEILING_PREFIX

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from licet.citation import Citation
    from licet.register.ceiling import Ceiling, Tolerance
    from licet.register.certification import Certification
    from licet.register.money import Money

MAX_LAYERS = 32
ORDER_PREFIX = "order/"
RESERVED_PREFIXES = (CEILING_PREFIX, ORDER_PREFIX)  # of other accounts in a register


class AuthorisationKind(Enum):
    """What the authority issued."""

    LICENCE = "licence"
    EXCEPTION_NOTICE = "exception_notice"
    IMPORT_APPROVAL = "import_approval"
    AGREEMENT = "agreement"


class Unit(Enum):
    """In which unit a limit counts."""

    PIECES = "pieces"
    VALUE = "value"
    TPP = "tpp"


@dataclass(frozen=True, slots=True)
class Coverage:
    """What one key of a scope covers: the members listed, or `any` written out. Neither: nothing."""

    members: frozenset[str] = frozenset()
    is_any: bool = False

    def __post_init__(self) -> None:
        """Refuse a list beside `any`."""
        if self.is_any and self.members:
            msg = "a scope key holds a list or `any`, not both"
            raise ValueError(msg)

    @property
    def is_blank(self) -> bool:
        """True if it covers nothing."""
        return not self.is_any and not self.members

    def covers(self, value: str) -> bool:
        """Tell whether the value is covered."""
        return self.is_any or value in self.members

    def __str__(self) -> str:
        """Return `any`, `nothing`, or the members in order."""
        if self.is_any:
            return "any"
        return ", ".join(sorted(self.members)) or "nothing"


NOTHING = Coverage()
ANYTHING = Coverage(is_any=True)
_ROLES = tuple(Role)


@dataclass(frozen=True, slots=True)
class Scope:
    """For what an authorisation holds. A role that is not in `parties` covers no party.

    `item_expression` covers, beside `items`, each item of which it is true: a condition on facts of the item, in the
    language of the rules. It is evaluated elsewhere; a draw carries what came of it.
    """

    items: Coverage = NOTHING
    movements: Coverage = NOTHING
    ship_from: Coverage = NOTHING
    destinations: Coverage = NOTHING
    places_of_use: Coverage = NOTHING
    end_uses: Coverage = NOTHING
    parties: tuple[tuple[Role, Coverage], ...] = ()
    item_expression: str | None = None

    def __post_init__(self) -> None:
        """Put the parties in the order of their roles; refuse a role that stands twice, and an idle expression."""
        object.__setattr__(self, "parties", tuple(sorted(self.parties, key=lambda held: _ROLES.index(held[0]))))
        if len({role for role, _ in self.parties}) < len(self.parties):
            msg = "each role stands once in a scope"
            raise ValueError(msg)
        if self.item_expression is not None and (self.items.is_any or not self.item_expression.strip()):
            msg = "an item expression says something, and does not stand beside `any`"
            raise ValueError(msg)

    def of_role(self, role: Role) -> Coverage:
        """Return which parties the scope covers in the role."""
        return next((coverage for named, coverage in self.parties if named is role), NOTHING)

    def names_party(self, role: Role, party_id: str) -> bool:
        """Tell whether the scope names the party itself in the role; `any` names nobody."""
        return party_id in self.of_role(role).members


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is granted; None is no limit in that unit. At least one limit is stated."""

    pieces: int | None = None
    value: Money | None = None
    tpp_thousandths: int | None = None

    def __post_init__(self) -> None:
        """Refuse a blank limit and a negative one."""
        amounts = [amount for unit in Unit if (amount := self.amount(unit)) is not None]
        if not amounts or min(amounts) < 0:
            msg = "an authorisation has at least one limit, and none is negative"
            raise ValueError(msg)

    def amount(self, unit: Unit) -> int | None:
        """Return the limit in pieces, minor units of its currency, or thousandths of TPP."""
        match unit:
            case Unit.PIECES:
                return self.pieces
            case Unit.VALUE:
                return None if self.value is None else self.value.minor_units
            case Unit.TPP:
                return self.tpp_thousandths

    @property
    def currency(self) -> str | None:
        """The currency of the limit in value; None without one."""
        return None if self.value is None else self.value.currency

    def smallest(self, other: Limits) -> Limits:
        """Return the smaller of the two in each unit; both state the same units, and value in one currency."""
        values = (self.value, other.value)
        return Limits(
            pieces=_smaller(self.pieces, other.pieces),
            value=min((value for value in values if value is not None), key=lambda one: one.minor_units, default=None),
            tpp_thousandths=_smaller(self.tpp_thousandths, other.tpp_thousandths),
        )


def _smaller(one: int | None, other: int | None) -> int | None:
    return min((amount for amount in (one, other) if amount is not None), default=None)


@dataclass(frozen=True, slots=True)
class GrantCondition:
    """A condition of the grant, with the question to put to a person.

    `only_in` and `not_in` bound the dimension that `id` names, such as `place_of_use`; empty is no bound.
    """

    id: str
    text: str
    question: str
    only_in: frozenset[str] = frozenset()
    not_in: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Authorisation:
    """One grant on file.

    Attributes:
        number: As the authority writes it; unique in a register.
        key: The permission it serves, such as `us:export`.
        authority: Who granted it.
        holder: Who may use it.
        parent: The number of the grant it is a part of; a draw must fit every layer.
        valid_from: The first day in.
        valid_to: The first day out; None where the document states that it does not end.
        exception: The licence exception that a notice serves.
        ceilings: Limits that it shares with others; a draw counts there too.
        tolerances: By how much its shipments may pass its own limits.
        certifications: What was certified to obtain it, frozen.
        where: file:line:column of its source file, for messages; not part of its identity.
    """

    number: str
    key: str
    kind: AuthorisationKind
    authority: str
    holder: str
    valid_from: date
    valid_to: date | None
    scope: Scope
    limits: Limits
    source: Citation
    parent: str | None = None
    conditions: tuple[GrantCondition, ...] = ()
    exception: str | None = None
    ceilings: tuple[Ceiling, ...] = ()
    tolerances: tuple[Tolerance, ...] = ()
    certifications: tuple[Certification, ...] = ()
    where: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        """Refuse a validity without a day in it, a number that names another account, and what stands twice."""
        if self.validity.is_empty:
            msg = f"authorisation {self.number} is valid on no day"
            raise ValueError(msg)
        if self.number.startswith(RESERVED_PREFIXES):
            msg = f"the number {self.number[:40]!r} starts as another account does"
            raise ValueError(msg)
        for stated in (self.ceilings, self.tolerances, self.certifications):
            if len({one.id for one in stated}) < len(stated):
                msg = f"authorisation {self.number} carries one id twice"
                raise ValueError(msg)

    @property
    def validity(self) -> Period:
        """The days on which it may be used."""
        return Period(self.valid_from, self.valid_to)

    def tolerance(self, unit: Unit, *, valid_at: date) -> int:
        """Return by how much shipments of the day may pass its own limit in the unit; 0 without a limit or tolerance.

        The widest counts where several are in force.
        """
        limit = self.limits.amount(unit)
        if limit is None:
            return 0
        return max(
            (one.amount(limit) for one in self.tolerances if one.unit is unit and one.validity.contains(valid_at)),
            default=0,
        )


def layers_of(number: str, by_number: Mapping[str, Authorisation]) -> tuple[Authorisation, ...]:
    """Return the authorisation and those above it, nearest first.

    Raises:
        UsageError: If a number is not on file, the chain returns to itself, or is longer than `MAX_LAYERS`.
    """
    chain: dict[str, Authorisation] = {}
    above: str | None = number
    while above is not None:
        if above in chain or above not in by_number or len(chain) == MAX_LAYERS:
            fault = "is not on file"
            if above in by_number:
                fault = "is a part of itself" if above in chain else f"is more than {MAX_LAYERS} layers up"
            msg = f"authorisation {above} {fault}"
            raise UsageError(msg)
        chain[above] = by_number[above]
        above = chain[above].parent
    return tuple(chain.values())
