"""pack.yaml: the key a pack computes, its home, the span checked, the classification, what is not tested."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from licet.errors import ProblemsFound
from licet.rules.fields import Fields
from licet.rules.model import ClassificationScheme, NotTested, PackHead
from licet.yaml_source import read_yaml

if TYPE_CHECKING:
    from pathlib import Path

    from licet.rules.fields import Faults
    from licet.yaml_source import YamlNode


def read_head(path: Path, shown_as: str, faults: Faults) -> PackHead | None:
    """Read pack.yaml; None if it cannot be read at all."""
    try:
        root = read_yaml(path, shown_as=shown_as)
    except ProblemsFound as found:
        faults.problems.extend(found.problems)
        return None
    fields = Fields(root, faults, shown_as)
    head = PackHead(
        prefix=fields.text("prefix", required=True),
        key=fields.text("key", required=True),
        title=fields.text("title", required=True),
        version=fields.text("version", required=True),
        home=fields.text("home", required=True),
        checked_from=fields.day("checked_from", required=True) or date.min,
        checked_through=fields.day("checked_through", required=True) or date.min,
        staleness_days=fields.whole("staleness_days"),
        classification=_scheme(fields, faults),
        policies=fields.texts("policies", required=True),
        not_tested=tuple(_not_tested(node, faults) for node in fields.items("not_tested")),
    )
    fields.close()
    return head


def _scheme(fields: Fields, faults: Faults) -> ClassificationScheme:
    node = fields.node("classification")
    if node is None:
        fields.missing("classification")
        return ClassificationScheme("", (), "", "")
    inner = Fields(node, faults, "the classification")
    scheme = ClassificationScheme(
        inner.text("fact", required=True),
        inner.texts("values", required=True),
        inner.text("default", required=True),
        inner.text("default_eccn", required=True),
    )
    inner.close()
    return scheme


def _not_tested(node: YamlNode, faults: Faults) -> NotTested:
    fields = Fields(node, faults, "an entry of not_tested")
    entry = NotTested(fields.text("id", required=True), fields.text("text", required=True), fields.text("at"))
    fields.close()
    return entry
