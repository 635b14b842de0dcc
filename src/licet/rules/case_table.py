"""Case tables: what a rule must answer, written before the rule, read strictly.

A table names its rule and gives facts and the expected truth a row; see docs/rule_language.md.
Engines run the rows; this module only reads them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from licet.errors import ProblemsFound
from licet.facts import FactType, Role
from licet.period import read_date
from licet.quantity import Interval, read_number
from licet.rules.fields import Faults, Fields
from licet.rules.model import Reading
from licet.truth import Truth
from licet.yaml_source import Mapping, Sequence, Text, read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from licet.facts import FactSchema, FactValue
    from licet.rules.loader import Law
    from licet.yaml_source import YamlNode

_ROLES = {role.value: role for role in Role}


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a case table.

    `given` holds facts of the item and order, `derived` values of names that rules would derive;
    `contents` the integrated circuits if stated; `parties` pairs of roles and facts; `met` the conditions whose
    truth the row expects, by id.
    """

    rule: str
    name: str
    where: str
    valid_at: date
    known_at: date | None
    reading: Reading
    expect: Truth
    by: str | None
    missing: tuple[str, ...] | None
    given: dict[str, FactValue]
    derived: dict[str, FactValue]
    contents: tuple[dict[str, FactValue], ...] | None = None
    parties: tuple[tuple[frozenset[str], dict[str, FactValue]], ...] = ()
    parties_complete: Truth = Truth.UNKNOWN
    exporter: str | None = None
    met: dict[str, Truth] = field(default_factory=dict)


def read_case_tables(folder: Path, law: Law) -> tuple[Row, ...]:
    """Read every table below a folder.

    Raises:
        ProblemsFound: With every fault in every table.
    """
    faults = Faults()
    rows: list[Row] = []
    for path in sorted(folder.rglob("*.yaml")):
        try:
            rows += _TableReader(law, faults).read(read_yaml(path))
        except ProblemsFound as found:
            faults.problems.extend(found.problems)
    if not rows and not faults.problems:
        faults.add("no-cases", str(folder), "holds no case table", "name a folder with YAML case tables")
    if faults.problems:
        raise ProblemsFound(faults.problems)
    return tuple(rows)


@dataclass(slots=True)
class _TableReader:
    law: Law
    faults: Faults
    short: dict[str, str] = field(default_factory=dict)

    @property
    def schema(self) -> FactSchema:
        return self.law.schema

    def read(self, root: YamlNode) -> Iterator[Row]:
        table = Fields(root, self.faults, "the case table")
        rule = table.text("rule", required=True)
        if rule not in self.law.pack.rules:
            self.faults.add("unknown-rule", table.where, f"there is no rule {rule}", "mend the id")
        table.text("source", required=True)
        self.short = table.mapping("short")
        day = table.day("valid_at")
        reading = table.choice("reading", Reading, default=Reading.ENFORCED) or Reading.ENFORCED
        rows = [self._row(rule, node, day, reading) for node in table.items("cases", required=True)]
        table.close()
        yield from (row for row in rows if row is not None)

    def _row(self, rule: str, node: YamlNode, day: date | None, reading: Reading) -> Row | None:
        fields = Fields(node, self.faults, "a case")
        name = fields.text("name", required=True)
        valid_at = fields.day("valid_at") or day
        if valid_at is None:
            fields.missing("valid_at")
        given, derived = self._facts(fields.node("given"), "`given`")
        row = Row(
            rule=rule,
            name=name,
            where=fields.where,
            valid_at=valid_at or date.min,
            known_at=fields.day("known_at"),
            reading=fields.choice("reading", Reading, default=reading) or reading,
            expect=self._word(fields, "expect", required=True),
            by=fields.text("by") or None,
            missing=self._missing(fields),
            given=given,
            derived=derived,
            contents=tuple(self._own_facts(part, "a circuit") for part in fields.items("contents"))
            if fields.has("contents")
            else None,
            parties=tuple(self._party(part) for part in fields.items("parties")),
            parties_complete=self._word(fields, "parties_complete"),
            met=self._met(fields, rule),
        )
        fields.close()
        return row if valid_at is not None else None

    def _missing(self, fields: Fields) -> tuple[str, ...] | None:
        if fields.node("missing") is None:
            return None
        return tuple(sorted(self.short.get(name, name) for name in fields.texts("missing")))

    def _met(self, fields: Fields, rule: str) -> dict[str, Truth]:
        """Return the conditions a row expects something of; an id that no version of the rule has is reported."""
        found = self.law.pack.rules.get(rule)
        known = {part.id for version in (found.versions if found else ()) for part in version.conditions}
        expected: dict[str, Truth] = {}
        for name, word in fields.mapping("met").items():
            try:
                expected[name] = Truth.from_word(word)
            except ValueError as error:
                self.faults.add("unknown-value", fields.place("met"), str(error), "use true, false or unknown")
            if name not in known:
                what = f"{rule} has no condition {name}"
                self.faults.add("unknown-value", fields.place("met"), what, "mend the id of the condition")
        return expected

    def _word(self, fields: Fields, key: str, *, required: bool = False) -> Truth:
        try:
            return Truth.from_word(fields.text(key, required=required) or "unknown")
        except ValueError as error:
            self.faults.add("unknown-value", fields.place(key), str(error), "use true, false or unknown")
            return Truth.UNKNOWN

    def _party(self, node: YamlNode) -> tuple[frozenset[str], dict[str, FactValue]]:
        fields = Fields(node, self.faults, "a party")
        roles = {*fields.texts("role"), *fields.texts("roles")}
        if not roles:
            fields.missing("role")
        for role in sorted(roles - _ROLES.keys()):
            self.faults.add("unknown-role", node.where, f"{role!r} is no role", f"use {', '.join(_ROLES)}")
        entries = node.entries if isinstance(node, Mapping) else {}
        facts = {key: value for key, value in entries.items() if key not in {"role", "roles"}}
        return frozenset(roles), self._own_facts(Mapping(facts, node.where), "a party")

    def _own_facts(self, node: YamlNode, what: str) -> dict[str, FactValue]:
        """Return the facts of a circuit or party; what rules derive is derived for the whole case only."""
        stated, derived = self._facts(node, what)
        for name in derived:
            self.faults.add("bad-value", node.where, f"{name} of {what} is given", "state it under `given`")
        return stated

    def _facts(self, node: YamlNode | None, what: str) -> tuple[dict[str, FactValue], dict[str, FactValue]]:
        if node is not None and not isinstance(node, Mapping):
            self.faults.add("not-a-mapping", node.where, f"{what} is no mapping of facts", "write {fact: value}")
        stated: dict[str, FactValue] = {}
        derived: dict[str, FactValue] = {}
        for key, value in (node.entries if isinstance(node, Mapping) else {}).items():
            name = self.short.get(key, key)
            try:
                if name in self.schema:
                    stated[name] = self._value(name, value)
                elif name == self.law.pack.head.classification.fact:
                    derived[name] = self._class(_text(value))
                elif self.law.pack.named(name) is not None:
                    derived[name] = (
                        Interval.exactly(read_number(_text(value)))
                        if _text(value)[:1].isdigit()
                        else Truth.from_word(_text(value))
                    )
                else:
                    self.faults.add(
                        "unknown-fact", value.where, f"there is no fact {name}", "mend the name, or list it in `short`"
                    )
            except ValueError as error:
                self.faults.add("bad-value", value.where, f"{name}: {error}", "write a value of the fact's type")
        return stated, derived

    def _class(self, text: str) -> str:
        known = self.law.pack.head.classification.values
        if text not in known:
            msg = f"{text[:40]!r} is none of {', '.join(known)}"
            raise ValueError(msg)
        return text

    def _value(self, name: str, node: YamlNode) -> FactValue:
        definition = self.schema[name]
        if definition.type is FactType.NUMBER and isinstance(node, Sequence):
            if len(node.items) != 2:  # noqa: PLR2004  two ends
                msg = "an interval has two ends, either of them blank where it has no bound"
                raise ValueError(msg)
            lo, hi = (_text(item) for item in node.items)
            least, most = read_number(lo) if lo else None, read_number(hi) if hi else None
            if least is not None and most is not None and least > most:
                msg = f"no figure lies between {lo} and {hi}"
                raise ValueError(msg)
            return Interval(least, most)
        return read_date(_text(node)) if definition.type is FactType.DATE else definition.read(_text(node))


def _text(node: YamlNode) -> str:
    return node.text.strip() if isinstance(node, Text) else ""
