"""YAML read as text with places: every scalar stays the text it was, with its line and column.

YAML misreads this field both ways: country NO becomes false, ECCN 3E001 becomes 30.0. So nothing is
typed here; the schema of the file types each value. Anchors, aliases, tags, duplicate keys, several
documents, deep nesting and large files are refused.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from licet.errors import ProblemsFound
from licet.problem import Problem

if TYPE_CHECKING:
    from pathlib import Path

MAX_BYTES = 1_000_000
MAX_DEPTH = 40


@dataclass(frozen=True, slots=True)
class Text:
    """A scalar as written. `where` is file:line:column."""

    text: str
    where: str
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list of nodes."""

    items: tuple[YamlNode, ...]
    where: str


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys in order of writing; `key_where` tells where each key stands."""

    entries: dict[str, YamlNode]
    where: str
    key_where: dict[str, str] = field(default_factory=dict)


YamlNode = Text | Sequence | Mapping


def read_yaml(path: Path, *, shown_as: str | None = None) -> YamlNode:
    """Read one YAML document from a file.

    Args:
        path: UTF-8, at most `MAX_BYTES`.
        shown_as: The name used in places; the path itself if not given.

    Raises:
        ProblemsFound: If it cannot be read as plain YAML.
    """
    name = shown_as or str(path)
    try:
        if not path.is_file():
            raise _refused(name, "unreadable-file", "there is no such file", "check the path")
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise _refused(name, "file-too-large", f"the file has {size} bytes", f"keep it under {MAX_BYTES} bytes")
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise _refused(
            name, "unreadable-file", f"cannot be read: {error.strerror}", "check the path and its rights"
        ) from error
    except UnicodeDecodeError as error:
        raise _refused(name, "not-utf-8", f"is not UTF-8 at byte {error.start}", "save it as UTF-8") from error
    return parse_yaml(text, name)


def parse_yaml(text: str, name: str) -> YamlNode:
    """Read one YAML document from text; see `read_yaml`."""
    from ruamel.yaml import YAML  # slow to import, and not needed when the compiled pack is at hand  # noqa: PLC0415
    from ruamel.yaml.error import MarkedYAMLError, YAMLError  # noqa: PLC0415
    from ruamel.yaml.events import AliasEvent, DocumentStartEvent, NodeEvent  # noqa: PLC0415

    yaml = YAML(typ="safe", pure=True)
    try:
        documents, depth = 0, 0
        for event in yaml.parse(text):
            where = f"{name}:{event.start_mark.line + 1}:{event.start_mark.column + 1}"
            documents += isinstance(event, DocumentStartEvent)
            kind = type(event).__name__
            depth += kind in {"MappingStartEvent", "SequenceStartEvent"}
            depth -= kind in {"MappingEndEvent", "SequenceEndEvent"}
            if isinstance(event, AliasEvent) or (isinstance(event, NodeEvent) and event.anchor):
                raise _refused(where, "yaml-alias", "anchors and aliases are not read", "write the value out")
            if getattr(event, "tag", None) and str(event.tag) not in {"None", "!"}:
                raise _refused(where, "yaml-tag", f"the tag {event.tag} is not read", "remove the tag")
            if depth > MAX_DEPTH:
                raise _refused(where, "yaml-too-deep", f"is nested more than {MAX_DEPTH} deep", "flatten it")
            if documents > 1:
                raise _refused(where, "several-documents", "holds several documents", "keep one document a file")
        node = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"{name}:{mark.line + 1}:{mark.column + 1}" if mark else name
        raise _refused(where, "not-yaml", str(error.problem), "mend the YAML at this place") from error
    except (YAMLError, RecursionError, ValueError) as error:
        raise _refused(name, "not-yaml", "is not YAML", "mend the YAML") from error
    if node is None:
        raise _refused(name, "empty-file", "the file is empty", "write at least one key")
    return _converted(node, name)


def _refused(where: str, slug: str, what: str, mend: str) -> ProblemsFound:
    return ProblemsFound([Problem(slug=slug, where=where, what=what, mend=mend)])


def _converted(node: object, name: str) -> YamlNode:
    from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode  # noqa: PLC0415

    mark = node.start_mark  # type: ignore[attr-defined]  # ruamel's nodes are not typed
    where = f"{name}:{mark.line + 1}:{mark.column + 1}"
    if isinstance(node, ScalarNode):
        return Text(str(node.value), where, quoted=node.style is not None)
    if isinstance(node, SequenceNode):
        return Sequence(tuple(_converted(child, name) for child in node.value), where)
    assert isinstance(node, MappingNode)  # noqa: S101  the composer makes no other node
    entries: dict[str, YamlNode] = {}
    places: dict[str, str] = {}
    for key, value in node.value:
        place = f"{name}:{key.start_mark.line + 1}:{key.start_mark.column + 1}"
        if not isinstance(key, ScalarNode):
            raise _refused(place, "not-a-key", "a key must be plain text", "write the key as one word")
        if key.value in entries:
            raise _refused(place, "duplicate-key", f"the key {key.value} stands twice", "keep one of them")
        entries[key.value] = _converted(value, name)
        if entries[key.value] == Text("", entries[key.value].where):  # an empty value: the reader sees it at its key
            entries[key.value] = Text("", place)
        places[key.value] = place
    return Mapping(entries, where, places)
