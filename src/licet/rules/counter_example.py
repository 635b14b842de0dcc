"""Facts the solver found, written as a case that runs: a row of a case table, and the words of `licet determine`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from licet.facts import FactType
from licet.quantity import plain
from licet.rules.solver import THOUSAND
from licet.rules.unknown_facts import DAY, ITEM, ORDER

if TYPE_CHECKING:
    from collections.abc import Mapping

    from licet.rules.unknown_facts import Slot, UnknownFacts

_SPELLED = {
    "destination": "--destination",
    "ship_from": "--ship-from",
    "movement": "--movement",
    "exporter": "--exporter",
    "quantity": "--quantity",
    "place_of_use": "--place-of-use",
    "end_use": "--end-use",
}
_OF_PARTIES = {"headquarters": "hq", "ultimate_parent_headquarters": "parent_hq"}


@dataclass(frozen=True, slots=True)
class CounterExample:
    """One case in full: every fact the question reads has a value, so no rule it is about stays open for want of one.

    `contents` is None for an item that is its own integrated circuit; a party's facts stand beside its roles.
    `item_facts` are those of `given` that are facts of the item, `derived` those that rules would give.
    """

    valid_at: date
    reading: str
    given: Mapping[str, str]
    contents: tuple[Mapping[str, str], ...] | None
    parties: tuple[tuple[tuple[str, ...], Mapping[str, str]], ...]
    item_facts: frozenset[str]
    derived: frozenset[str]

    def row(self, name: str, expect: str = "true") -> str:
        """Return a row of a case table, on one line."""
        parts = [f"name: {_quoted(name)}", f"valid_at: {self.valid_at}", f"reading: {self.reading}"]
        parts.append(f"given: {_mapping(self.given)}")
        if self.contents is not None:
            parts.append(f"contents: [{', '.join(_mapping(facts) for facts in self.contents)}]")
        if self.parties:
            shown = (_mapping({"roles": f"[{', '.join(roles)}]", **facts}) for roles, facts in self.parties)
            parts.append(f"parties: [{', '.join(shown)}]")
        return f"- {{{', '.join([*parts, 'parties_complete: true', f'expect: {expect}'])}}}"

    def table(self, rule: str, name: str, expect: str = "true") -> str:
        """Return a whole case table with the one row, as `licet rules test` reads it."""
        return f"rule: {rule}\nsource: found by licet rules check --prove\ncases:\n  {self.row(name, expect)}\n"

    @property
    def statement(self) -> str:
        """The case as one would ask `licet determine`, the figures of the item after `#`."""
        order = {name: value for name, value in self.given.items() if name not in self.item_facts}
        words = ["licet determine --item ITEM"]
        words += [f"{_SPELLED[name]} {_bare(value)}" for name, value in order.items() if name in _SPELLED]
        for roles, facts in self.parties:
            seats = [f"{_OF_PARTIES[name]}={_bare(value)}" for name, value in facts.items() if name in _OF_PARTIES]
            words += [f"--party {','.join([f'role={role}', *seats])}" for role in roles]
        words += ["--parties-complete yes", f"--valid-at {self.valid_at} --reading {self.reading}"]
        words += [
            f"--set {name}={_bare(value)}" for name, value in order.items() if name not in {*_SPELLED, *self.derived}
        ]
        figures = {name: value for name, value in self.given.items() if name in self.item_facts}
        inside = "".join(f", with an integrated circuit {_mapping(facts)}" for facts in self.contents or ())
        return f"{' '.join(words)}  # ITEM: {_mapping(figures)}{inside}"


def counter_example(facts: UnknownFacts, values: Mapping[str, int]) -> CounterExample:
    """Return the case that the solver's values describe.

    Args:
        facts: The unknowns, with what each stands for.
        values: What the solver gave, by name.
    """
    by_holder: dict[str, dict[str, str]] = {}
    roles: dict[str, list[str]] = {}
    day = facts.stretch.first
    for name, value in sorted(values.items()):
        slot = facts.slots[name]
        if slot.is_role:
            if value:
                roles.setdefault(slot.holder, []).append(slot.fact)
        elif slot.fact == DAY:
            day = date.fromordinal(value)
        else:
            by_holder.setdefault(slot.holder, {})[slot.fact] = _written(slot, value)
    given = by_holder.get(ORDER, {}) | by_holder.get(ITEM, {})
    return CounterExample(
        valid_at=day,
        reading=facts.book.reading.value,
        given=given,
        contents=None if facts.circuits == (ITEM,) else tuple(by_holder.get(each, {}) for each in facts.circuits),
        parties=tuple((tuple(roles[each]), by_holder.get(each, {})) for each in facts.parties if each in roles),
        item_facts=frozenset(by_holder.get(ITEM, {})),
        derived=frozenset({facts.book.law.pack.head.classification.fact}),
    )


def _written(slot: Slot, value: int) -> str:
    """Return a value as a case table writes it."""
    match slot.type:
        case FactType.BOOLEAN:
            return "true" if value else "false"
        case FactType.NUMBER:
            return plain(Decimal(value) / THOUSAND)
        case FactType.DATE:
            return date.fromordinal(value).isoformat()
        case FactType.TEXT | FactType.COUNTRY:
            return _quoted(slot.words[value])


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _bare(value: str) -> str:
    """Return a value as a shell reads it."""
    return value.strip('"') if value.strip('"').isalnum() else value


def _mapping(facts: Mapping[str, str]) -> str:
    return f"{{{', '.join(f'{name}: {value}' for name, value in facts.items())}}}"
