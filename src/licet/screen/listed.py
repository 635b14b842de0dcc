"""Party lists as a data set: who is listed, on which list, and of when the lists are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import msgspec

STALENESS_DAYS = 7  # past the day they were generated; the project's own caution, no rule of law
NOT_STATED = "not stated by the file"
QUALIFIED = ":"  # between a source and a list's code, where two sources give one code


class PartyList(msgspec.Struct, frozen=True, array_like=True):
    """One list: its code and name, the instrument it rests on, its effect in words, how many parties it has.

    `source` is the data set it came in, `generated` that data set's vintage: what is said of an entry says of when
    it is. Where two data sets give one code, `code` tells them apart (`denied-persons:DPL`).
    """

    code: str
    name: str
    citation: str
    effect: str
    parties: int
    source: str = ""
    generated: date | None = None

    @property
    def own_code(self) -> str:
        """The code as its publisher gives it; a rule about the list is about this one."""
        return self.code.rpartition(QUALIFIED)[2]


class Identifier(msgspec.Struct, frozen=True, array_like=True):
    """A number or name that a register gave the party: of what kind, by which country where the file says so."""

    kind: str
    value: str
    country: str = ""


class ListedParty(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One entry of one list, as the file has it; a field the entry lacks is empty.

    `list_code` names its `PartyList`. `countries` are those of its addresses, most of them as ISO 3166-1 alpha-2
    codes; what the file writes instead, such as a region, is kept as it stands. `source_id` is the entry's id in its
    source, by which the next vintage knows it again; a source without ids is given ones made from the entry's name.
    `starts` and `ends` are the dates of the listing that the file states; nothing is decided by them here. `details`
    are the fields that only a person weighs (name of the field, value): dates of birth, titles, remarks, vessels.
    """

    list_code: str
    name: str
    aliases: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    kind: str = ""
    identifiers: tuple[Identifier, ...] = ()
    licence_requirement: str = ""
    licence_policy: str = ""
    programmes: str = ""
    notice: str = ""
    source_url: str = ""
    source_id: str = ""
    addresses: tuple[str, ...] = ()
    starts: date | None = None
    ends: date | None = None
    footnotes: tuple[str, ...] = ()
    details: tuple[tuple[str, str], ...] = ()

    @property
    def ids(self) -> tuple[str, ...]:
        """The values of its identifiers."""
        return tuple(each.value for each in self.identifiers)


class StatedOwner(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What a source states of who owns whom; the share as it is written, empty if it is not stated."""

    owner_id: str
    owner: str
    owned_id: str
    owned: str
    share: str = ""
    starts: str = ""
    ends: str = ""
    source_url: str = ""


class ListVersion(msgspec.Struct, frozen=True):
    """Of when a data set is: the day its publisher generated it, from what file, and how much is in it.

    `source` is the data set's key among those kept side by side, `form` the form of its file. A version that stands
    for several data sets has theirs in `parts`, and the oldest of their days; `not_yet` names the data sets that had
    no vintage on the day asked for.
    """

    title: str
    generated: date
    generated_at: str
    retrieved_at: str
    source_url: str
    sha256: str  # of the file imported
    lists: tuple[PartyList, ...]
    staleness_days: int = STALENESS_DAYS
    source: str = ""
    form: str = ""
    parts: tuple[ListVersion, ...] = ()
    not_yet: tuple[str, ...] = ()

    @property
    def parties(self) -> int:
        """How many parties all lists hold."""
        return sum(each.parties for each in self.lists)

    @property
    def last_day(self) -> date:
        """The last day for which this version may stand in for a newer one."""
        try:
            return self.generated + timedelta(days=self.staleness_days)
        except OverflowError:
            return date.max

    @property
    def each_source(self) -> tuple[ListVersion, ...]:
        """The versions of the data sets it stands for; itself, if it is of one."""
        return self.parts or (self,)


@dataclass(frozen=True, slots=True)
class ListedParties:
    """One version of the lists with every party on them, and who its source says owns whom."""

    version: ListVersion
    parties: tuple[ListedParty, ...]
    owners: tuple[StatedOwner, ...] = ()
