"""Parties and the roles they hold, read from their tables."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from licet.case.case import PartyRecord
from licet.case.cell import CellReader, NearestNames
from licet.case.order import KNOWN_NONE
from licet.facts import Party, Provenance, Role, Stated
from licet.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from licet.case.countries import Countries
    from licet.table_source import Table

COUNTRY, HEADQUARTERS, PARENT = "country", "headquarters", "ultimate_parent_headquarters"
NO_PARENT = "it is said to have no parent, so this is its own headquarters"


def read_parties(
    table: Table, countries: Countries, stated: Mapping[str, Mapping[str, Stated]], problems: list[Problem]
) -> dict[str, PartyRecord]:
    """Read every party by id; `stated` holds what facts.csv states of each."""
    codes = CellReader(countries.read, "unknown-country", "write the code, such as CN, or leave it blank", problems)
    records: dict[str, PartyRecord] = {}
    for where, cells in table.rows:
        party_id = cells["party_id"]
        if party_id in {"", KNOWN_NONE}:
            problems.append(Problem("missing-value", where, "the party has no party_id", "give it one"))
        elif party_id in records:
            what = f"the party {party_id[:80]} stands twice, first at {records[party_id].where}"
            problems.append(Problem("duplicate-party", where, what, "keep one of the two"))
        else:
            facts = {**_party_facts(where, cells, codes), **stated.get(party_id, {})}
            records[party_id] = PartyRecord(
                party=Party(party_id, cells.get("name") or party_id, facts),
                where=where,
                name_local=cells.get("name_local", ""),
                addresses=_several(cells.get("addresses", "")),
                ids=_several(cells.get("ids", "")),
            )
    return records


def _several(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip() not in {"", KNOWN_NONE})


def _party_facts(where: str, cells: Mapping[str, str], codes: CellReader[str]) -> dict[str, Stated]:
    written = Provenance(source=where)
    facts: dict[str, Stated] = {}
    for name in (COUNTRY, HEADQUARTERS):
        code = codes.read(cells.get(name, ""), where, name)
        if code is not None:
            facts[name] = Stated(code, written)
    if cells.get(PARENT) == KNOWN_NONE:
        if HEADQUARTERS in facts:
            facts[PARENT] = Stated(facts[HEADQUARTERS].value, Provenance(source=where, note=NO_PARENT))
        return facts
    code = codes.read(cells.get(PARENT, ""), where, PARENT)
    if code is not None:
        facts[PARENT] = Stated(code, written)
    return facts


class Cast:
    """Who plays which part in each order line, with the parties known."""

    def __init__(self, records: Mapping[str, PartyRecord], problems: list[Problem], *, complete: bool) -> None:
        """Keep the parties; where their table is not complete, an id not found is not held against the line."""
        self._parties = {party_id: record.party for party_id, record in records.items()}
        self._problems = problems
        self._complete = complete
        self._nearest = NearestNames(self._parties)
        self._hints: dict[str, str] = {}
        self._listed: defaultdict[str, dict[tuple[Role, str], Party]] = defaultdict(dict)
        self._pairs: dict[tuple[str, str], tuple[tuple[Role, Party], ...]] = {}

    def list_roles(self, table: Table, order_ids: Collection[str], *, orders_complete: bool) -> None:
        """Read order_parties.csv."""
        mend = f"use one of {', '.join(role.value for role in Role)}"
        roles = CellReader(Role, "unknown-role", mend, self._problems)
        for where, cells in table.rows:
            order_id = cells["order_id"]
            if order_id not in order_ids and orders_complete:
                what = f"there is no order {order_id[:80]!r}"
                self._problems.append(Problem("unknown-order", where, what, "write an order_id of the table of orders"))
            if not cells["role"]:
                self._problems.append(Problem("missing-value", where, "the role is blank", mend))
            role = roles.read(cells["role"], where, "role")
            party = self.party(cells["party_id"], where, "party_id")
            if role is not None and party is not None:
                self._listed[order_id][role, party.party_id] = party

    def party(self, party_id: str, where: str, column: str) -> Party | None:
        """Return the party of an id; None if the cell is blank, or the id is reported as a problem."""
        party = self._parties.get(party_id)
        if party is None and party_id and self._complete:
            if party_id not in self._hints:
                self._hints[party_id] = self._nearest.hint(party_id)
            what = f"{column}: there is no party {party_id[:80]!r}{self._hints[party_id]}"
            self._problems.append(
                Problem("unknown-party", where, what, "add it to the table of parties, or mend the id")
            )
        return party

    def of_order(self, order_id: str, where: str, cells: Mapping[str, str]) -> tuple[tuple[Role, Party], ...]:
        """Return the roles and parties of one line: its two shorthand columns, then order_parties.csv."""
        consignee, end_user = cells.get("ultimate_consignee", ""), cells.get("end_user", "")
        shorthand = self._pairs.get((consignee, end_user))
        if shorthand is None:
            shorthand = self._shorthand(consignee, end_user, where)
        listed = self._listed.get(order_id)
        if not listed:
            return shorthand
        several = {(role, party.party_id): party for role, party in shorthand} | listed
        return tuple((role, party) for (role, _), party in several.items())

    def _shorthand(self, consignee: str, end_user: str, where: str) -> tuple[tuple[Role, Party], ...]:
        found: list[tuple[Role, Party]] = []
        sound = True
        for role, party_id in ((Role.ULTIMATE_CONSIGNEE, consignee), (Role.END_USER, end_user)):
            if party_id not in {"", KNOWN_NONE}:
                party = self.party(party_id, where, role.value)
                sound &= party is not None
                if party is not None:
                    found.append((role, party))
        pairs = tuple(found)
        if sound:
            self._pairs[consignee, end_user] = pairs
        return pairs
