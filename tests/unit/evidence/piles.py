"""Small piles made by hand: documents with their blocks, and claims on words that stand in them."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from hashlib import sha256
from itertools import count
from typing import TYPE_CHECKING, Any

import msgspec

from licet.acts import Story, load_acts
from licet.acts.act import MarkKind, QuantityKind
from licet.evidence.model import (
    About,
    Attribution,
    AttributionKind,
    Block,
    Claim,
    Derivation,
    Document,
    Label,
    Modality,
    Precision,
    Quantity,
    Span,
    When,
    claim_in,
)
from licet.evidence.pile.whole import Pile, pile_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

CN, US = "cn:import", "us:export"
_NUMBERS = count()


@cache
def recorded() -> Story:
    """Return the story that is installed."""
    return load_acts()


@cache
def blank() -> Story:
    """Return the installed story without any act."""
    return msgspec.structs.replace(recorded(), acts={})


def day(text: str) -> date:
    """Return a day from 2026-01-14."""
    return date.fromisoformat(text)


def on(first: str, last: str | None = None, text: str = "", span: Span | None = None) -> When:
    """Return a day, or a stretch of days."""
    begun, ended = day(first), day(last or first)
    width = (ended - begun).days + 1
    precision = Precision.DAY if width == 1 else Precision.WEEK if width < 28 else Precision.MONTH
    return When(begun, ended, precision, text, span)


def document(
    *parts: str | tuple[Label, str],
    publisher: str = "",
    published: str | None = None,
    modified: str | None = None,
    derivations: Iterable[Derivation] = (),
    title: str = "",
    name: str = "",
) -> Document:
    """Return a document of paragraphs; a plain text is body."""
    blocks, text = [], ""
    for part in parts:
        label, words = part if isinstance(part, tuple) else (Label.BODY, part)
        blocks.append(Block(len(blocks), Span(len(text), len(text) + len(words)), label))
        text += words + "\n"
    about = About(
        publisher=publisher,
        title=title,
        published=on(published) if published else None,
        modified=on(modified) if modified else None,
        derivations=tuple(derivations),
    )
    digest = sha256(
        "\0".join([text, publisher, str(published), str(modified), name]).encode("utf-8", "surrogatepass")
    ).hexdigest()
    return Document(digest, name or f"{digest[:8]}.txt", text, "text/plain", "utf-8", tuple(blocks), about)


def reported_by(publisher: str, kind: str = "reported_by", at: Span | None = None) -> Derivation:
    """Return a credit."""
    return Derivation(publisher, kind, publisher, at)


def by(kind: str, *speakers: str, outlet: str = "", unnamed: int | None = None) -> Attribution:
    """Return an attribution of a kind, to actors and an outlet."""
    return Attribution(AttributionKind(kind), speakers, unnamed, outlet)


def figure(of: Document, words: str, kind: str | None, least: int | None, most: int | None, **more: str) -> Quantity:
    """Return a figure that stands in a document."""
    start = of.text.index(words)
    known = QuantityKind(kind) if kind else None
    return Quantity(
        known, words, Span(start, start + len(words)), more.get("unit", "pieces"), least, most, more.get("counted", "")
    )


def claim(of: Document, words: str, what: str = "", **more: Any) -> Claim:  # noqa: ANN401  the fields of a claim
    """Return a claim on words of a document: `what` is a mark, or a key and state as in "us:export applied"."""
    start = of.text.index(words)
    span = Span(start, start + len(words))
    key, _, state = what.partition(" ")
    fields: dict[str, Any] = {"key": key, "state": state} if state else {"mark": MarkKind(what)} if what else {}
    for name in ("items", "actors", "targets", "quantities"):
        if name in more:
            more[name] = tuple(more[name])
    if "modality" in more:
        more["modality"] = Modality(more["modality"])
    number = sha256(
        f"{of.document_id} {span} {what} {sorted(map(str, more.items()))}".encode("utf-8", "surrogatepass")
    ).hexdigest()
    found = Claim(number, of.document_id, 0, span, words, **fields, **more)
    return claim_in(of, found)


def pile(*documents: Document, claims: Sequence[Claim] = (), story: Story | None = None) -> Pile:
    """Return the pile of documents and their claims."""
    told: dict[str, list[Claim]] = {}
    for each in claims:
        told.setdefault(each.document_id, []).append(each)
    return pile_of(documents, told, story or blank())


def prose(seed: int, words: int = 120) -> str:
    """Return sentences of invented words, always the same of one seed."""
    found = []
    value = seed * 7919 + 1
    for place in range(words):
        value = (value * 6364136223846793005 + 1442695040888963407) % 2**64
        found.append(
            "".join("bcdfgklmnprstvz"[(value >> (5 * n)) % 15] + "aeiou"[(value >> (5 * n + 3)) % 5] for n in range(3))
        )
        if place % 12 == 11:
            found[-1] += "."
    return " ".join(found)


def later(text: str, days: int) -> str:
    """Return the day so many days after one."""
    return str(day(text) + timedelta(days))
