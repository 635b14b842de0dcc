"""red_flags.yaml: warning signs of official guidance, each a question that a person answers about an order.

A `yes` says that the flag is up. Which lines are asked is a test over facts, as in rules; the guidance is data.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import msgspec

from licet.citation import Citation
from licet.errors import ProblemsFound
from licet.facts import SubjectKind
from licet.period import Period
from licet.rules.expression import Test
from licet.rules.fields import Fields
from licet.rules.parse import ExpressionError, parse_test
from licet.yaml_source import read_yaml

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from licet.rules.fields import Faults
    from licet.rules.folders import PackFile
    from licet.rules.parse import Scope
    from licet.yaml_source import YamlNode

_ID = re.compile(r"[a-z][a-z0-9_]*")


class RedFlag(msgspec.Struct, frozen=True):
    """One warning sign: the question, which lines it is asked of, and who says so.

    `about` tells whose sign it is; `resolved_by` what the source says resolves it, if it says anything. The flag is
    asked of lines judged from `in_force_from` on, up to `in_force_to`, which is out.
    """

    id: str
    question: str
    about: SubjectKind
    when: Test
    source: Citation
    in_force_from: date
    public_from: date
    in_force_to: date | None = None
    resolved_by: str = ""

    def stands(self, day: date, known_at: date | None) -> bool:
        """Tell whether the flag is asked of lines judged as of a day, by what was public on another."""
        public = known_at is None or self.public_from <= known_at
        return public and Period(self.in_force_from, self.in_force_to).contains(day)


def read_red_flags(
    files: Sequence[PackFile], scope: Scope, instruments: Collection[str] | None, faults: Faults
) -> tuple[RedFlag, ...]:
    """Read the flags of a pack and its overlays; a flag of a higher layer takes the place of one with its id.

    Args:
        files: Every red_flags.yaml, lower layers first.
        scope: The names and sets that a test may read.
        instruments: The keys that a flag may cite; None if they are not known.
        faults: Receives every fault.
    """
    found: dict[str, RedFlag] = {}
    layers: dict[str, int] = {}
    for file in files:
        try:
            root = Fields(read_yaml(file.path, shown_as=file.name), faults, file.name)
        except ProblemsFound as problems:
            faults.problems.extend(problems.problems)
            continue
        for node in root.items("red_flags", required=True):
            flag = _flag(node, scope, instruments, faults)
            if flag is None:
                continue
            if layers.get(flag.id) == file.layer:
                faults.add("duplicate-rule", node.where, f"the red flag {flag.id} stands twice", "keep one of them")
            found[flag.id], layers[flag.id] = flag, file.layer
        root.close()
    return tuple(found.values())


def _flag(node: YamlNode, scope: Scope, instruments: Collection[str] | None, faults: Faults) -> RedFlag | None:
    """Read one flag; None where it lacks something that it cannot stand without."""
    fields = Fields(node, faults, "a red flag")
    flag_id, question = fields.text("id", required=True), fields.text("question", required=True)
    about, when = fields.choice("about", SubjectKind), _when(fields, scope)
    source = fields.source("source")
    start, end = fields.day("from", required=True), fields.day("to")
    public = fields.day("public_from") or (source.published if source is not None else None) or start
    resolved_by = fields.text("resolved_by")
    fields.close()
    if flag_id and not _ID.fullmatch(flag_id):
        mend = "use small letters, digits and underscores, such as residential_address"
        faults.add("unknown-value", fields.place("id"), f"`id: {flag_id[:80]}` is no id of a red flag", mend)
    if source is not None and source.doc and instruments is not None and source.doc not in instruments:
        mend = "list it, with title and url"
        faults.add("unknown-source", node.where, f"{source.doc} is not listed in sources.yaml", mend)
    if start is not None and end is not None and end <= start:
        what = "the red flag ends on or before it starts"
        faults.add("empty-period", node.where, what, "`to` is the first day out")
    if not flag_id or not question or about is None or when is None or source is None or start is None:
        return None
    return RedFlag(flag_id, question, about, when, source, start, public or start, end, resolved_by)


def _when(fields: Fields, scope: Scope) -> Test | None:
    text = fields.text("when", required=True)
    try:
        return parse_test(text, scope) if text else None
    except ExpressionError as error:
        faults, where = fields.faults, fields.place("when")
        faults.add(error.slug, where, error.what, error.mend)
        return None
