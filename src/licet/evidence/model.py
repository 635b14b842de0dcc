"""What is read out of documents: texts with labelled blocks, claims tied to exact words, events, conflicts.

Every span is a pair of offsets into the text of its document, and a claim whose quote does not stand there cannot be
made. Claims are kept, not facts: who decides what a key's state is reads acts, which a person has accepted.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime

    from licet.acts import SourceGrade
    from licet.acts.act import MarkKind, QuantityKind
    from licet.evidence.intake.layout import Layout


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Offsets into the text of a document: the first character, and the one after the last."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the words."""
        return text[self.start : self.end]

    def holds(self, other: Span) -> bool:
        """Tell whether the other lies within it."""
        return self.start <= other.start and other.end <= self.end


class Label(Enum):
    """What a block of a document is. Only `TITLE`, `SUMMARY` and `BODY` are the article's own words."""

    TITLE = "title"
    SUMMARY = "summary"  # a lead, abstract or list of key points that repeats the body
    BODY = "body"
    BYLINE = "byline"
    DATELINE = "dateline"  # published, modified
    CREDIT = "credit"  # "the post ... appeared first on ...", link previews, the name of the site
    NAVIGATION = "navigation"
    RELATED = "related"  # headlines of other articles, with their own dates and figures
    HEADLINE_IN_BODY = "headline_in_body"  # another article's headline among the paragraphs
    NEWSLETTER = "newsletter"
    LEGAL = "legal"
    REACTIONS = "reactions"  # counters, sharing buttons, comments
    REFERENCES = "references"
    OTHER = "other"

    @property
    def is_article(self) -> bool:
        """Tell whether it is the article's own words."""
        return self in _ARTICLE


_ARTICLE = (Label.TITLE, Label.SUMMARY, Label.BODY)  # no set: the hash of a member costs more than comparing three


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of a document with one label, and why it has it.

    `repeats` is the number of the block whose words it repeats, None if it repeats none; claims are not read twice.
    """

    number: int
    span: Span
    label: Label
    why: str = ""
    repeats: int | None = None


class Precision(Enum):
    """How closely a time is said."""

    INSTANT = "instant"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    VAGUE = "vague"  # days bound it, without a word that says which


@dataclass(frozen=True, slots=True)
class When:
    """The days on which something can have been, both included; None where nothing bounds it.

    `text` are the words that say so, `span` where they stand; `resolved_by` says against what they were read ("the day
    of publication, 2025-07-18, Asia/Hong_Kong").
    """

    first: date | None
    last: date | None
    precision: Precision
    text: str = ""
    span: Span | None = None
    resolved_by: str = ""


@dataclass(frozen=True, slots=True)
class Derivation:
    """A source that a document says it has its content from: "Reuters reported", "appeared first on", a reference."""

    publisher: str
    kind: str  # reported_by | syndicated_from | reference | copy
    text: str
    span: Span | None = None
    url: str = ""
    published: date | None = None


@dataclass(frozen=True, slots=True)
class About:
    """What a document says of itself; empty or None where it does not say.

    Warnings name what is odd, such as a future date.
    """

    publisher: str = ""
    byline: str = ""
    language: str = ""
    title: str = ""
    published: When | None = None
    published_at: datetime | None = None
    zone: str = ""
    modified: When | None = None
    fetched: date | None = None
    derivations: tuple[Derivation, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A text as read, with its blocks and what it says of itself.

    `document_id` is the digest (SHA-256, hexadecimal) of the bytes read; `name` is where it was found; `text` is the
    decoded text, to which every span refers. `layout` is what the markup of a page says of it, None of a plain text.
    """

    document_id: str
    name: str
    text: str
    media_type: str
    encoding: str
    blocks: tuple[Block, ...] = ()
    about: About | None = None
    warnings: tuple[str, ...] = ()
    layout: Layout | None = None

    def block_at(self, span: Span) -> Block | None:
        """Return the block that a span lies in; None if it lies in none, or in several."""
        return next((block for block in self.blocks if block.span.holds(span)), None)


class Modality(Enum):
    """How the words put it."""

    DONE = "done"
    EXPECTED = "expected"
    PLANNED = "planned"
    CONDITIONAL = "conditional"
    DENIED = "denied"
    OPINION = "opinion"


class AttributionKind(Enum):
    """Who says so, best known first."""

    NAMED_BODY = "named_body"
    NAMED_PERSON = "named_person"
    UNNAMED_PERSON = "unnamed_person"
    OUTLET = "outlet"
    HEARSAY = "hearsay"  # "reportedly", with nobody behind it
    NONE = "none"  # the document's own voice


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says so.

    `speakers` are ids of actors; `unnamed` how many unnamed people, None if not said; `outlet` the id of the outlet
    that reported it, empty for the document's own.
    """

    kind: AttributionKind
    speakers: tuple[str, ...] = ()
    unnamed: int | None = None
    outlet: str = ""
    text: str = ""
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure as written, with its kind; bounds are whole numbers of the unit, None where open."""

    kind: QuantityKind | None  # None: a figure of no kind that bears on a key (a percentage move, a head count)
    text: str
    span: Span
    unit: str
    at_least: int | None
    at_most: int | None
    of: str = ""  # what is counted, in words: "chips", "employees"

    @property
    def is_exact(self) -> bool:
        """Tell whether one figure is meant."""
        return self.at_least is not None and self.at_least == self.at_most


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing that a document says was done or said; `quote` are its words, checked against the document.

    `key` and `state` are set of a step on a key, `mark` of what moves none; `forecast` and the like are modalities.
    `actors` act, `targets` are acted on (ids of actors, or a name as written where no actor is known); `items` are ids
    of items or classes. `reader` names who read it: the grammar, or another reader, which never outranks the grammar.
    """

    claim_id: str
    document_id: str
    block: int
    span: Span
    quote: str
    actors: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    key: str | None = None
    state: str | None = None
    mark: MarkKind | None = None
    items: tuple[str, ...] = ()
    when: When | None = None
    quantities: tuple[Quantity, ...] = ()
    attribution: Attribution = Attribution(AttributionKind.NONE)
    modality: Modality = Modality.DONE
    conditions: tuple[Span, ...] = ()
    cue: Span | None = None  # the words that decided the state or mark
    why: str = ""
    reader: str = "grammar"


def claim_in(document: Document, claim: Claim) -> Claim:
    """Return the claim, if it is of this document and its words stand there.

    Raises:
        ValueError: If not.
    """
    spans = [claim.cue, *claim.conditions, *(quantity.span for quantity in claim.quantities)]
    spans += [part.span for part in (claim.when, claim.attribution) if part is not None]
    size = len(document.text)
    sound = claim.document_id == document.document_id and claim.span.of(document.text) == claim.quote != ""
    if not sound or any(not 0 <= span.start < span.end <= size for span in spans if span is not None):
        msg = f"the words of the claim {claim.claim_id[:40]!a} do not stand in {document.name[:80]!a}"
        raise ValueError(msg)
    return claim


class ConflictKind(Enum):
    """In what claims of one thing disagree."""

    DATE = "date"
    STATE = "state"  # one says more than another: assured, approved
    DENIED = "denied"
    QUANTITY = "quantity"
    KEY = "key"  # one key's permission is called by the other's name


@dataclass(frozen=True, slots=True)
class Conflict:
    """Claims that disagree, kept side by side, and what explains it."""

    kind: ConflictKind
    claims: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Event:
    """Claims about one thing, merged. `originators` are who had it first: ten relays of one report are one.

    `first` and `last` bound the days on which it was, over the claims that are not contradicted.
    """

    event_id: str
    key: str | None
    state: str | None
    mark: MarkKind | None
    items: tuple[str, ...]
    actors: tuple[str, ...]
    targets: tuple[str, ...]
    first: date | None
    last: date | None
    claims: tuple[str, ...]
    originators: tuple[str, ...]
    grade: SourceGrade
    conflicts: tuple[Conflict, ...] = ()
