"""The keys of one YAML mapping, read one by one; every fault is gathered, with its place and cure.

A reader that finds a fault returns None and goes on, so that one reading shows all faults of a file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from licet.period import read_date
from licet.problem import Problem
from licet.yaml_source import Mapping, Sequence, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date
    from enum import Enum

    from licet.yaml_source import YamlNode

    EnumType = TypeVar("EnumType", bound=Enum)

Value = TypeVar("Value")

MAX_CHARACTERS = 4_000
_BLANKS = frozenset({"", "~", "null", "Null", "NULL"})


class Fields:
    """One mapping, with the list that its faults go to."""

    def __init__(self, node: Mapping, problems: list[Problem], *, what: str, keys: Iterable[str]) -> None:
        """Report every key that the mapping should not have.

        Args:
            node: The mapping.
            problems: Faults are added here.
            what: What the mapping is, for messages: `an authorisation`.
            keys: All keys it may have.
        """
        self._node = node
        self.problems = problems
        self._what = what
        known = tuple(keys)
        for key in node.entries:
            if key not in known:
                shown = key[:40] if key.isprintable() else ascii(key[:40])
                fault = f"{shown} is not a key of {what}"
                self.report("unknown-key", node.key_where[key], fault, f"use {', '.join(known)}")

    @property
    def where(self) -> str:
        """Where the mapping starts."""
        return self._node.where

    def __contains__(self, key: str) -> bool:
        """Tell whether the key is written."""
        return key in self._node.entries

    def where_of(self, key: str) -> str:
        """Return where the value of a key stands; the key itself if blank; where the mapping starts if absent."""
        node = self.node(key)
        if node is None:
            return self.where
        return self._node.key_where[key] if is_blank(node) else node.where

    def node(self, key: str) -> YamlNode | None:
        """Return the value of a key as it is; None if the key is absent."""
        return self._node.entries.get(key)

    def report(self, slug: str, where: str, what: str, mend: str) -> None:
        """Add a fault."""
        self.problems.append(Problem(slug, where, what, mend))

    def require(self, *keys: str) -> None:
        """Report each key that is not written."""
        for key in keys:
            if key not in self:
                self.report("missing-key", self.where, f"{self._what} without {key}", f"write {key}:")

    def text(self, key: str) -> str | None:
        """Return the text of a key, white space collapsed; None if absent or at fault."""
        node = self.node(key)
        return None if node is None else read_text(node, key, self.problems, where=self.where_of(key))

    def value(self, key: str, read: Callable[[str], Value], *, slug: str, mend: str) -> Value | None:
        """Return what `read` makes of the text of a key; its ValueError becomes a fault."""
        text = self.text(key)
        return None if text is None else read_value(text, read, self._reporter(key, slug, mend))

    def day(self, key: str) -> date | None:
        """Return a date."""
        return self.value(key, read_date, slug="bad-date", mend="write a calendar day such as 2026-05-14")

    def word(self, key: str, words: type[EnumType]) -> EnumType | None:
        """Return the member of an enumeration whose value is written."""
        allowed = ", ".join(str(member.value) for member in words)

        def read(text: str) -> EnumType:
            try:
                return words(text)
            except ValueError:
                msg = f"{text[:40]!r} is none of {allowed}"
                raise ValueError(msg) from None

        return self.value(key, read, slug="bad-word", mend=f"use one of {allowed}")

    def mapping(self, key: str, *, keys: Iterable[str]) -> Fields | None:
        """Return the mapping under a key; None if absent or not a mapping."""
        node = self.node(key)
        if node is None:
            return None
        if not isinstance(node, Mapping):
            self.report(
                "not-a-mapping", self.where_of(key), f"{key} is not a mapping", f"write {', '.join(keys)} under it"
            )
            return None
        return Fields(node, self.problems, what=key, keys=keys)

    def mappings(self, key: str, *, what: str, keys: tuple[str, ...]) -> list[Fields]:
        """Return the mappings of a list; a member that is none is a fault and left out."""
        found: list[Fields] = []
        for node in self.list_of(key):
            if isinstance(node, Mapping):
                found.append(Fields(node, self.problems, what=what, keys=keys))
            else:
                self.report("not-a-mapping", node.where, f"{what} is not a mapping", f"give it {', '.join(keys)}")
        return found

    def list_of(self, key: str) -> tuple[YamlNode, ...]:
        """Return the nodes of a list; empty if the key is absent or not a list."""
        node = self.node(key)
        if node is None:
            return ()
        if not isinstance(node, Sequence):
            self.report("not-a-list", self.where_of(key), f"{key} is not a list", "write a list, such as [a, b]")
            return ()
        return node.items

    def _reporter(self, key: str, slug: str, mend: str) -> Callable[[str], None]:
        return lambda what: self.report(slug, self.where_of(key), f"{key}: {what}", mend)


def read_value(text: str, read: Callable[[str], Value], report: Callable[[str], None]) -> Value | None:
    """Return what `read` makes of the text; report its ValueError and return None."""
    try:
        return read(text)
    except ValueError as error:
        report(str(error))
        return None


def is_blank(node: YamlNode) -> bool:
    """Tell whether nothing is written: an empty text, or one of YAML's words for nothing."""
    return isinstance(node, Text) and (not node.text.strip() or (not node.quoted and node.text in _BLANKS))


def read_text(node: YamlNode, what: str, problems: list[Problem], *, where: str | None = None) -> str | None:
    """Return a scalar's text, white space collapsed; a blank, a list or unprintable text is a fault.

    Args:
        node: What is to be one value.
        what: Its name, for messages.
        problems: Faults are added here.
        where: The place to tell; the node's own if not given.
    """
    place = where or node.where
    if not isinstance(node, Text):
        problems.append(Problem("not-text", place, f"{what} is not one value", "write one value"))
        return None
    text = " ".join(node.text.split())
    if is_blank(node):
        problems.append(Problem("blank-value", place, f"{what} is blank", "write the value, or leave the key out"))
    elif len(text) > MAX_CHARACTERS:
        mend = f"keep it under {MAX_CHARACTERS} characters"
        problems.append(Problem("text-too-long", place, f"{what} has {len(text)} characters", mend))
    elif not text.isprintable():
        problems.append(Problem("control-character", place, f"{what} holds a control character", "remove it"))
    else:
        return text
    return None
