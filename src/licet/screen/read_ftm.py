"""FollowTheMoney entities, one JSON object a line, as OpenSanctions offers them (`ftm`: `entities.ftm.json`).

Read are persons, companies and other bodies, with their addresses, identity papers and sanctions, and who owns whom.
A body counts as listed if a sanction names it, or if it is marked a target; the others are there as owners or
relatives. One entity on two lists makes two entries. The list is the data set of the sanction. Every other kind of
entity in the model is ignored by name, a kind that is not in it is refused, and a property that has no place of its
own is kept among the details.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from licet.errors import ProblemsFound
from licet.screen.entries import CHANGED, MAX_NAME, MAX_SEVERAL, MAX_TEXT, counted
from licet.screen.ftm_model import (
    ADDRESS,
    ALIASES,
    COUNTRIES,
    IDENTIFIERS,
    IDENTITY,
    IGNORED,
    OWNERSHIP,
    PARTIES,
    PLACED,
    SANCTION,
    TOP,
)  # fmt: skip
from licet.screen.json_file import AGAIN, Faults, parsed
from licet.screen.listed import QUALIFIED, Identifier, ListedParties, ListedParty, ListVersion, StatedOwner
from licet.screen.names import normal_form
from licet.screen.vintage import chosen_vintage

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

FORM = "ftm"
SOURCE = "followthemoney"
MAX_BYTES = 4_000_000_000
MAX_LINE = 20_000_000
_DAY = len("2026-07-31")
_DATES = frozenset(("listingDate", "startDate", "endDate"))
_SANCTION_PLACED = frozenset(("entity", "program", "provisions", "reason", "sourceUrl", "authority"))


@dataclass(frozen=True, slots=True)
class _Entity:
    """One line of the file: its id, its kind, its properties, the data sets it comes from."""

    entity_id: str
    schema: str
    properties: Mapping[str, list[str]]
    datasets: tuple[str, ...]
    target: bool
    where: str

    def all(self, *names: str) -> list[str]:
        """Return the values of some properties, each once, with the spaces around them taken off."""
        there = [self.properties[name] for name in names if name in self.properties]
        if not there:
            return []
        return list(dict.fromkeys(value.strip() for values in there for value in values if value.strip()))

    def first(self, *names: str) -> str:
        return next(iter(self.all(*names)), "")


def read_ftm(path: Path, *, source: str = SOURCE, vintage: date | None = None) -> ListedParties:
    """Read the entities.

    Args:
        path: The file.
        source: The key of the data set, among those kept side by side.
        vintage: The day it was generated, where no entity has a `last_seen`.

    Raises:
        ProblemsFound: With every fault of the file.
    """
    faults = Faults(path.name)
    gathered = _Gathered(faults)
    digest = hashlib.sha256()
    for number, line in _lines(path, faults):
        digest.update(line)
        if line.strip():
            gathered.take(parsed(line, faults, f"line {number}"), f"line {number}")
    generated = chosen_vintage(vintage, gathered.last_seen, faults)
    parties, names = gathered.parties()
    if not parties and not len(faults):
        faults.add("miscounted-lists", "", "lists nobody: no sanction and no target names an entity", CHANGED)
    if len(faults) or generated is None:
        raise ProblemsFound(faults.problems)
    version = ListVersion(
        title="; ".join(names.values())[:MAX_NAME],
        generated=generated,
        generated_at=str(generated),
        retrieved_at="",
        source_url=f"the file {path.name}",
        sha256=digest.hexdigest(),
        lists=counted(parties, names, source=source, generated=generated),
        source=source,
        form=FORM,
    )
    return ListedParties(version, parties, tuple(gathered.owners()))


def _lines(path: Path, faults: Faults) -> Iterator[tuple[int, bytes]]:
    try:
        if not path.is_file():
            faults.add("unreadable-file", "", "there is no such file", "name the file you downloaded")
            return
        if path.stat().st_size > MAX_BYTES:
            faults.add("file-too-large", "", f"has more than {MAX_BYTES:,} bytes", AGAIN)
            return
        with path.open("rb") as stream:
            number = 0
            while line := stream.readline(MAX_LINE + 1):
                number += 1
                if len(line) > MAX_LINE:
                    faults.add("too-long", f"line {number}", f"has more than {MAX_LINE:,} bytes", AGAIN)
                    return
                yield number, line
    except (OSError, ValueError) as error:
        faults.add("unreadable-file", "", f"cannot be read: {getattr(error, 'strerror', None) or error}", AGAIN)


class _Gathered:
    """The entities of the file that are needed, and how they belong together."""

    def __init__(self, faults: Faults) -> None:
        self._faults = faults
        self._seen: set[str] = set()
        self._bodies: dict[str, _Entity] = {}
        self._addresses: dict[str, str] = {}
        self._papers: dict[str, list[Identifier]] = {}
        self._sanctions: dict[str, list[_Entity]] = {}
        self._owners: list[_Entity] = []
        self.last_seen: date | None = None

    def take(self, found: Any, where: str) -> None:  # noqa: ANN401  any JSON
        """Keep what is needed of one line."""
        entity = None if found is None else self._entity(found, where)
        if entity is None:
            return
        if entity.schema in PARTIES:
            self._bodies[entity.entity_id] = entity
        elif entity.schema == ADDRESS:
            parts = ("street", "city", "region", "postalCode", "country")
            self._addresses[entity.entity_id] = entity.first("full") or ", ".join(entity.all(*parts))
        elif entity.schema in IDENTITY:
            kind = entity.first("type") or entity.schema
            for holder in entity.all("holder"):
                papers = [Identifier(kind, number, entity.first("country")) for number in entity.all("number")]
                self._papers.setdefault(holder, []).extend(papers)
        elif entity.schema == SANCTION:
            for body in entity.all("entity"):
                self._sanctions.setdefault(body, []).append(entity)
        elif entity.schema == OWNERSHIP:
            self._owners.append(entity)
        elif entity.schema not in IGNORED:
            self._faults.add("unknown-field", where, f"{entity.schema[:40]!r} is a kind not known here", CHANGED)

    def _entity(self, found: Any, where: str) -> _Entity | None:  # noqa: ANN401  any JSON
        if not isinstance(found, dict):
            self._faults.add("changed-shape", where, "is no object", CHANGED)
            return None
        before = len(self._faults)
        for name in found.keys() - TOP:
            self._faults.add("unknown-field", f"{where}: {name[:80]}", "is a field not known here", CHANGED)
        for name in ("id", "schema"):
            self._faults.check_text(found.get(name), f"{where}: {name}", MAX_NAME)
        properties, datasets = found.get("properties"), found.get("datasets", [])
        if not isinstance(properties, dict) or not isinstance(datasets, list):
            self._faults.add("changed-shape", where, "has no properties, or data sets that are no list", CHANGED)
            return None
        for name, values in properties.items():
            self._check_values(values, f"{where}: {name[:80]}")
        for number, name in enumerate(datasets):
            self._faults.check_text(name, f"{where}: datasets[{number}]", MAX_NAME)
        self._see(found.get("last_seen"), where)
        if len(self._faults) > before:
            return None
        if found["id"] in self._seen:
            self._faults.add("stated-twice", where, f"{found['id'][:40]!r} is the id of another entity too", CHANGED)
        self._seen.add(found["id"])
        target = found.get("target") is True
        return _Entity(found["id"], found["schema"], properties, tuple(datasets), target, where)

    def _check_values(self, values: object, at: str) -> None:
        if not isinstance(values, list) or len(values) > MAX_SEVERAL:
            self._faults.add("changed-shape", at, f"is no list of at most {MAX_SEVERAL:,} texts", CHANGED)
            return
        for value in values:
            if isinstance(value, dict):
                mend = "take the file with one entity a line (entities.ftm.json), not the nested one"
                self._faults.add("changed-shape", at, "has an entity in it", mend)
                return
            if value != "":
                self._faults.check_text(value, at, MAX_TEXT)

    def _see(self, value: object, where: str) -> None:
        if value is None:
            return
        try:
            day = date.fromisoformat(str(value)[:_DAY])
        except ValueError:
            self._faults.add("bad-date", f"{where}: last_seen", f"{str(value)[:40]!r} is not a date", CHANGED)
            return
        self.last_seen = day if self.last_seen is None else max(day, self.last_seen)

    def parties(self) -> tuple[tuple[ListedParty, ...], dict[str, str]]:
        """Return an entry for each listed body and list, and the lists' names by their codes."""
        names: dict[str, str] = {}
        found: list[ListedParty] = []
        for body in self._bodies.values():
            by_list: dict[str, list[_Entity]] = {}
            for sanction in self._sanctions.get(body.entity_id, ()):
                by_list.setdefault(_code(sanction, body), []).append(sanction)
            if not by_list and body.target:
                by_list[_code(body, body)] = []
            for code, sanctions in by_list.items():
                names.setdefault(code, next((name for each in sanctions if (name := each.first("authority"))), code))
                found.append(self._party(body, code, sanctions))
        return tuple(found), names

    def _party(self, body: _Entity, code: str, sanctions: list[_Entity]) -> ListedParty:
        written = body.all("name")
        if not written or not normal_form(written[0]):
            slug = "unusable-name" if written else "missing-value"
            self._faults.add(slug, body.where, "the entity has no name that can be compared", CHANGED)
        lines = [*body.all("address"), *(self._addresses.get(each, "") for each in body.all("addressEntity"))]
        countries = (each.upper() for each in body.all(*COUNTRIES))
        numbers = [
            Identifier(name, value) for name in IDENTIFIERS if name in body.properties for value in body.all(name)
        ]
        details = [(name, value) for name in body.properties if name not in PLACED for value in body.all(name)]
        texts = {name: "; ".join(_of(sanctions, name)) for name in ("program", "provisions", "reason", "sourceUrl")}
        return ListedParty(
            list_code=code,
            name=written[0] if written else "",
            aliases=tuple(dict.fromkeys([*written[1:], *body.all(*ALIASES)])),
            countries=tuple(dict.fromkeys(countries)),
            kind="individual" if body.schema == "Person" else body.schema,
            identifiers=(*numbers, *self._papers.get(body.entity_id, ())),
            licence_policy=texts["provisions"],
            programmes=texts["program"],
            notice=texts["reason"],
            source_url=texts["sourceUrl"],
            source_id=body.entity_id,
            addresses=tuple(dict.fromkeys(filter(None, lines))),
            starts=_day(_of(sanctions, "listingDate", "startDate"), min),
            ends=_day(_of(sanctions, "endDate"), max) if all(each.first("endDate") for each in sanctions) else None,
            details=(*details, *_details_of(sanctions)),
        )

    def owners(self) -> Iterator[StatedOwner]:
        """Yield who the file says owns whom, with names where it has them."""
        for edge in self._owners:
            for owner in edge.all("owner"):
                for owned in edge.all("asset"):
                    yield StatedOwner(
                        owner_id=owner,
                        owner=self._bodies[owner].first("name") if owner in self._bodies else "",
                        owned_id=owned,
                        owned=self._bodies[owned].first("name") if owned in self._bodies else "",
                        share=edge.first("percentage"),
                        starts=edge.first("startDate"),
                        ends=edge.first("endDate"),
                        source_url=edge.first("sourceUrl"),
                    )


def _code(entity: _Entity, body: _Entity) -> str:
    """Return the code of the list: the data set of the sanction, else of the body."""
    named = next(iter(entity.datasets or body.datasets), FORM)
    return named.replace(QUALIFIED, " ")


def _details_of(sanctions: list[_Entity]) -> Iterator[tuple[str, str]]:
    """Yield what the sanctions say besides; of their dates those that are no day, such as a year."""
    for name in sorted({name for each in sanctions for name in each.properties} - _SANCTION_PLACED):
        for value in _of(sanctions, name):
            if name not in _DATES or _day([value], min) is None:
                yield f"sanction {name}", value


def _of(sanctions: list[_Entity], *names: str) -> list[str]:
    return list(dict.fromkeys(value for each in sanctions for value in each.all(*names)))


def _day(texts: list[str], choose: Any) -> date | None:  # noqa: ANN401  min or max
    """Return one of the days; a year or a month alone is no day, and stands in no field."""
    days = []
    for text in texts:
        try:
            days.append(date.fromisoformat(text[:_DAY]))
        except ValueError:
            continue
    return choose(days, default=None)  # type: ignore[no-any-return]
