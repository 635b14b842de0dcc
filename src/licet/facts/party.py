"""Parties to a transaction and the roles they hold (15 CFR 748.5, 772.1)."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from licet.facts.provenance import Stated


class Role(Enum):
    """The part a party plays in one order."""

    PURCHASER = "purchaser"
    INTERMEDIATE_CONSIGNEE = "intermediate_consignee"
    ULTIMATE_CONSIGNEE = "ultimate_consignee"
    END_USER = "end_user"


@dataclass(frozen=True, slots=True)
class Party:
    """One party: its id, name and stated facts (headquarters, ultimate parent's headquarters ...).

    A fact that was not stated is absent from `facts`. A party said to have no parent has its own
    headquarters as the ultimate parent's.
    """

    party_id: str
    name: str
    facts: Mapping[str, Stated] = field(default_factory=dict)
