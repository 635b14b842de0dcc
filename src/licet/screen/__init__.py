"""Parties against lists: who a name may stand for, by exact name and alias, on lists of a stated day.

The project ships no list; a user imports the file that the publisher offers.
"""

from licet.screen.import_lists import read_screening_list
from licet.screen.listed import ListedParties, ListedParty, ListVersion, PartyList
from licet.screen.match import Hit, ListIndex, MatchedBy, can_be_looked_up
from licet.screen.names import normal_form, spelled
from licet.screen.stored import FOLDER, LISTS_FILE, data_folder, packed, read_lists, unpacked

__all__ = [
    "FOLDER",
    "LISTS_FILE",
    "Hit",
    "ListIndex",
    "ListVersion",
    "ListedParties",
    "ListedParty",
    "MatchedBy",
    "PartyList",
    "can_be_looked_up",
    "data_folder",
    "normal_form",
    "packed",
    "read_lists",
    "read_screening_list",
    "spelled",
    "unpacked",
]
