"""Which acts stand on a key on a day, as known on a day, and what they do together.

The strictest act that may bear on what is asked counts. An act ends another only where it surely bears on what is
asked, has surely begun, and is neither unverified nor a contested loosening. A contested tightening may shut: whether
it does is unknown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from licet.acts.act import Effect
from licet.acts.scope import all_within, bearing
from licet.truth import Truth

if TYPE_CHECKING:
    from datetime import date

    from licet.acts.act import Act, Story
    from licet.acts.scope import Asked, Bearing

_NEITHER = Truth.FALSE, Truth.FALSE
_TRUTHS = {
    Effect.OPEN: _NEITHER,
    Effect.UNKNOWN: (Truth.FALSE, Truth.UNKNOWN),
    Effect.APPROVAL_NEEDED: (Truth.FALSE, Truth.TRUE),
    Effect.SHUT: (Truth.TRUE, Truth.TRUE),
}  # whether a key of that effect is shut, and whether it requires permission
DECIDES, STANDS_BESIDE, CHANGES_NOTHING, UNVERIFIED = "decides", "stands_beside", "changes_nothing", "unverified"


@dataclass(frozen=True, slots=True)
class Stands:
    """One act that stands: whether it bears on what is asked, whether it has begun, and what it does.

    `shuts` and `requires` are three-valued: a contested shutting is UNKNOWN.
    """

    act: Act
    bears: Bearing
    begun: Truth
    contested: bool
    effect: Effect
    shuts: Truth
    requires: Truth
    counts: bool


@dataclass(frozen=True, slots=True)
class Ended:
    """An act that no longer stands for what is asked, by which act, and from which day."""

    act: Act
    by: Act
    on: date


@dataclass(frozen=True, slots=True)
class KeyStanding:
    """A key as its acts have it: the state that decides (None: no act), its effect, and everything that stands."""

    key: str
    state: str | None
    effect: Effect
    shut: Truth
    required: Truth
    headline: Stands | None
    standing: tuple[Stands, ...]
    ended: tuple[Ended, ...]
    hidden: tuple[Act, ...]

    @property
    def shutting(self) -> tuple[Stands, ...]:
        """Return the acts that shut, or may."""
        return tuple(each for each in self.standing if each.shuts is not Truth.FALSE)

    def role_of(self, each: Stands) -> str:
        """Return whether an act decides, stands beside, changes nothing, or is unverified."""
        if each.act.unverified:
            return UNVERIFIED
        if not each.counts:
            return CHANGES_NOTHING
        return DECIDES if each is self.headline else STANDS_BESIDE


def standing(story: Story, key: str, asked: Asked) -> KeyStanding:
    """Return what stands on a key for what is asked."""
    bearing_on, hidden = [], []
    for act in story.acts.values():
        if act.key != key or begun(act, asked.valid_at) is Truth.FALSE:
            continue
        found = bearing(act, asked, story)
        if found.truth is Truth.FALSE:
            continue
        if act.is_public(asked.known_at):
            bearing_on.append(_stands(act, found, story, asked))
        else:
            hidden.append(act)
    ended = _ended([each for each in bearing_on if all_within(each.act, asked, story)], bearing_on)
    rest = tuple(each for each in bearing_on if each.act.id not in ended)
    counted = [each for each in rest if each.counts]
    headline = max(counted, key=_rank, default=None)
    default = story.default_of(key)
    shut, required = _TRUTHS[default.effect] if default is not None and headline is None else _NEITHER
    shut = max((shut, *(each.shuts for each in counted)), key=lambda truth: truth.rank)
    required = max((required, *(each.requires for each in counted)), key=lambda truth: truth.rank)
    return KeyStanding(
        key=key,
        state=headline.act.state if headline else (default.state if default else None),
        effect=_effect(shut, required, narrated=headline is not None or default is not None),
        shut=shut,
        required=required,
        headline=headline,
        standing=rest,
        ended=tuple(ended.values()),
        hidden=tuple(hidden),
    )


def begun(act: Act, day: date) -> Truth:
    """Tell whether an act has begun by a day; between its first and last possible day that is open."""
    if day < act.happened.first:
        return Truth.FALSE
    return Truth.TRUE if act.happened.last <= day else Truth.UNKNOWN


def _stands(act: Act, found: Bearing, story: Story, asked: Asked) -> Stands:
    contested = act.is_contested(asked.known_at)
    effect = story.effect_of(act)
    loosens = contested and story.loosens(act)
    certain = Truth.UNKNOWN if contested else Truth.TRUE
    shuts, requires = (truth & certain for truth in _TRUTHS[effect])
    return Stands(
        act=act,
        bears=found,
        begun=begun(act, asked.valid_at),
        contested=contested,
        effect=Effect.UNKNOWN if contested and not loosens else effect,
        shuts=shuts,
        requires=requires,
        counts=not act.unverified and not loosens,
    )


def _ended(ending: list[Stands], found: list[Stands]) -> dict[str, Ended]:
    """Return what is ended, by act id, each by the first that ends it; a contested act ends nothing either way."""
    here = {each.act.id: each.act for each in found}
    ended: dict[str, Ended] = {}
    for each in sorted(ending, key=lambda one: one.act.happened.last):
        if each.counts and each.bears.truth is Truth.TRUE and each.begun is Truth.TRUE and not each.contested:
            for other in each.act.supersedes:
                if other in here:
                    ended.setdefault(other, Ended(here[other], each.act, each.act.happened.last))
    return ended


def _rank(each: Stands) -> tuple[int, int, int, date, bool, str]:
    """Order what counts: strictest, surest, latest; of one day the act for those asked about before one for all."""
    strictness = 3 * each.shuts.rank + each.requires.rank
    return (
        strictness,
        each.bears.truth.rank,
        each.begun.rank,
        each.act.happened.last,
        not each.act.scope.is_general,
        each.act.id,
    )


def _effect(shut: Truth, required: Truth, *, narrated: bool) -> Effect:
    if shut is Truth.TRUE:
        return Effect.SHUT
    if shut is Truth.UNKNOWN or not narrated:
        return Effect.UNKNOWN
    return {Truth.TRUE: Effect.APPROVAL_NEEDED, Truth.UNKNOWN: Effect.UNKNOWN, Truth.FALSE: Effect.OPEN}[required]
