"""What was read from many files, kept as one under the user's cache folder, keyed by the hash of every byte read.

YAML is slow to read. The cache is never trusted further than its key, and done without where it cannot be written.
"""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import msgspec

from licet.version import __version__

T = TypeVar("T")


def read_compiled(name: str, digest: str, kind: type[T]) -> T | None:
    """Return what is kept under a name and a digest; None if there is none, or it cannot be read."""
    path = _path(name, digest)
    if path is not None:
        with suppress(OSError, msgspec.MsgspecError, ValueError, RecursionError):
            return msgspec.msgpack.decode(path.read_bytes(), type=kind)
    return None


def write_compiled(name: str, digest: str, value: object) -> None:
    """Keep a value; written beside and renamed, so that no reader sees half a file."""
    path = _path(name, digest)
    if path is None:
        return
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "wb") as stream:
            stream.write(msgspec.msgpack.encode(value))
        Path(temporary).replace(path)


def _path(name: str, digest: str) -> Path | None:
    folder = os.environ.get("LICET_CACHE") or os.environ.get("XDG_CACHE_HOME")
    try:
        base = Path(folder) if folder else Path.home() / ".cache"
    except RuntimeError:  # no home folder
        return None
    return base / "licet" / f"{name}-{__version__}-{digest[:32]}.msgpack"
