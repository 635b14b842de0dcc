"""What is recorded of the keys: dated acts with their sources, the states they bring, who acts, and classes of items.

Structs, so that what was read is stored as data. Nothing here decides; see `licet.acts.standing`.
"""

from __future__ import annotations

import unicodedata
from datetime import date
from enum import Enum

import msgspec


def plain(name: str) -> str:
    """Return a name for comparison: compatible letters, one case, single spaces."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


class Effect(Enum):
    """What a state of a key does to a movement, mildest first."""

    OPEN = "open"
    UNKNOWN = "unknown"
    APPROVAL_NEEDED = "approval_needed"
    SHUT = "shut"

    @property
    def strictness(self) -> int:
        """Return 0 for the mildest."""
        return _STRICTNESS[self]


_STRICTNESS = {effect: number for number, effect in enumerate(Effect)}


class SourceGrade(Enum):
    """Who stands behind a report, best first."""

    OFFICIAL = "official"
    NAMED = "named"
    UNNAMED = "unnamed"
    SINGLE_REPORT = "single_report"

    @property
    def words(self) -> str:
        """Return it as people read it; what a report says stays a report."""
        return _GRADE_WORDS[self]


_GRADE_WORDS = {
    SourceGrade.OFFICIAL: "stated officially",
    SourceGrade.NAMED: "reported by a named source",
    SourceGrade.UNNAMED: "reported by unnamed sources",
    SourceGrade.SINGLE_REPORT: "reported by one outlet only",
}


class MarkKind(Enum):
    """What happened that moves no key."""

    VISIT = "visit"
    MEETING = "meeting"
    STATEMENT = "statement"
    ORDER = "order"
    DELIVERY = "delivery"
    PRODUCTION = "production"
    RESULT = "result"
    AGREEMENT = "agreement"
    DUTY = "duty"
    BILL = "bill"
    ENFORCEMENT = "enforcement"
    SUMMONS = "summons"
    SURVEY = "survey"
    SCHEDULED = "scheduled"


class QuantityKind(Enum):
    """What a reported figure counts; two kinds are never one figure."""

    ORDERED = "ordered"
    WANTED = "wanted"
    APPROVED = "approved"
    CAPPED_PER_BUYER = "capped_per_buyer"
    CAPPED_IN_ALL = "capped_in_all"
    LICENSED = "licensed"
    DELIVERED = "delivered"
    STOCK = "stock"
    CHARGE_EXPECTED = "charge_expected"
    CHARGE_BOOKED = "charge_booked"
    PRICE = "price"
    SHARE = "share"
    VALUE = "value"
    PLANNED = "planned"


class Days(msgspec.Struct, frozen=True):
    """The first and the last day on which something can have happened, both included."""

    first: date
    last: date


class ActScope(msgspec.Struct, frozen=True):
    """For whom and for what an act holds; what is empty is any."""

    buyers: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()
    places: tuple[str, ...] = ()

    @property
    def is_general(self) -> bool:
        """True if it holds for everybody."""
        return not (self.buyers or self.uses or self.places)

    def covers(self, other: ActScope) -> bool:
        """Tell whether all that the other holds for lies within this one."""
        pairs = ((self.buyers, other.buyers), (self.uses, other.uses), (self.places, other.places))
        return all(not own or (theirs and set(theirs) <= set(own)) for own, theirs in pairs)


class Contest(msgspec.Struct, frozen=True):
    """Who contests an act, from which day on that was public, and why."""

    public: date
    by: tuple[str, ...]
    why: str


class Requirement(msgspec.Struct, frozen=True):
    """A condition reported with an act. `only_in` and `not_in` bound the dimension that `id` names."""

    id: str
    text: str
    question: str = ""
    only_in: tuple[str, ...] = ()
    not_in: tuple[str, ...] = ()


class ReportedQuantity(msgspec.Struct, frozen=True):
    """A figure as reported: its kind, its words, and its bounds as whole numbers of the unit."""

    kind: QuantityKind
    text: str
    unit: str = ""
    exactly: int | None = None
    at_least: int | None = None
    at_most: int | None = None


class ActSource(msgspec.Struct, frozen=True):
    """A page that carries the report. `read` is `text` or `summary`; `relay` names a site that copies the publisher."""

    publisher: str
    read: str
    title: str = ""
    published: date | None = None
    url: str = ""
    relay: str = ""

    def __str__(self) -> str:
        """Return publisher, title, day and relay."""
        through = f"through {self.relay}" if self.relay else ""
        day = str(self.published) if self.published else ""
        return ", ".join(part for part in (self.publisher, self.title, day, through) if part)


class Act(msgspec.Struct, frozen=True):
    """One dated act. It brings a key into a state, or is a mark beside the keys (`mark`)."""

    id: str
    title: str
    happened: Days
    public: date
    grade: SourceGrade
    originator: str
    key: str | None = None
    state: str | None = None
    mark: MarkKind | None = None
    told: date | None = None
    actors: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    scope: ActScope = ActScope()
    supersedes: tuple[str, ...] = ()
    contested: Contest | None = None
    requires: tuple[Requirement, ...] = ()
    unverified: bool = False
    quantities: tuple[ReportedQuantity, ...] = ()
    sources: tuple[ActSource, ...] = ()
    note: str = ""
    where: str = ""

    def is_public(self, known_at: date | None) -> bool:
        """Tell whether anybody could know of it on a day; None is all that is known now."""
        return known_at is None or self.public <= known_at

    def is_contested(self, known_at: date | None) -> bool:
        """Tell whether it was contested, as known on a day."""
        return self.contested is not None and (known_at is None or self.contested.public <= known_at)

    @property
    def reported(self) -> str:
        """Return who stands behind it, in words, with the day it became public."""
        return f"{self.grade.words}, {self.originator}, {self.public}"

    @property
    def citation(self) -> str:
        """Return who reported it, and when."""
        return f"{self.originator}, {self.public}"


class Actor(msgspec.Struct, frozen=True):
    """An authority, firm, person or outlet, with the names it goes by."""

    actor_id: str
    kind: str
    name: str
    other_names: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Return its id and every name."""
        return (self.actor_id, self.name, *self.other_names)


class ItemClass(msgspec.Struct, frozen=True):
    """Items an act may name together: those listed, or all of some kinds.

    Of a maker that is neither among `makers` nor among `not_makers` it is not known whether its items are meant;
    without both, any maker is.
    """

    class_id: str
    title: str
    items: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    makers: tuple[str, ...] = ()
    not_makers: tuple[str, ...] = ()
    marketed_for_datacenters: bool = False
    not_in_catalogue: bool = False
    names: tuple[str, ...] = ()


class State(msgspec.Struct, frozen=True):
    """A state of a key: its effect, the words sources use, on what it is entered, and what the law should then say."""

    key: str
    state: str
    effect: Effect
    licence_required: str
    words: str
    entered_on: str


class KeyRule(msgspec.Struct, frozen=True):
    """How acts bear on a key: whether they decide it, the state while no act stands, and on which destinations.

    No destination is any.
    """

    key: str
    decides: bool
    default: str | None = None
    destinations: tuple[str, ...] = ()


class Story(msgspec.Struct, frozen=True):
    """Everything recorded: acts by id in order of time, states, transitions, actors, classes, and the span checked.

    `states` are by key and name (`state`); `names` leads from every plain name of an actor to its id.
    """

    version: str
    checked_from: date
    checked_through: date
    staleness_days: int
    gaps: tuple[str, ...]
    keys: tuple[KeyRule, ...]
    acts: dict[str, Act]
    states: dict[str, State]
    transitions: tuple[tuple[str, str, str], ...]
    actors: dict[str, Actor]
    classes: dict[str, ItemClass]
    names: dict[str, str]
    digest: str = ""

    def state(self, key: str, name: str) -> State:
        """Return a state of a key.

        Raises:
            KeyError: If the key has no such state.
        """
        return self.states[f"{key} {name}"]

    def named(self, name: str) -> str:
        """Return the id of the actor that goes by a name; the name made plain if there is none."""
        return self.names.get(plain(name), plain(name))

    def key_rule(self, key: str) -> KeyRule | None:
        """Return how acts bear on a key; None if none is recorded."""
        return next((rule for rule in self.keys if rule.key == key), None)

    def default_of(self, key: str) -> State | None:
        """Return the state of a key while no act stands; None if none is recorded."""
        rule = self.key_rule(key)
        return None if rule is None or rule.default is None else self.state(key, rule.default)

    def effect_of(self, act: Act) -> Effect:
        """Return the effect of the state an act brings."""
        assert act.key is not None and act.state is not None  # noqa: S101, PT018  asked of acts with a state only
        return self.state(act.key, act.state).effect

    def loosens(self, act: Act) -> bool:
        """Tell whether an act is milder than the strictest it supersedes."""
        before = [self.effect_of(self.acts[each]).strictness for each in act.supersedes]
        return bool(before) and self.effect_of(act).strictness < max(before)
