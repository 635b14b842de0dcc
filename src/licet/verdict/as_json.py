"""A determination in the published JSON form (design, section 8.3; schema determination.schema.json)."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from licet.citation import Grade
from licet.evaluate import deciding_label, explanation
from licet.evaluate.explain import Told as ToldNodes
from licet.evaluate.explain import value_words
from licet.rules import Reading
from licet.truth import Truth
from licet.verdict.act_json import brief_json
from licet.verdict.facts_json import Told, facts_json
from licet.verdict.red_flags import FlagsTold
from licet.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from licet.acts import KeyStanding
    from licet.acts.act import ActSource
    from licet.evaluate import ConditionFinding, Decision, Finding, Missing
    from licet.rules import Version
    from licet.verdict.determination import Determination, KeyState

SCHEMA_VERSION = 1
_WORST_LAST = [Grade.PRIMARY, Grade.SECONDARY, Grade.PRESS, Grade.MEMORY]


def determination_json(answer: Determination, *, explained: bool = False, told: Told | None = None) -> dict[str, Any]:
    """Return the determination as plain data.

    Args:
        answer: From `determine`.
        explained: Add the explanation of every rule that stands.
        told: What was gathered for other answers of the same run.
    """
    told = told or Told()
    query, decision, head = answer.query, answer.decision, answer.law.pack.head
    return {
        "schema_version": SCHEMA_VERSION,
        "item": query.item.item_id,
        "quantity": query.quantity,
        "valid_at": str(query.valid_at),
        "known_at": str(query.known_at) if query.known_at else None,
        "reading": query.reading.value,
        **{name: query.text(name) for name in ("movement", "ship_from", "destination", "exporter")},
        "parties": _parties(answer),
        "classification": _classification(answer),
        "licence_required": decision.licence_required.word,
        "because": told.part("because", answer, lambda: [_reason(finding) for finding in _grounds(decision)]),
        "exceptions": told.part(f"exceptions {query.authority_claimed}", answer, lambda: _exceptions(answer)),
        "review_policy": decision.review_policy,
        "review_policy_if_conditions_fail": decision.policy_if_conditions_fail,
        "review_policies": told.part("policies", answer, lambda: _policies(decision)),
        "conditions": told.part("conditions", answer, lambda: [_condition(found) for found in decision.conditions]),
        "keys": {state.key: _key(state) for state in answer.keys},
        "other_reading": _other(answer),
        "relies_on": told.remarks(answer.relies_on),
        "facts": list(facts_json(answer, told)),
        "missing": told.part("missing", answer, lambda: [_missing(missing) for missing in answer.missing]),
        "not_tested": told.remarks(answer.not_tested),
        "caveats": told.remarks(answer.caveats),
        "stale": told.remarks(answer.stale),
        "margins": told.margins(answer),
        **({"red_flags": FlagsTold().of(answer.red_flags)} if explained and answer.red_flags else {}),
        **({"explanation": explanation_nodes(decision)} if explained else {}),
        "rules_version": head.version,
        "engine_version": __version__,
        "input_sha256": input_sha256(answer),
        "checked_through": str(head.checked_through),
    }


def _grounds(decision: Decision) -> Iterable[Finding]:
    """The requirements that hold; where that is unknown, those that may."""
    wanted = decision.licence_required
    return (
        [finding for finding in decision.requirements if finding.truth is wanted] if wanted is not Truth.FALSE else []
    )


def _reason(finding: Finding) -> dict[str, Any]:
    version = finding.standing.version
    reason = {
        "rule": finding.standing.rule.id,
        "citation": str(version.source),
        "limb": deciding_label(finding.step) or None,
        "grade": version.source.grade.value,
        "title": finding.standing.rule.title,
        "truth": finding.truth.word,
    }
    return {**reason, "terms_unpublished": True} if version.terms_unpublished else reason


def _parties(answer: Determination) -> list[dict[str, Any]]:
    shown = []
    for role, party in answer.query.parties:
        facts = {name: value_words(stated.value) for name, stated in party.facts.items()}
        own = {name: facts.pop(name, None) for name in ("country", "headquarters", "ultimate_parent_headquarters")}
        shown.append(
            {
                "role": role.value,
                "party_id": party.party_id,
                "name": party.name,
                **own,
                **({"facts": facts} if facts else {}),
            }
        )
    return shown


def _classification(answer: Determination) -> dict[str, Any]:
    found = answer.decision.classification
    return {
        answer.law.pack.head.classification.fact: found.value or "unknown",
        "eccn": found.eccn,
        "limb": found.limb or None,
        "candidates": [eccn for _, eccn in found.candidates] if found.value is None else [],
        "asserted_eccn": answer.query.item.asserted_eccn or None,
    }


def _exceptions(answer: Determination) -> list[dict[str, Any]]:
    decision = answer.decision
    claimed = (answer.query.authority_claimed or "").casefold()
    shown = []
    for finding in decision.exceptions:
        name = finding.standing.version.outcome["name"]
        if decision.licence_required is Truth.FALSE and name.casefold() != claimed:
            continue
        conditions = [found for found in decision.exception_conditions if found.of.rule.id == finding.standing.rule.id]
        missing = [missing for missing in answer.missing if f"exception {name}" in missing.settles]
        shown.append(
            {
                "name": name,
                "available": finding.truth.word,
                "claimed": name.casefold() == claimed,
                "because": [_reason(finding)],
                "missing": [_missing(part) for part in missing],
                "conditions": [_condition(found) for found in conditions],
            }
        )
    return shown


def _policies(decision: Decision) -> list[dict[str, Any]]:
    if decision.licence_required is Truth.FALSE:
        return []
    return [
        {
            "policy": finding.standing.version.outcome["policy"],
            "rule": finding.standing.rule.id,
            "citation": str(finding.standing.version.source),
            "limb": deciding_label(finding.step) or None,
            "grade": finding.standing.version.source.grade.value,
            "title": finding.standing.rule.title,
            "applies": finding.truth.word,
            "for": list(finding.standing.version.applies_to),
        }
        for finding in decision.policies
        if finding.truth is not Truth.FALSE
    ]


def _condition(found: ConditionFinding) -> dict[str, Any]:
    return {
        "id": found.id,
        "citation": found.at,
        "met": found.met.word,
        "question": found.question,
        "else": found.otherwise or None,
        "grade": found.of.version.source.grade.value,
    }


def _key(state: KeyState) -> dict[str, Any]:
    """Return the state of a key; where acts decide it, from what stands, else from the rules that hold."""
    found = state.standing
    if found is not None and state.decided_by_acts:
        return _by_acts(state, found)
    told = {} if found is None else {"reported": _reported(found)}
    return {**_by_rules(state), **told}


def _by_acts(state: KeyState, found: KeyStanding) -> dict[str, Any]:
    each = found.headline
    return {
        "state": state.state,
        "effect": state.effect,
        **_since(found),
        "sources": [_page(source) for source in each.act.sources] if each else [],
        "act": each.act.id if each else None,
        "standing": brief_json(found),
    }


def _page(source: ActSource) -> dict[str, Any]:
    title = source.title or "report"
    return {
        "title": f"{title}, copied by {source.relay}" if source.relay else title,
        "publisher": source.publisher,
        "published": str(source.published) if source.published else None,
        "url": source.url or None,
    }


def _since(found: KeyStanding) -> dict[str, Any]:
    each = found.headline
    return {
        "since": str(each.act.happened.first) if each else None,
        "contested": each.contested if each else False,
        "grade": each.act.grade.value if each else None,
    }


def _reported(found: KeyStanding) -> dict[str, Any]:
    """Return what acts tell of a key that rules decide."""
    return {"state": found.state, **_since(found), "standing": brief_json(found)}


def _by_rules(state: KeyState) -> dict[str, Any]:
    versions = [finding.standing.version for finding in state.findings]
    certain = (finding.standing.version for finding in state.findings if finding.truth is Truth.TRUE)
    best = min(certain, key=_well_read, default=None)
    return {
        "state": state.state,
        "effect": state.effect,
        "since": str(_begins(best)) if best else None,
        "contested": False,
        "grade": best.source.grade.value if best else None,
        "sources": list(dict.fromkeys(str(version.source) for version in versions)),
    }


def _begins(version: Version) -> date:
    return version.comply_from or version.in_force_from


def _well_read(version: Version) -> tuple[int, date]:
    """Order versions by how well they were read, then by when they began to bind."""
    return _WORST_LAST.index(version.source.grade), _begins(version)


def _other(answer: Determination) -> dict[str, Any]:
    here, there = answer.decision, answer.other
    pairs = {
        "eccn": (here.classification.eccn, there.classification.eccn),
        "licence_required": (here.licence_required.word, there.licence_required.word),
        "review_policy": (here.review_policy, there.review_policy),
    }
    reading = Reading.TEXT if answer.query.reading is Reading.ENFORCED else Reading.ENFORCED
    differs = [{"name": name, "here": one, "there": two} for name, (one, two) in pairs.items() if one != two]
    return {"reading": reading.value, "differs_in": differs}


def _missing(missing: Missing) -> dict[str, Any]:
    subject = "" if missing.subject == "order" else f" of {missing.subject}"
    state = f"open between figures: {missing.disputed}" if missing.disputed else "not stated"
    undecided = f"whether {missing.member} is in {missing.fact} is not known"
    alone = f"; alone: {', '.join(missing.alone)}" if missing.alone else ""
    return {
        "fact": missing.fact,
        "why": undecided if missing.member else f"{missing.fact}{subject} is {state}",
        "settles": ", ".join(missing.settles) + alone,
        "question": missing.question or None,
        "remedy": missing.remedy.value,
    }


def explanation_nodes(decision: Decision) -> list[dict[str, Any]]:
    """Return the explanation of what made the answer, what holds first.

    Where a licence is required or may be, the rules that hold or may hold; where none is, every requirement
    that stands, since each had to fail.
    """
    paragraphs = [step for _, step in decision.classification.steps]
    steps = [step for step in paragraphs if step.truth is not Truth.FALSE] or paragraphs
    if decision.licence_required is Truth.FALSE:
        steps += [finding.step for finding in decision.requirements]
    else:
        findings = (*decision.requirements, *decision.exceptions, *decision.policies)
        steps += [finding.step for finding in findings if finding.truth is not Truth.FALSE]
    told: ToldNodes = {}
    return [dict(explanation(step, told=told)) for step in sorted(steps, key=lambda step: -step.truth.rank)]


def input_sha256(answer: Determination) -> str:
    """Return the hash of everything the caller stated, in a canonical form."""
    query = answer.query
    stated = {
        "item": query.item.item_id,
        "quantity": query.quantity,
        "valid_at": str(query.valid_at),
        "known_at": str(query.known_at),
        "reading": query.reading.value,
        "claimed": query.authority_claimed,
        "complete": query.parties_complete.word,
        "order": {name: value_words(fact.value) for name, fact in sorted(query.order_facts.items())},
        "parties": [
            [role.value, party.party_id, {name: value_words(fact.value) for name, fact in sorted(party.facts.items())}]
            for role, party in query.parties
        ],
    }
    return hashlib.sha256(json.dumps(stated, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
