"""What the tests of reading share: a vocabulary, documents built by hand, and their claims."""

import hashlib
from datetime import date
from functools import cache

from licet.acts import load_acts
from licet.catalogue import load_catalogue
from licet.evidence.claims.cues import Vocabulary, vocabulary
from licet.evidence.claims.reader import claims_of
from licet.evidence.model import About, Block, Claim, Document, Label, Precision, Span, When
from licet.rules import rules_root

FRIDAY = date(2025, 7, 18)
WEDNESDAY = date(2026, 1, 28)


@cache
def words() -> Vocabulary:
    root = rules_root()
    return vocabulary(load_acts(), load_catalogue(root / "catalogue"), root)


def document(
    text: str, published: date | None = WEDNESDAY, *, labels: tuple[Label, ...] = (), zone: str = ""
) -> Document:
    """Return a document with one block a line; labels are by line, body where none is given."""
    blocks: list[Block] = []
    at = 0
    for number, line in enumerate(text.split("\n")):
        if line.strip():
            label = labels[number] if number < len(labels) else Label.BODY
            blocks.append(Block(len(blocks), Span(at, at + len(line)), label))
        at += len(line) + 1
    when = None if published is None else When(published, published, Precision.DAY)
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Document(digest, "a.txt", text, "text/plain", "utf-8", tuple(blocks), About(published=when, zone=zone))


def claims(text: str, published: date | None = WEDNESDAY, *, labels: tuple[Label, ...] = ()) -> tuple[Claim, ...]:
    return claims_of(document(text, published, labels=labels), words())


def said_in(claim: Claim) -> str:
    """Return what a claim says, in one word: its state with its key's side, or its mark."""
    if claim.mark is not None:
        return claim.mark.value
    return f"{claim.key} {claim.state}"


def states(text: str, published: date | None = WEDNESDAY) -> list[str]:
    """Return the states that the claims of a text say, in order."""
    return [said_in(claim) for claim in claims(text, published) if claim.key is not None]


def only(text: str, what: str, published: date | None = WEDNESDAY) -> Claim:
    """Return the one claim of a text that says something."""
    found = [claim for claim in claims(text, published) if said_in(claim) == what]
    assert len(found) == 1, [said_in(claim) for claim in claims(text, published)]
    return found[0]
