"""A judgement made ready to be kept: the entry it is about found in the lists, and whether it is a candidate at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from licet.errors import ProblemsFound
from licet.problem import Problem
from licet.screen.lookup import Asked

if TYPE_CHECKING:
    from licet.screen.listed import ListedParties, ListedParty, PartyList
    from licet.screen.lookup import Lookup

_NEAR = 5  # ids shown of those that are there


def find_entry(listed: ListedParties, list_code: str, entry_id: str) -> tuple[PartyList, ListedParty]:
    """Return an entry of the lists, and the list it is on.

    Args:
        listed: One version of the lists.
        list_code: As shown (`us-denied-persons:DPL`), or the list's own code (`DPL`) if one data set alone has both
            it and the entry.
        entry_id: As `licet screen NAME` shows it.

    Raises:
        ProblemsFound: If there is no such list, no such entry on it, or several data sets have it.
    """
    lists = [each for each in listed.version.lists if list_code in {each.code, each.own_code}]
    if not lists:
        mend = f"the lists are {', '.join(each.code for each in listed.version.lists)}"
        raise ProblemsFound([Problem("unknown-list", "--list", f"{list_code[:80]!a} is no code of a list", mend)])
    by_code = {each.code: each for each in lists}
    found = [party for party in listed.parties if party.source_id == entry_id and party.list_code in by_code]
    exact = [party for party in found if party.list_code == list_code]
    if not found:
        mend = f"`licet screen NAME` shows the id of each candidate; the list has, for one, {_ids(listed, by_code)}"
        raise ProblemsFound(
            [Problem("unknown-entry", "--entry", f"{list_code} has no entry of the id {entry_id[:80]!a}", mend)]
        )
    if len(found) > 1 and not exact:
        mend = f"name one of {', '.join(each.list_code for each in found)}"
        raise ProblemsFound([Problem("ambiguous-list", "--list", f"several data sets have {list_code}", mend)])
    party = (exact or found)[0]
    return by_code[party.list_code], party


def is_candidate(lookup: Lookup, name: str, party: ListedParty) -> bool:
    """Tell whether an entry is among the candidates of a name."""
    hits = lookup.look_up(Asked((name,)))
    return any((hit.party.list_code, hit.party.source_id) == (party.list_code, party.source_id) for hit in hits)


def _ids(listed: ListedParties, by_code: dict[str, PartyList]) -> str:
    ids = (party.source_id for party in listed.parties if party.list_code in by_code)
    return ", ".join(f"{each[:40]!a}" for each, _ in zip(ids, range(_NEAR), strict=False))
