"""What a rewrite keeps of its original although its words are others: quotations, figures, and whom it credits."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING

from licet.acts.act import plain
from licet.evidence.pile.documents import derivations_of, publisher_of
from licet.evidence.pile.duplicates_shingles import plain_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from licet.acts.act import Story
    from licet.evidence.model import Claim, Document
    from licet.evidence.pile.duplicates_shingles import Hashes

_QUOTATION = re.compile(r"[“「]([^“”「」]{12,600})[”」]|\"([^\"\n]{12,600})\"")
_FIGURE = re.compile(r"(?<![\w.,])(\d[\d.,]{0,20})[ \u00a0-]?([^\W\d_]{0,12})")
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|[^\W_]{1,64}")
_QUOTED_WORDS = 5
_SMALL = 31  # days of a month, and counts too common to tell anything
_YEARS = range(1900, 2101)


@dataclass(frozen=True, slots=True)
class Traits:
    """Hashes of quoted word groups and of figures with their next word; whom it credits, and who published it."""

    quoted: Hashes
    figures: Hashes
    credits: frozenset[str]
    publisher: str

    def shares_credit(self, other: Traits) -> bool:
        """Tell whether one credits the other's publisher, both credit the same, or both are of one publisher."""
        own = bool(self.publisher) and self.publisher == other.publisher
        crossed = other.publisher in self.credits or self.publisher in other.credits
        return own or crossed or not self.credits.isdisjoint(other.credits)


def traits_of(document: Document, body: str, claims: Iterable[Claim], story: Story) -> Traits:
    """Return what a rewrite of a document would keep.

    Args:
        document: The document.
        body: Its own words.
        claims: What was read out of it; the outlets they name are credited.
        story: Knows the names that outlets go by.
    """
    text = plain_text(body)
    named = [story.named(each.publisher) for each in derivations_of(document) if each.publisher]
    named += [story.named(claim.attribution.outlet) for claim in claims if claim.attribution.outlet]
    own = publisher_of(document)
    return Traits(
        quoted=_hashes(_quoted(text)),
        figures=_hashes(_figures(text)),
        credits=frozenset(each for each in named if each),
        publisher=story.named(own) if plain(own) else "",
    )


def _hashes(found: Iterable[int]) -> Hashes:
    """Return hashes in order, each once."""
    import numpy as np  # noqa: PLC0415  slow to import

    return np.array(sorted(set(found)), np.uint64)


def _quoted(text: str) -> Iterable[int]:
    for match in _QUOTATION.finditer(text):
        words = _WORD.findall(match.group(1) or match.group(2))
        for place in range(len(words) - _QUOTED_WORDS + 1):
            yield _hash("\0".join(words[place : place + _QUOTED_WORDS]))


def _figures(text: str) -> Iterable[int]:
    """Yield figures that are neither small counts nor years."""
    for match in _FIGURE.finditer(text):
        digits = match.group(1).rstrip(".,").replace(",", "")
        is_plain = digits.isascii() and digits.isdigit() and len(digits) < 5  # noqa: PLR2004  years have four digits
        if not (is_plain and (int(digits) <= _SMALL or int(digits) in _YEARS)):
            yield _hash(f"{digits} {match.group(2)}")


def _hash(text: str) -> int:
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")
