"""A case folder read into a case: every table, every reference between them, every fault at once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from licet.case import columns
from licet.case.case import Case
from licet.case.cell import NearestNames
from licet.case.countries import load_countries
from licet.case.items import ItemBook
from licet.case.ledgers import read_queue, read_rates, read_supply
from licet.case.orders import OrderReader, read_orders
from licet.case.owners import read_owners
from licet.case.parties import Cast, read_parties
from licet.case.sources import ACTS, AUTHORISATIONS, JUDGEMENTS, LAW, Sources
from licet.case.statements import read_answers, read_statements
from licet.errors import ProblemsFound
from licet.facts import SubjectKind
from licet.problem import Problem
from licet.screen import read_judgements

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from pathlib import Path

    from licet.case.case import PartyRecord
    from licet.case.columns import TableLayout
    from licet.case.countries import Countries
    from licet.case.order import Order
    from licet.case.statements import Statements
    from licet.catalogue import Catalogue
    from licet.facts import FactSchema
    from licet.screen import Judgement
    from licet.table_source import Table


def read_case(
    folder: Path, *, schema: FactSchema, catalogue: Catalogue, home: str, countries: Countries | None = None
) -> Case:
    """Read a case folder; nothing is written.

    Args:
        folder: Holds `case.toml` and `orders.csv`, or the same tables as sheets of `case.xlsx`.
        schema: The facts that may be stated.
        catalogue: The items known; the case's own are added to them.
        home: The country from which movements are seen, as the rule pack gives it.
        countries: The country codes; those of the rule package if not given.

    Raises:
        ProblemsFound: With every fault of every file.
    """
    if not folder.is_dir():
        mend = "name a folder; `licet init DIR` writes one to fill in"
        raise ProblemsFound([Problem("missing-folder", str(folder), "there is no such folder", mend)])
    return _CaseReader(folder, schema, catalogue, home, countries or load_countries()).read()


class _CaseReader:
    """Reads the tables in the order in which they refer to each other."""

    def __init__(self, folder: Path, schema: FactSchema, catalogue: Catalogue, home: str, countries: Countries) -> None:
        self._folder = folder
        self._schema = schema
        self._home = home
        self._countries = countries
        self._problems: list[Problem] = []
        self._warnings: list[Problem] = []
        self._sources = Sources(folder, self._problems, self._warnings)
        self._items = ItemBook(catalogue, self._problems)

    def read(self) -> Case:
        tables = {layout.name: self._sources.table(layout) for layout in columns.LAYOUTS}
        orders, parties = tables[columns.ORDERS.name], tables[columns.PARTIES.name]
        if orders is None and columns.ORDERS.name not in self._sources.unusable:
            mend = "write orders.csv, or a sheet `orders` in case.xlsx"
            self._problems.append(Problem("missing-table", "orders.csv", "the case has no table of orders", mend))
        own_items = tables[columns.ITEMS.name]
        self._items.add(own_items, complete=columns.ITEMS.name not in self._sources.unusable)
        order_ids, party_ids = _ids(orders, "order_id"), _ids(parties, "party_id")
        stated = self._statements(tables[columns.FACTS.name], order_ids, party_ids)
        self._items.state(stated[SubjectKind.ITEM])
        of_parties = stated[SubjectKind.PARTY]
        records = {} if parties is None else read_parties(parties, self._countries, of_parties, self._problems)
        lines = self._orders(orders, self._cast(tables[columns.ORDER_PARTIES.name], order_ids, records), stated)
        case = self._case(lines, records, tables, order_ids)
        self._sources.warn_of_unused_headings()
        self._sources.optional_path(ACTS)
        for name, where in _documents(case):
            self._sources.count_document(name, where)
        if self._problems:
            raise ProblemsFound(self._problems)
        return replace(case, warnings=tuple(self._warnings), input_sha256=self._sources.sha256())

    def _statements(self, table: Table | None, order_ids: Collection[str], party_ids: Collection[str]) -> Statements:
        if table is None:
            return {kind: {} for kind in SubjectKind}
        resolve = {
            SubjectKind.ITEM: self._items.resolve_id,
            SubjectKind.PARTY: self._known("unknown-party", columns.PARTIES, party_ids),
            SubjectKind.ORDER: self._known("unknown-order", columns.ORDERS, order_ids),
        }
        return read_statements(table, self._schema, resolve, self._problems)

    def _known(self, slug: str, layout: TableLayout, ids: Collection[str]) -> Callable[[str, str], str | None]:
        """Return a check that an id stands in a table; it reports nothing if that table could not be read whole."""
        nearest = NearestNames(ids)

        def known(subject_id: str, where: str) -> str | None:
            if subject_id in ids:
                return subject_id
            if layout.name not in self._sources.unusable:
                what = f"{layout.name} has no {subject_id[:80]!r}{nearest.hint(subject_id)}"
                self._problems.append(
                    Problem(slug, where, what, f"mend the id, or add it to the table of {layout.name}")
                )
            return None

        return known

    def _cast(self, table: Table | None, order_ids: Collection[str], records: dict[str, PartyRecord]) -> Cast:
        unusable = self._sources.unusable
        cast = Cast(records, self._problems, complete=columns.PARTIES.name not in unusable)
        if table is not None:
            cast.list_roles(table, order_ids, orders_complete=columns.ORDERS.name not in unusable)
        return cast

    def _orders(self, table: Table | None, cast: Cast, stated: Statements) -> tuple[Order, ...]:
        if table is None:
            return ()
        if not table.rows and table.complete:
            mend = "write one line for each order"
            self._warnings.append(Problem("no-orders", table.header_where, "the table of orders has no line", mend))
        reader = OrderReader(
            items=self._items,
            countries=self._countries,
            cast=cast,
            stated=stated[SubjectKind.ORDER],
            home=self._home,
            currency_of_case=self._sources.settings.currency,
            problems=self._problems,
        )
        return read_orders(reader, table)

    def _case(
        self,
        orders: tuple[Order, ...],
        records: dict[str, PartyRecord],
        tables: dict[str, Table | None],
        order_ids: Collection[str],
    ) -> Case:
        settings, unusable = self._sources.settings, self._sources.unusable
        owners, rates = tables[columns.OWNERS.name], tables[columns.FX.name]
        supply, answers = tables[columns.SUPPLY.name], tables[columns.ANSWERS.name]
        queue, known_party = tables[columns.QUEUE.name], self._known("unknown-party", columns.PARTIES, records)
        parties_sound, orders_sound = columns.PARTIES.name not in unusable, columns.ORDERS.name not in unusable
        held, closed = read_owners(owners, records, self._problems, complete=parties_sound)
        return Case(
            title=settings.title or self._folder.resolve().name,
            folder=self._folder,
            valid_at=settings.valid_at,
            currency=settings.currency,
            require_keys=settings.require_keys,
            orders=orders,
            parties={party_id: record.party for party_id, record in records.items()},
            party_records=records,
            catalogue=self._items.catalogue,
            authorisations_path=self._sources.optional_path(AUTHORISATIONS),
            law_path=self._sources.optional_path(LAW),
            owners=held,
            nobody_else=closed,
            judgements=self._judgements(),
            fx=() if rates is None else read_rates(rates, self._problems),
            supply=() if supply is None else read_supply(supply, self._items, self._problems),
            answers=() if answers is None else read_answers(answers, order_ids, self._problems, complete=orders_sound),
            queue=() if queue is None else read_queue(queue, self._items, known_party, self._problems),
            input_sha256="",
        )

    def _judgements(self) -> tuple[Judgement, ...]:
        path = self._sources.optional_path(JUDGEMENTS)
        try:
            return () if path is None else read_judgements(path)
        except ProblemsFound as found:
            self._problems.extend(found.problems)
            return ()


def _documents(case: Case) -> Iterator[tuple[str, str]]:
    """Yield every document that the case names, with where."""
    yield from ((answer.document, answer.where) for answer in case.answers)
    yield from ((entry.source, entry.where) for entry in case.queue)
    yield from ((each.document, each.where) for each in case.judgements)


def _ids(table: Table | None, column: str) -> frozenset[str]:
    return frozenset() if table is None else frozenset(cells[column] for _, cells in table.rows)
