"""How commands end and print: JSON, problems, exit statuses (design, section 8.2)."""

from __future__ import annotations

import functools
import os
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, TypeVar

import typer

from licet.errors import LicetError, ProblemsFound, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from typing import BinaryIO

P = ParamSpec("P")
R = TypeVar("R")


def as_json(value: object) -> str:
    """Return indented JSON, in UTF-8 letters."""
    import msgspec  # noqa: PLC0415  --help needs none of it

    return msgspec.json.format(msgspec.json.encode(value), indent=2).decode()


def problems_to_exit(command: Callable[P, R]) -> Callable[P, R]:
    """Turn our errors into a message and the exit status of their kind; nothing else is caught."""

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except ProblemsFound as found:
            for problem in found.problems:
                typer.echo(str(problem), err=True)
            count = len(found.problems)
            typer.echo(f"{count} problem{'s' if count != 1 else ''}; nothing was written", err=True)
            raise typer.Exit(found.exit_status) from None
        except LicetError as error:
            typer.echo(str(error), err=True)
            raise typer.Exit(error.exit_status) from None

    return run


def table(rows: Sequence[Mapping[str, str]]) -> str:
    """Return rows as aligned columns under their names; "nothing to show" if there are none."""
    if not rows:
        return "nothing to show"
    columns = list(rows[0])
    cells = [columns, *([str(row[column]) for column in columns] for row in rows)]
    widths = [max(len(line[number]) for line in cells) for number in range(len(columns))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in cells
    )


@contextmanager
def fresh_file(path: Path) -> Iterator[BinaryIO]:
    """Give a file to write beside, and put it in place at the end; after an error nothing is left.

    Raises:
        UsageError: If the file cannot be written, or what is there is no plain file.
    """
    try:
        if path.exists() and not path.is_file():
            msg = f"{path} cannot be written: it is not a plain file"
            raise UsageError(msg)
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as stream:
                yield stream
            Path(temporary).chmod(0o644)
            Path(temporary).replace(path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as error:
        msg = f"{path} cannot be written: {error.strerror}"
        raise UsageError(msg) from error


def write_file(path: Path, content: bytes) -> None:
    """Write beside and rename, so that no half file is left; the folder is made.

    Raises:
        UsageError: If the file cannot be written.
    """
    with fresh_file(path) as stream:
        stream.write(content)
