"""Typed reading of one YAML mapping: every key is used or reported, every fault is gathered."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, TypeVar

from licet.citation import Citation, Grade
from licet.period import read_date
from licet.problem import Problem
from licet.yaml_source import Mapping, Sequence, Text

if TYPE_CHECKING:
    from datetime import date

    from licet.yaml_source import YamlNode

E = TypeVar("E", bound=Enum)


class Faults:
    """The problems found so far."""

    def __init__(self) -> None:
        """Start with none."""
        self.problems: list[Problem] = []

    def add(self, slug: str, where: str, what: str, mend: str) -> None:
        """Note one more."""
        self.problems.append(Problem(slug, where, what, mend))


class Fields:
    """Reads the keys of one mapping; `close` reports those nobody asked for."""

    def __init__(self, node: YamlNode, faults: Faults, what: str) -> None:
        """Keep the mapping; anything else is reported and read as empty."""
        self.where = node.where
        self.faults = faults
        self.what = what
        self._asked: set[str] = set()
        self._entries: dict[str, YamlNode] = {}
        self._key_where: dict[str, str] = {}
        self.is_mapping = isinstance(node, Mapping)
        if isinstance(node, Mapping):
            self._entries, self._key_where = node.entries, node.key_where
        else:
            faults.add("not-a-mapping", node.where, f"{what} is not a mapping of keys", "write `key: value` lines")

    def node(self, key: str) -> YamlNode | None:
        """Return what stands at a key, or None."""
        self._asked.add(key)
        return self._entries.get(key)

    def has(self, key: str) -> bool:
        """Tell whether a key is written, without asking for it."""
        return key in self._entries

    def text(self, key: str, *, required: bool = False) -> str:
        """Return the text at a key; "" if absent."""
        node = self.node(key)
        if isinstance(node, Text) and node.text.strip():
            return node.text.strip()
        if node is not None or required:
            self.missing(key) if node is None else self._not_text(key, node)
        return ""

    def missing(self, key: str) -> None:
        """Report that a key is wanting; of what is no mapping that is said already."""
        if self.is_mapping:
            self.faults.add("missing-key", self.where, f"{self.what} has no `{key}`", f"add `{key}:`")

    def _not_text(self, key: str, node: YamlNode) -> None:
        self.faults.add("not-text", node.where, f"`{key}` is empty or not plain text", f"write `{key}: value`")

    def place(self, key: str) -> str:
        """Return where a key's value stands, or the mapping itself."""
        node = self._entries.get(key)
        return node.where if node is not None else self.where

    def day(self, key: str, *, required: bool = False) -> date | None:
        """Return the date at a key."""
        text = self.text(key, required=required)
        if not text:
            return None
        try:
            return read_date(text)
        except ValueError as error:
            self.faults.add("bad-date", self.place(key), f"`{key}`: {error}", "write a day that exists as YYYY-MM-DD")
            return None

    def whole(self, key: str) -> int:
        """Return the whole number at a key; 0 if absent or wrong, which is reported."""
        text = self.text(key, required=True)
        if text.isascii() and text.isdigit() and len(text) < 10:  # noqa: PLR2004  more digits are no count
            return int(text)
        if text:
            self.faults.add("bad-number", self.place(key), f"`{key}` is not a whole number", "write digits only")
        return 0

    def truth(self, key: str) -> bool:
        """Return whether `true` stands at a key; False if absent; any word but true and false is reported."""
        text = self.text(key)
        if text not in {"", "true", "false"}:
            self.faults.add("unknown-value", self.place(key), f"`{key}: {text}` is not known", "use true or false")
        return text == "true"

    def choice(self, key: str, kind: type[E], *, default: E | None = None) -> E | None:
        """Return the member of an enumeration named at a key."""
        text = self.text(key, required=default is None)
        if not text:
            return default
        try:
            return kind(text)
        except ValueError:
            known = ", ".join(str(member.value) for member in kind)
            self.faults.add("unknown-value", self.place(key), f"`{key}: {text}` is not known", f"use one of {known}")
            return default

    def texts(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        """Return the list of texts at a key; a single text is a list of one."""
        found = []
        for item in self.items(key, required=required):
            if isinstance(item, Text) and item.text.strip():
                found.append(item.text.strip())
            else:
                self._not_text(key, item)
        return tuple(found)

    def items(self, key: str, *, required: bool = False) -> tuple[YamlNode, ...]:
        """Return the list at a key, a single value as a list of one."""
        node = self.node(key)
        if node is None:
            if required:
                self.missing(key)
            return ()
        if required and isinstance(node, Sequence) and not node.items:
            what = f"`{key}` of {self.what} is empty"
            self.faults.add("empty-list", node.where, what, "write at least one entry")
        return node.items if isinstance(node, Sequence) else (node,)

    def mapping(self, key: str) -> dict[str, str]:
        """Return a mapping of texts at a key; {} if absent."""
        node = self.node(key)
        if node is None:
            return {}
        if not isinstance(node, Mapping):
            self._not_text(key, node)
            return {}
        for name, value in node.entries.items():
            if not isinstance(value, Text):
                self._not_text(name, value)
        return {name: value.text.strip() for name, value in node.entries.items() if isinstance(value, Text)}

    def source(self, key: str, *, inherit: Citation | None = None) -> Citation | None:
        """Return the citation at a key, or the one inherited; a value without any is reported."""
        node = self.node(key)
        if node is None:
            if inherit is None and self.is_mapping:
                self.faults.add(
                    "uncited-value",
                    self.where,
                    f"{self.what} has no source",
                    "add `source: {doc: ..., at: ..., grade: ...}`",
                )
            return inherit
        fields = Fields(node, self.faults, f"the source of {self.what}")
        grade = fields.choice("grade", Grade, default=inherit.grade if inherit else None)
        source = Citation(
            doc=fields.text("doc", required=True),
            at=fields.text("at"),
            grade=grade or Grade.MEMORY,
            published=fields.day("published"),
            evidence=fields.texts("evidence"),
        )
        fields.close()
        return source

    def close(self) -> None:
        """Report every key that was not asked for."""
        for key in self._entries.keys() - self._asked:
            known = ", ".join(sorted(self._asked))
            self.faults.add(
                "unknown-key",
                self._key_where.get(key, self.where),
                f"{self.what} has no key `{key}`",
                f"known: {known}",
            )
