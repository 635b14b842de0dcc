"""Names looked up on party lists, in the published JSON form (schema screen.schema.json); `answer` says which."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from licet.screen.judgements import entry_sha256
from licet.screen.match import Level
from licet.screen.screened import Outcome
from licet.verdict.as_json import SCHEMA_VERSION

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from licet.screen.again import Difference, ScreenedAgain
    from licet.screen.judgement_states import Stated
    from licet.screen.judgements import Judgement, Standing
    from licet.screen.listed import ListVersion
    from licet.screen.match import Hit
    from licet.screen.screened import Screened

NOT_TESTED = (
    "who owns the party; Korean and Japanese letters; firms whose Chinese and English names share no word; lists that "
    "are not imported"
)


@dataclass(frozen=True, slots=True)
class Asking:
    """What names were looked up on, and how: what stands at the head of an answer.

    `day` is the day on which judgements counted, `as_of` the day asked about, None if none was named. `only` are the
    codes of lists asked for, none for all. `judgements` is the file of judgements, empty if there is none.
    """

    version: ListVersion
    origin: str
    day: date
    as_of: date | None = None
    least: Level = Level.POSSIBLE
    only: tuple[str, ...] = ()
    judgements: str = ""
    judged: int = 0
    warnings: tuple[str, ...] = ()


def version_json(version: ListVersion) -> dict[str, Any]:
    """Return of when the lists are, and what is on each."""
    return {
        "title": version.title,
        "generated": str(version.generated),
        "last_day": str(version.last_day),
        "source": version.source_url,
        "sha256": version.sha256,
        "parties": version.parties,
        "lists": [
            {"code": each.code, "name": each.name, "citation": each.citation, "parties": each.parties}
            for each in version.lists
        ],
    }


def head_json(asking: Asking) -> dict[str, Any]:
    """Return what stands before the names: the lists with each data set, and what was asked."""
    return {
        "schema_version": SCHEMA_VERSION,
        "answer": "names",
        "lists": _lists_json(asking.version, asking.origin, asking.as_of),
        "asked": {
            "as_of": None if asking.as_of is None else str(asking.as_of),
            "judged_on": str(asking.day),
            "least": asking.least.value,
            "only_lists": list(asking.only),
            "judgements": asking.judgements or None,
            "judged": asking.judged,
        },
        "warnings": list(asking.warnings),
    }


def foot_json(counts: Counter[Outcome]) -> dict[str, Any]:
    """Return what stands after the names: how many there are of each outcome, and what was not tested."""
    return {"totals": {each.value: counts[each] for each in Outcome}, "not_tested": NOT_TESTED}


def names_json(asking: Asking, screened: Iterable[Screened]) -> dict[str, Any]:
    """Return each name with what stands of it and the entries it may stand for."""
    counts: Counter[Outcome] = Counter()
    names = []
    for each in screened:
        counts[each.outcome] += 1
        names.append(screened_json(each))
    return {**head_json(asking), "names": names, **foot_json(counts)}


def screened_json(screened: Screened) -> dict[str, Any]:
    """Return one name with what stands of it and its candidates."""
    party = screened.party
    return {
        "name": party.name,
        "id": party.party_id if party.party_id != party.name else None,
        "aliases": list(party.asked.names[1:]),
        "country": party.asked.country,
        "addresses": list(party.asked.addresses),
        "ids": list(party.asked.ids),
        "where": party.where or None,
        "outcome": screened.outcome.value,
        "not_compared": list(screened.not_compared),
        "candidates": [_candidate(each.hit) | _standing(each.standing) for each in screened.found],
    }


def judgements_json(asking: Asking, stated: Sequence[Stated]) -> dict[str, Any]:
    """Return each judgement of a file with its state."""
    return {
        "schema_version": SCHEMA_VERSION,
        "answer": "judgements",
        "file": asking.judgements,
        "lists": _lists_json(asking.version, asking.origin, asking.as_of),
        "day": str(asking.day),
        "judgements": [
            {
                **_whole_judgement(each.judgement),
                "state": each.state.value,
                "entry_name_now": each.entry.name if each.entry is not None else None,
            }
            for each in stated
        ],
    }


def judged_json(judgement: Judgement, file: str, warnings: Sequence[str]) -> dict[str, Any]:
    """Return a judgement that was added to a file."""
    return {
        "schema_version": SCHEMA_VERSION,
        "answer": "judged",
        "file": file,
        "judgement": _whole_judgement(judgement),
        "warnings": list(warnings),
    }


def again_json(
    asking: Asking, since: date, then: ListVersion, found: Iterable[ScreenedAgain], *, in_all: int
) -> dict[str, Any]:
    """Return the names of which something differs from what stood on an earlier day; `in_all` were looked up."""
    head = head_json(asking)
    return {
        **head,
        "answer": "again",
        "since": str(since),
        "asked_in_all": in_all,
        "lists_then": _lists_json(then, asking.origin, since),
        "names": [
            {
                "name": each.party.name,
                "id": each.party.party_id if each.party.party_id != each.party.name else None,
                "where": each.party.where or None,
                "before": each.before.value,
                "after": each.after.value,
                "differences": [_difference(difference) for difference in each.differences],
            }
            for each in found
        ],
        "not_tested": NOT_TESTED,
    }


def _lists_json(version: ListVersion, origin: str, day: date | None) -> dict[str, Any]:
    sources = [
        {
            "source": part.source,
            "title": part.title,
            "generated": str(part.generated),
            "last_day": str(part.last_day),
            "stale": None if day is None else day > part.last_day,
            "parties": part.parties,
        }
        for part in version.each_source
    ]
    return {"origin": origin, **version_json(version), "sources": sources, "not_looked_at": list(version.not_yet)}


def _candidate(hit: Hit) -> dict[str, Any]:
    party, on_list = hit.party, hit.on_list
    return {
        "list": on_list.code,
        "list_name": on_list.name,
        "citation": on_list.citation,
        "effect": on_list.effect,
        "source": on_list.source,
        "generated": None if on_list.generated is None else str(on_list.generated),
        "entry_id": party.source_id,
        "entry_sha256": entry_sha256(party),
        "name": party.name,
        "matched": hit.matched,
        "by": hit.by.value,
        "level": hit.level.value,
        "score": round(hit.score, 6),
        "features": [{"name": each.name, "value": round(each.value, 6), "words": each.words} for each in hit.features],
        "evidence": list(hit.evidence),
        "aliases": list(party.aliases),
        "countries": list(party.countries),
        "addresses": list(party.addresses),
        "ids": list(party.ids),
        "kind": party.kind or None,
        "licence_requirement": party.licence_requirement or None,
        "licence_policy": party.licence_policy or None,
        "programmes": party.programmes or None,
        "notice": party.notice or None,
    }


def _standing(standing: Standing) -> dict[str, Any]:
    judgement = standing.judgement
    shown = None if judgement is None else _judgement(judgement)
    return {"judgement": shown, "reopened": standing.reopened or None}


def _judgement(judgement: Judgement) -> dict[str, Any]:
    return {
        "judged": judgement.judged.value,
        "by": judgement.by,
        "on": str(judgement.on),
        "until": str(judgement.until),
        "reason": judgement.reason,
        "document": judgement.document or None,
        "where": judgement.where or None,
    }


def _whole_judgement(judgement: Judgement) -> dict[str, Any]:
    return {
        "party_id": judgement.party_id,
        "name": judgement.name,
        "source": judgement.source,
        "list": judgement.list_code,
        "entry_id": judgement.entry_id,
        "entry_name": judgement.entry_name,
        "entry_sha256": judgement.entry_sha256,
        **_judgement(judgement),
    }


def _difference(difference: Difference) -> dict[str, Any]:
    return {
        "differs": difference.differs.value,
        "why": difference.why,
        "fields": list(difference.fields),
        "reopened": difference.reopened or None,
        "candidate": _candidate(difference.hit),
    }
