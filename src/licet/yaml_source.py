"""YAML read as text with places: every scalar stays the text it was, with its line and column.

YAML misreads this field both ways: country NO becomes false, ECCN 3E001 becomes 30.0. So nothing is
typed here; the schema of the file types each value. Anchors, aliases, tags, duplicate keys, several
documents, deep nesting and large files are refused.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from licet.errors import ProblemsFound
from licet.problem import Problem
from licet.table_source import REFUSED_CHARACTER

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


@lru_cache(maxsize=2)
def parse_yaml(text: str, name: str) -> YamlNode:
    """Read one YAML document from text; see `read_yaml`. The last two are kept: a file is often checked, then used."""
    from ruamel.yaml import YAML  # slow to import, and not needed when the compiled pack is at hand  # noqa: PLC0415
    from ruamel.yaml.error import MarkedYAMLError, YAMLError  # noqa: PLC0415

    builder = _Builder(name)
    try:
        for event in YAML(typ="safe", pure=True).parse(text):
            builder.take(event)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"{name}:{mark.line + 1}:{mark.column + 1}" if mark else name
        raise _refused(where, "not-yaml", str(error.problem), "mend the YAML at this place") from error
    except (YAMLError, RecursionError, ValueError) as error:
        raise _refused(name, "not-yaml", "is not YAML", "mend the YAML") from error
    if builder.root is None:
        raise _refused(name, "empty-file", "the file is empty", "write at least one key")
    return builder.root


def _refused(where: str, slug: str, what: str, mend: str) -> ProblemsFound:
    return ProblemsFound([Problem(slug=slug, where=where, what=what, mend=mend)])


@dataclass(slots=True)
class _Open:
    """A mapping or list whose end has not come yet; `key` is the mapping's key that waits for its value."""

    where: str
    is_mapping: bool
    items: list[YamlNode] = field(default_factory=list)
    entries: dict[str, YamlNode] = field(default_factory=dict)
    key_where: dict[str, str] = field(default_factory=dict)
    key: str | None = None

    def closed(self) -> YamlNode:
        """Return the finished node."""
        if self.is_mapping:
            return Mapping(self.entries, self.where, self.key_where)
        return Sequence(tuple(self.items), self.where)


class _Builder:
    """Builds the tree from the parser's events in one pass, refusing what is not plain."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.root: YamlNode | None = None
        self._open: list[_Open] = []
        self._documents = 0

    def take(self, event: Any) -> None:  # noqa: ANN401  ruamel's events are not typed
        """Take one event."""
        kind = type(event).__name__
        where = f"{self.name}:{event.start_mark.line + 1}:{event.start_mark.column + 1}"
        if kind == "DocumentStartEvent":
            self._documents += 1
            if self._documents > 1:
                raise _refused(where, "several-documents", "holds several documents", "keep one document a file")
        elif kind in {"MappingEndEvent", "SequenceEndEvent"}:
            self._place(self._open.pop().closed())
        elif kind in {"MappingStartEvent", "SequenceStartEvent", "ScalarEvent", "AliasEvent"}:
            self._check_plain(event, kind, where)
            if kind == "ScalarEvent":
                self._scalar(event, where)
            else:
                self._start(where, is_mapping=kind == "MappingStartEvent")

    def _check_plain(self, event: Any, kind: str, where: str) -> None:  # noqa: ANN401  as above
        if kind == "AliasEvent" or event.anchor:
            raise _refused(where, "yaml-alias", "anchors and aliases are not read", "write the value out")
        if event.tag and str(event.tag) not in {"None", "!"}:
            raise _refused(where, "yaml-tag", f"the tag {event.tag} is not read", "remove the tag")

    def _start(self, where: str, *, is_mapping: bool) -> None:
        if self._open and self._open[-1].is_mapping and self._open[-1].key is None:
            raise _refused(where, "not-a-key", "a key must be plain text", "write the key as one word")
        if len(self._open) >= MAX_DEPTH:
            raise _refused(where, "yaml-too-deep", f"is nested more than {MAX_DEPTH} deep", "flatten it")
        self._open.append(_Open(where, is_mapping))

    def _scalar(self, event: Any, where: str) -> None:  # noqa: ANN401  as above
        holder = self._open[-1] if self._open else None
        if holder is not None and holder.is_mapping and holder.key is None:
            if event.value in holder.entries:
                raise _refused(where, "duplicate-key", f"the key {event.value} stands twice", "keep one of them")
            holder.key = event.value
            holder.key_where[event.value] = where
            return
        quoted = event.style is not None
        if not event.value and not quoted and holder is not None and holder.key is not None:
            where = holder.key_where[holder.key]  # the parser sees an empty value on a later line
        if REFUSED_CHARACTER.search(event.value):
            what = f"holds a character that cannot be printed: {event.value[:40]!a}"
            raise _refused(where, "control-character", what, "take it out")
        self._place(Text(event.value, where, quoted=quoted))

    def _place(self, node: YamlNode) -> None:
        holder = self._open[-1] if self._open else None
        if holder is None:
            self.root = node
        elif holder.is_mapping and holder.key is not None:
            holder.entries[holder.key] = node
            holder.key = None
        else:
            holder.items.append(node)
