"""What the parts of a pile ask of one document: its own words, its days, and who published it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from licet.evidence.model import Label, Modality

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from licet.evidence.model import Claim, Derivation, Document

WHOLE_TEXT = frozenset({"syndicated_from", "copy"})  # kinds of derivation that cover all of a document
LONGEST_TEXT = 300  # of a name or quotation that is shown


def safe_text(text: str, longest: int = LONGEST_TEXT) -> str:
    """Return a text on one line, of characters that can be seen, cut to a length."""
    seen = text if text.isprintable() else "".join(each if each.isprintable() else " " for each in text)
    short = " ".join(seen.split())
    return short if len(short) <= longest else short[: longest - 3].rstrip() + "..."


def body_of(document: Document) -> str:
    """Return the article's own words, each once: its body, else its title and summary, else the text without blocks."""
    if not document.blocks:
        return document.text
    own = [block for block in document.blocks if block.label.is_article and block.repeats is None]
    body = [block for block in own if block.label is Label.BODY] or own
    return "\n".join(block.span.of(document.text) for block in body)


def published_of(document: Document) -> tuple[date | None, date | None]:
    """Return the first and the last day on which it can have been published, as far as it says."""
    when = document.about.published if document.about is not None else None
    return (when.first, when.last) if when is not None else (None, None)


def news_day(document: Document) -> date | None:
    """Return the day its news is of: that of publication, else of its latest change, else of its newest source.

    A document that says no day was written after the sources that it names, so theirs is the best bound there is.
    """
    about = document.about
    if about is None:
        return None
    for when in (about.published, about.modified):
        day = None if when is None else when.last or when.first
        if day is not None:
            return day
    return max((each.published for each in about.derivations if each.published is not None), default=None)


def news_days(documents: Mapping[str, Document], claims: Mapping[str, Sequence[Claim]]) -> dict[str, date | None]:
    """Return the day of each document's news; of one that says none, the latest day on which it says anything was done.

    Args:
        documents: By id.
        claims: What was read out of each, by id of the document.
    """
    found = {}
    for key, document in documents.items():
        whens = [each.when for each in claims.get(key, ()) if each.when is not None and each.modality is Modality.DONE]
        told = [when.last for when in whens if when.last is not None and when.last == when.first]
        found[key] = news_day(document) or max(told, default=None)
    return found


def publisher_of(document: Document) -> str:
    """Return who published it, as the document says, as a text that can be shown; empty if it does not."""
    return "" if document.about is None else safe_text(document.about.publisher)


def shown_name(document: Document) -> str:
    """Return what a document is called: by who published it, else by where it was found."""
    name = document.name if "://" in document.name else document.name.replace("\\", "/").rpartition("/")[2]
    return publisher_of(document) or safe_text(name[-80:]) or document.document_id


def derivations_of(document: Document) -> tuple[Derivation, ...]:
    """Return the sources that a document says it has its content from."""
    return () if document.about is None else document.about.derivations


def in_order(documents: Iterable[Document]) -> tuple[Document, ...]:
    """Return the documents by id, each once: the same bytes found twice are one document."""
    found: dict[str, Document] = {}
    for document in documents:
        other = found.get(document.document_id)
        if other is None or document.name < other.name:
            found[document.document_id] = document
    return tuple(found[each] for each in sorted(found))


def days_apart(first: date | None, second: date | None) -> int | None:
    """Return how many days lie between two days; None if one is not known."""
    return None if first is None or second is None else abs((first - second).days)
