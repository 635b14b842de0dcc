"""A case: the book of one seller on one day, as its folder states it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from licet.case.order import Order
    from licet.catalogue import Catalogue
    from licet.facts import Party
    from licet.period import Period
    from licet.problem import Problem
    from licet.quantity import Interval
    from licet.register import Rate
    from licet.screen import Judgement


@dataclass(frozen=True, slots=True)
class PartyRecord:
    """A party with what identifies it beyond the facts: local name, addresses, registration numbers."""

    party: Party
    where: str
    name_local: str = ""
    addresses: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ownership:
    """One owner of one party. `owner` is a party_id, or a name as it is first written; `percent` is of all shares."""

    party_id: str
    owner: str
    percent: Interval
    held: Period
    source: str
    where: str


@dataclass(frozen=True, slots=True)
class NobodyElse:
    """That in a period nobody but the stated owners owns any of a party."""

    party_id: str
    held: Period
    source: str
    where: str


@dataclass(frozen=True, slots=True)
class Supply:
    """Pieces of an item that come to hand in a month; `month` is its first day."""

    item_id: str
    month: date
    units: int
    where: str


@dataclass(frozen=True, slots=True)
class QueuePlace:
    """A buyer in line for a permission on some days. `place` and `units` are None where not known."""

    key: str
    item_id: str
    party_id: str
    place: int | None
    units: int | None
    waits: Period
    source: str
    where: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What a named person answered to one question about one line; about all lines if `order_id` is empty."""

    question: str
    order_id: str
    answer: str
    by: str
    on: date
    document: str
    where: str


@dataclass(frozen=True, slots=True)
class Case:
    """Everything a case folder states, checked.

    `valid_at` is None where the folder leaves the day to the caller. `catalogue` includes the case's own items
    and what facts.csv states of items. `warnings` do not stop the reading; each has a place and a cure.
    `input_sha256` is over every file read, by name.
    """

    title: str
    folder: Path
    valid_at: date | None
    currency: str | None
    require_keys: tuple[str, ...]
    orders: tuple[Order, ...]
    parties: Mapping[str, Party]
    catalogue: Catalogue
    input_sha256: str
    authorisations_path: Path | None = None
    law_path: Path | None = None
    fx: tuple[Rate, ...] = ()
    warnings: tuple[Problem, ...] = ()
    party_records: Mapping[str, PartyRecord] = field(default_factory=dict)
    owners: tuple[Ownership, ...] = ()
    nobody_else: tuple[NobodyElse, ...] = ()
    supply: tuple[Supply, ...] = ()
    answers: tuple[Answer, ...] = ()
    queue: tuple[QueuePlace, ...] = ()
    judgements: tuple[Judgement, ...] = ()
