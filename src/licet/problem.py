"""Faults in what a person wrote: gathered, shown together, each with place and cure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault in something a person wrote: what, where, and how to mend it."""

    slug: str
    where: str  # file:line or file:line:column, so that an editor can follow it
    what: str
    mend: str

    def __str__(self) -> str:
        """Return two lines: the fault with its place and slug, and the cure."""
        return f"{self.where}: {self.what} [{self.slug}]\n    mend: {self.mend}"
