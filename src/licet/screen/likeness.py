"""Names looked up on the lists by likeness: candidates with their features, score and evidence, never a verdict.

Every listed name that scores enough by stated features (`scoring`) is found: `name_table` says by what, `asking` asks
and `kernel` scores. A candidate also comes by its address or by a registration number alone. Country, address and
number are shown beside the score as evidence for or against, and drop nothing; two good candidates are both shown. The
answer to a name depends on that name and the lists alone.
"""

from __future__ import annotations

from collections import deque
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice, pairwise
from queue import SimpleQueue
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from licet.screen.asking import Engine
from licet.screen.beside_names import BesideNames, against, of_address, of_country, of_id
from licet.screen.forms import readings
from licet.screen.match import Level, MatchedBy
from licet.screen.name_table import built
from licet.screen.scoring import features, score

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from concurrent.futures import Future

    from numpy.typing import NDArray

    from licet.screen.forms import Reading
    from licet.screen.listed import ListedParty
    from licet.screen.name_table import NameTable
    from licet.screen.scoring import Feature
    from licet.screen.text_arrays import Ints

STRONG = 0.85
POSSIBLE = 0.7
WEAK = 0.5  # below it nothing is shown
LIMIT = 10
AT_ONCE = 2_500  # names asked together
COMPILED_FROM = 200  # names; fewer are not worth the wait for compiled code
_AHEAD = 2  # batches a worker may be ahead of what is taken
_LEVELS = tuple(Level)
_ORDER = {level: number for number, level in enumerate(_LEVELS)}
_LEAST = {Level.STRONG: STRONG, Level.POSSIBLE: POSSIBLE, Level.WEAK: WEAK}


class Question(NamedTuple):
    """A name, and what else is known of the party: see `LikenessIndex.search`."""

    name: str
    country: str | None = None
    addresses: Sequence[str] = ()
    ids: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class _Pairing:
    """From what it is worked out why two names are alike: what was asked, as read, and the number of what is listed."""

    asked: Reading
    listed: int
    table: NameTable = field(compare=False, repr=False)
    weigh: Callable[[str], float] = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One entry that a name may stand for.

    `matched` is the name, alias, address or number as the list writes it; `score` is of the names alone, 0 to 1;
    `level` is strong also where a registration number is equal, and possible where an address is.
    """

    party: ListedParty
    matched: str
    by: MatchedBy
    score: float
    level: Level
    evidence: tuple[str, ...] = ()
    pairing: _Pairing | None = field(default=None, repr=False)

    @property
    def features(self) -> tuple[Feature, ...]:
        """What speaks for the two names being one, the strongest first; worked out each time it is asked for."""
        if self.pairing is None:
            return ()
        each = self.pairing
        return features(each.asked, each.table.reading(each.listed), each.weigh)


class _Found(NamedTuple):
    """The likest name of a party: what was asked, as read, the number of what is listed, and the score."""

    asked: Reading
    listed: int
    score: float


class LikenessIndex:
    """The parties of some lists, ready to be asked; it changes no more once it is built."""

    def __init__(self, parties: Sequence[ListedParty], table: NameTable | None = None) -> None:
        """Index every reading of every name and alias, and every address and number.

        Args:
            parties: Of any lists, in any order.
            table: What `name_table.built` returns of these parties, if it is at hand (`index_file.open_index`).
        """
        self._parties = parties
        self.table = built(parties) if table is None else table
        self._engine = Engine(self.table, self.table.lexicon(), is_compiled=False)
        self._alone = 0  # names asked one by one

    def search(
        self,
        name: str,
        *,
        country: str | None = None,
        addresses: Sequence[str] = (),
        ids: Sequence[str] = (),
        limit: int = LIMIT,
        least: Level = Level.WEAK,
    ) -> tuple[Candidate, ...]:
        """Return the entries that a name may stand for, the likest first; weak ones only if there is room.

        Every entry that is possible or strong by its name, as `scoring` has it, is found.

        Args:
            name: As it is written, in any script; one without a letter finds only by address or number.
            country: Where the party is, as the lists write it (ISO 3166-1 alpha-2); evidence only.
            addresses: Of the party, as written.
            ids: Registration numbers, compared by letters and digits.
            limit: How many to return. Strong ones beyond it are returned all the same.
            least: What is less alike is left out, and not looked for: strong, possible or weak.
        """
        self._alone += 1
        engine = self._compiled if self._alone > COMPILED_FROM else self._engine
        (found,) = self._asked([Question(name, country, addresses, ids)], engine, limit, least)
        return found

    def search_many(
        self,
        names: Iterable[str | Question],
        *,
        limit: int = LIMIT,
        least: Level = Level.WEAK,
        workers: int = 1,
        progress: Callable[[int, int], None] | None = None,
    ) -> Iterator[tuple[Candidate, ...]]:
        """Yield what `search` returns for each name, in their order, faster where there are many.

        Args:
            names: Each alone, or with what else is known of the party.
            limit: As `search`.
            least: As `search`.
            workers: Threads, at least 1; more than one help where there are thousands of names.
            progress: Told (done, in all) after each batch.
        """
        asked = [Question(each) if isinstance(each, str) else each for each in names]
        rounds = -(-len(asked) // (AT_ONCE * max(1, workers)))  # each worker has as much to do as the others
        size = max(1, -(-len(asked) // max(1, rounds * workers)))
        batches = [asked[at : at + size] for at in range(0, len(asked), size)]
        engine = self._compiled if len(asked) >= COMPILED_FROM else self._engine
        done = 0
        for found in _in_order(batches, lambda batch, own: self._asked(batch, own, limit, least), engine, workers):
            yield from found
            done += len(found)
            if progress is not None:
                progress(done, len(asked))

    def _asked(
        self, asked: Sequence[Question], engine: Engine, limit: int, least: Level
    ) -> list[tuple[Candidate, ...]]:
        found = self._by_name([each.name for each in asked], engine, limit, _LEAST[least])
        return [self._ranked(each, names, limit, least) for each, names in zip(asked, found, strict=True)]

    def _by_name(self, names: Sequence[str], engine: Engine, limit: int, least: float) -> list[dict[int, _Found]]:
        """Return for each name the likest name of each party, the likest first; weak ones past the limit are cut.

        Of equally like ones those come first that are like the name as asked, then those as listed, not a part of it.
        """
        rows: list[Reading] = []
        owner: list[int] = []
        for number, name in enumerate(names):
            for reading in readings(name):
                rows.append(reading)
                owner.append(number)
        found = engine.ask(rows, least)
        of = np.array(owner, dtype=np.int32)[found.asked]
        parties = self.table.parties[found.names]
        order = np.lexsort((found.names, found.asked, -found.scores, parties, of))
        first = np.flatnonzero(_changes(of[order]) | _changes(parties[order]))
        best = order[first]
        ranks = self._ranks[found.names[best]]
        best = best[np.lexsort((parties[best], ranks, found.asked[best], -found.scores[best], of[best]))]
        ends = np.searchsorted(of[best], np.arange(len(names) + 1)).tolist()
        scores, asked, listed = (each[best].tolist() for each in (found.scores, found.asked, found.names))
        numbers = parties[best].tolist()
        answers = []
        for start, end in pairwise(ends):
            last = min(STRONG, scores[start + limit - 1]) if 0 < limit <= end - start else 0.0
            kept = next((at for at in range(start, end) if scores[at] < last), end)
            answers.append({numbers[at]: _Found(rows[asked[at]], listed[at], scores[at]) for at in range(start, kept)})
        return answers

    def _ranked(self, asked: Question, found: dict[int, _Found], limit: int, least: Level) -> tuple[Candidate, ...]:
        if not (asked.country or asked.addresses or asked.ids):  # as below, where nothing can speak against
            strong = sum(each.score >= STRONG for each in found.values())
            return tuple(
                self._candidate(number, each, _level(each.score), tuple(of_country(None, self._parties[number])), None)
                for number, each in islice(found.items(), max(limit, strong))
            )
        by_id = {number: value for each in asked.ids for number, value in self._beside.with_id(each)}
        by_address = self._beside.near_addresses(asked.addresses)
        for number in by_id.keys() | by_address.keys():
            if number not in found:
                found |= self._of_party(number, asked.name)
        ranked = []
        for place, number in enumerate(dict.fromkeys((*found, *sorted(by_id.keys() | by_address.keys())))):
            value = found[number].score if number in found else 0.0
            level = _level(value, has_id=number in by_id, has_address=number in by_address)
            party = self._parties[number]
            evidence = (
                *of_country(asked.country, party),
                *of_address(asked.addresses, by_address.get(number), party),
                *of_id(asked.ids, by_id.get(number), party),
            )
            if _ORDER[level] <= _ORDER[least]:
                ranked.append((_ORDER[level], -value, against(evidence), place, number, evidence))
        ranked.sort(key=lambda each: each[:4])
        strong = sum(each[0] == _ORDER[Level.STRONG] for each in ranked)
        other = {number: (MatchedBy.ADDRESS, text) for number, (text, _) in by_address.items()}
        other |= {number: (MatchedBy.IDENTIFIER, value) for number, value in by_id.items()}
        return tuple(
            self._candidate(number, found.get(number), _LEVELS[level], evidence, other.get(number))
            for level, _, _, _, number, evidence in ranked[: max(limit, strong)]
        )

    def _candidate(
        self,
        number: int,
        found: _Found | None,
        level: Level,
        evidence: tuple[str, ...],
        other: tuple[MatchedBy, str] | None,
    ) -> Candidate:
        """Return a candidate; `other` is what it was found by beside its name."""
        party = self._parties[number]
        if found is None or (other is not None and found.score < POSSIBLE):
            by, matched = other or (MatchedBy.NAME, party.name)
        else:
            place = int(self.table.places[found.listed])
            by = MatchedBy.ALIAS if place else MatchedBy.NAME
            matched = party.aliases[place - 1] if place else party.name
        if found is None:
            return Candidate(party, matched, by, 0.0, level, evidence)
        pairing = _Pairing(found.asked, found.listed, self.table, self._engine.weigh)
        return Candidate(party, matched, by, found.score, level, evidence, pairing)

    def _of_party(self, number: int, name: str) -> dict[int, _Found]:
        """Return the likest name of one party, found by something else; nothing if none is alike at all."""
        first, last = np.searchsorted(self.table.parties, [number, number + 1])
        best: _Found | None = None
        for asked in readings(name):
            for listed in range(first, last):
                value = score(asked, self.table.reading(listed), self._engine.weigh)
                if value > (best.score if best else 0.0):
                    best = _Found(asked, listed, value)
        return {number: best} if best else {}

    @cached_property
    def _ranks(self) -> Ints:
        """Of each listed reading which one of its name it is: the name as written comes before its parts."""
        first = _changes(self.table.parties) | _changes(self.table.places)
        numbers = np.arange(self.table.size)
        return (numbers - np.maximum.accumulate(np.where(first, numbers, 0))).astype(np.int32)

    @cached_property
    def _compiled(self) -> Engine:
        try:
            return Engine(self.table, self._engine.lexicon, is_compiled=True)
        except ImportError:  # numba is not installed: the same answers, slower
            return self._engine

    @cached_property
    def _beside(self) -> BesideNames:
        return BesideNames(self._parties)


def _in_order(
    batches: Sequence[Sequence[Question]],
    ask: Callable[[Sequence[Question], Engine], list[tuple[Candidate, ...]]],
    engine: Engine,
    workers: int,
) -> Iterator[list[tuple[Candidate, ...]]]:
    """Yield the answers to each batch in their order, of several threads with room of their own."""
    if min(workers, len(batches)) <= 1:
        for batch in batches:
            yield ask(batch, engine)
        return
    free: SimpleQueue[Engine] = SimpleQueue()
    for _ in range(workers):
        free.put(engine.twin())

    def run(batch: Sequence[Question]) -> list[tuple[Candidate, ...]]:
        own = free.get()
        try:
            return ask(batch, own)
        finally:
            free.put(own)

    left = iter(batches)
    with ThreadPoolExecutor(workers) as pool:
        running: deque[Future[list[tuple[Candidate, ...]]]] = deque()
        running.extend(pool.submit(run, batch) for batch in islice(left, workers + _AHEAD))
        while running:
            found = running.popleft().result()
            running.extend(pool.submit(run, batch) for batch in islice(left, 1))
            yield found


def _level(value: float, *, has_id: bool = False, has_address: bool = False) -> Level:
    if value >= STRONG or has_id:
        return Level.STRONG
    return Level.POSSIBLE if value >= POSSIBLE or has_address else Level.WEAK


def _changes(numbers: Ints) -> NDArray[np.bool_]:
    """Return where a number differs from the one before; at the first it does."""
    found = np.ones(len(numbers), dtype=np.bool_)
    found[1:] = numbers[1:] != numbers[:-1]
    return found
