"""In what claims disagree, each conflict with a sentence that explains it.

Days are compared within an event (`conflicts_dates`); here states, denials, figures and names of keys.
Nothing is settled: the claims stay side by side.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from licet.acts.act import plain
from licet.evidence.model import Conflict, ConflictKind, Modality
from licet.evidence.pile.conflicts_quantities import figures_apart
from licet.evidence.pile.documents import shown_name
from licet.evidence.pile.events import is_denied_only
from licet.evidence.pile.events_nodes import atoms_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from licet.acts import Story
    from licet.evidence.model import Claim, Document, Event
    from licet.evidence.pile.originators import Originators
    from licet.evidence.pile.strength import Strength

NEWS_DAYS = 7  # what is told without a day is taken to be news of the week before its text
_NAMED = 4


@dataclass(frozen=True, slots=True)
class Context:
    """What conflicts are looked for in; `days` is the day of each document's news."""

    documents: Mapping[str, Document]
    claims: Mapping[str, Claim]
    days: Mapping[str, date | None]
    originators: Originators
    story: Story
    tables: Strength


def with_conflicts(events: Sequence[Event], context: Context) -> list[Event]:
    """Return the events with their conflicts.

    A conflict between two events stands with both.
    """
    added: dict[str, list[Conflict]] = defaultdict(list)
    for event in events:
        own = [context.claims[each] for each in event.claims]
        added[event.event_id] += [*_denied(own, context), *_keys(own, context), *figures_apart(own)]
    for conflict, ids in _states(events, context):
        for each in ids:
            added[each].append(conflict)
    return [replace(event, conflicts=(*event.conflicts, *added[event.event_id])) for event in events]


def misnamed(events: Sequence[Event], context: Context) -> list[Event]:
    """Return events that are only foretold, with what is wrong in the name they give to a key."""
    return [
        replace(event, conflicts=(*event.conflicts, *_keys([context.claims[each] for each in event.claims], context)))
        for event in events
    ]


def _who(claims: Iterable[Claim], context: Context) -> str:
    """Return who had claims first, a few of them by name."""
    names = sorted({context.originators.of_claim(claim).name for claim in claims})
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more


def _where(claims: Iterable[Claim], context: Context) -> str:
    """Return the documents that claims stand in, a few of them."""
    return ", ".join(sorted({shown_name(context.documents[claim.document_id]) for claim in claims})[:_NAMED])


# ---- denied


def _denied(own: Sequence[Claim], context: Context) -> Iterator[Conflict]:
    denials = [claim for claim in own if claim.modality is Modality.DENIED]
    done = [claim for claim in own if claim.modality is Modality.DONE]
    if denials and done:
        said, denied = _who(done, context), _who(denials, context)
        text = f"said by {said}, denied by {denied}"
        if said == denied:
            text = f"both after {said}: as done in {_where(done, context)}, as denied in {_where(denials, context)}"
        yield Conflict(ConflictKind.DENIED, _ids([*done, *denials]), text)


def _ids(claims: Iterable[Claim]) -> tuple[str, ...]:
    return tuple(sorted({claim.claim_id for claim in claims}))


# ---- one key called by the other's name


def _keys(own: Sequence[Claim], context: Context) -> Iterator[Conflict]:
    for (right, wrong), claims in sorted(_misnamed(own, context).items()):
        named = context.tables.called
        text = f"{_who(claims, context)}: what is an {named[right].name} ({right}) is called an {named[wrong].name}"
        yield Conflict(ConflictKind.KEY, _ids(claims), text)


def _misnamed(own: Sequence[Claim], context: Context) -> dict[tuple[str, str], list[Claim]]:
    found: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    called = context.tables.called
    for claim in own:
        key = claim.key or ""
        words = plain(claim.quote) if key in called else ""
        if words and not any(word in words for word in called[key].words):
            for other in called.keys() - {key}:
                if any(word in words for word in called[other].words):
                    found[key, other].append(claim)
    return found


# ---- a state that says more than another


def _states(events: Sequence[Event], context: Context) -> Iterator[tuple[Conflict, tuple[str, ...]]]:
    """Yield conflicts of states of one ladder, item and time, with the ids of their events.

    A document that tells two states apart is not in conflict with itself, nor is a state with a later one that says
    more; one that says less, a few days later, is.
    """
    ladders: dict[tuple[str, str, str], list[tuple[date, date, Event]]] = defaultdict(list)
    for event in events:
        rung = context.tables.ladders.get((event.key or "", event.state or ""))
        if rung is not None and event.key is not None and not is_denied_only(event, context.claims):
            for atom in atoms_of(event.items, context.story):
                ladders[event.key, rung.ladder, atom].append((*_stretch(event, context), event))
    seen: set[tuple[str, ...]] = set()
    for of_one in ladders.values():
        for together in (*_at_one_time(of_one), *_taken_back(of_one, context)):
            ids = tuple(sorted(event.event_id for event in together))
            conflict = _state_conflict(together, context) if ids not in seen else None
            seen.add(ids)
            if conflict is not None:
                yield conflict, ids


def _stretch(event: Event, context: Context) -> tuple[date, date]:
    """Return the days on which an event can have been; without a day, the days that its texts are news of."""
    if event.first is not None and event.last is not None:
        return event.first, event.last
    days = [context.days[context.claims[each].document_id] for each in event.claims]
    known = [day for day in days if day is not None]
    last = event.last or max(known, default=date.max)
    begun = min(known, default=last)
    return (begun - timedelta(NEWS_DAYS) if begun.year > 1 else begun), last


def _at_one_time(found: Sequence[tuple[date, date, Event]]) -> Iterator[list[Event]]:
    """Yield the events, two or more of different states, whose days have one in common."""
    group: list[Event] = []
    until = date.min
    for first, last, event in sorted(found, key=lambda each: (each[0], each[1], each[2].event_id)):
        if group and first <= until:
            group.append(event)
            until = min(until, last)
        else:
            if len({each.state for each in group}) > 1:
                yield group
            group, until = [event], last
    if len({each.state for each in group}) > 1:
        yield group


def _taken_back(found: Sequence[tuple[date, date, Event]], context: Context) -> Iterator[list[Event]]:
    """Yield pairs of events with a day, the later of which says less."""
    dated = [each for each in found if each[2].first is not None and each[2].last is not None]
    dated.sort(key=lambda each: (each[0], each[1], each[2].event_id))
    for (_, last, before), (first, _, after) in pairwise(dated):
        rungs = [context.tables.ladders[each.key or "", each.state or ""] for each in (before, after)]
        is_less = rungs[1].strength < rungs[0].strength and not rungs[1].may_return
        if is_less and last < first <= last + timedelta(NEWS_DAYS):
            yield [before, after]


def _state_conflict(together: Sequence[Event], context: Context) -> Conflict | None:
    """Return the conflict of the state that says most with those that say less, unless its texts tell them apart."""
    rungs = {
        event.state or "": context.tables.ladders[event.key or "", event.state or ""].strength for event in together
    }
    most = max(rungs.values())
    of_state = {
        state: [
            context.claims[each]
            for event in together
            if event.state == state
            for each in event.claims
            if context.claims[each].modality is Modality.DONE
        ]
        for state in sorted(rungs, key=lambda state: (rungs[state], state))
    }
    strong = [claim for state, claims in of_state.items() if rungs[state] == most for claim in claims]
    weak = [claim for state, claims in of_state.items() if rungs[state] < most for claim in claims]
    if not weak or {claim.document_id for claim in strong} <= {claim.document_id for claim in weak}:
        return None
    says = [
        " and ".join(_spaced(state) for state in of_state if (rungs[state] == most) is top) for top in (True, False)
    ]
    text = f"{_who(strong, context)}: {says[0]}, which says more than {says[1]} ({_who(weak, context)})"
    return Conflict(ConflictKind.STATE, _ids([*strong, *weak]), text)


def _spaced(state: str) -> str:
    return state.replace("_", " ")
