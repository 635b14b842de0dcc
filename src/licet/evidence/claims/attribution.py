"""Who says so: a named body or person, unnamed people and how many, an outlet, hearsay, or nobody.

"The people said" and "one of the sources" point back to the outlet named last, "according to the statement" to the
body that spoke last, "he said" to the person who spoke or acted last. Within one quotation every sentence has its
speaker. Nothing else is carried on: a sentence without such words is the document's own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from licet.evidence.model import Attribution, AttributionKind, Span

if TYPE_CHECKING:
    from licet.evidence.claims.cues import Vocabulary
    from licet.evidence.claims.cues_patterns import Match
    from licet.evidence.claims.names import Mention
    from licet.evidence.claims.readings import Reading

_SPEAKERS = frozenset({"person", "authority", "firm", "outlet"})
_MOST_PEOPLE = 100
_OBLIQUE_REACH = 3
_OBLIQUE = frozenset({"with", "to", "by", "of", "from", "for", "about", "and", "between", "like", "than"})


class Said(NamedTuple):
    """An attribution, and the words that make it: from `first` to before `end`, all three 0 and empty if none do."""

    attribution: Attribution
    first: int = 0
    end: int = 0


NOBODY = Said(Attribution(AttributionKind.NONE))


@dataclass(slots=True)
class _Last:
    """Who spoke last."""

    outlet: str = ""
    body: tuple[str, ...] = ()
    person: tuple[str, ...] = ()
    unnamed: int | None = None


class Attributor:
    """Reads who says so, one sentence after another."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Start with nobody having spoken."""
        self._cues = vocabulary.attributions
        self._index = vocabulary.attribution_index
        self._actors = vocabulary.story.actors
        self._last = _Last()

    def said(self, reading: Reading) -> Said:
        """Return who says what a sentence says."""
        found = self._found(reading)
        if not found:
            self._last.person = self._acting(reading) or self._last.person
            return NOBODY
        outlet = self._outlet(reading, found)
        best: tuple[AttributionKind, Match] | None = next(
            ((kind, match) for kind, match in found if kind is not AttributionKind.OUTLET), None
        )
        acting = self._acting(reading)
        if outlet is not None and (best is None or best[0] is AttributionKind.HEARSAY):
            best = AttributionKind.OUTLET, outlet[1]
        if best is None:
            self._last.person = acting or self._last.person
            return NOBODY
        kind, match = best
        speakers = self._speakers(reading, kind, match)
        named = outlet[0] if outlet is not None else self._carried_outlet(reading, kind, match)
        words = reading.found
        span = Span(words.starts[match.first], words.ends[match.end - 1])
        unnamed = self._how_many(reading, match) if kind is AttributionKind.UNNAMED_PERSON else None
        if any(first == match.first for first, _ in reading.places.get("they", ())):
            unnamed, named = self._last.unnamed, named or self._last.outlet
        attribution = Attribution(kind, speakers, unnamed, named, span.of(words.text), span)
        self._remember(attribution, acting)
        return Said(attribution, match.first, match.end)

    def _found(self, reading: Reading) -> list[tuple[AttributionKind, Match]]:
        """Return every pattern that holds, the strongest first."""
        found = []
        for number in self._index.possible(reading.places):
            cue = self._cues[number]
            for match in cue.pattern.matches(reading.places):
                if cue.kind is AttributionKind.UNNAMED_PERSON or not self._is_cut(reading, match):
                    found.append((cue.kind, match))
                    break
        return found

    @staticmethod
    def _is_cut(reading: Reading, match: Match) -> bool:
        """Tell whether somebody else stands between the first and the last part, or the first only owns something."""
        between = range(match.parts[0][1], match.parts[-1][0])
        led = any(
            mention.first == match.first for mention in reading.mentions
        )  # by somebody's name, not "according to"
        citing = any(first in between for first, _ in reading.places.get("accord_to", ()))
        others = (*reading.places.get("pronoun", ()), *reading.places.get("other_speaker", ()))
        if led and not citing and any(first in between and (first, end) not in match.parts for first, end in others):
            return True
        for mention in reading.mentions:
            if mention.kind not in _SPEAKERS:
                continue
            if mention.first == match.parts[0][0] and mention.owns:
                return True
            parts = any(first <= mention.first < end for first, end in match.parts)
            if not parts and mention.first in between and not mention.owns:
                return True
        return False

    @staticmethod
    def _in_match(reading: Reading, match: Match, kinds: frozenset[str]) -> list[Mention]:
        return [each for each in reading.mentions if each.kind in kinds and match.first <= each.first < match.end]

    def _outlet(self, reading: Reading, found: list[tuple[AttributionKind, Match]]) -> tuple[str, Match] | None:
        for kind, match in found:
            if kind is not AttributionKind.OUTLET:
                continue
            named = self._in_match(reading, match, frozenset({"outlet"}))
            if named:
                return named[0].actor, match
            general = any(match.first == first for first, _ in reading.places.get("media_w", ()))
            if general or self._last.outlet:
                return "" if general else self._last.outlet, match
        return None

    def _carried_outlet(self, reading: Reading, kind: AttributionKind, match: Match) -> str:
        """Return the outlet that "the people" and "one of the sources" spoke to."""
        if kind is not AttributionKind.UNNAMED_PERSON or not self._last.outlet:
            return ""
        words = reading.found.words
        before = words[match.first - 1] if match.first > reading.sentence.first else ""
        definite = (
            before == "the" or words[match.first] == "the" or "of the" in " ".join(words[match.first : match.end])
        )
        return self._last.outlet if definite else ""

    def _speakers(self, reading: Reading, kind: AttributionKind, match: Match) -> tuple[str, ...]:
        if kind is AttributionKind.NAMED_PERSON:
            persons = self._in_match(reading, match, frozenset({"person"}))
            if not persons and self._in_match(reading, match, frozenset({"stranger"})):
                return ()
            named = tuple(dict.fromkeys(each.actor for each in persons))
            return named or self._meant(reading, match.first) or self._last.person
        if kind is AttributionKind.NAMED_BODY:
            bodies = self._in_match(reading, match, frozenset({"authority", "firm"}))
            named = tuple(dict.fromkeys(each.actor for each in bodies if each.actor in self._actors))
            return named or (() if bodies else self._last.body)
        return ()

    @staticmethod
    def _meant(reading: Reading, number: int) -> tuple[str, ...]:
        """Return the one person whom a sentence names before a word ("during Huang's visit he said")."""
        named = {each.actor for each in reading.mentions if each.kind == "person" and each.end <= number}
        return tuple(named) if len(named) == 1 else ()

    @staticmethod
    def _how_many(reading: Reading, match: Match) -> int | None:
        """Return how many unnamed people speak; None if not said."""
        for figure in reading.figures:
            inside = match.first <= figure.first < match.end and figure.unit != "firms"  # "people at two firms"
            if inside and figure.at_least == figure.at_most:
                return figure.at_least if figure.at_least is not None and figure.at_least < _MOST_PEOPLE else None
        for _, kind, value in reading.finds.values.get(match.first, ()):
            if kind == "number" and value.isdecimal():
                return int(value)
        first = reading.found.words[match.first]
        one = first in {"one", "a", "an", "person", "source", "official", "insider", "executive", "individual"}
        before = reading.found.words[max(reading.sentence.first, match.first - 3) : match.first]
        return 1 if one and (first in {"one", "a", "an"} or {"a", "an", "one", "the"} & set(before)) else None

    @staticmethod
    def _acting(reading: Reading) -> tuple[str, ...]:
        """Return the first person of a sentence, whom "he" may mean after it; nobody behind a preposition or owning."""
        words = reading.found.words
        start = reading.sentence.first
        for mention in reading.mentions:
            before = words[max(start, mention.first - _OBLIQUE_REACH) : mention.first]
            if mention.kind == "person" and not mention.owns and _OBLIQUE.isdisjoint(before):
                return (mention.actor,)
        return ()

    def _remember(self, attribution: Attribution, acting: tuple[str, ...]) -> None:
        self._last.outlet = attribution.outlet or self._last.outlet
        if attribution.kind is AttributionKind.NAMED_BODY and attribution.speakers:
            self._last.body = attribution.speakers
        if attribution.kind is AttributionKind.NAMED_PERSON:
            self._last.person = attribution.speakers
        elif attribution.kind is AttributionKind.UNNAMED_PERSON:
            self._last.unnamed = attribution.unnamed
            self._last.person = acting or (() if attribution.unnamed == 1 else self._last.person)
        elif acting:
            self._last.person = acting


def within_quotations(text: str, readings: list[Reading], said: list[Said]) -> list[Said]:
    """Return who says each sentence, where one quotation runs over several: its speaker speaks all of it.

    Only curly quotes tell where a quotation opens and closes.
    """
    result = list(said)
    depth, run = 0, []
    for number, reading in enumerate(readings):
        words = text[reading.start : reading.end]
        begins_inside = depth > 0
        depth = max(0, depth + words.count("\u201c") - words.count("\u201d"))
        if begins_inside or depth > 0:
            run.append(number)
        if depth == 0 and run:
            _share(run, result)
            run = []
    _share(run, result)
    return result


def _share(run: list[int], said: list[Said]) -> None:
    speaker = next((said[number] for number in run if said[number].attribution.kind is not AttributionKind.NONE), None)
    if speaker is None:
        return
    for number in run:
        if said[number].attribution.kind is AttributionKind.NONE:
            said[number] = speaker._replace(first=0, end=0)
