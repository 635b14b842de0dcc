"""Two named persons: what one alone may not do needs a second who is not the first."""

from __future__ import annotations

from unicodedata import normalize

from licet.errors import LimitRefused


def two_persons(author: str, second: str) -> None:
    """Refuse what is not signed by two persons; how a name is written makes nobody another.

    Raises:
        LimitRefused: If either is missing, or both are the same in other letters, widths or spaces.
    """
    if not _plain(author):
        msg = "nobody is named who says so: give the first person's name"
        raise LimitRefused(msg)
    if not _plain(second):
        msg = f"a second named person is needed beside {author.strip()}"
        raise LimitRefused(msg)
    if _plain(author) == _plain(second):
        msg = f"the second person must be another than the first; both are {author.strip()}"
        raise LimitRefused(msg)


def _plain(name: str) -> str:
    """Return a name as compared: letters of one width and case, spaces collapsed, without what cannot be seen."""
    seen = "".join(letter for letter in normalize("NFKC", name) if letter.isspace() or letter.isprintable())
    return " ".join(normalize("NFKC", seen.casefold()).split())
