"""The members of a ZIP archive, one after another, without unpacking it to disk.

What an archive says of itself is not believed: each member is read up to a bound, whatever size it states. Names are
names only, so that a path in one leads nowhere.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING

from licet.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from licet.evidence.intake.limits import Limits

_CHUNK = 1 << 20
_LOCKED = 0x1


def members_of(name: str, source: Path | bytes, limits: Limits, problems: list[Problem]) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of each member, sorted by name; folders and hidden members are left out.

    Args:
        name: What the archive is called in problems.
        source: The archive, or where it is.
        limits: How much is read.
        problems: Where faults are put; one that bears on the whole archive ends it.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(source) if isinstance(source, bytes) else source)
        members = sorted(archive.infolist(), key=lambda member: member.filename)
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, OverflowError):
        problems.append(Problem("unreadable-archive", name, "is no ZIP archive that can be read", "pack it anew"))
        return
    if len(members) > limits.members:
        what = f"has {len(members):,} members, more than {limits.members:,}"
        problems.append(Problem("too-many-files", name, what, "split it"))
        return
    with archive:
        yield from _read_members(name, archive, members, limits, problems)


def _read_members(
    name: str, archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], limits: Limits, problems: list[Problem]
) -> Iterator[tuple[str, bytes]]:
    left = limits.archive_bytes
    for member in members:
        if member.is_dir() or _is_hidden(member.filename):
            continue
        read = _member(archive, member, min(limits.file_bytes, left), limits)
        if isinstance(read, str):
            mend = "unpack it, and give the files themselves"
            problems.append(Problem("refused-member", f"{name}!{_plain(member.filename)}", read, mend))
            if left <= 0:
                return
            continue
        left -= len(read)
        yield member.filename, read


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, most: int, limits: Limits) -> bytes | str:
    """Return the bytes of a member, or why they are not read."""
    if member.flag_bits & _LOCKED:
        return "is locked with a password"
    tightest = max(limits.small_member, limits.ratio * member.compress_size)
    if most <= 0:
        return f"the archive unpacks to more than {limits.archive_bytes:,} bytes"
    if member.file_size > tightest:
        return f"unpacks to {member.file_size:,} bytes, out of proportion"
    if member.file_size > most:
        return f"unpacks to {member.file_size:,} bytes, more than {most:,}"
    bound = min(most, tightest)
    parts, size = [], 0
    try:
        with archive.open(member) as stream:
            while size <= bound and (part := stream.read(min(_CHUNK, bound + 1 - size))):
                parts.append(part)
                size += len(part)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, NotImplementedError):
        return "is broken, or packed in a way that is not read"
    except Exception as error:  # noqa: BLE001  what the decompressor of another method raises (LZMAError)
        return f"is broken: {type(error).__name__}"
    return f"unpacks to more than the {bound:,} bytes it may" if size > bound else b"".join(parts)


def _is_hidden(name: str) -> bool:
    """Tell whether a member is one that archivers add or that a folder would hide; `..` hides nothing."""
    parts = name.replace("\\", "/").split("/")
    return parts[0] == "__MACOSX" or any(part.startswith(".") and part not in {".", ".."} for part in parts)


def _plain(name: str) -> str:
    return "".join(character if character.isprintable() else "\ufffd" for character in name[:200])
