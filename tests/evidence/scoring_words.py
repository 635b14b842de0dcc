"""Words against gold: dates, figures, and what a document says of itself."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol, TypeVar

from tests.evidence.counts import Count, Read, overlap

from licet.acts.act import plain
from licet.evidence.model import Label, Precision

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from tests.evidence.gold import Gold, GoldDate, GoldQuantity

    from licet.evidence.model import Quantity, Span, When


class Labelled(Protocol):
    """A label of some words."""

    @property
    def span(self) -> Span:
        """Return where they stand."""

    @property
    def optional(self) -> bool:
        """Tell whether it need not be found."""


L = TypeVar("L", bound=Labelled)
T = TypeVar("T")


def dates(gold: Gold, read: Read) -> Count:
    """Score the words that say when, with the days meant."""
    told = {when.span: when for when in (*_whens(read), *read.dates) if when.span is not None}
    inside = [when for span, when in told.items() if _is_own(gold, span, gold.dates)]
    return _matched(
        gold.dates,
        inside,
        place=lambda when: when.span,
        same=lambda label, when: _same_days(label, when, _published(gold)),
    )


def _whens(read: Read) -> list[When]:
    return [claim.when for claim in read.claims if claim.when is not None]


def _same_days(label: GoldDate, when: When, published: date | None) -> bool:
    told, meant = (when.first, when.last), (label.first, label.last)
    if told == meant or (label.or_none and told == (None, None)):
        return True
    if label.precisions == {Precision.DAY} or label.first is None or label.last is None:
        return False
    if published is not None and label.first <= published <= label.last and told == (label.first, published):
        return True  # a stretch not yet over on the day of publication may end there
    inside = when.first is not None and when.last is not None and label.first <= when.first <= when.last <= label.last
    return Precision.VAGUE in label.precisions and inside


def quantities(gold: Gold, read: Read) -> Count:
    """Score figures of a kind that bears on a key, as claims have them: the words, the kind, and the bounds."""
    inside = [each for each in _figures(gold, read) if each.kind is not None]
    sure = [each for each in gold.quantities if "" not in each.kinds]
    either = [replace(each, optional=True) for each in gold.quantities if len(each.kinds) > 1 and "" in each.kinds]
    either += [each for each in gold.quantities if each.kinds == {""} and each.optional]
    return _matched([*sure, *either], inside, place=lambda each: each.span, same=same_quantity)


def plain_figures(gold: Gold, read: Read) -> Count:
    """Score figures that bear on no key, such as a move of a share price: none may be given a kind."""
    labelled = [each for each in gold.quantities if each.kinds == {""} and not each.optional]
    told = [each.span for each in _figures(gold, read) if each.kind is not None]
    kept = sum(not any(overlap(span, label.span) for span in told) for label in labelled)
    return Count(kept, len(labelled), kept, len(labelled))


def _figures(gold: Gold, read: Read) -> list[Quantity]:
    told = {each.span: each for each in (*(q for claim in read.claims for q in claim.quantities), *read.quantities)}
    return [each for span, each in told.items() if _is_own(gold, span, gold.quantities)]


def same_quantity(label: GoldQuantity, told: Quantity) -> bool:
    """Tell whether kind and bounds are those of the label."""
    kind = "" if told.kind is None else told.kind.value
    bounds = label.bounds is None or (told.at_least in label.bounds[0] and told.at_most in label.bounds[1])
    return kind in label.kinds and bounds


def _matched(
    marked: Sequence[L], told: Sequence[T], *, place: Callable[[T], Span | None], same: Callable[[L, T], bool]
) -> Count:
    """Count labels by the overlap of their words; what overlaps an optional label only counts as neither."""
    hits = expected = right = found = 0
    for label in marked:
        near = [each for each in told if (span := place(each)) is not None and overlap(span, label.span)]
        expected += not label.optional
        hits += not label.optional and any(same(label, each) for each in near)
    for each in told:
        span = place(each)
        labels_here = [label for label in marked if span is not None and overlap(span, label.span)]
        if labels_here and all(label.optional for label in labels_here):
            continue
        found += 1
        right += any(same(label, each) for label in labels_here)
    return Count(hits, expected, right, found)


def _is_own(gold: Gold, span: Span, labels: Sequence[Labelled]) -> bool:
    """Tell whether words are scored: they stand in the article's own words, or are labelled.

    A title or summary says again what the body says, so what is not labelled there counts as neither.
    """
    if any(overlap(span, label.span) for label in labels):
        return True
    return any(
        block.span.holds(span) and block.is_article and block.repeats is None and block.labels == {Label.BODY}
        for block in gold.blocks
    )


def _published(gold: Gold) -> date | None:
    day = (gold.about.get("published") or {}).get("days")
    return None if isinstance(day, list) else day


def published(gold: Gold, read: Read) -> Count:
    """Score the day of publication."""
    label, about = gold.about.get("published"), read.document.about
    when = None if about is None else about.published
    told = when is not None and when.precision is not Precision.VAGUE and when.first is not None
    if not label:
        return Count(found=int(told))
    same = when is not None and when.first == when.last == label["days"]
    optional = bool(label.get("or_none"))
    return Count(int(same), int(same or not optional), int(same), int(told))


def publisher(gold: Gold, read: Read) -> Count:
    """Score who published it; where the document does not say, a name found is wrong."""
    names = {plain(each) for each in _listed(gold.about.get("publisher"))} - {""}
    told = plain(read.document.about.publisher) if read.document.about is not None else ""
    right = int(told in names)
    return Count(right, int(bool(names)), right, int(bool(told)))


def derivations(gold: Gold, read: Read) -> Count:
    """Score whose report it says it has."""
    meant = {plain(each["publisher"]) for each in gold.about.get("derivations", ())}
    about = read.document.about
    told = set() if about is None else {plain(each.publisher) for each in about.derivations}
    hits = len(meant & told)
    return Count(hits, len(meant), hits, len(told))


def _listed(raw: str | list[str] | None) -> list[str]:
    return raw if isinstance(raw, list) else [raw or ""]
