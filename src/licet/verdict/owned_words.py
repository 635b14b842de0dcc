"""What is derived from owners, in one plain sentence, and the lines of owners.csv that it rests on."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from licet.ownership import Share, Why

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from licet.ownership import ControlStep, Explanation, ListedShare, Step, UltimateParent

    Called = Callable[[str], str]

PLACES_SHOWN = 5
STEPS_SHOWN = 4
HOLDERS_SHOWN = 3


def share_sentence(found: Explanation, called: Called) -> str:
    """Return who owns a party, through whom, and what of it counts.

    Args:
        found: Why listed parties own what they own of the party.
        called: What to call a party, by its id.
    """
    share = found.answer.share
    owned = f"listed parties own {share} of it together" if share.hi else "listed parties own none of it"
    steps = _steps(found.steps, found.not_shown, called)
    return f"{owned}: {steps or 'nobody is said to own any of it'}"


def unlisted_sentence(answer: ListedShare) -> str:
    """Return that nobody above a party is listed, and what owners who are not stated may make of that."""
    if not answer.share.hi:
        return "none of its owners, through every step, is listed, and nobody else owns any of it"
    most = _figure(Share(answer.share.hi, answer.share.hi))
    return f"none of its stated owners, through every step, is listed; those not stated may bring the listed to {most}"


def _steps(steps: Iterable[Step], not_shown: int, called: Called) -> str:
    words = [_step(step, called) for step in steps]
    return "; ".join([*words, f"{not_shown} owners more"] if not_shown else words)


def _step(step: Step, called: Called) -> str:
    percent = _figure(step.percent)
    if step.owner is None:
        return f"{percent} by owners who are not stated"
    if step.why is Why.OWN_SHARES:
        return f"{percent} are its own shares"
    what = f"of which {step.part} counts" if step.why is Why.PARTLY_OWNED else step.why.value
    who = f"{percent} by {called(step.owner)}, {what}"
    if step.above:
        return f"{who} ({_steps(step.above, step.not_shown, called)})"
    if step.shown_before or step.is_cut:
        return f"{who} (its owners: {'see before' if step.shown_before else 'not shown'})"
    return f"{who} (its owners are not stated)" if step.why is Why.MAY_COUNT else who


@lru_cache(maxsize=4096)
def _figure(share: Share) -> str:
    return str(share)


def parent_sentence(found: UltimateParent, through: tuple[str, ...], called: Called) -> str:
    """Return who the ultimate parent of a party is, and why.

    Args:
        found: The ultimate parent.
        through: Who it is, or may be.
        called: What to call a party, by its id.
    """
    if found.parent is not None and found.parent == found.party_id:
        return "by its owners it has no parent, so this is its own headquarters"
    shown = ", ".join(called(each) for each in through[:PLACES_SHOWN])
    more = f" or {len(through) - PLACES_SHOWN} others" if len(through) > PLACES_SHOWN else ""
    who = f"by its owners its ultimate parent is {'one of ' if len(through) > 1 else ''}{shown}{more}"
    return _with_path(who, found.path, called)


def inherited_sentence(found: UltimateParent, controller: str, called: Called) -> str:
    """Return that a party has the ultimate parent of one that is under the same control, and why."""
    who = f"it has the ultimate parent of {called(controller)}, where this is stated"
    return _with_path(who, found.path, called)


def _with_path(who: str, path: tuple[ControlStep, ...], called: Called) -> str:
    if not path:
        return who
    steps = "; ".join(_control(step, called) for step in path[:STEPS_SHOWN])
    more = f"; {len(path) - STEPS_SHOWN} steps more" if len(path) > STEPS_SHOWN else ""
    return f"{who}: {steps}{more}"


def _control(step: ControlStep, called: Called) -> str:
    owned = f"{called(step.parent)} holds at least {step.percent} % of {called(step.party_id)}"
    if [holder for holder, _ in step.through] == [step.parent]:
        return owned
    shown = ", ".join(
        "itself" if holder == step.parent else f"through {called(holder)}" for holder, _ in step.through[:HOLDERS_SHOWN]
    )
    more = f" and {len(step.through) - HOLDERS_SHOWN} more" if len(step.through) > HOLDERS_SHOWN else ""
    return f"{owned} {shown}{more}"


def share_pairs(party_id: str, steps: Iterable[Step]) -> Iterator[tuple[str, str]]:
    """Yield the shares that an explanation shows, as party owned and owner."""
    for step in steps:
        if step.owner is not None:
            yield party_id, step.owner
            yield from share_pairs(step.owner, step.above)


def control_pairs(path: Iterable[ControlStep]) -> Iterator[tuple[str, str]]:
    """Yield the shares that a path of control shows, as party owned and owner."""
    for step in path:
        yield from ((step.party_id, holder) for holder, _ in step.through[:HOLDERS_SHOWN])


def places(pairs: Iterable[tuple[str, str]], owned: Callable[[str, str], Iterable[str]], more: Iterable[str]) -> str:
    """Return the lines at which shares are stated, with more lines, as `owners.csv:2, owners.csv:3`."""
    found = dict.fromkeys(where for pair in pairs for where in owned(*pair))
    found |= dict.fromkeys(more)
    shown = ", ".join([*found][:PLACES_SHOWN])
    return f"{shown} and {len(found) - PLACES_SHOWN} more" if len(found) > PLACES_SHOWN else shown
