"""A proposed act as YAML of the record, and its way into a folder of acts once a person has accepted it.

What is written is read back first, and laid over the whole record: an act that would not load is not written. Files
are only added to, and take the place of what was there in one step.
"""

from __future__ import annotations

import json
import re
from enum import Enum
from typing import TYPE_CHECKING

import msgspec

from licet.acts import load_acts
from licet.acts.consistency import Sound, check_story
from licet.acts.read_act import read_act
from licet.errors import ProblemsFound
from licet.evidence.proposals.journal import Decided, Decision, Journal, decision_on
from licet.evidence.proposals.proposing import Standing
from licet.kept_table import one_at_a_time, put_in_place
from licet.problem import Problem
from licet.rules.fields import Faults
from licet.yaml_source import MAX_BYTES, Mapping, Sequence, parse_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from licet.acts import Act, Story
    from licet.evidence.proposals.proposing import Proposal

_WORD = re.compile(r"[a-z][a-z0-9_]*(?:[.:-][a-z0-9_]+)*|[A-Z][A-Za-z]*(?: [A-Z][A-Za-z]*)*")
JOURNAL = "-review.csv"  # beside the folder of acts, which holds nothing but acts
_HEADING = "# Acts read out of documents and accepted by a person; the journal beside this folder says why.\n"


def act_yaml(*acts: Act) -> str:
    """Return a file of acts that `licet.acts.load_acts` reads back as the same acts."""
    return _HEADING + "acts:\n" + "".join(_item(act) for act in acts)


def _item(act: Act) -> str:
    """Return one act as an item of the list `acts`: keys in the order of docs/acts.md, those that say nothing left out.

    A text is written plain only if it is a word of the record, else with double quotes as in JSON, which is YAML too.
    """
    lines = [f"{key}: {value}" for key, value in _keys(act) if value]
    for key, listed in (("requires", act.requires), ("quantities", act.quantities), ("sources", act.sources)):
        if listed:
            lines += [f"{key}:", *(f"  - {_mapping(msgspec.structs.asdict(each))}" for each in listed)]
    lines += [f"note: {_text(act.note)}"] if act.note else []
    first, *rest = lines
    return "".join([f"  - {first}\n", *(f"    {line}\n" for line in rest), "\n"])


def _keys(act: Act) -> Iterator[tuple[str, str]]:
    """Yield the keys that stand on one line, with what is written; empty where there is nothing."""
    yield "id", _text(act.id)
    yield "title", _text(act.title)
    yield "key", _value(act.key)
    yield "state", _value(act.state)
    yield "mark", _value(act.mark)
    for name in ("items", "classes"):
        yield name, _value(getattr(act, name))
    is_day = act.happened.first == act.happened.last
    stretch = _mapping({"from": act.happened.first, "to": act.happened.last})
    yield "happened", str(act.happened.first) if is_day else stretch
    yield "told", _value(act.told)
    yield "public", str(act.public)
    yield "grade", act.grade.value
    yield "originator", _text(act.originator)
    yield "actors", _value(act.actors)
    yield "scope", "" if act.scope.is_general else _mapping(msgspec.structs.asdict(act.scope))
    yield "supersedes", _value(act.supersedes)
    yield "contested", "" if act.contested is None else _mapping(msgspec.structs.asdict(act.contested))
    yield "unverified", "true" if act.unverified else ""


def _value(value: object) -> str:
    """Return a value as it is written; empty if it says nothing."""
    if value is None or value in ("", ()):
        return ""
    if isinstance(value, tuple):
        return f"[{', '.join(_value(each) for each in value)}]"
    if isinstance(value, Enum):
        return str(value.value)
    return _text(value) if isinstance(value, str) else str(value)


def _text(text: str) -> str:
    return text if _WORD.fullmatch(text) else json.dumps(text, ensure_ascii=False)


def _mapping(values: dict[str, object]) -> str:
    """Return a mapping on one line, without the keys that say nothing."""
    return "{" + ", ".join(f"{key}: {written}" for key, value in values.items() if (written := _value(value))) + "}"


# ---- what a person decides


def journal_of(folder: Path) -> Path:
    """Return where the decisions about a folder of acts are kept: beside it, under its name."""
    return folder.with_name(folder.name + JOURNAL)


def accepted(folder: Path, proposal: Proposal, by: str, on: date, reason: str, *, base: Path | None = None) -> Path:
    """Write a proposed act into a folder of acts, and the decision into its journal; return the file of the act.

    Args:
        folder: Of acts, to be laid over the record; it is made if it is not there.
        proposal: One that stands as proposed.
        by: Who accepts it.
        on: The day of the decision.
        reason: Why, in a sentence.
        base: The record that the folder is laid over; that of the installed rule package if None.

    Raises:
        ProblemsFound: If the proposal does not stand, was decided on already, or would break the record.
        UsageError: If a file cannot be written.
    """
    act = proposal.act
    if proposal.standing is not Standing.PROPOSED or act is None:
        what = f"the event {proposal.event.event_id} stands as {proposal.standing.value}"
        mend = "; ".join((*proposal.withheld, *(each.what for each in proposal.problems))) or "accept a proposed one"
        raise ProblemsFound([Problem("not-proposed", proposal.event.event_id, what, mend)])
    decision = decision_on(proposal, Decided.ACCEPTED, by=by, on=on, reason=reason)
    journal = Journal(journal_of(folder))
    with one_at_a_time(journal.path):
        _check_open(journal, proposal, {Decided.ACCEPTED})
        path = _with_act(folder, act, on, base)
        journal.append(decision)
    return path


def rejected(folder: Path, proposal: Proposal, by: str, on: date, reason: str) -> None:
    """Write into the journal of a folder of acts that an event is not to be recorded.

    Args:
        folder: Of acts; nothing is written into it.
        proposal: Any.
        by: Who rejects it.
        on: The day of the decision.
        reason: Why, in a sentence.

    Raises:
        ProblemsFound: If it was decided on already, or a value is no text.
        UsageError: If the journal cannot be written.
    """
    decision = decision_on(proposal, Decided.REJECTED, by=by, on=on, reason=reason)
    journal = Journal(journal_of(folder))
    with one_at_a_time(journal.path):
        _check_open(journal, proposal, {Decided.ACCEPTED, Decided.REJECTED})
        journal.append(decision)


def decided(folder: Path, proposal: Proposal) -> Decision | None:
    """Return what was decided last on an event, by its identity or by the words it was decided on; None if nothing.

    Raises:
        ProblemsFound: If the journal has faults.
    """
    return Journal(journal_of(folder)).of(proposal)


def _check_open(journal: Journal, proposal: Proposal, closed_by: set[Decided]) -> None:
    before = journal.of(proposal)
    if before is not None and before.decided in closed_by:
        what = f"{proposal.event.event_id} was {before.decided.value} by {before.by} on {before.on}"
        mend = "take the act out of its file by hand, with a word on why" if before.act_id else "accept it instead"
        raise ProblemsFound([Problem("already-decided", before.where or str(journal.path), what, mend)])


def _with_act(folder: Path, act: Act, on: date, base: Path | None) -> Path:
    """Add an act to the file of a day, if the record still loads with it; an act that is there already is left."""
    layers = [folder] if folder.is_dir() else []
    story = load_acts(base, overlays=layers, use_cache=not layers)
    there = story.acts.get(act.id)
    if there is not None and msgspec.structs.replace(there, where="") == act:
        return folder  # an earlier try wrote the act and not the decision
    item = _item(act)
    faults = Faults()
    if there is not None:
        faults.add("duplicate-act", there.where, f"the act {act.id} is there already", "read the documents again")
    _check(item, act, story, faults)
    if faults.problems:
        raise ProblemsFound(faults.problems)
    path, text = _file_for(folder, on, item)
    put_in_place(path, text)
    return path


def _check(item: str, act: Act, story: Story, faults: Faults) -> None:
    """Report what would be wrong with the record if the act were in it."""
    root = parse_yaml("acts:\n" + item, act.id)
    listed = root.entries["acts"] if isinstance(root, Mapping) else None
    node = listed.items[0] if isinstance(listed, Sequence) else root
    back = read_act(node, faults)
    if not faults.problems and (back is None or msgspec.structs.replace(back, where="") != act):
        faults.add("not-read-back", act.id, "it is read back as another act", "report this as a fault of the program")
    acts = {**story.acts, act.id: act}
    whole = Sound(frozenset(acts), states=True, transitions=True, actors=True, classes=True)
    check_story(msgspec.structs.replace(story, acts=acts), whole, faults)


def _file_for(folder: Path, on: date, item: str) -> tuple[Path, str]:
    """Return the file of a day that has room for an act, and its new content."""
    number = 1
    while True:
        path = folder / "story" / (f"read-{on}.yaml" if number == 1 else f"read-{on}-{number}.yaml")
        before = path.read_text("utf-8") if path.exists() else _HEADING + "acts:\n"
        text = before + ("" if before.endswith("\n") else "\n") + item
        if len(text.encode()) <= MAX_BYTES:
            break
        number += 1
    _check_added(path, before, text)
    return path, text


def _check_added(path: Path, before: str, text: str) -> None:
    """Refuse a file to which nothing can be added by writing at its end, such as one in another form."""
    try:
        old, new = (_acts_in(each, str(path)) for each in (before, text))
    except ProblemsFound:
        old, new = 0, 0
    if new != old + 1:
        what = "an act cannot be added at its end"
        mend = "write it as `acts:` with one indented item each, or give it another name"
        raise ProblemsFound([Problem("not-added", str(path), what, mend)])


def _acts_in(text: str, name: str) -> int:
    root = parse_yaml(text, name)
    listed = root.entries.get("acts") if isinstance(root, Mapping) and len(root.entries) == 1 else None
    return len(listed.items) if isinstance(listed, Sequence) else 0
