"""What belongs to a claim besides its state: who acts on whom, which items, when, and how many."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from licet.evidence.model import AttributionKind, Precision, When

if TYPE_CHECKING:
    from datetime import date

    from licet.evidence.claims.attribution import Said
    from licet.evidence.claims.cues import Vocabulary
    from licet.evidence.claims.cues_patterns import Match
    from licet.evidence.claims.dates_told import Dated
    from licet.evidence.claims.names import Mention
    from licet.evidence.claims.names_items import ItemMention
    from licet.evidence.claims.readings import Reading

_CLAUSE = 7
_FAR = 30
_NEAR = 6
_REPORT_REACH = 5
_COARSE = {Precision.YEAR: 14, Precision.QUARTER: 6, Precision.MONTH: 3, Precision.WEEK: 1}
_REMEMBERED = 5  # sentences for which an item stays in mind
_LEADING = 2
_LEADING_COUNTS = 18
_NOT_OF_THE_ACT = frozenset({"until", "by", "before", "as"})  # "as soon as this quarter"
_OPENING = frozenset({"during", "after", "before", "following", "since", "amid", "despite", "when", "while"})
_JOINING = frozenset({"and", "or", ",", "the", "its", "nvidia", "amd", "'s", "chips", "chip"})


@dataclass(slots=True)
class Memory:
    """What the sentences before spoke of."""

    items: tuple[str, ...] = ()
    items_at: int = -100
    soft: str = ""
    title_items: tuple[str, ...] = ()
    spoken_of: frozenset[str] = frozenset()
    sides_at: dict[str, int] = field(default_factory=dict)

    def note_items(self, reading: Reading) -> None:
        """Remember the items that a sentence names, or that it names one that may be several."""
        if reading.items:
            self.items = tuple(dict.fromkeys(item.item for item in reading.items if item.item))
            self.items_at = reading.number
            self.soft = next((item.text for item in reading.items if not item.item), "")

    def is_about(self, side: str) -> bool:
        """Tell whether the document speaks of a side's country anywhere."""
        return side in self.spoken_of

    def has_item(self, reading: Reading) -> bool:
        """Tell whether one item alone was named shortly before, or by the title."""
        if reading.number - self.items_at <= _REMEMBERED:
            return len(self.items) == 1
        return len(self.title_items) == 1

    def note_side(self, side: str, reading: Reading) -> None:
        """Remember whose key a sentence spoke of."""
        self.sides_at[side] = reading.number

    def carried_side(self, reading: Reading) -> str:
        """Return whose key was spoken of a moment ago; empty if that is too long ago, or both were."""
        near = [side for side, at in self.sides_at.items() if reading.number - at <= _REMEMBERED]
        last = [side for side in near if reading.number - self.sides_at[side] <= 1]
        return near[0] if len(near) == 1 else last[0] if len(last) == 1 else ""

    def only_side(self) -> str:
        """Return whose key alone was spoken of so far, however long ago; empty if none or both were."""
        return next(iter(self.sides_at)) if len(self.sides_at) == 1 else ""


def away(reading: Reading, match: Match, first: int, end: int) -> int:
    """Return how far some words stand from a match, in words; a parting of clauses counts as several."""
    gap = min(max(start - end, first - stop, 0) for start, stop in match.parts)
    return gap + _CLAUSE * reading.clauses.between(first, match.first if first < match.first else match.end - 1)


def items_of(reading: Reading, match: Match, memory: Memory) -> tuple[tuple[str, ...], str]:
    """Return the items a match is about, and how they were found if not by their names in it.

    Items inside the match count, else the nearest in the sentence, with those joined to it. A sentence that names
    none and speaks of no other chips is about those named shortly before.
    """
    named = [each for each in reading.items if each.item]
    inside = [each for each in named if match.first <= each.first < match.end]
    if named:
        chosen = inside or [min(named, key=lambda each: away(reading, match, each.first, each.end))]
        return tuple(dict.fromkeys(each.item for each in _joined(reading, named, chosen))), ""
    soft = [each for each in reading.items if not each.item]
    if soft:
        return (), f"{soft[0].text} may be several items"
    if _speaks_of_other_chips(reading, match):
        return (), ""
    if reading.number - memory.items_at <= _REMEMBERED:
        if len(memory.items) == 1:
            return memory.items, "the item of a sentence before"
        return (), f"{memory.soft} may be several items" if memory.soft else ""
    return (memory.title_items, "the item of the title") if len(memory.title_items) == 1 else ((), "")


def _speaks_of_other_chips(reading: Reading, match: Match) -> bool:
    """Tell whether chips that are not named stand near the match: "AI chips", "advanced chips"."""
    kinds = {end for _, end in reading.places.get("other_qualifier", ())}
    return any(
        away(reading, match, first, end) <= _NEAR and (first in kinds or reading.found.words[first] == "ai")
        for first, end in reading.places.get("chip", ())
    )


def _joined(reading: Reading, named: list[ItemMention], chosen: list[ItemMention]) -> list[ItemMention]:
    """Return the chosen items and those that only "and", commas and the like part from them."""
    words = reading.found.words
    first, last = named.index(chosen[0]), named.index(chosen[-1])
    while first > 0 and set(words[named[first - 1].end : named[first].first]) <= _JOINING:
        first -= 1
    while last + 1 < len(named) and set(words[named[last].end : named[last + 1].first]) <= _JOINING:
        last += 1
    return named[first : last + 1]


def actors_of(
    reading: Reading, match: Match, side: str, vocabulary: Vocabulary
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return who acts, and on whom, in a step on a key: its government's bodies, and the firms named beside them."""
    known = vocabulary.story.actors
    near = [each for each in reading.mentions if away(reading, match, each.first, each.end) <= _FAR]
    bodies = [each.actor for each in reading.mentions if each.side == side and each.kind in {"authority", "person"}]
    named = [each for each in bodies if each in known]
    actors = tuple(dict.fromkeys(named or bodies)) or (vocabulary.keys[side][1],)
    makers = {number for item in reading.items for number in (item.first - 1, item.first)}
    firms = [
        each.actor
        for each in near
        if each.kind in {"firm", "buyers"} and not each.owns and each.end - 1 not in makers  # "Nvidia H200"
    ]
    return actors, tuple(dict.fromkeys(firms))


def firm_and_government(
    reading: Reading, match: Match, said: Said, side: str, vocabulary: Vocabulary
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the firm that takes a step itself, such as an application, and the government it turns to."""
    firms = [each for each in reading.mentions if each.kind == "firm"]
    firms.sort(key=lambda each: (each.first > match.first, away(reading, match, each.first, each.end)))
    speakers = [each for each in said.attribution.speakers if each in vocabulary.makers]
    actor = firms[0].actor if firms else next(iter(speakers), "")
    known = vocabulary.story.actors
    bodies = [each.actor for each in reading.mentions if each.side == side and each.actor in known]
    return ((actor,) if actor else ()), tuple(dict.fromkeys(bodies)) or (vocabulary.keys[side][1],)


def first_run(reading: Reading, mentions: list[Mention]) -> tuple[str, ...]:
    """Return the first of those named, with those that only "and" and commas join to it."""
    words = reading.found.words
    run: list[Mention] = []
    for mention in mentions:
        if run and not set(words[run[-1].end : mention.first]) <= _JOINING:
            break
        run.append(mention)
    return tuple(dict.fromkeys(each.actor for each in run))


def parties_of(
    reading: Reading, match: Match, vocabulary: Vocabulary, *, of_persons: bool
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return who acts and on whom in what moves no key: those named before the verb, and those after it.

    Of a meeting or a visit (`of_persons`) only persons count where any is named.
    """
    verb = match.parts[-1][0] if len(match.parts) == 1 else match.parts[1][0]
    kinds = {"person", "firm", "authority", "buyers"}
    known = vocabulary.story.actors
    near = [each for each in reading.mentions if each.kind in kinds]
    near = [each for each in near if each.kind == "buyers" or each.actor in known or not each.side]
    near = [each for each in near if away(reading, match, each.first, each.end) <= _FAR]
    persons = [each for each in near if each.kind == "person"]
    if of_persons and persons:
        near = persons
    start = reading.clauses.hard_before(match.first, reading.sentence.first)
    before = [each for each in near if each.first < verb]
    before = [each for each in before if each.first >= start] or before
    after = (
        [each for each in near if each.first >= verb and not each.owns]
        if not (of_persons and persons)
        else [each for each in near if each.first >= verb]
    )
    actors = [each for each in before if each.kind == "person"] or [each for each in before if not each.owns] or before
    if not actors and of_persons:
        actors, after = after, []
    ids = tuple(dict.fromkeys(each.actor for each in actors))
    return ids, tuple(dict.fromkeys(each.actor for each in after if each.actor not in ids))


def when_of(
    reading: Reading, match: Match, said: Said, others: list[Match],
    *, base: date | None, own_words: bool, done: bool, telling: int = -1,
) -> When | None:  # fmt: skip
    """Return when a thing was, by the date nearest to it; a day before a year that only counts something.

    The date of somebody's report only bounds it: it was then or before. Where the sentence has no other, the date on
    which they said so is taken of those who act themselves, and of what is still to come (`own_words`).
    Where an authority acts by telling others, with the word `telling`, the day of that is the day of the act.
    """
    report: When | None = None
    best: tuple[int, Dated] | None = None
    for dated in reading.dates:
        own = away(reading, match, dated.first, dated.end)
        if dated.lead in _NOT_OF_THE_ACT or (base is not None and not _may_be(dated.when, base, done=done)):
            continue
        if dated.first - reading.sentence.first <= _LEADING:
            own = min(own, _LEADING_COUNTS)
        if said.end and is_of_report(reading, said, dated, telling) and own > 1:
            report = report or dated.when
            continue
        if any(away(reading, other, dated.first, dated.end) + 1 < own for other in others):
            own += _CLAUSE
        own += _COARSE.get(dated.when.precision, 0)
        if own <= _FAR and (best is None or own < best[0]):
            best = own, dated
    if best is not None:
        return best[1].when
    if report is None:
        return None
    attribution = said.attribution
    named = attribution.kind in {AttributionKind.NAMED_BODY, AttributionKind.NAMED_PERSON}
    if named and own_words and not attribution.outlet:
        return report
    by = f"it was by the day of the report; {report.resolved_by}".removesuffix("; ")
    return When(None, report.last, Precision.VAGUE, report.text, report.span, by)


def _may_be(when: When, base: date, *, done: bool) -> bool:
    """Tell whether a thing can have been on some days, by a text published on `base`."""
    if when.first is None and when.last is None:
        return False
    return not done or when.first is None or when.first <= base


def is_of_report(reading: Reading, said: Said, dated: Dated, telling: int = -1) -> bool:
    """Tell whether a date says when it was reported or said: "said on Friday", "on Monday, the firm said".

    The word `telling`, and a notice named behind it in its clause, are no report.
    """
    for name in ("say", "report_v", "report_n", "statement_n"):
        for first, end in reading.places.get(name, ()):
            noun = name in {"report_n", "statement_n"} and not reading.clauses.between(telling, first)
            if telling >= 0 and (first == telling or (noun and first > telling)):
                continue
            behind = 0 <= dated.first - end <= _REPORT_REACH
            if behind and not reading.clauses.between(end - 1, dated.first):
                return True
    leads = dated.first - reading.sentence.first <= 2 and 0 <= said.first - dated.end <= _REPORT_REACH  # noqa: PLR2004
    accord = any(first == said.first for first, _ in reading.places.get("accord_to", ()))
    return (leads and not accord) or _is_of_speaking(reading, said, dated)


def _is_of_speaking(reading: Reading, said: Said, dated: Dated) -> bool:
    """Tell whether a date says when somebody spoke, before their clause: "speaking in Beijing on Friday, he said"."""
    start = reading.sentence.first
    opens = any(first == start for first, _ in reading.places.get("speaking", ()))
    return opens and 0 <= said.first - dated.end <= 1 and not reading.clauses.between(start, dated.first)


def speaks_of(reading: Reading, said: Said, match: Match) -> bool:
    """Tell whether the one who speaks in a sentence speaks of a match.

    Not if only a clause "after he said" does, nor of what a clause before them tells: "during his visit, he said that".
    """
    if not said.end:
        return True
    opening = reading.found.words[reading.sentence.first] in _OPENING and match.end <= said.first
    if opening and said.end < reading.sentence.end and reading.found.words[said.end][0].isalnum():
        clauses, first = reading.clauses, reading.sentence.first
        if not clauses.between(first, match.first) and clauses.between(match.end - 1, said.first):
            return False
    start = reading.clauses.hard_before(said.first, reading.sentence.first)
    own = start > reading.sentence.first and not reading.clauses.between(start, said.first)
    return not own or match.end > start
