"""What the markup of a page says of its text: paragraphs with their surroundings, links, and what the head states.

A plain text has none of it. Everything here is what somebody wrote of their own page: evidence, never trusted alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from licet.evidence.model import Span


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph, heading or line of a page.

    `element` is the element that holds it (`p`, `h2`, `li`); `around` the sections it lies in, outermost first (`nav`,
    `article`); `hints` the words of the classes and ids of what it lies in; `linked` how many of its characters are
    links; `chosen` whether the extractor of main text keeps it, None if that was not asked; `container` numbers the
    innermost part of the page it lies in, such as a `div` or an entry of a list; 0 is the page or article itself.
    """

    span: Span
    element: str = ""
    around: tuple[str, ...] = ()
    hints: frozenset[str] = frozenset()
    linked: int = 0
    chosen: bool | None = None
    container: int = 0


@dataclass(frozen=True, slots=True)
class Layout:
    """The pieces of a page in order, its links, and what its head states; texts as written, empty if not stated."""

    pieces: tuple[Piece, ...] = ()
    links: tuple[tuple[Span, str], ...] = ()
    site: str = ""
    title: str = ""
    author: str = ""
    description: str = ""
    language: str = ""
    published: str = ""
    modified: str = ""
    address: str = ""
