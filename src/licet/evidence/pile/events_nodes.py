"""Claims made ready to be merged: what each is of, whom it involves, and on which days it can have been."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum
from typing import TYPE_CHECKING

from licet.evidence.model import Modality

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from licet.acts import Story
    from licet.evidence.model import Claim
    from licet.evidence.pile.strength import Sameness, Strength

REACH = 31  # days: what is told without a day is taken to be of this long before the text, at most
NEAR_DAYS, MONTH_DAYS = 3, 31
ASSERTED = frozenset({Modality.DONE, Modality.DENIED})
_FIRST, _LAST = date.min, date.max
_MOST_PEOPLE = 6
_MAKER = "-"  # an id of an item begins with its maker and this


class Tier(IntEnum):
    """How closely a claim says when; the closer ones are merged first, the others join them."""

    NEAR = 0
    MONTH = 1
    WIDE = 2
    UNDATED = 3


@dataclass(frozen=True, slots=True)
class Node:
    """One claim, as it is compared.

    `block` is what must be equal: whether it is asserted, key and state, or mark. `atoms` are ids of items, `people`
    whom it involves. `home` is the original of its document. `first` and `last` bound the days, `day` is that of the
    document's news.
    """

    number: int
    claim: Claim
    block: tuple[str, ...]
    same: Sameness
    atoms: frozenset[str]
    people: frozenset[str]
    home: str
    first: date
    last: date
    tier: Tier
    day: date | None

    @property
    def denied(self) -> bool:
        """Tell whether the claim denies it."""
        return self.claim.modality is Modality.DENIED

    @property
    def tells_entry(self) -> bool:
        """Tell whether it says, of a state, the month or year in which it was entered."""
        return self.claim.state is not None and self.tier in {Tier.MONTH, Tier.WIDE} and not self.denied

    @property
    def is_undatable(self) -> bool:
        """Tell whether nothing bounds its day, and people do many such things."""
        return self.last == _LAST and not self.same.by_items

    @property
    def anchors(self) -> list[tuple[str, ...]]:
        """Return the keys, one of which two claims must share to be merged by themselves."""
        named = sorted(self.people)[:_MOST_PEOPLE]
        found: list[tuple[str, ...]]
        if self.same.by_items:
            found = [(atom, person) for atom in self.atoms for person in named or [""]]
        elif self.same.together == 1:
            found = [(person, "") for person in named]
        else:
            found = [(one, other) for place, one in enumerate(named) for other in named[place + 1 :]]
            found = found or [(person, "") for person in named]
        return found or [("", self.home)]

    @property
    def is_full(self) -> bool:
        """Tell whether it says enough of whom it involves for others to join it."""
        return len(self.people) >= self.same.together

    @property
    def broad(self) -> frozenset[str]:
        """Return the keys, one of which what it joins must have."""
        return self.atoms if self.same.by_items else self.people


def nodes_of(
    claims: Iterable[Claim],
    days: Mapping[str, date | None],
    story: Story,
    tables: Strength,
    homes: Mapping[str, str],
) -> list[Node]:
    """Return the claims that are of a state or a mark, each once, in the order of their ids.

    Args:
        claims: Of all documents.
        days: The day of each document's news, by id.
        story: Knows actors and classes of items.
        tables: Say when two reports may be of one event.
        homes: The original of each document, by id.
    """
    found: list[Node] = []
    for _, claim in sorted({each.claim_id: each for each in claims}.items()):
        if claim.mark is None and (claim.key is None or claim.state is None):
            continue
        mark = claim.mark if claim.state is None else None
        same = tables.same(mark)
        mood = "said" if claim.modality in ASSERTED else "foretold"
        block = (mood, claim.key or "", claim.state or "") if mark is None else (mood, mark.value)
        atoms = atoms_of(claim.items, story)
        people = buyers_of(claim, atoms, story) if mark is None else involved(claim, story, same)
        day = days.get(claim.document_id)
        first, last, tier = _days(claim, day)
        home = homes.get(claim.document_id, claim.document_id)
        found.append(Node(len(found), claim, block, same, atoms, people, home, first, last, tier, day))
    return found


def atoms_of(names: Iterable[str], story: Story) -> frozenset[str]:
    """Return the items that ids of items and classes stand for; a class without a list stands for itself."""
    found: set[str] = set()
    for name in names:
        known = story.classes.get(name)
        found.update(known.items if known is not None and known.items else (name,))
    return frozenset(found)


def involved(claim: Claim, story: Story, same: Sameness) -> frozenset[str]:
    """Return whom a claim of a mark involves: who acts, and who is acted on, unless only who acts is compared.

    A firm is left out where a person stands for it.
    """
    named = {*claim.actors} if same.by == "actors" and claim.actors else {*claim.actors, *claim.targets}
    kinds = {each: story.actors[each].kind if each in story.actors else "" for each in named}
    if "person" in kinds.values():
        named = {each for each in named if kinds[each] != "firm"}
    return frozenset(named)


def buyers_of(claim: Claim, atoms: frozenset[str], story: Story) -> frozenset[str]:
    """Return the known firms that a state is told for, without the makers of the items."""
    firms = [each for each in claim.targets if each in story.actors and story.actors[each].kind == "firm"]
    return frozenset(each for each in firms if not any(atom.startswith(each + _MAKER) for atom in atoms))


def _days(claim: Claim, day: date | None) -> tuple[date, date, Tier]:
    """Return the days on which it can have been; what is done is not later than the text that tells it.

    What a denial denies can have been said for some time before.
    """
    when = claim.when
    first = when.first if when is not None else None
    last = when.last if when is not None else None
    if claim.modality in ASSERTED and day is not None and (last is None or (first or day) <= day < last):
        last = day
    if claim.modality is Modality.DENIED and last is not None:
        return _reaching(last), last, Tier.UNDATED
    if first is not None and last is not None and first <= last:
        width = (last - first).days + 1
        return first, last, Tier.NEAR if width <= NEAR_DAYS else Tier.MONTH if width <= MONTH_DAYS else Tier.WIDE
    if last is None or last == _LAST:
        return first or _FIRST, _LAST, Tier.UNDATED
    return first if first is not None and first <= last else _reaching(last), last, Tier.UNDATED


def _reaching(last: date) -> date:
    return _FIRST if last - _FIRST < timedelta(REACH) else last - timedelta(REACH)
