"""Whose key a sentence speaks of: decided by who grants and what is granted, not by the word "export" or "licence".

A permission that Beijing gives, or that is given "in China", is China's, whatever it is called.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from licet.evidence.claims.cues import Vocabulary
    from licet.evidence.claims.cues_patterns import Match
    from licet.evidence.claims.names import Mention
    from licet.evidence.claims.readings import Reading

_AGENT_REACH = 8
_PLACE_REACH = 5
_CLAUSE = 6  # a parting of clauses counts as so many words
_TOO_FAR = 40
_TELLING = 4  # words between who tells and "told": "has also now"
_TOLD_REACH = 5  # words between "told" and whom
_BEING = frozenset({"was", "were", "been", "being", "are", "is", "be", "被"})
_AGENTS = frozenset({"authority", "person"})


class Side(NamedTuple):
    """Whose key it is, how that was seen, and whether the sentence itself says who acts."""

    side: str
    why: str
    explicit: bool = False


NOBODY = Side("", "")


def side_of(reading: Reading, match: Match, vocabulary: Vocabulary, *, wanted: str = "") -> Side:
    """Return the side whose key a match speaks of, by the sentence alone; nobody if it does not tell.

    Where the match names both governments ("Beijing was told by Washington"), the wanted one counts.
    """
    governments = [each for each in reading.mentions if each.side]
    inside = [each for each in governments if any(each.first == first for first, _ in match.parts)]
    inside.sort(key=lambda each: each.side != wanted)
    if inside:
        return Side(inside[0].side, f"{inside[0].actor} acts", explicit=True)
    agent = _agent(reading, match, governments, vocabulary)
    if agent is not None:
        return Side(agent.side, f"by {agent.actor}", explicit=True)
    place = _place(reading, match, vocabulary)
    if place:
        return Side(place, "permitted in that country")
    subject = _subject(reading, match, governments)
    if subject is not None:
        return Side(
            subject.side, f"{subject.actor} acts", explicit=not reading.clauses.between(subject.first, match.first)
        )
    return _by_goods(reading, match)


def _agent(reading: Reading, match: Match, governments: list[Mention], vocabulary: Vocabulary) -> Mention | None:
    """Return who stands after "by" behind the match, or after "from" in it."""
    words = reading.found.words
    by = vocabulary.word_sets["agent_before"]
    for mention in governments:
        before = mention.first - 1
        if before > reading.sentence.first and words[before] == "the":
            before -= 1
        near = match.first <= mention.first <= match.end + _AGENT_REACH
        if near and before >= reading.sentence.first and (words[before] in by or words[before] == "from"):
            return mention
    return None


def _place(reading: Reading, match: Match, vocabulary: Vocabulary) -> str:
    """Return the side of the country in which, right behind the match, something is permitted."""
    words = reading.found.words
    names = {name: side for side, (_, name) in vocabulary.keys.items()}
    for mention in reading.mentions:
        near = match.first < mention.first <= match.end + _PLACE_REACH
        if mention.kind == "place" and near and words[mention.first - 1] == "in" and mention.actor in names:
            permits = any(
                mention.first - 4 <= end <= mention.first for _, end in reading.places.get("permission_any", ())
            )
            if permits:
                return names[mention.actor]
    return ""


def _subject(reading: Reading, match: Match, governments: list[Mention]) -> Mention | None:
    """Return the nearest government before the match; one behind it only where none is before."""
    core = match.parts[-1][0] if len(match.parts) == 1 else match.parts[1][0]
    best: tuple[int, Mention] | None = None
    for mention in governments:
        away = core - mention.end if mention.first < core else 2 * (mention.first - match.end) + _CLAUSE
        away += _CLAUSE * reading.clauses.between(mention.first, match.first)
        if 0 <= away <= _TOO_FAR and (best is None or away < best[0]):
            best = away, mention
    return None if best is None else best[1]


def _by_goods(reading: Reading, match: Match) -> Side:
    """Tell by what is permitted, if only one of import and export is spoken of near the match."""
    near = {
        name
        for name in ("import", "export_strict")
        for first, _ in reading.places.get(name, ())
        if match.first - 8 <= first <= match.end + 8
    }
    if near == {"import"}:
        return Side("cn", "an import is permitted")
    if near == {"export_strict"}:
        return Side("us", "an export is permitted")
    return NOBODY


def is_told_by_another(reading: Reading, match: Match) -> bool:
    """Tell whether the one who tells, asks or orders is a firm, or anybody without a government behind them."""
    words = reading.found.words
    verb = match.first
    if any(0 <= verb - end <= _TELLING for _, end in reading.places.get("congress", ())):
        return True
    if verb > reading.sentence.first and words[verb - 1] in _BEING:
        return False
    before = [each for each in reading.mentions if each.end <= verb and each.kind in {*_AGENTS, "firm", "outlet"}]
    if not before:
        return False
    nearest = before[-1]
    return not nearest.side and verb - nearest.end <= _TELLING and not nearest.owns


def telling_in(reading: Reading, match: Match, side: str) -> int:
    """Return the word of a match with which an authority of a side tells those it bears on; -1 if none does.

    "Customs told agents" and "agents were told" are acts of the authority; what it tells the press is a report.
    """
    words, places = reading.found.words, reading.places
    orders = {*places.get("tell", ()), *places.get("urge", ())}
    for first, end in match.parts:
        if (first, end) not in orders:
            continue
        press = any(end <= at <= end + _TOLD_REACH for at, _ in places.get("to_press", ()))
        if press or any(each.kind == "outlet" and 0 <= each.first - end <= _TOLD_REACH for each in reading.mentions):
            return -1
        if first > reading.sentence.first and words[first - 1] in _BEING:
            return first
        before = [each for each in reading.mentions if each.end <= first]
        tells = before and before[-1].side == side and not before[-1].owns and first - before[-1].end <= _TELLING
        return first if tells else -1
    return -1
