"""What a document says was done or said: claims, each tied to the exact words of one sentence.

The strongest pattern of a sentence takes its words, so that a promise of licences is not read as licences. Whose key
is meant is decided in `licet.evidence.claims.sides`. A claim says what the words say; whether it is so is not asked.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from licet.acts.act import MarkKind, QuantityKind
from licet.evidence.claims.attribution import Attributor, Said, within_quotations
from licet.evidence.claims.cues_patterns import Match
from licet.evidence.claims.cues_tables import SIDES
from licet.evidence.claims.effective import with_effective_days
from licet.evidence.claims.modality import conditions_of, modality_of
from licet.evidence.claims.parts import (
    Memory,
    actors_of,
    away,
    firm_and_government,
    first_run,
    is_of_report,
    items_of,
    parties_of,
    speaks_of,
    when_of,
)
from licet.evidence.claims.quantities import kinds_of
from licet.evidence.claims.readings import readings_of
from licet.evidence.claims.sides import is_told_by_another, side_of, telling_in
from licet.evidence.model import Attribution, AttributionKind, Claim, Label, Modality, Span, claim_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from licet.evidence.claims.cues import Vocabulary
    from licet.evidence.claims.cues_tables import Cue
    from licet.evidence.claims.readings import Reading
    from licet.evidence.claims.sides import Side
    from licet.evidence.model import Document, Quantity

_MARK_OF_KIND = {
    QuantityKind.ORDERED: MarkKind.ORDER,
    QuantityKind.WANTED: MarkKind.ORDER,
    QuantityKind.CHARGE_EXPECTED: MarkKind.RESULT,
    QuantityKind.CHARGE_BOOKED: MarkKind.RESULT,
    QuantityKind.DELIVERED: MarkKind.DELIVERY,
}
_MUCH_STRONGER = 15
_BESIDE = 6
_UNCLEAR_REACH = 12
_OF_PERSONS = (MarkKind.MEETING, MarkKind.VISIT)
_NOBODY = Attribution(AttributionKind.NONE)
_OF_MARKS = (QuantityKind.VALUE, QuantityKind.PRICE, QuantityKind.SHARE, QuantityKind.STOCK)
_NAMED = (AttributionKind.NAMED_BODY, AttributionKind.NAMED_PERSON)
_PLACED = {Label.TITLE: "said in the title", Label.SUMMARY: "said in the summary"}


def claims_of(document: Document, vocabulary: Vocabulary) -> tuple[Claim, ...]:
    """Return the claims of a document, in the order of its sentences.

    Only blocks of the article's own words are read, and none that repeats another. The same claim of two sentences
    stands twice: the words differ.

    Args:
        document: With its blocks; `about.published` is what relative dates are resolved against.
        vocabulary: As made by `licet.evidence.claims.cues.vocabulary`.
    """
    readings = list(readings_of(document, vocabulary))
    attributor = Attributor(vocabulary)
    said = within_quotations(document.text, readings, [attributor.said(reading) for reading in readings])
    memory = _memory(readings)
    published = None if document.about is None else document.about.published
    base = None if published is None else published.last
    claims: list[tuple[Reading, list[Claim]]] = []
    for reading, who in zip(readings, said, strict=True):
        memory.note_items(reading)
        claims.append((reading, _Sentence(document, vocabulary, reading, who, memory, base).claims()))
    return tuple(claim_in(document, claim) for claim in with_effective_days(claims))


def _memory(readings: list[Reading]) -> Memory:
    """Return a memory that knows the items of the title, and which of the two countries the document speaks of."""
    titles = [reading for reading in readings if reading.block.label is Label.TITLE]
    named = dict.fromkeys(item.item for reading in titles for item in reading.items if item.item)
    spoken_of = {side for side in SIDES for reading in readings if f"spoken_{side}" in reading.places}
    return Memory(title_items=tuple(named), spoken_of=frozenset(spoken_of))


class _Sentence:
    """Makes the claims of one sentence."""

    def __init__(
        self,
        document: Document,
        vocabulary: Vocabulary,
        reading: Reading,
        said: Said,
        memory: Memory,
        base: date | None,
    ) -> None:
        self.document = document
        self.known = vocabulary
        self.reading = reading
        self.said = said
        self.memory = memory
        self.quantities: list[Quantity] = []
        self.base = base

    def claims(self) -> list[Claim]:
        reading = self.reading
        chosen = self._chosen()
        figures = [each for each in reading.figures if not self.said.first <= each.first < self.said.end]
        if figures:
            self.quantities = kinds_of(
                figures, reading.finds, self.known.kinds, reading.clauses, reading.found,
                of_share_price="share_price" in reading.places,
            )  # fmt: skip
        claims = []
        for cue, match, side in chosen:
            others = [other for _, other, _ in chosen if other is not match]
            claims.append(self._claim(cue, match, side, others))
        claims = self._distinct(claims)
        if not claims:
            claims = [*self._of_figures()] or [*self._statement()]
        return self._with_quantities(claims)

    # ---- which patterns hold

    def _chosen(self) -> list[tuple[Cue, Match, Side | None]]:
        """Return the patterns that hold, the strongest first, none sharing a word with a stronger one."""
        places = self.reading.places
        taken: set[int] = set()
        chosen: list[tuple[Cue, Match, Side | None]] = []
        for number in self.known.cue_index.possible(places):
            cue = self.known.cues[number]
            for match in cue.pattern.matches(places):
                words = {number for first, end in match.parts for number in range(first, end)}
                if words & taken or not self._holds(cue, match):
                    continue
                side = self._side(cue, match) if cue.states else None
                if cue.states and side is None and cue.mark is None:
                    continue
                if side is not None and self._is_outweighed(cue, match, side, chosen):
                    continue
                taken |= words
                if side is not None or cue.mark is not None:
                    chosen.append((cue, match, side))
        return chosen

    def _is_outweighed(self, cue: Cue, match: Match, side: Side, chosen: list[tuple[Cue, Match, Side | None]]) -> bool:
        """Tell whether a much stronger pattern speaks of the same key right beside it, in the same clause."""
        return any(
            other_side is not None
            and other_side.side == side.side
            and other.strength - cue.strength >= _MUCH_STRONGER
            and away(self.reading, match, beside.first, beside.end) <= _BESIDE
            for other, beside, other_side in chosen
        )

    def _holds(self, cue: Cue, match: Match) -> bool:
        places = self.reading.places
        for group in cue.needs:
            carried = "goods" in group and self.memory.has_item(self.reading)
            if not carried and not any(name in places for name in group):
                return False
        if self._is_unclear(match):
            return False
        low, high = match.first - 2, match.end + 3
        return not any(low <= first < high for name in cue.bars for first, _ in places.get(name, ()))

    def _is_unclear(self, match: Match) -> bool:
        """Tell whether the words say that it is not known: "it was not clear how many licences ..."."""
        clauses = self.reading.clauses
        return any(
            end <= match.first <= end + _UNCLEAR_REACH and not clauses.between(first, match.first)
            for first, end in self.reading.places.get("unclear", ())
        )

    def _side(self, cue: Cue, match: Match) -> Side | None:
        """Return whose key is meant, if the pattern has a state of it; None if that cannot be told."""
        side = side_of(self.reading, match, self.known, wanted=cue.side)
        if cue.side:
            if side.side != cue.side and side.explicit:
                return None
            strange = is_told_by_another(self.reading, match) or not self.memory.is_about(cue.side)
            if side.side != cue.side and cue.by == "authority" and strange:
                return None
            return side if side.side == cue.side else side._replace(side=cue.side, why="", explicit=False)
        if not side.side:
            carried = self.memory.carried_side(self.reading)
            side = side._replace(side=carried, why="the authority of a sentence before")
        if not side.side and modality_of(self.reading, match, self.known, cue.modality) is not Modality.DONE:
            side = side._replace(side=self.memory.only_side(), why="the one key that the text speaks of so far")
        if not side.side:
            side = side._replace(side=cue.otherwise, why="no authority is named")
        return side if side.side in cue.states else None

    # ---- claims

    def _claim(self, cue: Cue, match: Match, side: Side | None, others: list[Match]) -> Claim:
        reading, known = self.reading, self.known
        said = self.said if speaks_of(reading, self.said, match) else Said(_NOBODY)
        key = state = None
        mark = cue.mark
        items, how = ((), "") if mark in _OF_PERSONS and side is None else items_of(reading, match, self.memory)
        if cue.item and not self._names_item():
            items, how = (cue.item,), "what the words bear on"
        if side is not None:
            key, state, mark = known.keys[side.side][0], cue.states[side.side], None
            self.memory.note_side(side.side, reading)
            if cue.by == "firm":
                actors, targets = firm_and_government(reading, match, said, side.side, known)
            else:
                actors, targets = actors_of(reading, match, side.side, known)
        else:
            actors, targets = parties_of(reading, match, known, of_persons=mark in _OF_PERSONS)
            if mark not in _OF_PERSONS:
                targets = tuple(each for each in targets if each not in said.attribution.speakers)
        modality = modality_of(reading, match, known, cue.modality)
        conditions = conditions_of(reading, match)
        speakers = set(said.attribution.speakers)
        own_side = side is not None and any(known.sides.get(each) == side.side for each in speakers)
        own_words = own_side or modality is not Modality.DONE or bool(speakers & {*actors, *targets})
        telling = -1 if side is None else telling_in(reading, match, side.side)
        found = reading.found
        why = [_PLACED.get(reading.block.label, ""), cue.why, "" if side is None else side.why, how]
        return self._made(
            key=key,
            state=state,
            mark=mark,
            items=items,
            actors=actors,
            targets=targets,
            when=when_of(
                reading,
                match,
                said,
                others,
                base=self.base,
                own_words=own_words,
                done=modality is Modality.DONE,
                telling=telling,
            ),
            attribution=said.attribution,
            modality=modality,
            conditions=conditions,
            cue=Span(found.starts[match.first], found.ends[match.end - 1]),
            why="; ".join(part for part in why if part),
        )

    def _names_item(self) -> bool:
        return any(item.item for item in self.reading.items)

    def _made(self, **parts: Any) -> Claim:  # noqa: ANN401  fields of a claim by name
        span = Span(self.reading.start, self.reading.end)
        named = claim_id(
            self.document.document_id, span, parts.get("key"), parts.get("state"), parts.get("mark"), parts["items"]
        )
        return Claim(
            claim_id=named,
            document_id=self.document.document_id,
            block=self.reading.block.number,
            span=span,
            quote=span.of(self.document.text),
            **parts,
        )

    @staticmethod
    def _distinct(claims: list[Claim]) -> list[Claim]:
        """Return the claims without those that say the same of the same items."""
        kept: dict[tuple[object, ...], Claim] = {}
        for claim in claims:
            kept.setdefault((claim.key, claim.state, claim.mark, claim.items), claim)
        return list(kept.values())

    def _of_figures(self) -> Iterator[Claim]:
        """Yield a mark for figures with a kind where no pattern holds."""
        kinds = [each.kind for each in self.quantities if each.kind is not None]
        places = self.reading.places
        near = {"goods", "firm", "us", "cn", "buyers"} & places.keys()
        if not kinds or not (near or self.memory.has_item(self.reading)):
            return
        span = next(each.span for each in self.quantities if each.kind is not None)
        figure = next(each for each in self.reading.figures if self.reading.found.starts[each.first] == span.start)
        match = Match(((figure.first, figure.end),))
        items, _ = items_of(self.reading, match, self.memory)
        known = self.known.story.actors
        firms = [each for each in self.reading.mentions if each.kind in {"firm", "authority"} and each.actor in known]
        yield self._made(
            mark=_MARK_OF_KIND.get(kinds[0], MarkKind.STATEMENT),
            items=items,
            actors=first_run(self.reading, firms),
            attribution=self.said.attribution,
            cue=span,
            modality=modality_of(self.reading, match, self.known, None),
            why="a figure",
        )

    def _statement(self) -> Iterator[Claim]:
        """Yield what a named person or body says of the matter, where no pattern holds."""
        attribution = self.said.attribution
        places = self.reading.places
        if attribution.kind not in _NAMED or not attribution.speakers or "no_comment" in places:
            return
        if not {"topic", "item", "talk"} & places.keys() and not self.memory.has_item(self.reading):
            return
        items = tuple(dict.fromkeys(item.item for item in self.reading.items if item.item))
        when = next((each.when for each in self.reading.dates if is_of_report(self.reading, self.said, each)), None)
        yield self._made(
            mark=MarkKind.STATEMENT, attribution=attribution, actors=attribution.speakers, items=items, when=when,
            cue=attribution.span, why=_PLACED.get(self.reading.block.label, ""),
        )  # fmt: skip

    def _with_quantities(self, claims: list[Claim]) -> list[Claim]:
        """Give each figure to the claim whose words are nearest."""
        if not claims or not self.quantities:
            return claims
        given: list[list[Quantity]] = [[] for _ in claims]
        for quantity in self.quantities:
            number = min(range(len(claims)), key=lambda each: _distance(claims[each], quantity))
            given[number].append(quantity)
        return [
            replace(claim, quantities=tuple(own)) if own else claim for claim, own in zip(claims, given, strict=True)
        ]


def _distance(claim: Claim, quantity: Quantity) -> int:
    cue = claim.cue or claim.span
    strange = quantity.kind in _MARK_OF_KIND and claim.mark is not _MARK_OF_KIND[quantity.kind]
    strange |= quantity.kind in _OF_MARKS and claim.mark is None
    return max(cue.start - quantity.span.end, quantity.span.start - cue.end, 0) + 100 * strange


def claim_id(
    document_id: str, span: Span, key: str | None, state: str | None, mark: MarkKind | None, items: tuple[str, ...]
) -> str:
    """Return the id of a claim: a digest of the document, the place of its words, what they say and of which items."""
    what = mark.value if mark is not None else f"{key} {state}"
    return hashlib.sha256(f"{document_id} {span.start} {span.end} {what} {' '.join(items)}".encode()).hexdigest()[:20]
