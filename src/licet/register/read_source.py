"""Readers that grants and ceilings share: a source, a period that may be open, one entry or a list of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from licet.citation import Citation, Grade
from licet.period import Period
from licet.register.ceiling import is_id
from licet.register.fields import read_text
from licet.yaml_source import Sequence

if TYPE_CHECKING:
    from licet.register.fields import Fields
    from licet.yaml_source import YamlNode


def read_source(entry: Fields) -> Citation | None:
    """Read the key `source`; None if it is absent or at fault."""
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


def read_period(entry: Fields) -> Period:
    """Read `valid_from` and `valid_to`, each of which may be left out; a period without a day in it is a fault."""
    start, end = entry.day("valid_from"), entry.day("valid_to")
    if start is not None and end is not None and end <= start:
        fault, mend = f"valid_to {end} is not after valid_from {start}", "write the first day on which it does not hold"
        entry.report("bad-period", entry.where_of("valid_to"), fault, mend)
        return Period()
    return Period(start, end)


def read_id(entry: Fields) -> str | None:
    """Read the key `id`."""

    def read(text: str) -> str:
        if not is_id(text):
            msg = f"{text[:40]!r} is not an id"
            raise ValueError(msg)
        return text

    mend = "write small letters, digits, `_`, `.` and `-`, starting with a letter or digit"
    return entry.value("id", read, slug="bad-id", mend=mend)


def one_or_list(entry: Fields, key: str) -> tuple[YamlNode, ...]:
    """Return the nodes under a key that holds one or a list of them; none if it is absent."""
    node = entry.node(key)
    if node is None:
        return ()
    return node.items if isinstance(node, Sequence) else (node,)
