"""The files of a folder of acts, and of the folders laid over it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from licet.errors import ProblemsFound
from licet.rules.fields import Faults
from licet.rules.folders import MAX_FILES, files_below, in_layers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path


class FileKind(Enum):
    """What a file of a folder of acts holds."""

    HEAD = "head.yaml"
    STATES = "states.csv"
    TRANSITIONS = "transitions.csv"
    ACTORS = "actors.csv"
    CLASSES = "item_classes.yaml"
    ACTS = "*.yaml"


_BY_NAME = {kind.value: kind for kind in FileKind if "*" not in kind.value}
_ONLY_IN_PACK = {FileKind.HEAD, FileKind.STATES}


@dataclass(frozen=True, slots=True)
class ActFile:
    """One file: the name shown in problems, its path, the layer it is in (0: the pack), and its kind."""

    name: str
    path: Path
    layer: int
    kind: FileKind


def act_files(base: Path, overlays: Sequence[Path]) -> list[ActFile]:
    """Return every file of the acts and their overlays, in a stable order.

    Raises:
        ProblemsFound: If a folder is not there, or holds a file that nothing reads, or too many.
    """
    faults = Faults()
    folders = [("acts", base), *((str(path), path) for path in overlays)]
    found = in_layers(folders, _inside, faults, of="acts", holds="files of acts")
    if len(found) > MAX_FILES:
        faults.add("too-many-files", str(base), f"{len(found)} files", f"keep the acts under {MAX_FILES} files")
    if faults.problems:
        raise ProblemsFound(faults.problems)
    return found


def _inside(folder: Path, shown: str, layer: int, faults: Faults) -> Iterator[ActFile]:
    for name, path in files_below(folder, shown):
        kind = _BY_NAME.get(path.name, FileKind.ACTS if path.suffix == ".yaml" else None)
        if kind is None or (layer and kind in _ONLY_IN_PACK):
            mend = "use files of acts (*.yaml), actors.csv, transitions.csv and item_classes.yaml only"
            faults.add("unread-file", name, "is read by nothing here", mend)
        else:
            yield ActFile(name, path, layer, kind)
