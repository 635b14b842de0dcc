"""One rule file to one rule, every fault gathered."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypedDict

import msgspec

from licet.facts import FactType
from licet.rules.expression import All
from licet.rules.fields import Faults, Fields
from licet.rules.model import (
    Addressee,
    Clause,
    Condition,
    Limb,
    Presumption,
    Rule,
    RuleKind,
    Status,
    Version,
)
from licet.rules.parse import ExpressionError, Name, Scope, parse_figure, parse_test
from licet.yaml_source import Mapping, Sequence, Text

if TYPE_CHECKING:
    from datetime import date

    from licet.citation import Citation
    from licet.rules.expression import Term, Test
    from licet.yaml_source import YamlNode


@dataclass(frozen=True, slots=True)
class RuleHeader:
    """What the first look at a rule file tells: enough for other rules to refer to it.

    `figures` are the texts of its `value:` keys, which tell whether what it defines may be negative.
    """

    id: str
    defines: str
    meaning: Name | None
    node: YamlNode
    figures: tuple[str, ...] = ()


def read_header(node: YamlNode) -> RuleHeader:
    """Read id, the name defined and its type; faults are left to `read_rule`."""
    entries = node.entries if isinstance(node, Mapping) else {}
    texts = {key: value.text.strip() for key, value in entries.items() if isinstance(value, Text)}
    nodes = entries.get("versions")
    versions = (
        [node.entries for node in nodes.items if isinstance(node, Mapping)] if isinstance(nodes, Sequence) else []
    )
    values = [version["value"] for version in versions if "value" in version]
    meaning = Name(FactType.NUMBER, "*") if values else Name(FactType.BOOLEAN)
    measured = versions and "measured_by" in versions[0]
    figures = tuple(value.text for value in values if isinstance(value, Text))
    return RuleHeader(texts.get("id", ""), texts.get("defines", ""), None if measured else meaning, node, figures)


def read_rule(header: RuleHeader, scope: Scope, faults: Faults) -> Rule | None:
    """Read a whole rule file.

    Args:
        header: From `read_header`.
        scope: The names and sets its expressions may read.
        faults: Receives every fault.

    Returns:
        The rule, or None if it has no usable id, kind or version.
    """
    fields = Fields(header.node, faults, header.id or "the rule")
    rule_id, title = fields.text("id", required=True), fields.text("title", required=True)
    kind = fields.choice("kind", RuleKind)
    defines, overrides = fields.text("defines"), fields.texts("overrides")
    if kind is RuleKind.DEFINITION and not defines:
        fields.missing("defines")
    fields.node("checked")
    nodes = fields.items("versions", required=True)
    fields.close()
    if not rule_id or kind is None:
        return None
    reader = _VersionReader(rule_id, kind, scope, faults)
    versions = [version for number, node in enumerate(nodes, 1) if (version := reader.read(number, node)) is not None]
    _check_form(rule_id, versions, faults)
    return Rule(rule_id, title, kind, header.node.where, tuple(_with_ends_known(versions)), defines, overrides)


def _check_form(rule_id: str, versions: list[Version], faults: Faults) -> None:
    """Report a name that is a truth in one version and a figure in another."""
    forms = [
        ("a truth" if version.body else "a figure" if version.value else "a measure", version)
        for version in versions
        if version.body or version.value or version.measured_by
    ]
    for form, version in forms:
        if form != forms[0][0]:
            what = f"version {version.number} of {rule_id} gives {form}, version {forms[0][1].number} {forms[0][0]}"
            faults.add("changed-form", version.where, what, "give the new one a rule and a name of its own")


def _with_ends_known(versions: list[Version]) -> list[Version]:
    """Fill in when each version's end became public: with the next one if they touch."""
    known = []
    for index, version in enumerate(versions):
        following = versions[index + 1] if index + 1 < len(versions) else None
        touches = following is not None and following.in_force_from == version.in_force_to
        default = following.public_from if touches and following is not None else version.public_from
        known.append(msgspec.structs.replace(version, end_public_from=version.end_public_from or default))
    return known


_GROUPS = ("when", "all", "any")
_BODIES = (*_GROUPS, "value", "measured_by")
_ASKING = {RuleKind.EXCEPTION, RuleKind.REVIEW_POLICY}
_WITH_OUTCOME = {RuleKind.CLASSIFICATION, RuleKind.EXCEPTION, RuleKind.REVIEW_POLICY}


class _OfTruths(TypedDict, total=False):
    unless: tuple[Limb, ...]
    presume: tuple[Presumption, ...]
    addressees: tuple[Addressee, ...]
    asks: str


class _VersionReader:
    """Reads the versions of one rule."""

    def __init__(self, rule_id: str, kind: RuleKind, scope: Scope, faults: Faults) -> None:
        self.rule_id, self.kind, self.scope, self.faults = rule_id, kind, scope, faults

    def read(self, number: int, node: YamlNode) -> Version | None:
        fields = Fields(node, self.faults, f"version {number} of {self.rule_id}")
        start = fields.day("in_force_from", required=True)
        source = fields.source("source")
        status = fields.choice("status", Status)
        if source is None or start is None:
            return None
        version = self._version(fields, number=number, start=start, source=source, status=status or Status.ENCODED)
        self._check_dates(fields, version)
        if status is not None:
            self._check_status(fields, version)
        self._check(fields, version)
        fields.close()
        return version

    def _version(self, fields: Fields, *, number: int, start: date, source: Citation, status: Status) -> Version:
        definition, applies = self.kind is RuleKind.DEFINITION, self.kind in _WITH_OUTCOME
        value, unit = self._value(fields) if definition else (None, "")
        asked = self._asked_of_truths(fields, source) if value is None else {}
        return Version(
            where=fields.where,
            number=number,
            in_force_from=start,
            in_force_to=fields.day("in_force_to"),
            comply_from=fields.day("comply_from"),
            public_from=fields.day("public_from") or source.published or start,
            end_public_from=fields.day("end_public_from"),
            source=source,
            status=status,
            reason=fields.text("reason"),
            question=fields.text("question"),
            body=self._body(fields, source),
            value=value,
            unit=unit,
            measured_by=fields.text("measured_by") if definition else "",
            conditions=tuple(self._condition(item) for item in fields.items("conditions"))
            if self.kind in _ASKING
            else (),
            stayed=tuple(self._clause(item, source, is_stay=True) for item in fields.items("stayed")),
            not_enforced=tuple(self._clause(item, source, is_stay=False) for item in fields.items("not_enforced")),
            terms_unpublished=fields.truth("terms_unpublished"),
            outcome=fields.mapping("outcome") if applies else {},
            lifts=fields.texts("lifts") if self.kind is RuleKind.EXCEPTION else (),
            applies_to=fields.texts("for") if self.kind is RuleKind.REVIEW_POLICY else (),
            **asked,
        )

    def _asked_of_truths(self, fields: Fields, source: Citation) -> _OfTruths:
        """Read what only a truth can have: a figure with exceptions or addressees would be read without them."""
        told = (self._addressee(item, source) for item in fields.items("addressees"))
        return {
            "unless": tuple(self._limb(item, source) for item in fields.items("unless")),
            "presume": tuple(self._presumption(item, source) for item in fields.items("presume")),
            "addressees": tuple(one for one in told if one is not None),
            "asks": fields.text("asks"),
        }

    def _check_dates(self, fields: Fields, version: Version) -> None:
        where, what = fields.where, fields.what
        if version.in_force_to is not None and version.in_force_to <= version.in_force_from:
            self.faults.add(
                "empty-period", where, f"{what} ends on or before it starts", "in_force_to is the first day out"
            )

    def _check_status(self, fields: Fields, version: Version) -> None:
        where, what = fields.where, fields.what
        if version.status in {Status.PARTLY, Status.NOT_ENCODED} and not version.reason:
            self.faults.add(
                "gap-without-reason", where, f"{what} is {version.status.value} and says no reason", "add `reason:`"
            )
        if version.status is Status.HUMAN_JUDGEMENT and not version.question:
            self.faults.add("judgement-without-question", where, f"{what} asks nobody", "add `question:`")
        given = [key for key in _BODIES if fields.has(key)]
        groups = [key for key in given if key in _GROUPS]
        wanting = not given and version.status in {Status.ENCODED, Status.PARTLY}
        if wanting or len(given) > max(1, len(groups)):  # of several groups the reading of the body tells
            self.faults.add(
                "no-single-body", where, f"{what} needs one of all, any, when, value, measured_by", "give exactly one"
            )

    def _check(self, fields: Fields, version: Version) -> None:
        where, what = fields.where, fields.what
        meaning = self.scope.names.get(version.asks)
        if version.asks and (meaning is None or meaning.subject is None):
            self.faults.add(
                "unknown-fact",
                fields.place("asks"),
                f"there is no fact {version.asks}",
                "add it to facts.yaml, or mend the name",
            )
        for number, condition in enumerate(version.conditions):
            if any(condition.id == earlier.id for earlier in version.conditions[:number]):
                self.faults.add(
                    "duplicate-condition", where, f"{what} has two conditions {condition.id}", "give one another id"
                )
        needed = {RuleKind.CLASSIFICATION: "eccn", RuleKind.EXCEPTION: "name", RuleKind.REVIEW_POLICY: "policy"}.get(
            self.kind
        )
        if needed and needed not in version.outcome:
            self.faults.add(
                "missing-outcome", where, f"{what} has no outcome `{needed}`", f"add `outcome: {{{needed}: ...}}`"
            )

    def _value(self, fields: Fields) -> tuple[Term | None, str]:
        text = fields.text("value")
        if not text:
            return None, ""
        try:
            term, unit = parse_figure(text, self.scope)
        except ExpressionError as error:
            self.faults.add(error.slug, fields.place("value"), error.what, error.mend)
            return None, ""
        return term, fields.text("unit") or unit

    def _test(self, fields: Fields, key: str, *, in_condition: bool = False) -> Test | None:
        text = fields.text(key)
        if not text:
            return None
        try:
            return parse_test(text, replace(self.scope, in_condition=in_condition))
        except ExpressionError as error:
            self.faults.add(error.slug, fields.place(key), error.what, error.mend)
            return None

    def _body(self, fields: Fields, source: Citation) -> Limb | None:
        groups = [key for key in _GROUPS if fields.node(key) is not None]
        if not groups:
            return None
        if len(groups) > 1:
            self.faults.add(
                "no-single-body",
                fields.where,
                f"{fields.what} has {' and '.join(groups)}",
                "give one of when, all, any",
            )
        return self._group(fields, groups[0], Limb("", fields.place(groups[0])), source)

    def _limb(self, node: YamlNode, source: Citation) -> Limb:
        fields = Fields(node, self.faults, f"a limb of {self.rule_id}")
        blank = Limb(
            fields.text("label"),
            node.where,
            unless=tuple(self._limb(item, source) for item in fields.items("unless")),
            quote=fields.text("quote"),
            source=fields.source("source", inherit=source),
        )
        groups = [key for key in _GROUPS if fields.node(key) is not None]
        if len(groups) != 1 and fields.is_mapping:
            self.faults.add(
                "no-single-body", node.where, f"{fields.what} needs one of when, all, any", "give exactly one"
            )
        limb = self._group(fields, groups[0], blank, source) if groups else blank
        fields.close()
        return limb

    def _group(self, fields: Fields, key: str, blank: Limb, source: Citation) -> Limb:
        if key == "when":
            return msgspec.structs.replace(blank, test=self._test(fields, "when"))
        limbs = tuple(self._limb(item, source) for item in fields.items(key, required=True))
        return msgspec.structs.replace(blank, every=key == "all", limbs=limbs)

    def _presumption(self, node: YamlNode, source: Citation) -> Presumption:
        fields = Fields(node, self.faults, f"a presumption of {self.rule_id}")
        when = self._test(fields, "when")
        if when is None and fields.node("when") is None:
            fields.missing("when")
        result = Presumption(
            fields.text("label"),
            when or All(()),
            self._test(fields, "rebutted_by"),
            fields.source("source", inherit=source) or source,
        )
        fields.close()
        return result

    def _condition(self, node: YamlNode) -> Condition:
        fields = Fields(node, self.faults, f"a condition of {self.rule_id}")
        met = self._test(fields, "met", in_condition=True)
        if fields.node("met") is None:
            fields.missing("met")
        result = Condition(
            fields.text("id", required=True),
            fields.text("at", required=True),
            fields.text("question", required=True),
            met or All(()),
            fields.text("else"),
        )
        fields.close()
        return result

    def _clause(self, node: YamlNode, source: Citation, *, is_stay: bool) -> Clause:
        """Read a stay, which has an author, or a time of non-enforcement, which may have a test."""
        fields = Fields(node, self.faults, f"a clause of {self.rule_id}")
        by = fields.text("by") if is_stay else ""
        if by not in {"", "instrument", "announcement"}:
            self.faults.add(
                "unknown-value", fields.place("by"), f"`by: {by}` is not known", "use instrument or announcement"
            )
        cited = fields.source("source") or source
        clause = Clause(
            source=cited,
            start=fields.day("from"),
            end=fields.day("to"),
            when=None if is_stay else self._test(fields, "when"),
            by_instrument=by != "announcement",
            public_from=fields.day("public_from") or cited.published,
        )
        if clause.start is not None and clause.end is not None and clause.end <= clause.start:
            self.faults.add(
                "empty-period", node.where, f"{fields.what} ends on or before it starts", "`to` is the first day out"
            )
        fields.close()
        return clause

    def _addressee(self, node: YamlNode, source: Citation) -> Addressee | None:
        fields = Fields(node, self.faults, f"an addressee of {self.rule_id}")
        party, notified = fields.text("party", required=True), fields.day("notified_on", required=True)
        public = fields.day("public_from")
        cited = fields.source("source", inherit=source) or source
        fields.close()
        return Addressee(party, notified, public or notified, cited) if notified else None
