"""Documents to proposals in one go: taken in, cleaned, claims read, the pile told, acts proposed.

Documents are read side by side on all cores; the answer does not depend on how many, nor on the order of the files.
"""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING

from licet.evidence.intake.limits import DEFAULT
from licet.evidence.intake.paths import read_paths
from licet.evidence.pile.whole import Pile, pile_of
from licet.evidence.proposals.proposing import Proposal, proposals

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from licet.acts import Story
    from licet.evidence.claims.cues import Vocabulary
    from licet.evidence.claims.model_reader import ModelReader
    from licet.evidence.intake.fetch import Fetcher
    from licet.evidence.intake.limits import Limits
    from licet.evidence.model import Claim, Document
    from licet.problem import Problem

AT_ONCE = 16  # documents handed to a process at a time
FEW = 24  # documents that one process reads before others would have started

Read = tuple["Document", tuple["Claim", ...]]


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read: the pile, an act proposed for each event, and the faults of single files."""

    pile: Pile
    proposals: tuple[Proposal, ...]
    problems: tuple[Problem, ...]


def read(
    paths: Sequence[str | Path],
    story: Story,
    base: Path,
    *,
    limits: Limits = DEFAULT,
    fetch: Fetcher | None = None,
    second: Callable[[Vocabulary], ModelReader] | None = None,
    workers: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Reading:
    """Read documents into claims, events and proposed acts; nothing is recorded.

    Args:
        paths: Files, folders, ZIP archives, and addresses if `fetch` is given.
        story: The record: actors, states, steps, and what stands.
        base: The rule package, whose catalogue, acts and tables of words are used.
        limits: How much is read.
        fetch: What fetches an address.
        second: Makes a second reader from the words the claims are read with; its claims stand beside the others.
        workers: Processes at most; as many as there are cores if None, none beside this one if 1.
        progress: Called with (documents read, documents in all).

    Raises:
        ProblemsFound: If a table of the rule package is at fault. What is wrong with a file is told in `problems`.
    """
    problems: list[Problem] = []
    documents = {each.document_id: each for each in read_paths(paths, limits=limits, fetch=fetch, problems=problems)}
    found: dict[str, Read] = {}
    for number, pair in enumerate(_each(list(documents.values()), base, workers), 1):
        found[pair[0].document_id] = pair
        if progress is not None:
            progress(number, len(documents))
    ready = [document for document, _ in found.values()]
    claims = {key: pair[1] for key, pair in found.items()}
    if second is not None:
        for key, more in second(_vocabulary(base)).read(ready, lambda each: claims[each.document_id]).items():
            claims[key] = (*claims[key], *more.claims)
    pile = pile_of(ready, claims, story)
    return Reading(pile, proposals(pile, story), tuple(problems))


def _each(documents: Sequence[Document], base: Path, workers: int | None) -> Iterator[Read]:
    """Yield every document, cleaned, with its claims, in order."""
    cores = min(workers or _cores(), -(-len(documents) // AT_ONCE))
    if cores <= 1 or len(documents) <= FEW:
        yield from (_one(document, base) for document in documents)
        return
    batches = [documents[at : at + AT_ONCE] for at in range(0, len(documents), AT_ONCE)]
    with ProcessPoolExecutor(max_workers=cores) as pool:
        yield from chain.from_iterable(pool.map(_several, batches, [base] * len(batches)))


def _several(documents: Iterable[Document], base: Path) -> list[Read]:
    return [_one(document, base) for document in documents]


def _one(document: Document, base: Path) -> Read:
    from licet.evidence.claims.reader import claims_of  # noqa: PLC0415
    from licet.evidence.cleaning.about import cleaned  # noqa: PLC0415  with their tables, slow to import

    ready = cleaned(document)
    return ready, claims_of(ready, _vocabulary(base))


@cache
def _vocabulary(base: Path) -> Vocabulary:
    """Return the words that claims are read with, loaded once in each process."""
    from licet.acts import load_acts  # noqa: PLC0415
    from licet.catalogue import load_catalogue  # noqa: PLC0415
    from licet.evidence.claims.cues import vocabulary  # noqa: PLC0415

    return vocabulary(load_acts(base / "acts"), load_catalogue(base / "catalogue"), base)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
