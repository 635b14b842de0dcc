"""The US Consolidated Screening List as published: JSON (`csl-json`) and CSV (`csl-csv`), read strictly.

Both forms hold the same fields; the CSV has lists flattened with `; `, addresses and ids with `, `. Neither says what
a list rests on or what follows from it, and the CSV does not say of when it is. `total` must be the count of the
results, every id is there once, and a field that no entry states any more is a changed shape.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Any

from licet.errors import ProblemsFound
from licet.screen.entries import (
    CHANGED,
    MAX_NAME,
    EntryReader,
    check_ids,
    code_of,
    counted,
    footnotes_in,
    instant,
    one_line,
)
from licet.screen.json_file import Faults, read_json
from licet.screen.listed import Identifier, ListedParties, ListedParty, ListVersion
from licet.screen.vintage import chosen_vintage
from licet.table_source import read_table

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

JSON_FORM, CSV_FORM = "csl-json", "csl-csv"
SOURCE = "us-csl"
TITLE = "US Consolidated Screening List"
_TEXTS = ("title", "remarks", "standard_order", "source_information_url")
_VESSEL = ("call_sign", "vessel_type", "vessel_flag", "vessel_owner", "gross_tonnage", "gross_registered_tonnage")
_PERSON = ("citizenships", "nationalities", "dates_of_birth", "places_of_birth")
_SHARED = frozenset({
    "source", "entity_number", "type", "programs", "name", "addresses", "federal_register_notice", "start_date",
    "end_date", "license_requirement", "license_policy", "source_list_url", "alt_names", "ids", *_TEXTS, *_VESSEL,
    *_PERSON,
})  # fmt: skip
JSON_FIELDS = _SHARED | {"id", "country"}
CSV_FIELDS = _SHARED | {"_id"}
_MUST_OCCUR = ("alt_names", "addresses", "programs", "ids", "license_requirement")
_ADDRESS = frozenset({"address", "city", "state", "postal_code", "country"})
_ID = frozenset({"type", "number", "country", "issue_date", "expiration_date"})
_TOP = {"total", "results", "sources_used", "sources", "search_performed_at", "offset"}
_USED = frozenset({"source", "source_last_updated", "last_imported", "import_rate", "count", "value"})
_COUNTRY = re.compile(r"[A-Z]{2}")
_LISTS = ("alt_names", "programs", *_PERSON)


def read_csl_json(path: Path, *, source: str = SOURCE, vintage: date | None = None) -> ListedParties:
    """Read the list as published in JSON.

    Args:
        path: The file.
        source: The key of the data set, among those kept side by side.
        vintage: The day it was generated, where the file does not say.

    Raises:
        ProblemsFound: With every fault of the file.
    """
    faults = Faults(path.name)
    data, document = read_json(path, faults)
    if document is None:
        raise ProblemsFound(faults.problems)
    for name in document.keys() - _TOP:
        faults.add("unknown-field", name[:80], "is a field not known here", CHANGED)
    results, total = document.get("results"), document.get("total")
    if not isinstance(results, list):
        faults.add("changed-shape", "results", "is no list", CHANGED)
        raise ProblemsFound(faults.problems)
    if total != len(results) or type(total) is not int:
        faults.add("miscounted-lists", "total", f"states {str(total)[:20]}; there are {len(results):,}", CHANGED)
    stated = _stated_vintage(document, faults)
    generated = chosen_vintage(vintage, stated, faults)
    for name in _MUST_OCCUR:
        if results and not any(isinstance(each, dict) and name in each for each in results):
            faults.add("changed-shape", f"results.{name}", "is not in any entry", CHANGED)
    parties = []
    for number, entry in enumerate(results):
        where = f"results[{number}]"
        if not isinstance(entry, dict):
            faults.add("changed-shape", where, "is no object", CHANGED)
            continue
        reader = EntryReader(entry, where, faults)
        reader.only(JSON_FIELDS)
        party = _party(reader, "id", *_nested_addresses(reader), _nested_ids(reader))
        parties.append((reader, party))
    return _finished(parties, faults, data, path, source, generated, JSON_FORM)


def read_csl_csv(path: Path, *, source: str = SOURCE, vintage: date | None = None) -> ListedParties:
    """Read the list as published in CSV; what it takes and raises is as for `read_csl_json`."""
    table = read_table(path, shown_as=path.name)
    faults = Faults(path.name)
    for name in sorted(set(table.columns) ^ CSV_FIELDS):
        slug, what = ("changed-shape", "is not there") if name in CSV_FIELDS else ("unknown-field", "is not known here")
        faults.add(slug, f"column {name[:80]}", what, CHANGED)
    generated = chosen_vintage(vintage, None, faults)
    if len(faults):
        raise ProblemsFound(faults.problems)
    parties = []
    for where, row in table.rows:
        entry: dict[str, Any] = dict(row)
        for name in _LISTS:
            entry[name] = _split(row[name])
        addresses = _split(row["addresses"])
        countries = (_last(each) for each in addresses)
        reader = EntryReader(entry, f"line {where.rpartition(':')[2]}", faults)
        ids = tuple(_flat_id(each) for each in _split(row["ids"]))
        party = _party(reader, "_id", tuple(addresses), tuple(dict.fromkeys(filter(None, countries))), ids)
        parties.append((reader, party))
    return _finished(parties, faults, bytes.fromhex(table.sha256), path, source, generated, CSV_FORM)


def _stated_vintage(document: dict[str, Any], faults: Faults) -> date | None:
    """Return the day the file says it was made: of the search, else the newest day a list was taken in."""
    texts = [document["search_performed_at"]] if document.get("search_performed_at") else []
    for field in ("sources_used", "sources"):
        for used in EntryReader(document, "file", faults).objects(field, _USED):
            text = used.text("last_imported")
            texts += [text] if text and not document.get("search_performed_at") else []
    days = []
    for text in texts:
        found = instant(text)
        if found is None:
            faults.add("bad-date", "sources_used", f"{str(text)[:40]!r} is not an instant with its time zone", CHANGED)
        else:
            days.append(found.date())
    return max(days, default=None)


def _party(
    reader: EntryReader,
    id_field: str,
    addresses: tuple[str, ...],
    countries: tuple[str, ...],
    identifiers: tuple[Identifier, ...],
) -> ListedParty:
    source, name, own_id = reader.text("source"), reader.name("name"), reader.text(id_field)
    for field, value in (("source", source), (id_field, own_id)):
        if not value and reader.sound:
            reader.fault("missing-value", field, "the entry does not state it")
    number, requirement = reader.text("entity_number"), reader.text("license_requirement")
    details = [(field, value) for field in (*_TEXTS, *_VESSEL) if (value := reader.text(field))]
    details += [(field, value) for field in _PERSON for value in reader.several(field)]
    return ListedParty(
        list_code=code_of(source),
        name=name,
        aliases=tuple(alias for alias in reader.several("alt_names", MAX_NAME) if alias != name),
        countries=tuple(dict.fromkeys([*countries, *filter(None, [reader.text("country")])])),
        kind=reader.text("type"),
        identifiers=(*([Identifier("entity number", number)] if number else []), *identifiers),
        licence_requirement=requirement,
        licence_policy=reader.text("license_policy"),
        programmes="; ".join(reader.several("programs")),
        notice=reader.text("federal_register_notice"),
        source_url=reader.text("source_list_url"),
        source_id=own_id,
        addresses=addresses,
        starts=reader.day("start_date"),
        ends=reader.day("end_date"),
        footnotes=footnotes_in(requirement),
        details=tuple(details),
    )


def _nested_addresses(reader: EntryReader) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the addresses as text, and their countries."""
    lines, countries = [], []
    for address in reader.objects("addresses", _ADDRESS):
        country = address.text("country")
        line = one_line([*(address.text(part) for part in ("address", "city", "state", "postal_code")), country])
        lines += [line] if line else []
        countries += [country] if country else []
    return tuple(dict.fromkeys(lines)), tuple(dict.fromkeys(countries))


def _nested_ids(reader: EntryReader) -> tuple[Identifier, ...]:
    found = []
    for each in reader.objects("ids", _ID):
        value = each.text("number")
        issued = [f"{word} {day}" for word, day in _issue(each) if day]
        kind = one_line([each.text("type"), *issued])
        found += [Identifier(kind, value, each.text("country"))] if value else []
        if kind and not value:
            found.append(Identifier("", kind, each.text("country")))
    return tuple(found)


def _issue(each: EntryReader) -> tuple[tuple[str, str], ...]:
    return ("issued", each.text("issue_date")), ("expires", each.text("expiration_date"))


def _flat_id(text: str) -> Identifier:
    """Return `type, number[, country][, dates]` apart, the dates with the type; without a comma it is the number."""
    kind, comma, rest = text.partition(", ")
    if not comma:
        return Identifier("", text)
    number, *others = rest.split(", ")
    country = next((each for each in others if _COUNTRY.fullmatch(each)), "")
    return Identifier(one_line([kind, *(each for each in others if each != country)]), number, country)


def _split(text: str) -> list[str]:
    return list(dict.fromkeys(part.strip() for part in text.split("; ") if part.strip(" ;")))


def _last(address: str) -> str:
    part = address.rpartition(",")[2].strip()
    return part if _COUNTRY.fullmatch(part) else ""


def _finished(
    read: list[tuple[EntryReader, ListedParty]],
    faults: Faults,
    data: bytes,
    path: Path,
    source: str,
    generated: date | None,
    form: str,
) -> ListedParties:
    names: dict[str, str] = {}
    check_ids(((reader.at("id"), party) for reader, party in read), faults)
    for reader, party in read:
        name = reader.text("source")
        if names.setdefault(party.list_code, name) != name:
            what = f"{name[:80]!r} and {names[party.list_code][:80]!r} have one code"
            reader.fault("changed-shape", "source", what)
    if not read:
        faults.add("miscounted-lists", "", "holds no entry", CHANGED)
    if len(faults) or generated is None:
        raise ProblemsFound(faults.problems)
    parties = tuple(party for _, party in read)
    version = ListVersion(
        title=TITLE,
        generated=generated,
        generated_at=str(generated),
        retrieved_at="",
        source_url=f"the file {path.name}",
        sha256=data.hex() if form == CSV_FORM else hashlib.sha256(data).hexdigest(),
        lists=counted(parties, names, source=source, generated=generated),
        source=source,
        form=form,
    )
    return ListedParties(version, parties)
