"""Reader of `authorisations.yaml`: the register's schema as a file.

All faults are gathered and raised once. What a grant does not say is left blank, and a blank covers nothing;
a grant without a limit is refused.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from licet.errors import ProblemsFound
from licet.facts import load_fact_schema
from licet.period import Period
from licet.problem import Problem
from licet.register.authorisation import RESERVED_PREFIXES, Authorisation, AuthorisationKind, GrantCondition
from licet.register.fields import Fields
from licet.register.legal_limits import LegalLimits, load_legal_limits
from licet.register.read_ceilings import key_of, read_ceilings, read_certifications, read_tolerances
from licet.register.read_layers import check_numbers
from licet.register.read_limits import read_limits
from licet.register.read_scope import as_written, read_country, read_coverage, read_scope
from licet.register.read_source import read_source
from licet.rules import rules_root
from licet.yaml_source import Mapping, Text, read_yaml

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from licet.facts import FactSchema
    from licet.register.ceiling import Ceiling

_KEYS = (
    "number",
    "key",
    "kind",
    "exception",
    "authority",
    "holder",
    "parent",
    "valid_from",
    "valid_to",
    "scope",
    "limits",
    "conditions",
    "ceilings",
    "shipping_tolerance",
    "certification",
    "source",
)
_REQUIRED = ("number", "key", "kind", "authority", "holder", "valid_from", "valid_to", "source")
_BOUNDS = ("only_in", "not_in")
_CONDITION_KEYS = ("id", "text", "question", *_BOUNDS)
_PLACES = ("place_of_use", "destination")  # conditions that bound countries
_NO_END = "-"  # stated: the document sets no end


class _Shared:
    """What entries are read against, each loaded when the first entry needs it."""

    def __init__(self, limits: LegalLimits | None, schema: FactSchema | None) -> None:
        self._limits, self._schema = limits, schema

    def limits(self) -> LegalLimits:
        if self._limits is None:
            self._limits = load_legal_limits()
        return self._limits

    def schema(self) -> FactSchema:
        if self._schema is None:
            self._schema = load_fact_schema(rules_root() / "facts.yaml", shown_as="facts.yaml")
        return self._schema


def read_authorisations(
    path: Path, *, shown_as: str | None = None, limits: LegalLimits | None = None, schema: FactSchema | None = None
) -> tuple[Authorisation, ...]:
    """Read all authorisations of a file, in order of writing.

    Args:
        path: A YAML file with the one key `authorisations`, a list that may be empty; see docs/authorisations.md.
        shown_as: The name used in places; the path itself if not given.
        limits: The ceilings and tolerances that may be named by id; those of the installed rules if None.
        schema: The facts that item expressions may read; those of the installed rules if None.

    Raises:
        ProblemsFound: With every fault in the file.
    """
    root = read_yaml(path, shown_as=shown_as)
    if not isinstance(root, Mapping):
        mend = "start it with `authorisations:`"
        raise ProblemsFound([Problem("not-a-mapping", root.where, "the file is not a mapping", mend)])
    problems: list[Problem] = []
    top = Fields(root, problems, what="the file", keys=("authorisations",))
    top.require("authorisations")
    entries = top.mappings("authorisations", what="an authorisation", keys=_KEYS)
    shared = _Shared(limits, schema)
    read = [_authorisation(entry, shared) for entry in entries]
    check_numbers(entries)
    _check_ceilings(entries, read)
    if problems:
        raise ProblemsFound(problems)
    return tuple(authorisation for authorisation in read if authorisation is not None)


def _check_ceilings(entries: Sequence[Fields], read: Sequence[Authorisation | None]) -> None:
    """Report a ceiling whose id stands elsewhere in the file with other terms."""
    first: dict[str, Ceiling] = {}
    for entry, authorisation in zip(entries, read, strict=True):
        for ceiling in () if authorisation is None else authorisation.ceilings:
            if first.setdefault(ceiling.id, ceiling) != ceiling:
                fault = f"the ceiling {ceiling.id} also stands with other terms"
                entry.report("ceilings-differ", entry.where_of("ceilings"), fault, "give one of them another id")


def _authorisation(entry: Fields, shared: _Shared) -> Authorisation | None:
    """Read one entry; None if it has a fault."""
    before = len(entry.problems)
    entry.require(*_REQUIRED)
    number, authority, holder = _number(entry), entry.text("authority"), entry.text("holder")
    kind, key = entry.word("kind", AuthorisationKind), key_of(entry)
    parent = entry.text("parent")
    validity = _validity(entry)
    exception = _exception(entry, kind)
    scope, limits = read_scope(entry, shared.schema), read_limits(entry)
    conditions = _conditions(entry)
    ceilings, tolerances = read_ceilings(entry, key, exception, shared.limits), read_tolerances(entry, shared.limits)
    certifications = read_certifications(entry)
    source = read_source(entry)
    if len(entry.problems) > before or validity is None or validity.start is None:
        return None
    if number is None or authority is None or holder is None or kind is None or key is None:
        return None
    if limits is None or source is None:
        return None
    return Authorisation(
        number=number,
        key=key,
        kind=kind,
        authority=authority,
        holder=holder,
        parent=parent,
        valid_from=validity.start,
        valid_to=validity.end,
        scope=scope,
        limits=limits,
        conditions=conditions,
        exception=exception,
        ceilings=ceilings,
        tolerances=tolerances,
        certifications=certifications,
        source=source,
        where=entry.where,
    )


def _number(entry: Fields) -> str | None:
    def read(text: str) -> str:
        if text.startswith(RESERVED_PREFIXES):
            msg = f"{text[:40]!r} starts as another account of a register does"
            raise ValueError(msg)
        return text

    return entry.value("number", read, slug="reserved-number", mend="write the number as the authority does")


def _exception(entry: Fields, kind: AuthorisationKind | None) -> str | None:
    exception = entry.text("exception")
    if exception is not None and kind not in {None, AuthorisationKind.EXCEPTION_NOTICE}:
        mend = f"write kind: {AuthorisationKind.EXCEPTION_NOTICE.value}, or leave the exception out"
        fault = "an exception is named, and this is no notice under one"
        entry.report("exception-without-notice", entry.where_of("exception"), fault, mend)
    return exception


def _validity(entry: Fields) -> Period | None:
    start = entry.day("valid_from")
    end: date | None = None
    node = entry.node("valid_to")
    if not (isinstance(node, Text) and node.text.strip() == _NO_END):
        end = entry.day("valid_to")
        if end is None:
            return None
    if start is not None and end is not None and end <= start:
        entry.report(
            "bad-period",
            entry.where_of("valid_to"),
            f"valid_to {end} is not after valid_from {start}",
            "write the first day on which it is no longer valid",
        )
        return None
    return Period(start, end)


def _conditions(entry: Fields) -> tuple[GrantCondition, ...]:
    conditions: list[GrantCondition] = []
    for fields in entry.mappings("conditions", what="a condition", keys=_CONDITION_KEYS):
        fields.require("id", "text", "question")
        name, text, question = fields.text("id"), fields.text("text"), fields.text("question")
        if name is None or text is None or question is None:
            continue
        if any(condition.id == name for condition in conditions):
            fault = f"the condition {name} stands twice"
            fields.report("duplicate-condition", fields.where_of("id"), fault, "give each its own id")
        read = read_country if name in _PLACES else as_written
        bounds = [read_coverage(fields, key, read).members for key in _BOUNDS]
        if all(key in fields for key in _BOUNDS):
            fault = "`only_in` and `not_in` are both written"
            fields.report("two-bounds", fields.where, fault, "keep one of the two")
        conditions.append(GrantCondition(name, text, question, *bounds))
    return tuple(conditions)
