"""Lists gathered from announcements, as a JSON list of entries with the list's id and page in each (`cn-lists`).

It is the form in which three Chinese lists are kept: the export control list, the unreliable entity list and the
attention list. `country` is that of the authority, not of the party, and is ignored by name; the reason, if it is the
same for a whole list, is what the file says of the list's effect. The vintage is the day the entries were last
verified, if it is one day. Two entries may share an id; their names then tell them apart.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from licet.errors import ProblemsFound
from licet.screen.entries import CHANGED, MAX_NAME, EntryReader, counted, with_ids
from licet.screen.json_file import Faults, read_json_array
from licet.screen.listed import QUALIFIED, ListedParties, ListedParty, ListVersion
from licet.screen.vintage import chosen_vintage

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

FORM = "cn-lists"
SOURCE = "cn-lists"
FIELDS = frozenset({
    "addresses", "aliases", "country", "date_added", "entity_name", "entity_type", "id", "last_verified", "list_id",
    "reason", "source_list_name", "source_url",
})  # fmt: skip
_CITATION = "the announcement that each entry names"
_REQUIRED = ("id", "list_id", "source_list_name", "source_url", "date_added", "last_verified")


def read_cn_lists(path: Path, *, source: str = SOURCE, vintage: date | None = None) -> ListedParties:
    """Read the lists.

    Args:
        path: The file.
        source: The key of the data set, among those kept side by side.
        vintage: The day the entries were verified, where they do not state one and the same.

    Raises:
        ProblemsFound: With every fault of the file.
    """
    faults = Faults(path.name)
    data, entries = read_json_array(path, faults)
    if entries is None:
        raise ProblemsFound(faults.problems)
    parties: list[ListedParty] = []
    names: dict[str, str] = {}
    reasons: dict[str, set[str]] = {}
    verified: set[date] = set()
    for number, entry in enumerate(entries):
        if not isinstance(entry, dict):
            faults.add("changed-shape", f"[{number}]", "is no object", CHANGED)
            continue
        reader = EntryReader(entry, f"[{number}]", faults)
        party = _party(reader)
        parties.append(party)
        reasons.setdefault(party.list_code, set()).add(reader.text("reason"))
        if names.setdefault(party.list_code, reader.text("source_list_name")) != reader.text("source_list_name"):
            reader.fault("changed-shape", "source_list_name", "is another than that of the list's other entries")
        verified |= {day} if (day := reader.day("last_verified")) is not None else set()
    generated = chosen_vintage(vintage, next(iter(verified)) if len(verified) == 1 else None, faults)
    if not entries:
        faults.add("miscounted-lists", "", "holds no entry", CHANGED)
    if len(faults) or generated is None:
        raise ProblemsFound(faults.problems)
    effects = {code: next(iter(texts)) for code, texts in reasons.items() if len(texts) == 1}
    version = ListVersion(
        title="; ".join(names.values()),
        generated=generated,
        generated_at=str(generated),
        retrieved_at="",
        source_url=f"the file {path.name}",
        sha256=hashlib.sha256(data).hexdigest(),
        lists=counted(
            parties,
            names,
            source=source,
            generated=generated,
            citations=dict.fromkeys(names, _CITATION),
            effects=effects,
        ),
        source=source,
        form=FORM,
    )
    return ListedParties(version, with_ids(parties))


def _party(reader: EntryReader) -> ListedParty:
    reader.only(FIELDS)
    for field in _REQUIRED:
        if not reader.text(field) and reader.sound:
            reader.fault("missing-value", field, "the entry does not state it")
    if QUALIFIED in reader.text("list_id"):
        reader.fault("bad-value", "list_id", f"holds {QUALIFIED!r}")
    reason = reader.text("reason")
    return ListedParty(
        list_code=reader.text("list_id"),
        name=reader.name("entity_name"),
        aliases=reader.several("aliases", MAX_NAME),
        kind=reader.text("entity_type"),
        source_url=reader.text("source_url"),
        source_id=reader.text("id"),
        addresses=reader.several("addresses"),
        starts=reader.day("date_added"),
        details=(("reason", reason),) if reason else (),
    )
