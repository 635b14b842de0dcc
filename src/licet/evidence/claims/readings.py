"""One pass over an article's words: its sentences, each with whom and what it names, its dates, figures and clauses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from licet.catalogue.names import name_key
from licet.evidence.claims.dates import DateReader
from licet.evidence.claims.names import Namer, people_named
from licet.evidence.claims.quantities import FigureReader
from licet.evidence.claims.sentences import Clauses, Words, add_words, sentences_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from licet.evidence.claims.cues import Vocabulary
    from licet.evidence.claims.cues_lexicon import Finds, Places
    from licet.evidence.claims.dates_told import Dated
    from licet.evidence.claims.names import Mention
    from licet.evidence.claims.names_items import ItemMention
    from licet.evidence.claims.quantities import Figure
    from licet.evidence.claims.sentences import Sentence
    from licet.evidence.model import Block, Document

_PERMISSIONS = frozenset({"licence", "permit_n", "approval"})
_ORDERS = frozenset({"order_n", "ordered_v"})
_CHINESE = re.compile("[\u4e00-\u9fff]")


class Reading(NamedTuple):
    """A sentence, read. `places` also has the classes that names and figures fill: `cn`, `person`, `item`, `goods`."""

    number: int
    block: Block
    sentence: Sentence
    found: Words
    finds: Finds
    mentions: list[Mention]
    items: list[ItemMention]
    dates: list[Dated]
    figures: list[Figure]
    clauses: Clauses
    places: Places

    @property
    def start(self) -> int:
        """Return the offset of its first character."""
        return self.found.starts[self.sentence.first]

    @property
    def end(self) -> int:
        """Return the offset after its last character."""
        return self.found.ends[self.sentence.end - 1]


def readings_of(document: Document, vocabulary: Vocabulary) -> Iterator[Reading]:
    """Yield the sentences of a document's article words, in order; blocks that repeat others are left out."""
    found = Words(document.text)
    sets = vocabulary.word_sets
    sentences: list[tuple[Block, Sentence]] = []
    for block in document.blocks:
        if not block.label.is_article or block.repeats is not None:
            continue
        first = len(found)
        add_words(found, block.span.start, block.span.end)
        sentences += [
            (block, sentence)
            for sentence in sentences_of(
                found, first, len(found), abbreviations=sets["abbreviation"], starters=sets["starter"]
            )
        ]
    finds = [vocabulary.lexicon.find(found, sentence.first, sentence.end) for _, sentence in sentences]
    namer = Namer(vocabulary, found, people_named(vocabulary, finds))
    makers = _makers(vocabulary, finds, found)
    dates = _date_reader(document, found)
    figures = FigureReader(found)
    before: Places = {}
    for number, ((block, sentence), each) in enumerate(zip(sentences, finds, strict=True)):
        mentions = namer.mentions(sentence, each)
        items = vocabulary.items.find(found, sentence, makers)
        days = dates.dates(sentence, each)
        amounts = figures.figures(sentence, each, days, items)
        clauses = Clauses(found, sentence, sets["subordinator"])
        _add_places(each.places, mentions, items, amounts)
        _add_pronouns(each.places, before, found, sentence)
        before = each.places
        yield Reading(number, block, sentence, found, each, mentions, items, days, amounts, clauses, each.places)


def _makers(vocabulary: Vocabulary, finds: list[Finds], found: Words) -> set[str]:
    """Return the keys of the makers of items that a document names."""
    named = {each.name.value for find in finds for each in find.names if each.name.kind == "actor"}
    return {key for actor, key in vocabulary.makers.items() if actor in named} | {
        name_key(word) for word in vocabulary.other_makers.intersection(found.words)
    }


def _date_reader(document: Document, found: Words) -> DateReader:
    about = document.about
    published = None if about is None else about.published
    base: date | None = None
    if published is not None and published.first is not None and published.first == published.last:
        base = published.first
    zone = f", {about.zone}" if about is not None and about.zone else ""
    chinese = _CHINESE.search(document.text) is not None
    return DateReader(found, base, "" if base is None else f"the day of publication, {base}{zone}", chinese=chinese)


def _add_places(places: Places, mentions: list[Mention], items: list[ItemMention], figures: list[Figure]) -> None:
    """Put names and figures among the classes, each list in order."""
    for mention in mentions:
        place = (mention.first, mention.end)
        places.setdefault("stranger_person" if mention.kind == "stranger" else mention.kind, []).append(place)
        if mention.side:
            places.setdefault(mention.side, []).append(place)
    for item in items:
        places.setdefault("item", []).append((item.first, item.end))
    for figure in figures:
        places.setdefault(figure.of, []).append((figure.first, figure.end))
    goods = sorted({*places.get("item", ()), *places.get("chip", ())})
    if goods:
        places["goods"] = goods


def _add_pronouns(places: Places, before: Places, found: Words, sentence: Sentence) -> None:
    """Put "none" that ends a clause among the licences, or the goods ordered, that the sentence right before names."""
    permissions = not before.keys().isdisjoint(_PERMISSIONS)
    ordered = "count" in before and not before.keys().isdisjoint(_ORDERS)
    if permissions == ordered:
        return
    for first, end in places.get("pro_none", ()):
        if end == sentence.end or not found.words[end][0].isalnum():
            places.setdefault("licence_none" if permissions else "goods_none", []).append((first, end))
