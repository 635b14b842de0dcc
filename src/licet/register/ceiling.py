"""Ceilings and shipping tolerances: bounds that stand beside the limits of a single authorisation.

Their figures are law or a document's own words, so they come from data with a source; none stands here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from licet.errors import UsageError
from licet.period import Period

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from licet.citation import Citation
    from licet.facts import Role
    from licet.register.authorisation import Authorisation, Limits, Unit
    from licet.register.draw import Draw

CEILING_PREFIX = "ceiling/"
_ID = re.compile(r"[a-z0-9][a-z0-9_.-]{0,99}")
_WHOLE = 1000  # per mille


def is_id(text: str) -> bool:
    """Tell whether the text may name a ceiling or a tolerance: small letters, digits, `_`, `.` and `-`."""
    return _ID.fullmatch(text) is not None


@dataclass(frozen=True, slots=True)
class Ceiling:
    """A limit on what all authorisations that carry it may take together, per party, per calendar year, or both.

    Attributes:
        id: One id is one ceiling: all authorisations that carry it share its accounts.
        key: The permission whose draws count, such as `us:export`.
        per: The role whose parties each have an account of their own; None: all parties share one.
        calendar_year: Whether each calendar year has an account of its own.
        limits: What each account may hold.
        source: Who says so.
        exception: The exception that it belongs to; it binds every notice under that exception without being named.
        valid_from: The first day on which draws count; None: without bound.
        valid_to: The first day on which they do not; None: without bound.
    """

    id: str
    key: str
    per: Role | None
    calendar_year: bool
    limits: Limits
    source: Citation
    exception: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None

    def __post_init__(self) -> None:
        """Refuse an id that cannot stand in the name of an account, and a ceiling that counts in no account."""
        _check(self.id, "ceiling", self.validity)
        if self.per is None and not self.calendar_year:
            msg = f"the ceiling {self.id} counts neither by party nor by calendar year; a grant above it says as much"
            raise ValueError(msg)

    @property
    def validity(self) -> Period:
        """The days whose draws count."""
        return Period(self.valid_from, self.valid_to)

    def account(self, account_key: str) -> str:
        """Return the name of the account: `ceiling/<id>/<account key>`."""
        return f"{CEILING_PREFIX}{self.id}/{account_key}"

    def account_keys(self, draw: Draw) -> tuple[str, ...] | None:
        """Return in which of its accounts the draw counts: `<party>`, `<party>/<year>` or `<year>`.

        Returns:
            One for each party in the role; none if the draw is of another permission, or of a day on which the
            ceiling is not in force; None if it counts by party and no party is stated in the role.
        """
        if draw.key != self.key or not self.validity.contains(draw.valid_at):
            return ()
        year = f"{draw.valid_at.year:04d}"
        if self.per is None:
            return (year,)
        parties = dict.fromkeys(draw.in_role(self.per))
        if not parties:
            return None
        return tuple(f"{party}/{year}" if self.calendar_year else party for party in parties)


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How far shipments may pass a limit in one unit: so many thousandths of the limit. Reservations may not.

    Attributes:
        id: Its name.
        unit: The unit whose limit may be passed.
        per_mille: Of the limit.
        valid_from: The first day of shipment that has it; None: without bound.
        valid_to: The first day that does not; None: without bound.
        source: Who says so.
    """

    id: str
    unit: Unit
    per_mille: int
    valid_from: date | None
    valid_to: date | None
    source: Citation

    def __post_init__(self) -> None:
        """Refuse an id that is none, and a share below zero."""
        _check(self.id, "tolerance", self.validity)
        if self.per_mille < 0:
            msg = f"the tolerance {self.id} is negative"
            raise ValueError(msg)

    @property
    def validity(self) -> Period:
        """The days of shipment that have it."""
        return Period(self.valid_from, self.valid_to)

    def amount(self, limit: int) -> int:
        """Return by how much a limit may be passed, rounded down; both whole, in the smallest measure of the unit."""
        return limit * self.per_mille // _WHOLE


def accounts_of(ceilings: tuple[Ceiling, ...], draw: Draw) -> Mapping[str, Ceiling] | str:
    """Return every account of the ceilings in which the draw counts, in order.

    Returns:
        Each account's name with its ceiling; or, where the party that a ceiling counts by is not stated, why not.
    """
    accounts: dict[str, Ceiling] = {}
    for ceiling in ceilings:
        keys = ceiling.account_keys(draw)
        if keys is None:
            role = "" if ceiling.per is None else ceiling.per.value
            return f"the ceiling {ceiling.id} counts by {role}, and order {draw.order_id} states none"
        accounts |= {ceiling.account(key): ceiling for key in keys}
    return accounts


def limits_by_ceiling(authorisations: Iterable[Authorisation]) -> dict[str, Limits]:
    """Return the limits of every ceiling that one of the authorisations carries; where they differ, the smallest.

    Raises:
        UsageError: If one id counts in two ways: by other parties, years or keys, or in other units.
    """
    found: dict[str, Ceiling] = {}
    limits: dict[str, Limits] = {}
    for authorisation in authorisations:
        for ceiling in authorisation.ceilings:
            other = found.setdefault(ceiling.id, ceiling)
            known = limits.setdefault(ceiling.id, ceiling.limits)
            if _counts_by(ceiling) != _counts_by(other):
                msg = f"the ceiling {ceiling.id} of {authorisation.number} counts elsewhere in another way"
                raise UsageError(msg)
            if known != ceiling.limits:
                limits[ceiling.id] = known.smallest(ceiling.limits)
    return limits


def _counts_by(ceiling: Ceiling) -> tuple[object, ...]:
    limits = ceiling.limits
    stated = (limits.pieces is None, limits.tpp_thousandths is None, limits.currency)
    return (ceiling.key, ceiling.per, ceiling.calendar_year, *stated)


def _check(name: str, what: str, validity: Period) -> None:
    if not is_id(name):
        msg = f"{name[:40]!r} is no id of a {what}: write small letters, digits, _, . and -"
        raise ValueError(msg)
    if validity.is_empty:
        msg = f"the {what} {name} is in force on no day"
        raise ValueError(msg)
