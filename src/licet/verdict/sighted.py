"""What the names of a line may stand for: entries of party lists, with what each requires and what was judged."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from licet.screen import JudgedAs, Level, MatchedBy

if TYPE_CHECKING:
    from licet.rules import PartyListRule
    from licet.screen import Hit, Standing


class Part(Enum):
    """How somebody stands to a line."""

    PARTY = "party"
    OWNER = "owner"
    EXPORTER = "exporter"


@dataclass(frozen=True, slots=True)
class Match:
    """One entry that somebody may be; `rule` is None if nothing says what its list requires."""

    hit: Hit
    rule: PartyListRule | None
    standing: Standing

    @property
    def is_same(self) -> bool:
        """Tell whether a person judged that it is the same party."""
        return self._judged is JudgedAs.SAME

    @property
    def is_cleared(self) -> bool:
        """Tell whether a person judged that it is not."""
        return self._judged is JudgedAs.NOT_SAME

    @property
    def _judged(self) -> JudgedAs | None:
        return None if self.standing.judgement is None else self.standing.judgement.judged

    @property
    def vintage(self) -> str:
        """Of when the entry is, in words."""
        return f"vintage {self.hit.on_list.generated}"

    @property
    def citation(self) -> str:
        """What makes the list bind: by its rule, else as its publisher has it."""
        source = self.hit.on_list.citation if self.rule is None else str(self.rule.source)
        return f"{self.hit.on_list.name}, {source}"

    @property
    def how(self) -> str:
        """How alike the two are, in words."""
        hit = self.hit
        by = {
            MatchedBy.NAME: "",
            MatchedBy.ALIAS: f", by its alias {hit.matched}",
            MatchedBy.ADDRESS: f", by its address {hit.matched}",
            MatchedBy.IDENTIFIER: f", by its number {hit.matched}",
        }[hit.by]
        level = "" if hit.level is Level.EXACT else f" ({hit.level.value}, {hit.score:.2f})"
        return f"{level}{by}"


@dataclass(frozen=True, slots=True)
class Sighting:
    """Somebody of a line with the entries they may be.

    `subject` is the id under which they are judged: a party_id, or the name of an owner or exporter without one.
    """

    subject: str
    who: str
    part: Part
    matches: tuple[Match, ...]

    def called(self, match: Match) -> str:
        """Return who it is and which entry it may be, in words."""
        hit = match.hit
        verb = "is" if match.is_same else "possible match with"
        return f"{self.who}: {verb} {hit.party.name} on {hit.on_list.name} ({match.vintage}){match.how}"
