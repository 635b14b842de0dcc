"""Party lists as a data set: who is listed, on which list, and of when the lists are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import msgspec

STALENESS_DAYS = 7  # past the day they were generated; the project's own caution, no rule of law


class PartyList(msgspec.Struct, frozen=True, array_like=True):
    """One list: its code and name, the instrument it rests on, its effect in words, how many parties it has."""

    code: str
    name: str
    citation: str
    effect: str
    parties: int


class ListedParty(msgspec.Struct, frozen=True, array_like=True):
    """One entry of one list, as the file has it; a field the entry lacks is empty.

    `list_code` names its `PartyList`. `countries` are those of its addresses, most of them as ISO 3166-1 alpha-2
    codes; what the file writes instead, such as a region, is kept as it stands.
    """

    list_code: str
    name: str
    aliases: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    kind: str = ""
    ids: tuple[str, ...] = ()
    licence_requirement: str = ""
    licence_policy: str = ""
    programmes: str = ""
    notice: str = ""
    source_url: str = ""


class ListVersion(msgspec.Struct, frozen=True):
    """Of when a data set is: the day its publisher generated it, from what file, and how much is in it."""

    title: str
    generated: date
    generated_at: str
    retrieved_at: str
    source_url: str
    sha256: str  # of the file imported
    lists: tuple[PartyList, ...]
    staleness_days: int = STALENESS_DAYS

    @property
    def parties(self) -> int:
        """How many parties all lists hold."""
        return sum(each.parties for each in self.lists)

    @property
    def last_day(self) -> date:
        """The last day for which this version may stand in for a newer one."""
        return self.generated + timedelta(days=self.staleness_days)


@dataclass(frozen=True, slots=True)
class ListedParties:
    """One version of the lists with every party on them."""

    version: ListVersion
    parties: tuple[ListedParty, ...]
