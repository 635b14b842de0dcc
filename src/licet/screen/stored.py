"""Imported lists as one file: packed with a digest, checked when read back, and where they are looked for."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from licet.errors import ProblemsFound
from licet.problem import Problem
from licet.screen.listed import ListedParties, ListedParty, ListVersion

if TYPE_CHECKING:
    from collections.abc import Mapping

LISTS_FILE = "lists.msgpack"
FOLDER = "lists"  # below the data folder, and below a case
MAX_BYTES = 256_000_000
_FORMAT = 1
_AGAIN = "import the lists again: `licet screen import FILE`"


class _Envelope(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    format: int
    sha256: str
    body: bytes


class _Body(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    version: ListVersion
    parties: tuple[ListedParty, ...]


def packed(listed: ListedParties) -> bytes:
    """Return the lists as the content of a file."""
    body = msgspec.msgpack.encode(_Body(listed.version, listed.parties))
    return msgspec.msgpack.encode(_Envelope(_FORMAT, hashlib.sha256(body).hexdigest(), body))


def unpacked(data: bytes, where: str) -> ListedParties:
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
    counts = {each.code: 0 for each in body.version.lists}
    for party in body.parties:
        counts[party.list_code] = counts.get(party.list_code, 0) + 1
    if counts != {each.code: each.parties for each in body.version.lists}:
        raise _refused("miscounted-lists", where, "does not hold as many parties as it says")
    return ListedParties(body.version, body.parties)


def read_lists(folder: Path) -> ListedParties:
    """Read the imported lists of a folder.

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
    return unpacked(data, str(path))


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
