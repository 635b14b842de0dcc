"""Everything loaded once: the law, the catalogue, the countries; and a call in words turned into a query."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from licet.case import Countries, load_countries, read_case
from licet.catalogue import Catalogue, load_catalogue
from licet.errors import ProblemsFound
from licet.facts import FactType, Movement, Party, Provenance, Role, Stated, SubjectKind, possible_movements
from licet.period import read_date
from licet.problem import Problem
from licet.register import read_authorisations
from licet.rules import Law, Reading, load_law, rules_root
from licet.truth import Truth
from licet.verdict.chronicle import Chronicle, open_chronicle
from licet.verdict.query import Query

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from licet.case import Case
    from licet.catalogue import Resolution
    from licet.facts import FactValue

CALLER = "the caller"
_PARTY_KEYS = {
    "hq": "headquarters",
    "headquarters": "headquarters",
    "parent_hq": "ultimate_parent_headquarters",
    "ultimate_parent_headquarters": "ultimate_parent_headquarters",
    "country": "country",
}


@dataclass(frozen=True, slots=True)
class Words:
    """A call in words, as a command line or a form gives it; None and () are things not said."""

    item: str
    destination: str | None = None
    ship_from: str | None = None
    movement: str | None = None
    exporter: str | None = None
    place_of_use: str | None = None
    end_use: str | None = None
    quantity: str | None = None
    parties: Sequence[str] = ()
    party_hq: str | None = None
    parties_complete: str | None = None
    authority_claimed: str | None = None
    valid_at: str | None = None
    known_at: str | None = None
    reading: str = Reading.ENFORCED.value
    facts: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Desk:
    """A law with the catalogue, the country list and the recorded acts it is asked with."""

    law: Law
    catalogue: Catalogue
    countries: Countries
    chronicle: Chronicle | None = None
    remarks: Mapping[str, str] = field(default_factory=dict)

    def case(self, folder: Path) -> Case:
        """Read a case folder; see `licet.case.read_case`."""
        return read_case(
            folder,
            schema=self.law.schema,
            catalogue=self.catalogue,
            home=self.law.pack.head.home,
            countries=self.countries,
        )

    def query(self, words: Words) -> Query:
        """Return the query that words ask.

        Raises:
            ProblemsFound: With every fault in the words.
        """
        return _Reader(self, words).read()


def open_desk(*, root: Path | None = None, overlays: Sequence[Path] = (), acts: Sequence[Path] = ()) -> Desk:
    """Load the installed law and catalogue.

    Args:
        root: Another rule package than the installed one.
        overlays: Folders of rules laid over the law.
        acts: Folders of acts laid over the recorded ones.

    Raises:
        ProblemsFound: With every fault in what is loaded.
    """
    base = root or rules_root()
    catalogue = load_catalogue(base / "catalogue")
    return Desk(load_law(base, overlays=overlays), catalogue, load_countries(), open_chronicle(base, catalogue, acts))


def open_case(folder: Path) -> tuple[Desk, Case]:
    """Read a case folder with all that belongs to it: its own law, its tables, its authorisations.

    Raises:
        ProblemsFound: With every fault of all of them.
    """
    own, acts = ([folder / name] if (folder / name).is_dir() else [] for name in ("law", "acts"))
    problems: list[Problem] = []
    try:
        desk = open_desk(overlays=own, acts=acts)
    except ProblemsFound as found:
        problems.extend(found.problems)
        desk = open_desk()  # so that the tables' faults are told as well
    case = None
    try:
        case = desk.case(folder)
    except ProblemsFound as found:
        problems.extend(found.problems)
    grants = folder / "authorisations.yaml"
    try:
        if grants.exists():
            read_authorisations(grants, schema=desk.law.schema)
    except ProblemsFound as found:
        problems.extend(problem for problem in found.problems if problem not in problems)
    if problems or case is None:
        raise ProblemsFound(problems)
    return desk, case


def day_said(text: str | None, where: str, problems: list[Problem]) -> date | None:
    """Return the day that an option says, None if it is not given; one that is no day is added to the problems."""
    try:
        return read_date(text) if text is not None else None
    except ValueError as error:
        problems.append(Problem("bad-date", where, str(error), "write a day that exists as YYYY-MM-DD"))
        return None


def instant_said(text: str | None, where: str, problems: list[Problem]) -> datetime | None:
    """Return the instant that an option says; a day means its end, in UTC; a time without a zone is UTC."""
    if text is None:
        return None
    try:
        if len(text.strip()) == len("2026-01-01"):
            return datetime.combine(read_date(text.strip()), time.max, UTC)
        found = datetime.fromisoformat(text.strip())
    except ValueError as error:
        mend = "write a day as YYYY-MM-DD, or an instant as 2026-06-15T09:00:00+00:00"
        problems.append(Problem("bad-date", where, str(error), mend))
        return None
    return found.astimezone(UTC) if found.tzinfo is not None else found.replace(tzinfo=UTC)


class _Reader:
    """Reads one call, gathering every fault."""

    def __init__(self, desk: Desk, words: Words) -> None:
        self.desk, self.words = desk, words
        self.problems: list[Problem] = []
        self.facts: dict[str, Stated] = {}

    def read(self) -> Query:
        words = self.words
        self._check_letters()
        found = self._item()
        for name in ("destination", "ship_from", "place_of_use"):
            self._fact(name, getattr(words, name), f"--{name.replace('_', '-')}")
        for name in ("movement", "exporter", "end_use"):
            self._fact(name, getattr(words, name), f"--{name.replace('_', '-')}")
        quantity = self._quantity()
        for each in words.facts:
            self._set(each)
        self._check_movement()
        parties = self._parties()
        complete = self._truth(words.parties_complete, Truth.TRUE if words.party_hq else Truth.UNKNOWN)
        valid_at = day_said(words.valid_at, "--valid-at", self.problems) or self.desk.law.pack.head.checked_through
        known_at = day_said(words.known_at, "--known-at", self.problems)
        reading = self._reading()
        if self.problems or found is None:
            raise ProblemsFound(self.problems)
        return Query(
            item=found.item,
            catalogue=self.desk.catalogue,
            valid_at=valid_at,
            quantity=quantity,
            known_at=known_at,
            reading=reading,
            order_facts=self.facts,
            parties=parties,
            parties_complete=complete,
            authority_claimed=words.authority_claimed,
            remarks=(found.note,) if found.note else (),
        )

    def _check_letters(self) -> None:
        """Refuse what is no text: a byte of another encoding, given as an argument, has no letter."""
        for field_ in fields(self.words):
            said = getattr(self.words, field_.name)
            for text in [said] if isinstance(said, str) else said or ():
                try:
                    text.encode("utf-8")
                except UnicodeEncodeError:
                    where = f"--{field_.name.replace('_', '-')}"
                    self._problem("not-utf-8", where, f"{text!a} is not UTF-8", "write it in UTF-8")
        if self.problems:
            raise ProblemsFound(self.problems)

    def _problem(self, slug: str, where: str, what: str, mend: str) -> None:
        self.problems.append(Problem(slug, where, what, mend))

    def _item(self) -> Resolution | None:
        try:
            return self.desk.catalogue.look_up(self.words.item, where="--item")
        except ProblemsFound as found:
            self.problems.extend(found.problems)
            return None

    def _fact(self, name: str, text: str | None, where: str) -> None:
        if text is None or not text.strip():
            return
        value = self._value(name, text, where)
        if value is not None:
            self.facts[name] = Stated(value, Provenance(CALLER))

    def _value(self, name: str, text: str, where: str) -> FactValue | None:
        definition = self.desk.law.schema[name]
        try:
            if definition.type is FactType.COUNTRY:
                return self.desk.countries.read(text.strip())
            return definition.read(text)
        except ValueError as error:
            self._problem(
                "bad-value", where, str(error), f"state {name.replace('_', ' ')} in that form, or leave it out"
            )
            return None

    def _quantity(self) -> int:
        text = (self.words.quantity or "1").strip()
        if text.isascii() and text.isdigit() and 0 < len(text) < 10 and int(text) > 0:  # noqa: PLR2004  at most 10^9
            return int(text)
        self._problem(
            "bad-quantity", "--quantity", f"{text[:40]!r} is not a whole number from 1", "write digits, such as 500"
        )
        return 1

    def _set(self, each: str) -> None:
        name, equals, text = each.partition("=")
        name = name.strip()
        schema = self.desk.law.schema
        where = f"--set {each[:60]}"
        if not equals:
            self._problem("bad-value", where, "is not fact=value", "write --set fact=value")
        elif name not in schema:
            near = _nearest(name, [fact.name for fact in schema if fact.assertable])
            self._problem(
                "unknown-fact",
                where,
                f"there is no fact {name[:40]}",
                f"perhaps {near}" if near else "see `licet rules facts`",
            )
        elif not schema[name].assertable or schema[name].subject is not SubjectKind.ORDER:
            self._problem(
                "not-assertable",
                where,
                f"{name} may not be stated here",
                "only facts of an order that are marked assertable may be set",
            )
        elif name in self.facts:
            self._problem("stated-twice", where, f"{name} is stated twice", "keep one statement")
        else:
            self._fact(name, text, where)

    def _check_movement(self) -> None:
        movement = self.facts.get("movement")
        if movement is None:
            return
        start, end = (self.facts[name].value if name in self.facts else None for name in ("ship_from", "destination"))
        home = self.desk.law.pack.head.home
        allowed = possible_movements(str(start) if start else None, str(end) if end else None, home)
        if Movement(str(movement.value)) not in allowed:
            can = ", ".join(sorted(each.value for each in allowed)) or "none"
            what = (
                f"{movement.value} contradicts --ship-from {start or 'unstated'} and --destination {end or 'unstated'}"
            )
            self._problem("movement-contradicts-places", "--movement", what, f"these places allow: {can}")

    def _parties(self) -> tuple[tuple[Role, Party], ...]:
        found = [
            party
            for number, text in enumerate(self.words.parties, 1)
            if (party := self._party(number, text)) is not None
        ]
        code = self._value("headquarters", self.words.party_hq, "--party-hq") if self.words.party_hq else None
        if code is not None:
            stated = Stated(code, Provenance(CALLER))
            both = Party("party", "Party", {"headquarters": stated, "ultimate_parent_headquarters": stated})
            found += [(Role.ULTIMATE_CONSIGNEE, both), (Role.END_USER, both)]
        return tuple(found)

    def _party(self, number: int, text: str) -> tuple[Role, Party] | None:
        where, role, name = f"--party {text[:60]}", None, f"Party {number}"
        facts: dict[str, Stated] = {}
        schema = self.desk.law.schema
        for pair in text.split(","):
            key, equals, value = (part.strip() for part in pair.partition("="))
            fact = _PARTY_KEYS.get(key, key)
            if not equals or not value:
                self._problem(
                    "bad-value", where, f"{pair[:40]!r} is not key=value", "write role=end_user,hq=CN,parent_hq=CN"
                )
            elif key == "role":
                role = self._role(value, where)
            elif key == "name":
                name = value
            elif fact not in schema or schema[fact].subject is not SubjectKind.PARTY:
                self._problem(
                    "unknown-fact",
                    where,
                    f"{key[:40]} is no fact of a party",
                    f"use role, name, {', '.join(sorted(_PARTY_KEYS))}",
                )
            elif value == "-" and fact == "ultimate_parent_headquarters":
                facts[fact] = Stated("-", Provenance(CALLER, note="said to have no parent"))
            else:
                read = self._value(fact, value, where)
                if read is not None:
                    facts[fact] = Stated(read, Provenance(CALLER))
        own, parent = facts.get("headquarters"), facts.get("ultimate_parent_headquarters")
        if parent is not None and parent.value == "-":
            del facts["ultimate_parent_headquarters"]
            if own is not None:
                note = "said to have no parent: its own headquarters"
                facts["ultimate_parent_headquarters"] = Stated(own.value, Provenance(CALLER, note=note))
        return (role or Role.END_USER, Party(f"party-{number}", name, facts))

    def _role(self, text: str, where: str) -> Role | None:
        try:
            return Role(text)
        except ValueError:
            self._problem(
                "unknown-role", where, f"{text[:40]!r} is no role", f"use {', '.join(role.value for role in Role)}"
            )
            return None

    def _truth(self, text: str | None, default: Truth) -> Truth:
        if text is None:
            return default
        try:
            return Truth.from_word(text)
        except ValueError as error:
            self._problem("bad-value", "--parties-complete", str(error), "say yes, no or unknown")
            return default

    def _reading(self) -> Reading:
        try:
            return Reading(self.words.reading)
        except ValueError:
            self._problem(
                "bad-value", "--reading", f"{self.words.reading[:40]!r} is no reading", "use text or enforced"
            )
            return Reading.ENFORCED


def _nearest(name: str, known: Sequence[str]) -> str:
    from difflib import get_close_matches  # noqa: PLC0415

    return ", ".join(get_close_matches(name, known, n=3))
