"""The story against the traps of traps.yaml: what a writer of history data easily gets wrong, each as a check.

Each kind of check is described at the head of that file. A key that the check does not know is a fault of the trap.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from ruamel.yaml import YAML

from licet.acts import Act, Asked, KeyStanding, Story, load_acts, of_item, standing
from licet.acts.scope import plain, scope_parts
from licet.catalogue import Catalogue, Item, load_catalogue
from licet.rules import rules_root
from licet.truth import Truth, conjunction

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from licet.acts.act import ReportedQuantity

    Part = Mapping[str, Any]


def _read() -> list[Part]:
    yaml = YAML(typ="safe", pure=True)
    yaml.version = (1, 1)  # in which yes and no are booleans
    found: list[Part] = yaml.load(Path(__file__).with_name("traps.yaml").read_text(encoding="utf-8"))["traps"]
    return found


TRAPS = _read()


@dataclass
class Trap:
    """One trap, whose keys must all be read."""

    entries: Part
    read: set[str]

    def __getitem__(self, key: str) -> Any:  # noqa: ANN401, D105  any YAML
        self.read.add(key)
        return self.entries[key]

    def get(self, key: str, default: Any = None) -> Any:  # noqa: ANN401  any YAML
        self.read.add(key)
        return self.entries.get(key, default)

    def unread(self) -> set[str]:
        return self.entries.keys() - self.read - {"id", "reference", "says", "check"}


@cache
def told() -> Story:
    return load_acts()


@cache
def catalogue() -> Catalogue:
    return load_catalogue(rules_root() / "catalogue")


# ---- questions


def uses(text: str) -> dict[str, Truth]:
    words = [word.strip() for word in text.split(";") if word.strip()]
    return {word.removeprefix("not "): Truth.of(not word.startswith("not ")) for word in words}


def what_stands(question: Trap | Part, *, key: str | None = None, valid_at: date | None = None) -> KeyStanding:
    """Return what stands on the key of a question, or on another key or day."""
    buyer = question.get("buyer")
    asked = Asked(
        item=catalogue()[question["item"]],
        catalogue=catalogue(),
        valid_at=valid_at or question["valid_at"],
        known_at=question.get("known_at"),
        buyers=(buyer,) if buyer else (),
        uses=uses(question.get("use", "")),
        place=question.get("place"),
    )
    return standing(told(), key or question["key"], asked)


def states(found: KeyStanding) -> set[str]:
    """Return the states that stand; an unverified act decides nothing and brings none."""
    return {each.act.state or "" for each in found.standing if not each.act.unverified}


# ---- acts found


def concerns(act: Act, item: Item) -> bool:
    return of_item(act, item, catalogue(), told()).truth is Truth.TRUE


def days_of(given: date | Iterable[date]) -> list[date]:
    return [given] if isinstance(given, date) else list(given)


def acts_with_state(trap: Trap) -> list[Act]:
    """Return the acts of an item with a state that were public on one of the days given."""
    item, days = catalogue()[trap["item"]], days_of(trap["public"])
    return [
        act
        for act in told().acts.values()
        if (act.key, act.state) == (trap["key"], trap["state"]) and act.public in days and concerns(act, item)
    ]


def of_buyer(act: Act, buyer: str) -> bool:
    """Tell whether an act surely holds for a buyer; what it is for is left out."""
    asked = Asked(catalogue()[next(iter(catalogue())).item_id], catalogue(), act.happened.last, buyers=(buyer,))
    return conjunction(part.truth for part in scope_parts(act.scope, asked, told())) is Truth.TRUE


def within(act: Act, near: tuple[date, date]) -> bool:
    return act.happened.first <= near[1] and near[0] <= act.happened.last


def has(texts: Iterable[str], words: Iterable[str]) -> bool:
    text = "\n".join(texts).casefold()
    return any(word.casefold() in text for word in words)


def is_about(act: Act, words: Iterable[str] | None) -> bool:
    """Tell whether one of the words is in id, title, note or the actors, by id or name."""
    names = [name for actor in act.actors for name in (actor, told().actors[actor].name)]
    return words is None or has([act.id, act.title, act.note, *names], words)


def marks(trap: Trap) -> list[Act]:
    kinds = {trap["mark"]} if isinstance(trap["mark"], str) else set(trap["mark"])
    about = trap.get("about")
    return [
        act
        for act in told().acts.values()
        if act.mark is not None and act.mark.value in kinds and within(act, trap["near"]) and is_about(act, about)
    ]


# ---- quantities

_SCALES = {"bn": 10**9, "billion": 10**9, "m": 10**6, "million": 10**6, "tn": 10**12, "trillion": 10**12}
_FIGURE = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s*(bn|billion|million|m|tn|trillion)?\b", re.IGNORECASE)


def figures_in(text: str) -> set[int]:
    """Return the figures that a text names, in whole units: `US$4.5bn` is 4,500,000,000."""
    found = set()
    for number, scale in _FIGURE.findall(text):
        whole = float(number.replace(",", "")) * _SCALES.get(scale.lower(), 1)
        found.add(round(whole))
    return found


def bounds(quantity: ReportedQuantity) -> dict[str, int]:
    written = {"exactly": quantity.exactly, "at_least": quantity.at_least, "at_most": quantity.at_most}
    return {name: int(value) for name, value in written.items() if value is not None}


def is_meant(quantity: ReportedQuantity, wanted: Part, *, text_counts: bool) -> bool:
    kinds = [wanted["kind"]] if isinstance(wanted["kind"], str) else wanted["kind"]
    if quantity.kind.value not in kinds or quantity.unit != wanted["unit"]:
        return False
    own = bounds(quantity)
    if "about" in wanted:
        return wanted["about"] in own.values() or (text_counts and wanted["about"] in figures_in(quantity.text))
    return any(own.get(name) == wanted[name] for name in ("exactly", "at_least", "at_most") if name in wanted)


def quantities_of(trap: Trap, days: tuple[date, date] | None) -> Iterator[ReportedQuantity]:
    """Yield the quantities of acts and marks of the item, and of those about no item, public within the days."""
    item = catalogue()[trap["item"]]
    for act in told().acts.values():
        general = not (act.items or act.classes) and days is not None
        if (concerns(act, item) or general) and (days is None or days[0] <= act.public <= days[1]):
            yield from act.quantities


# ---- checks


def check_state(trap: Trap) -> None:
    found = what_stands(trap)
    here = states(found)

    assert trap["state"] in here, shown(found)
    assert not set(trap.get("absent", ())) & here, shown(found)
    assert trap.get("headline", True) is True
    assert "headline" not in trap.entries or found.state == trap["state"], shown(found)
    assert trap.get("effect") in {None, found.effect.value}, shown(found)


def check_never_state(trap: Trap) -> None:
    first, last = trap["from"], trap.get("to") or told().checked_through
    acts = [act for act in told().acts.values() if act.key == trap["key"]]
    begins = {day for act in acts for day in (act.happened.first, act.happened.last)}
    days = {first, last, *(day for day in begins if first <= day <= last)}

    for day in sorted(days):
        found = what_stands(trap, valid_at=day)
        assert not states(found) & set(trap["states"]), f"{day}: {shown(found)}"


def check_key(trap: Trap) -> None:
    for each in (trap["still"], trap["moved"]):
        found = what_stands(trap, key=each["key"])
        assert each["state"] in states(found), shown(found)
    found = what_stands(trap, key=trap["wrong"]["key"])
    assert not states(found) & set(trap["wrong"]["states"]), shown(found)


def check_contested(trap: Trap) -> None:
    found = what_stands(trap)
    meant = [each for each in found.standing if each.act.state == trap["state"] and not each.act.unverified]

    assert meant, shown(found)
    assert any(each.contested for each in meant) is trap["contested"], shown(found)
    assert trap.get("effect") in {None, found.effect.value}, shown(found)


def check_grade(trap: Trap) -> None:
    found = acts_with_state(trap)
    grades = {act.grade.value for act in found}

    assert found
    assert grades <= set(trap.get("grade", grades))
    assert not grades & set(trap.get("never", ()))


def check_originator_count(trap: Trap) -> None:
    buyer = trap.get("buyer")
    found = acts_with_state(trap)
    sure = [act for act in found if buyer is None or of_buyer(act, buyer)]
    names = {plain(act.originator) for act in found}

    assert sure
    assert names <= {plain(name) for name in trap["originators"]}
    assert len(names) <= trap["at_most"]
    assert not names & {plain(name) for name in trap.get("never", ())}
    assert len(sure) <= trap.get("acts_at_most", len(sure))


def check_date(trap: Trap) -> None:
    which = Trap(trap["which"], set())
    if "mark" in which.entries:
        found = marks(which)
    else:
        item = catalogue()[which["item"]]
        found = [
            act
            for act in told().acts.values()
            if (act.key, act.state) == (which["key"], which["state"])
            and (within(act, which["near"]) or which["near"][0] <= act.public <= which["near"][1])
            and is_about(act, which.get("about"))
            and concerns(act, item)
        ]
    assert not which.unread()
    assert found
    happened = trap.get("happened")
    assert happened is None or any(act.happened.first == act.happened.last == happened for act in found)
    public = trap.get("public")
    assert public is None or any(act.public == public for act in found)
    for act in found:
        assert not {act.happened.first, act.happened.last} & set(trap.get("never", ())), act.id


def check_mark(trap: Trap) -> None:
    found = marks(trap)
    names = [act.id for act in found]
    wanted, unwanted, unverified = trap.get("text_has", [""]), trap.get("text_never", ()), trap.get("unverified", False)

    assert trap["count"]["at_least"] <= len(found) <= trap["count"]["at_most"], names
    for act in found:
        texts = [act.title, act.note, *(each.text for each in act.quantities), *(each.title for each in act.sources)]
        assert has(texts, wanted), texts
        assert not has(texts, unwanted), texts
        assert act.unverified or not unverified, act.id


def check_quantity_kinds(trap: Trap) -> None:
    public = trap.get("public")
    for wanted in trap["must_have"]:
        days = wanted.get("public", public)
        assert any(is_meant(each, wanted, text_counts=True) for each in quantities_of(trap, days)), wanted
    for wanted in trap["never"]:
        days = wanted.get("public", public)
        assert not [each for each in quantities_of(trap, days) if is_meant(each, wanted, text_counts=False)], wanted


def check_distinct_items(trap: Trap) -> None:
    for part in trap["parts"]:
        if "name" in part:
            named = [act for act in told().acts.values() if part["name"].casefold() in act.title.casefold()]
            assert named
            assert [
                (act.id, item) for act in named for item in part["not_items"] if concerns(act, catalogue()[item])
            ] == []
        else:
            found = what_stands(part)
            assert set(part["states"]) <= states(found), f"{part}: {shown(found)}"
            assert not set(part["never"]) & states(found), f"{part}: {shown(found)}"


CHECKS: dict[str, Callable[[Trap], None]] = {
    "state": check_state,
    "never_state": check_never_state,
    "key": check_key,
    "contested": check_contested,
    "grade": check_grade,
    "originator_count": check_originator_count,
    "date": check_date,
    "mark": check_mark,
    "quantity_kinds": check_quantity_kinds,
    "distinct_items": check_distinct_items,
}


def shown(found: KeyStanding) -> str:
    here = ", ".join(f"{each.act.id} ({each.act.state})" for each in found.standing)
    return f"headline {found.state}, effect {found.effect.value}; stands: {here}"


@pytest.mark.parametrize("entries", TRAPS, ids=lambda entries: entries["id"])
def test_the_story_does_not_fall_into(entries: Part) -> None:
    trap = Trap(entries, set())

    CHECKS[entries["check"]](trap)

    assert not trap.unread(), "the check reads no such key"


def test_no_trap_repeats_and_every_check_is_used() -> None:
    names = [trap["id"] for trap in TRAPS]

    assert len(names) == len(set(names))
    assert {trap["check"] for trap in TRAPS} == set(CHECKS)


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("US$4.5bn charged", {4_500_000_000}),
        ("about US$400m written down", {400_000_000}),
        ("more than 2 million ordered", {2_000_000}),
        ("about 700,000 in stock, 100,000 of them GH200", {700_000, 100_000, 200}),
        ("75,000 for each customer", {75_000}),
        ("15 % of revenue", {15}),
        ("none", set()),
    ],
)
def test_a_figure_in_words_is_read_in_whole_units(text: str, figures: set[int]) -> None:
    assert figures_in(text) == figures
