"""The words of a drafted rule file, of its case table and of its entry among the sources."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from licet.rules.model import RuleKind

if TYPE_CHECKING:
    from pathlib import Path

    from licet.rules.model import PackHead

_A_YEAR = timedelta(days=365)
_RULE = """\
# {id}: to fill in. docs/maintaining-the-law.md says in which order, docs/rule_language.md what each key means.
# First write the rows of {table}.
# While the status is not_encoded, every answer that this rule could touch is unknown from in_force_from on.
id: {id}
title: A title in plain words
kind: {kind}
{defines}# overrides: [{prefix}.another]   # where this rule holds, those give nothing
versions:
  - in_force_from: {start}       # the first day in force, a civil date at the authority
    # in_force_to: {end}       # the first day it is no longer in force; without it, it goes on
    # comply_from: {start}       # the first day it must be followed, where that is later
    # public_from: {start}       # the day it was public; without it, source.published, else in_force_from
    # end_public_from: {end}   # the day its end was public
    status: not_encoded             # encoded | partly | not_encoded | human_judgement
    reason: Drafted, and not filled in yet.   # for partly and not_encoded
    # question: What must a person decide?    # for human_judgement
    source:
      doc: {doc}
      at: page or paragraph
      grade: memory                 # primary: you read its text; secondary: about it; press: a report; memory: none
      # published: {start}
      # evidence: [https address of the page that was read]
{outcome}    # What it asks, under the paragraph's own labels; a body bounds the gap while the status is not_encoded.
    # all:
    #   - {{label: place, when: "destination IN ('XX', 'YY')"}}
    #   - {{label: figure, when: any_ic(tpp >= 1000), quote: "words of the text"}}
    # unless:
    #   - {{label: note_1, when: movement = 'transfer'}}
{addressees}# checked: {{against: what it was compared with, issue: {start}, by: initials}}
"""

_OUTCOMES = {
    RuleKind.CLASSIFICATION: "    outcome: {{{fact}: {value}, eccn: TO-FILL-IN}}\n",
    RuleKind.EXCEPTION: (
        "    outcome: {{name: TO-FILL-IN}}   # the symbol that a line claims\n"
        "    # lifts: [{prefix}.requirement]  # the requirements it lifts\n"
    ),
    RuleKind.REVIEW_POLICY: (
        "    outcome: {{policy: {policy}}}   # {policies}\n"
        "    # for: [{prefix}.requirement]    # the requirements it is for; without it, all of them\n"
    ),
}

_ADDRESSEES = """\
    # A letter binds its addressees only:
    # addressees:
    #   - {{party: Exporter, notified_on: {start}, public_from: {start}}}
    # terms_unpublished: true         # its terms are known from press only
"""

_TABLE = """\
# Written before the rule: what the source says of each case, worked out by hand.
# A row for each limb that holds; for each figure one at the line, one just under it, one without it;
# the first day and the day before; each `unless` where it bites and where it does not.
rule: {id}
source: {doc}
valid_at: {start}
cases:
  - {{name: nothing is stated, given: {{}}, expect: unknown}}
  # - {{name: at the line, given: {{destination: XX, movement: export, tpp: 1000}}, expect: true, by: figure}}
  # - {{name: just under it, given: {{destination: XX, movement: export, tpp: 999.999}}, expect: false}}
  # - {{name: the figure is not stated, given: {{destination: XX, movement: export}}, expect: unknown, missing: [tpp]}}
  # - {{name: a day before, valid_at: {start}, given: {{destination: XX, movement: export, tpp: 1000}}, expect: false}}
"""

_SOURCES = """\
# Every instrument that a rule here cites, and how far it was read.
sources:
  {doc}:
    title: The instrument's title
    publisher: Who issued it
    # url: https address
    read: Not read yet.
"""


@dataclass(frozen=True, slots=True)
class Blanks:
    """What a draft says of the rule."""

    id: str
    rest: str
    kind: RuleKind
    head: PackHead
    doc: str
    start: date

    @property
    def words(self) -> dict[str, str]:
        """The words put into the blanks."""
        scheme, policies = self.head.classification, self.head.policies
        return {
            "id": self.id,
            "kind": self.kind.value,
            "prefix": self.head.prefix,
            "doc": json.dumps(self.doc, ensure_ascii=False),
            "start": str(self.start),
            "end": str(min(self.start, date.max - _A_YEAR) + _A_YEAR),
            "fact": scheme.fact,
            "value": scheme.values[0],
            "policy": policies[0],
            "policies": " | ".join(policies),
        }


def rule_text(blanks: Blanks, table: Path) -> str:
    """Return the rule file; `table` is where its case table goes."""
    words = blanks.words
    defines = f"defines: {_name(blanks.rest)}   # the name under which other rules read its truth\n"
    letter = _ADDRESSEES if blanks.kind is RuleKind.REQUIREMENT else ""
    return _RULE.format(
        **words,
        table=table.as_posix() if str(table).isprintable() else "its case table",
        defines=defines if blanks.kind is RuleKind.DEFINITION else "",
        outcome=_OUTCOMES.get(blanks.kind, "").format(**words),
        addressees=letter.format(**words),
    )


def _name(rest: str) -> str:
    name = re.sub(r"[^a-z0-9]+", "_", rest.lower())
    return name if name[0].isalpha() else f"rule_{name}"


def table_text(blanks: Blanks) -> str:
    """Return the case table, with one row that holds while nothing is filled in."""
    return _TABLE.format(**blanks.words)


def sources_text(doc: str) -> str:
    """Return a sources.yaml with an entry to fill in."""
    return _SOURCES.format(doc=json.dumps(doc, ensure_ascii=False))
