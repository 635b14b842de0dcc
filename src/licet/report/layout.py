"""Lines of text for a terminal: cleaned, measured, wrapped, and painted if colour is wanted.

Names come from files that others wrote, so control characters and direction marks never reach the terminal.
Chinese, Japanese and Korean characters take two columns.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Span = tuple[str, str]  # text and a style in rich's words; "" is plain
Line = list[Span]

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
NARROWEST = 80
WIDEST = 120


def clean(text: object) -> str:
    """Return the text on one line, each character that cannot be printed replaced by a mark."""
    words = str(text)
    if not words.isprintable():
        words = "".join(_printable(character) for character in words)
    return " ".join(words.split())


def _printable(character: str) -> str:
    if character.isspace():
        return " "
    return character if character.isprintable() else REPLACEMENT


def columns(text: str) -> int:
    """Return how many columns the text takes."""
    return len(text) if text.isascii() else sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def pad(text: str, width: int, *, right: bool = False) -> str:
    """Fill with spaces to the width; `right` sets the text against the right edge."""
    fill = " " * max(0, width - columns(text))
    return fill + text if right else text + fill


def wrap(text: object, width: int) -> list[str]:
    """Break cleaned text into lines no wider than `width`; always at least one line, perhaps empty."""
    return list(_wrapped(str(text), width))


@lru_cache(maxsize=8192)  # the lines of a book say the same things
def _wrapped(text: str, width: int) -> Sequence[str]:
    cleaned = clean(text)
    if columns(cleaned) <= width:
        return [cleaned]
    lines = [""]
    taken = 0
    for word in cleaned.split(" "):
        needed = columns(word)
        if lines[-1] and taken + 1 + needed <= width:
            lines[-1] += f" {word}"
            taken += 1 + needed
        else:
            pieces = [word] if needed <= width else _pieces(word, width)
            lines[-1:] = [lines[-1], *pieces] if lines[-1] else pieces
            taken = columns(lines[-1])
    return lines


def _pieces(word: str, width: int) -> list[str]:
    pieces, taken = [""], 0
    for character in word:
        wide = _columns(character)
        if taken + wide > max(width, 2):
            pieces.append("")
            taken = 0
        pieces[-1] += character
        taken += wide
    return pieces


def labelled(label: str, text: object, width: int, *, style: str = "", indent: int = 0, room: int = 10) -> list[Line]:
    """Return a paragraph with its label in a column of its own, `room` wide, at the left."""
    first, *rest = wrap(text, width - indent - room)
    margin = " " * indent
    head: Line = [(margin, ""), (pad(clean(label), room), "dim"), (first, style)]
    return [head, *([(margin + " " * room, ""), (line, style)] for line in rest)]


def bullets(texts: Iterable[object], width: int, *, indent: int = 2) -> list[Line]:
    """Return each text as a bulleted paragraph."""
    return [line for text in texts for line in labelled("-", text, width, indent=indent, room=2)]


def paint(lines: Iterable[Sequence[Span]], *, colour: bool) -> str:
    """Join the lines to one text that ends with a newline; with `colour`, styled for a terminal."""
    if not colour:
        return "".join("".join(text for text, _ in line).rstrip() + "\n" for line in lines)
    from io import StringIO  # noqa: PLC0415

    from rich.console import Console  # slow, and only for colour  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    console = Console(file=StringIO(), force_terminal=True, color_system="standard", highlight=False)
    with console.capture() as capture:
        for line in lines:
            console.print(Text.assemble(*line), soft_wrap=True)
    return capture.get()


def terminal_width() -> int:
    """Return the width of the terminal, or of `COLUMNS`, within what the boards are laid out for."""
    from shutil import get_terminal_size  # noqa: PLC0415

    return bounded(get_terminal_size((NARROWEST, 24)).columns)


def bounded(width: int) -> int:
    """Return the width, no less than 80 and no more than is easy to read."""
    return min(max(width, NARROWEST), WIDEST)


def colour_wanted() -> bool:
    """Tell whether standard output is a terminal that takes colour (`NO_COLOR` and `TERM=dumb` say no)."""
    import os  # noqa: PLC0415
    import sys  # noqa: PLC0415

    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
