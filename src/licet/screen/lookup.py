"""A party looked up on the lists: by equal names first, then by likeness, address and number; one hit for each entry.

A hit is a possible match and no more: who it is, a person judges. Weak likeness is left out.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from licet.screen.match import Hit, Level, ListIndex

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from licet.screen.likeness import Candidate, LikenessIndex, Question
    from licet.screen.listed import ListedParties, ListVersion

LIMIT = 10  # candidates by likeness for each name; strong ones beyond it are shown all the same
EVERY = 100  # parties between two reports of progress
MANY = 2_000  # names from which several threads are used
_ORDER = {level: number for number, level in enumerate(Level)}


@dataclass(frozen=True, slots=True)
class Asked:
    """What is known of a party: every name it goes by, its country, addresses and registration numbers."""

    names: tuple[str, ...]
    country: str | None = None
    addresses: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()


class Lookup:
    """One version of the lists, ready to be asked for parties."""

    def __init__(self, listed: ListedParties, *, folder: Path | None = None) -> None:
        """Index the lists, by normal form and by likeness.

        Args:
            listed: The lists.
            folder: Where the index by likeness is kept, and kept anew if the one there is of other lists.
        """
        self.version: ListVersion = listed.version
        self._lists = {each.code: each for each in listed.version.lists}
        self._exact = ListIndex(listed)
        self._alike = _index(listed, folder)

    def look_up(self, asked: Asked) -> tuple[Hit, ...]:
        """Return the entries the party may stand for: equal names first, then the likest; one hit for each entry."""
        return self.look_up_many([asked])[0]

    def look_up_many(
        self, asked: Sequence[Asked], *, progress: Callable[[int, int], None] | None = None
    ) -> list[tuple[Hit, ...]]:
        """Return what `look_up` returns for each party, in their order; `progress` is told (done, in all)."""
        from licet.screen.likeness import Question  # noqa: PLC0415  numpy is slow to import

        questions = [Question(name, each.country, each.addresses, each.ids) for each in asked for name in each.names]
        found = self._alike.search_many(questions, limit=LIMIT, least=Level.POSSIBLE, workers=_workers(questions))
        hits = []
        for number, each in enumerate(asked, 1):
            hits.append(self._hits(each, [next(found) for _ in each.names]))
            if progress is not None and (number % EVERY == 0 or number == len(asked)):
                progress(number, len(asked))
        return hits

    def _hits(self, asked: Asked, alike: Sequence[Sequence[Candidate]]) -> tuple[Hit, ...]:
        found: dict[tuple[str, str, str], Hit] = {}
        for name, candidates in zip(asked.names, alike, strict=True):
            _keep(found, self._exact.look_up(name, asked.country), name)
            _keep(found, (self._hit(each) for each in candidates), name)
        return tuple(sorted(found.values(), key=lambda hit: (_ORDER[hit.level], -hit.score)))

    def _hit(self, candidate: Candidate) -> Hit:
        return Hit(
            candidate.party,
            self._lists[candidate.party.list_code],
            candidate.matched,
            candidate.by,
            candidate.evidence,
            candidate.level,
            candidate.score,
            candidate.features,
        )


def _index(listed: ListedParties, folder: Path | None) -> LikenessIndex:
    if folder is None:
        from licet.screen.likeness import LikenessIndex  # noqa: PLC0415  numpy is slow to import

        return LikenessIndex(listed.parties)
    from licet.screen.index_file import INDEX_FILE, open_index  # noqa: PLC0415  numpy is slow to import

    return open_index(listed.parties, folder / INDEX_FILE)


def _workers(questions: Sequence[Question]) -> int:
    """Return how many threads are worth their start."""
    return (os.cpu_count() or 1) if len(questions) >= MANY else 1


def _keep(found: dict[tuple[str, str, str], Hit], hits: Iterable[Hit], name: str) -> None:
    """Keep the best hit of each entry, with the name that found it."""
    for hit in hits:
        key = (hit.party.list_code, hit.party.source_id, hit.party.name)
        known = found.get(key)
        if known is None or (_ORDER[hit.level], -hit.score) < (_ORDER[known.level], -known.score):
            found[key] = replace(hit, asked=name)
