"""The step that an event would make on its key: what stands before it, and whether the table has the step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from licet.acts.consistency import NONE
from licet.evidence.pile.events_nodes import atoms_of
from licet.problem import Problem

if TYPE_CHECKING:
    from datetime import date

    from licet.acts import Act, ActScope, Story
    from licet.evidence.model import Event


@dataclass(frozen=True, slots=True)
class Step:
    """The acts that would be superseded, the day since which it can have been, and what is wrong with it."""

    supersedes: tuple[str, ...]
    not_before: date | None
    problems: tuple[Problem, ...] = ()


def step_to(event: Event, story: Story, scope: ActScope) -> Step | None:
    """Return the step of an event of a state; None of a mark.

    Acts are superseded only where the table has the step from each. On a key that acts decide, what would loosen it
    stands beside what was there, where the table allows that too.

    Args:
        event: What is proposed.
        story: The acts recorded, and the table of transitions.
        scope: For whom it would hold; an act for other buyers is not ended.
    """
    if event.key is None or event.state is None:
        return None
    if f"{event.key} {event.state}" not in story.states:
        what = f"{event.key} has no state {event.state[:40]!a}"
        return Step((), None, (Problem("unknown-state", event.event_id, what, "name a state of states.csv"),))
    rule = story.key_rule(event.key)
    default = (rule.default if rule is not None else None) or NONE
    standing = [each for each in _standing(event, story) if _may_end(scope, each)]
    before = [each for each in standing if (event.key, each.state, event.state) in story.transitions]
    may_stand_beside = (event.key, default, event.state) in story.transitions
    strictest = max((story.effect_of(each).strictness for each in before), default=-1)
    loosens = strictest > story.state(event.key, event.state).effect.strictness
    if before and not (may_stand_beside and loosens and rule is not None and rule.decides):
        return Step(tuple(each.id for each in before), max(each.happened.first for each in before))
    if may_stand_beside or default == event.state:
        return Step((), None)
    states = sorted({each.state or "" for each in standing}) or [default]
    what = f"no step of {event.key} from {' or '.join(states)} to {event.state} is in the table"
    mend = "add the row to transitions.csv, or record what came before"
    return Step((), None, (Problem("unknown-transition", event.event_id, what, mend),))


def _standing(event: Event, story: Story) -> list[Act]:
    """Return the acts on the event's key and items that had begun by then and that no other of them had ended."""
    atoms = atoms_of(event.items, story)
    begun = [
        act
        for act in story.acts.values()
        if act.key == event.key
        and not act.unverified
        and (event.last is None or act.happened.first <= event.last)
        and atoms & atoms_of((*act.items, *act.classes), story)
    ]
    ended = {each for act in begun for each in act.supersedes}
    return [act for act in begun if act.id not in ended]


def _may_end(scope: ActScope, act: Act) -> bool:
    """Tell whether an act of this scope may end another: not one for other buyers, or for some uses or places only."""
    if act.scope.uses or act.scope.places:
        return False
    return not (scope.buyers and act.scope.buyers) or bool(set(scope.buyers) & set(act.scope.buyers))
