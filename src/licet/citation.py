"""Where a value comes from: the instrument and paragraph, and how well it was read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date  # noqa: TC003  a compiled pack is read back by these types
from enum import Enum


class Grade(Enum):
    """How a value was read, best first."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    PRESS = "press"
    MEMORY = "memory"


@dataclass(frozen=True, slots=True)
class Citation:
    """An instrument (`doc`), the place in it (`at`), when published, how it was read, and the pages read."""

    doc: str
    at: str
    grade: Grade
    published: date | None = None
    evidence: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Return the instrument and paragraph, as a lawyer cites them."""
        return f"{self.doc}, {self.at}" if self.at else self.doc
