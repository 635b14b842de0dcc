"""A case: the book of a seller as its folder states it, read and checked whole."""

from licet.case.case import Answer, Case, NobodyElse, Ownership, PartyRecord, QueuePlace, Supply
from licet.case.countries import Countries, load_countries
from licet.case.order import KNOWN_NONE, Order
from licet.case.reader import read_case
from licet.case.starter import write_starter

__all__ = [
    "KNOWN_NONE",
    "Answer",
    "Case",
    "Countries",
    "NobodyElse",
    "Order",
    "Ownership",
    "PartyRecord",
    "QueuePlace",
    "Supply",
    "load_countries",
    "read_case",
    "write_starter",
]
