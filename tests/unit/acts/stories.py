"""Small stories made by hand, and acts written as files, for the tests of acts.

Three chips of the firm Maker (two in the family `fam`), boards, and a chip whose maker nobody stated. A story has a
key that decides, `cn:import`, which begins as `unrestricted`, and one that only narrates, `us:export`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from licet.acts import Act, Actor, ActScope, Asked, Effect, SourceGrade, State, Story, standing
from licet.acts.act import Contest, Days, ItemClass, KeyRule, MarkKind
from licet.acts.scope import plain
from licet.catalogue import Catalogue, Item, ItemFact, ItemKind
from licet.catalogue.catalogue import build_catalogue
from licet.truth import Truth

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from licet.acts import KeyStanding

CN, US = "cn:import", "us:export"
STATES = {
    CN: {
        "unrestricted": Effect.OPEN,
        "watched": Effect.UNKNOWN,
        "planned": Effect.APPROVAL_NEEDED,
        "approved": Effect.APPROVAL_NEEDED,
        "stopped": Effect.SHUT,
        "refused": Effect.SHUT,
    },
    US: {"free": Effect.OPEN, "required": Effect.APPROVAL_NEEDED, "blocked": Effect.SHUT},
}
USES = ("state_funded", "military")
FIRMS = ("alpha", "beta", "gamma")


# ---- items


def item(item_id: str, **more: object) -> Item:
    """Return an integrated circuit for data centres made by Maker, unless said otherwise."""
    market = more.pop("marketed_for_datacenters", Truth.TRUE)
    facts = {"marketed_for_datacenters": ItemFact(market, "made up")}
    fields = {"kind": ItemKind.IC, "model": item_id.upper(), "maker": "Maker", "facts": facts, **more}
    return Item(item_id=item_id, **fields)


def catalogue(*more: Item) -> Catalogue:
    """Return the small catalogue, with further items."""
    items = [
        item("one"),
        item("two"),
        item("three", maker="Other"),
        item("nobodys", maker=""),
        item("home", marketed_for_datacenters=Truth.FALSE),
        item("unsaid", marketed_for_datacenters=Truth.UNKNOWN),
        item("board", kind=ItemKind.BOARD, contents=(("one", 8),)),
        item("rack", kind=ItemKind.SYSTEM, contents=(("board", 4), ("three", 1))),
        item("empty-board", kind=ItemKind.BOARD, contents=()),
        item("shut-box", kind=ItemKind.SERVER),
        item("rack-of-boxes", kind=ItemKind.SYSTEM, contents=(("shut-box", 2), ("one", 1))),
    ]
    return build_catalogue([*items, *more], {}, [])


CATALOGUE = catalogue()
CLASSES = {
    "fam": ItemClass("fam", "The family", items=("one", "two")),
    "makers": ItemClass(
        "makers",
        "Chips",
        kinds=("ic",),
        makers=("Maker", "Third"),
        not_makers=("Other",),
        marketed_for_datacenters=True,
    ),
    "any-ic": ItemClass("any-ic", "Any circuit", kinds=("ic",)),
    "unlisted": ItemClass("unlisted", "The Newest", not_in_catalogue=True, names=("Newest 5", "Maker Newest 5")),
}


# ---- acts and stories


def days(text: str) -> Days:
    """Read `2026-01-10`, or `2026-01-10/2026-01-12` for any day of three."""
    first, _, last = text.partition("/")
    return Days(date.fromisoformat(first), date.fromisoformat(last or first))


def act(act_id: str, state: str, when: str, **more: object) -> Act:
    """Return an act on `one`, stated officially on its last day, unless said otherwise; `us.` ids are of us:export."""
    happened = days(when)
    fields = {
        "title": act_id,
        "public": happened.last,
        "grade": SourceGrade.OFFICIAL,
        "originator": "Gazette",
        "key": US if act_id.startswith("us.") else CN,
        "items": () if "classes" in more else ("one",),
        **more,
    }
    return Act(id=act_id, state=state, happened=happened, **fields)


def mark(act_id: str, kind: MarkKind, when: str, **more: object) -> Act:
    """Return a mark that concerns no item in particular, unless said otherwise."""
    happened = days(when)
    fields = {"title": act_id, "public": happened.last, "grade": SourceGrade.NAMED, "originator": "Gazette", **more}
    return Act(id=act_id, mark=kind, happened=happened, **fields)


def contest(public: str) -> Contest:
    """Return who contests an act, public from a day on."""
    return Contest(date.fromisoformat(public), (), "a named person says that it is not so")


def scope(*buyers: str, uses: tuple[str, ...] = (), places: tuple[str, ...] = ()) -> ActScope:
    """Return for whom an act holds."""
    return ActScope(buyers, uses, places)


def story(*acts: Act) -> Story:
    """Return a story of these acts, in the order given."""
    actors = {name: Actor(name, "firm", name.title(), (f"{name.title()} Ltd.",)) for name in FIRMS}
    return Story(
        version="1",
        checked_from=date(2025, 1, 1),
        checked_through=date(2026, 12, 31),
        staleness_days=14,
        gaps=(),
        keys=(KeyRule(US, decides=False, destinations=("CN",)), KeyRule(CN, decides=True, default="unrestricted")),
        acts={each.id: each for each in acts},
        states={
            f"{key} {name}": State(key, name, effect, "", name, "")
            for key, states in STATES.items()
            for name, effect in states.items()
        },
        transitions=(),
        actors=actors,
        classes=CLASSES,
        names={plain(name): actor.actor_id for actor in actors.values() for name in actor.names},
    )


def asked(valid_at: str, known_at: str | None = None, item_id: str = "one", **more: object) -> Asked:
    """Return what is asked, of `one` unless said otherwise."""
    known = date.fromisoformat(known_at) if known_at else None
    return Asked(CATALOGUE[item_id], CATALOGUE, date.fromisoformat(valid_at), known, **more)


def stands(acts: Iterable[Act], what: Asked, key: str = CN) -> KeyStanding:
    """Return what stands on a key."""
    return standing(story(*acts), key, what)


def ids(found: KeyStanding) -> list[str]:
    """Return the ids of what stands, in order of the alphabet."""
    return sorted(each.act.id for each in found.standing)


def on_day(what: Asked, day: date) -> Asked:
    """Return the same question of another day."""
    return replace(what, valid_at=day)


# ---- files

HEAD = """\
version: 1.2
checked_from: 2025-01-01
checked_through: 2026-12-31
staleness_days: 14
keys:
  us:export: {decides: false, destinations: [CN]}
  cn:import: {decides: true, default: unrestricted}
gaps: [Nothing is known of 2027]
"""
STATES_CSV = """\
key,state,effect,licence_required,words,entered_on
us:export,required,approval_needed,yes,licence required,rule
cn:import,unrestricted,open,,no reported measure,no act
cn:import,planned,approval_needed,,a plan,report
cn:import,stopped,shut,,told to stop,instruction
"""
TRANSITIONS_CSV = """\
key,from_state,to_state,note
us:export,none,required,a letter
cn:import,unrestricted,planned,
cn:import,unrestricted,stopped,
cn:import,stopped,planned,
"""
ACTORS_CSV = """\
actor_id,kind,name,other_names
alpha,firm,Alpha,Alpha Ltd.;阿尔法
beta,firm,Beta,
"""
CLASSES_YAML = """\
classes:
  fam: {title: The family, items: [one, two]}
"""
FILES = {
    "head.yaml": HEAD,
    "states.csv": STATES_CSV,
    "transitions.csv": TRANSITIONS_CSV,
    "actors.csv": ACTORS_CSV,
    "item_classes.yaml": CLASSES_YAML,
}
_LINES = {
    "title": "Firms are told to stop",
    "key": "cn:import",
    "state": "stopped",
    "classes": "[fam]",
    "happened": "2026-01-10",
    "public": "2026-01-12",
    "grade": "unnamed",
    "originator": "Gazette",
    "sources": "[{publisher: Gazette, read: text}]",
}


def act_lines(act_id: str, **changes: str | None) -> str:
    """Return an act as YAML, a key a line from the second on; None takes a key away."""
    lines = {**_LINES, **changes}
    text = "".join(f"    {name}: {value}\n" for name, value in lines.items() if value is not None)
    return f"  - id: {act_id}\n{text}"


def acts_file(*acts: str) -> str:
    """Return a file of acts; its first act begins on line 2."""
    return "acts:\n" + "".join(acts)


def write(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files below a folder, and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder
