"""Rules as data: reading, checking, and choosing the version in force."""

from licet.rules.book import Book, Standing, book_at
from licet.rules.lines import threshold_lines
from licet.rules.loader import Law, load_law, rules_root
from licet.rules.model import Pack, Reading, Rule, RuleKind, Status, Version
from licet.rules.party_lists import ListedOwnership, ListEffect, PartyListRule, PartyLists
from licet.rules.red_flags import RedFlag

__all__ = [
    "Book",
    "Law",
    "ListEffect",
    "ListedOwnership",
    "Pack",
    "PartyListRule",
    "PartyLists",
    "Reading",
    "RedFlag",
    "Rule",
    "RuleKind",
    "Standing",
    "Status",
    "Version",
    "book_at",
    "load_law",
    "rules_root",
    "threshold_lines",
]
