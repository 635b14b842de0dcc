"""Who is named in a sentence: actors by id, governments by side, and whom "Huang" and "the ministry" point back to.

A pointer back is resolved only if one thing alone can be meant: one person of that name named in full before (or, if
none is before, in the whole document), one firm so far, one authority so far whose name has the noun. A capital's or
a country's name is a government only where it acts: "to China" and "China's market" are places.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from licet.acts.act import plain

if TYPE_CHECKING:
    from licet.evidence.claims.cues import Vocabulary
    from licet.evidence.claims.cues_lexicon import Finds, Found
    from licet.evidence.claims.sentences import Sentence, Words

_LONG_NAME = 3
_LEAST_WORDS = 2


class Mention(NamedTuple):
    """Somebody where they stand: words from `first` to before `end`.

    `kind` is person, firm, authority, outlet, buyers or place; `actor` the id, or the name where there is none;
    `side` us or cn of one who speaks or acts for a government, else empty. `owns` if it stands as an owner
    ("Nvidia's").
    """

    first: int
    end: int
    kind: str
    actor: str
    side: str = ""
    owns: bool = False


@dataclass(slots=True)
class People:
    """Whom a document has named so far."""

    full_at: dict[str, int] = field(default_factory=dict)  # actor: number of the first word of its first full name
    short: dict[str, list[str]] = field(default_factory=dict)  # part of a person's name: who bears it
    firms: list[str] = field(default_factory=list)
    authorities: list[str] = field(default_factory=list)


def people_named(vocabulary: Vocabulary, finds: list[Finds]) -> People:
    """Return the persons that a document names in full, with the parts of their names."""
    people = People()
    for each in finds:
        for found in each.names:
            actor = vocabulary.story.actors.get(found.name.value) if found.name.kind == "actor" else None
            if actor is None or actor.kind != "person" or actor.actor_id in people.full_at:
                continue
            people.full_at[actor.actor_id] = found.first
            for part in _parts(actor.name):
                people.short.setdefault(part, []).append(actor.actor_id)
    named = {found.name.value for each in finds for found in each.names}
    for name, (actor_id, beside) in vocabulary.short_names.items():
        if beside in named and name not in people.short:
            people.full_at[actor_id] = 0
            people.short[name] = [actor_id]
    return people


@cache
def _parts(name: str) -> list[str]:
    """Return the words of a person's name by which alone the person may be called."""
    return [part for part in plain(name).replace("(", " ").split() if part.isalpha()][:_LONG_NAME]


class Namer:
    """Reads the mentions of one sentence after another."""

    def __init__(self, vocabulary: Vocabulary, found: Words, people: People) -> None:
        """Keep what is known of the document."""
        self._known = vocabulary
        self._found = found
        self._people = people

    def mentions(self, sentence: Sentence, finds: Finds) -> list[Mention]:
        """Return whom a sentence names, in order, and remember them for the sentences after it."""
        mentions: list[Mention] = []
        taken: set[int] = set()
        for found in finds.names:
            taken.update(range(found.first, found.end))
            mention = self._mention(found, sentence)
            if mention is not None:
                mentions.append(mention)
        mentions += self._short_names(sentence, taken)
        mentions += self._pointers(finds, taken, mentions)
        mentions += self._strangers(sentence, finds, taken)
        mentions.sort(key=lambda mention: mention.first)
        for mention in mentions:
            seen = {"firm": self._people.firms, "authority": self._people.authorities}.get(mention.kind)
            if seen is not None and mention.actor not in seen:
                seen.append(mention.actor)
        return mentions

    def _mention(self, found: Found, sentence: Sentence) -> Mention | None:
        kind, value = found.name.kind, found.name.value
        owns = found.end < sentence.end and self._found.words[found.end] == "'s"
        if kind == "actor":
            actor = self._known.story.actors.get(value)
            if actor is None:
                return None
            return Mention(found.first, found.end, actor.kind, value, self._known.sides.get(value, ""), owns)
        if kind == "elsewhere":
            acts = self._acts(found, sentence, owns=owns)
            return Mention(found.first, found.end, "elsewhere", found.name.letters, "elsewhere" if acts else "", owns)
        if kind == "side":
            acts = self._acts(found, sentence, owns=owns)
            name = self._known.keys[value][1]
            return Mention(found.first, found.end, "authority" if acts else "place", name, value if acts else "", owns)
        if kind in {"buyers", "place", "outlet"}:
            return Mention(found.first, found.end, kind, value, "", owns)
        return None

    def _acts(self, found: Found, sentence: Sentence, *, owns: bool) -> bool:
        """Tell whether a country or capital stands for its government here."""
        known, words = self._known, self._found.words
        if found.end - found.first > 1 and words[found.first] != "the":
            return found.name.letters.casefold() not in {"united states", "the united states"} or self._free(found)
        after = found.end + owns
        if after < sentence.end:
            if words[after] in known.word_sets["not_of_state"]:
                return False
            if owns:
                return not self._found.is_capital(after)
        return self._free(found)

    def _free(self, found: Found) -> bool:
        known, words = self._known, self._found.words
        before = found.first - 1
        if before >= 0 and words[before] in {"the", "mainland", "both"}:
            before -= 1
        if before < 0 or words[before] not in known.word_sets["place_before"]:
            return True
        if words[before] == "from":
            return any(word in known.word_sets["owed"] for word in words[max(0, before - 3) : before])
        if words[before] in {"and", "or"}:  # "both the US and Chinese governments": as the one before it stands
            return before == 0 or words[before - 1] not in known.word_sets["not_of_state"]
        return False

    def _short_names(self, sentence: Sentence, taken: set[int]) -> list[Mention]:
        short = self._people.short
        if not short:
            return []
        words = self._found.words
        mentions: list[Mention] = []
        for number in self._found.capitals_between(sentence.first, sentence.end):
            bearers = short.get(words[number])
            if bearers is None or number in taken:
                continue
            if self._is_part(number, sentence, taken):
                continue
            before = [actor for actor in bearers if self._people.full_at[actor] < number] or bearers
            if len(before) == 1:
                owns = number + 1 < sentence.end and words[number + 1] == "'s"
                side = self._known.sides.get(before[0], "")
                mentions.append(Mention(number, number + 1, "person", before[0], side, owns))
                taken.add(number)
        return mentions

    def _is_part(self, number: int, sentence: Sentence, taken: set[int]) -> bool:
        """Tell whether a word is part of a longer name that nobody here bears ("Ann Huang")."""
        found = self._found
        before, after = number - 1, number + 1
        if after < sentence.end and after not in taken and found.is_capital(after) and found.words[after].isalpha():
            return True
        if before < sentence.first or before in taken or not found.is_capital(before):
            return False
        word = found.words[before]
        sets = self._known.word_sets
        opens = before == sentence.first and (word in sets["opening"] or word in sets["subordinator"])
        return word.isalpha() and word not in sets["title"] and not opens

    def _strangers(self, sentence: Sentence, finds: Finds, taken: set[int]) -> list[Mention]:
        """Return names that no table has: of a firm or an outlet by their last word, of a person by a title."""
        found, sets = self._found, self._known.word_sets
        mentions: list[Mention] = []
        free_from = sentence.first
        for number in found.capitals_between(sentence.first, sentence.end):
            if number < free_from:
                continue
            end = number
            while end < sentence.end and end not in taken and end not in finds.values and self._is_name_word(end):
                end += 1
            free_from = end
            if end - number >= _LEAST_WORDS:
                before = found.words[number - 1] if number > sentence.first else ""
                written = found.written(number, end)
                if found.words[end - 1] in sets["press_word"]:
                    mentions.append(Mention(number, end, "outlet", written, "", self._owns(end, sentence)))
                elif found.words[end - 1] in sets["org_word"]:
                    mentions.append(Mention(number, end, "firm", written, "", self._owns(end, sentence)))
                elif before in sets["person_title"]:
                    mentions.append(Mention(number, end, "stranger", written))
        return mentions

    def _is_name_word(self, number: int) -> bool:
        word = self._found.words[number]
        return len(word) > 1 and word.isalpha() and word.isascii() and self._found.is_capital(number)

    def _owns(self, end: int, sentence: Sentence) -> bool:
        return end < sentence.end and self._found.words[end] == "'s"

    def _pointers(self, finds: Finds, taken: set[int], mentions: list[Mention]) -> list[Mention]:
        """Return what "the company", "the chipmaker" and "the ministry" point to, where one alone can be meant."""
        found: list[Mention] = []
        for name, choose in (
            ("back_maker", self._only_maker), ("back_firm", self._only_firm), ("back_authority", self._only_authority),
        ):  # fmt: skip
            for first, end in finds.places.get(name, ()):
                if first in taken or end - 1 in taken:
                    continue
                before = [each for each in mentions if each.first < first]
                actor = choose(before, self._found.words[end - 1])
                if actor:
                    known = self._known.story.actors.get(actor)
                    kind = "firm" if known is None else known.kind
                    owns = end < len(self._found) and self._found.words[end] == "'s"
                    found.append(Mention(first, end, kind, actor, self._known.sides.get(actor, ""), owns))
                    taken.update(range(first, end))
        return found

    def _so_far(self, kind: str, before: list[Mention]) -> list[str]:
        seen = self._people.firms if kind == "firm" else self._people.authorities
        return list(dict.fromkeys([*seen, *(each.actor for each in before if each.kind == kind)]))

    def _only_firm(self, before: list[Mention], _noun: str) -> str:
        firms = self._so_far("firm", before)
        return firms[0] if len(firms) == 1 else ""

    def _only_maker(self, before: list[Mention], _noun: str) -> str:
        makers = [firm for firm in self._so_far("firm", before) if firm in self._known.makers]
        return makers[0] if len(makers) == 1 else ""

    def _only_authority(self, before: list[Mention], noun: str) -> str:
        actors = self._known.story.actors
        bodies = [actors[each] for each in self._so_far("authority", before) if each in actors]
        named = [body.actor_id for body in bodies if any(noun in plain(name).split() for name in body.names)]
        return named[0] if len(named) == 1 else bodies[0].actor_id if len(bodies) == 1 else ""
