"""A folder of acts to a checked `Story`, kept compiled by the hash of every byte read.

Overlays are folders of the same shape: an act with a new id is added, one with a known id takes that act's place.
All faults of all files are raised together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from licet.acts.act import Story, plain
from licet.acts.consistency import Sound, check_story
from licet.acts.folder import ActFile, FileKind, act_files
from licet.acts.read_act import read_act
from licet.acts.tables import Head, read_actors, read_classes, read_states, read_transitions
from licet.compiled import read_compiled, write_compiled
from licet.errors import ProblemsFound
from licet.rules import rules_root
from licet.rules.fields import Faults, Fields
from licet.rules.folders import digest_of
from licet.yaml_source import read_yaml

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from licet.acts.act import Act

KEPT_AS = "acts-1"
T = TypeVar("T")


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
    digest = digest_of(files, KEPT_AS)
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
    heads = of_kind[FileKind.HEAD]
    if not heads:
        faults.add("missing-file", "acts/head.yaml", "the acts have no head.yaml", "write one, as docs/acts.md says")
        raise ProblemsFound(faults.problems)
    for other in heads[1:]:
        faults.add("second-head", other.name, f"{heads[0].name} is the head already", "keep one head.yaml")
    head = Head(heads[0], faults)
    acts, broken = _acts(of_kind[FileKind.ACTS], faults)
    states, sound_states = _read(read_states, of_kind[FileKind.STATES], faults)
    transitions, sound_transitions = _read(read_transitions, of_kind[FileKind.TRANSITIONS], faults)
    actors, sound_actors = _read(read_actors, of_kind[FileKind.ACTORS], faults)
    classes, sound_classes = _read(read_classes, of_kind[FileKind.CLASSES], faults)
    story = Story(
        version=head.version,
        checked_from=head.checked_from,
        checked_through=head.checked_through,
        staleness_days=head.staleness_days,
        gaps=head.gaps,
        keys=head.keys,
        acts=acts,
        states=states,
        transitions=transitions,
        actors=actors,
        classes=classes,
        names={plain(name): actor.actor_id for actor in actors.values() for name in actor.names},
        digest=digest,
    )
    sound = Sound(
        acts=frozenset(acts) - broken,
        states=sound_states,
        transitions=sound_transitions,
        actors=sound_actors,
        classes=sound_classes,
    )
    check_story(story, sound, faults)
    if faults.problems:
        raise ProblemsFound(faults.problems)
    return story


def _read(reader: Callable[[Sequence[ActFile], Faults], T], files: Sequence[ActFile], faults: Faults) -> tuple[T, bool]:
    """Return what a reader finds, and whether it found no fault."""
    before = len(faults.problems)
    return reader(files, faults), len(faults.problems) == before


def _acts(files: Sequence[ActFile], faults: Faults) -> tuple[dict[str, Act], frozenset[str]]:
    """Return the acts by id in order of time, and the ids of those with a fault."""
    found: dict[str, Act] = {}
    broken: set[str] = set()
    layers: dict[str, int] = {}
    for file in files:
        for act, is_sound in _of_file(file, faults):
            if not is_sound:
                broken.add(act.id)
            if layers.get(act.id) == file.layer:
                what = f"the act {act.id} stands twice, first at {found[act.id].where}"
                faults.add("duplicate-act", act.where, what, "give one of them another id")
            found[act.id], layers[act.id] = act, file.layer
    in_order = sorted(found.values(), key=lambda act: (act.happened.first, act.happened.last, act.public, act.id))
    return {act.id: act for act in in_order}, frozenset(broken)


def _of_file(file: ActFile, faults: Faults) -> list[tuple[Act, bool]]:
    """Return the acts of a file, each with whether it has no fault."""
    try:
        root = Fields(read_yaml(file.path, shown_as=file.name), faults, file.name)
    except ProblemsFound as found:
        faults.problems.extend(found.problems)
        return []
    acts = []
    for node in root.items("acts", required=True):
        before = len(faults.problems)
        act = read_act(node, faults)
        if act is not None:
            acts.append((act, len(faults.problems) == before))
    root.close()
    return acts
