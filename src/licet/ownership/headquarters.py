"""The country a party's ultimate parent is run from, found through its owners, and what contradicts it.

A contradiction is a `Problem` with both sources. It settles nothing: a person does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from licet.ownership.parents import Basis
from licet.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from licet.ownership.parents import UltimateParent


@dataclass(frozen=True, slots=True)
class StatedCountry:
    """A country that is stated as somebody's headquarters, and where it is stated."""

    country: str
    source: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True)
class ParentHeadquarters:
    """Where the ultimate parent of a party has its headquarters; `country` is None where that is not settled.

    `through` is the ultimate parent, or the parties that may be it where all are run from one country.
    """

    party_id: str
    country: str | None
    through: tuple[str, ...]
    basis: Basis
    why: str = ""


def parent_headquarters(found: UltimateParent, headquarters: Mapping[str, StatedCountry]) -> ParentHeadquarters:
    """Return where the ultimate parent of a party has its headquarters.

    Args:
        found: From `UltimateParents.of`.
        headquarters: What is stated of parties' own headquarters, by party.
    """
    if found.parent is not None:
        at = headquarters.get(found.parent)
        why = "" if at is not None else f"the headquarters of {found.parent} are not stated"
        return ParentHeadquarters(found.party_id, at.country if at else None, (found.parent,), found.basis, why)
    through = () if found.anybody else (found.surely_under, *found.possible)
    countries = {headquarters[each].country if each in headquarters else None for each in through}
    country = countries.pop() if len(countries) == 1 else None
    if country is None:
        return ParentHeadquarters(found.party_id, None, (), Basis.NOT_SETTLED, found.why)
    return ParentHeadquarters(found.party_id, country, through, Basis.OWNERS)


def contradictions(
    found: UltimateParent,
    headquarters: Mapping[str, StatedCountry],
    stated_parent_headquarters: StatedCountry | None = None,
) -> Iterator[Problem]:
    """Yield what a party states of its ultimate parent against what its owners show.

    Args:
        found: From `UltimateParents.of`; its `stated` is what is stated of the parent.
        headquarters: What is stated of parties' own headquarters, by party.
        stated_parent_headquarters: What the party states of its ultimate parent's headquarters; None if nothing.
    """
    shown = f"{found.surely_under} by its owners{_told(_sources(found))}"
    stated = found.stated
    if stated is not None and found.contradicted:
        says = "no parent" if stated.parent is None else f"the ultimate parent {stated.parent}"
        what = f"{stated.party_id} states {says}{_told(stated.source)}, but {found.party_id} is under {shown}"
        mend = "mend the owners or the statement, whichever is wrong"
        yield Problem("contradicting-parent", stated.where or stated.party_id, what, mend)
    if stated_parent_headquarters is None or found.basis is Basis.STATED:
        return
    derived = parent_headquarters(found, headquarters)
    if derived.country is not None and derived.country != stated_parent_headquarters.country:
        at = headquarters[derived.through[0]]
        what = (
            f"{found.party_id} states {stated_parent_headquarters.country} for the headquarters of its ultimate parent"
            f"{_told(stated_parent_headquarters.source)}, but the ultimate parent is {shown}, with headquarters in "
            f"{derived.country}{_told(at.source)}"
        )
        mend = "mend the owners, or the headquarters, whichever is wrong"
        where = stated_parent_headquarters.where or found.party_id
        yield Problem("contradicting-headquarters", where, what, mend)


def _sources(found: UltimateParent) -> str:
    return "; ".join(step.stated_in for step in found.path if step.stated_in)


def _told(source: str) -> str:
    return f" [{source}]" if source else ""
