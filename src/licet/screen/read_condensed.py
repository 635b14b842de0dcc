"""The US Consolidated Screening List in its condensed JSON form, read strictly (`csl-condensed`).

The file names its own fields (`fieldKey`). Every field is used, ignored by name, or a problem: a key that is not
known here, a field that changed its meaning, a count that is not what the file states, and the file is refused.
What is ignored: `$comment` at the top, `api` and `requiresApiKey` of its source.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import TYPE_CHECKING, Any

from licet.errors import ProblemsFound
from licet.screen.entries import CHANGED, MAX_NAME, MAX_SEVERAL, counted, footnotes_in, instant, with_ids
from licet.screen.json_file import Faults, read_json
from licet.screen.listed import QUALIFIED, Identifier, ListedParties, ListedParty, ListVersion
from licet.screen.names import normal_form

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

FORM = "csl-condensed"
SOURCE = "us-csl"
FIELDS = {
    "n": "name",
    "a": "alt_names",
    "s": "source (index into tables.sources)",
    "t": "type",
    "c": "address countries (ISO-2)",
    "e": "entity_number",
    "lr": "license_requirement (index into tables.licenceRequirements)",
    "lp": "license_policy (index into tables.licencePolicies)",
    "pg": "programs (index into tables.programmes)",
    "fr": "federal_register_notice",
    "u": "source_list_url (index into tables.urls)",
}
_TABLE_OF = {"s": "sources", "lr": "licenceRequirements", "lp": "licencePolicies", "pg": "programmes", "u": "urls"}
_TOP = {
    "citation": str,
    "source": dict,
    "sourceGeneratedAt": str,
    "retrievedAt": str,
    "entryCount": int,
    "countsBySource": dict,
    "listAuthority": dict,
    "fieldKey": dict,
    "tables": dict,
    "entries": list,
}
_TOP_IGNORED = {"$comment"}
_SOURCE = {"url": str, "api": str, "requiresApiKey": bool}
_AUTHORITY = {"code": str, "citation": str, "effect": str}


def read_screening_list(path: Path, *, source: str = SOURCE) -> ListedParties:
    """Read the file a user downloaded; nothing is written.

    Args:
        path: The file.
        source: The key of the data set, among those kept side by side.

    Raises:
        ProblemsFound: With every fault of the file.
    """
    faults = Faults(path.name)
    data, document = read_json(path, faults)
    if document is None:
        raise ProblemsFound(faults.problems)
    found = _Importer(document, faults, source).read(hashlib.sha256(data).hexdigest())
    if faults.problems or found is None:
        raise ProblemsFound(faults.problems)
    return found


class _Importer:
    """Reads one document from the outside in."""

    def __init__(self, document: dict[str, Any], faults: Faults, source: str) -> None:
        self._document = document
        self._source = source
        self._faults = faults
        self._tables: dict[str, list[str]] = {}
        self._codes: dict[str, str] = {}  # name of a source to its code

    def read(self, sha256: str) -> ListedParties | None:
        """Return the lists; None where the head is at fault, which leaves the entries without meaning."""
        head = self._document
        self._shape(head, _TOP, "", ignored=_TOP_IGNORED)
        if self._faults.problems:
            return None
        self._shape(head["source"], _SOURCE, "source")
        if head["fieldKey"] != FIELDS:
            self._faults.add("changed-shape", "fieldKey", _difference(FIELDS, head["fieldKey"]), CHANGED)
        self._read_tables()
        authorities = self._authorities()
        generated, _ = self._day("sourceGeneratedAt"), self._day("retrievedAt")
        if self._faults.problems or generated is None:
            return None
        parties = with_ids(
            party
            for number, entry in enumerate(head["entries"])
            if (party := self._party(entry, f"entries[{number}]")) is not None
        )
        self._check_counts()
        lists = counted(
            parties,
            {self._codes[name]: name for name in self._tables["sources"]},
            source=self._source,
            generated=generated,
            citations={self._codes[name]: each["citation"] for name, each in authorities.items()},
            effects={self._codes[name]: each["effect"] for name, each in authorities.items()},
        )
        version = ListVersion(
            title=head["citation"],
            generated=generated,
            generated_at=head["sourceGeneratedAt"],
            retrieved_at=head["retrievedAt"],
            source_url=head["source"]["url"],
            sha256=sha256,
            lists=lists,
            source=self._source,
            form=FORM,
        )
        return ListedParties(version, parties)

    def _shape(
        self, found: Mapping[str, Any], wanted: Mapping[str, type], at: str, *, ignored: set[str] | None = None
    ) -> None:
        """Report each key that is wanting, not known, or of another type."""
        for name, kind in wanted.items():
            where = f"{at}.{name}".lstrip(".")
            if name not in found:
                self._faults.add("changed-shape", where, "is not there", CHANGED)
            elif type(found[name]) is not kind:
                what = f"is of type {type(found[name]).__name__}, not {kind.__name__}"
                self._faults.add("changed-shape", where, what, CHANGED)
            elif kind is str:
                self._faults.check_text(found[name], where, MAX_NAME)
        for name in found.keys() - wanted.keys() - (ignored or set()):
            self._faults.add("unknown-field", f"{at}.{name[:80]}".lstrip("."), "is a field not known here", CHANGED)

    def _read_tables(self) -> None:
        tables = self._document["tables"]
        names = set(_TABLE_OF.values())
        self._shape(tables, dict.fromkeys(names, list), "tables")
        for name in sorted(names & tables.keys()):
            table = tables[name]
            for number, text in enumerate(table if isinstance(table, list) else ()):
                self._faults.check_text(text, f"tables.{name}[{number}]", MAX_NAME)
            self._tables[name] = table
            if name == "sources" and isinstance(table, list) and len({repr(each) for each in table}) != len(table):
                self._faults.add("changed-shape", "tables.sources", "names a list twice", CHANGED)

    def _authorities(self) -> dict[str, Mapping[str, str]]:
        """Return what each list rests on, by its name; every list has exactly one, with a code of its own."""
        authorities, sources = self._document["listAuthority"], self._tables.get("sources", [])
        for name, authority in authorities.items():
            where = f"listAuthority[{name[:80]}]"
            self._faults.check_text(name, where, MAX_NAME)
            if not isinstance(authority, dict):
                self._faults.add("changed-shape", where, "is no object", CHANGED)
                continue
            self._shape(authority, _AUTHORITY, where)
            self._codes[name] = str(authority.get("code"))
        if not self._faults.problems:
            for what, names in (("listAuthority", authorities), ("countsBySource", self._document["countsBySource"])):
                if set(names) != set(sources):
                    differ = ", ".join(sorted(set(names) ^ set(sources)))[:200]
                    self._faults.add("changed-shape", what, f"does not name the lists of tables: {differ}", CHANGED)
            for name, code in self._codes.items():
                if QUALIFIED in code:
                    self._faults.add("bad-value", f"listAuthority[{name[:80]}].code", f"holds {QUALIFIED!r}", CHANGED)
            if len(set(self._codes.values())) != len(self._codes):
                self._faults.add("changed-shape", "listAuthority", "gives one code to two lists", CHANGED)
        return dict(authorities)

    def _day(self, name: str) -> date | None:
        text = self._document[name]
        found = instant(text)
        if found is None:
            self._faults.add("bad-date", name, f"{text[:40]!r} is not an instant with its time zone", CHANGED)
        return None if found is None else found.date()

    def _party(self, entry: object, where: str) -> ListedParty | None:
        if not isinstance(entry, dict):
            self._faults.add("changed-shape", where, "is no object", CHANGED)
            return None
        before = len(self._faults)
        for name in entry.keys() - FIELDS.keys():
            self._faults.add("unknown-field", f"{where}.{name[:80]}", "is a field not known here", CHANGED)
        source, name = self._looked_up(entry, "s", where), self._text(entry, "n", where)
        for wanted in ("n", "s"):
            if wanted not in entry:
                self._faults.add("missing-value", f"{where}.{wanted}", f"the entry has no {FIELDS[wanted]}", CHANGED)
        if name and not normal_form(name):
            self._faults.add("unusable-name", f"{where}.n", f"{name[:40]!r} has no letter to compare", CHANGED)
        number = self._text(entry, "e", where)
        requirement = self._looked_up(entry, "lr", where)
        party = ListedParty(
            list_code=self._codes.get(source, ""),
            name=name,
            aliases=self._several(entry, "a", where),
            countries=self._several(entry, "c", where),
            kind=self._text(entry, "t", where),
            identifiers=(Identifier("entity number", number),) if number else (),
            licence_requirement=requirement,
            licence_policy=self._looked_up(entry, "lp", where),
            programmes=self._looked_up(entry, "pg", where),
            notice=self._text(entry, "fr", where),
            source_url=self._looked_up(entry, "u", where),
            source_id=number,
            footnotes=footnotes_in(requirement),
        )
        return party if len(self._faults) == before else None

    def _text(self, entry: Mapping[str, Any], name: str, where: str) -> str:
        text = entry.get(name, "")
        if name in entry and not self._faults.check_text(text, f"{where}.{name}", MAX_NAME):
            return ""
        return str(text)

    def _several(self, entry: Mapping[str, Any], name: str, where: str) -> tuple[str, ...]:
        texts = entry.get(name, [])
        if not isinstance(texts, list) or len(texts) > MAX_SEVERAL:
            what = f"is no list of at most {MAX_SEVERAL:,} texts"
            self._faults.add("changed-shape", f"{where}.{name}", what, CHANGED)
            return ()
        sound = [self._faults.check_text(text, f"{where}.{name}[{n}]", MAX_NAME) for n, text in enumerate(texts)]
        return tuple(texts) if all(sound) else ()

    def _looked_up(self, entry: Mapping[str, Any], name: str, where: str) -> str:
        """Return the text that a number stands for."""
        if name not in entry:
            return ""
        number, table = entry[name], self._tables[_TABLE_OF[name]]
        if type(number) is int and 0 <= number < len(table):
            return table[number]
        what = f"{str(number)[:40]} is no place in tables.{_TABLE_OF[name]}"
        self._faults.add("bad-value", f"{where}.{name}", what, CHANGED)
        return ""

    def _check_counts(self) -> None:
        """Report each list that has another number of entries than the file states."""
        entries, stated = self._document["entries"], self._document["countsBySource"]
        sources = self._tables["sources"]
        numbers = (entry.get("s") for entry in entries if isinstance(entry, dict))
        counts = Counter(sources[number] for number in numbers if type(number) is int and 0 <= number < len(sources))
        if len(entries) != self._document["entryCount"]:
            what = f"states {self._document['entryCount']} entries; there are {len(entries):,}"
            self._faults.add("miscounted-lists", "entryCount", what, CHANGED)
        for name in sources:
            if type(stated[name]) is not int or stated[name] != counts[name]:
                what = f"states {str(stated[name])[:20]} entries of {name[:80]}; there are {counts[name]:,}"
                self._faults.add("miscounted-lists", "countsBySource", what, CHANGED)


def _difference(known: Mapping[str, str], found: Mapping[str, Any]) -> str:
    names = sorted(name for name in known.keys() | found.keys() if known.get(name) != found.get(name))
    return f"these fields are new, gone, or mean something else: {', '.join(name[:40] for name in names[:20])}"
