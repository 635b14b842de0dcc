"""Who of a line may be a listed party, in the published JSON form (`parties_on_lists` of check.schema.json)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from licet.verdict.sighted import Match, Sighting


def sightings_json(sightings: Iterable[Sighting]) -> list[dict[str, Any]]:
    """Return everybody who may be a listed party, with each entry, how alike it is, and what was judged."""
    return [
        {
            "subject": sighting.subject,
            "who": sighting.who,
            "part": sighting.part.value,
            "matches": [_match(match) for match in sighting.matches],
        }
        for sighting in sightings
    ]


def _match(match: Match) -> dict[str, Any]:
    hit, judged = match.hit, match.standing.judgement
    return {
        "list": hit.on_list.own_code,
        "list_name": hit.on_list.name,
        "source": hit.on_list.source,
        "generated": str(hit.on_list.generated),
        "entry": hit.party.source_id,
        "name": hit.party.name,
        "matched": hit.matched,
        "by": hit.by.value,
        "level": hit.level.value,
        "score": hit.score,
        "evidence": list(hit.evidence),
        "effect": None if match.rule is None else match.rule.effect.value,
        "citation": match.citation,
        "judged": None if judged is None else judged.judged.value,
        "judged_by": None if judged is None else judged.by,
        "judged_on": None if judged is None else str(judged.on),
        "until": None if judged is None else str(judged.until),
        "reason": None if judged is None else judged.reason,
        "reopened": match.standing.reopened or None,
    }
