"""The tables of a case folder: their columns, which of them are required, and what each holds.

Each table is a CSV file of its name, or a sheet of that name in `case.xlsx`. The words here also make the
guide that `licet init` writes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from licet.catalogue import COLUMNS as CATALOGUE_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class TableLayout:
    """One table: what a row is, its columns with what each holds, and the columns it cannot do without."""

    name: str
    row: str
    required: tuple[str, ...]
    columns: Mapping[str, str]


ORDERS = TableLayout(
    "orders",
    "one order line: so many pieces of one item, for one buyer",
    ("order_id", "item", "quantity"),
    {
        "order_id": "your number of the line; unique",
        "item": "id, exact name or alias of an item of the catalogue or of items.csv",
        "quantity": "pieces: a whole number, one or more",
        "unit_value": "price of one piece",
        "currency": "of ISO 4217, such as USD; the currency of the case if blank",
        "movement": "export, reexport, export_from_abroad, transfer, domestic or import",
        "ship_from": "country the item leaves, ISO 3166-1 alpha-2",
        "destination": "country the item goes to",
        "place_of_use": "country the item is used in",
        "end_use": "what it is used for, in the words of the order",
        "exporter": "company that exports",
        "ultimate_consignee": "party_id; - if there is none",
        "end_user": "party_id; - if there is none",
        "authority_claimed": "licence number, exception symbol or NLR; - if none is claimed",
        "ordered_on": "day the order was placed, YYYY-MM-DD",
        "ship_on": "day it is to ship",
        "priority": "whole number; 1 goes before 2",
        "parties_complete": "yes if every party to the line is named, no if not",
    },
)
PARTIES = TableLayout(
    "parties",
    "one company or person",
    ("party_id",),
    {
        "party_id": "your id of the party; unique",
        "name": "its name",
        "name_local": "its name in its own script",
        "country": "country it is located in, ISO 3166-1 alpha-2",
        "headquarters": "country of its headquarters",
        "ultimate_parent_headquarters": "country of its ultimate parent's headquarters; - if it has no parent",
        "addresses": "its addresses, separated by ;",
        "ids": "its registration numbers, separated by ;",
    },
)
ORDER_PARTIES = TableLayout(
    "order_parties",
    "one party in one role of one order line",
    ("order_id", "role", "party_id"),
    {
        "order_id": "a line of orders.csv",
        "role": "purchaser, intermediate_consignee, ultimate_consignee or end_user",
        "party_id": "a party of parties.csv",
    },
)
OWNERS = TableLayout(
    "owners",
    "one owner of one party over one period",
    ("party_id", "owner"),
    {
        "party_id": "the party owned, of parties.csv",
        "owner": "party_id of the owner, or its name; - if nobody else owns any of it",
        "percent": "share held, 0 to 100, or within bounds: 25-50, >25, >=25, <50, <=50, 50+",
        "from": "first day",
        "to": "first day no longer",
        "source": "where this is written",
    },
)
FACTS = TableLayout(
    "facts",
    "one fact that a named person states",
    ("subject_type", "subject_id", "fact", "value", "as_of", "asserted_by", "source"),
    {
        "subject_type": "item, party or order",
        "subject_id": "its id",
        "fact": "name of a fact that may be stated",
        "value": "its value",
        "as_of": "the day for which it is stated",
        "asserted_by": "who states it",
        "source": "from what",
    },
)
FX = TableLayout(
    "fx",
    "one exchange rate on one day",
    ("currency", "into", "rate", "on"),
    {
        "currency": "one unit of this currency",
        "into": "is worth `rate` units of this one",
        "rate": "the rate",
        "on": "the day of the rate",
        "source": "who published it",
    },
)
SUPPLY = TableLayout(
    "supply",
    "pieces of one item that come to hand in one month",
    ("item", "month", "units"),
    {
        "item": "id, exact name or alias",
        "month": "YYYY-MM",
        "units": "pieces, a whole number",
    },
)
QUEUE = TableLayout(
    "queue",
    "one buyer that stands in line for a permission",
    ("key", "item", "party_id"),
    {
        "key": "the permission waited for, such as cn:import",
        "item": "id, exact name or alias",
        "party_id": "who waits",
        "place": "place in the queue, 1 first; blank if it is not known",
        "units": "pieces asked for; blank if not known",
        "from": "day from which it waits",
        "to": "first day on which it no longer does; blank if it still waits",
        "source": "who says so: a page, or a file under documents/",
    },
)
ANSWERS = TableLayout(
    "answers",
    "one answer of a named person to one question",
    ("question", "order_id", "answer", "by", "on"),
    {
        "question": "id of the question, as the worklist prints it",
        "order_id": "a line of orders.csv; blank if the answer holds for all of them",
        "answer": "the answer",
        "by": "who answers",
        "on": "the day of the answer",
        "document": "the document that shows it",
    },
)
_OF_ITEMS = {
    "item_id": "your id of the item; unique, and not one of the catalogue",
    "kind": "ic, hbm, board, server, system or other",
    "model": "its name",
    "maker": "who designs and sells it",
    "contains": "what it contains, with counts: nvidia-h200-sxm-141gb:8; - if it contains no circuit",
    "base_eccn": "the entry that describes it apart from its performance",
    "asserted_eccn": "the maker's own classification",
    "hts": "its tariff number",
    "has_digital_processing_unit": "yes or no",
    "has_nonplanar_logic": "yes if a logic die is made on a node with non-planar transistors",
    "applicable_die_area_mm2": "area of all such dies",
    "tpp": "total processing performance, if the rates below are not given",
    "fp16": "dense peak in tera-operations a second; likewise fp64, tf32, bf16, fp8, int8, fp4, int4",
    "total_dram_bandwidth_gb_s": "all bandwidth between the circuit and memory",
    "marketed_for_datacenters": "yes or no",
    "source": "where these figures are written",
    "note": "what a reader should know",
}
ITEMS = TableLayout(
    "items",
    "one item that the catalogue does not have",
    ("item_id", "kind"),
    {**_OF_ITEMS, **dict.fromkeys(sorted(CATALOGUE_COLUMNS - _OF_ITEMS.keys()), "")},
)
LAYOUTS = (ORDERS, PARTIES, ORDER_PARTIES, OWNERS, ITEMS, FACTS, FX, SUPPLY, QUEUE, ANSWERS)
