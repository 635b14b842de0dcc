"""The schema of facts: what may be stated, of what, in which unit, by whom, and what cures its absence.

The facts themselves are data (`facts.yaml` of the rule package); this module reads and checks them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from licet.errors import ProblemsFound
from licet.period import read_date
from licet.problem import Problem
from licet.quantity import Interval, read_number
from licet.truth import Truth
from licet.yaml_source import Mapping, Sequence, Text, read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from licet.facts.provenance import FactValue
    from licet.yaml_source import YamlNode


class FactType(Enum):
    """What kind of value a fact has."""

    NUMBER = "number"
    BOOLEAN = "boolean"
    TEXT = "text"
    COUNTRY = "country"
    DATE = "date"


class SubjectKind(Enum):
    """What a fact is a fact of."""

    ITEM = "item"
    PARTY = "party"
    ORDER = "order"


class Remedy(Enum):
    """What a person may do about an absent or unhelpful fact (design, section 9)."""

    OBTAIN = "obtain"
    FILE = "file"
    WAIT = "wait"
    REDUCE = "reduce"
    SUBSTITUTE_ITEM = "substitute_item"
    ESTABLISH_TRUTH = "establish_truth"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class FactDefinition:
    """One fact of the schema.

    `unit` is set for numbers only; `values` lists the only texts allowed, empty for any; `assertable`
    tells whether a user may state it of an order or item; `question` is what to ask a person.
    """

    name: str
    subject: SubjectKind
    type: FactType
    unit: str
    values: tuple[str, ...]
    assertable: bool
    remedy: Remedy
    question: str
    definition: str

    def read(self, text: str) -> FactValue:
        """Read a value of this fact from text.

        Raises:
            ValueError: If the text is not such a value; the message says what is.
        """
        match self.type:
            case FactType.NUMBER:
                return Interval.exactly(read_number(text))
            case FactType.BOOLEAN:
                truth = Truth.from_word(text)
                if truth is Truth.UNKNOWN:
                    msg = "leave the fact out instead of stating that it is unknown"
                    raise ValueError(msg)
                return truth
            case FactType.DATE:
                return read_date(text)
            case FactType.COUNTRY:
                return _country(text)
            case FactType.TEXT:
                return self._text(text)

    def _text(self, text: str) -> str:
        stripped = text.strip()
        if self.values and stripped not in self.values:
            msg = f"{stripped[:40]!r} is none of {', '.join(self.values)}"
            raise ValueError(msg)
        return stripped


COUNTRY_LETTERS = 2


def _country(text: str) -> str:
    code = text.strip().upper()
    if len(code) != COUNTRY_LETTERS or not code.isascii() or not code.isalpha():
        msg = f"{text.strip()[:40]!r} is not an ISO 3166-1 alpha-2 country code such as CN"
        raise ValueError(msg)
    return code


class FactSchema:
    """All facts by name."""

    def __init__(self, definitions: dict[str, FactDefinition]) -> None:
        """Keep the definitions."""
        self._definitions = definitions

    def __contains__(self, name: object) -> bool:
        """Tell whether the fact is in the schema."""
        return name in self._definitions

    def __getitem__(self, name: str) -> FactDefinition:
        """Return the definition of a fact; KeyError if there is none."""
        return self._definitions[name]

    def __iter__(self) -> Iterator[FactDefinition]:
        """Go through all definitions in order of writing."""
        return iter(self._definitions.values())

    def of_subject(self, subject: SubjectKind) -> tuple[FactDefinition, ...]:
        """Return the facts of one kind of subject."""
        return tuple(definition for definition in self if definition.subject is subject)


def load_fact_schema(path: Path, *, shown_as: str | None = None) -> FactSchema:
    """Read `facts.yaml`.

    Raises:
        ProblemsFound: With every fault in the file.
    """
    root = read_yaml(path, shown_as=shown_as)
    problems: list[Problem] = []
    definitions: dict[str, FactDefinition] = {}
    facts = root.entries.get("facts") if isinstance(root, Mapping) else None
    if not isinstance(facts, Mapping):
        raise ProblemsFound(
            [Problem("missing-key", root.where, "there is no mapping `facts`", "start the file with `facts:`")]
        )
    for name, node in facts.entries.items():
        definition = _definition(name, node, problems)
        if definition is not None:
            definitions[name] = definition
    if problems:
        raise ProblemsFound(problems)
    return FactSchema(definitions)


def _yes_or_no(key: str, text: str) -> bool:
    if text.strip() not in {"true", "false"}:
        msg = f"{key} is {text[:40]!r}, neither true nor false"
        raise ValueError(msg)
    return text.strip() == "true"


_KEYS = {"subject", "type", "unit", "values", "assertable", "remedy", "question", "definition"}


def _definition(name: str, node: YamlNode, problems: list[Problem]) -> FactDefinition | None:
    if not isinstance(node, Mapping):
        problems.append(
            Problem("not-a-mapping", node.where, f"the fact {name} is not a mapping", "give it subject, type, remedy")
        )
        return None
    problems.extend(
        Problem("unknown-key", node.key_where[key], f"{key} is not a key of a fact", f"use {', '.join(sorted(_KEYS))}")
        for key in node.entries
        if key not in _KEYS
    )
    text = {key: value.text for key, value in node.entries.items() if isinstance(value, Text)}
    values = node.entries.get("values")
    try:
        return FactDefinition(
            name=name,
            subject=SubjectKind(text.get("subject", "")),
            type=FactType(text.get("type", "")),
            unit=text.get("unit", ""),
            values=tuple(item.text for item in values.items if isinstance(item, Text))
            if isinstance(values, Sequence)
            else (),
            assertable=_yes_or_no("assertable", text.get("assertable", "false")),
            remedy=Remedy(text.get("remedy", "")),
            question=text.get("question", ""),
            definition=text.get("definition", ""),
        )
    except ValueError as error:
        problems.append(
            Problem("bad-value", node.where, f"the fact {name}: {error}", "use one of the words the schema knows")
        )
        return None
