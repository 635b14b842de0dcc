"""The files of a pack and of the folders laid over it: what each is, and which layer it belongs to."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Protocol, TypeVar

from licet.errors import ProblemsFound
from licet.rules.fields import Faults

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

MAX_FILES = 5000
F = TypeVar("F")


class FileKind(Enum):
    """What a file of a pack holds."""

    HEAD = "pack.yaml"
    FACTS = "facts.yaml"
    SOURCES = "sources.yaml"
    PLACES = "places.csv"
    FINDINGS = "known_findings.yaml"
    COVERAGE = "coverage.yaml"
    PARTY_LISTS = "party_lists.yaml"
    RED_FLAGS = "red_flags.yaml"
    SET = "sets/*.csv"
    RULE = "*.yaml"


_BY_NAME = {kind.value: kind for kind in FileKind if "*" not in kind.value}
_ONLY_IN_PACK = {FileKind.HEAD, FileKind.FINDINGS, FileKind.COVERAGE}


class LayeredFile(Protocol):
    """A file with the name shown, in a layer; what it holds is its reader's concern."""

    @property
    def name(self) -> str: ...  # noqa: D102  as above
    @property
    def path(self) -> Path: ...  # noqa: D102  as above
    @property
    def layer(self) -> int: ...  # noqa: D102  as above


@dataclass(frozen=True, slots=True)
class PackFile:
    """One file: the name shown in problems, its path, the layer it is in (0: the pack), and its kind."""

    name: str
    path: Path
    layer: int
    kind: FileKind


def pack_files(base: Path, pack: str, overlays: Sequence[Path]) -> list[PackFile]:
    """Return every file of a pack and its overlays, in a stable order.

    Args:
        base: The rule package, which holds facts.yaml, sources.yaml and party_lists.yaml.
        pack: The folder of the pack below it.
        overlays: Folders laid over the pack.

    Raises:
        ProblemsFound: If a folder is not there, holds a file that nothing reads, or too many files.
    """
    faults = Faults()
    found = [
        PackFile(kind.value, base / kind.value, 0, kind)
        for kind in (FileKind.FACTS, FileKind.SOURCES, FileKind.PARTY_LISTS)
        if (base / kind.value).is_file()
    ]
    folders = [(pack, base / pack), *((str(path), path) for path in overlays)]
    found += in_layers(folders, _inside, faults, of="rules", holds="rule files")
    if len(found) > MAX_FILES:
        faults.add("too-many-files", str(base), f"holds {len(found)} files", f"keep a pack under {MAX_FILES} files")
    if faults.problems:
        raise ProblemsFound(faults.problems)
    return found


def in_layers(
    folders: Sequence[tuple[str, Path]],
    inside: Callable[[Path, str, int, Faults], Iterable[F]],
    faults: Faults,
    *,
    of: str,
    holds: str,
) -> list[F]:
    """Return the files of folders laid over one another; one that is not there is a fault.

    Args:
        folders: The name shown and the path of each, the lowest first.
        inside: Lists the files of one, given path, name shown and layer.
        faults: Receives every fault.
        of: What the folders are of, in words.
        holds: What they hold, in words.
    """
    found: list[F] = []
    for layer, (shown, folder) in enumerate(folders):
        if folder.is_dir():
            found += inside(folder, shown, layer, faults)
        else:
            faults.add("missing-folder", shown, f"there is no such folder of {of}", f"name a folder with {holds}")
    return found


def _inside(folder: Path, shown: str, layer: int, faults: Faults) -> Iterator[PackFile]:
    for name, path in files_below(folder, shown):
        kind = _kind(path)
        if kind is None or (layer and kind in _ONLY_IN_PACK):
            named = "places.csv, facts.yaml, sources.yaml, party_lists.yaml and red_flags.yaml"
            mend = f"use rule files (*.yaml), sets/*.csv, {named} only"
            faults.add("unread-file", name, "is read by nothing here", mend)
        else:
            yield PackFile(name, path, layer, kind)


def files_below(folder: Path, shown: str) -> Iterator[tuple[str, Path]]:
    """Yield the files below a folder in a stable order, each with the name shown; hidden ones are left out."""
    for path in sorted(folder.rglob("*")):
        inner = path.relative_to(folder)
        if _may_be_file(path) and not any(part.startswith((".", "__")) for part in inner.parts):
            yield f"{shown}/{inner.as_posix()}", path


def _may_be_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # what it is may not be asked; reading it says why
        return True


def _kind(path: Path) -> FileKind | None:
    if path.name in _BY_NAME:
        return _BY_NAME[path.name]
    if path.suffix == ".yaml":
        return FileKind.RULE
    return FileKind.SET if path.suffix == ".csv" and path.parent.name == "sets" else None


def digest_of(files: Sequence[LayeredFile], salt: str) -> str:
    """Return the hash of every name and byte, and of the format they are compiled to.

    Raises:
        ProblemsFound: With every file that may not be read.
    """
    digest, faults = hashlib.sha256(salt.encode()), Faults()
    for file in files:
        try:
            content = file.path.read_bytes()
        except OSError as error:
            what = f"cannot be read: {error.strerror or error}"
            faults.add("unreadable-file", file.name, what, "check the path and its rights")
        else:
            digest.update(f"{file.name}\0{file.layer}\0".encode() + hashlib.sha256(content).digest())
    if faults.problems:
        raise ProblemsFound(faults.problems)
    return digest.hexdigest()
