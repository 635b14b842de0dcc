"""Reader of `authorisations.yaml`: the register's schema as a file.

All faults are gathered and raised once. What a grant does not say is left blank, and a blank covers nothing;
a grant without a limit is refused.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from licet.citation import Citation, Grade
from licet.errors import ProblemsFound
from licet.period import Period
from licet.problem import Problem
from licet.register.authorisation import Authorisation, AuthorisationKind, GrantCondition
from licet.register.fields import Fields, read_text
from licet.register.read_layers import check_numbers
from licet.register.read_limits import read_limits
from licet.register.read_scope import as_written, read_country, read_coverage, read_scope
from licet.yaml_source import Mapping, Text, read_yaml

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path


_KEYS = (
    "number",
    "key",
    "kind",
    "authority",
    "holder",
    "parent",
    "valid_from",
    "valid_to",
    "scope",
    "limits",
    "conditions",
    "source",
)
_REQUIRED = ("number", "key", "kind", "authority", "holder", "valid_from", "valid_to", "source")
_KEY = re.compile(r"[a-z]{2}:(?:export|import)")
_BOUNDS = ("only_in", "not_in")
_CONDITION_KEYS = ("id", "text", "question", *_BOUNDS)
_PLACES = ("place_of_use", "destination")  # conditions that bound countries
_NO_END = "-"  # stated: the document sets no end


def read_authorisations(path: Path, *, shown_as: str | None = None) -> tuple[Authorisation, ...]:
    """Read all authorisations of a file, in order of writing.

    Args:
        path: A YAML file with the one key `authorisations`, a list that may be empty.
        shown_as: The name used in places; the path itself if not given.

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
    read = [_authorisation(entry) for entry in entries]
    check_numbers(entries)
    if problems:
        raise ProblemsFound(problems)
    return tuple(authorisation for authorisation in read if authorisation is not None)


def _authorisation(entry: Fields) -> Authorisation | None:
    """Read one entry; None if it has a fault."""
    before = len(entry.problems)
    entry.require(*_REQUIRED)
    number, authority, holder = entry.text("number"), entry.text("authority"), entry.text("holder")
    kind, key = entry.word("kind", AuthorisationKind), _key(entry)
    parent = entry.text("parent")
    validity = _validity(entry)
    scope, limits = read_scope(entry), read_limits(entry)
    conditions = _conditions(entry)
    source = _source(entry)
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
        source=source,
        where=entry.where,
    )


def _key(entry: Fields) -> str | None:
    def read(text: str) -> str:
        if not _KEY.fullmatch(text):
            msg = f"{text[:40]!r} is not a country in small letters with export or import"
            raise ValueError(msg)
        return text

    return entry.value("key", read, slug="bad-key", mend="write a key such as us:export or cn:import")


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


def _source(entry: Fields) -> Citation | None:
    fields = entry.mapping("source", keys=("doc", "at", "published", "grade", "evidence"))
    if fields is None:
        return None
    fields.require("doc", "grade")
    doc, grade = fields.text("doc"), fields.word("grade", Grade)
    at, published = fields.text("at"), fields.day("published")
    evidence = [read_text(node, "evidence", fields.problems) for node in fields.list_of("evidence")]
    if doc is None or grade is None:
        return None
    return Citation(doc, at or "", grade, published, tuple(page for page in evidence if page is not None))
