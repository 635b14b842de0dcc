"""What must hold between acts, states, actors and classes; a record that breaks it is not loaded."""

from __future__ import annotations

from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from licet.acts.act import Act, Story
    from licet.rules.fields import Faults

NONE = "none"  # the state before, where a key has no default and nothing was superseded


@dataclass(frozen=True, slots=True)
class Sound:
    """What was read without a fault; nothing is said of what leans on the rest, so that a fault is told once."""

    acts: frozenset[str]
    states: bool
    transitions: bool
    actors: bool
    classes: bool


def check_story(story: Story, sound: Sound, faults: Faults) -> None:
    """Add every inconsistency to `faults`."""
    for rule in story.keys:
        if sound.states and rule.default is not None and f"{rule.key} {rule.default}" not in story.states:
            what = f"the key {rule.key} begins as {rule.default}, which is no state of it"
            faults.add("unknown-state", "acts/head.yaml", what, "name a state of states.csv")
    for act in story.acts.values():
        _check_names(act, story, sound, faults)
        is_state = act.key is None or act.state is None or _check_state(act, story, sound, faults)
        if act.id not in sound.acts or not is_state:
            continue
        if act.key is not None:
            _check_moves(act, story, sound, faults)
        elif act.supersedes or act.contested:
            mend = "leave `supersedes` and `contested` out"
            faults.add("mark-moves-key", act.where, f"{act.id} is a mark and moves no key", mend)
    _check_circles(story, faults)


def _check_names(act: Act, story: Story, sound: Sound, faults: Faults) -> None:
    named = (
        ("actor", (*act.actors, *act.scope.buyers) if sound.actors else (), story.actors),
        ("class", act.classes if sound.classes else (), story.classes),
        ("act", (*act.supersedes, *(act.contested.by if act.contested else ())), story.acts),
    )
    for kind, names, known in named:
        for name in names:
            if name not in known:
                what = f"{act.id} names the {kind} {name[:60]}, which is not recorded"
                faults.add(f"unknown-{kind}", act.where, what, f"add the {kind}, or mend the name")


def _check_state(act: Act, story: Story, sound: Sound, faults: Faults) -> bool:
    """Tell whether the state of an act is one of its key."""
    is_state = f"{act.key} {act.state}" in story.states
    if sound.states and not is_state:
        what = f"{act.id} brings {act.key} into {act.state}, which is no state of it"
        faults.add("unknown-state", act.where, what, "name a state of states.csv")
    return is_state


def _check_moves(act: Act, story: Story, sound: Sound, faults: Faults) -> None:
    if not (act.items or act.classes):
        faults.add("no-item", act.where, f"{act.id} names no item", "write `items` or `classes`")
    before = [story.acts[each] for each in act.supersedes if each in sound.acts and each in story.acts]
    for other in before:
        if other.key != act.key:
            what = f"{act.id} supersedes {other.id} of another key"
            faults.add("other-key", act.where, what, "an act ends acts of its own key only")
        if other.happened.first > act.happened.last:
            what = f"{act.id} supersedes {other.id}, which is later"
            faults.add("superseded-later-act", act.where, what, "mend the days, or the id")
    if sound.transitions and len(before) == len(act.supersedes):
        _check_transitions(act, before, story, faults)


def _check_transitions(act: Act, before: list[Act], story: Story, faults: Faults) -> None:
    default = next((rule.default for rule in story.keys if rule.key == act.key), None) or NONE
    known = [other for other in before if other.key == act.key]
    if any(f"{other.key} {other.state}" not in story.states for other in known):
        return
    for state in {other.state for other in known} or {default}:
        if state != act.state and (act.key, state, act.state) not in story.transitions:
            what = f"{act.id} takes {act.key} from {state} to {act.state}, a transition that is not in the table"
            faults.add("unknown-transition", act.where, what, "add the row to transitions.csv, or mend `supersedes`")


def _check_circles(story: Story, faults: Faults) -> None:
    """Report acts that supersede each other in a circle."""
    try:
        TopologicalSorter({act.id: act.supersedes for act in story.acts.values()}).prepare()
    except CycleError as error:
        circle: list[str] = error.args[1]
        what = f"acts supersede each other in a circle: {' -> '.join(circle)}"
        faults.add("circle", story.acts[circle[0]].where, what, "take one `supersedes` out")


def unknown_items(story: Story, known: Iterable[str]) -> list[tuple[str, str]]:
    """Return (where, item id) of every item that acts or classes name and the catalogue does not hold."""
    ids = set(known)
    found = [(act.where, item) for act in story.acts.values() for item in act.items if item not in ids]
    found += [(f"class {each.class_id}", item) for each in story.classes.values() for item in each.items]
    return [(where, item) for where, item in found if item not in ids]
