"""The tables beside the acts: states, transitions, actors (CSV), the head and the classes of items (YAML)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from licet.acts.act import Actor, Effect, ItemClass, KeyRule, State, plain
from licet.errors import ProblemsFound
from licet.rules.fields import Faults, Fields
from licet.table_source import read_table
from licet.yaml_source import Mapping, read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from licet.acts.folder import ActFile
    from licet.yaml_source import YamlNode

_STATE_COLUMNS = ("key", "state", "effect", "licence_required", "words", "entered_on")
_TRANSITION_COLUMNS = ("key", "from_state", "to_state", "note")
_ACTOR_COLUMNS = ("actor_id", "kind", "name", "other_names")
_ACTOR_KINDS = ("authority", "firm", "person", "outlet")
_WORDS = ("", "yes", "no")


def read_states(files: Sequence[ActFile], faults: Faults) -> dict[str, State]:
    """Read states.csv: states by key and name."""
    found: dict[str, State] = {}
    for _, where, row in _rows(files, _STATE_COLUMNS, faults):
        effects = [effect for effect in Effect if effect.value == row["effect"]]
        if not effects or row["licence_required"] not in _WORDS:
            known = ", ".join(effect.value for effect in Effect)
            what = f"effect {row['effect'][:40]!r} or licence_required {row['licence_required'][:40]!r} is not known"
            faults.add("unknown-value", where, what, f"effect: {known}; licence_required: yes, no or blank")
            continue
        state = State(row["key"], row["state"], effects[0], row["licence_required"], row["words"], row["entered_on"])
        name = f"{state.key} {state.state}"
        if name in found:
            faults.add("duplicate-state", where, f"the state {name} stands twice", "keep one row")
        found[name] = state
    return found


def read_transitions(files: Sequence[ActFile], faults: Faults) -> tuple[tuple[str, str, str], ...]:
    """Read transitions.csv of every layer: (key, from state, to state)."""
    rows = _rows(files, _TRANSITION_COLUMNS, faults)
    return tuple(dict.fromkeys((row["key"], row["from_state"], row["to_state"]) for _, _, row in rows))


def read_actors(files: Sequence[ActFile], faults: Faults) -> dict[str, Actor]:
    """Read actors.csv of every layer; a later layer takes an actor's place."""
    found: dict[str, Actor] = {}
    owners: dict[tuple[int, str], Actor] = {}
    for layer, where, row in _rows(files, _ACTOR_COLUMNS, faults):
        if row["kind"] not in _ACTOR_KINDS or not row["actor_id"] or not row["name"]:
            what = "an actor needs actor_id, name, and a kind that is known"
            faults.add("unknown-value", where, what, f"kinds: {', '.join(_ACTOR_KINDS)}")
            continue
        others = tuple(name.strip() for name in row["other_names"].split(";") if name.strip())
        actor = Actor(row["actor_id"], row["kind"], row["name"], others)
        found[actor.actor_id] = actor
        for name in {plain(name) for name in actor.names}:
            other = owners.setdefault((layer, name), actor)
            if other is not actor:
                what = f"{name} is a name of {other.actor_id} already"
                faults.add("name-of-two", where, what, "leave the name with one of the two")
    return found


def _rows(
    files: Sequence[ActFile], columns: tuple[str, ...], faults: Faults
) -> Iterator[tuple[int, str, dict[str, str]]]:
    """Yield the layer, place and cells of every row."""
    for file in files:
        try:
            table = read_table(file.path, shown_as=file.name)
        except ProblemsFound as found:
            faults.problems.extend(found.problems)
            continue
        if set(table.columns) != set(columns):
            what = f"the columns are {', '.join(table.columns)[:120]}"
            faults.add("wrong-columns", table.header_where, what, f"write {', '.join(columns)}")
            continue
        yield from ((file.layer, where, cells) for where, cells in table.rows)


def read_classes(files: Sequence[ActFile], faults: Faults) -> dict[str, ItemClass]:
    """Read item_classes.yaml of every layer."""
    found: dict[str, ItemClass] = {}
    for root in _roots(files, faults):
        listed = root.node("classes")
        if isinstance(listed, Mapping):
            found |= {name: _item_class(name, node, faults) for name, node in listed.entries.items()}
        else:
            root.missing("classes")
        root.close()
    return found


def _item_class(name: str, node: YamlNode, faults: Faults) -> ItemClass:
    fields = Fields(node, faults, f"the class {name}")
    found = ItemClass(
        class_id=name,
        title=fields.text("title", required=True),
        items=fields.texts("items"),
        kinds=fields.texts("kinds"),
        makers=fields.texts("makers"),
        not_makers=fields.texts("not_makers"),
        marketed_for_datacenters=fields.truth("marketed_for_datacenters"),
        not_in_catalogue=fields.truth("not_in_catalogue"),
        names=fields.texts("names"),
    )
    if fields.is_mapping and not (found.items or found.kinds or (found.not_in_catalogue and found.names)):
        mend = "write items, or kinds and makers, or not_in_catalogue with names"
        faults.add("empty-class", fields.where, f"the class {name} names no item", mend)
    fields.close()
    return found


class Head:
    """head.yaml: version, span checked, gaps, and how acts bear on each key."""

    def __init__(self, file: ActFile, faults: Faults) -> None:
        """Read it; what is wrong is added to `faults`."""
        self.version, self.staleness_days = "", 0
        self.checked_from = self.checked_through = date.min
        self.gaps: tuple[str, ...] = ()
        self.keys: tuple[KeyRule, ...] = ()
        for root in _roots([file], faults):
            self.version = root.text("version", required=True)
            self.checked_from = root.day("checked_from", required=True) or date.min
            self.checked_through = root.day("checked_through", required=True) or date.min
            self.staleness_days = root.whole("staleness_days")
            self.gaps = root.texts("gaps")
            self.keys = tuple(_key_rules(root, faults))
            root.close()


def _key_rules(root: Fields, faults: Faults) -> Iterator[KeyRule]:
    listed = root.node("keys")
    if not isinstance(listed, Mapping):
        root.missing("keys")
        return
    for key, node in listed.entries.items():
        fields = Fields(node, faults, f"the key {key}")
        rule = KeyRule(key, fields.truth("decides"), fields.text("default") or None, fields.texts("destinations"))
        if fields.is_mapping and rule.decides and rule.default is None:
            fields.missing("default")
        fields.close()
        yield rule


def _roots(files: Sequence[ActFile], faults: Faults) -> Iterator[Fields]:
    for file in files:
        try:
            yield Fields(read_yaml(file.path, shown_as=file.name), faults, file.name)
        except ProblemsFound as found:
            faults.problems.extend(found.problems)
