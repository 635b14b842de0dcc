"""The vocabulary that claims are read with: words, names, patterns and figures, from tables, a record and a catalogue.

It is made once, and serves any number of documents.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from licet.acts.act import plain
from licet.catalogue.names import name_key
from licet.errors import ProblemsFound
from licet.evidence.claims.cues_lexicon import Lexicon, Name
from licet.evidence.claims.cues_patterns import PatternIndex
from licet.evidence.claims.cues_tables import SIDES, read_tables
from licet.evidence.claims.names_items import item_names
from licet.problem import Problem
from licet.table_source import read_table

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping
    from pathlib import Path

    from licet.acts import Story
    from licet.catalogue import Catalogue
    from licet.evidence.claims.cues_tables import AttributionCue, Cue, KindCue, ModalityCue, Tables
    from licet.evidence.claims.names_items import ItemNames


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Everything that claims are read with.

    `cues` and `attributions` are the strongest first. `keys` leads from a side to its key and its government's name,
    `makers` are the firms that make items of the catalogue, with the key of the maker's name there; `other_makers` all
    such keys. `short_names` are names of persons by which they are known where somebody else is named as well.
    """

    story: Story
    lexicon: Lexicon
    items: ItemNames
    cues: tuple[Cue, ...]
    cue_index: PatternIndex
    attributions: tuple[AttributionCue, ...]
    attribution_index: PatternIndex
    modalities: Mapping[str, ModalityCue]
    kinds: Mapping[str, KindCue]
    sides: Mapping[str, str]
    short_names: Mapping[str, tuple[str, str]]
    keys: Mapping[str, tuple[str, str]]
    makers: Mapping[str, str]
    other_makers: frozenset[str]
    word_sets: Mapping[str, frozenset[str]]


def vocabulary(story: Story, catalogue: Catalogue, root: Path) -> Vocabulary:
    """Return the vocabulary.

    Args:
        story: The record of acts: its actors with all their names, its classes of items, the states of its keys.
        catalogue: The items; a case's own may be among them.
        root: The folder of the rule package, with `evidence/` and `catalogue/`.

    Raises:
        ProblemsFound: With every fault of every table.
    """
    tables = read_tables(root / "evidence")
    problems = list(_strangers(tables, story))
    if problems:
        raise ProblemsFound(problems)
    lexicon = Lexicon()
    _add_names(lexicon, tables, story)
    _add_outlets(lexicon, story, root / "evidence" / "publishers.csv")
    for name, phrases in tables.words.items():
        for phrase in phrases:
            lexicon.add_class(name, phrase)
    for name, phrase, value in tables.values:
        lexicon.add_value(name, phrase, value)
    aliases = [row["alias"] for _, row in read_table(root / "catalogue" / "aliases.csv").rows]
    named = [(name, value) for name, kind, value in tables.names if kind == "item"]
    makers = {name_key(item.maker) for item in catalogue}
    cues = tuple(sorted(tables.cues, key=lambda cue: -cue.strength))
    attributions = tuple(sorted(tables.attributions, key=lambda cue: -cue.strength))
    return Vocabulary(
        story=story,
        lexicon=lexicon,
        items=item_names(story, catalogue, aliases=aliases, named=named),
        cues=cues,
        cue_index=PatternIndex([cue.pattern for cue in cues]),
        attributions=attributions,
        attribution_index=PatternIndex([cue.pattern for cue in attributions]),
        modalities=tables.modalities,
        kinds=tables.kinds,
        sides=tables.sides,
        short_names=_short_names(tables),
        keys=tables.keys,
        makers=_makers(story, makers),
        other_makers=frozenset(makers),
        word_sets={name: frozenset(" ".join(phrases).casefold().split()) for name, phrases in tables.words.items()},
    )


def _short_names(tables: Tables) -> dict[str, tuple[str, str]]:
    """Return names by which persons are known where somebody else is named: (person, whoever is beside)."""
    pairs = {plain(name): value.partition(" with ") for name, kind, value in tables.names if kind == "short"}
    return {name: (actor, beside) for name, (actor, _, beside) in pairs.items()}


def _makers(story: Story, makers: Container[str]) -> dict[str, str]:
    """Return the firms that make items, each with the key of its name in the catalogue."""
    firms = {actor.actor_id: map(name_key, actor.names) for actor in story.actors.values() if actor.kind == "firm"}
    keys = {firm: next((key for key in names if key in makers), "") for firm, names in firms.items()}
    return {firm: key for firm, key in keys.items() if key}


def _strangers(tables: Tables, story: Story) -> Iterator[Problem]:
    """Yield what the tables name and the record does not have."""
    for side in SIDES:
        if side not in tables.keys:
            yield Problem("unknown-value", "evidence/cues_keys.csv", f"the side {side} has no key", "add its row")
    for cue in tables.cues:
        for side, state in cue.states.items():
            key = tables.keys.get(side, ("", ""))[0]
            if f"{key} {state}" not in story.states:
                mend = "write a state of states.csv"
                yield Problem("unknown-state", "evidence/cues.csv", f"{key} has no state {state[:40]!r}", mend)
        if cue.item and cue.item not in story.classes:
            mend = "write an id of item_classes.yaml"
            yield Problem("unknown-value", "evidence/cues.csv", f"there is no class {cue.item[:40]!r}", mend)
    for name, kind, value in tables.names:
        values = {"actor": [value], "item": [value], "short": value.split(" with ")}.get(kind, [])
        if not all(each in (story.classes if kind == "item" else story.actors) for each in values):
            mend = "write an id of actors.csv or item_classes.yaml"
            yield Problem("unknown-value", "evidence/cues_names.csv", f"{name[:40]!r} stands for nobody", mend)
    for actor in tables.sides:
        if actor not in story.actors:
            mend = "write an id of actors.csv"
            yield Problem("unknown-value", "evidence/cues_sides.csv", f"there is no actor {actor[:40]!r}", mend)


def _add_outlets(lexicon: Lexicon, story: Story, path: Path) -> None:
    """Put the publishers that are no actors into the lexicon; they are named as the table writes them."""
    for _, row in read_table(path).rows:
        names = [row["publisher"], *(name.strip() for name in row["other_names"].split(";") if name.strip())]
        if not any(plain(name) in story.names for name in names):
            for name in names:
                lexicon.add_name(Name("outlet", row["publisher"], name), name)


def _add_names(lexicon: Lexicon, tables: Tables, story: Story) -> None:
    """Put every name into the lexicon; the table's own come first, so that "State" is no department."""
    for name, kind, value in tables.names:
        if kind not in {"item", "short"}:
            lexicon.add_name(Name(kind, value, name), name)
    for actor in story.actors.values():
        for name in (actor.name, *actor.other_names):
            lexicon.add_name(Name("actor", actor.actor_id, name), name)
            if name.startswith("The "):
                lexicon.add_name(Name("actor", actor.actor_id, name.removeprefix("The ")), name.removeprefix("The "))
