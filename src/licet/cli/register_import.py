"""What a file brings to the register: terms not on file yet, or use from before the register was kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

import typer

from licet.cli.output import as_json
from licet.cli.register_options import Reading, opened
from licet.cli.register_terms import minor_units_of, read_terms, thousandths_of, whole_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from licet.ledger import Adjust, Operation, Register, Statement
    from licet.register import Authorisation

USE_COLUMNS = ("number", "pieces", "value", "currency", "tpp", "valid_at", "document")
_REQUIRED = ("number", "valid_at")
_AMOUNTS = ("pieces", "value", "tpp")
_SHOWN = 20


@dataclass(slots=True)
class Plan:
    """What is to be recorded, and what stays as it is on file."""

    register: str | None
    operations: list[Operation] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)

    def put(self, *, dry_run: bool, json: bool) -> None:
        """Record all of it or nothing, and print what was recorded.

        Raises:
            LimitRefused: If any of it is refused.
        """
        from licet.report.register_json import posted_json  # noqa: PLC0415
        from licet.report.register_text import posted_text  # noqa: PLC0415

        with opened(self.register) as register:
            posted = register.post(self.operations, dry_run=dry_run) if self.operations else ()
        fresh = [each for each in posted if not each.repeated]
        unchanged = [*self.unchanged, *(each.operation_id for each in posted if each.repeated)]
        shown = posted_json(fresh, dry_run=dry_run, unchanged=unchanged)
        typer.echo(as_json(shown) if json else f"{posted_text(shown)}\n{_unchanged(unchanged)}".rstrip("\n"))


def _unchanged(names: Sequence[str]) -> str:
    from licet.report.layout import clean  # noqa: PLC0415

    if not names:
        return ""
    listed = ", ".join(clean(name) for name in names[:_SHOWN])
    more = f" and {len(names) - _SHOWN:,} more" if len(names) > _SHOWN else ""
    return f"unchanged, on file before: {listed}{more}"


def import_terms(
    file: Path,
    url: str | None,
    reading: Reading,
    *,
    by: str,
    reason: str,
    document: str,
    own_id: str | None = None,
    numbers: Sequence[str] = (),
) -> Plan:
    """Read terms, and plan to grant those that are not on file.

    Args:
        file: As authorisations.yaml.
        url: The register.
        reading: Where faults are gathered.
        by: Who says so.
        reason: Why.
        document: By which document.
        own_id: The id of the whole; each grant has its number added.
        numbers: Only these, with the layers above them; all if empty.

    Raises:
        ProblemsFound: With every fault of the file, and for each number that is on file with other terms.
        UsageError: If the file has no such number.
    """
    from licet.ledger import Grant  # noqa: PLC0415

    said = reading.said(by, reason, document)
    if own_id is not None:
        reading.own_id(own_id)
    reading.end()
    wanted = _in_order(read_terms(file), numbers, file)
    plan = Plan(url)
    with opened(url) as register:
        stored = {each.authorisation.number: each.authorisation for each in register.authorisations(valid_at=date.max)}
        for each in wanted:
            if each.number not in stored:
                name = reading.own_id(None) if own_id is None else f"{own_id}/{each.number}"
                plan.operations.append(
                    Grant(operation_id=name, valid_at=each.valid_from, said=said, authorisation=each)
                )
            elif _stands(each, stored[each.number], register):
                plan.unchanged.append(each.number)
            else:
                fault = f"{each.number} is on file with other terms"
                mend = f"change them with `licet register amend {each.number} --file {file} --valid-at DAY ...`"
                reading.report("other-terms", each.where or str(file), fault, mend)
    reading.end()
    return plan


def _stands(one: Authorisation, stored: Authorisation, register: Register) -> bool:
    """Tell whether the terms are on file: as they stand in the end, or as they were granted."""
    if one == stored:
        return True
    granted = register.authorisations(valid_at=one.valid_from)
    return any(one == each.authorisation for each in granted if each.authorisation.number == one.number)


def _in_order(found: Sequence[Authorisation], numbers: Sequence[str], file: Path) -> list[Authorisation]:
    """Return the authorisations wanted, each after the one it is a part of.

    Raises:
        UsageError: If the file has no such number.
    """
    from licet.errors import UsageError  # noqa: PLC0415
    from licet.register.authorisation import layers_of  # noqa: PLC0415

    by_number = {each.number: each for each in found}
    missing = [number for number in numbers if number not in by_number]
    if missing:
        msg = f"{file} has no terms of {', '.join(missing)[:200]!a}"
        raise UsageError(msg)
    ordered: dict[str, Authorisation] = {}
    for number in numbers or by_number:
        ordered |= {layer.number: layer for layer in reversed(layers_of(number, by_number))}
    return list(ordered.values())


def import_use(file: Path, url: str | None, reading: Reading, *, by: str, reason: str, document: str) -> Plan:
    """Read a table of earlier use, and plan an adjustment for each row.

    A row is known again by its number and day, so that the same file may be read twice.

    Raises:
        ProblemsFound: With every fault of the table.
    """
    from licet.table_source import read_table  # noqa: PLC0415

    said = reading.said(by, reason, document)
    reading.end()
    table = read_table(file)
    _check_columns(table.columns, table.header_where or str(file), reading)
    reading.end()
    with opened(url) as register:
        currencies = _currencies(register)
    rows = _Rows(reading, said, currencies)
    plan = Plan(url, [found for where, cells in table.rows if (found := rows.read(where, cells)) is not None])
    reading.end()
    return plan


def _currencies(register: Register) -> Mapping[str, str | None]:
    return {
        each.authorisation.number: each.authorisation.limits.currency
        for each in register.authorisations(valid_at=date.max)
    }


def _check_columns(found: Iterable[str], where: str, reading: Reading) -> None:
    columns = list(found)
    for name in _REQUIRED:
        if name not in columns:
            reading.report("missing-column", where, f"there is no column {name}", f"add the column {name}")
    for name in columns:
        if name not in USE_COLUMNS:
            mend = f"use {', '.join(USE_COLUMNS)}, or remove it"
            reading.report("unknown-column", where, f"the column {name[:40]!a} is not read", mend)


class _Rows:
    """Turns rows of earlier use into adjustments; each number and day stands once."""

    def __init__(self, reading: Reading, said: Statement, currencies: Mapping[str, str | None]) -> None:
        self._reading, self._said, self._currencies = reading, said, currencies
        self._first: dict[tuple[str, date], str] = {}

    def read(self, where: str, cells: Mapping[str, str]) -> Adjust | None:
        """Return the adjustment of a row; None if it has a fault."""
        from dataclasses import replace  # noqa: PLC0415

        from licet.ledger import Adjust  # noqa: PLC0415

        reading, before = self._reading, len(self._reading.problems)
        number = reading.words(cells["number"], where)
        day = reading.day(cells["valid_at"], where)
        amounts = self._amounts(number, where, cells)
        if not any(amounts.values()) and len(reading.problems) == before:
            reading.report("missing-value", where, "the row states no use", f"fill in one of {', '.join(_AMOUNTS)}")
        first = self._first.setdefault((number, day), where)
        if first != where:
            mend = "add the two up, and keep one row"
            reading.report("duplicate-row", where, f"{number} on {day} also stands at {first}", mend)
        if len(reading.problems) > before:
            return None
        document = reading.words(cells.get("document", ""), where, needed=False)
        said = replace(self._said, document=document) if document else self._said
        return Adjust(operation_id=f"opening/{number}/{day}", valid_at=day, said=said, number=number, **amounts)

    def _amounts(self, number: str, where: str, cells: Mapping[str, str]) -> dict[str, int]:
        reading = self._reading
        found: dict[str, Any] = {}
        if pieces := cells.get("pieces", ""):
            found["pieces"] = whole_of(pieces, where, reading)
        if tpp := cells.get("tpp", ""):
            found["tpp_thousandths"] = thousandths_of(tpp, where, reading)
        currency = cells.get("currency", "") or None
        if value := cells.get("value", ""):
            held = self._currencies.get(number)
            if currency is not None and held is not None and currency != held:
                mend = f"write the value in {held}, as the document states it"
                reading.report("other-currency", where, f"{number} is limited in {held}, not in {currency[:9]}", mend)
            found["value"] = minor_units_of(value, currency, where, reading) or 0
        return found
