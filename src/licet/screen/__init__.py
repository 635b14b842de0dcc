"""Parties against lists: who a name may stand for, by exact name and alias, on lists of a stated day.

The project ships no list; a user imports the file that the publisher offers.
"""

from licet.screen.history import Change, Changes, ListStore, SourceHistory
from licet.screen.import_lists import FORMS, import_lists
from licet.screen.listed import Identifier, ListedParties, ListedParty, ListVersion, PartyList, StatedOwner
from licet.screen.lookup import Asked, Lookup
from licet.screen.match import Hit, Level, ListIndex, MatchedBy, can_be_looked_up
from licet.screen.names import normal_form, spelled
from licet.screen.read_condensed import read_screening_list
from licet.screen.stored import (
    FOLDER,
    LISTS_FILE,
    data_folder,
    packed,
    packed_store,
    read_lists,
    read_store,
    unpacked,
    unpacked_store,
)

__all__ = [
    "FOLDER",
    "FORMS",
    "LISTS_FILE",
    "Asked",
    "Change",
    "Changes",
    "Hit",
    "Identifier",
    "Level",
    "ListIndex",
    "ListStore",
    "ListVersion",
    "ListedParties",
    "ListedParty",
    "Lookup",
    "MatchedBy",
    "PartyList",
    "SourceHistory",
    "StatedOwner",
    "can_be_looked_up",
    "data_folder",
    "import_lists",
    "normal_form",
    "packed",
    "packed_store",
    "read_lists",
    "read_screening_list",
    "read_store",
    "spelled",
    "unpacked",
    "unpacked_store",
]
