"""Long answers, written as they come: to the terminal, or to a file that is there whole or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from licet.cli.output import fresh_file
from licet.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_PARTS = 1_000


def write_text(parts: Iterable[str], path: Path | None) -> None:
    """Write parts of a text to a file, or to standard output if no file is named, some at a time.

    Raises:
        UsageError: If it cannot be written.
    """
    if path is None:
        for lump in _lumps(parts):
            _print(lump)
        return
    with fresh_file(path) as stream:
        for lump in _lumps(parts):
            stream.write(lump.encode())


def _print(text: str) -> None:
    try:
        typer.echo(text, nl=False)
    except BrokenPipeError:  # the reader has seen enough; typer ends the command
        raise
    except OSError as error:
        msg = f"standard output cannot be written: {error.strerror}"
        raise UsageError(msg) from error


def _lumps(parts: Iterable[str]) -> Iterator[str]:
    held: list[str] = []
    for part in parts:
        held.append(part)
        if len(held) == _PARTS:
            yield "".join(held)
            held = []
    yield "".join(held)
