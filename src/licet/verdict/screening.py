"""The party lists a book is looked up on: whose they are, and which version stands for a day."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from licet.errors import ProblemsFound
from licet.screen import FOLDER, LISTS_FILE, ListStore, Lookup, data_folder, read_store

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from licet.screen import ListVersion


@dataclass(frozen=True, slots=True)
class Screening:
    """The lists a book is looked up on, in every vintage kept, and in words whose they are."""

    store: ListStore
    origin: str
    folder: Path | None = None  # beside the lists the index of the newest vintages is kept
    _lookups: dict[str, Lookup] = field(default_factory=dict, compare=False, repr=False)

    @property
    def version(self) -> ListVersion:
        """The newest vintages."""
        return self.store.as_of().version

    def on(self, day: date, known_at: date | None = None) -> Lookup | None:
        """Return the lists as they stood on a day, ready to be asked; None if none was public on `known_at`.

        Of a data set whose first vintage is younger than the day that one is taken: it is all there is.
        """
        latest = known_at or date.max
        try:
            listed = self.store.as_of(min(day, latest), else_first_of=latest)
        except ProblemsFound:
            return None
        key = listed.version.sha256 + str(listed.version.generated)
        if key not in self._lookups:
            newest = listed.version == self.version
            self._lookups[key] = Lookup(listed, folder=self.folder if newest else None)
        return self._lookups[key]


def find_screening(
    case_folder: Path, *, chosen: Path | None = None, environment: Mapping[str, str] | None = None
) -> Screening | None:
    """Return the lists to use: the chosen folder's, else the case's own, else those in the user's data folder.

    Args:
        case_folder: Its own lists stand in `lists` below it.
        chosen: A folder of imported lists.
        environment: Says where the data folder is; that of the process if None.

    Raises:
        ProblemsFound: If the lists cannot be read, or a folder that should hold some holds none.
    """
    if chosen is not None:
        return Screening(read_store(chosen), f"the lists in {chosen}", chosen)
    own = case_folder / FOLDER
    if own.is_dir():
        return Screening(read_store(own), "the lists of the case", own)
    users = data_folder(os.environ if environment is None else environment)
    if users is not None and (users / LISTS_FILE).exists():
        return Screening(read_store(users), "the lists in the user's data folder", users)
    return None
