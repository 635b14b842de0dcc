"""Fact shopping (design, section 9): an order that turns from hold to release by a fact stated otherwise waits.

Watched are the parties and what is stated of them, owners, movement, destination, place of use and end use. To state
what was not stated is no change: that is how a doubt ends. Until two named persons approve the change by a document,
the units stay held. How the order was judged, and on which facts, is kept in the register.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from licet.case import NobodyElse
from licet.facts import Role
from licet.quantity import UNKNOWN_QUANTITY, Interval
from licet.truth import Truth
from licet.verdict.keys import Blocking, Freeing
from licet.verdict.order_file import Approval, Baseline, FactChange

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from licet.case import Case, Order, Ownership
    from licet.facts import FactValue
    from licet.verdict.order_file import Filed, Judgement

UNAPPROVED = "fact_change_unapproved"
NOT_STATED = "not stated"
_WATCHED = ("movement", "destination", "place_of_use", "end_use")
_TEXTS = (*_WATCHED, "ship_from", "exporter")
_INTERMEDIARIES = (Role.INTERMEDIATE_CONSIGNEE.value,)


def owners_of(case: Case) -> dict[str, list[Ownership | NobodyElse]]:
    """Return the stated owners by party, and that there are no others."""
    found: dict[str, list[Ownership | NobodyElse]] = {}
    shares: tuple[Ownership | NobodyElse, ...] = (*case.owners, *case.nobody_else)
    for share in shares:
        found.setdefault(share.party_id, []).append(share)
    return found


def facts_of(order: Order, owners: Mapping[str, Iterable[Ownership | NobodyElse]], day: date) -> dict[str, Any]:
    """Return the stated facts of a line as plain data; what is not stated is absent.

    Args:
        order: The line.
        owners: From `owners_of`.
        day: Owners of this day count.
    """
    movement = None if order.movement is None or order.movement_derived else order.movement.value
    texts = {name: movement if name == "movement" else getattr(order, name) for name in _TEXTS}
    roles: dict[str, list[str]] = {}
    for role, party in order.parties:
        roles.setdefault(role.value, []).append(party.party_id)
    people = {party.party_id: party for _, party in order.parties}
    stated = {
        party_id: {"name": party.name, **{name: _word(each.value) for name, each in sorted(party.facts.items())}}
        for party_id, party in people.items()
    }
    held = {
        party_id: sorted(_share(share) for share in owners.get(party_id, ()) if share.held.contains(day))
        for party_id in people
    }
    found: dict[str, Any] = {"item": order.item.item_id, "quantity": order.quantity}
    found |= {name: text for name, text in texts.items() if text is not None}
    found["parties"] = {role: sorted(ids) for role, ids in roles.items()}
    found["party_facts"] = stated
    owned = {party_id: shares for party_id, shares in held.items() if shares}
    return {**found, **({"owners": owned} if owned else {})}


def _word(value: FactValue) -> str:
    if isinstance(value, Truth):
        return value.word
    if isinstance(value, frozenset):
        return ", ".join(sorted(value))
    return str(value) if not isinstance(value, Interval) else f"{value}"


def _share(share: Ownership | NobodyElse) -> str:
    if isinstance(share, NobodyElse):
        return "nobody else"
    return share.owner if share.percent == UNKNOWN_QUANTITY else f"{share.owner} ({share.percent} %)"


def changes_between(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[FactChange, ...]:
    """Return the watched facts that were stated before, and are stated otherwise or no longer now."""
    return tuple(_changes(before, after))


def _changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[FactChange]:
    for name in _WATCHED:
        yield from _changed(name, _spaced(name), before.get(name), after.get(name))
    roles, now = before.get("parties", {}), after.get("parties", {})
    for role in dict.fromkeys((*roles, *now)):
        old, new = roles.get(role, []), now.get(role, [])
        added = sorted(set(new) - set(old))
        if role in _INTERMEDIARIES and added and roles:
            words = f"a new intermediary after the refusal: {_spaced(role)} {', '.join(added)}"
            yield FactChange(role, words + (f" (was {', '.join(old)})" if old else ""))
        else:
            yield from _changed(role, _spaced(role), ", ".join(old) or None, ", ".join(new) or None)
    for party_id, facts in before.get("party_facts", {}).items():
        known = after.get("party_facts", {}).get(party_id)
        for name, value in facts.items() if known is not None else ():
            yield from _changed(f"{party_id}.{name}", f"{_spaced(name)} of {party_id}", value, known.get(name))
    for party_id, shares in before.get("owners", {}).items():
        if party_id in after.get("party_facts", {}):
            new = after.get("owners", {}).get(party_id, [])
            yield from _changed(
                f"{party_id}.owners", f"owners of {party_id}", ", ".join(shares), ", ".join(new) or None
            )


def _changed(name: str, shown: str, old: str | None, new: str | None) -> Iterator[FactChange]:
    if old is not None and old != new:
        yield FactChange(name, f"{shown}: {old} -> {NOT_STATED if new is None else new}")


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    """Yield everything stated otherwise, newly stated or no longer stated, in words."""
    watched = changes_between(before, after)
    yield from (change.words for change in watched)
    seen = {change.name for change in watched}
    one, other = _flat(before), _flat(after)
    for name in dict.fromkeys((*one, *other)):
        if one.get(name) != other.get(name) and name not in seen:
            old, new = (flat.get(name, NOT_STATED) for flat in (one, other))
            yield f"{_spaced(name)}: {old} -> {new}"


def _flat(facts: Mapping[str, Any]) -> dict[str, str]:
    """Return facts by name, as `_changes` names them."""
    found = {name: str(value) for name, value in facts.items() if not isinstance(value, Mapping)}
    found |= {role: ", ".join(ids) for role, ids in facts.get("parties", {}).items()}
    for party_id, stated in facts.get("party_facts", {}).items():
        found |= {f"{party_id}.{name}": value for name, value in stated.items()}
    return found | {f"{party_id}.owners": ", ".join(shares) for party_id, shares in facts.get("owners", {}).items()}


def baseline_of(notes: Iterable[Judgement | Approval]) -> Baseline | None:
    """Return the facts that an order was held on, from its judgements and approvals in the order recorded.

    It is kept until the order is wholly released, so that no chain of small changes passes, not one through a fact left
    out for a while. An approval after a change that was written down covers the facts of that change, and another
    waits again; an approval before ends it.
    """
    baseline: Baseline | None = None
    last: Judgement | None = None
    for note in notes:
        if isinstance(note, Approval):
            waits = last is not None and baseline is not None and changes_between(baseline.facts, last.facts)
            baseline = _held_on(last) if last is not None and waits else None
            continue
        last = note
        if not note.units("hold_units") and not note.units("undetermined_units"):
            baseline = None
        elif baseline is None:
            baseline = _held_on(note) if note.units("hold_units") else None
        elif UNAPPROVED not in note.causes:
            baseline = Baseline(baseline.facts, note.units("release_units"), baseline.recorded_at)
    return baseline


def _held_on(note: Judgement) -> Baseline:
    return Baseline(note.facts, note.units("release_units"), note.recorded_at)


def unapproved(filed: Filed, release: int) -> tuple[Blocking, Freeing] | None:
    """Return what holds a release that a changed fact brought about; None if nothing does.

    Args:
        filed: What the register keeps of the order, with the changes since it was held.
        release: How many units would be released.
    """
    baseline = filed.file.baseline
    if baseline is None or not filed.changes or release <= baseline.release_units:
        return None
    since = f"the order was held on {baseline.recorded_at:%Y-%m-%d}, and would be released by what is stated otherwise"
    text = f"{since}: {'; '.join(change.words for change in filed.changes)}"
    frees = "an approval of the change by two named persons, with a document (licet register approve)"
    return Blocking(None, UNAPPROVED, text, units=release), Freeing("file", frees)


def _spaced(name: str) -> str:
    return name.replace("_", " ")
