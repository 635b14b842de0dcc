"""Imported lists as one file: packed with a digest, checked when read back, and where they are looked for."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from licet.errors import ProblemsFound
from licet.problem import Problem
from licet.screen.history import ListStore, SourceHistory, check_counts

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from licet.screen.listed import ListedParties

LISTS_FILE = "lists.msgpack"
FOLDER = "lists"  # below the data folder, and below a case
MAX_BYTES = 1_000_000_000
_FORMAT = 2
_AGAIN = "delete the file, and import the lists again: `licet screen import FILE`"


class _Envelope(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    format: int
    sha256: str
    body: bytes


class _Body(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    sources: tuple[SourceHistory, ...]


def packed(listed: ListedParties) -> bytes:
    """Return one vintage of one data set as the content of a file."""
    return packed_store(ListStore().with_import(listed))


def packed_store(store: ListStore) -> bytes:
    """Return all lists as the content of a file."""
    body = msgspec.msgpack.encode(_Body(store.sources))
    return msgspec.msgpack.encode(_Envelope(_FORMAT, hashlib.sha256(body).hexdigest(), body))


def unpacked(data: bytes, where: str) -> ListedParties:
    """Return the newest lists of a file's content; raises as `unpacked_store`."""
    return unpacked_store(data, where).as_of()


def unpacked_store(data: bytes, where: str) -> ListStore:
    """Return the lists of a file's content.

    Raises:
        ProblemsFound: If it is not what `packed` writes, or is not whole.
    """
    try:
        envelope = msgspec.msgpack.decode(data, type=_Envelope)
        if envelope.format != _FORMAT:
            raise _refused("changed-shape", where, f"is of format {envelope.format}, not {_FORMAT}")
        if hashlib.sha256(envelope.body).hexdigest() != envelope.sha256:
            raise _refused("broken-lists", where, "is damaged: its digest is not that of its content")
        body = msgspec.msgpack.decode(envelope.body, type=_Body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise _refused("broken-lists", where, "is not a file of imported lists") from error
    for kept in body.sources:
        wrong = check_counts(kept)
        if wrong:
            raise _refused("miscounted-lists", where, f"{kept.source}: {wrong}")
    if not body.sources:
        raise _refused("missing-lists", where, "holds no lists")
    return ListStore(body.sources)


def read_lists(folder: Path, as_of: date | None = None) -> ListedParties:
    """Read the imported lists of a folder, all data sets as one.

    Args:
        folder: Where they were imported to.
        as_of: The day on which they are asked for; the newest vintages if None.

    Raises:
        ProblemsFound: If there are none, or they cannot be used.
    """
    return read_store(folder).as_of(as_of)


def read_store(folder: Path) -> ListStore:
    """Read the imported lists of a folder with all their vintages.

    Raises:
        ProblemsFound: If there are none, or they cannot be used.
    """
    path = folder / LISTS_FILE
    try:
        if not path.is_file():
            mend = f"name a folder that holds {LISTS_FILE}; `licet screen import FILE --into {folder}` writes one"
            raise ProblemsFound([Problem("missing-lists", str(folder), "there are no imported lists here", mend)])
        if path.stat().st_size > MAX_BYTES:
            raise _refused("file-too-large", str(path), f"has more than {MAX_BYTES:,} bytes")
        data = path.read_bytes()
    except OSError as error:
        raise _refused("unreadable-file", str(path), f"cannot be read: {error.strerror}") from error
    return unpacked_store(data, str(path))


def data_folder(environment: Mapping[str, str]) -> Path | None:
    """Return the user's folder for lists: below $LICET_DATA, else $XDG_DATA_HOME/licet, else ~/.local/share/licet.

    None where there is no home. A relative $XDG_DATA_HOME counts as not set, as its specification says.
    """
    own, shared = environment.get("LICET_DATA"), environment.get("XDG_DATA_HOME")
    if own:
        return Path(own) / FOLDER
    if shared and Path(shared).is_absolute():
        return Path(shared) / "licet" / FOLDER
    home = environment.get("HOME")
    return Path(home) / ".local" / "share" / "licet" / FOLDER if home else None


def _refused(slug: str, where: str, what: str) -> ProblemsFound:
    return ProblemsFound([Problem(slug, where, what, _AGAIN)])
