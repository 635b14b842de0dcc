"""What the readers of lists share: texts, dates and names checked, ids made stable, lists counted.

A reader turns each entry of its file into a `ListedParty` through an `EntryReader`, which keeps every fault. Nothing
here knows what a list means.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import msgspec

from licet.screen.listed import NOT_STATED, QUALIFIED, ListedParty, PartyList
from licet.screen.names import normal_form

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from licet.screen.json_file import Faults

MAX_NAME = 4_000
MAX_TEXT = 40_000
MAX_SEVERAL = 2_000
CHANGED = "download the list again; if its shape has changed, this version cannot read it"
_CODE = re.compile(r"\(([A-Z][A-Z-]*)(?: List)?\)")
# The digit of a footnote stands glued to the text of a licence requirement: "734.9(g),3 746.8", "of the EAR)4".
_FOOTNOTE = re.compile(r"734\.9\([a-z]\)(?:\(\d\))?[, ]*(\d)(?![\d.(])|of the EAR\.?\)? ?(\d)(?!\d)")


class EntryReader:
    """Reads the fields of one entry at a place of the file; what is wrong is kept, and `sound` then tells so."""

    def __init__(self, entry: Mapping[str, Any], where: str, faults: Faults) -> None:
        """Keep the entry; a field that is null counts as absent."""
        self._entry = entry
        self._where = where
        self._faults = faults
        self._before = len(faults)

    @property
    def sound(self) -> bool:
        """Whether nothing of the entry was at fault so far."""
        return len(self._faults) == self._before

    def at(self, field: str) -> str:
        """Return the place of a field, as messages show it."""
        return f"{self._where}.{field[:80]}"

    def fault(self, slug: str, field: str, what: str, mend: str = CHANGED) -> None:
        """Keep a fault of a field."""
        self._faults.add(slug, self.at(field), what, mend)

    def only(self, known: Iterable[str]) -> None:
        """Report every field that is not known."""
        for field in self._entry.keys() - set(known):
            self.fault("unknown-field", field, "is a field not known here")

    def text(self, field: str, longest: int = MAX_TEXT) -> str:
        """Return a text with the spaces around it taken off; empty if absent, null or blank. A whole number is text."""
        value = self._entry.get(field)
        if value is None or (isinstance(value, str) and not value.strip()):
            return ""
        if type(value) is int:
            value = str(value) if abs(value) < 10**15 else value
        return str(value).strip() if self._faults.check_text(value, self.at(field), longest) else ""

    def name(self, field: str) -> str:
        """Return a name, which must be there and have a letter to compare."""
        name = self.text(field, MAX_NAME)
        if not name and self.sound:
            self.fault("missing-value", field, "the entry has no name")
        elif name and not normal_form(name):
            self.fault("unusable-name", field, f"{name[:40]!r} has no letter to compare")
        return name

    def several(self, field: str, longest: int = MAX_TEXT) -> tuple[str, ...]:
        """Return the texts of a list, each once; none if absent or null."""
        texts = self._entry.get(field)
        if texts is None:
            return ()
        if not isinstance(texts, list) or len(texts) > MAX_SEVERAL:
            self.fault("changed-shape", field, f"is no list of at most {MAX_SEVERAL:,} texts")
            return ()
        sound = [self._faults.check_text(each, f"{self.at(field)}[{n}]", longest) for n, each in enumerate(texts)]
        return tuple(dict.fromkeys(str(each).strip() for each in texts)) if all(sound) else ()

    def objects(self, field: str, known: frozenset[str]) -> tuple[EntryReader, ...]:
        """Return the objects of a list, each to be read in turn; none if absent or null."""
        found = self._entry.get(field)
        if found is None:
            return ()
        if not isinstance(found, list) or len(found) > MAX_SEVERAL or not all(isinstance(each, dict) for each in found):
            self.fault("changed-shape", field, f"is no list of at most {MAX_SEVERAL:,} objects")
            return ()
        readers = tuple(EntryReader(each, f"{self.at(field)}[{n}]", self._faults) for n, each in enumerate(found))
        for reader in readers:
            reader.only(known)
        return readers

    def day(self, field: str, form: str = "%Y-%m-%d") -> date | None:
        """Return a date; None if absent."""
        text = self.text(field)
        return None if not text else self.day_of(text, field, form)

    def day_of(self, text: str, field: str, form: str = "%Y-%m-%d") -> date | None:
        """Return the date that a text of the field states; None, with the fault kept, if it is none."""
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007  a calendar day, no instant
        except ValueError:
            self.fault(
                "bad-date", field, f"{text[:40]!r} is not a date like {'2026-07-31' if '-' in form else '07/31/2026'}"
            )
            return None


def instant(text: object) -> datetime | None:
    """Return an instant that is written with its time zone; None if it is not.

    >>> instant("2026-07-31T13:15:00.015113+00:00").date().isoformat()
    '2026-07-31'
    """
    try:
        found = datetime.fromisoformat(str(text))
        return found.astimezone(UTC) if found.tzinfo is not None else None
    except (ValueError, OverflowError):
        return None


def code_of(source: str) -> str:
    """Return the code in the name of a list; the name itself if it gives none.

    >>> code_of("Non-SDN Menu-Based Sanctions List (NS-MBS List) - Treasury Department")
    'NS-MBS'
    """
    codes = _CODE.findall(source)
    return codes[-1] if codes else source.replace(QUALIFIED, " ")


def footnotes_in(text: str) -> tuple[str, ...]:
    """Return the numbers of the footnotes that stand glued to the text of a licence requirement.

    >>> footnotes_in("(See §§ 734.9(g),3 746.8(a)(3), and 744.21(b) of the EAR)"), footnotes_in("of the EAR)4.")
    (('3',), ('4',))
    """
    return tuple(sorted({first or second for first, second in _FOOTNOTE.findall(text)}))


def one_line(parts: Iterable[str]) -> str:
    """Return the parts of an address that are there, with commas between them."""
    return ", ".join(part for part in parts if part)


def with_ids(parties: Iterable[ListedParty]) -> tuple[ListedParty, ...]:
    """Return the parties with an id each that no other entry of its list has.

    An entry without an id is known by its name. Entries of one list that share an id are told apart by their names,
    and those that share the name too are numbered in the order of their content: never by the order of the file.
    """
    found = list(parties)
    by_id: dict[tuple[str, str], list[int]] = {}
    for number, party in enumerate(found):
        by_id.setdefault((party.list_code, party.source_id or f"name-{_digest(party.name)}"), []).append(number)
    for (_, key), numbers in by_id.items():
        by_name: dict[str, list[int]] = {}
        for number in numbers:
            by_name.setdefault(found[number].name, []).append(number)
        for name, same in by_name.items():
            own = key if len(by_name) == 1 else f"{key}~{_digest(name)}"
            same.sort(key=lambda number: msgspec.msgpack.encode(found[number]))
            for count, number in enumerate(same, start=1):
                source_id = own if count == 1 else f"{own}#{count}"
                if found[number].source_id != source_id:
                    found[number] = msgspec.structs.replace(found[number], source_id=source_id)
    return tuple(found)


def _digest(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()[:16]


def check_ids(parties: Iterable[tuple[str, ListedParty]], faults: Faults) -> None:
    """Report each id that two entries of a list share; each entry comes with its place in the file."""
    seen: set[tuple[str, str]] = set()
    for where, party in parties:
        key = (party.list_code, party.source_id)
        if party.source_id and key in seen:
            faults.add("stated-twice", where, f"{party.source_id[:40]!r} is the id of another entry too", CHANGED)
        seen.add(key)


def counted(
    parties: Sequence[ListedParty],
    names: Mapping[str, str],
    *,
    source: str,
    generated: date,
    citations: Mapping[str, str] | None = None,
    effects: Mapping[str, str] | None = None,
) -> tuple[PartyList, ...]:
    """Return the lists of a file with how many parties each has; what the file does not say of a list is said so.

    Args:
        parties: Each with the code of its list.
        names: The name of each list by its code.
        source: The key of the data set.
        generated: Its vintage.
        citations: What each list rests on, by its code, where the file says so.
        effects: The effect of each list in the file's words, by its code.
    """
    counts = Counter(party.list_code for party in parties)
    return tuple(
        PartyList(
            code,
            name,
            (citations or {}).get(code) or NOT_STATED,
            (effects or {}).get(code) or NOT_STATED,
            counts[code],
            source,
            generated,
        )
        for code, name in names.items()
    )
