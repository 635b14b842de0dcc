"""party_lists.yaml: what it means to be on a party list, and how shares of listed parties are reckoned."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import TYPE_CHECKING

import msgspec

from licet.citation import Citation
from licet.errors import ProblemsFound
from licet.rules.fields import Fields
from licet.yaml_source import read_yaml

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from licet.facts import FactSchema
    from licet.rules.fields import Faults
    from licet.yaml_source import YamlNode

_WHOLE, _HALF, _LEAST = Decimal(100), Decimal(50), Decimal("0.000001")
_DECIMALS = 6


class ListEffect(Enum):
    """What a judged match with an entry of a list does to a line."""

    LICENCE_REQUIRED = "licence_required"
    DENIED = "denied"
    NO_EXCEPTIONS = "no_exceptions"
    RED_FLAG = "red_flag"
    IMPORT_LIST = "import_list"


class OwnershipMethod(Enum):
    """How what is owned of an owner counts further down."""

    CASCADE = "cascade"
    PROPORTIONAL = "proportional"


class PartyListRule(msgspec.Struct, frozen=True):
    """What one list, by its own code, requires.

    `key` is the import key of an `import_list`; `fact` the fact of the party that a judged match states; `passes_on`
    tells whether those that its parties own are reckoned; `question_id` and `question` what must be on file beside.
    """

    code: str
    title: str
    effect: ListEffect
    says: str
    source: Citation
    key: str = ""
    fact: str = ""
    passes_on: bool = False
    question_id: str = ""
    question: str = ""


class ListedOwnership(msgspec.Struct, frozen=True):
    """How shares of listed parties are reckoned: percent, method, the lists that count, and the facts they state.

    Who holds more than `control_above` percent is a parent.
    """

    method: str
    threshold: Decimal
    inclusive: bool
    lists: frozenset[str]
    control_above: Decimal
    share_fact: str
    any_fact: str
    headquarters_fact: str
    parent_fact: str
    source: Citation


class PartyLists(msgspec.Struct, frozen=True):
    """The rules of all lists, by code, and of ownership; None if nothing is said of it."""

    lists: dict[str, PartyListRule] = {}
    ownership: ListedOwnership | None = None


def read_party_lists(files: Sequence[tuple[str, Path]], schema: FactSchema, faults: Faults) -> PartyLists:
    """Read every file; a list named in a later one takes the place of an earlier one's."""
    lists: dict[str, PartyListRule] = {}
    ownership: ListedOwnership | None = None
    for shown, path in files:
        try:
            fields = Fields(read_yaml(path, shown_as=shown), faults, shown)
        except ProblemsFound as found:
            faults.problems.extend(found.problems)
            continue
        own: set[str] = set()
        for node in fields.items("lists"):
            rule = _list(node, schema, faults)
            if rule is not None and rule.code in own:
                faults.add("stated-twice", node.where, f"the list {rule.code[:40]} stands twice", "keep one of them")
            elif rule is not None:
                own.add(rule.code)
                lists[rule.code] = rule
        node_ = fields.node("ownership")
        if node_ is not None:
            ownership = _ownership(node_, schema, faults) or ownership
        fields.close()
    if ownership is not None:
        counting = frozenset(code for code, rule in lists.items() if rule.passes_on)
        ownership = msgspec.structs.replace(ownership, lists=counting)
    return PartyLists(lists, ownership)


def _list(node: YamlNode, schema: FactSchema, faults: Faults) -> PartyListRule | None:
    fields = Fields(node, faults, "a list")
    effect = fields.choice("effect", ListEffect)
    question_id, question = _question(fields.node("asks"), faults)
    source = fields.source("source")
    rule = None
    code, title, says = (fields.text(key, required=True) for key in ("code", "title", "says"))
    key, fact, passes_on = fields.text("key"), _fact(fields, "fact", schema), fields.truth("passes_on")
    if effect is ListEffect.IMPORT_LIST and not key:
        fields.missing("key")
    if effect is ListEffect.NO_EXCEPTIONS and not question_id:
        fields.missing("asks")
    if effect is not None and source is not None:
        rule = PartyListRule(code, title, effect, says, source, key, fact, passes_on, question_id, question)
    fields.close()
    return rule


def _question(node: YamlNode | None, faults: Faults) -> tuple[str, str]:
    if node is None:
        return "", ""
    fields = Fields(node, faults, "what a list asks")
    found = fields.text("id", required=True), fields.text("text", required=True)
    fields.close()
    return found


def _fact(fields: Fields, key: str, schema: FactSchema, *, required: bool = False) -> str:
    name = fields.text(key, required=required)
    if name and name not in schema:
        fields.faults.add("unknown-fact", fields.place(key), f"there is no fact {name[:40]}", "see `licet rules facts`")
    return name


def _ownership(node: YamlNode, schema: FactSchema, faults: Faults) -> ListedOwnership | None:
    fields = Fields(node, faults, "ownership")
    method = fields.choice("method", OwnershipMethod)
    threshold, control = _percent(fields, "threshold"), _percent(fields, "control_above", least=_HALF)
    inclusive = fields.truth("inclusive")
    share, any_owner, headquarters, parent = (_fact(fields, key, schema, required=True) for key in _FACTS)
    source = fields.source("source")
    fields.close()
    if method is None or threshold is None or control is None or source is None:
        return None
    counting: frozenset[str] = frozenset()
    return ListedOwnership(
        method.value, threshold, inclusive, counting, control, share, any_owner, headquarters, parent, source
    )


_FACTS = ("share_fact", "any_fact", "headquarters_fact", "parent_fact")


def _percent(fields: Fields, key: str, *, least: Decimal = _LEAST) -> Decimal | None:
    """Return a share; above half of a party nobody else can hold as much."""
    text = fields.text(key, required=True)
    try:
        share = Decimal(text) if text else None
    except InvalidOperation:
        share = Decimal("NaN")
    if share is not None and not (share.is_finite() and least <= share <= _WHOLE and share == round(share, _DECIMALS)):
        mend = f"write a share from {least} to 100, with {_DECIMALS} decimals at most"
        fields.faults.add("bad-number", fields.place(key), f"`{key}` is no share in percent", mend)
        return None
    return share
