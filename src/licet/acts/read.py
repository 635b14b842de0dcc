"""A folder of acts to a checked `Story`, kept compiled by the hash of every byte read.

Overlays are folders of the same shape: an act with a new id is added, one with a known id takes that act's place.
All faults of all files are raised together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from licet.acts.act import Story
from licet.acts.consistency import check_story
from licet.acts.folder import ActFile, FileKind, act_files, digest_of
from licet.acts.read_act import read_act
from licet.acts.scope import plain
from licet.acts.tables import Head, read_actors, read_classes, read_states, read_transitions
from licet.compiled import read_compiled, write_compiled
from licet.errors import ProblemsFound
from licet.rules import rules_root
from licet.rules.fields import Faults, Fields
from licet.yaml_source import read_yaml

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from licet.acts.act import Act

KEPT_AS = "acts-1"


def load_acts(base: Path | None = None, *, overlays: Sequence[Path] = (), use_cache: bool = True) -> Story:
    """Load the record of acts.

    Args:
        base: A folder of acts; that of the installed rule package if None.
        overlays: Folders laid over it, later ones over earlier ones.
        use_cache: Read and write the compiled record under the user's cache folder.

    Raises:
        ProblemsFound: With every fault in every file.
    """
    files = act_files(base or rules_root() / "acts", overlays)
    digest = digest_of(files)
    kept = read_compiled(KEPT_AS, digest, Story) if use_cache else None
    if kept is not None and kept.digest == digest:
        return kept
    story = _compile(files, digest)
    if use_cache:
        write_compiled(KEPT_AS, digest, story)
    return story


def _compile(files: Sequence[ActFile], digest: str) -> Story:
    faults = Faults()
    of_kind = {kind: [file for file in files if file.kind is kind] for kind in FileKind}
    if not of_kind[FileKind.HEAD]:
        faults.add("missing-file", "acts/head.yaml", "the acts have no head.yaml", "write one, as docs/acts.md says")
        raise ProblemsFound(faults.problems)
    head = Head(of_kind[FileKind.HEAD][0], faults)
    actors = read_actors(of_kind[FileKind.ACTORS], faults)
    story = Story(
        version=head.version,
        checked_from=head.checked_from,
        checked_through=head.checked_through,
        staleness_days=head.staleness_days,
        gaps=head.gaps,
        keys=head.keys,
        acts=_acts(of_kind[FileKind.ACTS], faults),
        states=read_states(of_kind[FileKind.STATES], faults),
        transitions=read_transitions(of_kind[FileKind.TRANSITIONS], faults),
        actors=actors,
        classes=read_classes(of_kind[FileKind.CLASSES], faults),
        names={plain(name): actor.actor_id for actor in actors.values() for name in actor.names},
        digest=digest,
    )
    check_story(story, faults)
    if faults.problems:
        raise ProblemsFound(faults.problems)
    return story


def _acts(files: Sequence[ActFile], faults: Faults) -> dict[str, Act]:
    found: dict[str, Act] = {}
    layers: dict[str, int] = {}
    for file in files:
        for act in _of_file(file, faults):
            if layers.get(act.id) == file.layer:
                what = f"the act {act.id} stands twice, first at {found[act.id].where}"
                faults.add("duplicate-act", act.where, what, "give one of them another id")
            found[act.id], layers[act.id] = act, file.layer
    in_order = sorted(found.values(), key=lambda act: (act.happened.first, act.happened.last, act.public, act.id))
    return {act.id: act for act in in_order}


def _of_file(file: ActFile, faults: Faults) -> list[Act]:
    try:
        root = Fields(read_yaml(file.path, shown_as=file.name), faults, file.name)
    except ProblemsFound as found:
        faults.problems.extend(found.problems)
        return []
    acts = [act for node in root.items("acts", required=True) if (act := read_act(node, faults)) is not None]
    root.close()
    return [msgspec.structs.replace(act, where=act.where or file.name) for act in acts]
