"""The tables of `licet_rules/evidence` that claims are read with, each row checked.

Words, names, patterns and what they mean are data; nothing here knows any of them. All faults of all tables are
raised together.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, TypeVar

from licet.acts.act import MarkKind, QuantityKind
from licet.errors import ProblemsFound
from licet.evidence.claims.cues_patterns import Pattern, pattern_of
from licet.evidence.model import AttributionKind, Modality
from licet.problem import Problem
from licet.table_source import read_table

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

E = TypeVar("E", bound=Enum)

NAME_KINDS = ("actor", "side", "buyers", "place", "item", "ignored", "short", "elsewhere")
SIDES = ("us", "cn")
OWN_CLASSES = frozenset(
    {"us", "cn", "outlet", "person", "firm", "authority", "buyers", "place", "item", "goods", "count", "money"}
    | {"percent", "stranger_person", "licence_none", "goods_none"}
)
"""Classes that names and figures fill, not the table of words."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A pattern and what it says: a state of either key, or a mark, or nothing (then it keeps others away).

    `states` are by side. `side` is set where only one side can be meant; `otherwise` is the side where
    nobody is named. `item` is what is meant where the sentence
    names no item. `by` is `firm` where a firm takes the step, `authority` where the words are an authority's own, so
    that a firm's are another matter. Of `needs` each group has one class that stands in the sentence; none of `bars`
    stands among its words. `modality` is set where the words decide it.
    """

    pattern: Pattern
    states: Mapping[str, str]
    mark: MarkKind | None
    side: str
    otherwise: str
    by: str
    item: str
    needs: tuple[tuple[str, ...], ...]
    bars: tuple[str, ...]
    modality: Modality | None
    strength: int
    why: str


@dataclass(frozen=True, slots=True)
class AttributionCue:
    """A pattern that says who says so."""

    pattern: Pattern
    kind: AttributionKind
    strength: int


@dataclass(frozen=True, slots=True)
class ModalityCue:
    """Words that say how a thing is put, when they stand within `reach` words before or after it."""

    modality: Modality
    before: bool
    reach: int


@dataclass(frozen=True, slots=True)
class KindCue:
    """Words that say of what kind a figure of one of the units is; one class of `needs` stands in the sentence."""

    kind: QuantityKind
    of: tuple[str, ...]
    before: bool
    reach: int
    needs: tuple[str, ...]
    strength: int


@dataclass(slots=True)
class Tables:
    """What the tables hold. `words` are phrases by class; `names` are (phrase, kind, value)."""

    words: dict[str, list[str]] = field(default_factory=dict)
    names: list[tuple[str, str, str]] = field(default_factory=list)
    sides: dict[str, str] = field(default_factory=dict)
    keys: dict[str, tuple[str, str]] = field(default_factory=dict)  # by side: the key, and the government's name
    values: list[tuple[str, str, str]] = field(default_factory=list)
    cues: list[Cue] = field(default_factory=list)
    attributions: list[AttributionCue] = field(default_factory=list)
    modalities: dict[str, ModalityCue] = field(default_factory=dict)
    kinds: dict[str, KindCue] = field(default_factory=dict)


class _Reader:
    """Reads the tables of a folder, and gathers what is wrong with them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.tables = Tables()
        self.problems: list[Problem] = []

    def rows(self, name: str, columns: tuple[str, ...]) -> Iterator[tuple[str, dict[str, str]]]:
        try:
            table = read_table(self.folder / name, shown_as=f"evidence/{name}")
        except ProblemsFound as found:
            self.problems.extend(found.problems)
            return
        if set(table.columns) != set(columns):
            what = f"the columns are {', '.join(table.columns)[:120]}"
            self.fault("wrong-columns", table.header_where, what, f"write {', '.join(columns)}")
            return
        yield from table.rows

    def fault(self, slug: str, where: str, what: str, mend: str) -> None:
        self.problems.append(Problem(slug, where, what, mend))

    def words(self) -> None:
        for where, row in self.rows("cues_words.csv", ("class", "words")):
            phrases = _parts(row["words"])
            if not row["class"] or not phrases or row["class"] in self.tables.words or row["class"] in OWN_CLASSES:
                what = f"the class {row['class'][:40]!r} is blank, empty, taken, or stands twice"
                self.fault("unknown-value", where, what, "name each class once, with its words")
            else:
                self.tables.words[row["class"]] = phrases

    def names(self) -> None:
        for where, row in self.rows("cues_names.csv", ("names", "kind", "value")):
            strange = row["kind"] == "side" and row["value"] not in SIDES
            strange |= row["kind"] == "short" and " with " not in row["value"]
            if row["kind"] not in NAME_KINDS or strange:
                what = f"the kind {row['kind'][:40]!r} or the value {row['value'][:40]!r} is not known"
                self.fault("unknown-value", where, what, f"kinds: {', '.join(NAME_KINDS)}; sides: {', '.join(SIDES)}")
            else:
                self.tables.names += [(name, row["kind"], row["value"]) for name in _parts(row["names"])]
        for where, row in self.rows("cues_sides.csv", ("actor_id", "side")):
            if row["side"] not in SIDES or not row["actor_id"]:
                self.fault("unknown-value", where, f"the side {row['side'][:40]!r} is not known", "write us or cn")
            else:
                self.tables.sides[row["actor_id"]] = row["side"]

        for where, row in self.rows("cues_keys.csv", ("side", "key", "name")):
            if row["side"] not in SIDES or not row["key"] or not row["name"]:
                self.fault(
                    "unknown-value", where, "a side, its key and its name are needed", "write us or cn, and both"
                )
            else:
                self.tables.keys[row["side"]] = row["key"], row["name"]

    def values(self) -> None:
        for where, row in self.rows("cues_values.csv", ("class", "words", "value")):
            if not row["class"] or not _parts(row["words"]):
                self.fault("unknown-value", where, "a class and words are needed", "write both")
            else:
                self.tables.values += [(row["class"], word, row["value"]) for word in _parts(row["words"])]

    def cues(self) -> None:
        columns = (
            "pattern",
            "us",
            "cn",
            "mark",
            "side",
            "else",
            "by",
            "item",
            "needs",
            "without",
            "modality",
            "strength",
            "why",
        )
        for where, row in self.rows("cues.csv", columns):
            pattern = self.pattern(row["pattern"], where)
            mark, right_mark = _member(MarkKind, row["mark"])
            modality, right_modality = _member(Modality, row["modality"])
            states = {side: row[side] for side in SIDES if row[side]}
            strength = _whole(row["strength"])
            if not right_mark or not right_modality or strength is None or _strange(row):
                what = "the mark, side, by, modality or strength is not known"
                self.fault("unknown-value", where, what, f"marks: {_values(MarkKind)}; modalities: {_values(Modality)}")
                continue
            if pattern is None:
                continue
            needs = tuple(tuple(group.split("|")) for group in _parts(row["needs"]))
            bars = tuple(name for group in _parts(row["without"]) for name in group.split("|"))
            self.known([*bars, *(name for group in needs for name in group)], where)
            self.tables.cues.append(
                Cue(
                    pattern,
                    states,
                    mark,
                    row["side"],
                    row["else"],
                    row["by"],
                    row["item"],
                    needs,
                    bars,
                    modality,
                    strength,
                    row["why"],
                )
            )

    def attributions(self) -> None:
        for where, row in self.rows("attribution.csv", ("pattern", "kind", "strength")):
            pattern = self.pattern(row["pattern"], where)
            kind, _ = _member(AttributionKind, row["kind"])
            strength = _whole(row["strength"])
            if kind is None or strength is None:
                what = f"the kind {row['kind'][:40]!r} or the strength is not known"
                self.fault("unknown-value", where, what, "write a kind of attribution and a whole number")
            elif pattern is not None:
                self.tables.attributions.append(AttributionCue(pattern, kind, strength))

    def modalities(self) -> None:
        for where, row in self.rows("modality.csv", ("modality", "words", "where", "reach")):
            modality, _ = _member(Modality, row["modality"])
            reach = _whole(row["reach"])
            if modality is None or reach is None or row["where"] not in {"before", "after"}:
                what = f"the modality {row['modality'][:40]!r}, the place or the reach is not known"
                self.fault("unknown-value", where, what, "write a modality, before or after, and a number of words")
                continue
            name = f"modality {modality.value} {row['where']} {reach}"
            self.tables.modalities[name] = ModalityCue(modality, row["where"] == "before", reach)
            self.tables.words.setdefault(name, []).extend(_parts(row["words"]))

    def kinds(self) -> None:
        columns = ("kind", "words", "of", "where", "reach", "needs", "strength")
        for where, row in self.rows("quantity_kinds.csv", columns):
            kind, _ = _member(QuantityKind, row["kind"])
            reach, strength = _whole(row["reach"]), _whole(row["strength"])
            if kind is None or reach is None or strength is None or row["where"] not in {"before", "after"}:
                what = f"the kind {row['kind'][:40]!r}, the place, the reach or the strength is not known"
                self.fault("unknown-value", where, what, "write a kind of quantity, before or after, and two numbers")
                continue
            name = f"quantity {len(self.tables.kinds)}"
            of = tuple(row["of"].split("|"))
            needs = tuple(name for name in row["needs"].split("|") if name)
            self.known(needs, where)
            self.tables.kinds[name] = KindCue(kind, of, row["where"] == "before", reach, needs, strength)
            self.tables.words[name] = _parts(row["words"])

    def pattern(self, text: str, where: str) -> Pattern | None:
        try:
            pattern, phrases = pattern_of(text)
        except ValueError as error:
            self.fault("bad-pattern", where, str(error), "write classes in braces, ~N for a gap, or words")
            return None
        for phrase, name in phrases.items():
            self.tables.words[name] = [phrase]
        self.known([name for part in pattern.parts for name in part.classes], where)
        return pattern

    def known(self, classes: Collection[str], where: str) -> None:
        unknown = sorted(set(classes) - set(self.tables.words) - OWN_CLASSES)
        if unknown:
            mend = "add it to cues_words.csv, or write its name right"
            self.fault("unknown-class", where, f"no class is called {', '.join(unknown)[:80]}", mend)


def read_tables(folder: Path) -> Tables:
    """Read every table of the folder.

    Raises:
        ProblemsFound: With every fault of every table.
    """
    reader = _Reader(folder)
    for part in (
        reader.words, reader.names, reader.values, reader.cues,
        reader.attributions, reader.modalities, reader.kinds,
    ):  # fmt: skip
        part()
    if reader.problems:
        raise ProblemsFound(reader.problems)
    return reader.tables


def _values(kind: type[Enum]) -> str:
    return ", ".join(str(member.value) for member in kind)


def _strange(row: Mapping[str, str]) -> bool:
    return {row["side"], row["else"]} - {"", *SIDES} != set() or row["by"] not in {"", "firm", "authority"}


def _parts(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]


def _whole(cell: str) -> int | None:
    return int(cell) if cell.isascii() and cell.isdecimal() else None


def _member(kind: type[E], cell: str) -> tuple[E | None, bool]:
    found = next((member for member in kind if member.value == cell), None)
    return found, found is not None or not cell
