"""Names looked up on party lists, in the published JSON form (schema screen.schema.json)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from licet.screen import can_be_looked_up
from licet.verdict.as_json import SCHEMA_VERSION

if TYPE_CHECKING:
    from collections.abc import Sequence

    from licet.screen import Hit, ListVersion
    from licet.verdict.screening import Screening

NOT_TESTED = "names by likeness, in another spelling, order or script; addresses, registration numbers and owners"


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


def names_json(names: Sequence[str], screening: Screening, country: str | None = None) -> dict[str, Any]:
    """Return each name with the entries it may stand for."""
    return {
        "schema_version": SCHEMA_VERSION,
        "lists": {"origin": screening.origin, **version_json(screening.version)},
        "names": [
            {
                "name": name,
                "looked_up": can_be_looked_up(name),
                "possible_matches": [_hit(hit) for hit in screening.index.look_up(name, country)],
            }
            for name in names
        ],
        "not_tested": NOT_TESTED,
    }


def _hit(hit: Hit) -> dict[str, Any]:
    party = hit.party
    return {
        "list": hit.on_list.code,
        "list_name": hit.on_list.name,
        "citation": hit.on_list.citation,
        "effect": hit.on_list.effect,
        "name": party.name,
        "matched": hit.matched,
        "by": hit.by.value,
        "countries": list(party.countries),
        "ids": list(party.ids),
        "kind": party.kind or None,
        "licence_requirement": party.licence_requirement or None,
        "licence_policy": party.licence_policy or None,
        "programmes": party.programmes or None,
        "notice": party.notice or None,
        "evidence": list(hit.evidence),
    }
