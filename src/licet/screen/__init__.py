"""Parties against lists: who a name may stand for, by equal names and by likeness, on lists of a stated day.

The project ships no list; a user imports the file that the publisher offers.
"""

from licet.screen.again import screen_again
from licet.screen.asked_parties import AskedParty, asked_names, read_asked
from licet.screen.history import Change, Changes, ListStore, SourceHistory
from licet.screen.import_lists import FORMS, import_lists
from licet.screen.judgements import (
    JudgedAs,
    Judgement,
    Judgements,
    Standing,
    append_judgement,
    entry_sha256,
    read_judgements,
)
from licet.screen.listed import Identifier, ListedParties, ListedParty, ListVersion, PartyList, StatedOwner
from licet.screen.lookup import Asked, Lookup
from licet.screen.match import Hit, Level, ListIndex, MatchedBy, can_be_looked_up
from licet.screen.names import normal_form, spelled
from licet.screen.read_condensed import read_screening_list
from licet.screen.screened import Outcome, Screened, screen_names, screen_parties
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
    "AskedParty",
    "Change",
    "Changes",
    "Hit",
    "Identifier",
    "JudgedAs",
    "Judgement",
    "Judgements",
    "Level",
    "ListIndex",
    "ListStore",
    "ListVersion",
    "ListedParties",
    "ListedParty",
    "Lookup",
    "MatchedBy",
    "Outcome",
    "PartyList",
    "Screened",
    "SourceHistory",
    "Standing",
    "StatedOwner",
    "append_judgement",
    "asked_names",
    "can_be_looked_up",
    "data_folder",
    "entry_sha256",
    "import_lists",
    "normal_form",
    "packed",
    "packed_store",
    "read_asked",
    "read_judgements",
    "read_lists",
    "read_screening_list",
    "read_store",
    "screen_again",
    "screen_names",
    "screen_parties",
    "spelled",
    "unpacked",
    "unpacked_store",
]
