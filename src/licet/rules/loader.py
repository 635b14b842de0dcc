"""A folder of law to a checked `Pack`, compiled once to a cache keyed by the hash of every byte read.

Overlays are folders of the same shape laid over the pack: a rule with a new id is added, one with a
known id takes that rule's place. All faults of all files are raised together.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from licet.compiled import read_compiled, write_compiled
from licet.errors import ProblemsFound
from licet.facts import FactDefinition, FactSchema, FactType, load_fact_schema
from licet.rules.consistency import check_pack
from licet.rules.fields import Faults, Fields
from licet.rules.folders import FileKind, PackFile, digest_of, pack_files
from licet.rules.model import Instrument, Pack, PackHead, Rule
from licet.rules.pack_head import read_head
from licet.rules.parse import Name, Scope
from licet.rules.party_lists import read_party_lists
from licet.rules.red_flags import read_red_flags
from licet.rules.rule_file import RuleHeader, read_header, read_rule
from licet.rules.sets import read_places, read_sets
from licet.version import __version__
from licet.yaml_source import Mapping, read_yaml

if TYPE_CHECKING:
    from collections.abc import Sequence

    from licet.yaml_source import YamlNode

_SIGNS = {"-", "days_between"}
_WORD = re.compile(r"\w+|-")
FORMAT = f"6-{__version__}"
KEPT_AS = "pack"


@dataclass(frozen=True, slots=True)
class Law:
    """A pack with the schema of facts its rules are written in."""

    pack: Pack
    schema: FactSchema


class _Stored(msgspec.Struct, frozen=True):
    """What the cache holds."""

    pack: Pack
    facts: tuple[FactDefinition, ...]


def rules_root() -> Path:
    """Return the folder of the installed rule package."""
    from importlib.util import find_spec  # noqa: PLC0415  asked for once

    spec = find_spec("licet_rules")
    if spec is None or not spec.submodule_search_locations:
        msg = "the package licet_rules is not installed"
        raise FileNotFoundError(msg)
    return Path(next(iter(spec.submodule_search_locations)))


def load_law(
    root: Path | None = None, *, pack: str = "us/ear", overlays: Sequence[Path] = (), use_cache: bool = True
) -> Law:
    """Load a rule pack and its fact schema.

    Args:
        root: The rule package; the installed one if None.
        pack: The folder of the pack below the root.
        overlays: Folders laid over it, later ones over earlier ones.
        use_cache: Read and write the compiled pack under the user's cache folder.

    Raises:
        ProblemsFound: With every fault in every file.
    """
    base = root or rules_root()
    files = pack_files(base, pack, overlays)
    digest = digest_of(files, FORMAT)
    stored = read_compiled(KEPT_AS, digest, _Stored) if use_cache else None
    if stored is not None and stored.pack.sha256 == digest:
        return Law(stored.pack, FactSchema({definition.name: definition for definition in stored.facts}))
    schema = _schema(files)
    compiled = _compile(files, schema=schema, digest=digest)
    if use_cache:
        write_compiled(KEPT_AS, digest, _Stored(compiled, tuple(schema)))
    return Law(compiled, schema)


def _schema(files: Sequence[PackFile]) -> FactSchema:
    definitions: dict[str, FactDefinition] = {}
    faults = Faults()
    if not any(file.kind is FileKind.FACTS and file.layer == 0 for file in files):
        mend = "write one, as docs/rule_language.md says"
        faults.add("missing-file", "facts.yaml", "the rule package has no facts.yaml", mend)
    for file in files:
        if file.kind is FileKind.FACTS:
            try:
                schema = load_fact_schema(file.path, shown_as=file.name)
            except ProblemsFound as found:
                faults.problems.extend(found.problems)
            else:
                definitions |= {definition.name: definition for definition in schema}
    if faults.problems:
        raise ProblemsFound(faults.problems)
    return FactSchema(definitions)


def _compile(files: Sequence[PackFile], *, schema: FactSchema, digest: str) -> Pack:
    faults = Faults()
    of_kind = {kind: [(file.name, file.path) for file in files if file.kind is kind] for kind in FileKind}
    head = _head(of_kind[FileKind.HEAD], faults)
    instruments = _instruments(of_kind[FileKind.SOURCES], faults)
    sets = read_sets(of_kind[FileKind.SET], instruments, faults)
    places = read_places(of_kind[FileKind.PLACES], instruments, faults)
    party_lists = read_party_lists(of_kind[FileKind.PARTY_LISTS], schema, faults)
    headers = _headers(files, faults)
    if head is None or not head.classification.fact:  # the rules cannot be read without what they classify by
        raise ProblemsFound(faults.problems)
    scope = _scope(headers, schema, head, {row.set_name for row in sets}, faults)
    rules = _rules(headers, scope, faults)
    red_flags = read_red_flags([file for file in files if file.kind is FileKind.RED_FLAGS], scope, instruments, faults)
    compiled = Pack(head, rules, tuple(sets), tuple(places), instruments or {}, digest, party_lists, red_flags)
    check_pack(compiled, schema, faults, cited=instruments is not None)
    if faults.problems:
        raise ProblemsFound(faults.problems)
    return compiled


def _head(files: Sequence[tuple[str, Path]], faults: Faults) -> PackHead | None:
    if not files:
        faults.add("missing-file", "pack.yaml", "the pack has no pack.yaml", "write one, as docs/rule_language.md says")
        return None
    name, path = files[0]
    return read_head(path, name, faults)


def _headers(files: Sequence[PackFile], faults: Faults) -> dict[str, RuleHeader]:
    headers: dict[str, RuleHeader] = {}
    layers: dict[str, int] = {}
    for file in files:
        if file.kind is not FileKind.RULE:
            continue
        try:
            header = read_header(read_yaml(file.path, shown_as=file.name))
        except ProblemsFound as found:
            faults.problems.extend(found.problems)
            continue
        if layers.get(header.id) == file.layer:
            what = f"{header.id} stands in two files"
            faults.add("duplicate-rule", header.node.where, what, "give one of them another id")
        headers[header.id], layers[header.id] = header, file.layer
    return headers


def _scope(headers: dict[str, RuleHeader], schema: FactSchema, head: PackHead, sets: set[str], faults: Faults) -> Scope:
    names = {fact.name: Name(fact.type, fact.unit, fact.subject, fact.values) for fact in schema}
    names[head.classification.fact] = Name(FactType.TEXT, values=head.classification.values)
    signed = _signed(headers)
    for header in headers.values():
        if not header.defines or header.meaning is None:
            continue
        if header.defines in names:
            what = f"{header.id} defines {header.defines}, which is a name already"
            faults.add("name-taken", header.node.where, what, "choose another name for `defines`")
        else:
            names[header.defines] = replace(header.meaning, signed=header.defines in signed)
    return Scope(names, sets)


def _signed(headers: dict[str, RuleHeader]) -> set[str]:
    """Return the names of figures that may be negative: worked out with a difference, or from such a figure."""
    words = {}
    for header in headers.values():
        text = " ".join(header.figures)
        words[header.defines] = {*_WORD.findall(text), *_WORD.findall(text.lower())}
    signed: set[str] = set()
    while more := {name for name, read in words.items() if name not in signed and read & {*_SIGNS, *signed}}:
        signed |= more
    return signed


def _rules(headers: dict[str, RuleHeader], scope: Scope, faults: Faults) -> dict[str, Rule]:
    read = (read_rule(header, scope, faults) for header in headers.values())
    return {rule.id: rule for rule in read if rule is not None}


def _instruments(files: Sequence[tuple[str, Path]], faults: Faults) -> dict[str, Instrument] | None:
    """Return the instruments listed; None if a list could not be read."""
    found: dict[str, Instrument] = {}
    before = len(faults.problems)
    for name, path in files:
        try:
            root = Fields(read_yaml(path, shown_as=name), faults, name)
        except ProblemsFound as problems:
            faults.problems.extend(problems.problems)
            continue
        listed = root.node("sources")
        if listed is None:
            root.missing("sources")
        elif not isinstance(listed, Mapping):
            faults.add("not-a-mapping", listed.where, "`sources` is not a mapping of keys", "write `key: value` lines")
        else:
            found |= {key: _instrument(key, node, faults) for key, node in listed.entries.items()}
        root.close()
    return found if len(faults.problems) == before else None


def _instrument(key: str, node: YamlNode, faults: Faults) -> Instrument:
    fields = Fields(node, faults, f"the source {key}")
    title, publisher = fields.text("title", required=True), fields.text("publisher")
    instrument = Instrument(key, title, publisher, fields.text("url"), fields.text("read"))
    fields.close()
    return instrument
