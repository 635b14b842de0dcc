"""A table in CSV that is only added to: under a lock, put in place whole, and no cell a formula for a spreadsheet."""

from __future__ import annotations

import csv
import io
import os
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from licet.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_APOSTROPHE = "'"


def no_formula(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula; `meant` is its inverse."""
    is_marked = cell.startswith(_FORMULA_STARTS) or (cell[:1] == _APOSTROPHE and _is_mark(cell[1:2]))
    return _APOSTROPHE + cell if is_marked else cell


def meant(cell: str) -> str:
    """Return what `no_formula` was given."""
    return cell[1:] if cell[:1] == _APOSTROPHE and _is_mark(cell[1:2]) else cell


def added_to(path: Path, columns: Sequence[str], before: Iterable[Sequence[str]], more: Sequence[Sequence[str]]) -> str:
    """Return the content of a table with rows added: what stands there is kept as it is, if it is in our form.

    Args:
        path: The table; it need not be there.
        columns: Its heading.
        before: The rows that stand there, as read, for a file in another form.
        more: The rows to add.
    """
    heading = ",".join(columns) + "\n"
    kept = path.read_bytes() if path.exists() else b""
    if kept.startswith(heading.encode()) and _is_utf_8(kept):
        return kept.decode() + ("" if kept.endswith(b"\n") else "\n") + _rows(more)
    return heading + _rows([*before, *more])


def put_in_place(path: Path, text: str) -> None:
    """Write a file beside its place and move it there, so that no reader sees half of it.

    Raises:
        UsageError: If it cannot be written.
    """
    temporary = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "wb") as stream:
            stream.write(text.encode())
            stream.flush()
            os.fsync(stream.fileno())
        Path(temporary).chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
        Path(temporary).replace(path)
    except OSError as error:
        msg = f"{path} cannot be written: {error.strerror}"
        raise UsageError(msg) from error
    finally:
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)


@contextmanager
def one_at_a_time(path: Path) -> Iterator[None]:
    """Wait for others who write a file, by a lock beside it that the system lets go of if the program dies.

    Raises:
        UsageError: If the lock cannot be had.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        stream = path.with_name(f".{path.name}.lock").open("a+b")
    except OSError as error:
        msg = f"{path} cannot be written: {error.strerror}"
        raise UsageError(msg) from error
    with stream:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415

            stream.seek(0)
            msvcrt.locking(stream.fileno(), msvcrt.LK_LOCK, 1)
            try:
                yield
            finally:
                stream.seek(0)
                msvcrt.locking(stream.fileno(), msvcrt.LK_UNLCK, 1)
        else:
            import fcntl  # noqa: PLC0415

            fcntl.flock(stream, fcntl.LOCK_EX)  # closing lets go
            yield


def _is_mark(character: str) -> bool:
    return character in (*_FORMULA_STARTS, _APOSTROPHE)


def _is_utf_8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _rows(rows: Iterable[Sequence[str]]) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerows([no_formula(cell.strip()) for cell in row] for row in rows)
    return stream.getvalue()
