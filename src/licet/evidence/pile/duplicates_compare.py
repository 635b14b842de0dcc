"""The bodies of a pile, hashed once, and compared in pairs word group by word group."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from licet.evidence.pile.documents import body_of
from licet.evidence.pile.duplicates_candidates import alike_pairs, sharing_pairs
from licet.evidence.pile.duplicates_shingles import BINS, batches, digests, groups, sample, signatures, word_hashes
from licet.evidence.pile.duplicates_traits import Traits, traits_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from licet.acts import Story
    from licet.evidence.model import Claim, Document
    from licet.evidence.pile.duplicates_candidates import Pairs
    from licet.evidence.pile.duplicates_shingles import Hashes, Numbers

LONGEST_BODY = 1_000_000  # characters of a text that are compared
BEST_EACH = 8  # pairs that are compared of each text, those with most in common
_SLACK = 0.1  # how far a signature may be off
_LEAST_SAMPLED, _LEAST_FIGURES = 2, 2
_PAIRS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Shared:
    """What two texts share, by number.

    `of_first` and `of_second` are the shares of their word groups that stand in the other, `of_both` of those of
    either; `shorter` counts the word groups of the shorter. `quoted` and `figures` count what both have.
    """

    first: int
    second: int
    of_first: float
    of_second: float
    of_both: float
    shorter: int
    quoted: int
    figures: int
    credit: bool


class Bodies:
    """The own words of the documents of a pile; of each text only a sample of its word groups is kept."""

    def __init__(self, pile: Sequence[Document], claims: Mapping[str, Sequence[Claim]], story: Story) -> None:
        """Hash every text."""
        import numpy as np  # noqa: PLC0415  slow to import

        self._pile = pile
        tables, sampled, sampled_of = [], [np.zeros(0, np.uint64)], [np.zeros(0, np.int32)]
        self.sizes = np.zeros(len(pile), np.int64)
        self._digests: list[bytes] = []
        self.traits: list[Traits] = []
        for start, batch in batches(self._text(number) for number in range(len(pile))):
            words, of_words = word_hashes(batch)
            hashes, of = groups(words, of_words, len(batch))
            self.sizes[start : start + len(batch)] = np.bincount(of, minlength=len(batch))
            self._digests += digests(words, of_words, len(batch))
            tables.append(signatures(hashes, of, len(batch)))
            kept, kept_of = sample(hashes, of)
            sampled.append(kept)
            sampled_of.append((kept_of + start).astype(np.int32))
            for document, text in zip(pile[start : start + len(batch)], batch, strict=True):
                self.traits.append(traits_of(document, text, claims.get(document.document_id, ()), story))
        self._signatures = np.concatenate(tables) if tables else np.zeros((0, BINS), np.uint32)
        self._sample = np.concatenate(sampled)
        self._sample_of = np.concatenate(sampled_of)

    def _text(self, number: int) -> str:
        return body_of(self._pile[number])[:LONGEST_BODY]

    def copies(self) -> Iterator[tuple[int, int]]:
        """Yield the first text, and each other, that has the same words."""
        first: dict[bytes, int] = {}
        for number, digest in enumerate(self._digests):
            if digest and first.setdefault(digest, number) != number:
                yield first[digest], number

    def near_pairs(self, least: float) -> Pairs:
        """Return pairs, of texts that are no copies of an earlier one, that may share `least` of their word groups."""
        import numpy as np  # noqa: PLC0415  slow to import

        seen: dict[bytes, int] = {}
        own = np.array([n for n, each in enumerate(self._digests) if each and seen.setdefault(each, n) == n], np.int64)
        pairs = alike_pairs(self._signatures[own], least - _SLACK)
        return own[pairs]

    def partial_pairs(self, stands_for: Sequence[int]) -> Pairs:
        """Return pairs that may share a part of their words, quotations, or figures.

        Args:
            stands_for: For each text the one that stands for it and its near copies; only those are looked at.
        """
        import numpy as np  # noqa: PLC0415  slow to import

        stands = np.array(stands_for, np.int64) == np.arange(len(stands_for))
        kept = stands[self._sample_of]
        found = [_most_shared(self._sample[kept], self._sample_of[kept].astype(np.int64), _LEAST_SAMPLED)]
        numbers = np.flatnonzero(stands).tolist()
        for which, least in (("quoted", 1), ("figures", _LEAST_FIGURES)):
            sizes = [len(getattr(self.traits[number], which)) for number in numbers]
            of = np.repeat(np.array(numbers, np.int64), sizes)
            parts = [getattr(self.traits[number], which) for number in numbers]
            found.append(_most_shared(np.concatenate([np.zeros(0, np.uint64), *parts]), of, least))
        return np.unique(np.concatenate(found), axis=0)

    def compared(self, pairs: Pairs) -> Iterator[Shared]:
        """Yield what the texts of each pair share, worked out from all of their word groups."""
        import numpy as np  # noqa: PLC0415  slow to import

        for start in range(0, len(pairs), _PAIRS_AT_ONCE):
            part = pairs[start : start + _PAIRS_AT_ONCE]
            own = self._word_groups(np.unique(part).tolist())
            for first, second in part.tolist():
                yield self._shared(first, second, own)

    def _word_groups(self, numbers: Sequence[int]) -> dict[int, Hashes]:
        """Return the sorted word groups of texts, each once."""
        import numpy as np  # noqa: PLC0415  slow to import

        found = {}
        for start, batch in batches(self._text(number) for number in numbers):
            hashes, of = groups(*word_hashes(batch), len(batch))
            order = np.lexsort((hashes, of))
            hashes, of = hashes[order], of[order]
            ends = np.searchsorted(of, np.arange(len(batch) + 1))
            for place in range(len(batch)):
                found[numbers[start + place]] = np.unique(hashes[ends[place] : ends[place + 1]])
        return found

    def _shared(self, first: int, second: int, own: Mapping[int, Hashes]) -> Shared:
        mine, theirs = own[first], own[second]
        both = _in_both(mine, theirs)
        one, other = self.traits[first], self.traits[second]
        return Shared(
            first=first,
            second=second,
            of_first=both / max(mine.size, 1),
            of_second=both / max(theirs.size, 1),
            of_both=both / max(mine.size + theirs.size - both, 1),
            shorter=min(mine.size, theirs.size),
            quoted=_in_both(one.quoted, other.quoted),
            figures=_in_both(one.figures, other.figures),
            credit=one.shares_credit(other),
        )


def _in_both(first: Hashes, second: Hashes) -> int:
    """Return how many values two arrays without repetitions share."""
    import numpy as np  # noqa: PLC0415  slow to import

    return int(np.intersect1d(first, second, assume_unique=True).size)


def _most_shared(traits: Hashes, of: Numbers, least: int) -> Pairs:
    """Return the pairs that share at least so many traits, of each text those that share most."""
    import numpy as np  # noqa: PLC0415  slow to import

    pairs, counts = sharing_pairs(traits, of)
    pairs, counts = pairs[counts >= least], counts[counts >= least]
    wanted = np.zeros(len(pairs), bool)
    for column in (0, 1):
        order = np.lexsort((pairs[:, 1 - column], -counts, pairs[:, column]))
        ends = pairs[order, column]
        begins = np.flatnonzero(np.concatenate([[True], ends[1:] != ends[:-1]])) if ends.size else np.zeros(0, np.int64)
        within = np.arange(ends.size) - np.repeat(begins, np.diff(np.append(begins, ends.size)))
        wanted[order[within < BEST_EACH]] = True
    return pairs[wanted]
