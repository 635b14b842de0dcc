"""A folder of law to a checked `Pack`, compiled once to a cache keyed by the hash of every byte read.

Overlays are folders of the same shape laid over the pack: a rule with a new id is added, one with a
known id takes that rule's place. All faults of all files are raised together.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from licet.errors import ProblemsFound
from licet.facts import FactSchema, FactType, load_fact_schema
from licet.rules.consistency import check_pack
from licet.rules.fields import Faults, Fields
from licet.rules.model import Instrument, Pack, PackHead, Rule
from licet.rules.pack_head import read_head
from licet.rules.parse import Name, Scope
from licet.rules.rule_file import RuleHeader, read_header, read_rule
from licet.rules.sets import read_places, read_sets
from licet.yaml_source import Mapping, read_yaml

if TYPE_CHECKING:
    from collections.abc import Sequence

FORMAT = "1"
_RULE_PACKAGE_FILES = {"facts.yaml", "sources.yaml", "pack.yaml"}
_SUFFIXES = {".yaml", ".csv"}
MAX_FILES = 5000


@dataclass(frozen=True, slots=True)
class Law:
    """A pack with the schema of facts its rules are written in."""

    pack: Pack
    schema: FactSchema


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
    files = _files(base, pack, overlays)
    digest = _digest(files)
    schema = _schema(base, overlays)
    cached = _cache_path(digest) if use_cache else None
    if cached is not None:
        with suppress(OSError, msgspec.MsgspecError):
            return Law(msgspec.msgpack.decode(cached.read_bytes(), type=Pack), schema)
    compiled = _compile(base, pack, files, schema=schema, digest=digest)
    if cached is not None:
        _write_cache(cached, msgspec.msgpack.encode(compiled))
    return Law(compiled, schema)


def _files(base: Path, pack: str, overlays: Sequence[Path]) -> list[tuple[str, Path]]:
    """Return every file read, with the name shown in problems, in a stable order."""
    found = [(name, base / name) for name in ("facts.yaml", "sources.yaml") if (base / name).is_file()]
    for shown, folder in [(pack, base / pack), *((str(overlay), overlay) for overlay in overlays)]:
        inside = sorted(path for path in folder.rglob("*") if path.suffix in _SUFFIXES and path.is_file())
        found += [(f"{shown}/{path.relative_to(folder).as_posix()}", path) for path in inside]
    if len(found) > MAX_FILES:
        faults = Faults()
        faults.add("too-many-files", str(base), f"holds {len(found)} files", f"keep a pack under {MAX_FILES} files")
        raise ProblemsFound(faults.problems)
    return found


def _digest(files: Sequence[tuple[str, Path]]) -> str:
    digest = hashlib.sha256(FORMAT.encode())
    for name, path in files:
        digest.update(name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _schema(base: Path, overlays: Sequence[Path]) -> FactSchema:
    definitions = {
        definition.name: definition for definition in load_fact_schema(base / "facts.yaml", shown_as="facts.yaml")
    }
    for overlay in overlays:
        extra = overlay / "facts.yaml"
        if extra.is_file():
            definitions |= {definition.name: definition for definition in load_fact_schema(extra)}
    return FactSchema(definitions)


def _compile(
    base: Path,
    pack: str,
    files: Sequence[tuple[str, Path]],
    *,
    schema: FactSchema,
    digest: str,
) -> Pack:
    faults = Faults()
    head = read_head(base / pack / "pack.yaml", f"{pack}/pack.yaml", faults)
    sets = read_sets(
        [(name, path) for name, path in files if path.suffix == ".csv" and path.parent.name == "sets"], faults
    )
    places = read_places([(name, path) for name, path in files if path.name == "places.csv"], faults)
    instruments = _instruments([(name, path) for name, path in files if path.name == "sources.yaml"], faults)
    headers = _headers(files, faults)
    rules = _rules(headers, _scope(headers, schema, head, {row.set_name for row in sets}, faults), faults)
    compiled = Pack(head, rules, tuple(sets), tuple(places), instruments, digest) if head is not None else None
    if compiled is not None:
        check_pack(compiled, schema, faults)
    if faults.problems or compiled is None:
        raise ProblemsFound(faults.problems)
    return compiled


def _headers(files: Sequence[tuple[str, Path]], faults: Faults) -> dict[str, RuleHeader]:
    headers: dict[str, RuleHeader] = {}
    origin: dict[str, str] = {}
    for name, path in files:
        if path.suffix != ".yaml" or path.name in _RULE_PACKAGE_FILES or path.name == "coverage.yaml":
            continue
        try:
            header = read_header(read_yaml(path, shown_as=name))
        except ProblemsFound as found:
            faults.problems.extend(found.problems)
            continue
        layer = name.rsplit("/", 1)[0].split("/part_")[0]
        if header.id in headers and origin[header.id] == layer:
            faults.add(
                "duplicate-rule", header.node.where, f"{header.id} stands in two files", "give one of them another id"
            )
        headers[header.id], origin[header.id] = header, layer
    return headers


def _scope(
    headers: dict[str, RuleHeader], schema: FactSchema, head: PackHead | None, sets: set[str], faults: Faults
) -> Scope:
    names = {fact.name: Name(fact.type, fact.unit, fact.subject, fact.values) for fact in schema}
    if head is not None:
        names[head.classification.fact] = Name(FactType.TEXT, values=head.classification.values)
    for header in headers.values():
        if not header.defines or header.meaning is None:
            continue
        if header.defines in names:
            what = f"{header.id} defines {header.defines}, which is a name already"
            faults.add("name-taken", header.node.where, what, "choose another name for `defines`")
        names[header.defines] = header.meaning
    return Scope(names, sets)


def _rules(headers: dict[str, RuleHeader], scope: Scope, faults: Faults) -> dict[str, Rule]:
    read = (read_rule(header, scope, faults) for header in headers.values())
    return {rule.id: rule for rule in read if rule is not None}


def _instruments(files: Sequence[tuple[str, Path]], faults: Faults) -> dict[str, Instrument]:
    found: dict[str, Instrument] = {}
    for name, path in files:
        try:
            root = read_yaml(path, shown_as=name)
        except ProblemsFound as problems:
            faults.problems.extend(problems.problems)
            continue
        listed = Fields(root, faults, name).node("sources")
        for key, node in (listed.entries if isinstance(listed, Mapping) else {}).items():
            fields = Fields(node, faults, f"the source {key}")
            found[key] = Instrument(
                key,
                fields.text("title", required=True),
                fields.text("publisher"),
                fields.text("url"),
                fields.text("read"),
            )
            fields.close()
    return found


def _cache_path(digest: str) -> Path | None:
    folder = os.environ.get("LICET_CACHE") or os.environ.get("XDG_CACHE_HOME")
    try:
        return (Path(folder) if folder else Path.home() / ".cache") / "licet" / f"pack-{FORMAT}-{digest[:32]}.msgpack"
    except RuntimeError:  # no home folder
        return None


def _write_cache(path: Path, content: bytes) -> None:
    """Write beside and rename, so that no reader sees half a file; a cache that cannot be written is done without."""
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        Path(temporary).replace(path)
